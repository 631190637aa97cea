"""
What the rules say of forms, registers, exports, plans and what is kept: small tables, every answer whole.
"""

from datetime import date

import pytest
from attrs import evolve
from tests.small import (
    BEN,
    MONDAY,
    advance,
    after,
    asks,
    decide,
    event,
    evidence,
    fire,
    opened,
    record,
    state,
    workflow,
)

from rjflow.definition.model import Change, Day, Deadline, Flag, Gate, Kind, Number, OneOf, SchemeLink, Way, Window
from rjflow.definition.papers import (
    REASON,
    STATE,
    Export,
    Field,
    Form,
    Kept,
    Records,
    Register,
    Registered,
    Rows,
    SeveralOf,
    Words,
)
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import Among, ForPeople, IsCurrent, OfScheme
from rjflow.instants import DAY, HOUR
from rjflow.rules.commands import Erase, File, Given, Tell, Tidy, Told
from rjflow.rules.decision import Move
from rjflow.rules.exporting import exported
from rjflow.rules.filing import MOST_ROWS, FormProblem, taken_apart
from rjflow.rules.leaving import left_over
from rjflow.rules.personal import judged, may_see, workers_with
from rjflow.rules.planning import planned
from rjflow.rules.registering import Unfit, listed_in, unfit
from rjflow.rules.situation import Actor

IS_YES = Among("fact", ("yes",))


def fields(**kinds):
    """
    Give fields of these kinds; a name with a bar at its end must be filled in.
    """
    made = {}
    for name, kind in kinds.items():
        plain = name.rstrip("_")
        made[plain] = Field(name=plain, label=plain, kind=kind, required=name != plain)
    return frozen_map(made)


def form(name="paper", **more):
    """
    Give a form that workers fill in.
    """
    return Form(name=name, label=name, **{"filled_by": ("worker",), "visible_to": ("worker",), **more})


# ---- exports ---------------------------------------------------------------------------------------------------------

TELLING = evolve(
    workflow(
        evidence("fact"),
        evidence("day", values=Day(), window=Window("same day")),
        evidence("score", values=Number(0, 9), window=Window("whole case")),
        evidence("word", about="guest"),
        event("go", ("start", "start")),
        event("end", ("start", "end")),
        event("late", ("start", "start"), by=("clock",)),
        Kind(name="guest", label="guest"),
        Kind(name="helper", label="helper"),
        deadlines=(Deadline(states=("start",), event="late", length=3 * DAY),),
    ),
    exports=frozen_map(
        {
            "news": Export(name="news", label="news", at=("go", "end"), to=("lead",), facts=(STATE, REASON, "fact", "day", "score", "word"), basis="agreement"),
            "good": Export(name="good", label="good", at=("go", "late"), to=("lead",), facts=("fact",), basis="law", needs=asks(IS_YES)),
        }
    ),
)  # fmt: skip  # one export to a line reads best
TOLD = [
    record("fact", "yes"),
    record("day", date(2026, 5, 1)),
    record("score", 3),
    record("word", "no", person="bob"),
    record("word", "yes", person="ann"),
]


def told(commands, last):
    """
    Give what others are told when the last of some commands happens: which export, at which event, by whom, when, and which facts.
    """
    case = after(TELLING, opened(TELLING, ann="guest", bob="guest", eve="helper"), commands)
    return [
        (one.export.name, one.event, one.by, (one.at - MONDAY) / DAY, one.facts)
        for one in exported(TELLING, decide(TELLING, case, last))
    ]


def test_what_others_are_told_is_how_things_stand_then():
    """
    Current facts are told as they are, of people only the kind; what is not known is nothing; and only where the export's needs are met.
    """
    people = [{"kind": "guest", "value": "yes"}, {"kind": "guest", "value": "no"}]
    full = {STATE: "start", REASON: None, "fact": "yes", "day": "2026-05-01", "score": 3, "word": people}
    none = {STATE: "start", REASON: None, "fact": None, "day": None, "score": None, "word": []}

    assert [("news", "go", "ada", 0, full), ("good", "go", "ada", 0, {"fact": "yes"})] == told(TOLD, fire("go"))
    assert [("news", "go", "ben", 0, none)] == told([], fire("go", actor=BEN))
    assert [("news", "go", "ada", 1, {**none, "score": 3})] == told(TOLD, fire("go", MONDAY + DAY))
    over = {**full, STATE: "end", REASON: "done"}
    assert [("news", "end", "ada", 0, over)] == told(TOLD, fire("end", reason="done"))
    assert [] == told(TOLD, fire("end", reason="tired"))
    assert [] == told(TOLD, record("fact", "no"))
    assert [("news", "go", "ada", 0, {**full, "fact": "no"})] == told([*TOLD, record("fact", "no")], fire("go"))


