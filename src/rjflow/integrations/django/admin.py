"""
Cases and workflows in the admin: to look at, by whoever has Django's permission to view them.

What was recorded, about whom and by whom is not shown: what happened is, and when.

Stands on: `models`.   Knows nothing of: casebooks.
"""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join

from rjflow.instants import moment
from rjflow.integrations.django.models import Case, Definition


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
    fields = ("id", "definition", "state", "revision", "due", "history")
    readonly_fields = ("due", "history")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch cases with their workflows and deadlines."""
        return super().get_queryset(request).select_related("definition", "deadline")

    def due(self, case: Case) -> Any:
        """Say when time will change the case next."""
        deadline = getattr(case, "deadline", None)
        return None if deadline is None else moment(deadline.due)

    def history(self, case: Case) -> Any:
        """Tell the entries, one a line."""
        rows = (_told(entry.number, json.loads(entry.text)) for entry in case.entries.order_by("number"))
        return format_html_join("", "<div>{} &nbsp; {} &nbsp; {} &nbsp; {}</div>", rows)


@admin.register(Definition)
class DefinitionAdmin(LookingOnly):
    """A workflow that cases run under."""

    list_display = ("name", "version", "fingerprint")
    fields = ("name", "version", "fingerprint")


# ----------------------------------------------------------------------------------------------------------------------


def _told(number: int, entry: dict[str, Any]) -> tuple[object, ...]:
    """
    Take from an entry what may be shown: its time, what was done, and the state afterwards.
    """
    command = entry["command"]
    done = " ".join([command["do"], command.get("event") or command.get("notice") or ""]).strip()
    return number, f"{moment(command['at']):%Y-%m-%d %H:%M}", done, entry["state"]
