"""
What Django is told of us.

Stands on: Django.   Knows nothing of: cases.
"""

from django.apps import AppConfig


class RjflowConfig(AppConfig):
    """The app, whose tables all begin with `rjflow_`."""

    name = "rjflow.integrations.django"
    label = "rjflow"
    verbose_name = "rjflow"
    default_auto_field = "django.db.models.BigAutoField"