def test_what_the_clock_does_is_told_by_the_clock():
    """
    An event that a deadline fires is told like any other, when its needs are met at that time.
    """
    renewed = [*TOLD, record("fact", "yes", MONDAY + 2 * DAY + HOUR)]

    assert [("good", "late", "clock", 3, {"fact": "yes"})] == told(renewed, advance(MONDAY + 3 * DAY))
    assert [] == told(TOLD, advance(MONDAY + 3 * DAY))
    assert [] == told(renewed, fire("end", MONDAY + 3 * DAY, reason="tired"))  # a refusal tells nobody anything


# ---- forms -----------------------------------------------------------------------------------------------------------

FILLED = workflow(
    evidence("fact"),
    evidence("day", values=Day()),
    evidence("word", about="guest"),
    Kind(name="guest", label="guest", takes_part=True),
    Kind(name="helper", label="helper"),
)
CASE = opened(FILLED, ann="guest", eve="helper")
CELLS = fields(what_=Words("line"), who=Registered("workers"), day=Day(), many=Number(0, 5))
PAPER = form(
    fields=fields(
        fact=Records("fact"),
        day=Records("day"),
        line_=Words("line"),
        page=Words("page"),
        one=OneOf(("a", "b")),
        flag=Flag(),
        many=Number(0, 5),
        who=Registered("workers"),
        set=SeveralOf(("x", "y")),
        rows=Rows(CELLS),
    )
)


def fit(kind, person):
    """
    Say of everybody but Zoe, whom the register of workers lists, that they are not listed.
    """
    return () if (kind.register, person) == ("workers", "zoe") else (Unfit(why="not listed", has=person),)


def filled(paper=PAPER, person=None, **values):
    """
    Take apart what was written in a form.
    """
    return taken_apart(FILLED, CASE, paper, {"line": "x", **values}, person, fit)


@pytest.mark.parametrize(
    ("values", "given", "personal", "problems"),
    [
        ({"fact": "yes"}, [Given("fact", "yes")], {"line": "x"}, []),
        ({"day": "2026-05-01"}, [Given("day", date(2026, 5, 1))], {"line": "x"}, []),
        ({"fact": "yes", "day": date(2026, 5, 1)}, [Given("fact", "yes"), Given("day", date(2026, 5, 1))], {"line": "x"}, []),
        ({"fact": "may"}, [Given("fact", None)], {"line": "x"}, [("fact", "value")]),
        ({"fact": "yes", "line": None}, [Given("fact", "yes")], {}, [("line", "missing")]),
        ({"fact": "yes", "line": " "}, [Given("fact", "yes")], {"line": " "}, [("line", "value")]),
        ({"fact": "yes", "line": "x" * 200}, [Given("fact", "yes")], {"line": "x" * 200}, []),
        ({"fact": "yes", "page": "a\nb"}, [Given("fact", "yes")], {"line": "x", "page": "a\nb"}, []),
        ({"fact": "yes", "page": "x" * 10_000}, [Given("fact", "yes")], {"line": "x", "page": "x" * 10_000}, []),
        ({"fact": "yes", "page": "x" * 10_001}, [Given("fact", "yes")], {"line": "x", "page": "x" * 10_001}, [("page", "too long")]),
        ({"fact": "yes", "one": "a", "flag": True, "many": 5}, [Given("fact", "yes")], {"line": "x", "one": "a", "flag": True, "many": 5}, []),
        ({"fact": "yes", "one": "c", "flag": 1, "many": 6}, [Given("fact", "yes")], {"line": "x", "one": "c", "flag": 1, "many": 6}, [("one", "value"), ("flag", "value"), ("many", "value")]),
        ({"fact": "yes", "who": "zoe", "set": ("y", "x")}, [Given("fact", "yes")], {"line": "x", "who": "zoe", "set": ["x", "y"]}, []),
        ({"fact": "yes", "who": "ann", "set": ["x", "x"]}, [Given("fact", "yes")], {"line": "x", "who": "ann", "set": ["x", "x"]}, [("who", "unfit"), ("set", "value")]),
        ({"fact": "yes", "odd": 1, "line": None}, [Given("fact", "yes")], {}, [("odd", "unknown"), ("line", "missing")]),
        ({}, [], {"line": "x"}, [(None, "nothing")]),
        ({"odd": 1}, [], {"line": "x"}, [("odd", "unknown")]),
    ],
)  # fmt: skip  # one form to a line reads best
def test_what_is_written_is_taken_apart(values, given, personal, problems):
    """
    What is evidence is given, all else is kept as it is meant, and whatever cannot be said is told, all of it at once.
    """
    written = filled(**values)

    assert (tuple(given), personal) == (written.given, written.personal)
    assert problems == [(one.field, one.wrong) for one in written.problems]
    assert all((one.row, one.column) == (None, None) for one in written.problems)


