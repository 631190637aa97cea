"""
A case that moves to another version of its workflow: what is carried over, what refuses the move, and everything that is said of it.
"""

import pytest
from attrs import evolve
from tests.small import ADA, MONDAY, after, asks, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.lookup import migration_between
from rjflow.definition.model import Change, Day, Deadline, Flag, Kind, Migration, OneOf, SchemeLink, Way, Window
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, ForPeople, IsCurrent, SamePerson
from rjflow.instants import DAY, HOUR
from rjflow.rules.commands import Advance, Join, Leave
from rjflow.rules.decision import Move
from rjflow.rules.finding import Used
from rjflow.rules.migrating import moved
from rjflow.rules.past import Changed, Past
from rjflow.rules.situation import recorded

FACT, PLAN = Among("fact", ("yes",)), Among("plan", ("yes",))
WHOLE = Window("whole case")
PARTS = (
    evidence("fact"),
    evidence("plan", window=WHOLE),
    evidence("word", about="guest"),
    evidence("talk", about="participant"),
    event("go", ("start", "one")),
    event("ask", ("start", "start")),
    event("hold", ("one", "pause"), ("start", "pause")),
    event("late", ("start", "one"), ("one", "one"), by=("clock",)),
    state("one"),
    state("two"),
    state("pause", holds=True),
)
PEOPLE = (
    Kind(name="guest", label="guest", takes_part=True),
    Kind(name="helper", label="helper", takes_part=True),
    Kind(name="other", label="other"),
)
OLD = workflow(*PARTS, *PEOPLE)
ROAD = event("road", ("start", "two"), ("start", "uno"))


def version(*parts, old=OLD, **migration):
    """
    Give a second version of a workflow, in which some parts are added or are others, and what it says of cases of the first.
    """
    changed = workflow(*PARTS, *PEOPLE, *parts)
    said = Migration(version=1, **{"states": frozen_map({}), **migration})
    return evolve(changed, version=2, migrations=(said,), deadlines=old.deadlines, scheme=old.scheme)


def without(new, section, *names):
    """
    Take names out of a section of a workflow.
    """
    return evolve(
        new, **{section: frozen_map({name: one for name, one in getattr(new, section).items() if name not in names})}
    )


def short(new):
    """
    Take the state `one` out of a workflow, and all that leads there.
    """
    return without(without(new, "states", "one"), "events", "go", "hold", "late")


def move(new, case, *, old=OLD, past=None, at=MONDAY):
    """
    Move a case over; whatever comes of it, the answer is to what was asked, and nothing comes of a refusal.
    """
    decision = moved(old, new, case, past=past or Past(), actor=ADA, at=at)
    assert Advance(at=at, actor=ADA) == decision.command
    assert (decision.allowed, at) == (decision.allowed is True, decision.before.now)
    assert decision.allowed or (decision.before is decision.after and not decision.moves)
    assert decision.allowed or decision.missing
    return decision


def lost(new, case, **more):
    """
    Give what has no place in the new version.
    """
    decision = move(new, case, **more)
    assert {("migration", False)} >= {(one.asked, one.truth) for one in decision.missing}
    return [one.facts for one in decision.missing]


CASE = after(
    OLD,
    opened(OLD, ann="guest", eve="helper", oz="other"),
    [
        record("fact", "yes"),
        record("plan", "no"),
        record("word", "yes", person="ann"),
        record("talk", "no", person="ann"),
        record("talk", "yes", person="eve"),
    ],
)
YES, NO = recorded("yes", "ada", MONDAY), recorded("no", "ada", MONDAY)


def records(case):
    """
    Give what is recorded about the case, and about each person with their kind.
    """
    return list(case.records), {one.id: (one.kind, list(one.records)) for one in case.people}


def test_what_is_the_same_is_carried_over_as_it_is():
    """
    A case of which nothing has another name comes over as it was, by one move from where it was to where it is.
    """
    decision = move(version(), CASE)

    assert decision.allowed
    assert CASE == decision.before == decision.after
    assert (Move("migrated", "start", "start", MONDAY),) == decision.moves
    assert () == decision.findings


