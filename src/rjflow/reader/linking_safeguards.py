"""
Link safeguards: the workflow's own, and those of the files it must satisfy.

Stands on: `linking_read_off`, `happenings`, `meanings`, `definition.model`.   Knows nothing of: where safeguard files are kept.
"""

from collections.abc import Callable, Iterable

from attrs import evolve, field

from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    DifferentPeople,
    Ends,
    Entering,
    Happening,
    Safeguard,
    Unasked,
)
from rjflow.frozen import frozen
from rjflow.guards.checking import check
from rjflow.guards.syntax import Condition, InKind, InState, Not, every_part
from rjflow.guards.vocabulary import Place
from rjflow.reader.findings import Findings
from rjflow.reader.happenings import Lack, Linked, Speaker
from rjflow.reader.linking_conditions import parsed, said
from rjflow.reader.linking_read_off import READ_OFF, Found, actors_of, as_one, doings_of
from rjflow.reader.meanings import resolved
from rjflow.reader.safeguard_shapes import SafeguardShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import HappeningShape, Listing, RequirementShape, Text

ROLES = "roles"


@frozen
class Demand:
    """
    What became of one safeguard as written.

    `unasked`: the workflow has nothing that it speaks of. `lacking`: what the workflow would have to provide.
    """

    id: Text
    safeguards: tuple[Safeguard, ...]
    unasked: Unasked | None
    lacking: tuple[Lack, ...] = field(default=())


def link_safeguard(
    shape: SafeguardShape, linked: Linked, findings: Findings, *, origin: str, cited: Callable[[Text], str | None]
) -> Demand | None:
    """
    Link one safeguard; nothing comes of one that has no id or no form that could be read.

    Args:
        shape: The safeguard as written.
        linked: What the workflow has.
        findings: Where problems go.
        origin: `workflow` for one of the workflow's own, otherwise the name of its file.
        cited: Gives the name under which the workflow knows a source.
    """
    if shape.id is None:
        return None
    speaker = Speaker(linked, findings, own=origin == "workflow")
    found = _FORMS[form](shape, speaker) if (form := _form(shape)) else None
    if found is None:
        return None
    forms, exists = found
    label = said(shape.label) or shape.id.value
    sources = tuple(name for text in items_of(shape.source) if (name := cited(text)) is not None)
    safeguards = tuple(
        Safeguard(
            id=shape.id.value + ending,
            label=label,
            form=form,
            origin=origin,
            because=said(shape.because),
            sources=sources,
            span=shape.id.span,
        )
        for ending, form in forms
    )
    is_whole = not exists and not speaker.own
    names = () if is_whole else tuple(dict.fromkeys(speaker.passed_over))
    unasked = Unasked(id=shape.id.value, label=label, origin=origin, names=names, span=shape.id.span)
    asks = (() if is_whole else safeguards, unasked if is_whole or names else None)
    return Demand(shape.id, *asks, tuple(dict.fromkeys(speaker.lacking)))


# ----------------------------------------------------------------------------------------------------------------------


def _form(shape: SafeguardShape) -> str | None:
    return next((form for form in _FORMS if getattr(shape, form) is not None), None)


def _condition(item: RequirementShape | None, speaker: Speaker) -> tuple[Condition, str] | None:
    """
    Read and resolve what a safeguard asks.
    """
    if item is None or item.text is None:
        return None
    condition = parsed(item.text, speaker.findings)
    if condition is None:
        return None
    linked = speaker.linked
    condition = resolved(condition, linked.meanings, speaker.lacks)
    lacked = {lack.name for lack in speaker.lacking}
    known = (*linked.words.gates, *linked.meanings.evidence, *(() if speaker.own else lacked))
    meanings = dict.fromkeys(linked.meanings.known(), "a meaning, which stands alone in a condition")
    words = evolve(linked.words, gates=known, others={**linked.words.others, **meanings})
    for diagnostic in linked.names.sure(check(condition, words, Place(safeguard=True))):
        if diagnostic.code == "RJ223" and "means" in linked.names.unread:
            continue
        if speaker.own:
            speaker.findings.add(diagnostic)
        elif diagnostic.code == "RJ331":
            speaker.lacks(diagnostic.underlined)
        elif diagnostic.code != "RJ230" or speaker.almost(diagnostic.underlined, words.kinds):
            speaker.findings.add(diagnostic)
    return condition, " ".join(item.text.value.split())


def _always(shape: SafeguardShape, speaker: Speaker) -> Found | None:
    found = _condition(shape.always or shape.never, speaker)
    if found is None:
        return None
    condition, text = found
    exists = _speaks_of_something(condition, speaker.linked)
    if shape.always is None:
        condition = Not(condition, span=condition.span)
    return as_one(Always(condition=condition, text=text, negated=shape.always is None), exists=exists)


