"""
Tell somebody who walks a case by hand: where it stands, what they may do, what came of it. Names stand beside labels, to be typed.

Stands on: `engine.seen`, `questions`, `deciding`, `layout`.   Knows nothing of: where cases are, who is at the keyboard.
"""

from collections.abc import Iterable, Mapping, Sequence

from rjflow.definition.model import Day, Flag, Number, OneOf, Workflow
from rjflow.definition.wording import label_of, spoken_time
from rjflow.engine.case import Case
from rjflow.engine.options import Option, Remedy
from rjflow.engine.seen import SeenOption, SeenRecord, Told, View
from rjflow.engine.seen_history import SeenEntry
from rjflow.engine.wording import remedy_sentence
from rjflow.guards.syntax import Value
from rjflow.instants import moment
from rjflow.report.deciding import unmet, would_help
from rjflow.report.forms import mistakes_document
from rjflow.report.layout import as_json, paragraphs, table, wrapped
from rjflow.report.running import clock_rows
from rjflow.report.seen import told_document, view_document
from rjflow.rules.commands import Fire, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.filing import FormProblem
from rjflow.rules.handing import handed_in
from rjflow.rules.situation import NEVER_COUNTED, Actor, Situation
from rjflow.rules.wording import Cast, arrived, cast_in, cast_of, deed
from rjflow.text import counted, listed

Names = Mapping[str, str]

_ANSWER = {"format": "rjflow-answer", "format-version": 1}
_FEW = 12  # events that are named although nothing can be done about them here
_EVERY = 40  # columns of a name


def standing_text(workflow: Workflow, view: View, *, revision: int | None, situation: Situation | None = None) -> str:
    """
    Tell where a case stands, who is in it, and what is recorded.

    Args:
        workflow: The definition it runs under.
        view: The case, as far as whoever asks may see it.
        revision: How many entries its history has; left out where it would tell what is hidden.
        situation: Where the case stands, to tell what the clock does if nothing happens; left out, that is not told.
    """
    held = f" It came from {_named(workflow, view.held_from)}." if view.held_from else ""
    ended = f" It ended because: {view.reason}." if view.reason else ""
    when = spoken_time(view.since, workflow.time_zone)
    counts = "" if revision is None else f", revision {revision}"
    people = [(one.id, f"{one.kind}, {workflow.people[one.kind].label}") for one in view.people]
    return paragraphs(
        wrapped(f"case {view.case}: {workflow.name}, version {workflow.version}{counts}", hanging=2),
        wrapped(f"It is in {_named(workflow, view.state)}, since {when}.{held}{ended}", indent=2),
        _block("People:", table(people, indent=4, most=(_EVERY,)) if people else ""),
        _block("Recorded:", _records(workflow, view)),
        _block(
            "If nothing happens, the clock does:", table(clock_rows(workflow, situation), indent=4) if situation else ""
        ),
    )


def standing_json(workflow: Workflow, view: View, *, revision: int | None) -> str:
    """
    Write where a case stands as JSON.
    """
    counts = {} if revision is None else {"revision": revision}
    return as_json({**view_document(workflow, view), **counts})


def options_json(workflow: Workflow, view: View) -> str:
    """
    Write what somebody may do as JSON.
    """
    return as_json(view_document(workflow, view)["options"])


def mistakes_json(workflow: Workflow, form: str, problems: Iterable[FormProblem]) -> str:
    """
    Write everything that is wrong with a form as JSON.
    """
    return as_json({**_ANSWER, "allowed": False, "form": form, "mistakes": mistakes_document(workflow, form, problems)})


def options_text(
    workflow: Workflow, view: View, situation: Situation, decisions: Mapping[str, Decision], names: Names
) -> str:
    """
    Tell what somebody may do, with the names to type; and of what they may not do yet, what would help.

    What is for another state is only named.

    Args:
        workflow: The definition the case runs under.
        view: The case as they may see it.
        situation: Where it stands, for what people are called.
        decisions: The whole answers, by event.
        names: What to call everybody.
    """
    cast = cast_in(workflow, situation, names)
    may = [(one.event, _wants(workflow, one)) for one in view.options if one.is_open is not False]
    others = [one for one in view.options if one.is_open is False]
    here = [one for one in others if not any(finding.asked == "state" for finding in one.told.missing)]
    elsewhere = [one.event for one in others if one not in here]
    later = "\n".join(_not_yet(workflow, one, decisions[one.event], cast) for one in here)
    return paragraphs(
        _block("May be done now:", table(may, indent=4, most=(_EVERY,)) if may else "    nothing"),
        _block("Not yet:", later),
        _block("In other states:", _elsewhere(elsewhere)),
    )


def may_text(workflow: Workflow, option: Option) -> str:
    """
    Say that an event may be done now, and what has to be given with it.
    """
    depends = " This depends on what is given with it." if option.is_open is None else ""
    return wrapped(f"may be done now: {option.event}, {_wants(workflow, option)}.{depends}", hanging=2)


def seen_history_text(workflow: Workflow, entries: Sequence[SeenEntry], people: Mapping[str, str], names: Names) -> str:
    """
    Tell what somebody may see of what happened, entry by entry.
    """
    known = tuple((id, kind) for id, kind in people.items() if kind in workflow.people)
    cast = cast_of(workflow, known, names)
    return "\n".join(_happened(workflow, one, cast) for one in entries)


