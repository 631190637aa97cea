"""
Cases over HTTP, as a router for FastAPI.

A host says who asks, which cases they may know of, and who may open one; the rest is the casebook's. A case that is out of somebody's
scope is answered as one that is not there. Every refusal and every error is a problem (RFC 9457); what a refusal tells holds no recorded
value and nobody's name.

Stands on: FastAPI, `casebook`, `report`.   Knows nothing of: databases, who anybody is.
"""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Annotated, Any

from rjflow.casebook.book import Casebook
from rjflow.definition.model import Workflow
from rjflow.engine.asking import NotAsked, an_id, is_id, known
from rjflow.engine.case import Case
from rjflow.engine.filing import BadForm
from rjflow.engine.stepping import Step
from rjflow.integrations import from_extra
from rjflow.report.answers import case_document, option_document, step_document
from rjflow.report.forms import filed_document, form_schema, mistakes_document
from rjflow.report.problems import (
    MEDIA_TYPE,
    MalformedRequest,
    Problem,
    error_problem,
    malformed_problem,
    refusal_problem,
)
from rjflow.sources.errors import RjflowError
from rjflow.store.port import CaseNotFound, StaleRevision

with from_extra("fastapi"):
    from fastapi import APIRouter, Depends, Header, Request, Response
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse
    from fastapi.routing import APIRoute
    from starlette.exceptions import HTTPException

    from rjflow.integrations.http_shapes import (
        CaseOut,
        Event,
        FiledOut,
        Form,
        GivenIn,
        Joining,
        Notice,
        Opening,
        OptionOut,
        ProblemOut,
        StepOut,
    )


# ---- the router ------------------------------------------------------------------------------------------------------


def cases_router(
    book: Casebook,
    *,
    who: Callable[..., Any],
    sees: Callable[[str, str], bool],
    opens: Callable[[str, str | None], bool] | None = None,
    prefix: str = "/cases",
) -> APIRouter:
    """
    Make a router over a casebook.

    Args:
        book: The casebook. Its calls run in FastAPI's threads.
        who: A dependency that gives the id of the one who asks, as the role lookup of the casebook knows them. It must have proved it.
        sees: Tells whether somebody, by id, may know that a case is there. It is asked before anything else, about whatever can be an id.
        opens: Tells whether somebody may open a case under a workflow, which may be left out. Without it, no case is opened over HTTP.
        prefix: Where the cases are.

    Not seen:
        Cases whose id is no part of a path, since it holds a slash; none is opened here. Histories, and what is recorded as evidence: how much of that somebody may read is for the host to say.
    """

    def asked(request: Request, actor: Annotated[str, Depends(who)]) -> None:
        request.state.rjflow_actor = actor
        case = request.path_params.get("case")
        if case is not None and not (is_id(case) and sees(actor, case) is True):
            raise CaseNotFound(case)

    problem = {"model": ProblemOut, "content": {MEDIA_TYPE: {}}}
    answers: dict[int | str, dict[str, Any]] = {404: problem, 409: problem, 422: problem}
    router = APIRouter(prefix=prefix, dependencies=[Depends(asked)], route_class=ProblemRoute, responses=answers)
    _add_paths(router, _Endpoints(book, sees, opens), opening=opens is not None)
    return router


# ----------------------------------------------------------------------------------------------------------------------


def _add_paths(router: APIRouter, ours: "_Endpoints", *, opening: bool) -> None:
    """
    Say what is done under each path.
    """
    changing: Any = {"methods": ["POST"], "dependencies": [Depends(_conditions)], "response_model": StepOut}
    if opening:
        router.add_api_route("", ours.open, status_code=201, **changing)
    router.add_api_route("/{case}", ours.look, methods=["GET"], response_model=CaseOut)
    router.add_api_route("/{case}/options", ours.options, methods=["GET"], response_model=list[OptionOut])
    router.add_api_route("/{case}/events", ours.fire, **changing)
    router.add_api_route("/{case}/records", ours.record, **changing)
    router.add_api_route("/{case}/forms", ours.filed, methods=["GET"], response_model=list[FiledOut])
    router.add_api_route("/{case}/forms/{form}", ours.form, methods=["GET"])
    router.add_api_route("/{case}/forms/{form}", ours.submit, **changing)
    router.add_api_route("/{case}/notices", ours.notice, **changing)
    router.add_api_route("/{case}/people", ours.join, **changing)
    router.add_api_route("/{case}/people/{person}", ours.leave, **{**changing, "methods": ["DELETE"]})


