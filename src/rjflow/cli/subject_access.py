"""
`rjflow subject-access`: what is known about one person, and nothing of anybody else.
"""

import click

from rjflow.casebook.filing import Filer
from rjflow.casebook.subject import subject_access as known_about
from rjflow.casebook.telling import Teller
from rjflow.cli.files import CouldNotRead
from rjflow.cli.ids import a_typed_actor, a_typed_case, a_typed_person
from rjflow.cli.saying import answer, remark, text_or_json
from rjflow.cli.sealing import sealing, the_keys
from rjflow.cli.stores import the_store
from rjflow.clock import SystemClock
from rjflow.engine.asking import NotAsked, UnknownName
from rjflow.engine.roles import SameRoles
from rjflow.report.subject import subject_json, subject_text
from rjflow.store.case_rows import BentRow
from rjflow.store.port import CaseNotFound
from rjflow.text import listed


@click.command("subject-access")
@click.argument("store")
@click.argument("case", callback=a_typed_case)
@click.argument("person", callback=a_typed_person)
@click.option(
    "--keys", "file", metavar="FILE", help="The file with the wrapping keys; otherwise RJFLOW_KEYS holds them."
)
@click.option(
    "--as",
    "actor",
    metavar="ACTOR",
    callback=a_typed_actor,
    help="Who asks, for the log of reads where the workflow has one.",
)
@text_or_json
def subject_access(store: str, case: str, person: str, *, file: str | None, actor: str | None, form: str) -> None:
    """
    Give all that is known about one person.

    STORE is the path of an SQLite file or a database's URL; CASE and PERSON are ids. Given is what was recorded and told about the
    person, what was written about them in forms that they may see, and what they did themselves, and nothing of anybody else. Somebody reads it before it is handed on: texts may speak of
    others.
    """
    found = the_keys(file)
    with the_store(store) as there, sealing():
        keep = Filer(there, [], roles=SameRoles({}), clock=SystemClock(), scheme=None, announce=None, keys=found)
        try:
            _log(keep, case, person, actor)
            known = known_about(keep, case, person)
        except (CaseNotFound, UnknownName, BentRow) as problem:
            raise CouldNotRead(f"case {case}: {problem}") from problem
    if known.withheld:
        remark(f"left out is what the workflow shows to others only, so look at it yourself: {listed(known.withheld)}")
    answer({"text": subject_text, "json": subject_json}[form](known))


# ----------------------------------------------------------------------------------------------------------------------


def _log(keep: Teller, case: str, person: str, actor: str | None) -> None:
    """
    Log the read where the workflow says so; then somebody must be named.
    """
    try:
        keep.logged(keep.case(case), actor, "subject access", person)
    except NotAsked as nobody:
        raise click.UsageError("who reads is logged under this workflow, so --as says who asks") from nobody
