"""
The sentences of a policy about paper: forms, what others are told, what is left after the end, and registers.

Stands on: `policy`, `definition.wording`.   Knows nothing of: what was written in forms.
"""

from collections.abc import Iterator

from rjflow.definition.model import Day, Flag, Number, OneOf, Workflow
from rjflow.definition.papers import (
    Export,
    Field,
    FieldKind,
    Form,
    Kept,
    Records,
    Register,
    Registered,
    Rows,
    SeveralOf,
    Words,
)
from rjflow.definition.wording import (
    all_said,
    duration,
    label_of,
    one_of_group,
    reasoned,
    said,
    spoken_values,
    the_actors,
    with_name,
)
from rjflow.report.policy import Line, Point, asked_lines, source_numbers, why_lines
from rjflow.text import listed

_BASIS = {"permission": "the permission of those concerned", "agreement": "an agreement", "legal-duty": "a legal duty"}


def form_point(workflow: Workflow, form: Form) -> Point:
    """
    Say who fills a form in, who sees it, and what each field says.
    """
    about = f" for each {one_of_group(workflow, form.about)}" if form.about else ""
    lines = [Line(f"Filled in{about} by {the_actors(workflow, form.filled_by)}.")]
    lines.append(Line(f"Seen by {the_actors(workflow, form.visible_to, 'and')}."))
    if form.event:
        lines.append(Line(f"Handing it in is to {said(workflow, form.event)}."))
    lines.append(Line("It asks:"))
    lines += [line for field in form.fields.values() for line in _field(workflow, field)]
    return Point(with_name(form.label, form.name), (*lines, *why_lines(workflow, form)))


def export_point(workflow: Workflow, export: Export) -> Point:
    """
    Say who is told what, when, and by what right.
    """
    lines = [
        Line(f"Told to {the_actors(workflow, export.to, 'and')}, when {all_said(workflow, export.at, 'or')} happens.")
    ]
    lines.append(Line(f"They are told {listed([_fact(workflow, one) for one in export.facts])}, and nothing else."))
    lines.append(Line(f"It rests on {_BASIS[export.basis]}."))
    if export.needs.items:
        lines += [Line("It is told only if, then:"), *asked_lines(workflow, export.needs, 1)]
    lines.append(Line(f"That it was told is seen by {the_actors(workflow, export.visible_to, 'and')}."))
    return Point(with_name(export.label, export.name), (*lines, *why_lines(workflow, export)))


def field_said(workflow: Workflow, field: Field) -> str:
    """
    Say what a field of a form is for: its label, what it says, and whether it must.
    """
    must = ", always" if field.required else ""
    seen = f", seen by {the_actors(workflow, field.visible_to, 'and')} only" if field.visible_to else ""
    cells = [cell.label for cell in field.kind.cells.values()] if isinstance(field.kind, Rows) else []
    each = f" {listed(cells)}" if cells else ""
    return f"“{field.label}” ({_kind(workflow, field.kind)}{each}{must}{seen})"


def kept_point(workflow: Workflow, kept: Kept) -> Point:
    """
    Say what is left of the forms of an ended case.
    """
    when = f"{duration(kept.after)} after" if kept.after else "At"
    which = f"for the reason {spoken_values(kept.reasons)}" if kept.reasons else "for any reason"
    what = all_said(workflow, kept.only) if kept.only else "nothing"
    why = reasoned(kept.because, source_numbers(workflow, kept.sources))
    lines = [Line(f"Of what was written in forms is left: {what}.")]
    return Point(
        f"{when} the end of a case {which}", (*lines, *([Line(f"{why[:1].upper()}{why[1:]}.")] if why else []))
    )


def register_point(workflow: Workflow, register: Register) -> Point:
    """
    Say who can be given to a case, and when.
    """
    lines = [Line(f"It lists every {label_of(workflow, register.kind)}.")]
    if register.needs.items:
        lines += [Line("Somebody can be given to a case only if:"), *asked_lines(workflow, register.needs, 1)]
    if register.until:
        lines.append(Line(f"Not after the day of {said(workflow, register.until)}."))
    if register.level:
        lines.append(Line(f"{said(workflow, register.level)} must be at least what the case asks for."))
    if register.most:
        lines.append(Line(f"They have fewer open cases than {said(workflow, register.most)} says."))
    return Point(with_name(register.label, register.name), (*lines, *why_lines(workflow, register)))


# ----------------------------------------------------------------------------------------------------------------------


def _fact(workflow: Workflow, name: str) -> str:
    return {"state": "where the case stands", "reason": "why it ended"}.get(name) or said(workflow, name)


def _field(workflow: Workflow, field: Field) -> Iterator[Line]:
    must = ", always" if field.required else ""
    seen = f"; seen by {the_actors(workflow, field.visible_to, 'and')} only" if field.visible_to else ""
    yield Line(f"- {with_name(field.label, field.name)}: {_kind(workflow, field.kind)}{must}{seen}", 1)
    if isinstance(field.kind, Rows):
        for cell in field.kind.cells.values():
            yield Line(f"- {cell.label}: {_kind(workflow, cell.kind)}{', always' if cell.required else ''}", 2)


def _kind(workflow: Workflow, kind: FieldKind) -> str:
    match kind:
        case Records(evidence):
            return f"it records {said(workflow, evidence)}"
        case OneOf(words):
            return spoken_values(words)
        case SeveralOf(words):
            return f"any of {spoken_values(words, 'and')}"
        case Flag():
            return "true or false"
        case Number(low, high):
            return f"a whole number from {low} to {high}"
        case Day():
            return "a date"
        case Words(size):
            return f"a {size} of words"
        case Registered(register, level, other_than):
            home = workflow.scheme.workflow if workflow.scheme is not None else workflow
            asked = f", at the level that {said(workflow, level)} asks for" if level else ""
            besides = f", and nobody who is named at {all_said(workflow, other_than, 'or')}"
            return f"somebody of the register {said(home, register)}{asked}{besides if other_than else ''}"
        case Rows():
            return "rows, each with"
