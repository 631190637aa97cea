"""
What must always be possible, with conditions that few workflows ask; and mistakes about people.
"""

from contextlib import nullcontext

import pytest
from attrs import evolve
from tests.oracles.held_to import compare
from tests.small import MONDAY, asks, event, evidence, state, workflow
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_room import ROOM, room

from rjflow.certifying.checking import check_certificate
from rjflow.definition.model import Change, Gate, Kind, OneOf, Voider, Way, Window
from rjflow.definition.safeguards import Always, AlwaysPossible, DifferentPeople, Entering, Form, Safeguard, Step
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, Condition, ForPeople, GateHolds, InState, IsCurrent, Not, Or
from rjflow.reader.reading import read
from rjflow.rules.situation import first_situation
from rjflow.verifier.casting import spotlight
from rjflow.verifier.certifying import certify
from rjflow.verifier.frame import Focus
from rjflow.verifier.ground import is_kept_with
from rjflow.verifier.judging import judge
from rjflow.verifier.strength import strength
from rjflow.verifier.trying import is_stuck, may_go_on
from rjflow.verifier.verifying import verify

YES, OTHER = Among("fact", ("yes",)), Among("other", ("yes",))
OWN = Among("own", ("yes",))
COMING = Change(by=("worker",), states=("start",))
GUEST = Kind(name="guest", label="guest", joins=COMING)


LEFT_BY_ITS_GATE = """\
rjflow: 1
workflow: room
version: 1
title: A room that is left only when its gate closes
roles: {worker: {}, lead: {}}
evidence:
  other: {one-of: [fit, unfit], recorded-by: [BY], current-for: whole-case}
  fact: {one-of: [known, unknown], recorded-by: [worker], current-for: whole-case, needs: "NEEDS"}
states:
  start: {start: true}
  room: {while: fact is current, otherwise: end}
  end: {final: true, reasons: [over]}
events:
  enter: {from: start, to: room, by: [worker, lead]}
safeguards:
  - {id: A, label: it can always be ended, always-possible: final, using: [worker]}
"""


def possible(asked: Condition, using: tuple[str, ...] = ("worker",), **more: object) -> str:
    """
    Judge whether a case can always be brought to its end by some people, where the only way there asks something.
    """
    form = AlwaysPossible(steps=(Step("final"),), using=using)
    parts = (evidence("fact"), evidence("other"), evidence("own", about="guest"), GUEST, *more.pop("parts", ()))
    small = workflow(
        *parts,
        event("go", Way(from_states=("start",), target="end", needs=asks(asked))),
        safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),),
        **more,
    )
    verdict = judge(small, small.safeguards[0])
    assert (verdict.story is not None) == (verdict.judged == "broken")
    return verdict.judged


BOTH = frozen_map({"both": Gate(name="both", label="both", asks=asks(YES, Or((OTHER, YES))))})


@pytest.mark.parametrize(
    ("asked", "judged"),
    [
        (YES, "kept"),
        (And((YES, Not(OTHER))), "kept"),
        (GateHolds("both"), "kept"),
        (Or((And((GateHolds("both"), OTHER)), And((GateHolds("both"), Not(OTHER))))), "kept"),
        (And((YES, Not(YES))), "broken"),
        (ForPeople("every", 0, "guest", OWN), "kept"),
        (ForPeople("no", 0, "guest", OWN), "kept"),
        (ForPeople("some", 0, "guest", OWN), "broken"),
        (ForPeople("at least", 1, "guest", OWN), "broken"),
        (ForPeople("at least", 2, "guest", OWN), "broken"),
        (ForPeople("at least", 3, "guest", OWN), "broken"),
    ],
)
def test_what_somebody_can_record_is_possible_and_what_nobody_can_is_not(asked: Condition, judged: str):
    """
    Whatever is asked on the only way to the end, it is found out whether a worker can bring it about, or told as not known; never the contrary.
    Of people there may be nobody, and that others come is nobody's doing here.
    """
    found = possible(asked, gates=BOTH)

    assert found in (judged, "unfinished")
    assert "kept" != found or judged == "kept"


@pytest.mark.parametrize(
    ("needs", "by", "judged"),
    [
        ("other is unfit", "worker", "kept"),
        ("not other is fit", "worker", "kept"),
        ("not other is fit", "lead", "broken"),
        ("other is current", "worker", "broken"),
    ],
)
@pytest.mark.parametrize("size", [nullcontext, every_workflow_is_large], ids=["small", "large"])
def test_a_record_that_does_not_count_closes_a_gate_as_any_other(needs: str, by: str, judged: str, size):
    """
    Whoever may record something can take it back where what it needs is not so: what was recorded last stands, and counts for nothing. Where
    what it needs is as it was for good, or somebody else says that it is not, nobody who is asked for can.
    """
    text = LEFT_BY_ITS_GATE.replace("NEEDS", needs).replace("BY", by)
    with size():
        report = verify(read(text, name="room"))

    assert [one.judged for one in report.verdicts] == [judged]
    if judged == "kept":
        check_certificate(report.workflow, certify(report))


