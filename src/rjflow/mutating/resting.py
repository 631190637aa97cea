"""
What the steps of a scenario rest on: by name, everything that, changed, could make them come otherwise.

Stands on: `scenarios`, `definition`, `rules`.   Knows nothing of: what changes, who notices it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rjflow.definition.lookup import as_condition, every_condition
from rjflow.definition.model import Event, Group, Workflow
from rjflow.definition.papers import Records, Registered
from rjflow.frozen import frozen
from rjflow.guards.syntax import GateHolds
from rjflow.rules.commands import Fire, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import person_in
from rjflow.scenarios.model import (
    Check,
    Do,
    DueAt,
    EvidenceIs,
    HandIn,
    Left,
    NothingElse,
    Open,
    Scenario,
    Sees,
    Told,
)
from rjflow.scenarios.retracing import in_pieces
from rjflow.scenarios.watching import Watch
from rjflow.verifier.action import names_in

Touch = tuple[str, str]
Touches = frozenset[Touch]


@frozen
class _Part:
    """A step of a scenario, or what comes before the first or after the last: what it does and looks at, and what was decided in it."""

    acts: Sequence[object] = ()
    checks: Sequence[Check] = ()
    came: Sequence[Decision] = ()
    looked: Sequence[Decision] = ()


class Resting:
    """
    Tell what decisions rest on under a policy. What events ask is found once for all scenarios of it.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._asked = {name: frozenset(_of_event(workflow, event)) for name, event in workflow.events.items()}
        self._options: dict[tuple[str, str, str | None], Touches] = {}
        self._names: dict[Touch, Touch] = {}

    def of(self, scenario: Scenario, watch: Watch) -> tuple[Touches, tuple[Touches, ...]]:
        """
        Give what a scenario rests on that was acted out: all of it; and of each step, and of the last look.

        Args:
            scenario: The scenario.
            watch: What was decided in it, with its marks.
        """
        before, *steps = [self._closed(self._of_part(part)) for part in _parts(scenario, watch)]
        whole = {*_likely(scenario), *before, *(one for step in steps for one in step)}
        return self._frozen(whole), tuple(map(self._frozen, steps))

    def of_option(self, event: str, situation: Situation) -> Touches:
        """
        Give what it rests on whether somebody may make an event happen in a situation.
        """
        key = event, situation.state, situation.held_from
        if key not in self._options:
            states = {("states", one) for one in key[1:] if one is not None}
            self._options[key] = self._frozen(self._closed({*self._asked[event], (event, situation.state), *states}))
        return self._options[key]

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _frozen(self, found: Iterable[Touch]) -> Touches:
        """
        Keep what was found; there are many, of few names.
        """
        return frozenset(self._names.setdefault(one, one) for one in found)

    def _of_part(self, part: _Part) -> set[Touch]:
        workflow = self._workflow
        found = {*_of_checks(workflow, part.checks), *_of_forms(workflow, part.acts)}
        for decision in part.came:
            found.update(_of_decision(workflow, decision, self._asked))
        for decision in part.looked:
            if isinstance(decision.command, Fire) and any(one.asked == "state" for one in decision.missing):
                found.add((decision.command.event, decision.before.state))  # whatever it asks, it cannot be done here
            else:
                found.update(_of_decision(workflow, decision, self._asked))
        if any(isinstance(check, NothingElse) for check in part.checks):
            states = [name for section, name in found if section == "states"]
            found.update((event, state) for event in workflow.events for state in states)
            found.update(("looks at all in", state) for state in states)
        return found

    def _closed(self, found: set[Touch]) -> set[Touch]:
        """
        Add what all that rests on in turn: the gates of states, what the clock may do in them, and what has to be so before a record counts.
        """
        workflow = self._workflow
        here = {name for section, name in found if section == "states"}
        for deadline in workflow.deadlines:
            if running := here.intersection(deadline.states):
                event = deadline.event
                found |= {("rings", event), *((event, state) for state in running)}
                found |= self._asked[event] - {("events", event)}  # there, and nowhere else, may the clock try it
        for _, name in [one for one in found if one[0] == "states"]:
            found.update(_of_group(workflow, workflow.states[name].guard or Group()))
        waiting = [name for section, name in found if section == "evidence"]
        while waiting:
            evidence = workflow.evidence[waiting.pop()]
            needed = {*_of_group(workflow, evidence.needs), *(("evidence", name) for name in evidence.not_by)}
            fresh = {
                one for one in needed if one not in found and (one[0] != "evidence" or one[1] in workflow.evidence)
            }
            found |= fresh
            waiting += [name for section, name in fresh if section == "evidence"]
        return found


# ----------------------------------------------------------------------------------------------------------------------


