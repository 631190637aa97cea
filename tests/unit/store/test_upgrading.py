"""
The tables: made by our revisions, by a host's own Alembic, and the same either way.
"""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect
from tests.unit.casebook.books import lived_in

from rjflow.auditing import audit
from rjflow.store.connecting import NoSuchStore, engine_of
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import differences, upgrade

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
