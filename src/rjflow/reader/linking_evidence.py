"""
Link facts with a life: what they say, about whom, by whom, for how long, and what they mean.

Stands on: `linking_conditions`, `linking_events`, `definition.model`.   Knows nothing of: YAML, safeguards.
"""

from rjflow.definition.model import (
    Day,
    Evidence,
    Flag,
    Gate,
    Meaning,
    Number,
    OneOf,
    ValueKind,
    Voider,
    Window,
)
from rjflow.guards.checking import check
from rjflow.guards.comparing import check_values
from rjflow.guards.syntax import Among, Condition, IsCurrent, Value
from rjflow.guards.vocabulary import Place
from rjflow.reader.amounts import amount, window
from rjflow.reader.linking_conditions import Context, parsed
from rjflow.reader.linking_events import doers
from rjflow.reader.shapes import EvidenceShape, GateShape, NumberShape, items_of
from rjflow.reader.written import Text, ValuesShape, VoiderShape
from rjflow.sources.codes import problem

SCHEME_READY = "scheme-ready"


def link_evidence(context: Context, name: Text, shape: EvidenceShape) -> Evidence:
    """
    Link one piece of evidence.
    """
    names = context.names
    about = shape.about.value if shape.about and names.group(shape.about) else None
    person = (
        Place(person=names.groups.get(about or "", frozenset())) if shape.about or shape.unsure("about") else Place()
    )
    recorders = names.actors(shape.recorded_by)
    _check_recorders(context, name, shape, about)
    return Evidence(
        **context.named(name, shape),
        values=_values(context, shape),
        recorded_by=recorders,
        window=window(shape.current_for.value) if shape.current_for else Window("whole case"),
        about=about,
        needs=context.group(shape.needs, person),
        voided_by=tuple(
            voider for one in items_of(shape.voided_by) if (voider := _voider(context, name.value, one, shape.about))
        ),
        not_by=doers(context, name, items_of(shape.not_by)),
        means=tuple(meaning for pair in shape.means or () if (meaning := _meaning(context, name, *pair))),
        visible_to=names.actors(shape.visible_to) or _first_readers(context, name, recorders),
        known_to=names.actors(shape.known_to),
        outcome=bool(shape.outcome),
        counted=bool(shape.counted),
        due=amount(shape.due.value)[1] if shape.due else 0,
    )


def link_gate(context: Context, name: Text, shape: GateShape) -> Gate:
    """
    Link one gate.
    """
    asked = shape.all or shape.any
    group = context.group(asked)
    return Gate(**context.named(name, shape), asks=group)


# ----------------------------------------------------------------------------------------------------------------------


def _values(context: Context, shape: EvidenceShape) -> ValueKind:
    if shape.one_of:
        return OneOf(tuple(word.value for word in shape.one_of))
    if shape.number:
        return _number(context, shape.number)
    return Flag() if shape.flag else Day()


def _number(context: Context, shape: NumberShape) -> Number:
    low = shape.from_.value if shape.from_ else 0
    high = shape.to.value if shape.to else low
    if low > high:
        help_ = f"write `{{from: {high}, to: {low}}}`"
        context.findings.add(problem("RJ348", shape.span, label="no number fits", help=help_, low=low, high=high))
    return Number(low, high)


def _check_recorders(context: Context, name: Text, shape: EvidenceShape, about: str | None) -> None:
    """
    Find people who could only record it about themselves, when it is never about them.
    """
    groups = context.names.groups
    kinds = groups.get(about, frozenset()) if about else frozenset()
    for text in items_of(shape.recorded_by):
        own = groups.get(text.value)
        if kinds and own and not own & kinds and text.value not in context.names.sections["roles"]:
            note = f"people record what is about themselves, and this is about `{about}`"
            help_ = f"name `{about}`, or a role"
            label = f"never about `{text}`"
            context.findings.add(problem("RJ346", text.span, label=label, notes=(note,), help=help_, word=name))


