"""
What is written in a form: whether each field says something it can say, and what of it is evidence.

What conditions use becomes evidence; all else is taken apart here, and no rule ever sees it.

Stands on: `definition.papers`, `asking`.   Knows nothing of: where values are kept, sentences.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Literal

from attrs import field

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Day, Flag, Number, OneOf, Workflow
from rjflow.definition.papers import Field, FieldKind, Form, Records, Registered, Rows, SeveralOf, Words
from rjflow.frozen import frozen
from rjflow.rules.asking import is_of
from rjflow.rules.commands import Given
from rjflow.rules.registering import Unfit
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import person_in

LONGEST = {"line": 200, "page": 10_000}
MOST_ROWS = 200

Wrong = Literal["unknown", "missing", "value", "too long", "too many", "person", "nothing", "unfit"]
Fit = Callable[[Registered, str], tuple[Unfit, ...]]


@frozen(kw_only=True)
class FormProblem:
    """
    Something that is wrong with what was written in a form.

    Attributes:
        field: which field; nothing where it is the whole form.
        wrong: `unknown` field, `missing`, a `value` it cannot have, `too long`, `too many` rows, no such `person`, `nothing` that is
            recorded, or somebody `unfit`.
        row, column: where in a field of rows.
        unfit: why somebody of a register cannot be named.
    """

    field: str | None
    wrong: Wrong
    row: int | None = None
    column: str | None = None
    unfit: tuple[Unfit, ...] = ()


@frozen
class Written:
    """What was written in a form, taken apart: the evidence in it, everything else, and what is wrong with it."""

    given: tuple[Given, ...] = ()
    personal: Mapping[str, Any] = field(factory=dict)
    problems: tuple[FormProblem, ...] = ()


def taken_apart(
    workflow: Workflow, situation: Situation, form: Form, values: Mapping[str, Any], person: str | None, fit: Fit
) -> Written:
    """
    Take apart what was written in a form; every problem at once.

    Args:
        workflow: Whose form it is.
        situation: Where the case stands, for who is in it.
        form: The form.
        values: What was written, by field: text, `bool`, `int`, `date` or the text of one, lists of words, or lists of rows. Nothing, as
            `None`, is the same as a field left out.
        person: Whom it is about, where it is about people.
        fit: Tells why somebody of a register cannot be named.
    """
    said = {name: value for name, value in values.items() if value is not None}
    problems = [FormProblem(field=str(name), wrong="unknown") for name in said if name not in form.fields]
    problems += _person(workflow, situation, form, person)
    given: list[Given] = []
    personal: dict[str, Any] = {}
    for one in form.fields.values():
        if one.name not in said:
            problems += [FormProblem(field=one.name, wrong="missing")] if _must(form, one) else []
        elif isinstance(one.kind, Records):
            about = workflow.evidence[one.kind.evidence].about
            plain = _of_evidence(workflow, one.kind, said[one.name])
            given.append(Given(one.kind.evidence, plain, person if about else None))
            problems += [] if plain is not None else [FormProblem(field=one.name, wrong="value")]
        else:
            found, personal[one.name] = _taken(one, said[one.name], fit)
            problems += found
    if not given and not problems and form.event is None:
        problems.append(FormProblem(field=None, wrong="nothing"))
    return Written(tuple(given), personal, tuple(problems))


# ----------------------------------------------------------------------------------------------------------------------


def _must(form: Form, one: Field) -> bool:
    """
    Tell whether a field has to be filled in; an event is given all that it records.
    """
    return one.required or (form.event is not None and isinstance(one.kind, Records))


def _person(workflow: Workflow, situation: Situation, form: Form, person: str | None) -> Iterator[FormProblem]:
    somebody = person_in(situation, person)
    if form.about is None:
        fits = person is None
    else:
        fits = somebody is not None and in_group(workflow.people[somebody.kind], form.about)
    if not fits:
        yield FormProblem(field=None, wrong="person")


def _of_evidence(workflow: Workflow, kind: Records, value: Any) -> Any:
    """
    Give a value as the evidence has it, nothing where it cannot.
    """
    wanted = workflow.evidence[kind.evidence].values
    plain = _as_date(value) if isinstance(wanted, Day) else value
    return plain if is_of(wanted, plain) else None


def _taken(one: Field, value: Any, fit: Fit) -> tuple[list[FormProblem], Any]:
    """
    Judge what a field says, and give it as it is kept.
    """
    match one.kind:
        case Rows(cells):
            return _rows(one.name, cells, value)
        case Registered() as kind:
            if type(value) is not str:
                return [FormProblem(field=one.name, wrong="value")], value
            unfit = fit(kind, value)
            return [FormProblem(field=one.name, wrong="unfit", unfit=unfit)] if unfit else [], value
        case kind:
            wrong, plain = _single(kind, value)
            return [FormProblem(field=one.name, wrong=wrong)] if wrong else [], plain


def _rows(name: str, cells: Mapping[str, Field], value: Any) -> tuple[list[FormProblem], Any]:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        return [FormProblem(field=name, wrong="value")], value
    if len(value) > MOST_ROWS:
        return [FormProblem(field=name, wrong="too many")], value
    problems: list[FormProblem] = []
    kept: list[dict[str, Any]] = []
    for number, row in enumerate(value, start=1):
        said = {str(column): one for column, one in row.items() if one is not None}
        place = partial(FormProblem, field=name, row=number)
        problems += [place(column=column, wrong="unknown") for column in said if column not in cells]
        plain: dict[str, Any] = {}
        for column, cell in cells.items():
            if column in said:
                wrong, plain[column] = _single(cell.kind, said[column])
                problems += [place(column=column, wrong=wrong)] if wrong else []
            elif cell.required:
                problems.append(place(column=column, wrong="missing"))
        kept.append(plain)
    return problems, kept


def _single(kind: FieldKind, value: Any) -> tuple[Wrong | None, Any]:
    """
    Judge one value that stands alone.
    """
    match kind:
        case Words(size):
            if type(value) is not str or not value.strip() or (size == "line" and "\n" in value) or "\0" in value:
                return "value", value
            return ("too long", value) if len(value) > LONGEST[size] else (None, value)
        case SeveralOf(words):
            is_list = isinstance(value, list | tuple) and all(type(one) is str and one in words for one in value)
            is_set = is_list and len(set(value)) == len(value)
            return (None, [word for word in words if word in value]) if is_set else ("value", value)
        case Day():
            plain = _as_date(value)
            return (None, plain) if plain is not None else ("value", value)
        case OneOf() | Flag() | Number():
            return (None, value) if is_of(kind, value) else ("value", value)
        case _:
            return "value", value


def _as_date(value: Any) -> date | None:
    """
    Give a date; programs that hold JSON have its text.
    """
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if type(value) is str and len(value) == len("2026-01-01") else None
    except ValueError:
        return None
