"""
A store on Django's own connections: what a casebook does is part of `transaction.atomic`, and gone with it.

Stands on: `store.borrowing`, Django.   Knows nothing of: models.
"""

from functools import partial
from typing import Any

from rjflow.engine.asking import NotAsked
from rjflow.integrations import from_extra

with from_extra("django"):
    from django.db import connections, transaction

    from rjflow.store.borrowing import BorrowingStore


class DjangoStore(BorrowingStore):
    """
    Keep cases in a database of Django's: SQLite, or PostgreSQL through psycopg 3.

    Inside `atomic`, a command is a savepoint of it: it is kept if and only if the block is. Outside, each command is a transaction. After
    `StaleRevision` the block can go on.

    Args:
        using: The alias of the database, as in `DATABASES`.

    Raises:
        NotAsked: it is another kind of database, or is reached through another driver.

    Not seen:
        Whether the tables are there; `manage.py migrate` makes them.
    """

    def __init__(self, using: str = "default") -> None:
        vendor = connections[using].vendor
        if vendor == "postgresql":
            _check_driver()
        super().__init__(
            vendor,
            raw=partial(_raw, using),
            transaction=partial(transaction.atomic, using=using),
            began=lambda: connections[using].in_atomic_block,
        )


# ----------------------------------------------------------------------------------------------------------------------


def _raw(using: str) -> Any:
    """
    Give the DB-API connection of this thread, opened if it is not.
    """
    connection = connections[using]
    connection.ensure_connection()
    return connection.connection


def _check_driver() -> None:
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    if not is_psycopg3:
        raise NotAsked("the store joins Django's connections through psycopg 3: pip install 'rjflow[postgres]'")
