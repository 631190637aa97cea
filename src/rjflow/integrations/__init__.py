"""What other libraries are joined by: each file needs one of them, and nothing needs the file."""

from collections.abc import Iterator
from contextlib import contextmanager

from rjflow.sources.errors import RjflowError


class NotInstalled(RjflowError, ImportError):
    """A library that is not there; the message says how to get it."""


@contextmanager
def from_extra(extra: str) -> Iterator[None]:
    """
    Say in our own words which extra brings a library that is not installed.

    Raises:
        NotInstalled: it is not.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("rjflow"):
            raise
        raise NotInstalled(f"{missing.name} is not installed: pip install 'rjflow[{extra}]'") from missing
