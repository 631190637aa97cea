"""
Findings put together as they were asked: conditions in groups, groups in gates, and ways beside each other.

Stands on: `finding`.   Knows nothing of: sentences.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from rjflow.frozen import frozen
from rjflow.guards.values import Truth, all_of, any_of
from rjflow.rules.finding import Finding, Within, is_choice


class Place(NamedTuple):
    """
    Where a finding was asked: under a way of the event, for the state that is entered, or in a group or gate.
    """

    way: int | None = None
    state: str | None = None
    within: Within | None = None


@frozen
class Together:
    """
    Several things that were asked together.

    Attributes:
        mode: whether all must be true, or any one is enough, or any one way is.
        place: where they were asked; nothing for what was asked of the command itself.
        items: findings, and things that were asked together.
    """

    mode: Literal["all", "any", "ways"]
    place: Place
    items: tuple["Finding | Together", ...]


@frozen
class Asked:
    """
    One thing that must be true for a step to happen: a finding, or a choice of which any one is enough.

    `places` are those it was asked in, outermost first.
    """

    what: Finding | Together
    places: tuple[Place, ...] = ()

    @property
    def truth(self) -> Truth:
        """Whether it is so."""
        return truth_of_asked(self.what)


def asked_of(findings: Sequence[Finding]) -> tuple[Asked, ...]:
    """
    Give everything that had to be true, each thing once, choices in one piece.
    """
    asked: dict[object, Asked] = {}
    for one in _spread(_together("all", Place(), [(_places(finding), finding) for finding in findings]), ()):
        asked.setdefault(_sign(one.what), one)
    return tuple(asked.values())


def truth_of_asked(what: Finding | Together) -> Truth:
    """
    Judge a finding, or several together.
    """
    if isinstance(what, Finding):
        return what.truth
    answers = [truth_of_asked(item) for item in what.items]
    return all_of(answers) if what.mode == "all" else any_of(answers)


def findings_in(what: Finding | Together) -> Iterator[Finding]:
    """
    Give the findings that something asked is put together of.
    """
    if isinstance(what, Finding):
        yield what
    else:
        for item in what.items:
            yield from findings_in(item)


# ----------------------------------------------------------------------------------------------------------------------

_Placed = tuple[tuple[Place, ...], Finding]


def _places(finding: Finding) -> tuple[Place, ...]:
    way = [Place(way=finding.way)] if finding.way is not None else []
    state = [Place(state=finding.state)] if finding.state is not None else []
    return (*way, *state, *(Place(within=one) for one in finding.within))


def _together(mode: Literal["all", "any"], place: Place, placed: Sequence[_Placed]) -> Together:
    """
    Build the tree of what was asked together, out of findings that carry their places.
    """
    items: list[Finding | Together] = []
    for first, several in groupby(placed, lambda one: one[0][:1]):
        if not first:
            items += [finding for _, finding in several]
            continue
        within = first[0].within
        chosen: Literal["all", "any"] = "any" if within is not None and is_choice(within.group) else "all"
        inner = _together(chosen, first[0], [(places[1:], finding) for places, finding in several])
        dissolves = _is_plain(first[0]) and ((mode == chosen == "all") or len(inner.items) == 1)
        items += inner.items if dissolves else [inner]
    return Together(mode, place, tuple(_beside(items)))


def _is_plain(place: Place) -> bool:
    """
    Tell whether a place is a group without a name or a reason of its own.
    """
    within = place.within
    return within is not None and within.gate is None and not within.group.because and not within.group.sources


def _beside(items: Iterable[Finding | Together]) -> Iterator[Finding | Together]:
    """
    Put several ways of one event into one choice.
    """
    for are_ways, several in groupby(items, lambda one: isinstance(one, Together) and one.place.way is not None):
        ways = list(several)
        if are_ways and len(ways) > 1:
            yield Together("ways", Place(), tuple(ways))
        else:
            yield from ways


def _spread(together: Together, places: tuple[Place, ...]) -> Iterator[Asked]:
    """
    Give one by one what is asked together, where all of it must be true.
    """
    for item in together.items:
        if isinstance(item, Together) and item.mode == "all":
            yield from _spread(item, (*places, item.place))
        else:
            choice = (item.place,) if isinstance(item, Together) and item.place != Place() else ()
            yield Asked(item, (*places, *choice))


def _sign(what: Finding | Together) -> object:
    """
    Give what two things have in common that ask the same: the condition and what it rests on, wherever they were asked.
    """
    if isinstance(what, Together):
        return (what.mode, tuple(map(_sign, what.items)))
    if what.requirement is None:
        return (what.asked, what.truth, what.facts)
    return (what.requirement, what.truth, what.facts, what.used)
