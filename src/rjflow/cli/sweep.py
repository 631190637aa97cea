"""
`rjflow sweep`: what time does with the cases of a store.
"""

from collections.abc import Sequence

import click

from rjflow.casebook import Casebook
from rjflow.cli.exits import Exit
from rjflow.cli.proving import SCHEME, proved, scheme_needed, the_scheme
from rjflow.cli.saying import answer, progress, remark
from rjflow.cli.stores import the_store
from rjflow.engine.roles import SameRoles
from rjflow.text import counted


@click.command()
@click.argument("store")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@SCHEME
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
        keys = [proved(name, show, scheme=scheme) for name in files]
    with the_store(store) as there:
        see = the_scheme(there, scheme_needed(keys, scheme))
        swept = Casebook(there, keys, roles=SameRoles({}), scheme=see).sweep(most=most)
    rows = [(case.id, case.state) for case in swept.moved]
    answer("\n".join([f"{counted(len(rows), 'case')} moved", *(f"  {case}: now in {state}" for case, state in rows)]))
    for case in swept.passed:
        remark(f"case {case}: left as it is: {case.why}")
    context.exit(Exit.REFUSED if swept.passed else Exit.YES)
