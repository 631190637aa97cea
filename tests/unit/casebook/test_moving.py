"""
Cases that move to another version of their workflow, and those that do not: told by files as people write them.
"""

import pytest
from attrs import evolve
from tests.unit.casebook.books import EVENING

from rjflow import (
    Actor,
    Casebook,
    DoesNotReplay,
    FixedClock,
    MemoryStore,
    SameRoles,
    StaleRevision,
    WrongWorkflow,
    read,
    replay,
    verify,
)
from rjflow.auditing import audit
from rjflow.engine.encoding import as_lines, from_lines, sealed
from rjflow.engine.history import Migrate
from rjflow.instants import instant
from rjflow.report.running import history_text
from rjflow.sealing.keys import WrappingKeys, new_line

FIRST = """
rjflow: 1
workflow: visits
version: 1
title: Visits
roles: {host: {}, cook: {}}
people: {friend: {label: friend}}
evidence:
  asked: {label: they were asked, about: friend, flag: true, recorded-by: [host], current-for: whole-case}
  plan: {label: the plan, one-of: [lunch, tea], recorded-by: [host], current-for: 2 days}
  old-list: {label: the old list, flag: true, recorded-by: [host], current-for: whole-case}
states:
  start: {start: true}
  invited: {}
  at-table: {}
  waiting: {holds: true}
  over: {final: true, reasons: [eaten]}
events:
  invite: {from: start, to: invited, by: [host], needs: plan is current}
  sit: {from: invited, to: at-table, by: [host]}
  wait: {from: [invited, at-table], to: waiting, by: [host]}
  go-on: {from: waiting, to: back, by: [host]}
  end: {from: at-table, to: over, by: [host, cook]}
"""
SECOND = FIRST.replace("version: 1", "version: 2")
MOVES = "migrations:\n  - {from: 1}\n"
KEYS = WrappingKeys(new_line("one"))
ROLES = SameRoles({"hal": ["host"], "col": ["cook"]})


def key(text):
    """
    Prove a workflow.
    """
    return verify(read(text)).require()


def dined(*second, until=("plan", "invite"), store=None, first=FIRST, keys=None):
    """
    Open a case under the first version, let some things happen, and give a casebook that has the second versions too.
    """
    store, clock = store or MemoryStore(), FixedClock(EVENING)
    book = Casebook(store, [key(first)], roles=ROLES, clock=clock)
    book.open("visit", people={"p1": "friend"}, actor="hal")
    for what in until:
        if what == "plan":
            book.record("visit", "plan", "tea", actor="hal")
        elif what == "asked":
            book.record("visit", "asked", True, person="p1", actor="hal")
        elif what == "old-list":
            book.record("visit", "old-list", True, actor="hal")
        else:
            assert book.fire("visit", what, actor="hal").allowed
    return Casebook(store, [key(first), *map(key, second)], roles=ROLES, clock=clock, keys=keys), clock


def lacking(book, **how):
    """
    Give what keeps the case from moving.
    """
    step = book.migrate("visit", actor="hal", **how)
    assert not step.allowed
    assert 1 == book.workflow("visit").version
    return [one.facts or one.requirement.text for one in step.decision.missing]


def test_a_case_moves_and_goes_on_under_the_new_version():
    """
    A move is an entry with who moved it and what was asked; the case is under the new version then, and an audit derives it all.
    """
    store = MemoryStore()
    book, _ = dined(SECOND + MOVES, store=store)
    step = book.migrate("visit", actor="col", key="once")
    again = book.migrate("visit", actor="col", key="once")
    (entry,) = step.entries

    assert (step.case, 2) == (again.case, book.workflow("visit").version)
    assert ("col", "y", "invited") == (entry.actor.id, entry.verdicts, entry.state)
    assert [("migrated", "invited", "invited")] == [move[:3] for move in entry.moves]
    assert step.entries == from_lines(as_lines(step.entries)).entries
    assert book.fire("visit", "sit", actor="hal").allowed
    assert () == audit(store).flaws
    with pytest.raises(WrongWorkflow):
        book.migrate("visit", actor="hal")


def test_asking_first_changes_nothing():
    """
    What would come of a move is what comes of it, and nothing is stored by asking.
    """
    book, _ = dined(SECOND + MOVES)
    asked = book.consider_migration("visit", actor="hal")

    assert 3 == book.case("visit").revision
    assert asked == book.migrate("visit", actor="hal").decision
    with pytest.raises(StaleRevision):
        book.migrate("visit", actor="hal", version=1, revision=3)


