"""
Everything that can happen to a case: when it may, and what it changes.

The world is hostile: anybody may do whatever the file allows, evidence may run out and gates may close at any moment, the clock may fire
any deadline at any time. What changes nothing that is tracked, and is not listened for, is the passing of time.

Stands on: `answers`, `happening`.   Knows nothing of: what is bad, invariants.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from attrs import field

from rjflow.certifying.answers import Answers
from rjflow.certifying.assuming import ways_from
from rjflow.certifying.diagrams import EVERYTHING, Put
from rjflow.certifying.happening import Facts, Occurrence
from rjflow.certifying.looking import SOMEBODY_ELSE, Look, actor, fired_by, mark, others_of, recorded_by, slot, there
from rjflow.definition.lookup import kinds_in
from rjflow.definition.model import BACK, CLOCK, Change, Deadline, Event, Evidence, Kind, Way
from rjflow.frozen import frozen


@frozen(kw_only=True)
class Deed:
    """
    Something that can happen.

    Attributes:
        rule: what it is, as people are told.
        states: where.
        guard: when it may be allowed; the gate of a state it leads to is not yet asked.
        puts: what it changes, variable by variable; of several, any one may be.
        target: the state it leads to, `back`, or nothing if it leaves the case where it is.
        lapses: whether time passes: evidence may run out and the scheme be any.
        said: when what it records surely comes out as it says.
        surely: when all that is asked is surely true besides, if those who may are asked to do it.
        who: who does it, where that is told apart; 0 is nobody in particular.
    """

    rule: str
    states: tuple[str, ...]
    guard: int = EVERYTHING
    puts: tuple[Put, ...] = ((),)
    facts: Facts = field(factory=Facts)
    target: str | None = None
    way: Way | None = None
    deadline: Deadline | None = None
    lapses: bool = False
    said: int = EVERYTHING
    surely: int = EVERYTHING
    who: int | None = None


@frozen
class _Said:
    """What is recorded together: when it may be, when it is for sure, what it puts in, and what occurs."""

    guard: int = EVERYTHING
    surely: int = EVERYTHING
    puts: tuple[tuple[str, int], ...] = ()
    occurrences: tuple[Occurrence, ...] = ()


class Steps:
    """
    What can happen, seen through one look.

    *listened*: the (kind, name) of what a safeguard listens for.
    """

    def __init__(self, answers: Answers, listened: frozenset[tuple[str, str]]) -> None:
        self.answers = answers
        self.look: Look = answers.look
        self.workflow = answers.look.workflow
        self.listened = listened
        self._voided = self._what_voids()
        self.living = tuple(name for name, state in self.workflow.states.items() if not state.final)

    def deeds(self) -> Iterator[Deed]:
        """Give everything that can happen."""
        yield Deed(rule="time passes", states=tuple(self.workflow.states), lapses=True)
        for event in self.workflow.events.values():
            for way in event.ways:
                yield from self.fired(event, way)
        for deadline in self.workflow.deadlines:
            yield from self.rung(deadline)
        for evidence in self.workflow.evidence.values():
            yield from self.records(evidence)
        yield from self._notices()
        for kind in self.workflow.people.values():
            yield from self._joins(kind)
            yield from self._leaves(kind)

    # ---- events ------------------------------------------------------------------------------------------------------

    def fired(self, event: Event, way: Way) -> Iterator[Deed]:
        """Give what somebody does who fires an event that goes one way: once for each form, and for each who matters."""
        if all(name == CLOCK for name in event.by):
            return
        sets = self.look.sets
        asked, able = self.answers.group(way.needs), self.look.able(event.by)
        states = ways_from(self.workflow, event, way)
        things: list[Event | Evidence] = [event, *(self.workflow.evidence[name] for name in event.records)]
        for said in self._forms(event):
            occurrences = (Occurrence("event", event.name), *said.occurrences)
            for who, allowed in self._by_whom(things):
                yield Deed(
                    rule=f"{event.name}{_by(who)}", states=states, target=way.target, way=way,
                    guard=sets.every((able, asked.true, said.guard, allowed)),
                    said=said.surely, surely=sets.both(sets.contrary(asked.not_true), said.surely), who=who,
                    puts=self._puts(occurrences, said.puts, who, event), facts=Facts(occurrences, event),
                )  # fmt: skip

    def rung(self, deadline: Deadline) -> Iterator[Deed]:
        """Give what the clock does: it fills in no forms and gives no reasons."""
        event = self.workflow.events[deadline.event]
        if event.records or CLOCK not in event.by:
            return
        armed = EVERYTHING
        if deadline.until is not None and self.look.tracks(deadline.until, None):
            armed = self.look.current(deadline.until, None)
        for way in event.ways:
            possible = ways_from(self.workflow, event, way)
            states = tuple(name for name in deadline.states if name in possible)
            if not states or not self._has_one_reason(way):
                continue
            asked, occurrences = self.answers.group(way.needs), (Occurrence("event", event.name),)
            yield Deed(
                rule=f"{event.name}, by the clock", states=states, target=way.target, way=way, deadline=deadline,
                guard=self.look.sets.both(armed, asked.true), surely=self.look.sets.contrary(asked.not_true),
                puts=self._puts(occurrences, (), 0, event), facts=Facts(occurrences, event),
            )  # fmt: skip

    def _has_one_reason(self, way: Way) -> bool:
        if way.target == BACK or not self.workflow.states[way.target].final:
            return True
        return len(way.reasons or self.workflow.states[way.target].reasons) == 1

    def _by_whom(self, things: Sequence[Event | Evidence]) -> Iterator[tuple[int | None, int]]:
        """
        Give those by whom it makes a difference that things are done, with where they may; somebody else always may.
        """
        authors, look = self.look.scope.authors, self.look
        others = [name for thing in things for name in thing.not_by if name in authors]
        if not others and not any(thing.name in authors for thing in things):
            yield None, EVERYTHING
            return
        for who in look.actors:
            barred = look.sets.some(look.done_by(name, who) for name in others if who)
            yield who, look.sets.contrary(barred)

    # ---- evidence ----------------------------------------------------------------------------------------------------

    def records(self, evidence: Evidence) -> Iterator[Deed]:
        """Give every record of a piece of evidence that makes a difference."""
        if all(name == CLOCK for name in evidence.recorded_by) or not self._matters(evidence.name):
            return
        people = self.look.holders(evidence.name)
        if evidence.about is not None and self.look.other_kinds(evidence.about):
            people = [*people, SOMEBODY_ELSE]
        for person in people:
            able = self.look.able(evidence.recorded_by, person if evidence.about else None)
            for said in self._sayings(evidence, person):
                for who, allowed in self._by_whom([evidence]):
                    yield Deed(
                        rule=f"{slot(evidence.name, person)} is recorded{_by(who)}", states=self.living,
                        guard=self.look.sets.every((able, said.guard, allowed)), surely=said.surely, who=who,
                        puts=self._puts(said.occurrences, said.puts, who), facts=Facts(said.occurrences),
                    )  # fmt: skip

    def _matters(self, name: str) -> bool:
        """
        Tell whether recording an evidence changes anything tracked, or is listened for.
        """
        what = ("evidence", name)
        return name in self.look.scope.evidence or what in self.listened or what in self._voided

    def _sayings(self, evidence: Evidence, person: str | None) -> list[_Said]:
        """
        Give what can be recorded about somebody: each value that is told apart, if it counts, or something that does not count.
        """
        sets, name = self.look.sets, evidence.name
        tracked = self.look.tracks(name, person)
        here = EVERYTHING
        if person is not None:
            here = self.look.others(evidence.about or "") if person == SOMEBODY_ELSE else self.look.is_(there(person))
        if not tracked and ("evidence", name) not in self.listened:
            return [_Said(here, here, (), (Occurrence("evidence", name, person),))]
        counts = self.answers.group(evidence.needs, person)
        found = []
        for number, value in enumerate(self.look.classes[name], start=1):
            puts = ((slot(name, person), number),) if tracked else ()
            guard, surely = sets.both(here, counts.true), sets.both(here, sets.contrary(counts.not_true))
            found.append(_Said(guard, surely, puts, (Occurrence("evidence", name, person, value),)))
        if evidence.needs.items:
            puts = ((slot(name, person), 0),) if tracked else ()
            guard, surely = sets.both(here, counts.not_true), sets.both(here, sets.contrary(counts.true))
            found.append(_Said(guard, surely, puts, (Occurrence("evidence", name, person),)))
        return found

    def _forms(self, event: Event) -> Iterator[_Said]:
        """
        Give every way to fill in what an event records: once about the case, or about one or more of the people who are there.
        """
        choices = [list(self._part(self.workflow.evidence[name])) for name in event.records]
        return (self._together(several) for several in product(*choices))

    def _part(self, evidence: Evidence) -> Iterable[_Said]:
        if evidence.about is None:
            return self._sayings(evidence, None)
        people: list[str | None] = list(self.look.holders(evidence.name))
        if self.look.other_kinds(evidence.about):
            people.append(SOMEBODY_ELSE)
        choices = [[_Said(), *self._sayings(evidence, person)] for person in people]
        return [one for several in product(*choices) if (one := self._together(several)).occurrences]

    def _together(self, several: Sequence[_Said]) -> _Said:
        sets = self.look.sets
        return _Said(
            sets.every(one.guard for one in several),
            sets.every(one.surely for one in several),
            tuple(put for one in several for put in one.puts),
            tuple(occurrence for one in several for occurrence in one.occurrences),
        )

    def _notices(self) -> Iterator[Deed]:
        for notice in self.workflow.notices.values():
            occurrences = (Occurrence("notice", notice.name),)
            puts = self._puts(occurrences)
            if puts != ((),) or ("notice", notice.name) in self.listened:
                guard = self.look.able(notice.by) if notice.by else EVERYTHING
                yield Deed(
                    rule=f"notice of {notice.name}",
                    states=self.living,
                    guard=guard,
                    puts=puts,
                    facts=Facts(occurrences),
                )

    # ---- people ------------------------------------------------------------------------------------------------------

    def _joins(self, kind: Kind) -> Iterator[Deed]:
        sets, look = self.look.sets, self.look
        if kind.joins is None:
            return
        here = [look.is_(there(person)) for person, own in look.scope.followed if own == kind.name]
        room = EVERYTHING if kind.at_most is None else sets.contrary(sets.at_least(kind.at_most, here))
        for person, own in look.scope.followed:
            if own == kind.name:
                guard = sets.both(room, look.is_(there(person), 0))
                yield self._changes(
                    kind, kind.joins, person, "joins", guard, [(*self._blank(person), (there(person), 1))]
                )
        if kind.name in look.scope.others:
            yield self._changes(kind, kind.joins, SOMEBODY_ELSE, "joins", room, [((others_of(kind.name), 1),)])

    def _leaves(self, kind: Kind) -> Iterator[Deed]:
        look = self.look
        if kind.leaves is None:
            return
        for person, own in look.scope.followed:
            if own == kind.name:
                puts = [(*self._blank(person), (there(person), 0))]
                yield self._changes(kind, kind.leaves, person, "leaves", look.is_(there(person)), puts)
        if kind.name in look.scope.others:
            others = others_of(kind.name)
            yield self._changes(
                kind, kind.leaves, SOMEBODY_ELSE, "leaves", look.is_(others), [((others, 0),), ((others, 1),)]
            )

    def _changes(
        self,
        kind: Kind,
        change: Change,
        person: str,
        what: str,
        guard: int,
        puts: Sequence[tuple[tuple[str, int], ...]],
    ) -> Deed:
        occurrences = (Occurrence("change", kind.name, person),)
        whose = f"another {kind.name}" if person == SOMEBODY_ELSE else person
        return Deed(
            rule=f"{whose} {what}", states=change.states, guard=self.look.sets.both(guard, self.look.able(change.by)),
            puts=tuple(one for put in puts for one in self._puts(occurrences, put)), facts=Facts(occurrences),
        )  # fmt: skip

    def _blank(self, person: str) -> Iterator[tuple[str, int]]:
        """
        Give what is known of somebody new or gone: nothing is recorded about them, or remembered of them.
        """
        yield from ((slot(name, person), 0) for name in self.look.scope.evidence if self.look.tracks(name, person))
        if person in self.look.remembers:
            yield mark(person), 0

    # ---- what a step changes -----------------------------------------------------------------------------------------

    def _puts(
        self,
        occurrences: Sequence[Occurrence],
        fresh: Sequence[tuple[str, int]] = (),
        who: int | None = None,
        event: Event | None = None,
    ) -> tuple[Put, ...]:
        """
        Give what is put in: what is fresh, who did it, and nothing current where what occurs makes void what is not fresh.
        """
        look = self.look
        found: dict[str, int] = {
            slot(name, person): 0
            for one in occurrences
            for name, person, own in self._voided.get((one.kind, one.name), ())
            if not own or one.person == person
        }
        found |= dict(fresh)
        for one in occurrences:
            if who is not None and one.kind == "evidence" and recorded_by(one.name, one.person) in look.index:
                found[recorded_by(one.name, one.person)] = who
        if who is not None and event is not None and event.name in look.scope.authors:
            found[fired_by(event.name, who)] = 1
        return (tuple(sorted((look.index[name], value) for name, value in found.items())),)

    def _what_voids(self) -> dict[tuple[str, str], list[tuple[str, str | None, bool]]]:
        """
        Give, for each thing that can occur, the tracked records that it makes void, and whether only those about the same person.
        """
        found: dict[tuple[str, str], list[tuple[str, str | None, bool]]] = {}
        for name in self.look.scope.evidence:
            for voider in self.workflow.evidence[name].voided_by:
                is_change = voider.kind == "change"
                kinds = kinds_in(self.workflow, voider.what) if is_change else ()
                for what in [kind.name for kind in kinds] if is_change else [voider.what]:
                    several = [(name, person, voider.own and not is_change) for person in self.look.holders(name)]
                    found.setdefault((voider.kind, what), []).extend(several)
        return found


def with_marks(deed: Deed, marks: Sequence[tuple[int, int]]) -> tuple[Put, ...]:
    """
    Give what a deed changes together with what is remembered of it; whoever is new or gone is not remembered.
    """
    return tuple(tuple(sorted((dict(marks) | dict(put)).items())) for put in deed.puts)


def _by(who: int | None) -> str:
    return "" if not who else f", by {actor(who)}"
