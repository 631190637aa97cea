"""
What every `rjflow case` command works with: one case of a store, its workflow proved, and who may do what by the word of the operator.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from rjflow.casebook import Casebook
from rjflow.cli.exits import Exit
from rjflow.cli.files import CouldNotRead
from rjflow.cli.proving import SCHEME, no_scheme_named, proof_of, the_scheme
from rjflow.cli.roles import FileRoles, file_roles
from rjflow.cli.saying import answer, progress, remark, text_or_json
from rjflow.cli.sealing import the_keys, with_keys
from rjflow.cli.stores import the_store
from rjflow.clock import SystemClock
from rjflow.definition.model import Workflow
from rjflow.engine.asking import NobodyIsTheClock, NotAsked, TooManyPeople, UnknownName, WrongWorkflow
from rjflow.engine.case import Case
from rjflow.engine.filing import BadForm
from rjflow.engine.hosting import ExemptionRanOut
from rjflow.engine.running import Step
from rjflow.instants import instant
from rjflow.report.casework import answer_json, mistakes_json
from rjflow.report.deciding import seen_text
from rjflow.report.running import names_of
from rjflow.report.tested_forms import mistakes_text
from rjflow.rules.commands import Beside
from rjflow.store.case_rows import BentRow, case_of
from rjflow.store.port import CaseNotFound, StaleRevision, StoreBusy
from rjflow.store.rows import definition_of
from rjflow.store.safe import PersonErased
from rjflow.text import did_you_mean, quoted
from rjflow.verifier.verdict import VerifiedWorkflow, Waiver

if TYPE_CHECKING:
    from rjflow.store.sql import SqlStore


class Asked(NamedTuple):
    """Which case a command is about, who asks, and by whose word they may."""

    store: str
    case: str
    roles: str | None
    scheme: str | None
    actor: str | None

    @property
    def who(self) -> str:
        """Who asks, where a command cannot do without."""
        return self.actor or ""


class Desk(NamedTuple):
    """A case, and all that it takes to work on it."""

    book: Casebook
    case: Case
    workflow: Workflow
    roles: FileRoles
    has_keys: bool

    @property
    def names(self) -> dict[str, str]:
        """What to call everybody."""
        people = {one.id: one.kind for one in self.case.situation.people}
        return names_of(self.workflow, people, self.roles.workers(self.case.id))


ROLES = click.option(
    "--roles", metavar="FILE", envvar="RJFLOW_ROLES", help="Who has which roles; otherwise RJFLOW_ROLES names the file."
)
KEYS = click.option("--keys", metavar="FILE", help="The file with the wrapping keys; otherwise RJFLOW_KEYS holds them.")
REVISION = click.option("--revision", type=int, metavar="NUMBER", help="Only if the case is still at this revision.")


def about_a_case(*, needs_actor: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    Give a command the arguments and options that all of them have, put together as `Asked`.
    """
    who = "Who does it." if needs_actor else "Whose eyes to look with; left out, everything is shown."
    options = (
        click.argument("store"),
        click.argument("case"),
        click.option("--as", "actor", metavar="PERSON", required=needs_actor, help=who),
        ROLES,
        SCHEME,
        text_or_json,
    )

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def called(
            *, store: str, case: str, roles: str | None, scheme: str | None, actor: str | None, **more: Any
        ) -> None:
            command(Asked(store, case, roles, scheme, actor), **more)

        result: Callable[..., None] = called
        for option in reversed(options):
            result = option(result)
        return result

    return decorated


@contextmanager
def desk(asked: Asked, *, changes: bool, keys: str | None = None) -> Iterator[Desk]:
    """
    Open the store, and prove the definition that the case runs under, as it is stored; to look only, nothing needs to be proved.
    """
    roles = _checked(asked)
    wrapping = the_keys(keys)
    with the_store(asked.store) as there, plainly(asked.case):
        row = there.load(asked.case).case
        if row is None:
            raise CaseNotFound(asked.case)
        case = case_of(row)
        stored = there.definition(case.fingerprint)
        if stored is None:
            raise BentRow(f"the workflow with the fingerprint {case.fingerprint}")
        workflow = definition_of(stored)
        if workflow.reads is not None and asked.actor is None:
            raise click.UsageError(f"who reads is logged under {workflow.name}, so --as says who looks")
        _point_out_slips(roles, workflow, asked)
        key = _proved(workflow) if changes else _to_look_at(workflow)
        see = the_scheme(there, scheme_of(workflow, asked.scheme))
        book = Casebook(there, [key], roles=roles, scheme=see, keys=wrapping)
        yield Desk(book, case, workflow, roles, wrapping is not None)


