"""
Commands that are nearly as they must be: by somebody who may not, with a role that is only claimed, at the wrong time or place.

Stands on: `making`, `steering`.   Knows nothing of: what comes of them.
"""

from collections.abc import Iterator

from attrs import evolve

from rjflow.definition.lookup import in_group, kinds_in
from rjflow.definition.model import CLOCK, Event, Workflow
from rjflow.frozen import frozen
from rjflow.instants import HOUR, SECOND, Instant
from rjflow.rules.commands import Advance, Command, Fire, Given, Join, Leave, RecordEvidence
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.timing import next_change
from rjflow.rules.viewing import records_of, until
from rjflow.testing.company import EVERYTHING, Company
from rjflow.testing.making import Making
from rjflow.testing.wishing import Pick, values_of

_FAR = 1 << 60
_RECORDS = 2  # odd ones, one after the other
_NO_ANSWER = "nonesuch"


@frozen
class Trying:
    """Choose what else happens in a case than what brings it on."""

    workflow: Workflow
    pick: Pick

    def outside(self, situation: Situation) -> Command:
        """Give something that happens to a case: something is taken back, a notice comes, somebody comes or goes, time passes."""
        found: list[Command] = [*self._taken_back(situation), *Making(self.workflow, self.pick).notices(situation)]
        found += [*self._people(situation), Advance(at=self.later(situation))]
        kinds = list(dict.fromkeys(type(one) for one in found))
        kind = self.pick(kinds)
        command: Command = self.pick([one for one in found if type(one) is kind])
        return command

    def between(self, situation: Situation) -> Iterator[Command]:
        """Give what happens just before somebody does what is ready to be done: something outside, or somebody goes and comes back."""
        back = [*self._back(situation)]
        if not back or self.pick((True, False)):
            yield self.outside(situation)
            return
        yield from self.pick(back)

    def later(self, situation: Situation) -> Instant:
        """
        Give a moment at which time changes something, or just before, or a day after; or the one at which any record runs out, whatever
        would have changed before it.
        """
        then = next_change(self.workflow, situation, _FAR)
        if then is None:
            return situation.now + HOUR
        moment: Instant = self.pick((then, then - SECOND, then + 24 * HOUR, self.pick([*self._ends(situation), then])))
        return max(moment, situation.now)

    def straight(self, situation: Situation) -> Fire:
        """Give an event as if nothing stood in its way: one that leaves the state, by somebody who may, filled in somehow."""
        return self._fire(situation, self.pick(self._leaving(situation) or list(self.workflow.events.values())))

    def going(self, situation: Situation) -> Iterator[Command]:
        """Give somebody who leaves, if anybody may."""
        leaves = [one for one in self._people(situation) if isinstance(one, Leave)]
        if leaves:
            yield self.pick(leaves)

    def odd(self, situation: Situation, ready: Fire | None) -> Iterator[Command]:
        """
        Give commands with one thing wrong with them: an event in each way in which it can be, one that is *ready* if there is one; and records,
        somebody who comes, somebody who goes, and a notice.
        """
        yield from self._odd_events(situation, ready or self.straight(situation))
        for _ in range(_RECORDS if self.workflow.evidence else 0):
            yield self._odd_record(situation)
        changes = [*self._wrong_people(situation)]
        for kind in dict.fromkeys(map(type, changes)):
            yield self.pick([one for one in changes if type(one) is kind])
        if notices := Making(self.workflow, self.pick).notices(situation):
            yield self._claimed(self.pick(notices))

    def recording(self, situation: Situation) -> RecordEvidence:
        """Give a record of any evidence, by somebody who may make it if there is anybody."""
        makes = Making(self.workflow, self.pick)
        evidence = self.pick(list(self.workflow.evidence.values()))
        person = self.pick(makes.subjects(situation, evidence) or [None])
        value = self.pick(values_of(self.workflow, evidence, situation))
        may = [*Company(self.workflow).who_may(situation, evidence, evidence.recorded_by, person)]
        actor = self.pick([one for one in may if one.id != CLOCK] or [Actor("stranger")])
        return RecordEvidence(given=Given(evidence.name, value, person), actor=actor, at=situation.now)

    # ------------------------------------------------------------------------------------------------------------------

    def _leaving(self, situation: Situation) -> list[Event]:
        return [
            one for one in self.workflow.events.values() if any(situation.state in way.from_states for way in one.ways)
        ]

    def _fire(self, situation: Situation, event: Event) -> Fire:
        makes = Making(self.workflow, self.pick)
        here = [place for place, way in enumerate(event.ways) if situation.state in way.from_states] or [0]
        fires = makes.fires(situation, event, self.pick(here)) if event.ways else iter(())
        nobody = Fire(event=event.name, actor=Actor("stranger"), at=situation.now)
        return next(fires, nobody)

    def _odd_events(self, situation: Situation, fire: Fire) -> Iterator[Command]:
        """
        Give an event by somebody who claims a role, by a stranger, for another reason, and without its form; and another, that is not for here.
        """
        yield self._claimed(fire)
        yield evolve(fire, actor=Actor("stranger"))
        reasons = {reason for state in self.workflow.states.values() for reason in state.reasons}
        yield evolve(fire, reason=self.pick([*sorted(reasons - {fire.reason}), _NO_ANSWER]))
        if fire.given:
            yield evolve(fire, given=fire.given[1:])
        yield self._fire(situation, self.pick(list(self.workflow.events.values())))
        yield from self._by_who_is_gone(situation)
        yield evolve(fire, actor=Company(self.workflow).actor(EVERYTHING))

    def _by_who_is_gone(self, situation: Situation) -> Iterator[Command]:
        """
        Give an event that people can make happen by themselves, by one of them who is not there, or not any more.
        """
        theirs = [
            (event, kind.name)
            for event in self._leaving(situation)
            for kind in self.workflow.people.values()
            if any(in_group(kind, by) for by in event.by)
        ]
        if theirs:
            event, kind = self.pick(theirs)
            yield evolve(self._fire(situation, event), actor=Company(self.workflow).actor(_gone(situation, kind)))

    def _odd_record(self, situation: Situation) -> Command:
        """
        Give a record by somebody who may not, or with an answer that there is not, or about somebody who is not there, or not any more.
        """
        recording = self.recording(situation)
        given, about = recording.given, self.workflow.evidence[recording.given.evidence].about
        match self.pick(("claim", "answer", "person")):
            case "answer":
                return evolve(recording, given=evolve(given, value=_NO_ANSWER))
            case "person" if about is not None and (kinds := kinds_in(self.workflow, about)):
                return evolve(recording, given=evolve(given, person=_gone(situation, self.pick(kinds).name)))
            case _:
                return self._claimed(recording)

    def _claimed(self, command: Command) -> Command:
        """
        Have a command given by somebody else, who claims the roles of the one who may.
        """
        company = Company(self.workflow)
        others = [one for one in company.workers if one not in (command.actor.id, EVERYTHING)]
        if not others or command.actor.id == CLOCK:
            return command
        claimed = frozenset(self.workflow.roles)
        return evolve(command, actor=Actor(self.pick(others), claimed, command.actor.acts_for))

    def _back(self, situation: Situation) -> Iterator[tuple[Command, Command]]:
        """
        Give each who may go, and come back as who they were.
        """
        company = Company(self.workflow)
        for leaving in [one for one in self._people(situation) if isinstance(one, Leave)]:
            kind = next(one.kind for one in situation.people if one.id == leaving.person)
            joins = self.workflow.people[kind].joins
            for actor in [*company.who_may(situation, None, joins.by)][:1] if joins is not None else []:
                yield leaving, Join(person=leaving.person, kind=kind, actor=actor, at=situation.now)

    def _ends(self, situation: Situation) -> Iterator[Instant]:
        """
        Give the moments at which records run out that count by now.
        """
        for name, evidence in self.workflow.evidence.items():
            for _, record in records_of(self.workflow, situation, name):
                end = until(self.workflow, evidence, record)
                if record.void is None and end is not None and end > situation.now:
                    yield end

    def _taken_back(self, situation: Situation) -> Iterator[Command]:
        """
        Give records that say something else than what is current, by whoever may make them, the person themselves first.
        """
        for name, evidence in self.workflow.evidence.items():
            for holder, record in records_of(self.workflow, situation, name):
                person = holder.id if holder is not None else None
                others = [one for one in values_of(self.workflow, evidence, situation) if one != record.value]
                may = [*Company(self.workflow).who_may(situation, evidence, evidence.recorded_by, person)]
                may = sorted((one for one in may if one.id != CLOCK), key=lambda one: one.id != person)
                if record.void is None and others and may:
                    given = Given(name, self.pick(others), person)
                    yield RecordEvidence(given=given, actor=may[0], at=situation.now)

    def _wrong_people(self, situation: Situation) -> Iterator[Command]:
        """
        Give joins of people who are there already, and leaves of people who are not, by whoever may.
        """
        company, there = Company(self.workflow), {one.id for one in situation.people}
        for kind in self.workflow.people.values():
            for actor in [*company.who_may(situation, None, kind.joins.by)][:1] if kind.joins is not None else []:
                for person in sorted(there):
                    yield Join(person=person, kind=kind.name, actor=actor, at=situation.now)
            for actor in [*company.who_may(situation, None, kind.leaves.by)][:1] if kind.leaves is not None else []:
                yield Leave(person=_gone(situation, kind.name), actor=actor, at=situation.now)

    def _people(self, situation: Situation) -> Iterator[Command]:
        company = Company(self.workflow)
        for kind in self.workflow.people.values():
            free = _gone(situation, kind.name)
            for actor in [*company.who_may(situation, None, kind.joins.by)][:1] if kind.joins is not None else []:
                yield Join(person=free, kind=kind.name, actor=actor, at=situation.now)
        for person in situation.people:
            change = self.workflow.people[person.kind].leaves
            for actor in [*company.who_may(situation, None, change.by)][:1] if change is not None else []:
                yield Leave(person=person.id, actor=actor, at=situation.now)


def _gone(situation: Situation, kind: str) -> str:
    """
    Give the first id of a kind of people that is not there, or not any more.
    """
    there = {one.id for one in situation.people}
    return next(one for number in range(1, 99) if (one := f"{kind}-{number}") not in there)
