"""
What a transition costs beside itself: records that count no more after it, and events that had to happen before it.

Stands on: `chart`, `rules.viewing`.   Knows nothing of: which transition is wanted.
"""

from collections.abc import Iterator
from functools import lru_cache

from rjflow.definition.model import Requirement, Workflow
from rjflow.guards.syntax import Among, Compare, IsCurrent
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds, records_of
from rjflow.testing.chart import Edge, edges


def undone(workflow: Workflow, situation: Situation, edge: Edge) -> int:
    """
    Count the records that count now and would not after a transition, nor after what must be recorded for it.
    """
    if edge.event is None:
        return 0
    lacking = frozenset(
        test.evidence for test in _plainly_asked(workflow, edge) if holds(workflow, situation, test) is not True
    )
    lost = _made_void(workflow, edge.event, lacking)
    return sum(record.void is None for name in lost for _, record in records_of(workflow, situation, name))


def before(workflow: Workflow, situation: Situation, edge: Edge) -> Edge | None:
    """
    Give the transition that must be taken first, since nobody records by hand what another one asks and no event of its state does either.
    """
    for test in _plainly_asked(workflow, edge):
        evidence = workflow.evidence[test.evidence]
        if evidence.recorded_by or evidence.about is not None or holds(workflow, situation, IsCurrent(evidence.name)):
            continue
        makes = _recording(workflow, evidence.name)
        if makes and all(one.source != edge.source for one in makes):
            return makes[0]
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _plainly_asked(workflow: Workflow, edge: Edge) -> Iterator[Among | Compare | IsCurrent]:
    """
    Give what a transition asks of evidence by itself, and cannot do without.
    """
    needs = workflow.events[edge.event].ways[edge.way].needs if edge.event is not None else None
    for item in needs.items if needs is not None and needs.mode == "all" else ():
        if isinstance(item, Requirement) and isinstance(item.condition, Among | Compare | IsCurrent):
            yield item.condition


@lru_cache(maxsize=4096)
def _made_void(workflow: Workflow, event: str, recorded: frozenset[str]) -> tuple[str, ...]:
    """
    Give the evidence that an event makes void, by itself or by what is *recorded* before it or with it.
    """
    does = {event, *workflow.events[event].records, *recorded}
    return tuple(
        name for name, evidence in workflow.evidence.items() if any(one.what in does for one in evidence.voided_by)
    )


@lru_cache(maxsize=4096)
def _recording(workflow: Workflow, name: str) -> tuple[Edge, ...]:
    return tuple(one for one in edges(workflow) if one.event and name in workflow.events[one.event].records)