def _parts(scenario: Scenario, watch: Watch) -> Iterator[_Part]:
    """
    Take a scenario apart into what came before its first step, its steps, and the last look.
    """
    marks = watch.marks or ()
    steps = in_pieces((*scenario.given.steps, *scenario.steps))
    done = [([], ()), *(([step.act], step.then) for step in steps), ([], scenario.then)]
    ends = [one.decided for one in marks]
    for (acts, checks), begin, end in zip(done, [(0, 0, 0), *ends[:-1]], ends, strict=True):
        came = (*watch.done[begin[0] : end[0]], *watch.considered[begin[2] : end[2]])
        yield _Part(acts, checks, came, watch.looked[begin[1] : end[1]])


def _likely(scenario: Scenario) -> Iterator[Touch]:
    """
    Give what a scenario is likely to be about: the event it asks for last, and that because of which it refuses.
    """
    yield from (("looks at", step.act.event) for step in scenario.steps[-1:] if isinstance(step.act, Do))
    refused = [step.refused for step in scenario.steps if step.refused is not None]
    yield from (("refused because", cause.name) for one in refused for cause in one.because)


def _of_event(workflow: Workflow, event: Event) -> Iterator[Touch]:
    """
    Give everything that an event asks, and where it may lead.
    """
    yield "events", event.name
    yield from (("evidence", one) for one in event.records)
    yield from (("states", way.target) for way in event.ways if way.target in workflow.states)
    for way in event.ways:
        yield from _of_group(workflow, way.needs)


def _of_decision(workflow: Workflow, decision: Decision, asked: Mapping[str, Touches]) -> Iterator[Touch]:
    """
    Give everything that one decision rests on, or might have.
    """
    before, after = decision.before, decision.after
    for state in (before.state, after.state, before.held_from, after.held_from):
        yield from (("states", state),) if state else ()
    for move in decision.moves:
        yield from (("states", state) for state in _passed(workflow, move.source, move.target))
        if move.event:
            yield "events", move.event
    match decision.command:
        case Fire(event=name, given=given):
            yield from asked[name]
            yield from (("evidence", one.evidence) for one in given)
        case RecordEvidence(given=one):
            yield "evidence", one.evidence
        case GiveNotice(notice=name):
            yield "notices", name
        case Join(kind=kind):
            yield "people", kind
        case Leave(person=person):
            somebody = person_in(before, person)
            yield from (("people", somebody.kind),) if somebody else ()
        case _:
            pass


def _passed(workflow: Workflow, source: str, target: str) -> Iterator[str]:
    """
    Give the states of a move, and those that a case that fell went through because their gates were not true, either.
    """
    yield from (source, target)
    passed, state = {target}, workflow.states[source].otherwise
    while state is not None and state not in passed:
        yield state
        passed.add(state)
        state = workflow.states[state].otherwise


def _of_group(workflow: Workflow, group: Group) -> Iterator[Touch]:
    """
    Give the evidence and the gates that a group asks.
    """
    asked = as_condition(group)
    for name in names_in(workflow, asked):
        if isinstance(name, str) and name in workflow.evidence:
            yield "evidence", name
        elif isinstance(name, tuple) and str(name[1]) in workflow.evidence:
            yield "evidence", str(name[1])
    for part in every_condition(workflow, asked):
        if isinstance(part, GateHolds):
            yield "gates", part.gate


def _of_forms(workflow: Workflow, acts: Sequence[object]) -> Iterator[Touch]:
    """
    Give the forms that are handed in, what they say, and what their registers ask for; of one that is not taken, nothing was decided.
    """
    for act in acts:
        if not isinstance(act, HandIn):
            continue
        yield "forms", act.form
        for one in workflow.forms[act.form].fields.values():
            match one.kind:
                case Records(evidence):
                    yield "evidence", evidence
                case Registered(level=str(level)):
                    yield "evidence", level


def _of_checks(workflow: Workflow, checks: Sequence[Check]) -> Iterator[Touch]:
    """
    Give what is looked at.
    """
    for check in checks:
        match check:
            case EvidenceIs(evidence=name):
                yield from (("evidence", name), ("looks at", name))
            case Sees(thing=name):
                yield from ((("evidence", name),) if name in workflow.evidence else ())
                yield from (("seen", name.partition(".")[0]), ("forms", name.partition(".")[0]))
            case Open(event=name) | DueAt(event=name):
                yield from (("events", name), ("looks at", name))
            case Told():
                yield from _of_exports(workflow)
            case Left():
                yield from (("forms", name) for name in workflow.forms)
            case _:
                pass


def _of_exports(workflow: Workflow) -> Iterator[Touch]:
    """
    Give what others are told, and what has to be so for it.
    """
    yield "exports", "told"
    for export in workflow.exports.values():
        yield from _of_group(workflow, export.needs)
        yield from (("evidence", fact) for fact in export.facts if fact in workflow.evidence)
