"""
What is reserved for some people: who else may record it, let it happen, or give it, and where.
"""

import pytest

from rjflow.certifying.hiding import never_so
from rjflow.definition.forms import form_direction
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Reserved
from rjflow.reader.reading import read
from rjflow.report.endings import ending_sentence
from rjflow.report.placing import what_let_it_through
from rjflow.rules.deciding import decide
from rjflow.rules.viewing import holds
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.certifying import certify
from rjflow.verifier.comparing import compare
from rjflow.verifier.hiding import seen_in
from rjflow.verifier.verdict import VerifiedWorkflow
from rjflow.verifier.verifying import verify
from rjflow.verifier.wording import cast_of_story, promise

TEXT = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {facilitator: {}, court: {}}
people:
  victim: {at-least: 1, takes-part: true, side: harmed}
  supporter: {takes-part: true, side: harmed, joins: {by: [facilitator], in: [asking]}}
notices: {order-made: {label: an order is made, by: [court]}}
evidence:
  exception: {one-of: [granted], recorded-by: [court], current-for: 7 days, voided-by: [order-made], means: {allowed: [granted]}}
  return-date: {date: true, current-for: whole-case}
  wish: {about: participant, one-of: [yes, no], recorded-by: [victim], current-for: 7 days}
states: {asking: {start: true}, waiting: {}, closed: {final: true, reasons: [done]}}
events:
  ask: {from: asking, to: waiting, by: [facilitator], needs: "every victim: wish is yes"}
  adjourn: {from: waiting, to: waiting, by: [court], records: [return-date], means: [time-given]}
  close: {from: waiting, to: closed, by: [facilitator, clock], needs: [exception is granted, return-date is current]}
safeguards:
  - {id: A, label: theirs alone, reserved: [WHAT], for: [WHOM]}
