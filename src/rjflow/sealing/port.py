"""
Who holds the keys that keys are wrapped with: what is asked of them, and what can go wrong.

Stands on: `errors`.   Knows nothing of: cases, files, cryptography.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from rjflow.errors import RjflowError


class NotInstalled(RjflowError):
    """What sealing and signing take is not installed; the message says how to install it."""


class NoSuchKey(RjflowError):
    """
    A wrapping key that the provider does not have.

    Attributes:
        name: what it is called.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the wrapping key `{name}` is not at hand")


class NotAKey(RjflowError):
    """Something that is no key; the message says what a key looks like, and never what was there."""


class CannotUnseal(RjflowError):
    """Something that was not sealed under this key, or was changed since."""


class Wrapped(NamedTuple):
    """
    A key of somebody, encrypted with a wrapping key.

    Attributes:
        name: which wrapping key it was.
        text: what came out, in base64 or any other text that the provider can read.
    """

    name: str
    text: str


class KeyProvider(Protocol):
    """
    What holds wrapping keys: a file, the environment, or a service that never gives them out. Many threads may ask it at once.
    """

    @property
    def newest(self) -> str:
        """The name of the wrapping key that new keys are wrapped with."""
        ...

    def wrap(self, key: bytes, about: bytes) -> Wrapped:
        """Encrypt a key with the newest wrapping key, bound to what it is about."""
        ...

    def unwrap(self, wrapped: Wrapped, about: bytes) -> bytes:
        """
        Give a key back.

        Raises:
            NoSuchKey: the wrapping key is not there any more.
            CannotUnseal: it was wrapped with another one, about something else, or was changed since.
        """
        ...


@contextmanager
def installed() -> Iterator[None]:
    """
    Say in our own words that the package behind all this is missing.

    Raises:
        NotInstalled: it is.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "cryptography":
            raise
        raise NotInstalled("sealing and signing take the package cryptography: pip install 'rjflow[keys]'") from missing
