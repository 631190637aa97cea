"""
The composite conditions of the machine: each asks everything that is asked of one way of an event, and keeps every answer.

They give the verdicts that `rules.deciding` gives, tested step for step. There is a quick path for plain steps that are allowed, and a
thorough one for all others. For anything unusual they say so, and the rules are asked themselves.

Stands on: `plans`, `kept`, `rules`.   Knows nothing of: `transitions`.
"""

from collections.abc import Callable, Sequence

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.engine.compiled import FOREVER
from rjflow.engine.kept import GrantedDecision, KeptDecision, kept, up_to
from rjflow.engine.plans import WayPlan
from rjflow.guards.syntax import Value
from rjflow.guards.values import Truth
from rjflow.rules.asking import may_act, separation_findings
from rjflow.rules.changing import entered, waiting_anew, with_firer
from rjflow.rules.commands import Fire
from rjflow.rules.situation import NEVER_COUNTED, Background, Person, Record, Records, Situation, recorded

Condition = Callable[[Situation, Fire], KeptDecision | None]
Atom = tuple[int, frozenset[Value], int]
Wanted = tuple[str, int, type, frozenset[Value]]


def condition_of(workflow: Workflow, plan: WayPlan) -> Condition:
    """
    Make the one condition of a transition. It answers with nothing when the rules have to be asked.
    """

    def thorough(situation: Situation, command: Fire) -> KeptDecision | None:
        return _thoroughly(workflow, plan, situation, command)

    if not plan.is_plain:
        return thorough
    atoms = tuple((place, accepted, 0 if length == FOREVER else length) for place, accepted, length in plan.needs.atoms)
    wanted = tuple((one.name, one.place, one.kind, one.accepted) for one in plan.common.recordings)
    return _quick(plan, thorough, atoms, wanted)


# ----------------------------------------------------------------------------------------------------------------------


def _quick(plan: WayPlan, thorough: Condition, atoms: Sequence[Atom], wanted: Sequence[Wanted]) -> Condition:
    """Make the condition of a step that does nothing but record evidence and move the case on."""
    roles, stays, count, closing = plan.common.roles, plan.stays, len(wanted), plan.reasons[0] if plan.reasons else None
    target, stays_put, keeps_background = plan.target.name, plan.stays_put, plan.keeps_held and not plan.reasons
    only = next(iter(roles)) if len(roles) == 1 else None

    def condition(situation: Situation, command: Fire) -> KeptDecision | None:
        at, actor, given = command.at, command.actor, command.given
        background, may = situation._background, only in actor.roles or not roles.isdisjoint(actor.roles)
        if at < situation._now or background._rung or command.reason is not None or not may:
            return thorough(situation, command)
        if len(given) != count or (stays is not None and not stays(situation, at)):
            return None
        records = situation._records
        for place, accepted, length in atoms:
            record = records[place]
            if record is None or record._void is not None or record._value not in accepted:
                return thorough(situation, command)
            if length and at >= record._at + length:
                return thorough(situation, command)
        if count:
            by, changed, turn = actor.id, list(records), 0
            for name, place, kind, accepted in wanted:
                one = given[turn]
                value, turn = one.value, turn + 1
                if one.evidence != name or one.person is not None or type(value) is not kind or value not in accepted:
                    return None
                changed[place] = record = Record()
                record._value, record._by, record._at = value, by, at
                record._void = None
            records = changed  # type: ignore[assignment]  # as it is: a tuple of it would cost a fiftieth of the whole step
        decision: GrantedDecision = GrantedDecision()
        decision._way, decision._command, decision._before = plan, command, situation
        decision._after = after = Situation()
        after._state, after._now, after._since = target, at, situation._since if stays_put else at
        after._records = records  # pyright: ignore[reportAttributeAccessIssue]  # as above
        after._background = background if keeps_background else _elsewhere(background, plan, closing)
        return decision

    return condition


def _elsewhere(background: Background, plan: WayPlan, reason: str | None) -> Background:
    """
    Give the background of a case that is now closed, or held somewhere else.
    """
    made = Background()
    made._held_from = background._held_from if plan.keeps_held else plan.held_there
    made._reason, made._people, made._fired = reason or background._reason, background._people, background._fired
    made._rung, made._scheme = background._rung, background._scheme
    return made


def _thoroughly(workflow: Workflow, plan: WayPlan, situation: Situation, command: Fire) -> KeptDecision | None:
    """
    Ask everything, whatever the first answers are.
    """
    at = max(command.at, situation.now)
    if plan.stays is not None and not plan.stays(situation, at):
        return None
    before = up_to(situation, at)
    judged = _after(workflow, plan, before, command)
    if judged is None:
        return None
    after, reason_is_one = judged
    if plan.lands is not None and not plan.lands(after, before.now):
        return None
    event, actor = plan.common.event, command.actor
    truths: list[Truth] = [True, may_act(workflow, before, event.by, actor)]
    truths += [finding.truth for finding in separation_findings(workflow, before, event, actor)]
    truths += [True] * len(event.records)
    for name in event.records:
        truths += [finding.truth for finding in separation_findings(workflow, before, workflow.evidence[name], actor)]
    granted = False not in truths and plan.needs.whole(before, None) is True and plan.guard.whole(after, None) is True
    truths += plan.needs.truths(before)
    truths += plan.guard.truths(after)
    if plan.target.final:
        truths.append(reason_is_one)
        granted = granted and reason_is_one
    return kept(plan, command, situation, after if granted else before, tuple(truths), allowed=granted)


def _after(workflow: Workflow, plan: WayPlan, before: Situation, command: Fire) -> tuple[Situation, bool] | None:
    """
    Give the situation after a step, and whether the reason is one it may have; nothing when the form is unusual.
    """
    made = _made(plan, before, command)
    if made is None or (command.reason is not None and not plan.target.final):
        return None
    records, people = made
    after = waiting_anew(workflow, before.evolved(records=records, people=people), command.given)
    if plan.common.is_watched:
        after = with_firer(workflow, after, command.event, command.actor.id)
    after = entered(workflow, after, plan.target.name, before.now)
    if not plan.target.final:
        return after, True
    reason = plan.reasons[0] if command.reason is None and len(plan.reasons) == 1 else command.reason
    return after.evolved(reason=reason), reason in plan.reasons


def _made(plan: WayPlan, before: Situation, command: Fire) -> tuple[Records, tuple[Person, ...]] | None:
    """
    Give the records after a step: those it makes, and those it voids.
    """
    given, recordings = command.given, plan.common.recordings
    if len(given) != len(recordings):
        return None
    changed, people, at = list(before.records), before.people, before.now
    for place, cause in plan.common.voids_case:
        changed[place] = _voided(changed[place], cause)
    for one, (name, place, kind, accepted, counts) in zip(given, recordings):
        value = one.value
        if one.evidence != name or one.person is not None or type(value) is not kind or value not in accepted:
            return None
        counted = counts is None or counts.whole(before, None) is True
        changed[place] = recorded(value, command.actor.id, at, None if counted else NEVER_COUNTED)
    if plan.common.voids_people:
        people = tuple(_with_voided(person, plan.common.voids_people) for person in people)
    return tuple(changed), people


def _with_voided(person: Person, voided: tuple[tuple[int, str], ...]) -> Person:
    """
    Give somebody whose records in these places are void.
    """
    records = list(person.records)
    for place, cause in voided:
        records[place] = _voided(records[place], cause)
    return evolve(person, records=tuple(records))


def _voided(record: Record | None, cause: str) -> Record | None:
    return record if record is None or record.void is not None else record.voided(cause)
