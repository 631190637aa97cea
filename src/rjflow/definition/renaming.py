"""
An older version of a workflow under the names that a newer one's migration gives, so that what is only called otherwise is no difference.

A name is followed only where nothing else could be meant: it is gone from the newer version, the other one is new in it, and nothing
else becomes that. Names are renamed where a definition speaks of a state, a kind of people or evidence, and never in words that people read.

Stands on: `model`, `lookup`.   Knows nothing of: what differs, running cases, sentences.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from attrs import evolve, field, fields, has

from rjflow.definition.lookup import NAMED_TOGETHER, migration_between
from rjflow.definition.model import Migration, SchemeLink, Workflow
from rjflow.definition.papers import REASON, STATE
from rjflow.definition.safeguards import Happening
from rjflow.frozen import FrozenMap, frozen, frozen_map
from rjflow.guards.syntax import OfScheme

Section = Literal["states", "people", "evidence"]
SECTIONS: tuple[Section, ...] = ("states", "people", "evidence")


def _nothing() -> FrozenMap[str, str]:
    return FrozenMap()


@frozen(kw_only=True)
class Renaming:
    """What things of an older version are called in a newer one; whatever is not listed keeps its name."""

    states: FrozenMap[str, str] = field(factory=_nothing)
    people: FrozenMap[str, str] = field(factory=_nothing)
    evidence: FrozenMap[str, str] = field(factory=_nothing)

    def __iter__(self) -> Iterator[tuple[Section, str, str]]:
        """Give each thing that is called otherwise: its section, what it was called, and what it is called now."""
        for section in SECTIONS:
            for was, now in self.of(section).items():
                yield section, was, now

    def of(self, section: Section) -> FrozenMap[str, str]:
        """Give what things of a section are called."""
        return {"states": self.states, "people": self.people, "evidence": self.evidence}[section]


def renaming_between(old: Workflow, new: Workflow) -> Renaming:
    """
    Give what a newer version only calls otherwise than an older one, as its migration from there says.

    Left out are names of a migration by which two things become one, that lead to what the older version has already, that either
    version does not have, or under which another thing goes on in the newer one: those are compared by what they are called.
    """
    migration = migration_between(old, new)
    if migration is None:
        return Renaming()
    states, people, evidence = (frozen_map(_followed(old, new, migration, section)) for section in SECTIONS)
    return Renaming(states=states, people=people, evidence=evidence)


def renamed(workflow: Workflow, names: Renaming) -> Workflow:
    """
    Give a workflow in which things have other names, and everything else, labels and places too, is as it was.

    The scheme has names of its own, and keeps them.
    """
    if not any(names):
        return workflow
    inside: Workflow = _spoken(workflow, names)
    states, people, evidence = (
        frozen_map({one.name: one for one in getattr(inside, section).values()}) for section in SECTIONS
    )
    return evolve(inside, states=states, people=people, evidence=evidence)


# ----------------------------------------------------------------------------------------------------------------------


# Words that stand where names of evidence or people do, and mean something of their own there.
_WORDS = frozenset((STATE, REASON, "roles"))
# Where a definition speaks of names of a section. `by` and others also take what has no such name, and that stays.
_FIELDS: dict[Section, str] = {
    "states": "Workflow.start State.name State.otherwise Way.from_states Way.target Deadline.states Change.states"
    " InState.state InState.held_from Migration.states",
    "people": "Kind.name Kind.visible_to Change.by Notice.by Notice.visible_to Event.by Event.contacts Evidence.about"
    " Evidence.recorded_by Evidence.visible_to Evidence.known_to ForPeople.group Form.about Form.filled_by Form.visible_to"
    " Field.visible_to Export.to Export.visible_to Register.kind AlwaysPossible.using AlwaysOpen.by Hidden.roles"
    " Reserved.actors Migration.people",
    "evidence": "Evidence.name Evidence.not_by Event.not_by Event.records Deadline.until Among.evidence Compare.evidence"
    " IsCurrent.evidence IsMissing.evidence SamePerson.first SamePerson.second Records.evidence Registered.level Export.facts"
    " Register.until Register.level Register.most DifferentPeople.first DifferentPeople.second Hidden.evidence Fresh.evidence"
    " Reserved.doings Reserved.level Counted.doings Migration.evidence Migration.renew",
}
_SPEAKS: dict[tuple[str, ...], Section] = {
    tuple(place.split(".")): section for section, places in _FIELDS.items() for place in places.split()
}
# Where another field says of which section a name is.
_SORTED = {("Step", "name"): "what", ("Happening", "name"): "kind", ("Voider", "what"): "kind"}
_SORTS: dict[str, Section] = {"state": "states", "contacts": "people", "change": "people", "evidence": "evidence"}


def _followed(old: Workflow, new: Workflow, migration: Migration, section: Section) -> Iterator[tuple[str, str]]:
    """
    Give what is only called otherwise in a section: what it was called, and what it is called now.
    """
    pairs, before, after = (getattr(one, section) for one in (migration, old, new))
    become, taken = Counter(pairs.values()), _taken(old, section)
    dropped = {*migration.drop} if section == "evidence" else set[str]()
    for was, now in pairs.items():
        is_one_thing = was in before and now in after and become[now] == 1
        if is_one_thing and was not in after and now not in taken and was not in _WORDS | dropped:
            yield was, now


def _taken(old: Workflow, section: Section) -> frozenset[str]:
    """
    Give the names that a thing of a section cannot get, because nobody could tell which is meant.
    """
    sections = {other for together in NAMED_TOGETHER if section in together for other in together}
    return _WORDS.union(*(getattr(old, other) for other in sections))


def _spoken(thing: Any, names: Renaming) -> Any:
    """
    Give a piece of a definition with every name that it speaks of as it is now.
    """
    if isinstance(thing, tuple):
        return tuple(_spoken(part, names) for part in thing)
    if isinstance(thing, FrozenMap):
        return frozen_map({key: _spoken(value, names) for key, value in thing.items()})
    if isinstance(thing, OfScheme | SchemeLink) or not has(type(thing)):
        return thing
    changed = {one.name: _field(thing, one.name, names) for one in fields(type(thing)) if one.init and one.eq}
    if isinstance(thing, Happening) and thing.step is not None:
        changed["name"] = _worded(thing.name, thing.step.name, changed["step"].name)
    return evolve(thing, **changed)


def _field(thing: Any, name: str, names: Renaming) -> Any:
    """
    Give one field of a piece of a definition, with every name in it as it is now.
    """
    value, place = getattr(thing, name), (type(thing).__name__, name)
    sort = _SORTED.get(place)
    section = _SPEAKS.get(place) if sort is None else _SORTS.get(getattr(thing, sort))
    return _spoken(value, names) if section is None else _called(value, names.of(section))


def _called(value: Any, names: Mapping[str, str]) -> Any:
    """
    Give a name, a list of names, or names for others, as they are now.
    """
    if isinstance(value, tuple):
        return tuple(names.get(one, one) for one in value)
    if isinstance(value, FrozenMap):
        return frozen_map({key: names.get(one, one) for key, one in value.items()})
    return names.get(value, value)


def _worded(words: str, was: str | None, now: str | None) -> str:
    """
    Give the words of a step, such as `contacts friend`, with another name in them.
    """
    before, found, after = words.rpartition(was) if was else (words, "", "")
    return f"{before}{now}{after}" if found else words
