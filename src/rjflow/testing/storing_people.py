"""
What every store must do with personal values, the keys of people, and the log of reads: the part of `StoreContract` for them.

Stands on: `store`, `engine.example`.   Knows nothing of: any store.
"""

from abc import ABC, abstractmethod
from typing import Any

from rjflow.engine.case import Case
from rjflow.engine.example import engine
from rjflow.rules.commands import Told
from rjflow.store import rows
from rjflow.store.port import CasePapers, PersonalFile, StaleRevision, Store
from rjflow.store.rows_beside import CASE_ITSELF, AssignmentRow, PersonalRow, PersonKeyRow
from rjflow.testing.storing_steps import writing

MARK = "a" * 64


class PeopleContract(ABC):
    """
    The promise about what is kept of people. What is sealed, and under what, means nothing to a store.
    """

    @abstractmethod
    def fresh(self) -> Store:
        """Make a store with nothing in it."""

    def test_what_is_told_is_given_back(self) -> None:
        """Values come back in the order they were told, with their key, for their own person and no other."""
        store = self.fresh()
        case, first = told(store, opened(store, "door-1"), "gus", "phone", is_new=True)
        case, other = told(store, case, "eve", "phone", is_new=True)
        _, second = told(store, case, "gus", "name", "phone")

        assert PersonalFile(key_of("door-1", "gus"), (*first, *second)) == store.personal("door-1", "gus")
        assert PersonalFile(key_of("door-1", "eve"), other) == store.personal("door-1", "eve")
        assert PersonalFile(None, ()) == store.personal("door-2", "gus")
        assert (*first, *other, *second) == store.file("door-1").personal
        assert (key_of("door-1", "eve"), key_of("door-1", "gus")) == store.file("door-1").person_keys

    def test_what_is_erased_is_gone(self) -> None:
        """Of somebody who was erased nothing is left but the mark of a key; of everybody else, everything is."""
        store = self.fresh()
        case, _ = told(store, opened(store, "door-1"), "gus", "phone", is_new=True)
        case, other = told(store, case, "eve", "phone", is_new=True)
        step = engine.erase(case, "gus", actor="ann")
        gone = PersonKeyRow("door-1", "gus", None, None, MARK)
        store.append(writing(step)._replace(person_keys=(gone,), erased="gus"))

        assert PersonalFile(gone, ()) == store.personal("door-1", "gus")
        assert PersonalFile(key_of("door-1", "eve"), other) == store.personal("door-1", "eve")
        assert other == store.file("door-1").personal

    def test_what_is_refused_tells_and_erases_nothing(self) -> None:
        """A command that comes too late leaves the values and the keys of people as they are."""
        store = self.fresh()
        late = opened(store, "door-1")
        told(store, late, "gus", "phone", is_new=True)
        before = store.file("door-1")
        for more in (
            {"erased": "gus", "person_keys": (PersonKeyRow("door-1", "gus", None, None, ""),)},
            {"personal": ()},
        ):
            try:
                store.append(writing(engine.erase(late, "gus", actor="ann"))._replace(**more))
            except StaleRevision:
                continue
            raise AssertionError("what came too late was stored")

        assert before == store.file("door-1")

    def test_a_key_is_wrapped_anew_if_it_is_as_it_was(self) -> None:
        """The row of a key takes the place of the one that was seen, and of no other."""
        store = self.fresh()
        told(store, opened(store, "door-1"), "gus", "phone", is_new=True)
        was = key_of("door-1", "gus")
        now = was._replace(wrapping="second", wrapped="otherwise")

        assert (True, now) == (store.rewrap(was, now), store.personal("door-1", "gus").key)
        assert (False, now) == (store.rewrap(was, was), store.personal("door-1", "gus").key)

    def test_keys_come_in_pages(self) -> None:
        """The key of every person is named once, however small the pages are."""
        store = self.fresh()
        for name in ("door-1", "door-2"):
            case, _ = told(store, opened(store, name), "gus", "phone", is_new=True)
            told(store, case, "eve", "phone", is_new=True)
        named: list[PersonKeyRow] = []
        while page := store.person_keys(most=1, after=named[-1] if named else None):
            named += page

        assert [(case, who) for case in ("door-1", "door-2") for who in ("eve", "gus")] == [
            (row.case, row.person) for row in named
        ]

    def test_what_forms_say_is_found_by_its_case(self) -> None:
        """What was written in forms comes with the keys it is under, in order, and nothing else that was told."""
        store = self.fresh()
        case, _ = told(store, opened(store, "door-1"), "gus", "phone", is_new=True)
        case, first = told(store, case, "gus", "size", "word", form="coat")
        told(store, case, CASE_ITSELF, "word", form="note", is_new=True)
        found = store.papers("door-1")

        assert (*first, *store.personal("door-1", CASE_ITSELF).values) == found.values
        assert {who: key_of("door-1", who) for who in ("", "gus")} == {
            row.person: found.keys[row.person] for row in found.values
        }
        assert ("coat", "coat", "note") == tuple(row.form for row in store.file("door-1").personal if row.form)
        assert CasePapers({}, ()) == CasePapers({}, store.papers("door-2").values)

    def test_what_is_tidied_is_gone(self) -> None:
        """Values that are thrown away, or that others take the place of, go with the command, and nothing else."""
        store = self.fresh()
        case, first = told(store, opened(store, "door-1"), "gus", "size", "word", form="coat", is_new=True)
        _, second = told(store, case, "gus", "size", form="coat", tidied=first[:1])

        assert (first[1], *second) == store.papers("door-1").values
        assert key_of("door-1", "gus") == store.personal("door-1", "gus").key

    def test_who_is_given_to_a_case_is_looked_up(self) -> None:
        """Each command may say who is given to its case from now on; those who are, and cases with nobody, are found by it."""
        store = self.fresh()
        cases = [opened(store, f"door-{number}") for number in range(4)]
        mark = cases[0].fingerprint
        both = (AssignmentRow("door-1", "a", "", "x", "ben"), AssignmentRow("door-1", "b", "gus", "x", "eve"))
        cases[1], _ = told(store, cases[1], "gus", "word", assignments=both)
        told(store, cases[2], "gus", "word", assignments=(AssignmentRow("door-2", "a", "", "x", "ben"),))
        assert (["door-1", "door-2"], ["door-1"], []) == tuple(list(store.assigned(who)) for who in ("ben", "eve", "x"))
        assert ["door-0", "door-3"] == list(store.unassigned(mark, ["open"], most=9))
        assert ["door-3"] == list(store.unassigned(mark, ["open"], most=9, after="door-0"))
        assert [[], []] == [
            list(store.unassigned(*asked, most=9)) for asked in ((mark, ["shut"]), ("0" * 64, ["open"]))
        ]
        cases[1], _ = told(store, cases[1], "gus", "word", assignments=both[1:])
        assert (["door-2"], both[1:]) == (list(store.assigned("ben")), store.file("door-1").assignments)
        cases[1], _ = told(store, cases[1], "gus", "word")
        told(store, cases[1], "gus", "word", assignments=())

        assert ([], ["door-0", "door-1"]) == (
            list(store.assigned("eve")),
            list(store.unassigned(mark, ["open"], most=2)),
        )

    def test_reads_are_counted_by_actor(self) -> None:
        """Every read has the next place among those of its actor, is sealed with it, and is counted."""
        store = self.fresh()
        for place, actor in enumerate(("ann", "bob", "ann")):
            store.log_read(rows.read_row("door-1", place, actor, "case", None, allowed=True))

        assert [("ann", 1), ("bob", 1), ("ann", 2)] == [(row.actor, row.place) for row in store.reads(most=9)]
        assert [("ann", 2), ("bob", 1)] == list(store.read_counts(most=9))
        assert [("bob", 1)] == list(store.read_counts(most=9, after="ann"))

    def test_reads_are_logged_in_order(self) -> None:
        """Who read what comes in the order it was logged, of one case or of all, page by page."""
        store = self.fresh()
        for place, case in enumerate(("door-1", "door-2", "door-1")):
            store.log_read(rows.read_row(case, place, "ann", "case", None, allowed=place != 1))
        first = store.reads(most=2)
        rest = store.reads(most=2, after=first[-1].number)

        assert [(0, 1), (1, 0), (2, 1)] == [(row.at, row.allowed) for row in (*first, *rest)]
        assert [0, 2] == [row.at for row in store.reads(most=9, case="door-1")]
        assert all(rows.is_sealed(row) for row in (*first, *rest))


# ----------------------------------------------------------------------------------------------------------------------


def opened(store: Store, case: str) -> Case:
    """
    Open a case of the door about two guests.
    """
    step = engine.open(case, people={"gus": "guest", "eve": "guest"}, actor="ann")
    store.append(writing(step))
    return step.case


def told(
    store: Store, case: Case, person: str, *names: str, is_new: bool = False, form: str | None = None, **more: Any
) -> tuple[Case, tuple[PersonalRow, ...]]:
    """
    Tell something about somebody, or write it in a form, and give the rows.
    """
    who = person or "gus"  # what entries say means nothing to a store
    step = engine.tell(case, who, tuple(Told(name, MARK) for name in names), mark=MARK, actor="ann")
    kept = tuple(PersonalRow(case.id, step.case.revision, name, person, None, f"sealed {name}", form) for name in names)
    keys = (key_of(case.id, person),) if is_new else ()
    store.append(writing(step)._replace(personal=kept, person_keys=keys, **more))
    return step.case, kept


def key_of(case: str, person: str) -> PersonKeyRow:
    """
    Give the row of somebody's key.
    """
    return PersonKeyRow(case, person, "first", "wrapped", MARK)
