"""
What a scenario can ask for: each thing is told apart from its opposite.
"""

import pytest
from tests.unit.scenarios.talks import talk_of

from rjflow.scenarios.outcome import Mismatch, Outcome
from rjflow.scenarios.running import run


def acted(body: str) -> Outcome:
    """
    Act one scenario out, given as the lines below its name.
    """
    file = talk_of(body)
    return run(file, file.scenarios[0])


def mismatch(body: str) -> Mismatch:
    """
    Act out a scenario in which exactly one thing is not as it must be.
    """
    (only,) = acted(body).mismatches
    return only


# ---- what must be so -------------------------------------------------------------------------------------------------

THEN = [
    ("agreed", "{state: waiting}", "{state: talking}"),
    ("begun", "{state: talking}", "{not-state: talking}"),
    ("begun", "{not-state: waiting}", "{state: waiting}"),
    ("agreed", "{evidence: {agreement: current}}", "{evidence: {agreement: absent}}"),
    ("agreed", "{evidence: {agreement: given}}", "{evidence: {agreement: refused}}"),
    ("agreed", "{evidence: {agreement: {robin: given}}}", "{evidence: {agreement: {robin: given, kit: void}}}"),
    ("agreed", "{evidence: {room: found, wish: absent}}", "{evidence: {room: stale}}"),
    ("agreed", "{may: {fran: [begin]}}", "{may: {gil: [begin]}}"),
    ("agreed", "{may: {host: [begin]}}", "{may: {keeper: [begin]}}"),
    ("agreed", "{may-not: {fran: [finish]}}", "{may-not: {robin: [leave]}}"),
    ("begun", "{may: {fran: [finish], robin: [leave], kit: [leave]}, nothing-else: true}", "{nothing-else: true}"),
    ("begun", "{may: {fran: [finish], robin: [leave], kit: [leave]}, nothing-else: true}",
     "{may: {fran: [finish], robin: [leave]}, nothing-else: true}"),
    ("agreed", "{due: {give-up: 2026-04-01 10:00}}", "{due: {give-up: 2026-04-01 09:00}}"),
    ("agreed", "{due: {give-up: 2026-04-01}}", "{due: {give-up: 2026-04-02}}"),
    ("begun", "{not-due: [give-up]}", "{due: {give-up: 2026-04-01}}"),
    ("agreed", "{due: {give-up: 2026-04-01}}", "{not-due: [give-up]}"),
    ("agreed", "{sees: {fran: [agreement, room], host: [room]}}", "{sees: {gil: [room]}}"),
    ("agreed", "{sees-not: {kit: [room], fran: [wish]}}", "{sees-not: {fran: [room]}}"),
    ("agreed", "{sees: {robin: [agreement]}}", "{sees: {fran: [wish]}}"),
]  # fmt: skip  # one question to a line reads best


