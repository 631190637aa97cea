"""
What was asked and what the answer rests on, in words: the lines of a refusal.

Every function gives one sentence or one line of a list, without layout. Times are those of the workflow's own time zone.

Stands on: `rules.wording`.   Knows nothing of: line widths, groups of conditions.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.lookup import events_recording, kinds_in
from rjflow.definition.model import Day, Evidence, Flag, Number, OneOf, Workflow
from rjflow.definition.wording import (
    all_said,
    condition,
    definite,
    said,
    spoken_time,
    spoken_value,
    spoken_values,
    the_actor,
    the_actors,
)
from rjflow.guards.syntax import ForPeople
from rjflow.guards.values import Truth
from rjflow.names import spoken
from rjflow.rules.commands import Command, Fire, GiveNotice, Join, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding, Used
from rjflow.rules.wording import Cast, some_form, voided_by, whoever
from rjflow.text import counted, did_you_mean, listed

_MANY = 5


def answer(truth: Truth) -> str:
    """
    Give the one word that stands before a condition.

    >>> answer(True), answer(False), answer(None)
    ('yes', 'no', 'unknown')
    """
    return {True: "yes", False: "no", None: "unknown"}[truth]


def question(workflow: Workflow, decision: Decision, finding: Finding) -> str:
    """
    Say what was asked, as a statement that is true when the answer is yes.
    """
    facts = finding.facts
    match finding.asked:
        case "needs" | "while" | "counts":
            return condition(workflow, finding.requirement.condition) if finding.requirement else ""
        case "known":
            return f"{_such(workflow, decision.command)[0]} named `{facts[0]}`"
        case "state":
            return _in_states(workflow, facts)
        case "actor":
            return f"it is {the_actors(workflow, facts)} who asks" if facts else "this may be recorded by itself"
        case "not-by":
            return f"it is somebody else than whoever did {said(workflow, facts[1])}"
        case "form":
            name, *unasked = facts
            if unasked:
                return f"nothing is given that is not asked for, as {said(workflow, name)} is"
            return f"{said(workflow, name)} is given{_value_wanted(workflow, workflow.evidence[name])}"
        case "handed in":
            return f"it is handed in with {some_form(workflow, facts)}, which says who of a register is given the case"
        case "reason":
            if not facts:
                return "no reason is given, because nothing ends here"
            given = decision.command.reason if isinstance(decision.command, Fire) else None
            one = "it ends for the one reason there is," if given is None and len(facts) == 1 else "the reason is"
            return f"{one} {spoken_values(facts)}"
        case "people":
            return _about_people(workflow, facts)
        case "one way":
            return f"only one way of {said(workflow, facts[0])} is open"
        case "migration":
            return move_asked(workflow, facts)
        case "kept":
            return f"{all_said(workflow, facts)} need not be kept any longer"


def remarks(workflow: Workflow, decision: Decision, finding: Finding, cast: Cast) -> Iterator[str]:
    """
    Say what an answer rests on, line by line: for a condition the evidence, otherwise what is so instead.
    """
    yield from _rests_on(workflow, finding, cast)
    match finding:
        case Finding(asked="actor", facts=(), truth=False):
            yield _recorded_with(workflow, decision.command)
        case Finding(asked="actor", truth=False):
            yield f"it was {whoever(workflow, [(one.id, one.kind) for one in decision.before.people], decision.command.actor, cast)}"
        case Finding(asked="not-by", truth=False):
            yield f"it was {cast.actor(decision.command.actor.id)} both times"
        case Finding(asked="state", truth=False):
            yield f"it is in {said(workflow, decision.before.state)}"
        case Finding(asked="reason", truth=False):
            reason = decision.command.reason if isinstance(decision.command, Fire) else None
            yield f"{spoken_value(reason)} was given" if reason else "none was given"
        case Finding(asked="form", facts=(name,), truth=False):
            yield _given(decision.command, name, cast)
        case Finding(asked="known", facts=(name,)):
            close = did_you_mean(name, _such(workflow, decision.command)[1])
            yield from [close] if close else []
        case Finding(truth=None, used=(), requirement=requirement) if requirement is not None:
            yield _nobody_to_ask(workflow, requirement.condition)


def used_name(workflow: Workflow, used: Used, cast: Cast) -> str:
    """
    Name a piece of evidence, and whose it is.
    """
    home = workflow.scheme.workflow if used.of_scheme and workflow.scheme else workflow
    return f"{said(home, used.evidence)}{f' of {cast.person(used.person)}' if used.person else ''}"


def move_asked(workflow: Workflow, facts: tuple[str, ...]) -> str:
    """
    Say what must be so for a case to move to a version of its workflow.
    """
    what, name, *_ = facts
    match what:
        case "none":
            return f"a migration says how cases of version {name} come over"
        case "over":
            return f"the case is not over, as it is in “{spoken(name)}”"
        case "stranded":
            return f"there is a state for cases in “{spoken(name)}”, which is not final"
        case "kind":
            return f"only an event leads into {said(workflow, facts[2])}, because of the kind of state it is"
        case "held":
            return f"it is known where a case that waits in {said(workflow, name)} goes back to"
        case "unreached":
            return (
                f"something leads to {said(workflow, name)}{f', from {said(workflow, facts[2])}' if facts[2:] else ''}"
            )
        case "people":
            return f"there may be people of the kind {said(workflow, name)}, and so many of them"
        case _:
            return f"what was recorded as {said(workflow, name)} has a place, is renewed, or is dropped"


# ----------------------------------------------------------------------------------------------------------------------


def used_line(workflow: Workflow, used: Used, cast: Cast, *, name_it: bool) -> str:
    """
    Say how a piece of evidence stands: what it says, who recorded it, when, until when; or why it does not count.
    """
    home = workflow.scheme.workflow if used.of_scheme and workflow.scheme else workflow
    whose = cast.person(used.person) if used.person else ""
    name = used_name(workflow, used, cast) if name_it else whose
    return f"{name}: {_standing(home, used, cast)}" if name else _standing(home, used, cast)


def _rests_on(workflow: Workflow, finding: Finding, cast: Cast) -> Iterator[str]:
    """
    Say what evidence an answer rests on; of much that is all current, only how much and until when.
    """
    current = [used for used in finding.used if used.life == "current"]
    shown = [used for used in finding.used if used.life != "current"] if len(current) > _MANY else finding.used
    several = len({used.evidence for used in finding.used}) > 1
    for used in shown:
        yield used_line(workflow, used, cast, name_it=several or used.of_scheme)
    if len(shown) < len(finding.used):
        ends = [used.until for used in current if used.until is not None]
        first = f"; the first runs out on {spoken_time(min(ends), workflow.time_zone)}" if ends else ""
        yield f"{counted(len(current), 'piece')} of evidence, all current{first}"


def _standing(workflow: Workflow, used: Used, cast: Cast) -> str:
    if used.at is None or used.value is None:
        return "nobody knows; nothing is recorded"
    made = f"recorded by {cast.actor(used.by or '')} on {spoken_time(used.at, workflow.time_zone)}"
    match used.life:
        case "stale":
            ended = spoken_time(used.until, workflow.time_zone) if used.until is not None else ""
            return f"nobody knows any more; {spoken_value(used.value)} ran out on {ended}; {made}"
        case "void":
            return f"{spoken_value(used.value)}, but {voided_by(workflow, used.void or '')}; {made}"
        case _:
            good = f", good until {spoken_time(used.until, workflow.time_zone)}" if used.until is not None else ""
            return f"{spoken_value(used.value)}, {made}{good}"


def _recorded_with(workflow: Workflow, command: Command) -> str:
    """
    Say of evidence that nobody records by itself which events record it.
    """
    name = command.given.evidence if isinstance(command, RecordEvidence) else ""
    return f"it is recorded only in the same step as {all_said(workflow, events_recording(workflow, name), 'or')}"


def _given(command: Command, name: str, cast: Cast) -> str:
    """
    Say what was given as a piece of evidence.
    """
    given = command.given if isinstance(command, Fire) else ()
    given = (command.given,) if isinstance(command, RecordEvidence) else given
    values = [
        f"{spoken_value(one.value)}{f' of {cast.person(one.person)}' if one.person else ''}"
        for one in given
        if one.evidence == name
    ]
    return f"{listed(values)} was given" if values else "it was not given"


def _such(workflow: Workflow, command: Command) -> tuple[str, Sequence[str]]:
    """
    Say what sort of thing a command names, and give the names there are.
    """
    match command:
        case Fire():
            return "there is an event", tuple(workflow.events)
        case RecordEvidence():
            return "there is evidence", tuple(workflow.evidence)
        case GiveNotice():
            return "there is a notice", tuple(workflow.notices)
        case Join():
            return "there is a kind of people", tuple(workflow.people)
        case _:
            return "there is somebody in this case", ()


def _in_states(workflow: Workflow, states: Sequence[str]) -> str:
    if not states:
        return "the case is not over"
    if len(states) > _MANY:
        return f"the case is in one of the {len(states)} states where this may be"
    return f"the case is in {all_said(workflow, states, 'or')}"


def _value_wanted(workflow: Workflow, evidence: Evidence) -> str:
    whom = f" for somebody it can be about ({the_actor(workflow, evidence.about)})" if evidence.about else ""
    match evidence.values:
        case OneOf(values):
            return f"{whom}, as {spoken_values(values)}"
        case Flag():
            return f"{whom}, as true or false"
        case Number(low, high):
            return f"{whom}, as a whole number from {low} to {high}"
        case Day():
            return f"{whom}, as a date"


def _about_people(workflow: Workflow, facts: Sequence[str]) -> str:
    match facts:
        case ("room", kind):
            most = workflow.people[kind].at_most
            limit = f": there are never more than {most} of the kind “{workflow.people[kind].label}”"
            return f"there is room for one more{limit if most is not None else ''}"
        case ("new", _):
            return "the person is not in the case yet"
        case _:
            return "people of this kind may be added or removed after the case was opened"


def _nobody_to_ask(workflow: Workflow, asked: object) -> str:
    """
    Say why nobody knows although no evidence is missing: there is nobody to ask about, or nothing to look at.
    """
    if isinstance(asked, ForPeople):
        kinds = [kind.label for kind in kinds_in(workflow, asked.group) if kind.at_least]
        return f"nobody knows while {listed([definite(kind) for kind in kinds], 'or')} is missing from the case"
    return "nobody knows yet"
