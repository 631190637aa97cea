"""
A text that breaks the rules of YAML, the place where it does, and the means to read on past it.

A character that YAML took for a sign is replaced by a stand-in of the same width, which `restored` turns back. So everything after it
is still read, and every column is right.

Stands on: `characters`, `sources`.   Knows nothing of: ruamel.yaml, workflows.
"""

import re

from rjflow.frozen import frozen
from rjflow.reader.characters import NOTHING, span_at
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import SourceText


@frozen
class Complaint:
    """What the parser said, at which character, and of the piece that began at which."""

    words: str
    at: int
    began: int


@frozen
class Fault:
    """What is wrong, and the text with which to read on; none when it is not clear what was meant."""

    diagnostics: tuple[Diagnostic, ...]
    mended: str | None = None


_SIGNS = "?:@`%>|&*![],{}#'\""
STAND_IN = {sign: chr(0xE000 + ord(sign)) for sign in _SIGNS}
CLOSING = {"[": "]", "{": "}"}
_BACK = {**{ord(stand_in): sign for sign, stand_in in STAND_IN.items()}, ord(NOTHING): None}
_STAND_INS = frozenset(STAND_IN.values()) | {NOTHING}


def restored(text: str) -> str:
    """
    Turn stand-ins back into the characters they stand for, and leave out what stands for nothing.
    """
    return text.translate(_BACK) if _STAND_INS & set(text) else text


@frozen
class Scene:
    """A text and the place in it that the parser stumbled over."""

    source: SourceText
    text: str
    complaint: Complaint

    @property
    def at(self) -> int:
        """Where it is, as a number of characters."""
        return min(self.complaint.at, len(self.text))

    @property
    def sign(self) -> str:
        """The character there; nothing at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def before(self) -> str:
        """The line up to the place."""
        return self.text[self.line_start(self.at) : self.at]

    @property
    def after(self) -> str:
        """The line from the place on, without a comment."""
        return re.split(r"\s#", re.split(r"[\r\n]", self.text[self.at :], maxsplit=1)[0], maxsplit=1)[0].rstrip()

    def line_start(self, at: int) -> int:
        """Find where the line that *at* is on begins."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def fault(
        self,
        code: str,
        start: int,
        end: int | None = None,
        *,
        label: str = "",
        notes: tuple[str, ...] = (),
        help: str | None = None,
        mended: str | None = None,
        **words: object,
    ) -> Fault:
        """Make a fault of one diagnostic, from the character at *start* up to *end*."""
        if self.source.text[start : start + 1] in ("", "\r", "\n"):
            start = min(start, len(self.source.text.rstrip()))
        span = span_at(self.source, start, end)
        return Fault((problem(code, span, label=label, notes=notes, help=help, **words),), mended)

    def replaced(self, *places: int) -> str:
        """Give the text with stand-ins at these places."""
        characters = list(self.text)
        for place in places:
            characters[place] = STAND_IN[characters[place]]
        return "".join(characters)

    def without(self, start: int, end: int, sign: str) -> str:
        """Give the text with nothing for every *sign* from *start* to *end*."""
        return self.text[:start] + self.text[start:end].replace(sign, NOTHING) + self.text[end:]


def in_quotes(words: str) -> str:
    """
    Show words as an author should write them, in quotes that fit.
    """
    words = " ".join(words.split())
    return f"`'{words}'`" if '"' in words and "'" not in words else '`"' + words.replace('"', "'") + '"`'


def closed(text: str, began: int) -> bool:
    """
    Tell whether the bracket at *began* is closed before a line begins further left than its own.
    """
    start = max(text.rfind("\n", 0, began), text.rfind("\r", 0, began)) + 1
    indent = len(text[start:]) - len(text[start:].lstrip(" "))
    depth = 0
    for number, line in enumerate(text[began:].splitlines()):
        if number and line.strip() and len(line) - len(line.lstrip(" ")) <= indent and line.lstrip()[0] not in "]}":
            return False
        for sign in re.split(r"\s#", line, maxsplit=1)[0]:
            depth += (sign in "[{") - (sign in "]}")
            if depth == 0:
                return True
    return False
