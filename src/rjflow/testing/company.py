"""
Who there is to act in a case: for every role two workers who have nothing else, one who has all roles, and the people themselves.

Stands on: `rules.situation`.   Knows nothing of: what is done.
"""

from collections.abc import Iterable, Iterator, Sequence

from rjflow.definition.lookup import in_group
from rjflow.definition.model import CLOCK, Event, Evidence, Workflow
from rjflow.frozen import frozen
from rjflow.rules.situation import THE_CLOCK, Actor, Situation
from rjflow.rules.viewing import authors

EVERYTHING = "jack"


@frozen
class Company:
    """The workers of a workflow, and who may do what."""

    workflow: Workflow

    @property
    def workers(self) -> dict[str, tuple[str, ...]]:
        """Give the workers with their roles: this is what a host is told, and all that it should believe."""
        roles = tuple(self.workflow.roles)
        several = {EVERYTHING: roles} if len(roles) > 1 else {}
        return {f"{role}-{number}": (role,) for role in roles for number in (1, 2)} | several

    def actor(self, who: str) -> Actor:
        """Give somebody with the roles that they have, speaking for nobody but themselves."""
        if who == CLOCK:
            return THE_CLOCK
        roles = self.workers.get(who)
        return Actor(who, frozenset(roles)) if roles is not None else Actor(who, frozenset(), frozenset({who}))

    def who_may(
        self, situation: Situation, thing: Event | Evidence | None, by: Sequence[str], person: str | None = None
    ) -> Iterator[Actor]:
        """
        Give those who may do something, in order, those who are barred from it by what they did before left out.

        Args:
            situation: The case as it is.
            thing: The event or the evidence, for its separation of duties.
            by: The roles and groups of people who may.
            person: For evidence about people, whom it is about: of a group only that very person may.
        """
        barred = frozenset[str]().union(
            *(authors(self.workflow, situation, other) for other in (thing.not_by if thing is not None else ()))
        )
        yield from (self.actor(who) for who in dict.fromkeys(self._named(situation, by, person)) if who not in barred)

    # ------------------------------------------------------------------------------------------------------------------

    def _named(self, situation: Situation, by: Iterable[str], person: str | None) -> Iterator[str]:
        for name in by:
            if name in self.workflow.roles:
                yield from (f"{name}-{number}" for number in (1, 2))
            else:
                for one in situation.people:
                    if person in (None, one.id) and in_group(self.workflow.people[one.kind], name):
                        yield one.id
