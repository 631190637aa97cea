"""
Wrapping keys that are at hand as texts: in a file, or in a variable of the environment.

One key a line, or several in one line with commas between: a name, a colon or a space, and 32 bytes in base64. The last one wraps whatever
is wrapped from now on; the others are for what was wrapped before. Lines that begin with `#` are remarks.

Stands on: `values`, `port`.   Knows nothing of: cases, where an environment comes from.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from pathlib import Path

from rjflow.sealing.port import NoSuchKey, NotAKey, Wrapped
from rjflow.sealing.values import KEY_LENGTH, new_key, seal, unseal

VARIABLE = "RJFLOW_KEYS"
_KEY = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)[:\s]\s*([A-Za-z0-9+/=]+)\Z")
_LOOKS = "a wrapping key is a name, a colon, and 32 bytes in base64; `rjflow keys new` makes one"


class WrappingKeys:
    """
    Hold wrapping keys in memory, by their names, the newest last.

    Args:
        text: The keys, as they stand in a file or in a variable.

    Raises:
        NotAKey: the text is none, or has no keys in it.

    Not seen:
        Who else can read where the text came from.

    >>> keys = WrappingKeys(new_line("2026-03"))
    >>> keys.unwrap(keys.wrap(b"a key of somebody", b"gus"), b"gus")
    b'a key of somebody'
    """

    def __init__(self, text: str) -> None:
        lines = [line for line in text.split("\n") if not line.lstrip().startswith("#")]
        written = [part.strip() for line in lines for part in line.split(",") if part.strip()]
        self._keys = dict(_read(part) for part in written)
        if not self._keys:
            raise NotAKey(f"there is no wrapping key; {_LOOKS}")
        if len(self._keys) != len(written):
            raise NotAKey("two wrapping keys have one name")

    @classmethod
    def in_file(cls, path: str | Path) -> "WrappingKeys":
        """
        Read the keys that a file holds.

        Raises:
            NotAKey: it cannot be read, or holds something else.
        """
        try:
            return cls(Path(path).read_text("ascii"))
        except (OSError, UnicodeDecodeError) as problem:
            why = problem.strerror.lower() if isinstance(problem, OSError) and problem.strerror else "it is no text"
            raise NotAKey(f"the wrapping keys in {path} cannot be read: {why}") from problem

    @classmethod
    def in_environment(cls, environment: Mapping[str, str], variable: str = VARIABLE) -> "WrappingKeys":
        """
        Read the keys that a variable holds.

        Args:
            environment: The host's, such as `os.environ`; nothing here looks for it by itself.
            variable: What the variable is called.

        Raises:
            NotAKey: there is no such variable, or it holds something else.
        """
        if variable not in environment:
            raise NotAKey(f"the environment has no {variable}; {_LOOKS}")
        return cls(environment[variable])

    @property
    def newest(self) -> str:
        """The name of the last key."""
        return next(reversed(self._keys))

    def wrap(self, key: bytes, about: bytes) -> Wrapped:
        """Encrypt a key with the newest wrapping key, bound to what it is about."""
        return Wrapped(self.newest, seal(self._keys[self.newest], key, about))

    def unwrap(self, wrapped: Wrapped, about: bytes) -> bytes:
        """
        Give a key back.

        Raises:
            NoSuchKey: the wrapping key is not there any more.
            CannotUnseal: it was wrapped with another one, about something else, or was changed since.
        """
        if wrapped.name not in self._keys:
            raise NoSuchKey(wrapped.name)
        return unseal(self._keys[wrapped.name], wrapped.text, about)


def new_line(name: str) -> str:
    """
    Make a wrapping key, as the line that it is in a file.

    Raises:
        NotAKey: the name is none.
    """
    line = f"{name}:{b64encode(new_key()).decode()}\n"
    _read(line.strip())
    return line


# ----------------------------------------------------------------------------------------------------------------------


def _read(part: str) -> tuple[str, bytes]:
    found = _KEY.match(part)
    if found is None:
        raise NotAKey(_LOOKS)
    try:
        key = b64decode(found[2], validate=True)
    except Error as problem:
        raise NotAKey(_LOOKS) from problem
    if len(key) != KEY_LENGTH:
        raise NotAKey(_LOOKS)
    return found[1], key
