"""
`rjflow migrate`: move the cases of a store to a newer version of their workflow.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from rjflow.casebook import Casebook
from rjflow.cli.exits import Exit
from rjflow.cli.ids import a_typed_actor
from rjflow.cli.proving import SCHEME, proved, scheme_needed, the_scheme
from rjflow.cli.saying import answer, progress, text_or_json
from rjflow.cli.stores import the_store
from rjflow.definition.model import Workflow
from rjflow.engine.asking import an_actor
from rjflow.engine.roles import SameRoles
from rjflow.report.migrating import Outcome, migrating_json, migrating_text
from rjflow.store.case_rows import BentRow
from rjflow.store.port import StaleRevision
from rjflow.store.rows import definition_of
from rjflow.text import counted

if TYPE_CHECKING:
    from rjflow.store.sql import SqlStore

_PAGE = 500


@click.command()
@click.argument("store")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
@click.option(
    "--as", "actor", metavar="ACTOR", callback=a_typed_actor, help="Who moves the cases; their history says so."
)
@SCHEME
@text_or_json
@click.pass_context
def migrate(
    context: click.Context,
    store: str,
    file: str,
    *,
    dry_run: bool,
    actor: str | None,
    scheme: str | None,
    form: str,
) -> None:
    """
    Move cases to a new version of their workflow.

    STORE is the path of an SQLite file or a database's URL; FILE is the new version, a path or the name of a workflow that is
    shipped, with `migrations` that say how cases come over. A case moves if it could have come honestly to where it stands: the gate
    of its state is true, and what is asked on some way there was asked before or is true now. Cases that are over stay as they are.
    Ends with 6 if a case cannot move.
    """
    if actor is None and not dry_run:
        raise click.UsageError("--as says who moves the cases, or --dry-run that none is moved")
    with progress() as show:
        new = proved(file, show, scheme=scheme)
    with the_store(store) as there, progress() as show:
        see = the_scheme(there, scheme_needed([new], scheme))
        book = Casebook(there, [new], roles=SameRoles({}), scheme=see)
        found = []
        for case, old in _cases(there, new.workflow, new.fingerprint):
            found.append(_moved(book, case, old, an_actor(actor or "nobody"), dry_run=dry_run))
            show(counted(len(found), "case"))
    answer({"text": migrating_text, "json": migrating_json}[form](new.workflow, found, dry_run=dry_run))
    context.exit(Exit.REFUSED if any(one.is_held_up for one in found) else Exit.YES)


# ----------------------------------------------------------------------------------------------------------------------


def _cases(store: "SqlStore", new: Workflow, fingerprint: str) -> Iterator[tuple[str, Workflow]]:
    """
    Give the cases that run under an earlier version of a workflow.
    """
    known = {row.fingerprint: row for row in store.definitions()}
    earlier = {mark: row for mark, row in known.items() if row.name == new.name and mark != fingerprint}
    old = {mark: definition_of(row) for mark, row in earlier.items() if row.version < new.version}
    last: str | None = None
    while page := store.cases(most=_PAGE, after=last):
        for case in page:
            row = store.load(case).case
            if row is not None and row.fingerprint in old:
                yield case, old[row.fingerprint]
        last = page[-1]


def _moved(book: Casebook, case: str, old: Workflow, actor: str, *, dry_run: bool) -> Outcome:
    """
    Move one case, or only ask.
    """
    try:
        if dry_run:
            return Outcome(case, old, book.consider_migration(case, actor=actor))
        return Outcome(case, old, book.migrate(case, actor=actor).decision)
    except (BentRow, StaleRevision) as problem:
        return Outcome(case, old, None, str(problem))
