"""
Who somebody is in a case: always the host's word, never the caller's.

Stands on: `asking`, `rules.situation`.   Knows nothing of: workflows.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from rjflow.engine.asking import NotAsked
from rjflow.rules.situation import Actor


class RoleLookup(Protocol):
    """What a host offers: the roles that an actor has in a case, and the people of it whom they are or speak for."""

    def roles_of(self, actor: str, case: str) -> Actor:
        """Give the actor as the host knows them, in this case."""
        ...


class SameRoles:
    """
    A lookup for tests, demonstrations and small schemes: everybody has the same roles in every case.

    Raises:
        NotAsked: what somebody's roles or people are is not a list or set of text.

    >>> roles = SameRoles({"ada": ["worker"]}, acts_for={"ben": ["p1"]})
    >>> roles.roles_of("ada", "case-1").roles
    frozenset({'worker'})
    >>> roles.roles_of("ben", "case-1").acts_for
    frozenset({'p1'})
    >>> roles.roles_of("nobody", "case-1").roles
    frozenset()
    """

    def __init__(
        self, roles: Mapping[str, Iterable[str]], *, acts_for: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        spoken_for = acts_for or {}
        self._actors = {
            id: Actor(id, _names(id, roles.get(id, ())), _names(id, spoken_for.get(id, ())))
            for id in dict.fromkeys((*roles, *spoken_for))
        }

    def roles_of(self, actor: str, case: str) -> Actor:  # noqa: ARG002  # the same in every case
        """Give the actor, with no role if nobody of that name is known."""
        return self._actors.get(actor) or Actor(actor)


def _names(id: str, names: Iterable[str]) -> frozenset[str]:
    """
    Put names together; one text would be taken for its letters.
    """
    several = None if isinstance(names, str | bytes) or not isinstance(names, Iterable) else frozenset(names)
    if several is None or any(type(one) is not str for one in several):
        raise NotAsked(f"the roles of `{id}`, and whom they act for, are lists or sets of text, not {names!r}")
    return several
