"""
A store on a connection that another library owns: it begins, commits and closes nothing.

SQLAlchemy is handed a costume of the owner's connection, whose `commit`, `rollback` and `close` do nothing. So whatever it writes is kept
when the owner commits, and gone when the owner does not.

Stands on: `sql`.   Knows nothing of: whose connection it is.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, NullPool, create_engine

from rjflow.engine.asking import NotAsked
from rjflow.store.cursors import Do, T, done_within
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade_within

# SQLite lets a transaction wait for its turn only if the first thing it does is to write; this writes nothing.
_TAKE_TURN = "UPDATE rjflow_cases SET revision = revision WHERE 0"
_URLS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


class BorrowingStore(SqlStore):
    """
    Keep cases through connections of somebody else, always inside the transaction that they have begun, if they have.

    Args:
        database: `sqlite`, or `postgresql` through psycopg 3.
        raw: Gives the owner's DB-API connection for this thread.
        transaction: Begins a transaction of the owner, or a savepoint within the one there is, and ends it as the block ends.
        began: Tells whether the owner has begun a transaction.

    Raises:
        NotAsked: it is another database.
    """

    def __init__(
        self,
        database: str,
        *,
        raw: Callable[[], Any],
        transaction: Callable[[], AbstractContextManager[Any]],
        began: Callable[[], bool],
    ) -> None:
        super().__init__(_borrowing(database, raw))
        self._transaction = transaction
        self._began = began

    @property
    def is_inside(self) -> bool:
        """Whether the owner has begun a transaction, which decides what is kept."""
        return self._began()

    def within(self, transaction: Any) -> NoReturn:
        """Refuse: it is within the owner's transaction already, whenever there is one."""
        raise NotAsked(
            f"this store is inside the transaction of its owner already, and joins no other, such as {transaction!r}"
        )

    def upgrade(self, revision: str = "head") -> None:
        """
        Make the tables, or bring them up to a revision, inside the owner's transaction.
        """
        with self._transaction(), self._reading() as connection:
            upgrade_within(connection, revision)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            connection.begin()  # in name only: nobody is to choose an isolation level for the owner
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        is_first = self._engine.dialect.name == "sqlite" and not self.is_inside
        with self._transaction(), self._reading() as connection:
            if is_first:
                connection.exec_driver_sql(_TAKE_TURN)
            yield connection

    def _alone(self, do: Do[T]) -> T:
        with self._reading() as connection:
            return done_within(connection, do)

    def _together(self, do: Do[T]) -> T:
        with self._writing() as connection:
            return done_within(connection, do)

    @property
    def _is_at_once(self) -> bool:
        return False  # after what cannot be written, the owner's transaction goes on from the savepoint


# ----------------------------------------------------------------------------------------------------------------------


class _Costume:
    """A connection of somebody else, which nobody but its owner ends."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def commit(self) -> None:
        """Leave it to the owner."""

    def rollback(self) -> None:
        """Leave it to the owner."""

    def close(self) -> None:
        """Leave it to the owner."""

    def create_function(self, *_: Any, **__: Any) -> None:
        """Leave the owner's own functions in their place."""


def _borrowing(database: str, raw: Callable[[], Any]) -> Engine:
    if database not in _URLS:
        raise NotAsked(f"a store is kept in SQLite or PostgreSQL, not in {database}")
    more: dict[str, Any] = {"use_native_hstore": False} if database == "postgresql" else {}  # or it looks for the type
    return create_engine(
        _URLS[database], creator=lambda: _Costume(raw()), poolclass=NullPool, pool_reset_on_return=None, **more
    )