"""


def tiny(what: str, whom: str, *changes: tuple[str, str]) -> Workflow:
    """
    Read the workflow with something reserved for somebody, and with these pieces of text replaced.
    """
    text = TEXT.replace("WHAT", what).replace("WHOM", whom)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read(text, name="tiny.workflow.yaml")


def told(workflow: Workflow) -> str | None:
    """
    Judge the safeguard, and give how its story ends, if it is broken; the story is allowed step by step, and the checker sees it, too.
    """
    report = verify(workflow)
    [verdict] = report.verdicts
    must_never_be = never_so(workflow, verdict.safeguard.form)
    if verdict.judged == "kept":
        assert not must_never_be
        assert VerifiedWorkflow.from_certificate(workflow, certify(report)).workflow == workflow
        return None
    assert verdict.judged == "broken"
    assert verdict.story is not None
    last = verdict.story.opened
    for step in verdict.story.steps:
        assert decide(workflow, last, step.decision.command) == step.decision
        last = step.decision.after
    assert seen_in(workflow, verdict.safeguard.form, last) is not None
    assert any(holds(workflow, last, one.condition, observer=True) is True for one in must_never_be)
    return ending_sentence(workflow, verdict.safeguard, verdict.story, cast_of_story(workflow, verdict.story))


@pytest.mark.parametrize(
    ("what", "whom"),
    [
        ("exception", "court"),
        ("allowed", "court, facilitator"),
        ("return-date, adjourn, time-given", "court"),
        ("close", "facilitator, clock"),
        ("order-made", "court"),
        ("wish", "victim"),
        ("wish", "harmed"),
        ("wish", "participant"),
    ],
)
def test_what_nobody_else_does_is_reserved(what: str, whom: str):
    """
    Kept is what only those listed record, do, and give, by its own name or by a meaning; people count by their kind, side, or group.
    """
    assert told(tiny(what, whom)) is None


def test_somebody_else_who_may_record_it_breaks_it():
    """
    One more role under `recorded-by` is told, with who it is.
    """
    more = (
        "recorded-by: [court], current-for: 7 days, voided",
        "recorded-by: [court, facilitator], current-for: 7 days, voided",
    )
    assert told(tiny("exception", "court", more)) == (
        "Now the case is in “asking”, and “exception” may be recorded by the facilitator."
    )


def test_whoever_may_let_an_event_happen_may_give_what_it_records():
    """
    Evidence that comes with an event is as reserved as the event is; the story leads to where the event can be tried.
    """
    more = ("to: waiting, by: [court]", "to: waiting, by: [court, facilitator]")
    for what in ("return-date", "time-given"):
        ending = told(tiny(what, "court", more))
        assert ending is not None
        assert ending.startswith("Now the case is in “waiting”, and “adjourn”")
        assert ending.endswith("is for the facilitator to do, too.")
    assert told(tiny("return-date", "court", more)) == (
        "Now the case is in “waiting”, and “adjourn”, which records “return date”, is for the facilitator to do, too."
    )


def test_the_clock_is_somebody():
    """
    An event that the clock may let happen is not left to people.
    """
    assert (
        told(tiny("close", "facilitator")) == "Now the case is in “waiting”, and “close” is for the clock to do, too."
    )


def test_a_notice_that_names_nobody_is_everybodys():
    """
    A notice without `by` may be given by anybody, and is reserved for nobody.
    """
    ending = told(tiny("order-made", "court", (", by: [court]}}", "}}")))
    assert ending is not None
    assert "may be given by the facilitator" in ending
    assert told(tiny("order-made", "court, facilitator", (", by: [court]}}", "}}"))) is not None


def test_part_of_a_group_is_not_the_group():
    """
    What everybody who takes part may record is not reserved for one kind of them.
    """
    everybody = ("recorded-by: [victim]", "recorded-by: [participant]")
    assert told(tiny("wish", "harmed", everybody)) is None
    ending = told(tiny("wish", "victim", everybody))
    assert ending == "Now the case is in “asking”, and “wish” may be recorded by anybody who takes part."


def test_a_name_that_is_almost_there_is_told():
    """
    A safeguard that reserves a misspelt thing, or reserves it for nobody there is, is refused by the reader.
    """
    for what, whom, code in (("exeption", "court", "RJ233"), ("exception", "cour", "RJ221")):
        with pytest.raises(InvalidWorkflow) as caught:
            tiny(what, whom)
        assert code in {one.code for one in caught.value.diagnostics}


def test_its_promise_is_said():
    """
    What is reserved, and for whom, is said in one sentence.
    """
    workflow = tiny("exception, adjourn", "court")
    assert (
        promise(workflow, workflow.safeguards[0]) == "“exception” and “adjourn” are for the court, and for nobody else"
    )
    assert workflow.safeguards[0].form == Reserved(doings=("exception", "adjourn"), actors=("court",))


def test_a_change_that_breaks_it_is_told_by_diff():
    """
    Who may do something is no move of a case; a comparison judges it all the same.
    """
    old = tiny("exception", "court")
    more = (
        "recorded-by: [court], current-for: 7 days, voided",
        "recorded-by: [court, facilitator], current-for: 7 days, voided",
    )
    [found] = compare(old, tiny("exception", "court", more)).judged
    assert found.old is not None
    assert found.new is not None
    assert ("kept", "broken") == (found.old.judged, found.new.judged)


LASTING = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {facilitator: {}}
people: {victim: {at-least: 1, takes-part: true}}
evidence: {search: {one-of: [none], recorded-by: [facilitator], current-for: LASTS, means: {no-bar: [none]}}}
states: {asking: {start: true}, closed: {final: true, reasons: [done]}}
events: {close: {from: asking, to: closed, by: [facilitator], needs: search is none}}
safeguards: [{id: A, label: no older than that, fresh: [WHAT], within: MOST}]
"""
NEVER_LONGER = [
    ("same day", "same day"), ("same day", "24 hours"), ("same day", "7 days"), ("same day", "whole-case"), ("12 hours", "12 hours"),
    ("12 hours", "1 days"), ("6 days", "1 weeks"), ("7 days", "1 weeks"), ("7 days", "whole-case"), ("whole-case", "whole-case"),
]  # fmt: skip
LONGER = [
    ("same day", "23 hours"), ("1 hours", "same day"), ("2 days", "same day"), ("whole-case", "same day"), ("8 days", "1 weeks"),
    ("whole-case", "520 weeks"), ("25 hours", "1 days"),
]  # fmt: skip


def lasting(lasts: str, most: str, what: str = "search") -> Workflow:
    """
    Read a workflow in which a search is good for so long, and should be good for no longer than that.
    """
    text = LASTING.replace("LASTS", lasts).replace("MOST", most).replace("WHAT", what)
    return read(text, name="tiny.workflow.yaml")