@pytest.mark.parametrize("fits", ROOM.values(), ids=ROOM)
def test_what_does_not_fit_is_not_called_possible(fits):
    """
    With less room it is the same that is possible, or it is not known.
    """
    with room(fits):
        assert possible(And((YES, Not(OTHER)))) in ("kept", "unfinished")
        assert possible(And((YES, Not(YES)))) in ("broken", "unfinished")


def test_what_only_others_can_record_is_not_possible():
    """
    A worker brings about what workers record, and a lead what leads do; where only one of the two helps, the end cannot be reached.
    """
    theirs = (evidence("theirs", recorded_by=("lead",)),)

    assert "broken" == possible(Among("theirs", ("yes",)), parts=theirs)
    assert "kept" == possible(Among("theirs", ("yes",)), ("roles",), parts=theirs)


def counted(form: Form, *parts: object, large: bool = False) -> tuple[int, int | None]:
    """
    Give how many mistakes break a form, at least and at most, and hold the verdict to be kept.
    """
    small = workflow(*parts, safeguards=(Safeguard(id="A", label="a", form=form, origin="workflow"),))
    verdict = judge(small, small.safeguards[0])
    assert "kept" == verdict.judged
    if large:
        with every_workflow_is_large():
            found = strength(small, verdict)
    else:
        found = strength(small, verdict)
    return found.least, found.most


@pytest.mark.parametrize("large", [False, True])
def test_that_somebody_comes_and_is_overlooked_is_one_mistake(large: bool):
    """
    Who joins makes void what was agreed without them; that this is forgotten is one mistake.
    """
    once = {"values": OneOf(("yes",)), "window": Window("whole case")}
    agreed = evidence(
        "agreed", voided_by=(Voider("change", "guest"),), needs=asks(ForPeople("every", 0, "guest", OWN)), **once
    )
    guest = evolve(GUEST, leaves=COMING)
    enter = event("enter", Way(from_states=("start",), target="room", needs=asks(Among("agreed", ("yes",)))))
    form = Entering(steps=(Step("state", "room"),), condition=ForPeople("every", 0, "guest", OWN), text="")
    least, most = counted(
        form,
        agreed,
        evidence("own", about="guest", **once),
        guest,
        state("room"),
        enter,
        event("leave", ("room", "end")),
        large=large,
    )

    assert 1 == least
    assert most in (1, None)


def test_who_does_other_things_twice_is_no_mistake_here():
    """
    Of two rules that keep people apart only the one that the safeguard rests on is counted.
    """
    lasting = {"window": Window("whole case")}
    apart = evidence("second", not_by=("first",), needs=asks(Among("first", ("yes",))), **lasting)
    other = evidence("third", not_by=("fourth",), **lasting)
    firing = event("enter", ("start", "room"), not_by=("fourth",))
    form = DifferentPeople(first=("first",), second=("second",))
    parts = (
        evidence("first", not_by=("second",), **lasting),
        apart,
        other,
        evidence("fourth", **lasting),
        state("room"),
        firing,
        event("leave", ("room", "end")),
    )

    assert (1, 1) == counted(form, *parts)


@pytest.mark.parametrize(("leaves", "judged"), [(None, "kept"), (Change(by=("worker",), states=("room",)), "broken")])
def test_who_led_a_case_somewhere_is_there_to_lead_it_on(leaves: Change | None, judged: str):
    """
    A case that only a guest leads into the room is in it with a guest, who can end it, unless guests may leave.
    """
    form = AlwaysPossible(steps=(Step("final"),), using=("guest", "worker"))
    small = workflow(
        *(state("room"), Kind(name="guest", label="guest", leaves=leaves)),
        *(event("enter", ("start", "room"), by=("guest",)), event("leave", ("room", "end"), by=("guest",))),
        event("stop", ("start", "end")),
    )

    assert judged == judge(small, Safeguard(id="A", label="a", form=form, origin="workflow")).judged


def stays_possible(*parts: object) -> str:
    """
    Judge whether workers can always bring a case to its end.
    """
    form = AlwaysPossible(steps=(Step("final"),), using=("worker",))
    return judge(workflow(*parts), Safeguard(id="A", label="a", form=form, origin="workflow")).judged


