"""
What a step changes: records made and made void, people, the state, and where the case falls when a gate closes.

Every function takes a situation and gives the next one. Nothing here asks whether a step is allowed.

Stands on: `situation`, `viewing`.   Knows nothing of: permission, commands' actors.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from attrs import evolve

from rjflow.definition.lookup import as_condition, in_group, kinds_in, watched
from rjflow.definition.model import Evidence, Voider, Workflow
from rjflow.instants import Instant
from rjflow.rules.commands import Given
from rjflow.rules.situation import NEVER_COUNTED, Person, Record, Records, Situation, recorded
from rjflow.rules.viewing import holds


class Happened(NamedTuple):
    """Something that happened at a step, which may void records: `what` is a name, for `change` a kind of people."""

    kind: Literal["event", "evidence", "notice", "change"]
    what: str
    person: str | None = None


def with_records(
    workflow: Workflow, situation: Situation, given: Sequence[Given], by: str, happened: Sequence[Happened] = ()
) -> Situation:
    """
    Make records, together with whatever else *happened* in the same step, and void what all that voids.

    What a record needs is judged before the step. The records of one step do not void each other.
    """
    made = {(one.evidence, one.person): _record(workflow, situation, one, by) for one in given}
    everything = [*happened, *(Happened("evidence", one.evidence, one.person) for one in given)]
    return waiting_anew(workflow, voided(workflow, situation, everything, made), given)


def waiting_anew(workflow: Workflow, situation: Situation, given: Sequence[Given]) -> Situation:
    """
    Let the clock wait for a date that was just *given*, though it rang at this very instant for the date before.

    Where it rang earlier nothing has to be changed: it is told from when the date was recorded.
    """
    if not situation.rung:
        return situation
    names = {one.evidence for one in given}
    rung = tuple(
        (place, at)
        for place, at in situation.rung
        if at < situation.now or workflow.deadlines[place].until not in names
    )
    return situation if rung == situation.rung else situation.evolved(rung=rung)


def voided(
    workflow: Workflow,
    situation: Situation,
    happened: Sequence[Happened],
    made: dict[tuple[str, str | None], Record] | None = None,
) -> Situation:
    """
    Void every record that something that happened voids, and put in the ones just *made*.
    """
    fresh = made or {}
    listening = _listening(workflow)
    heard = frozenset[str]().union(*(listening.get((one.kind, one.what), ()) for one in happened))
    if not (heard or fresh):
        return situation
    about_case, about_people = _by_whom_about(workflow)

    def after(records: Records, all_evidence: Sequence[Evidence], person: str | None) -> Records:
        return tuple(
            fresh.get((evidence.name, person))
            or (_after(workflow, evidence, record, person, happened) if evidence.name in heard else record)
            for evidence, record in zip(all_evidence, records, strict=True)
        )

    people = tuple(evolve(one, records=after(one.records, about_people, one.id)) for one in situation.people)
    return situation.evolved(records=after(situation.records, about_case, None), people=people)


def with_person(workflow: Workflow, situation: Situation, person: str, kind: str) -> Situation:
    """
    Add somebody the case is about, of whom nothing is recorded yet.
    """
    places = sum(evidence.about is not None for evidence in workflow.evidence.values())
    people = (*situation.people, Person(person, kind, (None,) * places))
    return voided(workflow, situation.evolved(people=people), [Happened("change", kind)])


def without_person(workflow: Workflow, situation: Situation, person: Person) -> Situation:
    """
    Remove somebody the case is about, with all that is recorded about them.
    """
    people = tuple(one for one in situation.people if one.id != person.id)
    return voided(workflow, situation.evolved(people=people), [Happened("change", person.kind)])


def with_firer(workflow: Workflow, situation: Situation, event: str, by: str) -> Situation:
    """
    Remember who fired an event, if it matters who did.
    """
    if event not in watched(workflow):
        return situation
    return situation.evolved(fired=tuple(sorted({*situation.fired, (event, by)})))


def entered(workflow: Workflow, situation: Situation, state: str, at: Instant) -> Situation:
    """
    Put the case into a state, remembering where it came from if that is a holding state.
    """
    if state == situation.state:
        return situation
    held_from = None
    if workflow.states[state].holds:
        held_from = situation.held_from if workflow.states[situation.state].holds else situation.state
    until_dates = tuple(entry for entry in situation.rung if workflow.deadlines[entry[0]].until)
    return situation.evolved(state=state, since=at, held_from=held_from, rung=until_dates)


def resting_state(workflow: Workflow, situation: Situation, state: str) -> str:
    """
    Give where a case ends up that is in, or comes back to, a state: there, or where it falls while gates are not true.
    """
    while (guard := workflow.states[state].guard) is not None:
        if holds(workflow, situation, as_condition(guard)) is True:  # what a gate asks does not depend on the state
            break
        state = workflow.states[state].otherwise or state
    return state


def settled(workflow: Workflow, situation: Situation) -> Situation:
    """
    Move the case to where it falls, if the gate of its state is not true any more.
    """
    return entered(workflow, situation, resting_state(workflow, situation, situation.state), situation.now)


def voids(workflow: Workflow, voider: Voider, happened: Happened, person: str | None) -> bool:
    """
    Tell whether this voider listens to that happening, for a record about *person*.
    """
    if voider.kind != happened.kind:
        return False
    if voider.kind == "change":
        return in_group(workflow.people[happened.what], voider.what)
    return voider.what == happened.what and (not voider.own or happened.person == person)


# ----------------------------------------------------------------------------------------------------------------------


def _record(workflow: Workflow, situation: Situation, given: Given, by: str) -> Record:
    """
    Make a record; before what it needs is true, it is one that never counts.
    """
    needs = as_condition(workflow.evidence[given.evidence].needs)
    counts = holds(workflow, situation, needs, given.person) is True
    return recorded(given.value, by, situation.now, None if counts else NEVER_COUNTED)


@lru_cache(maxsize=16)
def _by_whom_about(workflow: Workflow) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """
    Give the evidence about the case, and that about people, each in the order in which its records are kept.
    """
    every = workflow.evidence.values()
    return tuple(one for one in every if one.about is None), tuple(one for one in every if one.about is not None)


@lru_cache(maxsize=64)
def _listening(workflow: Workflow) -> Mapping[tuple[str, str], frozenset[str]]:
    """
    Give, for each thing that can happen, the evidence of which it may void records.
    """
    found: dict[tuple[str, str], frozenset[str]] = {}
    for evidence in workflow.evidence.values():
        for voider in evidence.voided_by:
            kinds = kinds_in(workflow, voider.what) if voider.kind == "change" else ()
            for what in [kind.name for kind in kinds] or [voider.what]:
                found[voider.kind, what] = found.get((voider.kind, what), frozenset()) | {evidence.name}
    return found


def _after(
    workflow: Workflow, evidence: Evidence, record: Record | None, person: str | None, happened: Sequence[Happened]
) -> Record | None:
    """
    Give a record as it stands after what happened.
    """
    if record is None or record.void is not None:
        return record
    for one in happened:
        if any(voids(workflow, voider, one, person) for voider in evidence.voided_by):
            return record.voided(one.what)
    return record
