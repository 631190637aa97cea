"""
A PostgreSQL of the tests' own: a cluster in a temporary folder, reached through a socket in it, gone when the tests are.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

WHY_NOT = "PostgreSQL is not installed here; `make test` asks apt for it"
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=",
    "max_connections=50",
    "log_min_messages=log",
)
_SAFE = ("listen_addresses=", "max_connections=50", "log_min_messages=log")


def programs() -> Path | None:
    """
    Give the folder of PostgreSQL's programs, the newest first; nothing where there is none.
    """
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    on_path = shutil.which("initdb")
    return next(iter([*newest, *([Path(on_path).parent] if on_path else [])]), None)


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """
    Start a server, and give the URL of its database; stop it in the end, whatever happened.
    """
    with server(_FAST) as started:
        yield started.url


@contextlib.contextmanager
def server(settings: Sequence[str] = _SAFE) -> Iterator["Server"]:
    """
    The same, and give the server itself, which can be killed; by default one that loses nothing then.
    """
    found = programs()
    if found is None:
        pytest.skip(WHY_NOT)
    folder = Path(tempfile.mkdtemp(prefix="rjflow-pg-", dir="/tmp"))  # a socket's path must be short
    user = _nobody()
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run(user, found / "initdb", "-D", folder / "data", "-U", "rjflow", "-A", "trust", "-E", "UTF8", "--no-sync")
        started = Server(folder, user, [found / "postgres", *(part for one in settings for part in ("-c", one))])
        started.start()
        try:
            yield started
        finally:
            started.ends(signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """
    A server over a cluster in a folder.
    """

    def __init__(self, folder: Path, user: pwd.struct_passwd | None, command: Sequence[object]) -> None:
        self.url = f"postgresql+psycopg://rjflow@/postgres?host={folder}"
        self._user = user
        self._command = (*command, "-D", folder / "data", "-k", folder)

    def start(self) -> None:
        """Start it, and wait until it is ready; after a kill that is when the last of its children has noticed."""
        for _ in range(1000):
            self._process = _start(self._user, *self._command)
            said = _said_until_ready(self._process)
            if said is None:
                return
            self._process.communicate(timeout=60)
            if "pre-existing shared memory block" not in said and "lock file" not in said:
                break
        raise AssertionError(said)

    def ends(self, by: signal.Signals) -> None:
        """End it by a signal."""
        self._process.send_signal(by)
        self._process.communicate(timeout=60)


# ----------------------------------------------------------------------------------------------------------------------


def _nobody() -> pwd.struct_passwd | None:
    """
    Give somebody without rights to run the server as, because it refuses root.
    """
    if os.geteuid() != 0:
        return None
    return next(one for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody"))


def _as(user: pwd.struct_passwd | None) -> dict[str, object]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _start(user, *command: object) -> subprocess.Popen[bytes]:
    """
    Start the server so that it ends with whoever started it, even if that is killed.
    """
    with_us = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []
    words = [*with_us, *map(str, command)]
    return subprocess.Popen(words, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **_as(user))


def _said_until_ready(server: subprocess.Popen[bytes]) -> str | None:
    """
    Read what the server says until it says that it is ready; it says little afterwards. If it never does, give what it said.
    """
    said = []
    for line in server.stdout:
        said.append(line.decode())
        if b"ready to accept connections" in line:
            return None
    return "".join(said)


def _run(user, *command: object) -> None:
    """
    Run a program that must end well.
    """
    done = subprocess.run([str(part) for part in command], cwd="/", capture_output=True, check=False, **_as(user))
    assert 0 == done.returncode, done.stdout.decode() + done.stderr.decode()