def test_states_people_and_evidence_take_their_new_names():
    """
    What is mapped goes under its new name with all that was recorded, where a held case came from too.
    """
    second = (
        SECOND.replace("invited", "expected")
        .replace("friend", "guest")
        .replace("plan", "menu")
        .replace("waiting", "paused")
        + "migrations:\n  - {from: 1, states: {invited: expected, waiting: paused}, people: {friend: guest}, evidence: {plan: menu}}\n"
    )
    book, _ = dined(second, until=("plan", "asked", "invite", "wait"))
    now = book.migrate("visit", actor="hal").case.situation

    assert ("paused", "expected", ["guest"]) == (now.state, now.held_from, [one.kind for one in now.people])
    assert (["tea", None], [True]) == (
        [record and record.value for record in now.records],
        [record.value for one in now.people for record in one.records],
    )
    assert "expected" == book.fire("visit", "go-on", actor="hal").case.state


def test_evidence_to_renew_and_to_drop_is_left_behind():
    """
    What is to be renewed must be recorded anew, and what is dropped has no place any more; everything else is kept.
    """
    without = SECOND.replace(
        "  old-list: {label: the old list, flag: true, recorded-by: [host], current-for: whole-case}\n", ""
    )
    second = without + "migrations:\n  - {from: 1, renew: [plan], drop: [old-list]}\n"
    book, _ = dined(second, until=("old-list", "asked"))
    now = book.migrate("visit", actor="hal").case.situation

    assert ((None,), [True]) == (now.records, [record.value for one in now.people for record in one.records])


def test_a_history_of_several_versions_can_be_told():
    """
    What happened before a move is told too, in the names that it had then.
    """
    book, _ = dined(SECOND.replace("invited", "expected") + "migrations:\n  - {from: 1, states: {invited: expected}}\n")
    book.migrate("visit", actor="hal")
    told = history_text(book.workflow("visit"), book.history("visit"))

    assert all(one in told for one in ("hal: invite → invited", "hal: go on under version 2 → expected"))


def test_notes_are_seen_under_the_new_name_of_their_evidence():
    """
    A note to evidence that is called otherwise now is seen by whom that may see, and one to evidence that is gone by nobody.
    """
    moves = "migrations:\n  - {from: 1, evidence: {plan: menu}, drop: [asked]}\n"
    asked = (
        "  asked: {label: they were asked, about: friend, flag: true, recorded-by: [host], current-for: whole-case}\n"
    )
    second = (
        SECOND.replace(asked, "")
        .replace("plan", "menu")
        .replace("[lunch, tea], recorded-by: [host]", "[lunch, tea], recorded-by: [cook]")
    )
    book, _ = dined(second + moves, until=(), keys=KEYS)
    book.record("visit", "plan", "tea", actor="hal", notes={"p1": "no milk"})
    book.record("visit", "asked", True, person="p1", actor="hal", notes={"p1": "by letter"})

    assert ["no milk", "by letter"] == [note.text for note in book.personal("visit", "p1", actor="hal").notes]
    assert book.migrate("visit", actor="hal").allowed
    assert [("menu", "no milk")] == [note[0:3:2] for note in book.personal("visit", "p1", actor="col").notes]
    assert () == book.personal("visit", "p1", actor="hal").notes


# ---- what does not move ----------------------------------------------------------------------------------------------


def test_what_has_no_place_refuses_the_move():
    """
    Evidence, a kind of people or a state that the new version does not have keeps a case where it is, but only where there is such.
    """
    less = SECOND.replace(
        "  old-list: {label: the old list, flag: true, recorded-by: [host], current-for: whole-case}\n", ""
    )
    other_people = SECOND.replace("friend", "guest")
    other_state = SECOND.replace("invited", "expected")
    other_values = SECOND.replace("[lunch, tea]", "[lunch, supper]")

    assert [("evidence", "old-list")] == lacking(dined(less + MOVES, until=("old-list",))[0])
    assert dined(less + MOVES)[0].migrate("visit", actor="hal").allowed
    assert [("people", "friend")] == lacking(dined(other_people + MOVES)[0])
    assert [("stranded", "invited")] == lacking(dined(other_state + MOVES)[0])
    assert [("evidence", "plan")] == lacking(dined(other_values + MOVES)[0])


