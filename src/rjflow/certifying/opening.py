"""
Where an event that must always be open may be shut.

Stands on: `answers`, `stepping`.   Knows nothing of: invariants.
"""

from collections.abc import Sequence

from rjflow.certifying.answers import Answers
from rjflow.certifying.diagrams import EVERYTHING, NOTHING
from rjflow.certifying.places import Place
from rjflow.certifying.stepping import Deed, Steps
from rjflow.definition.lookup import in_group, kinds_in
from rjflow.definition.model import BACK, CLOCK, Event, Kind
from rjflow.definition.safeguards import AlwaysOpen


def shut(answers: Answers, form: AlwaysOpen, place: Place) -> int:
    """
    Give where the condition may hold in a place, and none of the events is open for sure to those who must be let.
    """
    look, sets = answers.look, answers.look.sets
    asked = answers.answer(form.condition, None, place, observer=True).true
    if asked == NOTHING:
        return NOTHING
    if form.by is None:
        return sets.both(asked, sets.contrary(sets.some(_open(answers, name, place, None) for name in form.events)))
    closed = [
        sets.both(
            look.somebody(kind.name),
            sets.contrary(sets.some(_open(answers, name, place, kind) for name in form.events)),
        )
        for kind in kinds_in(look.workflow, form.by)
    ]
    return sets.both(asked, sets.some(closed))


# ----------------------------------------------------------------------------------------------------------------------


def _open(answers: Answers, name: str, place: Place, kind: Kind | None) -> int:
    """
    Give where an event is open for sure, in a place, to everybody of a kind who is there, or to somebody.
    """
    workflow, sets = answers.look.workflow, answers.look.sets
    event = workflow.events[name]
    if not _may_surely(answers, event, kind):
        return NOTHING
    able = EVERYTHING if kind is not None else answers.look.able(event.by)
    deeds = [
        deed
        for way in event.ways
        if place.state in way.from_states and _has_reasons(answers, way.target, way.reasons)
        for deed in Steps(answers, frozenset()).fired(event, way)
    ]
    return sets.both(able, sets.some(sets.both(deed.surely, lets_in(answers, deed)) for deed in deeds))


def _may_surely(answers: Answers, event: Event, kind: Kind | None) -> bool:
    """
    Tell whether an event is for everybody of a kind, or for somebody at all.

    What somebody did before keeps nobody from it for good: somebody new in a role may do it, or somebody new who speaks for a person.
    """
    workflow = answers.look.workflow
    groups = [one for one in event.by if one not in workflow.roles and one != CLOCK]
    return kind is None or any(in_group(kind, group) for group in groups)


def _has_reasons(answers: Answers, target: str, reasons: Sequence[str]) -> bool:
    states = answers.look.workflow.states
    return target == BACK or not states[target].final or bool(reasons or states[target].reasons)


def lets_in(answers: Answers, deed: Deed) -> int:
    """
    Give from where the gate of the state an event leads to is surely open after it.
    """
    states, sets = answers.look.workflow.states, answers.look.sets
    guard = None if deed.target is None or deed.target == BACK else states[deed.target].guard
    if guard is None:
        return EVERYTHING
    return sets.put(sets.contrary(answers.group(guard).not_true), deed.puts[0])
