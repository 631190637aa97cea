"""
Traps: states that nobody who is counted on leads a case out of, whatever is recorded.
"""

import pytest
from hypothesis import given
from tests.effort import slowly
from tests.strategies_mixed import mixed_workflows

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.reader.reading import read
from rjflow.verifier.judging import find, judge
from rjflow.verifier.stranding import leads_on, stranded

WAITING = """\
rjflow: 1
workflow: waiting
version: 1
title: Somebody waits for an answer, and for a day
roles: {worker: {}, guard: {}}
evidence:
  day: {date: true, recorded-by: [worker], current-for: whole-case}
states:
  open: {start: true}
  asked: {}
  held: {holds: true}
  over: {final: true, reasons: [done]}
events:
  ask: {from: open, to: asked, by: [worker], needs: NEEDS}
  hold: {from: open, to: held, by: [guard]}
  take-up: {from: held, to: back, by: [guard]}
  end: {from: open, to: over, by: [worker], reason: done}
  the-day-comes: {from: asked, to: over, by: [clock], reason: done}
  wait-is-over: {from: [asked, held], to: over, by: [clock, guard], reason: done}
deadlines:
  - {until: day, from: [asked], then: the-day-comes}
  - {in: [held], after: 2 days, then: wait-is-over}
safeguards:
  - {id: P, label: a case comes to its end, always-possible: final, using: USING}
"""


def waiting(using: str, needs: str = "[]", *, patient: bool = True) -> tuple[Workflow, AlwaysPossible]:
    """Give the workflow, and what must be possible in it with the help of some; who is not patient closes an open case in time."""
    text = WAITING.replace("USING", using).replace(", needs: NEEDS", "" if needs == "[]" else f", needs: {needs}")
    if not patient:
        text = text.replace("in: [held]", "in: [open, held]").replace(
            "from: [asked, held]", "from: [open, asked, held]"
        )
    workflow = read(text)
    form = workflow.safeguards[0].form
    assert isinstance(form, AlwaysPossible)
    return workflow, form


@pytest.mark.parametrize(
    ("using", "traps"),
    [
        ("[roles, clock]", set()),
        ("[worker, clock]", set()),  # for the day
        ("[clock]", {"open"}),
        ("[worker]", {"asked", "held"}),
        ("[guard]", set()),  # who is at open may hold a case, and end it there
    ],
)
def test_a_trap_is_where_nothing_leads_on(using: str, traps: set[str]):
    """What those who are counted on may never do leads nowhere; the clock fires deadlines, where they are armed, and nothing else."""
    workflow, form = waiting(using)

    assert traps == {name for name in workflow.states if not leads_on(workflow, form, name)}


def test_what_runs_out_leads_on():
    """Whoever counts on the clock alone counts on a gate that closes: the case falls."""
    falling = WAITING.replace("USING", "[clock]").replace(", needs: NEEDS", "")
    workflow = read(falling.replace("asked: {}", "asked: {while: day is current, otherwise: held}"))
    form = workflow.safeguards[0].form
    assert isinstance(form, AlwaysPossible)

    assert leads_on(workflow, form, "asked", unknown={"day"})


def test_a_day_that_nobody_named_does_not_come():
    """Of a deadline for a date that is not known it is not said that it fires."""
    workflow, form = waiting("[clock, worker]")

    assert leads_on(workflow, form, "asked")
    assert not leads_on(workflow, form, "asked", unknown={"day"})


@pytest.mark.parametrize(
    ("using", "needs", "end"),
    [
        ("[worker]", "[]", "asked"),
        ("[roles]", "[]", None),
        ("[worker, clock]", "[]", None),  # the worker may name the day yet
        ("[clock]", "[]", "open"),
    ],
)
def test_a_way_into_a_trap_is_a_story(using: str, needs: str, end: str | None):
    """A story leads into the first trap that a case can come to."""
    workflow, form = waiting(using, needs)
    story = stranded(workflow, form, find)

    assert end == (None if story is None else story.last.state)


@pytest.mark.parametrize(("needs", "judged"), [("[]", "broken"), ("day is current", "kept")])
def test_whoever_waits_for_a_day_that_nobody_named_is_stranded(needs: str, judged: str):
    """Where only the clock is counted on, a day must have been named on the way."""
    workflow, form = waiting("[clock]", needs, patient=False)
    story = stranded(workflow, form, find)

    assert judged == judge(workflow, workflow.safeguards[0]).judged
    assert ["asked"] * (judged == "broken") == [one.last.state for one in (story,) if one is not None]


FALLING = """\
rjflow: 1
workflow: falling
version: 1
title: Two permissions that end together
roles: {worker: {}, guard: {}}
evidence:
  stay: {one-of: [granted], current-for: 1 days}
  visit: {one-of: [granted], current-for: VISIT}
states:
  open: {start: true}
  inside: {while: stay is granted, otherwise: hall}
  hall: {while: visit is granted, otherwise: shut}
  shut: {}
  over: {final: true, reasons: [done]}
events:
  grant: {from: open, to: inside, by: [worker], records: [stay, visit]}
  end: {from: [open, inside, hall], to: over, by: [worker]}
  leave: {from: hall, to: over, by: [clock]}
  unlock: {from: shut, to: open, by: [guard]}
deadlines:
  - {in: hall, after: 1 days, then: leave}
safeguards:
  - {id: P, label: a case comes to its end, always-possible: final, using: [worker]}
"""


@pytest.mark.parametrize(("visit", "judged"), [("1 days", "broken"), ("36 hours", "broken"), ("3 days", "unfinished")])
def test_a_trap_is_found_that_is_come_to_in_some_real_days_only(visit: str, judged: str):
    """
    Whoever falls past two gates at one moment falls into the trap, and whoever is left before it too shortly; nobody comes to it where the
    clock is sooner, which is not proved.
    """
    workflow = read(FALLING.replace("VISIT", visit))
    verdict = judge(workflow, workflow.safeguards[0])

    assert judged == verdict.judged
    assert verdict.story is None or "shut" == verdict.story.last.state


@slowly(60)
@given(mixed_workflows())
def test_whoever_is_stranded_is_stuck(workflow: Workflow):
    """No story leads into a trap where the safeguard is kept."""
    for safeguard in workflow.safeguards:
        form = safeguard.form
        if isinstance(form, AlwaysPossible) and stranded(workflow, form, find) is not None:
            assert judge(workflow, safeguard).judged == "broken"
