"""
Conditions as sets: where each may be true, may be false, may be unknown.

What is not tracked, and what others than the followed people do, may be anything: so the three sets may overlap. Where everything
is tracked they are exactly the three answers of `guards.evaluating` (`tests/oracles/`).

Stands on: `answering`, `kleene`, `frame`, `action`.   Knows nothing of: steps.
"""

from collections.abc import Sequence
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
    Quantity,
    SamePerson,
)
from rjflow.verifier.action import names_in
from rjflow.verifier.answering import OTHERS, answer_of
from rjflow.verifier.bdd import Set, Space
from rjflow.verifier.frame import HELD, Frame
from rjflow.verifier.implying import all_true_in, follows
from rjflow.verifier.kleene import Kleene, May

Watch = Literal["kept", "broken", "several"] | None
_Asked = tuple[Condition, str, str | None, Watch, frozenset[str]]


class Formulas:
    """
    The conditions of one frame as sets, each made once.

    *within* has those of the frame within which this one is. What was made for one frame there is the same for every other that tracks as
    much of what the condition speaks of, as long as they all track nothing but evidence.
    """

    def __init__(self, frame: Frame, within: "Formulas | None" = None) -> None:
        self.frame = frame
        self._made: dict[tuple[Condition, str, str | None, Watch], May] = {}
        self._known: _Known = _Known(frame.space) if within is None else within._known
        self._is_within = within is not None
        kleene = self._kleene = self._known.kleene
        self.true = kleene.everywhere(yes=True)
        self.false = kleene.everywhere(no=True)
        self.unknown = kleene.everywhere(unknown=True)
        self.anything = kleene.everywhere(yes=True, no=True, unknown=True)
        self._witnesses = 0

    def group(self, group: Group, person: str | None = None) -> May:
        """Give a group of requirements as sets."""
        return self.condition(as_condition(group), "", person)

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
        found = self._made.get(key)
        if found is None:
            if watch is not None and self.frame.focus.authors:
                self._count_witnesses(condition)
            found = self._made[key] = self._within(*key) if self._is_within else self._make(*key)
        return found

    def _within(self, condition: Condition, state: str, person: str | None, watch: Watch) -> May:
        """
        Make a condition, unless it was made for a frame that tracks as much of what it speaks of.
        """
        tracked = self.frame.focus.evidence & names_in(self.frame.workflow, condition)
        key: _Asked = (condition, state, person, watch, tracked)
        found = self._known.made.get(key)
        if found is None:
            found = self._known.made[key] = self._make(condition, state, person, watch)
        return found

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
        if condition not in self._known.of_states:
            parts = every_condition(self.frame.workflow, condition)
            self._known.of_states[condition] = tuple(
                one for one in parts if isinstance(one, InState | InKind | MeaningHolds)
            )
        asked = self._known.of_states[condition]
        if not asked:
            return ""
        if any(isinstance(one, MeaningHolds) or (isinstance(one, InState) and one.state == state) for one in asked):
            return state
        here = self.frame.workflow.states[state]
        told = tuple(is_of_kind(here, one.kind) for one in asked if isinstance(one, InKind))
        return self._known.alike.setdefault((condition, watch is None, told), state)

    def guaranteed(self, state: str) -> frozenset[Condition]:
        """Give what is true of every case that rests in a state: what the state's gate asks, whoever it asks it of."""
        if state not in self._known.asked_of:
            guard = self.frame.workflow.states[state].guard if state else None
            parts = all_true_in(self.frame.workflow, as_condition(guard)) if guard else ()
            self._known.asked_of[state] = frozenset(parts)
        return self._known.asked_of[state]

    # ---- one kind of condition each ----------------------------------------------------------------------------------

    def _make(self, condition: Condition, state: str, person: str | None, watch: Watch) -> May:
        def ask(part: Condition, wanted: Watch = watch) -> May:
            return self.condition(part, state, person, watch=wanted)

        match condition:
            case Among() | Compare() | IsCurrent() | IsMissing():
                return answer_of(self.frame, self._kleene, condition, person, observer=watch is not None)
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
                return self._kleene.negated(ask(inner, _opposite(watch)))
            case And(conditions):
                within = self._watch_within(watch, "broken", conditions)
                return self._kleene.all_of(ask(part, within) for part in conditions)
            case Or(conditions):
                within = self._watch_within(watch, "kept", conditions)
                return self._kleene.any_of(ask(part, within) for part in conditions)
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
        members = self.frame.members(condition.group)
        inner = _opposite(watch) if condition.quantity == "no" else watch
        answers = [self.condition(condition.condition, state, person, watch=inner) for person in members]
        one_breaks_it = {"every": "kept", "no": "kept", "some": "broken"}.get(condition.quantity)
        others: list[str] = []
        if watch is None or watch != one_breaks_it:
            others = self.frame.other_kinds(condition.group)
            answers += [self.condition(condition.condition, state, OTHERS + kind, watch=watch) for kind in others]
        known = (condition.quantity, condition.number, condition.group, *map(id, answers))
        if known not in self._known.of_people:
            there = [*map(self.frame.there, members), *map(self.frame.others, others)]
            who = [_of_those(condition.quantity, *one) for one in zip(answers, there, strict=True)]
            self._known.of_people[known] = answers, self._of_all(condition, who[: len(members)], who[len(members) :])
        return self._known.of_people[known][1]

    def _of_all(self, condition: ForPeople, followed: list[May], others: list[May]) -> May:
        """
        Put together what each of the followed people answers, and what others may, where there are as many as there must be.
        """
        match condition.quantity:
            case "every":
                found = self._kleene.all_of([*followed, *others])
            case "no":
                found = self._kleene.all_of(map(self._kleene.negated, [*followed, *others]))
            case "some":
                found = self._kleene.any_of([*followed, *others])
            case _:
                found = self._kleene.at_least(condition.number, followed, others)
        enough, lacking = self._numbers(condition.group)
        if condition.quantity in ("every", "no"):
            return May(found.yes & enough, found.no, found.unknown | (found.yes & lacking))
        return May(found.yes & enough, found.no & enough, (found.unknown & enough) | lacking)

    def _numbers(self, group: str) -> tuple[Set, Set]:
        """
        Give where there are as many people of a group as there must be, and where there are too few.
        """
        if group in self._known.enough:
            return self._known.enough[group]
        space, count = self.frame.space, self._kleene.count
        enough = space.everything
        for kind in kinds_in(self.frame.workflow, group):
            if kind.at_least == 0:
                continue
            there = [self.frame.there(person) for person, own in self.frame.cast.followed if own == kind.name]
            most = kind.at_least if kind.name in self.frame.cast.others else 0
            found = [count(there, kind.at_least - n) & self.frame.others(kind.name, n) for n in range(1, most + 1)]
            enough = enough & space.any_of([count(there, kind.at_least), *found])
        self._known.enough[group] = enough, ~enough
        return self._known.enough[group]

    def enough(self, group: str) -> Set:
        """Give where there surely are as many people of a group as there must be."""
        return ~self._numbers(group)[1]

    def _watch_within(self, watch: Watch, alone: Watch, conditions: Sequence[Condition]) -> Watch:
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


class _Known:
    """
    What is known of the conditions in one space, of whichever frame they are asked.
    """

    def __init__(self, space: Space) -> None:
        self.kleene = Kleene(space)
        self.made: dict[_Asked, May] = {}
        self.asked_of: dict[str, frozenset[Condition]] = {}
        self.of_states: dict[Condition, tuple[Condition, ...]] = {}
        self.alike: dict[tuple[Condition, bool, tuple[bool, ...]], str] = {}
        self.of_people: dict[tuple[object, ...], tuple[list[May], May]] = {}
        self.enough: dict[str, tuple[Set, Set]] = {}


def _of_those(quantity: Quantity, answer: May, there: Set) -> May:
    """
    Give what somebody answers, or others do all together, as what one of them may: who is not there changes nothing.
    """
    idle = ~there
    if quantity == "every":
        return May(answer.yes | idle, answer.no & there, answer.unknown & there)
    return May(answer.yes & there, answer.no | idle, answer.unknown & there)


def _opposite(watch: Watch) -> Watch:
    return {"kept": "broken", "broken": "kept"}.get(watch or "", watch)  # type: ignore[return-value]  # words of Watch
