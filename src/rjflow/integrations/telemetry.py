"""
A casebook whose questions are spans of OpenTelemetry: how long each took, and what came of it in words of the policy.

No span holds an id of anybody, a value, a reason that somebody typed, or the text of an error. Without an SDK in the program, spans cost
next to nothing and go nowhere.

Stands on: opentelemetry-api, `casebook`.   Knows nothing of: where spans go.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial, wraps
from hashlib import sha256
from hmac import new
from typing import Any, TypeVar, cast

from rjflow.casebook.book import Casebook
from rjflow.casebook.delivering import Delivered
from rjflow.casebook.noting import facts_of
from rjflow.casebook.papers import Tidied
from rjflow.casebook.sweeping import Swept
from rjflow.engine.asking import NotAsked
from rjflow.engine.stepping import Step
from rjflow.integrations import from_extra
from rjflow.rules.exporting import Exported
from rjflow.sources.errors import RjflowError

with from_extra("telemetry"):
    from opentelemetry import trace
    from opentelemetry.trace import Span, Status, StatusCode, Tracer

F = TypeVar("F", bound=Callable[..., Any])

_SHORTEST_KEY = 16


def traced(book: Casebook, *, tracer: Tracer | None = None, key: bytes | None = None) -> "TracedCasebook":
    """
    Give the same casebook, traced: it goes wherever a casebook goes.

    Args:
        book: The casebook.
        tracer: Makes the spans; the program's own when nothing else is given.
        key: Lets spans of one case be found together: each then holds the case's id hashed under this key, which nobody can undo without it.

    Raises:
        NotAsked: the key is shorter than 16 bytes.
    """
    given: object = key
    if given is not None and not (isinstance(given, bytes) and len(given) >= _SHORTEST_KEY):
        raise NotAsked(f"a key is at least {_SHORTEST_KEY} bytes that nobody can guess")
    return TracedCasebook(book, tracer or trace.get_tracer("rjflow"), key)


def _spanned(method: F) -> F:
    """
    Make the traced form of a casebook's question.
    """

    @wraps(method)
    def asked(self: "TracedCasebook", *args: Any, **kwargs: Any) -> Any:
        case = args[0] if args else kwargs.get("case")
        with self._span(method.__name__, case) as span:
            answer = method(self, *args, **kwargs)
            self._told(span, answer)
            return answer

    return cast("F", asked)


class TracedCasebook(Casebook):
    """A casebook whose questions are spans, named `rjflow.fire` and so on."""

    def __init__(self, book: Casebook, tracer: Tracer, key: bytes | None) -> None:
        self._keep = book._keep
        self._tracer = tracer
        self._key = key

    def within(self, transaction: Any) -> "TracedCasebook":
        """Give the same casebook inside a transaction of the host, as `Casebook.within`."""
        return TracedCasebook(super().within(transaction), self._tracer, self._key)

    case = _spanned(Casebook.case)
    history = _spanned(Casebook.history)
    workflow = _spanned(Casebook.workflow)
    options = _spanned(Casebook.options)
    consider = _spanned(Casebook.consider)
    open = _spanned(Casebook.open)
    fire = _spanned(Casebook.fire)
    record = _spanned(Casebook.record)
    notice = _spanned(Casebook.notice)
    join = _spanned(Casebook.join)
    leave = _spanned(Casebook.leave)
    advance = _spanned(Casebook.advance)
    sweep = _spanned(Casebook.sweep)
    due = _spanned(Casebook.due)
    deliver = _spanned(Casebook.deliver)
    view = _spanned(Casebook.view)
    seen = _spanned(Casebook.seen)
    told = _spanned(Casebook.told)
    submit = _spanned(Casebook.submit)
    filed = _spanned(Casebook.filed)
    shares = _spanned(Casebook.shares)
    tidy = _spanned(Casebook.tidy)
    workflows = _spanned(Casebook.workflows)
    plan = _spanned(Casebook.plan)
    statistics = _spanned(Casebook.statistics)
    capacity = _spanned(Casebook.capacity)
    tell = _spanned(Casebook.tell)
    personal = _spanned(Casebook.personal)
    erase = _spanned(Casebook.erase)
    subject_access = _spanned(Casebook.subject_access)
    reads = _spanned(Casebook.reads)
    rewrap = _spanned(Casebook.rewrap)
    migrate = _spanned(Casebook.migrate)
    consider_migration = _spanned(Casebook.consider_migration)

    def exports_of(self, case: str) -> Iterator[Exported]:
        """Give everything that others were told of a case, as `Casebook.exports_of`; the span ends with the last of it."""
        with self._span("exports_of", case):
            yield from super().exports_of(case)

    @contextmanager
    def _watched(self, question: str) -> Iterator[Callable[[object], None]]:
        with self._span(question, None) as span:
            yield partial(self._told, span)

    @contextmanager
    def _span(self, name: str, case: object) -> Iterator[Span]:
        """
        Begin a span, and end it with the kind of what was raised, of which no word is kept.
        """
        with self._tracer.start_as_current_span(
            f"rjflow.{name}", record_exception=False, set_status_on_exception=False
        ) as span:
            if self._key is not None and isinstance(case, str):
                hashed = new(self._key, case.encode(errors="replace"), sha256).hexdigest()
                span.set_attribute("rjflow.case", hashed)
            try:
                yield span
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                if not isinstance(error, RjflowError):
                    span.set_status(Status(StatusCode.ERROR))
                raise

    def _told(self, span: Span, answer: object) -> None:
        """
        Say in a span what came of the question.
        """
        facts: Mapping[str, str | int | bool] = {}
        match answer:
            case Step():
                facts = facts_of(self._keep.engine(answer.case).workflow, answer)
            case Swept(moved, passed):
                facts = {"moved": len(moved), "passed": len(passed)}
            case Tidied(forms, cases):
                facts = {"forms": forms, "cases": len(cases)}
            case Delivered(sent, failed, bent):
                facts = {"sent": len(sent), "failed": len(failed), "bent": len(bent)}
        span.set_attributes({f"rjflow.{name}": value for name, value in facts.items()})
