"""
How a judgement is put together: many conditions at once, and limits beyond which nothing is said.
"""

from unittest.mock import patch

from attrs import evolve
from tests.small import asks, event, evidence, state, workflow

from rjflow.definition.model import BACK, Kind, Notice, Voider, Way, Window, Workflow
from rjflow.definition.safeguards import Always, Entering, Safeguard, Step
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, InState, IsCurrent, IsMissing, Not, SamePerson
from rjflow.verifier import judging, recordings, refining, together
from rjflow.verifier.bdd import out_of_room
from rjflow.verifier.judging import find, is_proved, judge, may_be_broken
from rjflow.verifier.mending import mended
from rjflow.verifier.together import batched
from rjflow.verifier.verifying import verify

NAMES = tuple(f"fact-{number}" for number in range(1, 31))
ALL = And(tuple(Among(name, ("yes",)) for name in NAMES))


def asked(*names: str, all_of: And = ALL) -> Workflow:
    """
    Give a workflow with a room that asks for some of thirty facts on the way in, and must be entered with all of them.
    """
    way = Way(from_states=("start",), target="room", needs=asks(*(Among(name, ("yes",)) for name in names)))
    form = Entering(steps=(Step("state", "room"),), condition=all_of, text="")
    return workflow(
        *(evidence(name, window=Window("whole case")) for name in NAMES),
        state("room"),
        event("enter", way),
        event("leave", ("room", "end")),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )


def judged(definition: Workflow) -> str:
    """
    Judge its only safeguard; what is broken has a story.
    """
    verdict = judge(definition, definition.safeguards[0])
    assert (verdict.story is not None) == (verdict.judged == "broken")
    return verdict.judged


def test_many_conditions_are_judged_together_and_none_is_lost():
    """
    Where thirty things are asked at once, each of them is looked at: one that is not asked on the way in breaks it, wherever it stands.
    """
    parts = batched(ALL.conditions)

    assert list(ALL.conditions) == [one for several in parts for one in several]
    assert len(parts) < len(NAMES)
    assert "kept" == judged(asked(*NAMES))
    for missing in (NAMES[0], NAMES[14], NAMES[-1]):
        assert "broken" == judged(asked(*(name for name in NAMES if name != missing)))


def test_what_is_not_told_of_each_by_itself_is_told_of_all_together():
    """
    Of what is left alone and comes to no end by itself it is seen that it is kept together with the others; what is broken is not.
    """
    careful, careless = asked(*NAMES), asked(*NAMES[:-1])
    nothing_told = patch.object(judging, "_judged_whole", return_value=(("unfinished", "too large"), None, ()))
    nothing_seen = patch.object(judging, "doubtful", side_effect=lambda _, forms, helpful: (forms, helpful))
    with nothing_told, nothing_seen, patch.object(judging, "holds_at_once", return_value=False):
        assert not may_be_broken(careful, careful.safeguards[0].form)[0]
        assert may_be_broken(careless, careless.safeguards[0].form)[0]


def test_what_does_not_fit_together_is_judged_one_by_one():
    """
    Where the sets of many conditions asked at once do not fit, each is judged by itself, and the one that is not asked is found.
    """
    careless = asked(*NAMES[:-1])
    too_much = out_of_room()("it does not fit")
    with (
        patch.object(judging, "ground_of", side_effect=too_much),
        patch.object(together, "ground_of", side_effect=too_much),
    ):
        assert "broken" == judged(careless)


def test_what_would_take_too_much_tracking_is_unfinished():
    """
    Where more would have to be tracked than can be, nothing is called kept, and no proof is claimed; a story is told all the same.
    """
    needy = asked(*NAMES)
    everything = {
        name: evolve(one, needs=asks(IsCurrent(NAMES[0]))) for name, one in needy.evidence.items() if name != NAMES[0]
    }
    deep = evolve(needy, evidence=frozen_map({**needy.evidence, **everything}))
    with patch.object(judging, "_MOST_TRACKED", 0), patch.object(together, "_MOST_TRACKED", 0):
        assert not is_proved(needy, needy.safeguards[0].form)
        assert "broken" == judged(asked(*NAMES[:-1]))
        assert judged(deep) in ("kept", "unfinished")


