"""
The tables up to how often a message was tried.
"""

from typing import Any

from django.db import migrations


def bring_up_to_date(_: Any, editor: Any) -> None:
    """Run our own revisions up to this one, on Django's connection."""
    from rjflow.integrations.django.store import DjangoStore

    DjangoStore(editor.connection.alias).upgrade("rjflow0003")


class Migration(migrations.Migration):
    """Bring the tables up to date."""

    dependencies = (("rjflow", "0001_tables"),)
    operations = (migrations.RunPython(bring_up_to_date),)
