"""
How the things of a workflow are spoken of: labels, people, times, conditions.

The author's own words stand in “quotation marks”, so that any label, noun or verb, reads well in a sentence.

Stands on: `model`, `text`, `clock`.   Knows nothing of: running cases, layout.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rjflow.definition.model import CLOCK, PARTICIPANT, CitedSource, Named, Voider, Window, Workflow
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
    OfScheme,
    Or,
    SamePerson,
    Value,
    every_part,
)
from rjflow.instants import DAY, HOUR, Instant, moment
from rjflow.names import spoken
from rjflow.text import counted, give_or_take, indefinite, listed

_MONTHS = "January February March April May June July August September October November December".split()
FAR_AWAY = 2999  # the year of such days in stories, which no case lasts until
_WEEK = 7 * DAY
_MINUTE = HOUR // 60
_NUMBERS = {"<": "less than", "<=": "at most", ">": "more than", ">=": "at least"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DATES = {"<": "before", "<=": "on or before", ">": "after", ">=": "on or after"}


# ---- names -----------------------------------------------------------------------------------------------------------


def label_of(workflow: Workflow, name: str) -> str:
    """
    Give the label of a piece of evidence, an event, a notice, a state, a gate, a role, a kind of people, or paper.
    """
    sections: Iterable[Mapping[str, Named]] = (
        *(workflow.evidence, workflow.events, workflow.notices, workflow.states),
        *(workflow.gates, workflow.roles, workflow.people),
        *(workflow.forms, workflow.exports, workflow.registers),
    )
    form, _, field = name.partition(".")
    if field and form in workflow.forms and field in workflow.forms[form].fields:
        return f"{workflow.forms[form].fields[field].label} in {workflow.forms[form].label}"
    return next((section[name].label for section in sections if name in section), spoken(name))


def with_name(label: str, name: str) -> str:
    """
    Give a label with the name that conditions and safeguards write for it, unless the two are one.

    >>> with_name("person harmed", "victim")
    'person harmed (`victim`)'
    >>> with_name("preparing", "preparing")
    'preparing'
    """
    return label if label == name else f"{label} (`{name}`)"


def said(workflow: Workflow, name: str) -> str:
    """
    Give the label of a named thing in quotation marks.
    """
    return f"“{label_of(workflow, name)}”"


def all_said(workflow: Workflow, names: Iterable[str], conjunction: str = "and") -> str:
    """
    Give the labels of several named things as a list.
    """
    return listed([said(workflow, name) for name in names], conjunction)


def the_actors(workflow: Workflow, by: Iterable[str], conjunction: str = "or") -> str:
    """
    Say who may act: roles, people for themselves, the clock.
    """
    return listed([the_actor(workflow, name) for name in by], conjunction) or "nobody"


def the_actor(workflow: Workflow, name: str) -> str:
    """
    Say one of those who may act.
    """
    if name == CLOCK:
        return "the clock"
    if name == PARTICIPANT:
        return "anybody who takes part"
    if name in ("harmed", "responsible"):
        return f"anybody on the {name} side"
    labels = (workflow.people.get(name) or workflow.roles.get(name), spoken(name))
    return definite(labels[0].label if labels[0] else labels[1])


def definite(label: str) -> str:
    """
    Put `the` before a label that has no article of its own.

    >>> definite("facilitator"), definite("a member of the board"), definite("their representative")
    ('the facilitator', 'a member of the board', 'their representative')
    """
    return label if label.startswith(("the ", "a ", "an ", "their ")) else f"the {label}"


def one_of_group(workflow: Workflow, group: str) -> str:
    """
    Give the word for one person of a group, to stand after `every`, `no` or `each`.
    """
    if group in ("harmed", "responsible"):
        return f"{group} person"
    return workflow.people[group].label if group in workflow.people else group


def cited(workflow: Workflow, sources: Iterable[str]) -> str:
    """
    Give the titles of sources, with the year they were published in where it is known.
    """
    return "; ".join(_title(workflow.sources[name]) if name in workflow.sources else name for name in sources)


def reasoned(because: str | None, source: str) -> str | None:
    """
    Give the reason for something and who says so, as one text; nothing when neither was written.

    >>> reasoned("doors break.", "The porter's handbook"), reasoned(None, "source 1")
    ("because doors break (The porter's handbook)", 'according to source 1')
    """
    if because and source:
        return f"because {because.rstrip('.')} ({source})"
    if because:
        return f"because {because.rstrip('.')}"
    return f"according to {source}" if source else None


def stages(workflow: Workflow, states: Sequence[str], conjunction: str = "or") -> str:
    """
    Name states; when they are most of those a case can leave, name the others.
    """
    others = [name for name, state in workflow.states.items() if name not in states and not state.final]
    if len(states) > 5 and len(others) < len(states):
        return f"every stage but {all_said(workflow, others)}" if others else "every stage"
    return all_said(workflow, states, conjunction)


# ---- times and values ------------------------------------------------------------------------------------------------


def spoken_value(value: Value) -> str:
    """
    Give a value in words; the author's own ones stand in quotation marks, so that no word of them joins the sentence.

    A day that a story takes because no case lasts until then says so.

    >>> spoken_value("not-in-force"), spoken_value(True), spoken_value(date(2027, 1, 31))
    ('“not in force”', 'true', '31 January 2027')
    >>> spoken_value(date(2999, 1, 1))
    '1 January 2999 (far away)'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}{' (far away)' if value.year >= FAR_AWAY else ''}"
    return f"“{spoken(value)}”" if isinstance(value, str) else str(value)


