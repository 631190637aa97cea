"""
Where the first road to a story or a proof is closed: what is tried then, and what is said of it.
"""

from unittest.mock import patch

from tests.small import asks, event, evidence, state, workflow
from tests.unit.verifier.hard_pairs import CLOSED
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import tiny

from rjflow.definition.model import Voider, Way, Workflow
from rjflow.definition.safeguards import AlwaysPossible, Entering, Safeguard, Step
from rjflow.guards.syntax import Among, GateHolds
from rjflow.rules.viewing import record_of
from rjflow.verifier import ground, judging, proving, refining
from rjflow.verifier.acted import acted_out
from rjflow.verifier.bearing import bearings, narrowed
from rjflow.verifier.breaking import broken_on_tour
from rjflow.verifier.casting import spotlight
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.frame import Focus
from rjflow.verifier.ground import turns_for
from rjflow.verifier.judging import find, judge
from rjflow.verifier.proving import patient_proof, proof
from rjflow.verifier.touring import detours, fetching, opening, tour
from rjflow.verifier.verifying import verify
from rjflow.verifier.visiting import Place, visit_one
from rjflow.verifier.wanting import NOTHING


def small(text: str) -> Workflow:
    """
    Read a small workflow that ends in `closed`.
    """
    return tiny(text.replace("CLOSED", CLOSED))


BY_A_FORM = small("""\
evidence:
  referral: {one-of: [sound], current-for: whole-case}
states: {preparing: {start: true}, noted: {}, meeting: {kind: meeting}, CLOSED}
events:
  refer: {from: preparing, to: noted, by: [facilitator], records: [referral]}
  again: {from: noted, to: preparing, by: [facilitator]}
  meet: {from: preparing, to: meeting, by: [facilitator], needs: referral is sound}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, never: in meeting}
""")


def test_what_only_a_form_records_is_gone_for():
    """
    A trail that skips the form on which something is recorded stops where that is asked; the next one leads through the form.
    """
    form = BY_A_FORM.safeguards[0].form
    story = acted_out(BY_A_FORM, form, first_focus(BY_A_FORM, form), find)

    assert story is not None
    assert ["refer", "again", "meet"] == [step.decision.command.event for step in story.steps]


ASKED, WISH, DOUBT = (Among(name, ("yes",)) for name in ("asked", "wish", "doubt"))
CONTRADICTION = workflow(
    evidence("asked"),
    evidence("wish", voided_by=(Voider("evidence", "doubt"),)),
    evidence("doubt", voided_by=(Voider("evidence", "wish"),)),
    state("room"),
    event("enter", Way(from_states=("start",), target="room", needs=asks(WISH, DOUBT))),
    event("leave", ("room", "end"), ("start", "end")),
    safeguards=(
        Safeguard(
            id="A",
            label="a",
            form=Entering(steps=(Step("state", "room"),), condition=ASKED, text=""),
            origin="workflow",
        ),
    ),
)


def test_what_nobody_can_do_is_proved_when_no_trail_was_acted_out():
    """
    What each makes the other void is never there together. That is seen when what stopped the trail is tracked, whether that comes in the next round, or after
    the last of them.
    """
    [safeguard] = CONTRADICTION.safeguards
    with every_workflow_is_large(), patch.object(refining, "_FEW", -1):
        assert "kept" == judge(CONTRADICTION, safeguard).judged
        with patch.object(judging, "_ROUNDS", 1):
            assert "kept" == judge(CONTRADICTION, safeguard).judged


def test_a_patient_proof_tracks_what_stopped_a_trail():
    """
    What a hasty proof of a large workflow does not see, a patient one does, by what a trail could not be acted out for; with no round for
    that it gives up, and proves nothing.
    """
    form = CONTRADICTION.safeguards[0].form
    with every_workflow_is_large(), patch.object(refining, "_FEW", -1):
        assert proof(CONTRADICTION, form) is None
        found = patient_proof(CONTRADICTION, form)
        with patch.object(proving, "_ROUNDS", 1):
            assert patient_proof(CONTRADICTION, form) is None

    assert found is not None
    assert {"asked", "wish", "doubt"} == found.evidence


NEEDS_TWO = small("""\
evidence:
  check: {one-of: [clear], recorded-by: [facilitator], current-for: whole-case}
  letter: {one-of: [sent], recorded-by: [facilitator], current-for: whole-case}
  sign-off: {one-of: [given], recorded-by: [supervisor], current-for: whole-case, needs: [check is clear, letter is sent]}
states: {preparing: {start: true}, meeting: {kind: meeting}, CLOSED}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: sign-off is given}
  close: {from: meeting, to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, entering: meeting, must: check is clear}
""")


