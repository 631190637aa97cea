"""
The machine that cases move in; the only file that knows `transitions`.

One flat machine for each definition: no models, no callbacks, no names of functions; every transition has exactly one condition, which
asks everything and keeps every answer. Cases are never registered: a decision in the making is the cursor that is moved. Through the
seams that `transitions` offers for subclassing, events and transitions go straight to that condition; driven the ordinary way the
same machine comes to the same states, which is tested.

Stands on: `conditions`, `rules.deciding`.   Knows nothing of: who may fire what, time, storage.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from transitions import Event as TransitionsEvent
from transitions import EventData, Machine
from transitions import Transition as TransitionsTransition

from rjflow.definition.model import BACK, Workflow
from rjflow.engine.conditions import Condition, condition_of
from rjflow.engine.kept import KeptDecision
from rjflow.engine.plans import way_plans
from rjflow.rules.commands import Command, Fire
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision, Move
from rjflow.rules.situation import Situation

_FELL = "(fell)"
_new = object.__new__


class CaseMachine:
    """
    Decide commands as `rules.deciding.decide` does, moving the case through `transitions`.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._events: dict[str, Any] = _built(workflow).events

    def decide(self, situation: Situation, command: Command) -> Decision:
        """Answer a command: what happens, or why nothing does."""
        if type(command) is Fire:
            event = self._events.get(command.event)
            if event is not None:
                cursor: KeptDecision = _new(KeptDecision)
                cursor.state = situation.state
                cursor._command = command
                cursor._situation = situation
                cursor._workflow = self._workflow
                cursor._findings = None
                if event.trigger(cursor) is not None:
                    return cursor
        decision = decide(self._workflow, situation, command)
        for move in decision.moves:
            self._follow(move)
        return decision

    def _follow(self, move: Move) -> None:
        """Move a cursor as the rules have moved the case, so that nothing ever moves where the machine has no transition."""
        cursor = _Follower(move.source, move.target)
        self._events[move.event or _FELL].trigger(cursor)
        if cursor.state != move.target:
            raise AssertionError(f"the machine has no transition from `{move.source}` to `{move.target}`")


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
    """The one condition of a transition, for whichever kind of cursor."""

    def __init__(self, target: str, condition: Condition | None) -> None:
        self.target = target
        self.condition = condition or _unusual

    def __call__(self, event_data: EventData) -> bool:
        cursor: Any = event_data.model
        if isinstance(cursor, _Follower):
            return cursor.target == self.target
        return self.condition(cursor) is True


class _Transition(TransitionsTransition):
    """A transition that, for a decision in the making, asks its condition directly."""

    def __init__(self, source: str, dest: str, conditions: Any = None, *rest: Any) -> None:
        super().__init__(source, dest, conditions, *rest)
        self.ask: Condition = conditions.condition
        self.target = dest

    def execute(self, event_data: Any) -> Any:
        if type(event_data) is not KeptDecision:
            return super().execute(event_data)
        granted = self.ask(event_data)
        if granted:
            event_data.state = self.target
        return granted


class _Event(TransitionsEvent):
    """An event that, for a decision in the making, goes straight to the one transition there is; nothing when there are others."""

    def trigger(self, model: Any, *args: Any, **kwargs: Any) -> Any:
        if type(model) is not KeptDecision:
            return super().trigger(model, *args, **kwargs)
        transitions: list[Any] | None = self.transitions.get(model.state)
        return transitions[0].execute(model) if transitions is not None and len(transitions) == 1 else None


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


def _unusual(_: KeptDecision) -> None:
    return None
