"""
The outbox: each message until it was received, in order for each case.
"""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from tests.unit.casebook.books import EVENING, door_book

from rjflow.casebook import AsyncCasebook, Casebook
from rjflow.engine.asking import NotAsked
from rjflow.store.memory import MemoryStore
from rjflow.store.sql import SqlStore

pytestmark = pytest.mark.xdist_group("postgres")


class Killed(BaseException):
    """
    The end of a program, which nothing in it catches.
    """


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request, tmp_path):
    """
    A store in a database of each kind, with nothing in it.
    """
    if request.param == "SQLite":
        found = SqlStore.at(str(tmp_path / "cases.db"))
        yield found
        found.engine.dispose()
    else:
        yield SqlStore(request.getfixturevalue("postgres"))


@pytest.fixture(params=["memory", "SQLite"])
def store(request, tmp_path):
    """
    The reference, and one that several connections look at.
    """
    found = MemoryStore() if request.param == "memory" else SqlStore.at(str(tmp_path / "cases.db"))
    yield found
    if request.param != "memory":
        found.engine.dispose()


def telling(store, cases=("door-1", "door-2")):
    """
    Make a casebook that tells two things of every step, and let each case live through three steps.
    """
    book, clock = door_book(
        store, announce=lambda step: [("moved", step.case.state), ("grew", str(step.case.revision))]
    )
    for case in cases:
        book.open(case, people={}, actor="ann")
        clock.forward(hours=1)
        book.record(case, "key", "found", actor="ann")
        book.fire(case, "lock", actor="ann")
    return book, clock


def places(messages, case="door-1"):
    return [(one.number, one.place) for one in messages if one.case == case]


ALL = [(number, place) for number in (1, 2, 3) for place in (0, 1)]


def test_everything_is_sent_once_and_in_order(database):
    """
    Each message is sent, those of a case in order, with the time of what it tells of; afterwards nothing waits.
    """
    book, _ = telling(database)
    received = []
    done = book.deliver(received.append)
    again = book.deliver(received.append)

    assert ALL == places(received) == places(received, "door-2")
    assert (12, (), ()) == (len(done.sent), done.failed, done.bent)
    assert (tuple(received), ((), (), ())) == (done.sent, again)
    assert 12 == len({one.id for one in received})
    assert ("moved", "open", EVENING, 0) == tuple(received[0])[4:]
    assert ["shut", "3"] == [one.text for one in received if one.case == "door-1"][-2:]


def test_what_is_not_received_is_sent_again_later(store):
    """
    A message whose sending fails rests a minute, then twice as long each time; it is the same message, and nothing of its case overtakes it.
    """
    book, clock = telling(store)
    tried = []

    def send(message):
        tried.append((message.case, message.id, message.tries))
        if message.case == "door-1":
            raise RuntimeError("a secret")

    assert (6, 1) == (len(book.deliver(send).sent), len(book.deliver(send).failed) + 1)
    waits = []
    for _ in range(3):
        waited = 0
        while not (done := book.deliver(send)).failed:
            clock.forward(seconds=30)
            waited += 30
        assert ((), [(1, 0)]) == (done.sent, places(done.failed))
        waits.append(waited)
    received = []
    clock.forward(hours=24)
    book.deliver(received.append)

    assert [60, 120, 240] == waits
    assert ALL == places(received)
    assert 1 == len({id for case, id, _ in tried if case == "door-1"})
    assert [0, 1, 2, 3] == [tries for case, _, tries in tried if case == "door-1"]


def test_only_so_many_are_sent(store):
    """
    `most` is how many are tried; the next call goes on with the rest.
    """
    book, _ = telling(store)
    received = []
    counts = [len(book.deliver(received.append, most=5).sent) for _ in range(4)]

    assert [5, 5, 2, 0] == counts
    assert ALL == places(received) == places(received, "door-2")


@pytest.mark.parametrize("received_first", [True, False])
def test_a_program_that_dies_while_sending_loses_nothing(store, received_first):
    """
    A message is sent again after its sender was killed, whether it had been received or not; under the same id, and still in order.
    """
    book, clock = telling(store, cases=["door-1"])
    received = []

    def send(message):
        if received_first or len(received) != 2:
            received.append(message)
        if len(received) == (3 if received_first else 2) and message.tries == 0 and message.number == 2:
            raise Killed

    with pytest.raises(Killed):
        book.deliver(send)
    nothing_yet = book.deliver(received.append)
    clock.forward(seconds=60)
    book.deliver(received.append)

    assert ((), ()) == (nothing_yet.sent, nothing_yet.failed)
    firsts = list(dict.fromkeys((one.number, one.place) for one in received))
    assert ALL == firsts
    assert 6 == len({one.id for one in received})


