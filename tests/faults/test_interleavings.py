"""
Whatever is done at once, killed, asked twice and swept meanwhile: some order of one after the other explains all of it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from tests.faults.interleaving import Asked, World, explained

from rjflow.auditing import audit
from rjflow.store.connecting import engine_of
from rjflow.store.memory import MemoryStore
from rjflow.store.port import Store
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

pytestmark = pytest.mark.xdist_group("postgres")
CASES = st.sampled_from(["watch-1", "watch-2"])
KEYS = st.sampled_from([None, None, "a", "b"])


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """
    Draw what somebody wants: often the same as somebody else, sometimes under the same key.
    """
    method = draw(st.sampled_from("record record record fire fire notice advance open sweep deliver".split()))
    if method in ("sweep", "deliver"):
        return Asked(method)
    more: dict[str, Any] = {}
    if method != "open":
        more["revision"] = draw(st.sampled_from([None, None, None, 1, 2, 3]))
    if method == "record":
        more |= {"evidence": "seen", "value": draw(st.sampled_from(["yes", "no"]))}
    elif method == "fire":
        more["event"] = draw(st.sampled_from(["wake", "wake", "finish"]))
    elif method == "notice":
        more["notice"] = "noise"
    elif method == "open":
        more["people"] = {}
    if method != "advance":
        more |= {"key": draw(KEYS), "actor": "ada"}
    return Asked(method, draw(CASES), tuple(more.items()))


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("starts"), questions()),
        st.tuples(st.just("starts"), questions()),
        st.tuples(st.just("goes on"), st.integers(0, 3)),
        st.tuples(st.just("goes on"), st.integers(0, 3)),
        st.tuples(st.just("is killed"), st.integers(0, 3)),
        st.tuples(st.just("time"), st.sampled_from([1, 30, 61, 200, -45])),
    ),
    min_size=6,
    max_size=40,
)


@pytest.fixture(scope="module", params=["memory", "SQLite", "PostgreSQL"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Store]]:
    """
    What gives an empty store of each kind.
    """
    if request.param == "memory":
        yield MemoryStore
    elif request.param == "SQLite":
        engine = engine_of(str(tmp_path_factory.mktemp("worlds") / "cases.db"))
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
        upgrade(engine)
        yield lambda: emptied(engine)
        engine.dispose()
    else:
        engine = request.getfixturevalue("postgres_engine")
        yield lambda: emptied(engine)


def emptied(engine: Engine) -> Store:
    """
    Give a store with nothing in it.
    """
    store = SqlStore(engine)
    with engine.begin() as connection:
        for table in reversed(store._tables.cases.metadata.sorted_tables):
            connection.execute(table.delete())
    return store


@settings(max_examples=settings.default.max_examples * 2 // 5)
@given(MOVES)
def test_some_order_explains_everything(fresh: Callable[[], Store], moves: list[tuple[str, Any]]):
    """
    Any interleaving of commands, deaths, the same question asked twice, sweeps, deliveries and a clock that jumps gives histories and answers that
    commands one after the other give too; what was announced is sent, in order; an audit has no complaint.
    """
    world = World(fresh())
    for name in ("watch-1", "watch-2"):
        first = world.starts(Asked("open", name, (("people", {}), ("actor", "ada"))))
        while not first.runs.dead:
            first.runs.switch()
    for move, what in moves:
        match move:
            case "starts":
                world.starts(what)
            case "goes on":
                world.goes_on(what)
            case "is killed":
                world.is_killed(what)
            case "time":
                world.clock.forward(minutes=what)
    world.ends()

    assert [] == list(explained(world))
    assert () == audit(world.store).flaws
    assert [] == list(world.store.due(world._book._keep.now(), most=9))
