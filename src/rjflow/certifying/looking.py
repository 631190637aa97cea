"""
What a proof looks at: the people it follows, what it tracks, and the variables these make.

Of a case with any people, some are *followed*; of the *others* is only known whether there are any of their kind. What is not tracked
may be anything.

Stands on: `diagrams`, `places`, `values`, `definition`.   Knows nothing of: steps, safeguards, certificates.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from rjflow.certifying.diagrams import EVERYTHING, NOTHING, Diagrams
from rjflow.certifying.values import told_apart
from rjflow.definition.lookup import in_group, kinds_in
from rjflow.definition.model import CLOCK, Workflow
from rjflow.frozen import frozen
from rjflow.guards.writing import written_value

SOMEBODY_ELSE = "somebody else"
NOT_CURRENT = "not current"
TRUTHS = ("unknown", "false", "true")
WHETHER = ("no", "yes")


@frozen(kw_only=True)
class Scope:
    """
    What a proof is about.

    Attributes:
        followed: people, as (id, kind).
        others: kinds of which there may be more people than those followed.
        evidence, scheme, authors: what is tracked: evidence, conditions asked of the scheme as they are written, and things of which it is
            tracked who did them.
        named: how many people who act are told apart; everybody else is nobody in particular.
    """

    followed: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    scheme: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    named: int = 0


def slot(evidence: str, person: str | None) -> str:
    """
    Name the variable of a piece of evidence.
    """
    return evidence if person is None else f"{evidence} of {person}"


def there(person: str) -> str:
    """
    Name the variable that tells whether a followed person is there.
    """
    return f"{person} is there"


def others_of(kind: str) -> str:
    """
    Name the variable that tells whether there are others of a kind.
    """
    return f"others of {kind}"


def of_scheme(text: str) -> str:
    """
    Name the variable of a condition asked of the scheme.
    """
    return f"scheme: {text}"


def recorded_by(evidence: str, person: str | None) -> str:
    """
    Name the variable that tells who made a record.
    """
    return f"{slot(evidence, person)}, by"


def fired_by(event: str, who: int) -> str:
    """
    Name the variable that tells whether somebody fired an event.
    """
    return f"{event}, fired by {actor(who)}"


def actor(who: int) -> str:
    """
    Name somebody who acts: 0 is anybody in particular.
    """
    return f"person {who}" if who else SOMEBODY_ELSE


def mark(person: str | None) -> str:
    """
    Name the variable that remembers, for somebody or for the case, what a safeguard waits for.
    """
    return "remembered" if person is None else f"remembered of {person}"


class Look:
    """The variables of one proof, and the sets that speak of one of them."""

    def __init__(
        self, workflow: Workflow, scope: Scope, remembers: Sequence[str | None] = (), order: Iterable[str] = ()
    ) -> None:
        self.workflow = workflow
        self.scope = scope
        self.remembers = tuple(remembers)
        self.kinds = dict(scope.followed)
        self.classes = told_apart(workflow)
        self.values = self._variables()
        first = {name: place for place, name in enumerate(order)}
        names = sorted(self.values, key=lambda name: first.get(name, len(first)))
        self.index = {name: place for place, name in enumerate(names)}
        self._asked: dict[tuple[str, tuple[int, ...]], int] = {}
        self.sets = Diagrams([len(self.values[name]) for name in names])

    def _variables(self) -> dict[str, tuple[str, ...]]:
        """
        Give every variable with what it can be.
        """
        scope = self.scope
        found: dict[str, tuple[str, ...]] = {there(person): WHETHER for person, _ in scope.followed}
        found.update((others_of(kind), WHETHER) for kind in scope.others)
        for name in scope.evidence:
            said = (NOT_CURRENT, *map(written_value, self.classes[name]))
            found.update((slot(name, person), said) for person in self.holders(name))
        found.update((of_scheme(text), TRUTHS) for text in scope.scheme)
        for name in scope.authors:
            if name in self.workflow.evidence:
                found.update(
                    (recorded_by(name, person), tuple(map(actor, self.actors))) for person in self.holders(name)
                )
            else:
                found.update((fired_by(name, who), WHETHER) for who in self.actors)
        found.update((mark(person), WHETHER) for person in self.remembers)
        return found

    # ---- who and what ------------------------------------------------------------------------------------------------

    @property
    def actors(self) -> range:
        """Who can act: 0 is somebody else."""
        return range(self.scope.named + 1)

    def members(self, group: str) -> list[str]:
        """Give the followed people of a group."""
        return [person for person, kind in self.kinds.items() if in_group(self.workflow.people[kind], group)]

    def holders(self, evidence: str) -> list[str | None]:
        """Give whom records of an evidence are followed for."""
        about = self.workflow.evidence[evidence].about
        return [None] if about is None else list(self.members(about))

    def other_kinds(self, group: str) -> list[str]:
        """Give the kinds of a group of which there may be others."""
        return [kind.name for kind in kinds_in(self.workflow, group) if kind.name in self.scope.others]

    def tracks(self, evidence: str, person: str | None) -> bool:
        """Tell whether a record has a variable."""
        return slot(evidence, person) in self.index

    @cached_property
    def fading(self) -> tuple[int, ...]:
        """Give the variables of evidence that can run out."""
        evidence = self.workflow.evidence
        names = [name for name in self.scope.evidence if evidence[name].window.unit != "whole case"]
        return tuple(sorted(self.index[slot(name, person)] for name in names for person in self.holders(name)))

    @cached_property
    def schemes(self) -> tuple[int, ...]:
        """Give the variables of what is asked of the scheme."""
        return tuple(self.index[of_scheme(text)] for text in self.scope.scheme)

    @cached_property
    def anything_at_first(self) -> frozenset[str]:
        """Give the variables that can be anything when a case begins: who is there, and how the scheme is."""
        people = [*(there(person) for person, _ in self.scope.followed), *map(others_of, self.scope.others)]
        return frozenset((*people, *map(of_scheme, self.scope.scheme)))

    # ---- sets --------------------------------------------------------------------------------------------------------

    def is_(self, name: str, *values: int) -> int:
        """Give the set in which a variable has one of some values."""
        key = (name, values)
        if key not in self._asked:
            self._asked[key] = self.sets.among(self.index[name], values or (1,))
        return self._asked[key]

    def current(self, evidence: str, person: str | None) -> int:
        """Give the set in which a tracked record is current."""
        return self.sets.contrary(self.is_(slot(evidence, person), 0))

    def others(self, group: str) -> int:
        """Give the set in which there are others of a group."""
        return self.sets.some(self.is_(others_of(kind)) for kind in self.other_kinds(group))

    def somebody(self, group: str) -> int:
        """Give the set in which there is anybody of a group."""
        return self.sets.some([self.others(group), *(self.is_(there(person)) for person in self.members(group))])

    def enough(self, group: str) -> int:
        """Give where there may be as many people of each kind of a group as there must be."""
        return self.sets.every(
            self.sets.either(self._followed(kind.name, kind.at_least), self._others(kind.name))
            for kind in kinds_in(self.workflow, group)
        )

    def lacking(self, group: str) -> int:
        """Give where there may be fewer people of a kind of a group than there must be."""
        return self.sets.some(
            self.sets.contrary(
                self.sets.either(
                    self._followed(kind.name, kind.at_least),
                    self.sets.both(self._others(kind.name), self._followed(kind.name, kind.at_least - 1)),
                )
            )
            for kind in kinds_in(self.workflow, group)
            if kind.at_least
        )

    def done_by(self, name: str, who: int, person: str | None = None) -> int:
        """Give where somebody fired an event, or recorded, about somebody followed, what is current."""
        if name in self.workflow.events:
            return self.is_(fired_by(name, who))
        holders = [one for one in self.holders(name) if one is None or person in (None, one)]
        return self.sets.some(
            self.sets.both(self.current(name, one), self.is_(recorded_by(name, one), who)) for one in holders
        )

    def able(self, by: Sequence[str], person: str | None = None) -> int:
        """
        Give where there may be somebody who may act: for a role always, for a group when somebody of it is there.

        With a person, only that very person counts for a group.
        """
        if any(name in self.workflow.roles for name in by):
            return EVERYTHING
        groups = [name for name in by if name != CLOCK]
        if person is None or person == SOMEBODY_ELSE:
            return self.sets.some(self.somebody(name) for name in groups)
        return self.is_(there(person)) if any(person in self.members(name) for name in groups) else NOTHING

    def _followed(self, kind: str, least: int) -> int:
        here = [self.is_(there(person)) for person, own in self.kinds.items() if own == kind]
        return self.sets.at_least(least, here)

    def _others(self, kind: str) -> int:
        return self.is_(others_of(kind)) if kind in self.scope.others else NOTHING
