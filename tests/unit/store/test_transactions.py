"""
Inside a host's transaction: the host says whether anything is kept.
"""

import pytest
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from tests.faults.dying import Fuse, fused
from tests.unit.casebook.books import door_book

from rjflow.auditing import audit
from rjflow.engine.asking import NotAsked
from rjflow.store.memory import MemoryStore
from rjflow.store.port import StaleRevision
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade


def plain_sqlite(path):
    """
    The engine of a host who knows nothing of SQLite's ways: the driver begins transactions when it wants.
    """
    return create_engine(f"sqlite:///{path}")


def careful_sqlite(path):
    """
    The engine of a host who begins every transaction, as SQLAlchemy's documentation advises.
    """
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def connected(raw, _):
        raw.isolation_level = None

    @event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN")

    return engine


@pytest.fixture(params=["plain SQLite", "careful SQLite", "PostgreSQL"])
def engine(request, tmp_path):
    """
    A host's engine, with our tables, and one of the host's own.
    """
    if request.param == "PostgreSQL":
        found = request.getfixturevalue("postgres")
    else:
        found = {"plain SQLite": plain_sqlite, "careful SQLite": careful_sqlite}[request.param](tmp_path / "host.db")
        upgrade(found)
    with found.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS host_note"))
        connection.execute(text("CREATE TABLE host_note (note TEXT)"))
    yield found
    if request.param != "PostgreSQL":
        found.dispose()


pytestmark = pytest.mark.xdist_group("postgres")
NOTE = text("INSERT INTO host_note VALUES ('mine')")


def counted(engine, store):
    """
    Count the rows of every table of ours, and of the host's.
    """
    ours = store._tables
    every = (ours.definitions, ours.cases, ours.entries, ours.deadlines, ours.keys, ours.outbox)
    with engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).select_from(table)) for table in every]
        return [*counts, connection.scalar(text("SELECT count(*) FROM host_note"))]


@pytest.mark.parametrize("kind", ["connection", "session"])
@pytest.mark.parametrize("commits", [True, False])
def test_the_hosts_word_counts(engine, kind, commits):
    """
    What is done inside a host's transaction is kept with the host's own rows when it commits, and gone with them when it rolls back.
    """
    store = SqlStore(engine)
    book, clock = door_book(store, announce=lambda step: [("told", step.case.state)])
    with engine.connect() if kind == "connection" else Session(engine) as host:
        inside = book.within(host)
        host.execute(NOTE)
        inside.open("door-7", people={}, actor="ann", key="k")
        inside.record("door-7", "key", "found", actor="ann", key="l")
        refused = inside.fire("door-7", "lock", actor="eve")
        clock.forward(hours=13)
        swept = inside.sweep()
        assert (False, 1, "watched") == (refused.allowed, len(swept.moved), inside.case("door-7").state)
        host.commit() if commits else host.rollback()

    assert ([1, 1, 3, 0, 2, 3, 1] if commits else [0] * 7) == counted(engine, store)


def test_nobody_sees_what_the_host_has_not_committed(engine):
    """
    Outside of the transaction there is nothing until the host commits.
    """
    store = SqlStore(engine)
    book, _ = door_book(store)
    with engine.connect() as host:
        book.within(host).open("door-7", people={}, actor="ann")
        assert store.load("door-7").case is None
        host.commit()

    assert "door-7" == book.case("door-7").id


def test_a_stale_command_leaves_the_hosts_transaction_usable(engine):
    """
    A host who is told that somebody else was quicker can go on in the same transaction, and keeps the rest of it.
    """
    store = SqlStore(engine)
    book, _ = door_book(store)
    book.open("door-7", people={}, actor="ann")
    book.record("door-7", "key", "found", actor="ann")
    with engine.connect() as host:
        host.execute(NOTE)
        inside = book.within(host)
        with pytest.raises(StaleRevision):
            inside.open("door-7", people={}, actor="ann", key="k")
        with pytest.raises(StaleRevision):
            inside.fire("door-7", "lock", actor="ann", revision=1)
        inside.fire("door-7", "lock", actor="ann", revision=2)
        host.commit()

    assert [1, 1, 3, 0, 0, 0, 1] == counted(engine, store)


@pytest.mark.parametrize("kind", ["connection", "session"])
def test_a_savepoint_takes_back_what_was_done_since(engine, kind, request):
    """
    A casebook that was put inside before a savepoint was made is rolled back to it, what a savepoint within it had kept included; SQLite whose driver
    begins transactions when it wants has no savepoints to rely on, and that is said.
    """
    store = SqlStore(engine)
    book, _ = door_book(store)
    book.open("door-7", people={}, actor="ann")
    with engine.connect() if kind == "connection" else Session(engine) as host:
        inside = book.within(host)
        outer = host.begin_nested()
        if "plain SQLite" in request.node.name:
            with pytest.raises(NotAsked, match="savepoint"):
                inside.record("door-7", "key", "found", actor="ann")
            return
        inner = host.begin_nested()
        inside.record("door-7", "key", "found", actor="ann", key="k")
        inner.commit()
        inside.open("door-8", people={}, actor="ann")
        outer.rollback()
        assert (1, False) == (inside.case("door-7").revision, inside.fire("door-7", "lock", actor="ann").allowed)
        inside.record("door-7", "key", "lost", actor="ann", key="k")
        host.commit()

    assert [1, 1, 2, 1, 1, 0, 0] == counted(engine, store)
    assert () == audit(store).flaws