def test_only_what_is_declared_moves():
    """
    Without a migration from its version a case stays, and so does a case that is over.
    """
    assert [("none", "1")] == lacking(dined(SECOND)[0])
    assert [("over", "over")] == lacking(dined(SECOND + MOVES, until=("plan", "invite", "sit", "end"))[0])


def test_a_gate_that_is_not_met_refuses_the_move():
    """
    A state that has a gate now takes in no case that does not meet it, and takes it in as soon as it does.
    """
    guarded = SECOND.replace("invited: {}", "invited: {while: 'every friend: asked is true', otherwise: start}") + MOVES
    book, _ = dined(guarded)
    assert ["every friend: asked is true"] == lacking(book)
    book.record("visit", "asked", True, person="p1", actor="hal")

    assert book.migrate("visit", actor="hal").allowed


def test_what_is_asked_on_the_way_now_must_have_been_asked_or_be_true():
    """
    A case that is past a condition which is new on the way there is refused until the condition is true; one that was asked before
    counts, even when it is not true any more, unless it is to be renewed.
    """
    asking = SECOND.replace("needs: plan is current}", 'needs: [plan is current, "every friend: asked is true"]}')
    book, clock = dined(asking + MOVES, until=("plan", "invite", "sit"))
    clock.forward(days=30)
    assert ["every friend: asked is true"] == lacking(book)
    book.record("visit", "asked", True, person="p1", actor="hal")
    assert book.migrate("visit", actor="hal").allowed

    renewed, clock = dined(SECOND + "migrations:\n  - {from: 1, renew: [plan]}\n", until=("plan", "invite", "sit"))
    assert ["plan is current"] == lacking(renewed)


def test_what_was_asked_of_other_people_is_asked_again():
    """
    Where the kinds of people that a condition speaks of have changed, that it was asked before does not count.
    """
    every = 'needs: "every friend: asked is true"}'
    first, guests = FIRST.replace("needs: plan is current}", every), "{friend: {label: friend, at-least: 1}}"
    second = first.replace("version: 1", "version: 2").replace("{friend: {label: friend}}", guests) + MOVES
    for same, allowed in ((first.replace("version: 1", "version: 2") + MOVES, True), (second, False)):
        book, _ = dined(same, until=("asked", "invite"), first=first)
        book.record("visit", "asked", False, person="p1", actor="hal")

        assert allowed is book.migrate("visit", actor="hal").allowed


def test_what_was_met_when_a_case_moved_is_met_for_good():
    """
    A condition of the second version that was true when the case came over counts as asked when it moves to the third.
    """
    asking = SECOND.replace("needs: plan is current}", 'needs: [plan is current, "every friend: asked is true"]}')
    third = asking.replace("version: 2", "version: 3") + "migrations: [{from: 2}]\n"
    book, _ = dined(asking + MOVES, third, until=("plan", "asked", "invite", "sit"))
    assert book.migrate("visit", actor="hal", version=2).allowed
    book.record("visit", "asked", False, person="p1", actor="hal")

    assert book.migrate("visit", actor="hal").allowed


def test_a_deadline_that_has_fired_has_fired():
    """
    A deadline that comes again is not due sooner because it stands in another place of the new version.
    """
    remind = (
        "remind: {from: invited, to: invited, by: [clock]}\n  late: {from: start, to: start, by: [clock]}\n  sit: {"
    )
    late = "{in: start, after: 1 days, then: late}"
    again = "{in: invited, after: 3 days, then: remind}"
    first = FIRST.replace("sit: {", remind) + f"deadlines: [{again}, {late}]\n"
    second = SECOND.replace("sit: {", remind) + MOVES + f"deadlines: [{late}, {again}]\n"
    book, clock = dined(second, first=first)
    clock.forward(days=4)
    assert ["deadline"] == [move.cause for move in book.advance("visit").decision.moves]
    clock.forward(days=1)

    assert ["migrated"] == [move.cause for move in book.migrate("visit", actor="hal").decision.moves]


def test_of_two_deadlines_of_one_event_each_is_found_again():
    """
    That the second of two deadlines of one event has fired is not taken for the first one's firing.
    """
    remind = "remind: {from: invited, to: invited, by: [clock]}\n  sit: {"
    long, short = "{in: invited, after: 9 days, then: remind}", "{in: invited, after: 3 days, then: remind}"
    both = f"deadlines: [{long}, {short}]\n"
    book, clock = dined(SECOND.replace("sit: {", remind) + MOVES + both, first=FIRST.replace("sit: {", remind) + both)
    clock.forward(days=4)
    before = book.advance("visit").case.situation

    assert before.rung == book.migrate("visit", actor="hal").case.situation.rung