@pytest.mark.parametrize(("asked", "judged"), [("no", "broken"), ("yes", "kept")])
def test_what_the_gate_of_the_room_asks_is_not_said_otherwise_in_it(asked: str, judged: str):
    """
    Who could end a case only by saying what puts it out of the room, and comes back only by unsaying it, can never end it.
    """
    leave = Way(from_states=("room",), target="end", needs=asks(Among("fact", (asked,))))
    found = stays_possible(
        *(evidence("fact", window=Window("whole case")), state("room", guard=asks(YES), otherwise="pit"), state("pit")),
        *(event("enter", ("start", "room"), ("pit", "room")), event("leave", leave)),
    )

    assert judged == found


@pytest.mark.parametrize("rooms", [("lobby", "room"), ("room", "lobby")], ids=" and ".join)
def test_one_way_from_two_states_is_asked_about_in_each(rooms: tuple[str, str]):
    """
    That something can be said where no gate asks for it is no help where one does, though the way on asks the same.
    """
    gates = {"lobby": state("lobby"), "room": state("room", guard=asks(YES), otherwise="pit")}
    found = stays_possible(
        *(evidence("fact", window=Window("whole case")), *(gates[name] for name in rooms), state("pit")),
        *(event(f"enter-{name}", ("start", name)) for name in rooms),
        *(
            event("enter", ("pit", "room")),
            event("leave", Way(from_states=rooms, target="end", needs=asks(Among("fact", ("no",))))),
        ),
    )

    assert "broken" == found


@pytest.mark.parametrize(("undone", "judged"), [(True, "broken"), (False, "kept")])
def test_what_a_form_undoes_is_of_no_use_for_the_gate_it_leads_to(undone: bool, judged: str):
    """
    Who must say something on the way in that undoes what the gate there asks never gets in, whatever they record before.
    """
    voiders = (Voider("evidence", "other"),) if undone else ()
    found = stays_possible(
        *(
            evidence("fact", voided_by=voiders, window=Window("whole case")),
            evidence("other", window=Window("whole case")),
        ),
        state("room", guard=asks(YES), otherwise="start"),
        *(event("enter", ("start", "room"), records=("other",)), event("leave", ("room", "end"))),
    )

    assert judged == found


def test_what_goes_with_somebody_is_no_voiding_that_is_forgotten():
    """
    What was said about somebody who leaves is gone with them, whether or not it is made void besides: no mistake brings it back with them.
    """
    once = {"values": OneOf(("yes",)), "window": Window("whole case")}
    moving = Change(by=("worker",), states=("salon", "room"))
    there = And((InState("room"), ForPeople("some", 0, "guest", IsCurrent("own"))))
    least, most = counted(
        Always(condition=Not(there), text=""),
        *(Kind(name="guest", label="guest", at_most=1, joins=moving, leaves=moving),),
        evidence("own", about="guest", recorded_by=(), voided_by=(Voider("change", "guest"),), **once),
        evidence("calm", recorded_by=(), voided_by=(Voider("change", "guest"),), **once),
        *(state("salon", guard=asks(Among("calm", ("yes",))), otherwise="room"), state("room")),
        event("sit", ("start", "salon"), records=("calm",)),
        event("tell", ("start", "start"), records=("own",)),
        event("leave", ("room", "end"), ("start", "end")),
    )

    assert (4, None) == (least, most)


DOOR = """\
rjflow: 1
workflow: door
version: 1
title: A door that asks one thing of several people
roles: {worker: {}}
people: {guest: {takes-part: true, at-most: 3}, cook: {takes-part: true, at-most: 3}}
evidence:
  word: {about: participant, one-of: [yes, never], recorded-by: [worker], current-for: 1 day}
states: {start: {start: true}, end: {final: true, reasons: [done]}}
events:
  go: {from: start, to: end, by: [worker], reason: done, needs: NEEDS}
safeguards:
  - {id: A, label: the worker opens the door, always-possible: final, using: [worker]}
"""


@pytest.mark.parametrize(
    ("needs", "at_once", "judged"),
    [
        ("every participant: word is yes", True, "kept"),
        ("(every guest: word is yes) and (every cook: word is yes)", True, "kept"),
        ("(every guest: word is yes) and (no cook: word is not yes)", True, "kept"),
        ("(every guest: word is yes) and (every cook: word is never)", False, "kept"),
        ("(every guest: word is yes) and (every participant: word is never)", False, "broken"),
        ("(every guest: word is yes) and (no guest: word is yes)", False, "broken"),
    ],
)
def test_what_is_asked_alike_of_several_people_is_said_to_each(needs: str, at_once: bool, judged: str):
    """
    The same thing that is asked twice can be brought about for both without following what is recorded; two things need a search.
    """
    door = read(DOOR.replace("NEEDS", f'"{needs}"'))
    form, spotted = door.safeguards[0].form, spotlight(door, door.safeguards[0].form)
    report = verify(door)

    assert at_once is is_kept_with(door, form, spotted, Focus())
    assert [judged] == [one.judged for one in report.verdicts]
    if judged == "kept":
        check_certificate(door, certify(report))


