"""
Check that forms, exports and registers fit what a workflow records.

Stands on: `definition.papers`, `sources.codes`.   Knows nothing of: YAML.
"""

from collections.abc import Iterator, Mapping, Sequence

from rjflow.definition.lookup import in_group, names_somebody
from rjflow.definition.model import CLOCK, Day, Number, OneOf, Workflow
from rjflow.definition.papers import REASON, STATE, Export, Form, Records, Register
from rjflow.reader.paper_shapes import ExportShape, FormShape, RegisterShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.sources.unknown import unknown
from rjflow.text import quoted


def check_form(
    workflow: Workflow, form: Form, shape: FormShape, able: Sequence[str], groups: Mapping[str, frozenset[str]]
) -> Iterator[Diagnostic]:
    """
    Find what a form records that its event does not, or about others, and who fills it in without being able to.
    """
    recorded = {field.kind.evidence: field.span for field in form.fields.values() if isinstance(field.kind, Records)}
    event = workflow.events.get(form.event or "")
    if form.span is not None and not recorded and event is None:
        help_ = "let a field say `records:` with evidence, or name an `event`"
        note = "what is in it takes part in no condition, so nobody could tell that it was ever filled in"
        label = "records nothing"
        yield problem("RJ370", form.span, label=label, notes=(note,), help=help_, word=form.name)
        return
    for name, place in recorded.items():
        evidence = workflow.evidence.get(name)
        if evidence is None or place is None:
            continue
        if event is not None and name not in event.records:
            help_ = f"list it under `records` of `{event.name}`, or take the field out"
            yield _does_not_fit(place, name, f"`{event.name}` does not record it", help_)
        elif evidence.about is not None and not _fits(groups, form.about, evidence.about):
            help_ = f"write `about: {evidence.about}` at the form"
            yield _does_not_fit(place, name, f"it is about `{evidence.about}`", help_)
    for name in event.records if event is not None else ():
        if name not in recorded and shape.event is not None:
            help_ = f"add a field with `records: {name}`"
            yield _does_not_fit(shape.event.span, name, f"`{form.event}` records `{name}`, which no field says", help_)
    if event is not None and CLOCK in event.by and names_somebody(form) and shape.event is not None:
        help_ = f"take `{CLOCK}` out of `by` of `{event.name}`, or let a deadline make another event happen"
        yield _does_not_fit(shape.event.span, event.name, "the clock names nobody of a register", help_)
    yield from _fillers(form, shape, able, groups)


def check_naming(
    registers: frozenset[str] | None, papers: frozenset[str], register: Text | None, others: Sequence[Text]
) -> Iterator[Diagnostic]:
    """
    Find a register that a safeguard asks and nobody has, and fields it speaks of that are not there.
    """
    if register is not None and registers is not None and register.value not in registers:
        yield unknown("RJ376", register.span, register.value, registers, thing="a register")
    for one in others:
        if one.value not in papers:
            yield unknown("RJ375", one.span, one.value, papers, thing="a form or a field")


def check_export(workflow: Workflow, export: Export, shape: ExportShape) -> Iterator[Diagnostic]:
    """
    Find what is told without being a fact of the outcome, and what is told on no basis.
    """
    for text in items_of(shape.facts):
        evidence = workflow.evidence.get(text.value)
        if text.value not in (STATE, REASON) and evidence is not None and not evidence.outcome:
            note = "others are told what came of a case, and never what was said in it or how it was prepared"
            help_ = f"take it out; or, if it is such a fact, write `outcome: true` at `{text}`"
            yield problem("RJ373", text.span, label="not marked as one", notes=(note,), help=help_, word=text)
    if shape.basis is None:
        return
    if export.basis != "legal-duty" and not export.needs.items and not shape.unsure("needs"):
        help_ = f"write `needs:` with the {export.basis} that it rests on"
        words = {"word": export.name, "basis": export.basis}
        yield problem("RJ374", shape.basis.span, label="which one?", help=help_, **words)
    elif export.basis == "legal-duty" and not export.sources and not shape.unsure("source"):
        help_ = "write `source:` with the publication that says so"
        words = {"word": export.name, "basis": "a legal duty"}
        yield problem("RJ374", shape.basis.span, label="which one?", help=help_, **words)


def check_register(workflow: Workflow, register: Register, shape: RegisterShape) -> Iterator[Diagnostic]:
    """
    Find evidence that does not say what a register needs, about those whom it lists.
    """
    wanted = ((shape.until, register.until, Day, "a date"), (shape.level, register.level, OneOf, "words"))
    for text, name, sort, what in (*wanted, (shape.most, register.most, Number, "a number")):
        evidence = workflow.evidence.get(name or "")
        if text is None or evidence is None:
            continue
        kind = workflow.people[register.kind]
        if not isinstance(evidence.values, sort) or evidence.about is None or not in_group(kind, evidence.about):
            help_ = f"name evidence about `{kind.name}` that says {what}"
            label = f"not {what} about `{kind.name}`"
            home = f"the register `{register.name}`"
            yield problem("RJ377", text.span, label=label, help=help_, word=text, what=home)


# ----------------------------------------------------------------------------------------------------------------------


def _does_not_fit(place: Span, name: str, label: str, help_: str) -> Diagnostic:
    return problem("RJ372", place, label=label, help=help_, word=name)


def _fits(groups: Mapping[str, frozenset[str]], about: str | None, other: str) -> bool:
    return about is not None and groups.get(about, frozenset()) <= groups.get(other, frozenset())


def _fillers(
    form: Form, shape: FormShape, able: Sequence[str], groups: Mapping[str, frozenset[str]]
) -> Iterator[Diagnostic]:
    """
    Find who is to fill a form in and may not record what is in it.
    """
    kinds = {kind for one in able for kind in groups.get(one, ())}
    for text in items_of(shape.filled_by):
        own = groups.get(text.value)
        if text.value not in able and not (own and own <= kinds):
            who = quoted(able) if able else "nobody"
            note = f"all that it does may be done by {who}"
            help_ = "add them to `recorded-by` of its evidence, or to `by` of its event"
            label = "may not record all of it"
            yield problem("RJ371", text.span, label=label, notes=(note,), help=help_, who=text, word=form.name)
    if not shape.filled_by and not able and form.span is not None and shape.fields:
        help_ = "let one role record all of its evidence, or name an `event`"
        if any(isinstance(field.kind, Records) for field in form.fields.values()):
            yield problem(
                "RJ371", form.span, label="nobody may record all of it", help=help_, who="nobody", word=form.name
            )
