"""
Strategies for what belongs to any workflow: people, evidence, situations, commands, whole histories.

All are steered by the definition and by where the case stands, so that most of what is drawn is allowed, or nearly; shrinking leads toward what
is plain.

Stands on: `steering`, `hosting`, Hypothesis.   Knows nothing of: how workflows are invented.
"""

from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum
from random import Random
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from rjflow.definition.lookup import in_group
from rjflow.definition.model import BACK, Evidence, Flag, Number, OneOf, Workflow
from rjflow.engine.history import History
from rjflow.guards.syntax import Value
from rjflow.instants import DAY, HOUR, Instant, moment
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Actor, Situation, first_situation
from rjflow.rules.timing import next_change
from rjflow.testing.chart import edges
from rjflow.testing.company import Company
from rjflow.testing.hosting import CasebookHost
from rjflow.testing.inventing_parts import Draw
from rjflow.testing.steering import Steering
from rjflow.testing.trying import Trying

BEGINNING: Instant = 1_772_323_200_000_000  # 2026-03-01, soon followed by a change of clocks in London
ACTORS = ("ada", "ben", "cy")


@st.composite
def people(draw: Draw, workflow: Workflow) -> tuple[tuple[str, str], ...]:
    """
    Give whom a case can be about, as (id, kind) pairs: as many of each kind as there must be, or up to two.
    """
    kinds = [kind for kind in workflow.people.values() for _ in range(_how_many(draw, kind.at_least, kind.at_most))]
    return tuple((f"p{number}", kind.name) for number, kind in enumerate(kinds, start=1))


@st.composite
def evidence(draw: Draw, workflow: Workflow, situation: Situation | None = None) -> Given:
    """
    Give a value that a piece of a workflow's evidence can have, about somebody it can be about.

    Args:
        draw: Hypothesis hands it over.
        workflow: Whose evidence it is. It has to have some.
        situation: Where a case stands, for whom it can be about; without one, a case is drawn.
    """
    there = situation or first_situation(workflow, draw(people(workflow)), BEGINNING)
    found = draw(st.sampled_from(list(workflow.evidence.values())))
    about = _subjects(workflow, there, found)
    return Given(found.name, _value(draw, workflow, found, there), draw(st.sampled_from(about)))


@st.composite
def situations(draw: Draw, workflow: Workflow) -> Situation:
    """
    Give a situation in which a case may begin; mostly with something recorded already, so that gates open.
    """
    situation = first_situation(workflow, draw(people(workflow)), BEGINNING)
    if workflow.scheme is not None and draw(st.booleans()):
        situation = situation.evolved(scheme=first_situation(workflow.scheme.workflow, (), BEGINNING))
    if draw(st.integers(0, 3)) == 0:
        return situation
    for name in workflow.evidence:
        for given in _givens(draw, workflow, situation, name):
            actor = Actor(draw(st.sampled_from(ACTORS)), frozenset(workflow.roles), frozenset({given.person or ""}))
            situation = decide(workflow, situation, RecordEvidence(given=given, actor=actor, at=BEGINNING)).after
    return situation


