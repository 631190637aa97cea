"""
What differs in where an event leads, from where, and under which conditions.

Ways are taken apart into edges, from one state to one target, so that joining or splitting ways is no difference.

Stands on: `change`, `normal`, `strength`.   Knows nothing of: sentences.
"""

from collections.abc import Iterator

from rjflow.definition.change import Change, Direction
from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Event, Workflow
from rjflow.definition.normal import conditions_of, direction_of, normal, split
from rjflow.definition.strength import by_themselves, only
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition, Or
from rjflow.sources.span import Span


@frozen
class Edge:
    """From one state to one target: what must all be true for it, for which reasons it closes a case, and where that stands."""

    asked: tuple[Condition, ...]
    reasons: tuple[str, ...]
    place: Span | None


def edges(workflow: Workflow, event: Event) -> dict[tuple[str, str], Edge]:
    """
    Give the edges of an event, by the state they leave and their target; of several ways between the same two, any one will do.
    """
    several: dict[tuple[str, str], list[int]] = {}
    for number, way in enumerate(event.ways):
        for state in way.from_states:
            several.setdefault((state, way.target), []).append(number)
    return {between: _edge(workflow, event, numbers) for between, numbers in several.items()}


def ways_changed(old: Workflow, new: Workflow, was: Event, now: Event) -> Iterator[Change]:
    """
    Give the differences between the ways of an event; edges that differ in the same way are told together.
    """
    before, after = edges(old, was), edges(new, now)
    themselves = by_themselves(old, was.by) and by_themselves(new, now.by)
    found: dict[tuple[object, ...], Change] = {}
    for between in dict.fromkeys((*before, *after)):
        for one in _between(old, new, before.get(between), after.get(between), themselves=themselves):
            key = (between[1], one.what, one.direction, one.lost, one.gained, str(one.old_place), str(one.new_place))
            known = found.get(key)
            states = (*(known.states if known else ()), between[0])
            found[key] = Change(
                what=one.what, direction=one.direction, lost=one.lost, gained=one.gained, states=states,
                target=between[1], old_place=one.old_place, new_place=one.new_place,
            )  # fmt: skip
    yield from found.values()


# ----------------------------------------------------------------------------------------------------------------------


def _edge(workflow: Workflow, event: Event, numbers: list[int]) -> Edge:
    ways = [event.ways[number] for number in numbers]
    if len(ways) == 1:
        asked = conditions_of(workflow, ways[0].needs)
    else:
        asked = split(normal(workflow, Or(tuple(as_condition(way.needs) for way in ways))))
    reasons = tuple(sorted({reason for way in ways for reason in way.reasons}))
    return Edge(asked, reasons, ways[0].span or event.span)


def _between(old: Workflow, new: Workflow, was: Edge | None, now: Edge | None, *, themselves: bool) -> Iterator[Change]:
    """
    Compare two edges. Where people could do something by themselves, whenever they wanted, it is weaker that they cannot any more.
    """
    if was is None or now is None:
        direction: Direction = "weaker" if now is not None or themselves else "stricter"
        yield Change(
            what="way", direction=direction, lost=("way",) if was else (), gained=("way",) if now else (),
            old_place=was.place if was else None, new_place=now.place if now else None,
        )  # fmt: skip
        return
    if set(was.asked) != set(now.asked):
        free = themselves and not was.asked  # people could do it whenever they wanted
        direction = "weaker" if free else direction_of(old, new, was.asked, now.asked)
        lost, gained = only(was.asked, now.asked), only(now.asked, was.asked)
        yield Change(
            what="needs", direction=direction, lost=lost, gained=gained, old_place=was.place, new_place=now.place
        )
    if set(was.reasons) != set(now.reasons):
        lost, gained = only(was.reasons, now.reasons), only(now.reasons, was.reasons)
        yield Change(
            what="reasons", direction="changed", lost=lost, gained=gained, old_place=was.place, new_place=now.place
        )
