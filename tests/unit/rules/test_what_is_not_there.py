"""
Names that a workflow does not know, and what is left out: rules answer, and nothing is taken for granted.
"""

from datetime import date

import pytest
from attrs import evolve
from tests.small import (
    ADA,
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

from rjflow.definition.model import Day, Deadline, Flag, Gate, Kind, Migration, Notice, Number, OneOf, SchemeLink, Way
from rjflow.definition.papers import Export, Field, Form, Kept, Records, Register, Registered, Rows, SeveralOf, Words
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, IsCurrent, Not, OfScheme, Or, SamePerson
from rjflow.instants import DAY
from rjflow.rules.asking import is_of
from rjflow.rules.commands import GiveNotice, Join, Leave, Tell
from rjflow.rules.counting import Counted, tables
from rjflow.rules.decision import Move
from rjflow.rules.exporting import exported
from rjflow.rules.filing import FormProblem, taken_apart
from rjflow.rules.leaving import left_over
from rjflow.rules.migrating import moved
from rjflow.rules.past import Past, still_known
from rjflow.rules.personal import judged
from rjflow.rules.planning import planned
from rjflow.rules.registering import Unfit, unfit
from rjflow.rules.seeing import Eyes

SMALL = workflow(evidence("fact"), event("go", ("start", "end")), Notice(name="fire", label="a fire"))


@pytest.mark.parametrize(
    "command",
    [
        fire("fly"),
        record("gossip", "yes"),
        GiveNotice(notice="flood", actor=ADA, at=MONDAY),
        Join(person="p", kind="ghost", actor=ADA, at=MONDAY),
        Leave(person="p", actor=ADA, at=MONDAY),
    ],
)
def test_a_name_that_the_workflow_does_not_know_is_refused_as_that(command):
    """
    Whatever is done with a name that there is not, it is not known, and nothing changes.
    """
    before = opened(SMALL)
    decision = decide(SMALL, before, command)

    assert ("known", False) == (missing(decision)[0], decision.allowed)
    assert before == decision.after


def test_of_somebody_nothing_is_told_to_evidence_that_there_is_not():
    """
    A note to a piece of evidence that the workflow does not know is refused as that.
    """
    definition = workflow(Kind(name="person", label="person"))
    case = opened(definition, ann="person")
    command = Tell(person="ann", evidence="gossip", values=(), key="k", actor=ADA, at=MONDAY)

    assert [("known", ("gossip",))] == [(one.asked, one.facts) for one in judged(definition, case, command).missing]


def test_whoever_looks_sees_nothing_that_only_an_older_version_knew():
    """
    Kinds of people, notices and evidence that this version does not have are seen by nobody.
    """
    eyes = Eyes(SMALL, ADA, own={}, people={"ann": "ghost"})

    assert not any((eyes.see_kind("ghost"), eyes.see_notice("flood"), eyes.see("gossip", None), eyes.see_person("ann")))
    assert eyes.see_notice("fire")
    assert eyes.see("fact", None)


# ---- values ----------------------------------------------------------------------------------------------------------

FORM = Form(
    name="form",
    label="form",
    filled_by=("worker",),
    visible_to=("worker",),
    fields=frozen_map(
        {
            "says": Field(name="says", label="says", kind=Records("fact")),
            "who": Field(name="who", label="who", kind=Registered("workers")),
            "several": Field(name="several", label="several", kind=SeveralOf(("a", "b", "c"))),
            "day": Field(name="day", label="day", kind=Day()),
            "line": Field(name="line", label="line", kind=Words("line")),
            "rows": Field(
                name="rows",
                label="rows",
                kind=Rows(
                    frozen_map(
                        {
                            "name": Field(name="name", label="name", kind=Words("line"), required=True),
                            "rows": Field(name="rows", label="rows", kind=Rows(frozen_map())),
                        }
                    )
                ),
            ),
        }
    ),
)


def problems(**values):
    """
    Give what is wrong with a form, as (field, row, column, what).
    """
    written = taken_apart(SMALL, opened(SMALL), FORM, values, None, lambda *_: (Unfit(why="not listed"),))
    return [(one.field, one.row, one.column, one.wrong) for one in written.problems]


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("who", 3, ("who", None, None, "value")),
        ("who", "ann", ("who", None, None, "unfit")),
        ("several", "a", ("several", None, None, "value")),
        ("several", ["a", "a"], ("several", None, None, "value")),
        ("several", ["a", "z"], ("several", None, None, "value")),
        ("several", ["a", 1], ("several", None, None, "value")),
        ("day", "2026-02-30", ("day", None, None, "value")),
        ("day", "20260102", ("day", None, None, "value")),
        ("day", 20260102, ("day", None, None, "value")),
        ("line", "one\ntwo", ("line", None, None, "value")),
        ("line", "nul\0", ("line", None, None, "value")),
        ("line", "x" * 201, ("line", None, None, "too long")),
        ("rows", "no rows", ("rows", None, None, "value")),
        ("rows", [3], ("rows", None, None, "value")),
        ("rows", [{"name": "x"}] * 201, ("rows", None, None, "too many")),
        ("rows", [{"name": "x"}, {}], ("rows", 2, "name", "missing")),
        ("rows", [{"name": "x", "rows": []}], ("rows", 1, "rows", "value")),
        ("rows", [{"name": "x", "other": 1}], ("rows", 1, "other", "unknown")),
        ("says", "maybe", ("says", None, None, "value")),
        ("other", 1, ("other", None, None, "unknown")),
    ],
)
def test_what_a_field_cannot_say_is_told_with_its_place(field, value, wrong):
    """
    Each value that a field cannot have is one problem, at its field, row and column.
    """
    assert [wrong] == problems(**{"says": "yes", field: value})


