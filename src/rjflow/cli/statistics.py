"""
`rjflow statistics`: counts over the cases of a store.
"""

import click

from rjflow.casebook import Casebook
from rjflow.cli.files import CouldNotRead
from rjflow.cli.saying import answer, remark, text_or_json
from rjflow.cli.sealing import sealing, the_keys
from rjflow.cli.stores import the_store
from rjflow.engine.roles import SameRoles
from rjflow.report.planned import statistics_json, statistics_text
from rjflow.store.case_rows import BentRow


@click.command()
@click.argument("store")
@click.option(
    "--least",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Leave out numbers below this, and what gives them away.",
)
@click.option(
    "--keys", "keys", metavar="FILE", help="The file with the wrapping keys; otherwise RJFLOW_KEYS holds them."
)
@text_or_json
def statistics(store: str, *, least: int, keys: str | None, form: str) -> None:
    """
    Count the cases of a store.

    STORE is the path of an SQLite file or a database's URL. Counted is where cases stand, why they
    ended, and the evidence that workflows mark as `outcome` or
    `counted`; with the wrapping keys, what was written in forms and is marked so, too.
    """
    found = the_keys(keys)
    with the_store(store) as there, sealing():
        book = Casebook(there, [], roles=SameRoles({}), keys=found)
        try:
            tables, workflows = book.statistics(least=least), book.workflows()
        except BentRow as problem:
            raise CouldNotRead(f"the cases: {problem}") from problem
    sealed = found is None and any(
        one.counted for each in workflows for form_ in each.forms.values() for one in form_.fields.values()
    )
    if sealed:
        remark("what was written in forms is sealed, and is not counted without --keys")
    if form == "json":
        answer(statistics_json(tables, least))
    else:
        answer(statistics_text(workflows, tables, least, sealed=sealed) or "There are no cases.")