def test_what_has_another_name_is_carried_over_under_it():
    """
    States, evidence and kinds of people come over under their new names, and each record to where it belongs there.
    """
    new = version(
        ROAD,
        state("uno"),
        evidence("deed"),
        evidence("speech", about="visitor"),
        Kind(name="visitor", label="visitor", takes_part=True),
        states=frozen_map({"start": "uno"}),
        evidence=frozen_map({"fact": "deed", "word": "speech"}),
        people=frozen_map({"guest": "visitor"}),
    )
    decision = move(without(without(new, "evidence", "fact", "word"), "people", "guest"), CASE)
    about_case, about_people = records(decision.after)

    assert "uno" == decision.after.state
    assert [NO, YES] == about_case
    assert {
        "ann": ("visitor", [NO, YES]),
        "eve": ("helper", [YES, None]),
        "oz": ("other", [None, None]),
    } == about_people
    assert (Move("migrated", "start", "uno", MONDAY),) == decision.moves


@pytest.mark.parametrize(
    ("new", "facts"),
    [
        (without(version(), "evidence", "fact"), [("evidence", "fact")]),
        (without(version(drop=("fact",)), "evidence", "fact"), []),
        (version(evidence("deed"), evidence=frozen_map({"fact": "deed"})), []),
        (version(evidence=frozen_map({"fact": "plan"})), [("evidence", "plan")]),
        (version(evidence=frozen_map({"fact": "plan"}), drop=("plan",)), []),
        (version(evidence=frozen_map({"fact": "plan"}), renew=("plan",)), []),
        (version(evidence("fact", values=OneOf(("no",)))), [("evidence", "fact")]),
        (version(evidence("fact", values=Flag()), renew=("fact",)), []),
        (version(evidence("plan", values=Day())), [("evidence", "plan")]),
        (version(evidence("word")), [("evidence", "word")]),
        (version(evidence("fact", about="guest")), [("evidence", "fact")]),
        (version(evidence("talk", about="guest")), [("evidence", "talk")]),
        (version(evidence("talk", about="other")), [("evidence", "talk"), ("evidence", "talk")]),
        (version(evidence("talk", about="other"), drop=("talk",)), []),
        (version(people=frozen_map({"helper": "guest"})), []),
        (version(evidence("word", about="helper"), people=frozen_map({"guest": "helper"})), []),
        (version(Kind(name="guest", label="guest", takes_part=True, at_most=0)), [("people", "guest")]),
        (version(Kind(name="guest", label="guest", takes_part=True, at_most=1)), []),
        (version(Kind(name="guest", label="guest", takes_part=True, at_most=1), people=frozen_map({"helper": "guest"})), [("people", "guest")]),
        (without(version(), "people", "other"), [("people", "other")]),
        (without(version(), "people", "guest"), [("people", "guest")]),
    ],
)  # fmt: skip  # one version to a line reads best
def test_what_has_no_place_refuses_the_move(new, facts):
    """
    Records whose evidence is gone, taken, of other values or about others, and people of whom there are too many; unless it is said
    that they are left behind.
    """
    assert facts == lost(new, CASE)


def test_what_is_left_behind_is_not_recorded_any_more():
    """
    Evidence that is dropped or is to be recorded anew comes over without its records, and all other records stay in their places.
    """
    renewed = move(version(renew=("fact", "talk")), CASE).after
    assert (
        [None, NO],
        {"ann": ("guest", [YES, None]), "eve": ("helper", [None, None]), "oz": ("other", [None, None])},
    ) == records(renewed)

    dropped = move(without(version(drop=("fact",)), "evidence", "fact"), CASE).after
    assert [NO] == records(dropped)[0]


def test_only_what_a_version_says_of_the_one_before_counts():
    """
    A migration is of a version of the very same workflow.
    """
    assert version().migrations[0] == migration_between(OLD, version())
    assert migration_between(evolve(OLD, version=3), version()) is None
    assert migration_between(evolve(OLD, name="another"), version()) is None
    assert [("none", "3")] == lost(version(), CASE, old=evolve(OLD, version=3))


