"""
Reach the store that a command names: the path of an SQLite file, or a database's URL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rjflow.cli.files import CouldNotRead

if TYPE_CHECKING:
    from rjflow.store.sql import SqlStore

_NEEDED = ("sqlalchemy", "alembic")


@contextmanager
def the_store(place: str) -> Iterator["SqlStore"]:
    """
    Open a store that must be there.

    Raises:
        CouldNotRead: it is not, or cannot be reached, or what it takes is not installed.
    """
    with reaching_stores():
        from rjflow.store.connecting import reaching
        from rjflow.store.sql import SqlStore

        store = SqlStore.at(place, create=False)
        try:
            with reaching(store.engine):
                yield store
        finally:
            store.engine.dispose()


@contextmanager
def reaching_stores() -> Iterator[None]:
    """
    Say in our own words what is not installed, and which place is no store.

    Raises:
        CouldNotRead: one of them.
    """
    try:
        from rjflow.store.connecting import NoSuchStore
    except ModuleNotFoundError as missing:
        if missing.name not in _NEEDED:
            raise
        raise CouldNotRead(f"a store: {missing.name} is not installed; pip install 'rjflow[store]'") from missing
    try:
        yield
    except NoSuchStore as nowhere:
        raise CouldNotRead(str(nowhere)) from nowhere
