"""
A casebook that is awaited: the same answers, the same transactions.
"""

import asyncio
import inspect

import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from tests.unit.casebook.books import door_book

from rjflow.auditing import audit
from rjflow.casebook import AsyncCasebook, Casebook
from rjflow.engine.asking import NotAsked
from rjflow.store.connecting import careful
from rjflow.store.port import WRITES, StaleRevision
from rjflow.store.sql import SqlStore

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request, tmp_path):
    """
    A store, and the URL of its database for an asynchronous driver.
    """
    if request.param == "SQLite":
        store = SqlStore.at(str(tmp_path / "cases.db"))
        yield store, f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}"
        store.engine.dispose()
    else:
        yield SqlStore(request.getfixturevalue("postgres")), make_url(request.getfixturevalue("postgres_url"))


def run(place, play):
    """
    Play something with an awaited casebook, and give what comes of it and the store.
    """
    store, url = place
    book, clock = door_book(store)

    async def main():
        engine = create_async_engine(url)
        try:
            return await play(AsyncCasebook(book, engine), engine, clock)
        finally:
            await engine.dispose()

    return asyncio.run(main())


def test_every_question_has_a_twin():
    """
    Whatever can be asked of a casebook can be awaited, with the same arguments.
    """
    public = {name for name in dir(Casebook) if not name.startswith("_")}

    assert public <= set(vars(AsyncCasebook))
    for name in public - {"within"}:
        assert inspect.signature(getattr(Casebook, name)) == inspect.signature(getattr(AsyncCasebook, name))
        assert inspect.iscoroutinefunction(getattr(AsyncCasebook, name))


def test_a_case_goes_its_way(place):
    """
    What is awaited is stored, each question for itself; a refusal is an answer here too.
    """

    async def play(book, engine, clock):
        await book.open("door-7", people={}, actor="ann", key="k")
        refused = await book.fire("door-7", "lock", actor="ann")
        await book.record("door-7", "key", "found", actor="ann")
        again = await book.open("door-7", people={}, actor="ann", key="k")
        with pytest.raises(StaleRevision):
            await book.notice("door-7", "break-in", actor="ann", revision=1)
        clock.forward(hours=13)
        swept = await book.sweep()
        return refused.allowed, again.case.revision, len(swept.moved), (await book.case("door-7")).state

    assert (False, 1, 1, "watched") == run(place, play)
    assert ((), 3) == (audit(place[0]).flaws, len(place[0].entries("door-7")))


@pytest.mark.parametrize("kind", ["connection", "session"])
@pytest.mark.parametrize("commits", [True, False])
def test_the_hosts_word_counts(place, kind, commits):
    """
    Within an asynchronous host's transaction, what was done is kept if the host commits, and gone if not.
    """

    async def play(book, engine, clock):
        async with engine.connect() if kind == "connection" else AsyncSession(engine) as host:
            inside = book.within(host)
            await inside.open("door-7", people={}, actor="ann")
            await inside.record("door-7", "key", "found", actor="ann")
            await (host.commit() if commits else host.rollback())

    run(place, play)

    assert (2 if commits else 0) == len(place[0].entries("door-7"))


def test_several_questions_can_be_one_transaction(place):
    """
    What is asked together is stored together, or, when something is raised, not at all.
    """

    async def play(book, engine, clock):
        def ask(cases):
            cases.open("door-7", people={}, actor="ann")
            cases.notice("door-8", "break-in", actor="ann")

        with pytest.raises(Exception, match="door-8"):
            await book.ask(ask)

    run(place, play)

    assert place[0].load("door-7").case is None


def test_of_many_that_are_awaited_at_once_one_wins(place):
    """
    Tasks that change one case at the same time never lose an entry, and each that was late is told so.
    """

    async def play(book, engine, clock):
        seen = (await book.open("door-7", people={}, actor="ann")).case.revision
        asked = [book.record("door-7", "key", "found", actor="ann", revision=seen) for _ in range(5)]
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = run(place, play)

    assert 4 == sum(isinstance(one, StaleRevision) for one in answers)
    assert 2 == len(place[0].entries("door-7"))


def test_an_asynchronous_connection_that_commits_by_itself_is_refused(place):
    """
    What could not be taken back is refused below asynchronous drivers too.
    """

    async def play(book, engine, clock):
        async with engine.connect() as host:
            careless = await host.execution_options(isolation_level="AUTOCOMMIT")
            with pytest.raises(NotAsked):
                await book.within(careless).open("door-7", people={}, actor="ann")

    run(place, play)

    assert place[0].load("door-7").case is None


def test_many_that_are_awaited_at_once_wait_for_their_turn(place):
    """
    Of many who record at once in one file, on connections that begin transactions as SQLAlchemy says, each is stored, or told that it was stale; nobody is
    told that the store is busy. Who only looks waits for nobody.
    """

    async def play(cases, engine, _):
        careful(engine.sync_engine)
        await cases.open("door-7", people={}, actor="ann")
        raced = [cases.record("door-7", "key", "found", actor="ann") for _ in range(24)]
        told = await asyncio.gather(*raced, return_exceptions=True)
        async with engine.execution_options(**WRITES).connect() as host:
            await cases.within(host).record("door-7", "key", "lost", actor="ann")
            return told, (await cases.case("door-7")).revision

    told, seen = run(place, play)

    assert {"Step", "StaleRevision"} >= {type(one).__name__ for one in told}
    assert 1 + sum(type(one).__name__ == "Step" for one in told) == seen


def test_savepoints_of_an_asynchronous_session_take_back(place):
    """
    What was asked between a savepoint and its rollback is gone, and the rest is kept with the host's transaction.
    """

    async def play(cases, engine, _):
        careful(engine.sync_engine)
        async with AsyncSession(engine) as session, session.begin():
            inside = cases.within(session)
            await inside.open("door-7", people={}, actor="ann")
            savepoint = await session.begin_nested()
            await inside.record("door-7", "key", "found", actor="ann")
            await savepoint.rollback()
            assert not (await inside.fire("door-7", "lock", actor="ann")).allowed
        return await cases.case("door-7")

    assert 1 == run(place, play).revision
