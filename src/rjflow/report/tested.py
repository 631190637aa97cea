"""
Tell what came of scenarios: one line each, and for one that failed what happened beside what must.

Stands on: `deciding`, `questions`, `layout`, `scenarios`.   Knows nothing of: how scenarios are acted out.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from rjflow.definition.lookup import readers_of
from rjflow.definition.model import Workflow
from rjflow.definition.wording import label_of, said, spoken_time, spoken_value, the_actors
from rjflow.frozen import frozen
from rjflow.instants import moment
from rjflow.report.deciding import decision_text
from rjflow.report.layout import paragraphs, pointing, table, wrapped
from rjflow.report.questions import answer, question, used_name
from rjflow.report.running import day_text, names_of
from rjflow.report.tested_forms import mistakes_text, rejection, word_said
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding, Used, findings
from rjflow.rules.gathering import Asked, findings_in
from rjflow.rules.viewing import records_of
from rjflow.rules.wording import Cast, cast_in, moved, voided_by
from rjflow.scenarios.acting import said_on
from rjflow.scenarios.model import (
    Cause,
    Check,
    DueAt,
    EvidenceIs,
    Left,
    NothingElse,
    Open,
    ReasonIs,
    ScenarioFile,
    Sees,
    StateIs,
    Told,
)
from rjflow.scenarios.outcome import Mismatch, Outcome
from rjflow.scenarios.watching import Watch
from rjflow.sources.diagnostic import Diagnostic
from rjflow.text import counted, listed

Result = Literal["passed", "failed", "invalid", "unreadable"]


@frozen(kw_only=True)
class Tested:
    """
    One scenario file that was tested: what came of its scenarios, or the problems that keep them from being acted out.

    `watches` is what was decided in each, where that was asked for.
    """

    name: str
    file: ScenarioFile | None = None
    outcomes: tuple[Outcome, ...] = ()
    watches: tuple[Watch, ...] = ()
    failure: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def result(self) -> Result:
        """How it went, in one word."""
        if self.failure is not None:
            return "unreadable"
        if self.file is None:
            return "invalid"
        return "passed" if all(one.passed for one in self.outcomes) else "failed"


def tested_text(file: ScenarioFile, name: str, outcomes: Sequence[Outcome]) -> str:
    """
    Tell what came of the scenarios of one file.
    """
    failed = sum(not one.passed for one in outcomes)
    lines = [wrapped(f"{_verdict(one)}  {one.scenario.name}", indent=2, hanging=8) for one in outcomes]
    how = f"{counted(failed, 'scenario')} of {len(outcomes)} failed" if failed else f"{_all(len(outcomes))} passed"
    return paragraphs(
        wrapped(f"{name}: {file.title}", hanging=2),
        "\n".join(lines),
        *(failure_text(file, one) for one in outcomes if not one.passed),
        f"{how}.",
    )


def failure_text(file: ScenarioFile, outcome: Outcome) -> str:
    """
    Tell what was not as it must be in one scenario: where the file asks for it, what it asks for, and what happened.
    """
    head = wrapped(f"failed: {outcome.scenario.name}", hanging=8)
    return paragraphs(
        f"{head}\n --> {outcome.scenario.span}", *(_mismatch(file, mismatch) for mismatch in outcome.mismatches)
    )


def expected_and_happened(file: ScenarioFile, mismatch: Mismatch) -> tuple[str, str]:
    """
    Say what must be so, and what was so instead.
    """
    workflow = _workflow(file, mismatch)
    cast = cast_in(workflow, mismatch.situation, names_in(file))
    if mismatch.check is not None:
        day = moment(mismatch.situation.now, workflow.time_zone).date()
        expected, happened = (
            _expected(workflow, mismatch.check, cast, day),
            _happened(workflow, mismatch, mismatch.check, cast),
        )
        if mismatch.sort == "unheard":
            return f"this step leads to where {expected}", f"nothing in it asked for that answer: {happened}"
        return expected, happened
    if mismatch.rejected is not None:
        return rejection(mismatch)
    decision = mismatch.decision
    assert decision is not None, "whatever is no check was asked of the rules"
    match mismatch.sort:
        case "allowed":
            return "it is refused", "it was allowed"
        case "refused":
            return "it is allowed", "it was refused"
        case "stuck":
            return "everything it lacks can be recorded, and then it is allowed", "it was refused all the same"
        case "unrest":
            told = listed([moved(workflow, move) for move in decision.moves])
            return (
                f"a case can rest in {said(workflow, mismatch.situation.state)} like this",
                f"it moves at once: {told}",
            )
        case _:
            return _causes(workflow, decision, mismatch)


def names_in(file: ScenarioFile) -> dict[str, str]:
    """
    Call everybody by their name, and say what they are.
    """
    return names_of(file.workflow, file.people, file.workers)


# ----------------------------------------------------------------------------------------------------------------------


def _verdict(outcome: Outcome) -> str:
    return "passed" if outcome.passed else "failed"


def _all(number: int) -> str:
    return "1 scenario" if number == 1 else f"all {number} scenarios"


def _workflow(file: ScenarioFile, mismatch: Mismatch) -> Workflow:
    link = file.workflow.scheme
    return link.workflow if mismatch.of_scheme and link is not None else file.workflow


def _mismatch(file: ScenarioFile, mismatch: Mismatch) -> str:
    workflow, decision = _workflow(file, mismatch), mismatch.decision
    expected, happened = expected_and_happened(file, mismatch)
    told = ""
    if decision is not None and mismatch.sort == "unrest":
        told = _closed_gate(workflow, mismatch)
    elif mismatch.rejected is not None:
        told = mistakes_text(workflow, mismatch.rejected.form, mismatch.rejected.problems)
    elif decision is not None:
        told = decision_text(workflow, decision, names=names_in(file), brief=True)
    rows = table([("must be:", f"{expected}."), ("happened:", f"{happened}.")], indent=2)
    return paragraphs(f"  {mismatch.span}\n{pointing(mismatch.span, '')}", rows, told)


def _closed_gate(workflow: Workflow, mismatch: Mismatch) -> str:
    """
    Name the conditions of the state's gate that are not true, so that nobody can be there.
    """
    guard = workflow.states[mismatch.situation.state].guard
    if guard is None or mismatch.decision is None:
        return ""
    asked = findings(workflow, mismatch.situation, guard, "while", state=mismatch.situation.state)
    rows = [(answer(one.truth), question(workflow, mismatch.decision, one)) for one in asked if one.truth is not True]
    return f"  Its gate is not open:\n\n{table(rows, indent=4)}"


# ---- refusals --------------------------------------------------------------------------------------------------------


def _causes(workflow: Workflow, decision: Decision, mismatch: Mismatch) -> tuple[str, str]:
    wanted, happened = "it is refused", []
    if mismatch.missing:
        wanted += f" because of {listed(_cause(workflow, one) for one in mismatch.missing)}"
        happened.append("it was refused, but nothing of that stood in the way")
    if mismatch.beside:
        wanted += (
            ", and because of nothing else" if mismatch.missing else " because of what is listed, and nothing else"
        )
        beside = [one for asked in mismatch.beside for one in _unmet(asked)]
        happened.append(f"this stood in the way too: {'; '.join(question(workflow, decision, one) for one in beside)}")
    return wanted, "; ".join(happened)


def _unmet(asked: Asked) -> Iterator[Finding]:
    return (one for one in findings_in(asked.what) if one.truth is not True)


def _cause(workflow: Workflow, cause: Cause) -> str:
    match cause.sort:
        case "word":
            return word_said(cause.name)
        case "condition":
            return f"`{cause.name}`"
        case _:
            return said(workflow, cause.name)


# ---- how things stand ------------------------------------------------------------------------------------------------


def _expected(workflow: Workflow, check: Check, cast: Cast, day: date) -> str:
    """
    Say what must be so; days that count from the day it is are named.
    """
    match check:
        case StateIs(state=state, is_so=is_so):
            return f"the case is {'' if is_so else 'not '}in {said(workflow, state)}"
        case ReasonIs(reason=reason):
            return f"the case was closed because: {spoken_value(reason)}"
        case EvidenceIs():
            return _evidence_expected(workflow, check, cast, day)
        case Open(who=who, event=event, may=may):
            return f"{_who(workflow, who, cast)} {'may' if may else 'may not'}: {label_of(workflow, event)}"
        case NothingElse(may=may):
            if not may:
                return "nobody may do anything"
            told = _by_whom(workflow, may, cast)
            return f"nobody may do anything but {'; '.join(told)}"
        case DueAt(event=event, at=at, day=alone):
            if at is None:
                return f"the deadline {said(workflow, event)} is not running"
            return f"the deadline {said(workflow, event)} is due on {_time(workflow, at, day=alone)}"
        case Sees(who=who, thing=thing, sees=sees):
            seen = said(workflow, thing)
            return f"{_who(workflow, who, cast)} sees {seen if sees else f'nothing of {seen}'}"
        case Told(facts=facts):
            return _told(workflow, facts)
        case Left(fields=fields):
            return _left(workflow, fields)


def _happened(workflow: Workflow, mismatch: Mismatch, check: Check, cast: Cast) -> str:
    """
    Say what was so instead.
    """
    match check:
        case StateIs():
            return f"it is in {said(workflow, mismatch.situation.state)}"
        case ReasonIs():
            reason = mismatch.situation.reason
            return f"it was closed because: {spoken_value(reason)}" if reason else "it is not closed"
        case EvidenceIs():
            told = [_standing(workflow, used, cast) for used in mismatch.used]
            return "; ".join(told) or "the case is about nobody whom it could be about"
        case Open():
            return {True: "it is open", False: "it is refused", None: "it depends on what is given with it"}[
                mismatch.is_open
            ]
        case NothingElse():
            told = _by_whom(workflow, mismatch.others, cast)
            return f"this may be done too: {'; '.join(told)}"
        case DueAt():
            dues = [_time(workflow, due) for due in mismatch.due]
            return f"it is due on {listed(dues)}" if dues else "it is not running"
        case Sees(thing=thing, sees=sees):
            is_evidence = thing in workflow.evidence
            if sees and is_evidence and not any(True for _ in records_of(workflow, mismatch.situation, thing)):
                return "nothing is recorded"
            names = readers_of(workflow, thing)
            may = the_actors(workflow, names) if names else "everybody with a part in the case"
            return f"{'it is recorded, and ' if is_evidence else ''}{'only ' if sees else ''}{may} may see it"
        case Told():
            return _told(workflow, mismatch.told)
        case Left():
            return _left(workflow, mismatch.left)


def _left(workflow: Workflow, fields: Sequence[str]) -> str:
    """
    Say what is left of forms; a form of which everything is left by its name alone.
    """
    forms = [form for form in workflow.forms.values() if {f"{form.name}.{one}" for one in form.fields} <= {*fields}]
    whole = {f"{form.name}.{one}" for form in forms for one in form.fields}
    parts = [form.name for form in forms] + [field for field in fields if field not in whole]
    return f"of forms is left {listed([f'`{one}`' for one in parts]) or 'nothing'}"


def _evidence_expected(workflow: Workflow, check: EvidenceIs, cast: Cast, day: date) -> str:
    about = workflow.evidence[check.evidence].about
    whose = f" of {cast.person(check.person)}" if check.person else " of everybody" if about else ""
    if check.answer is None:
        return f"{said(workflow, check.evidence)}{whose} is {check.life}"
    return f"{said(workflow, check.evidence)}{whose} is current, and says {spoken_value(said_on(day, check.answer))}"


def _standing(workflow: Workflow, used: Used, cast: Cast) -> str:
    """
    Say how a piece of evidence stands.
    """
    name = used_name(workflow, used, cast)
    if used.life == "absent" or used.value is None:
        return f"{name} is absent"
    said_so = f"{name} is {used.life}, and says {spoken_value(used.value)}"
    if used.life == "void" and used.void is not None:
        return f"{said_so} ({voided_by(workflow, used.void)})"
    if used.life == "stale" and used.until is not None:
        return f"{said_so} (since {_time(workflow, used.until)})"
    return said_so


def _by_whom(workflow: Workflow, may: Sequence[tuple[str, str]], cast: Cast) -> list[str]:
    """
    Say who may do what, everybody once.
    """
    of_each: dict[str, list[str]] = {}
    for who, event in may:
        of_each.setdefault(who, []).append(said(workflow, event))
    return [f"{_who(workflow, who, cast)}: {listed(events)}" for who, events in of_each.items()]


def _told(workflow: Workflow, facts: Sequence[tuple[str, str]]) -> str:
    """
    Say who is told what, everybody once.
    """
    of_each: dict[str, list[str]] = {}
    for who, fact in facts:
        of_each.setdefault(who, []).append(said(workflow, fact) if fact in workflow.evidence else f"the {fact}")
    told = [f"{the_actors(workflow, [who])}: {listed(several)}" for who, several in of_each.items()]
    return f"this has been told to others: {'; '.join(told)}" if told else "nothing has been told to others"


def _who(workflow: Workflow, who: str, cast: Cast) -> str:
    return the_actors(workflow, [who]) if who in workflow.roles and who not in cast.actors else cast.actor(who)


def _time(workflow: Workflow, at: int, *, day: bool = False) -> str:
    return day_text(moment(at, workflow.time_zone).date()) if day else spoken_time(at, workflow.time_zone)