def test_a_session_of_each_thread_is_joined_too(engine):
    """
    A `scoped_session`, as web frameworks hand it out, stands for the session of the thread that asks.
    """
    store = SqlStore(engine)
    book, _ = door_book(store)
    session = scoped_session(sessionmaker(engine))
    book.within(session).open("door-7", people={}, actor="ann")
    session.rollback()
    book.within(session).open("door-8", people={}, actor="ann")
    session.commit()
    session.remove()

    assert ["door-8"] == list(store.cases(most=9))


@pytest.mark.parametrize("kind", ["connection", "session"])
def test_a_casebook_inside_outlives_a_commit(engine, kind):
    """
    Whoever goes on with the same casebook after a commit is in the host's next transaction, and gone with it when it is rolled back.
    """
    store = SqlStore(engine)
    book, _ = door_book(store)
    with engine.connect() if kind == "connection" else Session(engine) as host:
        inside = book.within(host)
        inside.open("door-7", people={}, actor="ann")
        host.commit()
        inside.record("door-7", "key", "found", actor="ann")
        host.rollback()
        assert 1 == inside.case("door-7").revision

    assert [1, 1, 1, 1, 0, 0, 0] == counted(engine, store)


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_a_host_whose_reading_is_outdated_is_told_so(engine, level):
    """
    Who looked at a case before somebody else changed it, and goes on in the same transaction, is stale, whatever the isolation.
    """
    options = {"isolation_level": level} if engine.dialect.name == "postgresql" else {}
    store = SqlStore(engine)
    book, _ = door_book(store)
    book.open("door-7", people={}, actor="ann")
    with engine.connect().execution_options(**options) as host:
        inside = book.within(host)
        seen = inside.case("door-7").revision
        book.record("door-7", "key", "found", actor="ann")
        with pytest.raises(StaleRevision) as raised:
            inside.record("door-7", "key", "lost", actor="bob", revision=seen, key="k")
        host.rollback()

    assert (1, True) == (raised.value.expected, raised.value.current in (2, None))
    assert 2 == len(book.history("door-7"))


@pytest.mark.parametrize("kind", ["sqlite3 that commits by itself", "no connection", "an engine"])
def test_what_could_not_be_taken_back_is_refused(kind, tmp_path):
    """
    A store joins no transaction that is none, and no connection to another kind of database.
    """
    engine = plain_sqlite(tmp_path / "host.db")
    upgrade(engine)
    book, _ = door_book(SqlStore(engine))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as host:
        asked = {"sqlite3 that commits by itself": host, "no connection": None, "an engine": engine}
        with pytest.raises(NotAsked):
            book.within(asked[kind])
    engine.dispose()


def test_memory_has_no_transactions():
    """
    A store in memory says that it cannot join one.
    """
    with pytest.raises(NotAsked):
        door_book(MemoryStore())[0].within(object())


def test_postgresql_that_commits_by_itself_is_refused(postgres):
    """
    The same for a server's connection.
    """
    book, _ = door_book(SqlStore(postgres))
    with postgres.connect().execution_options(isolation_level="AUTOCOMMIT") as host, pytest.raises(NotAsked):
        book.within(host)


def test_a_connection_to_another_database_is_refused(postgres, tmp_path):
    """
    What is stored in one kind of database is not written into another.
    """
    engine = plain_sqlite(tmp_path / "host.db")
    with postgres.connect() as host, pytest.raises(NotAsked, match="postgresql"):
        SqlStore(engine).within(host)
    engine.dispose()


# ---- together or not at all ------------------------------------------------------------------------------------------


class Died(Exception):
    """
    What a fault-injecting connection dies of.
    """


def die():
    """
    Die of it.
    """
    raise Died


def test_a_command_is_stored_whole_or_not_at_all(engine):
    """
    Wherever in a command the connection dies, before or after any statement, the store is as it was, or all of it is there; and the command can
    be given again.
    """
    store, fuse = SqlStore(engine), Fuse(die)
    book, _ = door_book(store, announce=lambda step: [("told", step.case.state)])
    book.open("door-7", people={}, actor="ann", key="k0")
    place, died = -1, True
    with fused(engine, fuse):
        while died:
            place += 1
            fuse.starts(None)
            before = [store.file("door-7"), store.file("door-8")]
            fuse.starts(place)
            try:
                book.open("door-8", people={}, actor="ann", key="k1")
                book.record("door-7", "key", "found", actor="ann", key="k2")
                died = False
            except Died:
                died = True
            fuse.starts(None)
            after = [store.file("door-7"), store.file("door-8")]
            for number, (was, now) in enumerate(zip(before, after)):
                if was != now:
                    number_of = (len(now.entries), len(now.messages), len(now.keys))
                    assert len(was.entries) + 1 == number_of[0]
                    assert {number_of[0]} == set(number_of), number

    assert place > 10
    assert ((), 2) == (audit(store).flaws, len(store.file("door-7").entries))


@pytest.mark.parametrize(
    "engine", [None, "cases.db", create_engine("sqlite://").dialect, create_async_engine("sqlite+aiosqlite://")]
)
def test_a_store_takes_an_engine(engine):
    """
    What is no engine of SQLAlchemy's, or an asynchronous one, is refused at the door.
    """
    with pytest.raises(NotAsked, match="Engine"):
        SqlStore(engine)
