"""
What somebody is shown of a history, and what is left of options and forms that nobody can try out.
"""

import pytest
from attrs import evolve
from tests.papers import CASE, ROLES, Desk, read_little
from tests.small import ADA, MONDAY, asks, decide, event, evidence, opened, record, state, unproved, workflow
from tests.unit.engine.running_cases import BEGINNING, DEFINITION, WHO, whole_run

from rjflow.definition.model import Gate, Kind
from rjflow.engine.asking import NotAsked
from rjflow.engine.encoding import sealed
from rjflow.engine.history import History, Open
from rjflow.engine.openness import may_open
from rjflow.engine.options import options
from rjflow.engine.replaying import DoesNotReplay, replay
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.engine.seen import seen_findings, told, viewed, whole_view
from rjflow.engine.seen_history import seen_history
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, And, ForPeople, GateHolds, IsCurrent, Not, Or, SamePerson
from rjflow.rules.commands import Tell, Told
from rjflow.rules.situation import Actor

RUN = whole_run()
ENTRIES = RUN.history.entries


def seen_by(actor: Actor):
    """
    Say what somebody sees of the whole run, entry by entry.
    """
    return [(one.what, one.name, one.person) for one in seen_history(DEFINITION, ENTRIES, RUN.case.situation, actor)]


def test_whoever_works_on_a_case_sees_who_came_and_went_and_what_was_told():
    """
    Every entry is shown to a worker, as what it is.
    """
    seen = seen_by(Actor("ada", frozenset({"worker"})))

    assert ("opened", None, None) == seen[0]
    assert {("notice", "alarm", None), ("joined", "guest", "g2"), ("left", None, "g2"), ("event", "enter", None)} < {
        *seen
    }
    assert len(ENTRIES) == len(seen)


def test_who_has_no_part_in_a_case_sees_only_that_it_moved():
    """
    Of who came and went, and of notices, a stranger learns nothing.
    """
    assert {"joined", "left", "notice"}.isdisjoint(what for what, _, _ in seen_by(Actor("mallory")))


def test_nobody_is_offered_what_is_not_theirs_to_do():
    """
    Of the events that a case has, only those are shown that somebody may make happen, one day.
    """
    engine, case = RUN.engine, RUN.engine.open("case-3", people={"g1": "guest"}, actor="ada", at=BEGINNING).case

    assert ["enter", "finish"] == [one.event for one in engine.view(case, actor="ada", at=BEGINNING).options]
    assert [] == [one.event for one in engine.view(case, actor="gus", at=BEGINNING).options]

    everything = options(DEFINITION, case.situation, ADA, MONDAY, lambda *given: decide(DEFINITION, *given))
    gus = Actor("gus", frozenset(), frozenset({"g1"}))
    assert () == viewed(DEFINITION, case.id, case.situation, gus, everything, MONDAY).options
    assert 2 == len(viewed(DEFINITION, case.id, case.situation, ADA, everything, MONDAY).options)


def test_whoever_sees_everything_sees_the_whole_case():
    """
    What is shown without asking who looks is what somebody sees from whom nothing is hidden, but for what they could do.
    """
    worker, now = Actor("ada", frozenset({"worker"})), RUN.case.situation
    seen = viewed(DEFINITION, RUN.case.id, now, worker, (), now.now)

    assert () == seen.unseen
    assert seen == whole_view(DEFINITION, RUN.case.id, now)
    assert () != seen.people
    assert () != seen.records


def test_what_stands_in_the_way_is_among_what_was_asked():
    """
    Of a refusal, whoever asked sees what was not met as they are told it, and, where it is theirs to ask, what was met besides.
    """
    refused = [entry for entry in map(decided_by, ("ada", "gus")) if not entry.allowed]
    for decision in refused:
        actor = decision.command.actor
        seen = seen_findings(DEFINITION, decision, actor)

        assert told(DEFINITION, decision, actor).missing == tuple(one for one in seen if one.truth is not True)
    assert {True, False} == {
        any(one.truth is True for one in seen_findings(DEFINITION, one, one.command.actor)) for one in refused
    }


def decided_by(who: str):
    """
    Give what is answered to somebody who would finish a case that was just opened.
    """
    engine, case = RUN.engine, RUN.engine.open("case-4", people={"g1": "guest"}, actor="ada", at=BEGINNING).case
    return engine.fire(case, "enter", actor=who, at=BEGINNING).decision


# ---- what nobody can try out -----------------------------------------------------------------------------------------

MANY = tuple(f"e{number}" for number in range(10))


def recording(guard, *parts):
    """
    Give a workflow with an event that records ten pieces of evidence and enters a state with this gate.
    """
    return workflow(
        *(evidence(name) for name in MANY),
        *parts,
        state("in", guard=asks(guard), otherwise="start"),
        event("go", ("start", "in"), records=MANY),
        event("out", ("in", "end")),
    )


def asked_of(definition, situation):
    """
    Give whether the event is open, as options say it and as refusals do.
    """
    go = definition.events["go"]
    (option,) = options(definition, situation, ADA, MONDAY, lambda *given: decide(definition, *given), ["go"])
    return option.is_open, may_open(definition, situation, go, go.ways[0])


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        (Among("e0", ("yes",)), (True, True)),
        (Or((Among("e0", ("no",)), Among("e9", ("no",)))), (True, True)),
        (Not(IsCurrent("e0")), (False, False)),
        (Not(SamePerson("e0", "e1")), (False, False)),
        (
            And((Not(SamePerson("e0", "e1")), *(Or((Among(name, ("yes",)), Among(name, ("no",)))) for name in MANY))),
            (None, None),
        ),
        (GateHolds("gate"), (True, True)),
    ],
)
def test_too_many_forms_are_not_all_tried(guard, expected):
    """
    A form that opens the gate is found where one is soon seen; where there are too many to try, nobody says either way.
    """
    gate = Gate(name="gate", label="gate", asks=asks(Among("e9", ("yes",))))
    definition = evolve(recording(guard), gates=frozen_map({"gate": gate}))

    assert expected == asked_of(definition, opened(definition))


