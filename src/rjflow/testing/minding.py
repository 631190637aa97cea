"""
Mind the safeguards of a workflow while a case goes on, from nothing but a book of one's own.

Stands on: `following`, `definition.safeguards`.   Knows nothing of: `rules.deciding`, the verifier, the engine.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, product

from attrs import field, mutable

from rjflow.definition.lookup import in_group, is_of_kind, kinds_in
from rjflow.definition.model import BACK, CLOCK, MEETING, Day, Flag, Number, OneOf, Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    Before,
    DifferentPeople,
    Entering,
    Form,
    Happening,
    Safeguard,
    Step,
)
from rjflow.guards.evaluating import compare
from rjflow.guards.syntax import Among, And, Compare, Condition, IsCurrent, Not, Or, Value
from rjflow.instants import moment
from rjflow.rules.commands import Fire, Given, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.situation import Actor
from rjflow.testing.book import Book
from rjflow.testing.following import Followed, Passed, follow

_FORMS = 200
Marks = frozenset[str | None]


@mutable
class Minding:
    """
    Tell which safeguards a case breaks.

    Not seen:
        `always-possible`, `ends` and `hidden`, which no single run breaks: the verifier judges them.
    """

    workflow: Workflow
    _marks: dict[str, Marks] = field(factory=dict)

    def opened(self, book: Book) -> list[Safeguard]:
        """Tell which safeguards a case breaks as soon as it is opened, and forget all others that were minded."""
        self._marks = {}
        return [one for one in self.workflow.safeguards if not _stands(book, one.form)]

    def after(self, followed: Followed) -> list[Safeguard]:
        """Tell which safeguards a command that happened breaks."""
        return [one for one in self.workflow.safeguards if self._breaks(one, followed)]

    # ------------------------------------------------------------------------------------------------------------------

    def _breaks(self, safeguard: Safeguard, followed: Followed) -> bool:
        match safeguard.form:
            case Entering(steps=steps, condition=condition):
                entered = (
                    one for one in followed.moments if any(_is_one_of(self.workflow, steps, it) for it in one.passed)
                )
                return any(one.book.truth(condition, observer=True) is not True for one in entered)
            case Before() | After() as form:
                is_broken, marks = _remembered(form, followed, self._marks.get(safeguard.id, frozenset()))
                self._marks[safeguard.id] = marks
                return is_broken
            case form:
                return not _stands(followed.after, form)


def _stands(book: Book, form: Form) -> bool:
    """
    Tell whether a case may stand as a book says.
    """
    match form:
        case Always(condition=condition):
            return book.truth(condition, observer=True) is True
        case DifferentPeople(first=first, second=second):
            return not any((book.doers(one) & book.doers(other)) - {CLOCK} for one in first for other in second)
        case AlwaysOpen(condition=condition):
            return book.truth(condition, observer=True) is not True or _is_open(book, form)
        case _:
            return True


# ---- what must be open -----------------------------------------------------------------------------------------------


def _is_open(book: Book, form: AlwaysOpen) -> bool:
    if form.by is None:
        people = frozenset(book.people)
        return _is_open_to(book, form, Actor("somebody new", frozenset(book.workflow.roles), people))
    alone = (Actor("somebody new", frozenset(), frozenset({person})) for person in book.members(form.by))
    return all(_is_open_to(book, form, actor) for actor in alone)


def _is_open_to(book: Book, form: AlwaysOpen, actor: Actor) -> bool:
    return any(
        follow(book, Fire(event=name, actor=actor, at=book.now, reason=reason, given=given)).allowed
        for name in form.events
        for reason in _reasons(book, name)
        for given in islice(_forms(book, name), _FORMS)
    )


def _reasons(book: Book, event: str) -> Sequence[str | None]:
    found: list[str | None] = []
    for way in book.workflow.events[event].ways:
        if book.state in way.from_states:
            state = book.workflow.states.get(way.target if way.target != BACK else "")
            found += (way.reasons or state.reasons) if state is not None and state.final else (None,)
    return list(dict.fromkeys(found))


def _forms(book: Book, event: str) -> Iterator[tuple[Given, ...]]:
    places = [
        (name, person)
        for name in book.workflow.events[event].records
        for about in [book.workflow.evidence[name].about]
        for person in ([None] if about is None else book.members(about))
    ]
    for values in product(*(_values(book, name) for name, _ in places)):
        yield tuple(Given(name, value, person) for (name, person), value in zip(places, values, strict=True))


def _values(book: Book, name: str) -> Sequence[Value]:
    match book.workflow.evidence[name].values:
        case OneOf(values):
            return values
        case Flag():
            return (True, False)
        case Number(low, high):
            return range(low, high + 1)
        case Day():
            return (moment(book.now, book.workflow.time_zone).date(),)


# ---- what is remembered ----------------------------------------------------------------------------------------------


def _remembered(form: Before | After, followed: Followed, marks: Marks) -> tuple[bool, Marks]:
    """
    Go through what happened and tell whether a form that remembers is broken, and who is marked after it: those who have what must be had
    before, or those who are owed something.
    """
    spoken = form.must_have if isinstance(form, Before) else form.without
    groups = [followed.before.workflow.evidence[one.name].about or "" for one in spoken if one.kind == "evidence"]
    groups = [group for group in groups if group]
    is_broken, there = False, _concerned(followed.before, groups)
    for one in chain.from_iterable(one.passed for one in followed.moments):
        marks &= there
        turn = _Turn(followed, one, there)
        if isinstance(form, Before):
            is_broken |= bool(turn.whom(form.event, wide=True) - marks)
            is_broken |= bool(
                turn.at_its_end.whom(form.event, wide=True) & turn.at_its_start.whom(form.since, wide=True)
            )
            marks = (marks | turn.whom(form.must_have)) - turn.whom(form.since, wide=True)
        else:
            is_broken |= bool(turn.whom(form.not_before) and marks)
            is_broken |= bool(turn.at_its_end.whom(form.not_before) and turn.at_its_start.whom(form.event, wide=True))
            marks = (marks - turn.whom(form.without)) | turn.whom(form.event, wide=True)
        if one.is_commanded:  # whatever comes after it is about those who are there then
            there = _concerned(followed.after, groups)
    return is_broken, marks & _concerned(followed.after, groups)


def _concerned(book: Book, groups: Sequence[str]) -> Marks:
    if not groups:
        return frozenset({None})
    kinds = book.workflow.people
    return frozenset(one for one, kind in book.people.items() if any(in_group(kinds[kind], group) for group in groups))


@mutable
class _Turn:
    """One thing that happened, and whom it concerns of those who are there."""

    followed: Followed
    passed: Passed
    there: Marks

    @property
    def at_its_start(self) -> "_Turn":
        """The event itself, without the state that it ends in."""
        return _Turn(self.followed, self.passed._replace(state=None), self.there)

    @property
    def at_its_end(self) -> "_Turn":
        """The state that is entered at the end of it."""
        return _Turn(self.followed, Passed(None, self.passed.state), self.there)

    def whom(self, happenings: Sequence[Happening], *, wide: bool = False) -> Marks:
        """Give whom these concern: everybody, when they are about the case, or, for a *wide* question, about somebody else."""
        about = frozenset[str | None]().union(*(self._about(one) for one in happenings))
        if not about:
            return about
        if None in about or None in self.there or (wide and about - self.there):
            return self.there
        return about & self.there

    def _about(self, happening: Happening) -> Marks:
        command, nobody, the_case = self.followed.command, frozenset[str | None](), frozenset({None})
        workflow = self.followed.before.workflow
        if happening.kind == "step":
            is_it = happening.step is not None and _is_one_of(workflow, [happening.step], self.passed)
            return the_case if is_it else nobody
        if happening.kind == "event":
            return the_case if self.passed.event == happening.name else nobody
        if not self.passed.is_commanded:
            return nobody
        match command:
            case GiveNotice(notice=notice):
                return the_case if (happening.kind, happening.name) == ("notice", notice) else nobody
            case Join(kind=kind) if happening.kind == "change":
                return the_case if in_group(workflow.people[kind], happening.name) else nobody
            case Leave(person=person) if happening.kind == "change":
                kind = self.followed.before.people[person]
                return the_case if in_group(workflow.people[kind], happening.name) else nobody
            case RecordEvidence(given=one):
                return self._recorded(happening, (one,))
            case Fire(given=given):
                return self._recorded(happening, given)
            case _:
                return nobody

    def _recorded(self, happening: Happening, given: Sequence[Given]) -> Marks:
        if happening.kind != "evidence":
            return frozenset()
        evidence, before = self.followed.before.workflow.evidence, self.followed.before
        return frozenset(
            one.person
            for one in given
            if one.evidence == happening.name
            and before.opens(evidence[one.evidence].needs, one.person)
            and (happening.values is None or _satisfies(happening.values, one.value))
        )


def _satisfies(condition: Condition, value: Value) -> bool:
    """
    Tell whether a value is one that a safeguard speaks of: any, one of several, or in some order to another; and all that of these.
    """
    match condition:
        case IsCurrent():
            return True
        case Among(values=values):
            return any(type(one) is type(value) and one == value for one in values)
        case Compare(sign=sign, limit=limit):
            return compare(value, sign, limit) is True
        case Not(inner):
            return not _satisfies(inner, value)
        case And(several):
            return all(_satisfies(one, value) for one in several)
        case Or(several):
            return any(_satisfies(one, value) for one in several)
        case _:
            raise TypeError(f"a safeguard speaks of no such values: {condition}")


def _is_one_of(workflow: Workflow, steps: Sequence[Step], passed: Passed) -> bool:
    """
    Tell whether a move is a step of a kind that a safeguard speaks of.
    """
    state = workflow.states[passed.state] if passed.state is not None else None
    event = workflow.events[passed.event] if passed.event is not None else None
    meets = state is not None and state.kind == MEETING
    for step in steps:
        match step.what:
            case "state":
                found = passed.state == step.name
            case "kind" | "final":
                found = state is not None and is_of_kind(state, step.name or "final")
            case "contact":
                contact = event.contact if event is not None else None
                wanted = (step.name,) if step.name else ("direct", "indirect")
                found = contact in wanted or (meets and "direct" in wanted)
            case _:
                reached = event.contacts if event is not None else ()
                kinds = {kind.name for group in reached for kind in kinds_in(workflow, group)}
                found = any(kind.name in kinds for kind in kinds_in(workflow, step.name or ""))
        if found:
            return True
    return False
