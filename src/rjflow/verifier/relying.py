"""
Look for the story in which evidence is recorded, counts, or lasts as another definition would not let it.

Stands on: `looking`, `probing`, `showing`.   Knows nothing of: which differences there are, sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import evolve

from rjflow.definition.lookup import events_recording, kinds_in
from rjflow.definition.model import Evidence, Kind, Voider, Workflow
from rjflow.definition.normal import conditions_of
from rjflow.guards.syntax import And, Condition, ForPeople, IsCurrent, Or, Value
from rjflow.rules.commands import Advance, Command, Fire
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import life, records_of, until
from rjflow.verifier.looking import Looked, ended
from rjflow.verifier.probing import ALWAYS, NEVER, Found, is_personal, not_true, open_at, reach, spoken_in, together
from rjflow.verifier.showing import (
    Commands,
    Wanted,
    changes,
    endings,
    firings,
    noticings,
    opened_with,
    recordings,
)
from rjflow.verifier.verdict import Story
from rjflow.verifier.visiting import Place, requiring


def recording(new: Workflow, evidence: Evidence, by: Sequence[str], values: Sequence[Value] = ()) -> Looked:
    """
    Look for a record made by some actors, or with one of some values; best one that counts.
    """
    commands = recordings(new, evidence.name, by, values)
    direct = list(endings(new, opened_with(new), commands, _counts))[:1]
    if direct:
        return Looked("stories", direct)
    found = _recordable(new, evidence)
    looked = Looked("stories") if found is None else ended(new, found, commands, _counts)
    if looked.came_to == "never":
        return Looked("stories", endings(new, opened_with(new), commands, lambda decision: decision.allowed))
    return looked


def records_by_form(evidence: Evidence, values: Sequence[Value] = ()) -> Callable[[Story], bool]:
    """
    Give what tells whether a story ends with an event whose form says one of some values of a piece of evidence.
    """

    def shows(story: Story) -> bool:
        command = story.steps[-1].decision.command
        given = command.given if isinstance(command, Fire) else ()
        return any(one.evidence == evidence.name and (not values or one.value in values) for one in given)

    return shows


def counting(old: Workflow, new: Workflow, evidence: Evidence, without: Condition) -> Looked:
    """
    Look for a record that counts although a condition is not true.
    """
    unless = spoken_in(old, new, without)
    found = _recordable(new, evidence, unless)
    if found is None:
        return Looked("stories")
    return ended(new, found, recordings(new, evidence.name, evidence.recorded_by), _counts)


def lasting(old: Workflow, new: Workflow, evidence: Evidence) -> Looked:
    """
    Look for a record that is current when by the other workflow's window it has run out.
    """
    known = old.evidence[evidence.name]

    def waiting(situation: Situation) -> Iterator[Command]:
        ends = (until(old, known, record) for _, record in records_of(new, situation, evidence.name))
        yield from (Advance(at=end) for end in ends if end is not None and end > situation.now)

    return _recorded_then(new, evidence, waiting)


def outliving(new: Workflow, evidence: Evidence, voider: Voider) -> Looked:
    """
    Look for a record that stays current when something happens.
    """
    commands = _happening_again(new, voider)
    looked = _recorded_then(new, evidence, commands)
    direct = list(looked.stories)
    if direct or looked.came_to == "never":
        return evolve(looked, stories=direct)
    current: Condition = IsCurrent(evidence.name)
    if evidence.about is not None:
        current = ForPeople("some", 0, evidence.about, current)
    places = [Place(state, together(needs, requiring(current))) for state, needs in _places_of(new, voider)]
    found = reach(new, places, ())
    return evolve(ended(new, found, commands, _stays_current(new, evidence)), evidence=evidence.name)


# ----------------------------------------------------------------------------------------------------------------------


def _counts(decision: Decision) -> bool:
    return decision.counts


def _recordable(new: Workflow, evidence: Evidence, unless: Condition | None = None) -> Found | None:
    """
    Look for where a record of a piece of evidence counts, and a condition is not true; nothing where that cannot be asked.
    """
    asked = conditions_of(new, evidence.needs)
    mine = tuple(one for one in asked if evidence.about and is_personal(new, one))
    of_case = tuple(one for one in asked if one not in mine)
    condition = NEVER if unless is None else unless
    if evidence.about is None:
        needs = requiring(*of_case)
    elif unless is None or not is_personal(new, unless):
        needs = requiring(*of_case, ForPeople("some", 0, evidence.about, And(mine)))
    else:
        lacking = not_true(And(mine))
        if lacking is None:
            return None
        condition = ForPeople("every", 0, evidence.about, Or((lacking, unless)))
        needs = requiring(*of_case, ForPeople("every", 0, evidence.about, ALWAYS))
    living = [name for name, state in new.states.items() if not state.final]
    return reach(new, [Place(state, needs) for state in living], (), condition)


def _recorded_then(new: Workflow, evidence: Evidence, commands: Commands) -> Looked:
    """
    Give stories in which evidence is recorded so that it counts, then something else happens, and it is still current.
    """
    recorded = recordings(new, evidence.name, evidence.recorded_by)
    direct = next(iter(endings(new, opened_with(new), recorded, _counts)), None)
    beginnings: Iterable[Story] = () if direct is None else (direct,)
    if direct is None:
        found = _recordable(new, evidence)
        looked = Looked("stories") if found is None else ended(new, found, recorded, _counts)
        if looked.came_to == "never":
            return looked
        beginnings = looked.stories
    stays = _stays_current(new, evidence)
    stories = (story for begun in beginnings for story in endings(new, begun, commands, stays))
    return Looked("stories", stories, evidence.name)


def _stays_current(new: Workflow, evidence: Evidence) -> Wanted:
    def wanted(decision: Decision) -> bool:
        after = decision.after
        return any(
            life(new, evidence, record, after.now) == "current" for _, record in records_of(new, after, evidence.name)
        )

    return wanted


def _happening_again(new: Workflow, voider: Voider) -> Commands:
    """
    Give what lets a voider happen.
    """
    match voider.kind:
        case "notice":
            return noticings(new, voider.what)
        case "evidence":
            return recordings(new, voider.what, new.evidence[voider.what].recorded_by)
        case "event":
            return firings(new, voider.what, new.events[voider.what].by)
        case "change":
            kinds = kinds_in(new, voider.what)
            return _all(changes(new, kind, joining=joining) for kind in kinds for joining in (True, False))
        case _:
            raise AssertionError(voider.kind)


def _all(several: Iterable[Commands]) -> Commands:
    known = tuple(several)

    def commands(situation: Situation) -> Iterator[Command]:
        for one in known:
            yield from one(situation)

    return commands


def _places_of(new: Workflow, voider: Voider) -> list[Place]:
    """
    Give where a voider can happen.
    """
    if voider.kind == "change":
        return [place for kind in kinds_in(new, voider.what) for place in _places_of_change(kind)]
    if voider.kind == "notice" or (voider.kind == "evidence" and new.evidence[voider.what].recorded_by):
        return [Place(name) for name, state in new.states.items() if not state.final]
    events = [voider.what] if voider.kind == "event" else events_recording(new, voider.what)
    ways = [(new.events[name], way) for name in events for way in new.events[name].ways]
    return [Place(state, open_at(new, event, state, way.target)) for event, way in ways for state in way.from_states]


def _places_of_change(kind: Kind) -> Iterator[Place]:
    """
    Give where somebody of a kind can join, or leave if there is one.
    """
    there = requiring(ForPeople("some", 0, kind.name, ALWAYS))
    yield from (Place(state) for state in (kind.joins.states if kind.joins else ()))
    yield from (Place(state, there) for state in (kind.leaves.states if kind.leaves else ()))
