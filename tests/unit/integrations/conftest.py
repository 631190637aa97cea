"""
Django is set up before any test here is read, because its models can only be imported after that.
"""

from tests.unit.integrations.django_project import set_up

set_up()
