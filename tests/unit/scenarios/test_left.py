"""
What is left of forms: a scenario names all of it, and notices when more is kept, or for longer, or less.
"""

import pytest
from tests.papers import CASE, SCHEME

from rjflow.report.tested import failure_text
from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.outcome import Outcome
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.sources.errors import InvalidWorkflow

AT_ONCE = "only: [referral-form.route], because"


def read(left: str, tmp_path, case: str = CASE) -> ScenarioFile:
    """
    Read one scenario of the little case, which was declined, with what is left at once.
    """
    (tmp_path / "scheme.workflow.yaml").write_text(SCHEME, "utf-8")
    (tmp_path / "little.workflow.yaml").write_text(case, "utf-8")
    text = (
        "rjflow: 1\nscenarios-of: little.workflow.yaml\nbegins: 2026-03-02 09:00\nworkers: {cora: coordinator, fay: facilitator}\n"
        "people: {ole: offender, vic: victim}\nscenarios:\n  - scenario: it is so\n    when:\n"
        f"      - {{by: cora, do: decline, then: {{left: {left}}}}}\n"
    )
    return read_scenarios(text, name="little.scenarios.yaml", folder=tmp_path)


def acted(file: ScenarioFile) -> Outcome:
    """
    Act the one scenario out.
    """
    return run(file, file.scenarios[0])


def test_what_is_left_is_named_and_nothing_else(tmp_path):
    """
    With just what the rule keeps it passes.
    """
    assert acted(read("[referral-form.route]", tmp_path)).passed


@pytest.mark.parametrize(
    ("left", "changed", "said"),
    [
        ("[]", AT_ONCE, "of forms is left `referral-form.route`."),
        ("[referral-form]", AT_ONCE, "must be: of forms is left `referral-form`."),
        (
            "[referral-form.route]",
            "only: [referral-form.route, feedback-form], because",
            "`feedback-form` and `referral-form.route`",
        ),
        ("[referral-form.route]", "only: [], because", "of forms is left nothing"),
    ],
)
def test_more_or_less_is_noticed(left, changed, said, tmp_path):
    """
    What is named and not kept, and what is kept and not named, fails the scenario and is said.
    """
    file = read(left, tmp_path, CASE.replace(AT_ONCE, changed))
    outcome = acted(file)

    assert not outcome.passed
    assert said in " ".join(failure_text(file, outcome).split())


def test_a_rule_whose_time_has_not_come_leaves_everything(tmp_path):
    """
    When it is kept longer, all that forms can say is left.
    """
    file = read("[referral-form.route]", tmp_path, CASE.replace("{after: at-once, reasons", "{after: 1 day, reasons"))
    outcome = acted(file)

    assert not outcome.passed
    assert "`referral-form`, `allocation`, and `feedback-form`" in " ".join(failure_text(file, outcome).split())


def test_a_name_that_no_form_has_is_told(tmp_path):
    """
    A slip is told with the names that are close.
    """
    with pytest.raises(InvalidWorkflow, match=r"RJ375.*referral-form\.rout`"):
        read("[referral-form.rout]", tmp_path)
