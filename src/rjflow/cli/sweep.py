"""
`rjflow sweep`: what time does with the cases of a store.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from rjflow.casebook import Casebook
from rjflow.cli.exits import Exit
from rjflow.cli.files import CouldNotRead, read_named
from rjflow.cli.saying import answer, progress, remark
from rjflow.cli.stores import the_store
from rjflow.clock import SystemClock
from rjflow.engine.case import Case
from rjflow.engine.roles import SameRoles
from rjflow.store.port import CaseNotFound
from rjflow.store.rows import BentRow
from rjflow.text import counted
from rjflow.verifier.verdict import BrokenSafeguard, VerifiedWorkflow

if TYPE_CHECKING:
    from rjflow.store.sql import SqlStore


@click.command()
@click.argument("store")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--scheme", metavar="CASE", help="The scheme's case in the store, for workflows under a scheme.")
@click.option(
    "--most", type=click.IntRange(1), default=1000, show_default=True, help="How many cases to look at, at most."
)
@click.pass_context
def sweep(context: click.Context, store: str, files: Sequence[str], *, scheme: str | None, most: int) -> None:
    """
    Let deadlines fire and gates close in a store.

    STORE is the path of an SQLite file or a database's URL; each FILE is a path, or the name of a workflow that is shipped: one for
    each version that has cases. To be run from time to time. It may be run by several servers at once, and again after it broke
    off: each deadline fires once. Exit 6 if a case that is due was left as it is.
    """
    with progress() as show:
        keys = [_key(name, show, scheme=scheme) for name in files]
    with the_store(store) as there:
        see = None if scheme is None else _scheme(there, scheme)
        swept = Casebook(there, keys, roles=SameRoles({}), scheme=see).sweep(most=most)
    answer(f"{counted(len(swept.moved), 'case')} moved")
    for case in swept.passed:
        remark(
            f"case {case}: left as it is: its workflow is not among the files, its row was edited, or somebody was quicker"
        )
    context.exit(Exit.REFUSED if swept.passed else Exit.YES)


# ----------------------------------------------------------------------------------------------------------------------


def _key(name: str, show: Callable[[str], None], *, scheme: str | None) -> VerifiedWorkflow:
    """
    Prove a workflow, because only what was proved may run.
    """
    from rjflow.verifier.verifying import verify

    workflow = read_named(name)
    if workflow.scheme is not None and scheme is None:
        raise click.UsageError(f"{name} is under a scheme, so --scheme says which case that is")
    show(f"proving {workflow.name}")
    try:
        return verify(workflow, today=SystemClock().now().date()).require()
    except BrokenSafeguard as broken:
        remark(str(broken))
        raise click.exceptions.Exit(Exit.BROKEN if broken.report.broken else Exit.UNFINISHED) from broken


def _scheme(store: "SqlStore", case: str) -> Callable[[], Case]:
    """
    Give what looks at the scheme's case, which must be there.
    """
    book = Casebook(store, [], roles=SameRoles({}))
    try:
        book.case(case)
    except (CaseNotFound, BentRow) as problem:
        raise CouldNotRead(f"the scheme: {problem}") from problem
    return lambda: book.case(case)
