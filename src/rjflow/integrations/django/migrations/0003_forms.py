"""
The tables up to what is written in forms.
"""

from typing import Any

from django.db import migrations


def bring_up_to_date(_: Any, editor: Any) -> None:
    """Run our own revisions up to this one, on Django's connection."""
    from rjflow.integrations.django.store import DjangoStore

    DjangoStore(editor.connection.alias).upgrade("rjflow0004")


class Migration(migrations.Migration):
    """Bring the tables up to date."""

    dependencies = (("rjflow", "0002_delivery"),)
    operations = (migrations.RunPython(bring_up_to_date),)
