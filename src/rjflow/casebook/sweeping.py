"""
Let the clock do what it does by now, with every case that it changes: many cases, few transactions.

Stands on: `keeping`.   Knows nothing of: databases, who sweeps.
"""

from collections.abc import Iterator
from itertools import islice
from logging import INFO, WARNING
from typing import NamedTuple, Self

from rjflow.casebook.keeping import Keeper
from rjflow.casebook.noting import note, note_step
from rjflow.definition.model import Workflow
from rjflow.engine.asking import NotAsked, WrongWorkflow
from rjflow.engine.case import Case
from rjflow.engine.stepping import Step
from rjflow.instants import Instant, instant
from rjflow.sources.errors import RjflowError
from rjflow.store.case_rows import BentRow
from rjflow.store.port import CaseNotFound
from rjflow.store.rows import DueRow, Writing


class Passed(str):
    """
    The id of a case that a sweep left as it is; it is text, so that whoever looks for an id among them finds it.

    Attributes:
        why: what stood in the way.
    """

    __slots__ = ("why",)

    why: RjflowError

    def __new__(cls, case: str, why: RjflowError) -> Self:
        """Give an id with what stood in the way."""
        made = super().__new__(cls, case)
        made.why = why
        return made


class Swept(NamedTuple):
    """
    What a sweep did.

    Attributes:
        moved: the cases that time had changed, as they are now.
        passed: the ids of the cases that were left as they are, each with `why`: somebody else was quicker or held them for too long, their
            workflow is not at hand, or what is stored of them was edited.
    """

    moved: tuple[Case, ...]
    passed: tuple[Passed, ...]


class Sweeper(Keeper):
    """Keep cases, and let time change them."""

    def swept(self, most: int) -> Swept:
        """
        Let the clock do what it does by now with the cases that it changes, so many in one transaction that waiting for the disk is shared,
        and so few that nobody waits long for them.
        """
        moved: list[Case] = []
        passed: list[Passed] = []
        due = self._due(instant(self._clock.now()), _a_number(most))
        while page := [*islice(due, _TOGETHER)]:
            changed: list[tuple[Workflow, Step]] = []
            writings: list[Writing] = []
            for row in page:
                try:
                    workflow, step = self._advanced(row.case)
                except (BentRow, CaseNotFound, WrongWorkflow) as why:
                    passed.append(_passed(row.case, why))
                    continue
                if step.entries:
                    changed.append((workflow, step))
                    writings.append(self._writing(workflow, step.entries[0].number - 1, step, None, ""))
            for (workflow, step), why_not in zip(changed, self.store.append_each(writings)):
                if why_not is not None:
                    passed.append(_passed(step.case.id, why_not))
                    continue
                note_step(INFO, "advance", workflow, step)
                moved.append(step.case)
        return Swept(tuple(moved), tuple(passed))

    def due(self, most: int) -> tuple[str, ...]:
        """Give the ids of the cases that time changes by now."""
        return tuple(row.case for row in self._due(instant(self._clock.now()), _a_number(most)))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _advanced(self, case: str) -> tuple[Workflow, Step]:
        """
        Give what time has changed of a case by now.
        """
        there = self.case(case)
        engine = self.engine(there)
        return engine.workflow, engine.advance(there)

    def _due(self, by: Instant, most: int) -> Iterator[DueRow]:
        """
        Give what is due, page by page, so that a case that cannot be moved holds up no other.
        """
        last: DueRow | None = None
        while most > 0 and (page := self.store.due(by, most=min(most, _PAGE), after=last)):
            yield from page
            last, most = page[-1], most - len(page)


# ----------------------------------------------------------------------------------------------------------------------

_PAGE = 500
_TOGETHER = 50


def _a_number(most: object) -> int:
    if type(most) is not int or most < 1:
        raise NotAsked(f"there is a whole number of cases to look at, at least one, not {most!r}")
    return most


def _passed(case: str, why: RjflowError) -> Passed:
    note(WARNING, "passed", {"error": type(why).__name__})
    return Passed(case, why)
