"""
Sixteen writers in four programs, on fifty cases of one store: nothing is lost, nothing is doubled.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.faults.racing import CASES, PROGRAMS
from tests.faults.watches import EVENING, IS_LONG, watches

from rjflow.auditing import audit
from rjflow.clock import FixedClock
from rjflow.engine.history import History
from rjflow.instants import HOUR
from rjflow.store.sql import SqlStore

ROOT = Path(__file__).parents[2]
SECONDS = 60 if IS_LONG else 2
pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """
    Where the store is.
    """
    if request.param == "SQLite":
        return str(tmp_path / "cases.db")
    request.getfixturevalue("postgres")
    return request.getfixturevalue("postgres_url")


def raced(place: str, folder: Path) -> dict[str, list[Any]]:
    """
    Let them race; give all that they were answered.
    """
    subprocess.run(
        [sys.executable, "-m", "tests.faults.racing", place, str(SECONDS), str(folder)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        check=True,
    )
    every = [json.loads(path.read_text()) for path in folder.glob("told-*")]
    assert PROGRAMS == len(every)
    return {what: [tuple(each) for one in every for each in one[what]] for what in every[0]}


def fired_when_due(history: History) -> int:
    """
    Count the deadlines that fired, each after its hour, and no two without a watch between them.
    """
    moves = [(move.event, entry.at) for entry in history for move in entry.moves if move.event]
    names = [name for name, _ in moves]
    assert ["late", "wake"] * (len(names) // 2) + ["late"] * (len(names) % 2) == names
    began = [history.entries[0].at, *(at for name, at in moves if name == "wake")]
    fired = [at for name, at in moves if name == "late"]
    assert all(at >= since + HOUR for since, at in zip(began, fired))
    assert all(earlier <= later for (_, earlier), (_, later) in pairwise(moves))
    return len(fired)


def test_writers_that_race_lose_and_double_nothing(place: str, tmp_path: Path, record_property: Callable[..., None]):
    """
    Each entry was somebody's answer, and no one else's; under a key there is one; each deadline fired once; what was announced was sent once, in
    order; an audit has no complaint; and who came too late was told a revision that the case had.
    """
    store, box = SqlStore.at(place), tmp_path / "box"
    for number in range(CASES):
        watches(store).open(f"watch-{number}", people={}, actor="ada")
    told = raced(place, tmp_path)
    end = FixedClock(EVENING + timedelta(days=99))
    swept = watches(store, end).sweep()
    last: list[tuple[str, str]] = []
    while watches(store, end).deliver(lambda one: last.append((one.case, str(one.number)))).sent:
        continue
    files = {name: store.file(name) for name in store.cases(most=99)}
    histories = {name: watches(store).history(name) for name in files}

    keyed = {(case, key): tuple(numbers) for case, key, numbers in told["keyed"]}
    assert {(case, key, tuple(numbers)) for case, key, numbers in told["keyed"]} == {(*k, n) for k, n in keyed.items()}
    answered = Counter((case, number) for (case, _), numbers in keyed.items() for number in numbers)
    answered += Counter(map(tuple, told["alone"])) + Counter((case.id, case.revision) for case in swept.moved)
    answered += Counter((name, 1) for name in files)
    assert answered == Counter((name, row.number) for name, file in files.items() for row in file.entries)
    assert set(keyed) == {(name, row.key) for name, file in files.items() for row in file.keys}

    assert () == audit(store).flaws
    assert all(file.due is None for file in files.values())
    for history in histories.values():
        woken = sum(move.event == "wake" for entry in history for move in entry.moves)
        assert 1 + woken == fired_when_due(history)

    sent = [*(tuple(line.split()) for line in box.read_text().splitlines()), *last]
    for name, file in files.items():
        assert [row.number for row in file.entries] == [int(number) for case, number in sent if case == name]
    assert all(0 < current <= len(files[case].entries) for case, _, current in told["stale"])
    assert [] not in (told["alone"], told["keyed"])
    record_property(
        "entries, stale, fired",
        (sum(answered.values()), len(told["stale"]), sum(map(fired_when_due, histories.values()))),
    )
    store.engine.dispose()
