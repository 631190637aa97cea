"""
What is bad: a safeguard as a question to situations, and what has to be remembered of steps to answer it.

Stands on: `asking`, `stepping`.   Knows nothing of: how rules are made.
"""

from collections.abc import Iterator, Sequence

from rjflow.compiled.asking import authors, surely
from rjflow.compiled.formulas import among, contrary, every, shifted, some
from rjflow.compiled.making import Happens, Occurrence
from rjflow.compiled.model import BROKEN, FALSE, NO, STATE, TRUE, YES, Formula, Note, Rule
from rjflow.compiled.scope import SOMEBODY_ELSE, Scope, tested, there
from rjflow.compiled.stepping import Steps
from rjflow.definition.lookup import in_group, is_of_kind, kinds_in
from rjflow.definition.model import MEETING, Event
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    Before,
    DifferentPeople,
    Entering,
    Form,
    Happening,
    Step,
)
from rjflow.frozen import frozen
from rjflow.guards.syntax import Among, And, Compare, Condition, IsCurrent, Not, Or, Value


def remembered(scope: Scope, form: Form) -> tuple[str | None, ...]:
    """
    Give for whom something is remembered: each person of the groups it is asked for, or the case.
    """
    match form:
        case Before(must_have=other) | After(without=other):
            groups = [
                about for one in other if one.kind == "evidence" and (about := scope.workflow.evidence[one.name].about)
            ]
            if not groups:
                return (None,)
            return tuple(one for one, _ in scope.people if any(one in scope.members(group) for group in groups))
        case _:
            return ()


def mark(person: str | None) -> str:
    """
    Name the variable that remembers it.
    """
    return "it has happened" if person is None else f"it has happened for {person}"


def looks_at_steps(form: Form) -> bool:
    """
    Tell whether a form speaks of steps, so that what was broken has to be remembered.
    """
    return isinstance(form, Entering | Before | After)


def bad_situation(scope: Scope, form: Form) -> Formula:
    """
    Give in which situations a safeguard is broken.
    """
    match form:
        case Always(condition=condition):
            return contrary(surely(scope, condition, observer=True).true)
        case DifferentPeople(first=first, second=second):
            people = [one for one in scope.actors if one != SOMEBODY_ELSE]
            return some(
                every((authors(scope, one, who), authors(scope, other, who)))
                for one in first
                for other in second
                for who in people
            )
        case AlwaysOpen():
            return _shut(scope, form)
        case _:
            return among(BROKEN, (YES,))