@pytest.mark.parametrize(("background", "so", "not_so"), THEN)
def test_what_is_so_is_told_from_what_is_not(background, so, not_so):
    """
    What is so passes, and what is not fails, at the place in the file that asks for it.
    """
    assert acted(f"given: {{background: {background}}}\nthen: {so}").passed

    wrong = mismatch(f"given: {{background: {background}}}\nthen: {not_so}")
    assert "check" == wrong.sort
    assert 18 == wrong.span.line


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "sort"),
    [
        ("{by: fran, do: begin}", None),
        ("{by: fran, do: begin, refused: true}", "allowed"),
        ("{by: gil, do: begin}", "refused"),
        ("{by: gil, do: begin, refused: true}", None),
        ("{by: gil, do: begin, refused-because: actor}", None),
        ("{by: gil, do: begin, refused-because: [actor, room]}", "causes"),
        ("{by: gil, do: begin, refused-only-because: actor}", None),
        ("{by: gil, do: finish, refused-because: actor}", None),
        ("{by: gil, do: finish, refused-only-because: actor}", "causes"),
        ("{by: gil, do: finish, refused-only-because: [actor, state]}", None),
        ("{by: fran, do: finish, reason: talked, refused-because: state}", None),
        ("{by: fran, record: room, is: found}", None),
        ("{by: kit, record: agreement, of: robin, is: given, refused-only-because: actor}", None),
        ("{by: kit, record: agreement, of: kit, is: given}", None),
        ("{by: gil, notice: room-burnt}", None),
        ("{by: fran, notice: room-burnt, refused-because: actor}", None),
        ("{by: fran, joins: sam}", None),
        ("{by: fran, joins: robin, refused-because: people}", None),
        ("{by: robin, leaves: kit, refused: true}", None),
        ("{by: fran, do: note, refused-because: form}", None),
        ("{by: fran, do: note, with: {told-on: today}}", None),
        ("{by: gil, record: approval, is: true, refused: true}", "allowed"),
        ("{by: fran, record: approval, is: true, refused-because: same-person}", None),
    ],
)
def test_a_refusal_is_told_from_a_permission_and_by_its_causes(step, sort):
    """
    A step is allowed unless it must be refused; a cause that is named must stand in the way, and with `only` nothing else may.
    """
    outcome = acted(f"given: {{background: agreed}}\nwhen: [{step}]")

    assert [sort] * (sort is not None) == [one.sort for one in outcome.mismatches]


@pytest.mark.parametrize(
    ("causes", "passed"),
    [
        ("[agreement, room]", True),
        ("[agreement]", False),
        ("[ready-to-talk]", False),
        ("[ready-to-talk, room]", True),
        ('["every participant: agreement is given", room is found]', True),
        ('["every participant: agreement is given", room is found, told-on]', False),
    ],
)
def test_only_because_leaves_nothing_out(causes, passed):
    """
    Evidence, a gate and a condition each stand for what they are asked in; what none of them stands for fails the scenario.
    """
    assert passed is acted(f"when: [{{by: fran, do: begin, refused-only-because: {causes}}}]").passed


# ---- how things begin ------------------------------------------------------------------------------------------------


def test_a_case_is_put_where_the_scenario_says():
    """
    State, evidence and earlier records are there from the start, and run out when they would.
    """
    outcome = acted(
        """
given:
  state: talking
  evidence: {agreement: given}
  records:
    - {record: room, is: found, at: 2026-03-01 10:00}
    - {record: wish, of: kit, is: quiet, by: kit, void-since: room-burnt}
when:
  - wait: 2 weeks
    then: {state: waiting, evidence: {agreement: stale}}
then: {evidence: {room: stale, wish: {robin: absent, kit: void}}}
"""
    )

    assert outcome.passed


def test_everything_else_can_be_on_record():
    """
    With `everything-known`, whatever is not given otherwise is recorded: what the file's answers say, else the first answer, by whoever
    may record it or make an event happen that does.
    """
    body = """given: {state: waiting, everything-known: true, evidence: {agreement: {kit: refused}}}
when: [{by: gil, record: room, is: found, refused-only-because: actor}]
then:
  evidence: {agreement: {robin: given, kit: refused}, room: found, wish: quiet, approval: true, told-on: in 3 days}
"""

    assert acted(body).passed
    assert "check" == mismatch("given: {state: waiting}\nthen: {evidence: {told-on: in 3 days}}").sort
    assert "check" == mismatch("given: {everything-known: true}\nthen: {evidence: {agreement: refused}}").sort


def test_a_case_cannot_rest_where_its_gate_is_closed():
    """
    Where the gate of the given state is not open nobody can be, and the scenario fails at the state.
    """
    wrong = mismatch("given: {state: talking, evidence: {agreement: {robin: given}}}\nthen: {state: talking}")

    assert ("unrest", "talking") == (wrong.sort, wrong.span.source.line(wrong.span.line)[19:26])


def test_a_background_is_an_honest_history():
    """
    Its steps are asked like any others; one that is refused fails the scenario at its own line.
    """
    wrong = acted("given: {background: agreed}\nwhen: [{background: begun}, {background: begun}]")

    assert ["refused"] == [one.sort for one in wrong.mismatches]
    assert 14 == wrong.mismatches[0].span.line


