"""
Stores of every schema version that was released, written by the code of their time, upgraded: nothing in them is lost or bent.
"""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, make_url, select, text
from tests.unit.casebook.books import DOOR_KEY, ROLES

from rjflow import Casebook, FixedClock
from rjflow.auditing import audit
from rjflow.instants import moment
from rjflow.store.connecting import NoSuchStore, engine_of
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import REVISIONS, VERSION_TABLE, differences, upgrade

DUMPS = sorted(Path(__file__).parents[2].glob("released/*.sql"))
# What the cases of each version came to by the code of its time: (state, revision, beginning of the head, due), by the case's id.
CAME_TO = {
    "0001": {
        "case-1": ("start", 5, "26cfb753d913", None),
        "door-1": ("open", 1, "1d44a7af0885", 1772488800000000),
        "door-2": ("shut", 3, "d2fb176e36b1", None),
        "scheme-1": ("idea", 5, "0874b33280c8", None),
    }
}


def restored(dump: Path, folder: Path) -> Path:
    """
    Make the file that was dumped.
    """
    path = folder / "cases.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(dump.read_text("utf-8"))
    return path


def everything(path: Path) -> dict[str, list[tuple]]:
    """
    Give every row of every table that a file has, without the columns that came later.
    """
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(raw.execute(f"SELECT * FROM {name}"), key=repr) for name in names if name != VERSION_TABLE}


def test_a_store_is_kept_of_the_first_version_and_none_of_an_unknown_one():
    """
    What is kept begins with the first revision, each store is named after a revision, and it is written down what its cases came to.
    """
    revisions = sorted(re.match(r"r(\d+)", path.name)[1] for path in REVISIONS.glob("r*.py"))

    assert revisions[0] == DUMPS[0].stem
    assert CAME_TO.keys() == {dump.stem for dump in DUMPS} <= {*revisions}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_an_upgrade_leaves_every_row_as_it_was(dump, tmp_path):
    """
    After the upgrade the tables are as they are needed, and every row that was there is there, to the letter.
    """
    path = restored(dump, tmp_path)
    before = everything(path)
    engine = engine_of(str(path))
    assert differences(engine)
    upgrade(engine)
    after = everything(path)

    assert [] == list(differences(engine))
    assert before == {
        name: [row[: len(before[name][0])] if before[name] else row for row in after[name]] for name in before
    }
    engine.dispose()


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_every_case_is_what_it_was_and_goes_on(dump, tmp_path):
    """
    Every decision is derived anew, each case stands where it stood with the same head and deadline, and goes on from there.
    """
    path = restored(dump, tmp_path)
    engine = engine_of(str(path))
    upgrade(engine)
    store = SqlStore(engine)
    came_to = CAME_TO[dump.stem]
    for case, (state, revision, head, due) in came_to.items():
        file = store.file(case)
        assert (state, revision, head) == (file.case.state, file.case.revision, file.case.head[:12])
        assert due == (file.due.due if file.due else None)

    assert ((), len(came_to)) == (audit(store).flaws, audit(store).cases)
    goes_on(store)
    engine.dispose()


@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_it_is_so_in_postgresql_too(dump, tmp_path, bare_postgres):
    """
    The same rows in tables that PostgreSQL was given by the revisions of that time come through the upgrade as well.
    """
    made(bare_postgres, f"rjflow{dump.stem}")
    copied(engine_of(str(restored(dump, tmp_path))), bare_postgres)
    upgrade(bare_postgres)
    store = SqlStore(bare_postgres)

    assert ((), len(CAME_TO[dump.stem])) == (audit(store).flaws, audit(store).cases)
    assert [] == list(differences(bare_postgres))
    goes_on(store)


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_older_tables_are_not_used_by_mistake(dump, tmp_path):
    """
    A store whose tables are older than what is needed is refused with what to do, instead of failing in the middle of something.
    """
    path = restored(dump, tmp_path)
    with pytest.raises(NoSuchStore, match="rjflow db upgrade"):
        SqlStore.at(str(path))


# ----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def bare_postgres(postgres_url):
    """
    A database of a server of our own, with nothing in it.
    """
    server = engine_of(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE released"))
    engine = engine_of(make_url(postgres_url).set(database="released").render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE released"))
    server.dispose()


def made(engine, revision):
    """
    Make the tables as a revision leaves them.
    """
    script = ScriptDirectory(str(REVISIONS), version_locations=[str(REVISIONS)])

    def to_do(current, _):
        return script._upgrade_revs(revision, current)

    with engine.begin() as connection, EnvironmentContext(Config(), script, fn=to_do) as environment:
        environment.configure(version_table=VERSION_TABLE, connection=connection)
        environment.run_migrations()


def goes_on(store):
    """
    Let the waiting door fall into what its deadline does.
    """
    due = CAME_TO["0001"]["door-1"][3]
    book = Casebook(store, [DOOR_KEY], roles=ROLES, clock=FixedClock(moment(due, "UTC")))

    assert [("door-1", "watched")] == [(case.id, case.state) for case in book.sweep().moved]
    assert () == audit(store).flaws


def copied(source, target):
    """
    Copy every row from one database to another, in the order that references ask for.
    """
    metadata = MetaData()
    metadata.reflect(source)
    with source.connect() as reading, target.begin() as writing:
        for table in metadata.sorted_tables:
            if table.name != VERSION_TABLE and inspect(target).has_table(table.name):
                rows = [row._asdict() for row in reading.execute(select(table))]
                if rows:
                    writing.execute(table.insert(), json.loads(json.dumps(rows)))
    source.dispose()
