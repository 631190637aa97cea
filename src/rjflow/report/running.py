"""
Tell a running case: its history, and what somebody can do.

Stands on: `engine.wording`, `layout`.   Knows nothing of: how cases run.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from rjflow.definition.model import Workflow
from rjflow.definition.wording import label_of, said, spoken_time, spoken_value
from rjflow.engine.history import Entry, Open
from rjflow.engine.options import Option
from rjflow.engine.wording import entry_cells, option_sentence, remedy_sentence, waiver_sentence
from rjflow.report.layout import paragraphs, table, wrapped
from rjflow.rules.commands import Advance, Join, RecordEvidence, SeeScheme
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.timing import due_at
from rjflow.rules.wording import Cast, arrived, cast_in, cast_of, moved
from rjflow.text import counted, listed
from rjflow.verifier.wording import ran_out


def history_text(
    workflow: Workflow,
    history: Iterable[Entry],
    *,
    names: Mapping[str, str] | None = None,
    brief: bool = False,
) -> str:
    """
    Tell a history, entry by entry.

    Args:
        workflow: The definition the case runs under; names that only an earlier one knows are told as they are.
        history: Its entries.
        names: What to call people and those who act, by id.
        brief: Put into one line what only prepares: several records in a row, and time that passes.
    """
    entries = list(history)
    cast = _cast(workflow, entries, names)
    waived = waiver_sentence(workflow, entries[0]) if entries else ""
    return paragraphs(wrapped(waived), entries_text(workflow, entries, cast, brief=brief))


def entries_text(workflow: Workflow, entries: Sequence[Entry], cast: Cast, *, brief: bool = False) -> str:
    """
    Tell a part of a history, entry by entry.
    """
    rows = _brief(workflow, entries, cast) if brief else [_row(workflow, entry, cast) for entry in entries]
    return "\n".join(map(_entry, rows))


def ran_out_text(
    workflow: Workflow, earlier: Situation, later: Situation, *, names: Mapping[str, str] | None = None
) -> str:
    """
    Name the evidence that was current in one situation and has run out in a later one.
    """
    lapsed = ran_out(workflow, earlier, later, cast_in(workflow, later, names))
    return "\n".join(wrapped(f"- {one} has run out", indent=2, hanging=2) for one in lapsed)


def names_of(workflow: Workflow, people: Mapping[str, str], workers: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """
    Call everybody by their id, and say what they are.

    Args:
        workflow: The workflow.
        people: Whom a case is about, as id to kind.
        workers: Who works on it, as id to roles, those in its scheme too.
    """
    called = {id: f"{id} ({workflow.people[kind].label})" for id, kind in people.items()}
    link = workflow.scheme
    known = {**(link.workflow.roles if link else {}), **workflow.roles}
    for id, roles in workers.items():
        labels = listed([known[role].label for role in roles if role in known])
        called[id] = f"{id} ({labels})" if labels else id
    return called


def day_text(day: date) -> str:
    """
    Say a day.

    >>> day_text(date(2026, 3, 2))
    '2 March 2026'
    """
    return spoken_value(day)


def state_text(workflow: Workflow, state: str) -> str:
    """
    Name a state.
    """
    return said(workflow, state)


def moves_text(workflow: Workflow, decision: Decision) -> str:
    """
    Say how the case moved in one step.
    """
    if not decision.moves:
        return ""
    first, *others = decision.moves
    return " ".join([moved(workflow, first), *(arrived(workflow, move) for move in others)])


def clock_rows(workflow: Workflow, situation: Situation) -> list[tuple[str, str]]:
    """
    Give what the clock does if nothing happens before: when, and what.
    """
    dues = ((due_at(workflow, situation, place), deadline.event) for place, deadline in enumerate(workflow.deadlines))
    waiting = sorted((due, event) for due, event in dues if due is not None)
    return [(spoken_time(due, workflow.time_zone), said(workflow, event)) for due, event in waiting]


def options_text(
    workflow: Workflow, situation: Situation, options: Sequence[Option], *, names: Mapping[str, str] | None = None
) -> str:
    """
    Tell what somebody can do now; and for what they cannot, what would help.
    """
    cast = cast_in(workflow, situation, names)
    rows = [(label_of(workflow, one.event), option_sentence(workflow, one)) for one in options if one.is_open]
    blocks = [table(rows, indent=2, most=(40,))]
    for one in options:
        here = any(finding.asked == "state" and finding.truth is True for finding in one.decision.findings)
        if not one.is_open and here:
            head = wrapped(f"{label_of(workflow, one.event)}: {option_sentence(workflow, one)}", indent=2, hanging=2)
            helps = dict.fromkeys(remedy_sentence(workflow, remedy, cast) for remedy in one.remedies)
            blocks.append("\n".join([head, *(wrapped(text, indent=4, hanging=2) for text in helps)]))
    return paragraphs(*blocks)


# ----------------------------------------------------------------------------------------------------------------------

_Row = tuple[str, str, str, str, str]


def _cast(workflow: Workflow, entries: Sequence[Entry], names: Mapping[str, str] | None) -> Cast:
    people = dict(person for entry in entries if isinstance(entry.command, Open) for person in entry.command.people)
    people |= {entry.command.person: entry.command.kind for entry in entries if isinstance(entry.command, Join)}
    known = tuple((id, kind) for id, kind in people.items() if kind in workflow.people)
    return cast_of(workflow, known, names)


def _row(workflow: Workflow, entry: Entry, cast: Cast) -> _Row:
    when, who, what, where = entry_cells(workflow, entry, cast)
    return str(entry.number), when, who, what, where


def _brief(workflow: Workflow, entries: Sequence[Entry], cast: Cast) -> Iterator[_Row]:
    for quiet, several in groupby(entries, _is_quiet):
        together = list(several)
        records = [entry for entry in together if isinstance(entry.command, RecordEvidence)]
        if not quiet or len(together) == 1:
            yield from (_row(workflow, entry, cast) for entry in together)
            continue
        when, *_ = entry_cells(workflow, together[-1], cast)
        who = listed(dict.fromkeys(cast.actor(entry.actor.id) for entry in records or together))
        what = f"record {counted(len(records), 'piece')} of evidence" if records else "let time pass"
        yield f"{together[0].number}-{together[-1].number}", when, who, what, ""


def _is_quiet(entry: Entry) -> bool:
    """
    Tell whether an entry is one of many that only prepare for what comes.
    """
    return isinstance(entry.command, RecordEvidence | Advance | SeeScheme) and not entry.moves


def _entry(row: _Row) -> str:
    number, when, who, what, where = row
    return wrapped(f"{number:>7}  {when}  {who}: {what} {where}".rstrip(), hanging=9)
