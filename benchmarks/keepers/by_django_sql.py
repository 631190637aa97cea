"""django-fsm-2 on a model that is saved: one transaction for each event, with its own check that nobody else was quicker."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings
from peers.workload import EVENTS, TRANSITIONS, Facts

from keepers.common import Row, after, first_row, known, plain

NAME = "django-fsm-2, Django's ORM"
DISTRIBUTION = "django-fsm-2"


def configure(url: str, synchronous: str) -> None:
    """Tell Django of the database; a process has one."""
    if settings.configured:
        return
    if "://" in url:
        parts = urlsplit(url)
        there = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path[1:],
            "USER": "rjflow",
            "HOST": parse_qs(parts.query)["host"][0],
        }
    else:
        begins = f"PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};"
        options = {"timeout": 60, "transaction_mode": "IMMEDIATE", "init_command": begins}
        there = {"ENGINE": "django.db.backends.sqlite3", "NAME": url, "OPTIONS": options}
    settings.configure(INSTALLED_APPS=[], DATABASES={"default": {**there, "CONN_MAX_AGE": None}}, USE_TZ=True)
    django.setup()


def models_of() -> SimpleNamespace:
    """Describe the tables; Django wants its settings first."""
    from django.db import models
    from django_fsm import ConcurrentTransitionMixin, FSMField, transition
    from peers.by_django_fsm import condition_of, method_of

    field = FSMField(default="")
    methods = {}
    for name in EVENTS:
        method = method_of(name)
        for one in TRANSITIONS:
            if one.event == name:
                conditions = [condition_of(atom) for atom in one.gate]
                method = transition(field=field, source=one.source, target=one.target, conditions=conditions)(method)
        methods[name.replace("-", "_")] = method
    text = {name: models.TextField() for name in ("head", "known", "seal")}
    kept = {"id": models.TextField(primary_key=True), "revision": models.IntegerField(), "state": field, **text}
    case = made("cases", (ConcurrentTransitionMixin, models.Model), **kept, **methods)
    fields = {"number": models.IntegerField(), "hash": models.TextField(), "text": models.TextField()}
    entry = made("entries", (models.Model,), case=models.ForeignKey(case, models.CASCADE), **fields)
    only = models.OneToOneField(case, models.CASCADE, primary_key=True)
    deadline = made("deadlines", (models.Model,), case=only, due=models.BigIntegerField())
    return SimpleNamespace(case=case, entry=entry, deadline=deadline)


def made(table: str, bases: tuple[type, ...], **fields: Any) -> type:
    """Make a model."""
    meta: dict[str, Any] = {"app_label": "kept", "db_table": table}
    if table == "entries":
        meta["unique_together"] = (("case", "number"),)
    return type(table.title(), bases, {"__module__": __name__, "Meta": type("Meta", (), meta), **fields})


class Keeper:
    def __init__(self) -> None:
        from django.db import transaction

        self._atomic = transaction.atomic
        self._models = models_of()

    def prepare(self) -> None:
        from django.db import connection

        with connection.schema_editor() as editor:
            for one in (self._models.case, self._models.entry, self._models.deadline):
                editor.create_model(one)

    def new(self, case: str) -> None:
        row, entry = first_row(case)
        with self._atomic():
            self._models.case.objects.create(
                id=case, revision=row.revision, head=row.head, state=row.state, known=row.facts, seal=row.seal
            )
            self._models.entry.objects.create(case_id=case, number=entry.number, hash=entry.hash, text=entry.text)

    def fire(self, case: str, event: str, given: Facts, at: int) -> bool:
        from django_fsm import TransitionNotAllowed

        with self._atomic():
            there = self._models.case.objects.get(pk=case)
            row = Row(there.id, there.revision, there.head, there.state, there.known, there.seal)
            facts = known(row)
            there.facts = plain(facts)
            try:
                getattr(there, event.replace("-", "_"))(given)
            except TransitionNotAllowed:
                return False
            new, entry = after(row, event, there.state, facts, given, at)
            there.revision, there.head, there.known, there.seal = new.revision, new.head, new.facts, new.seal
            there.save()
            self._models.entry.objects.create(case_id=case, number=entry.number, hash=entry.hash, text=entry.text)
            self._models.deadline.objects.filter(case_id=case).delete()
        return True

    def state(self, case: str) -> str:
        return self._models.case.objects.get(pk=case).state

    def close(self) -> None:
        from django.db import connections

        connections.close_all()


KEEPERS: list[Keeper] = []


def prepare(url: str) -> None:
    configure(url, "FULL")
    keeper = Keeper()
    keeper.prepare()
    KEEPERS.append(keeper)


def opened(url: str, synchronous: str):
    configure(url, synchronous)
    if not KEEPERS:
        KEEPERS.append(Keeper())
    return KEEPERS[0]
