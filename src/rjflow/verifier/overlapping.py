"""
Find events of which two ways may be open at once: then what happens would depend on the order of the file.

Stands on: `implying`, `judging`.   Knows nothing of: sentences.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.verifier.implying import exclude
from rjflow.verifier.judging import may_be_broken
from rjflow.verifier.spoken import OneWay
from rjflow.verifier.verdict import Overlap


@lru_cache(maxsize=8)  # a workflow is compared with many others: with each of its mutants, and the other way round
def overlaps(workflow: Workflow) -> tuple[Overlap, ...]:
    """
    Give every two ways of an event that are not shown to exclude each other, with the story of how both come to be open.
    """
    return tuple(_overlaps(workflow))


# ----------------------------------------------------------------------------------------------------------------------


def _overlaps(workflow: Workflow) -> Iterator[Overlap]:
    for event in workflow.events.values():
        for (first, one), (second, other) in combinations(enumerate(event.ways), 2):
            if exclude(workflow, as_condition(one.needs), as_condition(other.needs)):
                continue
            for state in one.from_states:
                if state not in other.from_states:
                    continue
                broken, story = may_be_broken(workflow, OneWay(event.name, state, first, second))
                if broken:
                    yield Overlap(event=event.name, first=first, second=second, state=state, story=story)
