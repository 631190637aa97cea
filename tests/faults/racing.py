"""
Four programs that race, each with four threads, each of which does whatever comes into its head with cases that all the others have too.

    python -m tests.faults.racing PLACE SECONDS FOLDER

What each was answered stands in FOLDER then. Their clocks run an hour in a second, are a little wrong, and sometimes go backwards.
"""

import json
import os
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import time
from typing import Any

from tests.faults.watches import EVENING, watches

from rjflow.casebook import Casebook
from rjflow.casebook.delivering import Delivery
from rjflow.engine.stepping import Step
from rjflow.store.port import StaleRevision
from rjflow.store.sql import SqlStore

PROGRAMS, THREADS, CASES, KEYS = 4, 4, 50, 40
HOUR_IN = 1.0  # seconds
Told = dict[str, list[Any]]


class WrongClock:
    """
    A clock that is up to five minutes wrong, another time each time.
    """

    def __init__(self, began: float, chance: Random) -> None:
        self._began = began
        self._chance = chance

    def now(self) -> datetime:
        """Give the moment it shows."""
        passed = timedelta(hours=(time() - self._began) / HOUR_IN)
        return EVENING + passed + timedelta(seconds=self._chance.uniform(-300, 300))


class Racer:
    """
    Does things until the time is over, and remembers what it was answered.
    """

    def __init__(self, book: Casebook, chance: Random, box: Path) -> None:
        self._book = book
        self._chance = chance
        self._box = box
        self.told: Told = {"alone": [], "keyed": [], "stale": []}

    def run(self, until: float) -> Told:
        """Go on until then."""
        deeds = [*[self._records] * 10, *[self._wakes] * 4, *[self._asks_again] * 4, self._sweeps, self._delivers]
        while time() < until:
            case = f"watch-{self._chance.randrange(CASES)}"
            try:
                self._chance.choice(deeds)(case)
            except StaleRevision as stale:
                self.told["stale"].append((stale.case, stale.expected, stale.current))
        return self.told

    def _records(self, case: str) -> None:
        self._alone(self._book.record(case, "seen", self._chance.choice(["yes", "no"]), actor="ada"))

    def _wakes(self, case: str) -> None:
        self._alone(self._book.fire(case, "wake", actor="ben"))

    def _asks_again(self, case: str) -> None:
        """Ask what others ask too, under the same key."""
        key = f"key-{self._chance.randrange(KEYS)}"
        step = self._book.notice(case, "noise", actor="ada", key=key)
        self.told["keyed"].append((case, key, [entry.number for entry in step.entries]))

    def _sweeps(self, _: str) -> None:
        self.told["alone"] += [(case.id, case.revision) for case in self._book.sweep(most=20).moved]

    def _delivers(self, _: str) -> None:
        self._book.deliver(self._received, most=20, rest=10**6)

    def _received(self, message: Delivery) -> None:
        with self._box.open("a") as box:
            box.write(f"{message.case} {message.number}\n")

    def _alone(self, step: Step) -> None:
        self.told["alone"] += [(entry.case, entry.number) for entry in step.entries]


def races(place: str, seconds: float, folder: Path, name: str) -> None:
    """
    Be one of the programs; write down what it was answered.
    """
    store, began, racers = SqlStore.at(place), time(), []
    for number in range(THREADS):
        chance = Random(f"{name} {number}")
        racers.append(Racer(watches(store, WrongClock(began, chance)), chance, folder / "box"))
    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(lambda one: one.run(began + seconds), racers))
    every = {what: [each for one in told for each in one[what]] for what in told[0]}
    (folder / f"told-{name}").write_text(json.dumps(every))


def main(place: str, seconds: float, folder: Path) -> int:
    """
    Let several programs race; give how many failed.
    """
    children = []
    for number in range(PROGRAMS):
        children.append(os.fork())
        if children[-1] == 0:
            try:
                races(place, seconds, folder, str(number))
                os._exit(0)
            finally:
                traceback.print_exc()
                os._exit(1)
    return sum(os.waitpid(one, 0)[1] != 0 for one in children)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])))
