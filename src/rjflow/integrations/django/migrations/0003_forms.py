"""
The tables up to what is written in forms, and models of those that had none.
"""

from typing import Any

from django.db import migrations, models


def bring_up_to_date(_: Any, editor: Any) -> None:
    """Run our own revisions up to this one, on Django's connection."""
    from rjflow.integrations.django.store import DjangoStore

    DjangoStore(editor.connection.alias).upgrade("rjflow0004")


def _looked_at(name: str, table: str, **key: Any) -> migrations.CreateModel:
    """
    Tell Django of a model that it only looks at; of those, it keeps account of nothing but the key.
    """
    return migrations.CreateModel(name, list(key.items()), {"managed": False, "db_table": f"rjflow_{table}"})


class Migration(migrations.Migration):
    """Bring the tables up to date, and tell of the models."""

    dependencies = (("rjflow", "0002_delivery"),)
    operations = (
        migrations.RunPython(bring_up_to_date),
        _looked_at("Question", "keys", pk=models.CompositePrimaryKey("case_id", "key")),
        _looked_at("PersonalValue", "personal", pk=models.CompositePrimaryKey("case_id", "number", "name")),
        _looked_at("PersonKey", "person_keys", pk=models.CompositePrimaryKey("case_id", "person")),
        _looked_at("Assignment", "assignments", pk=models.CompositePrimaryKey("case_id", "form", "person", "field")),
        _looked_at("Read", "reads", number=models.BigIntegerField(primary_key=True)),
        _looked_at("ReadCount", "read_counts", actor=models.TextField(primary_key=True)),
    )
