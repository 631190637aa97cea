"""
The rows of what stands beside the facts: personal values, the keys of people, who was given to which case, and who read what.

Stands on: `instants`.   Knows nothing of: who keeps rows, what is sealed.
"""

from typing import NamedTuple

from rjflow.instants import Instant

LONGEST_NAME = 250  # of what stands in an index, which takes no endless ones
CASE_ITSELF = ""  # whose key a form about the case is under; nobody can be called so


class PersonalRow(NamedTuple):
    """
    One personal value: which entry told it, about whom, to what evidence it is a note, and the value under the person's key.

    Of what was written in a form it is one field, `form` the form; about the case it is about nobody, as `CASE_ITSELF`.
    """

    case: str
    number: int
    name: str
    person: str
    evidence: str | None
    sealed: str
    form: str | None = None


class PersonKeyRow(NamedTuple):
    """The key of somebody's personal values, wrapped; nothing but its mark once the person was erased."""

    case: str
    person: str
    wrapping: str | None
    wrapped: str | None
    mark: str


class AssignmentRow(NamedTuple):
    """Somebody of a register whom a form of an open case names, in which field; `person` as in `PersonalRow`."""

    case: str
    form: str
    person: str
    field: str
    worker: str


class ReadRow(NamedTuple):
    """
    Who read what, and whether they were let.

    `number` is the store's own, 0 before it is stored; `place` counts what the same actor read, from 1. Rows of an older schema have none.
    """

    number: int
    case: str
    at: Instant
    actor: str
    what: str
    person: str | None
    allowed: int
    seal: str
    place: int | None = None
