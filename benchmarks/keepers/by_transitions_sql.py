"""transitions driven directly, past its models, with the same SQL written by hand."""

from peers.by_transitions import EVENTS, Case
from peers.workload import Facts
from transitions import MachineError

from keepers import by_hand_sql
from keepers.by_hand_sql import prepare  # noqa: F401  # the same tables
from keepers.common import Row, after, known, plain

NAME = "transitions driven directly, SQL by hand"
DISTRIBUTION = "transitions"


def moved(row: Row, event: str, given: Facts, at: int):
    facts = known(row)
    case = Case()
    case.state, case.facts = row.state, plain(facts)
    try:
        if not EVENTS[event].trigger(case):
            return None
    except MachineError:
        return None
    return after(row, event, case.state, facts, given, at)


def opened(url: str, synchronous: str):
    by_hand_sql.moved = moved  # its own process: nobody else is there
    return by_hand_sql.opened(url, synchronous)