ONE_AFTER_THE_OTHER = """\
rjflow: 1
workflow: hall
version: 1
title: A hall that is left for the garden when the key runs out before the sun
roles: {worker: {}, lead: {}}
people:
  guest: {}
evidence:
  key: {one-of: [given], recorded-by: [worker], current-for: 1 days}
  sun: {one-of: [shining, gone], recorded-by: [worker], current-for: 1 days, voided-by: [key]}
  ticket: {one-of: [shown], about: guest, recorded-by: [worker], current-for: whole-case}
states:
  start: {start: true}
  hall: {while: key is current, otherwise: garden}
  garden: {while: sun is shining, otherwise: start}
  end: {final: true, reasons: [over, broken-off]}
events:
  meet: {from: start, to: hall, by: [worker]}
  close: {from: start, to: end, by: [lead], records: [ticket]}
safeguards:
  - {id: A, label: it can always come to the garden, always-possible: GOAL, using: [USING]}
"""


def gone_on(goal: str, using: str) -> tuple[str, bool]:
    """
    Judge whether a goal is always possible, and tell whether it is seen to be from the beginning of a case.
    """
    small = read(ONE_AFTER_THE_OTHER.replace("GOAL", goal).replace("USING", using))
    [safeguard] = small.safeguards
    assert isinstance(safeguard.form, AlwaysPossible)
    opened = first_situation(small, (("guest-1", "guest"),), MONDAY)
    return judge(small, safeguard).judged, may_go_on(small, safeguard.form, opened)


@pytest.mark.parametrize(
    ("goal", "using", "seen"),
    [
        ("[garden, final]", "worker, clock", True),
        ("[garden, final]", "worker", False),
        ("garden", "lead, clock", False),
        ("final", "lead", True),
        ("final", "worker, clock", False),
        ("start", "clock", True),
    ],
)
def test_those_asked_for_are_seen_to_go_on(goal: str, using: str, seen: bool):
    """
    That takes two records at two times and waiting; or a form, and a reason to close the case for. Whoever is not asked for does nothing.
    """
    assert seen == gone_on(goal, using)[1]


def test_trying_comes_to_an_end():
    """
    A form that can be filled in in more ways than anybody could wait for is tried in some of them, and no more.
    """
    names = [f"answer-{number}" for number in range(40)]
    small = workflow(
        *(evidence(name) for name in names),
        event("ask", Way(from_states=("start",), target="start"), by=("lead",), records=tuple(names)),
        event("go", Way(from_states=("start",), target="end", needs=asks(*(Among(name, ("yes",)) for name in names)))),
    )
    opened = first_situation(small, (), MONDAY)

    form = AlwaysPossible(steps=(Step("final"),), using=("lead",))

    assert not may_go_on(small, form, opened)
    assert not is_stuck(small, form, opened)


@pytest.mark.parametrize("large", [nullcontext, every_workflow_is_large], ids=["counted", "planned"])
def test_no_story_says_that_a_case_is_stuck_which_goes_on(large):
    """
    The key runs out before the sun does, if the sun is recorded later; but the clock is needed for it, and somebody to record them.
    """
    with large():
        assert "unfinished" == gone_on("[garden, final]", "worker, clock")[0]
        assert "broken" == gone_on("[garden, final]", "worker")[0]
        assert "broken" == gone_on("[garden, final]", "clock")[0]


HOURS = """\
rjflow: 1
workflow: hours
version: 1
title: A room that is left for the garden when the key runs out an hour before the sun
roles: {worker: {}}
evidence:
  key: {one-of: [given], recorded-by: [worker], current-for: WINDOW}
  sun: {one-of: [shining], recorded-by: [worker], current-for: WINDOW}
states:
  start: {start: true}
  room: {while: [key is given, sun is shining], otherwise: garden}
  garden: {while: sun is shining, otherwise: start}
  end: {final: true, reasons: [over]}
events:
  go: {from: start, to: room, by: [worker]}
  close: {from: garden, to: end, by: [worker]}
safeguards:
  - {id: A, label: it can always come to the garden, always-possible: [garden, final], using: [worker, clock]}
"""


@pytest.mark.parametrize("window", ["2 hours", "3 days"])
def test_whoever_tries_to_go_on_waits_for_a_part_of_what_is_short(window: str):
    """
    Between two records that are good for two hours there may be one; brute force tries that, too, and finds nothing.
    """
    small = read(HOURS.replace("WINDOW", window))
    [safeguard] = small.safeguards
    assert isinstance(safeguard.form, AlwaysPossible)
    opened = first_situation(small, (), MONDAY)

    assert may_go_on(small, safeguard.form, opened)
    assert not is_stuck(small, safeguard.form, opened)
    assert ("gave up", "kept") == ((found := compare(small)).meeting, found.found)
