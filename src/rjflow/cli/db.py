"""
`rjflow db`: the tables of a store.
"""

import click

from rjflow.cli.exits import Exit
from rjflow.cli.saying import answer, remark
from rjflow.cli.stores import reaching_stores


@click.group()
def db() -> None:
    """
    Make the tables of a store, and keep them up to date.

    STORE is the path of an SQLite file or a database's URL, such as postgresql://user@host/name. Hosts that have Alembic
    themselves run our revisions with their own.
    """


@click.command("upgrade")
@click.argument("store")
@click.pass_context
def db_upgrade(context: click.Context, store: str) -> None:
    """
    Make the tables, or bring them up to date.

    Nothing that is in them is lost, and it may be done again at any time. Where somebody else has changed the tables, so that they are
    still not as they should be, it is named what differs, and the command ends with 6.
    """
    with reaching_stores():
        from rjflow.store.connecting import reached
        from rjflow.store.upgrading import differences, upgrade

        with reached(store) as engine:
            upgrade(engine)
            left = differences(engine)
    if left:
        answer("\n".join(left))
        context.exit(Exit.REFUSED)
    remark("the tables are up to date")


@click.command("ddl")
@click.option(
    "--dialect",
    type=click.Choice(["postgresql", "sqlite"]),
    default="postgresql",
    show_default=True,
    help="For which database.",
)
def db_ddl(dialect: str) -> None:
    """
    Print the SQL that makes the tables.

    It is for whoever runs such things by hand.
    """
    with reaching_stores():
        from rjflow.store.upgrading import ddl

        answer(ddl(dialect))


@click.command("check")
@click.argument("store")
@click.pass_context
def db_check(context: click.Context, store: str) -> None:
    """
    Tell whether the tables are up to date.

    Named is everything that is not as this version of rjflow needs it; then the command ends with 6.
    """
    with reaching_stores():
        from rjflow.store.connecting import reached
        from rjflow.store.upgrading import differences

        with reached(store, create=False) as engine:
            found = differences(engine)
    answer("\n".join(found) if found else "the tables are up to date")
    context.exit(Exit.REFUSED if found else Exit.YES)


for _command in (db_upgrade, db_ddl, db_check):
    db.add_command(_command)