@pytest.mark.parametrize(
    ("new", "where", "facts"),
    [
        (without(version(), "states", "one"), {"state": "one"}, [("stranded", "one")]),
        (version(states=frozen_map({"one": "two"})), {"state": "one"}, [("unreached", "two")]),
        (version(ROAD, state("uno"), states=frozen_map({"one": "two"})), {"state": "one"}, []),
        (version(states=frozen_map({"one": "end"})), {"state": "one"}, [("stranded", "one")]),
        (version(), {"state": "end"}, [("over", "end")]),
        (version(), {"state": "two"}, [("unreached", "two")]),
        (version(state("one", kind="talk")), {"state": "one"}, [("kind", "one", "one")]),
        (version(ROAD, state("uno"), state("two", kind="talk"), states=frozen_map({"one": "two"})), {"state": "one"}, [("kind", "one", "two")]),
        (version(), {"state": "pause", "held_from": "one"}, []),
        (version(), {"state": "pause"}, [("held", "pause")]),
        (without(version(), "states", "one"), {"state": "pause", "held_from": "one"}, [("held", "pause")]),
        (short(version(event("stay", ("start", "pause")), states=frozen_map({"one": "two"}))), {"state": "pause", "held_from": "one"}, [("unreached", "pause", "two")]),
        (short(version(ROAD, state("uno"), event("stay", ("two", "pause")), states=frozen_map({"one": "two"}))), {"state": "pause", "held_from": "one"}, []),
        (version(states=frozen_map({"one": "end"})), {"state": "pause", "held_from": "one"}, [("held", "pause")]),
        (version(state("stop", holds=True), states=frozen_map({"one": "stop"})), {"state": "pause", "held_from": "one"}, [("held", "pause")]),
        (version(state("one", kind="talk")), {"state": "pause", "held_from": "one"}, [("kind", "one", "one")]),
        (version(state("pause"), states=frozen_map({})), {"state": "pause", "held_from": "one"}, []),
        (without(short(version(state("stop", holds=True), event("stay", ("start", "stop")), states=frozen_map({"pause": "stop", "one": "start"}))), "states", "pause"), {"state": "pause", "held_from": "one"}, []),
        (version(state("stop", holds=True), states=frozen_map({"one": "stop"})), {"state": "one"}, [("held", "stop")]),
    ],
)  # fmt: skip  # one version to a line reads best
def test_a_case_needs_a_state_to_come_to(new, where, facts):
    """
    One that is not over, is of the same kind, can be reached, and, where the case is held, is left for one that there is.
    """
    case = opened(OLD).evolved(**where)
    decision = move(new, case)
    states = new.migrations[0].states

    assert facts == [one.facts for one in decision.missing]
    if decision.allowed:
        state, held_from = (states.get(name, name) for name in (case.state, case.held_from))
        assert state == decision.after.state
        assert (held_from if new.states[state].holds else None) == decision.after.held_from


def test_the_gate_of_where_it_comes_to_must_be_true():
    """
    What the new version asks of that state is asked of the case as it came over, and told whole; of a choice one is enough.
    """
    both, either = (asks(FACT, PLAN, mode=mode) for mode in ("all", "any"))
    strict, kind = (version(state("one", guard=guard, otherwise="start")) for guard in (both, either))
    case = CASE.evolved(state="one")
    refused, let_in = move(strict, case), move(kind, case)

    assert [("while", True, FACT, "one"), ("while", False, PLAN, "one")] == [
        (one.asked, one.truth, one.requirement.condition, one.state) for one in refused.findings
    ]
    assert let_in.allowed
    assert ["while", "while"] == [one.asked for one in let_in.findings][:2]
    assert [True, False] == [one.truth for one in let_in.findings][:2]