def answer_json(workflow: Workflow, case: Case, decision: Decision, told: Told) -> str:
    """
    Write what came of a command as JSON.
    """
    return as_json(
        {
            **_ANSWER,
            "case": case.id,
            "workflow": workflow.name,
            "state": case.state,
            **told_document(told),
            "counts": decision.counts,
        }
    )


# ----------------------------------------------------------------------------------------------------------------------


def _happened(workflow: Workflow, one: SeenEntry, cast: Cast) -> str:
    when = spoken_time(one.at, workflow.time_zone)
    who = "somebody" if one.by is None else cast.actor(one.by)
    where = " ".join(arrived(workflow, move) for move in one.moves)
    what = "the case moves" if one.what == "moved" else f"{who}: {_done(workflow, one, cast)}"
    return wrapped(f"{one.number:>7}  {when}  {what} {where}".rstrip(), hanging=9)


def _done(workflow: Workflow, one: SeenEntry, cast: Cast) -> str:
    by, at, name, person = Actor(one.by or ""), one.at, one.name or "", one.person or ""
    match one.what:
        case "opened":
            people = listed([cast.person(each.id) for each in one.people])
            return f"open the case about {people}" if people else "open the case"
        case "recorded":
            return deed(workflow, RecordEvidence(given=one.given[0], actor=by, at=at), cast)
        case "notice":
            return deed(workflow, GiveNotice(notice=name, actor=by, at=at), cast)
        case "joined":
            return deed(workflow, Join(person=person, kind=name, actor=by, at=at), cast)
        case "left":
            return deed(workflow, Leave(person=person, actor=by, at=at), cast)
        case _:
            return deed(workflow, Fire(event=name, actor=by, at=at, reason=one.reason, given=one.given), cast)


def _named(workflow: Workflow, name: str) -> str:
    return f"`{name}`" if label_of(workflow, name) == name else f"`{name}`, “{label_of(workflow, name)}”"


def _block(head: str, body: str) -> str:
    return f"  {head}\n\n{body}" if body else ""


def _records(workflow: Workflow, view: View) -> str:
    """
    Lay out what is recorded: the name, what it says as it is typed, and how long it counts.
    """
    rows = [
        (_of(one.evidence, one.person), _typed(one.value), _lives(workflow, one), f"by {one.by}")
        for one in view.records
    ]
    rows += [(_of(one.evidence, one.person), "", "recorded, and not for them to see", "") for one in view.unseen]
    return table(rows, indent=4, most=(28, 15, 22), gap=1) if rows else ""


def _of(evidence: str, person: str | None) -> str:
    return f"{evidence} of {person}" if person else evidence


def _typed(value: Value) -> str:
    """
    Give a value as it is typed in.
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lives(workflow: Workflow, one: SeenRecord) -> str:
    match one.life:
        case "void":
            if one.void == NEVER_COUNTED:
                return "does not count"
            return f"void since {one.void}" if one.void else "void"
        case "stale":
            return "ran out"
        case _:
            return "current" if one.until is None else f"until {moment(one.until, workflow.time_zone):%Y-%m-%d %H:%M}"


def _wants(workflow: Workflow, one: SeenOption | Option) -> str:
    """
    Say what an event is called, and what has to be typed with it.
    """
    forms = [name for name, form in workflow.forms.items() if form.event == one.event]
    must = handed_in(workflow).events.get(one.event, ())
    wants = [] if must else [f"{name}={_values(workflow, name)}" for name in one.gives]
    wants += [f"--reason {listed(one.reasons, 'or')}"] if len(one.reasons) > 1 else []
    wants += [f"by the form {listed(forms, 'or')}"] if forms else []
    return ": ".join([label_of(workflow, one.event), *(["; ".join(wants)] if wants else [])])


def _values(workflow: Workflow, evidence: str) -> str:
    match workflow.evidence[evidence].values:
        case OneOf(values):
            return "|".join(values)
        case Flag():
            return "true|false"
        case Number(low, high):
            return f"{low}..{high}"
        case Day():
            return "YYYY-MM-DD"


def _not_yet(workflow: Workflow, one: SeenOption, decision: Decision, cast: Cast) -> str:
    """
    Say of an event how much is missing, and what would help.
    """
    asked, unseen = unmet(workflow, decision), len(one.told.unseen)
    hidden = f", and {counted(unseen, 'thing')} that they may not see" if unseen else ""
    lines = [wrapped(f"{one.event}: {counted(len(asked), 'condition')} not met{hidden}", indent=4, hanging=2)]
    lines += [
        wrapped(line, indent=6, hanging=2)
        for line in dict.fromkeys(_remedy(workflow, each, cast) for each in one.remedies if would_help(each, asked))
    ]
    return "\n".join(lines)


def _elsewhere(events: Sequence[str]) -> str:
    few = ", ".join(events) if len(events) <= _FEW else f"{len(events)} others"
    return wrapped(few, indent=4) if events else ""


def _remedy(workflow: Workflow, one: Remedy, cast: Cast) -> str:
    told = remedy_sentence(workflow, one, cast)
    forms = () if one.of_scheme else handed_in(workflow).evidence.get(one.evidence or "", ())
    told += f", with the form {listed(forms, 'or')}" if forms else ""
    return f"{one.evidence}: {told}" if one.evidence else told
