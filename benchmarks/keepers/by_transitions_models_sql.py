"""
transitions as its documentation shows it, with the same SQL written by hand: a case that is loaded becomes a model of the one machine, in the state it
is in, and is taken out again.
"""

from peers.by_transitions_models import MACHINE, Case
from peers.workload import Facts
from transitions import MachineError

from keepers import by_hand_sql
from keepers.by_hand_sql import prepare  # noqa: F401  # the same tables
from keepers.common import Row, after, known, plain

NAME = "transitions as documented, SQL by hand"
DISTRIBUTION = "transitions"


def moved(row: Row, event: str, given: Facts, at: int):
    facts = known(row)
    case = Case()
    case.facts = plain(facts)
    MACHINE.add_model(case, initial=row.state)
    try:
        if not case.trigger(event):
            return None
    except MachineError:
        return None
    finally:
        MACHINE.remove_model(case)
    return after(row, event, case.state, facts, given, at)


def opened(url: str, synchronous: str):
    by_hand_sql.moved = moved  # its own process: nobody else is there
    return by_hand_sql.opened(url, synchronous)