def test_why_somebody_does_not_fit_is_told_with_them():
    """
    Whoever cannot be named is told with every reason.
    """
    (problem,) = filled(fact="yes", who="ann").problems

    assert FormProblem(field="who", wrong="unfit", unfit=(Unfit(why="not listed", has="ann"),)) == problem


def test_rows_are_judged_cell_by_cell():
    """
    Each row is kept as it is meant; what is missing, unknown or no value is told with its row, counted from one, and its column.
    """
    rows = [
        {"what": "a", "day": "2026-05-01", "many": None},
        {"day": "x", "odd": 1, "many": 9},
        {"what": "b", "who": "zoe", "far": 1},
    ]
    written = filled(fact="yes", rows=rows)

    assert [
        {"what": "a", "day": date(2026, 5, 1)},
        {"day": "x", "many": 9},
        {"what": "b", "who": "zoe"},
    ] == written.personal["rows"]
    assert [
        (2, "odd", "unknown"),
        (2, "what", "missing"),
        (2, "day", "value"),
        (2, "many", "value"),
        (3, "far", "unknown"),
        (3, "who", "value"),
    ] == [(one.row, one.column, one.wrong) for one in written.problems]
    assert {"rows"} == {one.field for one in written.problems}
    assert () == filled(fact="yes", rows=[{"what": "x"}] * MOST_ROWS).problems
    assert () == filled(fact="yes", rows=({"what": "x"},)).problems


@pytest.mark.parametrize(
    ("about", "person", "fits"),
    [
        (None, None, True),
        (None, "ann", False),
        ("guest", "ann", True),
        ("participant", "ann", True),
        ("guest", "eve", False),
        ("guest", "nobody", False),
        ("guest", None, False),
    ],
)
def test_a_form_is_about_whom_it_can_be_about(about, person, fits):
    """
    About nobody, or about somebody who is there and in the group; what it records of people is of that very person.
    """
    paper = form(about=about, fields=fields(fact=Records("fact"), word=Records("word")))
    written = taken_apart(FILLED, CASE, paper, {"fact": "yes", "word": "no"}, person, fit)

    assert ([] if fits else [FormProblem(field=None, wrong="person")]) == list(written.problems)
    assert (Given("fact", "yes"), Given("word", "no", person)) == written.given


def test_a_form_of_an_event_says_all_that_the_event_records():
    """
    What an event records has to be filled in, and a form of one may record nothing.
    """
    paper = form(event="go", fields=fields(fact=Records("fact"), line=Words("line")))

    assert [("fact", "missing")] == [(one.field, one.wrong) for one in filled(paper, line=None).problems]
    assert () == filled(form(event="go", fields=fields(line=Words("line")))).problems
    assert (Given("fact", "yes"),) == filled(paper, fact="yes").given


# ---- what is kept ----------------------------------------------------------------------------------------------------


