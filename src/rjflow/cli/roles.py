"""
Who has which roles, by the word of whoever operates a store: a file that they write, and nobody who asks.
"""

from collections.abc import Iterable

import click

from rjflow.cli.files import called, content_of
from rjflow.reader.roles import WrittenRoles, read_roles
from rjflow.rules.situation import Actor
from rjflow.text import did_you_mean


class FileRoles:
    """A role lookup over a roles file."""

    def __init__(self, written: WrittenRoles, name: str) -> None:
        self._written = written
        self._name = name

    def roles_of(self, actor: str, case: str) -> Actor:
        """Give somebody as the file knows them, in this case; whoever is not in it has no role."""
        there = self._written.cases.get(case)
        roles = frozenset(self._written.roles.get(actor, ()))
        if there is None:
            return Actor(actor, roles)
        own = frozenset(there.roles.get(actor, ()))
        return Actor(actor, roles | own, frozenset(there.speaks_for.get(actor, ())))

    def workers(self, case: str) -> dict[str, Iterable[str]]:
        """Give everybody who has roles in a case, with them."""
        everybody = {who: self.roles_of(who, case).roles for who in self._written.everybody}
        return {who: sorted(roles) for who, roles in everybody.items() if roles}

    def check(self, actor: str) -> None:
        """
        Make sure that somebody stands in the file.

        Raises:
            UsageError: they do not.
        """
        everybody = self._written.everybody
        if actor not in everybody:
            hint = did_you_mean(actor, everybody)
            raise click.UsageError(f"--as: nobody is called `{actor}` in {self._name}{f'; {hint}' if hint else ''}")


def file_roles(name: str | None) -> FileRoles:
    """
    Read the roles file; without one, nobody has any role.
    """
    if name is None:
        return FileRoles(WrittenRoles({}, {}), "")
    return FileRoles(read_roles(content_of(name), name=called(name)), called(name))
