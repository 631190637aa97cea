"""
The eight steps of the guidance, walked in each programme that comes with rjflow, in a casebook with the service around it.

What differs between the programmes stands in one table; what is asked of all of them stands below, step by step.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from attrs import frozen
from tests.unit.papers.walking import FOUNDATIONS, PEOPLE, SCHEME, Walk

from rjflow.engine.filing import BadForm
from rjflow.frozen import FrozenMap
from rjflow.report.planned import capacity_text, plan_text, statistics_text

FIRST = (
    "approach-victim-who-asked",
    "victim-is-willing",
    "approach-offender-for-victim",
    "offender-is-willing",
    "begin-assessment",
)
WRITING = (
    "choose-messages",
    "hold-preparation-meeting",
    "start-exchange",
    "take-in-message",
    "release-letter",
    "finish-exchange",
)
AFTER = ("finish-debriefs", "record-no-agreement", "finish-follow-up", "send-outcome-report")
REFERRAL = {
    "lawful": "lawful",
    "asked-by": "victim",
    "referrer": "liaison, north",
    "route": "victim-services",
    "priority": "soon",
}
REPORT = {"took-place": "messages-exchanged", "stopped-by": "nobody", "present": [{"who": "both", "part": "harmed"}]}


@frozen(kw_only=True)
class Programme:
    """What is called differently: the ways through a case, who else is in it, and what they are told."""

    name: str
    first_form: str = "referral"
    referral: Mapping[str, Any] = REFERRAL
    to_accepted: tuple[str, ...] = ("receive-referral", "accept-referral")
    given_by: str = "allocate"
    first_contact: str = "approach-victim-who-asked"
    to_assessing: tuple[str, ...] = FIRST
    writing: tuple[str, ...] = WRITING
    after: tuple[str, ...] = AFTER
    over: str = "close-as-completed"
    out: tuple[str, str] = ("close-enquiry", "out-of-scope")
    excluded: tuple[str, str] = ("desk-screening", "concerns")
    ending_to: str = "referrer"
    outcome: tuple[str, str, tuple[str, ...]] = (
        "offender-manager",
        "outcome-to-offender-manager",
        ("agreement-probation-outcomes",),
    )
    comes_in: str | None = "sentence-plan-changed"
    ends: str = "offender-manager-view"
    liaison: str = "victim-liaison"
    says_no: str = "victim-declines"
    answers: Mapping[str, Any] = FrozenMap()


COURT = {
    "referral": {**REFERRAL, "court-date": "2026-06-01"},
    "to_accepted": ("receive-referral", "court-adjourns", "accept-referral"),
    "outcome": ("probation-officer", "outcome-to-probation", ("agreement-probation-outcomes",)),
    "comes_in": "arrested-again",
    "ends": "probation-view",
}
PROGRAMMES = [
    Programme(name="ew-post-sentence"),
    Programme(name="sexual-harm", answers={"complexity": "complex", "preparation-count": 3}),
    Programme(name="pre-sentence-court", **COURT),
    Programme(name="nz-pre-sentence", **COURT),
    Programme(
        name="police-out-of-court",
        first_form="incident",
        referral={"lawful": "lawful", "thought-of-by": "officer"},
        to_accepted=("accept-incident",),
        given_by="accept-incident",
        first_contact="approach-offender",
        to_assessing=("approach-offender", "offender-is-willing", "approach-victim", "victim-is-willing"),
        writing=("choose-letter", "hold-preparation-meeting", "take-in-letter", "release-letter"),
        after=("finish-debriefs", "record-agreement", "finish-monitoring", "finish-follow-up"),
        out=("leave-to-investigation", "out-of-scope"),
        excluded=("domestic-abuse", "found"),
        ending_to="record-keeper",
        outcome=("record-keeper", "outcome-to-record", ()),
        comes_in=None,
        liaison="victim-care",
    ),
]
each = pytest.mark.parametrize("it", PROGRAMMES, ids=lambda it: it.name)


def walk(it: Programme, *, ready: bool = True) -> Walk:
    """
    Begin a walk with two facilitators who are fit for any case.
    """
    walk = Walk(it.name, ready=ready)
    walk.register("facilitator")
    walk.register("second-facilitator")
    return walk


def opened(it: Programme) -> Walk:
    """
    Begin a walk with a case for which somebody harmed asked.
    """
    there = walk(it)
    there.open("case", **{"request-from": "victim", **it.answers})
    return there


def given(it: Programme) -> Walk:
    """
    Begin a walk with a case that a facilitator has.
    """
    there = opened(it)
    there.smoothly(*it.to_accepted)
    if it.given_by not in it.to_accepted:
        there.smoothly(it.given_by)
    return there


# ---- 1 a group that plans and answers for the work -------------------------------------------------------------------


def test_1_the_plan_tells_what_is_missing_by_whom_and_by_when():
    """
    At first all twelve milestones are missing, each with who can bring it about and until when; once laid, none is; later they run out.
    """
    there = Walk("ew-post-sentence", ready=False)
    gate, plan = there.book.plan(SCHEME, "planning-group-works")
    text = " ".join(plan_text(there.scheme, gate, plan).split())
    assert text.startswith("“1, a group plans the work and answers for it”: 0 of 12 milestones in place")
    assert 12 == text.count("; by ") == text.count(", due by ")
    there.smoothly("form-group", *FOUNDATIONS, "declare-ready", case=SCHEME)
    assert "ready" == there.book.case(SCHEME).state
    assert "Missing" not in plan_text(there.scheme, *there.book.plan(SCHEME, "planning-group-works"))
    there.clock.forward(weeks=53)
    there.book.advance(SCHEME)
    assert there.book.case(SCHEME).state in ("lapsed", "suspended")


@each
def test_1_nobody_is_contacted_before_the_service_is_ready(it):
    """
    The first contact asks for the service.
    """
    there, other = given(it), given(it)
    there.smoothly("suspend-service", case=SCHEME)

    assert other.is_open("case", it.first_contact)
    assert not there.is_open("case", it.first_contact)


# ---- 2 finding cases -------------------------------------------------------------------------------------------------


@each
def test_2_a_case_comes_by_a_form_and_stays_with_its_outcome_and_reason(it):
    """
    A referral is a form; what is wrong in it is told; one that is not taken is kept with its reason, and whoever sent it is told that it is over.
    """
    there = opened(it)
    by = there.workflow.forms[it.first_form].filled_by[0]
    with pytest.raises(BadForm):
        there.book.submit("case", it.first_form, {"lawful": "perhaps"}, actor=by)
    assert there.book.submit("case", it.first_form, it.referral, actor=by).allowed
    assert [it.first_form] == [one.form for one in there.book.filed("case", "supervisor")]
    there.book.record(SCHEME, "agreement-referrers-closing", "signed", actor="data-lead")
    there.open("other")
    there.smoothly(it.out[0], case="other", reason=it.out[1])

    assert ("closed", it.out[1]) == (there.book.case("other").state, there.book.case("other").situation.reason)
    assert [{"state": "closed"}] == [facts for _, _, facts in there.told("other", it.ending_to)]


@each
def test_2_what_screening_finds_keeps_a_case_out(it):
    """
    Nothing is accepted over what was found before anybody was asked.
    """
    there = opened(it)
    *before, accept = it.to_accepted
    if before:
        there.smoothly(*before)
    evidence, found = it.excluded
    by = there.workflow.evidence[evidence].recorded_by[0]
    assert there.book.record("case", evidence, found, actor=by).allowed

    assert evidence in there.lacks("case", accept)


# ---- 3 people and means ----------------------------------------------------------------------------------------------


@each
@pytest.mark.parametrize(
    ("lacking", "why"),
    [
        ({"supervision": "broken-off"}, "it is not so that"),
        ({"registered_until": date(2026, 3, 1)}, "their last day was 1 March 2026"),
        ({"caseload_limit": 0}, "they have 0 open, and may have 0"),
    ],
)
def test_3_the_register_is_asked_and_says_why_not(it, lacking, why):
    """
    Whoever is not fit is refused with the reason; whoever is fit is given the case; saying so without the form changes nothing.
    """
    there = opened(it)
    there.register("facilitator", **lacking)

    assert why in there.give("case")
    bare = there.book.record("case", "facilitator-allocation", "allocated", actor="supervisor")
    assert ["handed in"] == [one.asked for one in bare.decision.missing]
    assert "facilitator-allocation" in there.lacks("case", it.given_by)
    assert "given" == there.give("case", "second-facilitator")


@each
def test_3_need_stands_beside_capacity(it):
    """
    The table tells who has how many cases and could be given another.
    """
    there = opened(it)
    assert "given" == there.give("case")

    text = capacity_text(there.scheme, there.book.capacity(SCHEME, "facilitators"))

    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if "facilitator " in f"{line} "[:25]}
    assert ["complex", "1", "5", "yes"] == rows["facilitator"]
    assert ["complex", "0", "5", "yes"] == rows["second-facilitator"]


@pytest.mark.parametrize("it", [one for one in PROGRAMMES if one.name != "police-out-of-court"], ids=lambda it: it.name)
def test_3_a_complex_case_asks_for_the_level_and_a_second_facilitator(it):
    """
    Somebody of a lower level is refused; the second facilitator comes from the same register; both are asked for anew when it gets complex.
    """
    there = given(it)
    assert there.book.record("case", "complexity", "complex", actor="coordinator").allowed
    assert {"void"} == there.life("case", "facilitator-allocation")
    there.register("facilitator", competence="standard")
    second = {"second": "allocated", "second-facilitator": "facilitator"}

    assert "their level is “standard”, and “complex” is asked" in there.give("case")
    with pytest.raises(BadForm):
        there.book.submit("case", "case-summary", second, actor="supervisor")
    there.register("facilitator")
    assert there.book.submit("case", "case-summary", second, actor="supervisor").allowed


# ---- 4 sharing information -------------------------------------------------------------------------------------------


@each
@pytest.mark.parametrize("agreement", ["in force", "ended", "ran out", "of another scope"])
def test_4_others_are_told_only_under_an_agreement_of_that_scope_that_is_in_force(it, agreement):
    """
    Whoever sent a case learns that it is over while the agreement about just that is in force; the log has who, what, and on what basis.
    """
    there = walk(it)
    scope = "agreement-probation-outcomes" if agreement == "of another scope" else "agreement-referrers-closing"
    there.book.record(SCHEME, scope, "signed", actor="data-lead")
    if agreement == "ended":
        there.book.record(SCHEME, scope, "ended", actor="data-lead")
    if agreement == "ran out":
        there.clock.forward(days=3 * 365)
    there.open("case")
    there.smoothly(it.out[0], reason=it.out[1])

    told = [basis for _, basis, _ in there.told("case", it.ending_to)]
    assert (["agreement"] if agreement == "in force" else []) == told


# ---- 5 assessing risk ------------------------------------------------------------------------------------------------


@each
def test_5_nobody_approves_what_they_wrote_and_a_threat_ends_it(it):
    """
    The joint assessment has rows; its author does not approve it, somebody else does; a threat makes it void; the day asks again.
    """
    there = given(it)
    there.smoothly(*it.to_assessing)
    risk = {"domain": "coercion", "likelihood": "low", "impact": "high", "residual": "low"}
    with pytest.raises(BadForm):
        there.book.submit("case", "joint-risk", {"residual": "low", "risks": [{"domain": "moon"}]}, actor="facilitator")
    assert there.book.submit("case", "joint-risk", {"residual": "low", "risks": [risk]}, actor="facilitator").allowed

    assert not there.book.record("case", "risk-approval", "approved", actor="facilitator").allowed
    assert there.book.record("case", "risk-approval", "approved", actor="supervisor").allowed
    assert {"current"} == there.life("case", "risk-assessment")
    assert there.book.notice("case", "threat-made", actor="supervisor").allowed
    assert {"void"} == there.life("case", "risk-assessment")
    assert {"day-check", "legal-check"} <= there.lacks("case", "begin-meeting")


# ---- 6 engaging people -----------------------------------------------------------------------------------------------


@each
def test_6_how_somebody_can_be_reached_is_asked_first_and_stays_on_their_side(it):
    """
    Nobody harmed is approached whose wish and safety were not asked about; what they said about it is shown to them, and not to the other side.
    """
    there = given(it)
    approach = next(one for one in it.to_assessing if "victim" in there.workflow.events[one].contacts)
    assert {"victim-contact-wish", "vulnerability-screen"} <= there.lacks("case", approach)
    wish = there.workflow.evidence["victim-contact-wish"].values.values[0]
    reached = {"wish": wish, "by-way-of": "telephone", "details": "after six"}
    assert there.book.submit("case", "victim-contact", reached, person="victim", actor=it.liaison).allowed

    assert "victim-contact-wish" not in there.lacks("case", approach)
    assert "after six" in [form.values.get("details") for form in there.book.filed("case", "victim")]
    assert [] == [form for form in there.book.filed("case", "offender") if form.form == "victim-contact"]


@each
def test_6_after_a_no_the_service_is_silent(it):
    """
    Information comes before consent counts; after a no nobody is approached again, however long it is.
    """
    there = given(it)
    there.smoothly(*it.to_assessing[: [*it.to_assessing].index("victim-is-willing")])
    consent = there.book.record("case", "consent-to-meet", "given", person="victim", actor="facilitator")
    assert (True, False) == (consent.allowed, consent.decision.counts)
    assert there.book.fire("case", it.says_no, actor="victim").allowed
    there.clock.forward(days=90)

    reaches = {one.name for one in there.workflow.events.values() if one.contacts or one.contact}
    options = there.book.options("case", "facilitator")
    assert [] == [one.event for one in options if one.event in reaches and one.is_open is not False]


# ---- 7 recording, and 8 the work around it ---------------------------------------------------------------------------


@each
def test_7_what_took_place_is_written_down_and_counted_without_giving_anybody_away(it):
    """
    A case goes all the way by letters; what people said of it is a form of theirs; numbers that are small are not told.
    """
    there = given(it)
    there.smoothly(*it.to_assessing, *it.writing)
    by = there.workflow.forms["feedback"].filled_by[0]
    there.smoothly(*it.after[:1])
    for person in PEOPLE:
        said = {"offer": "answered", "felt-safe": "throughout", "experience": 9, "changed": "I sleep again."}
        assert there.book.submit("case", "feedback", said, person=person, actor=by).allowed
    with pytest.raises(BadForm):
        there.book.submit("case", "feedback", {"offer": "answered", "experience": 11}, person="victim", actor=by)
    if it.name != "police-out-of-court":
        assert there.book.submit("case", "meeting-report", REPORT, actor="facilitator").allowed
    there.smoothly(*it.after[1:])

    tables = [one for one in there.book.statistics(least=5) if one.about.endswith("felt-safe")]
    text = statistics_text(there.book.workflows(), tables, 5)
    assert "throughout" in text
    assert "2" not in text.split("A dash")[0]
    assert ["I sleep again."] == [
        form.values["changed"] for form in there.book.filed("case", "victim") if form.form == "feedback"
    ]


@each
@pytest.mark.parametrize("sharing", ["agrees", "does-not-agree"])
def test_8_others_learn_the_outcome_with_consent_and_nothing_else(it, sharing):
    """
    Only facts of the outcome go out, to whoever the file names, on the basis that it names; without consent nothing does.
    """
    there = given(it)
    to, export, agreements = it.outcome
    for agreement in (*agreements, "agreement-victim-services-outcomes"):
        there.book.record(SCHEME, agreement, "signed", actor="data-lead")
    there.smoothly(*it.to_assessing, *it.writing, *it.after[:2])
    if sharing != "agrees":
        there.answers["sharing-consent of victim"] = sharing
        assert there.book.record("case", "sharing-consent", sharing, person="victim", actor="facilitator").allowed
    *steps, last = it.after[2:]
    there.smoothly(*steps)
    if sharing == "agrees" or not agreements:
        there.smoothly(last)
    else:
        assert not there.is_open("case", last)
        there.smoothly("send-bare-report")

    told = {name: facts for name, _, facts in there.told("case", to)}
    assert (sharing == "agrees") == (export in told)
    assert set(told.get(export, {})) <= {"contact-report", "agreement-items"}


@pytest.mark.parametrize("it", [one for one in PROGRAMMES if one.comes_in], ids=lambda it: it.name)
def test_8_what_comes_in_ends_what_it_makes_doubtful(it):
    """
    A notice from outside makes void what those who manage the sentence had said, and it is asked for anew.
    """
    there = given(it)
    there.smoothly(*it.to_assessing)
    assert {"current"} == there.life("case", it.ends)
    assert there.book.notice("case", it.comes_in, actor="coordinator").allowed

    assert {"void"} == there.life("case", it.ends)