def test_of_what_ended_less_and_less_is_kept():
    """
    Each rule counts from the end, for its reasons; where several are due, what all of them keep is kept.
    """
    keeping = evolve(
        workflow(
            event("end", ("start", "end")),
            state("over", final=True, reasons=("moved",)),
            event("move", ("start", "over")),
        ),
        forms=frozen_map({"paper": form(fields=fields(a=Words("line"), b=Words("line")))}),
        kept=(
            Kept(after=DAY, only=("paper",)),
            Kept(after=2 * DAY, only=("paper.a", "other.c"), reasons=("done",)),
            Kept(after=3 * DAY, only=()),
        ),
    )
    done, gone = (
        after(keeping, opened(keeping), [fire(name, MONDAY + HOUR, reason=reason)])
        for name, reason in (("end", "done"), ("move", "moved"))
    )
    both = {"paper.a", "paper.b"}

    def left(case):
        return [left_over(keeping, case, MONDAY + HOUR + days * DAY) for days in (0, 1, 2, 3)]

    assert [None, both, {"paper.a"}, set()] == left(done)
    assert [None, both, both, set()] == left(gone)
    assert [None] * 4 == left(opened(keeping))
    assert left_over(keeping, done, MONDAY + HOUR + DAY - 1) is None


# ---- plans -----------------------------------------------------------------------------------------------------------

PLANNED = evolve(
    workflow(
        evidence("fact", due=2 * DAY),
        evidence("plan", due=DAY, window=Window("whole case"), recorded_by=("lead",)),
        evidence("word", about="guest", recorded_by=("guest",)),
        evidence("undated"),
        event("hear", ("start", "start"), records=("word",), by=("worker", "clock")),
        event("note", ("start", "start"), records=("plan", "word"), by=("lead",)),
        Kind(name="guest", label="guest"),
    ),
    gates=frozen_map(
        {
            "inner": Gate(name="inner", label="inner", asks=asks(Among("plan", ("yes",)))),
            "ready": Gate(
                name="ready",
                label="ready",
                asks=asks(
                    Among("undated", ("yes",)),
                    IS_YES,
                    IsCurrent("fact"),
                    ForPeople("every", 0, "guest", Among("word", ("yes",))),
                    OfScheme(IsCurrent("register")),
                ),
            ),
            "both": Gate(name="both", label="both", asks=asks(Among("plan", ("yes",)), IS_YES)),
            "all": Gate(name="all", label="all", asks=asks(IS_YES, Among("plan", ("yes",)))),
        }
    ),
    scheme=SchemeLink(workflow=workflow(evidence("register")), needs=()),
)


def milestones(case, gate="ready", opened_at=MONDAY):
    """
    Give a plan, every milestone whole but for what was asked.
    """
    return [
        (
            one.evidence,
            one.person,
            one.done,
            one.stands,
            one.says,
            one.by,
            one.recorded_by,
            one.until,
            one.due,
            one.late,
        )
        for one in planned(PLANNED, case, gate, opened_at)
    ]


def test_a_plan_tells_what_is_missing_first_and_what_runs_out_first():
    """
    What is missing and due first, then what is missing without a day, then what is in place: each with who can bring it about.
    """
    case = opened(PLANNED, ann="guest", bob="guest")
    worker, hearers = ("worker",), ("guest", "worker", "lead")
    fact = ("fact", None, False, "absent", None, worker, None, None, MONDAY + 2 * DAY, False)
    undated = ("undated", None, False, "absent", None, worker, None, None, None, False)
    words = [("word", name, False, "absent", None, hearers, None, None, None, False) for name in ("ann", "bob")]
    plan = ("plan", None, False, "absent", None, ("lead",), None, None, MONDAY + DAY, False)

    assert [fact, undated, *words] == milestones(case)
    assert [plan, fact] == milestones(case, "all")
    later = after(PLANNED, case, [record("undated", "no", MONDAY + 2 * DAY, actor=BEN)])
    assert (*fact[:-1], True) == milestones(later)[0]
    assert ("undated", None, False, "current", "no", worker, "ben", None, None, False) == milestones(later)[1]
    done = after(PLANNED, case, [record("fact", "yes", MONDAY + HOUR), record("plan", "yes", MONDAY + 2 * HOUR)])
    placed = [
        ("fact", None, True, "current", "yes", worker, "ada", MONDAY + HOUR + DAY, None, False),
        ("plan", None, True, "current", "yes", ("lead",), "ada", None, None, False),
    ]
    assert placed == milestones(done, "all") == milestones(done, "both")
    assert {"needs"} == {one.asked.asked for one in planned(PLANNED, done, "ready", MONDAY)}
    stale = done.evolved(now=MONDAY + 3 * DAY)
    assert ("fact", None, False, "stale", None, worker, "ada", None, MONDAY + 2 * DAY, True) == milestones(
        stale, "all"
    )[0]
    assert MONDAY + 7 * DAY == planned(PLANNED, case, "all", MONDAY + 6 * DAY)[0].due
    assert [(), ()] == [one.asked.gates for one in planned(PLANNED, case, "all", MONDAY)]


