"""
`rjflow demo`: the shipped workflows proved, a broken one told, and a made-up case run from referral to closure.

Everybody in it is invented. The clock is set by hand, so that it says the same on every day.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import click

from rjflow.casebook import Casebook
from rjflow.cli.exits import Exit
from rjflow.cli.files import read_named
from rjflow.cli.keeping_demo import CaseFile, Kept, case_file
from rjflow.cli.saying import answer, progress
from rjflow.clock import FixedClock
from rjflow.engine.replaying import replay
from rjflow.engine.running import Step
from rjflow.report.deciding import decision_text
from rjflow.report.layout import paragraphs, wrapped
from rjflow.report.plain import check_text, heading, summary
from rjflow.report.running import day_text, history_text, moves_text, ran_out_text, state_text
from rjflow.scenarios.acting import Acting, Company, today
from rjflow.shipped import folder
from rjflow.sources.errors import RjflowError
from rjflow.store.port import Store
from rjflow.text import counted
from rjflow.verifier.verdict import BrokenSafeguard, Report, VerifiedWorkflow
from rjflow.verifier.verifying import verify

SCHEME = "scheme-readiness"
FLAGSHIP = "ew-post-sentence"
UNSAFE = "checked-when-scheduled"

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENTENCE_ENDS = date(2028, 6, 30)
COMPANY = Company(
    workers={
        "ada": ["coordinator"],
        "ben": ["facilitator"],
        "cleo": ["supervisor"],
        "dev": ["offender-manager"],
        "fay": ["victim-liaison"],
        "gus": ["governor"],
        "hana": ["planner", "practice-lead", "data-lead"],
        "ivo": ["senior-owner", "senior-manager"],
    },
    people={"robin": "victim", "kit": "offender", "sam": "supporter"},
    names={
        "ada": "Ada (coordinator)",
        "ben": "Ben (facilitator)",
        "cleo": "Cleo (supervisor)",
        "dev": "Dev (offender manager)",
        "fay": "Fay (victim liaison)",
        "gus": "Gus (governor)",
        "hana": "Hana (planner)",
        "ivo": "Ivo (senior manager)",
        "robin": "Robin (person harmed)",
        "kit": "Kit (person responsible)",
        "sam": "Sam (supporter)",
    },
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


class DemonstrationStuck(RjflowError):
    """A step of the demonstration that the shipped workflow refuses."""


@click.command()
@click.option(
    "--store", metavar="FILE", help="A new SQLite file, in which the cases stay; left out, one that is gone afterwards."
)
@click.pass_context
def demo(context: click.Context, store: str | None) -> None:
    """
    Prove the shipped workflows, and run a case.

    First the flagship workflow and its scheme are proved, then an unsafe workflow is refuted, then a made-up case goes
    from referral to closure: refused when it is too early, interrupted by a withdrawn consent and by a risk assessment
    that ran out, held at last, and replayed from its history. It is kept in an SQLite file; half-way the program stops,
    and goes on from the file.
    """
    try:
        with case_file(store) as file:
            for block in _told(file):
                answer(block + "\n")
        if store is not None:
            answer(f"The cases are in {store}. To derive every decision in it anew:  rjflow audit verify {store}\n")
    except BrokenSafeguard as broken:
        answer(check_text(broken.report))
        context.exit(Exit.BROKEN)
    except DemonstrationStuck as stuck:
        answer(str(stuck))
        context.exit(Exit.REFUSED)


# ----------------------------------------------------------------------------------------------------------------------


def _told(file: CaseFile) -> Iterator[str]:
    yield _title("1  Two shipped workflows, proved")
    scheme, flagship = _proved(SCHEME), _proved(FLAGSHIP)
    yield paragraphs(*(f"{heading(report)}\n{wrapped(summary(report), indent=2)}" for report in (scheme, flagship)))
    yield f"To see them all:        rjflow check {FLAGSHIP}\nTo read the policy:     rjflow explain {FLAGSHIP}"

    yield _title("2  An unsafe workflow, and how it goes wrong")
    yield check_text(_proved(str(folder() / "unsafe" / f"{UNSAFE}.workflow.yaml")))

    yield _title("3  A case, from referral to closure")
    clock = FixedClock(START)
    keys = [scheme.require(), flagship.require()]
    roles: Any = {"roles": COMPANY.roles(), "clock": clock}
    book = Casebook(file.store, keys, **roles, registers_elsewhere=True)
    ready = Acting(Kept(keys[0], book, **roles), clock, COMPANY, "service", (), "ivo")
    for event, by in TO_READINESS:
        ready.do(event, by)
    entries = counted(len(ready.history), "entry", "entries")
    kept = "an SQLite file" if file.is_file else "memory, because `pip install 'rjflow[store]'` was not done"
    yield wrapped(
        f"Everybody in it is invented, and so is the time. It is kept in {kept}. The service around it took {entries} to become ready."
    )
    case = Acting(_case_engine(keys, file.store, roles), clock, COMPANY, "case-1", ("robin", "kit"), "ada")
    yield from _before_the_stop(case)
    case = _goes_on(case, _case_engine(keys, file.again(), roles))
    yield wrapped(
        f"Here the program stops and lets go of everything. It starts again, finds {case.case.id} in "
        f"{state_text(flagship.workflow, case.case.state)} with its {counted(len(case.history), 'entry', 'entries')}, and goes on:"
    )
    yield from _after_the_stop(case)

    yield _title("4  What happened, entry by entry")
    first_names = {id: name.partition(" ")[0] for id, name in COMPANY.names.items()}
    yield history_text(flagship.workflow, case.history, names=first_names, brief=True)
    again = replay(case.history, {flagship.fingerprint: flagship.workflow}, head=case.case.head)
    same = "and it is the same case" if again == case.case else "and it is ANOTHER CASE"
    yield wrapped(
        f"Replayed from its {counted(len(case.history), 'entry', 'entries')}: every decision derived anew, {same}."
    )


def _case_engine(keys: Sequence[VerifiedWorkflow], store: Store, roles: dict[str, Any]) -> Kept:
    """
    Give what runs the case, as a program has it that starts now.
    """
    looking = Casebook(store, [], **roles)
    # Forms need keys, which not everybody has installed; that Ben is fit for the case is the demonstration's own word.
    book = Casebook(store, keys, **roles, scheme=lambda: looking.case("service"), registers_elsewhere=True)
    return Kept(keys[1], book, **roles, scheme="service")


def _goes_on(before: Acting, engine: Kept) -> Acting:
    """
    Take up a case from where it is kept; only the day that people have in mind is in nobody's file.
    """
    found = Acting(engine, before.clock, COMPANY, engine.kept(before.case.id), ("robin", "kit"), "ada")
    found.history, found.day = engine.history(before.case.id), before.day
    return found


def _before_the_stop(case: Acting) -> Iterator[str]:
    yield _steps(case, TO_ALLOCATION)
    yield "Ben is in a hurry, and asks what nobody has answered yet:"
    decision = case.consider("approach-victim-who-asked", "ben")
    yield decision_text(case.engine.workflow, decision, names=COMPANY.names)
    case.record("sentence-end", SENTENCE_ENDS)
    yield wrapped("So people are asked first. What is lacking is recorded, and the same step is allowed:")
    yield _steps(case, TO_PREPARING, days=2)
    case.join("sam", "ben")
    case.day = today(case) + timedelta(days=24)
    yield _steps(case, TO_READY, days=2)


def _after_the_stop(case: Acting) -> Iterator[str]:
    yield "Robin has a bad night and takes the consent back; the case falls back with it:"
    yield _moves(case, case.record("consent-to-meet", "withdrawn", "robin"))
    yield "Three days later Robin wants to go on, and says so again:"
    case.wait(3)
    case.record("consent-to-meet", "given", "robin")
    yield _steps(case, READY_AGAIN)

    yield "Two weeks pass in which nobody does anything:"
    earlier = case.case.situation
    step = case.wait(14)
    yield ran_out_text(case.engine.workflow, earlier, step.case.situation, names=COMPANY.names)
    yield _moves(case, step)
    yield "The risk is assessed again, somebody else agrees, and everybody is asked again:"
    yield _steps(case, (("prepare-again", "ben"), *READY_AGAIN))
    yield "The day of the meeting comes, by the clock:"
    yield _moves(case, case.wait((case.day - today(case)).days))
    yield _steps(case, THE_DAY)
    case.day = today(case) + timedelta(weeks=6)
    yield "Afterwards everybody gets what they are owed, and the case is closed:"
    yield _steps(case, AFTERWARDS, days=1)
    yield _moves(case, case.do("close-as-completed", "ada", "completed-direct"))


def _steps(case: Acting, steps: Sequence[tuple[str, str]], days: int = 0) -> str:
    lines = []
    for event, by in steps:
        if days:
            case.wait(days)
        before = len(case.history)
        _allowed(case, case.do(event, by))
        records = len(case.history) - before - 1
        after = f" (after {counted(records, 'answer')})" if records > 0 else ""
        what = f"{COMPANY.names[by]}: {case.engine.workflow.events[event].label}{after}"
        lines.append(wrapped(f"{day_text(today(case)):>14}  {what}", hanging=16))
    return "\n".join(lines)


def _moves(case: Acting, step: Step) -> str:
    moves = moves_text(case.engine.workflow, _allowed(case, step).decision)
    return wrapped(f"{day_text(today(case)):>14}  {moves}", hanging=16)


def _allowed(case: Acting, step: Step) -> Step:
    """
    Give a step that must have been allowed; if the workflow has changed so that it is not, say why.
    """
    if not step.allowed:
        raise DemonstrationStuck(decision_text(case.engine.workflow, step.decision, names=COMPANY.names))
    return step


def _proved(name: str) -> Report:
    workflow = read_named(name)
    with progress() as show:
        return verify(workflow, today=START.date(), progress=lambda one: show(f"proving {workflow.name}: {one.id}"))


def _title(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"
