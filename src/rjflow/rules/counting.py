"""
Counts over a set of cases, with small numbers left out so that nobody can be told from them.

Stands on: `viewing`, `definition`.   Knows nothing of: stores, sentences.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.papers import Field
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.rules.situation import NEVER_COUNTED, Situation
from rjflow.rules.viewing import records_of

STATES = "states"
REASONS = "reasons"


@frozen(kw_only=True)
class Counted:
    """One case to be counted: its definition, where it stands, and what was written in its forms, as (form, values)."""

    workflow: Workflow
    situation: Situation
    forms: tuple[tuple[str, Mapping[str, Any]], ...] = ()


@frozen(kw_only=True)
class Table:
    """
    One table of counts.

    Attributes:
        workflow: the name of the workflow.
        about: what is counted: `states`, `reasons`, a piece of evidence, or a field as `FORM.FIELD`.
        counts: how often each value occurs, in the order of the file; nothing where the number is left out.
        total: how many there are together; nothing where that is left out.
    """

    workflow: str
    about: str
    counts: tuple[tuple[Value, int | None], ...]
    total: int | None


def tables(cases: Iterable[Counted], *, least: int, words: bool = True) -> tuple[Table, ...]:
    """
    Count cases: where they stand, why they ended, facts of the outcome, and what the workflow says is counted.

    Args:
        cases: The cases.
        least: Numbers below this are left out, 0 excepted, and with them enough others that they cannot be worked out.
        words: Whether what was written in forms is known; if not, it is not counted, which is not the same as counting none.

    Not seen:
        What can be worked out from two sets of cases that differ by a few.
    """
    by_workflow: dict[str, list[Counted]] = {}
    for case in cases:
        by_workflow.setdefault(case.workflow.name, []).append(case)
    found = (table for several in by_workflow.values() for table in _tables(several, words=words))
    return tuple(suppressed(table, least) for table in found)


def suppressed(table: Table, least: int) -> Table:
    """
    Leave out small numbers, and with them enough others that they cannot be worked out from the total.

    >>> suppressed(Table(workflow="w", about="states", counts=(("a", 9), ("b", 2), ("c", 40)), total=51), 5).counts
    (('a', None), ('b', None), ('c', 40))
    """
    if table.total is None or table.total < least:
        nothing = tuple((value, None) for value, _ in table.counts)
        return evolve(table, counts=nothing, total=None)
    counts = [(value, number) for value, number in table.counts if number is not None]
    hidden = {value for value, number in counts if 0 < number < least}
    others = sorted((number, place, value) for place, (value, number) in enumerate(counts) if number >= least)
    for _, _, value in others:
        together = sum(number for one, number in counts if one in hidden)
        if not hidden or together >= least + len(hidden):
            break
        hidden.add(value)
    shown = tuple((value, None if value in hidden else number) for value, number in table.counts)
    return evolve(table, counts=shown)


# ----------------------------------------------------------------------------------------------------------------------


def _tables(cases: list[Counted], *, words: bool) -> Iterator[Table]:
    """
    Count the cases of one workflow, each version by its own words.
    """
    newest = max((case.workflow for case in cases), key=lambda one: one.version)
    yield _table(newest.name, STATES, newest.states, [case.situation.state for case in cases])
    ended = [case.situation.reason for case in cases if case.situation.reason is not None]
    reasons = dict.fromkeys(reason for state in newest.states.values() for reason in state.reasons)
    if reasons:
        yield _table(newest.name, REASONS, reasons, ended)
    for evidence in newest.evidence.values():
        if evidence.outcome or evidence.counted:
            said = [value for case in cases for value in _said(case, evidence.name)]
            yield _table(newest.name, evidence.name, _words(evidence.values), said)
    for form in newest.forms.values() if words else ():
        for field in (field for field in form.fields.values() if field.counted):
            yield _table(
                newest.name, f"{form.name}.{field.name}", _words(field.kind), list(_written(cases, form.name, field))
            )


def _table(workflow: str, about: str, words: Iterable[Value], said: list[Any]) -> Table:
    found = Counter(said)
    values = dict.fromkeys((*words, *sorted(found, key=str)))
    return Table(
        workflow=workflow, about=about, counts=tuple((value, found[value]) for value in values), total=len(said)
    )


def _words(kind: Any) -> tuple[Value, ...]:
    return getattr(kind, "values", ())


def _said(case: Counted, evidence: str) -> Iterator[Value]:
    """
    Give what was recorded; what never counted is not.
    """
    if evidence in case.workflow.evidence:
        records = records_of(case.workflow, case.situation, evidence)
        yield from (record.value for _, record in records if record.void != NEVER_COUNTED)


def _written(cases: Iterable[Counted], form: str, field: Field) -> Iterator[Any]:
    for case in cases:
        for name, values in case.forms:
            said = values.get(field.name) if name == form else None
            yield from said if isinstance(said, list | tuple) else () if said is None else (said,)
