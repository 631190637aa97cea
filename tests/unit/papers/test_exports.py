"""
Exports: who is told what, only on its basis, and the log of it; and what is left of forms after the end.
"""

import json

import pytest
from tests.changing import changes, is_told
from tests.papers import CASE, Desk, little, read_little

from rjflow.definition.difference import difference
from rjflow.definition.fingerprint import fingerprint
from rjflow.report.changes import change_sentence
from rjflow.store.port import CaseNotFound
from rjflow.verifier.verifying import verify


@pytest.fixture
def desk():
    """A desk with one case that was given to somebody."""
    desk = Desk()
    desk.register()
    assert desk.give()
    return desk


def told(desk: Desk) -> list[str]:
    """
    Name what is in the outbox.
    """
    return [message.topic for message in desk.store.waiting(most=99)]


def test_facts_are_told_when_something_happens(desk):
    """
    An export is a message in the outbox with its receivers, its basis and its facts, and no more.
    """
    desk.close()
    [message] = desk.store.waiting(most=99)

    assert "export.outcome-to-probation" == message.topic
    assert {
        "export": "outcome-to-probation",
        "workflow": "little",
        "case": "c1",
        "entry": desk.book.case("c1").revision,
        "to": ["offender-manager"],
        "at": "2026-03-02T09:00:00+00:00",
        "event": "close",
        "basis": "permission",
        "facts": {"report": "met", "state": "closed", "reason": "done"},
    } == json.loads(message.text)


@pytest.mark.parametrize("sharing", [None, "refuses"])
def test_without_its_basis_nothing_is_told(desk, sharing):
    """
    Where the consent it rests on is not given now, an export does not happen; the event does.
    """
    desk.close(sharing=sharing)

    assert ([], "closed") == (told(desk), desk.book.case("c1").state)


def test_an_agreement_is_asked_each_time(desk):
    """
    What rests on an agreement of the scheme is told only while that is current.
    """
    desk.book.record("scheme", "agreement-probation", "signed", actor="pia")
    desk.clock.forward(days=7 * 53)
    desk.book.fire("c1", "decline", actor="cora")
    assert [] == told(desk)
    desk.open("c2")
    desk.book.record("scheme", "agreement-probation", "signed", actor="pia")
    desk.book.fire("c2", "decline", actor="cora")

    assert ["export.feedback-to-referrer"] == told(desk)


def test_withdrawing_consent_stops_what_comes_and_not_the_log_of_what_was(desk):
    """
    The log says what was told, when, by whom, to whom and on what basis, whatever was withdrawn since.
    """
    desk.book.record("scheme", "agreement-probation", "signed", actor="pia")
    desk.close()
    [share] = desk.book.shares("c1", "om")

    assert ("close", "fay", ("offender-manager",), "permission") == (
        share.event,
        share.by,
        share.export.to,
        share.export.basis,
    )
    assert {"report": "met", "state": "closed", "reason": "done"} == share.facts


def test_the_log_shows_each_what_they_may_see(desk):
    """
    That something was told is seen by those it went to and those who made it happen; whoever has no part sees no log.
    """
    desk.book.record("scheme", "agreement-probation", "signed", actor="pia")
    desk.close()
    seen = {
        who: [one.export.name for one in desk.book.shares("c1", who)] for who in ("fay", "cora", "om", "ref", "ole")
    }

    assert {
        "fay": ["outcome-to-probation", "feedback-to-referrer"],
        "cora": ["feedback-to-referrer"],
        "om": ["outcome-to-probation"],
        "ref": ["feedback-to-referrer"],
        "ole": [],
    } == seen
    with pytest.raises(CaseNotFound):
        desk.book.shares("c1", "stranger")


def test_what_is_told_of_people_names_nobody(desk):
    """
    Of a fact about people others learn what kind they are, and never who.
    """
    from attrs import evolve

    from rjflow.frozen import frozen_map
    from rjflow.rules.commands import Advance
    from rjflow.rules.decision import Decision, Move
    from rjflow.rules.exporting import exported

    desk.close()
    case, workflow = desk.book.case("c1"), little()
    export = evolve(workflow.exports["outcome-to-probation"], facts=("sharing",))
    telling = evolve(workflow, exports=frozen_map({"x": export}))
    situation = case.situation
    decision = Decision(
        True,
        Advance(at=situation.now),
        situation,
        situation,
        (),
        (Move("deadline", "given", "closed", situation.now, "close"),),
    )

    assert [{"sharing": [{"kind": "offender", "value": "agrees"}]}] == [
        one.facts for one in exported(telling, decision)
    ]