def _first_readers(context: Context, name: Text, recorders: tuple[str, ...]) -> tuple[str, ...]:
    """
    Give who may see it when the file does not say: those who may record it, with an event or by itself.
    """
    events = context.shape.events or ()
    givers = (
        actor.value
        for _, event in events
        if name.value in (text.value for text in items_of(event.records))
        for actor in items_of(event.by)
        if actor.value != "clock"
    )
    return tuple(dict.fromkeys((*recorders, *givers)))


def _voider(context: Context, name: str, shape: VoiderShape, about: Text | None) -> Voider | None:
    names, text = context.names, shape.name
    if shape.form == "change-of":
        return Voider("change", text.value, span=shape.span) if names.group(text) else None
    if shape.form == "own":
        return _own(context, name, shape, about) if names.known("evidence", text) else None
    if text.value in names.sections["evidence"]:
        return Voider("evidence", text.value, span=shape.span)
    if text.value in names.sections["notices"]:
        return Voider("notice", text.value, span=shape.span)
    if text.value in names.sections["events"]:
        return Voider("event", text.value, span=shape.span)
    if not names.unread & {"evidence", "notices", "events"}:
        happenings = [name for section in ("evidence", "notices", "events") for name in names.sections[section]]
        names.miss("RJ226", text, happenings, "evidence, a notice, or an event")
    return None


def _own(context: Context, name: str, shape: VoiderShape, about: Text | None) -> Voider:
    """
    Link `{own: X}`: both this and X must be about people, and some people must have both.
    """
    own = Voider("evidence", shape.name.value, own=True, span=shape.span)
    if _is_unsure(context, shape.name.value) or _is_unsure(context, name):
        return own
    other = context.words.facts.get(shape.name.value)
    mine = context.names.groups.get(about.value, frozenset()) if about else frozenset()
    if about is None:
        label, help_ = "this evidence is about the case", f"write `{shape.name}` without `own`"
    elif other and other.about is None:
        label, help_ = f"`{shape.name}` is about the case", f"write `{shape.name}` without `own`"
    elif other and mine and other.kinds and not mine & other.kinds:
        label, help_ = f"`{shape.name}` is never about the same person", f"write `{shape.name}` without `own`"
    else:
        return own
    note = "`own` means: only when the other record is about the same person"
    context.findings.add(problem("RJ345", shape.span, label=label, notes=(note,), help=help_))
    return own


def _is_unsure(context: Context, name: str) -> bool:
    """
    Tell whether it is not clear whom a piece of evidence is about.
    """
    if "people" in context.names.unread:
        return True
    return any(one.unsure("about") for text, one in context.shape.evidence or () if text.value == name)


def _meaning(context: Context, name: Text, meaning: Text, shape: ValuesShape) -> Meaning | None:
    if meaning.value == SCHEME_READY:
        help_ = "link the scheme with `scheme:` instead"
        label = "only the scheme's own gates can mean this"
        built_in, given = "built into the language", "a meaning given here"
        context.findings.add(
            problem("RJ238", meaning.span, label=label, help=help_, word=meaning, first=built_in, second=given)
        )
    condition = _counts(context, name.value, meaning, shape)
    return Meaning(meaning=meaning.value, condition=condition, span=meaning.span) if condition else None


def _counts(context: Context, name: str, meaning: Text, shape: ValuesShape) -> Condition | None:
    """
    Give the condition under which a value of the evidence counts as the meaning.
    """
    fact = context.words.facts.get(name)
    if shape.words and shape.words.value.strip() == "any":
        return IsCurrent(name, span=meaning.span)
    if shape.words:
        condition = parsed(Text(f"{name} {shape.words.value}", shape.words.span), context.findings)
        if condition is None:
            return None
        place = Place(person=fact.kinds if fact and fact.about else None, means=True)
        context.findings.add(*context.names.sure(check(condition, context.words, place)))
        return condition
    for one in shape.values:
        value: Value = one.value
        if fact and name not in context.names.unsure:
            context.findings.add(*check_values(Among(name, (value,), span=one.span), fact))
    return Among(name, tuple(one.value for one in shape.values), span=meaning.span)
