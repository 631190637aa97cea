"""
The checker of certificates against the rules, against the search, and against brute force and the best that can be forged.
"""

from itertools import pairwise

from attrs import evolve
from hypothesis import assume, given, note
from hypothesis import strategies as st
from tests.effort import slowly
from tests.forging import best_forgery, refusal, scopes
from tests.oracles.abstracting import place_of, seen
from tests.oracles.every_case import explore
from tests.strategies import commands, openings, workflows
from tests.strategies_verified import guarded_workflows

from rjflow.certifying.answers import Answer, Answers
from rjflow.certifying.certificate import CertificateRefused, Proof
from rjflow.certifying.checking import check_part
from rjflow.certifying.diagrams import NOTHING
from rjflow.certifying.looking import Look, Scope
from rjflow.certifying.places import Place, places_of
from rjflow.certifying.proving import EVERYWHERE_ELSE, Proving
from rjflow.definition.lookup import as_condition, asked_groups, watched
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible
from rjflow.guards.syntax import InState, Not, Or
from rjflow.instants import DAY
from rjflow.rules.commands import Advance
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.timing import next_change
from rjflow.rules.viewing import holds
from rjflow.verifier.casting import spotlight
from rjflow.verifier.certifying import certify, proof_of
from rjflow.verifier.focusing import first_focus, widened
from rjflow.verifier.judging import judge
from rjflow.verifier.refining import proved_by
from rjflow.verifier.verdict import VerifiedWorkflow
from rjflow.verifier.verifying import verify

SLOW = slowly()
ACTORS = ("ada", "bo")


def walk(workflow: Workflow, data: st.DataObject, most: int = 12) -> list[Decision]:
    """
    Give what comes of some commands; before each, time passes up to one moment at which it changes something, or not at all.
    """
    situation, found = data.draw(openings(workflow)), []
    for _ in range(data.draw(st.integers(1, most))):
        soon = next_change(workflow, situation, situation.now + 9 * DAY)
        if soon is not None and data.draw(st.booleans()):
            found.append(decide(workflow, situation, Advance(at=soon)))
            situation = found[-1].after
        command = data.draw(commands(workflow, situation))
        found.append(decide(workflow, situation, evolve(command, at=situation.now)))
        situation = found[-1].after
    return found


def scope_about(workflow: Workflow, data: st.DataObject, situations: list[Situation]) -> Scope:
    """
    Draw a scope that follows some of the people who are there at some time.
    """
    people = sorted({(person.id, person.kind) for one in situations for person in one.people})
    ids = [person for person, _ in people]
    assume(len(set(ids)) == len(ids))
    drawn: Scope = data.draw(scopes(workflow))
    followed = data.draw(st.lists(st.sampled_from(people), unique=True)) if people else []
    known = watched(workflow)
    return Scope(
        followed=tuple(followed), others=tuple(workflow.people), evidence=drawn.evidence, scheme=drawn.scheme,
        authors=tuple(one for one in drawn.authors if one in known), named=drawn.named,
    )  # fmt: skip


@SLOW
@given(workflows(), st.data())
def test_the_checker_knows_every_step(workflow: Workflow, data: st.DataObject):
    """
    Whatever a scope looks at, what the rules make of a command, or of time, something that the checker knows of can do too.
    """
    decisions = walk(workflow, data)
    scope = scope_about(workflow, data, [one.after for one in decisions])
    proving = Proving(workflow, nothing_bad(workflow), Proof(scope=scope, situations=(((EVERYWHERE_ELSE,), 1),)))
    proving.check()
    for before, decision in pairwise(decisions):
        note(f"{scope}\n{decision}")
        by_clock = sum(move.cause == "deadline" for move in decision.moves)
        rounds = 1 + by_clock + (by_clock and isinstance(decision.command, Advance))

        assert can_lead(proving, before.after, decision.after, rounds)


def can_lead(proving: Proving, before: Situation, after: Situation, rounds: int) -> bool:
    """
    Tell whether so many steps, or fewer, can lead from what one situation looks like to what another does.
    """
    workflow, look, sets = proving.workflow, proving.look, proving.sets
    actors = ACTORS[: look.scope.named]
    begin, leads = seen(workflow, look, before, actors), {place_of(after): seen(workflow, look, after, actors)}
    deeds = list(proving.steps.deeds())
    for number in range(rounds):
        found: dict[Place, int] = dict(leads)
        for place in places_of(workflow) if number + 1 < rounds else [place_of(before)]:
            for deed in deeds:
                for arrival in proving.arrivals(place, deed.target) if place.state in deed.states else ():
                    towards = sets.both(arrival.then, leads.get(arrival.target, NOTHING))
                    here = sets.both(deed.guard, proving.leading(towards, deed, deed.puts))
                    found[place] = sets.either(found.get(place, NOTHING), here)
        leads = found
    return sets.both(begin, leads.get(place_of(before), NOTHING)) != NOTHING