def test_a_form_that_says_nothing_records_nothing():
    """
    Where no field says anything that is evidence, there is nothing to record; what is said is kept as it is meant.
    """
    said = {"several": ("c", "a"), "day": "2026-01-02", "line": "x", "rows": [{"name": "y"}], "who": None}
    written = taken_apart(SMALL, opened(SMALL), FORM, {"says": "yes", **said}, None, lambda *_: ())

    assert [(None, None, None, "nothing")] == problems()
    assert () == written.problems
    on_the_day = taken_apart(SMALL, opened(SMALL), FORM, {"says": "yes", "day": date(2026, 1, 2)}, None, lambda *_: ())
    assert {"day": date(2026, 1, 2)} == on_the_day.personal
    assert {"several": ["a", "c"], "day": date(2026, 1, 2), "line": "x", "rows": [{"name": "y"}]} == written.personal
    assert (
        FormProblem(field=None, wrong="person")
        in taken_apart(SMALL, opened(SMALL), FORM, {"says": "yes"}, "ann", lambda *_: ()).problems
    )


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (OneOf(("a", "b")), ["a"], ["c", 1, None]),
        (Flag(), [True, False], ["true", 1, None]),
        (Number(0, 3), [0, 3], [-1, 4, "1", True, 1.0]),
        (Day(), [date(2026, 1, 1)], ["2026-01-01", MONDAY]),
    ],
)
def test_a_value_is_exactly_of_its_kind(kind, good, bad):
    """
    Nothing is converted, and what merely equals a value is none.
    """
    assert all(is_of(kind, one) for one in good)
    assert not any(is_of(kind, one) for one in bad)


# ---- what is counted and planned -------------------------------------------------------------------------------------


def test_a_register_that_asks_for_nothing_takes_everybody_who_is_listed():
    """
    Without a last day, a level or a most, being listed is enough.
    """
    definition = workflow(Kind(name="person", label="person"))
    register = Register(name="all", label="all", kind="person")

    assert () == unfit(definition, opened(definition, ann="person"), register, "ann", needed=None, cases=99)
    assert (Unfit(why="not listed"),) == unfit(definition, opened(definition), register, "ann", needed=None, cases=0)


