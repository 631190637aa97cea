"""
The machine that cases move in; the only file that knows `transitions`.

One flat machine for each definition: no models, no callbacks, no names of functions; every transition has exactly one condition, which
asks everything and keeps every answer. Cases are never registered: a decision in the making is the cursor that is moved. Through the
seams that `transitions` offers for subclassing, events and transitions go straight to that condition; driven the ordinary way the
same machine comes to the same states, which is tested.

Stands on: `conditions`, `rules.deciding`.   Knows nothing of: who may fire what, time, storage.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from transitions import Event as TransitionsEvent
from transitions import EventData, Machine
from transitions import Transition as TransitionsTransition

from rjflow.definition.model import BACK, Workflow
from rjflow.engine.conditions import Condition, condition_of
from rjflow.engine.plans import way_plans
from rjflow.instants import Instant
from rjflow.rules.commands import Command, Fire
from rjflow.rules.deciding import CaughtUp, caught_up, decide, decide_there
from rjflow.rules.decision import Decision, Move
from rjflow.rules.situation import Situation

_FELL = "(fell)"


class CaseMachine:
    """
    Decide commands as `rules.deciding.decide` does, moving the case through `transitions`.

    Attributes:
        events: the machine's own events, by name; the workflow's, and one for what falls.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        built = cast(dict[str, "_Event"], _built(workflow).events)
        self.events: Mapping[str, Any] = built
        self._asks: dict[str, dict[str, Condition]] = {
            name: {state: transition.ask for state, transition in event.single.items()} for name, event in built.items()
        }

    def decide(self, situation: Situation, command: Command) -> Decision:
        """Answer a command: what happens, or why nothing does."""
        return self.fire(situation, command) if type(command) is Fire else self._by_the_rules(situation, command)

    def fire(self, situation: Situation, command: Fire) -> Decision:
        """Answer an event; the same as `decide`, for those who have nothing else to ask."""
        try:
            ask = self._asks[command.event][situation._state]
        except KeyError:
            return self._by_the_rules(situation, command)
        return ask(situation, command) or self._by_the_rules(situation, command)

    def _by_the_rules(self, situation: Situation, command: Command) -> Decision:
        """Let the rules decide, and move along with them."""
        decision = decide(self._workflow, situation, command)
        for move in decision.moves:
            self._follow(move)
        return decision

    def _follow(self, move: Move) -> None:
        """Move a cursor as the rules have moved the case, so that nothing ever moves where the machine has no transition."""
        cursor = _Follower(move.source, move.target)
        self.events[move.event or _FELL].trigger(cursor)
        if cursor.state != move.target:
            raise AssertionError(f"the machine has no transition from `{move.source}` to `{move.target}`")


class RulesAlone:
    """
    What decides as a machine does, and is there at once: for a workflow of which little is asked.

    Of a situation several things are asked in turn; what the clock has done to it is found out once.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._last: tuple[Situation, Instant, CaughtUp] | None = None

    def decide(self, situation: Situation, command: Command) -> Decision:
        """Answer a command: what happens, or why nothing does."""
        if self._last is None or self._last[0] is not situation or self._last[1] != command.at:
            self._last = situation, command.at, caught_up(self._workflow, situation, command.at)
        return decide_there(self._workflow, self._last[2], command)


@lru_cache(maxsize=64)
def machine_of(workflow: Workflow) -> CaseMachine:
    """
    Give the machine of a workflow, built once.
    """
    return CaseMachine(workflow)


# ---- the seams -------------------------------------------------------------------------------------------------------


class _Follower:
    """A cursor for a move that the rules have decided already."""

    __slots__ = ("state", "target")

    def __init__(self, state: str, target: str) -> None:
        self.state = state
        self.target = target


class _Asking:
    """The one condition of a transition: of a follower where it goes, of whatever else is moved the situation it is in and its command."""

    def __init__(self, target: str, condition: Condition | None) -> None:
        self.target = target
        self.condition = condition or _unusual

    def __call__(self, event_data: EventData) -> bool:
        cursor: Any = event_data.model
        if isinstance(cursor, _Follower):
            return cursor.target == self.target
        decision = self.condition(cursor.situation, cursor.command)
        return decision is not None and decision.allowed


class _Transition(TransitionsTransition):
    """A transition that a decision in the making goes by its one condition: granted moves on, nothing leaves it to the rules."""

    def __init__(self, source: str, dest: str, conditions: Any = None, *rest: Any) -> None:
        super().__init__(source, dest, conditions, *rest)
        self.ask: Condition = conditions.condition
        self.target = dest


class _Event(TransitionsEvent):
    """An event that knows for which states it has one transition and no more; a decision in the making is handed straight to that."""

    def __init__(self, name: str, machine: Machine) -> None:
        super().__init__(name, machine)
        self.single: dict[str, _Transition] = {}

    def add_transition(self, transition: TransitionsTransition) -> None:
        super().add_transition(transition)
        self.single.pop(transition.source, None)
        if len(self.transitions[transition.source]) == 1 and isinstance(transition, _Transition):
            self.single[transition.source] = transition


class _Machine(Machine):
    transition_cls = _Transition
    event_cls = _Event


# ---- building --------------------------------------------------------------------------------------------------------


def _built(workflow: Workflow) -> _Machine:
    """
    Build the one machine of a workflow.
    """
    machine = _Machine(
        model=None, states=list(workflow.states), initial=workflow.start, auto_transitions=False, send_event=True
    )
    plans = {(plan.common.event.name, plan.source): plan for plan in way_plans(workflow)}
    for event, source, target in dict.fromkeys((*_ways(workflow), *_falls(workflow))):
        plan = plans.get((event, source))
        condition = condition_of(workflow, plan) if plan is not None else None
        machine.add_transition(event, source, target, conditions=_Asking(target, condition))
    return machine


def _ways(workflow: Workflow) -> Iterator[tuple[str, str, str]]:
    """
    Give every move an event can make; a way back may lead to any state.
    """
    for event in workflow.events.values():
        for way in event.ways:
            targets = tuple(workflow.states) if way.target == BACK else (way.target,)
            yield from ((event.name, source, target) for source in way.from_states for target in targets)


def _falls(workflow: Workflow) -> Iterator[tuple[str, str, str]]:
    """
    Give every move a case can make when a gate closes: to where it falls from there, and from there.
    """
    for name in workflow.states:
        passed = [name]
        while (then := workflow.states[passed[-1]].otherwise) is not None and then not in passed:
            passed.append(then)
            yield _FELL, name, then


def _unusual(_situation: Situation, _command: Fire) -> None:
    return None
