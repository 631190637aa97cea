"""
Repairs of one line for a broken safeguard, each tried before it is offered.

A repair is offered only if the changed workflow was judged and keeps the safeguard, meetings that could be reached still can be, and so
can the event that it changes. What other safeguards it breaks is found out and said.

Stands on: `verifying`, `breaking`, `proving`, `replaying`.   Knows nothing of: sentences, files.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import TypeVar

from attrs import evolve

from rjflow.definition.lookup import spelled_gates
from rjflow.definition.model import MEETING, Group, Requirement, State, Way, Workflow
from rjflow.definition.safeguards import Always, AlwaysOpen, AlwaysPossible, Before, Ends, Happening, ReadOff, Safeguard
from rjflow.frozen import FrozenMap, frozen
from rjflow.guards.syntax import And, ForPeople, InState, Not
from rjflow.verifier.breaking import broken_on_tour
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.judging import find, is_large
from rjflow.verifier.proposing import proposals
from rjflow.verifier.proving import is_proved, is_proved_in_moments, proof
from rjflow.verifier.replaying import decided
from rjflow.verifier.sharing import shared
from rjflow.verifier.structure import structure
from rjflow.verifier.verdict import Repair, Report, Story, Verdict
from rjflow.verifier.verifying import judge_one

_MOST = 3
_MOST_TRIED, _MOST_TRIED_IN_LARGE = 10, 6
_MOST_MENDED, _MOST_MENDED_OF_LARGE = 4, 2  # broken safeguards of one workflow for which repairs are looked for
_MOST_HARM = 3  # other safeguards that a repair may put in doubt, and still be one
_FEW = 6  # pieces of evidence with which a case can be looked at step by step, again and again
_T = TypeVar("_T")
_RESTRICTING = ("ask", "from")  # what only makes fewer things possible, at one event
_HELPED = (AlwaysOpen, AlwaysPossible, Ends)


def mended(report: Report, *, progress: Callable[[Safeguard], None] | None = None, workers: int = 1) -> Report:
    """
    Give a report with the repairs that were found for its broken safeguards. A report without any is given back as it is.

    Args:
        report: What was found, on a workflow that was read.
        progress: Told of each broken safeguard before repairs are looked for.
        workers: So many repairs of a large workflow are tried at once, where the system lets a process be doubled.

    Not seen: of many broken safeguards, the first four are looked at, in a large workflow the first two. There, another safeguard that a repair puts in doubt is broken
    where a tour gets past it, and is told as one in doubt where none does.
    """
    if not any(one.story for one in report.verdicts):
        return report
    verdicts, left = [], _MOST_MENDED_OF_LARGE if is_large(report.workflow) else _MOST_MENDED
    trials = _Trials(report.workflow, report.verdicts, workers)
    for verdict in report.verdicts:
        found = verdict
        if verdict.story is not None and left:
            left -= 1
            if progress is not None:
                progress(verdict.safeguard)
            found = evolve(verdict, repairs=trials.repairs(verdict))
        verdicts.append(found)
    return evolve(report, verdicts=tuple(verdicts))


def repairs(workflow: Workflow, verdict: Verdict, verdicts: Sequence[Verdict]) -> tuple[Repair, ...]:
    """
    Find repairs for one broken safeguard: at most three, those that break nothing else first, then the smallest. Ten are tried, in a large
    workflow six, and none there after three that help. A gate that would harm others is none where there is a repair that harms nothing.

    Args:
        workflow: What breaks it.
        verdict: The verdict on it, with its story.
        verdicts: The verdicts on all safeguards, of which those that are kept are judged again.
    """
    return _Trials(workflow, verdicts, workers=1).repairs(verdict)


def repaired(workflow: Workflow, repair: Repair) -> Workflow:
    """
    Give the workflow with a repair made.
    """
    name = repair.name
    match repair.sort:
        case "ask":
            event = workflow.events[name]
            ways = (_asking(way, repair) if place == repair.number else way for place, way in enumerate(event.ways))
            return evolve(workflow, events=_with(workflow.events, name, evolve(event, ways=tuple(ways))))
        case "from":
            event = workflow.events[name]
            ways = (_elsewhere(way, repair) if place == repair.number else way for place, way in enumerate(event.ways))
            return evolve(workflow, events=_with(workflow.events, name, evolve(event, ways=tuple(ways))))
        case "gate":
            gate = workflow.gates[name]
            return evolve(workflow, gates=_with(workflow.gates, name, evolve(gate, asks=_and(gate.asks, repair))))
        case "stay":
            return evolve(workflow, states=_with(workflow.states, name, _staying(workflow.states[name], repair)))
        case "void":
            evidence = workflow.evidence[name]
            voided_by = (*evidence.voided_by, *repair.voiders)
            return evolve(workflow, evidence=_with(workflow.evidence, name, evolve(evidence, voided_by=voided_by)))
        case "not-by" if name in workflow.evidence:
            evidence = workflow.evidence[name]
            not_by = (*evidence.not_by, repair.other)
            return evolve(workflow, evidence=_with(workflow.evidence, name, evolve(evidence, not_by=not_by)))
        case _:
            event = workflow.events[name]
            return evolve(
                workflow,
                events=_with(workflow.events, name, evolve(event, not_by=(*event.not_by, repair.other))),
            )


# ----------------------------------------------------------------------------------------------------------------------


class _Trials:
    """
    Repairs of one workflow under trial: what holds for each is found out once, and what earlier ones harmed is looked at first.
    """

    def __init__(self, workflow: Workflow, verdicts: Sequence[Verdict], workers: int) -> None:
        self._workflow = workflow
        self._is_large = is_large(workflow)
        self._at_once = workers if self._is_large else 1
        self._kept = [one.safeguard for one in verdicts if one.judged == "kept"]
        self._meetings = _ways_to_meetings(workflow)
        self._harmed: Counter[str] = Counter()

    def repairs(self, verdict: Verdict) -> tuple[Repair, ...]:
        """Give the repairs that were found for a broken safeguard, those that harm nothing first."""
        found: list[Repair] = []
        most = _MOST_TRIED_IN_LARGE if self._is_large else _MOST_TRIED
        left = list(islice(proposals(self._workflow, verdict), most))
        while left and sum(self._is_large or not (one.breaks or one.unproved) for one in found) < _MOST:
            left = [repair for repair in left if not any(_is_part(one, repair) for one in found)]
            batch, left = left[: self._at_once], left[self._at_once :]
            for tried in shared(partial(self._tried, verdict.safeguard), batch, self._at_once):
                self._harmed.update(tried.harmed)
                if tried.repair is not None and not any(_is_part(one, tried.repair) for one in found):
                    found.append(tried.repair)
        found.sort(key=lambda one: (len(one.breaks), len(one.unproved)))
        return tuple(_not_out_of_place(self._workflow, found)[:_MOST])

    def _tried(self, broken: Safeguard, repair: Repair) -> "_Tried":
        """
        Make a repair, and look at what comes of it.
        """
        changed = repaired(self._workflow, repair)
        if _strands(self._workflow, changed) or _goes_round(changed):
            return _Tried(None)
        if not _keeps(changed, broken) or not _stays_alive(changed, repair, self._meetings):
            return _Tried(None)
        return self._with_consequences(changed, repair)

    def _with_consequences(self, changed: Workflow, repair: Repair) -> "_Tried":
        """
        Judge every other safeguard on the changed workflow, and note which it breaks; no repair when it does more harm than good.

        Asking more on the way makes nothing possible that was not; so there only those that ask for open ways can break.
        """
        doubtful: list[Safeguard] = []
        for safeguard in sorted(self._kept, key=lambda one: -self._harmed[one.id]):
            if repair.sort in _RESTRICTING and not isinstance(safeguard.form, _HELPED):
                continue
            if not (_keeps(changed, safeguard) or _keeps_at_a_second_look(changed, safeguard)):
                doubtful.append(safeguard)
            if len(doubtful) > _MOST_HARM:
                break
        harmed = tuple(one.id for one in doubtful)
        if len(doubtful) > _MOST_HARM:
            return _Tried(None, harmed)
        worse: dict[str, list[str]] = {"broken": [], "unfinished": [], "kept": []}
        for safeguard in sorted(doubtful, key=self._kept.index):
            worse[_judged(changed, safeguard)].append(safeguard.id)
        return _Tried(evolve(repair, breaks=tuple(worse["broken"]), unproved=tuple(worse["unfinished"])), harmed)


@frozen
class _Tried:
    """What came of trying a repair: itself, with what it breaks, unless it is none; and the safeguards that it put in doubt."""

    repair: Repair | None
    harmed: tuple[str, ...] = ()


def _not_out_of_place(workflow: Workflow, found: Sequence[Repair]) -> Sequence[Repair]:
    """
    Leave out gates that are no place to look at: those that are asked elsewhere for something else, and do harm there, where there is a line
    that harms nothing; and those that another gate asks which can ask the same, and is nearer.
    """
    harmless = [one for one in found if not (one.breaks or one.unproved)]
    near = [one for one in found if one.sort != "gate" or one in harmless] if harmless else found
    inner = {
        (name, one.condition)
        for one in near
        if one.sort == "gate"
        for name in spelled_gates(workflow, workflow.gates[one.name].asks)
    }
    return [one for one in near if one.sort != "gate" or (one.name, one.condition) not in inner]


def _is_part(small: Repair, large: Repair) -> bool:
    """
    Tell whether a repair does what a smaller one does already, and more.
    """
    alike = (small.sort, small.name, small.number) == (large.sort, large.name, large.number)
    if not alike or small.sort not in ("ask", "gate"):
        return alike and small.sort in ("void", "stay") and set(small.voiders) <= set(large.voiders)
    match large.condition:
        case And(conditions):
            return small.condition in conditions
        case ForPeople(quantity="every", condition=And(conditions)) as everybody:
            return small.condition in [evolve(everybody, condition=one) for one in conditions]
        case _:
            return False


def _with(things: FrozenMap[str, _T], name: str, thing: _T) -> FrozenMap[str, _T]:
    return FrozenMap({**things, name: thing})


def _asking(way: Way, repair: Repair) -> Way:
    return evolve(way, needs=_and(way.needs, repair))


def _elsewhere(way: Way, repair: Repair) -> Way:
    return evolve(way, from_states=tuple(state for state in way.from_states if state != repair.other))


def _staying(state: State, repair: Repair) -> State:
    otherwise = state.otherwise or repair.otherwise
    return evolve(state, guard=_and(state.guard or Group(), repair), otherwise=otherwise)


def _and(group: Group, repair: Repair) -> Group:
    """
    Ask one thing more.
    """
    assert repair.condition is not None, "what is asked is a condition"
    asked = Requirement(condition=repair.condition, text="")
    if group.mode == "any" and len(group.items) > 1:
        return Group(items=(group, asked))
    return evolve(group, mode="all", items=(*group.items, asked))


def _keeps(workflow: Workflow, safeguard: Safeguard) -> bool:
    """
    Tell whether a safeguard is surely kept, with little effort.
    """
    form = safeguard.form
    if isinstance(form, Ends | ReadOff):
        return judge_one(workflow, safeguard).judged == "kept"
    if is_large(workflow):
        return proof(workflow, form, first_focus(workflow, form)) is not None
    return is_proved(workflow, form) or (
        len(workflow.evidence) <= _FEW and judge_one(workflow, safeguard).judged == "kept"
    )


def _keeps_at_a_second_look(workflow: Workflow, safeguard: Safeguard) -> bool:
    """
    Tell whether a safeguard that a large workflow is not seen to keep with little effort is kept, with some more: which seldom mends what is
    broken, and often shows that a repair does no harm.
    """
    form = safeguard.form
    return is_large(workflow) and not isinstance(form, Ends | ReadOff) and is_proved_in_moments(workflow, form)


def _judged(workflow: Workflow, safeguard: Safeguard) -> str:
    """
    Judge a safeguard that is not surely kept; in a large workflow by a tour alone, since a search may take minutes.
    """
    form = safeguard.form
    if isinstance(form, Ends | ReadOff) or not is_large(workflow):
        return judge_one(workflow, safeguard).judged
    return "broken" if broken_on_tour(workflow, form, find) is not None else "unfinished"


def _strands(before: Workflow, after: Workflow) -> bool:
    """
    Tell whether a change leaves a state that nothing leads to or out of any more, which no file may have.
    """
    was, now = structure(before), structure(after)
    return bool({*now.unreachable, *now.trapped, *now.dead_events} - {*was.unreachable, *was.trapped, *was.dead_events})


def _goes_round(workflow: Workflow) -> bool:
    """
    Tell whether a case would fall in a circle, or evidence make itself void, which no file may have.
    """
    falls = {name: [state.otherwise] for name, state in workflow.states.items() if state.otherwise is not None}
    voids = {
        name: [voider.what for voider in one.voided_by if voider.kind == "evidence"]
        for name, one in workflow.evidence.items()
    }
    try:
        TopologicalSorter(falls).prepare()
        TopologicalSorter(voids).prepare()
    except CycleError:
        return True
    return False


def _stays_alive(workflow: Workflow, repair: Repair, meetings: Mapping[str, Story]) -> bool:
    """
    Tell whether these meetings can be reached, by the ways that led there before or by others, and the event that is changed can happen.
    """
    if not all(_leads_there(workflow, one) or _way_to(workflow, name) for name, one in meetings.items()):
        return False
    if repair.sort not in _RESTRICTING:
        return True
    return _found(workflow, Before(event=(Happening("event", repair.name),), must_have=())) is not None


def _ways_to_meetings(workflow: Workflow) -> dict[str, Story]:
    found = {name: _way_to(workflow, name) for name, state in workflow.states.items() if state.kind == MEETING}
    return {name: story for name, story in found.items() if story is not None}


def _way_to(workflow: Workflow, state: str) -> Story | None:
    return _found(workflow, Always(condition=Not(InState(state)), text=""))


def _found(workflow: Workflow, form: Always | Before) -> Story | None:
    """
    Find a story that breaks a form: on a tour first where the workflow is large, which takes moments and is made once for all.
    """
    return (broken_on_tour(workflow, form, find) if is_large(workflow) else None) or find(workflow, form)


def _leads_there(workflow: Workflow, story: Story) -> bool:
    """
    Tell whether a story of another version can be acted out, and ends where it did.
    """
    decisions = decided(workflow, story.opened, [step.decision.command for step in story.steps])
    return decisions is not None and [one.after.state for one in decisions[-1:]] == [
        step.decision.after.state for step in story.steps[-1:]
    ]
