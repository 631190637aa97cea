"""
Whether some form could be given with an event so that the state it enters lets the case in.

Every condition is judged with what the event records left open, as all the answers it can still have; only where that does not
settle it are values tried, one piece of evidence after the other. Values that no condition tells apart are one value.

Stands on: `verifier.classes`, `rules`.   Knows nothing of: who acts, remedies.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from rjflow.definition.lookup import as_condition, in_group
from rjflow.definition.model import BACK, Day, Event, Evidence, Group, Way, Workflow
from rjflow.guards.evaluating import evaluate, quantified
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    IsMissing,
    Not,
    Or,
    SamePerson,
    Value,
)
from rjflow.guards.values import Truth, all_of, any_of, negation
from rjflow.instants import moment
from rjflow.rules.changing import Happened, with_records
from rjflow.rules.commands import Given
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import SituationView, holds
from rjflow.verifier.classes import value_classes

MOST_TRIALS = 256
Piece = tuple[str, str | None]
Answers = frozenset[Truth]
Form = tuple[Given, ...]


def forms(workflow: Workflow, situation: Situation, event: Event, way: Way) -> Iterator[Form | None]:
    """
    Give forms with which the state that a way enters may let the case in; nothing, at the end, when there were too many to try.

    What is left out is sure to be refused by that state's gate. A form that is given may still be refused.
    """
    free = {
        (name, person): _values(workflow, situation, workflow.evidence[name])
        for name in event.records
        for person in _subjects(workflow, situation, workflow.evidence[name])
    }
    gate = workflow.states[way.target].guard if way.target != BACK else None
    trying = _Trying(workflow, situation, event, as_condition(gate or Group()))
    yield from trying.forms({}, free)
    if trying.left <= 0:
        yield None


def first_form(workflow: Workflow, situation: Situation, event: Event) -> Form:
    """
    Give a form in which everything that an event records has the first value it can have.
    """
    return tuple(
        Given(name, _values(workflow, situation, workflow.evidence[name])[0], person)
        for name in event.records
        for person in _subjects(workflow, situation, workflow.evidence[name])
    )


def may_open(workflow: Workflow, situation: Situation, event: Event, way: Way) -> Truth:
    """
    Tell whether the state that a way enters lets the case in with some form; nothing when there were too many to try.
    """
    gate = workflow.states[way.target].guard if way.target != BACK else None
    for form in forms(workflow, situation, event, way):
        if form is None:
            return None
        if holds(workflow, _after(workflow, situation, event, form), as_condition(gate or Group())) is True:
            return True
    return False


# ----------------------------------------------------------------------------------------------------------------------


class _Trying:
    """A search for forms; `left` says how many more may be looked at."""

    def __init__(self, workflow: Workflow, situation: Situation, event: Event, gate: Condition) -> None:
        self._workflow, self._situation, self._event, self._gate = workflow, situation, event, gate
        self.left = MOST_TRIALS

    def forms(self, said: Mapping[Piece, Value | None], free: Mapping[Piece, Sequence[Value | None]]) -> Iterator[Form]:
        """Give the forms that complete what is said already; a piece about a person may be left out."""
        self.left -= 1
        if self.left <= 0:
            return
        form = tuple(Given(name, value, person) for (name, person), value in said.items() if value is not None)
        if {one.evidence for one in form} | {name for name, _ in free} != set(self._event.records):
            return
        possible = _possible(self._workflow, self._view(form), self._gate, None, free)
        if True not in possible:
            return
        if not free:
            yield form
            return
        piece, *_ = free
        values = (*free[piece], None) if piece[1] is not None else free[piece]
        rest = {other: others for other, others in free.items() if other != piece}
        for value in values:
            yield from self.forms({**said, piece: value}, rest)

    def _view(self, form: Form) -> SituationView:
        return SituationView(self._workflow, _after(self._workflow, self._situation, self._event, form))


def _after(workflow: Workflow, situation: Situation, event: Event, form: Form) -> Situation:
    return with_records(workflow, situation, form, "", [Happened("event", event.name)])


def _subjects(workflow: Workflow, situation: Situation, evidence: Evidence) -> tuple[str | None, ...]:
    """
    Give whom evidence would be recorded about: each person of its group, or nobody when it is about the case.
    """
    about = evidence.about
    if about is None:
        return (None,)
    return tuple(one.id for one in situation.people if in_group(workflow.people[one.kind], about))


def _values(workflow: Workflow, situation: Situation, evidence: Evidence) -> tuple[Value, ...]:
    """
    Give one value of each class that some condition tells apart; of days, today first.
    """
    classes = value_classes(workflow)[evidence.name]
    today: tuple[date, ...] = (moment(situation.now, workflow.time_zone).date(),)
    return (*today, *classes) if isinstance(evidence.values, Day) else classes


def _possible(
    workflow: Workflow,
    view: SituationView,
    condition: Condition,
    person: str | None,
    free: Mapping[Piece, Sequence[Value | None]],
) -> Answers:
    """
    Give every answer a condition can still have; perhaps more, never fewer.
    """

    def ask(part: Condition, someone: str | None = person) -> Answers:
        return _possible(workflow, view, part, someone, free)

    match condition:
        case Among() | Compare() | IsCurrent() | IsMissing():
            values = free.get((condition.evidence, person))
            now = evaluate(condition, view, person)
            if values is None:
                return frozenset({now})
            return frozenset({now, None, *(evaluate(condition, _Saying(one), person) for one in values)})  # type: ignore[arg-type]  # only values are asked for
        case GateHolds(gate):
            return ask(view.gate(gate))
        case Not(inner):
            return frozenset(map(negation, ask(inner)))
        case And(conditions):
            return _folded(all_of, True, [ask(part) for part in conditions])
        case Or(conditions):
            return _folded(any_of, False, [ask(part) for part in conditions])
        case ForPeople():
            members = [ask(condition.condition, member) for member in view.members(condition.group)]
            return _quantified(condition, members, lacking=view.lacks_people(condition.group))
        case SamePerson():
            return frozenset({True, False, None})
        case _:
            return frozenset({evaluate(condition, view, person)})


def _quantified(condition: ForPeople, members: Sequence[Answers], *, lacking: bool) -> Answers:
    """
    Give every answer a quantifier can have when each person's is one of these.
    """
    quantity, number = condition.quantity, condition.number
    if quantity in ("every", "no", "some"):
        join, empty = (all_of, True) if quantity == "every" else (any_of, False)
        return frozenset(
            quantified(quantity, number, [truth], lacking=lacking) for truth in _folded(join, empty, members)
        )
    if any(len(one) > 1 for one in members):
        return frozenset({True, False, None})
    return frozenset({quantified(quantity, number, [truth for one in members for truth in one], lacking=lacking)})


class _Saying:
    """A view in which every piece of evidence says one thing."""

    def __init__(self, value: Value | None) -> None:
        self._value = value

    def value(self, _evidence: str, _person: str | None) -> Value | None:
        return self._value


def _folded(join: Callable[[list[Truth]], Truth], empty: Truth, answers: Sequence[Answers]) -> Answers:
    """
    Give what comes of joining any answers, one of each set.
    """
    found: Answers = frozenset({empty})
    for one in answers:
        found = frozenset(join([left, right]) for left, right in product(found, one))
    return found
