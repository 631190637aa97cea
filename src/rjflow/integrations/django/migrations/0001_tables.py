"""
The tables as they were first released. What is in them is never lost, so there is no way back.
"""

from typing import Any

from django.db import migrations, models


def make_tables(_: Any, editor: Any) -> None:
    """Run our own revisions up to this one, on Django's connection."""
    from rjflow.integrations.django.store import DjangoStore

    DjangoStore(editor.connection.alias).upgrade("rjflow0001")


def _looked_at(name: str, table: str, **key: Any) -> migrations.CreateModel:
    """
    Tell Django of a model that it only looks at; of those, it keeps account of nothing but the key.
    """
    return migrations.CreateModel(name, list(key.items()), {"managed": False, "db_table": f"rjflow_{table}"})


_OF_A_CASE: dict[str, Any] = {"on_delete": models.DO_NOTHING, "db_column": "case"}


class Migration(migrations.Migration):
    """Make the tables, and tell of the models."""

    initial = True
    dependencies = ()
    operations = (
        migrations.RunPython(make_tables),
        _looked_at("Definition", "definitions", fingerprint=models.CharField(max_length=64, primary_key=True)),
        _looked_at("Case", "cases", id=models.TextField(primary_key=True)),
        _looked_at("Entry", "entries", pk=models.CompositePrimaryKey("case_id", "number")),
        _looked_at("Deadline", "deadlines", case=models.OneToOneField("Case", primary_key=True, **_OF_A_CASE)),
        _looked_at("Message", "outbox", pk=models.CompositePrimaryKey("case_id", "number", "place")),
    )
