"""
Changes of one line that might keep a broken safeguard, read off its story: what to ask, where, and what to void.

Nothing here is known to help; whoever proposes it to a person has tried it.

Stands on: `verdict`, `replaying`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Collection, Iterator, Sequence

from rjflow.definition.lookup import asked_groups, every_condition, requirements, spelled_gates
from rjflow.definition.model import BACK, MEETING, Group, State, Voider, Workflow
from rjflow.definition.safeguards import After, Always, Before, DifferentPeople, Entering, Happening
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Not,
    Or,
    every_part,
    rebuilt,
)
from rjflow.verifier.action import names_in
from rjflow.verifier.happening import Facts, is_step, people_of
from rjflow.verifier.replaying import facts_of
from rjflow.verifier.verdict import Repair, Story, Verdict

_MOST_WAYS_OUT = 2  # where else a case falls to makes little difference to what a repair keeps, or to the harm it does


def proposals(workflow: Workflow, verdict: Verdict) -> Iterator[Repair]:
    """
    Give repairs to try for a broken safeguard, the smallest first; none for forms that ask for open ways.
    """
    story, form = verdict.story, verdict.safeguard.form
    if story is None:
        return
    match form:
        case Always(condition=whole) | Entering(condition=whole):
            several = dict.fromkeys((_askable(story.ending.condition), _askable(whole)))
            spoken = names_in(workflow, whole)
            # A large workflow has many gates, and few proposals are tried there: those right there come first.
            for way in (_right_there, _further_in):
                for asked in several:
                    yield from way(workflow, story, asked, spoken) if asked is not None else ()
            yield from _gates(workflow, story, whole)
        case Before(must_have=must_have, since=since):
            for one in must_have:
                if one.kind == "evidence":
                    yield from _voiding(workflow, story, one.name, since)
            yield from _having(workflow, story, must_have)
        case After(event=event, without=without):
            for one in without:
                if one.kind == "evidence":
                    yield from _voiding(workflow, story, one.name, event)
            yield from _having(workflow, story, without)
            yield from _not_from_there(workflow, story)
        case DifferentPeople(first=first, second=second):
            for behind, names in ((first, second), (second, first)):
                for name in names:
                    yield from (_not_by(workflow, name, other) for other in behind)
        case _:
            return


# ----------------------------------------------------------------------------------------------------------------------


def _askable(condition: Condition | None) -> Condition | None:
    """
    Give what a safeguard asks in words that a workflow may use, its places left out; nothing when there are none.
    """
    if condition is None:
        return None
    plain = rebuilt(condition, _provided)
    if isinstance(plain, Or):
        rest = tuple(one for one in plain.conditions if not _is_elsewhere(one))
        plain = rest[0] if len(rest) == 1 else Or(rest)
    parts = list(every_part(plain))
    if not parts or any(isinstance(part, InState | InKind | IsMissing | MeaningHolds) for part in parts):
        return None
    return plain if len(parts) > 1 or not isinstance(plain, And | Or) else None


def _provided(part: Condition) -> Condition:
    """
    Give what a workflow provides for a meaning.
    """
    return part.provided or part if isinstance(part, MeaningHolds) else part


def _is_elsewhere(condition: Condition) -> bool:
    return isinstance(condition, Not) and isinstance(condition.condition, InState | InKind)


def _asking(workflow: Workflow, story: Story, asked: Condition) -> Iterator[Repair]:
    """
    Ask where the story ended: on the way, by the state it came to, and in a gate that either asks.
    """
    spoken = names_in(workflow, asked)
    yield from _right_there(workflow, story, asked, spoken)
    yield from _further_in(workflow, story, asked, spoken)


def _right_there(workflow: Workflow, story: Story, asked: Condition, spoken: Collection[object]) -> Iterator[Repair]:
    """
    Ask on the way, in the gate that is nearest to it, or by the gate of the state that it leads to; of gates, those that ask themselves
    what is *spoken* of come before all others.
    """
    if story.event is not None and story.way is not None:
        number = story.event.ways.index(story.way)
        span = story.way.span if len(story.event.ways) > 1 else None
        yield Repair(sort="ask", name=story.event.name, number=number, condition=asked, span=span or story.event.span)
    yield from (_in(workflow, gate, asked) for gate in _gates_there(workflow, story, asked, spoken)[:1])
    state = workflow.states[story.last.state]
    if state.guard is not None and not (state.final or state.holds):
        yield Repair(sort="stay", name=state.name, condition=asked, span=state.guard.span or state.span)


def _further_in(workflow: Workflow, story: Story, asked: Condition, spoken: Collection[object]) -> Iterator[Repair]:
    """
    Ask in another gate; where the state has none, give it one.
    """
    yield from (_in(workflow, gate, asked) for gate in _gates_there(workflow, story, asked, spoken)[1:])
    state = workflow.states[story.last.state]
    if state.guard is None and not (state.final or state.holds):
        for otherwise in _ways_out(workflow, state.name):
            yield Repair(sort="stay", name=state.name, condition=asked, otherwise=otherwise, span=state.span)


def _in(workflow: Workflow, gate: str, asked: Condition) -> Repair:
    return Repair(sort="gate", name=gate, condition=asked, span=workflow.gates[gate].span)


def _gates_there(workflow: Workflow, story: Story, asked: Condition, spoken: Collection[object]) -> list[str]:
    """
    Give the gates that the way or the state where a story ended asks, those first that ask most themselves of what is *spoken* of, then the
    one that is asked in the fewest places, and of those the one that the way names itself; none that would come to ask itself.
    """
    inside = {part.gate for part in every_condition(workflow, asked) if isinstance(part, GateHolds)}
    gates = dict.fromkeys(gate for group in _groups_there(workflow, story) for gate in spelled_gates(workflow, group))

    def rank(name: str) -> tuple[int, int]:
        return -len(_asked_itself(workflow, name).intersection(spoken)), _times_asked(workflow, name)

    return sorted((gate for gate in gates if gate not in inside), key=rank)


def _asked_itself(workflow: Workflow, gate: str) -> set[str]:
    """
    Name the evidence that a gate asks for in its own lines, and not through other gates.
    """
    parts = (part for one in requirements(workflow.gates[gate].asks) for part in every_part(one.condition))
    return {part.evidence for part in parts if isinstance(part, Among | Compare | IsCurrent)}


def _groups_there(workflow: Workflow, story: Story) -> list[Group]:
    guard = workflow.states[story.last.state].guard
    return [*([story.way.needs] if story.way is not None else []), *([guard] if guard is not None else [])]


def _times_asked(workflow: Workflow, gate: str) -> int:
    """
    Count where a gate is asked: the fewer places, the less else a new condition in it changes.
    """
    return sum(gate in spelled_gates(workflow, group) for group in asked_groups(workflow))


def _not_from_there(workflow: Workflow, story: Story) -> Iterator[Repair]:
    """
    Let the last event not happen from where it happened, if it can happen elsewhere and no deadline makes it happen there.
    """
    if story.event is not None and story.way is not None and len(story.way.from_states) > 1:
        number = story.event.ways.index(story.way)
        span = story.way.span if len(story.event.ways) > 1 else None
        state = story.steps[-1].decision.before.state
        if any(one.event == story.event.name and state in one.states for one in workflow.deadlines):
            return
        yield Repair(sort="from", name=story.event.name, number=number, other=state, span=span or story.event.span)


def _ways_out(workflow: Workflow, name: str) -> list[str]:
    """
    Give where a case could go when it may not stay: where it can go already, the open states first; none that holds cases, and no meeting,
    which nobody falls into.
    """
    found = [
        way.target
        for event in workflow.events.values()
        for way in event.ways
        if name in way.from_states and way.target not in (BACK, name) and _may_be_left_to(workflow.states[way.target])
    ]
    return sorted(dict.fromkeys(found), key=lambda state: workflow.states[state].final)[:_MOST_WAYS_OUT]


def _may_be_left_to(state: State) -> bool:
    return not state.holds and state.kind != MEETING


def _gates(workflow: Workflow, story: Story, asked: Condition) -> Iterator[Repair]:
    """
    Ask, where the story ended, for gates that there are already and that speak of what is asked; those that ask most first.
    """
    plain = rebuilt(asked, _provided)
    wanted = names_in(workflow, plain)
    speaking = {gate: names_in(workflow, GateHolds(gate)) for gate in workflow.gates}
    gates = [gate for gate, names in speaking.items() if names & wanted]
    for gate in sorted(gates, key=lambda name: len(wanted - speaking[name])):
        yield from (one for one in _asking(workflow, story, GateHolds(gate)) if one.sort != "gate")


def _having(workflow: Workflow, story: Story, wanted: Sequence[Happening]) -> Iterator[Repair]:
    """
    Ask for what should have happened, as far as it is evidence.
    """
    for one in wanted:
        if one.kind == "evidence":
            about = workflow.evidence[one.name].about
            inner = _askable(one.values) if one.values is not None else IsCurrent(one.name)
            if inner is not None:
                yield from _asking(workflow, story, ForPeople("every", 0, about, inner) if about else inner)


def _voiding(workflow: Workflow, story: Story, name: str, since: Sequence[Happening]) -> Iterator[Repair]:
    """
    Make evidence void after what came last in the story of what should undo it; then after all of it.
    """
    evidence = workflow.evidence[name]
    own = {(voider.kind, voider.what) for voider in evidence.voided_by}
    fits = [
        voider for voider in _voiders(workflow, since) if (voider.kind, voider.what) not in own and voider.what != name
    ]
    came = [
        voider
        for voider in fits
        if any(people_of(workflow, _as_happenings(voider), facts) for facts in _facts(workflow, story))
    ]
    tried = [tuple(came[-1:]), tuple(came), tuple(fits)]
    for voiders in dict.fromkeys(one for one in tried if one):
        yield Repair(sort="void", name=name, voiders=voiders, span=evidence.span)


def _voiders(workflow: Workflow, since: Sequence[Happening]) -> list[Voider]:
    """
    Give what may void evidence of what a safeguard speaks of; steps are those of the events that make them.
    """
    found: dict[Voider, None] = {}
    for one in since:
        match one.kind:
            case "evidence" | "notice" | "event" | "change":
                found[Voider(one.kind, one.name)] = None
            case _:
                assert one.step is not None, "a step that happens says which one it is"
                for event in workflow.events.values():
                    targets = [None if way.target == BACK else way.target for way in event.ways]
                    if any(is_step(workflow, one.step, Facts(event, target)) for target in targets):
                        found[Voider("event", event.name)] = None
    return list(found)


def _as_happenings(voider: Voider) -> tuple[Happening, ...]:
    return (Happening(voider.kind, voider.what),)


def _facts(workflow: Workflow, story: Story) -> Iterator[Facts]:
    for step in story.steps:
        yield from facts_of(workflow, step.decision)


def _not_by(workflow: Workflow, name: str, behind: str) -> Repair:
    thing = workflow.evidence.get(name) or workflow.events[name]
    return Repair(sort="not-by", name=name, other=behind, span=thing.span)