@st.composite
def commands(draw: Draw, workflow: Workflow, situation: Situation) -> Command:
    """
    Give a command that is allowed in a situation, or nearly.

    A third of them bring the case nearer to a transition that is drawn. Of the others most are by somebody with every role, fire what leaves
    the state, and give what is asked for; some say what cannot be said, come too late, or come from the past.
    """
    if draw(st.integers(0, 2)) == 0:
        wanted = _steered(draw, workflow, situation)
        if wanted is not None:
            return wanted
    step = draw(st.sampled_from((0, 1, HOUR, HOUR, 5 * HOUR, DAY, 2 * DAY, 5 * DAY, -HOUR)))
    at = situation.now + step
    if draw(st.integers(0, 3)) == 0:
        at = (next_change(workflow, situation, at + 9 * DAY) or at) - draw(st.integers(0, 1))
    actor = _actor(draw, workflow, situation)
    match draw(st.sampled_from(_choices(workflow))):
        case "fire":
            return _fire(draw, workflow, situation, actor, at)
        case "record":
            name = draw(st.sampled_from(list(workflow.evidence)))
            given = _givens(draw, workflow, situation, name)[:1]
            return RecordEvidence(given=given[0] if given else Given(name, "?", None), actor=actor, at=at)
        case "notice":
            role = draw(st.sampled_from(tuple(workflow.roles) or ("nobody",)))
            notice = draw(st.sampled_from(list(workflow.notices)))
            return GiveNotice(notice=notice, actor=Actor("cy", frozenset({role})), at=at)
        case "join":
            taken = {person.id for person in situation.people}
            free = next(f"p{number}" for number in range(1, 99) if f"p{number}" not in taken)
            kind = draw(st.sampled_from(sorted(workflow.people)))
            return Join(person=draw(st.sampled_from((free, free, "p1"))), kind=kind, actor=actor, at=at)
        case "leave":
            there = [person.id for person in situation.people] or ["p1"]
            return Leave(person=draw(st.sampled_from(there)), actor=actor, at=at)
        case "scheme":
            return SeeScheme(scheme=_scheme(draw, workflow, situation, at), at=at)
        case _:
            return Advance(at=at)


@st.composite
def histories(draw: Draw, workflow: Workflow, *, most: int = 12) -> History:
    """
    Give the history of a case that rjflow's own casebook kept: what was asked is drawn, and what was allowed is in it.

    It replays: `rjflow.replay` derives the same case from it.

    Args:
        draw: Hypothesis hands it over.
        workflow: The definition. It need not be proved.
        most: How many commands are given at most.
    """
    about = tuple((f"{kind}-{number}", kind) for number, (_, kind) in enumerate(draw(people(workflow)), start=1))
    host, company, chance = CasebookHost(workflow), Company(workflow), Random(draw(st.integers(0, 1 << 24)))  # noqa: S311  # no secret
    host.open(dict(about), company.workers, moment(BEGINNING))
    steering, trying = Steering(workflow, chance.choice), Trying(workflow, chance.choice)
    if edges(workflow):
        steering.aim_at(chance.choice(edges(workflow)))
    situation = first_situation(workflow, about, BEGINNING)
    for number in range(draw(st.integers(0, most))):
        command = steering.next(situation) if chance.random() < 0.8 else trying.outside(situation)
        if command is None or workflow.states[situation.state].final:
            break
        host.do(command, f"key-{number}")
        decision = decide(workflow, situation, command)
        steering.saw(decision)
        situation = decision.after if decision.allowed else situation
    return host.history()


# ----------------------------------------------------------------------------------------------------------------------


def _how_many(draw: Draw, least: int, most: int | None) -> int:
    return int(draw(st.integers(least, max(least, min(2, 2 if most is None else most)))))


def _steered(draw: Draw, workflow: Workflow, situation: Situation) -> Command | None:
    """
    Give the next command toward a transition.
    """
    wanted = edges(workflow)
    if not wanted:
        return None
    steering = Steering(workflow, lambda several: draw(st.sampled_from(list(several))))
    steering.aim_at(draw(st.sampled_from(wanted)))
    return steering.next(situation)


def _choices(workflow: Workflow) -> list[str]:
    choices = (
        ["fire"] * 5 + ["advance"] + ["record"] * 5 * bool(workflow.evidence) + ["notice"] * 2 * bool(workflow.notices)
    )
    return choices + ["join", "leave"] * bool(workflow.people) + ["scheme"] * (workflow.scheme is not None)


def _actor(draw: Draw, workflow: Workflow, situation: Situation) -> Actor:
    """
    Draw an actor, mostly one with every role.
    """
    every = tuple(workflow.roles)
    roles = draw(st.sampled_from((*(every,) * 9, *((role,) for role in every), ())))
    there = [person.id for person in situation.people]
    acts_for = draw(st.sampled_from(there)) if there and draw(st.booleans()) else None
    return Actor(draw(st.sampled_from(ACTORS)), frozenset(roles), frozenset({acts_for} if acts_for else ()))


