"""
Cases, and what stands beside them, in the admin: to look at, by whoever has Django's permission to view them.

What was recorded, about whom and by whom is not shown: what happened is, and when.

Stands on: `models`.   Knows nothing of: casebooks.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from rjflow.instants import moment
from rjflow.integrations.django.models import Case, Definition, Read


class LookingOnly(admin.ModelAdmin):
    """Nothing is added, changed or deleted here, whatever anybody's permissions."""

    actions = None

    def has_add_permission(self, *_: Any) -> bool:
        """Say no."""
        return False

    def has_change_permission(self, *_: Any) -> bool:
        """Say no."""
        return False

    def has_delete_permission(self, *_: Any) -> bool:
        """Say no."""
        return False


@admin.register(Case)
class CaseAdmin(LookingOnly):
    """A case: where it stands, when time will change it next, and what happened."""

    list_display = ("id", "definition", "state", "revision")
    list_filter = ("definition", "state")
    search_fields = ("id",)
    fields = ("id", "definition", "state", "revision", "due", "given_to", "history", "announced", "kept_apart")
    readonly_fields = ("due", "given_to", "history", "announced", "kept_apart")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch cases with their workflows and deadlines."""
        return super().get_queryset(request).select_related("definition", "deadline")

    def due(self, case: Case) -> Any:
        """Say when time will change the case next."""
        deadline = getattr(case, "deadline", None)
        return None if deadline is None else moment(deadline.due)

    def history(self, case: Case) -> Any:
        """Tell the entries, one a line."""
        return _lines(_told(entry.number, json.loads(entry.text)) for entry in case.entries.order_by("number"))

    def given_to(self, case: Case) -> Any:
        """Tell who of registers the case was given to, and by which form."""
        given = case.assignments.order_by("form", "field", "worker")
        return _lines((one.worker, f"{one.form}, {one.field}") for one in given)

    def announced(self, case: Case) -> Any:
        """Tell about what the outside is told, whether it was received, and how often it was tried; not what it is told."""
        messages = case.messages.order_by("number", "place")
        return _lines((one.number, one.topic, "received" if one.taken else "waits", one.tries) for one in messages)

    def kept_apart(self, case: Case) -> Any:
        """Tell under which names personal values are kept, of which forms or notes, and which people were erased: neither what nor whose."""
        values = case.personal_values.order_by("number", "name")
        erased = case.person_keys.filter(wrapped=None).count()
        rows: list[tuple[object, ...]] = [(one.number, one.form or one.evidence or "", one.name) for one in values]
        return _lines([*rows, *([(f"{erased} erased",)] if erased else [])])


@admin.register(Definition)
class DefinitionAdmin(LookingOnly):
    """A workflow that cases run under."""

    list_display = ("name", "version", "fingerprint")
    fields = ("name", "version", "fingerprint")


@admin.register(Read)
class ReadAdmin(LookingOnly):
    """Who read what, and whether they were let; not about whom."""

    list_display = ("time", "actor", "what", "case", "was_let")
    list_filter = ("what", "allowed")
    search_fields = ("actor", "case")
    fields = readonly_fields = ("time", "actor", "what", "case", "was_let")

    def time(self, read: Read) -> Any:
        """Say when."""
        return moment(read.at)

    @admin.display(boolean=True)
    def was_let(self, read: Read) -> bool:
        """Say whether they were let."""
        return bool(read.allowed)


# ----------------------------------------------------------------------------------------------------------------------


def _lines(rows: Iterable[tuple[object, ...]]) -> Any:
    """
    Write rows, one a line.
    """
    return format_html_join("", "<div>{}</div>", ((_spaced(row),) for row in rows))


def _spaced(row: tuple[object, ...]) -> Any:
    return format_html_join(mark_safe(" &nbsp; "), "{}", ((one,) for one in row))


def _told(number: int, entry: dict[str, Any]) -> tuple[object, ...]:
    """
    Take from an entry what may be shown: its time, what was done, and the state afterwards.
    """
    command = entry["command"]
    done = " ".join([command["do"], command.get("event") or command.get("notice") or ""]).strip()
    return number, f"{moment(command['at']):%Y-%m-%d %H:%M}", done, entry["state"]
