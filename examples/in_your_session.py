"""
Keep a case together with a row of your own, in one transaction of SQLAlchemy's ORM: first in a `Session`, then in an `AsyncSession`.

It prints:

    door-7 was opened with a note beside it: cases 1, notes 1
    the second was taken back with its note: cases 1, notes 1
    too quick for somebody else: the note alone is kept: cases 1, notes 2
    awaited, kept: cases 2, notes 3
    awaited, taken back: cases 2, notes 3
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from rjflow import AsyncCasebook, Casebook, SameRoles, StaleRevision, read, verify
from rjflow.store.connecting import careful
from rjflow.store.sql import SqlStore

DOOR = """
rjflow: 1
workflow: door
version: 1
title: A door that is locked at night
roles: {porter: {}}
evidence:
  key: {label: the key, one-of: [found, lost], recorded-by: [porter], current-for: 8 hours}
states: {open: {start: true}, shut: {final: true, reasons: [night]}}
events: {lock: {label: lock the door, from: open, to: shut, by: [porter], needs: key is found}}
"""


class Base(DeclarativeBase):
    """Your own tables."""


class Note(Base):
    """A row of yours."""

    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    case: Mapped[str]


def main(folder: Path) -> None:
    """Keep, take back, and lose a race: what is said of a case goes with what is said of its note."""
    store = SqlStore.at(str(folder / "host.db"))
    Base.metadata.create_all(store.engine)
    book = Casebook(store, [verify(read(DOOR)).require()], roles=SameRoles({"ann": ["porter"]}))

    with Session(store.engine) as session, session.begin():
        session.add(Note(case="door-7"))
        book.within(session).open("door-7", people={}, actor="ann")
    print("door-7 was opened with a note beside it:", counted(store))

    with Session(store.engine) as session:
        session.add(Note(case="door-8"))
        book.within(session).open("door-8", people={}, actor="ann")
        session.rollback()
    print("the second was taken back with its note:", counted(store))

    with Session(store.engine) as session, session.begin():
        session.add(Note(case="door-7"))
        try:
            book.within(session).record("door-7", "key", "found", actor="ann", revision=9)
        except StaleRevision:
            print("too quick for somebody else: the note alone is kept:", end=" ")
    print(counted(store))

    asyncio.run(awaited(book, store, f"sqlite+aiosqlite:///{folder / 'host.db'}"))
    store.engine.dispose()


async def awaited(book: Casebook, store: SqlStore, url: str) -> None:
    """Do the same from an asynchronous program."""
    engine = create_async_engine(url)
    careful(engine.sync_engine)
    cases = AsyncCasebook(book, engine)
    async with AsyncSession(engine) as session, session.begin():
        session.add(Note(case="door-8"))
        await cases.within(session).open("door-8", people={}, actor="ann")
    print("awaited, kept:", counted(store))
    async with AsyncSession(engine) as session:
        session.add(Note(case="door-9"))
        await cases.within(session).open("door-9", people={}, actor="ann")
        await session.rollback()
    print("awaited, taken back:", counted(store))
    await engine.dispose()


def counted(store: SqlStore) -> str:
    """Count cases, and the host's notes."""
    with Session(store.engine) as session:
        notes = session.scalar(select(func.count()).select_from(Note))
    return f"cases {len(store.cases(most=9))}, notes {notes}"


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        main(Path(place))