def test_what_a_proof_looked_at_for_nothing_is_left_out():
    """
    What has to be tracked is left, and what need not be is not: so what it asks is not judged again without each piece of it.
    """
    form = NEEDS_TWO.safeguards[0].form
    everything = Focus(frozenset(NEEDS_TWO.evidence))

    assert {"check", "sign-off"} == narrowed(NEEDS_TWO, form, everything).evidence


POSSIBLE = workflow(
    state("room"),
    event("enter", ("start", "room")),
    event("leave", ("room", "end"), ("start", "end")),
    safeguards=(
        Safeguard(id="A", label="a", form=AlwaysPossible(steps=(Step("final"),), using=("roles",)), origin="workflow"),
    ),
)


def test_no_story_is_looked_for_of_what_must_stay_possible_in_a_large_workflow():
    """
    Without the way out it is not proved any more that a case can be ended, and nobody says that it is broken.
    """
    report = verify(POSSIBLE)
    with every_workflow_is_large():
        found = {(one.needed_by, one.perhaps) for one in bearings(report) if one.piece.name == "leave"}

    assert ((), ("A",)) in found
    assert not any(needed for needed, _ in found)


def test_without_room_nobody_says_what_keeps_something_possible():
    """
    What is done to keep something possible is told where all that can be done fits, and otherwise not.
    """
    form = POSSIBLE.safeguards[0].form
    assert isinstance(form, AlwaysPossible)
    asked = (POSSIBLE, form, spotlight(POSSIBLE, form), first_focus(POSSIBLE, form))

    assert ["leave", "enter"] == [one.name for one in turns_for(*asked) or ()]
    with patch.object(ground, "_MOST_ACTIONS", 1):
        assert turns_for(*asked) is None


AROUND = small("""\
people: {victim: {at-least: 1}, helper: {joins: {by: [facilitator], in: [preparing]}}}
evidence:
  order: {one-of: [made, refused], current-for: whole-case}
  ghost: {one-of: [seen], current-for: whole-case}
  view: {about: helper, one-of: [suitable], recorded-by: [facilitator], current-for: whole-case}
  trust: {one-of: [given], recorded-by: [supervisor], current-for: whole-case}
gates:
  trusted: {label: trusted, all: [{any: [trust is given, order is made]}]}
states: {preparing: {start: true}, asked: {}, ready: {}, haunted: {}, helped: {}, CLOSED}
events:
  ask-court: {from: preparing, to: asked, by: [facilitator]}
  order-it: {from: asked, to: preparing, by: [supervisor], records: [order]}
  order-late: {from: asked, to: preparing, by: [supervisor], needs: ghost is seen, records: [order]}
  go-on: {from: preparing, to: ready, by: [facilitator], needs: [order is made, trusted]}
  haunt: {from: preparing, to: haunted, by: [facilitator], needs: [order is made, ghost is seen]}
  see: {from: haunted, to: haunted, by: [facilitator], records: [ghost]}
  help: {from: preparing, to: helped, by: [supervisor], needs: ["some helper: view is suitable"]}
  close: {from: [ready, haunted, helped, preparing], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: a, different-people: [help, view]}
  - {id: B, label: b, entering: ready, must: trusted}
""")


def test_a_tour_fetches_what_there_is_and_leaves_the_rest():
    """
    An order is fetched for the move that lacks only that; where something else is lacking that is to be had nowhere, the tour goes on without
    that move, and no case that went round for another one stood there.
    """
    opened = opening(AROUND)
    stops = tour(AROUND, opened, find)
    came_by = [stop.now.state for stop in detours(AROUND, opened, find, NOTHING, "asked")]

    assert {*AROUND.states} - {"haunted"} == {*stops}
    assert came_by == ["asked"] * len(came_by)
    assert [] == list(detours(AROUND, opened, find, NOTHING, "helped"))
    assert [] == list(fetching(AROUND, opened, find, NOTHING, "haunted", Among("order", ("made",))))
    assert record_of(AROUND, stops["ready"].now, "order", None) is not None


def test_whoever_lets_somebody_join_is_not_counted_among_two():
    """
    One person does what two should, whoever else joined on the way: what everybody may do is not given to them.
    """
    story = broken_on_tour(AROUND, AROUND.safeguards[0].form, find)

    assert story is not None
    assert {"facilitator-1", "worker"} == {step.decision.command.actor.id for step in story.steps}


def test_what_a_gate_asks_is_spared_one_by_one():
    """
    Where a gate must not be open, no answer that would open it is given, where something else will do.
    """
    assert visit_one(AROUND, [Place("ready")], GateHolds("trusted"), find) is None
    assert visit_one(AROUND, [Place("helped")], GateHolds("trusted"), find) is not None
