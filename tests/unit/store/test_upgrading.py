"""
The tables: made by our revisions, by a host's own Alembic, and the same either way.
"""

import re
import sqlite3

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect
from tests.unit.casebook.books import lived_in

from rjflow.auditing import audit
from rjflow.store.connecting import NoSuchStore, engine_of, reached
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import differences, upgrade, upgrade_within

ENVIRONMENT = """
from alembic import context
from sqlalchemy import create_engine

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
"""
REVISION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "host1", None, ("host",), None


def upgrade():
    op.create_table("host_note", sa.Column("note", sa.Text()))
"""


@pytest.fixture
def host(tmp_path):
    """
    A host with an Alembic of its own, to whose revisions ours are added as the page says.
    """
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(ENVIRONMENT)
    (tmp_path / "versions" / "host1_notes.py").write_text(REVISION)
    config = Config()
    config.set_main_option("script_location", str(tmp_path))
    config.set_main_option("path_separator", ";")
    config.set_main_option("version_locations", f"{tmp_path / 'versions'};rjflow.store:revisions")
    config.set_main_option("sqlalchemy.url", f"sqlite:///{tmp_path / 'host.db'}")
    return config, tmp_path / "host.db"


def tables_in(path):
    """
    Give the names of the tables in a file.
    """
    engine = create_engine(f"sqlite:///{path}")
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_a_hosts_own_alembic_makes_our_tables(host):
    """
    With our revisions among its own, a host upgrades both at once; the tables are those we need, and hold cases.
    """
    config, path = host
    command.upgrade(config, "heads")
    engine = engine_of(str(path))
    store = SqlStore(engine)
    lived_in(store)

    assert "host_note" in tables_in(path)
    assert ([], ()) == (differences(engine), audit(store).flaws)
    engine.dispose()


def test_a_host_can_upgrade_ours_alone(host):
    """
    Our revisions have a label of their own.
    """
    config, path = host
    command.upgrade(config, "rjflow@head")

    assert {"rjflow_cases", "rjflow_entries"} <= tables_in(path)
    assert "host_note" not in tables_in(path)


def older(path, revision):
    """
    Make a store of an older schema, with all that cases leave behind, and give the files of its cases.
    """
    newer = SqlStore.at(str(path.with_suffix(".newer")))
    lived_in(newer)
    files = [newer.file(case) for case in newer.cases(most=9)]
    newer.engine.dispose()
    engine = engine_of(str(path))
    with engine.begin() as connection:
        upgrade_within(connection, revision)
        names = {name: inspect(connection).get_columns(name) for name in sorted(inspect(connection).get_table_names())}
    raw = sqlite3.connect(path)
    raw.execute("ATTACH ? AS newer", [str(path.with_suffix(".newer"))])
    for table, columns in names.items():
        if table != "rjflow_version":
            listed = ", ".join(f'"{column["name"]}"' for column in columns)
            raw.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM newer.{table}")
    raw.commit()
    raw.close()
    return engine, files


@pytest.mark.parametrize("revision", ["rjflow0001"])
def test_what_was_stored_before_an_upgrade_is_there_after_it(tmp_path, revision):
    """
    A store of an older schema is refused until it is upgraded; then every row is there, and its messages wait to be delivered.
    """
    engine, files = older(tmp_path / "old.db", revision)
    with pytest.raises(NoSuchStore, match="older rjflow; `rjflow db upgrade`"):
        SqlStore.at(str(tmp_path / "old.db"))
    upgrade(engine)
    store = SqlStore.at(str(tmp_path / "old.db"))

    assert [] == list(differences(engine))
    assert files == [store.file(case) for case in store.cases(most=9)]
    assert () == audit(store).flaws
    assert ["case-1", "door-2"] == sorted(one.message.case for one in store.next_messages(0, most=9))
    for one in (engine, store.engine):
        one.dispose()


def test_what_a_host_upgrades_is_left_to_it(host):
    """
    Our own upgrade does not meddle with tables that a host's Alembic made.
    """
    config, path = host
    command.upgrade(config, "heads")
    engine = engine_of(str(path))
    with pytest.raises(NoSuchStore, match="host's own Alembic"):
        upgrade(engine)
    engine.dispose()


def test_a_file_is_written_ahead_and_through_to_the_disk(tmp_path):
    """
    A file of ours stays readable while somebody writes, and a command that was answered survives a power cut.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    with store.engine.connect() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {one}").scalar()
            for one in ("journal_mode", "synchronous", "foreign_keys")
        ]
    store.engine.dispose()

    assert ["wal", 2, 1] == settings


def test_a_file_that_cannot_be_written_is_told_so(tmp_path):
    """
    What the driver says of the file, a full disk or one that may only be read, is said as one of our errors.
    """
    path = tmp_path / "read.db"
    sqlite3.connect(path).execute("CREATE TABLE other (one)").connection.close()
    with pytest.raises(NoSuchStore, match="readonly"), reached(f"sqlite:///file:{path}?mode=ro&uri=true") as engine:
        upgrade(engine)
    with pytest.raises(NoSuchStore, match="readonly"):
        SqlStore.at(f"sqlite:///file:{path}?mode=ro&uri=true")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE rjflow_version SET version_num = 'rjflow9999'", "rjflow9999.*newer rjflow"),
        ("DELETE FROM rjflow_version", "names no revision.*they are of rjflow0004"),
    ],
)
def test_tables_of_a_revision_that_is_not_ours_are_left_alone(tmp_path, statement, said):
    """
    Tables that a newer rjflow made, or of which nothing says which they are, are not touched, and what is wrong is told.
    """
    lived_in(store := SqlStore.at(str(tmp_path / "cases.db")))
    store.engine.dispose()
    raw = sqlite3.connect(tmp_path / "cases.db")
    raw.execute(statement).connection.commit()
    raw.close()
    with reached(str(tmp_path / "cases.db")) as engine:
        with pytest.raises(NoSuchStore, match=said):
            upgrade(engine)
        (line,) = differences(engine)
    again = SqlStore.at(str(tmp_path / "cases.db"))

    assert re.search(said, line)
    assert () == audit(again).flaws
    again.engine.dispose()