def _fire(draw: Draw, workflow: Workflow, situation: Situation, actor: Actor, at: Instant) -> Fire:
    """
    Draw an event, mostly one that leaves the state, with mostly what it wants.
    """
    fitting = [
        one.name for one in workflow.events.values() if any(situation.state in way.from_states for way in one.ways)
    ]
    event = workflow.events[draw(st.sampled_from((fitting or []) * 4 + sorted(workflow.events)))]
    given = tuple(one for name in event.records for one in _givens(draw, workflow, situation, name))
    oddity = draw(st.integers(0, 15))
    if oddity == 0:
        given = given[1:]
    if oddity == 1:
        given = given[::-1]
    here = [way for way in event.ways if situation.state in way.from_states and way.target != BACK]
    reasons = [reason for way in here for reason in (*way.reasons, *workflow.states[way.target].reasons)]
    reason = draw(st.sampled_from((None, *dict.fromkeys(reasons), *reasons) if reasons else (None,) * 9 + ("done",)))
    return Fire(event=event.name, actor=actor, at=at, reason=reason, given=given)


def _scheme(draw: Draw, workflow: Workflow, situation: Situation, at: Instant) -> Situation | None:
    """
    Draw how the scheme stands: something was recorded in it, in some state where it may rest.
    """
    assert workflow.scheme is not None
    scheme = workflow.scheme.workflow
    if draw(st.integers(0, 4)) == 0:
        return None
    seen = situation.scheme or first_situation(scheme, (), at)
    for name in draw(st.lists(st.sampled_from(list(scheme.evidence)), max_size=3)) if scheme.evidence else []:
        given = _givens(draw, scheme, seen, name)[0]
        actor = Actor("ada", frozenset(scheme.roles))
        seen = decide(scheme, seen, RecordEvidence(given=given, actor=actor, at=at)).after
    stood = seen.evolved(state=draw(st.sampled_from(list(scheme.states))))
    return decide(scheme, stood, Advance(at=stood.now)).after


def _subjects(workflow: Workflow, situation: Situation, of: Evidence) -> list[str | None]:
    about = of.about
    if about is None:
        return [None]
    return [one.id for one in situation.people if in_group(workflow.people[one.kind], about)] or [None]


def _value(draw: Draw, workflow: Workflow, of: Evidence, situation: Situation) -> Value:
    """
    Draw a value a piece of evidence can have.
    """
    match of.values:
        case OneOf(values):
            drawn: Value = draw(st.sampled_from(values))
        case Flag():
            drawn = draw(st.booleans())
        case Number(low, high):
            drawn = draw(st.integers(low, high))
        case _:
            today = moment(situation.now, workflow.time_zone).date()
            drawn = today + timedelta(days=draw(st.integers(-1, 6)))
    return drawn


def _givens(draw: Draw, workflow: Workflow, situation: Situation, name: str) -> tuple[Given, ...]:
    """
    Draw values for a piece of evidence: for each person it can be about, or one.
    """
    of, odd = workflow.evidence[name], draw(st.integers(0, 19)) == 0
    about = _subjects(workflow, situation, of)
    if of.about is not None:
        about = about[:1] if draw(st.booleans()) else draw(st.permutations(about))
    given = [Given(name, _value(draw, workflow, of, situation), person) for person in about]
    return tuple(evolve(one, value=_odd(draw, one.value)) if odd else one for one in given)


def _odd(draw: Draw, value: Value) -> Any:
    """
    Draw something that a piece of evidence cannot say, though it may equal what it can.
    """
    if draw(st.booleans()):
        return draw(st.sampled_from(("odd", None, 1.0, True, 1, datetime(2026, 3, 1, tzinfo=UTC))))
    match value:
        case bool():
            return int(value)
        case str():
            said: Any = StrEnum("said", {"it": value})
            return draw(st.sampled_from((said.it, _Text(value))))
        case int():
            counted: Any = IntEnum("counted", {"it": value})
            return draw(st.sampled_from((counted.it, float(value))))
        case _:
            return datetime(value.year, value.month, value.day, tzinfo=UTC)


class _Text(str):
    """A text of a kind of its own."""

    __slots__ = ()