def test_a_gate_never_opens_on_silence():
    """
    In a workflow that no file made, and that asks whether something is missing, nobody gets in by saying nothing: silence is unknown.
    """
    way = Way(from_states=("start",), target="room", needs=asks(IsMissing("fact")))
    small = workflow(
        evidence("fact"), state("room"), event("enter", way), event("leave", ("room", "end"), ("start", "end"))
    )
    entered = Entering(steps=(Step("state", "room"),), condition=Among("fact", ("yes",)), text="")

    assert (False, None) == may_be_broken(small, entered)
    assert find(small, entered) is None


def test_a_case_is_held_from_where_it_was_before_anything_held_it():
    """
    In a workflow that no file made, and that asks whether a case is held from a state which holds cases itself, the answer is no.
    """
    small = workflow(
        *(state("pause", holds=True), state("freeze", holds=True)),
        *(event("rest", ("start", "pause")), event("stop", ("pause", "freeze")), event("leave", ("start", "end"))),
        event("on", Way(from_states=("pause", "freeze"), target=BACK)),
    )

    for origin, found in (("pause", "kept"), ("start", "broken")):
        form = Always(condition=Not(InState("freeze", origin)), text="")
        assert found == judge(small, Safeguard(id="A", label="a", form=form, origin="workflow")).judged


def test_a_form_that_can_say_too_much_is_left_unfinished():
    """
    Where there are more ways to fill in a form than are listed, nothing is called kept.
    """
    room = asked(*NAMES[:2], all_of=And(ALL.conditions[:2]))
    told = event("tell", ("start", "start"), records=("own", NAMES[0]))
    small = evolve(
        room,
        people=frozen_map({"guest": Kind(name="guest", label="guest")}),
        evidence=frozen_map({**room.evidence, "own": evidence("own", about="guest")}),
        events=frozen_map({**room.events, "tell": told}),
    )

    assert "kept" == judged(small)
    with patch.object(recordings, "_MOST_FORMS", 0):
        assert "unfinished" == judged(small)


def test_whoever_waits_is_told_what_is_judged():
    """
    Each safeguard is named before it is judged, and each broken one before repairs are looked for.
    """
    broken, kept = asked(*NAMES[:2], all_of=And(ALL.conditions[:3])), asked(*NAMES[:2], all_of=And(ALL.conditions[:2]))
    for small, mending in ((broken, ["A"]), (kept, [])):
        seen: list[str] = []
        report = verify(small, progress=lambda safeguard, seen=seen: seen.append(safeguard.id))
        assert ["A"] == seen
        seen.clear()
        mended(report, progress=lambda safeguard, seen=seen: seen.append(safeguard.id))
        assert mending == seen


def test_whoever_spoke_of_anybody_may_be_the_same():
    """
    Of what is said of guests who are not all followed, anybody may have recorded some: a room that only one person's doing opens is entered.
    """
    alike = Way(from_states=("start",), target="room", needs=asks(SamePerson("own", "fact")))
    small = workflow(
        *(evidence("own", about="guest"), evidence("fact"), Kind(name="guest", label="guest"), state("room")),
        *(event("enter", alike), event("leave", ("room", "end"), ("start", "end"))),
    )
    form = Always(condition=Not(InState("room")), text="")

    assert "broken" == judge(small, Safeguard(id="A", label="a", form=form, origin="workflow")).judged


def test_a_story_is_tried_before_very_much_is_tracked():
    """
    A sign-off rests on thirty facts, and the loss of the last does not undo it: that is told without tracking what all of it rests on.
    """
    losses = tuple(Notice(name=f"lost-{name}", label=name) for name in NAMES)
    facts = [
        evidence(name, window=Window("whole case"), voided_by=(Voider("notice", f"lost-{name}"),)) for name in NAMES
    ]
    undone = tuple(Voider("notice", f"lost-{name}") for name in NAMES[:-1])
    signed = evidence("signed", window=Window("whole case"), needs=asks(ALL), voided_by=undone)
    form = Entering(steps=(Step("state", "room"),), condition=ALL, text="")
    definition = workflow(
        *facts,
        signed,
        *losses,
        state("room"),
        event("enter", Way(from_states=("start",), target="room", needs=asks(Among("signed", ("yes",))))),
        event("leave", ("room", "end")),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )
    with patch.object(refining, "glance", wraps=refining.glance) as searched:
        verdict = judge(definition, definition.safeguards[0])

    assert verdict.story is not None
    assert len(NAMES) + 3 == len(verdict.story.steps)  # each fact, the sign-off, the loss, and in
    of_one = [call.args[3] for call in searched.call_args_list if call.args[1].condition != ALL]
    assert 2 <= len(of_one)
    assert max(len(focus.evidence) for focus in of_one) < len(NAMES)
