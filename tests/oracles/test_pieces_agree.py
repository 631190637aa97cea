"""
Two opinions on what safeguards rest on: judged again only where it may matter, and everything judged again.
"""

from attrs import evolve
from hypothesis import assume, given
from tests.effort import examples, slowly
from tests.oracles.every_case import commands, key, openings
from tests.strategies_verified import bare_workflows, keeping_workflows

from rjflow import read_file
from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, Before, Happening
from rjflow.guards.syntax import InState, Not, Or
from rjflow.rules.commands import Fire
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds
from rjflow.shipped import shipped
from rjflow.verifier.bearing import bearings, proof_of, rests_on
from rjflow.verifier.dead_weight import dead_weight
from rjflow.verifier.judging import judge
from rjflow.verifier.mistakes import leaves, opened
from rjflow.verifier.pieces import pieces_of, without
from rjflow.verifier.proving import proof
from rjflow.verifier.touching import HELPING
from rjflow.verifier.verdict import Report


def report_on(workflow: Workflow) -> Report:
    """
    Judge the safeguards of a workflow, and nothing else.
    """
    return Report(
        workflow=workflow, fingerprint="", verdicts=tuple(judge(workflow, one) for one in workflow.safeguards)
    )


@slowly(examples(20))
@given(keeping_workflows())
def test_taking_out_and_judging_everything_again_agrees(workflow: Workflow):
    """
    What is said to rest on a piece is what judging all safeguards again without it finds.
    """
    report = report_on(workflow)
    assume(report.verdicts[0].judged == "kept")

    for found in bearings(report):
        judged = judge(without(workflow, [found.piece]), workflow.safeguards[0]).judged
        assert {"kept": ((), ()), "broken": (("A",), ()), "unfinished": ((), ("A",))}[judged] == (
            found.needed_by,
            found.perhaps,
        )


def test_what_is_not_judged_again_in_the_large_workflow_stands():
    """
    Safeguards that are taken to be untouched by a piece of the shipped workflow are still proved without it.
    """
    workflow = read_file(shipped("ew-post-sentence"))
    safeguards = [one for one in workflow.safeguards if one.id in ("S1", "S4-plan", "S16", "P1", "E3")]
    proofs = [proof_of(workflow, one) for one in safeguards]

    for piece in list(pieces_of(workflow))[::71]:
        for proved in proofs:
            assert proved.parts
            if not rests_on(workflow, piece, proved):
                assert proof(without(workflow, [piece]), proved.safeguard.form) is not None


def test_what_keeps_something_possible_is_missed():
    """
    Of the shipped workflow, of which no story of a case that is stuck is told, some ways and some who may act are not proved to be
    needless to what must stay possible; and most are.
    """
    workflow = read_file(shipped("ew-post-sentence"))
    [safeguard] = [one for one in workflow.safeguards if one.id == "L11"]
    proved = proof_of(workflow, safeguard)
    helping = [one for one in pieces_of(workflow) if one.sort in HELPING]
    asked = [one for one in helping if rests_on(workflow, one, proved)]

    assert 0 < len(asked) < len(helping) / 2
    assert all(proof(without(workflow, [one]), safeguard.form) for one in helping[::29] if one not in asked)


@slowly(examples(12))
@given(bare_workflows())
def test_dead_weight_agrees_with_brute_force(workflow: Workflow):
    """
    A condition that is said to be always true is true wherever a case can be asked it, and an event that can never happen never does.
    """
    dead = dead_weight(workflow)
    seen, happened = _everywhere(workflow, most=1500)

    for one in dead.never_false:
        assert one.condition is not None
        for situation in seen:
            if situation.state in workflow.events[one.name].ways[one.way].from_states:
                assert holds(workflow, situation, one.condition) is True
    assert not happened & set(dead.never_possible)


@slowly(examples(12))
@given(bare_workflows())
def test_looking_first_hides_no_dead_weight(workflow: Workflow):
    """
    What is looked for before anything is proved names neither more nor less than proving alone.
    """
    dead = dead_weight(workflow)
    named = {(one.name, one.way, one.condition) for one in dead.never_false}

    for event in workflow.events.values():
        is_never = proof(workflow, Before(event=(Happening("event", event.name),), must_have=())) is not None
        assert (event.name in dead.never_possible) is is_never
        for place, way in enumerate(event.ways if not is_never else ()):
            for condition in leaves(opened(workflow, as_condition(way.needs))):
                asked = [Or((Not(InState(state)), condition)) for state in way.from_states]
                is_always = all(proof(workflow, Always(condition=one, text="")) is not None for one in asked)
                assert ((event.name, place, condition) in named) is is_always


def test_dead_weight_is_found():
    """
    A condition that the state asks already, and an event from a state nobody can be in, are named.
    """
    workflow = read_file("tests/golden/files/club.workflow.yaml")
    lonely = evolve(next(iter(workflow.events.values())), name="lonely")
    nowhere = evolve(lonely, ways=tuple(evolve(way, from_states=()) for way in lonely.ways))

    assert (
        "lonely"
        in dead_weight(
            evolve(workflow, events=type(workflow.events)({**workflow.events, "lonely": nowhere}))
        ).never_possible
    )


def _everywhere(workflow: Workflow, most: int) -> tuple[list[Situation], set[str]]:
    """
    Give situations a case can come to, and the events that happened on the way.
    """
    known: dict[object, Situation] = {}
    happened: set[str] = set()
    waiting = list(openings(workflow))
    tries = 0
    while waiting and tries < most:
        situation = waiting.pop(0)
        here = key(workflow, (situation, frozenset()))
        if here in known:
            continue
        known[here] = situation
        for command in commands(workflow, situation):
            tries += 1
            decision = decide(workflow, situation, command)
            if decision.allowed:
                happened |= {move.event for move in decision.moves if move.event}
                happened |= {command.event} if isinstance(command, Fire) else set()
                waiting.append(decision.after)
    return list(known.values()), happened
