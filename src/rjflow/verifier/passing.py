"""
Conditions of which some may be passed wrongly: where a group is true, or would be with so many mistakes at most.

Stands on: `formulas`, `mistakes`.   Knows nothing of: steps, searching.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Group
from rjflow.guards.syntax import And, Condition, Or
from rjflow.verifier.bdd import Set
from rjflow.verifier.formulas import Formulas, Watch
from rjflow.verifier.frame import Frame
from rjflow.verifier.kleene import May
from rjflow.verifier.mistakes import leaves, opened, passed


class Passing(Formulas):
    """
    The conditions of a frame, where `most` says of some groups how many of their conditions may be passed wrongly.

    Groups are told apart by identity, as they are asked at different places. Where a group may be anything but true stays what it
    was: a mistake can be made, and need not be.
    """

    def __init__(self, frame: Frame, plain: Formulas, most: Mapping[int, int]) -> None:
        super().__init__(frame)
        self._plain = plain
        self._most = most
        self._passed: dict[tuple[int, str | None], tuple[Group, May]] = {}

    def group(self, group: Group, person: str | None = None) -> May:
        """Give a group of requirements as sets."""
        number = self._most.get(id(group), 0) if group.items else 0
        if number == 0:
            return self._plain.group(group, person)
        if (id(group), person) not in self._passed:
            whole = self._plain.group(group, person)
            yes = self._family(opened(self.frame.workflow, as_condition(group)), person, number)
            self._passed[id(group), person] = group, May(whole.yes | yes, whole.no, whole.unknown)
        return self._passed[id(group), person][1]

    def condition(self, condition: Condition, state: str, person: str | None = None, *, watch: Watch = None) -> May:
        """Give a condition as sets: single ones are never passed wrongly, only groups that are asked somewhere."""
        return self._plain.condition(condition, state, person, watch=watch)

    # ------------------------------------------------------------------------------------------------------------------

    def _family(self, tree: Condition, person: str | None, number: int) -> Set:
        """
        Give where an opened condition is true with so many mistakes at most.

        A condition that stands at several places of one tree is passed everywhere at once: each choice of those is tried by itself,
        all others can be counted.
        """
        shared = [one for one, times in _times(tree).items() if times > 1]
        found = self.frame.space.nothing
        for many in range(min(number, len(shared)) + 1):
            for chosen in combinations(shared, many):
                rest = self._counted(passed(tree, chosen), person, number - many, frozenset(shared))
                found = found | rest[-1]
        return found

    def _counted(self, tree: Condition, person: str | None, number: int, firm: frozenset[Condition]) -> list[Set]:
        """
        Give where a tree is true with 0, 1, … so many mistakes at most, none of them about what is *firm*.
        """
        space = self.frame.space
        match tree:
            case And(conditions):
                found = [space.everything] * (number + 1)
                for part in conditions:
                    found = _both(self._counted(part, person, number, firm), found, space.nothing)
                return found
            case Or(conditions):
                parts = [self._counted(part, person, number, firm) for part in conditions]
                return [space.any_of(part[place] for part in parts) for place in range(number + 1)]
            case _:
                yes = self.condition(tree, "", person).yes
                return [yes] * (number + 1) if tree in firm else [yes] + [space.everything] * number


def lacking(formulas: Formulas, tree: Condition, person: str | None, where: Set) -> tuple[Condition, ...]:
    """
    Give the fewest conditions of an opened tree that have to be passed wrongly in a situation for all of it to be true.
    """
    false = [one for one in leaves(tree) if not (formulas.condition(one, "", person).yes & where).satisfiable()]
    choices = (chosen for many in range(len(false)) for chosen in combinations(false, many))
    enough = (chosen for chosen in choices if _is_true(tree, frozenset(false) - frozenset(chosen)))
    return next(enough, tuple(false))


def _is_true(tree: Condition, false: frozenset[Condition]) -> bool:
    if isinstance(tree, And):
        return all(_is_true(part, false) for part in tree.conditions)
    if isinstance(tree, Or):
        return any(_is_true(part, false) for part in tree.conditions)
    return tree not in false


def _times(tree: Condition) -> Counter[Condition]:
    """
    Count at how many places of a tree each leaf stands.
    """
    if not isinstance(tree, And | Or):
        return Counter([tree])
    found: Counter[Condition] = Counter()
    for part in tree.conditions:
        found += _times(part)
    return found


def _both(one: Sequence[Set], other: Sequence[Set], nothing: Set) -> list[Set]:
    """
    Give where both are true with 0, 1, … mistakes at most, shared out between them.
    """
    found = []
    for number in range(len(one)):
        sets = nothing
        for place in range(number + 1):
            sets = sets | (one[place] & other[number - place])
        found.append(sets)
    return found
