"""
What is said about commands and decisions: what was asked, what the answer rests on, what came of it.

Every function gives one sentence or one line of a list, without layout. Times are those of the workflow's own time zone.

Stands on: `decision`, `definition.wording`.   Knows nothing of: engines, reports, line widths.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from attrs import field

from rjflow.definition.lookup import asked_of_scheme
from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.wording import (
    condition,
    definite,
    label_of,
    said,
    spoken_value,
    the_actor,
)
from rjflow.frozen import frozen
from rjflow.guards.syntax import GateHolds, Value
from rjflow.instants import moment
from rjflow.names import spoken
from rjflow.rules.commands import (
    Advance,
    Beside,
    Command,
    Erase,
    File,
    Fire,
    Given,
    GiveNotice,
    Join,
    Leave,
    RecordEvidence,
    SeeScheme,
    Tell,
    Tidy,
)
from rjflow.rules.decision import Move
from rjflow.rules.situation import NEVER_COUNTED, Actor, Situation
from rjflow.rules.viewing import holds
from rjflow.text import listed

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


def deed(workflow: Workflow, command: Command | Beside, cast: Cast) -> str:
    """
    Say what a command asks for, in a few words.
    """
    match command:
        case Fire(event=event, given=given, reason=reason):
            label = workflow.events[event].label if event in workflow.events else event
            forms = [f"with {form}" for form in values_given(workflow, given, cast)]
            return ", ".join([label, *forms, *([f"because: {spoken_value(reason)}"] if reason else [])])
        case RecordEvidence(given=given):
            told = next(values_given(workflow, [given], cast))
            return f"record {told if given.value != '' else said(workflow, given.evidence)}"  # a form was not theirs to fill in
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
        case Tell() | Erase() | File() | Tidy():
            return _kept_apart(workflow, command, cast)
        case Advance():
            return "let time pass"
        case _:
            raise AssertionError(command)


def _kept_apart(workflow: Workflow, command: Beside, cast: Cast) -> str:
    """
    Say what is told beside the facts, or thrown away of it; of texts only what they are called.
    """
    match command:
        case Tell(person=person, values=values):
            return f"keep about {cast.person(person)}, apart: {listed([spoken(one.name) for one in values])}"
        case Erase(person=person):
            return f"erase what was kept about {cast.person(person)}"
        case File(form=form, values=values, person=person):
            about = f" about {cast.person(person)}" if person is not None else ""
            label = workflow.forms[form].label if form in workflow.forms else form
            return (
                f"keep what “{label}” says{about}, apart: {listed([spoken(one.name) for one in values]) or 'nothing'}"
            )
        case Tidy(fields=fields):
            return f"throw away what was written in forms: {listed([spoken(one.replace('.', ', ')) for one in fields])}"
        case _:
            raise AssertionError(command)


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
    return f"{state_label(workflow, move.source)} {arrived(workflow, move)}"


def some_form(workflow: Workflow, names: Iterable[str]) -> str:
    """
    Name the form that something is handed in with, or the forms of which any would do.
    """
    return f"the form {listed([f'“{workflow.forms[name].label}”' for name in names], 'or')}"


def state_label(workflow: Workflow, state: str) -> str:
    """
    Give how a state is called; one that only an earlier version has, by its name.
    """
    return workflow.states[state].label if state in workflow.states else spoken(state)


def arrived(workflow: Workflow, move: Move) -> str:
    """
    Say where the case came to, and why if not by an event somebody fired.
    """
    target = f"→ {state_label(workflow, move.target)}"
    match move.cause:
        case "event":
            return target
        case "deadline":
            return f"{target} (a deadline: {label_of(workflow, move.event or '')})"
        case "fell":
            return f"{target} (its gate has closed)"
        case _:
            return f"{target} (under another version)"


def voided_by(workflow: Workflow, void: str) -> str:
    """
    Say why a record is void.
    """
    if void == NEVER_COUNTED:
        return "it does not count: what it needs was not true yet"
    if void in workflow.people:
        return f"void since who is there changed ({workflow.people[void].label})"
    return f"void since {said(workflow, void)} came after it"


def is_dated(workflow: Workflow, earlier: Situation, later: Situation) -> bool:
    """
    Tell whether it matters which day it is: days of the calendar count, or clocks are put forward or back in between.
    """
    was, now = (moment(one.now, workflow.time_zone).utcoffset() for one in (earlier, later))
    return was != now or bool(workflow.calendars) or any(one.until for one in workflow.deadlines)


# ----------------------------------------------------------------------------------------------------------------------


def _seen(workflow: Workflow, scheme: Situation | None) -> str:
    """
    Say of each of the scheme's gates that is asked whether it is open, and what else that is asked is so; where contacts need no gate, of
    whatever is asked whether it is so.
    """
    link = workflow.scheme
    if scheme is None:
        return "nobody can say any more"
    if link is None:
        return "nothing is asked of it"
    scheme_says = partial(holds, link.workflow, scheme)
    asked = asked_of_scheme(workflow)
    if not link.needs:
        answers = {condition(link.workflow, one): scheme_says(one) is True for one in asked}
        return "; ".join(f"{text}: {'yes' if so else 'no'}" for text, so in answers.items()) or "nothing is asked of it"
    gates = dict.fromkeys((*link.needs, *(one.gate for one in asked if isinstance(one, GateHolds))))
    opened = {said(link.workflow, gate): scheme_says(GateHolds(gate)) is True for gate in gates}
    others = [one for one in asked if not isinstance(one, GateHolds) and scheme_says(one) is True]
    found = listed([f"{text} is {'so' if so else 'not so'}" for text, so in opened.items()])
    return "; ".join((found, *(f"{condition(link.workflow, one)}: yes" for one in others)))


def _people(situation: Situation) -> list[tuple[str, str]]:
    return [(person.id, person.kind) for person in situation.people]
