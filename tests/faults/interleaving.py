"""
A world in which several deeds are under way at once, and somebody decides who goes on, who is killed, and what the clock shows.

A deed stops before and after each question to the store, so every order of such questions can happen, always the same way. What happened is written
down as it was seen at the store, and `explained` holds it to the rules: one thing after the other, each decided by `rules.decide` on what was
there at that moment, by nothing but a dict.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from attrs import define, field
from greenlet import getcurrent, greenlet
from tests.faults.watches import EVENING, WATCH, watches

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.engine.history import Open
from rjflow.engine.stepping import Step
from rjflow.rules.commands import Advance
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation, first_situation
from rjflow.sources.errors import RjflowError
from rjflow.store import rows
from rjflow.store.case_rows import case_of
from rjflow.store.port import KeyReused, StaleRevision, Store


class Killed(BaseException):
    """What is thrown into a deed that is killed: nothing of ours catches it."""


class Asked(NamedTuple):
    """
    What somebody wants: a method of a casebook, of which case, with what.
    """

    method: str
    case: str = ""
    more: tuple[tuple[str, Any], ...] = ()

    def ask(self, book: Casebook, send: Callable[[Any], None]) -> Any:
        """Ask it."""
        if self.method == "deliver":
            return book.deliver(send)
        if self.method == "sweep":
            return book.sweep()
        return getattr(book, self.method)(self.case, **dict(self.more))

    @property
    def key(self) -> str | None:
        """The idempotency key that it is asked under."""
        return dict(self.more).get("key")


@define(eq=False)
class Deed:
    """
    Somebody who wants something: where they are, and what came of it.
    """

    asked: Asked
    runs: greenlet
    answer: Any = None
    looked: dict[str, int] = field(factory=dict)  # how much had been stored when it last looked at a case
    appended: list[Any] = field(factory=list)
    late: list[tuple[str, int, int]] = field(
        factory=list
    )  # what it was too late for: case, revision, how much had been stored


class World:
    """
    A casebook over a store, and all who are about to do something with it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FixedClock(EVENING)
        self.deeds: list[Deed] = []
        self.stored: list[rows.Writing] = []
        self.sent: list[tuple[str, str, int]] = []
        self._book = watches(_Watched(store, self), self.clock)

    def starts(self, asked: Asked) -> Deed:
        """Let somebody begin."""
        deed = Deed(asked, greenlet(self._run))
        self.deeds.append(deed)
        deed.runs.switch(deed)
        return deed

    def goes_on(self, place: int) -> None:
        """Let one of those who are under way take a step."""
        if under_way := self.under_way():
            under_way[place % len(under_way)].runs.switch()

    def is_killed(self, place: int) -> None:
        """Kill one of those who are under way."""
        if under_way := self.under_way():
            under_way[place % len(under_way)].runs.throw(Killed)

    def under_way(self) -> list[Deed]:
        """Give those who have begun and are not done."""
        return [deed for deed in self.deeds if not deed.runs.dead]

    def ends(self) -> None:
        """Let everybody go on in turns until they are done; then time passes, and what is left to sweep and to send is."""
        turn = 0
        while self.under_way():
            self.goes_on(turn)
            turn += 1
        self.clock.forward(days=9)
        for asked in (Asked("sweep"), Asked("deliver")):
            last = self.starts(asked)
            while not last.runs.dead:
                last.runs.switch()

    def now(self) -> Deed | None:
        """Give whose turn it is."""
        return next((deed for deed in self.deeds if deed.runs is getcurrent()), None)

    def _run(self, deed: Deed) -> None:
        try:
            pause()
            deed.answer = deed.asked.ask(self._book, self._send)
        except Killed as killed:
            deed.answer = killed
        except RjflowError as error:
            deed.answer = error

    def _send(self, message: Any) -> None:
        pause()
        self.sent.append((message.id, message.case, message.number))
        pause()


def pause() -> None:
    """
    Let the others have their turn.
    """
    here = getcurrent().parent
    if here is not None:
        here.switch()


class _Watched:
    """
    The store as the world's casebook has it.
    """

    def __init__(self, store: Store, world: World) -> None:
        self._store = store
        self._world = world

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if not callable(found):
            return found

        def asked(*args: Any, **more: Any) -> Any:
            pause()
            deed = self._world.now()
            try:
                done = found(*args, **more)
            except StaleRevision as late:
                deed.late.append((late.case, late.expected, len(self._world.stored)))
                raise
            if deed is not None and name == "load":
                deed.looked[args[0]] = len(self._world.stored)
            if name in ("append", "append_each"):
                asked_for, told = (args, [None]) if name == "append" else (args[0], done)
                for writing, why_not in zip(asked_for, told, strict=True):
                    if why_not is None:
                        deed.appended.append(writing)
                        self._world.stored.append(writing)
                    elif isinstance(why_not, StaleRevision):
                        deed.late.append((why_not.case, why_not.expected, len(self._world.stored)))
            pause()
            return done

        return asked