@pytest.mark.parametrize(("lasts", "most"), NEVER_LONGER)
@pytest.mark.parametrize("what", ["search", "no-bar"])
def test_what_is_never_longer_is_fresh(lasts: str, most: str, what: str):
    """
    A window is kept short if it never outlasts the longest; what ends at midnight is never longer than a day.
    """
    assert told(lasting(lasts, most, what)) is None


@pytest.mark.parametrize(("lasts", "most"), LONGER)
def test_what_may_be_longer_is_told(lasts: str, most: str):
    """
    A window that may outlast the longest is told with its length; any hours may go past midnight.
    """
    ending = told(lasting(lasts, most))
    assert ending is not None
    assert ending.startswith("Now the case is in “asking”, and “search” that is recorded here is current ")


def test_how_long_is_said_and_compared():
    """
    The longest is said in words, and a change that goes beyond it is told by a comparison.
    """
    workflow = lasting("same day", "2 days")
    assert promise(workflow, workflow.safeguards[0]) == "“search” is current for 2 days, and no longer"
    [found] = compare(workflow, lasting("3 days", "2 days")).judged
    assert found.old is not None
    assert found.new is not None
    assert ("kept", "broken") == (found.old.judged, found.new.judged)


DESK = """\
rjflow: 1
workflow: desk
version: 1
title: desk
subject: scheme
roles: {lead: {}, clerk: {}}
people: {worker: {at-least: 0}}
evidence:
  able: {about: worker, one-of: [simple, hard], recorded-by: [lead], current-for: whole-case}
  hardness: {one-of: [simple, hard], recorded-by: [clerk], current-for: whole-case}
  given: {one-of: [allocated], recorded-by: [lead], current-for: whole-case}
  handed: {one-of: [over], current-for: whole-case}
registers:
  workers: {label: those who can, people: worker, needs: able is current, level: able}
  others: {label: others who can, people: worker, needs: able is current, level: able}
states: {new: {start: true}, there: {}, closed: {final: true, reasons: [done]}}
events:
  take-over: {from: new, to: there, by: [lead], records: [handed]}
  close: {from: there, to: closed, by: [lead], needs: [given is allocated, handed is over, hardness is current]}
forms:
  allocation: {fields: {given: {records: given, required: true}, who: {from-register: workers, level: hardness, required: true}}}
  taking-over: {event: take-over, fields: {handed: {records: handed}, who: {from-register: workers, required: true}}}
safeguards:
  - {id: A, label: nobody has it who is not fit, reserved: [WHAT], for: [lead], from-register: workersLEVEL}
"""


PAIR = (
    "workers, level: hardness, required: true}}}",
    "workers, level: hardness, required: true, other-than: [taking-over.who]}}}",
)


def desk(what: str, *changes: tuple[str, str], level: str = "") -> Workflow:
    """
    Read a desk that asks its register, with these pieces of text replaced.
    """
    text = DESK.replace("WHAT", what).replace("LEVEL", f", level: {level}" if level else "")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read(text, name="desk.workflow.yaml")


def test_somebody_else_is_kept_apart():
    """
    Where a safeguard asks that somebody else is named, a field that asks so keeps it, and any other does not.
    """
    apart = ("workers}", "workers, other-than: [taking-over.who]}")

    assert told(desk("given", apart, PAIR)) is None
    assert told(desk("given", apart)) == (
        "Now the case is in “new”, and “given” may be said with anybody of “those who can” named at “who in allocation”, "
        "whether or not they are named at “who in taking over”."
    )
    with pytest.raises(InvalidWorkflow) as caught:
        desk("given", ("workers}", "workers, other-than: [taking-over.whom]}"))
    assert {one.code for one in caught.value.diagnostics} == {"RJ375"}


@pytest.mark.parametrize(("what", "level"), [("given", "hardness"), ("given", ""), ("handed, take-over", "")])
def test_what_comes_with_somebody_of_the_register_is_kept(what: str, level: str):
    """
    Evidence and events that come only with a form which has to name somebody of the register are kept, with the level where it is asked.
    """
    assert told(desk(what, level=level)) is None


NOBODY = "without naming somebody of “those who can” who is fit for it"


