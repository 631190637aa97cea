"""
Make steps of their shape: who does what, and what must stand in the way.

Stands on: `names`, `linking_checks`, `model`, `guards.parsing`.   Knows nothing of: YAML, engines.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from rjflow.definition.lookup import asked_groups, requirements
from rjflow.definition.model import Requirement
from rjflow.guards.parsing import parse
from rjflow.names import is_name
from rjflow.reader.amounts import amount
from rjflow.reader.scenario_shapes import StepShape
from rjflow.reader.written import Text
from rjflow.scenarios.linking_checks import link_checks
from rjflow.scenarios.linking_forms import link_form
from rjflow.scenarios.model import (
    Act,
    Cause,
    Come,
    Do,
    Go,
    Notify,
    RecordIt,
    Refused,
    Smoothly,
    Step,
    Wait,
)
from rjflow.scenarios.names import Names
from rjflow.scenarios.refusing import WORDS
from rjflow.sources.codes import problem
from rjflow.sources.errors import InvalidWorkflow
from rjflow.sources.span import Span
from rjflow.text import did_you_mean, quoted


def link_steps(
    names: Names, shapes: Sequence[StepShape], backgrounds: Mapping[str, tuple[Step, ...]]
) -> tuple[Step, ...]:
    """
    Make steps; those of a background stand where it is named.
    """
    return tuple(step for shape in shapes for step in _steps(names, shape, backgrounds))


# ----------------------------------------------------------------------------------------------------------------------


def _steps(names: Names, shape: StepShape, backgrounds: Mapping[str, tuple[Step, ...]]) -> Iterator[Step]:
    then = link_checks(names, shape.then)
    if shape.background is not None:
        steps = backgrounds.get(names.background(shape.background, backgrounds), ())
        yield from steps[:-1]
        yield from (evolve(step, then=(*step.then, *then)) for step in steps[-1:])
        return
    act = _act(names, shape)
    refused = _refused(names, shape)
    if act is not None:
        yield Step(act, refused, then, span=_place(shape))


def _act(names: Names, shape: StepShape) -> Act | None:
    """
    Make what happens; nothing where a name of it was not found.
    """
    by = names.somebody(shape.by) if shape.by else None
    if shape.do is not None:
        return _do(names, shape, shape.do, by)
    if shape.record is not None:
        return _record(names, shape, shape.record, by)
    if shape.notice is not None:
        notice = names.notice(shape.notice)
        who = by or (
            names.first(shape.notice, names.workflow.notices[notice].by, f"give `{notice}`") if notice else None
        )
        return Notify(notice, who) if notice and who else None
    if shape.joins is not None or shape.leaves is not None:
        return _change(names, shape, by)
    if shape.hand_in is not None:
        return link_form(names, shape, shape.hand_in, by)
    if shape.wait is not None:
        return Wait(length=amount(shape.wait.value)[1])
    if shape.until is not None:
        return Wait(until=names.moment(shape.until))
    if shape.smoothly is not None:
        events = [(text, names.event(text)) for text in shape.smoothly]
        found = tuple(event.name for text, event in events if event and names.somebody_may(text, event))
        return Smoothly(found, names.sayings(shape.with_))
    if shape.scheme_is is not None:
        return names.scheme_is(shape.scheme_is)
    if shape.scheme is not None:
        return Smoothly(names.scheme_events(shape.scheme), of_scheme=True)
    return None


def _do(names: Names, shape: StepShape, text: Text, by: str | None) -> Act | None:
    event = names.event(text)
    given = names.sayings(shape.with_)
    if event is None or by is None:
        return None
    if shape.reason is not None:
        targets = [
            (way, names.workflow.states[way.target]) for way in event.ways if way.target in names.workflow.states
        ]
        known = dict.fromkeys(reason for way, state in targets for reason in (*way.reasons, *state.reasons))
        if shape.reason.value not in known:
            help_ = did_you_mean(shape.reason.value, known) or (
                f"it can be {quoted(known, 'or')}" if known else "take `reason` out"
            )
            words = {"state": event.name, "word": shape.reason.value}
            names.findings.add(problem("RJ231", shape.reason.span, label="no reason of it", help=help_, **words))
    return Do(event.name, by, given, shape.reason.value if shape.reason else None)


def _record(names: Names, shape: StepShape, text: Text, by: str | None) -> Act | None:
    sayings = tuple(names.recorded(text, shape.is_, shape.of)) if shape.is_ is not None else ()
    if by is None and shape.by is None:
        for person in [one.person for one in sayings] or [None]:
            names.recorder(text, person)
    return RecordIt(sayings, by) if sayings else None


def _change(names: Names, shape: StepShape, by: str | None) -> Act | None:
    """
    Make somebody's coming or going.
    """
    text = shape.joins or shape.leaves
    assert text is not None
    person = names.person(text)
    if person is None:
        return None
    kind = names.workflow.people[names.people[person]]
    change = kind.joins if shape.joins else kind.leaves
    who = by or (names.first(text, change.by if change else (), f"add or remove `{person}`") if not shape.by else None)
    if who is None:
        return None
    return Come(person, kind.name, who) if shape.joins else Go(person, who)


def _refused(names: Names, shape: StepShape) -> Refused | None:
    if shape.refused is not None:
        return Refused(span=shape.refused.span)
    only = shape.refused_only_because
    listed = only or shape.refused_because
    if listed is None:
        return None
    causes = tuple(cause for text in listed if (cause := _cause(names, text)) is not None)
    return Refused(causes, only is not None, span=listed.span)


def _cause(names: Names, text: Text) -> Cause | None:
    """
    Make something that must stand in the way: by its name, or as a condition in the words of the workflow.
    """
    workflow, word = names.workflow, " ".join(text.value.split())
    if word in workflow.evidence:
        return Cause("evidence", word, span=text.span)
    if word in workflow.gates:
        return Cause("gate", word, span=text.span)
    if word in WORDS:
        return Cause("word", word, span=text.span)
    asked = list(_asked(names))
    if not is_name(word) and not word.startswith("register "):
        try:
            condition = parse(text.value, text.span)
        except InvalidWorkflow as invalid:
            names.findings.add(*invalid.diagnostics)
            return None
        if any(one.condition == condition for one in asked):
            return Cause("condition", word, condition, span=text.span)
    known = [*workflow.evidence, *workflow.gates, *WORDS, *(one.text for one in asked)]
    note = f"it can be evidence, a gate, a condition as the workflow has it, or {quoted([one for one in WORDS if ' ' not in one], 'or')}"
    help_ = did_you_mean(word, known)
    names.findings.add(problem("RJ407", text.span, label="asked nowhere", notes=(note,), help=help_, word=word))
    return None


def _asked(names: Names) -> Iterator[Requirement]:
    for group in asked_groups(names.workflow):
        yield from requirements(group)


def _place(shape: StepShape) -> Span:
    """
    Give where a step begins: at what happens in it.
    """
    for text in (shape.do, shape.record, shape.notice, shape.joins, shape.leaves, shape.hand_in, shape.wait):
        if text is not None:
            return text.span
    for several in (shape.smoothly, shape.scheme):
        if several is not None:
            return several.span
    part = shape.until or shape.scheme_is
    return part.span if part else shape.span
