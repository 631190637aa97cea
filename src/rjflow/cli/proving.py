"""
Prove the workflows that a command runs, because only what was proved may run.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from rjflow.cli.exits import Exit
from rjflow.cli.files import CouldNotRead, read_named
from rjflow.cli.ids import a_typed_case
from rjflow.cli.saying import remark
from rjflow.clock import SystemClock
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.store.case_rows import BentRow, case_of
from rjflow.store.port import CaseNotFound
from rjflow.verifier.verdict import BrokenSafeguard, VerifiedWorkflow

if TYPE_CHECKING:
    from rjflow.store.sql import SqlStore


SCHEME = click.option(
    "--scheme",
    metavar="CASE",
    envvar="RJFLOW_SCHEME",
    callback=a_typed_case,
    help="The scheme's case in the store, for workflows under a scheme; otherwise RJFLOW_SCHEME names it.",
)


def no_scheme_named(name: str) -> click.UsageError:
    """
    Say that a workflow is under a scheme, and how its case is named.
    """
    return click.UsageError(
        f"{name} is under a scheme, so --scheme says which case that is, or RJFLOW_SCHEME for all commands"
    )


def proved(name: str, show: Callable[[str], None], *, scheme: str | None) -> VerifiedWorkflow:
    """
    Prove a workflow; where it is not kept, say so and end the program.
    """
    workflow = read_named(name)
    if workflow.scheme is not None and scheme is None:
        raise no_scheme_named(name)
    return proof_of(workflow, show)


def proof_of(workflow: Workflow, show: Callable[[str], None]) -> VerifiedWorkflow:
    """
    Prove a workflow that was read already; where it is not kept, say so and end the program.
    """
    show(f"proving {workflow.name}")
    try:
        return _proved_once(workflow, SystemClock().now().date())
    except BrokenSafeguard as broken:
        remark(str(broken))
        raise click.exceptions.Exit(Exit.BROKEN if broken.report.broken else Exit.UNFINISHED) from broken


def scheme_needed(keys: Iterable[VerifiedWorkflow], scheme: str | None) -> str | None:
    """
    Give the scheme's case for these workflows: what RJFLOW_SCHEME names is no matter where none of them is under a scheme.
    """
    by_environment = click.get_current_context().get_parameter_source("scheme") is ParameterSource.ENVIRONMENT
    return None if by_environment and all(one.workflow.scheme is None for one in keys) else scheme


def the_scheme(store: "SqlStore", case: str | None) -> Callable[[], Case] | None:
    """
    Give what looks at the scheme's case, which must be there; nothing where no case is named.
    """
    if case is None:
        return None

    def see() -> Case:
        row = store.load(case).case
        if row is None:
            raise CaseNotFound(case)
        return case_of(row)

    try:
        see()
    except (CaseNotFound, BentRow) as problem:
        raise CouldNotRead(f"the scheme: {problem}") from problem
    return see


# ----------------------------------------------------------------------------------------------------------------------


@lru_cache(
    maxsize=8
)  # a process that gives many commands, as whoever embeds the program may, proves a workflow once a day
def _proved_once(workflow: Workflow, today: date) -> VerifiedWorkflow:
    from rjflow.verifier.sharing import processors
    from rjflow.verifier.verifying import verify

    return verify(workflow, today=today, workers=processors()).require()
