"""DBOS: a case is a workflow, and each event a step of it, whose outcome DBOS keeps before the next; nothing else is written."""

from dbos import DBOS, DBOSConfig, SetWorkflowID
from peers.by_hand import TABLE, TESTS
from peers.workload import BEGINNING, HOUR, SCRIPT, Facts

from keepers.common import Row, after, first_row, known

NAME = "DBOS, a step for each event"
DISTRIBUTION = "dbos"


@DBOS.step()
def step(row: list, event: str, given: Facts, at: int) -> list | None:
    there = Row(*row)
    facts = known(there)
    found = TABLE.get((there.state, event))
    values = {name: value[0] for name, value in facts.items()}
    if found is None or not all(TESTS[name](values) for name in found[1]):
        return None
    return list(after(there, event, found[0], facts, given, at)[0])


@DBOS.workflow()
def walk(case: str) -> str:
    row = list(first_row(case)[0])
    for place, (event, given) in enumerate(SCRIPT):
        row = step(row, event, given, BEGINNING + place * HOUR)
        assert row is not None, event
    return row[3]


class Keeper:
    def walk(self, case: str) -> int:
        """Walk a whole case; commands."""
        with SetWorkflowID(case):
            assert walk(case) == "closed"
        return len(SCRIPT) + 1

    def close(self) -> None:
        DBOS.destroy()


def prepare(url: str) -> None:
    """DBOS makes its tables itself."""


def opened(url: str, synchronous: str) -> Keeper:
    config: DBOSConfig = {
        "name": "bench",
        "system_database_url": url if "://" in url else f"sqlite:///{url}",
        "run_admin_server": False,
        "log_level": "ERROR",
    }
    DBOS(config=config)
    DBOS.launch()
    return Keeper()
