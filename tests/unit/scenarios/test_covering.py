"""
What scenarios are said to try is what they try: each thing counts when it happens, and not before.
"""

from itertools import product

import pytest
from tests.unit.scenarios.talks import FOLDER, talk_of

from rjflow.guards.syntax import Among, And, Condition, ForPeople, GateHolds, IsCurrent, Not, Or
from rjflow.reader.reading import read_file
from rjflow.scenarios.coverage import Answered, Coverage, Home, Measure, Refusal, Taken
from rjflow.scenarios.covering import cover
from rjflow.scenarios.covering_conditions import apart, decides, leaves, opens, possible
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Watch

TALK = read_file(FOLDER / "talk.workflow.yaml")


def covered(*bodies: str) -> Coverage:
    """
    Act out one scenario for each body, which all must pass, and give what they try.
    """
    watches = [Watch() for _ in bodies]
    for body, watch in zip(bodies, watches, strict=True):
        file = talk_of(body)
        assert run(file, file.scenarios[0], watch=watch).passed
    return cover(TALK, watches)


def taken(coverage: Coverage, sort: str, name: str) -> Taken:
    """
    Find one of the ways.
    """
    return next(one for one in coverage.taken if (one.sort, one.name) == (sort, name))


def answered(coverage: Coverage, home: Home, condition: Condition) -> Answered:
    """
    Find one of the conditions.
    """
    return next(one for one in coverage.answered if (one.home, one.condition) == (home, condition))


def refusal(coverage: Coverage, sort: str, name: str, reason: str, detail: str = "") -> Refusal:
    """
    Find one of the reasons for a refusal.
    """
    wanted = (sort, name, reason, detail)
    return next(one for one in coverage.refusals if (one.sort, one.name, one.reason, one.detail) == wanted)


# ---- ways ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "name", "body"),
    [
        ("way", "begin", "given: {background: begun}\nthen: {state: talking}"),
        ("way", "leave", "when: [{by: robin, do: leave}]"),
        ("way", "note", "when: [{smoothly: [note]}]"),
        ("fall", "talking", "given: {background: begun}\nwhen:\n  - {by: kit, record: agreement, of: kit, is: refused}"),
        ("fall", "talking", "given: {background: begun}\nwhen: [wait: 15 days]"),
        ("deadline", "give-up", "when: [wait: 31 days]"),
        ("way", "give-up", "when: [wait: 31 days]"),
    ],
)  # fmt: skip  # one way to a line reads best
def test_a_way_counts_when_a_case_takes_it(sort, name, body):
    """
    A way is taken when a case moves along it, from the state it was in, and by no other scenario.
    """
    assert taken(covered(body), sort, name).taken
    assert not taken(covered("then: {state: waiting}"), sort, name).taken


def test_what_may_be_done_is_not_done():
    """
    That somebody could make an event happen, or was refused it, takes no way.
    """
    seen = covered(
        "given: {background: agreed}\nthen: {may: {fran: [begin]}}", "when: [{by: fran, do: begin, refused: true}]"
    )

    assert not taken(seen, "way", "begin").taken


# ---- conditions ------------------------------------------------------------------------------------------------------

ROOM = Among("room", ("found",))
GATE = GateHolds("ready-to-talk")
BEGIN = Home("way", "begin")


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("given: {background: agreed}\nwhen: [{by: fran, do: begin}]", {True}),
        ("when: [{by: fran, do: begin, refused: true}]", {None}),
        ("when:\n  - {by: fran, record: room, is: lost}\n  - {by: fran, do: begin, refused: true}", {False}),
        ("then: {may-not: {fran: [begin]}}", {None}),
        ("when: [{by: fran, do: finish, reason: talked, refused: true}]", set()),
    ],
)
def test_an_answer_counts_when_it_was_asked_for(body, seen):
    """
    A condition is seen with the answer it has when a step asks it, or when it is asked who may do what.
    """
    assert seen == answered(covered(body), BEGIN, ROOM).seen


def test_what_is_considered_on_the_way_does_not_count():
    """
    Events that happen smoothly are asked once, when they happen, with everything they lack recorded.
    """
    assert {True} == answered(covered("when: [{smoothly: [begin]}]"), BEGIN, ROOM).seen


def test_a_gate_is_seen_where_it_stands_and_where_it_is_asked():
    """
    A gate that a way names is one condition of the way, and what it asks is seen in it; so is the gate of a state.
    """
    seen = covered("given: {background: agreed}\nwhen: [{by: fran, do: begin}]")
    inner = answered(
        seen, Home("gate", "ready-to-talk"), ForPeople("every", 0, "participant", Among("agreement", ("given",)))
    )

    assert (
        {True} == answered(seen, BEGIN, GATE).seen == inner.seen == answered(seen, Home("state", "talking"), GATE).seen
    )


def test_a_gate_that_closes_was_seen_shut():
    """
    When a case falls, the gate of the state it was in was asked and was not true.
    """
    body = "given: {background: begun}\nwhen:\n  - {by: kit, record: agreement, of: kit, is: refused}"

    assert {True, False} == answered(covered(body), Home("state", "talking"), GATE).seen


def test_what_a_record_needs_is_seen_when_it_is_made():
    """
    What must be so for a record to count is asked when somebody who may makes it, and of nobody else.
    """
    home = Home("evidence", "approval")

    assert {None} == answered(covered("when: [{by: gil, record: approval, is: true}]"), home, ROOM).seen
    assert set() == answered(covered("when: [{by: robin, record: approval, is: true, refused: true}]"), home, ROOM).seen


