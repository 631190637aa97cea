"""
What is said about commands and decisions: what was asked, what the answer rests on, what came of it.

Every function gives one sentence or one line of a list, without layout. Times are those of the workflow's own time zone.

Stands on: `decision`, `definition.wording`.   Knows nothing of: engines, reports, line widths.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from rjflow.definition.lookup import kinds_in
from rjflow.definition.model import CLOCK, Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.definition.wording import (
    all_said,
    condition,
    definite,
    said,
    spoken_time,
    spoken_value,
    the_actor,
    the_actors,
)
from rjflow.guards.syntax import ForPeople, GateHolds, Value
from rjflow.guards.values import Truth
from rjflow.names import spoken
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding, Used
from rjflow.rules.situation import NEVER_COUNTED, Actor, Situation
from rjflow.rules.viewing import holds
from rjflow.text import counted, did_you_mean, listed

_MANY = 5


# ---- people ----------------------------------------------------------------------------------------------------------


@frozen
class Cast:
    """How the people of a case, and those who act in it, are called in a text; who is not listed is called by their id."""

    people: Mapping[str, str] = field(factory=dict)
    actors: Mapping[str, str] = field(factory=dict)

    def person(self, id: str) -> str:
        """Give what to call somebody the case is about."""
        return self.people.get(id, self.actors.get(id, id))

    def actor(self, id: str) -> str:
        """Give what to call somebody who acts."""
        return "the clock" if id == CLOCK else self.actors.get(id, self.people.get(id, id))


def cast_of(workflow: Workflow, people: Sequence[tuple[str, str]], names: Mapping[str, str] | None = None) -> Cast:
    """
    Call people by their names where they are given, otherwise by what they are in the case: the person harmed, supporter 2.

    Args:
        workflow: Whose labels are used.
        people: Whom the case is about, as (id, kind) pairs.
        names: Names of people and of those who act, by id.
    """
    given = names or {}
    of_kind = Counter(kind for _, kind in people)
    seen: Counter[str] = Counter()
    called = {}
    for id, kind in people:
        seen[kind] += 1
        label = workflow.people[kind].label
        called[id] = given.get(id) or (definite(label) if of_kind[kind] == 1 else f"{label} {seen[kind]}")
    return Cast(called, dict(given))


def cast_in(workflow: Workflow, situation: Situation, names: Mapping[str, str] | None = None) -> Cast:
    """
    Call the people of a situation as `cast_of` does.
    """
    return cast_of(workflow, _people(situation), names)


def whoever(workflow: Workflow, people: Sequence[tuple[str, str]], actor: Actor, cast: Cast) -> str:
    """
    Say who acts, with what they are in the case unless their name says it: `anna (the facilitator)`.
    """
    called = cast.actor(actor.id)
    if actor.id == CLOCK or "(" in called:
        return called
    kinds = dict(people)
    parts = [the_actor(workflow, role) for role in workflow.roles if role in actor.roles]
    parts += [the_actor(workflow, kinds[person]) for person in sorted(actor.acts_for) if person in kinds]
    parts = [part for part in dict.fromkeys(parts) if part != called]
    return f"{called} ({listed(parts)})" if parts else called


# ---- what was asked --------------------------------------------------------------------------------------------------


def deed(workflow: Workflow, command: Command, cast: Cast) -> str:
    """
    Say what a command asks for, in a few words.
    """
    match command:
        case Fire(event=event, given=given, reason=reason):
            label = workflow.events[event].label if event in workflow.events else event
            forms = [f"with {form}" for form in values_given(workflow, given, cast)]
            return ", ".join([label, *forms, *([f"because: {spoken(reason)}"] if reason else [])])
        case RecordEvidence(given=given):
            return f"record {next(values_given(workflow, [given], cast))}"
        case GiveNotice(notice=notice):
            return f"give notice: {workflow.notices[notice].label if notice in workflow.notices else notice}"
        case Join(person=person, kind=kind):
            label = workflow.people[kind].label if kind in workflow.people else kind
            called = cast.person(person)
            return f"add {called}" if label in called or "(" in called else f"add {called} ({label})"
        case Leave(person=person):
            return f"remove {cast.person(person)}"
        case SeeScheme(scheme=scheme):
            return f"see how the scheme stands: {_seen(workflow, scheme)}"
        case Advance():
            return "let time pass"


def values_given(workflow: Workflow, given: Sequence[Given], cast: Cast) -> Iterator[str]:
    """
    Say several values, each piece of evidence and value once, with everybody it is recorded of.
    """
    whose: dict[tuple[str, Value], list[str]] = {}
    for one in given:
        whose.setdefault((one.evidence, one.value), []).extend([cast.person(one.person)] if one.person else [])
    for (evidence, value), people in whose.items():
        of = f" of {listed(people)}" if people else ""
        yield f"{said(workflow, evidence)}{of}: {spoken_value(value)}"


def moved(workflow: Workflow, move: Move) -> str:
    """
    Say how the case moved, and why if not by an event somebody fired.
    """
    return f"{workflow.states[move.source].label} {arrived(workflow, move)}"


def arrived(workflow: Workflow, move: Move) -> str:
    """
    Say where the case came to, and why if not by an event somebody fired.
    """
    target = f"→ {workflow.states[move.target].label}"
    match move.cause:
        case "event":
            return target
        case "deadline":
            return f"{target} (a deadline: {workflow.events[move.event or ''].label})"
        case "fell":
            return f"{target} (its gate has closed)"


# ---- the answer ------------------------------------------------------------------------------------------------------


def answer(truth: Truth) -> str:
    """
    Give the one word that stands before a condition.

    >>> answer(True), answer(False), answer(None)
    ('yes', 'no', 'unknown')
    """
    return {True: "yes", False: "no", None: "unknown"}[truth]


def question(workflow: Workflow, decision: Decision, finding: Finding) -> str:
    """
    Say what was asked, as a statement that is true when the answer is yes.
    """
    facts = finding.facts
    match finding.asked:
        case "needs" | "while" | "counts":
            return condition(workflow, finding.requirement.condition) if finding.requirement else ""
        case "known":
            return f"{_such(workflow, decision.command)[0]} named `{facts[0]}`"
        case "state":
            return _in_states(workflow, facts)
        case "actor":
            return f"it is {the_actors(workflow, facts)} who asks"
        case "not-by":
            return f"it is somebody else than whoever did {said(workflow, facts[1])}"
        case "form":
            name, *unasked = facts
            if unasked:
                return f"nothing is given that is not asked for, as {said(workflow, name)} is"
            return f"{said(workflow, name)} is given{_value_wanted(workflow, workflow.evidence[name])}"
        case "reason":
            reasons = listed([spoken(reason) for reason in facts], "or")
            return f"a reason is given: {reasons}" if reasons else "no reason is given, because nothing ends here"
        case "people":
            return _about_people(workflow, facts)
        case "one way":
            return f"only one way of {said(workflow, facts[0])} is open"


def remarks(workflow: Workflow, decision: Decision, finding: Finding, cast: Cast) -> Iterator[str]:
    """
    Say what an answer rests on, line by line: for a condition the evidence, otherwise what is so instead.
    """
    yield from _rests_on(workflow, finding, cast)
    match finding:
        case Finding(asked="actor", truth=False):
            yield f"it was {whoever(workflow, _people(decision.before), decision.command.actor, cast)}"
        case Finding(asked="not-by", truth=False):
            yield f"it was {cast.actor(decision.command.actor.id)} both times"
        case Finding(asked="state", truth=False):
            yield f"it is in {said(workflow, decision.before.state)}"
        case Finding(asked="known", facts=(name,)):
            close = did_you_mean(name, _such(workflow, decision.command)[1])
            yield from [close] if close else []
        case Finding(truth=None, used=(), requirement=requirement) if requirement is not None:
            yield _nobody_to_ask(workflow, requirement.condition)


def used_line(workflow: Workflow, used: Used, cast: Cast, *, name_it: bool) -> str:
    """
    Say how a piece of evidence stands: what it says, who recorded it, when, until when; or why it does not count.
    """
    home = workflow.scheme.workflow if used.of_scheme and workflow.scheme else workflow
    whose = cast.person(used.person) if used.person else ""
    name = f"{said(home, used.evidence)}{' of ' if whose else ''}{whose}" if name_it else whose
    return f"{name}: {_standing(home, used, cast)}" if name else _standing(home, used, cast)


def voided_by(workflow: Workflow, void: str) -> str:
    """
    Say why a record is void.
    """
    if void == NEVER_COUNTED:
        return "it does not count: what it needs was not true yet"
    if void in workflow.people:
        return f"void since who is there changed ({workflow.people[void].label})"
    return f"void since {said(workflow, void)} came after it"


# ----------------------------------------------------------------------------------------------------------------------


def _seen(workflow: Workflow, scheme: Situation | None) -> str:
    """
    Say of each of the scheme's gates that contacts need whether it is open.
    """
    link = workflow.scheme
    if scheme is None:
        return "nobody can say any more"
    if link is None or not link.needs:
        return "nothing is asked of it"
    opened = {gate: holds(link.workflow, scheme, GateHolds(gate)) is True for gate in link.needs}
    return listed([f"{said(link.workflow, gate)} is {'so' if so else 'not so'}" for gate, so in opened.items()])


def _people(situation: Situation) -> list[tuple[str, str]]:
    return [(person.id, person.kind) for person in situation.people]


def _rests_on(workflow: Workflow, finding: Finding, cast: Cast) -> Iterator[str]:
    """
    Say what evidence an answer rests on; of much that is all current, only how much and until when.
    """
    current = [used for used in finding.used if used.life == "current"]
    shown = [used for used in finding.used if used.life != "current"] if len(current) > _MANY else finding.used
    several = len({used.evidence for used in finding.used}) > 1
    for used in shown:
        yield used_line(workflow, used, cast, name_it=several or used.of_scheme)
    if len(shown) < len(finding.used):
        ends = [used.until for used in current if used.until is not None]
        first = f"; the first runs out on {spoken_time(min(ends), workflow.time_zone)}" if ends else ""
        yield f"{counted(len(current), 'piece')} of evidence, all current{first}"


def _standing(workflow: Workflow, used: Used, cast: Cast) -> str:
    if used.at is None or used.value is None:
        return "nobody knows; nothing is recorded"
    made = f"recorded by {cast.actor(used.by or '')} on {spoken_time(used.at, workflow.time_zone)}"
    match used.life:
        case "stale":
            ended = spoken_time(used.until, workflow.time_zone) if used.until is not None else ""
            return f"nobody knows any more; {spoken_value(used.value)} ran out on {ended}; {made}"
        case "void":
            return f"{spoken_value(used.value)}, but {voided_by(workflow, used.void or '')}; {made}"
        case _:
            good = f", good until {spoken_time(used.until, workflow.time_zone)}" if used.until is not None else ""
            return f"{spoken_value(used.value)}, {made}{good}"


def _such(workflow: Workflow, command: Command) -> tuple[str, Sequence[str]]:
    """
    Say what sort of thing a command names, and give the names there are.
    """
    match command:
        case Fire():
            return "there is an event", tuple(workflow.events)
        case RecordEvidence():
            return "there is evidence", tuple(workflow.evidence)
        case GiveNotice():
            return "there is a notice", tuple(workflow.notices)
        case Join():
            return "there is a kind of people", tuple(workflow.people)
        case _:
            return "there is somebody in this case", ()


def _in_states(workflow: Workflow, states: Sequence[str]) -> str:
    if not states:
        return "the case is not over"
    if len(states) > _MANY:
        return f"the case is in one of the {len(states)} states where this may be"
    return f"the case is in {all_said(workflow, states, 'or')}"


def _value_wanted(workflow: Workflow, evidence: Evidence) -> str:
    whom = f" for somebody it can be about ({the_actor(workflow, evidence.about)})" if evidence.about else ""
    match evidence.values:
        case OneOf(values):
            return f"{whom}, as {listed([spoken(value) for value in values], 'or')}"
        case Flag():
            return f"{whom}, as true or false"
        case Number(low, high):
            return f"{whom}, as a whole number from {low} to {high}"
        case Day():
            return f"{whom}, as a date"


def _about_people(workflow: Workflow, facts: Sequence[str]) -> str:
    match facts:
        case ("room", kind):
            most = workflow.people[kind].at_most
            limit = f": there are never more than {most} of the kind “{workflow.people[kind].label}”"
            return f"there is room for one more{limit if most is not None else ''}"
        case ("new", _):
            return "the person is not in the case yet"
        case _:
            return "people of this kind may be added or removed after the case was opened"


def _nobody_to_ask(workflow: Workflow, asked: object) -> str:
    """
    Say why nobody knows although no evidence is missing: there is nobody to ask about, or nothing to look at.
    """
    if isinstance(asked, ForPeople):
        kinds = [kind.label for kind in kinds_in(workflow, asked.group) if kind.at_least]
        return f"nobody knows while {listed([definite(kind) for kind in kinds], 'or')} is missing from the case"
    return "nobody knows yet"
