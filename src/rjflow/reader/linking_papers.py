"""
Link what a file says of paper: forms and their fields, exports, registers, and what is kept.

Stands on: `linking_conditions`, `definition.papers`.   Knows nothing of: YAML, safeguards.
"""

from collections.abc import Iterable, Iterator

from attrs import evolve

from rjflow.definition.model import CLOCK, Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.definition.papers import (
    REASON,
    STATE,
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
from rjflow.frozen import frozen_map
from rjflow.guards.vocabulary import Place
from rjflow.reader.amounts import amount
from rjflow.reader.checking_papers import check_export, check_form, check_register
from rjflow.reader.files import WorkflowShape
from rjflow.reader.linking_conditions import Context, said
from rjflow.reader.paper_shapes import CellShape, ExportShape, FieldShape, FormShape, KeptShape, RegisterShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.unknown import unknown
from rjflow.text import did_you_mean


def link_papers(context: Context, workflow: Workflow, scheme: Workflow | None) -> Workflow:
    """
    Give a workflow, of which all else is linked, with its forms, exports, registers and what is kept.
    """
    shape = context.shape
    registers = frozen_map((name.value, _register(context, workflow, name, one)) for name, one in shape.registers or ())
    linked = evolve(workflow, registers=registers)
    home = scheme if scheme is not None else linked
    forms = frozen_map((name.value, _form(context, linked, home, name, one)) for name, one in shape.forms or ())
    exports = frozen_map((name.value, _export(context, linked, name, one)) for name, one in shape.exports or ())
    whole = evolve(linked, forms=forms, exports=exports)
    return evolve(whole, kept=tuple(_kept(context, whole, one) for one in items_of(shape.kept)))


def papers_in(workflow: Workflow) -> frozenset[str]:
    """
    Give the names of a workflow's forms and, as `FORM.FIELD`, of their fields.
    """
    fields = (f"{form.name}.{field}" for form in workflow.forms.values() for field in form.fields)
    return frozenset((*workflow.forms, *fields))


# ---- forms -----------------------------------------------------------------------------------------------------------


def _form(context: Context, workflow: Workflow, home: Workflow, name: Text, shape: FormShape) -> Form:
    names = context.names
    about = shape.about.value if shape.about and names.group(shape.about) else None
    event = shape.event.value if shape.event and names.known("events", shape.event) else None
    fields = frozen_map((each.value, _field(context, home, each, one)) for each, one in shape.fields or ())
    recorded = [workflow.evidence[one] for one in records_in(fields.values()) if one in workflow.evidence]
    able = _able(workflow, event, recorded)
    filled_by = names.actors(shape.filled_by) or able
    form = Form(
        **context.named(name, shape),
        help=said(shape.help),
        fields=fields,
        filled_by=filled_by,
        visible_to=names.actors(shape.visible_to) or filled_by,
        about=about,
        event=event,
    )
    if not shape.unsure("about", "event", "fields", "filled-by"):
        context.findings.add(*check_form(workflow, form, shape, able, names.groups))
    return form


def records_in(fields: Iterable[Field]) -> Iterator[str]:
    """
    Give the evidence that fields record.
    """
    yield from (field.kind.evidence for field in fields if isinstance(field.kind, Records))


def _able(workflow: Workflow, event: str | None, recorded: list[Evidence]) -> tuple[str, ...]:
    """
    Give who may do all that handing a form in does.
    """
    if event is not None and event in workflow.events:
        return tuple(one for one in workflow.events[event].by if one != CLOCK)
    if not recorded:
        return ()
    return tuple(one for one in recorded[0].recorded_by if all(one in each.recorded_by for each in recorded))


def _field(context: Context, home: Workflow, name: Text, shape: FieldShape) -> Field:
    visible_to = context.names.actors(shape.visible_to)
    counted = bool(shape.counted and shape.counted.value)
    return evolve(_cell(context, name, shape, _kind(context, home, shape)), visible_to=visible_to, counted=counted)


def _cell(context: Context, name: Text, shape: CellShape, kind: FieldKind) -> Field:
    required = bool(shape.required and shape.required.value)
    return Field(**context.named(name, shape), kind=kind, help=said(shape.help), required=required)


def _kind(context: Context, home: Workflow, shape: FieldShape) -> FieldKind:
    if shape.records is not None:
        context.names.known("evidence", shape.records)
        return Records(shape.records.value)
    if shape.from_register is not None:
        return _registered(context, home, shape.from_register, shape)
    if shape.rows is not None:
        return Rows(frozen_map((each.value, _cell(context, each, one, _plain(one))) for each, one in shape.rows))
    return _plain(shape)


def _plain(shape: CellShape) -> FieldKind:
    if shape.one_of:
        return OneOf(tuple(word.value for word in shape.one_of))
    if shape.several_of:
        return SeveralOf(tuple(word.value for word in shape.several_of))
    if shape.number:
        low = shape.number.from_.value if shape.number.from_ else 0
        return Number(low, shape.number.to.value if shape.number.to else low)
    if shape.flag or shape.date:
        return Flag() if shape.flag else Day()
    return Words("page") if shape.text and shape.text.value == "page" else Words("line")


def _registered(context: Context, home: Workflow, name: Text, shape: FieldShape) -> Registered:
    level = shape.level
    is_lost = context.shape.scheme is not None and home.subject != "scheme"  # that file is told of already
    if name.value not in home.registers and not is_lost:
        context.findings.add(unknown("RJ376", name.span, name.value, home.registers, thing="a register"))
    asked = level.value if level and context.names.known("evidence", level) else None
    register = home.registers.get(name.value)
    fact = context.words.facts.get(asked or "")
    if register is not None and fact is not None and level is not None:
        of = home.evidence.get(register.level or "")
        has = of.values if of is not None else None
        if not isinstance(has, OneOf) or fact.about is not None or not set(fact.words) <= set(has.values):
            help_ = "name evidence about the case that says words which the level of the register says too"
            what = f"the level of the register `{name}`"
            context.findings.add(problem("RJ377", level.span, label="other words", help=help_, word=level, what=what))
    context.findings.add(*_not_naming(context.shape, name, shape))
    return Registered(name.value, asked, tuple(text.value for text in items_of(shape.other_than)))


def _not_naming(shape: WorkflowShape, register: Text, field: FieldShape) -> Iterator[Diagnostic]:
    """
    Find what a field is to be other than that is no field, names nobody of a register, or is that field itself.
    """
    fields = {f"{form.value}.{name.value}": each for form, one in shape.forms or () for name, each in one.fields or ()}
    naming = [name for name, each in fields.items() if each.from_register is not None and each is not field]
    for text in items_of(field.other_than):
        if text.value not in fields:
            yield unknown("RJ375", text.span, text.value, naming, thing="something from a register")
        elif text.value not in naming:
            itself = fields[text.value] is field
            help_ = "name the field with which somebody else is named, or take it out"
            if not itself:
                form, _, called = text.value.partition(".")
                help_ = f"write `from-register: {register}` at `{called}` of the form `{form}`, or take it out here"
            label = "this very field" if itself else "this field names nobody of a register"
            yield problem("RJ377", text.span, label=label, help=help_, word=text, what="`other-than`")


def registers_in(shape: WorkflowShape, workflow: Workflow, scheme: Workflow | None) -> frozenset[str] | None:
    """
    Give the registers that a workflow may ask: its scheme's, or its own; nothing where the scheme's file has mistakes of its own.
    """
    home = workflow if scheme is None else scheme
    is_lost = shape.scheme is not None and home.subject != "scheme"
    return None if is_lost else frozenset(home.registers)


# ---- what is told, and what is kept ----------------------------------------------------------------------------------


def _export(context: Context, workflow: Workflow, name: Text, shape: ExportShape) -> Export:
    names = context.names
    facts = tuple(
        text.value for text in items_of(shape.facts) if text.value in (STATE, REASON) or names.known("evidence", text)
    )
    at = names.of("events", items_of(shape.at))
    to = names.actors(shape.to)
    doers = (by for one in at for by in workflow.events[one].by if by != CLOCK)
    basis = shape.basis.value if shape.basis else ""
    export = Export(
        **context.named(name, shape),
        to=to,
        at=at,
        facts=facts,
        basis="permission" if basis == "permission" else "agreement" if basis == "agreement" else "legal-duty",
        needs=context.group(shape.needs),
        visible_to=names.actors(shape.visible_to) or tuple(dict.fromkeys((*to, *doers))),
    )
    context.findings.add(*check_export(workflow, export, shape))
    return export


def _kept(context: Context, workflow: Workflow, shape: KeptShape) -> Kept:
    endings = {reason for state in workflow.states.values() for reason in state.reasons}
    for text in items_of(shape.reasons):
        if text.value not in endings and not context.names.unread & {"states"}:
            help_ = did_you_mean(text.value, sorted(endings)) or "name a reason that a final state has"
            context.findings.add(problem("RJ231", text.span, help=help_, state="no state", word=text))
    known = papers_in(workflow)
    for text in items_of(shape.only):
        if text.value not in known:
            context.findings.add(unknown("RJ375", text.span, text.value, known, thing="a form or a field"))
    return Kept(
        after=amount(shape.after.value)[1] if shape.after else 0,
        only=tuple(text.value for text in items_of(shape.only)),
        reasons=tuple(text.value for text in items_of(shape.reasons)),
        because=said(shape.because),
        sources=context.cited(shape.source),
        span=shape.span,
    )


def _register(context: Context, workflow: Workflow, name: Text, shape: RegisterShape) -> Register:
    names = context.names
    kind = shape.people.value if shape.people and names.group(shape.people) else ""
    place = Place(person=frozenset({kind})) if kind in workflow.people else Place()

    def known(text: Text | None) -> str | None:
        return text.value if text and names.known("evidence", text) else None

    register = Register(
        **context.named(name, shape),
        kind=kind,
        needs=context.group(shape.needs, place),
        until=known(shape.until),
        level=known(shape.level),
        most=known(shape.most),
    )
    if kind in workflow.people:
        context.findings.add(*check_register(workflow, register, shape))
    return register
