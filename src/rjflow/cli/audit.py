"""
`rjflow audit`: whether a store still holds what was stored.
"""

import sys
from pathlib import Path

import click

from rjflow import auditing
from rjflow.cli.exits import Exit
from rjflow.cli.files import STANDARD_INPUT, CouldNotRead
from rjflow.cli.saying import answer, progress, why
from rjflow.cli.stores import the_store
from rjflow.report.auditing import audit_json, audit_text
from rjflow.text import counted


@click.group()
def audit() -> None:
    """
    Check that a store holds what was stored.

    STORE is the path of an SQLite file or a database's URL.
    """


@click.command("verify")
@click.argument("store")
@click.option("--heads", metavar="FILE", help="What `rjflow audit heads` printed earlier; - for standard input.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to say it: for people, for programs.",
)
@click.pass_context
def audit_verify(context: click.Context, store: str, heads: str | None, form: str) -> None:
    """
    Name everything that was changed.

    Every decision is derived anew under the workflow that it was made under. Found is every entry that was edited, dropped,
    swapped, inserted or put in another order, and every row that is not what the entries come to; with heads that were kept
    elsewhere, also a history whose end is missing or that was written anew. Ends with 6 if anything was changed.
    """
    known = () if heads is None else _heads(heads)
    with the_store(store) as there, progress() as show:
        found = auditing.audit(there, known, progress=lambda cases: show(counted(cases, "case")))
    answer({"text": audit_text, "json": audit_json}[form](found))
    context.exit(Exit.REFUSED if found.flaws else Exit.YES)


@click.command("heads")
@click.argument("store")
def audit_heads(store: str) -> None:
    """
    Print where every history ends now.

    Kept where nobody can change it, it shows later whether anything before was changed.
    """
    with the_store(store) as there:
        answer(auditing.as_lines(auditing.heads(there)).removesuffix("\n"))


for _command in (audit_verify, audit_heads):
    audit.add_command(_command)


# ----------------------------------------------------------------------------------------------------------------------


def _heads(name: str) -> tuple[auditing.Head, ...]:
    """
    Read the heads that were exported; there may be millions.
    """
    try:
        content = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return auditing.from_lines(content.decode())
    except OSError as error:
        raise CouldNotRead(f"{name}: {why(error)}") from error
    except (auditing.NotHeads, UnicodeDecodeError) as problem:
        raise CouldNotRead(f"{name}: {problem}") from problem
