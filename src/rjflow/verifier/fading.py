"""
What runs out, one record at a time and several at one moment.

At one moment everything is stale that ends there, before the case is seen to move; so it may fall where it would not fall by one record
after the other, and it is not seen at the gates between. Several at once are listed where that makes a difference.

Stands on: `action`, `frame`.   Knows nothing of: times, searching.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, combinations
from typing import cast

from rjflow.definition.lookup import as_condition, every_condition
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Condition, ForPeople, Not, Or
from rjflow.verifier.action import Action, names_in, reads_of
from rjflow.verifier.frame import Frame, Key
from rjflow.verifier.happening import Entered

_MOST_AT_ONCE = 8
_MOST_TIMED = 4


class Fading:
    """
    Everything that can run out in one frame. Of the records that are *timed*, any that a gate speaks of are listed with whatever else runs out there.
    """

    def __init__(self, frame: Frame, entered: Entered, timed: Collection[Key] = ()) -> None:
        self._frame = frame
        self._workflow = frame.workflow
        self._entered = entered
        self._timed = timed

    def actions(self) -> Iterator[Action]:
        """Give what runs out: each record by itself, then several at one moment."""
        states = self._workflow.states
        evidence = self._workflow.evidence
        fading: list[Key] = [
            ("value", name, person)
            for name in evidence
            if name in self._frame.focus.evidence and evidence[name].window.unit != "whole case"
            for person in self._frame.holders(name)
        ]
        yield from (self._fade([key], tuple(states)) for key in fading)
        for state in (name for name, one in states.items() if one.guard is not None and not one.final):
            together = self._keys(fading, self._falling_through(state))
            choices = list(_several(together)) if len(together) <= _MOST_AT_ONCE else []
            if len(together) > _MOST_AT_ONCE:
                yield self._anyhow(together, state)
            choices += self._with_timed(state, fading, choices)
            yield from (self._fade(keys, (state,)) for keys in dict.fromkeys(choices))

    # ------------------------------------------------------------------------------------------------------------------

    def _keys(self, fading: Sequence[Key], names: frozenset[object]) -> list[Key]:
        scheme = enumerate(self._frame.focus.scheme)
        return [
            *(key for key in fading if key[1] in names),
            *(("scheme", place) for place, one in scheme if ("scheme", one) in names),
        ]

    def _with_timed(
        self, state: str, fading: Sequence[Key], choices: Sequence[tuple[Key, ...]]
    ) -> list[tuple[Key, ...]]:
        """
        Give several of the timed records of which a state's gate speaks, and what else runs out there with one or more of them.
        """
        known = _timed_in(self._workflow, state, self._timed)
        timed = [key for key in fading if key in known]
        asked = _asked(self._workflow, state)
        some = [*((key,) for key in timed), *_several(timed)]
        others = [
            one for one in (*choices, *((key,) for key in self._keys(fading, asked))) if not known.issuperset(one)
        ]
        return [*_several(timed), *((*one, *more) for one in others for more in some if not {*one} & {*more})]

    def _fade(self, keys: Sequence[Key], states: tuple[str, ...]) -> Action:
        """
        Records run out, and answers of the scheme change, at one moment.
        """
        records = [(str(key[1]), cast("str | None", key[2])) for key in keys if key[0] == "value"]
        guard = self._frame.space.all_of(self._frame.current(name, person) for name, person in records)
        assigns: dict[Key, tuple[int, ...]] = {key: (0,) if key[0] == "value" else (0, 1, 2) for key in keys}
        name, person = records[0] if records else ("scheme", None)
        return Action("stale" if records else "scheme", name, states, guard, assigns, person=person, place=len(keys))

    def _anyhow(self, keys: Sequence[Key], state: str) -> Action:
        """
        More changes at one moment than every choice among them can be listed: all may be anything afterwards, which is more than can
        happen; so what is kept even so is kept, and no story is told of it that does not replay.
        """
        assigns = {key: tuple(range(self._frame.sizes[key])) for key in keys}
        return Action("stale", str(keys[0][1]), (state,), self._frame.space.everything, assigns, place=len(keys))

    def _falling_through(self, state: str) -> frozenset[object]:
        """
        Give of what a state's gate speaks together with what is below it, where a case may fall as it would not do one record after the
        other: through a gate, to what a safeguard asks where it rests, and past several gates at none of which it must be seen.
        """
        states, below = self._workflow.states, self._below(state)
        is_held = any(states[name].holds for name in below)  # and it is known from where
        either, gates = list[Condition](), list[Condition]()
        for name in below:
            guard = states[name].guard
            asked = [None if guard is None else as_condition(guard), self._entered.get(name)]
            either += [one for one in asked if one is not None and self._has_alternatives(one)]
            if guard is not None and (is_held or name in self._entered):
                gates.append(as_condition(guard))
        if not either and len(gates) < 2:
            return frozenset()
        spoken = frozenset(chain.from_iterable(names_in(self._workflow, one) for one in (*either, *gates)))
        return _asked(self._workflow, state) & _records(spoken)

    def _below(self, state: str) -> list[str]:
        """
        Give the states that a case may fall to from one, one below the other.
        """
        found, below = list[str](), self._workflow.states[state].otherwise
        while below is not None:
            found.append(below)
            below = self._workflow.states[below].otherwise
        return found

    def _has_alternatives(self, asked: Condition) -> bool:
        """
        Tell whether something may stay true when one record of those it asks about runs out.
        """
        parts = every_condition(self._workflow, asked)
        return any(
            isinstance(part, Or | Not) or (isinstance(part, ForPeople) and part.quantity != "every") for part in parts
        )


def goes_too(workflow: Workflow, state: str, key: Key, timed: Collection[Key]) -> bool:
    """
    Tell whether a timed record that runs out in the moment in which a case falls from a state does so in what is listed, whatever else runs out: with it, or before it, where
    the gate does not speak of this one and the case stays.
    """
    return key[1] not in _asked(workflow, state) or key in _timed_in(workflow, state, timed)


def _timed_in(workflow: Workflow, state: str, timed: Collection[Key]) -> frozenset[Key]:
    """
    Give the timed records of which a state's gate speaks; none where that is too many for each choice among them to be listed.
    """
    asked = _asked(workflow, state)
    found = frozenset(key for key in timed if key[1] in asked)
    return found if len(found) <= _MOST_TIMED else frozenset()


def _asked(workflow: Workflow, state: str) -> frozenset[object]:
    return _records(reads_of(workflow, workflow.states[state].guard))


def _records(names: frozenset[object]) -> frozenset[object]:
    """
    Give names with those of the records of which it is asked who made them.
    """
    return names | {one[1] for one in names if isinstance(one, tuple) and one[0] == "author"}


def _several(keys: Sequence[Key]) -> Iterator[tuple[Key, ...]]:
    for number in range(2, len(keys) + 1):
        yield from combinations(keys, number)
