"""
Make every action there is in a frame.

The world is hostile: any actor may do anything the file allows, evidence may run out at any moment, notices may come, people may
be added and removed where the file lets them, the clock may fire any deadline, the scheme may lapse. An action that changes nothing
that is tracked, and that nobody listens for, is left out.

Stands on: `action`, `formulas`, `recordings`, `lasting`.   Knows nothing of: safeguards, searching.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from attrs import evolve

from rjflow.definition.lookup import as_condition, every_condition
from rjflow.definition.model import BACK, CLOCK, Change, Deadline, Event, Evidence, Group, Kind, Way
from rjflow.definition.safeguards import Happening
from rjflow.guards.syntax import ForPeople
from rjflow.rules.changing import Happened
from rjflow.verifier.action import Action, Doing, reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.doers import by_identities
from rjflow.verifier.fading import Fading
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Frame, Key
from rjflow.verifier.happening import SOMEBODY_ELSE, Entered, Occurrence
from rjflow.verifier.lasting import may_ring_again
from rjflow.verifier.recordings import Recordings


class Acting:
    """
    All actions of one frame.

    *listened* are the (kind, name) of occurrences that a safeguard speaks of. With *spoken*, what it listens for, one
    action stands for all the values that make no difference to that. *entered* are the states of which it speaks where a case comes
    to one, each with what it asks there, if anything.
    """

    def __init__(
        self,
        formulas: Formulas,
        listened: frozenset[tuple[str, str]],
        spoken: Sequence[Happening] | None = None,
        entered: Entered | None = None,
        timed: Collection[Key] = (),
    ) -> None:
        self.formulas = formulas
        self.frame: Frame = formulas.frame
        self.listened = listened
        self.recordings = Recordings(formulas, listened, spoken)
        self._entered = entered or {}
        self._timed = timed
        workflow = self.frame.workflow
        self.living = tuple(name for name, state in workflow.states.items() if not state.final)

    def actions(self) -> Iterator[Action]:
        """Give the actions in file order: events, deadlines, and then what leaves a case in its state."""
        workflow = self.frame.workflow
        ways = [(event, place) for event in workflow.events.values() for place in range(len(event.ways))]
        return chain(self.moves(ways), self.quiet())

    def moves(self, ways: Sequence[tuple[Event, int]]) -> Iterator[Action]:
        """Give what goes these ways: events that somebody fires, then those that the clock does."""
        for event, place in ways:
            yield from self._fires(event, place, event.ways[place])
        wanted: dict[str, list[int]] = {}
        for event, place in ways:
            wanted.setdefault(event.name, []).append(place)
        for number, deadline in enumerate(self.frame.workflow.deadlines):
            yield from self._deadlines(number, deadline, wanted.get(deadline.event, ()))

    def quiet(self) -> Iterator[Action]:
        """Give the records, notices, people who come and go, and what happens by itself."""
        workflow = self.frame.workflow
        for evidence in workflow.evidence.values():
            yield from self._records(evidence)
        yield from self._notices()
        for kind in workflow.people.values():
            yield from self._joins(kind)
            yield from self._leaves(kind)
        yield from Fading(self.frame, self._entered, self._timed).actions()
        yield from self._scheme()
        yield from self._drift()

    # ---- events ------------------------------------------------------------------------------------------------------

    def _fires(self, event: Event, place: int, way: Way) -> Iterator[Action]:
        """
        An event that somebody fires, once for each form that can come with it.
        """
        if all(name == CLOCK for name in event.by):
            return
        guard = self.presence(event.by) & self.formulas.group(way.needs).yes
        workflow = self.frame.workflow
        reads = reads_of(workflow, way.needs, *(workflow.evidence[name].needs for name in event.records))
        for made in self.recordings.forms(event):
            action = Action(
                doing="fire", name=event.name, states=way.from_states, guard=guard & made.guard, assigns=made.assigns,
                occurrences=(Occurrence("event", event.name), *made.occurrences),
                way=place, target=way.target, event=event, reads=reads,
            )  # fmt: skip
            made_too = (workflow.evidence[name] for name in event.records)
            yield from by_identities(self.formulas, action, (event, *made_too))

    def _deadlines(self, place: int, deadline: Deadline, ways: Sequence[int]) -> Iterator[Action]:
        """
        An event that the clock fires, for some of its ways; one that asks for a form cannot be.
        """
        workflow = self.frame.workflow
        event = workflow.events[deadline.event]
        if event.records or not ways:
            return
        armed = self.frame.space.everything
        fired: dict[Key, tuple[int, ...]] = (
            {("fired", event.name, 0): (1,)} if event.name in self.frame.focus.authors else {}
        )
        if deadline.until and self.frame.has(("value", deadline.until, None)):
            armed = self.frame.current(deadline.until, None)
        rung: Key = ("rung", place)
        if self.frame.has(rung):
            armed, fired = armed & ~self.frame.is_(rung), {**fired, rung: (1,)}
        until: set[object] = {deadline.until} if deadline.until else set()
        until |= {("day", place)} if may_ring_again(workflow, place) else set()
        for number in ways:
            way = event.ways[number]
            if not self._knows_why(way):
                continue
            states = tuple(state for state in deadline.states if state in way.from_states)
            occurrence = Occurrence("event", event.name)
            yield Action(
                doing="deadline", name=event.name, states=states, guard=armed & self.formulas.group(way.needs).yes,
                assigns=self.recordings.voids([Happened("event", event.name)]) | fired, occurrences=(occurrence,),
                way=number, place=place, target=way.target, event=event, reads=reads_of(workflow, way.needs) | until,
            )  # fmt: skip

    def _knows_why(self, way: Way) -> bool:
        """
        Tell whether the clock can go a way: it gives no reason, so where a case is closed for one there must be one only.
        """
        states = self.frame.workflow.states
        if way.target == BACK or not states[way.target].final:
            return True
        return len(way.reasons or states[way.target].reasons) == 1

    # ---- evidence ----------------------------------------------------------------------------------------------------

    def _records(self, evidence: Evidence) -> Iterator[Action]:
        """
        A record, for each person it can be about and each value that can be told apart.
        """
        if all(name == CLOCK for name in evidence.recorded_by) or not self.recordings.matters(evidence.name):
            return
        people = list(self.frame.holders(evidence.name))
        if evidence.about and self.frame.other_kinds(evidence.about):
            people.append(SOMEBODY_ELSE)
        reads = reads_of(self.frame.workflow, evidence.needs)
        for person in people:
            by = self.presence(evidence.recorded_by, person)
            for made in self.recordings.options(evidence, person):
                happened = [Happened("evidence", evidence.name, person)]
                action = Action(
                    doing="record", name=evidence.name, states=self.living, guard=by & made.guard,
                    assigns=self.recordings.voids(happened) | dict(made.assigns), occurrences=made.occurrences,
                    person=person, value=made.value, reads=reads,
                )  # fmt: skip
                yield from by_identities(self.formulas, action, (evidence,))

    def _notices(self) -> Iterator[Action]:
        for name in self.frame.workflow.notices:
            voids = self.recordings.voids([Happened("notice", name)])
            if voids or ("notice", name) in self.listened:
                occurrences = (Occurrence("notice", name),)
                guard = self.frame.space.everything
                yield Action("notice", name, self.living, guard, voids, occurrences)

    # ---- people ------------------------------------------------------------------------------------------------------

    def _joins(self, kind: Kind) -> Iterator[Action]:
        """
        Somebody joins: a followed person who is not there, or somebody else.
        """
        if kind.joins is None:
            return
        followed = [person for person, own in self.frame.cast.followed if own == kind.name]
        full = kind.at_most is not None and len(followed) >= kind.at_most
        room = ~self.frame.space.all_of(map(self.frame.there, followed)) if full else self.frame.space.everything
        for person in followed:
            yield self._change(kind, kind.joins, "join", person, ~self.frame.there(person) & room)
        if kind.name in self.frame.cast.others:
            yield from self._others_change(kind, kind.joins, "join")

    def _leaves(self, kind: Kind) -> Iterator[Action]:
        """
        Somebody leaves.
        """
        if kind.leaves is None:
            return
        for person in (person for person, own in self.frame.cast.followed if own == kind.name):
            yield self._change(kind, kind.leaves, "leave", person, self.frame.there(person))
        if kind.name in self.frame.cast.others:
            yield from self._others_change(kind, kind.leaves, "leave")

    def _others_change(self, kind: Kind, change: Change, doing: Doing) -> Iterator[Action]:
        """
        Somebody who is not followed joins or leaves; where there are as many as are counted there may be more.
        """
        key, most = ("others", kind.name), self.frame.counted(kind.name)
        for number in range(doing == "leave", most + 1):
            after = {min(number + 1, most)} if doing == "join" else {number - 1, most if number == most else number - 1}
            action = self._change(kind, change, doing, SOMEBODY_ELSE, self.frame.is_(key, number))
            yield evolve(action, assigns={**action.assigns, key: tuple(sorted(after))})

    def _change(self, kind: Kind, change: Change, doing: Doing, person: str, guard: Set) -> Action:
        """
        A joining or leaving: nothing is recorded about, or remembered of, somebody new or gone.
        """
        voids = self.recordings.voids([Happened("change", kind.name, person)])
        if person != SOMEBODY_ELSE:
            mine = [key for key in self.frame.sizes if key[0] in ("value", "memory") and key[-1] == person]
            voids |= dict.fromkeys(mine, (0,)) | {("there", person): (1 if doing == "join" else 0,)}
        return Action(
            doing=doing, name=kind.name, states=change.states, guard=guard & self.presence(change.by),
            assigns=voids, occurrences=(Occurrence("change", kind.name, person),), person=person,
        )  # fmt: skip

    # ---- what happens by itself --------------------------------------------------------------------------------------

    def _scheme(self) -> Iterator[Action]:
        """
        The scheme changes: what is asked of it may have any answer.
        """
        everywhere = tuple(self.frame.workflow.states)
        for place in range(len(self.frame.focus.scheme)):
            for value in range(3):
                guard = ~self.frame.is_(("scheme", place), value)
                yield Action(
                    "scheme", "scheme", everywhere, guard, {("scheme", place): (value,)}, place=place, value=value
                )

    def _drift(self) -> Iterator[Action]:
        """
        Something that is not tracked, or about others than the followed people, changes, so that the gate of the state may close.
        """
        states = self.frame.workflow.states
        loose = [
            name
            for name in self.living
            if not self.frame.tracks(reads_of(self.frame.workflow, states[name].guard))
            or self._asks_others(states[name].guard)
        ]
        if loose:
            yield Action("drift", "", tuple(loose), self.frame.space.everything, {})

    def _asks_others(self, guard: Group | None) -> bool:
        """
        Tell whether a gate asks people who are not followed.
        """
        workflow = self.frame.workflow
        parts = every_condition(workflow, as_condition(guard)) if guard is not None else ()
        return any(isinstance(part, ForPeople) and self.frame.other_kinds(part.group) for part in parts)

    # ---- shared ------------------------------------------------------------------------------------------------------

    def presence(self, by: Sequence[str], person: str | None = None) -> Set:
        """Give where there is somebody who may act: always, for a role; for a group, where one of it is there."""
        workflow = self.frame.workflow
        if any(name in workflow.roles for name in by) or (not by):
            there = self.frame.space.everything
        elif person is not None and person != SOMEBODY_ELSE:
            mine = any(person in self.frame.members(name) for name in by if name != CLOCK)
            there = self.frame.space.everything if mine else self.frame.space.nothing
        else:
            there = self.frame.space.any_of(self.frame.somebody(name) for name in by if name != CLOCK)
        if person is not None and person != SOMEBODY_ELSE:
            there = there & self.frame.there(person)
        return there
