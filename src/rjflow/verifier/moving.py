"""
Which places lead to which, whatever the evidence says: the graph of a chart.

Places are numbered as the chart numbers them, and sets of them are the bits of a number.

Stands on: `carrying`, `chart`, `graphs`.   Knows nothing of: situations, evidence.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rjflow.definition.model import Event, Way, Workflow
from rjflow.frozen import frozen
from rjflow.verifier.carrying import undoes_itself
from rjflow.verifier.chart import Chart, chart_of
from rjflow.verifier.graphs import Leading


@frozen(eq=False)
class Move:
    """A way of an event, or the fall through a gate that closed, and where it leads to."""

    target: int
    sources: int
    event: Event | None = None
    way: Way | None = None


@lru_cache(maxsize=16)
def moves_of(workflow: Workflow) -> tuple[Move, ...]:
    """
    Give every move; who falls through several gates moves once for each.

    Not seen: most conditions. Only a way whose conditions about people exclude each other, or that makes void what the state it leads to
    asks for, is known not to be one.
    """
    return tuple(_moves(workflow, chart_of(workflow)))


def leading(moves: Iterable[Move], chart: Chart, among: int = -1) -> Leading:
    """
    Give what leads to each place, *among* some of them.
    """
    found = [0] * len(chart.places)
    for move in moves:
        if among >> move.target & 1:
            found[move.target] |= move.sources & among
    return found


# ----------------------------------------------------------------------------------------------------------------------


def _moves(workflow: Workflow, chart: Chart) -> Iterator[Move]:
    for one in chart.ways:
        way = one.event.ways[one.place]
        if undoes_itself(workflow, one.event, way):
            continue
        for arrival in one.arrivals:
            for target, sources in arrival.leads if arrival.depth == 0 else ():
                yield Move(target, sources, one.event, way)
    for down in chart.falls.values():
        for arrival in down:
            for target, sources in arrival.leads if arrival.depth == 1 else ():
                yield Move(target, sources)
