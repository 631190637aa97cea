"""
What every test may ask for: a search effort for property tests, and golden files.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

GOLDEN_FILES = Path(__file__).parent / "golden" / "data"

# No deadlines anywhere: how busy the machine is says nothing about the code.
_SLOW_IS_FINE = [HealthCheck.too_slow]
settings.register_profile("dev", deadline=None, suppress_health_check=_SLOW_IS_FINE, print_blob=True)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, database=None)
settings.register_profile("long", settings.get_profile("dev"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write golden files instead of comparing with them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "golden" in getattr(item, "fixturenames", ()):
            item.add_marker("golden")


class Golden:
    """
    Texts that a person approved, one file each in tests/golden/data.
    """

    def __init__(self, folder: Path, *, accept: bool) -> None:
        self._folder = folder
        self._accept = accept

    def check(self, name: str, text: str) -> None:
        """
        Compare *text* with the approved file; under `--accept`, make it the approved file.
        """
        __tracebackhide__ = True
        assert re.fullmatch(r"[\w.-]+", name), f"a golden file is named by letters, digits, dots and hyphens: {name!r}"
        path = self._folder / name
        if self._accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        elif not path.exists():
            pytest.fail(f"tests/golden/data/{name} does not exist yet; `make accept` writes it for review")
        else:
            expected = path.read_bytes().decode()
            assert expected == text, f"tests/golden/data/{name} differs; `make accept` rewrites it for review"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """
    Compare texts with the ones a person last approved.
    """
    return Golden(GOLDEN_FILES, accept=request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """
    A PostgreSQL of the tests' own, one for each worker that needs it; without PostgreSQL, the test is skipped.
    """
    from tests.postgres import cluster

    with cluster() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_engine(postgres_url: str) -> Iterator["Engine"]:
    """
    An engine for it, with our tables.
    """
    from rjflow.store.connecting import engine_of
    from rjflow.store.upgrading import upgrade

    engine = engine_of(postgres_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(postgres_engine: "Engine") -> "Engine":
    """
    The same, with nothing in the tables.
    """
    from sqlalchemy import MetaData

    from rjflow.store.tables import tables

    metadata = MetaData()
    tables(metadata)
    with postgres_engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return postgres_engine
