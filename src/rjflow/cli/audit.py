"""
`rjflow audit`: whether a store still holds what was stored.
"""

import sys
from pathlib import Path

import click

from rjflow import auditing
from rjflow.casebook import Casebook
from rjflow.cli.exits import Exit
from rjflow.cli.files import STANDARD_INPUT, CouldNotRead
from rjflow.cli.ids import a_typed_case
from rjflow.cli.saying import answer, progress, remark, text_or_json, why
from rjflow.cli.sealing import key_in, sealing, the_keys
from rjflow.cli.stores import the_store
from rjflow.clock import SystemClock
from rjflow.engine.roles import SameRoles
from rjflow.instants import instant
from rjflow.report.auditing import audit_json, audit_text, read_line
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
@click.option("--public-key", metavar="FILE", help="The Ed25519 key, in PEM, of whoever must have signed the heads.")
@click.option("--keys", metavar="FILE", help="The wrapping keys, to see also that every personal value can be opened.")
@text_or_json
@click.pass_context
def audit_verify(
    context: click.Context, store: str, *, heads: str | None, public_key: str | None, keys: str | None, form: str
) -> None:
    """
    Name everything that was changed.

    Every decision is derived anew under the workflow that it was made under. Found is every entry that was edited, dropped,
    swapped, inserted or put in another order, and every row that is not what the entries come to; with heads that were kept
    elsewhere, also a history, and the log of what somebody read, whose end is missing or that was written anew. Ends with 6 if anything was changed, and if the heads
    were not signed by whom they should be.
    """
    if public_key is not None and heads is None:
        raise click.UsageError("--public-key is for the heads that --heads names")
    known = () if heads is None else _heads(heads, public_key)
    opened = None if keys is None else the_keys(keys)
    with the_store(store) as there, progress() as show, sealing():
        found = auditing.audit(there, known, keys=opened, progress=lambda cases: show(counted(cases, "case")))
    answer({"text": audit_text, "json": audit_json}[form](found))
    context.exit(Exit.REFUSED if found.flaws else Exit.YES)


@click.command("heads")
@click.argument("store")
@click.option(
    "--sign", metavar="FILE", help="Sign them with the Ed25519 key in this file, in PEM and without a password."
)
def audit_heads(store: str, sign: str | None) -> None:
    """
    Print where every history ends now, and what each reader read.

    Kept where nobody can change it, it shows later whether anything before was changed, or is gone. Signed, it may be kept anywhere.
    """
    with the_store(store) as there:
        lines = auditing.as_lines(auditing.heads(there))
    if sign is not None:
        with sealing():
            lines = auditing.signed(lines, key_in(sign), instant(SystemClock().now()))
    answer(lines.removesuffix("\n"))


@click.command("reads")
@click.argument("store")
@click.option("--case", callback=a_typed_case, help="Only the reads of this case.")
def audit_reads(store: str, case: str | None) -> None:
    """
    Print who read what, as JSON, one read a line.

    Logged are reads of cases whose workflow says `reads: logged`, and attempts that were refused.
    """
    with the_store(store) as there:
        book, last = Casebook(there, [], roles=SameRoles({})), 0
        while page := book.reads(case, after=last):
            answer("\n".join(map(read_line, page)))
            last = page[-1].number


for _command in (audit_verify, audit_heads, audit_reads):
    audit.add_command(_command)


# ----------------------------------------------------------------------------------------------------------------------


def _heads(name: str, public_key: str | None) -> tuple[auditing.Head | auditing.ReadsHead, ...]:
    """
    Read the heads that were exported, there may be millions; where they were not signed by whom they should be, that is the answer.
    """
    try:
        content = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        if public_key is None and auditing.says_it_is_signed(content.decode()):
            remark("the heads are signed; --public-key would tell whether by whom they should be")
        with sealing():
            found = auditing.from_lines(content.decode(), None if public_key is None else key_in(public_key))
        if not found:
            remark(f"{name} holds no head, so nothing was compared with one")
        return found
    except auditing.NotSigned as unsigned:
        remark(f"{name}: {unsigned}")
        raise click.exceptions.Exit(Exit.REFUSED) from unsigned
    except OSError as error:
        raise CouldNotRead(f"{name}: {why(error)}") from error
    except (auditing.NotHeads, UnicodeDecodeError) as problem:
        raise CouldNotRead(f"{name}: {problem}") from problem
