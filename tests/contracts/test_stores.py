"""
Every store keeps the one promise: in memory, in SQLite, in PostgreSQL.
"""

import pytest

from rjflow.store.memory import MemoryStore
from rjflow.store.port import Store
from rjflow.store.sql import SqlStore
from rjflow.testing.storing import StoreContract


class TestMemory(StoreContract):
    """
    The reference.
    """

    def fresh(self) -> Store:
        return MemoryStore()


class TestSQLite(StoreContract):
    """
    A file, as it is opened by its path.
    """

    @pytest.fixture(autouse=True)
    def _in_a_folder(self, tmp_path):
        self.opened = []
        self.path = tmp_path / "cases.db"
        yield
        for store in self.opened:
            store.engine.dispose()

    def fresh(self) -> Store:
        self.opened.append(SqlStore.at(str(self.path)))
        return self.opened[-1]


@pytest.mark.xdist_group("postgres")
class TestPostgreSQL(StoreContract):
    """
    A server of our own.
    """

    @pytest.fixture(autouse=True)
    def _on_a_server(self, postgres):
        self.engine = postgres

    def fresh(self) -> Store:
        return SqlStore(self.engine)


@pytest.mark.xdist_group("postgres")
class TestStrictPostgreSQL(TestPostgreSQL):
    """
    The same, where every transaction is as if it were alone.
    """

    def fresh(self) -> Store:
        return SqlStore(self.engine.execution_options(isolation_level="SERIALIZABLE"))
