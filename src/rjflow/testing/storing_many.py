"""
What every store must do when several commands are stored at once: the part of `StoreContract` for sweeps.

Stands on: `store`, `engine.example`.   Knows nothing of: any store.
"""

from abc import ABC, abstractmethod
from datetime import UTC, datetime

from rjflow.engine.example import engine
from rjflow.store.port import StaleRevision, Store
from rjflow.testing.storing_steps import writing

_LATE = datetime(2026, 3, 3, 20, tzinfo=UTC)
_MANY = 60


class ManyContract(ABC):
    """
    The promise about several commands that are stored at once.
    """

    @abstractmethod
    def fresh(self) -> Store:
        """Make a store with nothing in it."""

    def test_several_are_stored_at_once(self) -> None:
        """Each case is as its command leaves it, with its entry, its deadline and its message, as if it had been stored by itself."""
        store = self.fresh()
        opened = [engine.open(f"door-{number}", people={}, actor="ann") for number in range(_MANY)]
        for step in opened:
            store.append(writing(step, topics=("told",)))
        later = [writing(engine.advance(step.case, at=_LATE), topics=("told",)) for step in opened]

        assert [None] * _MANY == list(store.append_each(later))
        for step, stored in zip(opened, later, strict=True):
            file = store.file(step.case.id)
            assert (stored.case, stored.entries, stored.due) == (file.case, file.entries[1:], file.due)
            assert stored.messages == file.messages[1:]

    def test_who_is_late_holds_up_nobody(self) -> None:
        """Of several at once, a case that has moved on meanwhile, or is not there, is told as stale and left as it is; all others are stored."""
        store = self.fresh()
        opened = [engine.open(f"door-{number}", people={}, actor="ann") for number in range(4)]
        for step in opened[:3]:
            store.append(writing(step, topics=("told",)))
        later = [writing(engine.advance(step.case, at=_LATE), topics=("told",)) for step in opened]
        store.append(later[1])
        told = store.append_each(later)

        assert [None, StaleRevision, None, StaleRevision] == [None if one is None else type(one) for one in told]
        assert [2, 0] == [one.current for one in told if isinstance(one, StaleRevision)]
        assert [2, 2, 2, 0] == [len(store.entries(f"door-{number}")) for number in range(4)]

    def test_a_case_twice_at_once_is_stored_once(self) -> None:
        """Of two commands on one case, the first is stored, and the other told as stale."""
        store = self.fresh()
        step = engine.open("door-1", people={}, actor="ann")
        store.append(writing(step, topics=("told",)))
        twice = [writing(engine.advance(step.case, at=_LATE), topics=("told",))] * 2
        first, second = store.append_each(twice)

        assert (None, StaleRevision) == (first, type(second))
        assert 2 == len(store.entries("door-1"))

    def test_nothing_at_once_is_nothing(self) -> None:
        """Where there is nothing to store, nothing is told."""
        assert [] == list(self.fresh().append_each([]))
