"""
What a workflow carries for nothing: conditions that are always true when they are asked, events that can never happen.

Found by proof: a condition that is true in every reachable situation of the states where an event asks it changes no answer.

Stands on: `proving`, `mistakes`.   Knows nothing of: sentences.
"""

from collections.abc import Iterator

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Before, Happening
from rjflow.definition.usage import spoken_names
from rjflow.guards.syntax import Condition, InState, Not, Or
from rjflow.verifier.mistakes import Mistake, leaves, opened
from rjflow.verifier.proving import proof
from rjflow.verifier.weights import DeadWeight


def dead_weight(workflow: Workflow) -> DeadWeight:
    """
    Find what is carried for nothing; only what is proved is named.

    Not seen: conditions of the gates of states, which are asked of a case that is about to be there.
    """
    never = tuple(name for name in workflow.events if _never_happens(workflow, name))
    spoken = set(spoken_names(workflow))
    return DeadWeight(
        never_false=tuple(_never_false(workflow, set(never))),
        never_possible=never,
        gates=tuple(name for name in workflow.gates if name not in spoken),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _never_happens(workflow: Workflow, event: str) -> bool:
    """
    Tell whether an event is proved never to happen: not even after what can never be.
    """
    return proof(workflow, Before(event=(Happening("event", event),), must_have=())) is not None


def _never_false(workflow: Workflow, never: set[str]) -> Iterator[Mistake]:
    known: dict[tuple[Condition, tuple[str, ...]], bool] = {}
    for event in workflow.events.values():
        for place, way in enumerate(event.ways if event.name not in never else ()):
            for condition in leaves(opened(workflow, as_condition(way.needs))):
                key = (condition, way.from_states)
                if key not in known:
                    elsewhere = (Not(InState(state)) for state in way.from_states)
                    known[key] = all(_is_always(workflow, where, condition) for where in elsewhere)
                if known[key]:
                    yield Mistake("condition", "event", event.name, place, condition, span=condition.span)


def _is_always(workflow: Workflow, elsewhere: Condition, condition: Condition) -> bool:
    return proof(workflow, Always(condition=Or((elsewhere, condition)), text="")) is not None