def test_what_is_asked_on_the_way_is_so_now_or_was_asked_before():
    """
    On the way on which least is missing, each thing is so, or was asked of the case and means the same; it is told what that rests on.
    """
    hard = event("go", Way(from_states=("start",), target="one", needs=asks(FACT, PLAN)))
    harder = event(
        "late",
        Way(from_states=("start",), target="one", needs=asks(Among("plan", ("no",)), IsCurrent("fact"))),
        by=("clock",),
    )
    case = CASE.evolved(state="one")
    one, two = version(hard, event("late", ("one", "one"), by=("clock",))), version(hard, harder)
    refused = move(one, case)

    assert [("needs", True, FACT, "fact is yes"), ("needs", False, PLAN, "plan is yes")] == [
        (each.asked, each.truth, each.requirement.condition, each.requirement.text) for each in refused.findings
    ]
    used = [
        Used("fact", None, "current", "yes", "ada", MONDAY, MONDAY + DAY),
        Used("plan", None, "current", "no", "ada", MONDAY),
    ]
    assert used == [rests for each in refused.findings for rests in each.used]
    assert [True, True] == [each.truth for each in move(one, case, past=Past(asked=frozenset({PLAN}))).findings]
    assert not move(one, case, past=Past(asked=frozenset({IsCurrent("plan")}))).allowed
    assert {Among("plan", ("no",)), IsCurrent("fact")} == {
        each.requirement.condition for each in move(two, case).findings
    }
    assert move(two, case).allowed
    late = case.evolved(now=MONDAY + 3 * DAY)
    assert [False, None] == sorted((each.truth for each in move(one, late, at=MONDAY + 3 * DAY).findings), key=str)


def test_what_was_asked_of_a_group_counts_while_it_is_the_same_people():
    """
    What was asked of everybody in a group need not be so any more, as long as the same kinds of people are in it.
    """
    everybody = ForPeople("every", 0, "guest", Among("word", ("no",)))
    hard = event("go", Way(from_states=("start",), target="one", needs=asks(everybody)))
    new = version(hard, event("late", ("one", "one"), by=("clock",)))
    past, case = Past(asked=frozenset({everybody})), CASE.evolved(state="one")

    assert [True] == [one.truth for one in move(new, case, past=past).findings]
    assert [False] == [one.truth for one in move(new, case).findings]
    more = evolve(new, people=frozen_map({**new.people, "guest": evolve(new.people["guest"], at_least=1)}))
    assert [False] == [one.truth for one in move(more, case, past=past).findings]


def test_what_was_asked_of_something_else_was_not_asked():
    """
    What was asked of evidence that is to be recorded anew must be so now.
    """
    hard = event("go", Way(from_states=("start",), target="one", needs=asks(FACT)))
    new = version(hard, event("late", ("one", "one"), by=("clock",)), renew=("fact",))
    decision = move(new, CASE.evolved(state="one"), past=Past(asked=frozenset({FACT})))

    assert [("needs", None, FACT)] == [(one.asked, one.truth, one.requirement.condition) for one in decision.missing]


TIMED = evolve(OLD, deadlines=(Deadline(states=("start",), event="late", length=DAY),))


def test_time_passes_under_the_old_version_and_then_under_the_new():
    """
    What is due before the move happens under the version that the case had, and what is due then under the new one happens at once.
    """
    new = evolve(version(old=TIMED), deadlines=(Deadline(states=("one",), event="late", length=2 * DAY),))
    decision = move(new, opened(TIMED), old=TIMED, at=MONDAY + 5 * DAY)

    assert (
        Move("deadline", "start", "one", MONDAY + DAY, "late"),
        Move("migrated", "one", "one", MONDAY + 5 * DAY),
        Move("deadline", "one", "one", MONDAY + 5 * DAY, "late"),
    ) == decision.moves
    assert ("start", "one") == (opened(TIMED).state, decision.before.state)


def test_what_time_did_before_was_asked_of_the_case():
    """
    What a deadline asked that rang on the way counts as asked; and the clock has fired it, where that matters.
    """
    late = event("late", Way(from_states=("start",), target="one", needs=asks(FACT)), by=("clock",))
    old = evolve(TIMED, events=frozen_map({**TIMED.events, "late": late}))
    fact = evidence("fact", window=Window("elapsed", DAY + HOUR))
    old = evolve(old, evidence=frozen_map({**old.evidence, "fact": fact}))
    new = without(
        evolve(version(late, fact, event("back", ("one", "start"), not_by=("late", "ask"))), deadlines=()),
        "events",
        "go",
    )
    case = after(old, opened(old), [record("fact", "yes")])
    decision = move(
        new, case, old=old, at=MONDAY + 5 * DAY, past=Past(fired=frozenset({("ask", "ben"), ("go", "ben")}))
    )

    assert decision.allowed
    assert [(True, FACT)] == [(one.truth, one.requirement.condition) for one in decision.findings]
    assert (("ask", "ben"), ("late", "clock")) == decision.after.fired


