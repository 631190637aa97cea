"""
What a form asks a register for does not happen without that form: neither the event, nor the record.
"""

import pytest
from tests.papers import BEGINNING, CASE, ROLES, Desk, little, read_little

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.definition.model import Workflow
from rjflow.engine.running import Engine
from rjflow.engine.wording import option_sentence
from rjflow.reader.reading import read_file
from rjflow.report.deciding import decision_text
from rjflow.report.seen import view_document, view_text
from rjflow.rules.handing import handed_in
from rjflow.shipped import folder
from rjflow.sources.errors import InvalidWorkflow
from rjflow.store.memory import MemoryStore
from rjflow.verifier.verifying import verify

SPLIT = CASE.replace(
    "has-facilitator: {one-of: [allocated], current-for: whole-case}",
    "has-facilitator: {one-of: [allocated, conflict], recorded-by: [coordinator], current-for: whole-case}",
)
"""The same case, where the allocation can be recorded by itself, and has an answer that no condition asks for."""


def book_of(workflow: Workflow) -> Casebook:
    """
    Give a casebook with one case, under a little workflow of one's own.
    """
    key = verify(workflow).require()
    book = Casebook(MemoryStore(), [key], roles=ROLES, clock=FixedClock(BEGINNING))
    book.open("c1", people={"o1": "offender", "v1": "victim"}, actor="cora")
    return book


@pytest.fixture
def desk():
    """A desk with one case that asks for a complex level, and a facilitator who is fit for it."""
    desk = Desk()
    desk.register()
    return desk


def test_the_event_of_such_a_form_does_not_happen_without_it(desk):
    """
    Fired by itself it is refused, for that reason alone, and nothing is written down; with the form it happens.
    """
    before = desk.book.case("c1")

    step = desk.book.fire("c1", "allocate", actor="cora", given={"has-facilitator": "allocated"})

    assert not step.allowed
    assert [("handed in", ("allocation",))] == [(one.asked, one.facts) for one in step.decision.missing]
    assert before == desk.book.case("c1")
    assert desk.give()


def test_the_refusal_says_which_form(desk):
    """
    Whoever reads it knows what to do.
    """
    step = desk.book.fire("c1", "allocate", actor="cora", given={"has-facilitator": "allocated"})

    said = " ".join(decision_text(little(), step.decision).split())

    assert "it is handed in with the form “allocation”, which says who of a register is given the case" in said


def test_asking_beforehand_gives_the_same_answer(desk):
    """
    What is considered is refused as what is done; an option is open, and names the form.
    """
    considered = desk.book.consider("c1", "allocate", actor="cora", given={"has-facilitator": "allocated"})
    [option] = [one for one in desk.book.options("c1", "cora") if one.event == "allocate"]

    assert ["handed in"] == [one.asked for one in considered.missing]
    assert option.is_open
    assert "open; with the form “allocation”; with “has facilitator”" == option_sentence(little(), option)


def test_what_somebody_sees_names_the_form(desk):
    """
    The view for programs and the view for people say that it comes with a form.
    """
    view = desk.book.view("c1", "cora")

    options = {one["event"]: one["forms"] for one in view_document(little(), view)["options"]}

    assert {"allocate": ["allocation"], "decline": []} == options
    assert "allocate, with the form “allocation”" in " ".join(view_text(little(), view).split())


@pytest.mark.parametrize("answer", ["allocated", "conflict"])
def test_a_record_of_such_evidence_does_not_stand_by_itself(answer):
    """
    An answer that a condition asks for comes with the form; one that opens nothing may be said at once.
    """
    book = book_of(read_little(SPLIT))
    book.record("c1", "referral", "lawful", actor="cora")

    step = book.record("c1", "has-facilitator", answer, actor="cora")

    assert (answer == "conflict") == step.allowed
    assert (["handed in"] if answer == "allocated" else []) == [one.asked for one in step.decision.missing]


@pytest.mark.parametrize(
    ("asks", "harmless"),
    [
        ("has-facilitator is allocated", {"conflict"}),
        ("has-facilitator is not conflict", {"conflict"}),
        ("has-facilitator is not allocated", {"allocated"}),
        ("has-facilitator is current", set()),
        ("not (has-facilitator is allocated or report is met)", set()),
        ("report is met or has-facilitator in (allocated, conflict)", set()),
    ],
)
def test_an_answer_is_harmless_only_where_no_condition_asks_for_it(asks, harmless):
    """
    Denials and questions whether it was recorded at all count as asking for every answer that makes them true.
    """
    workflow = read_little(SPLIT.replace("has-facilitator is allocated,", f'"{asks}",'))

    assert harmless == handed_in(workflow).harmless["has-facilitator"]


def test_no_answer_is_harmless_of_evidence_that_says_no_word():
    """
    Only where the answers are listed can it be told which of them no condition asks for.
    """
    text = CASE.replace("{one-of: [allocated], current-for", "{flag: true, current-for")
    workflow = read_little(text.replace("has-facilitator is allocated", "has-facilitator is true"))

    assert set() == handed_in(workflow).harmless["has-facilitator"]


def test_another_form_is_not_that_form():
    """
    A second form for the same evidence that names nobody does not take its place.
    """
    other = (
        "forms:\n  in-short: {filled-by: [coordinator], fields: {given: {records: has-facilitator, required: true}}}\n"
    )
    book = book_of(read_little(SPLIT.replace("forms:\n", other)))

    step = book.submit("c1", "in-short", {"given": "allocated"}, actor="cora")

    assert ["handed in"] == [one.asked for one in step.decision.missing]
    assert not step.allowed


def test_a_form_that_need_not_name_anybody_asks_nothing():
    """
    Only a field that is required makes the form necessary.
    """
    text = CASE.replace("level: complexity, required: true}", "level: complexity}")

    assert not handed_in(read_little(text)).events


def test_a_host_may_answer_for_it_itself():
    """
    A host with a register of its own says so, and is believed; the rules alone know nothing of registers.
    """
    workflow = little()
    engine = Engine(
        verify(workflow).require(),
        roles=ROLES,
        clock=FixedClock(BEGINNING),
        registers_elsewhere=True,
    )
    case = engine.open("c1", people={"o1": "offender", "v1": "victim"}, actor="cora").case
    case = engine.record(case, "referral", "lawful", actor="cora").case

    assert engine.fire(case, "allocate", actor="cora", given={"has-facilitator": "allocated"}).allowed


def test_the_clock_cannot_hand_a_form_in():
    """
    An event that the clock makes happen, and a form that names somebody, do not fit together; the file is told so.
    """
    text = CASE.replace("by: [coordinator], needs: referral", "by: [coordinator, clock], needs: referral")

    with pytest.raises(InvalidWorkflow) as found:
        read_little(text)

    assert ["RJ372"] == [one.code for one in found.value.diagnostics if one.code == "RJ372"]


@pytest.mark.parametrize(
    "name", ["ew-post-sentence", "pre-sentence-court", "nz-pre-sentence", "sexual-harm", "police-out-of-court"]
)
def test_no_shipped_programme_gives_a_case_to_somebody_who_was_not_asked_about(name):
    """
    That a case is allocated is said with a form that asks the register; that there is a conflict can be said at once.
    """
    only = handed_in(read_file(folder() / f"{name}.workflow.yaml"))

    assert ("allocation",) == only.evidence["facilitator-allocation"]
    assert {"conflict-found"} == only.harmless["facilitator-allocation"]
