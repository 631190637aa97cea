"""
Whole answers: everything that is asked of a command, in order, with what each answer speaks of.
"""

import pytest
from tests.small import (
    ADA,
    BEN,
    MONDAY,
    after,
    asks,
    decide,
    event,
    evidence,
    fire,
    missing,
    opened,
    record,
    state,
    workflow,
)

from rjflow.definition.model import Change, Kind, Notice, Way
from rjflow.guards.syntax import Among
from rjflow.rules.commands import GiveNotice, Join, Leave, SeeScheme
from rjflow.rules.situation import Actor

CHANGE = Change(by=("worker",), states=("start", "hall"))
NOBODY = Actor("nobody")
SMALL = workflow(
    evidence("fact"),
    evidence("plan"),
    evidence("approval", not_by=("plan",)),
    evidence("word", about="guest", recorded_by=("guest",), needs=asks(Among("view", ("yes",)))),
    evidence("view", about="guest"),
    evidence("remark", recorded_by=("guest",)),
    event("go", Way(from_states=("start", "hall"), target="hall", needs=asks(Among("fact", ("yes",))))),
    event("end", ("hall", "end")),
    event(
        "fork",
        Way(from_states=("start",), target="hall", needs=asks(Among("fact", ("yes",)))),
        Way(from_states=("start",), target="room", needs=asks(Among("fact", ("no",)))),
        Way(from_states=("hall",), target="start"),
        records=("plan",),
    ),
    event("enter", ("start", "room")),
    event("both", ("start", "hall"), ("start", "room")),
    event("approve", ("start", "start"), records=("approval",)),
    state("hall"),
    state("room", guard=asks(Among("fact", ("no",))), otherwise="hall"),
    Notice(name="fire", label="fire"),
    Notice(name="call", label="call", by=("lead", "guest")),
    Kind(name="guest", label="guest", at_most=2, joins=CHANGE, leaves=CHANGE),
)


def told(decision):
    """
    Give each answer with what it speaks of: what was asked, whether it is so, names, and the way or state that asks.
    """
    return [(one.asked, one.truth, one.facts, one.way, one.state) for one in decision.findings]


def plain(asked, truth, *facts):
    """
    Give an answer that no way and no state asks for.
    """
    return (asked, truth, facts, None, None)


def given(*pairs):
    """
    Give the values of a form.
    """
    return tuple(record(name, value).given for name, value in pairs)


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        (fire("fly"), [plain("known", False, "fly")]),
        (record("gossip", "yes"), [plain("known", False, "gossip")]),
        (Join(person="p", kind="ghost", actor=ADA, at=MONDAY), [plain("known", False, "ghost")]),
        (Leave(person="p", actor=ADA, at=MONDAY), [plain("known", False, "p")]),
        (
            GiveNotice(notice="flood", actor=ADA, at=MONDAY),
            [plain("known", False, "flood"), plain("state", True)],
        ),
        (GiveNotice(notice="fire", actor=NOBODY, at=MONDAY), [plain("known", True, "fire"), plain("state", True)]),
        (
            GiveNotice(notice="call", actor=NOBODY, at=MONDAY),
            [plain("known", True, "call"), plain("state", True), plain("actor", False, "lead", "guest")],
        ),
        (
            GiveNotice(notice="call", actor=Actor("x", frozenset(), frozenset({"ann"})), at=MONDAY),
            [plain("known", True, "call"), plain("state", True), plain("actor", True, "lead", "guest")],
        ),
        (
            fire("go", actor=NOBODY),
            [
                plain("state", True, "start", "hall"),
                plain("actor", False, "worker"),
                plain("needs", None),
            ],
        ),
        (
            fire("end", reason="done"),
            [plain("state", False, "hall"), plain("actor", True, "worker"), plain("reason", True, "done")],
        ),
        (
            fire("end", reason="tired"),
            [plain("state", False, "hall"), plain("actor", True, "worker"), plain("reason", False, "done")],
        ),
        (
            fire("both", reason="done"),
            [
                plain("state", True, "start"),
                plain("actor", True, "worker"),
                ("reason", False, (), 0, None),
            ],
        ),
        (
            fire("enter"),
            [plain("state", True, "start"), plain("actor", True, "worker"), ("while", None, (), None, "room")],
        ),
        (
            Join(person="ann", kind="guest", actor=NOBODY, at=MONDAY),
            [
                plain("state", True, "start", "hall"),
                plain("actor", False, "worker"),
                plain("people", True, "room", "guest"),
                plain("people", False, "new", "ann"),
            ],
        ),
        (
            Join(person="bob", kind="guest", actor=ADA, at=MONDAY),
            [
                plain("state", True, "start", "hall"),
                plain("actor", True, "worker"),
                plain("people", True, "room", "guest"),
                plain("people", True, "new", "bob"),
            ],
        ),
        (
            record("remark", "maybe", person="ann", actor=Actor("x", frozenset(), frozenset({"ann"}))),
            [plain("state", True), plain("actor", True, "guest"), plain("form", False, "remark")],
        ),
        (
            # what is about nobody may be said by whoever speaks for anybody of the kind
            record("remark", "yes", person="bob", actor=Actor("x", frozenset(), frozenset({"ann"}))),
            [plain("state", True), plain("actor", True, "guest"), plain("form", False, "remark")],
        ),
        (
            record("word", "yes", person="ann", actor=Actor("x", frozenset(), frozenset({"ann"}))),
            [
                plain("state", True),
                plain("actor", True, "guest"),
                plain("form", True, "word"),
                plain("counts", None),
            ],
        ),
        (
            fire("approve", given=given(("approval", "yes"))),
            [
                plain("state", True, "start"),
                plain("actor", True, "worker"),
                plain("form", True, "approval"),
                plain("not-by", True, "approval", "plan"),
            ],
        ),
    ],
)
def test_everything_that_is_asked_is_answered_in_order(command, answers):
    """
    An answer names what was asked, each with its own yes, no or nobody-knows, and with the names it speaks of.
    """
    assert answers == told(decide(SMALL, opened(SMALL, ann="guest"), command))


