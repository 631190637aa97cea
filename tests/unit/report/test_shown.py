"""
A scenario shown as it went: what happened, what was refused in its place, where it ends, and who could do what then.
"""

from rjflow.report.shown import shown_text
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Watch

FILE = """\
rjflow: 1
scenarios-of: scheme-readiness
begins: 2026-03-02 09:00
workers: {ivo: senior-owner, hana: planner}
scenarios:
  - scenario: one
    when:
"""


def shown(*steps: str, asks: bool = True) -> str:
    """
    Show one scenario of the scheme, on one line.
    """
    file = read_scenarios(FILE + "".join(f"      - {step}\n" for step in steps))
    watch = Watch(asks=asks)
    outcome = run(file, file.scenarios[0], watch=watch)
    return " ".join(shown_text(file, outcome, watch).split())


def test_what_happened_stands_in_its_order_with_refusals_between():
    """
    What was refused stands between what happened before and after it, with its reason; so does time that passes.
    """
    text = shown("{by: ivo, do: declare-ready, refused: true}", "{smoothly: [form-group]}", "{wait: 1 days}")
    places = [
        text.index(part)
        for part in ("open the case", "refused: declare the service ready", "form the planning group", "time passes")
    ]

    assert sorted(places) == places
    assert "“the main aims in writing” is “in place”" in text


def test_it_ends_where_and_when_the_case_ends():
    """
    The last moment is told, not the last thing that was written down.
    """
    assert "On 3 March 2026, 09:00 the case is in" in shown("{smoothly: [form-group]}", "{wait: 1 days}")


def test_each_is_told_what_they_can_do_and_nothing_that_is_for_others():
    """
    Whoever can do something in the end is named with it, and what others do is listed with nobody else.
    """
    text = shown("{smoothly: [form-group]}")
    ivo, hana = text.split("What hana")[0].split("What ivo")[1], text.split("What hana")[1]

    assert "milestones are reached" in hana
    assert "milestones are reached" not in ivo
    assert "end the service" in ivo


def test_a_record_is_told_once():
    """
    What is recorded is one entry, and what nobody asked about is not told.
    """
    text = shown("{smoothly: [form-group]}", "{by: hana, record: need-scoped, is: in-place}", asks=False)

    assert text.count("a count of the need") == 1
    assert "can do then" not in text


def test_a_record_that_does_not_count_says_why():
    """
    A record that is kept and does not count stands apart, with what it needed.
    """
    text = shown("{smoothly: [form-group]}", "{by: ivo, record: readiness-approval, is: approved}")

    assert "it does not count. It needed:" in text


def test_a_scenario_without_steps_shows_the_opening():
    """
    Where nothing is done, the opening is shown.
    """
    assert "open the case" in shown("{wait: 1 days}")


WAITING = """\
rjflow: 1
workflow: waiting
version: 1
title: Two things fall due
roles: {worker: {}}
states: {open: {start: true}, late: {}, shut: {final: true, reasons: [over]}}
events:
  be-late: {from: open, to: late, by: [clock]}
  close: {from: [open, late], to: shut, by: [clock, worker]}
deadlines:
  - {after: 38 days, in: open, then: close}
  - {after: 7 days, in: open, then: be-late}
"""


def test_what_the_clock_does_first_stands_first(tmp_path):
    """
    By time, and not by how a day is spelled or where it stands in the file.
    """
    (tmp_path / "waiting.workflow.yaml").write_text(WAITING)
    file = read_scenarios(
        "{rjflow: 1, scenarios-of: waiting.workflow.yaml, begins: 2026-03-02 09:00, workers: {ada: worker},"
        " scenarios: [{scenario: one, when: [{wait: 1 days}]}]}",
        folder=tmp_path,
    )
    watch = Watch()
    text = shown_text(file, run(file, file.scenarios[0], watch=watch), watch)

    assert text.index("9 March 2026") < text.index("9 April 2026")
