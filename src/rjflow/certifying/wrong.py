"""
Where a safeguard may be broken: by standing in a place, or by a step; and what has to be remembered to know.

Stands on: `answers`, `duties`, `stepping`.   Knows nothing of: invariants.
"""

from collections.abc import Sequence
from functools import cached_property

from rjflow.certifying.answers import Answers
from rjflow.certifying.assuming import assumed_of, gates_of, is_implied, unchanged_by
from rjflow.certifying.diagrams import EVERYTHING, NOTHING, Put
from rjflow.certifying.duties import Duty, OneWay, condition_of, happenings_of
from rjflow.certifying.happening import Facts, about_whom
from rjflow.certifying.looking import SOMEBODY_ELSE, Look, mark, others_of, there
from rjflow.certifying.opening import shut
from rjflow.certifying.places import Place
from rjflow.certifying.stepping import Deed
from rjflow.definition.lookup import as_condition, every_condition, in_group, kinds_in
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import After, Always, AlwaysOpen, Before, DifferentPeople, Entering, Happening
from rjflow.guards.syntax import (
    And,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    MeaningHolds,
    Not,
    Or,
    SamePerson,
)


def remembered_for(workflow: Workflow, form: Duty, followed: Sequence[tuple[str, str]]) -> tuple[str | None, ...]:
    """
    Give for whom a safeguard remembers something: each followed person it is about, or the case.
    """
    if not isinstance(form, Before | After):
        return ()
    groups = _groups_of(workflow, form.must_have if isinstance(form, Before) else form.without)
    if not groups:
        return (None,)
    return tuple(person for person, kind in followed if any(in_group(workflow.people[kind], one) for one in groups))


def followed_enough(workflow: Workflow, form: Duty) -> dict[str, int]:
    """
    Give how many people of each kind must be followed, so that whoever breaks a safeguard can be taken to be among them.

    For conditions nobody must: there, kinds of which nobody is followed are asked as others are.
    """
    wanted: dict[str, int] = {}
    if isinstance(form, Before | After):
        groups = _groups_of(workflow, form.must_have if isinstance(form, Before) else form.without)
        wanted = dict.fromkeys((kind.name for group in groups for kind in kinds_in(workflow, group)), 1)
    elif isinstance(form, DifferentPeople):
        for first in form.first:
            for second in form.second:
                abouts = [workflow.evidence[one].about for one in (first, second) if one in workflow.evidence]
                kinds = [kind.name for about in abouts if about for kind in kinds_in(workflow, about)]
                wanted |= {kind: max(wanted.get(kind, 0), kinds.count(kind)) for kind in kinds}
    return wanted


def spoken_of(workflow: Workflow, form: Duty) -> frozenset[str]:
    """
    Give the kinds of people that a safeguard speaks of: which of them it is that breaks it makes a difference.
    """
    asked = condition_of(form)
    parts = () if asked is None else tuple(every_condition(workflow, asked))
    groups = [part.group for part in parts if isinstance(part, ForPeople)] + _groups_of(workflow, happenings_of(form))
    names = [name for part in parts if isinstance(part, SamePerson) for name in (part.first, part.second)]
    if isinstance(form, DifferentPeople):
        names += (*form.first, *form.second)
    if isinstance(form, AlwaysOpen) and form.by is not None:
        groups.append(form.by)
    groups += [about for name in names if name in workflow.evidence and (about := workflow.evidence[name].about)]
    return frozenset(kind.name for group in groups for kind in kinds_in(workflow, group))