class _Endpoints:
    """What each path does."""

    def __init__(
        self, book: Casebook, sees: Callable[[str, str], bool], opens: Callable[[str, str | None], bool] | None
    ) -> None:
        self._book = book
        self._sees = sees
        self._opens = opens
        self._workflows: dict[str, Workflow] = {}  # by fingerprint; what has one never changes

    def look(self, case: str, request: Request, response: Response) -> Any:
        """Tell where a case stands."""
        there = self._book.case(case, actor=request.state.rjflow_actor)
        tag = _tag(there.revision)
        seen = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
        if not {tag, f"W/{tag}", "*"}.isdisjoint(seen):  # weak, as a proxy that packs bodies makes it, is as good here
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag, "Cache-Control": "no-store"})
        return self._told(there, response)

    def options(self, case: str, request: Request, response: Response) -> list[dict[str, Any]]:
        """Tell what the one who asks could make happen now, and what stands in the way of the rest."""
        response.headers["Cache-Control"] = "no-store"
        workflow = self._workflow(self._book.case(case, actor=request.state.rjflow_actor))
        return [option_document(workflow, one) for one in self._book.options(case, request.state.rjflow_actor)]

    def open(self, body: Opening, request: Request, response: Response) -> Any:
        """Open a case."""
        asks = request.state
        workflow = None if body.workflow is None else an_id("the name of a workflow", body.workflow)
        if self._opens is None or self._opens(asks.rjflow_actor, workflow) is not True:
            raise CaseNotFound(body.case)
        if "/" in body.case or body.case in (".", ".."):
            raise NotAsked(f"a case that is asked for by its path cannot be called `{body.case}`")
        if asks.rjflow_revision is not None:
            raise MalformedRequest("a case that is opened has no revision yet, so If-Match says nothing")
        how: Any = {"workflow": workflow, "version": body.version, "key": asks.rjflow_key}
        try:
            step = self._book.open(body.case, people=body.people, actor=asks.rjflow_actor, **how)
        except StaleRevision as there:
            if self._sees(asks.rjflow_actor, body.case) is True:
                raise
            raise CaseNotFound(body.case) from there  # that there is one is not theirs to know
        response.headers["Location"] = request.url_for("look", case=body.case).path
        return self._done(step, response)

    def fire(self, case: str, body: Event, request: Request, response: Response) -> Any:
        """Make an event happen."""
        given = [one.given() for one in body.given]
        return self._done(self._book.fire(case, body.event, reason=body.reason, given=given, **_by(request)), response)

    def record(self, case: str, body: GivenIn, request: Request, response: Response) -> Any:
        """Record a piece of evidence."""
        one = body.given()
        step = self._book.record(case, one.evidence, one.value, person=one.person, **_by(request))
        return self._done(step, response)

    def filed(self, case: str, request: Request, response: Response) -> list[dict[str, Any]]:
        """Tell what was written in forms, as far as the one who asks may see it."""
        response.headers["Cache-Control"] = "no-store"
        workflow = self._workflow(self._book.case(case, actor=request.state.rjflow_actor))
        return [filed_document(workflow, one) for one in self._book.filed(case, request.state.rjflow_actor)]

    def form(self, case: str, form: str, request: Request) -> dict[str, Any]:
        """Describe what may be written in a form, as JSON Schema."""
        workflow = self._workflow(self._book.case(case, actor=request.state.rjflow_actor))
        return form_schema(workflow, workflow.forms[known(workflow.forms, "a form", form)])

    def submit(self, case: str, form: str, body: Form, request: Request, response: Response) -> Any:
        """Take a form in."""
        how: Any = {"person": body.person, "reason": body.reason, **_by(request)}
        try:
            return self._done(self._book.submit(case, form, body.values, **how), response)
        except BadForm as bad:
            workflow = self._workflow(self._book.case(case, actor=request.state.rjflow_actor))
            return _answer(malformed_problem(mistakes_document(workflow, form, bad.problems)))

    def notice(self, case: str, body: Notice, request: Request, response: Response) -> Any:
        """Say that something happened outside."""
        return self._done(self._book.notice(case, body.notice, **_by(request)), response)

    def join(self, case: str, body: Joining, request: Request, response: Response) -> Any:
        """Add somebody whom the case is about."""
        return self._done(self._book.join(case, body.person, body.kind, **_by(request)), response)

    def leave(self, case: str, person: str, request: Request, response: Response) -> Any:
        """Remove somebody whom the case is about."""
        return self._done(self._book.leave(case, person, **_by(request)), response)

    # ---- answers ---------------------------------------------------------------------------------------------------------

    def _workflow(self, case: Case) -> Workflow:
        if case.fingerprint not in self._workflows:
            self._workflows[case.fingerprint] = self._book.workflow(case.id)
        return self._workflows[case.fingerprint]

    def _told(self, case: Case, response: Response) -> dict[str, Any]:
        _tagged(response, case)
        return case_document(self._workflow(case), case)

    def _done(self, step: Step, response: Response) -> Any:
        """
        Tell what came of a command; of one that was refused, why.
        """
        workflow = self._workflow(step.case)
        if not step.allowed:
            return _answer(refusal_problem(workflow, step.decision))
        _tagged(response, step.case)
        return step_document(workflow, step)


