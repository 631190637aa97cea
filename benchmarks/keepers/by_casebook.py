"""rjflow: a casebook over its store, with everything that it does at each command."""

from datetime import UTC, datetime, timedelta

from peers.by_rjflow import WORKFLOW
from peers.workload import BEGINNING, Facts
from sqlalchemy import event as events

from rjflow.casebook import Casebook
from rjflow.engine.roles import SameRoles
from rjflow.store.connecting import engine_of
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade
from rjflow.verifier.verifying import verify

NAME = "rjflow, a casebook"
VERIFIED = verify(WORKFLOW).require()
ROLES = SameRoles({"ada": ["worker"]})
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """Shows what it is told."""

    at = BEGINNING

    def now(self) -> datetime:
        return _BEGINNING + timedelta(microseconds=self.at)


def prepare(url: str) -> None:
    engine = engine_of(url)
    upgrade(engine)
    engine.dispose()


class Keeper:
    def __init__(self, url: str, synchronous: str) -> None:
        engine = engine_of(url)
        if "://" not in url:
            events.listen(engine, "connect", lambda raw, _: raw.execute(f"PRAGMA synchronous = {synchronous}"))
        self._store = SqlStore(engine)
        self._clock = Clock()
        self.book = Casebook(self._store, [VERIFIED], roles=ROLES, clock=self._clock)

    def new(self, case: str) -> None:
        self._clock.at = BEGINNING
        self.book.open(case, people={}, actor="ada")

    def fire(self, case: str, event: str, given: Facts, at: int) -> bool:
        self._clock.at = at
        return self.book.fire(case, event, actor="ada", given=given).allowed

    def state(self, case: str) -> str:
        return self.book.case(case).state

    def close(self) -> None:
        self._store.engine.dispose()


def opened(url: str, synchronous: str):
    return Keeper(url, synchronous)
