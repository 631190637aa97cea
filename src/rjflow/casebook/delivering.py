"""
Deliver what waits in the outbox: each message until it was received, those of one case in order.

A message is claimed before it is sent, and let rest: a minute first, twice as long each time. If sending fails, or whoever sends it is
killed, it is sent again after that. So it is sent at least once, always under the same id, and never before an earlier one of its case
was received.

Stands on: `store`.   Knows nothing of: where messages go, what they say.
"""

from collections.abc import Callable, Generator, Sequence
from datetime import datetime
from functools import partial
from logging import ERROR, WARNING
from typing import Any, Literal, NamedTuple

from rjflow.casebook.noting import note
from rjflow.clock import Clock
from rjflow.engine.asking import NotAsked
from rjflow.instants import SECOND, Instant, instant, moment
from rjflow.store import rows
from rjflow.store.case_rows import BentRow
from rjflow.store.port import Store, StoreBusy
from rjflow.store.rows import Waiting

LONGEST_REST = 24 * 60 * 60
INSIDE = "a message is sent when its step is certain: deliver outside of the host's transaction"
_PAGE = 100


class Delivery(NamedTuple):
    """
    A message on its way.

    Attributes:
        id: its own, the same each time it is sent: whoever receives it twice can tell.
        case: the case it tells of.
        number: the entry it tells of; with `place`, its place among the messages of the case.
        place: its place among the messages about that entry.
        topic: what it is about.
        text: what it says.
        at: when that entry was made.
        tries: how often it was sent before.
    """

    id: str
    case: str
    number: int
    place: int
    topic: str
    text: str
    at: datetime
    tries: int


class Delivered(NamedTuple):
    """
    What became of messages.

    Attributes:
        sent: those that were received.
        failed: those that were not; each will be tried again.
        bent: the ids of cases whose next message was edited by hand, or damaged, and is not sent.
    """

    sent: tuple[Delivery, ...]
    failed: tuple[Delivery, ...]
    bent: tuple[str, ...]


Ask = Callable[[Store], Any]
Deliveries = Generator["Ask | Delivery", Any, Delivered]


def delivering(clock: Clock, send: object, most: int, rest: int) -> Deliveries:
    """
    Say step by step what to do: something to ask the store, in a transaction of its own, or a message to send, and whether it was received.
    """
    _check(send, most, rest)
    sent: list[Delivery] = []
    failed: list[Delivery] = []
    bent: list[str] = []
    while most > 0 and (page := (yield partial(_page, instant(clock.now()), min(most, _PAGE)))):
        most -= len(page)
        held = 0
        for waiting in page:
            until = instant(clock.now()) + _rest(rest, waiting.tries) * SECOND
            claimed = yield partial(_claim, waiting, until)
            held += claimed is None
            if not claimed:
                continue
            try:
                message = _delivery(waiting)
            except BentRow:
                note(ERROR, "bent", {"row": "message"})
                bent.append(waiting.message.case)
                continue
            if (yield message) and (yield partial(_taken, waiting)):
                sent.append(message)
            else:
                failed.append(message)
        if held == len(page):  # the same ones would come again, and be held still
            break
    return Delivered(tuple(sent), tuple(failed), tuple(bent))


def delivered(store: Store, steps: Deliveries, send: Callable[[Delivery], Any]) -> Delivered:
    """
    Do what the steps say.

    Raises:
        NotAsked: the sender would have to be awaited.
    """
    step = next(steps)
    while True:
        try:
            step = steps.send(_is_received(send, step) if isinstance(step, Delivery) else step(store))
        except StopIteration as over:
            done: Delivered = over.value
            return done


def not_received(tries: int, error: Exception) -> Literal[False]:
    """
    Note that a message was not received, for how many times now; what the error says may be anything, and is not repeated.
    """
    note(WARNING, "undelivered", {"error": type(error).__name__, "tries": tries})
    return False


# ----------------------------------------------------------------------------------------------------------------------


def _page(by: Instant, most: int, store: Store) -> Sequence[Waiting]:
    return store.next_messages(by, most=most)


def _claim(waiting: Waiting, until: Instant, store: Store) -> bool | None:
    """
    Claim a message; nothing, when somebody held it for too long.
    """
    try:
        return store.claim(waiting.message, tries=waiting.tries, rests=until)
    except StoreBusy:
        return None


def _taken(waiting: Waiting, store: Store) -> bool:
    """
    Mark a message; if that cannot be done in time, it counts as not received, and is sent again.
    """
    try:
        store.taken([waiting.message])
    except StoreBusy as busy:
        return not_received(waiting.tries + 1, busy)
    return True


def _check(send: object, most: object, rest: object) -> None:
    if not callable(send):
        raise NotAsked(f"send is a function that takes a Delivery, not {send!r}")
    for name, number in (("most", most), ("rest", rest)):
        if type(number) is not int or number < 1:
            raise NotAsked(f"`{name}` is a whole number, at least 1, not {number!r}")


def _rest(first: int, tries: int) -> int:
    """
    Give the seconds for which a message rests: twice as long each time, up to a day.

    >>> [_rest(60, tries) for tries in (0, 1, 5, 1_000_000)]
    [60, 120, 1920, 86400]
    """
    return min(first << min(tries, 20), max(first, LONGEST_REST))


def _delivery(waiting: Waiting) -> Delivery:
    """
    Put a message on its way.

    Raises:
        BentRow: it, or the entry it tells of, is not what was stored.
    """
    row, entry = waiting.message, waiting.entry
    if entry is None or not rows.is_sealed(row):
        raise BentRow(f"a message of case {row.case}")
    at = moment(rows.entry_of(entry).at)
    return Delivery(row.seal, row.case, row.number, row.place, row.topic, row.text, at, waiting.tries)


def _is_received(send: Callable[[Delivery], Any], message: Delivery) -> bool:
    """
    Send a message; whatever is raised, it was not received.

    Raises:
        NotAsked: the sender would have to be awaited, so that nobody knows whether it was received.
    """
    try:
        told = send(message)
    except Exception as error:  # noqa: BLE001  # whatever it is, the message is tried again
        return not_received(message.tries + 1, error)
    if hasattr(told, "__await__"):
        getattr(told, "close", lambda: None)()
        raise NotAsked("a casebook does not await what sends; give it a function that has sent when it returns")
    return True
