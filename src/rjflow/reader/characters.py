"""
From the bytes of a file to text that can be read: its size, its encoding, and the characters nobody can see.

A byte order mark and the line ends of Windows are layout, and pass without a word.

Stands on: `sources`.   Knows nothing of: YAML.
"""

import re
import sys
from pathlib import Path

from rjflow.frozen import frozen
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.odd_characters import called
from rjflow.sources.span import SourceText, Span, span_of
from rjflow.text import counted

BIGGEST = 1024 * 1024
NOTHING = "\ue0ff"


@frozen
class Legible:
    """
    A file as it can be shown, with a space for what nobody can see, and what is wrong with its characters.

    `text` is what to read, none when it is not worth reading; it is as long, and has `NOTHING` for what nobody can see in a word.
    """

    source: SourceText
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str | None = None


def legible(content: str | bytes, name: str) -> Legible:
    """
    Turn the content of a file into text of which every character shows.
    """
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "surrogatepass"))
    if size > BIGGEST:
        return _too_big(content, name)
    if isinstance(content, bytes) and content.count(0) * 4 > len(content):
        return _wide(content, name)
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        return _not_utf8(error, name)
    source = SourceText(name, text.removeprefix("\ufeff"))
    if not source.text.strip():
        return Legible(source, (empty(source),))
    return _without_the_unseen(source)


