"""
A casebook for asynchronous hosts: the same questions, the same core, awaited.

Stands on: `book`.   Knows nothing of: event loops, databases.
"""

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, nullcontext
from copy import copy
from functools import partial, wraps
from inspect import isawaitable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from rjflow.casebook.book import Casebook
from rjflow.casebook.delivering import INSIDE, Ask, Delivered, Deliveries, Delivery, not_received
from rjflow.engine.asking import NotAsked
from rjflow.store.port import WRITES

P = ParamSpec("P")
T = TypeVar("T")


class AsyncTransaction(Protocol):
    """What is asked of a host's transaction: SQLAlchemy's `AsyncConnection` and `AsyncSession` do so."""

    async def run_sync(self, fn: Callable[..., T], /) -> T:
        """Call a function with the synchronous connection or session below."""
        ...


class AsyncBegins(Protocol):
    """What is asked of an engine: SQLAlchemy's `AsyncEngine` does so."""

    def begin(self) -> AbstractAsyncContextManager[Any]:
        """Give a transaction that is committed in the end, unless something is raised."""
        ...


def _twin(
    method: Callable[Concatenate[Casebook, P], T], *, looks: bool = False, may_log: bool = False
) -> Callable[Concatenate["AsyncCasebook", P], Coroutine[Any, Any, T]]:
    """
    Make the awaited form of a casebook's question: one that only looks holds up nobody who writes; one whose reads may be logged writes where they are.
    """

    @wraps(method)
    async def asked(self: "AsyncCasebook", /, *args: P.args, **kwargs: P.kwargs) -> T:
        def question(book: Casebook) -> Any:
            return getattr(book, method.__name__)(*args, **kwargs)  # as this very book does it, traced or not

        only_looks = looks or (may_log and not self._logs)
        answer: T = await self._asked(question, self._engine if only_looks else self._writer)
        return answer

    return asked


class AsyncCasebook:
    """
    Ask a casebook from a host whose database connection is asynchronous: each question in a transaction of its own.

    It has every question of `Casebook`, by the same name.

    Args:
        book: The casebook, over a store in the same database.
        engine: SQLAlchemy's `AsyncEngine` for that database, or whatever begins transactions as it does.

    Not seen:
        Deciding is computed in the event loop, for a millisecond or so; nothing waits there but for the database.
    """

    def __init__(self, book: Casebook, engine: AsyncBegins) -> None:
        self._book = book
        self._engine = engine
        with_options: Any = getattr(engine, "execution_options", lambda **_: engine)
        self._writer: AsyncBegins = with_options(**WRITES)  # SQLite's writers wait for their turn before they look
        self._logs = book._keep.logs_reads
        self._host: AsyncTransaction | None = None

    def within(self, transaction: AsyncTransaction) -> "AsyncCasebook":
        """
        Give the same casebook inside a transaction of the host: nothing is certain before the host commits.

        Args:
            transaction: The host's `AsyncConnection` or `AsyncSession`.
        """
        inside = copy(self)
        inside._host = transaction
        return inside

    async def ask(self, question: Callable[[Casebook], T]) -> T:
        """
        Put a question, or several in one transaction, to the casebook itself.

        Raises:
            Whatever the question raises; then nothing of it is stored, unless it was asked within a host's transaction.
        """
        return await self._asked(question, self._writer)

    async def _asked(self, question: Callable[[Casebook], T], engine: AsyncBegins) -> T:
        async with nullcontext(self._host) if self._host is not None else engine.begin() as transaction:
            return await transaction.run_sync(partial(_asked_within, self._book, question))

    case = _twin(Casebook.case, may_log=True)
    history = _twin(Casebook.history, may_log=True)
    workflow = _twin(Casebook.workflow, looks=True)
    view = _twin(Casebook.view, may_log=True)
    seen = _twin(Casebook.seen, may_log=True)
    told = _twin(Casebook.told, looks=True)
    submit = _twin(Casebook.submit)
    filed = _twin(Casebook.filed, may_log=True)
    shares = _twin(Casebook.shares, may_log=True)
    tidy = _twin(Casebook.tidy)
    exports_of = _twin(Casebook.exports_of, looks=True)
    workflows = _twin(Casebook.workflows, looks=True)
    plan = _twin(Casebook.plan, looks=True)
    statistics = _twin(Casebook.statistics, looks=True)
    capacity = _twin(Casebook.capacity, looks=True)
    options = _twin(Casebook.options, may_log=True)
    consider = _twin(Casebook.consider, looks=True)
    open = _twin(Casebook.open)
    fire = _twin(Casebook.fire)
    record = _twin(Casebook.record)
    notice = _twin(Casebook.notice)
    join = _twin(Casebook.join)
    leave = _twin(Casebook.leave)
    advance = _twin(Casebook.advance)
    sweep = _twin(Casebook.sweep)
    due = _twin(Casebook.due, looks=True)

    async def deliver(self, send: Callable[[Delivery], Any], *, most: int = 1000, rest: int = 60) -> Delivered:
        """Send what was announced, as `Casebook.deliver`; what `send` gives is awaited, if it can be."""
        if self._host is not None:
            raise NotAsked(INSIDE)
        with self._book._watched("deliver") as watch:
            done = await self._delivered(send, self._book._keep.delivering(send, most, rest))
            watch(done)
            return done

    async def _delivered(self, send: Callable[[Delivery], Any], steps: Deliveries) -> Delivered:
        step = next(steps)
        while True:
            try:
                step = steps.send(
                    await _is_received(send, step)
                    if isinstance(step, Delivery)
                    else await self.ask(partial(_of_store, step))
                )
            except StopIteration as over:
                done: Delivered = over.value
                return done

    tell = _twin(Casebook.tell)
    personal = _twin(Casebook.personal, may_log=True)
    erase = _twin(Casebook.erase)
    subject_access = _twin(Casebook.subject_access, may_log=True)
    migrate = _twin(Casebook.migrate)
    consider_migration = _twin(Casebook.consider_migration, looks=True)
    rewrap = _twin(Casebook.rewrap)
    reads = _twin(Casebook.reads, looks=True)


# ----------------------------------------------------------------------------------------------------------------------


def _of_store(step: Ask, book: Casebook) -> Any:
    return step(book._keep.store)


async def _is_received(send: Callable[[Delivery], Any], message: Delivery) -> bool:
    try:
        told = send(message)
        if isawaitable(told):
            await told
    except Exception as error:  # noqa: BLE001  # whatever it is, the message is tried again
        return not_received(message.tries + 1, error)
    return True


def _asked_within(book: Casebook, question: Callable[[Casebook], T], transaction: Any) -> T:
    return question(book.within(transaction))