def test_after_the_end_only_what_is_kept_is_left(desk):
    """
    Tidying leaves of a case that was declined what is counted, at once; and of every case, after its time, what the file says.
    """
    desk.open("c2")
    values = {"record": "lawful", "route": "victim", "references": "C-2"}
    desk.book.submit("c2", "referral-form", values, actor="cora")
    desk.book.fire("c2", "decline", actor="cora")
    desk.close("c1")
    assert (1, ("c2",)) == desk.book.tidy()
    assert [{"route": "victim"}] == [one.values for one in desk.book.filed("c2", "cora")]
    assert {"rating": 8, "felt-safe": "partly", "words": "It was fine."} == desk.book.filed("c1", "fay")[-1].values
    desk.clock.forward(days=7 * 52)
    desk.book.tidy()

    assert [{"rating": 8}] == [one.values for one in desk.book.filed("c1", "fay")]
    assert 0 == desk.book.tidy().forms


def test_nothing_is_thrown_away_of_a_case_that_goes_on(desk):
    """
    However old, the forms of an open case stay.
    """
    desk.clock.forward(days=3000)

    assert (0, ()) == desk.book.tidy()


def hidden(what: str, whom: str, **more: str) -> str:
    """
    Judge that something is hidden from somebody, in a little case that may differ.
    """
    text = CASE
    for old, new in more.items():
        text = text.replace(old, new)
    kept = f"safeguards:\n  - {{id: F1, label: hidden, hidden: [{what}], from: [{whom}]}}\n"
    [verdict] = verify(read_little(text + kept)).verdicts
    assert (verdict.story is None) == (verdict.judged == "kept")
    return verdict.judged


@pytest.mark.parametrize(
    ("what", "whom", "judged"),
    [
        ("feedback-form.words", "coordinator", "kept"),
        ("feedback-form", "coordinator", "broken"),
        ("feedback-form.words", "facilitator", "broken"),
        ("feedback-form", "offender-manager", "kept"),
        ("referral-form", "facilitator", "kept"),
        ("referral-form", "coordinator", "broken"),
        ("allocation", "coordinator", "broken"),
        ("report", "offender-manager", "broken"),
        ("sharing", "offender-manager", "broken"),
        ("report", "referrer", "kept"),
        ("sharing", "referrer", "kept"),
    ],
)
def test_what_is_hidden_is_not_in_forms_and_exports_either(what, whom, judged):
    """
    A form or field is hidden from whoever may neither see it nor write it; evidence also from whoever is told nothing that depends on it.
    """
    assert judged == hidden(what, whom)


def test_a_broken_one_is_told():
    """
    The report of a broken `hidden` names the form or the export that shows it.
    """
    from rjflow.report.endings import ending_sentence
    from rjflow.verifier.wording import cast_of_story

    for what, whom, said in (
        ("feedback-form", "coordinator", "“feedback form” can be handed in"),
        ("report", "offender-manager", "“outcome to probation”, which is told to the offender manager"),
    ):
        kept = f"safeguards:\n  - {{id: F1, label: hidden, hidden: [{what}], from: [{whom}]}}\n"
        workflow = read_little(CASE + kept)
        [verdict] = verify(workflow).verdicts
        told = ending_sentence(workflow, verdict.safeguard, verdict.story, cast_of_story(workflow, verdict.story))
        assert said in told


def test_paper_counts_in_the_fingerprint_and_in_a_comparison():
    """
    Telling more, to more, or on less, is weaker; and a workflow without paper has the fingerprint it always had.
    """
    more = read_little(CASE.replace("to: [offender-manager]", "to: [offender-manager, referrer]"))
    changes = {(one.section, one.what, one.direction) for one in difference(little(), more).changes}
    assert {("exports", "to", "weaker"), ("exports", "visible_to", "weaker")} == changes
    assert fingerprint(little()) != fingerprint(more)
    less = read_little(
        CASE.replace("\n    needs: scheme agreement-probation is signed", "")
        .replace("basis: agreement", "basis: legal-duty\n    source: law")
        .replace("roles: {", "sources: {law: {title: A law}}\nroles: {", 1)
    )
    assert "weaker" in {one.direction for one in difference(little(), less).changes}


def test_every_field_of_paper_is_told_and_is_covered():
    """
    Whatever is said of paper is part of the fingerprint, is a difference that can be told, and only words are left out of both.
    """
    told, dangling = 0, set[str]()
    for place, attribute, changed in changes(little()):
        if (
            not {"forms", "exports", "kept", "known_to", "outcome", "counted", "due"} & set(place)
            or place[0] == "scheme"
        ):
            continue
        found = difference(little(), changed).changes
        assert (fingerprint(changed) == fingerprint(little())) == is_told(place, attribute), place
        assert bool(found) == (not is_told(place, attribute)), place
        for one in found:
            try:
                told += bool(change_sentence(little(), changed, one))
            except KeyError:  # a name that no file could have
                dangling.add(place[-1])
    assert told > 50
    assert {"to", "at", "facts", "event", "level", "register", "filled_by", "visible_to", "known_to"} >= dangling