def content_of(path: Path) -> bytes:
    """
    Read a file, however big: of one that is too big, no more than shows that it is.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return file.read(BIGGEST + 1)


def without_the_unseen(text: str, span: Span) -> tuple[str, list[Diagnostic]]:
    """
    Find what escapes in double quotes made that nobody can see, and put spaces there.
    """
    if not re.search(_MADE, text):
        return text, []
    found = [
        problem(
            "RJ124",
            span_of(span.source, number, match.start() + 1, number, match.end() + 1),
            label=called(_decoded(match)),
            help="delete it, and write what you need around it anew",
        )
        for number in range(span.line, span.end_line + 1)
        for match in _ESCAPE.finditer(span.source.line(number))
        if re.match(_MADE, _decoded(match)) and _inside(span, number, match.start() + 1)
    ]
    return re.sub(_MADE, " ", text), found[:_MOST]


def empty(source: SourceText) -> Diagnostic:
    """
    Say that there is nothing in a file, or nothing but comments.
    """
    begins = "`scenarios-of:` with the file it tries" if ".scenarios." in source.name else "`workflow:` with a name"
    help_text = f"begin it with `rjflow: 1` and a line {begins}"
    return problem("RJ125", span_at(source, 0), help=help_text)


def span_at(source: SourceText, start: int, end: int | None = None) -> Span:
    """
    Find the line and column of the character at *start*, and of the one before *end*, on the same line.
    """
    lines = source.text[:start].splitlines(keepends=True)
    if lines and lines[-1].splitlines()[0] == lines[-1]:
        number, column = len(lines), len(lines[-1]) + 1
    else:
        number, column = len(lines) + 1, 1
    return span_of(source, number, column, number, column + max(1, (end or start + 1) - start))


# ----------------------------------------------------------------------------------------------------------------------

_MOST = 10
_UNBROKEN_HELP = "write a simple space in its place"
_LETTERS = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "r": "\r", "v": "\v", "L": "\u2028", "P": "\u2029"}
_LETTERS["N"] = "\x85"
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")

# Control characters, foreign line ends, marks that change the direction of reading, zero-width spaces, halves of characters.
_NEVER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff\ue000-\uf8ff]"
)
# These three are compiled when they are needed, which is seldom.
_UNSEEN = rf"(?m){_NEVER.pattern}|^[ ]*\xa0+"

# No-break spaces where a simple one belongs: after the colon of a key, or after the dash of an entry.
_UNBROKEN = r"""(?m)(?:^[ ]*(?:-[ ]+)*|[{,][ ]*)(?:[\w-]+:|"[^"\n]*":|-)(\xa0+)"""

# The same, and the carriage return: what an escape can make, wherever it stands.
_MADE = _NEVER.pattern.removesuffix("]") + "\r]"


def _decoded(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= sys.maxunicode else " "
    return _LETTERS.get(match[4], " ")


def _inside(span: Span, line: int, column: int) -> bool:
    return (span.line, span.column) <= (line, column) < (span.end_line, span.end_column)


def _too_big(content: str | bytes, name: str) -> Legible:
    start = content[:200] if isinstance(content, str) else content[:200].decode("utf-8", "replace")
    source = _shown(SourceText(name, "".join(start.splitlines()[:1])))
    found = problem(
        "RJ123",
        span_of(source, 1, 1, 1, 2),
        notes=[f"it has more than the {BIGGEST:,} bytes (1 MB) that it may have"],
        help="is this the right file? Workflows have a few hundred lines",
    )
    return Legible(source, (found,))


def _not_utf8(error: UnicodeDecodeError, name: str) -> Legible:
    content = error.object
    source = _shown(SourceText(name, content.decode("utf-8", "replace").removeprefix("\ufeff")))
    before = content[: error.start].decode("utf-8").removeprefix("\ufeff")
    found = problem(
        "RJ122",
        span_at(source, len(before)),
        label="from here on",
        notes=[
            f"the first byte that does not fit is number {error.start + 1:,}, and it is 0x{content[error.start]:02X}"
        ],
        help="save it again as UTF-8; most editors offer that under “Save as” or “Encoding”",
    )
    return Legible(source, (found,))


def _wide(content: bytes, name: str) -> Legible:
    """
    Refuse a text of which every other byte is nothing: UTF-16 or UTF-32, without the mark that says so.
    """
    text = content.decode("utf-8", "replace").replace("\0", "").removeprefix("\ufeff").removeprefix("\ufffd\ufffd")
    first = content.index(0)
    found = problem(
        "RJ122",
        span_of(source := _shown(SourceText(name, text)), 1, 1, 1, 2),
        label="from here on",
        notes=[f"byte number {first + 1:,} is 0x00, and so are many after it: this looks like UTF-16 or UTF-32"],
        help="save it again as UTF-8; most editors offer that under “Save as” or “Encoding”",
    )
    return Legible(source, (found,))


def _unseen(text: str) -> list[tuple[int, int]]:
    """
    Find what nobody can see, from where to where, in order.
    """
    if "\xa0" not in text:
        return [match.span() for match in _NEVER.finditer(text)]
    found = [match.span() for match in re.finditer(_UNSEEN, text)]
    return sorted({*found, *(match.span(1) for match in re.finditer(_UNBROKEN, text) if match.start(1) >= 0)})


def _without_the_unseen(source: SourceText) -> Legible:
    text, unseen = source.text, _unseen(source.text)
    if not unseen:
        return Legible(source, (), text)
    source = _shown(source)
    found = [
        problem(
            "RJ124",
            span_at(source, start),
            label=called(text[end - 1]),
            help=_UNBROKEN_HELP if text[end - 1] == "\xa0" else "delete it, and write what you need around it anew",
        )
        for start, end in unseen[:_MOST]
    ]
    if len(unseen) > _MOST:
        note = f"there are {counted(len(unseen) - _MOST, 'more character')} like this in the file; it may not be a text at all"
        last = found[-1]
        found[-1] = Diagnostic(last.code, last.message, last.span, label=last.label, notes=(note,), help=last.help)
    return Legible(source, tuple(found), _closed_up(text, unseen) if len(unseen) <= _MOST else None)


def _closed_up(text: str, unseen: list[tuple[int, int]]) -> str:
    """
    Put nothing, instead of a space, where a word goes on after what cannot be seen: it is still one word.
    """
    characters = list(text)
    for start, end in unseen:
        before, after = text[start - 1 : start], text[end : end + 1]
        inside = after.isalnum() or (bool(after) and after in "-_,:]})" and not before.isspace())
        characters[start:end] = (NOTHING if inside and text[start] != "\xa0" else " ") * (end - start)
    return "".join(characters)


def _shown(source: SourceText) -> SourceText:
    """
    Put spaces where nothing would show, or where a terminal would obey; every other character keeps its place.
    """
    characters = list(source.text)
    for start, end in _unseen(source.text):
        characters[start:end] = " " * (end - start)
    return SourceText(source.name, "".join(characters))
