"""
Short ways to write down parts of a workflow in tests, without a file.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from attrs import define

from rjflow.definition.model import (
    Event,
    Evidence,
    Group,
    Kind,
    Notice,
    OneOf,
    Requirement,
    Role,
    State,
    Way,
    Window,
    Workflow,
)
from rjflow.engine.machine import machine_of
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Condition
from rjflow.instants import DAY, Instant, instant
from rjflow.rules import deciding
from rjflow.rules.commands import Advance, Command, Fire, Given, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor, Situation, first_situation
from rjflow.verifier.verdict import VerifiedWorkflow, Waiver

ADA = Actor("ada", frozenset({"worker", "lead"}))
BEN = Actor("ben", frozenset({"worker", "lead"}))
YES_NO = OneOf(("yes", "no"))


@define
class Cursor:
    """
    A decision in the making, for `transitions` to move.
    """

    state: str
    situation: Situation
    command: Fire


def at(text: str) -> Instant:
    """
    Give the instant of a written moment, in UTC where it says nothing else.
    """
    moment = datetime.fromisoformat(text)
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


MONDAY = at("2026-03-02T09:00")


def asks(*conditions: Condition, mode: str = "all") -> Group:
    """
    Give a group of requirements.
    """
    return Group(mode=mode, items=tuple(Requirement(condition=one, text=str(one)) for one in conditions))


def evidence(name: str, **more: Any) -> Evidence:
    """
    Give evidence that a worker records, current for a day.
    """
    usual = {"values": YES_NO, "recorded_by": ("worker",), "window": Window("elapsed", DAY)}
    return Evidence(name=name, label=name, **{**usual, **more})


def event(name: str, *ways: tuple[str, str] | Way, **more: Any) -> Event:
    """
    Give an event that a worker fires, going from each first state to the second.
    """
    usual: dict[str, Any] = {"by": ("worker",)}
    made = tuple(one if isinstance(one, Way) else Way(from_states=(one[0],), target=one[1]) for one in ways)
    return Event(name=name, label=name, ways=made, **{**usual, **more})


def state(name: str, **more: Any) -> State:
    """
    Give a state.
    """
    return State(name=name, label=name, **more)


def workflow(*parts: Any, **more: Any) -> Workflow:
    """
    Give a workflow of these states, events, evidence, kinds of people and notices; it begins in `start`, and ends in `end`.
    """
    states = [state("start", start=True), state("end", final=True, reasons=("done",))]
    states += [part for part in parts if isinstance(part, State)]

    def named(kind: type) -> Any:
        return frozen_map({part.name: part for part in parts if isinstance(part, kind)})

    return Workflow(
        name="small",
        version=1,
        title="small",
        start="start",
        roles=frozen_map({name: Role(name=name, label=name) for name in ("worker", "lead")}),
        states=frozen_map({one.name: one for one in states}),
        events=named(Event),
        evidence=named(Evidence),
        people=named(Kind),
        notices=named(Notice),
        **more,
    )


def opened(definition: Workflow, when: Instant = MONDAY, **people: str) -> Situation:
    """
    Give a case that has just been opened, about people given as id = kind.
    """
    return first_situation(definition, tuple(people.items()), when)


def decide(definition: Workflow, situation: Situation, command: Command) -> Decision:
    """
    Decide by the rules; the machine must agree, and what is true of every answer must be true of this one.
    """
    decision = deciding.decide(definition, situation, command)
    assert decision == machine_of(definition).decide(situation, command)
    check_answer(situation, decision, command)
    return decision


def check_answer(situation: Situation, decision: Decision, command: Command) -> None:
    """
    An answer is to what was asked, at no earlier time, and nothing comes of a refusal; only conditions may have no answer.
    """
    assert command == decision.command
    assert max(command.at, situation.now) == decision.before.now == decision.after.now
    assert decision.allowed or decision.before is decision.after
    for one in decision.findings:
        assert one.truth in ((True, False, None) if one.requirement else (True, False))
        assert all(type(fact) is str for fact in one.facts)


def after(definition: Workflow, situation: Situation, commands: Iterable[Command]) -> Situation:
    """
    Act commands out that must all be allowed, and give where the case stands then.
    """
    for command in commands:
        decision = decide(definition, situation, command)
        assert decision.allowed, decision.missing
        situation = decision.after
    return situation


def fire(name: str, when: Instant = MONDAY, actor: Actor = ADA, **more: Any) -> Fire:
    """
    Fire an event.
    """
    return Fire(event=name, actor=actor, at=when, **more)


def record(
    name: str, value: Any, when: Instant = MONDAY, *, person: str | None = None, actor: Actor = ADA
) -> RecordEvidence:
    """
    Record a piece of evidence.
    """
    return RecordEvidence(given=Given(name, value, person), actor=actor, at=when)


def advance(when: Instant) -> Advance:
    """
    Let time pass.
    """
    return Advance(at=when)


def missing(decision: Decision) -> list[str]:
    """
    Name what stood in the way of a decision.
    """
    return [finding.asked for finding in decision.missing]


def unproved(definition: Workflow) -> VerifiedWorkflow:
    """
    Let a workflow run that nobody has proved.
    """
    waiver = Waiver(by="tests", reason="too small to be worth a proof", at=0)
    return VerifiedWorkflow.without_proof(definition, waiver)
