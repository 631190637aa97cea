"""
Answers put together, each a set of situations.
"""

from collections.abc import Callable
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from rjflow.verifier.bdd import Set, Space
from rjflow.verifier.kleene import Kleene, May

SITUATIONS = list(product(range(2), range(2)))
WORTH = {"no": 0, "unknown": 1, "yes": 2}
Told = tuple[frozenset[str], ...]  # what an answer may be, in each situation

TOLD = st.lists(st.frozensets(st.sampled_from(sorted(WORTH)), min_size=1), min_size=4, max_size=4).map(tuple)


class Here:
    """
    One space, and answers of it as they can be told.
    """

    def __init__(self) -> None:
        self.space = Space([2, 2])
        self.kleene = Kleene(self.space)

    def may(self, told: Told) -> May:
        """Give an answer; of the same told everywhere, the one that stands for it."""
        if len(set(told)) == 1:
            return self.kleene.everywhere(yes="yes" in told[0], no="no" in told[0], unknown="unknown" in told[0])
        return May(*(self._where(told, side) for side in ("yes", "no", "unknown")))

    def told(self, may: May) -> Told:
        """Give what an answer may be, situation by situation."""
        sides = {"yes": may.yes, "no": may.no, "unknown": may.unknown}
        here = [self.space.point(one) for one in SITUATIONS]
        return tuple(frozenset(side for side, some in sides.items() if (some & one).satisfiable()) for one in here)

    def _where(self, told: Told, side: str) -> Set:
        return self.space.any_of(self.space.point(SITUATIONS[place]) for place in range(4) if side in told[place])


def combined(many: list[Told], choose: Callable[..., str]) -> Told:
    """
    Give what comes of it when each answer is any that it may be, independently of the others.
    """
    return tuple(
        frozenset(choose(picked, key=WORTH.__getitem__) for picked in product(*(one[place] for one in many)))
        for place in range(4)
    )


@given(st.lists(TOLD, min_size=1, max_size=4))
def test_all_and_any_are_what_they_are_of_each_pick(many: list[Told]):
    """
    Law: in every situation, a conjunction may be the least of what its parts may be, a disjunction the greatest; asked again, the same.
    """
    here = Here()
    parts = [here.may(one) for one in many]

    assert combined(many, min) == here.told(here.kleene.all_of(parts))
    assert combined(many, max) == here.told(here.kleene.any_of(parts))
    assert here.told(here.kleene.all_of(parts)) == here.told(here.kleene.all_of(parts))


@given(TOLD)
def test_a_negation_undone_is_the_answer_itself(told: Told):
    """
    Law: what is negated twice is the very same thing, and negated once it has its sides changed.
    """
    here = Here()
    may = here.may(told)
    turned = {"yes": "no", "no": "yes", "unknown": "unknown"}

    assert here.kleene.negated(here.kleene.negated(may)) is may
    assert tuple(frozenset(turned[side] for side in one) for one in told) == here.told(here.kleene.negated(may))


def test_nothing_asked_is_true_and_no_choice_false():
    """
    Of no parts at all, all are true and none is.
    """
    kleene = Here().kleene

    assert kleene.all_of([]) is kleene.everywhere(yes=True)
    assert kleene.any_of([]) is kleene.everywhere(no=True)