# ---- registers -------------------------------------------------------------------------------------------------------

LISTS = workflow(
    evidence("checked", about="worker", values=Flag()),
    evidence("last-day", about="worker", values=Day(), window=Window("whole case")),
    evidence("level", about="worker", values=OneOf(("low", "mid", "high")), window=Window("whole case")),
    evidence("most", about="worker", values=Number(0, 9), window=Window("whole case")),
    evidence("points", about="worker", values=Number(0, 9), window=Window("whole case")),
    Kind(name="worker", label="worker"),
    Kind(name="guest", label="guest"),
    time_zone="Pacific/Auckland",
)
PEOPLE = opened(LISTS, zoe="worker", ann="guest", kim="worker")
REGISTER = Register(
    name="workers",
    label="workers",
    kind="worker",
    needs=asks(Among("checked", (True,))),
    until="last-day",
    level="level",
    most="most",
)
GOOD = {"checked": True, "last-day": date(2026, 3, 2), "level": "mid", "most": 2}


def reasons(register=REGISTER, *, person="zoe", needed="mid", cases=1, when=MONDAY, **changed):
    """
    Give why Zoe cannot be given to one more case, if what is recorded of her is good but for what is changed.
    """
    said = {**GOOD, **{name.replace("_", "-"): value for name, value in changed.items()}}
    case = after(
        LISTS, PEOPLE, [record(name, value, person="zoe") for name, value in said.items() if value is not None]
    )
    found = unfit(LISTS, case.evolved(now=when), register, person, needed=needed, cases=cases)
    return [(one.why, one.has, one.asked) for one in found]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"person": "ann"}, [("not listed", None, None)]),
        ({"person": "who"}, [("not listed", None, None)]),
        ({"person": "kim"}, [("needs", None, None), ("until", None, None), ("level", None, "mid"), ("most", 1, None)]),
        ({"checked": False}, [("needs", None, None)]),
        ({"checked": None}, [("needs", None, None)]),
        ({"last_day": date(2026, 3, 1)}, [("until", date(2026, 3, 1), None)]),
        ({"last_day": None}, [("until", None, None)]),
        ({"when": MONDAY + 3 * HOUR}, [("until", date(2026, 3, 2), None)]),
        ({"level": "low"}, [("level", "low", "mid")]),
        ({"level": "high"}, []),
        ({"level": None}, [("level", None, "mid")]),
        ({"level": "low", "needed": None}, []),
        ({"level": None, "needed": None}, [("level", None, None)]),
        ({"needed": "low"}, []),
        ({"needed": "far"}, [("level", "mid", "far")]),
        ({"needed": "high"}, [("level", "mid", "high")]),
        ({"cases": 2}, [("most", 2, 2)]),
        ({"cases": 3}, [("most", 3, 2)]),
        ({"cases": 0, "most": 0}, [("most", 0, 0)]),
        ({"most": None}, [("most", 1, None)]),
        ({"register": evolve(REGISTER, level="points")}, [("level", None, "mid")]),
    ],
)  # fmt: skip  # one case to a line reads best
def test_every_reason_why_somebody_cannot_be_given_to_a_case(changed, expected):
    """
    Not listed; what is needed; after the last day, where the scheme is; too low a level; as many cases as they may.
    """
    assert expected == reasons(**changed)


