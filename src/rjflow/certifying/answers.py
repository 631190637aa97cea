"""
Conditions as sets: where each may be true, where it may be false, and where it may be anything but that.

What is not tracked, and what others than the followed people say, may be anything. Each of the four sets holds at least every situation in
which the answer can be so; whatever is not in `not_true` is true for sure.

Stands on: `looking`, `guards`.   Knows nothing of: steps, safeguards.
"""

from typing import NamedTuple

from rjflow.certifying.diagrams import EVERYTHING, NOTHING
from rjflow.certifying.looking import SOMEBODY_ELSE, Look, of_scheme, slot, there
from rjflow.certifying.places import Place
from rjflow.certifying.values import passes
from rjflow.definition.lookup import as_condition, every_condition, in_group, is_of_kind
from rjflow.definition.model import Group, Workflow
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
from rjflow.guards.writing import written


class Answer(NamedTuple):
    """Where a condition may be true, may be false, may be other than true, may be other than false."""

    true: int
    false: int
    not_true: int
    not_false: int

    def negated(self) -> "Answer":
        """Give the answers to the contrary; what nobody can say stays so."""
        return Answer(self.false, self.true, self.not_false, self.not_true)


ANOTHER = "another "  # before a kind: somebody of it who is not followed

ANYTHING = Answer(EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING)
UNKNOWN = Answer(NOTHING, NOTHING, EVERYTHING, EVERYTHING)
TRUE = Answer(EVERYTHING, NOTHING, NOTHING, EVERYTHING)
FALSE = TRUE.negated()