def opened_book(store: "SqlStore", workflow: Workflow, asked: Asked) -> Casebook:
    """
    Give the casebook that a new case is opened in.
    """
    see = the_scheme(store, scheme_of(workflow, asked.scheme))
    return Casebook(store, [_proved(workflow)], roles=_checked(asked), scheme=see)


def scheme_of(workflow: Workflow, scheme: str | None) -> str | None:
    """
    Give the scheme's case, where a workflow is under a scheme; then it must be named.
    """
    if workflow.scheme is None:
        return None
    if scheme is None:
        raise no_scheme_named(workflow.name)
    return scheme


def change(
    context: click.Context,
    asked: Asked,
    form: str,
    do: Callable[[Desk], Iterator[Step]],
    *,
    keys: str | None = None,
    beside: Beside | None = None,
) -> None:
    """
    Do something with a case, say what came of it, and end with 6 at the first that was refused; *beside* is what is told beside the facts.
    """
    with desk(asked, changes=True, keys=keys) as at:
        try:
            for step in do(at):
                _say(at, step, form, beside)
                if not step.allowed:
                    context.exit(Exit.REFUSED)
        except BadForm as bad:
            problems = mistakes_json if form == "json" else mistakes_text
            answer(problems(at.workflow, bad.form, bad.problems))
            context.exit(Exit.REFUSED)


def needs_keys(at: Desk, apart: Sequence[str]) -> None:
    """
    Make sure that there are keys for what is kept apart from the facts.
    """
    if apart and not at.has_keys:
        raise click.UsageError(
            f"what stands in {quoted(apart)} is kept under a key, so --keys names the file with the wrapping keys; `rjflow keys new FILE` makes one"
        )


@contextmanager
def plainly(case: str) -> Iterator[None]:
    """
    Say in a line what kept a command from being answered.
    """
    try:
        with with_keys():
            yield
    except CaseNotFound as nowhere:
        raise CouldNotRead(f"case {nowhere.case}: there is no case of that name in the store") from nowhere
    except (BentRow, StoreBusy, WrongWorkflow) as problem:
        raise CouldNotRead(f"case {case}: {problem}") from problem
    except (NobodyIsTheClock, NotAsked, TooManyPeople, UnknownName) as problem:
        raise click.UsageError(str(problem)) from problem
    except (ExemptionRanOut, PersonErased, StaleRevision) as refused:
        remark(f"refused: {refused}")
        raise click.exceptions.Exit(Exit.REFUSED) from refused


# ----------------------------------------------------------------------------------------------------------------------


def _say(at: Desk, step: Step, form: str, beside: Beside | None) -> None:
    told = at.book.told(at.case.id, step.decision)
    if form == "json":
        answer(answer_json(at.workflow, step.case, step.decision, told))
    else:
        names = at._replace(case=step.case).names
        answer(seen_text(at.workflow, step.decision, told, names=names, beside=beside))


def _checked(asked: Asked) -> FileRoles:
    """
    Read the roles file; whoever asks must stand in it.
    """
    roles = file_roles(asked.roles)
    if asked.actor is not None:
        if asked.roles is None:
            raise click.UsageError("--roles names the file that says who has which roles; nobody says so themselves")
        roles.check(asked.actor)
    return roles


def _point_out_slips(roles: FileRoles, workflow: Workflow, asked: Asked) -> None:
    """
    Say which role of whoever asks was probably meant, where the workflow has none of that name.
    """
    known = {*workflow.roles, *(workflow.scheme.workflow.roles if workflow.scheme else ())}
    for role in sorted(roles.roles_of(asked.who, asked.case).roles - known):
        if hint := did_you_mean(role, known):
            remark(f"{asked.roles}: `{role}` is not a role of {workflow.name}; {hint}")


def _proved(workflow: Workflow) -> VerifiedWorkflow:
    with progress() as show:
        return proof_of(workflow, show)


def _to_look_at(workflow: Workflow) -> VerifiedWorkflow:
    """
    Give the key that a case is only looked at with: nothing is opened, decided or stored under it.
    """
    waiver = Waiver(by="rjflow case", reason="it is only looked at", at=instant(SystemClock().now()))
    return VerifiedWorkflow.without_proof(workflow, waiver)
