"""
Which way a difference goes: weaker or stricter, for each field of a definition that has such a direction.

Weaker is what lets more happen, asks less, lasts longer, tells fewer people, or takes away what people can do by themselves. A rule is
given both workflows, both things and the name of the field, and says what differs; `compared` is the one for all other fields.

Stands on: `change`, `normal`, `fingerprint`.   Knows nothing of: where things stand in a workflow, sentences.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import evolve

from rjflow.definition.change import Change, Direction, turned
from rjflow.definition.fields import fields_changed
from rjflow.definition.fingerprint import plain
from rjflow.definition.forms import as_written, form_direction, stands_for
from rjflow.definition.model import BACK, CLOCK, Evidence, Kind, Meaning, Migration, Window, Workflow
from rjflow.definition.normal import conditions_of, direction_of, normal, split
from rjflow.definition.safeguards import Safeguard
from rjflow.guards.syntax import Condition
from rjflow.instants import DAY

Rule = Callable[[Workflow, Workflow, Any, Any, str], Iterator[Change]]

# What it means when a thing of a section is gone. What has no direction of its own shows where it was used.
_GONE: dict[str, Direction] = {
    **dict.fromkeys(("forms", "registers"), "changed"),
    "exports": "stricter",
    "kept": "weaker",
    **dict.fromkeys(("roles", "people", "evidence", "states", "calendars", "migrations"), "changed"),
    "gates": "same",
    "notices": "weaker",
    "deadlines": "weaker",
    "safeguards": "weaker",
    "exemptions": "stricter",
}


def presence(workflow: Workflow, section: str, thing: Any, *, gone: bool) -> Direction:
    """
    Tell which way it goes when a thing of a workflow is gone, or is new.

    A new event lets more happen. One that is gone lets less happen, unless people whom the case is about could do it by themselves.
    """
    if section == "events":
        return "weaker" if not gone or by_themselves(workflow, thing.by) else "stricter"
    return _GONE[section] if gone else turned(_GONE[section])


def by_themselves(workflow: Workflow, by: Sequence[str]) -> bool:
    """
    Tell whether people whom a case is about are among those who may act, without anybody's role.
    """
    return any(name not in workflow.roles and name != CLOCK for name in by)


def crossing(old: Workflow, new: Workflow, migration: Migration) -> tuple[str, ...]:
    """
    Give the kinds of people whom a migration puts on another side than they are on: what protects them there is somebody else's then.
    """
    both = ((was, old.people.get(was), new.people.get(now)) for was, now in migration.people.items())
    return tuple(name for name, was, now in both if was is not None and now is not None and was.side != now.side)


def compared(_old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Tell that a field differs, and what of it, without a direction.
    """
    before, after = getattr(was, field), getattr(now, field)
    if plain(before) != plain(after):
        lost, gained = _apart(before, after)
        yield Change(what=field, direction="changed", lost=lost, gained=gained)


def only(these: Sequence[Any], others: Sequence[Any]) -> tuple[Any, ...]:
    """
    Give those of some things that are not among others.
    """
    return tuple(one for one in these if one not in others)


# ----------------------------------------------------------------------------------------------------------------------


