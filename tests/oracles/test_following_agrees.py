"""
That one condition follows from another is seen from their form; here it is looked up in every situation of a few people.
"""

from itertools import combinations_with_replacement, permutations, product

import pytest
from tests.small import after, evidence, opened, record, workflow

from rjflow.definition.model import Kind, Workflow
from rjflow.definition.normal import Fewest, fewest_in, implies, normal
from rjflow.guards.syntax import Among, Condition, ForPeople, IsCurrent, Not
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds

SAYS = (None, "yes", "no")
INNER = (Among("wish", ("yes",)), Among("wish", ("yes", "no")), IsCurrent("wish"), Not(Among("wish", ("yes",))))
ASKED = [
    ForPeople(quantity, number, "guest", inner)
    for (quantity, number), inner in product(
        [("every", 0), ("some", 0), ("no", 0), ("at least", 1), ("at least", 2), ("at least", 3)], INNER
    )
]


def guests(least: int) -> Workflow:
    """
    Give a workflow of so many guests at least.
    """
    guest = Kind(name="guest", label="guest", at_least=least, takes_part=True)
    return workflow(evidence("wish", about="guest"), guest)


def situations(definition: Workflow, least: int) -> list[Situation]:
    """
    Give every situation of up to three guests that may be.
    """
    found = []
    for number in range(least, 4):
        for said in combinations_with_replacement(SAYS, number):
            people = {f"g{place}": "guest" for place in range(number)}
            case = opened(definition, **people)
            told = [record("wish", what, person=f"g{place}") for place, what in enumerate(said) if what is not None]
            found.append(after(definition, case, told))
    return found


@pytest.mark.parametrize("least", [0, 1, 2, 3])
def test_what_follows_is_so_wherever_the_other_is(least: int) -> None:
    """
    Where a condition about people is true, whatever is seen to follow from it is true; and what is so of everybody is seen to be so of somebody.
    """
    definition = guests(least)
    every, fewest = situations(definition, least), fewest_in(definition)
    true_in = {one: [holds(definition, case, one) is True for case in every] for one in ASKED}
    follows = [(one, other) for one, other in permutations(ASKED, 2) if _implies(definition, one, other, fewest)]

    assert [] == [
        (one, other)
        for one, other in follows
        if any(was and not then for was, then in zip(true_in[one], true_in[other], strict=True))
    ]
    yes = INNER[0]
    to_somebody = (ForPeople("every", 0, "guest", yes), ForPeople("some", 0, "guest", yes))
    assert (to_somebody in follows) is (least > 0)


def _implies(definition: Workflow, one: Condition, other: Condition, fewest: Fewest) -> bool:
    return implies(normal(definition, one), normal(definition, other), fewest)