@pytest.mark.parametrize(
    ("what", "level", "change", "ending", "lacks"),
    [
        (
            "given",
            "",
            ("level: hardness, required: true", "level: hardness"),
            "“given” may be said with “who in allocation” left empty",
            "no `required: true`",
        ),
        (
            "given",
            "hardness",
            ("workers, level: hardness,", "workers,"),
            "“given” may be said with anybody of “those who can” named at “who in allocation”, whether or not they are fit for what “hardness” asks",
            "no `level: hardness`",
        ),
        (
            "given",
            "",
            ("from-register: workers, level", "from-register: others, level"),
            f"“given” may be said {NOBODY}",
            "asks no register",
        ),
        (
            "handed",
            "",
            ("who: {from-register: workers, required: true}", "who: {text: line}"),
            f"“handed” may be said {NOBODY}",
            "asks no register",
        ),
        (
            "take-over",
            "",
            ("workers, required: true", "workers"),
            "“take over” may be said with “who in taking over” left empty",
            "no `required: true`",
        ),
        ("close", "", ("title: desk", "title: a desk"), f"“close” may be said {NOBODY}", "asks no register"),
    ],
)
def test_a_register_that_is_not_asked_breaks_it(
    what: str, level: str, change: tuple[str, str], ending: str, lacks: str
):
    """
    A field that may be left empty, that asks for no level or for another register, or that is not there, is told as what it is.
    """
    workflow = desk(what, change, level=level)
    [verdict] = verify(workflow).verdicts
    assert verdict.story is not None

    assert f"Now the case is in “new”, and {ending}." == told(workflow)
    assert lacks == what_let_it_through(workflow, verdict.safeguard, verdict.story)[2]


def test_a_field_that_asks_less_is_pointed_at():
    """
    Where a form asks the register, but not all of it, the line of that field is shown with what it lacks, and not the form as one that asks none.
    """
    apart = desk(
        "given",
        ("workers, level: hardness}", "workers, level: hardness, other-than: [taking-over.who]}"),
        ("workers, level: hardness, required", "workers, required"),
        level="hardness",
    )
    [verdict] = verify(apart).verdicts
    assert verdict.story is not None
    lead, span, lacks = what_let_it_through(apart, verdict.safeguard, verdict.story)

    assert ("This is what asks too little:", "no `level: hardness` and `other-than: [taking-over.who]`") == (
        lead,
        lacks,
    )
    assert span is not None
    assert span.line == next(n for n, line in enumerate(DESK.splitlines(), 1) if "  allocation:" in line)


def test_one_form_that_asks_another_register_breaks_it():
    """
    All the forms that say it ask this register, and not only one of them.
    """
    other = (
        "  more: {fields: {given: {records: given, required: true}, who: {from-register: others, required: true}}}\n"
    )

    assert told(desk("given", ("safeguards:", f"{other}safeguards:"))) is not None


def test_a_register_that_is_not_there_is_told():
    """
    A register or a level that nothing is called is refused by the reader.
    """
    for change, code in (
        (("from-register: workers}", "from-register: workerz}"), "RJ376"),
        (("workers}", "workers, level: hard}"), "RJ222"),
    ):
        with pytest.raises(InvalidWorkflow) as caught:
            desk("given", change)
        assert code in {one.code for one in caught.value.diagnostics}


def test_that_a_register_is_asked_is_said():
    """
    The promise names the register by its label, and the level that is asked for.
    """
    workflow = desk("given", level="hardness")

    assert promise(workflow, workflow.safeguards[0]) == (
        "“given” is for the lead, and for nobody else, and only naming somebody of “those who can” who is fit for what “hardness” asks"
    )


@pytest.mark.parametrize(
    ("was", "now", "direction"),
    [
        (", from-register: workers", "", "weaker"),
        (", from-register: workers", ", from-register: others", "changed"),
        (", from-register: workers", ", from-register: workers, level: hardness", "stricter"),
        (", from-register: workers", ", from-register: workers, other-than: [taking-over.who]", "stricter"),
    ],
)
def test_a_safeguard_that_asks_no_register_any_more_is_weaker(was: str, now: str, direction: str):
    """
    A comparison tells a safeguard that asks less of the register.
    """
    old, new = desk("given"), desk("given", (f"{was}}}", f"{now}}}"))

    assert form_direction(old, new, old.safeguards[0].form, new.safeguards[0].form) == direction
