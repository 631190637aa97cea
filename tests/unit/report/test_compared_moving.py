"""
What a comparison says of migrations: with both files at hand, a slip in them is told before any case is moved.
"""

import pytest
from tests.unit.reader.test_reading import changed

from rjflow import read
from rjflow.report.compared_text import diff_text
from rjflow.verifier.comparing import compare


def told(migrations: str) -> str:
    """
    Compare a workflow with its next version, which has these migrations; give what is said of cases that are under way.
    """
    old = read(changed("tiny-meeting"))
    version = f"version: {old.version}\n"
    new = read(changed("tiny-meeting", (version, f"version: {old.version + 2}\nmigrations: {migrations}\n")))
    text = " ".join(diff_text(compare(old, new)).split())
    return text.partition("Cases that are under way")[2].partition("Written otherwise")[0]


@pytest.mark.parametrize(
    ("migration", "sentence"),
    [
        (
            "states: {preparin: preparing}",
            "The migration speaks of `preparin`, but version 1 has no state of this name; did you mean `preparing`?",
        ),
        ("people: {uncle: victim}", "speaks of `uncle`, but version 1 has no kind of people of this name."),
        ("drop: [old-score]", "speaks of `old-score`, but version 1 has no evidence of this name."),
        (
            "states: {preparing: meeting}",
            "A case in “preparing” cannot move: the migration leads it into “meeting”, and no case comes into a meeting by a move.",
        ),
        ("states: {meeting: preparing}", "A case in “meeting” is in “preparing” once it has moved."),
        (
            "people: {victim: offender}",
            "Whoever is “person harmed” is “person responsible” once a case has moved, on another side.",
        ),
        (
            "evidence: {risk: approval}",
            "What was recorded as “the risk assessment” counts as “the approval of the risk assessment” once a case has moved.",
        ),
        ("renew: [risk]", "“the risk assessment” has to be recorded anew once a case has moved."),
    ],
)
def test_what_a_migration_does_to_cases_is_told(migration, sentence):
    """
    Names that the older version lacks, where cases come to, and what is asked again.
    """
    assert sentence in told(f"[{{from: 1, because: better so, {migration}}}]")


def test_cases_of_a_version_that_no_migration_names_stay():
    """
    A migration from some other version moves nothing of this one.
    """
    assert "Cases come over from version 2, and not from version 1: those stay where they are." in told("[{from: 2}]")
