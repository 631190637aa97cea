"""SQLAlchemy's ORM, used plainly, with its own version column, and the automaton written by hand."""

from peers.workload import Facts
from sqlalchemy import delete
from sqlalchemy.orm import Session, registry

from keepers.by_core import CASES, DEADLINES, ENTRIES, engine_of, prepare  # noqa: F401  # the same tables
from keepers.by_hand_sql import moved
from keepers.common import Row, first_row

NAME = "SQLAlchemy ORM, used plainly"
DISTRIBUTION = "SQLAlchemy"

MAPPED = registry()


@MAPPED.mapped
class Case:
    __table__ = CASES
    __mapper_args__ = {"version_id_col": CASES.c.revision, "version_id_generator": False}  # noqa: RUF012  # SQLAlchemy asks so


@MAPPED.mapped
class Entry:
    __table__ = ENTRIES


class Keeper:
    def __init__(self, url: str, synchronous: str) -> None:
        self._engine = engine_of(url, synchronous)

    def new(self, case: str) -> None:
        row, entry = first_row(case)
        with Session(self._engine) as session, session.begin():
            session.add(Case(**row._asdict()))
            session.flush()
            session.add(Entry(**entry._asdict()))

    def fire(self, case: str, event: str, given: Facts, at: int) -> bool:
        with Session(self._engine) as session, session.begin():
            there = session.get_one(Case, case)
            row = Row(*(getattr(there, name) for name in Row._fields))
            done = moved(row, event, given, at)
            if done is None:
                return False
            new, entry = done
            for name, value in new._asdict().items():
                setattr(there, name, value)
            session.add(Entry(**entry._asdict()))
            session.execute(delete(DEADLINES).where(DEADLINES.c.case == case))
        return True

    def state(self, case: str) -> str:
        with Session(self._engine) as session:
            return session.get_one(Case, case).state

    def close(self) -> None:
        self._engine.dispose()


def opened(url: str, synchronous: str):
    return Keeper(url, synchronous)