class Answers:
    """The answers to conditions within one look, each worked out once."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._sets = look.sets
        self._known: dict[tuple[object, ...], Answer] = {}
        self._of_groups: dict[tuple[int, str | None], tuple[Group, Answer]] = {}

    def group(self, group: Group, person: str | None = None) -> Answer:
        """Give the answer to a group of requirements, as the rules ask them."""
        key = (id(group), person)
        if key not in self._of_groups:
            self._of_groups[key] = (group, self.answer(as_condition(group), person))
        return self._of_groups[key][1]

    def answer(
        self, condition: Condition, person: str | None = None, place: Place | None = None, *, observer: bool = False
    ) -> Answer:
        """
        Give the answer to a condition.

        Args:
            condition: What is asked.
            person: Whom it is asked about.
            place: Where the case is, for safeguards, which alone may ask that.
            observer: Ask as a safeguard does: whether there is current evidence is never unknown then.
        """
        key = (condition, person, place, observer)
        if key not in self._known:
            self._known[key] = self._made(condition, person, place, observer=observer)
        return self._known[key]

    # ------------------------------------------------------------------------------------------------------------------

    def _made(self, condition: Condition, person: str | None, place: Place | None, *, observer: bool) -> Answer:
        def ask(part: Condition) -> Answer:
            return self.answer(part, person, place, observer=observer)

        match condition:
            case Among() | Compare() | IsCurrent() | IsMissing():
                return self._test(condition, person, observer=observer)
            case GateHolds(gate):
                return ask(as_condition(self.look.workflow.gates[gate].asks))
            case MeaningHolds(provided=provided):
                return UNKNOWN if provided is None else ask(provided)
            case InState() | InKind():
                return ANYTHING if place is None else standing(self.look.workflow, condition, place)
            case SamePerson(first, second):
                return self._same_person(first, second, person)
            case OfScheme(inner):
                return self._of_scheme(inner, observer=observer)
            case Not(inner):
                return ask(inner).negated()
            case And(parts):
                return self._all([ask(part) for part in parts])
            case Or(parts):
                return self._all([ask(part).negated() for part in parts]).negated()
            case ForPeople(group=group, condition=inner):
                answers = [
                    (self.look.is_(there(one)), self.answer(inner, one, place, observer=observer))
                    for one in self.look.members(group)
                ]
                others = [
                    (self.look.others(kind), self.answer(inner, ANOTHER + kind, place, observer=observer))
                    for kind in self.look.other_kinds(group)
                ]
                return self._for_people(condition, answers, others)

    def _test(self, test: Among | Compare | IsCurrent | IsMissing, person: str | None, *, observer: bool) -> Answer:
        if isinstance(test, IsMissing) and not observer:
            return UNKNOWN
        evidence = test.evidence
        holder = None if self.look.workflow.evidence[evidence].about is None else person
        if not self.look.tracks(evidence, holder):
            return self._unseen(test, person, observer=observer)
        absent, current = self.look.is_(slot(evidence, holder), 0), self.look.current(evidence, holder)
        if isinstance(test, IsMissing):
            return Answer(absent, current, current, absent)
        if isinstance(test, IsCurrent):
            return Answer(current, absent if observer else NOTHING, absent, current if observer else EVERYTHING)
        numbers = [number for number, value in enumerate(self.look.classes[evidence], start=1) if passes(value, test)]
        passing = self.look.is_(slot(evidence, holder), *numbers) if numbers else NOTHING
        failing = self._sets.both(current, self._sets.contrary(passing))
        return Answer(passing, failing, self._sets.contrary(passing), self._sets.contrary(failing))

    def _unseen(self, test: Among | Compare | IsCurrent | IsMissing, person: str | None, *, observer: bool) -> Answer:
        """
        Ask a record that is not tracked: it may say anything that can be said, if there can be one.
        """
        about = self.look.workflow.evidence[test.evidence].about
        if about is not None and person not in (None, SOMEBODY_ELSE):
            kind = self.look.kinds.get(str(person), str(person).removeprefix(ANOTHER))
            if not in_group(self.look.workflow.people[kind], about):
                return self._none_at_all(test, observer=observer)
        if isinstance(test, IsCurrent | IsMissing):
            return ANYTHING if observer else Answer(EVERYTHING, NOTHING, EVERYTHING, EVERYTHING)
        passing = [passes(value, test) for value in self.look.classes[test.evidence]]
        return Answer(
            EVERYTHING if any(passing) else NOTHING, NOTHING if all(passing) else EVERYTHING, EVERYTHING, EVERYTHING
        )

    def _none_at_all(self, test: Among | Compare | IsCurrent | IsMissing, *, observer: bool) -> Answer:
        """
        Ask a record that nobody can make.
        """
        if observer and isinstance(test, IsCurrent | IsMissing):
            return TRUE if isinstance(test, IsMissing) else FALSE
        return UNKNOWN

    def _of_scheme(self, condition: Condition, *, observer: bool) -> Answer:
        """
        Ask the scheme. For a safeguard, what rests on evidence being missing there may be false where the rules cannot say.
        """
        name = of_scheme(written(condition))
        link = self.look.workflow.scheme
        if link is None:
            return ANYTHING
        if name not in self.look.index:
            return self._by_parts(link.workflow, condition, observer=observer)
        true, false, unknown = (self.look.is_(name, value) for value in (2, 1, 0))
        if not observer or not _asks_whether_current(link.workflow, condition):
            return Answer(true, false, self._sets.either(false, unknown), self._sets.either(true, unknown))
        if not _is_plain(link.workflow, condition):
            return ANYTHING
        not_true = self._sets.contrary(true)
        return Answer(true, not_true, not_true, self._sets.either(true, unknown))

    def _by_parts(self, scheme: Workflow, condition: Condition, *, observer: bool) -> Answer:
        """
        Ask the scheme part by part what is not tracked as a whole.
        """
        if isinstance(condition, And | Or):
            parts = [self._of_scheme(part, observer=observer) for part in condition.conditions]
            if isinstance(condition, And):
                return self._all(parts)
            return self._all([part.negated() for part in parts]).negated()
        if isinstance(condition, Not):
            return self._of_scheme(condition.condition, observer=observer).negated()
        if isinstance(condition, GateHolds):
            return self._of_scheme(as_condition(scheme.gates[condition.gate].asks), observer=observer)
        return ANYTHING

    def _same_person(self, first: str, second: str, person: str | None) -> Answer:
        """
        Ask whether somebody did both: somebody in particular, or two who are nobody in particular and may be one.
        """
        look, sets = self.look, self._sets
        if not {first, second} <= set(look.scope.authors) or any(
            self._has_others(name, person) for name in (first, second)
        ):
            return ANYTHING
        pairs = [(look.done_by(first, who, person), look.done_by(second, who, person)) for who in look.actors]
        surely = sets.some(sets.both(*pair) for pair in pairs[1:])
        perhaps = sets.either(surely, sets.both(*pairs[0]))
        known = sets.both(sets.some(one for one, _ in pairs), sets.some(other for _, other in pairs))
        false = sets.both(known, sets.contrary(surely))
        return Answer(perhaps, false, sets.contrary(surely), sets.either(perhaps, sets.contrary(known)))

    def _has_others(self, name: str, person: str | None) -> bool:
        """
        Tell whether it may be about people who are not followed; what is asked of somebody who is, is about them alone.
        """
        evidence = self.look.workflow.evidence.get(name)
        if evidence is None or evidence.about is None or person in self.look.holders(name):
            return False
        return bool(self.look.other_kinds(evidence.about))

    def _all(self, answers: list[Answer]) -> Answer:
        """
        Kleene's conjunction.
        """
        sets = self._sets
        return Answer(
            sets.every(one.true for one in answers),
            sets.some(one.false for one in answers),
            sets.some(one.not_true for one in answers),
            sets.every(one.not_false for one in answers),
        )

    def _for_people(
        self, condition: ForPeople, answers: list[tuple[int, Answer]], others: list[tuple[int, Answer]]
    ) -> Answer:
        """
        Ask people: each followed one who is there, and others of each kind, any number of whom may say what one of them may.
        """
        sets, look = self._sets, self.look
        enough, lacking = look.enough(condition.group), look.lacking(condition.group)
        asked = [*answers, *others]
        if condition.quantity in ("every", "no"):
            asked = [(here, one.negated()) for here, one in asked] if condition.quantity == "no" else asked
            all_of = self._all([self._if_there(here, one) for here, one in asked])
            return Answer(
                sets.both(all_of.true, enough), all_of.false, sets.either(all_of.not_true, lacking), all_of.not_false
            )
        number = 1 if condition.quantity == "some" else condition.number

        def may(several: list[tuple[int, int]], any_number: list[tuple[int, int]]) -> int:
            reached = sets.at_least(number, [sets.both(here, where) for here, where in several])
            return sets.some([reached, *(sets.both(here, where) for here, where in any_number)])

        def surely(several: list[tuple[int, int]]) -> int:
            return sets.at_least(number, [sets.both(here, sets.contrary(where)) for here, where in several])

        true = may([(here, one.true) for here, one in answers], [(here, one.true) for here, one in others])
        not_false = may(
            [(here, one.not_false) for here, one in answers], [(here, one.not_false) for here, one in others]
        )
        surely_not_false = surely([(here, one.false) for here, one in asked])
        surely_true = surely([(here, one.not_true) for here, one in asked])
        return Answer(
            sets.both(true, enough), sets.both(sets.contrary(surely_not_false), enough),
            sets.either(sets.contrary(surely_true), lacking), sets.either(not_false, lacking),
        )  # fmt: skip

    def _if_there(self, here: int, answer: Answer) -> Answer:
        """
        Give what somebody's answer comes to among what everybody must say: nobody asks those who are not there.
        """
        sets, gone = self._sets, self._sets.contrary(here)
        return Answer(
            sets.either(gone, answer.true), sets.both(here, answer.false),
            sets.both(here, answer.not_true), sets.either(gone, answer.not_false),
        )  # fmt: skip


def standing(workflow: Workflow, condition: InState | InKind, place: Place) -> Answer:
    """
    Tell whether a case in a place is where a condition says.
    """
    if isinstance(condition, InKind):
        return TRUE if is_of_kind(workflow.states[place.state], condition.kind) else FALSE
    return TRUE if condition.state == place.state and condition.held_from in (None, place.origin) else FALSE


# ----------------------------------------------------------------------------------------------------------------------


def _asks_whether_current(scheme: Workflow, condition: Condition) -> bool:
    """
    Tell whether anything in a condition is answered otherwise when a safeguard asks.
    """
    return any(isinstance(part, IsCurrent | IsMissing) for part in every_condition(scheme, condition))


def _is_plain(scheme: Workflow, condition: Condition) -> bool:
    """
    Tell whether nothing in a condition is denied or counted as missing: then a safeguard finds it true where the rules do.
    """
    return not any(isinstance(part, Not | IsMissing | ForPeople) for part in every_condition(scheme, condition))
