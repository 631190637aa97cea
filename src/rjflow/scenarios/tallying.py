"""
Count what decisions show: which way a case went, how conditions were answered, why something was refused.

Stands on: `coverage`, `covering_conditions`, `rules`.   Knows nothing of: scenarios, sentences.
"""

from collections.abc import Iterator, Sequence

from attrs import define, evolve, field

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import BACK, Event, Group, Way, Workflow
from rjflow.guards.syntax import Condition, GateHolds
from rjflow.guards.values import Truth
from rjflow.rules.asking import usable
from rjflow.rules.changing import Happened, with_firer, with_records
from rjflow.rules.commands import Fire, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding, truth_of
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds, person_in
from rjflow.scenarios.coverage import Home, Reason, Refusal
from rjflow.scenarios.covering_conditions import apart, decides, leaves


@define
class Seen:
    """How one condition was answered at one place, and whether it decided."""

    truths: frozenset[Truth] = frozenset()
    opened: bool = False
    shut: bool = False


@define
class Tally:
    """What the decisions of scenarios have shown so far of one workflow."""

    _workflow: Workflow
    _taken: dict[tuple[str, str, int], dict[str, None]] = field(factory=dict, init=False)
    _seen: dict[tuple[Home, Condition], Seen] = field(factory=dict, init=False)
    _refused: set[tuple[str, str, str, str]] = field(factory=set, init=False)
    _trees: dict[Home, tuple[Condition, tuple[Condition, ...]]] = field(factory=dict, init=False)

    def taken(self, sort: str, name: str, number: int) -> tuple[str, ...]:
        """Give the states from which a way was taken."""
        return tuple(self._taken.get((sort, name, number), ()))

    def seen(self, home: Home, condition: Condition) -> Seen:
        """Give how a condition was answered where it is asked."""
        return self._seen.get((home, condition), Seen())

    def refusal(self, asked: Refusal) -> Refusal:
        """Give a reason for a refusal, with whether it was seen."""
        return evolve(asked, seen=(asked.sort, asked.name, asked.reason, asked.detail) in self._refused)

    def done(self, decision: Decision) -> None:
        """Count something that was done, or refused."""
        self.asked(decision)
        for move in decision.moves:
            self._moved(decision, move)
        state = self._workflow.states[decision.after.state]
        if decision.allowed and state.guard is not None:
            self._judge(Home("state", state.name), state.guard, decision.after, None)

    def asked(self, decision: Decision) -> None:
        """Count what was asked to come to a decision."""
        before = decision.before
        match decision.command:
            case Fire(event=name) if name in self._workflow.events:
                self._refuse("event", name, decision)
                self._fired(decision, self._workflow.events[name])
            case RecordEvidence(given=given) if given.evidence in self._workflow.evidence:
                self._refuse("evidence", given.evidence, decision)
                if decision.allowed:
                    self._recorded(given.evidence, given.person, before)
            case GiveNotice(notice=name):
                self._refuse("notice", name, decision)
            case Join(kind=kind):
                self._refuse("joins", kind, decision)
            case Leave(person=person):
                somebody = person_in(before, person)
                if somebody is not None:
                    self._refuse("leaves", somebody.kind, decision)
            case _:
                pass

    # ---- why something was refused -----------------------------------------------------------------------------------

    def _refuse(self, sort: str, name: str, decision: Decision) -> None:
        for finding in decision.findings:
            reason = _reason(finding)
            if finding.truth is not True and reason is not None and decision.allowed is (reason == "counts"):
                detail = finding.facts[0] if reason == "form" and finding.facts else ""
                detail = finding.facts[-1] if reason == "not-by" and finding.facts[:1] == (name,) else detail
                self._refused.add((sort, name, reason, detail))

    # ---- how conditions were answered --------------------------------------------------------------------------------

    def _fired(self, decision: Decision, event: Event) -> None:
        """Judge what each way asks that leaves the state the case is in, and the gates of where it leads."""
        workflow, before, command = self._workflow, decision.before, decision.command
        assert isinstance(command, Fire), "only an event goes some way"
        given = usable(workflow, before, event, command.given)
        after = with_records(workflow, before, given, command.actor.id, [Happened("event", event.name)])
        after = with_firer(workflow, after, event.name, command.actor.id)
        for number, way in _here(event, before.state):
            self._judge(Home("way", event.name, number), way.needs, before, None)
            guard = workflow.states[way.target].guard if way.target != BACK else None
            if guard is not None:
                self._judge(Home("state", way.target), guard, after, None)
        for one in given:
            self._recorded(one.evidence, one.person, before)

    def _recorded(self, evidence: str, person: str | None, before: Situation) -> None:
        self._judge(Home("evidence", evidence), self._workflow.evidence[evidence].needs, before, person)

    def _judge(self, home: Home, group: Group, situation: Situation, person: str | None) -> None:
        """Judge every condition of a place, and of the gates it names."""
        if not group.items:
            return
        if home not in self._trees:
            tree = apart(as_condition(group))
            self._trees[home] = tree, leaves(tree)
        tree, several = self._trees[home]
        truths = {leaf: holds(self._workflow, situation, leaf, person) for leaf in several}
        true = frozenset(leaf for leaf, truth in truths.items() if truth is True)
        for leaf, truth in truths.items():
            seen = self._seen.setdefault((home, leaf), Seen())
            seen.truths |= {truth}
            if not (seen.opened if truth is True else seen.shut) and decides(tree, leaf, true):
                seen.opened, seen.shut = seen.opened or truth is True, seen.shut or truth is not True
            if isinstance(leaf, GateHolds):
                self._judge(Home("gate", leaf.gate), self._workflow.gates[leaf.gate].asks, situation, person)

    # ---- where cases went --------------------------------------------------------------------------------------------

    def _moved(self, decision: Decision, move: Move) -> None:
        """Count a move; what the clock or a closing gate did is judged with the records as they were left."""
        then = decision.before if move.cause == "event" else decision.after.evolved(now=move.at, state=move.source)
        if move.cause == "fell":
            self._take("fall", move.source, 0, move.source)
            guard = self._workflow.states[move.source].guard
            if guard is not None:
                self._judge(Home("state", move.source), guard, then, None)
            return
        event = self._workflow.events[move.event or ""]
        number = self._way_of(event, move, then)
        if number is not None:
            self._take("way", event.name, number, move.source)
        for place, deadline in enumerate(self._workflow.deadlines if move.cause == "deadline" else ()):
            if deadline.event == event.name and move.source in deadline.states:
                self._take("deadline", event.name, place, move.source)

    def _way_of(self, event: Event, move: Move, then: Situation) -> int | None:
        """Find the way a case went: the only one between two states, or the first that is open."""
        targets = (move.target, BACK)
        found = [(number, way) for number, way in _here(event, move.source) if way.target in targets]
        is_open = (number for number, way in found if truth_of(self._workflow, then, way.needs) is True)
        return found[0][0] if len(found) == 1 else next(is_open, None)

    def _take(self, sort: str, name: str, number: int, state: str) -> None:
        self._taken.setdefault((sort, name, number), {})[state] = None


# ----------------------------------------------------------------------------------------------------------------------


def _here(event: Event, state: str) -> Iterator[tuple[int, Way]]:
    """
    Give the ways of an event that leave a state.
    """
    ways: Sequence[Way] = event.ways
    return ((number, way) for number, way in enumerate(ways) if state in way.from_states)


def _reason(finding: Finding) -> Reason | None:
    """
    Tell what sort of reason a finding is.
    """
    match finding.asked:
        case "needs" | "while":
            return "needs"
        case "state" | "actor" | "not-by" | "form" | "reason" | "people" | "counts":
            return finding.asked
        case _:
            return None