def test_which_need_is_not_met_is_told():
    """
    A reason that is a condition is told as the answer to it, of that person.
    """
    (one,) = unfit(LISTS, PEOPLE, evolve(REGISTER, until=None, level=None, most=None), "kim", needed=None, cases=0)

    assert ("needs", "needs", None) == (one.why, one.finding.asked, one.finding.truth)
    assert ["kim"] == [used.person for used in one.finding.used]
    assert ["zoe", "kim"] == [person.id for person in listed_in(PEOPLE, REGISTER)]


# ---- beside the facts ------------------------------------------------------------------------------------------------

CHANGE = Change(by=("lead",), states=("start",))
BESIDE = evolve(
    workflow(
        evidence("fact", visible_to=("worker",)),
        evidence("word", about="guest", recorded_by=("worker", "guest"), visible_to=("lead", "guest")),
        event("end", ("start", "end")),
        event("late", Way(from_states=("start",), target="start"), by=("clock",)),
        Kind(name="guest", label="guest", takes_part=True),
        Kind(name="helper", label="helper", visible_to=("lead",), joins=CHANGE),
        Kind(name="other", label="other"),
        deadlines=(Deadline(states=("start",), event="late", length=DAY),),
    ),
    forms=frozen_map(
        {
            "paper": form(fields=fields(fact=Records("fact"), line=Words("line"), page=Words("page"))),
            "talk": form("talk", about="participant", filled_by=("guest", "lead"), fields=fields(line=Words("line"))),
        }
    ),
    kept=(Kept(after=DAY, only=("paper.line",)),),
)
THERE = opened(BESIDE, ann="guest", bob="guest", eve="helper", oz="other")
WHO = {
    "worker": Actor("w", frozenset({"worker"})),
    "lead": Actor("l", frozenset({"lead"})),
    "ann": Actor("a", frozenset(), frozenset({"ann"})),
    "eve": Actor("e", frozenset(), frozenset({"eve"})),
}


def beside(command, case=THERE):
    """
    Give whether something beside the facts may be done, and what was asked.
    """
    decision = judged(BESIDE, case, command)
    assert decision.allowed == all(one.truth is True for one in decision.findings)
    assert decision.allowed or decision.before == decision.after
    assert command.at == decision.before.now
    assert (command.at, command.actor) == (decision.command.at, decision.command.actor)
    return [(one.asked, one.truth, *one.facts) for one in decision.findings]


def tell(person, who, note=None, when=MONDAY):
    """
    Tell something about somebody.
    """
    return Tell(person=person, evidence=note, values=(), key="k", actor=WHO[who], at=when)


def file(name, who="worker", person=None, *values):
    """
    Keep what was written in some fields of a form.
    """
    return File(
        form=name, values=tuple(Told(one, "m") for one in values), key="k", actor=WHO[who], at=MONDAY, person=person
    )


