"""
A PostgreSQL that a host has told to isolate more strictly says that somebody else was quicker; what is ours alone is asked anew.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from tests.unit.casebook.books import door_book
from tests.unit.casebook.test_telling import visits

from rjflow.auditing import audit
from rjflow.report.auditing import audit_text
from rjflow.store import sql_ground
from rjflow.store.port import StaleRevision, StoreBusy
from rjflow.store.sql import SqlStore

pytestmark = pytest.mark.xdist_group("postgres")
COUNT = "UPDATE rjflow_read_counts SET count = count WHERE actor = 'hal'"


@pytest.fixture(params=["REPEATABLE READ", "SERIALIZABLE"])
def strict(request: pytest.FixtureRequest, postgres: Engine) -> Iterator[Engine]:
    """
    A host's engine that isolates more strictly.
    """
    engine = create_engine(postgres.url, isolation_level=request.param)
    yield engine
    engine.dispose()


def overtaken(engine: Engine, other: Engine, times: int) -> list[str]:
    """
    Let somebody else count a read of the same reader whenever the engine has begun to, so often; give who was overtaken.
    """
    seen: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def quicker(connection, cursor, statement, *_):
        if "INSERT INTO rjflow_read_counts" in statement and len(seen) < times:
            seen.append(statement)
            cursor.execute("SELECT 1")  # from now on it sees this moment
            with other.begin() as quick:
                quick.execute(text(COUNT))

    return seen


def test_who_reads_is_never_told_that_somebody_was_quicker(strict: Engine, postgres: Engine):
    """
    Two who read at once are both given what they asked for, and both are logged.
    """
    book = visits(SqlStore(strict))
    book.case("house", actor="hal")
    seen = overtaken(strict, postgres, 3)

    assert book.case("house", actor="hal").state == "open"
    assert len(seen) == 3
    assert len(SqlStore(strict).reads(most=9)) == 2
    assert audit(SqlStore(strict)).flaws == ()


def test_in_the_end_the_store_is_busy(strict: Engine, postgres: Engine, monkeypatch: pytest.MonkeyPatch):
    """
    Who is overtaken each time is told so in our own words, and nothing is logged.
    """
    monkeypatch.setattr(sql_ground, "pause", lambda _: None)
    book = visits(SqlStore(strict))
    book.case("house", actor="hal")
    overtaken(strict, postgres, 10_000)

    with pytest.raises(StoreBusy):
        book.case("house", actor="hal")
    assert len(SqlStore(postgres).reads(most=9)) == 1


def test_a_host_s_transaction_is_the_host_s_to_begin_anew(strict: Engine, postgres: Engine):
    """
    Inside it, nothing is asked anew: whatever else was done in it is gone too.
    """
    book = visits(SqlStore(strict))
    book.case("house", actor="hal")
    seen = overtaken(strict, postgres, 1)
    with Session(strict) as host, pytest.raises(DBAPIError):
        book.within(host).case("house", actor="hal")
    assert len(seen) == 1


REFUSE = "DO $$ BEGIN RAISE EXCEPTION 'somebody' USING ERRCODE = '40001'; END $$"


def refused(store: SqlStore, times: int, beforehand) -> list[object]:
    """
    Let the database refuse what is to be stored, so often, as it does whoever only looked at what somebody else changed; give what was tried.
    """
    append, tried = store._append, []

    def tries(writing) -> None:
        tried.append(writing)
        if len(tried) > times:
            return append(writing)
        beforehand()
        return store._alone(lambda cursor: cursor.execute(REFUSE))

    store._append = tries
    return tried


def test_who_was_refused_for_no_case_of_theirs_tries_again(strict: Engine):
    """
    Where nobody changed the case, nobody is told that they are stale.
    """
    store = SqlStore(strict)
    book, _ = door_book(store)
    book.open("door-7", people={}, actor="ann")
    tried = refused(store, 2, lambda: None)

    assert book.record("door-7", "key", "found", actor="ann", key="once").case.revision == 2
    assert len(tried) == 3
    assert audit(SqlStore(strict)).flaws == ()


def test_who_was_overtaken_is_stale(strict: Engine, postgres: Engine):
    """
    Where somebody did, that is said, with the revision by then, and nothing is tried again.
    """
    store = SqlStore(strict)
    book, _ = door_book(store)
    book.open("door-7", people={}, actor="ann")
    others = door_book(SqlStore(postgres))[0]
    tried = refused(store, 9, lambda: others.join("door-7", "gus", "guest", actor="bob"))

    with pytest.raises(StaleRevision) as stale:
        book.record("door-7", "key", "found", actor="ann")
    assert (stale.value.current, len(tried)) == (2, 1)


def test_what_is_intact_is_told_so(strict: Engine):
    """
    An audit reads under strict isolation as under any.
    """
    visits(SqlStore(strict))
    assert "intact: 1 case" in audit_text(audit(SqlStore(strict)))