def test_a_workflow_that_never_ends_has_no_reasons_to_count():
    """
    Cases that cannot be closed are counted by where they are; what an earlier version did not know is not counted for it.
    """
    endless = evolve(SMALL, states=frozen_map({"start": SMALL.states["start"]}), events=frozen_map({}))
    newer = evolve(endless, version=2, evidence=frozen_map({"more": evidence("more", counted=True)}))
    cases = [Counted(workflow=one, situation=opened(one)) for one in (endless, newer)]

    assert ["states", "more"] == [table.about for table in tables(cases, least=1)]
    assert [2, 0] == [table.total or 0 for table in tables(cases, least=1)]


def test_a_plan_is_of_what_the_case_itself_can_bring_about():
    """
    What a gate asks of the scheme is nobody's milestone.
    """
    scheme = workflow(evidence("register"))
    gate = Gate(name="ready", label="ready", asks=asks(Among("fact", ("yes",)), OfScheme(Among("register", ("yes",)))))
    definition = evolve(SMALL, gates=frozen_map({"ready": gate}), scheme=SchemeLink(workflow=scheme, needs=()))
    case = opened(definition).evolved(scheme=opened(scheme))

    assert ["fact"] == [one.evidence for one in planned(definition, case, "ready", MONDAY)]


def test_a_workflow_that_tells_others_nothing_exports_nothing():
    """
    Where no export is written, and where nothing happened, nobody is told anything.
    """
    going = decide(SMALL, opened(SMALL), fire("go", reason="done"))
    exporting = evolve(
        SMALL,
        exports=frozen_map(
            {"news": Export(name="news", label="news", at=("go",), to=("lead",), facts=("fact",), basis="agreement")}
        ),
    )

    assert () == exported(SMALL, going)
    assert () == exported(exporting, decide(exporting, opened(exporting), fire("fly")))
    assert ["go"] == [one.event for one in exported(exporting, going)]


def test_of_a_form_that_is_kept_all_fields_are_kept():
    """
    What is kept of a case that ended may name a whole form: then each of its fields is kept, and nothing of other forms.
    """
    keeping = evolve(SMALL, forms=frozen_map({"form": FORM}), kept=(Kept(after=DAY, only=("form", "other.line")),))
    over = after(keeping, opened(keeping), [fire("go", reason="done")])

    assert left_over(keeping, opened(keeping), MONDAY + 9 * DAY) is None
    assert left_over(keeping, over, MONDAY) is None
    assert {"other.line", *(f"form.{name}" for name in FORM.fields)} == left_over(keeping, over, MONDAY + DAY)


def test_what_an_event_made_void_is_told_to_whoever_sees_the_record():
    """
    That an event happened is no secret, so it is named as what made a record void.
    """
    eyes = Eyes(SMALL, ADA, own={}, people={})

    assert ("go", None) == (eyes.told_void("go"), eyes.told_void(None))


# ---- other versions --------------------------------------------------------------------------------------------------


def newer(**more):
    """
    Give a second version of the small workflow, which says of the first what is told.
    """
    usual = {"version": 2, "migrations": (Migration(version=1, states=frozen_map({}), **more),)}
    return evolve(SMALL, **usual)


def moving(old, new, case):
    """
    Give what keeps a case from moving.
    """
    decision = moved(old, new, case, past=Past(), actor=ADA, at=MONDAY)
    return [one.facts for one in decision.missing]


def test_what_keeps_a_case_from_another_version_is_told():
    """
    It is over; nothing is said of its version; its state is gone, or is another kind of state; what was recorded has no place.
    """
    case = after(SMALL, opened(SMALL), [record("fact", "yes")])
    over = after(SMALL, case, [fire("go", reason="done")])
    without = evolve(newer(), evidence=frozen_map({}))
    gone = evolve(newer(), states=frozen_map({"end": SMALL.states["end"]}))
    meeting = evolve(newer(), states=frozen_map({**SMALL.states, "start": state("start", start=True, kind="meeting")}))

    assert [("over", "end")] == moving(SMALL, newer(), over)
    assert [("none", "1")] == moving(SMALL, evolve(SMALL, version=2), case)
    assert [("stranded", "start")] == moving(SMALL, gone, case)
    assert [("kind", "start", "meeting")] == [(*one[:2], "meeting") for one in moving(SMALL, meeting, case)]
    assert [("evidence", "fact")] == moving(SMALL, without, case)
    assert [] == moving(SMALL, newer(), case)


