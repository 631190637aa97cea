"""
Make what must be so at some point of a scenario of its shape.

Stands on: `names`, `model`.   Knows nothing of: steps, YAML, engines.
"""

from collections.abc import Iterator

from rjflow.definition.lookup import groups
from rjflow.definition.papers import REASON, STATE
from rjflow.reader.scenario_shapes import ThenShape
from rjflow.reader.shapes import Pairs, items_of
from rjflow.reader.written import Listing, Text
from rjflow.rules.leaving import spelled_out
from rjflow.rules.viewing import Life
from rjflow.scenarios.model import Check, DueAt, EvidenceIs, Left, NothingElse, Open, ReasonIs, Sees, StateIs, Told
from rjflow.scenarios.names import Names
from rjflow.sources.codes import problem
from rjflow.sources.span import Span
from rjflow.sources.unknown import unknown
from rjflow.text import did_you_mean, quoted

LIVES: dict[str, Life] = {"current": "current", "stale": "stale", "void": "void", "absent": "absent"}


def link_checks(names: Names, shape: ThenShape | None) -> tuple[Check, ...]:
    """
    Make what must be so, in the order of the language.
    """
    return tuple(_checks(names, shape)) if shape is not None else ()


# ----------------------------------------------------------------------------------------------------------------------


def _checks(names: Names, shape: ThenShape) -> Iterator[Check]:
    if shape.state and (state := names.state(shape.state)):
        yield StateIs(state, span=shape.state.span)
    if shape.not_state and (state := names.state(shape.not_state)):
        yield StateIs(state, is_so=False, span=shape.not_state.span)
    if shape.reason:
        yield from _reason(names, shape.reason)
    for name, said in shape.evidence or ():
        yield from _evidence(names, name, said)
    mentioned = []
    for may, pairs in ((True, shape.may), (False, shape.may_not)):
        for who, event in _pairs(names, pairs):
            if found := names.event(event):
                mentioned += [(who, found.name)] if may else []
                yield Open(who, found.name, may, span=event.span)
    if shape.nothing_else:
        yield NothingElse(tuple(mentioned), span=shape.nothing_else.span)
    yield from _deadlines(names, shape)
    for sees, pairs in ((True, shape.sees), (False, shape.sees_not)):
        for who, name in _pairs(names, pairs):
            if thing := _seen(names, name):
                yield Sees(who, thing, sees, span=name.span)
    if shape.told is not None:
        yield from _told(names, shape.told, shape.span)
    if shape.left is not None:
        yield from _left(names, shape.left, shape.span)


def _reason(names: Names, text: Text) -> Iterator[Check]:
    known = dict.fromkeys(reason for state in names.workflow.states.values() for reason in state.reasons)
    if text.value in known:
        yield ReasonIs(text.value, span=text.span)
        return
    help_ = did_you_mean(text.value, known) or f"it can be {quoted(known, 'or')}"
    words = {"state": names.workflow.name, "word": text.value}
    names.findings.add(problem("RJ231", text.span, label="no case ends for it", help=help_, **words))


def _evidence(names: Names, name: Text, said: object) -> Iterator[Check]:
    """
    Make what must be so of a piece of evidence: how it stands, or what it says while it is current.
    """
    evidence = names.evidence(name)
    if evidence is None:
        return
    pairs: list[tuple[Text | None, object]] = list(said) if isinstance(said, tuple) else [(None, said)]
    for whom, one in pairs:
        person = names.subject(evidence, whom) if whom else None
        if whom and person is None:
            continue
        if isinstance(one, Text) and one.value in LIVES:
            yield EvidenceIs(evidence.name, LIVES[one.value], person=person, span=one.span)
        else:
            answer = names.answer(evidence, one)  # type: ignore[arg-type]  # structuring gives nothing else
            if answer is not None:
                yield EvidenceIs(evidence.name, "current", answer, person, span=one.span)  # type: ignore[attr-defined]  # the same


def _pairs(names: Names, pairs: "Pairs[Listing[Text]] | None") -> Iterator[tuple[str, Text]]:
    for whom, listed in pairs or ():
        who = names.viewer(whom)
        yield from ((who, text) for text in listed if who)


def _seen(names: Names, name: Text) -> str | None:
    """
    Find something that only some may see: evidence, a notice, a form, or a field of one.
    """
    workflow = names.workflow
    forms = [*workflow.forms, *(f"{form.name}.{field}" for form in workflow.forms.values() for field in form.fields)]
    known = [*workflow.evidence, *workflow.notices, *forms]
    if name.value in known:
        return name.value
    thing = "evidence, a notice, a form, or a field of one"
    names.findings.add(unknown("RJ222", name.span, name.value, known, thing=thing))
    return None


def _told(names: Names, told: "Pairs[Listing[Text]]", whole: Span) -> Iterator[Check]:
    """
    Make what must have been told; nothing where a name is not known, for then it is not said who was told what.
    """
    workflow = names.workflow
    receivers, facts = [*workflow.roles, *groups(workflow)], [*workflow.evidence, STATE, REASON]
    wrong = [
        unknown(code, text.span, text.value, known, thing=thing)
        for who, listed in told
        for code, text, known, thing in (
            ("RJ221", who, receivers, "a role, kind of people, or side"),
            *(("RJ222", text, facts, "evidence, `state` or `reason`") for text in listed),
        )
        if text.value not in known
    ]
    names.findings.add(*wrong)
    if not wrong:
        pairs = tuple((who.value, text.value) for who, listed in told for text in listed)
        yield Told(pairs, span=next((who.span for who, _ in told), whole))


def _left(names: Names, left: Listing[Text], whole: Span) -> Iterator[Check]:
    """
    Make what must be left of forms; nothing where a name is not known.
    """
    known = spelled_out(names.workflow, names.workflow.forms)
    wrong = [
        unknown("RJ375", text.span, text.value, (*names.workflow.forms, *known), thing="a form or a field")
        for text in items_of(left)
        if text.value not in names.workflow.forms and text.value not in known
    ]
    names.findings.add(*wrong)
    if not wrong:
        only = tuple(sorted(spelled_out(names.workflow, [text.value for text in items_of(left)])))
        yield Left(only, span=next((text.span for text in items_of(left)), whole))


def _deadlines(names: Names, shape: ThenShape) -> Iterator[Check]:
    for name, moment in shape.due or ():
        if _fires(names, name):
            yield DueAt(name.value, names.moment(moment), moment.alone, span=moment.span)
    for name in items_of(shape.not_due):
        if _fires(names, name):
            yield DueAt(name.value, None, span=name.span)


def _fires(names: Names, text: Text) -> bool:
    """
    Tell whether some deadline fires an event; say so where not.
    """
    fired = list(dict.fromkeys(deadline.event for deadline in names.workflow.deadlines))
    if text.value in fired:
        return True
    if names.event(text) is not None:
        help_ = did_you_mean(text.value, fired) or (f"deadlines fire {quoted(fired)}" if fired else "take it out")
        names.findings.add(problem("RJ326", text.span, label="no deadline's event", help=help_, word=text.value))
    return False
