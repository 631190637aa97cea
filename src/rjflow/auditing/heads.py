"""
The ends of histories, and of what each reader read, kept where nobody can change them: written down, signed, and read again.

Stands on: `store`, `sealing.signing`.   Knows nothing of: what is checked by them, where they are kept.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import asdict

from rjflow.engine.asking import is_id
from rjflow.engine.history import NO_ENTRY
from rjflow.frozen import frozen
from rjflow.instants import Instant
from rjflow.sealing.signing import is_signed, signature
from rjflow.sources.errors import RjflowError
from rjflow.store import rows
from rjflow.store.digest import digest
from rjflow.store.port import CaseFile, Store
from rjflow.store.rows_beside import ReadRow

_PAGE = 500
# Lines are numbered from 1; one that somebody put before them is looked at, too. Not the least there is: written out, PostgreSQL reads its digits first.
_BEFORE_ALL = -(2**63 - 1)
_SIGNED = re.compile(
    r'^\{"signed": (\{"at": -?\d+, "heads": \d+\}), "signature": "([A-Za-z0-9+/=]+)"\}\n\Z', re.MULTILINE
)


@frozen
class Head:
    """
    The end of a history at one time: who has it elsewhere can tell later whether anything before it was changed.

    Attributes:
        case: whose.
        revision: the number of its last entry.
        head: the hash of that entry.
        keys: the digest of the idempotency keys that were there; nothing in a head of an rjflow that did not look at them.
        messages: the digest of the messages that were there, received or not; nothing as well.
    """

    case: str
    revision: int
    head: str
    keys: str | None = None
    messages: str | None = None


@frozen
class ReadsHead:
    """How far the log of what somebody read went at one time: how many lines, and the hash of all of them, one upon the other."""

    actor: str
    reads: int
    head: str


class ReadsSoFar:
    """
    Hashes the lines of the log of reads one upon the other, for each reader.

    >>> from rjflow.store.rows import read_row
    >>> so_far = ReadsSoFar()
    >>> [so_far.grown(read_row("door-7", at, "ann", "case", None, allowed=True)).reads for at in (5, 6)]
    [1, 2]
    """

    def __init__(self) -> None:
        self._ends: dict[str, ReadsHead] = {}

    def grown(self, row: ReadRow) -> ReadsHead:
        """Add the next line; give how far its reader's go with it."""
        before = self._ends.get(row.actor, ReadsHead(row.actor, 0, NO_ENTRY))
        end = ReadsHead(row.actor, before.reads + 1, digest(before.head, *row[1:]))
        self._ends[row.actor] = end
        return end

    def ends(self) -> list[ReadsHead]:
        """Give how far each reader's go, in the order of their ids."""
        return [self._ends[actor] for actor in sorted(self._ends)]


class NotHeads(RjflowError):
    """A text that is no list of heads: which line of it."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}: this is no exported head")


class NotSigned(RjflowError):
    """Heads that were not signed by whom they should be, or were changed since."""


def heads(store: Store) -> Iterator[Head | ReadsHead]:
    """
    Give where every history ends now, as its entries say; and how far goes what each reader read.
    """
    last: str | None = None
    while page := store.cases(most=_PAGE, after=last):
        for case in page:
            file = store.file(case)
            for entry in file.entries[-1:]:
                yield Head(case, entry.number, entry.hash, *beside(file, entry.number))
        last = page[-1]
    so_far = ReadsSoFar()
    for row in all_reads(store):
        so_far.grown(row)
    yield from so_far.ends()


def beside(file: CaseFile, revision: int) -> tuple[str, str]:
    """
    Give the digests of the idempotency keys and of the messages that a case had when it was at a revision: none is ever changed or thrown away.
    """
    keys = sorted(one for one in file.keys if rows.is_sealed(one) and one.last <= revision)
    messages = sorted(one for one in file.messages if rows.is_sealed(one) and one.number <= revision)
    return digest(NO_ENTRY, *(one.seal for one in keys)), digest(NO_ENTRY, *(one.seal for one in messages))


def all_reads(store: Store) -> Iterator[ReadRow]:
    """
    Give the log of reads, page by page.
    """
    last = _BEFORE_ALL
    while page := store.reads(most=_PAGE, after=last):
        yield from page
        last = page[-1].number


def as_lines(several: Iterable[Head | ReadsHead]) -> str:
    """
    Write heads as JSON, one a line; `from_lines` reads them.
    """
    return "".join(json.dumps(_said(one), ensure_ascii=False) + "\n" for one in several)


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


def from_lines(text: str, public_key: bytes | None = None) -> tuple[Head | ReadsHead, ...]:
    """
    Read what `as_lines` wrote, or `signed`.

    Args:
        text: The heads.
        public_key: The Ed25519 key in PEM, of whoever must have signed them; nothing, when a signature is not looked at.

    Raises:
        NotHeads: a line is no head.
        NotSigned: they were not signed with the key that belongs to the public one, or were changed since.
        NotAKey, NotInstalled: as `sealing.signing.is_signed` does.

    >>> from_lines(as_lines([Head("door-7", 3, "0" * 64)])) == (Head("door-7", 3, "0" * 64),)
    True
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


def _said(one: Head | ReadsHead) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if value is not None}


def _head(number: int, line: str) -> Head | ReadsHead:
    try:
        said: Any = json.loads(line)
        one = ReadsHead(**said) if "actor" in said else Head(**said)
    except (ValueError, TypeError) as problem:
        raise NotHeads(number) from problem
    of, many = (one.actor, one.reads) if isinstance(one, ReadsHead) else (one.case, one.revision)
    more = () if isinstance(one, ReadsHead) else (one.keys, one.messages)
    if (
        not is_id(of)
        or type(many) is not int
        or many < 1
        or not all(is_id(mark) for mark in (one.head, *more) if mark is not None)
    ):
        raise NotHeads(number)
    return one
