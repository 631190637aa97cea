"""
Make the tables, bring them up to date, and tell in what they differ from what this version of rjflow needs.

Stands on: Alembic, `tables`, `connecting`.   Knows nothing of: rows, cases.
"""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, inspect

from rjflow.store.connecting import NoSuchStore, place_of
from rjflow.store.tables import PREFIX, tables

REVISIONS = Path(__file__).parent / "revisions"
VERSION_TABLE = f"{PREFIX}version"


def upgrade(engine: Engine) -> None:
    """
    Make the tables, or bring them up to date; nothing that is in them is lost. It may be done again at any time.

    Raises:
        NoSuchStore: the tables are there, but it was not this that made them, or a newer one; or the file cannot be written.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _write_ahead(connection)
        _check_revision(connection)
        connection.rollback()
        upgrade_within(connection)
        connection.commit()


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """
    Make the tables, or bring them up to a revision, and leave it to the host to commit.
    """
    _run(revision, connection=connection, transactional_ddl=True)


def ddl(dialect: str) -> str:
    """
    Give the SQL that makes the tables, for whoever runs it by hand.
    """
    written = StringIO()
    _run("head", dialect_name=dialect, as_sql=True, output_buffer=written)
    return written.getvalue().strip()


def differences(engine: Engine) -> Sequence[str]:
    """
    Tell in what the tables differ from what is needed, a line for each thing; nothing when they are up to date.
    """
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    metadata = MetaData()
    tables(metadata)

    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return kind != "table" or (str(name).startswith(PREFIX) and name != VERSION_TABLE)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        found: list[Any] = compare_metadata(context, metadata)
        strange = _strange_revision(connection)
    told = [_told(one[0] if isinstance(one, list) else one) for one in found]
    return told if strange is None else [*told, strange]


def is_prepared(engine: Engine) -> bool:
    """
    Tell whether there are tables of ours.
    """
    with engine.connect() as connection:
        return inspect(connection).has_table(f"{PREFIX}cases")


def is_out_of_date(engine: Engine) -> bool:
    """
    Tell whether our tables lack something that this version of rjflow reads.
    """
    metadata = MetaData()
    tables(metadata)
    with engine.connect() as connection:
        there = inspect(connection)
        return any(
            not there.has_table(table.name)
            or {column.name for column in table.columns} - {column["name"] for column in there.get_columns(table.name)}
            for table in metadata.sorted_tables
        )


# ----------------------------------------------------------------------------------------------------------------------


def _write_ahead(connection: Connection) -> None:
    """
    Switch a file to WAL, outside of any transaction; the file remembers.
    """
    raw: Any = connection.connection.dbapi_connection
    connection.rollback()
    try:
        raw.execute("PRAGMA journal_mode = WAL")
    except connection.dialect.loaded_dbapi.Error as error:  # SQLAlchemy, which would have named it, was not asked
        raise NoSuchStore(f"{place_of(connection.engine)}: {error}") from error


def _check_revision(connection: Connection) -> None:
    """
    Make sure that tables which are there are of a revision of ours.
    """
    there = set(inspect(connection).get_table_names())
    if f"{PREFIX}cases" not in there:
        return
    if VERSION_TABLE not in there:
        raise NoSuchStore(f"the tables are there, but no {VERSION_TABLE}: the host's own Alembic upgrades them")
    if strange := _strange_revision(connection):
        raise NoSuchStore(strange)


def _strange_revision(connection: Connection) -> str | None:
    """
    Say what is wrong with the revision that tables are said to be of; nothing where it is one of ours, or a host keeps it elsewhere.
    """
    from alembic.migration import MigrationContext

    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_heads()
    if not found:
        newest = _revisions().get_current_head()
        return (
            f"the tables are there, but {VERSION_TABLE} names no revision: if nothing else differs in `rjflow db check`, "
            f"they are of {newest}, and it belongs there"
        )
    strange = set(found) - {one.revision for one in _revisions().walk_revisions()}
    if strange:
        return f"the tables are of {', '.join(sorted(strange))}, which is not known here: a newer rjflow made them"
    return None


def _run(newest: str, **how: Any) -> None:
    """
    Let Alembic run our revisions up to one, without a file of its own.
    """
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    script = _revisions()

    def to_do(revision: Any, _: Any) -> Any:
        return script._upgrade_revs("rjflow@head" if newest == "head" else newest, revision)

    with EnvironmentContext(Config(), script, fn=to_do) as environment:
        environment.configure(version_table=VERSION_TABLE, **how)
        with environment.begin_transaction():
            environment.run_migrations()


def _revisions() -> Any:
    """
    Give our revisions, as Alembic reads them.
    """
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(REVISIONS), version_locations=[str(REVISIONS)])


def _told(difference: Any) -> str:
    """
    Say one difference: what would have to be done, and to what.
    """
    what, *parts = difference
    names = [str(getattr(part, "name", part)) for part in parts if part is not None and not isinstance(part, dict)]
    return f"{what.replace('_', ' ')}: {', '.join(names)}"
