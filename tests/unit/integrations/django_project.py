"""
A Django project of the tests' own, set up once in a process: no database but those that a test adds.
"""

import contextlib
from collections.abc import Iterator

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections


def set_up() -> None:
    """
    Configure Django, if nobody has.
    """
    if settings.configured:
        return
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "rjflow.integrations.django",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        ROOT_URLCONF="tests.unit.integrations.django_urls",
        SECRET_KEY="of the tests",
        USE_TZ=True,
        ALLOWED_HOSTS=["testserver"],
        STATIC_URL="static/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    django.setup()


@contextlib.contextmanager
def database(alias: str, **how: object) -> Iterator[str]:
    """
    Add a database to the project, with our tables, and take it out again.
    """
    connections.settings[alias] = {**connections.settings["default"], **how}
    try:
        call_command("migrate", "rjflow", database=alias, verbosity=0)
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]
