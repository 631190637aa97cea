"""
`rjflow keys`: the keys that the keys of people are wrapped with.
"""

import os
from pathlib import Path

import click

from rjflow.casebook import Casebook
from rjflow.cli.files import CouldNotRead
from rjflow.cli.saying import CouldNotWrite, answer, progress, remark, why
from rjflow.cli.sealing import sealing, the_keys
from rjflow.cli.stores import the_store
from rjflow.clock import SystemClock
from rjflow.engine.roles import SameRoles
from rjflow.sealing.keys import WrappingKeys, new_line
from rjflow.text import counted


@click.group()
def keys() -> None:
    """
    Make and change the keys that personal values are under.

    Every person has a key of their own, which is kept in the store, wrapped with a key that is not. Those wrapping keys stand in a
    file, or in the variable RJFLOW_KEYS: the last one wraps, the others are for what was wrapped before.
    """


@click.command("new")
@click.argument("file")
@click.option("--name", help="What to call it; the day of today, if nothing is said.")
def keys_new(file: str, name: str | None) -> None:
    """
    Add a new wrapping key to a file.

    A file that is not there is made, to be read by nobody but you. Keep a copy: without the key nobody reads what is under it.
    """
    called, path = name or SystemClock().now().date().isoformat(), Path(file)
    try:
        before = path.read_text("ascii") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise CouldNotRead(f"{file}: {why(problem) if isinstance(problem, OSError) else 'it is no text'}") from problem
    with sealing():
        line = new_line(called)
        WrappingKeys(f"{before}\n{line}")  # two of one name are refused
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="ascii") as out:
            out.write(line if not before or before.endswith("\n") else f"\n{line}")
    except OSError as error:
        raise CouldNotWrite(f"{file}: {why(error)}") from error
    remark(f"{file}: the newest wrapping key is {called}; `rjflow keys rewrap` wraps with it what is there")


@click.command("rewrap")
@click.argument("store")
@click.option(
    "--keys", "file", metavar="FILE", help="The file with the wrapping keys; otherwise RJFLOW_KEYS holds them."
)
def keys_rewrap(store: str, file: str | None) -> None:
    """
    Wrap the keys of all people with the newest wrapping key.

    STORE is the path of an SQLite file or a database's URL. Afterwards older wrapping keys are not needed any more. It may be done
    while others work, and again after it broke off.
    """
    found = the_keys(file)
    with the_store(store) as there, progress() as show, sealing():
        book = Casebook(there, [], roles=SameRoles({}), keys=found)
        changed = book.rewrap(lambda seen: show(counted(seen, "key")))
    answer(f"{counted(changed, 'key')} wrapped anew")


for _command in (keys_new, keys_rewrap):
    keys.add_command(_command)