def nothing_bad(workflow: Workflow) -> Always:
    """
    Give a safeguard that nothing can break.
    """
    start = InState(workflow.start)
    return Always(condition=Or((start, Not(start))), text="")


@SLOW
@given(workflows(), st.data())
def test_no_situation_a_case_comes_to_can_be_left_out(workflow: Workflow, data: st.DataObject):
    """
    Whatever a scope looks at, no claim is accepted that leaves out a situation that a case came to, not even the largest.
    """
    decisions = walk(workflow, data)
    scope = scope_about(workflow, data, [one.after for one in decisions])
    situation = data.draw(st.sampled_from(decisions)).after
    note(f"{scope} {situation}")
    proof = best_forgery(
        workflow, nothing_bad(workflow), scope,
        lambda look: {place_of(situation): seen(workflow, look, situation, ACTORS[: scope.named])},
    )  # fmt: skip
    refused = refusal(lambda: check_part(workflow, nothing_bad(workflow), proof))

    assert refused is not None
    assert refused.why == "begins outside"


@SLOW
@given(workflows(), st.data())
def test_conditions_can_be_what_they_are(workflow: Workflow, data: st.DataObject):
    """
    What a condition comes to in a situation is among what the checker takes it to come to, for rules and for safeguards.
    """
    situations = [one.after for one in walk(workflow, data, most=6)]
    scope, situation = scope_about(workflow, data, situations), situations[-1]
    look = Look(workflow, scope)
    answers, here = Answers(look), seen(workflow, look, situation, ACTORS[: scope.named])
    asked = [as_condition(group) for group in asked_groups(workflow)]
    asked += [Not(one) for one in asked]
    persons = [None, *(person for person, _ in scope.followed if any(person == one.id for one in situation.people))]
    for one in asked:
        for person in persons:
            for observer in (False, True):
                truth = holds(workflow, situation, one, person, observer=observer)
                answer = answers.answer(one, person, place_of(situation), observer=observer)

                assert is_among(look, here, truth, answer), (one, person, observer, truth)


def is_among(look: Look, here: int, truth: bool | None, answer: Answer) -> bool:
    """
    Tell whether every set that must hold a situation does.
    """
    claims = {True: (answer.true, answer.not_false), False: (answer.false, answer.not_true), None: answer[2:]}[truth]
    return all(look.sets.both(here, look.sets.contrary(claim)) == NOTHING for claim in claims)


@SLOW
@given(guarded_workflows())
def test_what_is_kept_can_be_certified(workflow: Workflow):
    """
    Whatever the search keeps, it writes a certificate of that the checker accepts; of anything else it writes none.
    """
    report = verify(workflow)
    if report.is_safe:
        made = VerifiedWorkflow.from_certificate(workflow, certify(report))

        assert made.fingerprint == report.require().fingerprint
        assert made.until is None


@SLOW
@given(guarded_workflows(), st.data())
def test_nobody_can_forge_what_brute_force_breaks(workflow: Workflow, data: st.DataObject):
    """
    Of a safeguard that some story breaks, not even the largest sets that no step leaves are accepted, whatever they look at.
    """
    [safeguard] = workflow.safeguards
    if isinstance(safeguard.form, AlwaysPossible):
        check_possible(workflow, safeguard.form)
        return
    broken = judge(workflow, safeguard).judged == "broken"
    try:
        proof = best_forgery(workflow, safeguard.form, data.draw(scopes(workflow)))
    except CertificateRefused:
        return  # what it looks at stands for nobody
    if refusal(lambda: check_part(workflow, safeguard.form, proof)) is None:
        assert not broken
        assert explore(workflow, safeguard.form, most=500).length is None


def check_possible(workflow: Workflow, form: AlwaysPossible) -> None:
    """
    Hold to brute force what the checker believes of what must be possible, of what is reached with little and with everything tracked.
    """
    cast, little = spotlight(workflow, form), first_focus(workflow, form)
    for focus in (little, widened(little, frozenset(workflow.evidence))):
        for frame, situations in proved_by(workflow, form, cast, focus):
            proof = proof_of(frame, situations)
            if refusal(lambda proof=proof: check_part(workflow, form, proof)) is None:
                assert explore(workflow, form, most=1500).length is None
