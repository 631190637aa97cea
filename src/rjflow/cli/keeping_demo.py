"""
Where the demonstration keeps its cases: in an SQLite file, which is closed half-way and opened again.

Without SQLAlchemy they are kept in memory, and that is said.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from rjflow.casebook import Casebook
from rjflow.cli.stores import reaching_stores
from rjflow.clock import FixedClock
from rjflow.engine.case import Case
from rjflow.engine.history import History
from rjflow.engine.roles import RoleLookup
from rjflow.engine.running import Engine, Step
from rjflow.store.memory import MemoryStore
from rjflow.store.port import Store
from rjflow.verifier.verdict import VerifiedWorkflow


class Kept(Engine):
    """
    An engine whose steps are kept: what its casebook stores is what happened.

    Args:
        key: The workflow that its cases run under.
        book: The casebook.
        roles: Who has which roles.
        clock: What time it is.
        scheme: The id of the scheme's case in the same book.
    """

    def __init__(
        self, key: VerifiedWorkflow, book: Casebook, *, roles: RoleLookup, clock: FixedClock, scheme: str | None = None
    ) -> None:
        see = None if scheme is None else lambda: book.case(scheme)
        super().__init__(key, roles=roles, clock=clock, scheme=see, registers_elsewhere=True)
        self._book = book

    def kept(self, case: str) -> Case:
        """Give a case as it is kept."""
        return self._book.case(case)

    def history(self, case: str) -> History:
        """Give what happened to a case as it is kept."""
        return self._book.history(case)

    def open(self, case: str, *, people: Mapping[str, str], actor: str, at: datetime | None = None) -> Step:
        """Open a case, and keep it."""
        assert at is None
        return self._book.open(case, people=people, actor=actor, workflow=self.workflow.name)

    def fire(self, case: Case, event: str, **how: Any) -> Step:
        """Make an event happen, and keep what came of it."""
        return self._book.fire(case.id, event, revision=case.revision, **how)

    def record(self, case: Case, evidence: str, value: Any, **how: Any) -> Step:
        """Record a piece of evidence, and keep it."""
        return self._book.record(case.id, evidence, value, revision=case.revision, **how)

    def join(self, case: Case, person: str, kind: str, **how: Any) -> Step:
        """Add somebody, and keep it."""
        return self._book.join(case.id, person, kind, revision=case.revision, **how)

    def advance(self, case: Case, **how: Any) -> Step:
        """Let the clock do what it does by now, and keep it."""
        return self._book.advance(case.id, revision=case.revision, **how)


class CaseFile:
    """A place for cases that can be closed, and opened again."""

    def __init__(self, place: str | None) -> None:
        self.is_file = place is not None
        self._place = place
        self._store: Store = MemoryStore()
        if place is not None:
            self._open(place)

    def again(self) -> Store:
        """Close everything, and open the file anew, as another program would."""
        if self._place is not None:
            self.close()
            self._open(self._place)
        return self._store

    @property
    def store(self) -> Store:
        """The store as it is open now."""
        return self._store

    def close(self) -> None:
        """Let go of the file."""
        engine = getattr(self._store, "engine", None)
        if engine is not None:
            engine.dispose()

    def _open(self, place: str) -> None:
        with reaching_stores():
            from rjflow.store.sql import SqlStore

            self._store = SqlStore.at(place)


@contextmanager
def case_file(place: str | None) -> Iterator[CaseFile]:
    """
    Give a new file for cases: a certain one, or one that is gone afterwards; without SQLAlchemy, memory.

    Raises:
        UsageError: there is such a file already, or it was asked for and cannot be without SQLAlchemy.
        CouldNotRead: it cannot be made where it was asked for.
    """
    if place is not None and Path(place).exists():
        raise click.UsageError(f"{place} is there already; the demonstration begins in a new file")
    with TemporaryDirectory(prefix="rjflow-demo-") as folder:
        there = place or (str(Path(folder) / "demo.db") if _is_there("sqlalchemy") else None)
        if place is not None and not _is_there("sqlalchemy"):
            raise click.UsageError("--store needs SQLAlchemy: pip install 'rjflow[store]'")
        file = CaseFile(there)
        try:
            yield file
        finally:
            file.close()


# ----------------------------------------------------------------------------------------------------------------------


def _is_there(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None
