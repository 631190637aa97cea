"""
What is hidden from whom: the record itself, what an event asks, and whether another record counts.
"""

import pytest
from tests.small import asks, event, evidence, workflow
from tests.unit.verifier.test_room import ROOM, room

from rjflow.certifying.hiding import never_so
from rjflow.definition.papers import Export
from rjflow.definition.safeguards import Hidden, Safeguard
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among
from rjflow.reader.reading import read
from rjflow.report.endings import ending_sentence
from rjflow.rules.deciding import decide
from rjflow.rules.viewing import holds
from rjflow.verifier.certifying import certify
from rjflow.verifier.hiding import seen_in
from rjflow.verifier.verdict import Verdict, VerifiedWorkflow
from rjflow.verifier.verifying import verify
from rjflow.verifier.wording import cast_of_story

TEXT = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {facilitator: {}, liaison: {}}
people:
  victim: {at-least: 1, takes-part: true, side: harmed}
  offender: {at-least: 1, takes-part: true, side: responsible}
evidence:
  registered: {about: victim, flag: true, recorded-by: [liaison], current-for: whole-case SEEN}
  wish: {about: victim, one-of: [meet], recorded-by: [facilitator], current-for: whole-case, visible-to: [offender] COUNTS}
states: {preparing: {start: true}, meeting: {kind: meeting}, closed: {final: true, reasons: [done]}}
events:
  meet: {from: preparing, to: meeting, by: [facilitator], needs: ["every victim: registered is true", "every victim: wish is meet"]}
  leave: {from: meeting, to: closed, by: [offender] ASKED}
safeguards:
  - {id: A, label: hidden from them, hidden: [registered], from: [FROM]}