def _apart(before: Any, after: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """
    Give what only one value has, and only the other; where there is nothing to take apart, the two values.
    """
    if isinstance(before, tuple) and isinstance(after, tuple):
        lost, gained = only(before, after), only(after, before)
        if lost or gained:
            return lost, gained
    return (before,), (after,)


def _more_is(direction: Direction) -> Rule:
    """
    Make the rule for names of which having more goes one way, and having fewer the other.
    """

    def rule(_old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
        lost, gained = only(getattr(was, field), getattr(now, field)), only(getattr(now, field), getattr(was, field))
        if lost or gained:
            sort: Direction = "changed" if lost and gained else direction if gained else turned(direction)
            yield Change(what=field, direction=sort, lost=lost, gained=gained)

    return rule


def _actors(old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Compare who may act: more is weaker, and so is fewer where people lose what they could do by themselves.
    """
    lost, gained = only(getattr(was, field), getattr(now, field)), only(getattr(now, field), getattr(was, field))
    if lost or gained:
        weaker = bool(gained and not lost) or by_themselves(old, lost)
        yield Change(
            what=field, direction="weaker" if weaker else "changed" if gained else "stricter", lost=lost, gained=gained
        )


def _asked(old: Workflow, new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Compare what two groups of requirements ask.
    """
    before, after = conditions_of(old, getattr(was, field)), conditions_of(new, getattr(now, field))
    if set(before) != set(after):
        lost, gained = only(before, after), only(after, before)
        yield Change(what=field, direction=direction_of(old, new, before, after), lost=lost, gained=gained)


def _gate(old: Workflow, new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Compare gates. A scheme's are used by other files; which way a case workflow's go is told where they are asked, and only there.
    """
    asked = _asked(old, new, was, now, field)
    yield from (
        asked
        if old.subject == "scheme" or new.subject == "scheme"
        else (evolve(one, direction="same") for one in asked)
    )


def _window(_old: Workflow, _new: Workflow, was: Evidence, now: Evidence, field: str) -> Iterator[Change]:
    if plain(was.window) != plain(now.window):
        yield Change(what=field, direction=_longer(was.window, now.window), lost=(was.window,), gained=(now.window,))


def _longer(was: Window, now: Window) -> Direction:
    """
    Tell which way a window went. One until midnight is never longer than a day, and may be shorter than an hour.
    """
    if was.unit == now.unit == "elapsed":
        return "weaker" if now.length > was.length else "stricter"
    if now.unit == "whole case" or (was.unit == "same day" and now.unit == "elapsed" and now.length >= DAY):
        return "weaker"
    if was.unit == "whole case" or (now.unit == "same day" and was.unit == "elapsed" and was.length >= DAY):
        return "stricter"
    return "changed"


def _means(old: Workflow, new: Workflow, was: Evidence, now: Evidence, field: str) -> Iterator[Change]:
    """
    Compare what a piece of evidence counts as, meaning by meaning: counting for more is weaker.
    """
    before = {one.meaning: normal(old, one.condition) for one in was.means}
    after = {one.meaning: normal(new, one.condition) for one in now.means}
    for meaning in dict.fromkeys((*before, *after)):
        one, other = before.get(meaning), after.get(meaning)
        if one == other:
            continue
        if one is None or other is None:
            direction: Direction = "weaker" if other is None else "stricter"
        else:
            direction = direction_of(old, new, split(one), split(other))
        yield Change(what=field, direction=direction, lost=_meaning(meaning, one), gained=_meaning(meaning, other))


def _meaning(meaning: str, condition: Condition | None) -> tuple[Meaning, ...]:
    return () if condition is None else (Meaning(meaning=meaning, condition=condition),)


def _visible(_old: Workflow, _new: Workflow, was: Evidence, now: Evidence, field: str) -> Iterator[Change]:
    """
    Compare who sees a piece of evidence; where nothing is said, those who may record it do.
    """
    before, after = was.visible_to or was.recorded_by, now.visible_to or now.recorded_by
    lost, gained = only(before, after), only(after, before)
    if (lost or gained) and set(was.visible_to) != set(now.visible_to):
        yield Change(what=field, direction="weaker" if gained else "stricter", lost=lost, gained=gained)


def _seen(_old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Compare who sees something that everybody sees when nobody is named: more is weaker.
    """
    before, after = getattr(was, field), getattr(now, field)
    if set(before) != set(after):
        lost, gained = only(before, after), only(after, before)
        wider = not after or (bool(before) and bool(gained) and not lost)
        narrower = not before or (bool(after) and bool(lost) and not gained)
        direction: Direction = "weaker" if wider else "stricter" if narrower else "changed"
        yield Change(what=field, direction=direction, lost=lost, gained=gained)


def _given_by(_old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Compare who may give a notice: fewer is weaker. Nobody named means anybody.
    """
    if set(was.by) != set(now.by):
        lost, gained = only(was.by, now.by), only(now.by, was.by)
        wider = not now.by or (bool(was.by) and not lost)
        narrower = not was.by or (bool(now.by) and not gained)
        direction: Direction = "stricter" if wider else "weaker" if narrower else "changed"
        yield Change(what=field, direction=direction, lost=lost, gained=gained)


def _number(raised: Direction) -> Rule:
    """
    Make the rule for a number; nothing is more than any number.
    """

    def rule(_old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
        before, after = getattr(was, field), getattr(now, field)
        if before != after:
            more = after is None or (before is not None and after > before)
            yield Change(what=field, direction=raised if more else turned(raised), lost=(before,), gained=(after,))

    return rule


def _held(gone: Direction) -> Rule:
    """
    Make the rule for something that is so or is said, or is not.
    """

    def rule(_old: Workflow, _new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
        before, after = getattr(was, field), getattr(now, field)
        if before != after:
            direction = "changed" if before and after else gone if before else turned(gone)
            yield Change(what=field, direction=direction, lost=(before,), gained=(after,))

    return rule


def _coming_and_going(_old: Workflow, _new: Workflow, was: Kind, now: Kind, field: str) -> Iterator[Change]:
    """
    Compare who may add or remove people, and where; what people themselves could do and cannot any more is weaker.
    """
    before, after = getattr(was, field), getattr(now, field)
    pairs = [{(by, state) for by in one.by for state in one.states} if one else set() for one in (before, after)]
    if pairs[0] != pairs[1]:
        more, fewer = bool(pairs[1] - pairs[0]), bool(pairs[0] - pairs[1])
        direction: Direction = "changed" if more and fewer else "weaker" if more else "stricter"
        yield Change(what=field, direction=direction, lost=(before,), gained=(after,))


def _form(old: Workflow, new: Workflow, was: Safeguard, now: Safeguard, field: str) -> Iterator[Change]:
    """
    Compare what two safeguards ask; where both are written alike, what the gates and meanings ask that they name.
    """
    if plain(as_written(was.form)) != plain(as_written(now.form)):
        direction = form_direction(old, new, was.form, now.form)
        yield Change(what=field, direction=direction, lost=(was.form,), gained=(now.form,))
        return
    before, after = stands_for(old, was.form), stands_for(new, now.form)
    if set(before) != set(after):
        direction = form_direction(old, new, was.form, now.form)
        yield Change(what="words", direction=direction, lost=only(before, after), gained=only(after, before))


def _time(_old: Workflow, new: Workflow, was: Any, now: Any, field: str) -> Iterator[Change]:
    """
    Compare how long a deadline waits, where both count the same way. Less is stricter where it ends the case; where the case goes on,
    it may have been what people had to wait for, and then less asks less of them.
    """
    before, after = getattr(was, field), getattr(now, field)
    if before != after:
        ways = (way for way in new.events[now.event].ways if not set(way.from_states).isdisjoint(now.states))
        sooner: Direction = (
            "stricter" if all(way.target != BACK and new.states[way.target].final for way in ways) else "changed"
        )
        alike = bool(before) and bool(after)
        direction = "changed" if not alike else "weaker" if after > before else sooner
        yield Change(what=field, direction=direction, lost=(before,), gained=(after,))


def _ignored(_old: Workflow, _new: Workflow, _was: Any, _now: Any, _field: str) -> Iterator[Change]:
    """
    Leave a field to another rule.
    """
    yield from ()


RULES: dict[tuple[str, str], Rule] = {
    ("Kind", "at_least"): _number("stricter"),
    ("Kind", "at_most"): _number("weaker"),
    ("Kind", "takes_part"): _held("weaker"),
    ("Kind", "side"): _held("weaker"),
    ("Kind", "joins"): _coming_and_going,
    ("Kind", "leaves"): _coming_and_going,
    ("Kind", "visible_to"): _seen,
    ("Notice", "by"): _given_by,
    ("Notice", "visible_to"): _seen,
    ("Notice", "means"): _more_is("stricter"),
    ("Evidence", "recorded_by"): _actors,
    ("Evidence", "window"): _window,
    ("Evidence", "needs"): _asked,
    ("Evidence", "voided_by"): _more_is("stricter"),
    ("Evidence", "not_by"): _more_is("stricter"),
    ("Evidence", "means"): _means,
    ("Evidence", "visible_to"): _visible,
    ("Evidence", "known_to"): _more_is("weaker"),
    ("Evidence", "outcome"): _held("stricter"),
    ("Form", "fields"): fields_changed,
    ("Form", "filled_by"): _actors,
    ("Form", "visible_to"): _more_is("weaker"),
    ("Export", "to"): _more_is("weaker"),
    ("Export", "at"): _more_is("weaker"),
    ("Export", "facts"): _more_is("weaker"),
    ("Export", "needs"): _asked,
    ("Export", "visible_to"): _more_is("weaker"),
    ("Kept", "after"): _number("weaker"),
    ("Kept", "only"): _more_is("weaker"),
    ("Register", "needs"): _asked,
    ("Gate", "asks"): _gate,
    ("State", "kind"): _held("weaker"),
    ("State", "guard"): _asked,
    ("State", "reasons"): _more_is("changed"),
    ("Event", "ways"): _ignored,
    ("Event", "by"): _actors,
    ("Event", "not_by"): _more_is("stricter"),
    ("Event", "records"): _more_is("changed"),
    ("Event", "contact"): _held("weaker"),
    ("Event", "contacts"): _more_is("stricter"),
    ("Event", "means"): _more_is("stricter"),
    ("Deadline", "states"): _more_is("stricter"),
    ("Deadline", "length"): _time,
    ("Deadline", "working_days"): _time,
    ("Safeguard", "form"): _form,
    ("Exemption", "until"): _number("weaker"),
    ("Workflow", "reads"): _held("weaker"),
    ("Workflow", "satisfies"): _more_is("stricter"),
}
