"""
Certificates that ought not to be: forged by somebody who knows the checker as well as its author, and damaged by accident.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from rjflow.certifying.certificate import CertificateRefused, Kept, Proof
from rjflow.certifying.diagrams import EVERYTHING, NOTHING, Diagrams
from rjflow.certifying.duties import Duty
from rjflow.certifying.happening import Facts, is_step
from rjflow.certifying.looking import Look, Scope, of_scheme
from rjflow.certifying.places import Place, places_of
from rjflow.certifying.proving import EVERYWHERE_ELSE, Proving, scheme_conditions
from rjflow.certifying.stepping import Deed, with_marks
from rjflow.certifying.wrong import remembered_for
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Entering

Draw = Callable[..., Any]


# ---- the best that can be forged -------------------------------------------------------------------------------------


def best_forgery(
    workflow: Workflow, duty: Duty, scope: Scope, without: Callable[[Look], Mapping[Place, int]] = lambda _: {}
) -> Proof:
    """
    Give the largest sets of situations that hold nothing bad, nor what they are to be *without*, and that no step leaves.

    If these do not hold the beginnings, no sets do: so if this is refused, every proof with this scope is.
    """
    look = Look(workflow, scope, remembered_for(workflow, duty, scope.followed))
    everything = Proof(scope=scope, variables=tuple(look.values.items()), situations=(((EVERYWHERE_ELSE,), 1),))
    proving = Proving(workflow, duty, everything)
    inside = {place: proving.sets.contrary(proving.wrong.standing(place)) for place in places_of(workflow)}
    for place, some in without(proving.look).items():
        inside[place] = proving.sets.both(inside[place], proving.sets.contrary(some))
    deeds, changed = list(proving.steps.deeds()), True
    while changed:
        changed = False
        proving.inside = inside
        for place, before in list(inside.items()):
            for deed in deeds if before != NOTHING else ():
                if place.state in deed.states:
                    inside[place] = proving.sets.both(
                        inside[place], proving.sets.contrary(_leaving(proving, deed, place))
                    )
            changed = changed or inside[place] != before
    return proof_of(proving, inside)


def _leaving(proving: Proving, deed: Deed, place: Place) -> int:
    """
    Give from where a deed leads outside, or breaks what is to be kept.
    """
    sets, found = proving.sets, NOTHING
    for arrival in proving.arrivals(place, deed.target):
        facts = Facts(deed.facts.occurrences, deed.facts.event, arrival.entered)
        puts = with_marks(deed, proving.wrong.marks(facts))
        bad = proving.outside(arrival.target)
        if isinstance(proving.duty, Entering) and any(
            is_step(proving.workflow, step, facts) for step in proving.duty.steps
        ):
            bad = sets.either(bad, proving.wrong.ending(arrival.target))
        found = sets.either(found, proving.leading(sets.both(arrival.then, bad), deed, puts))
        early = sets.both(proving.wrong.before(facts), proving.leading(arrival.then, deed, puts))
        found = sets.either(found, early)
    return sets.both(found, deed.guard)


def proof_of(proving: Proving, inside: dict[Place, int]) -> Proof:
    """
    Write down sets of situations, place by place.
    """
    nodes, numbers = numbered(proving.sets, list(inside.values()))
    variables = tuple((name, proving.look.values[name]) for name in proving.look.index)
    situations = tuple(((place.name,), numbers[some]) for place, some in inside.items())
    return Proof(scope=proving.look.scope, variables=variables, nodes=nodes, situations=situations)


def numbered(sets: Diagrams, roots: Sequence[int]) -> tuple[tuple[tuple[int, tuple[int, ...]], ...], dict[int, int]]:
    """
    Give the nodes of some sets, each after those it leads to, and the number of each set.
    """
    numbers, found = {NOTHING: 0, EVERYTHING: 1}, list[tuple[int, tuple[int, ...]]]()

    def visit(some: int) -> int:
        if some not in numbers:
            variable, children = sets.asked(some)
            below = tuple(visit(child) for child in children)
            numbers[some] = len(found) + 2
            found.append((variable, below))
        return numbers[some]

    for root in roots:
        visit(root)
    return tuple(found), numbers


@st.composite
def scopes(draw: Draw, workflow: Workflow) -> Scope:
    """
    Draw whom and what a proof might be about: mostly such that the checker takes them to be about everybody.
    """
    followed, others = [], []
    for kind in workflow.people.values():
        count = draw(st.integers(0, 2))
        followed += [(f"{kind.name}-{number}", kind.name) for number in range(count)]
        if kind.at_most is None or kind.at_most > count or draw(st.booleans()):
            others.append(kind.name)
    evidence = draw(st.lists(st.sampled_from(sorted(workflow.evidence)), unique=True)) if workflow.evidence else []
    known = sorted(one.removeprefix(of_scheme("")) for one in scheme_conditions(workflow))
    doings = [*evidence, *workflow.events]
    return Scope(
        followed=tuple(followed),
        others=tuple(others),
        evidence=tuple(evidence),
        scheme=tuple(draw(st.lists(st.sampled_from(known), unique=True))) if known else (),
        authors=tuple(draw(st.lists(st.sampled_from(doings), unique=True, max_size=2))) if doings else (),
        named=draw(st.integers(0, 2)),
    )


# ---- damages ---------------------------------------------------------------------------------------------------------


def damaged(kept: Kept, dice: random.Random) -> Kept:
    """
    Give a proof of a safeguard with one thing wrong: a smaller set, a place left out, other people, other evidence, another value.
    """
    number = dice.randrange(len(kept.proofs))
    proof = dice.choice(_DAMAGES)(kept.proofs[number], dice)
    return evolve(kept, proofs=(*kept.proofs[:number], proof, *kept.proofs[number + 1 :]))


def _a_child_is_another(proof: Proof, dice: random.Random) -> Proof:
    if not proof.nodes:
        return _a_place_has_another_set(proof, dice)
    at = dice.randrange(len(proof.nodes))
    variable, children = proof.nodes[at]
    place = dice.randrange(len(children))
    other = dice.choice([0, 1, dice.randrange(at + 2)])
    node = (variable, (*children[:place], other, *children[place + 1 :]))
    return evolve(proof, nodes=(*proof.nodes[:at], node, *proof.nodes[at + 1 :]))


def _a_place_has_another_set(proof: Proof, dice: random.Random) -> Proof:
    at = dice.randrange(len(proof.situations))
    names, _ = proof.situations[at]
    other = dice.choice([0, dice.randrange(len(proof.nodes) + 2)])
    return evolve(proof, situations=(*proof.situations[:at], (names, other), *proof.situations[at + 1 :]))


def _a_place_is_left_out(proof: Proof, dice: random.Random) -> Proof:
    at = dice.randrange(len(proof.situations))
    names, root = proof.situations[at]
    fewer = tuple(dice.sample(names, len(names) - 1))
    return evolve(proof, situations=(*proof.situations[:at], (fewer, root), *proof.situations[at + 1 :]))


def _nobody_else(proof: Proof, dice: random.Random) -> Proof:
    return evolve(proof, scope=evolve(proof.scope, others=proof.scope.others[1:]))


def _somebody_is_not_followed(proof: Proof, dice: random.Random) -> Proof:
    return evolve(proof, scope=evolve(proof.scope, followed=proof.scope.followed[1:]))


def _something_is_not_tracked(proof: Proof, dice: random.Random) -> Proof:
    evidence = proof.scope.evidence
    fewer = tuple(dice.sample(evidence, len(evidence) - 1)) if evidence else ("no such evidence",)
    return evolve(proof, scope=evolve(proof.scope, evidence=fewer))


def _a_variable_is_another(proof: Proof, dice: random.Random) -> Proof:
    if not proof.variables:
        return evolve(proof, nodes=(*proof.nodes, (0, (0, 1))))
    at = dice.randrange(len(proof.variables))
    name, values = proof.variables[at]
    other = dice.choice([(name + "s", values), (name, values[::-1]), (name, values[:-1]), proof.variables[at - 1]])
    return evolve(proof, variables=(*proof.variables[:at], other, *proof.variables[at + 1 :]))


_DAMAGES = (
    _a_child_is_another, _a_child_is_another, _a_child_is_another, _a_place_has_another_set, _a_place_is_left_out, _nobody_else,
    _somebody_is_not_followed, _something_is_not_tracked, _a_variable_is_another,
)  # fmt: skip


def refusal(check: Callable[[], object]) -> CertificateRefused | None:
    """
    Give the refusal, or nothing if there is none.
    """
    try:
        check()
    except CertificateRefused as refused:
        return refused
    return None