"""


def judged(seen: str = "", counts: str = "", asked: str = "", hidden_from: str = "offender") -> Verdict:
    """
    Judge the safeguard; what is broken has a story whose steps are all allowed, and in which there is something to see.
    """
    text = TEXT.replace("SEEN", seen).replace("COUNTS", counts).replace("ASKED", asked).replace("FROM", hidden_from)
    workflow = read(text, name="tiny.workflow.yaml")
    report = verify(workflow)
    [verdict] = report.verdicts
    assert (verdict.story is not None) == (verdict.judged == "broken")
    must_never_be = never_so(workflow, verdict.safeguard.form)
    if verdict.judged == "kept":
        assert VerifiedWorkflow.from_certificate(workflow, certify(report)).workflow == workflow
    else:
        shown = [one.condition for one in must_never_be]
        assert any(holds(workflow, verdict.story.last, one, observer=True) is True for one in shown)
    if verdict.story is not None:
        situation = verdict.story.opened
        for step in verdict.story.steps:
            decision = decide(workflow, situation, step.decision.command)
            assert decision == step.decision
            situation = decision.after
        assert [one.evidence for one in verdict.story.ending.used] == ["registered"]
        assert "registered" in ending_sentence(
            workflow, verdict.safeguard, verdict.story, cast_of_story(workflow, verdict.story)
        )
    return verdict


@pytest.mark.parametrize("hidden_from", ["offender", "responsible"])
def test_what_nothing_shows_is_hidden(hidden_from: str):
    """
    Evidence that others record, and that nothing asks which these people try or see, is hidden from them.
    """
    assert "kept" == judged(hidden_from=hidden_from).judged


@pytest.mark.parametrize(
    ("seen", "hidden_from"),
    [(", visible-to: [facilitator, participant]", "offender"), (", visible-to: [offender]", "responsible"), ("", "liaison")],
)  # fmt: skip
def test_whoever_may_see_or_record_it_sees_it(seen: str, hidden_from: str):
    """
    A record is seen by those to whom it is visible, by their kind, their side or as participants, and by those who make it.
    """
    verdict = judged(seen=seen, hidden_from=hidden_from)

    assert ("broken", None) == (verdict.judged, verdict.story.ending.event if verdict.story else "")


def test_an_event_that_asks_for_it_tells_of_it():
    """
    Whether an event is allowed depends on what it asks, so those who may try it can tell.
    """
    by_asking = judged(asked=', needs: "some victim: registered is true"')
    others = judged(hidden_from="facilitator")

    assert ("broken", "leave") == (by_asking.judged, by_asking.story.ending.event if by_asking.story else "")
    assert ("broken", "meet") == (others.judged, others.story.ending.event if others.story else "")


def test_a_record_that_needs_it_tells_of_it():
    """
    Whether a record that they see counts depends on what it needs.
    """
    verdict = judged(counts=", needs: registered is true")

    assert ("broken", "wish") == (verdict.judged, verdict.story.ending.event if verdict.story else "")


def test_what_can_never_be_recorded_is_hidden():
    """
    Where the state in which it is asked for is never reached with it, there is nothing to tell.
    """
    text = ", voided-by: [meet]"

    assert "kept" == judged(seen=text, asked=', needs: "every victim: wish is meet"').judged


def test_a_situation_shows_by_itself_whether_there_is_something_to_see():
    """
    Where a story ends they can see it, and where it begins they cannot.
    """
    verdict = judged(seen=", visible-to: [offender]")
    form, story = verdict.safeguard.form, verdict.story
    assert isinstance(form, Hidden)
    assert story is not None
    workflow = read(
        TEXT.replace("SEEN", ", visible-to: [offender]")
        .replace("FROM", "offender")
        .replace("COUNTS", "")
        .replace("ASKED", ""),
        name="t",
    )

    assert story.ending == seen_in(workflow, form, story.last)
    assert seen_in(workflow, form, story.opened) is None


NEVER = evidence("never", recorded_by=())


@pytest.mark.parametrize(
    ("recorded_by", "records", "judged"), [(("worker",), (), "broken"), ((), ("told",), "broken"), ((), (), "kept")]
)
def test_a_record_that_never_counts_is_seen_all_the_same(
    recorded_by: tuple[str, ...], records: tuple[str, ...], judged: str
):
    """
    Whoever may see evidence sees a record of it that waits for something which can never be; where nobody makes one, there is none to see.
    """
    form = Hidden(evidence=("told",), roles=("lead",))
    told = evidence("told", recorded_by=recorded_by, visible_to=("lead",), needs=asks(Among("never", ("yes",))))
    small = workflow(
        *(NEVER, told, event("go", ("start", "end"), records=records)),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )
    [verdict] = verify(small).verdicts

    assert judged == verdict.judged
    if verdict.story is not None:
        assert [("told", "absent")] == [(one.evidence, one.life) for one in verdict.story.ending.used]


def test_where_there_is_no_room_to_look_nothing_is_called_hidden():
    """
    What was not searched to its end is unfinished.
    """
    form = Hidden(evidence=("told",), roles=("lead",))
    told = evidence("told", visible_to=("lead",), needs=asks(Among("never", ("yes",))))
    small = workflow(
        NEVER,
        told,
        event("go", ("start", "end")),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
    )
    with room(ROOM["never"]):
        [verdict] = verify(small).verdicts

    assert "unfinished" == verdict.judged


SIGNALS = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {facilitator: {}}
people: {offender: {at-least: 1}}
evidence:
  opinion: {one-of: [safe, unsafe], recorded-by: [facilitator], current-for: whole-case, voided-by: [VOIDERS]}
gates:
  safe-to-go-on: {label: safe, all: [opinion is safe]}
states: {preparing: {start: true}, meeting: {kind: meeting, while: safe-to-go-on, otherwise: preparing}, closed: {final: true, reasons: [done]}}
events:
  meet: {from: preparing, to: meeting, by: [facilitator]}
  ask-for-a-break: {from: [FROM], to: meeting, by: [offender]}
  rest: {from: meeting, to: preparing, by: [facilitator]}
  close: {from: [preparing, meeting], to: closed, by: [facilitator]}
safeguards:
  - {id: A, label: hidden from them, hidden: [opinion], from: [offender]}
"""


@pytest.mark.parametrize(
    ("came_from", "voiders", "judged"),
    [
        ("meeting", "rest", "kept"),
        ("meeting", "ask-for-a-break", "broken"),
        ("meeting, preparing", "rest", "broken"),
    ],
)
def test_whoever_stays_where_they_are_learns_nothing_of_what_lets_them_stay(came_from: str, voiders: str, judged: str):
    """
    The gate of a meeting is open as long as it lasts: what is done in it is refused for the gate only where it closes it, or from outside.
    """
    workflow = read(SIGNALS.replace("FROM", came_from).replace("VOIDERS", voiders))
    report = verify(workflow)
    [verdict] = report.verdicts
    never = never_so(workflow, verdict.safeguard.form)

    assert verdict.judged == judged
    assert bool(never) is (judged == "broken")
    if judged == "kept":
        assert VerifiedWorkflow.from_certificate(workflow, certify(report)).workflow == workflow


