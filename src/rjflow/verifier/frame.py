"""
What a search looks at: which people, which evidence, and the variables these make.

A *cast* says which people are followed one by one, and of which kinds there may be others, who are only known to be there or not.
Evidence that is not *tracked* may say anything at any moment, so a frame always allows at least what can really happen.

Stands on: `bdd`, `classes`, `definition`.   Knows nothing of: steps, safeguards.
"""

from collections.abc import Iterable

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition, Value
from rjflow.verifier.bdd import Set, Space
from rjflow.verifier.classes import value_classes

Key = tuple[object, ...]
HELD: Key = ("held",)


@frozen
class Cast:
    """
    The people a search considers: those followed, as (id, kind), and the kinds of which there may be others besides.

    `gathered`: cases begin with as many people as there must be before anything can be asked of every one of them. `chosen`: kinds of which
    whoever is followed was chosen to be there, if anybody is, when the safeguard is broken.
    """

    followed: tuple[tuple[str, str], ...] = ()
    others: frozenset[str] = frozenset()
    gathered: bool = False
    chosen: frozenset[str] = frozenset()


@frozen
class Focus:
    """
    What a search keeps track of: evidence, conditions asked of the scheme, of whose doings it matters who did them, and which deadlines,
    by their places, have fired already for the date as it is recorded.
    """

    evidence: frozenset[str] = frozenset()
    scheme: tuple[Condition, ...] = ()
    authors: tuple[str, ...] = ()
    days: tuple[int, ...] = ()


class Frame:
    """
    The variables of one search, and the sets that speak of one of them.

    Variables: the held state; who is there; how many others of a kind, as far as they are counted; the value class of each tracked record (0: not current); the answer of each
    scheme condition (0 unknown, 1 false, 2 true); who made each record that authorship is asked of; who fired such events; whether a
    deadline has fired for a date, as it is recorded; and one per person, or one, for each thing a safeguard remembers.

    Identities from 1 on are one person each; identity 0 is whoever else there is, somebody new each time they are needed.

    *within* is a frame of the same cast that has all these variables; then no others are made, and sets are made in its space.
    """

    def __init__(
        self,
        workflow: Workflow,
        cast: Cast,
        focus: Focus,
        remembers: Iterable[Key] = (),
        nodes: int = 1 << 16,
        within: "Frame | None" = None,
    ) -> None:
        self.workflow = workflow
        self.cast = cast
        self.focus = focus
        self.classes = value_classes(workflow)
        self.origins = tuple(name for name, state in workflow.states.items() if not state.holds and not state.final)
        self.sizes: dict[Key, int] = {}
        self.identities = range(len(focus.authors) * max(1, len(cast.followed)) + 2 if focus.authors else 0)
        self._declare()
        self.sizes.update((key, 2) for key in remembers)
        places = range(len(self.sizes)) if within is None else map(within.index.__getitem__, self.sizes)
        self.index: dict[Key, int] = dict(zip(self.sizes, places, strict=True))
        self.space: Space = Space(list(self.sizes.values()), nodes) if within is None else within.space

    def _declare(self) -> None:
        """
        Make the variables that every search with this cast and focus has.
        """
        if any(state.holds for state in self.workflow.states.values()):
            self.sizes[HELD] = len(self.origins) + 1
        self.sizes.update((("there", person), 2) for person, _ in self.cast.followed)
        self.sizes.update(
            (("others", kind), self.counted(kind) + 1) for kind in self.workflow.people if kind in self.cast.others
        )
        for evidence in self.workflow.evidence:
            if evidence in self.focus.evidence:
                for person in self.holders(evidence):
                    self.sizes["value", evidence, person] = len(self.classes[evidence]) + 1
        self.sizes.update((("scheme", place), 3) for place in range(len(self.focus.scheme)))
        for name in self.focus.authors:
            if name in self.workflow.evidence:
                self.sizes.update((("by", name, person), len(self.identities)) for person in self.holders(name))
            else:
                self.sizes.update((("fired", name, who), 2) for who in self.identities)
        days = [place for place in self.focus.days if self.workflow.deadlines[place].until in self.focus.evidence]
        self.sizes.update((("rung", place), 2) for place in days)

    # ---- who and what ------------------------------------------------------------------------------------------------

    def members(self, group: str) -> list[str]:
        """Give the followed people of a group."""
        people = self.workflow.people
        return [person for person, kind in self.cast.followed if in_group(people[kind], group)]

    def holders(self, evidence: str) -> list[str | None]:
        """Give whom records of an evidence are followed for: the case, or the followed people it is about."""
        about = self.workflow.evidence[evidence].about
        return [None] if about is None else list(self.members(about))

    def other_kinds(self, group: str) -> list[str]:
        """Give the kinds of a group of which there may be others than those followed."""
        people = self.workflow.people
        return [kind for kind in people if kind in self.cast.others and in_group(people[kind], group)]

    def counted(self, kind: str) -> int:
        """Give up to how many others of a kind are counted: as many as there must be, or one."""
        return max(1, self.workflow.people[kind].at_least)

    def others(self, kind: str, least: int = 1) -> Set:
        """Give the set in which there are so many others of a kind, or more."""
        return self.space.among(self.index["others", kind], range(least, self.counted(kind) + 1))

    def tracks(self, reads: frozenset[object]) -> bool:
        """Tell whether everything of these that can be tracked is."""
        focus = self.focus
        scheme, authors = (("scheme", one) for one in focus.scheme), (("author", one) for one in focus.authors)
        return reads <= {*focus.evidence, *scheme, *authors, *(("day", place) for place in focus.days)}

    # ---- sets --------------------------------------------------------------------------------------------------------

    def has(self, key: Key) -> bool:
        """Tell whether there is such a variable."""
        return key in self.index

    def is_(self, key: Key, value: int = 1) -> Set:
        """Give the set in which a variable has a value."""
        return self.space.value(self.index[key], value)

    def there(self, person: str) -> Set:
        """Give the set in which a followed person is part of the case."""
        return self.is_(("there", person))

    def somebody(self, group: str) -> Set:
        """Give the set in which there is anybody of a group."""
        followed = [self.there(person) for person in self.members(group)]
        return self.space.any_of([*followed, *(self.others(kind) for kind in self.other_kinds(group))])

    def current(self, evidence: str, person: str | None) -> Set:
        """Give the set in which a tracked record is current."""
        return ~self.is_(("value", evidence, person), 0)

    def held(self, origin: str | None) -> int:
        """Give the number that stands for a state a case is held from; 0 for none."""
        return 0 if origin is None else self.origins.index(origin) + 1

    def class_of(self, evidence: str, number: int) -> Value:
        """Give the value that stands for a class, counted from 1."""
        return self.classes[evidence][number - 1]