# ---- one after the other ---------------------------------------------------------------------------------------------


def explained(world: World) -> Iterator[str]:
    """
    Hold a world in which everything is done to the order in which things were stored; complain about whatever that does not explain.
    """
    situations: dict[str, list[tuple[int, Situation]]] = {}
    keys: dict[tuple[str, str], tuple[int, int]] = {}
    for place, writing in enumerate(world.stored, start=1):
        case = writing.case.id
        before = situations.setdefault(case, [])
        for row in writing.entries:
            entry = rows.entry_of(row)
            if entry.number != len(before) + 1:
                yield f"{case}: entry {entry.number} came after {len(before)}"
            command = entry.command
            if isinstance(command, Open):
                before.append((place, first_situation(WATCH, command.people, command.at)))
                continue
            decision = decide(WATCH, before[-1][1], command)
            if not decision.allowed or decision.moves != entry.moves:
                yield f"{case}: entry {entry.number} could not be decided so"
            before.append((place, decision.after))
        if writing.key is not None:
            if (case, writing.key.key) in keys:
                yield f"{case}: the key {writing.key.key} was stored twice"
            keys[case, writing.key.key] = (writing.key.first, writing.key.last)
    for case, before in situations.items():
        row = world.store.load(case).case
        if row is None or case_of(row).situation != before[-1][1] or row.revision != len(before):
            yield f"{case}: it stands elsewhere than its commands lead"
        if [row.number for row in world.store.entries(case)] != list(range(1, len(before) + 1)):
            yield f"{case}: entries are missing, or too many"
    for deed in world.deeds:
        yield from _explained(deed, situations, keys)
    yield from _sent(world)


def _explained(
    deed: Deed, situations: dict[str, list[tuple[int, Situation]]], keys: dict[tuple[str, str], tuple[int, int]]
) -> Iterator[str]:
    """
    Complain about an answer that was not true at the moment at which it was given.
    """
    case, key, answer = deed.asked.case, deed.asked.key, deed.answer
    for one, expected, place in deed.late:
        if expected == sum(when <= place for when, _ in situations.get(one, [])):
            yield f"{deed.asked}: was told of revision {expected} that it was stale, and it was not"
    if len(deed.appended) > 1 and deed.asked.method != "sweep":
        yield f"{deed.asked}: was stored {len(deed.appended)} times"
    if isinstance(answer, StaleRevision) and dict(deed.asked.more).get("revision") is None and not deed.late:
        yield f"{deed.asked}: was told that it came too late, and nobody was quicker"
    if isinstance(answer, KeyReused) and (case, key) not in keys:
        yield f"{deed.asked}: was told that its key was taken, and it was not"
    if not isinstance(answer, Step):
        return
    numbers = [entry.number for entry in answer.entries]
    if key is not None and answer.allowed:
        if (numbers[0], numbers[-1]) != keys.get((case, key)):
            yield f"{deed.asked}: was given {numbers}, and the key stands for {keys.get((case, key))}"
    elif deed.appended and numbers != [row.number for row in deed.appended[0].entries]:
        yield f"{deed.asked}: was given {numbers}, and something else was stored"
    if not deed.appended and not answer.entries and not isinstance(answer.decision.command, Advance):
        seen = [situation for when, situation in situations[case] if when <= deed.looked[case]][-1]
        if answer.decision != decide(WATCH, seen, answer.decision.command):
            yield f"{deed.asked}: was refused what would have been allowed when it looked"


def _sent(world: World) -> Iterator[str]:
    """
    Complain about what was announced and not sent, and about what was first sent before something earlier of its case.
    """
    told = {(row.seal, row.case, row.number) for writing in world.stored for row in writing.messages}
    if told != set(world.sent):
        yield f"{len(told)} messages were announced, and {len(set(world.sent))} sent"
    first: dict[str, list[int]] = {}
    for _, case, number in dict.fromkeys(world.sent):
        first.setdefault(case, []).append(number)
    for case, numbers in first.items():
        if sorted(numbers) != numbers:
            yield f"{case}: messages were sent in the order {numbers}"
