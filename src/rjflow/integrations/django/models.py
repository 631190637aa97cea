"""
The tables as Django models, to look at: nothing is ever written through them.

Stands on: Django.   Knows nothing of: what the rows mean; `store.tables` says what is in them.
"""

from typing import Any, NoReturn

from django.db import models

from rjflow.engine.asking import NotAsked


class LookedAt(models.QuerySet):
    """Rows that a casebook alone writes."""

    def create(self, **_: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def bulk_create(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def update(self, **_: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse()


class Row(models.Model):
    """A row of one of our tables."""

    objects = LookedAt.as_manager()

    class Meta:
        """It has no table of its own."""

        abstract = True

    def save(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse."""
        _refuse()


class Definition(Row):
    """A workflow that cases run under."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    name = models.TextField()
    version = models.IntegerField()
    digest = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_definitions"

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Case(Row):
    """Where a case stands."""

    id = models.TextField(primary_key=True)
    definition = models.ForeignKey(Definition, models.DO_NOTHING, db_column="fingerprint")
    revision = models.IntegerField()
    head = models.CharField(max_length=64)
    state = models.TextField()
    situation = models.TextField()
    waiver = models.TextField(null=True)
    seal = models.CharField(max_length=64)

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_cases"

    def __str__(self) -> str:
        return str(self.id)


class Entry(Row):
    """An entry of a history."""

    pk = models.CompositePrimaryKey("case_id", "number")
    case = models.ForeignKey(Case, models.DO_NOTHING, db_column="case", related_name="entries")
    number = models.IntegerField()
    hash = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_entries"


class Deadline(Row):
    """When time alone will change a case next, in microseconds since 1970."""

    case = models.OneToOneField(Case, models.DO_NOTHING, db_column="case", primary_key=True, related_name="deadline")
    due = models.BigIntegerField()
    event = models.TextField(null=True)
    calendar = models.TextField(null=True)

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_deadlines"


class Message(Row):
    """Something to be told to the outside."""

    pk = models.CompositePrimaryKey("case_id", "number", "place")
    case = models.ForeignKey(Case, models.DO_NOTHING, db_column="case", related_name="messages")
    number = models.IntegerField()
    place = models.IntegerField()
    topic = models.TextField()
    text = models.TextField()
    seal = models.CharField(max_length=64)
    taken = models.IntegerField()
    tries = models.IntegerField()
    rests = models.BigIntegerField()

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_outbox"


class Question(Row):
    """What was asked under an idempotency key, as a digest, and the entries that came of it."""

    pk = models.CompositePrimaryKey("case_id", "key")
    case = models.ForeignKey(Case, models.DO_NOTHING, db_column="case", related_name="questions")
    key = models.TextField()
    question = models.CharField(max_length=64)
    first = models.IntegerField()
    last = models.IntegerField()
    seal = models.CharField(max_length=64)

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_keys"


class PersonalValue(Row):
    """One personal value, or one field of a form, sealed; about nobody, as an empty text, where a form is about the case."""

    pk = models.CompositePrimaryKey("case_id", "number", "name")
    case = models.ForeignKey(Case, models.DO_NOTHING, db_column="case", related_name="personal_values")
    number = models.IntegerField()
    name = models.TextField()
    person = models.TextField()
    evidence = models.TextField(null=True)
    sealed = models.TextField()
    form = models.TextField(null=True)

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_personal"


class PersonKey(Row):
    """The key of somebody's personal values, wrapped; nothing but its mark once they were erased."""

    pk = models.CompositePrimaryKey("case_id", "person")
    case = models.ForeignKey(Case, models.DO_NOTHING, db_column="case", related_name="person_keys")
    person = models.TextField()
    wrapping = models.TextField(null=True)
    wrapped = models.TextField(null=True)
    mark = models.CharField(max_length=64)

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_person_keys"


class Assignment(Row):
    """Somebody of a register whom a form of an open case names."""

    pk = models.CompositePrimaryKey("case_id", "form", "person", "field")
    case = models.ForeignKey(Case, models.DO_NOTHING, db_column="case", related_name="assignments")
    form = models.TextField()
    person = models.TextField()
    field = models.TextField()
    worker = models.TextField()

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_assignments"


class Read(Row):
    """Who read what, and whether they were let; the case need not be there."""

    number = models.BigIntegerField(primary_key=True)
    case = models.TextField()
    at = models.BigIntegerField()
    actor = models.TextField()
    what = models.TextField()
    person = models.TextField(null=True)
    allowed = models.IntegerField()
    seal = models.CharField(max_length=64)
    place = models.IntegerField(null=True)

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_reads"


class ReadCount(Row):
    """How often somebody read something."""

    actor = models.TextField(primary_key=True)
    count = models.IntegerField()

    class Meta:
        """Its table."""

        managed = False
        db_table = "rjflow_read_counts"


# ----------------------------------------------------------------------------------------------------------------------


def _refuse() -> NoReturn:
    raise NotAsked("what is in rjflow's tables is written by a casebook alone: ask it")