def test_time_stands_still_unless_it_is_moved():
    """
    Records made in a background are as fresh at its end as at its beginning; `until` and `wait` move the clock, and deadlines ring.
    """
    assert acted("given: {background: agreed}\nwhen: [{wait: 14 hours}]\nthen: {evidence: {room: current}}").passed
    assert acted("given: {background: agreed}\nwhen: [{until: 2026-03-03}]\nthen: {evidence: {room: stale}}").passed
    assert acted("when: [{wait: 5 weeks}]\nthen: {state: over, reason: not-wanted}").passed


def test_what_is_lacking_is_recorded_smoothly():
    """
    An event that lacks evidence happens smoothly all the same, with the answers that are asked for; one that cannot be is told.
    """
    assert acted("when: [{smoothly: [begin]}]\nthen: {evidence: {agreement: given}, state: talking}").passed
    wrong = mismatch("when: [{smoothly: [begin], with: {agreement: {kit: refused}}}]")
    assert "stuck" == wrong.sort
    assert acted("when: [{smoothly: [note]}]\nthen: {evidence: {told-on: 2026-03-05}}").passed
    assert acted(
        "when: [{smoothly: [note], with: {told-on: in 2 weeks}}]\nthen: {evidence: {told-on: 2026-03-16}}"
    ).passed


@pytest.mark.parametrize(
    ("answers", "unheard"),
    [
        ("{approval: true}", {"approval": None}),
        ("{approval: true, agreement: {robin: given}, wish: {kit: loud}}", {"approval": None, "wish": "kit"}),
        ("{agreement: {robin: given}, room: found}", {}),
    ],
)
def test_an_answer_that_nothing_asks_for_is_told(answers, unheard):
    """
    What stands under `with` and is said by nothing afterwards fails the scenario, at the answer's own place: it seems to show what it does not.
    """
    mismatches = acted(f"when: [{{smoothly: [begin], with: {answers}}}]").mismatches

    assert unheard == {one.check.evidence: one.check.person for one in mismatches}
    for one in mismatches:
        assert "unheard" == one.sort
        told = one.span.source.line(one.span.line)[one.span.column - 1 :]
        assert told.startswith(one.check.person or one.check.evidence)


def test_an_answer_may_be_asked_for_by_any_event_of_the_step():
    """
    The first event of a step need not ask for it, nor the last.
    """
    for answers in ("{agreement: given}", "{told-on: in 2 weeks}", "{agreement: given, told-on: in 2 weeks}"):
        assert acted(f"when: [{{smoothly: [note, begin], with: {answers}}}]").passed
    assert "unheard" == mismatch("when: [{smoothly: [note, begin], with: {told-on: in 2 weeks, approval: true}}]").sort


@pytest.mark.parametrize(("stands", "passed"), [("loud", True), ("quiet", False)])
def test_an_answer_that_stands_already_is_heard(stands, passed):
    """
    A case may say already what a step would have it say; another answer than the one that stands is not heard.
    """
    step = "{smoothly: [begin], with: {wish: {kit: loud}}}"
    assert passed is acted(f"when: [{{by: kit, record: wish, is: {stands}, of: [kit]}}, {step}]").passed


def test_a_record_that_does_not_count_is_no_refusal():
    """
    What is recorded before what it needs is true is allowed, and void.
    """
    assert acted("when: [{by: gil, record: approval, is: true}]\nthen: {evidence: {approval: void}}").passed


def test_everything_that_is_not_so_is_told_together():
    """
    Several things that are not as they must be at one step are all told, and nothing after that step is done.
    """
    outcome = acted(
        "when: [{by: fran, record: room, is: found, then: {state: over, evidence: {room: lost}}}, {by: gil, do: begin}]"
    )

    assert ["check", "check"] == [one.sort for one in outcome.mismatches]
