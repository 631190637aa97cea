"""
A store in either database, for tests of what stands in the tables.
"""

import pytest

from rjflow.store.sql import SqlStore


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
def store(request, tmp_path):
    """
    A store in a file, and one on a server.
    """
    if request.param == "postgresql":
        yield SqlStore(request.getfixturevalue("postgres"))
        return
    made = SqlStore.at(str(tmp_path / "cases.db"))
    yield made
    made.engine.dispose()