def test_whether_the_same_person_did_two_things_is_known_no_more_once_one_is_renewed():
    """
    What was asked of who did what is asked anew where one of the two is recorded anew.
    """
    asked = (SamePerson("fact", "other"), Among("third", ("yes",)))
    definition = workflow(evidence("fact"), evidence("other"), evidence("third"))
    renewing = Migration(version=1, states=frozen_map({}), renew=("other",))

    assert asked == still_known(definition, definition, evolve(renewing, renew=()), asked)
    assert asked[1:] == still_known(definition, definition, renewing, asked)


def test_what_was_asked_with_not_and_or_is_known_as_long_as_its_parts_are():
    """
    A condition that is put together is still known where all that it asks is, whichever words join it.
    """
    several = (Not(Among("fact", ("yes",))), Or((Among("fact", ("yes",)), IsCurrent("other"))))
    definition = workflow(evidence("fact"), evidence("other"))
    renewing = Migration(version=1, states=frozen_map({}), renew=("other",))

    assert several == still_known(definition, definition, evolve(renewing, renew=()), several)
    assert several[:1] == still_known(definition, definition, renewing, several)


def test_of_several_ways_only_those_that_a_case_went_were_asked():
    """
    What another way of the same event asks, from another state or to another, nobody was asked.
    """
    ways = [
        Way(from_states=("start",), target="end", needs=asks(Among("fact", ("yes",)))),
        Way(from_states=("start",), target="hall", needs=asks(Among("other", ("yes",)))),
        Way(from_states=("hall",), target="end", needs=asks(Among("third", ("yes",)))),
    ]
    definition = workflow(*(evidence(name) for name in ("fact", "other", "third")), state("hall"), event("go", *ways))
    past = Past().moved(definition, (Move("event", "start", "end", MONDAY, "go"),))

    assert {Among("fact", ("yes",))} == past.asked


HELD = evolve(SMALL, states=frozen_map({**SMALL.states, "pause": state("pause", holds=True), "one": state("one")}))


def test_a_held_case_needs_where_it_came_from():
    """
    A case that waits comes over only where the state it would go back to is in the new version, under its old name or a new one.
    """
    held = opened(HELD).evolved(state="pause", held_from="one")
    new = evolve(HELD, version=2, migrations=(Migration(version=1, states=frozen_map({})),))
    gone = evolve(new, states=frozen_map({name: one for name, one in new.states.items() if name != "one"}))
    renamed = evolve(gone, migrations=(Migration(version=1, states=frozen_map({"one": "start"})),))

    assert [("held", "pause")] == moving(HELD, gone, held)
    assert ("held", "pause") not in moving(HELD, renamed, held)


def test_no_case_comes_over_to_where_none_could_have_come():
    """
    A state that nothing leads to in the new version is none that a case can be in.
    """
    case = opened(HELD).evolved(state="one")
    new = evolve(HELD, version=2, migrations=(Migration(version=1, states=frozen_map({})),))

    assert [("unreached", "one")] == moving(HELD, new, case)


def test_a_deadline_that_only_lasts_longer_goes_on_from_where_it_was():
    """
    A deadline that rang already does not ring once more because the new version gives it another length; one for another event is new.
    """
    late = event("late", ("start", "end"), by=("clock",))
    old = workflow(
        late, event("stop", ("start", "end")), deadlines=(Deadline(states=("start",), event="late", length=DAY),)
    )
    new = evolve(
        old,
        version=2,
        deadlines=(Deadline(states=("start",), event="late", length=9 * DAY),),
        migrations=(Migration(version=1, states=frozen_map({})),),
    )
    rung = opened(old).evolved(rung=((0, MONDAY),))

    assert ((0, MONDAY),) == moved(old, new, rung, past=Past(), actor=ADA, at=MONDAY).after.rung
    other = evolve(
        new,
        events=frozen_map({**new.events, "later": evolve(late, name="later")}),
        deadlines=(Deadline(states=("start",), event="later", length=DAY),),
    )
    assert () == moved(old, other, rung, past=Past(), actor=ADA, at=MONDAY).after.rung
