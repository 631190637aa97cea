"""
What is said about one difference between two definitions, and about what becomes possible by it.

Every function gives one sentence, without layout. What is gone is called as the older workflow calls it, everything else as the newer.

Stands on: `definition.wording`, `verifier.wording`, `policy`.   Knows nothing of: line widths.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import has

from rjflow.definition.change import Change
from rjflow.definition.model import (
    BACK,
    Day,
    Deadline,
    Flag,
    Meaning,
    Named,
    Number,
    OneOf,
    Voider,
    Window,
    Workflow,
)
from rjflow.definition.model import Change as ComingOrGoing
from rjflow.definition.papers import Field
from rjflow.definition.safeguards import Exemption, Safeguard
from rjflow.definition.wording import (
    all_said,
    condition,
    duration,
    said,
    spoken_value,
    spoken_values,
    stages,
    the_actor,
    the_actors,
    voider,
    window,
)
from rjflow.frozen import FrozenMap
from rjflow.guards.syntax import Condition
from rjflow.names import spoken
from rjflow.report.papers import field_said
from rjflow.text import counted, listed
from rjflow.verifier.comparison import Elsewhere, Possibility
from rjflow.verifier.wording import promise

_ACTORS = ("by", "recorded_by", "visible_to", "known_to", "contacts", "filled_by", "to")
_NAMES = ("not_by", "records", "otherwise", "start", "target", "event", "at", "facts")
_SECTIONS = {
    "roles": "the role", "people": "the kind of people", "notices": "the notice", "evidence": "the evidence", "gates": "the gate",
    "states": "the state", "events": "the event", "calendars": "the calendar", "deadlines": "the deadline for",
    "safeguards": "the safeguard", "exemptions": "the exemption from", "forms": "the form", "exports": "what is told to others,",
    "registers": "the register", "kept": "what is kept after",
    "migrations": "the migration from",
}  # fmt: skip
_FIELDS = {
    "by": "who may do it", "recorded_by": "who records it", "visible_to": "who sees it", "not_by": "by nobody who did",
    "window": "how long it is current", "voided_by": "what makes it void", "needs": "what it needs", "guard": "what it asks",
    "otherwise": "where a case goes when its gate closes", "at_least": "the least number of people", "at_most":
    "the greatest number of people", "takes_part": "whether they take part", "side": "the side they are on",
    "joins": "who may join", "leaves": "who may leave", "values": "what it can say", "about": "whom it is about",
    "means": "what it is for safeguards", "holds": "whether cases wait there", "final": "whether cases end there",
    "kind": "its kind", "reasons": "the reasons for closing", "records": "what it records", "contact":
    "whether the parties communicate by it", "contacts": "whom it reaches out to", "length": "how long it waits",
    "working_days": "how many working days it waits", "states": "where it runs", "form": "what is asked", "until":
    "until when somebody answers", "owner": "who answers", "reason": "why", "satisfies": "the safeguard files to be kept",
    "edition": "the list it was taken from", "region": "where its holidays are kept",
    "known_to": "who knows that it was recorded", "outcome": "whether it is a fact of the outcome", "due": "when it is due", "counted": "whether statistics count it", "fields":
    "what is asked in it", "filled_by": "who fills it in", "event": "what happens with it", "to": "who is told", "at": "when they are told",
    "facts": "what they are told", "basis": "what gives the right to", "only": "what is kept", "after": "how long after the end", "level":
    "the level", "most": "how many cases",
    "start": "where cases begin", "asks": "what it asks", "time_zone": "its clocks", "subject": "what it is about",
    "words": "what its words stand for", "reads": "whether it is logged who reads a case", "renew": "what must be recorded anew", "drop": "what is left behind",
}  # fmt: skip


def home_of(workflow: Workflow, change: Change) -> Workflow:
    """
    Give the workflow whose words a difference is in: a scheme's own for its differences.
    """
    return workflow.scheme.workflow if change.section.startswith("scheme ") and workflow.scheme else workflow


def change_sentence(old: Workflow, new: Workflow, change: Change) -> str:
    """
    Say what differs.
    """
    before, after = home_of(old, change), home_of(new, change)
    section = change.section.removeprefix("scheme ")
    of = "of the scheme, " if change.section.startswith("scheme ") else ""
    home = before if change.lost and not change.gained else after
    if change.what == "itself":
        what = "is gone" if change.lost else "is new"
        thing = (change.lost or change.gained)[0]
        return f"{of}{_thing(home, section, change.name, thing)} {what}"
    if change.what == "way":
        verb = "can happen" if change.gained else "cannot happen any more"
        return f"{of}{said(home, change.name)} {verb} {_leading(home, change.states, change.target)}"
    if change.what in ("wording", "order"):
        return f"{of}{_subject(home, section, change.name)} is only written otherwise"
    where = f" ({_leading(home, change.states, change.target)})" if change.states else ""
    field = _FIELDS.get(change.what, spoken(change.what))
    lost, gained = _several(before, change.what, change.lost), _several(after, change.what, change.gained)
    parts = [f"no longer {lost}" if lost else "", f"now {gained}" if gained else ""]
    return f"{of}{_subject(after, section, change.name)}{where}, {field}: {', '.join(part for part in parts if part)}"


def called_sentence(section: str, before: Named, after: Named) -> str:
    """
    Say that a thing of a section is called otherwise; where people go on calling it the same, that its name is another one.
    """
    if before.label == after.label:
        return f"{_SECTIONS[section]} “{after.label}” is written as `{after.name}` now, no longer as `{before.name}`"
    return f"{_SECTIONS[section]} “{before.label}” is called “{after.label}” now"


def possibility_sentence(workflow: Workflow, other: Workflow, one: Possibility) -> str:
    """
    Say what is possible; *workflow* is the one in which it is.
    """
    home, was = home_of(workflow, one.change), home_of(other, one.change)
    if one.of_scheme and workflow.scheme and other.scheme:
        home, was = workflow.scheme.workflow, other.scheme.workflow
    name = said(home, one.change.name)
    without = _without(was, one.piece)
    match one.doing:
        case "happens":
            return f"{name} can happen {_leading(home, *one.piece)}"
        case "happens without":
            return f"{name} can happen {_leading(home, one.change.states, one.change.target)} {without}"
        case "stays without":
            return f"a case can be in {name} {without}"
        case "counts without":
            return f"{name} counts {without}"
        case "enters":
            return f"a case can come to {name}"
        case "falls":
            return f"a case falls from {name} to {said(home, one.piece)} when the gate closes"
        case "rings":
            return f"the clock does {said(home, one.piece.event)} when nothing did: {_deadline(home, one.piece)}"
        case "is closed":
            return f"{name} can be done for the reason {spoken_value(one.piece)}"
        case "acts":
            return f"{the_actor(home, one.piece)} can do {name}"
        case "acts twice":
            return f"{said(home, one.piece)} and {name} can be by one person"
        case _:
            return _of_evidence_or_people(home, one)


def elsewhere_sentence(first: Workflow, other: Workflow, which: str, one: Possibility, found: Elsewhere) -> str:
    """
    Say where the other workflow does not follow a story of the first, and why; *which* is what to call the other.
    """
    home = other.scheme.workflow if one.of_scheme and other.scheme else other
    if found.decision is None:
        told = first.scheme.workflow if one.of_scheme and first.scheme else first
        there = dict.fromkeys(kind for _, kind in one.story.people) if one.story else {}
        unknown = listed([said(told, kind) for kind in there if kind not in home.people], "or")
        return f"{which} knows no {unknown}, whom a case is about from its first day"
    if found.decision.allowed:
        if not found.decision.counts:
            return f"{which} lets step {found.step} happen, but what is recorded does not count"
        state = said(home, found.decision.after.state)
        evidence = f"{said(home, one.change.name)} does not count any more"
        stands = evidence if one.doing in ("lasts", "outlives") else f"the case is in {state}"
        return f"{which} differs after step {found.step}: {stands}"
    conditions = [
        condition(home, finding.requirement.condition)
        for finding in found.decision.missing
        if finding.requirement is not None and not finding.alternative
    ]
    kinds = {finding.asked for finding in found.decision.missing}
    if "known" in kinds:
        return f"{which} knows nothing of step {found.step}"
    if "state" in kinds:
        return f"{which} refuses step {found.step}: it is not possible in {said(home, found.decision.before.state)}"
    if "actor" in kinds or "not-by" in kinds:
        return f"{which} refuses step {found.step}: it is not for whoever does it"
    why = listed(list(dict.fromkeys(conditions)))
    return f"{which} refuses step {found.step}" + (f", because it asks that {why}" if why else "")


# ----------------------------------------------------------------------------------------------------------------------


def _of_evidence_or_people(home: Workflow, one: Possibility) -> str:
    """
    Say what is possible with records, people and notices.
    """
    name = said(home, one.change.name)
    match one.doing:
        case "is recorded":
            return f"{name} can be recorded by {the_actors(home, one.piece)}"
        case "says":
            return f"{name} can say {spoken_value(one.piece)}"
        case "lasts":
            return f"{name} can be relied on for longer: it is current {window(home.evidence[one.change.name].window)}"
        case "outlives":
            return f"{name} still counts after {voider(home, one.piece)}"
        case "joins" | "leaves":
            who = all_said(home, one.piece) if isinstance(one.piece, tuple) else ""
            by = f" in {who}" if who else f" by {the_actor(home, str(one.piece))}"
            return f"people ({name}) can be {'added' if one.doing == 'joins' else 'removed'}{by}"
        case "is noticed":
            by = f" by {the_actors(home, one.piece)}" if one.piece else ""
            return f"notice of {name} can be given{by}"
        case _:
            raise AssertionError(one.doing)


def _without(was: Workflow, piece: Any) -> str:
    """
    Say of a condition that it need not be so; nothing of any other piece.
    """
    return f"although this is not so: {condition(was, piece)}" if isinstance(piece, Condition) else ""


def _leading(home: Workflow, states: Sequence[str], target: str | None) -> str:
    where = "back to where the case came from" if target == BACK else f"to {said(home, target or '')}"
    return f"from {stages(home, states)} {where}"


def _subject(home: Workflow, section: str, name: str) -> str:
    if section in ("workflow", "name", "scheme") or not name:
        return "the workflow" if section != "scheme" else "the scheme"
    if section == "deadlines":
        return f"the deadline for {said(home, name.partition('#')[0].partition(' until ')[0])}"
    if section == "safeguards" and (asked := _promised(home, name)) is not None:
        return f"{_SECTIONS[section]} {name} ({asked.label})"
    if section in ("safeguards", "exemptions", "kept", "migrations"):
        return f"{_SECTIONS[section]} {name}"
    return said(home, name)


def _promised(home: Workflow, name: str) -> Safeguard | None:
    return next((one for one in home.safeguards if one.id == name), None)


def _thing(home: Workflow, section: str, name: str, thing: Any) -> str:
    match thing:
        case Safeguard():
            return f"the safeguard {name} ({thing.label})"
        case Exemption():
            return f"the exemption from {name} ({thing.owner} answers until {spoken_value(thing.until)})"
        case Deadline():
            return f"the deadline {_deadline(home, thing)}"
        case Named():
            return f"{_SECTIONS[section]} “{thing.label}”"
        case _:
            return _subject(home, section, name)


def _deadline(home: Workflow, deadline: Deadline) -> str:
    when = f"after {duration(deadline.length)}"
    if deadline.until is not None:
        when = f"when the day of {said(home, deadline.until)} begins"
    elif deadline.calendar is not None:
        when = f"after {counted(deadline.working_days, 'working day')}"
    return f"{when} in {stages(home, deadline.states)}: {said(home, deadline.event)}"


def _several(home: Workflow, field: str, pieces: Sequence[Any]) -> str:
    return listed([text for piece in pieces if (text := _piece(home, field, piece))])


def _piece(home: Workflow, field: str, piece: Any) -> str:
    """
    Say one thing that a field lost or gained.
    """
    if isinstance(piece, Condition):
        return condition(home, piece)
    match piece:
        case Voider():
            return voider(home, piece)
        case Window():
            return window(piece)
        case Field():
            return field_said(home, piece)
        case Meaning():
            return f"“{spoken(piece.meaning)}” when {condition(home, piece.condition)}"
        case ComingOrGoing():
            return f"by {the_actors(home, piece.by)}, in {stages(home, piece.states)}"
        case OneOf():
            return spoken_values(piece.values)
        case Number():
            return f"a number from {piece.low} to {piece.high}"
        case Flag() | Day():
            return "true or false" if isinstance(piece, Flag) else "a date"
        case None:
            return "nothing"
        case FrozenMap():
            return listed([f"{old} as {new}" for old, new in piece.items()]) or "nothing"
        case Mapping():
            return listed([f"“{one.label}”" for one in piece.values()])
        case _ if has(type(piece)):
            asked = Safeguard(id="", label="", form=piece, origin="")
            return promise(home, asked)
        case _:
            return _value(home, field, piece)


def _value(home: Workflow, field: str, value: Any) -> str:
    """
    Say a name, a time, or another plain value.
    """
    match value:
        case str() if field in _ACTORS:
            return the_actor(home, value)
        case str() if field in _NAMES:
            return said(home, value)
        case 0 if field == "after":
            return "at once"
        case int() if field in ("length", "after") and not isinstance(value, bool):
            return duration(value)
        case _:
            return spoken_value(value)
