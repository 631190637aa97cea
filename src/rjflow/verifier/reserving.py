"""
Who else may do what is reserved for some people, and what counts for too long: the forms `reserved` and `fresh`.

Both are read off the definition: who records, who lets an event happen, who gives a notice; how long a record is current. That somebody
holds two roles the host says, and nothing here.

Stands on: `definition`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Iterable, Iterator

from rjflow.definition.lookup import events_recording, forms_for, in_group, kinds_in, names_somebody
from rjflow.definition.model import Window, Workflow
from rjflow.definition.papers import Field, Form, Registered
from rjflow.definition.safeguards import Fresh, Reserved
from rjflow.frozen import frozen
from rjflow.guards.syntax import And, Condition, ForPeople, InState, Or
from rjflow.instants import DAY


def trespasses(workflow: Workflow, form: Reserved) -> Iterator[tuple[str, Condition]]:
    """
    Give everything that somebody else may do of what is reserved, or that may be done with no register asked: its name, and where it can be tried.

    An event that records what is reserved is named itself.
    """
    for name in form.doings:
        through = (*events_recording(workflow, name), *((name,) if name in workflow.events else ()))
        for event in through:
            if strangers(workflow, form, event):
                yield event, in_any(state for way in workflow.events[event].ways for state in way.from_states)
        if name not in workflow.events and strangers(workflow, form, name):
            yield name, anywhere(workflow, name)
        if form.register is not None and not _asks_the_register(workflow, form, name):
            yield name, anywhere(workflow, name)


def strangers(workflow: Workflow, form: Reserved, name: str) -> tuple[str, ...]:
    """
    Give who may record, do, or give something, and is not among those for whom it is reserved.
    """
    return tuple(one for one in _may(workflow, name) if not _is_among(workflow, one, form.actors))


@frozen
class Short:
    """
    Where a form asks a register for less than is asked of it.

    Attributes:
        form: The form; nothing where no form says it.
        field: The field that asks this register for most; nothing where none asks it.
        optional: Whether that field may be left empty.
        level: Whether it names somebody without asking how much they can take.
        others: The fields that may name the same person.
    """

    form: Form | None = None
    field: Field | None = None
    optional: bool = False
    level: bool = False
    others: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """In how many ways it falls short."""
        return self.optional + self.level + len(self.others)


def falls_short(workflow: Workflow, form: Reserved, name: str) -> Short:
    """
    Give how the first form with which something may be said without the register being asked as it should falls short of that.
    """
    several = [one for one in forms_for(workflow, name) if names_somebody(one)] or forms_for(workflow, name)
    for paper in several:
        fields = [_short(form, paper, one) for one in paper.fields.values() if _asks(form, one)]
        nearest = min(fields, key=lambda one: one.number, default=Short(paper))
        if nearest.field is None or nearest.number:
            return nearest
    return Short()


def outlasts(workflow: Workflow, form: Fresh) -> Iterator[tuple[str, Condition]]:
    """
    Give the evidence that may count for longer than it should, and where it comes to be recorded: in any state that is not final.
    """
    living = in_any(state.name for state in workflow.states.values() if not state.final)
    yield from ((name, living) for name in form.evidence if not _fits(workflow.evidence[name].window, form))


def anywhere(workflow: Workflow, name: str) -> Condition:
    """
    Say where something can be recorded, or given, by itself: wherever a case is not over, and somebody is there whom it is about.
    """
    here = in_any(state.name for state in workflow.states.values() if not state.final)
    about = workflow.evidence[name].about if name in workflow.evidence else None
    return here if about is None else And((here, ForPeople("some", 0, about, here)))


def in_any(states: Iterable[str]) -> Condition:
    """
    Say that a case is in one of these states.
    """
    return Or(tuple(InState(state) for state in dict.fromkeys(states)))


# ----------------------------------------------------------------------------------------------------------------------


def _fits(window: Window, most: Fresh) -> bool:
    """
    Tell whether a window is never longer than is allowed. A day that ends at midnight is never longer than a day.
    """
    if most.unit == "whole case" or window.unit == most.unit == "same day":
        return True
    if most.unit == "same day" or window.unit == "whole case":
        return False
    return (DAY if window.unit == "same day" else window.length) <= most.length


def _asks_the_register(workflow: Workflow, form: Reserved, name: str) -> bool:
    """
    Tell whether something comes with forms only, all of which ask this register who is fit for it.
    """
    papers = [one for one in forms_for(workflow, name) if names_somebody(one)]
    return bool(papers) and falls_short(workflow, form, name) == Short()


def _asks(form: Reserved, field: Field) -> bool:
    return isinstance(field.kind, Registered) and field.kind.register == form.register


def _short(form: Reserved, paper: Form, field: Field) -> Short:
    kind = field.kind
    assert isinstance(kind, Registered), "a field that asks a register"
    return Short(
        paper,
        field,
        optional=not field.required,
        level=form.level not in (None, kind.level),
        others=tuple(one for one in form.other_than if one not in kind.other_than),
    )


def _may(workflow: Workflow, name: str) -> tuple[str, ...]:
    if name in workflow.events:
        return workflow.events[name].by
    if name in workflow.evidence:
        return workflow.evidence[name].recorded_by
    return workflow.notices[name].by or (*workflow.roles, *workflow.people)


def _is_among(workflow: Workflow, name: str, actors: Iterable[str]) -> bool:
    kinds = kinds_in(workflow, name)
    return name in actors or (bool(kinds) and all(any(in_group(kind, one) for one in actors) for kind in kinds))
