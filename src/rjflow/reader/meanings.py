"""
What a workflow provides for the meanings that safeguards speak of.

A meaning in a condition becomes what all the evidence that provides it must say. Where different evidence provides it for
different kinds of people, a question about a group becomes one question for each kind.

Stands on: `definition.model`, `guards.syntax`.   Knows nothing of: files, where safeguards come from.
"""

from collections.abc import Callable, Iterable, Mapping

from attrs import field

from rjflow.definition.model import Event, Notice, Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import (
    And,
    Condition,
    ForPeople,
    GateHolds,
    MeaningHolds,
    Not,
    OfScheme,
    Or,
    every_part,
)
from rjflow.guards.vocabulary import Kinds

SCHEME_READY = "scheme-ready"
Missing = Callable[[str, str | None], None]


@frozen
class Provider:
    """A piece of evidence that provides a meaning, the values that count, and the people it is about."""

    evidence: str
    condition: Condition
    about: str | None
    kinds: Kinds


@frozen(kw_only=True)
class Meanings:
    """Everything a workflow provides, by meaning."""

    evidence: Mapping[str, tuple[Provider, ...]]
    events: Mapping[str, tuple[str, ...]]
    notices: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, Kinds]
    gates: frozenset[str] = frozenset()
    scheme: Condition | None = field(default=None)

    def known(self) -> tuple[str, ...]:
        """
        Give every meaning that something has.
        """
        return tuple(dict.fromkeys((*self.evidence, *self.events, *self.notices)))


def meanings_of(workflow: Workflow, groups: Mapping[str, Kinds], scheme: Condition | None) -> Meanings:
    """
    Gather what a workflow provides.
    """
    provided: dict[str, list[Provider]] = {}
    for one in workflow.evidence.values():
        kinds = groups.get(one.about, frozenset()) if one.about else frozenset()
        for meaning in one.means:
            provider = Provider(one.name, meaning.condition, one.about, kinds)
            provided.setdefault(meaning.meaning, []).append(provider)
    return Meanings(
        evidence={meaning: tuple(providers) for meaning, providers in provided.items()},
        events=_by_meaning(workflow.events.values()),
        notices=_by_meaning(workflow.notices.values()),
        groups=groups,
        gates=frozenset(workflow.gates),
        scheme=scheme,
    )


def resolved(condition: Condition, meanings: Meanings, missing: Missing, person: Kinds | None = None) -> Condition:
    """
    Put into a condition what its meanings stand for.

    Args:
        condition: As it was read: a bare name may be a meaning or a gate; a meaning wins.
        meanings: What the workflow provides.
        missing: Told of each name that nothing provides, with the kind of people for whom, where it is only for some.
        person: The kinds of people it speaks of.
    """

    def go(part: Condition) -> Condition:
        return resolved(part, meanings, missing, person)

    match condition:
        case GateHolds(name):
            return _bare(condition, name, meanings, missing, person)
        case And(conditions):
            return And(tuple(map(go, conditions)), span=condition.span)
        case Or(conditions):
            return Or(tuple(map(go, conditions)), span=condition.span)
        case Not(inner):
            return Not(go(inner), span=condition.span)
        case ForPeople():
            return _people(condition, meanings, missing)
        case _:
            return condition


def scheme_ready(gates: Iterable[str]) -> Condition | None:
    """
    Give what being ready means of a scheme: all the gates named hold there.
    """
    asked = tuple(OfScheme(GateHolds(gate)) for gate in gates)
    if not asked:
        return None
    return asked[0] if len(asked) == 1 else And(asked)


# ----------------------------------------------------------------------------------------------------------------------


def _by_meaning(things: "Iterable[Event | Notice]") -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for thing in things:
        for meaning in thing.means:
            found[meaning] = (*found.get(meaning, ()), thing.name)
    return found


def _bare(condition: Condition, name: str, meanings: Meanings, missing: Missing, person: Kinds | None) -> Condition:
    if name == SCHEME_READY and meanings.scheme is not None:
        return MeaningHolds(name, meanings.scheme, span=condition.span)
    providers = meanings.evidence.get(name)
    if providers is None:
        if name not in meanings.gates:
            missing(name, None)
        return condition
    asked = [_asked(provider, person) for provider in providers if _fits(provider, person)]
    together = asked[0] if len(asked) == 1 else And(tuple(asked), span=condition.span)
    return MeaningHolds(name, together, span=condition.span)


def _fits(provider: Provider, person: Kinds | None) -> bool:
    return person is None or provider.about is None or bool(provider.kinds & person)


def _asked(provider: Provider, person: Kinds | None) -> Condition:
    """
    Ask a provider: of this person, or, where nobody is spoken of, of everyone it is about.
    """
    if person is not None or provider.about is None:
        return provider.condition
    return ForPeople("every", 0, provider.about, provider.condition, span=provider.condition.span)


def _people(condition: ForPeople, meanings: Meanings, missing: Missing) -> Condition:
    """
    Resolve a question about a group, kind by kind where they do not share their evidence.
    """
    quantity, number, group, inner = condition.quantity, condition.number, condition.group, condition.condition
    kinds = sorted(meanings.groups.get(group, ()), key=list(meanings.groups).index)
    named = [part.gate for part in every_part(inner) if isinstance(part, GateHolds) and part.gate in meanings.evidence]
    by_kind = {kind: tuple(_evidence_for(name, kind, meanings) for name in named) for kind in kinds}
    for kind, evidence in by_kind.items():
        for name, providers in zip(named, evidence, strict=True):
            if not providers:
                missing(name, kind)
    if len(set(by_kind.values())) <= 1 or quantity == "at least":
        whole = resolved(inner, meanings, missing, frozenset(kinds))
        return ForPeople(quantity, number, group, whole, span=condition.span)
    each = tuple(
        ForPeople(quantity, number, kind, resolved(inner, meanings, missing, frozenset({kind})), span=condition.span)
        for kind in kinds
    )
    return Or(each, span=condition.span) if quantity == "some" else And(each, span=condition.span)


def _evidence_for(name: str, kind: str, meanings: Meanings) -> tuple[str, ...]:
    found = (one for one in meanings.evidence[name] if one.about is None or kind in one.kinds)
    return tuple(one.evidence for one in found)