def spoken_values(values: Iterable[Value], conjunction: str = "or") -> str:
    """
    Give several values as a list.

    >>> spoken_values(["in-force", "lifted"])
    '“in force” or “lifted”'
    """
    return listed([spoken_value(one) for one in values], conjunction)


def spoken_time(at: Instant, zone: str) -> str:
    """
    Give a moment as the clocks of a zone show it, to the minute.

    >>> spoken_time(0, "UTC")
    '1 January 1970, 00:00'
    """
    then = moment(at, zone)
    return f"{spoken_value(then.date())}, {then:%H:%M}"


def duration(length: int, *, in_hours: int = 10 * DAY) -> str:
    """
    Give a length of time in the largest whole unit, weeks only where there are more than four, and hours up to a length that is told in
    hours; where none is whole, in days, hours, and minutes, and by how much it is more or less.

    >>> duration(14 * DAY), duration(36 * HOUR), duration(84 * DAY)
    ('14 days', '36 hours', '12 weeks')
    >>> duration(14 * DAY + HOUR)
    '14 days and 1 hour'
    >>> duration(217 * HOUR), duration(217 * HOUR, in_hours=2 * DAY)
    ('217 hours', '9 days and 1 hour')
    >>> duration(HOUR // 2), duration(14 * DAY + HOUR // 4)
    ('30 minutes', '14 days and 15 minutes')
    >>> duration(DAY - 1), duration(DAY + 1), duration(1)
    ('1 day less 1 microsecond', '1 day and 1 microsecond', '1 microsecond')
    """
    if length % _WEEK == 0 and length > 4 * _WEEK:
        return counted(length // _WEEK, "week")
    if length % DAY == 0:
        return counted(length // DAY, "day")
    if length % HOUR == 0 and length <= in_hours:
        return counted(length // HOUR, "hour")
    nearest = round(length / _MINUTE)
    hours, minutes = divmod(nearest, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "day"), (hours, "hour"), (minutes, "minute"))
    whole = listed([counted(many, unit) for many, unit in parts if many])
    return give_or_take(whole, length - nearest * _MINUTE)


def window(length: Window) -> str:
    """
    Say how long evidence stays current.

    >>> window(Window("elapsed", 14 * DAY)), window(Window("same day"))
    ('for 14 days', 'until midnight of the day')
    """
    match length.unit:
        case "elapsed":
            return f"for {duration(length.length)}"
        case "same day":
            return "until midnight of the day"
        case "whole case":
            return "for the whole case"


def weekdays(days: Iterable[int]) -> str:
    """
    Name days of the week; 0 is Monday.

    >>> weekdays([0, 4])
    'Monday and Friday'
    """
    return listed([_WEEKDAYS[day] for day in days])


def voider(workflow: Workflow, one: Voider) -> str:
    """
    Say what makes a record void.
    """
    match one.kind:
        case "change":
            return f"the coming or going of {indefinite(one_of_group(workflow, one.what))}"
        case "evidence":
            whose = " of the same person" if one.own else ""
            return f"a new record of {said(workflow, one.what)}{whose}"
        case "event" | "notice":
            return said(workflow, one.what)


# ---- conditions ------------------------------------------------------------------------------------------------------


def condition(workflow: Workflow, asked: Condition) -> str:
    """
    Say a condition in plain English.
    """
    match asked:
        case And(several):
            return " and ".join(_inside(workflow, part, Or, ForPeople) for part in several)
        case Or(several) if all(isinstance(part, InState) and part.held_from is None for part in several):
            return f"the {workflow.subject} is in {all_said(workflow, [one.state for one in several if isinstance(one, InState)], 'or')}"
        case Or(several):
            return " or ".join(_inside(workflow, part, And, ForPeople) for part in several)
        case Not(inner):
            return _negated(workflow, inner)
        case ForPeople(quantity, number, group, inner):
            amount = {"at least": f"at least {number}", "some": "at least one"}.get(quantity, quantity)
            return f"{amount} {one_of_group(workflow, group)}: {condition(workflow, inner)}"
        case OfScheme(inner):
            scheme = workflow.scheme.workflow if workflow.scheme else workflow
            is_of_places = all(isinstance(part, And | Or | Not | InState | InKind) for part in every_part(inner))
            of_whom = "" if is_of_places and scheme.subject == "scheme" else "for the scheme, "  # it says so itself
            return f"{of_whom}{condition(scheme, inner)}"
        case GateHolds(gate):
            return workflow.gates[gate].label
        case _:
            return _test(workflow, asked, "is")


# ----------------------------------------------------------------------------------------------------------------------


def _title(source: CitedSource) -> str:
    return f"{source.title}, {source.published}" if source.published else source.title


def _inside(workflow: Workflow, part: Condition, *loose: type) -> str:
    text = condition(workflow, part)
    return f"({text})" if isinstance(part, loose) else text


def _negated(workflow: Workflow, inner: Condition) -> str:
    match inner:
        case Among() | Compare() | IsCurrent() | IsMissing() | InState() | InKind() | SamePerson() | MeaningHolds():
            return _test(workflow, inner, "is not")
        case _:
            return f"it is not so that {_inside(workflow, inner, And, Or, ForPeople)}"


def _test(workflow: Workflow, asked: Condition, verb: str) -> str:
    """
    Say a single test; *verb* is `is` or `is not`.
    """
    match asked:
        case Among(evidence, values):
            return f"{said(workflow, evidence)} {verb} {spoken_values(values)}"
        case Compare(evidence, sign, limit):
            words = _DATES if isinstance(limit, date) else _NUMBERS
            return f"{said(workflow, evidence)} {verb} {words[sign]} {spoken_value(limit)}"
        case IsCurrent(evidence):
            return f"{said(workflow, evidence)} {verb} current"
        case IsMissing(evidence):
            return f"{said(workflow, evidence)} {verb} missing"
        case InState(state, None):
            return f"the {workflow.subject} {verb} in {said(workflow, state)}"
        case InState(state, str(held_from)):
            return f"the {workflow.subject} {verb} in {said(workflow, state)}, held from {said(workflow, held_from)}"
        case InKind("final"):
            return f"the {workflow.subject} {verb} over"
        case InKind(kind):
            return f"the {workflow.subject} {verb} in a state of the kind “{spoken(kind)}”"
        case SamePerson(first, second):
            others = "the same person" if verb == "is" else "different people"
            return f"{said(workflow, first)} and {said(workflow, second)} are by {others}"
        case MeaningHolds(meaning):
            return f"“{spoken(meaning)}” {'holds' if verb == 'is' else 'does not hold'}"
        case _:
            raise AssertionError(asked)