def test_a_condition_decides_when_it_alone_does():
    """
    Both of a pair are needed: open because of it, and shut because of it, everything else being as it must.
    """
    both = (
        "given: {background: agreed}\nwhen: [{by: fran, do: begin}]",
        "when: [{by: fran, do: begin, refused: true}]",
    )
    alone = "when:\n  - {by: fran, record: agreement, is: given}\n  - {by: fran, do: begin, refused: true}"

    assert not answered(covered(*both), BEGIN, ROOM).decides
    assert not answered(covered(alone), BEGIN, ROOM).decides
    assert answered(covered(both[0], alone), BEGIN, ROOM).decides
    assert not answered(covered(both[0], alone), BEGIN, GATE).decides


A, B, C = (Among(name, ("x",)) for name in "abc")
TREES = [
    A,
    And((A, B)),
    Or((A, B)),
    And((A, Or((B, C)))),
    Or((And((A, B)), C)),
    Or((And((A, B)), And((A, C)))),
    And(()),
    Or(()),
]


@pytest.mark.parametrize("tree", TREES, ids=range(len(TREES)))
def test_deciding_alone_is_what_turning_it_shows(tree):
    """
    A leaf decides exactly where the whole, computed from scratch as one truth table, differs with it and without it.
    """

    def whole(part, true):
        if isinstance(part, And):
            return min((whole(one, true) for one in part.conditions), default=True)
        if isinstance(part, Or):
            return max((whole(one, true) for one in part.conditions), default=False)
        return part in true

    several = leaves(tree)
    for chosen in product((True, False), repeat=len(several)):
        true = {leaf for leaf, is_true in zip(several, chosen, strict=True) if is_true}
        assert whole(tree, true) is opens(tree, true)
        for leaf in several:
            assert (whole(tree, true | {leaf}) != whole(tree, true - {leaf})) is decides(tree, leaf, true)


def test_what_is_asked_of_everybody_is_several_things():
    """
    Of two things asked of everybody, each is seen by itself; of two asked of somebody it matters that one person has both.
    """
    every = ForPeople("every", 0, "participant", And((A, B)))
    some = ForPeople("some", 0, "participant", And((A, B)))

    assert And((ForPeople("every", 0, "participant", A), ForPeople("every", 0, "participant", B))) == apart(every)
    assert some == apart(some)


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        (IsCurrent("told-on"), {True, None}),
        (Not(IsCurrent("told-on")), {False, None}),
        (ROOM, {True, False, None}),
        (Among("room", ("found", "lost")), {True, None}),
        (Among("approval", (True, False)), {True, None}),
        (And((IsCurrent("told-on"), ROOM)), {True, False, None}),
        (Or((IsCurrent("told-on"), Among("room", ("found", "lost")))), {True, None}),
        (ForPeople("every", 0, "participant", Among("wish", ("quiet", "loud"))), {True, None}),
        (ForPeople("some", 0, "guest", IsCurrent("wish")), {True, False, None}),
        (GATE, {True, False, None}),
    ],
)  # fmt: skip  # one condition to a line reads best
def test_only_answers_that_can_be_are_asked_for(condition, answers):
    """
    Nobody is asked to show a condition false that can only be true or unknown.
    """
    assert answers == possible(TALK, condition)


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "body"),
    [
        (("event", "begin", "actor"), "when: [{by: gil, do: begin, refused: true}]"),
        (("event", "begin", "needs"), "when: [{by: fran, do: begin, refused: true}]"),
        (("event", "finish", "state"), "when: [{by: fran, do: finish, refused: true}]"),
        (("event", "note", "form", "told-on"), "when: [{by: fran, do: note, refused: true}]"),
        (("event", "finish", "reason"),
         "given: {background: begun}\nwhen: [{by: fran, do: finish, reason: not-wanted, refused: true}]"),
        (("evidence", "room", "actor"), "when: [{by: gil, record: room, is: found, refused: true}]"),
        (("evidence", "approval", "not-by", "room"),
         "given: {background: agreed}\nwhen: [{by: fran, record: approval, is: true, refused: true}]"),
        (("evidence", "approval", "counts"), "when: [{by: gil, record: approval, is: true}]"),
        (("notice", "room-burnt", "actor"), "when: [{by: fran, notice: room-burnt, refused: true}]"),
        (("joins", "guest", "actor"), "when: [{by: gil, joins: sam, refused: true}]"),
        (("joins", "guest", "state"), "given: {background: begun}\nwhen: [{by: fran, joins: sam, refused: true}]"),
        (("leaves", "guest", "actor"), "when:\n  - {by: fran, joins: sam}\n  - {by: gil, leaves: sam, refused: true}"),
    ],
)  # fmt: skip  # one reason to a line reads best
def test_a_refusal_counts_when_it_was_the_answer(wanted, body):
    """
    A reason is seen when something was refused because of it, and not when nothing was tried.
    """
    assert refusal(covered(body), *wanted).seen
    assert not refusal(covered("then: {state: waiting}"), *wanted).seen


# ---- numbers ---------------------------------------------------------------------------------------------------------


def test_nothing_tried_is_nothing_seen():
    """
    A scenario in which nothing happens shows no way, no answer and no refusal.
    """
    seen = covered("then: {state: waiting}")

    assert (0, 0, 0, 0) == (seen.ways.seen, seen.answers.seen, seen.decisions.seen, seen.reasons.seen)
    assert 0.0 == seen.least


def test_the_smallest_share_counts():
    """
    The least of the four shares is the one a limit is held against; a share of nothing is all of it.
    """
    seen = covered("when: [{by: robin, do: leave}]")

    assert 0.0 == seen.least < seen.ways.percent
    assert 100.0 == Measure(0, 0).percent