@frozen
class Watch:
    """Tells what is to be noted of a rule for one form of safeguard."""

    scope: Scope
    form: Form

    def notes(self, happens: Happens) -> tuple[Note, ...]:
        """Give the notes of a rule that does this."""
        match self.form:
            case Entering(steps=steps, condition=condition):
                broken = contrary(shifted(surely(self.scope, condition, observer=True).true))
                taken = some(self._step(step, happens, entered=True) for step in steps)
                return _noted(BROKEN, YES, every((taken, broken)))
            case Before():
                return self._before(self.form, happens)
            case After():
                return self._after(self.form, happens)
            case _:
                return ()

    def _before(self, form: Before, happens: Happens) -> tuple[Note, ...]:
        notes: list[Note] = []
        for who in remembered(self.scope, form):
            early = every((self._concerns(who, form.event, happens, wide=True), among(mark(who), (NO,))))
            late = self._concerns(who, form.event, happens, wide=True, begun=False)
            since = self._concerns(who, form.since, happens, wide=True, entered=False)
            notes += _noted(BROKEN, YES, some((early, every((late, since)))))
            notes += _noted(mark(who), YES, self._concerns(who, form.must_have, happens))
            notes += _noted(mark(who), NO, self._concerns(who, form.since, happens, wide=True))
            notes += self._gone(who, happens)
        return tuple(notes)

    def _after(self, form: After, happens: Happens) -> tuple[Note, ...]:
        whom = remembered(self.scope, form)
        late = some(self._concerns(who, form.not_before, happens, begun=False) for who in whom)
        begun = some(self._concerns(who, form.event, happens, wide=True, entered=False) for who in whom)
        notes: list[Note] = [*_noted(BROKEN, YES, every((late, begun)))]
        for who in whom:
            again = every((self._concerns(who, form.not_before, happens), among(mark(who), (YES,))))
            notes += _noted(BROKEN, YES, again)
            notes += _noted(mark(who), NO, self._concerns(who, form.without, happens))
            notes += _noted(mark(who), YES, self._concerns(who, form.event, happens, wide=True))
            notes += self._gone(who, happens)
        return tuple(notes)

    def _gone(self, who: str | None, happens: Happens) -> tuple[Note, ...]:
        return _noted(mark(who), NO, TRUE) if who is not None and who == happens.leaves else ()

    def _concerns(
        self, who: str | None, happenings: Sequence[Happening], happens: Happens, *,
        wide: bool = False, begun: bool = True, entered: bool = True,
    ) -> Formula:  # fmt: skip
        """
        Ask whether happenings are among what a rule does, and concern somebody, or the case.

        `wide`: what is about people of whom nothing is remembered concerns everybody. Without `begun`, only the state that is entered is
        looked at; without `entered`, everything else.
        """
        here = TRUE if who is None else among(there(who), (YES,))
        marked = remembered(self.scope, self.form)
        found = []
        for when, about in self._spoken(happenings, happens, begun=begun, entered=entered):
            concerned = about in (None, who) or who is None or (wide and about not in marked)
            found.append(when if concerned else FALSE)
        return every((here, some(found)))

    def _spoken(
        self, happenings: Sequence[Happening], happens: Happens, *, begun: bool, entered: bool
    ) -> Iterator[tuple[Formula, str | None]]:
        """
        Give when each happening is among what a rule does, and whom it is about.
        """
        for one in happenings:
            if one.kind == "step":
                if one.step is not None:
                    yield self._step(one.step, happens, begun=begun, entered=entered), None
                continue
            for occurrence in happens.occurrences if begun else ():
                if self._is(one, occurrence):
                    yield TRUE, occurrence.person if one.kind == "evidence" else None

    def _is(self, happening: Happening, occurrence: Occurrence) -> bool:
        if happening.kind != occurrence.kind:
            return False
        if happening.kind == "change":
            return in_group(self.scope.workflow.people[occurrence.name], happening.name)
        if happening.name != occurrence.name or happening.kind != "evidence":
            return happening.name == occurrence.name
        if occurrence.said is None:
            return False
        values = next(one.values for one in self.scope.classes[happening.name] if one.name == occurrence.said)
        return happening.values is None or _satisfies(happening.values, values[0])

    def _step(self, step: Step, happens: Happens, *, begun: bool = True, entered: bool = True) -> Formula:
        """
        Ask whether a rule takes a step that a safeguard speaks of: by its event, or by the state that the case is in after it.
        """
        workflow, event = self.scope.workflow, happens.event if begun else None
        states = workflow.states.values()
        match step.what:
            case "state":
                return self._entered([step.name or ""], happens) if entered else FALSE
            case "kind" | "final":
                of_kind = [one.name for one in states if is_of_kind(one, step.name or "final")]
                return self._entered(of_kind, happens) if entered else FALSE
            case "contact":
                means = event.contact if event else None
                meets = (
                    self._entered([one.name for one in states if one.kind == MEETING], happens) if entered else FALSE
                )
                if step.name is None:
                    return TRUE if means is not None else meets
                return TRUE if means == step.name else meets if step.name == "direct" else FALSE
            case "contacts":
                reached = {
                    kind.name for group in (event.contacts if event else ()) for kind in kinds_in(workflow, group)
                }
                return TRUE if any(kind.name in reached for kind in kinds_in(workflow, step.name or "")) else FALSE

    def _entered(self, states: Sequence[str], happens: Happens) -> Formula:
        """
        Ask whether one of some states is entered: by an event also from itself, otherwise only when the case falls into it.
        """
        if happens.target is not None:
            return TRUE if happens.target in states else FALSE
        if happens.event is not None:
            return among(STATE, states, after=True)
        falling = [state.name for state in self.scope.workflow.states.values() if state.guard]
        return some(
            every((among(STATE, (was,)), among(STATE, [one for one in states if one != was], after=True)))
            for was in falling
        )


# ----------------------------------------------------------------------------------------------------------------------


def _noted(variable: str, value: str, when: Formula) -> tuple[Note, ...]:
    return () if when == FALSE else (Note(variable=variable, value=value, when=when),)


def _satisfies(condition: Condition, value: Value) -> bool:
    """
    Tell whether a value just recorded is one that a condition, which asks nothing else, lets count.
    """
    match condition:
        case Among() | Compare():
            return tested(condition, value)
        case Not(inner):
            return not _satisfies(inner, value)
        case And(conditions):
            return all(_satisfies(part, value) for part in conditions)
        case Or(conditions):
            return any(_satisfies(part, value) for part in conditions)
        case IsCurrent():
            return True
        case _:
            return False


def _shut(scope: Scope, form: AlwaysOpen) -> Formula:
    """
    Ask for a situation in which the condition holds and the events are closed: to everybody, or to one of those who must be let.
    """
    asked = surely(scope, form.condition, observer=True).true
    steps = Steps(scope, lambda _: ())
    events = [scope.workflow.events[name] for name in form.events]

    if form.by is None:
        opened = some(rule.guard for event in events for rule in _fired(steps, event, steps.may(event.by)))
        return every((asked, contrary(opened)))
    shut = []
    for person in scope.members(form.by):
        opened = some(rule.guard for event in events for rule in _fired(steps, event, _self(steps, event, person)))
        shut.append(every((among(there(person), (YES,)), contrary(opened))))
    return every((asked, some(shut)))


def _fired(steps: Steps, event: Event, may: Formula) -> Iterator[Rule]:
    for place in range(len(event.ways)):
        yield from steps.fired(event, place, SOMEBODY_ELSE, may, "event")


def _self(steps: Steps, event: Event, person: str) -> Formula:
    """
    Ask whether somebody without a role may fire an event by being, or speaking for, one person.
    """
    groups = [name for name in event.by if name not in steps.scope.workflow.roles]
    return steps.may(groups, person)