_Answering = Callable[[Request], Coroutine[Any, Any, Response]]


class ProblemRoute(APIRoute):
    """
    A route whose errors are problems, without the host's application knowing of them.

    A host's own routes over a casebook answer as the router's do when they are on a router that is made with it:
    `APIRouter(route_class=ProblemRoute)`. Errors that are not rjflow's are left to FastAPI.
    """

    def get_route_handler(self) -> _Answering:  # not our word: FastAPI asks for it
        """Give what answers a request."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await answer(request)
            except RequestValidationError as error:
                where = [{"where": [str(part) for part in one["loc"]], "what": one["msg"]} for one in error.errors()]
                return _answer(malformed_problem(where))
            except HTTPException as error:
                if not isinstance(error.__cause__, RecursionError):  # the host's own
                    raise
                return _answer(malformed_problem([{"where": ["body"], "what": "nested too deeply to be read"}]))
            except RjflowError as error:
                return _answer(error_problem(error))

        return answered


def _conditions(
    request: Request,
    if_match: Annotated[str | None, Header(description="The ETag of the case as it was seen.")] = None,
    idempotency_key: Annotated[str | None, Header(description="The same for the same request, sent again.")] = None,
) -> None:
    """
    Take from the headers which revision was seen, and the idempotency key.
    """
    request.state.rjflow_revision = _revision(if_match)
    request.state.rjflow_key = idempotency_key


def _by(request: Request) -> dict[str, Any]:
    asks = request.state
    return {"actor": asks.rjflow_actor, "revision": asks.rjflow_revision, "key": asks.rjflow_key}


def _tagged(response: Response, case: Case) -> None:
    response.headers["ETag"] = _tag(case.revision)
    response.headers["Cache-Control"] = "no-store"


def _tag(revision: int) -> str:
    return f'"{revision}"'


def _revision(tag: str | None) -> int | None:
    """
    Read the revision out of one tag of ours; `*` asks for no certain one.
    """
    if tag is None or tag.strip() == "*":
        return None
    digits = tag.strip().removeprefix('"').removesuffix('"')
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18 and _tag(int(digits)) == tag.strip()):
        raise MalformedRequest("If-Match takes one ETag as it was given out, or *")
    return int(digits)


def _answer(problem: Problem) -> JSONResponse:
    """
    Answer with a problem.
    """
    current = problem.get("current")
    headers = {"Cache-Control": "no-store", **({"ETag": _tag(current)} if current else {})}
    return JSONResponse(dict(problem), status_code=problem["status"], media_type=MEDIA_TYPE, headers=headers)
