"""
The ends of histories, kept where nobody can change them: written down, signed, and read again.

Stands on: `store`, `sealing.signing`.   Knows nothing of: what is checked by them, where they are kept.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from rjflow.engine.asking import is_id
from rjflow.instants import Instant
from rjflow.sealing.signing import is_signed, signature
from rjflow.sources.errors import RjflowError
from rjflow.store.port import Store

_PAGE = 500
_SIGNED = re.compile(
    r'^\{"signed": (\{"at": -?\d+, "heads": \d+\}), "signature": "([A-Za-z0-9+/=]+)"\}\n\Z', re.MULTILINE
)


@frozen
class Head:
    """The end of a history at one time: who has it elsewhere can tell later whether anything before it was changed."""

    case: str
    revision: int
    head: str


class NotHeads(RjflowError):
    """A text that is no list of heads: which line of it."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}: this is no exported head")


class NotSigned(RjflowError):
    """Heads that were not signed by whom they should be, or were changed since."""


def heads(store: Store) -> Iterator[Head]:
    """
    Give where every history ends now, as its entries say.
    """
    last: str | None = None
    while page := store.cases(most=_PAGE, after=last):
        for case in page:
            for entry in store.entries(case)[-1:]:
                yield Head(case, entry.number, entry.hash)
        last = page[-1]


def as_lines(several: Iterable[Head]) -> str:
    """
    Write heads as JSON, one a line; `from_lines` reads them.
    """
    return "".join(
        json.dumps({"case": one.case, "revision": one.revision, "head": one.head}, ensure_ascii=False) + "\n"
        for one in several
    )


def signed(text: str, private_key: bytes, at: Instant) -> str:
    """
    Sign what `as_lines` wrote, and say when; `from_lines` reads it with the public key.

    Args:
        text: The heads.
        private_key: An Ed25519 key in PEM.
        at: When they were taken.

    Raises:
        NotAKey, NotInstalled: as `sealing.signing.signature` does.
    """
    said = json.dumps({"at": at, "heads": text.count("\n")})
    sign = signature(private_key, (text + said).encode())
    return f'{text}{{"signed": {said}, "signature": "{sign}"}}\n'


def from_lines(text: str, public_key: bytes | None = None) -> tuple[Head, ...]:
    """
    Read what `as_lines` wrote, or `signed`.

    Args:
        text: The heads.
        public_key: The Ed25519 key in PEM, of whoever must have signed them; nothing, when a signature is not looked at.

    Raises:
        NotHeads: a line is no head.
        NotSigned: they were not signed with the key that belongs to the public one, or were changed since.
        NotAKey, NotInstalled: as `sealing.signing.is_signed` does.

    >>> from_lines(as_lines([Head("door-7", 3, "0" * 64)]))
    (Head(case='door-7', revision=3, head='0000000000000000000000000000000000000000000000000000000000000000'),)
    """
    found = _SIGNED.search(text)
    lines = text[: found.start()] if found else text
    if public_key is not None:
        said = f"{lines}{found[1]}" if found else ""
        if found is None or not is_signed(public_key, said.encode(), found[2]):
            raise NotSigned("the heads were not signed with the key that belongs to this one, or were changed since")
    each = lines.removesuffix("\n").split("\n") if lines else []
    return tuple(_head(number, line) for number, line in enumerate(each, start=1))


def says_it_is_signed(text: str) -> bool:
    """
    Tell whether heads come with a signature, whoever made it.
    """
    return _SIGNED.search(text) is not None


# ----------------------------------------------------------------------------------------------------------------------


def _head(number: int, line: str) -> Head:
    try:
        said: Any = json.loads(line)
        one = Head(**said)
    except (ValueError, TypeError) as problem:
        raise NotHeads(number) from problem
    if not is_id(one.case) or type(one.revision) is not int or one.revision < 1 or not is_id(one.head):
        raise NotHeads(number)
    return one