@pytest.mark.parametrize(
    ("command", "answers"),
    [
        (tell("ann", "worker"), [("known", True, "ann"), ("actor", True, "worker")]),
        (tell("ann", "lead"), [("known", True, "ann"), ("actor", False, "worker")]),
        (tell("ann", "ann"), [("known", True, "ann"), ("actor", True, "worker")]),
        (tell("bob", "ann"), [("known", True, "bob"), ("actor", False, "worker")]),
        (tell("eve", "lead"), [("known", True, "eve"), ("actor", True, "lead")]),
        (tell("eve", "worker"), [("known", True, "eve"), ("actor", False, "lead")]),
        (tell("oz", "worker"), [("known", True, "oz"), ("actor", True, "worker", "lead")]),
        (tell("who", "worker"), [("known", False, "who"), ("actor", True, "worker", "lead")]),
        (tell("ann", "worker", "word"), [("known", True, "ann"), ("actor", True, "worker", "guest")]),
        (tell("ann", "ann", "word"), [("known", True, "ann"), ("actor", True, "worker", "guest")]),
        (tell("bob", "ann", "word"), [("known", True, "bob"), ("actor", False, "worker", "guest")]),
        (tell("ann", "worker", "rumour"), [("known", True, "ann"), ("known", False, "rumour")]),
        (Erase(person="ann", actor=WHO["worker"], at=MONDAY), [("actor", True, "worker")]),
        (Erase(person="ann", actor=WHO["ann"], at=MONDAY), [("actor", False, "worker")]),
        (Erase(person="gone", actor=WHO["lead"], at=MONDAY), [("actor", True, "worker", "lead")]),
        (file("rumour"), [("known", False, "rumour")]),
        (file("paper", "worker", None, "line", "page"), [("known", True, "paper"), ("known", True), ("actor", True, "worker")]),
        (file("paper", "worker", None, "fact", "line", "odd"), [("known", False, "fact", "odd"), ("known", True), ("actor", True, "worker")]),
        (file("paper", "lead", "ann"), [("known", True, "paper"), ("known", False, "ann"), ("actor", False, "worker")]),
        (file("talk", "ann", "ann", "line"), [("known", True, "talk"), ("known", True, "ann"), ("actor", True, "guest", "lead")]),
        (file("talk", "ann", "bob", "line"), [("known", True, "talk"), ("known", True, "bob"), ("actor", False, "guest", "lead")]),
        (file("talk", "lead", "eve", "line"), [("known", True, "talk"), ("known", False, "eve"), ("actor", True, "guest", "lead")]),
        (file("talk", "lead", None, "line"), [("known", True, "talk"), ("known", False), ("actor", True, "guest", "lead")]),
        (file("talk", "lead", "who"), [("known", True, "talk"), ("known", False, "who"), ("actor", True, "guest", "lead")]),
        (Tidy(fields=("paper.page",), at=MONDAY + 9 * DAY), [("kept", False, "paper.page")]),
    ],
)  # fmt: skip  # one command to a line reads best
def test_what_is_said_beside_the_facts_is_asked_for(command, answers):
    """
    Whom it is about, which form and which fields, and whether the actor has to do with them; with the names that the answer speaks of.
    """
    assert answers == beside(command)


def test_what_is_thrown_away_is_nothing_that_is_kept():
    """
    Of a case that ended only what is not kept may be thrown away, and not before its time.
    """
    over = after(BESIDE, THERE, [fire("end", reason="done")])

    assert [("kept", True, "paper.page")] == beside(Tidy(fields=("paper.page",), at=MONDAY + DAY), over)
    assert [("kept", False, "paper.page")] == beside(Tidy(fields=("paper.page",), at=MONDAY + DAY - 1), over)
    assert [("kept", False, "paper.page", "paper.line")] == beside(
        Tidy(fields=("paper.page", "paper.line"), at=MONDAY + DAY), over
    )


def test_time_passes_for_what_is_said_beside_the_facts():
    """
    What may be told happens after all that time has done by then; what may not leaves the case as time has left it.
    """
    good, bad = (judged(BESIDE, THERE, tell("ann", who, when=MONDAY + DAY)) for who in ("worker", "lead"))

    assert (Move("deadline", "start", "start", MONDAY + DAY, "late"),) == good.moves
    assert MONDAY + DAY == good.after.now == bad.before.now == bad.after.now
    assert () == bad.moves
    assert (True, False) == (good.allowed, bad.allowed)


@pytest.mark.parametrize(
    ("person", "note", "who"),
    [
        ("ann", None, "worker ann"),
        ("eve", None, "lead eve"),
        ("oz", None, "worker lead"),
        ("gone", None, "worker lead"),
        ("ann", "word", "lead ann"),
        ("bob", "word", "lead"),
        ("gone", "word", "lead"),
        ("eve", "fact", ""),
        ("ann", "fact", "worker"),
        ("gone", "fact", "worker"),
        ("ann", "rumour", ""),
    ],
)
def test_who_sees_what_was_told_about_somebody(person, note, who):
    """
    They themselves and who has to do with them; notes to evidence whoever sees that evidence, and may see that they are there.
    """
    assert set(who.split()) == {name for name, actor in WHO.items() if may_see(BESIDE, THERE, actor, person, note)}
    assert workers_with(BESIDE, THERE, "gone") == ("worker", "lead")