def test_a_message_that_was_edited_is_not_sent(database):
    """
    What does not fit its seal, or tells of no entry, is named and not sent; other cases go on.
    """
    book, _ = telling(database)
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE rjflow_outbox SET text = 'shut' WHERE number = 1 AND place = 0 AND \"case\" = 'door-1'")
        )
    received = []
    done = book.deliver(received.append)

    assert (("door-1",), []) == (done.bent, places(received))
    assert ALL == places(received, "door-2")


def test_several_at_once_send_each_message_once(database):
    """
    Programs that deliver at the same time share the work: no message is sent twice while nobody dies.
    """
    from concurrent.futures import ThreadPoolExecutor

    book, _ = telling(database, cases=[f"door-{number}" for number in range(6)])
    received = []
    with ThreadPoolExecutor(4) as pool:
        done = [one.result() for one in [pool.submit(book.deliver, received.append) for _ in range(4)]]
    left = book.deliver(received.append)

    assert (
        36 == len(received) == len({one.id for one in received}) == sum(len(one.sent) for one in done) + len(left.sent)
    )
    for number in range(6):
        assert ALL == places(received, f"door-{number}")


def test_nothing_is_sent_inside_a_hosts_transaction(database):
    """
    What is not certain yet is told to nobody.
    """
    book, _ = telling(database)
    with database.engine.connect() as connection, pytest.raises(NotAsked, match="outside of the host's transaction"):
        book.within(connection).deliver(print)


@pytest.mark.parametrize("wrong", [{"send": None}, {"most": 0}, {"most": True}, {"rest": 0}, {"rest": 1.5}])
def test_what_is_asked_must_make_sense(wrong):
    """
    A sender that is none, and numbers that count nothing, are refused before anything is sent.
    """
    book, _ = telling(MemoryStore())
    with pytest.raises(NotAsked):
        book.deliver(**{"send": print, **wrong})


def test_a_sender_that_must_be_awaited_is_refused():
    """
    A casebook that awaits nothing takes no coroutine for a message that was received.
    """
    book, clock = telling(MemoryStore())

    async def send(message):
        raise AssertionError(message)

    with pytest.raises(NotAsked, match="does not await"):
        book.deliver(send)
    clock.forward(seconds=60)
    assert 12 == len(book.deliver(lambda message: None).sent)


@pytest.mark.parametrize("awaited", [True, False])
def test_an_asynchronous_casebook_awaits_the_sender(database, tmp_path, request, awaited):
    """
    Awaited, the same messages are sent in the same order, and what fails is tried again.
    """
    book, clock = telling(database)
    name = database.engine.dialect.name
    url = (
        f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}"
        if name == "sqlite"
        else make_url(request.getfixturevalue("postgres_url"))
    )
    received = []

    async def send(message):
        take(message)

    def take(message):
        if message.case == "door-2" and message.tries == 0 and (message.number, message.place) == (2, 0):
            raise RuntimeError
        received.append(message)

    async def main():
        engine = create_async_engine(url)
        cases = AsyncCasebook(book, engine)
        first = await cases.deliver(send if awaited else take)
        clock.forward(minutes=2)
        second = await cases.deliver(send if awaited else take)
        async with engine.connect() as connection:
            with pytest.raises(NotAsked):
                await cases.within(connection).deliver(send)
        await engine.dispose()
        return first, second

    first, second = asyncio.run(main())

    assert ALL == places(received) == places(received, "door-2")
    assert [(2, 0)] == places(first.failed, "door-2")
    assert (len(first.sent), ()) == (12 - len(second.sent), second.failed)


@given(
    st.lists(st.sampled_from(["works", "fails", "dies before", "dies after", "waits"]), max_size=25), st.integers(1, 4)
)
def test_any_luck_gives_the_same_story(luck, most):
    """
    Whatever happens while messages are sent, each is received at least once, under one id, and first times are in order.
    """
    book, clock = telling(MemoryStore(), cases=["door-1"])
    received, fates = [], iter(luck)

    def send(message):
        fate = next(fates, "works")
        if fate not in ("fails", "dies before"):
            received.append(message)
        if fate == "fails":
            raise OSError
        if fate.startswith("dies"):
            raise Killed

    for one in luck:
        clock.forward(seconds=90 if one == "waits" else 0)
        try:
            book.deliver(send, most=most)
        except Killed:
            continue
    for _ in range(12):
        clock.forward(hours=24)
        book.deliver(received.append)

    assert ALL == list(dict.fromkeys(places(received)))
    assert 6 == len({one.id for one in received})


def test_a_delivery_is_dated_in_utc():
    """
    The time of a message is a moment that everybody understands.
    """
    book, _ = telling(MemoryStore(), cases=["door-1"])
    received = []
    book.deliver(received.append)

    assert isinstance(book, Casebook)
    assert [datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 2, 21, tzinfo=UTC)] == sorted(
        {one.at for one in received}
    )
