"""
What is said of options, remedies and entries, each in one line.
"""

import pytest
from attrs import evolve
from tests.small import ADA, MONDAY, decide, event, evidence, fire, opened, workflow
from tests.unit.engine.running_cases import DEFINITION, whole_run

from rjflow.engine.options import Option, Remedy
from rjflow.engine.wording import entry_cells, option_sentence, remedy_sentence, waiver_sentence
from rjflow.rules.commands import Erase, Tell, Told
from rjflow.rules.wording import Cast

CAST = Cast({"g1": "the guest"}, {"ada": "Ada"})
SMALL = workflow(evidence("fact"), event("go", ("start", "end"), records=("fact",)))
DECISION = decide(SMALL, opened(SMALL), fire("go"))


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (Option(event="go", is_open=None, decision=DECISION), "it depends on what is given with it"),
        (Option(event="go", is_open=False, decision=DECISION), "not now: 1 condition not met"),
        (Option(event="go", is_open=True, decision=DECISION), "open"),
        (
            Option(event="go", is_open=True, decision=DECISION, gives=("fact",), reasons=("done", "not-wanted")),
            "open; with “fact”; because: “done” or “not wanted”",
        ),
        (Option(event="go", is_open=True, decision=DECISION, reasons=("done",)), "open"),
    ],
)
def test_an_option_says_what_it_wants(option, said):
    """
    What is given with it, and why, where there is a choice; of one that is not open, how much is missing.
    """
    assert said == option_sentence(SMALL, option)


def test_a_remedy_says_who_could_and_where():
    """
    Somebody records it, an event does, somebody else may do it, or it may be done elsewhere.
    """
    over = decide(SMALL, opened(SMALL), fire("go", given=(), reason="done"))
    finding = over.findings[0]

    assert "it may be done in “start”" == remedy_sentence(SMALL, Remedy(finding=finding, states=("start",)), CAST)
    assert "the worker or the lead may do it" == remedy_sentence(
        SMALL, Remedy(finding=finding, by=("worker", "lead")), CAST
    )
    assert "“fact” of the guest: the worker may record it, or “go” does" == remedy_sentence(
        SMALL, Remedy(finding=finding, evidence="fact", person="g1", by=("worker",), events=("go",)), CAST
    )
    assert "“fact” of the guest: “go” records it" == remedy_sentence(
        SMALL, Remedy(finding=finding, evidence="fact", person="g1", events=("go",)), CAST
    )


def test_what_is_told_of_people_and_erased_is_said_without_a_value():
    """
    A history says that something was kept apart, or erased, and of whom; never what.
    """
    entry = whole_run().history.entries[1]
    tell = Tell(person="g1", values=(Told("phone-number", "0" * 64),), key="0" * 64, actor=ADA, at=MONDAY)
    erase = Erase(person="g1", actor=ADA, at=MONDAY)

    assert ("Ada", "keep about the guest, apart: phone number", "") == entry_cells(
        DEFINITION, evolve(entry, command=tell), CAST
    )[1:]
    assert ("Ada", "erase what was kept about the guest", "") == entry_cells(
        DEFINITION, evolve(entry, command=erase), CAST
    )[1:]


def test_who_let_a_workflow_run_unproved_is_said():
    """
    A history says who answers for a workflow that was not proved, since when and why; of one that was, nothing.
    """
    entry = whole_run().history.entries[0]

    assert "“small” was not proved: tests let it run on" in waiver_sentence(DEFINITION, entry)
    assert waiver_sentence(DEFINITION, entry).endswith("because too small to be worth a proof.")
    assert "" == waiver_sentence(DEFINITION, evolve(entry, waiver=None))