def test_a_scheme_is_remembered_as_long_as_it_is_the_same():
    """
    Under another version of its scheme, a case has not seen it yet.
    """
    scheme = workflow(evidence("register"))
    link = SchemeLink(workflow=scheme, needs=())
    other = SchemeLink(workflow=workflow(evidence("other")), needs=())
    old = evolve(OLD, scheme=link)
    seen = opened(old).evolved(scheme=opened(scheme))

    def carried(link):
        return move(evolve(version(), scheme=link), seen, old=old).after.scheme

    assert [opened(scheme), opened(scheme), None, None] == [
        carried(one) for one in (link, SchemeLink(workflow=workflow(evidence("register")), needs=()), other, None)
    ]
    assert opened(scheme) == move(version(), opened(OLD).evolved(scheme=opened(scheme))).after.scheme


D = Deadline
RANG = ((0, MONDAY), (1, MONDAY + 1))


@pytest.mark.parametrize(
    ("before", "behind", "migration", "rung"),
    [
        ([D(states=("start",), event="late", length=DAY), D(states=("one",), event="go", length=DAY)], [D(states=("one",), event="go", length=DAY), D(states=("start",), event="late", length=DAY)], {}, ((0, MONDAY + 1), (1, MONDAY))),
        ([D(states=("start", "one"), event="late", length=DAY), D(states=("one",), event="late", length=HOUR)], [D(states=("one",), event="late", length=2 * HOUR), D(states=("one", "start"), event="late", length=DAY)], {}, ((0, MONDAY + 1), (1, MONDAY))),
        ([D(states=("start",), event="late", until="day"), D(states=("start",), event="late", length=DAY)], [D(states=("start",), event="late", length=DAY), D(states=("start",), event="late", until="day")], {}, ((0, MONDAY + 1), (1, MONDAY))),
        ([D(states=("start",), event="late", until="day"), D(states=("start",), event="late", until="other")], [D(states=("start",), event="late", until="other"), D(states=("start",), event="late", until="date")], {"evidence": frozen_map({"day": "date"})}, ((0, MONDAY + 1), (1, MONDAY))),
        ([D(states=("one",), event="late", length=DAY), D(states=("two",), event="late", length=DAY)], [D(states=("two",), event="late", length=DAY), D(states=("uno",), event="late", length=DAY)], {"states": frozen_map({"one": "uno"})}, ((0, MONDAY + 1), (1, MONDAY))),
        ([D(states=("start",), event="late", length=DAY), D(states=("start",), event="go", length=DAY)], [D(states=("two",), event="go", length=HOUR)], {}, ((0, MONDAY + 1),)),
        ([D(states=("start",), event="late", length=DAY), D(states=("one",), event="late", length=DAY)], [D(states=("two",), event="late", length=HOUR)], {}, ((0, MONDAY),)),
        ([D(states=("start",), event="late", length=DAY), D(states=("one",), event="late", length=DAY)], [D(states=("one",), event="late", length=DAY)], {}, ((0, MONDAY + 1),)),
        ([D(states=("start",), event="late", length=DAY), D(states=("one",), event="late", length=DAY)], [D(states=("one",), event="ask", length=DAY)], {}, ()),
        ([D(states=("one",), event="late", length=DAY), D(states=("two",), event="late", length=DAY)], [D(states=("start",), event="late", length=DAY), D(states=("uno",), event="late", length=DAY)], {"states": frozen_map({"one": "uno"})}, ((0, MONDAY + 1), (1, MONDAY))),
    ],
)  # fmt: skip  # one pair of versions to a line reads best
def test_a_deadline_is_found_again(before, behind, migration, rung):
    """
    Wherever it stands: first the one that is the same under its new names, then one of the same event that waits for the same.
    """
    days = tuple(evidence(name, values=Day(), window=WHOLE) for name in ("day", "other", "date"))
    old = evolve(workflow(*PARTS, *days), deadlines=tuple(before))
    new = evolve(version(ROAD, state("uno"), *days, **migration), deadlines=tuple(behind))

    assert rung == move(new, opened(old).evolved(rung=RANG), old=old).after.rung


