"""
What becomes of a case when it moves to another version of its workflow.

It moves only as the new version's `migrations` say, and only where it could have come honestly: the gate of its state is true, and on
some way there, everything that the new version asks is true now or was asked of it before. What cannot be carried over refuses
the move, unless the file says that it is left behind.

Stands on: `deciding`, `past`, `definition.passing`.   Knows nothing of: storage, who may move cases.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import evolve

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.lookup import in_group, migration_between, watched
from rjflow.definition.model import Deadline, Evidence, Group, Migration, Requirement, Workflow
from rjflow.definition.normal import all_implied
from rjflow.definition.passing import easiest_way
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition
from rjflow.guards.values import Truth
from rjflow.guards.writing import written
from rjflow.instants import Instant
from rjflow.rules.asking import is_value_of
from rjflow.rules.commands import Advance
from rjflow.rules.deciding import caught_up
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding, findings, truth_of, used_by
from rjflow.rules.past import Past, still_known
from rjflow.rules.situation import Actor, Person, Record, Records, Situation
from rjflow.rules.viewing import holds

Lost = tuple[str, ...]  # what is lacking, and the names that it speaks of


def moved(old: Workflow, new: Workflow, situation: Situation, *, past: Past, actor: Actor, at: Instant) -> Decision:
    """
    Answer whether a case moves to another version of its workflow, and what becomes of it.

    First it is brought up to date under the old version, then it is carried over, then time does what it does by then under the new one:
    a deadline that is overdue there fires at once.

    Args:
        old: The version that the case runs under.
        new: The version that it is to move to.
        situation: Where the case stands.
        past: What the case has been through: the new version may ask who did what the old one never asked about.
        actor: Who moves it.
        at: When.

    Not seen:
        Safeguards are proved for cases that are opened under a version. Of one that moves there it is only known that it could have
        come to its state through every gate; what a safeguard says of the order of other steps is as the old version kept it.
    """
    command = Advance(at=at, actor=actor)
    before, earlier = caught_up(old, situation, at)
    migration = migration_between(old, new)
    in_the_way = tuple(_in_the_way(old, new, before))
    if in_the_way or migration is None:
        return _refused(command, before, _lacking(in_the_way))
    carrying, lived = _Carrying(old, new, migration), past.moved(old, earlier)
    carried, lost = carrying.situation(before, lived)
    if lost:
        return _refused(command, before, _lacking(lost))
    guard = new.states[carried.state].guard or Group()
    asked = findings(new, carried, guard, "while", state=carried.state)
    if truth_of(new, carried, guard) is not True:
        return _refused(command, before, asked)
    asked += _on_the_way(carrying, lived, carried)
    if any(one.truth is not True for one in asked if one.asked != "while"):
        return _refused(command, before, asked)
    after, later = caught_up(new, carried, at)
    move = Move("migrated", before.state, carried.state, before.now)
    return Decision(True, command, before, after, asked, (*earlier, move, *later))


# ---- whether it moves ------------------------------------------------------------------------------------------------


def _in_the_way(old: Workflow, new: Workflow, situation: Situation) -> Iterator[tuple[str, ...]]:
    """
    Give what keeps a case from moving at all: no migration speaks of it, it is over, or there is no state for it.
    """
    migration = migration_between(old, new)
    if migration is None:
        yield ("none", str(old.version))
    elif old.states[situation.state].final:
        yield ("over", situation.state)
    else:
        target = migration.states.get(situation.state, situation.state)
        if target not in new.states or new.states[target].final:
            yield ("stranded", situation.state)
        elif new.states[target].kind not in (None, old.states[situation.state].kind):
            yield ("kind", situation.state, target)
        elif new.states[target].holds:
            yield from _no_way_back(old, new, migration, situation.held_from, target)


def _no_way_back(
    old: Workflow, new: Workflow, migration: Migration, held_from: str | None, target: str
) -> Iterator[tuple[str, ...]]:
    """
    Give what keeps a held case from going back where it came from: there is no such place, or there it would be in a state of a kind, such
    as a meeting, in which it was not.
    """
    name = "" if held_from is None else migration.states.get(held_from, held_from)
    origin = new.states.get(name)
    if held_from is None or origin is None or origin.holds or origin.final:
        yield ("held", target)
    elif origin.kind not in (None, old.states[held_from].kind):
        yield ("kind", held_from, name)


def _on_the_way(carrying: "_Carrying", past: Past, carried: Situation) -> tuple[Finding, ...]:
    """
    Ask what the new version asks on the way to the state on which least is not met: each condition is true now, or was asked before.
    """
    new, target = carrying.new, carried.state
    known = still_known(carrying.old, new, carrying.migration, past.asked_of_these(new, carrying.migration))

    def truth(condition: Condition) -> Truth:
        return True if all_implied(known, (condition,)) else holds(new, carried, condition)

    way = easiest_way(new, target, lambda condition: truth(condition) is True, carried.held_from)
    if way is None:
        return _lacking([("unreached", *(name for name in (target, carried.held_from) if name is not None))])
    return tuple(
        Finding(
            asked="needs",
            truth=truth(condition),
            requirement=Requirement(condition=condition, text=written(condition)),
            used=tuple(dict.fromkeys(used_by(new, carried, condition, None))),
        )
        for condition in way
    )


def _lacking(several: Iterable[Lost]) -> tuple[Finding, ...]:
    return tuple(Finding(asked="migration", truth=False, facts=facts) for facts in several)


def _refused(command: Advance, before: Situation, asked: tuple[Finding, ...]) -> Decision:
    return Decision(False, command, before, before, asked)


# ---- what is carried over --------------------------------------------------------------------------------------------


@frozen
class _Carrying:
    """One migration between two versions."""

    old: Workflow
    new: Workflow
    migration: Migration

    def situation(self, before: Situation, past: Past) -> tuple[Situation, list[Lost]]:
        """Carry a situation over; give also what has no place in the new version."""
        lost: list[Lost] = []
        states, new = self.migration.states, self.new
        about_case, about_people = self._places(about=False), self._places(about=True)
        people = []
        for person in before.people:
            kind = self.migration.people.get(person.kind, person.kind)
            records = self._records(about_people, person.records, lost, kind)
            people.append(Person(person.id, kind, records))
        for kind, number in Counter(person.kind for person in people).items():
            most = new.people[kind].at_most if kind in new.people else 0
            if most is not None and number > most:
                lost.append(("people", kind))
        is_same_scheme = _scheme(self.old) == _scheme(new)
        state, origin = states.get(before.state, before.state), before.held_from
        carried = before.evolved(
            state=state,
            held_from=states.get(origin, origin) if origin is not None and new.states[state].holds else None,
            people=tuple(people),
            records=self._records(about_case, before.records, lost, None),
            fired=tuple(sorted(one for one in past.fired if one[0] in watched(new))),
            rung=self._rung(before),
            scheme=before.scheme if is_same_scheme else None,
        )
        return carried, lost

    def _places(self, *, about: bool) -> list[Evidence]:
        return [one for one in self.old.evidence.values() if (one.about is not None) is about]

    def _records(self, places: list[Evidence], records: Records, lost: list[Lost], kind: str | None) -> Records:
        """
        Put records where they belong in the new version.
        """
        size = sum((one.about is not None) is (kind is not None) for one in self.new.evidence.values())
        found: list[Record | None] = [None] * size
        for evidence, record in zip(places, records, strict=True):
            name = self.migration.evidence.get(evidence.name, evidence.name)
            if record is None or evidence.name in self.migration.drop or name in self.migration.renew:
                continue
            if not self._fits(name, record, kind) or found[self.new.slots[name]] is not None:
                lost.append(("evidence", evidence.name))
            else:
                found[self.new.slots[name]] = record
        return tuple(found)

    def _fits(self, name: str, record: Record, kind: str | None) -> bool:
        evidence = self.new.evidence.get(name)
        if (
            evidence is None
            or (evidence.about is None) is not (kind is None)
            or not is_value_of(evidence, record.value)
        ):
            return False
        there = self.new.people.get(kind) if kind is not None else None
        return evidence.about is None or there is None or in_group(there, evidence.about)

    def _rung(self, before: Situation) -> tuple[tuple[int, Instant], ...]:
        """
        Carry over which deadlines have fired.
        """
        same = self._same_deadlines()
        return tuple(sorted((same[place], at) for place, at in before.rung if place in same))

    def _same_deadlines(self) -> dict[int, int]:
        """
        Find each deadline again, by its place: the one that is the same, or else one of the same event that waits for the same.
        """
        states, evidence = self.migration.states, self.migration.evidence
        old = [
            evolve(
                one,
                states=tuple(states.get(name, name) for name in one.states),
                until=None if one.until is None else evidence.get(one.until, one.until),
            )
            for one in self.old.deadlines
        ]
        found: dict[int, int] = {}
        for alike in (_as_it_is, _what_it_waits_for):
            for place, was in enumerate(old):
                free = [other for other in range(len(self.new.deadlines)) if other not in found.values()]
                again = [other for other in free if alike(self.new.deadlines[other]) == alike(was)]
                if place not in found and again:
                    found[place] = again[0]
        return found


def _as_it_is(deadline: Deadline) -> object:
    return evolve(deadline, states=tuple(sorted(deadline.states)))


def _what_it_waits_for(deadline: Deadline) -> object:
    return (deadline.event, deadline.until)


def _scheme(workflow: Workflow) -> str | None:
    return None if workflow.scheme is None else fingerprint(workflow.scheme.workflow)
