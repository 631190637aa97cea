"""
Tell what is known about one person: for the person, and for programs.

Stands on: `casebook.subject`, `layout`.   Knows nothing of: anybody else.
"""

from datetime import date
from typing import Any

from rjflow.casebook.subject import Concern, SubjectAccess
from rjflow.definition.wording import label_of, said, spoken_time, spoken_value, the_actors
from rjflow.instants import moment
from rjflow.names import spoken
from rjflow.report.forms import plain_words, spoken_words
from rjflow.report.layout import as_json, paragraphs, wrapped

FORMAT = 1


def subject_text(known: SubjectAccess) -> str:
    """
    Tell a person what is known about them, in the order in which it came.
    """
    title = known.workflow.title
    head = f"What is known about {known.person} in the case {known.case} ({title})"
    gone = "What was told about you was erased; of it is left that it was told, and when." if known.is_erased else ""
    rows = [wrapped(_line(known, one), hanging=4) for one in known.concerns]
    foot = "Nothing of anybody else is in this. Times are those of " + known.workflow.time_zone + "."
    return paragraphs(wrapped(head), wrapped(gone), "\n".join(rows), wrapped(foot))


def subject_json(known: SubjectAccess) -> str:
    """
    Give the same as JSON, with a version of its form.
    """
    told: dict[str, Any] = {
        "format": FORMAT,
        "case": known.case,
        "person": known.person,
        "workflow": {"name": known.workflow.name, "title": known.workflow.title},
        "erased": known.is_erased,
        "known": [_plain(known, one) for one in known.concerns],
    }
    return as_json(told)


# ----------------------------------------------------------------------------------------------------------------------


def _line(known: SubjectAccess, one: Concern) -> str:
    return f"{spoken_time(one.at, known.workflow.time_zone)}  {_what(known, one)}{_by(known, one)}"


def _what(known: SubjectAccess, one: Concern) -> str:
    """
    Say one thing.
    """
    named = said(known.workflow, one.name) if one.name else ""
    match one.did:
        case "came":
            return f"you came into the case as {named}"
        case "left":
            return "you left the case, with all that was recorded about you"
        case "recorded":
            assert one.value is not None
            return f"{named}: {spoken_value(one.value)}"
        case "event":
            return f"you did {named}"
        case "notice":
            return f"you said: {named}"
        case "erased":
            return "what was told about you was erased"
        case "told":
            about = f", a note to {said(known.workflow, one.evidence)}" if one.evidence else ""
            text = f": {one.text}" if one.text is not None else ", which was erased"
            return f"told about you, {spoken(one.name or '')}{about}{text}"
        case "written":
            return f"written about you, {said(known.workflow, f'{one.form}.{one.name}')}: {spoken_words(one.written)}"


def _by(known: SubjectAccess, one: Concern) -> str:
    if one.did in ("event", "notice"):
        return ""
    match one.by:
        case "self":
            return " (by you, or whoever speaks for you)"
        case "worker" if one.roles:
            return f" (by {the_actors(known.workflow, one.roles, 'and')})"
        case "worker":
            return " (by a worker)"
        case "other":
            return " (by somebody else)"


def _plain(known: SubjectAccess, one: Concern) -> dict[str, Any]:
    at = moment(one.at, known.workflow.time_zone).isoformat()
    value = one.value.isoformat() if isinstance(one.value, date) else one.value
    label = label_of(known.workflow, one.name) if one.name else None
    who = {"at": at, "did": one.did, "by": one.by, "roles": list(one.roles), "name": one.name, "label": label}
    plain = {**who, "value": value, "evidence": one.evidence, "text": one.text}
    if one.did != "written":
        return plain
    label = label_of(known.workflow, f"{one.form}.{one.name}")
    return {**plain, "label": label, "form": one.form, "written": plain_words(one.written)}