def test_a_form_about_people_needs_somebody_whom_it_is_about():
    """
    Where nobody is there of whom to record what an event records, no form is whole.
    """
    definition = workflow(
        Kind(name="guest", label="guest"),
        evidence("wish", about="guest"),
        state("in", guard=asks(ForPeople("every", 0, "guest", Among("wish", ("yes",)))), otherwise="start"),
        event("go", ("start", "in"), records=("wish",)),
        event("out", ("in", "end")),
    )

    assert (False, False) == asked_of(definition, opened(definition))
    assert (True, True) == asked_of(definition, opened(definition, g1="guest"))


def test_whoever_did_the_one_is_told_who_may_do_the_other():
    """
    Where somebody may not do something because they did something else, somebody else of the same roles may.
    """
    definition = workflow(evidence("fact"), event("go", ("start", "end"), not_by=("fact",)))
    case = decide(definition, opened(definition), record("fact", "yes")).after
    (option,) = options(definition, case, ADA, MONDAY, lambda *given: decide(definition, *given))

    assert ["not-by"] == [one.asked for one in option.decision.missing]
    assert [("worker",)] == [one.by for one in option.remedies]


def test_without_a_machine_the_rules_alone_decide():
    """
    What is asked for once is answered by the rules, and the answer is the same.
    """
    roles = SameRoles(WHO, acts_for={"gus": ["g1"]})
    quick, slow = (Engine(unproved(DEFINITION), roles=roles, quick=one) for one in (True, False))
    case = quick.open("case-2", people={"g1": "guest"}, actor="ada", at=BEGINNING).case
    answers = [one.consider(case, "enter", actor="ada", given={"plan": "yes"}, at=BEGINNING) for one in (quick, slow)]

    assert answers[0].findings == answers[1].findings
    assert answers[0].missing


# ---- forms -----------------------------------------------------------------------------------------------------------


def test_a_form_is_a_mapping_and_theirs_to_fill_in():
    """
    What is no mapping is no form; whoever may not fill it in is refused before it is looked at, be it for an event or a record.
    """
    desk = Desk()

    with pytest.raises(NotAsked):
        desk.book.submit("c1", "referral-form", [("record", "lawful")], actor="cora")
    for form in ("referral-form", "allocation"):
        step = desk.book.submit("c1", form, {}, actor="ole")
        assert ["actor"] == [one.asked for one in step.decision.missing]


def test_a_form_of_which_one_record_is_refused_records_nothing():
    """
    Where one person may not say two things of a form, what stands before and behind them is not recorded, either.
    """
    apart = (
        "  one: {one-of: [x], recorded-by: [coordinator], current-for: whole-case}\n"
        "  two: {one-of: [x], recorded-by: [coordinator], not-by: [one], current-for: whole-case}\n"
        "  three: {one-of: [x], recorded-by: [coordinator], current-for: whole-case}\n"
    )
    form = "  apart: {filled-by: [coordinator], fields: {one: {records: one}, two: {records: two}, three: {records: three}}}\n"
    text = CASE.replace("evidence:\n", f"evidence:\n{apart}", 1).replace("forms:\n", f"forms:\n{form}", 1)
    engine = Engine(unproved(read_little(text)), roles=ROLES)
    case = engine.open("c1", people={"o1": "offender", "v1": "victim"}, actor="cora", at=BEGINNING).case
    filing = engine.submit(case, "apart", {"one": "x", "two": "x", "three": "x"}, actor="cora", at=BEGINNING)

    assert ["not-by"] == [one.asked for one in filing.step.decision.missing]
    assert (case, ()) == (filing.step.case, filing.step.entries)


# ---- made-up entries -------------------------------------------------------------------------------------------------


def why_not(entries) -> tuple[int, str]:
    """
    Say where, and why, entries do not replay.
    """
    with pytest.raises(DoesNotReplay) as raised:
        replay(History(tuple(entries)), {unproved(DEFINITION).fingerprint: DEFINITION})
    return raised.value.number, raised.value.why


def test_an_entry_is_of_one_case_which_is_opened_once():
    """
    A second opening, an entry of another case, and a case under no name are found, though all hashes are right.
    """
    again = sealed(evolve(ENTRIES[0], number=2, previous=ENTRIES[0].hash))
    other = sealed(evolve(ENTRIES[1], case="case-9"))
    nameless = sealed(evolve(ENTRIES[0], case="a\nb"))

    assert isinstance(again.command, Open)
    assert (2, "opening") == why_not([ENTRIES[0], again])
    assert (2, "case") == why_not([ENTRIES[0], other])
    assert (1, "case") == why_not([nameless])


@pytest.mark.parametrize(
    "values",
    [(), (Told("name", "0" * 64), Told("name", "1" * 64)), (Told("no name!", "0" * 64),), (Told("name", "no mark"),)],
)
def test_nothing_is_told_without_names_and_marks(values):
    """
    At least one value, each under a name of its own, with the mark of what was sealed.
    """
    command = Tell(
        person="g1", values=values, key="0" * 64, actor=Actor("ada", frozenset({"worker"})), at=ENTRIES[1].command.at
    )
    told = sealed(evolve(ENTRIES[1], command=command))

    assert (2, "told") == why_not([ENTRIES[0], told])