NOTED = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {facilitator: {}, liaison: {}}
people: {victim: {at-least: 1, takes-part: true, side: harmed}, offender: {at-least: 1, takes-part: true}}
notices: {abuse-disclosed: {label: somebody speaks of abuse SEEN}}
evidence: {search: {one-of: [clear], recorded-by: [liaison], current-for: whole-case, voided-by: [abuse-disclosed]}}
states: {asking: {start: true}, closed: {final: true, reasons: [done]}}
events: {close: {from: asking, to: closed, by: [facilitator], needs: search is clear}}
safeguards: [{id: A, label: not for them, hidden: [abuse-disclosed], from: [FROM]}]
"""


@pytest.mark.parametrize(
    ("seen", "whom", "judged_as"),
    [
        (", visible-to: [liaison]", "offender", "kept"),
        (", visible-to: [liaison, harmed]", "offender", "kept"),
        (", visible-to: [liaison, participant]", "offender", "broken"),
        (", visible-to: [liaison, participant]", "harmed", "broken"),
        ("", "offender", "broken"),
    ],
)
def test_a_notice_is_hidden_from_whom_it_is_not_visible_to(seen: str, whom: str, judged_as: str):
    """
    A notice is hidden from those who may not see that it was given; one that names nobody everybody sees.
    """
    workflow = read(NOTED.replace("SEEN", seen).replace("FROM", whom), name="tiny.workflow.yaml")
    report = verify(workflow)
    [verdict] = report.verdicts
    assert judged_as == verdict.judged
    assert bool(never_so(workflow, verdict.safeguard.form)) == (judged_as == "broken")
    if verdict.story is None:
        assert VerifiedWorkflow.from_certificate(workflow, certify(report)).workflow == workflow
    else:
        assert seen_in(workflow, verdict.safeguard.form, verdict.story.last) is not None
        ending = ending_sentence(workflow, verdict.safeguard, verdict.story, cast_of_story(workflow, verdict.story))
        assert "can see that notice is given: “somebody speaks of abuse”" in ending


@pytest.mark.parametrize("to", ["lead", "worker"])
@pytest.mark.parametrize("asks_for_it", [True, False])
def test_whoever_is_told_of_the_outcome_can_tell_what_that_asks(to: str, asks_for_it: bool):
    """
    That an export is sent tells those it goes to that what it needs is so.
    """
    export = Export(
        name="report",
        label="report",
        to=(to,),
        at=("go",),
        facts=("state",),
        basis="permission",
        needs=asks(Among("told" if asks_for_it else "other", ("yes",))),
        visible_to=(to,),
    )
    small = workflow(
        *(evidence("told"), evidence("other"), event("go", ("start", "end"))),
        exports=frozen_map({"report": export}),
        safeguards=(Safeguard(id="A", label="a", form=Hidden(evidence=("told",), roles=("lead",)), origin="workflow"),),
    )
    [verdict] = verify(small).verdicts

    assert ("broken" if to == "lead" and asks_for_it else "kept") == verdict.judged


@pytest.mark.parametrize(("by", "judged"), [("lead", "broken"), ("worker", "kept")])
def test_whoever_writes_it_in_a_form_sees_it(by: str, judged: str):
    """
    What only the form of an event records is seen by those who fire the event.
    """
    small = workflow(
        *(evidence("told", recorded_by=()), event("go", ("start", "end"))),
        event("tell", ("start", "start"), by=(by,), records=("told",)),
        safeguards=(Safeguard(id="A", label="a", form=Hidden(evidence=("told",), roles=("lead",)), origin="workflow"),),
    )
    [verdict] = verify(small).verdicts

    assert judged == verdict.judged


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ({"seen": ", visible-to: [offender, liaison]"}, "“registered” can be seen by the offender."),
        (
            {"counts": ', needs: "every victim: registered is true"'},
            "whether “wish” counts, which the offender can see,",
        ),
        (
            {"asked": ', needs: "every victim: registered is true"'},
            "whether “leave” is allowed, which the offender can see,",
        ),
        ({"seen": ", visible-to: [participant, liaison]"}, "“registered” can be seen by the victim or the offender."),
    ],
)
def test_only_those_are_named_who_can_see_it(pieces: dict[str, str], shown: str):
    """
    Of all from whom something should be hidden, a story names those to whom it shows, and not those who still see nothing.
    """
    verdict = judged(**pieces, hidden_from="victim, offender")
    workflow = read(
        TEXT.replace("SEEN", pieces.get("seen", ""))
        .replace("COUNTS", pieces.get("counts", ""))
        .replace("ASKED", pieces.get("asked", ""))
        .replace("FROM", "victim, offender"),
        name="tiny.workflow.yaml",
    )
    assert verdict.story is not None

    assert shown in ending_sentence(workflow, verdict.safeguard, verdict.story, cast_of_story(workflow, verdict.story))
