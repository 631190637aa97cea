"""
The casebook of the whole program.
"""

from functools import cache
from pathlib import Path

from letters.models import Assignment
from rjflow import Actor, Casebook, read_file, verify
from rjflow.integrations.django.store import DjangoStore


class Assigned:
    """Who somebody is in a case, by the host's own table."""

    def roles_of(self, actor: str, case: str) -> Actor:
        """Give their roles."""
        found = Assignment.objects.filter(case=case, user__username=actor)
        return Actor(actor, roles=frozenset(found.values_list("role", flat=True)))


@cache
def book() -> Casebook:
    """Prove the workflow once, when it is first asked for, and hold its cases."""
    letter = verify(read_file(Path(__file__).parent / "letter.workflow.yaml")).require()
    return Casebook(DjangoStore(), [letter], roles=Assigned())
