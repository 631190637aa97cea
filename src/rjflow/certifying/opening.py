"""
Where an event that must always be open may be shut.

Stands on: `answers`, `stepping`.   Knows nothing of: invariants.
"""

from collections.abc import Sequence

from rjflow.certifying.answers import Answers
from rjflow.certifying.assuming import assumed_of, is_no_silence, left_to_ask, unchanged_by
from rjflow.certifying.diagrams import EVERYTHING, NOTHING
from rjflow.certifying.duties import all_true_with
from rjflow.certifying.places import Place
from rjflow.certifying.stepping import Deed, Steps
from rjflow.definition.lookup import in_group, kinds_in
from rjflow.definition.model import BACK, CLOCK, Event, Group, Kind
from rjflow.definition.safeguards import AlwaysOpen
from rjflow.guards.syntax import Condition


def shut(answers: Answers, form: AlwaysOpen, place: Place) -> int:
    """
    Give where the condition may hold in a place, and none of the events is open for sure to those who must be let.
    """
    look, sets = answers.look, answers.look.sets
    asked = answers.answer(form.condition, None, place, observer=True).true
    if asked == NOTHING:
        return NOTHING
    guard = look.workflow.states[place.state].guard
    assumed = all_true_with(look.workflow, form.condition)
    known = frozenset(one for one in assumed if is_no_silence(look.workflow, one)) | assumed_of(look.workflow, guard)
    if form.by is None:
        return sets.both(
            asked, sets.contrary(sets.some(_open(answers, name, place, None, known) for name in form.events))
        )
    closed = [
        sets.both(
            look.somebody(kind.name),
            sets.contrary(sets.some(_open(answers, name, place, kind, known) for name in form.events)),
        )
        for kind in kinds_in(look.workflow, form.by)
    ]
    return sets.both(asked, sets.some(closed))


# ----------------------------------------------------------------------------------------------------------------------


def _open(answers: Answers, name: str, place: Place, kind: Kind | None, known: frozenset[Condition]) -> int:
    """
    Give where an event is open for sure, in a place, to everybody of a kind who is there, or to somebody, if what is *known* is true.
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
    opened = (
        sets.every((deed.said, _surely(answers, deed.way.needs, known), lets_in(answers, deed, known)))
        for deed in deeds
        if deed.way is not None
    )
    return sets.both(able, sets.some(opened))


def _surely(answers: Answers, group: Group, known: frozenset[Condition]) -> int:
    """
    Give where a group is true for sure, if what is *known* is true.
    """
    sets = answers.look.sets
    asked = (answers.answer(part, None) for part in left_to_ask(answers.look.workflow, group, known))
    return sets.contrary(sets.some(answer.not_true for answer in asked))


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


def lets_in(answers: Answers, deed: Deed, known: frozenset[Condition] = frozenset()) -> int:
    """
    Give from where the gate of the state an event leads to is surely open after it, if what is *known* is true before it.
    """
    states, sets = answers.look.workflow.states, answers.look.sets
    guard = None if deed.target is None or deed.target == BACK else states[deed.target].guard
    if guard is None:
        return EVERYTHING
    event = deed.facts.event
    kept = unchanged_by(answers.look.workflow, event, known) if event is not None else frozenset[Condition]()
    return sets.put(_surely(answers, guard, kept), deed.puts[0])
