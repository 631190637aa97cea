"""
Conditions as sets: where each may be true, may be false, may be unknown.

What is not tracked, and what others than the followed people do, may be anything: so the three sets may overlap. Where everything
is tracked they are exactly the three answers of `guards.evaluating` (`tests/oracles/`).

Stands on: `answering`, `frame`.   Knows nothing of: steps.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from rjflow.definition.lookup import as_condition, every_condition, is_of_kind, kinds_in
from rjflow.definition.model import Group
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    MeaningHolds,
    Not,
    OfScheme,
    Or,
    SamePerson,
)
from rjflow.verifier.answering import OTHERS, May, answer_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.frame import HELD, Frame
from rjflow.verifier.implying import all_true_in, follows

Watch = Literal["kept", "broken", "several"] | None


class Formulas:
    """The conditions of one frame as sets, each made once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        space = frame.space
        self.true = May(space.everything, space.nothing, space.nothing)
        self.false = May(space.nothing, space.everything, space.nothing)
        self.unknown = May(space.nothing, space.nothing, space.everything)
        self.anything = May(space.everything, space.everything, space.everything)
        self._made: dict[tuple[Condition, str, str | None, Watch], May] = {}
        self._groups: dict[int, tuple[Group, Condition]] = {}
        self._asked_of: dict[str, frozenset[Condition]] = {}
        self._of_states: dict[Condition, tuple[Condition, ...]] = {}
        self._alike: dict[tuple[Condition, bool, tuple[bool, ...]], str] = {}
        self._witnesses = 0

    def group(self, group: Group, person: str | None = None) -> May:
        """Give a group of requirements as sets."""
        if id(group) not in self._groups:
            self._groups[id(group)] = (group, as_condition(group))
        return self.condition(self._groups[id(group)][1], "", person)

    def condition(self, condition: Condition, state: str, person: str | None = None, *, watch: Watch = None) -> May:
        """
        Give a condition as sets, asked of situations in *state* (which only safeguards speak of).

        *watch* tells that a safeguard asks: whether it wants the condition true, or false. Then a followed person stands for everybody
        where one person is enough to break it, and others need not be looked at.
        """
        known = self.guaranteed(state) if watch is not None and person is None else None
        if known and follows(self.frame.workflow, condition, known):
            return self.true
        key = (condition, state and self._standing_in(condition, state, watch), person, watch)
        if key not in self._made:
            if watch is not None and self.frame.focus.authors:
                self._count_witnesses(condition)
            self._made[key] = self._make(*key)
        return self._made[key]

    def _count_witnesses(self, condition: Condition) -> None:
        """
        Count how many people may be sought by a safeguard of each of whom it matters that they did two things; the whole is asked first.
        """
        parts = every_condition(self.frame.workflow, condition)
        several = sum(isinstance(part, SamePerson) for part in parts) * max(1, len(self.frame.cast.followed))
        if several > self._witnesses:
            self._witnesses = several
            self._made.clear()

    def _standing_in(self, condition: Condition, state: str, watch: Watch) -> str:
        """
        Give a state that a condition cannot tell from this one, for all such states the same: none at all where it does not ask where the
        case is. Of a state with a gate, what a safeguard asks may hang on what the gate tells.
        """
        if watch is not None and self.guaranteed(state):
            return state
        if condition not in self._of_states:
            parts = every_condition(self.frame.workflow, condition)
            self._of_states[condition] = tuple(one for one in parts if isinstance(one, InState | InKind | MeaningHolds))
        asked = self._of_states[condition]
        if not asked:
            return ""
        if any(isinstance(one, MeaningHolds) or (isinstance(one, InState) and one.state == state) for one in asked):
            return state
        here = self.frame.workflow.states[state]
        told = tuple(is_of_kind(here, one.kind) for one in asked if isinstance(one, InKind))
        return self._alike.setdefault((condition, watch is None, told), state)

    def guaranteed(self, state: str) -> frozenset[Condition]:
        """Give what is true of every case that rests in a state: what the state's gate asks, whoever it asks it of."""
        if state not in self._asked_of:
            guard = self.frame.workflow.states[state].guard if state else None
            parts = all_true_in(self.frame.workflow, as_condition(guard)) if guard else ()
            self._asked_of[state] = frozenset(parts)
        return self._asked_of[state]

    # ---- one kind of condition each ----------------------------------------------------------------------------------

    def _make(self, condition: Condition, state: str, person: str | None, watch: Watch) -> May:
        def ask(part: Condition, wanted: Watch = watch) -> May:
            return self.condition(part, state, person, watch=wanted)

        match condition:
            case Among() | Compare() | IsCurrent() | IsMissing():
                return answer_of(self.frame, condition, person, observer=watch is not None)
            case GateHolds(gate):
                return ask(as_condition(self.frame.workflow.gates[gate].asks))
            case MeaningHolds(provided=provided):
                return self.unknown if provided is None else ask(provided)
            case InState() | InKind():
                return self._standing(condition, state)
            case SamePerson(first, second):
                return self._same_person(first, second, person, witnessed=watch is not None)
            case OfScheme(inner):
                return self._of_scheme(inner)
            case Not(inner):
                return ask(inner, _opposite(watch)).negated()
            case And(conditions):
                within = self._within(watch, "broken", conditions)
                return self._and(ask(part, within) for part in conditions)
            case Or(conditions):
                within = self._within(watch, "kept", conditions)
                parts = (ask(part, within) for part in conditions)
                return self._and(part.negated() for part in parts).negated()
            case ForPeople():
                return self._for_people(condition, state, watch)
            case _:
                raise AssertionError(condition)

    def _standing(self, condition: InState | InKind, state: str) -> May:
        """
        Where the case stands, which is known for each set; not so where an event asks, as it does in a workflow without an interruption.
        """
        if not state:
            return self.anything
        if isinstance(condition, InKind):
            return self.true if is_of_kind(self.frame.workflow.states[state], condition.kind) else self.false
        if condition.state != state:
            return self.false
        if condition.held_from is None or not self.frame.has(HELD):
            return self.true
        if condition.held_from not in self.frame.origins:
            return self.false
        held = self.frame.is_(HELD, self.frame.held(condition.held_from))
        return May(held, ~held, self.frame.space.nothing)

    def _of_scheme(self, condition: Condition) -> May:
        if condition not in self.frame.focus.scheme:
            return self.anything
        key = ("scheme", self.frame.focus.scheme.index(condition))
        return May(self.frame.is_(key, 2), self.frame.is_(key, 1), self.frame.is_(key, 0))

    def _same_person(self, first: str, second: str, person: str | None, *, witnessed: bool) -> May:
        """
        Whether somebody did both, for doings whose authors are tracked.

        There are enough identities for everybody with a current record. Events are fired by any number of people, so that two of
        those who share identity 0 may be one person; unless a safeguard asks, and whoever did both can be *witnessed*: they had an
        identity of their own from the beginning, if there is one for each such question.
        """
        frame = self.frame
        if not {first, second} <= set(frame.focus.authors) or any(
            self._has_others(one, person) for one in (first, second)
        ):
            return self.anything
        both, one, other = frame.space.nothing, frame.space.nothing, frame.space.nothing
        for who in frame.identities:
            did, did_too = self.done_by(first, who, person), self.done_by(second, who, person)
            if who > 0:
                both = both | (did & did_too)
            one, other = one | did, other | did_too
        perhaps = both
        has_events = any(name in frame.workflow.events for name in frame.focus.authors)
        if has_events and not (witnessed and self._witnesses < len(frame.identities)):
            perhaps = both | (self.done_by(first, 0, person) & self.done_by(second, 0, person))
        return May(perhaps, one & other & ~both, ~(one & other))

    def done_by(self, name: str, who: int, person: str | None = None) -> Set:
        """
        Give where an identity recorded something that is current, or fired an event.
        """
        frame = self.frame
        if name in frame.workflow.events:
            return frame.is_(("fired", name, who))
        holders = [one for one in frame.holders(name) if one is None or person in (None, one)]
        return frame.space.any_of(frame.current(name, one) & frame.is_(("by", name, one), who) for one in holders)

    def _has_others(self, name: str, person: str | None) -> bool:
        """
        Tell whether it may be about others than the followed people; what is asked of one of these is not.
        """
        evidence = self.frame.workflow.evidence.get(name)
        if evidence is None or evidence.about is None or person in self.frame.holders(name):
            return False
        return bool(self.frame.other_kinds(evidence.about))

    # ---- quantifiers -------------------------------------------------------------------------------------------------

    def _for_people(self, condition: ForPeople, state: str, watch: Watch) -> May:
        """
        A quantifier: each followed person's own answer if they are there, and whatever others may answer.
        """
        answers = [self._answer_of(condition, person, state, watch) for person in self.frame.members(condition.group)]
        one_breaks_it = {"every": "kept", "no": "kept", "some": "broken"}.get(condition.quantity)
        others: list[May] = []
        if watch is None or watch != one_breaks_it:
            others = [
                self._answer_of_others(condition, kind, state, watch)
                for kind in self.frame.other_kinds(condition.group)
            ]
        enough, lacking = self._numbers(condition.group)
        match condition.quantity:
            case "every":
                found = self._and([*answers, *others])
            case "no":
                found = self._and(answer.negated() for answer in [*answers, *others])
            case "some":
                found = self._and(answer.negated() for answer in [*answers, *others]).negated()
            case _:
                found = self._at_least(condition.number, answers, others)
        if condition.quantity in ("every", "no"):
            return May(found.yes & enough, found.no, found.unknown | (found.yes & lacking))
        return May(found.yes & enough, found.no & enough, (found.unknown & enough) | lacking)

    def _answer_of(self, condition: ForPeople, person: str, state: str, watch: Watch) -> May:
        """
        What a followed person answers; somebody who is not there changes nothing.
        """
        there = self.frame.there(person)
        inner = _opposite(watch) if condition.quantity == "no" else watch
        answer = self.condition(condition.condition, state, person, watch=inner)
        idle = ~there
        if condition.quantity == "every":
            return May(answer.yes | idle, answer.no & there, answer.unknown & there)
        return May(answer.yes & there, answer.no | idle, answer.unknown & there)

    def _answer_of_others(self, condition: ForPeople, kind: str, state: str, watch: Watch) -> May:
        """
        What others than the followed people may answer all together, if there are any: what one of them may.
        """
        some = self.frame.others(kind)
        answer = self.condition(condition.condition, state, OTHERS + kind, watch=watch)
        if condition.quantity == "every":
            return May(answer.yes | ~some, answer.no & some, answer.unknown & some)
        return May(answer.yes & some, answer.no | ~some, answer.unknown & some)

    def _numbers(self, group: str) -> tuple[Set, Set]:
        """
        Give where there are as many people of a group as there must be, and where there are too few.
        """
        space = self.frame.space
        enough = space.everything
        for kind in kinds_in(self.frame.workflow, group):
            if kind.at_least == 0:
                continue
            there = [self.frame.there(person) for person, own in self.frame.cast.followed if own == kind.name]
            most = kind.at_least if kind.name in self.frame.cast.others else 0
            found = [
                self._count(there, kind.at_least - n) & self.frame.others(kind.name, n) for n in range(1, most + 1)
            ]
            enough = enough & space.any_of([self._count(there, kind.at_least), *found])
        return enough, ~enough

    def enough(self, group: str) -> Set:
        """Give where there surely are as many people of a group as there must be."""
        return ~self._numbers(group)[1]

    def _count(self, sets: list[Set], least: int) -> Set:
        """
        Give where at least so many of the sets hold.
        """
        space = self.frame.space
        if least > len(sets):
            return space.nothing
        reached = [space.everything] + [space.nothing] * least
        for one in sets:
            for number in range(least, 0, -1):
                reached[number] = reached[number] | (reached[number - 1] & one)
        return reached[least]

    def _at_least(self, number: int, answers: list[May], others: list[May]) -> May:
        """
        Where so many may be true, where they may not be, where that may be unknown; any number of *others* may stand behind one answer.
        """
        everybody, any_of = [*answers, *others], self.frame.space.any_of
        yes = self._count([one.yes for one in answers], number) | any_of(one.yes for one in others)
        possible = self._count([one.yes | one.unknown for one in answers], number)
        possible = possible | any_of(one.yes | one.unknown for one in others)
        surely = self._count([~one.not_yes for one in everybody], number)
        unknown = possible & ~surely & any_of(one.unknown for one in everybody)
        return May(yes, ~self._count([~one.no for one in everybody], number), unknown)

    def _within(self, watch: Watch, alone: Watch, conditions: Sequence[Condition]) -> Watch:
        """
        Give what a safeguard wants of the parts of a conjunction or disjunction.

        Where several parts must go wrong together and several speak of people, different people may be at fault in each, so that
        one followed person cannot stand for them all.
        """
        if watch != alone:
            return watch
        workflow = self.frame.workflow
        quantified = [
            any(isinstance(inner, ForPeople) for inner in every_condition(workflow, part)) for part in conditions
        ]
        return watch if sum(quantified) <= 1 else "several"

    def _and(self, answers: Iterable[May]) -> May:
        """
        Kleene's conjunction of answers that may be anything independently of each other.
        """
        found = self.true
        for one in answers:
            if found is self.true:
                found = one
                continue
            unknown = (found.unknown & (one.unknown | one.yes)) | (found.yes & one.unknown)
            found = May(found.yes & one.yes, found.no | one.no, unknown)
            if found == self.false:
                return self.false
        return found


def _opposite(watch: Watch) -> Watch:
    return {"kept": "broken", "broken": "kept"}.get(watch or "", watch)  # type: ignore[return-value]  # words of Watch
