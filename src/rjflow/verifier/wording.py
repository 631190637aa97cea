"""
What is said about safeguards, verdicts and stories.

Every function gives one sentence or one cell of a table, without layout.

Stands on: `verdict`, `rules.wording`, `definition.wording`.   Knows nothing of: line widths.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rjflow.definition.model import Evidence, Voider, Window, Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    Counted,
    DifferentPeople,
    Ends,
    Entering,
    Fresh,
    Happening,
    Hidden,
    Reserved,
    Safeguard,
    Step,
)
from rjflow.definition.wording import (
    all_said,
    condition,
    duration,
    one_of_group,
    said,
    spoken_time,
    spoken_values,
    the_actor,
    the_actors,
    voider,
    weekdays,
    window,
)
from rjflow.guards.syntax import Among, Condition, InKind, InState, IsCurrent, Not, Or
from rjflow.instants import DAY, Instant, moment
from rjflow.names import spoken
from rjflow.rules.commands import Advance, Command, Fire, GiveNotice, Join, RecordEvidence
from rjflow.rules.deciding import caught_up
from rjflow.rules.decision import Decision, Move
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.viewing import life, records_of
from rjflow.rules.wording import Cast, cast_of, deed, is_dated
from rjflow.text import counted, listed
from rjflow.verifier.verdict import Story, Verdict

# ---- safeguards ------------------------------------------------------------------------------------------------------


def promise(workflow: Workflow, safeguard: Safeguard) -> str:
    """
    Say exactly what a safeguard demands.
    """
    match safeguard.form:
        case Always(condition=Not(asked), negated=True):
            return f"never: {condition(workflow, asked)}"
        case Always(condition=asked):
            places, rest = wherever(asked)
            place = " and ".join(condition(workflow, part) for part in places)
            return f"while {place}: {condition(workflow, rest)}" if place else f"always: {condition(workflow, rest)}"
        case Entering(steps=steps, condition=asked):
            return f"on {spoken_steps(workflow, steps)}: {condition(workflow, asked)}"
        case Before(event=event, must_have=must_have, since=since):
            after = f", and that after the last of: {happenings(workflow, since)}" if since else ""
            return f"before {happenings(workflow, event)} there must be {happenings(workflow, must_have)}{after}"
        case After(event=event, not_before=not_before, without=without):
            between = f" without {happenings(workflow, without)} in between" if without else ""
            return f"after {happenings(workflow, event)}, {happenings(workflow, not_before)} never comes{between}"
        case DifferentPeople(first=first, second=second):
            return f"{all_said(workflow, first, 'or')} and {all_said(workflow, second, 'or')} are by different people"
        case AlwaysPossible(steps=steps, using=using):
            return f"from everywhere, {spoken_goals(workflow, steps)} can be reached by steps of {spoken_actors(workflow, using)}"
        case AlwaysOpen(events=events, condition=asked, by=by):
            whom = f" to every {one_of_group(workflow, by)}, by themselves," if by else ""
            what = all_said(workflow, events, "or")
            return f"{what} is allowed{whom} wherever this holds: {condition(workflow, asked)}"
        case Ends():
            return "no case goes round for ever without a person choosing to"
        case Hidden(evidence=evidence, roles=roles):
            return f"nothing shown to {the_actors(workflow, roles)} depends on {all_said(workflow, evidence, 'or')}"
        case Reserved(doings=doings, actors=actors, register=register):
            naming = f", and only naming {somebody_fit(workflow, safeguard.form)}" if register else ""
            return f"{all_said(workflow, doings)} {'is' if len(doings) == 1 else 'are'} for {the_actors(workflow, actors)}, and for nobody else{naming}"
        case Fresh(evidence=evidence, unit=unit, length=length):
            return f"{all_said(workflow, evidence)} {'is' if len(evidence) == 1 else 'are'} current {window(Window(unit, length))}, and no longer"
        case Counted(doings=doings, steps=steps):
            return f"{all_said(workflow, doings)} always {'counts' if len(doings) == 1 else 'count'} as {spoken_steps(workflow, steps, 'and')}"
        case _:
            raise AssertionError(safeguard.form)


def somebody_fit(workflow: Workflow, form: Reserved) -> str:
    """
    Say who has to be named: somebody in a register of the scheme, who is fit for it.
    """
    home = workflow if workflow.scheme is None else workflow.scheme.workflow
    asked = "it" if form.level is None else f"what {said(workflow, form.level)} asks"
    besides = f" and is not named at {all_said(workflow, form.other_than, 'or')}" if form.other_than else ""
    return f"somebody of {said(home, form.register or '')} who is fit for {asked}{besides}"


def judged_how(verdict: Verdict) -> str:
    """
    Say what a verdict rests on; nothing when there is nothing to add.
    """
    match verdict.how:
        case "only so many people":
            tried = listed([counted(number, spoken(kind), spoken(kind)) for kind, number in verdict.considered])
            return f"shown only for so many people: {tried}"
        case "only impossible times":
            return "only ways to break it were found that no case can go"
        case "too large":
            return "the search did not fit in memory"
        case "not judged":
            return "this rjflow cannot judge this form yet"
        case _:
            return ""


# ---- stories ---------------------------------------------------------------------------------------------------------


def cast_of_story(workflow: Workflow, story: Story) -> Cast:
    """
    Call everybody in a story by what they are: roles for those who act, numbered where there are several.
    """
    cast = cast_of(workflow, story.people + _joined(story))
    acting: dict[str, list[str]] = {}
    for step in story.steps:
        command = step.decision.command
        parts = acting.setdefault(command.actor.id, [])
        parts += [part for part in _parts_played(workflow, command, command.actor, cast) if part not in parts]
    together = {id: " who is also ".join(parts) or f"somebody ({id})" for id, parts in acting.items()}
    alike = Counter(together.values())
    seen: Counter[str] = Counter()
    actors = {}
    for id, label in together.items():
        seen[label] += 1
        number = f" {seen[label]}" if alike[label] > 1 and id not in cast.people else ""
        actors[id] = f"{label.removeprefix('the ') if number else label}{number}"
    return Cast(cast.people, actors)


def step_cells(workflow: Workflow, earlier: Situation, decision: Decision, cast: Cast) -> tuple[str, str, str]:
    """
    Tell one step of a story: who, what, and where the case is or goes.
    """
    path = [decision.moves[0].source, *(move.target for move in decision.moves)] if decision.moves else []
    labels = [workflow.states[state].label for state in path]
    where = " → ".join(labels) if len(set(path)) > 1 else f"({workflow.states[decision.after.state].label})"
    time = "; ".join(meanwhile(workflow, earlier, decision, cast))
    at_once = [
        f"at once, {one}" for one in _rung(workflow, decision.moves[_moves_before(workflow, earlier, decision) :])
    ]
    if isinstance(decision.command, Advance):
        return "(time)", "; ".join([time or "time passes", *at_once]), where
    what = deed(workflow, decision.command, cast)
    if isinstance(decision.command, RecordEvidence) and not decision.counts:
        what += " (too early: it does not count)"
    what = "; ".join([what, *at_once])
    return cast.actor(decision.command.actor.id), f"({time}) {what}" if time else what, where


def meanwhile(workflow: Workflow, earlier: Situation, decision: Decision, cast: Cast) -> Iterator[str]:
    """
    Say what time does before a step is taken: how much of it passes, to what day where days of the calendar count, what runs out, and
    which deadlines come; less than a day, if nothing else comes of it, only where the step is that time passes.
    """
    later = decision.before
    passed, lapsed = later.now - earlier.now, list(_lapsed(workflow, earlier, later, cast))
    rung = _rung(workflow, decision.moves[: _moves_before(workflow, earlier, decision)])
    if passed >= DAY or lapsed or (passed and (rung or isinstance(decision.command, Advance))):
        length = duration(passed, in_hours=2 * DAY)
        passes = "passes" if length.startswith("1 ") and length.count(" ") == 1 else "pass"
        dated = is_dated(workflow, earlier, later)
        yield f"{length} {passes}{f', until {spoken_day_and_time(later.now, workflow.time_zone)}' if dated else ''}"
    for evidence, name in lapsed:
        yield f"{name} runs out{' at midnight' if evidence.window.unit == 'same day' else ''}"
    yield from rung


def _moves_before(workflow: Workflow, earlier: Situation, decision: Decision) -> int:
    """
    Count the moves of a decision that the clock made before its command was judged.
    """
    return len(caught_up(workflow, earlier, decision.before.now)[1]) if decision.moves else 0


def _rung(workflow: Workflow, moves: Sequence[Move]) -> list[str]:
    return [f"deadline: {said(workflow, one.event)}" for one in moves if one.cause == "deadline" and one.event]


def spoken_day_and_time(at: Instant, zone: str) -> str:
    """
    Give a moment of a story with its day of the week: to the minute, and more finely where it is not the beginning of one.

    >>> spoken_day_and_time(0, "UTC"), spoken_day_and_time(1, "UTC")
    ('Thursday 1 January 1970, 00:00', 'Thursday 1 January 1970, 00:00:00.000001')
    """
    then = moment(at, zone)
    seconds = f":{then:%S.%f}".rstrip("0").rstrip(".") if then.second or then.microsecond else ""
    return f"{weekdays([then.weekday()])} {spoken_time(at, zone)}{seconds}"


def ran_out(workflow: Workflow, earlier: Situation, later: Situation, cast: Cast) -> Iterator[str]:
    """
    Name the evidence that was current in one situation and is stale in a later one.
    """
    return (name for _, name in _lapsed(workflow, earlier, later, cast))


def _lapsed(workflow: Workflow, earlier: Situation, later: Situation, cast: Cast) -> Iterator[tuple[Evidence, str]]:
    for name, evidence in workflow.evidence.items():
        for person, record in records_of(workflow, later, name):
            was, now = (life(workflow, evidence, record, at) for at in (earlier.now, later.now))
            if was == "current" and now == "stale":
                yield evidence, f"{said(workflow, name)}{f' of {cast.person(person.id)}' if person else ''}"


# ----------------------------------------------------------------------------------------------------------------------


def wherever(asked: Condition) -> tuple[tuple[Condition, ...], Condition]:
    """
    Take a condition such as `not in kind meeting or …` apart: where something is asked, and what.
    """
    if not isinstance(asked, Or):
        return (), asked
    places = tuple(one.condition for one in asked.conditions if isinstance(one, Not) and _is_place(one.condition))
    rest = tuple(one for one in asked.conditions if not (isinstance(one, Not) and _is_place(one.condition)))
    if not places or not rest:
        return (), asked
    return places, rest[0] if len(rest) == 1 else Or(rest)


def _is_place(asked: Condition) -> bool:
    return isinstance(asked, InKind | InState)


def _joined(story: Story) -> tuple[tuple[str, str], ...]:
    there = {person for person, _ in story.people}
    commands = [step.decision.command for step in story.steps]
    joined = {one.person: one.kind for one in commands if isinstance(one, Join) and one.person not in there}
    return tuple(joined.items())


def _parts_played(workflow: Workflow, command: Command, actor: Actor, cast: Cast) -> Sequence[str]:
    """
    Say as what somebody acts: the people they are, or those of their roles by which they may.
    """
    by: tuple[str, ...] = tuple(workflow.roles)
    match command:
        case Fire(event=event):
            by = workflow.events[event].by
        case RecordEvidence(given=given):
            by = workflow.evidence[given.evidence].recorded_by
        case GiveNotice(notice=notice):
            by = workflow.notices[notice].by
        case Join(kind=kind):
            joins = workflow.people[kind].joins
            by = joins.by if joins else ()
        case _:
            pass  # leaving is told of whoever leaves; that time passes, or the scheme is looked at, is nobody's doing
    roles = [the_actor(workflow, role) for role in by if role in workflow.roles and role in actor.roles]
    if roles:
        return roles
    return [cast.person(person) for person in sorted(actor.acts_for)] or [
        the_actor(workflow, role) for role in workflow.roles if role in actor.roles
    ]


def spoken_actors(workflow: Workflow, actors: Sequence[str]) -> str:
    """
    Say whose steps are meant.
    """
    return listed(["anybody with a role" if name == "roles" else the_actor(workflow, name) for name in actors], "or")


def spoken_steps(workflow: Workflow, meant: Sequence[Step], conjunction: str = "or") -> str:
    """
    Say which kinds of steps are meant.
    """
    return listed([_step(workflow, step) for step in meant], conjunction)


def spoken_goals(workflow: Workflow, meant: Sequence[Step]) -> str:
    """
    Say what is to be reached: of a state, the state itself.
    """
    return listed([_step(workflow, step).removeprefix("entering ") for step in meant], "or")


def _step(workflow: Workflow, step: Step) -> str:
    match step.what, step.name:
        case "state", str(name):
            return f"entering {said(workflow, name)}"
        case "kind", str(name):
            return f"entering a state of the kind “{spoken(name)}”"
        case "contacts", str(name):
            return f"contact with a {one_of_group(workflow, name)}"
        case "contact", str(name):
            return f"{name} contact"
        case "final", _:
            return "the end of the case"
        case _:
            return "contact between the parties"


def happenings(workflow: Workflow, several: Sequence[Happening], conjunction: str = "or") -> str:
    """
    Say what may happen, as a list.
    """
    return listed(dict.fromkeys(happening(workflow, one) for one in several), conjunction)


def happening(workflow: Workflow, one: Happening) -> str:
    """
    Say one thing that may happen.
    """
    if one.kind == "step" and one.step is not None:
        return _step(workflow, one.step)
    if one.kind == "change":
        return voider(workflow, Voider("change", one.name))
    if one.kind == "evidence":
        return _record(workflow, one)
    return said(workflow, one.name)


def _record(workflow: Workflow, one: Happening) -> str:
    """
    Say that evidence is recorded, and as what.
    """
    match one.values:
        case Among(evidence=name, values=values) if name == one.name:
            return f"{said(workflow, name)} recorded as {spoken_values(values)}"
        case None | IsCurrent():
            return f"a record of {said(workflow, one.name)}"
        case _:
            return f"a record of {said(workflow, one.name)} ({condition(workflow, one.values)})"
