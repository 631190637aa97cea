"""SQLAlchemy Core, used plainly, and the automaton written by hand."""

from peers.workload import Facts
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)

from keepers.by_hand_sql import moved
from keepers.common import Row, first_row

NAME = "SQLAlchemy Core, used plainly"
DISTRIBUTION = "SQLAlchemy"

META = MetaData()
CASES = Table(
    "cases",
    META,
    Column("id", Text, primary_key=True),
    Column("revision", Integer),
    *(Column(name, Text) for name in ("head", "state", "facts", "seal")),
)
ENTRIES = Table(
    "entries",
    META,
    Column("case", Text, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("hash", Text),
    Column("text", Text),
)
DEADLINES = Table(
    "deadlines", META, Column("case", Text, ForeignKey("cases.id"), primary_key=True), Column("due", BigInteger)
)


def engine_of(url: str, synchronous: str = "FULL"):
    """Give an engine, as SQLAlchemy's documentation advises."""
    if "://" in url:
        return create_engine(url)
    engine = create_engine(f"sqlite:///{url}", connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def connected(raw, _):
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute(f"PRAGMA synchronous = {synchronous}")

    @event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def prepare(url: str) -> None:
    engine = engine_of(url)
    if "://" not in url:
        raw = engine.raw_connection()
        raw.driver_connection.execute("PRAGMA journal_mode = WAL")
        raw.close()
    META.create_all(engine)
    engine.dispose()


class Keeper:
    def __init__(self, url: str, synchronous: str) -> None:
        self._engine = engine_of(url, synchronous)

    def new(self, case: str) -> None:
        row, entry = first_row(case)
        with self._engine.begin() as connection:
            connection.execute(insert(CASES), row._asdict())
            connection.execute(insert(ENTRIES), entry._asdict())

    def fire(self, case: str, event: str, given: Facts, at: int) -> bool:
        with self._engine.begin() as connection:
            row = Row(*connection.execute(select(CASES).where(CASES.c.id == case)).one())
            done = moved(row, event, given, at)
            if done is None:
                return False
            new, entry = done
            there = (CASES.c.id == case, CASES.c.revision == row.revision)
            changed = {name: value for name, value in new._asdict().items() if name != "id"}
            if connection.execute(update(CASES).where(*there).values(changed)).rowcount != 1:
                return False
            connection.execute(insert(ENTRIES), entry._asdict())
            connection.execute(delete(DEADLINES).where(DEADLINES.c.case == case))
        return True

    def state(self, case: str) -> str:
        with self._engine.connect() as connection:
            return connection.execute(select(CASES.c.state).where(CASES.c.id == case)).scalar_one()

    def close(self) -> None:
        self._engine.dispose()


def opened(url: str, synchronous: str):
    return Keeper(url, synchronous)
