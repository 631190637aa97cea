"""
How a story is introduced, and what is told beside its steps.
"""

from datetime import date

import pytest
from tests.small import ADA, MONDAY, advance, fire, opened

from rjflow.instants import DAY, HOUR
from rjflow.reader.reading import read
from rjflow.report.plain import check_text
from rjflow.report.telling import begun
from rjflow.rules.commands import Command, Given
from rjflow.verifier.replaying import replayed
from rjflow.verifier.verifying import verify

WAITS = """\
rjflow: 1
workflow: waits
version: 1
title: Waits
roles: {worker: {}}
evidence:
  hearing: {date: true, recorded-by: [worker], current-for: whole-case}
states: {start: {start: true}, late: {}, end: {final: true, reasons: [done]}}
events:
  fix: {from: start, to: start, by: [worker], records: [hearing]}
  lapse: {from: start, to: late, by: [clock]}
  close: {from: [start, late], to: end, by: [worker]}
deadlines: [{in: start, after: 3 working days, calendar: office, then: lapse}]
calendars: {office: {working-days: [mon, tue, wed, thu, fri], holidays: []}}
"""


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        ([advance(MONDAY + 3 * DAY + 15 * HOUR)], ", in a case opened on Monday 2 March 2026, 09:00"),
        (
            [fire("fix", MONDAY, ADA, given=(Given("hearing", date(2026, 3, 6)),))],
            ", in a case opened on Monday 2 March 2026, 09:00",
        ),
        ([fire("close", MONDAY + HOUR, ADA)], ""),
        ([fire("fix", MONDAY, ADA, given=(Given("hearing", date(2999, 3, 6)),))], ""),
    ],
    ids=["a day is waited for", "a day is said", "no day is told", "a day that no case lasts until"],
)
def test_a_story_that_tells_of_days_says_on_which_it_begins(commands: list[Command], said: str):
    """
    Whoever reads of a day that may come, or that some days pass until one, is told on what day the case was opened; nobody else is.
    """
    waits = read(WAITS)
    story = replayed(waits, opened(waits), commands)
    assert story is not None

    assert said == begun(waits, story)


STOPPED = """\
rjflow: 1
workflow: stopped
version: 1
title: Stopped
roles: {host: {}}
evidence:
  leave: {one-of: [given], recorded-by: [host], current-for: whole-case}
states: {start: {start: true}, over: {final: true, reasons: [done]}}
events:
  stop: {from: start, to: over, by: [host], needs: leave is given}
  end: {from: start, to: over, by: [host]}
safeguards:
  - {id: A, label: it can be stopped, always-open: stop, while: in start}
"""


def test_what_asks_before_the_way_out_is_pointed_at():
    """
    Where an event that is always to be allowed leads on from a state, and asks for something, that is not told as if it were not there.
    """
    told = check_text(verify(read(STOPPED)))

    assert "“stop” leads on from there, but is not open:" in told
    assert "--> workflow.yaml:10:52" in told
    assert "asked for before it" in told
    assert "not here:" not in told