def _speaks_of_something(condition: Condition, linked: Linked) -> bool:
    """
    Tell whether some place that a condition names exists, or none is named.
    """
    places = [part for part in every_part(condition) if isinstance(part, InKind | InState)]
    kinds = {state.kind for state in linked.states.values()} | {"final"}
    there = [part.kind in kinds if isinstance(part, InKind) else part.state in linked.states for part in places]
    return any(there) or not places


def _entering(shape: SafeguardShape, speaker: Speaker) -> Found | None:
    steps = speaker.steps(items_of(shape.entering))
    found = _condition(shape.must, speaker)
    if found is None:
        return None
    condition, text = found
    return as_one(Entering(steps=steps, condition=condition, text=text), exists=bool(steps))


def _before(shape: SafeguardShape, speaker: Speaker) -> Found:
    event = speaker.happenings(items_of(shape.before))
    had = speaker.happenings(items_of(shape.must_have), needed=True)
    since = speaker.happenings(items_of(shape.since), needed=True)
    forms = tuple(
        (ending, Before(event=event, must_have=some, since=since)) for ending, some in _each(had, shape.must_have)
    )
    return forms, bool(event)


def _after(shape: SafeguardShape, speaker: Speaker) -> Found:
    event = speaker.happenings(items_of(shape.after), needed=True)
    later = speaker.happenings(items_of(shape.not_before))
    without = speaker.happenings(items_of(shape.without), needed=True)
    forms = tuple(
        (ending, After(event=event, not_before=later, without=some)) for ending, some in _each(without, shape.without)
    )
    return forms, bool(later)


def _each(
    found: tuple[Happening, ...], written: Listing[HappeningShape] | None
) -> list[tuple[str, tuple[Happening, ...]]]:
    """
    Part what must have happened: where several pieces of evidence provide one meaning, each must have, so each is a demand.
    """
    several = [one for one in found if one.kind == "evidence" and one.values is not None]
    if written is None or len(written) != 1 or len(several) < 2:
        return [("", found)]
    return [(f"-{one.name}", (one,)) for one in several]


def _different_people(shape: SafeguardShape, speaker: Speaker) -> Found | None:
    pair = items_of(shape.different_people)
    if len(pair) != 2:
        return None
    first, second = (doings_of(text, speaker) for text in pair)
    for text, found, other in ((pair[0], first, second), (pair[1], second, first)):
        if other and not found:
            speaker.lacks(text.value, wanted="any")
    return as_one(DifferentPeople(first=first, second=second), exists=bool(first or second))


def _always_possible(shape: SafeguardShape, speaker: Speaker) -> Found:
    steps = speaker.steps(items_of(shape.always_possible))
    using = _counted_on(shape.using, speaker)
    if not speaker.own:
        speaker.linked.names.actors(_unknown_actors(shape.using, using), clock=True)
    return as_one(AlwaysPossible(steps=steps, using=using), exists=bool(steps))


def _counted_on(using: Listing[Text] | None, speaker: Speaker) -> tuple[str, ...]:
    names = speaker.linked.names
    every = tuple(
        text.value for text in items_of(using) if text.value == ROLES and ROLES not in names.sections["roles"]
    )
    rest = tuple(text for text in items_of(using) if text.value not in every)
    return (*every, *actors_of(rest, speaker))


def _unknown_actors(listing: Listing[Text] | None, known: Iterable[str]) -> Listing[Text] | None:
    left = tuple(text for text in items_of(listing) if text.value not in known)
    return Listing(left, left[0].span) if left else None


def _always_open(shape: SafeguardShape, speaker: Speaker) -> Found | None:
    events = tuple(event for text in items_of(shape.always_open) for event in _events(text, speaker))
    found = _condition(shape.while_, speaker)
    if found is None:
        return None
    condition, text = found
    names = speaker.linked.names
    if shape.by is not None and not (names.group(shape.by) if speaker.own else shape.by.value in names.groups):
        return as_one(AlwaysOpen(events=events, condition=condition, text=text), exists=False)
    form = AlwaysOpen(events=events, condition=condition, text=text, by=shape.by.value if shape.by else None)
    return as_one(form, exists=bool(events or names.sections["people"]))


def _events(text: Text, speaker: Speaker) -> tuple[str, ...]:
    names, meanings = speaker.linked.names, speaker.linked.meanings
    found = meanings.events.get(text.value) or ((text.value,) if text.value in names.sections["events"] else ())
    if not found and speaker.own:
        names.known("events", text)
    elif not found:
        speaker.lacks(text.value, wanted="event")
    return found


def _ends(_shape: SafeguardShape, _speaker: Speaker) -> Found:
    return as_one(Ends(), exists=True)


_FORMS: dict[str, Callable[[SafeguardShape, Speaker], Found | None]] = {
    "always": _always,
    "never": _always,
    "entering": _entering,
    "before": _before,
    "after": _after,
    "different_people": _different_people,
    "always_possible": _always_possible,
    "always_open": _always_open,
    "ends": _ends,
    **READ_OFF,
}