def test_who_did_two_things_is_asked_of_the_records_that_came_over():
    """
    On the way it is asked whether one person did both, as far as that is known.
    """
    same = event("go", Way(from_states=("start",), target="one", needs=asks(SamePerson("fact", "plan"))))
    new = version(same, event("late", ("one", "one"), by=("clock",)))
    case = after(OLD, CASE, [fire("go")])

    assert [(True, ["fact", "plan"])] == [
        (one.truth, [used.evidence for used in one.used]) for one in move(new, case).findings
    ]


CALM = Among("plan", ("yes",))


def test_a_held_case_has_met_what_is_asked_on_the_way_to_where_it_goes_back():
    """
    Whoever is held comes back without being asked again; so the gate on the way there is met, and that of the hold, by one way.
    """
    on = Way(from_states=("start",), target="one", needs=asks(CALM))
    new = version(event("go", on), event("late", ("one", "one"), by=("clock",)), event("hold", ("one", "pause")))
    held = CASE.evolved(state="pause", held_from="one")

    assert [("needs", False, CALM)] == [
        (one.asked, one.truth, one.requirement.condition) for one in move(new, held).findings
    ]
    assert move(new, held, past=Past(asked=frozenset({CALM}))).allowed
    assert move(
        version(event("go", on), event("late", ("one", "one"), by=("clock",))), held.evolved(held_from="start")
    ).allowed


EVERYBODY = ForPeople("every", 0, "guest", Among("word", ("no",)))


@pytest.mark.parametrize("doing", ["joins", "leaves"])
def test_what_was_asked_of_people_counts_after_changes_that_the_new_version_lets_them_make(doing):
    """
    Nobody comes past a gate by having joined behind it, unless the new version lets people join there, too.
    """
    change = Change(by=("worker",), states=("start", "one"))
    old = evolve(OLD, people=frozen_map({**OLD.people, "guest": evolve(OLD.people["guest"], **{doing: change})}))
    on = event("go", Way(from_states=("start",), target="one", needs=asks(EVERYBODY)))
    new = version(on, event("late", ("one", "one"), by=("clock",)), old=old)
    command = (
        Join(person="new", kind="guest", actor=ADA, at=MONDAY)
        if doing == "joins"
        else Leave(person="g", actor=ADA, at=MONDAY)
    )
    went = Move("event", "start", "one", MONDAY, "go")
    asked = evolve(old, events=frozen_map({**old.events, "go": new.events["go"]}))
    past = Past().moved(asked, [went]).changed(asked, command, [])
    case = CASE.evolved(state="one")
    lets, elsewhere = (
        evolve(
            new,
            people=frozen_map(
                {**new.people, "guest": evolve(new.people["guest"], **{doing: evolve(change, states=states)})}
            ),
        )
        for states in (("one",), ("start",))
    )

    assert {(EVERYBODY, Changed(doing, "guest", "one"))} == set(past.changes)
    assert [False, False, True] == [move(one, case, past=past, old=old).allowed for one in (new, elsewhere, lets)]
    again = past.moved(asked, [Move("event", "one", "start", MONDAY, "late"), went])
    assert not again.changes
    assert past.changes == past.carried(asked, lets, lets.migrations[0], "one").changes
    renamed = evolve(lets.migrations[0], states=frozen_map({"one": "uno"}))
    assert not past.carried(asked, lets, renamed, "uno").changes
    there = evolve(
        lets,
        people=frozen_map(
            {**lets.people, "guest": evolve(lets.people["guest"], **{doing: evolve(change, states=("uno",))})}
        ),
    )
    assert {(EVERYBODY, Changed(doing, "guest", "uno"))} == past.carried(asked, there, renamed, "uno").changes


def test_only_people_of_a_group_that_was_asked_make_a_difference():
    """
    Somebody else who joins, or a kind that nobody may leave, changes nothing of what was asked.
    """
    change = Change(by=("worker",), states=("start",))
    old = evolve(OLD, people=frozen_map({**OLD.people, "other": evolve(OLD.people["other"], joins=change)}))
    past = Past(asked=frozenset({EVERYBODY, CALM}))

    for command in (Join(person="new", kind="other", actor=ADA, at=MONDAY), Leave(person="g", actor=ADA, at=MONDAY)):
        assert not past.changed(old, command, []).changes
