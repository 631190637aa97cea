"""
What a workflow carries for nothing: conditions that are always true when they are asked, events that can never happen.

Found by proof: a condition that is true in every reachable situation of the states where an event asks it changes no answer. What a tour
of the workflow comes across, or undoes where it stands, is not tried to be proved.

Stands on: `proving`, `mistakes`, `touring`, `undoing`.   Knows nothing of: sentences.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from typing import TypeVar

from attrs import define, field

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Before, Happening
from rjflow.definition.usage import spoken_names
from rjflow.frozen import frozen
from rjflow.guards.syntax import And, Condition, InState, Not, Or
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds
from rjflow.verifier.judging import find
from rjflow.verifier.mistakes import Mistake, leaves, opened
from rjflow.verifier.proving import proof
from rjflow.verifier.scheming import scheme_finder
from rjflow.verifier.sharing import shared
from rjflow.verifier.touring import Stop, further, opening, tour
from rjflow.verifier.undoing import visit
from rjflow.verifier.weights import DeadWeight

_Thing = TypeVar("_Thing")


@frozen
class _Asked:
    """A condition, and the states in which it is asked."""

    condition: Condition
    states: tuple[str, ...]


def dead_weight(workflow: Workflow, workers: int = 1) -> DeadWeight:
    """
    Find what is carried for nothing; only what is proved is named.

    So many *workers* look for proofs, where the system lets a process be doubled.

    Not seen: conditions of the gates of states, which are asked of a case that is about to be there.
    """
    seen = _gone_round(workflow)
    doubted = [name for name in workflow.events if name not in seen.happened]
    never = _those(partial(_never_happens, workflow), doubted, workers)
    every = {asked: None for _, asked in _conditions(workflow, never)}
    unsure = [one for one in every if not seen.is_false_somewhere(one)]
    always = _those(partial(_is_always, workflow), unsure, workers)
    spoken = set(spoken_names(workflow))
    return DeadWeight(
        never_false=tuple(one for one, asked in _conditions(workflow, never) if asked in always),
        never_possible=tuple(name for name in workflow.events if name in never),
        gates=tuple(name for name in workflow.gates if name not in spoken),
    )


# ----------------------------------------------------------------------------------------------------------------------


@define
class _Seen:
    """What tours of a workflow came across: cases in each state, and the events that happened."""

    workflow: Workflow
    stops: dict[str, list[Stop]] = field(factory=dict)
    situations: dict[str, dict[int, Situation]] = field(factory=dict)
    happened: set[str] = field(factory=set)

    def remember(self, stop: Stop) -> None:
        for now in (stop.opened, *(decision.after for decision in stop.decisions)):
            self.situations.setdefault(now.state, {})[id(now)] = now
        self.happened.update(move.event for decision in stop.decisions for move in decision.moves if move.event)

    def is_false_somewhere(self, asked: _Asked) -> bool:
        """
        Tell whether a condition was not true in one of the states, or is brought about not to be where a case stands there.
        """
        passed = (one for state in asked.states for one in self.situations.get(state, {}).values())
        if any(holds(self.workflow, one, asked.condition, observer=True) is not True for one in passed):
            return True
        scheme_at = scheme_finder(self.workflow, find)
        return any(
            visit(self.workflow, stop, And(()), asked.condition, scheme_at, patiently=True) is not None
            for state in asked.states
            for stop in self.stops.get(state, ())
        )


def _gone_round(workflow: Workflow) -> _Seen:
    """
    Go round with those who must be there, and with everybody.
    """
    seen = _Seen(workflow)
    for everybody in (False, True):
        opened_so = opening(workflow, everybody=everybody)
        for state, stop in tour(workflow, opened_so, find).items():
            seen.stops.setdefault(state, []).append(stop)
            seen.remember(stop)
        for stop in further(workflow, opened_so, find):
            seen.remember(stop)
    return seen


def _conditions(workflow: Workflow, never: Container[str]) -> Iterator[tuple[Mistake, _Asked]]:
    """
    Give each condition that an event which can happen asks, and where.
    """
    for event in workflow.events.values():
        for place, way in enumerate(event.ways if event.name not in never else ()):
            for condition in leaves(opened(workflow, as_condition(way.needs))):
                carried = Mistake("condition", "event", event.name, place, condition, span=condition.span)
                yield carried, _Asked(condition, way.from_states)


def _those(is_so: Callable[[_Thing], bool], things: Sequence[_Thing], workers: int) -> set[_Thing]:
    """
    Give those things of which something is so.
    """
    return {thing for thing, so in zip(things, shared(is_so, things, workers), strict=True) if so}


def _never_happens(workflow: Workflow, event: str) -> bool:
    """
    Tell whether an event is proved never to happen: not even after what can never be.
    """
    return proof(workflow, Before(event=(Happening("event", event),), must_have=())) is not None


def _is_always(workflow: Workflow, asked: _Asked) -> bool:
    """
    Tell whether a condition is proved to be true in every state where it is asked.
    """
    elsewhere = (Not(InState(state)) for state in asked.states)
    return all(proof(workflow, Always(condition=Or((one, asked.condition)), text="")) is not None for one in elsewhere)
