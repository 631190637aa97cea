"""
A form as it is drawn: as JSON Schema, as plain text, and what is said of mistakes in one.

Stands on: `definition.papers`, `definition.wording`, `rules.filing`.   Knows nothing of: what was written in it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rjflow.casebook.papers import SeenForm
from rjflow.definition.model import Day, Flag, Number, OneOf, Workflow
from rjflow.definition.papers import Field, FieldKind, Form, Records, Registered, Rows, SeveralOf, Words
from rjflow.definition.wording import condition, label_of, one_of_group, said, spoken_value, spoken_values, the_actors
from rjflow.instants import moment
from rjflow.names import spoken
from rjflow.report.layout import as_json, paragraphs, wrapped
from rjflow.rules.filing import LONGEST, MOST_ROWS, FormProblem
from rjflow.rules.registering import Unfit
from rjflow.text import listed

Document = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def form_schema(workflow: Workflow, form: Form) -> Document:
    """
    Describe what may be written in a form, as JSON Schema: labels are titles, helps are descriptions, words have their spoken form.
    """
    fields = {field.name: _field(workflow, field) for field in form.fields.values()}
    required = [field.name for field in form.fields.values() if _must(form, field)]
    described = {"description": form.help} if form.help else {}
    return {
        "$schema": DRAFT,
        "title": form.label,
        **described,
        "type": "object",
        "properties": fields,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def form_schema_text(workflow: Workflow, form: Form) -> str:
    """
    Write the schema of a form.
    """
    return as_json(form_schema(workflow, form))


def form_text(workflow: Workflow, form: Form) -> str:
    """
    Draw a form in plain text, to be printed and filled in by hand.
    """
    about = f" One for each {one_of_group(workflow, form.about)}." if form.about else ""
    does = f" Handing it in is to {said(workflow, form.event)}." if form.event else ""
    who = (
        f"Filled in by {the_actors(workflow, form.filled_by)}. Seen by {the_actors(workflow, form.visible_to, 'and')}."
    )
    return paragraphs(
        f"{form.label[:1].upper()}{form.label[1:]}",
        wrapped(f"{who}{about}{does}"),
        wrapped(_sentence(form.help)) if form.help else "",
        *(_drawn(workflow, form, field) for field in form.fields.values()),
    )


def problem_sentence(workflow: Workflow, form: Form, problem: FormProblem) -> str:
    """
    Say what is wrong with what was written in a form, and what to do about it.
    """
    field = form.fields.get(problem.field or "")
    if problem.wrong == "person":
        whom = (
            f"say for which {one_of_group(workflow, form.about)}"
            if form.about
            else "it is about the case, and about nobody"
        )
        return f"{form.label}: {whom}"
    if problem.field is None:
        return f"{form.label}: nothing in it was filled in that is recorded"
    if field is None:
        return f"{form.label} has no field `{problem.field}`"
    where = f"{field.label}, row {problem.row}" if problem.row is not None else field.label
    kind = field.kind
    if problem.column is not None and isinstance(kind, Rows):
        cell = kind.cells.get(problem.column)
        if cell is None:
            return f"{where}: there is no column `{problem.column}`"
        where, kind = f"{where}, {cell.label}", cell.kind
    return f"{where}: {_wrong(workflow, kind, problem)}"


def unfit_sentence(workflow: Workflow, one: Unfit) -> str:
    """
    Say why somebody of a register cannot be named; *workflow* is the one whose register it is.
    """
    match one.why:
        case "no scheme":
            return "nobody can say how the scheme stands"
        case "not listed":
            return "they are not in the register"
        case "until":
            return (
                f"their last day was {spoken_value(one.has)}" if one.has is not None else "their last day is not known"
            )
        case "level":
            has = spoken_value(one.has) if one.has is not None else "not known"
            return f"their level is {has}" + (
                f", and {spoken_value(one.asked)} is asked" if one.asked is not None else ""
            )
        case "most":
            limit = f"and may have {one.asked}" if one.asked is not None else "and how many they may have is not known"
            return f"they have {one.has} open, {limit}"
        case "conflict":
            return "they are, or speak for, somebody in this case"
        case "twice":
            return "they have another part in this case, which is for somebody else"
        case "needs":
            asked = one.finding.requirement if one.finding is not None else None
            return (
                f"it is not so that {condition(workflow, asked.condition)}"
                if asked is not None
                else "what is needed is not so"
            )


def spoken_words(written: Any) -> str:
    """
    Give what was written in a field as text: what somebody wrote as they wrote it, rows one after the other.

    >>> spoken_words([{"domain": "health", "on": date(2026, 3, 2)}, {"domain": "place"}])
    'domain: health, on: 2 March 2026; domain: place'
    """
    match written:
        case str():
            return written
        case [{}, *_]:
            return "; ".join(spoken_words(row) for row in written)
        case list():
            return listed([spoken_words(one) for one in written])
        case dict():
            return ", ".join(f"{spoken(name)}: {spoken_words(one)}" for name, one in written.items())
        case _:
            return spoken_value(written)


def plain_words(written: Any) -> Any:
    """
    Give what was written in a field as JSON has it: a date as its text.
    """
    match written:
        case date():
            return written.isoformat()
        case list():
            return [plain_words(one) for one in written]
        case dict():
            return {name: plain_words(one) for name, one in written.items()}
        case _:
            return written


def filed_document(workflow: Workflow, filed: SeenForm) -> Document:
    """
    Give what somebody may see of a form that was handed in, in parts.
    """
    return {
        "form": filed.form,
        "label": workflow.forms[filed.form].label,
        "person": filed.person,
        "by": filed.by,
        "at": moment(filed.at, workflow.time_zone).isoformat(),
        "values": plain_words(dict(filed.values)),
    }


def mistakes_document(workflow: Workflow, form: str, problems: Iterable[FormProblem]) -> list[Document]:
    """
    Give everything that is wrong with what was written in a form: where, and what to do about it.
    """
    there = workflow.forms[form]
    return [
        {
            "where": [str(part) for part in (one.field, one.row, one.column) if part is not None],
            "what": problem_sentence(workflow, there, one),
        }
        for one in problems
    ]


# ----------------------------------------------------------------------------------------------------------------------


def _must(form: Form, field: Field) -> bool:
    return field.required or (form.event is not None and isinstance(field.kind, Records))


def _field(workflow: Workflow, field: Field) -> Document:
    told = {"title": field.label, **({"description": field.help} if field.help else {})}
    return {**told, **_kind(workflow, field.kind)}


def _kind(workflow: Workflow, kind: FieldKind) -> Document:
    match kind:
        case Records(evidence):
            return {**_kind(workflow, workflow.evidence[evidence].values), "x-records": evidence}
        case OneOf(words):
            return {"oneOf": [{"const": word, "title": spoken(word)} for word in words]}
        case SeveralOf(words):
            items = {"oneOf": [{"const": word, "title": spoken(word)} for word in words]}
            return {"type": "array", "items": items, "uniqueItems": True}
        case Flag():
            return {"type": "boolean"}
        case Number(low, high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case Day():
            return {"type": "string", "format": "date"}
        case Words(size):
            lines = {} if size == "page" else {"pattern": r"^[^\n]*$"}
            return {"type": "string", "minLength": 1, "maxLength": LONGEST[size], **lines}
        case Registered(register):
            return {"type": "string", "minLength": 1, "x-register": register}
        case Rows(cells):
            row: Document = {
                "type": "object",
                "properties": {cell.name: _field(workflow, cell) for cell in cells.values()},
                "additionalProperties": False,
            }
            required = [cell.name for cell in cells.values() if cell.required]
            return {
                "type": "array",
                "maxItems": MOST_ROWS,
                "items": {**row, **({"required": required} if required else {})},
            }


def _drawn(workflow: Workflow, form: Form, field: Field) -> str:
    """
    Draw a field: its label, what helps, and room for an answer.
    """
    must = "" if _must(form, field) else " (may be left out)"
    lines = [wrapped(f"{field.label[:1].upper()}{field.label[1:]}{must}")]
    if field.help:
        lines.append(wrapped(_sentence(field.help), indent=2))
    lines += _room(workflow, field.kind)
    return "\n".join(lines)


def _room(workflow: Workflow, kind: FieldKind) -> Iterator[str]:
    match kind:
        case Records(evidence):
            yield from _room(workflow, workflow.evidence[evidence].values)
        case OneOf(words):
            yield from (f"  ( ) {spoken(word)}" for word in words)
        case SeveralOf(words):
            yield from (f"  [ ] {spoken(word)}" for word in words)
        case Flag():
            yield "  ( ) yes   ( ) no"
        case Number(low, high):
            yield f"  ____ (a whole number from {low} to {high})"
        case Day():
            yield "  ____-__-__ (a date)"
        case Words(size):
            yield "  ______________________________________________"
            yield from ["  ______________________________________________"] * (3 if size == "page" else 0)
        case Registered(register):
            home = workflow.scheme.workflow if workflow.scheme is not None else workflow
            room = f"{'_' * 30} (somebody of {label_of(home, register)})"
            yield from wrapped(room, indent=2, hanging=2).split("\n")
        case Rows(cells):
            yield "  in each row:"
            for cell in cells.values():
                yield from wrapped(f"- {cell.label}: {_choice(cell.kind)}", indent=2, hanging=2).split("\n")


def _choice(kind: FieldKind) -> str:
    match kind:
        case OneOf(words) | SeveralOf(words):
            return ", ".join(spoken(word) for word in words)
        case Flag():
            return "yes or no"
        case Number(low, high):
            return f"{low} to {high}"
        case Day():
            return "a date"
        case _:
            return "in words"


def _wrong(workflow: Workflow, kind: FieldKind, problem: FormProblem) -> str:
    match problem.wrong:
        case "missing":
            return "it must be filled in"
        case "too long":
            return f"it has at most {LONGEST[kind.size] if isinstance(kind, Words) else ''} characters"
        case "too many":
            return f"it has at most {MOST_ROWS} rows"
        case "unfit":
            home = workflow.scheme.workflow if workflow.scheme is not None else workflow
            return "; ".join(unfit_sentence(home, one) for one in problem.unfit)
        case _:
            return f"it must be {_wanted(workflow, kind)}"


def _wanted(workflow: Workflow, kind: FieldKind) -> str:
    match kind:
        case Records(evidence):
            return _wanted(workflow, workflow.evidence[evidence].values)
        case OneOf(words):
            return spoken_values(words)
        case SeveralOf(words):
            return f"a list of {spoken_values(words)}"
        case Flag():
            return "true or false"
        case Number(low, high):
            return f"a whole number from {low} to {high}"
        case Day():
            return "a date, written year-month-day"
        case Words(size):
            return "words, in one line" if size == "line" else "words"
        case Registered():
            return "the name of somebody"
        case Rows():
            return "a list of rows"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
