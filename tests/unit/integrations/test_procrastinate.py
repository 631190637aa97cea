"""
Workers: whatever becomes of a job, a case has one history.
"""

import asyncio
import signal
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import procrastinate
import pytest
from procrastinate.testing import InMemoryConnector
from sqlalchemy import make_url, text
from tests.unit.integrations.houses import house_book

from rjflow.auditing import audit
from rjflow.clock import FixedClock
from rjflow.engine.encoding import as_lines
from rjflow.integrations.procrastinate import add_tasks
from rjflow.store.connecting import engine_of
from rjflow.store.memory import MemoryStore
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

pytestmark = pytest.mark.xdist_group("postgres")
ROOT = Path(__file__).parents[3]
CASES = 8


class Working:
    """
    An application in memory, over some houses.
    """

    def __init__(self, **more):
        self.store = MemoryStore()
        self.book, self.clock = house_book(self.store, announce=lambda step: [("moved", step.case.state)])
        self.connector = InMemoryConnector()
        self.app = procrastinate.App(connector=self.connector)
        add_tasks(self.app, self.book, **more)
        for place in range(CASES):
            self.book.open(f"house-{place}", people={}, actor="ann")

    def put(self, task, **arguments):
        """Put a job into the queue."""
        self.app.configure_task(f"rjflow:{task}").defer(**arguments)

    def work(self):
        """Work until nothing is left to do."""
        self.app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    def sweep(self):
        """Sweep as it is done every minute, without doing what that puts into the queue."""
        task = self.app.tasks["rjflow:sweep"]
        asyncio.run(task.func(timestamp=0))

    def jobs(self, status="todo"):
        """Give the jobs of a status."""
        return [job for job in self.connector.jobs.values() if job["status"] == status]

    def histories(self):
        """Give every history as text."""
        return [as_lines(self.book.history(f"house-{place}").entries) for place in range(CASES)]


def test_what_is_due_is_done():
    """
    A sweep puts one job for each case that is due, and workers move each of them once.
    """
    house = Working()
    house.clock.forward(hours=13)
    house.put("sweep", timestamp=0)
    house.work()

    assert ["watched"] * CASES == [house.book.case(f"house-{place}").state for place in range(CASES)]
    assert [2] * CASES == [len(house.book.history(f"house-{place}")) for place in range(CASES)]
    assert [] == house.jobs() + house.jobs("failed")
    assert 1 + CASES == len(house.jobs("succeeded"))


def test_nothing_waits_in_the_queue_for_another_day():
    """
    While nothing is due, a sweep puts nothing into the queue; what it puts there is to be done at once.
    """
    house = Working()
    house.sweep()
    early = house.jobs()
    house.clock.forward(hours=13)
    house.sweep()

    assert [] == early
    assert CASES == len(house.jobs())
    assert [None] * CASES == [job["scheduled_at"] for job in house.jobs()]


def test_a_case_has_one_job_at_a_time():
    """
    Sweeping again while jobs wait puts no second one for a case.
    """
    house = Working()
    house.clock.forward(hours=13)
    for _ in range(3):
        house.sweep()

    assert CASES == len(house.jobs())


def test_a_job_that_is_done_again_changes_nothing():
    """
    Jobs that come twice, late, or for cases that are gone or on their way leave every history as it is.
    """
    house = Working()
    house.clock.forward(hours=13)
    house.sweep()
    house.work()
    before = house.histories()
    for place in range(CASES):
        house.put("advance", case=f"house-{place}")
    house.put("advance", case="house-nobody-knows")
    house.work()

    assert before == house.histories()
    assert [] == house.jobs("failed")


def test_messages_are_sent():
    """
    With a sender, what waits in the outbox is sent, in order for each case, and once.
    """
    received = []
    house = Working(send=received.append)
    house.clock.forward(hours=13)
    house.sweep()
    house.work()
    for _ in range(2):
        house.put("deliver", timestamp=0)
        house.work()

    assert 2 * CASES == len(received)
    assert {("open", "watched")} == {
        tuple(one.text for one in received if one.case == f"house-{place}") for place in range(CASES)
    }


def test_without_a_sender_nothing_is_sent():
    """
    Who gives no sender has no such task.
    """
    assert "rjflow:deliver" not in Working().app.tasks
    assert {"rjflow:deliver", "rjflow:sweep"} <= {
        one.task.name for one in Working(send=print).app.periodic_registry.periodic_tasks.values()
    }


# ---- on a server, with programs --------------------------------------------------------------------------------------

PEOPLE = {"robin": "victim", "kit": "offender"}
KILLED = """
import os, signal, sys
sys.path.insert(0, {host!r})
from rjflow.store.sql import SqlStore
left = [{count}]

def killing(self, writing, real=SqlStore.append):
    left[0] -= 1
    if left[0] == 0 and {before}:
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, writing)
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

SqlStore.append = killing
import worker
sys.argv = ["worker.py", "--store", {place!r}, "--once"]
worker.main()
"""


@pytest.fixture
def letters(postgres_url):
    """
    A database of its own, with letters that have waited long, and where it is.
    """
    name, url = f"letters_{uuid.uuid4().hex}", make_url(postgres_url)
    server = engine_of(postgres_url)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    place = url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    engine = engine_of(place)
    upgrade(engine)
    sys.path.insert(0, str(ROOT / "examples/fastapi_host"))
    try:
        from host import casebook
    finally:
        sys.path.pop(0)
    long_ago = datetime.now(UTC) - timedelta(days=60)
    book = casebook(SqlStore(engine), FixedClock(long_ago))
    for number in range(CASES):
        book.open(f"north-{number}", people=PEOPLE, actor="ben")
        book.fire(f"north-{number}", "hand-in", actor="ben")
    assert [] == workers(place, 1, "--prepare")
    yield place, SqlStore(engine)
    engine.dispose()
    server.dispose()


def workers(place, number, how="--once"):
    """
    Let workers of the example work side by side until nothing is left; give what they printed.
    """
    words = [sys.executable, str(ROOT / "examples/fastapi_host/worker.py"), "--store", place, how]
    running = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(number)
    ]
    printed = []
    for one in running:
        out, err = one.communicate(timeout=240)
        assert 0 == one.returncode, err
        printed += out.splitlines()
    return printed


def lived(store):
    """
    Check that every letter has gone its way exactly once.
    """
    assert [3] * CASES == [len(store.entries(f"north-{number}")) for number in range(CASES)]
    assert ["waiting-long"] * CASES == [store.load(f"north-{number}").case.state for number in range(CASES)]
    assert () == audit(store).flaws


def test_workers_side_by_side_fire_each_deadline_once(letters):
    """
    Two programs of the example work on one database: every deadline fires once, and every event is printed once.
    """
    place, store = letters
    printed = workers(place, 2)
    again = workers(place, 1)

    lived(store)
    assert sorted(
        f"example.letter.moved north-{number} {state}"
        for number in range(CASES)
        for state in ("waiting-long", "written")
    ) == sorted(printed)
    assert [] == again


@pytest.mark.parametrize("before", [True, False])
def test_a_worker_that_is_killed_leaves_its_work_to_others(letters, before):
    """
    A worker is killed in the middle, just before or just after it stored a step; the next does the rest, and every case has one history.
    """
    place, store = letters
    program = KILLED.format(host=str(ROOT / "examples/fastapi_host"), count=3, before=before, place=place)
    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=240)
    half = sum(len(store.entries(f"north-{number}")) for number in range(CASES))
    workers(place, 1)

    assert -signal.SIGKILL == killed.returncode, killed.stderr
    assert 2 * CASES < half < 3 * CASES
    lived(store)
