"""
What every store must do, as a class of tests: inherit from it, say how a fresh store is made, and let pytest run it.

Stands on: `store`, `engine.example`, pytest.   Knows nothing of: any store but in memory.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from rjflow.engine.case import Case
from rjflow.engine.example import CLOCK, DOOR, engine
from rjflow.engine.stepping import Step
from rjflow.instants import HOUR, instant
from rjflow.store import rows
from rjflow.store.case_rows import CaseRow, case_of
from rjflow.store.port import CaseFile, KeyReused, StaleRevision, Store
from rjflow.store.rows import DueRow, Writing
from rjflow.testing.storing_many import ManyContract
from rjflow.testing.storing_people import PeopleContract
from rjflow.testing.storing_steps import writing

RACERS = 8
_NOW = instant(CLOCK.now())
# Ids that a store may not take for one another, nor for its own words.
ODD_IDS = ("a", "A", "a ", " a", "ä", "a\u0308", "%", "_", "'; --", '"', "\\", "\U0001f54a", "x" * 500)


class StoreContract(PeopleContract, ManyContract):
    """
    The promise that every store makes.

    Not seen:
        What survives a crash; how a store behaves over several processes. A host's transaction, for stores that have one.

    >>> from rjflow.store.memory import MemoryStore
    >>> class TestOurStore(StoreContract):
    ...     def fresh(self):
    ...         return MemoryStore()
    >>> TestOurStore().test_a_case_is_loaded_as_it_was_stored()
    """

    # ---- a command ---------------------------------------------------------------------------------------------------

    def test_a_case_is_loaded_as_it_was_stored(self) -> None:
        """What is stored is given back, and nothing where nothing was stored."""
        store = self.fresh()
        case = stored(store, opened("door-1"))

        assert case == case_of(_there(store, "door-1"))
        assert (None, None) == store.load("door-2", "some-key")
        assert CaseFile(None, (), None, (), ()) == store.file("door-2")

    def test_every_id_is_a_case_of_its_own(self) -> None:
        """Ids that look alike, or mean something to a database, are told apart."""
        store = self.fresh()
        for one in ODD_IDS:
            stored(store, opened(one))

        assert list(ODD_IDS) == [_there(store, one).id for one in ODD_IDS]
        assert sorted(ODD_IDS) == sorted(store.cases(most=100))

    def test_a_history_is_given_in_order(self) -> None:
        """Entries come in the order of their numbers, each as it was written."""
        store = self.fresh()
        steps = [opened("door-1")]
        for value in ("found", "lost") * 6:
            steps.append(engine.record(steps[-1].case, "key", value, actor="ann"))
        for step in steps:
            stored(store, step)

        assert [entry for step in steps for entry in step.entries] == [
            rows.entry_of(row) for row in store.entries("door-1")
        ]
        assert list(range(1, 14)) == [row.number for row in store.entries("door-1")]

    def test_any_text_survives(self) -> None:
        """What people wrote comes back to the letter, whatever letters it has."""
        store = self.fresh()
        step = engine.open("door-1", people={"\u202eg\u00fcs \U0001f54a": "guest"}, actor="ann")
        stored(store, step)

        assert step.case == case_of(_there(store, "door-1"))
        assert step.entries == tuple(rows.entry_of(row) for row in store.entries("door-1"))

    # ---- one after the other -----------------------------------------------------------------------------------------

    def test_a_stale_command_changes_nothing(self) -> None:
        """Whoever expects an older revision is told the current one, and nothing of theirs is kept."""
        store = self.fresh()
        first = opened("door-1")
        stored(store, first)
        stored(store, engine.record(first.case, "key", "found", actor="ann"))
        before = store.file("door-1")
        late = writing(engine.notice(first.case, "break-in", actor="bob"), key="late", topics=("late",))

        assert ("door-1", 1, 2) == refused(store, late)
        assert before == store.file("door-1")

    def test_a_case_is_opened_once(self) -> None:
        """A name that is taken is not given again."""
        store = self.fresh()
        stored(store, opened("door-1"))
        before = store.file("door-1")

        assert ("door-1", 0, 1) == refused(store, writing(opened("door-1", guest="gus"), key="again"))
        assert before == store.file("door-1")

    def test_a_case_that_is_not_there_has_no_revision(self) -> None:
        """Whoever goes on with a case that was never stored is told so."""
        store = self.fresh()
        step = engine.record(opened("door-1").case, "key", "found", actor="ann")

        assert ("door-1", 1, 0) == refused(store, writing(step))
        assert CaseFile(None, (), None, (), ()) == store.file("door-1")

    def test_one_of_many_racers_wins(self) -> None:
        """Of several who change a case at the same time, one does; the others are told the revision it has by then."""
        store = self.fresh()
        first = opened("door-1")
        stored(store, first)
        steps = [engine.notice(first.case, "break-in", actor=f"racer-{place}") for place in range(RACERS)]
        won, lost = race(store, [writing(step, key=step.entries[0].actor.id) for step in steps])

        assert (1, [("door-1", 1, 2)] * (RACERS - 1)) == (len(won), lost)
        assert steps[won[0]].case == case_of(_there(store, "door-1"))
        assert [f"racer-{won[0]}"] == [row.key for row in store.file("door-1").keys]
        assert 2 == len(store.entries("door-1"))

    def test_one_of_many_openers_wins(self) -> None:
        """Of several who open a case of one name at the same time, one does."""
        store = self.fresh()
        steps = [opened("door-1", **{f"g{place}": f"g{place}"}) for place in range(RACERS)]
        won, lost = race(store, [writing(step) for step in steps])

        assert (1, [("door-1", 0, 1)] * (RACERS - 1)) == (len(won), lost)
        assert steps[won[0]].case == case_of(_there(store, "door-1"))
        assert 1 == len(store.entries("door-1"))

    # ---- idempotency keys --------------------------------------------------------------------------------------------

    def test_a_key_is_found_again(self) -> None:
        """What was asked under a key is given with its entries, for its own case and no other."""
        store = self.fresh()
        stored(store, opened("door-1"), key="once")
        stored(store, opened("door-2"))

        assert rows.key_row("door-1", "once", "?", 1, 1) == store.load("door-1", "once").key
        assert (None, None) == (store.load("door-2", "once").key, store.load("door-1", "Once").key)

    def test_a_key_stands_for_one_question(self) -> None:
        """A key that is taken is refused, and nothing that came with it is kept."""
        store = self.fresh()
        case = stored(store, opened("door-1"), key="once")
        before = store.file("door-1")
        with pytest.raises(KeyReused) as raised:
            store.append(writing(engine.record(case, "key", "found", actor="ann"), key="once", topics=("x",)))

        assert ("door-1", "once") == (raised.value.case, raised.value.key)
        assert before == store.file("door-1")

    # ---- deadlines ---------------------------------------------------------------------------------------------------

    def test_a_deadline_is_armed_and_disarmed_with_the_command(self) -> None:
        """Each command says when time will change the case next, and nothing that an earlier one said remains."""
        store = self.fresh()
        case = stored(store, opened("door-1"))
        armed = store.file("door-1").due
        case = stored(store, engine.record(case, "key", "found", actor="ann"))
        stored(store, engine.fire(case, "lock", actor="ann"))

        assert DueRow("door-1", _NOW + 12 * HOUR, "late") == armed
        assert store.file("door-1").due is None
        assert [] == list(store.due(_NOW + 99 * HOUR, most=9))

    def test_what_is_due_comes_in_order_and_in_pages(self) -> None:
        """The longest due comes first, nothing comes before its time, and no page repeats another."""
        store = self.fresh()
        for hours, name in ((3, "c"), (1, "b"), (1, "a"), (2, "d"), (4, "e")):
            step = engine.open(name, people={}, actor="ann", at=_later(hours))
            stored(store, step)
        by = _NOW + (12 + 3) * HOUR
        first = store.due(by, most=2)
        second = store.due(by, most=9, after=first[-1])

        assert ["a", "b", "d", "c"] == [row.case for row in (*first, *second)]
        assert [] == list(store.due(_NOW + 12 * HOUR, most=9))

    # ---- the rest ----------------------------------------------------------------------------------------------------

    def test_a_definition_is_kept_with_the_first_case(self) -> None:
        """The workflow of a case is kept when it is opened, once, and is the same workflow when it comes back."""
        store = self.fresh()
        row = rows.definition_row(DOOR)
        assert (None, []) == (store.definition(row.fingerprint), list(store.definitions()))
        for name in ("door-1", "door-2"):
            stored(store, opened(name))

        assert [row] == list(store.definitions())
        assert row == store.definition(row.fingerprint)
        assert DOOR == rows.definition_of(row)

    def test_messages_wait_until_they_are_taken(self) -> None:
        """What is to be told is stored with the command, comes in order, and comes until it was taken."""
        store = self.fresh()
        case = stored(store, opened("door-1"), topics=("opened", "opened too"))
        stored(store, engine.record(case, "key", "found", actor="ann"), topics=("recorded",))
        waiting = store.waiting(most=9)
        store.taken(waiting[:1])

        assert ["opened", "opened too", "recorded"] == [row.topic for row in waiting]
        assert ["opened too"] == [row.topic for row in store.waiting(most=1)]
        assert waiting == list(store.file("door-1").messages)

    def test_the_next_message_of_each_case_is_given(self) -> None:
        """Of each case only the first message that was not taken is given, with its entry and its tries; those that rested longest first."""
        store = self.fresh()
        case = stored(store, opened("door-1"), topics=("one", "two"))
        stored(store, engine.record(case, "key", "found", actor="ann"), topics=("three",))
        stored(store, opened("door-2"), topics=("four",))
        first, other = (store.next_messages(0, most=number)[number - 1] for number in (1, 2))
        entry = store.entries("door-1")[0]

        assert (("one", entry, 0), "four") == ((first.message.topic, first.entry, first.tries), other.message.topic)
        assert store.claim(first.message, tries=0, rests=7)
        assert ["four"] == [one.message.topic for one in store.next_messages(6, most=9)]
        assert [("four", 0), ("one", 1)] == [(one.message.topic, one.tries) for one in store.next_messages(7, most=9)]
        store.taken([first.message])
        assert ["two"] == [one.message.topic for one in store.next_messages(7, most=9) if one.message.case == "door-1"]
        store.taken([store.next_messages(0, most=9)[0].message])
        assert ["four", "three"] == sorted(one.message.topic for one in store.next_messages(7, most=9))

    def test_a_message_is_claimed_by_one(self) -> None:
        """Of several who claim a message that they all saw, one gets it; nobody gets one that was taken, or is not there."""
        store = self.fresh()
        stored(store, opened("door-1"), topics=("told",))
        (waiting,) = store.next_messages(0, most=9)
        absent = rows.message_row("door-1", 9, 9, "told", "{}")

        assert 1 == sum(claims(store, waiting, RACERS))
        assert not store.claim(waiting.message, tries=0, rests=9)
        assert store.claim(waiting.message, tries=1, rests=9)
        store.taken([waiting.message])
        assert [False, False] == [store.claim(waiting.message, tries=2, rests=9), store.claim(absent, tries=0, rests=9)]

    def test_cases_come_in_pages(self) -> None:
        """Every case is named once, however small the pages are."""
        store = self.fresh()
        for place in range(7):
            stored(store, opened(f"door-{place}"))
        named: list[str] = []
        while page := store.cases(most=3, after=named[-1] if named else None):
            named += page

        assert [f"door-{place}" for place in range(7)] == named


# ----------------------------------------------------------------------------------------------------------------------


def opened(case: str, **guests: str) -> Step:
    """
    Open a case of the door, about some guests.
    """
    return engine.open(case, people=dict.fromkeys(list(guests.values())[:2], "guest"), actor="ann")


def stored(store: Store, step: Step, *, key: str | None = None, topics: Sequence[str] = ()) -> Case:
    """
    Store a step, and give its case.
    """
    store.append(writing(step, key=key, topics=topics))
    return step.case


def refused(store: Store, late: Writing) -> tuple[str, int, int | None]:
    """
    Store something that is stale, and give what is said about it.
    """
    with pytest.raises(StaleRevision) as raised:
        store.append(late)
    return (raised.value.case, raised.value.expected, raised.value.current)


def race(store: Store, writings: Sequence[Writing]) -> tuple[list[int], list[tuple[str, int, int | None]]]:
    """
    Store several things at the same time; give the places of those that were stored, and what the others were told.
    """
    start = Barrier(len(writings))

    def run(one: Writing) -> None:
        start.wait()
        store.append(one)

    with ThreadPoolExecutor(len(writings)) as pool:
        errors = [future.exception() for future in [pool.submit(run, one) for one in writings]]
    told = [error for error in errors if isinstance(error, StaleRevision)]
    assert {type(None), StaleRevision} >= {type(error) for error in errors}, errors
    won = [place for place, error in enumerate(errors) if error is None]
    return won, [(one.case, one.expected, one.current) for one in told]


def claims(store: Store, waiting: rows.Waiting, number: int) -> list[bool]:
    """
    Claim one message several times at once.
    """
    start = Barrier(number)

    def run(_: int) -> bool:
        start.wait()
        return store.claim(waiting.message, tries=waiting.tries, rests=1)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def _there(store: Store, case: str) -> CaseRow:
    row = store.load(case).case
    assert row is not None
    return row


def _later(hours: int) -> datetime:
    return CLOCK.now() + timedelta(hours=hours)
