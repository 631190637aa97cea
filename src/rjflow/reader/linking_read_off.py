"""
Link the forms of safeguards that are read off the file: what is hidden, reserved, fresh, and counted as contact.

Stands on: `happenings`, `meanings`.   Knows nothing of: the other forms, where safeguard files are kept.
"""

from collections.abc import Callable, Iterable

from rjflow.definition.safeguards import Counted, Form, Fresh, Hidden, Reserved
from rjflow.reader.amounts import window
from rjflow.reader.checking_papers import check_naming
from rjflow.reader.happenings import Speaker
from rjflow.reader.naming import Names
from rjflow.reader.safeguard_shapes import SafeguardShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import Listing, Text
from rjflow.sources.codes import problem

# What a safeguard as written asks: each demand, with what its id ends in; and whether anything it speaks of exists.
Found = tuple[tuple[tuple[str, Form], ...], bool]


def as_one(form: Form, *, exists: bool) -> Found:
    """
    Give one demand, which asks something if what it speaks of exists.
    """
    return (("", form),), exists


def doings_of(text: Text, speaker: Speaker) -> tuple[str, ...]:
    """
    Give the evidence and events that a name stands for: a meaning's, or its own.
    """
    names, meanings = speaker.linked.names, speaker.linked.meanings
    providers = tuple(one.evidence for one in meanings.evidence.get(text.value, ()))
    found = (*providers, *meanings.events.get(text.value, ()))
    happenings = (*names.sections["evidence"], *names.sections["events"])
    if found or text.value in happenings:
        return found or (text.value,)
    known = (*happenings, *meanings.known())
    if speaker.almost(text.value, known) and not names.unread & {"evidence", "events", "means"}:
        names.miss("RJ233", text, known, "evidence or an event")
    return ()


def actors_of(texts: Iterable[Text], speaker: Speaker) -> tuple[str, ...]:
    """
    Give the roles and groups of people that are named, and the clock; in somebody else's safeguard, those that there are.
    """
    names: Names = speaker.linked.names
    if speaker.own:
        listed = tuple(texts)
        return names.actors(Listing(listed, listed[0].span), clock=True) if listed else ()
    known = (*names.sections["roles"], *names.groups, "clock")
    listed = tuple(texts)
    if not names.unread & {"roles", "people"}:
        for text in listed:
            if text.value not in known and speaker.almost(text.value, known):
                names.miss("RJ221", text, known, "a role or a kind of people", section="roles")
    return tuple(text.value for text in listed if text.value in known)


# ----------------------------------------------------------------------------------------------------------------------


def _hidden(shape: SafeguardShape, speaker: Speaker) -> Found:
    names, meanings, papers = speaker.linked.names, speaker.linked.meanings, speaker.linked.papers
    known = (*names.sections["evidence"], *meanings.evidence, *papers, *names.sections["notices"])
    evidence: list[str] = []
    for text in items_of(shape.hidden):
        if text.value in meanings.evidence:
            evidence += [one.evidence for one in meanings.evidence[text.value]]
        elif any(text.value in one for one in (names.sections["evidence"], papers, names.sections["notices"])):
            evidence.append(text.value)
        elif speaker.almost(text.value, known):
            names.known("evidence", text)
    roles = actors_of(items_of(shape.from_), speaker)
    return as_one(Hidden(evidence=tuple(evidence), roles=roles), exists=bool(evidence and roles))


def _reserved(shape: SafeguardShape, speaker: Speaker) -> Found:
    texts, notices = items_of(shape.reserved), speaker.linked.names.sections["notices"]
    doings = tuple(
        one for text in texts for one in ((text.value,) if text.value in notices else doings_of(text, speaker))
    )
    actors = actors_of(items_of(shape.for_), speaker)
    register, level, others = shape.from_register, shape.level, items_of(shape.other_than)
    speaker.findings.add(*check_naming(speaker.linked.registers, speaker.linked.papers, register, others))
    asked = level.value if level is not None and speaker.linked.names.known("evidence", level) else None
    named, apart = register.value if register else None, tuple(one.value for one in others)
    form = Reserved(doings=doings, actors=actors, register=named, level=asked, other_than=apart)
    return as_one(form, exists=bool(doings))


def _fresh(shape: SafeguardShape, speaker: Speaker) -> Found | None:
    names, meanings = speaker.linked.names, speaker.linked.meanings
    evidence: list[str] = []
    for text in items_of(shape.fresh):
        if text.value in meanings.evidence:
            evidence += [one.evidence for one in meanings.evidence[text.value]]
        elif text.value in names.sections["evidence"]:
            evidence.append(text.value)
        elif speaker.almost(text.value, (*names.sections["evidence"], *meanings.evidence)):
            names.known("evidence", text)
    if shape.within is None:
        return None
    most = window(shape.within.value)
    return as_one(Fresh(evidence=tuple(evidence), unit=most.unit, length=most.length), exists=bool(evidence))


def _counted(shape: SafeguardShape, speaker: Speaker) -> Found | None:
    doings = tuple(one for text in items_of(shape.counted) for one in _counting(text, speaker))
    steps = tuple(step for text in items_of(shape.as_) if (step := speaker.contact(text)) is not None)
    if shape.as_ is None:
        return None
    return as_one(Counted(doings=doings, steps=steps), exists=bool(doings and steps))


def _counting(text: Text, speaker: Speaker) -> tuple[str, ...]:
    """
    Give the events and the evidence that are to count, and say so where no event records the evidence: then nothing is counted.

    Somebody else's safeguard, which does not know how it is recorded, is broken by it instead.
    """
    found, linked = doings_of(text, speaker), speaker.linked
    recorded = {name for event in linked.events.values() for name in event.records}
    by_hand = [one for one in found if one in linked.names.sections["evidence"] and one not in recorded]
    if speaker.own and by_hand and "events" not in linked.names.unread:
        help_ = f"name the event by which it comes, or let one give it: `records: [{by_hand[0]}]`"
        speaker.findings.add(problem("RJ353", text.span, label="counted with no event", help=help_, word=by_hand[0]))
    return found


READ_OFF: dict[str, Callable[[SafeguardShape, Speaker], Found | None]] = {
    "hidden": _hidden,
    "reserved": _reserved,
    "fresh": _fresh,
    "counted": _counted,
}