def test_what_a_record_about_somebody_needs_is_asked_of_that_person():
    """
    Whether a record counts is judged by what is known of whom it is about.
    """
    case = after(SMALL, opened(SMALL, ann="guest", bob="guest"), [record("view", "yes", person="ann")])
    speaking = Actor("x", frozenset(), frozenset({"ann", "bob"}))
    answers = {
        name: decide(SMALL, case, record("word", "yes", person=name, actor=speaking)).findings[-1]
        for name in ("ann", "bob")
    }

    assert {"ann": True, "bob": None} == {name: one.truth for name, one in answers.items()}
    assert {"ann": "yes", "bob": None} == {name: one.used[0].value for name, one in answers.items()}


def test_who_joins_is_there_under_their_name_and_who_leaves_is_gone():
    """
    A name is taken by whoever has it, and is free again when they have left; one more than there may be is told by its kind.
    """
    join = Join(person="bob", kind="guest", actor=ADA, at=MONDAY)
    joined = after(SMALL, opened(SMALL, ann="guest"), [join])
    again = decide(SMALL, joined, join)

    assert [("ann", "guest"), ("bob", "guest")] == [(one.id, one.kind) for one in joined.people]
    assert [("people", ("room", "guest")), ("people", ("new", "bob"))] == [
        (one.asked, one.facts) for one in again.missing
    ]
    left = after(SMALL, joined, [Leave(person="bob", actor=ADA, at=MONDAY)])
    assert ["ann"] == [one.id for one in left.people]
    assert decide(SMALL, left, join).allowed


def test_of_a_form_that_is_not_as_it_should_be_every_way_is_told():
    """
    With a good form only the way that is open answers, whoever asks; with a bad one, every way that leads from here.
    """
    case = after(SMALL, opened(SMALL), [record("fact", "yes")])
    plan = given(("plan", "yes"))
    good, strange, bad = (
        decide(SMALL, case, one)
        for one in (fire("fork", given=plan), fire("fork", given=plan, actor=NOBODY), fire("fork"))
    )

    assert (True, False, False) == (good.allowed, strange.allowed, bad.allowed)
    assert [{0}, {0}, {0, 1}] == [
        {one.way for one in decision.findings if one.way is not None} for decision in (good, strange, bad)
    ]
    assert ("actor", "form") == (missing(strange)[0], missing(bad)[0])


def test_which_of_two_open_ways_is_meant_nobody_can_say():
    """
    An event that could go two ways at once goes none, and says which event that is.
    """
    case = after(SMALL, opened(SMALL), [record("fact", "no")])
    decision = decide(SMALL, case, fire("both"))

    assert not decision.allowed
    assert plain("one way", False, "both") == told(decision)[-1]


def test_an_event_that_records_asks_who_may_have_recorded_what_it_rests_on():
    """
    What keeps somebody from recording keeps them from recording it with an event, too; it is told whose record it is.
    """
    case = after(SMALL, opened(SMALL), [record("plan", "yes", actor=ADA)])
    refused = decide(SMALL, case, fire("approve", given=given(("approval", "yes")), actor=ADA))

    assert ["not-by"] == missing(refused)
    assert [("plan", "ada")] == [(one.evidence, one.by) for one in refused.missing[0].used]
    assert decide(SMALL, case, fire("approve", given=given(("approval", "yes")), actor=BEN)).allowed


def test_where_there_is_no_scheme_nothing_is_seen_of_one():
    """
    Taking note of a scheme changes nothing but what was seen of it.
    """
    case = opened(SMALL)
    decision = decide(SMALL, case, SeeScheme(scheme=None, at=MONDAY))

    assert (True, case, ()) == (decision.allowed, decision.after, decision.findings)
