"""
Make the steps that hand forms in, and what registers say, of their shape.

Stands on: `names`, `model`.   Knows nothing of: YAML, engines.
"""

from collections.abc import Iterator, Mapping
from copy import copy

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Workflow
from rjflow.definition.papers import Field, Form, Records, Register, Registered
from rjflow.reader.scenario_shapes import Answers, ListedShape, StepShape
from rjflow.reader.shapes import Pairs, items_of
from rjflow.reader.written import Text
from rjflow.scenarios.model import Answer, HandIn, Listed, Saying
from rjflow.scenarios.names import Names
from rjflow.sources.codes import problem
from rjflow.sources.unknown import unknown


def link_form(names: Names, shape: StepShape, text: Text, by: str | None) -> HandIn | None:
    """
    Make the handing in of a form; nothing where a name of it was not found.
    """
    forms = names.workflow.forms
    if text.value not in forms:
        names.findings.add(unknown("RJ375", text.span, text.value, forms, thing="a form"))
        return None
    form = forms[text.value]
    written = tuple(_written(names, form, shape.with_))
    who = by or (names.first(text, form.filled_by, f"hand in `{form.name}`") if shape.by is None else None)
    people = tuple(_people(names, form, shape))
    return HandIn(form.name, who, written, people) if who else None


def link_register(names: Names, shape: "Pairs[ListedShape] | None") -> Iterator[Listed]:
    """
    Make what the scheme's registers say.
    """
    for text, one in shape or ():
        if names.workflow.scheme is None:
            names.no_scheme(text.span)
            return
        who = names.somebody(text)
        register = _register(names, names.workflow.scheme.workflow, text, one)
        if who is not None and register is not None:
            yield _listed(names, names.workflow.scheme.workflow, register, who, one)


# ----------------------------------------------------------------------------------------------------------------------


def _written(names: Names, form: Form, answers: "Answers | None") -> Iterator[tuple[str, Answer]]:
    fields: Mapping[str, Field] = form.fields
    for name, said in answers or ():
        if name.value not in fields:
            names.findings.add(unknown("RJ375", name.span, name.value, fields, thing=f"a field of `{form.name}`"))
            continue
        if isinstance(said, tuple):
            help_ = "write one answer, and a step for each person"
            words = {"what": f"`{name}`", "wanted": "one answer"}
            names.findings.add(problem("RJ104", name.span, label="this has keys of its own", help=help_, **words))
            continue
        kind = fields[name.value].kind
        found: Answer | None = said.value
        if isinstance(kind, Records):
            found = names.answer(names.workflow.evidence[kind.evidence], said)
        elif isinstance(kind, Registered) and isinstance(said, Text):
            found = names.somebody(said)
        if found is not None:
            yield name.value, found


def _people(names: Names, form: Form, shape: StepShape) -> Iterator[str]:
    """
    Give whom a form is about, where that is said.
    """
    kinds = names.workflow.people
    for text in items_of(shape.of):
        person = names.person(text)
        if person is not None and form.about is not None and in_group(kinds[names.people[person]], form.about):
            yield person
        elif person is not None:
            label = f"it is about `{form.about}`" if form.about else "it is about the case, not about people"
            names.findings.add(problem("RJ405", text.span, label=label, evidence=form.name, person=person))


def _register(names: Names, scheme: Workflow, who: Text, shape: ListedShape) -> Register | None:
    if shape.in_ is None and len(scheme.registers) == 1:
        return next(iter(scheme.registers.values()))
    text = shape.in_ or who
    if shape.in_ is None and scheme.registers:
        words = {"noun": "somebody of a register", "keys": "`in`"}
        names.findings.add(problem("RJ101", who.span, help="say which register lists them", **words))
    elif text.value not in scheme.registers or shape.in_ is None:
        names.findings.add(unknown("RJ376", text.span, text.value, scheme.registers, thing="a register of the scheme"))
    else:
        return scheme.registers[text.value]
    return None


def _listed(names: Names, scheme: Workflow, register: Register, who: str, shape: ListedShape) -> Listed:
    there = copy(names)
    there.workflow = scheme
    sayings = []
    for name, said in shape.evidence or ():
        evidence = there.evidence(name)
        if evidence is None:
            continue
        if evidence.about is None or not in_group(scheme.people[register.kind], evidence.about):
            words = {"evidence": evidence.name, "person": who}
            names.findings.add(problem("RJ405", name.span, label=f"it is not about `{register.kind}`", **words))
            continue
        answer = there.answer(evidence, said)
        sayings += [Saying(evidence.name, answer, who)] if answer is not None else []
    return Listed(who, register.kind, tuple(sayings), shape.cases.value if shape.cases else 0)