class Wrong:
    """Where one safeguard, or one part of it, may be broken."""

    def __init__(self, answers: Answers, form: Duty) -> None:
        self.answers = answers
        self.form = form
        self._look: Look = answers.look
        self._sets = answers.look.sets
        self._workflow = answers.look.workflow
        self._assumed: dict[str, frozenset[Condition]] = {}
        self._known: dict[object, int] = {}
        asked = condition_of(form)
        parts = () if asked is None else every_condition(self._workflow, asked)
        self._depends_on_place = any(isinstance(part, InState | InKind) for part in parts)

    def standing(self, place: Place) -> int:
        """Give where it is wrong to be in a place at all."""
        return self._sets.both(self._standing(place), self._chosen)

    def before(self, facts: Facts) -> int:
        """Give from where such a step is wrong, wherever it leads."""
        return self._sets.both(self._before(facts), self._chosen)

    def ending(self, place: Place) -> int:
        """Give where a step that is spoken of must not end in a place."""
        if not isinstance(self.form, Entering):
            return NOTHING
        return self._sets.both(self._asked(self.form.condition, place), self._chosen)

    def _standing(self, place: Place) -> int:
        match self.form:
            case Always(condition=condition):
                return self._asked(condition, place)
            case DifferentPeople():
                return self._by_one_person
            case AlwaysOpen():
                return shut(self.answers, self.form, place)
            case OneWay(event, state, first, second) if state == place.state:
                ways = self._workflow.events[event].ways
                both = (self.answers.group(ways[number].needs).true for number in (first, second))
                return self._sets.every(both)
            case _:
                return NOTHING

    def _before(self, facts: Facts) -> int:
        look, sets = self._look, self._sets
        match self.form:
            case Before(event=event, since=since):
                early = self._concerned(event, facts, wide=True)
                late = self._concerned(event, facts.ended, wide=True)
                wiped = [who for who in self._concerned(since, facts.begun, wide=True) if who in late]
                return sets.some(
                    [
                        *(sets.both(self._here(who), look.is_(mark(who), 0)) for who in early),
                        *(self._here(who) for who in wiped),
                    ]
                )
            case After(event=event, not_before=not_before):
                if not self._happens(not_before, facts):
                    return NOTHING
                owed = [sets.both(self._here(who), look.is_(mark(who))) for who in look.remembers]
                if self._happens(not_before, facts.ended):
                    owed += [self._here(who) for who in self._concerned(event, facts.begun, wide=True)]
                return sets.some(owed)
            case _:
                return NOTHING

    def is_carried(self, deed: Deed) -> bool:
        """Tell whether what a safeguard asks on entering was asked at the beginning of this very step, and is still so."""
        event = deed.facts.event
        if not isinstance(self.form, Entering) or event is None or deed.way is None:
            return False
        asked = assumed_of(self._workflow, deed.way.needs) | gates_of(self._workflow, deed.states, event)
        return is_implied(self._workflow, self.form.condition, unchanged_by(self._workflow, event, asked))

    def marks(self, facts: Facts) -> Put:
        """Give what is remembered of such a step."""
        match self.form:
            case Before(must_have=must_have, since=since):
                found = dict.fromkeys(self._concerned(must_have, facts), 1)
                found |= dict.fromkeys(self._concerned(since, facts, wide=True), 0)
            case After(event=event, without=without):
                found = dict.fromkeys(self._concerned(without, facts), 0)
                found |= dict.fromkeys(self._concerned(event, facts, wide=True), 1)
            case _:
                return ()
        return tuple(sorted((self._look.index[mark(who)], value) for who, value in found.items()))

    @cached_property
    def _chosen(self) -> int:
        """
        Give where those that a safeguard does not speak of are there, or nobody is who is not followed.

        Whoever breaks it is none of them, and in a proof they may be anybody of their kind: so they can be taken to be some who are there
        at that moment, as far as anybody is.
        """
        look, sets = self._look, self._sets
        spoken = spoken_of(self._workflow, self.form)
        return sets.every(
            sets.either(look.is_(there(person)), sets.contrary(look.is_(others_of(kind))))
            for person, kind in look.kinds.items()
            if kind not in spoken and kind in look.scope.others
        )

    # ---- conditions --------------------------------------------------------------------------------------------------

    def _asked(self, condition: Condition, place: Place) -> int:
        """
        Give where a condition may be other than true in a place; worked out once for places that make no difference to it.
        """
        key = place if self._depends_on_place else self._assumed_in(place.state)
        if key not in self._known:
            self._known[key] = self._failing(condition, None, place, wanted=True)
        return self._known[key]

    def _failing(self, condition: Condition, person: str | None, place: Place, *, wanted: bool) -> int:
        """
        Give where a condition may be other than is wanted.

        Where one person is enough for that, whoever it is can be taken to be one of the followed, who may be anybody of their kind;
        so others need not be asked. That can be done once only: where several must be at fault together, all are asked.
        What the gate of a state asks is true of every case that rests there.
        """
        sets = self._sets
        if person is None and is_implied(self._workflow, condition, self._assumed_in(place.state)):
            return NOTHING if wanted else EVERYTHING
        match condition:
            case GateHolds(gate):
                return self._failing(as_condition(self._workflow.gates[gate].asks), person, place, wanted=wanted)
            case MeaningHolds(provided=provided) if provided is not None:
                return self._failing(provided, person, place, wanted=wanted)
            case Not(inner):
                return self._failing(inner, person, place, wanted=not wanted)
            case And(parts) | Or(parts):
                if isinstance(condition, And) is wanted:
                    return sets.some(self._failing(part, person, place, wanted=wanted) for part in parts)
                if sum(_asks_people(self._workflow, part) for part in parts) <= 1:
                    return sets.every(self._failing(part, person, place, wanted=wanted) for part in parts)
            case ForPeople(quantity="every") if wanted:
                return self._anybody(condition, place, wanted=True)
            case ForPeople(quantity="no") if wanted:
                return self._anybody(condition, place, wanted=False)
            case ForPeople(quantity="some") if not wanted:
                return self._anybody(condition, place, wanted=False)
            case SamePerson(first, second) if not wanted and len(self._look.actors) > 1:
                return self._one_did_both(first, second, person)
            case _:
                pass
        answer = self.answers.answer(condition, person, place, observer=True)
        return answer.not_true if wanted else answer.not_false

    def _anybody(self, condition: ForPeople, place: Place, *, wanted: bool) -> int:
        """
        Give where somebody who is followed may be at fault, or people may be lacking; of kinds nobody is followed of, there are others.
        """
        sets, look = self._sets, self._look
        kinds = set(look.kinds.values())
        unfollowed = [kind for kind in look.other_kinds(condition.group) if kind not in kinds]
        faults = [
            sets.both(look.is_(there(one)), self._failing(condition.condition, one, place, wanted=wanted))
            for one in look.members(condition.group)
        ]
        return sets.some([*faults, look.lacking(condition.group), *(look.others(kind) for kind in unfollowed)])

    def _one_did_both(self, first: str, second: str, person: str | None) -> int:
        """
        Give where two things may be by one person, who is taken to be told apart, or where one of them does not count.
        """
        answer = self.answers.answer(SamePerson(first, second), person)
        if answer.true == EVERYTHING:
            return EVERYTHING
        look, sets = self._look, self._sets
        both = [
            sets.both(look.done_by(first, who, person), look.done_by(second, who, person)) for who in look.actors[1:]
        ]
        return sets.some([*both, sets.contrary(sets.either(answer.true, answer.false))])

    def _assumed_in(self, state: str) -> frozenset[Condition]:
        if state not in self._assumed:
            self._assumed[state] = assumed_of(self._workflow, self._workflow.states[state].guard)
        return self._assumed[state]

    # ---- people who did things ------------------------- -------------------------------------------------------------

    @cached_property
    def _by_one_person(self) -> int:
        """
        Give where somebody who is told apart did both; whoever did can be taken to be told apart.
        """
        form, look, sets = self.form, self._look, self._sets
        assert isinstance(form, DifferentPeople), "asked only then"
        if not {*form.first, *form.second} <= set(look.scope.authors) or len(look.actors) < 2:
            return EVERYTHING
        return sets.some(
            sets.both(look.done_by(first, who), look.done_by(second, who))
            for first in form.first
            for second in form.second
            for who in look.actors[1:]
        )

    # ---- what is remembered ------------------------------------------------------------------------------------------

    def _happens(self, happenings: Sequence[Happening], facts: Facts) -> bool:
        return any(True for _ in about_whom(self._workflow, happenings, facts))

    def _concerned(self, happenings: Sequence[Happening], facts: Facts, *, wide: bool = False) -> list[str | None]:
        """
        Give for whom of those remembered some happenings count, if a step contains them: all, when they are about the case.

        With *wide*, what is about a kind of people of whom nothing is remembered counts for all as well.
        """
        whom = list(about_whom(self._workflow, happenings, facts))
        remembers = list(self._look.remembers)
        if not whom or not remembers:
            return []
        if remembers == [None] or None in whom:
            return remembers
        if wide and any(self._is_beyond(one, happenings) for one in whom):
            return remembers
        return [one for one in remembers if one in whom]

    def _is_beyond(self, person: str | None, happenings: Sequence[Happening]) -> bool:
        """
        Tell whether nothing is remembered of people of the kind of somebody who is spoken of.
        """
        kinds = self._look.kinds
        remembered = {kinds[one] for one in self._look.remembers if one is not None}
        if person != SOMEBODY_ELSE:
            return kinds[str(person)] not in remembered
        spoken = {
            kind.name for group in _groups_of(self._workflow, happenings) for kind in kinds_in(self._workflow, group)
        }
        return not spoken <= remembered

    def _here(self, person: str | None) -> int:
        return EVERYTHING if person is None else self._look.is_(there(person))


# ----------------------------------------------------------------------------------------------------------------------


def _groups_of(workflow: Workflow, happenings: Sequence[Happening]) -> list[str]:
    """
    Give the groups of people whom happenings are about.
    """
    return [about for one in happenings if one.kind == "evidence" and (about := workflow.evidence[one.name].about)]


def _asks_people(workflow: Workflow, condition: Condition) -> bool:
    return any(isinstance(part, ForPeople | SamePerson) for part in every_condition(workflow, condition))
