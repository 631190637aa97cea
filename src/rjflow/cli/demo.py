"""
`rjflow demo`: the shipped workflows proved, a broken one told, and a made-up case run from referral to closure.

Everybody in it is invented. The clock is set by hand, so that it says the same on every day.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click

from rjflow.cli.acting import Acting, Company, today
from rjflow.cli.exits import Exit
from rjflow.cli.files import read_named
from rjflow.cli.saying import data, progress
from rjflow.clock import FixedClock
from rjflow.definition.wording import spoken_value
from rjflow.engine.replaying import replay
from rjflow.engine.running import Engine, Step
from rjflow.report.deciding import decision_text
from rjflow.report.layout import paragraphs, wrapped
from rjflow.report.plain import check_text, heading, summary
from rjflow.report.running import history_text
from rjflow.rules.wording import moved
from rjflow.shipped import folder
from rjflow.text import counted
from rjflow.verifier.verdict import BrokenSafeguard, Report
from rjflow.verifier.verifying import verify

SCHEME = "scheme-readiness"
FLAGSHIP = "ew-post-sentence"
UNSAFE = "checked-when-scheduled"

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
COMPANY = Company(
    workers={
        "ada": ("Ada", ["coordinator"]),
        "ben": ("Ben", ["facilitator"]),
        "cleo": ("Cleo", ["supervisor"]),
        "dev": ("Dev", ["offender-manager"]),
        "fay": ("Fay", ["victim-liaison"]),
        "gus": ("Gus", ["governor"]),
        "hana": ("Hana", ["planner", "practice-lead", "data-lead"]),
        "ivo": ("Ivo", ["senior-owner", "senior-manager"]),
    },
    people={"robin": ("Robin", "victim"), "kit": ("Kit", "offender"), "sam": ("Sam", "supporter")},
)

TO_READINESS = (
    ("form-group", "ivo"),
    *((f"{one}-foundation-laid", "hana") for one in "first second third fourth fifth sixth seventh eighth".split()),
    ("declare-ready", "ivo"),
)
TO_ALLOCATION = (("receive-referral", "ada"), ("accept-referral", "ada"), ("allocate", "cleo"))
TO_PREPARING = (
    ("approach-victim-who-asked", "ben"),
    ("victim-is-willing", "ben"),
    ("approach-offender-for-victim", "ben"),
    ("offender-is-willing", "ben"),
    ("begin-assessment", "ben"),
    ("choose-meeting", "cleo"),
)
TO_READY = (("hold-preparation-meeting", "ben"), ("propose-plan", "ben"), ("approve-plan", "cleo"))
READY_AGAIN = (("resubmit-plan", "ben"), ("approve-plan", "cleo"), ("fix-the-day", "ben"))
THE_DAY = (("pass-day-checks", "ben"), ("begin-meeting", "ben"), ("finish-meeting", "ben"))
AFTERWARDS = (
    ("finish-debriefs", "ben"),
    ("record-agreement", "ben"),
    ("finish-monitoring", "ben"),
    ("finish-follow-up", "ben"),
    ("send-outcome-report", "ada"),
)


@click.command()
@click.pass_context
def demo(context: click.Context) -> None:
    """
    Prove the shipped workflows, and run a case.

    First the flagship workflow and its scheme are proved, then an unsafe workflow is refuted, then a made-up case goes
    from referral to closure: refused when it is too early, interrupted by a withdrawn consent and by a risk assessment
    that ran out, held at last, and replayed from its history.
    """
    try:
        for block in _told():
            data(block + "\n")
    except BrokenSafeguard as broken:
        data(check_text(broken.report))
        context.exit(Exit.BROKEN)


# ----------------------------------------------------------------------------------------------------------------------


def _told() -> Iterator[str]:
    yield _title("1  Two shipped workflows, proved")
    scheme, flagship = _proved(SCHEME), _proved(FLAGSHIP)
    yield paragraphs(*(f"{heading(report)}\n{wrapped(summary(report), indent=2)}" for report in (scheme, flagship)))
    yield wrapped(f"`rjflow check {FLAGSHIP}` lists every safeguard, and `rjflow explain {FLAGSHIP}` says the policy.")

    yield _title("2  An unsafe workflow, and how it goes wrong")
    yield check_text(_proved(str(folder() / "unsafe" / f"{UNSAFE}.workflow.yaml")))

    yield _title("3  A case, from referral to closure")
    yield wrapped("Everybody in it is invented, and so is the time.")
    clock = FixedClock(START)
    ready = Acting(Engine(scheme.require(), roles=COMPANY.roles(), clock=clock), clock, COMPANY, "service", (), "ivo")
    for event, by in TO_READINESS:
        ready.do(event, by)
    yield f"The scheme took {counted(len(ready.history), 'entry', 'entries')} to become ready.\n"
    engine = Engine(flagship.require(), roles=COMPANY.roles(), clock=clock, scheme=lambda: ready.case)
    case = Acting(engine, clock, COMPANY, "case-1", ("robin", "kit"), "ada")
    yield from _case(case)

    yield _title("4  What happened, entry by entry")
    names = COMPANY.names(flagship.workflow)
    yield history_text(flagship.workflow, case.history, names=names, brief=True)
    again = replay(case.history, {flagship.fingerprint: flagship.workflow}, head=case.case.head)
    same = "the same case" if again == case.case else "ANOTHER CASE"
    yield wrapped(
        f"Replayed from its {counted(len(case.history), 'entry', 'entries')}: every decision derived anew, {same}."
    )


def _case(case: Acting) -> Iterator[str]:
    yield from _steps(case, TO_ALLOCATION)
    yield _remark("Ben is in a hurry, and asks what nobody has answered yet:")
    yield _asked(case, "approach-victim-who-asked", "ben")
    yield _remark("He asks around first. What is lacking is recorded, and the same step is allowed:")
    yield from _steps(case, TO_PREPARING, days=2)
    case.join("sam", "ben")
    case.day = today(case) + timedelta(days=24)
    yield from _steps(case, TO_READY, days=2)

    yield _remark("Robin has a bad night, and takes the consent back:")
    yield from _step(
        case, case.record("consent-to-meet", "withdrawn", "robin"), "Ben records it, and the case falls back."
    )
    yield _asked(case, "approve-plan", "cleo") if case.case.state == "plan-review" else ""
    yield _remark("Three days later Robin wants to go on, and says so again:")
    case.wait(3)
    case.record("consent-to-meet", "given", "robin")
    yield from _steps(case, READY_AGAIN)

    yield _remark("Two weeks pass. The risk assessment runs out, and with it the case falls out of its stage:")
    yield from _step(case, case.wait(14), "Nobody did anything; the clock did.")
    yield _asked(case, "the-day-comes", "ben")
    yield _remark("It is made again, approved by somebody else, and everybody is asked again:")
    yield from _steps(case, (("prepare-again", "ben"), *READY_AGAIN))
    yield _remark("The day of the meeting comes:")
    yield from _step(case, case.wait((case.day - today(case)).days), "The clock knows the day.")
    yield from _steps(case, THE_DAY)
    yield _remark("Afterwards, what is owed:")
    yield from _steps(case, AFTERWARDS, days=1)
    yield from _step(case, case.do("close-as-completed", "ada", "completed-direct"), "")


def _steps(case: Acting, steps: tuple[tuple[str, str], ...], days: int = 0) -> Iterator[str]:
    for event, by in steps:
        if days:
            case.wait(days)
        before = len(case.history)
        step = case.do(event, by)
        records = len(case.history) - before - 1
        after = f" (after {counted(records, 'piece')} of evidence)" if records > 0 else ""
        who = COMPANY.names(case.engine.workflow)[by]
        yield from _step(case, step, f"{who}: {case.engine.workflow.events[event].label}{after}")


def _step(case: Acting, step: Step, what: str) -> Iterator[str]:
    day = spoken_value(today(case))
    if not step.allowed:
        raise RuntimeError(decision_text(case.engine.workflow, step.decision))
    lines = [wrapped(f"{day:>14}  {what}", hanging=16)] if what else []
    lines += [wrapped(moved(case.engine.workflow, move), indent=16, hanging=2) for move in step.decision.moves]
    yield "\n".join(lines)


def _asked(case: Acting, event: str, by: str) -> str:
    decision = case.consider(event, by)
    return decision_text(case.engine.workflow, decision, names=COMPANY.names(case.engine.workflow))


def _proved(name: str) -> Report:
    workflow = read_named(name)
    with progress() as show:
        return verify(workflow, today=START.date(), progress=lambda one: show(f"proving {workflow.name}: {one.id}"))


def _title(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


def _remark(text: str) -> str:
    return "\n" + wrapped(text)