def test_nobody_is_moved_into_a_state_of_a_kind():
    """
    Only an event leads into a meeting; a case that was in none is not moved into one.
    """
    meeting = SECOND.replace("at-table: {}", "at-table: {kind: meal}")
    meeting += "safeguards: [{id: M, never: in kind meal and in start}]\n"
    book, _ = dined(meeting + MOVES, until=("plan", "invite", "sit"))

    assert [("kind", "at-table", "at-table")] == lacking(book)


def test_a_deadline_that_is_overdue_under_the_new_version_fires_at_once():
    """
    Time that has passed in a state counts under the new version too.
    """
    late = (
        SECOND.replace("sit: {from: invited", "late: {from: invited, to: start, by: [clock]}\n  sit: {from: invited")
        + MOVES
    )
    late += "deadlines: [{in: invited, after: 3 days, then: late}]\n"
    book, clock = dined(late)
    clock.forward(days=4)
    step = book.migrate("visit", actor="hal")

    assert "start" == step.case.state
    assert ["migrated", "deadline"] == [move.cause for move in step.entries[0].moves]


def test_who_did_what_is_known_from_the_history():
    """
    Separation of duties that only the new version asks for holds for what was done before.
    """
    apart = (
        SECOND.replace(
            "end: {from: at-table, to: over, by: [host, cook]}",
            "end: {from: at-table, to: over, by: [host, cook], not-by: [sit]}",
        )
        + MOVES
    )
    book, _ = dined(apart, until=("plan", "invite", "sit"))
    assert book.migrate("visit", actor="hal").allowed

    assert (False, True) == (
        book.fire("visit", "end", actor="hal").allowed,
        book.fire("visit", "end", actor="col").allowed,
    )


def test_versions_run_side_by_side_and_cases_pass_from_one_to_the_next():
    """
    A case goes from the first version to the second and to the third, while another stays under the first.
    """
    store = MemoryStore()
    third = FIRST.replace("version: 1", "version: 3") + "migrations:\n  - {from: 2, because: the table is longer}\n"
    book, clock = dined(SECOND + MOVES, third, store=store)
    book.open("stays", people={}, actor="hal", version=1)
    assert [("none", "1")] == lacking(book)
    clock.forward(days=9)
    book.migrate("visit", actor="hal", version=2)
    book.migrate("visit", actor="hal")

    assert (3, 1) == (book.workflow("visit").version, book.workflow("stays").version)
    assert () == audit(store).flaws


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"verdicts": "yy"}, "verdicts"),
        ({"state": "start"}, "state"),
        ({"moves": ()}, "moves"),
        ({"fingerprint": "0" * 64}, "workflow"),
        ({"command": Migrate(source="0" * 64, actor=Actor("hal"), at=instant(EVENING))}, "workflow"),
    ],
)
def test_a_move_that_was_made_up_does_not_replay(changed, why):
    """
    An entry of a move that says something else than the rules, its hash made anew, is found out.
    """
    book, _ = dined(SECOND + MOVES)
    book.migrate("visit", actor="hal")
    *before, last = book.history("visit")
    workflows = {key(text).fingerprint: read(text) for text in (FIRST, SECOND + MOVES)}
    replay([*before, last], workflows)

    with pytest.raises(DoesNotReplay) as raised:
        replay([*before, sealed(evolve(last, **changed))], workflows)
    assert (last.number, why) == (raised.value.number, raised.value.why)


def test_a_move_that_is_refused_does_not_replay():
    """
    An entry that says that a case came through a gate which was not met is found out.
    """
    guarded = SECOND.replace("invited: {}", "invited: {while: 'every friend: asked is true', otherwise: start}") + MOVES
    book, _ = dined(SECOND + MOVES)
    book.migrate("visit", actor="hal")
    *before, last = book.history("visit")
    workflows = {key(text).fingerprint: read(text) for text in (FIRST, guarded)}

    with pytest.raises(DoesNotReplay) as raised:
        replay([*before, sealed(evolve(last, fingerprint=key(guarded).fingerprint))], workflows)
    assert "refused" == raised.value.why
