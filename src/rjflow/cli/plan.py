"""
`rjflow plan`: what a case or scheme still has to reach.
"""

from typing import TYPE_CHECKING

import click

from rjflow.casebook import Casebook
from rjflow.cli.exits import Exit
from rjflow.cli.files import CouldNotRead
from rjflow.cli.ids import a_typed_case
from rjflow.cli.saying import answer, text_or_json
from rjflow.cli.stores import the_store
from rjflow.engine.asking import NotAsked, UnknownName
from rjflow.engine.roles import SameRoles
from rjflow.report.planned import plan_json, plan_text
from rjflow.store.case_rows import BentRow
from rjflow.store.port import CaseNotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rjflow.rules.planning import Milestone


@click.command()
@click.argument("store")
@click.argument("case", callback=a_typed_case)
@click.option("--gate", help="Which gate to plan for. Left out, the one that no other gate asks for.")
@text_or_json
@click.pass_context
def plan(context: click.Context, store: str, case: str, *, gate: str | None, form: str) -> None:
    """
    Tell what a gate still lacks, and by when.

    STORE is the path of an SQLite file or a database's URL; CASE is a case in it, such as the scheme's. What is
    missing is told with who can bring it about. Exit 6 if something is.
    """
    with the_store(store) as there:
        book = Casebook(there, [], roles=SameRoles({}))
        try:
            workflow = book.workflow(case)
            if not workflow.gates:
                raise CouldNotRead(f"case {case}: {workflow.name} has no gate to plan for")
            name, milestones = book.plan(case, gate)
        except NotAsked as several:
            raise click.UsageError(f"--gate is left out; {several}") from several
        except (BentRow, CaseNotFound, UnknownName) as problem:
            raise CouldNotRead(f"case {case}: {problem}") from problem
    answer({"text": plan_text, "json": plan_json}[form](workflow, name, milestones))
    context.exit(Exit.REFUSED if _lacking(milestones) else Exit.YES)


# ----------------------------------------------------------------------------------------------------------------------


def _lacking(milestones: "Sequence[Milestone]") -> bool:
    return any(not one.done for one in milestones)
