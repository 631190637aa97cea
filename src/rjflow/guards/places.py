"""
Where each character of a condition stands in its file, whatever quotes, folds or line ends lie between.

Stands on: `sources.span`, `syntax`.   Knows nothing of: YAML.
"""

from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition
from rjflow.sources.span import Span


@frozen
class Places:
    """The place of every character of a text; on one line as it is, the first one's says it all."""

    span: Span
    places: tuple[tuple[int, int], ...] | None

    def between(self, start: int, end: int) -> Span:
        """
        Give the span of the characters from *start* up to, not including, *end*; never an empty one.
        """
        if self.places is None:
            return self.span.within(start, end)
        last = len(self.places) - 1
        line, column = self.places[min(start, last)]
        end_line, end_column = self.places[min(max(end, start + 1), last + 1) - 1]
        return Span(self.span.source, line, column, end_line, end_column + 1)


def places(text: str, span: Span) -> Places:
    """
    Find the characters of *text* in the file, where it stands at *span* as the author laid it out.

    White space may differ; every other character stands there in the same order.
    """
    if text and span.source.line(span.line).startswith(text, span.column - 1):
        return Places(span, None)
    raw = _characters(span)
    first = _beginning(text, span, raw)
    found = _aligned(text, raw[first:])
    if None in found:  # the beginning may stand elsewhere, as a name does before `= 2` under `means`
        backwards = _aligned(text[::-1], raw[first:][::-1])[::-1]
        found = min(found, backwards, key=lambda each: each.count(None))
    return Places(span, _filled(found, raw[first][1:] if raw else (span.line, span.column)))


def spot(span: Span, word: str, nth: int = 1) -> Span:
    """
    Narrow *span* to the nth place where *word* stands in it as a word of its own; the whole span when it does not.
    """
    if span.line == span.end_line:
        text = span.source.line(span.line)[span.column - 1 : span.end_column - 1]
        start = _start_of(text, word, nth)
        return span if start is None else span.within(start, start + len(word))
    raw = _characters(span)
    start = _start_of("".join(character for character, _, _ in raw), word, nth)
    if start is None:
        return span
    (_, line, column), (_, end_line, end_column) = raw[start], raw[start + len(word) - 1]
    return Span(span.source, line, column, end_line, end_column + 1)


def spot_of(part: Condition, word: str, nth: int = 1) -> Span:
    """
    Find the nth place of a word in a condition that was read.
    """
    return spot(place_of(part), word, nth)


def place_of(part: Condition) -> Span:
    """
    Give the place of a condition that was read.
    """
    assert part.span is not None, "every condition that was read knows its place"
    return part.span


# ----------------------------------------------------------------------------------------------------------------------


def _start_of(text: str, word: str, nth: int) -> int | None:
    """
    Find where the nth *word* of its own begins, or the last where there are not so many; nothing where there is none.
    """
    found, at = None, text.find(word)
    while at >= 0 and nth > 0:
        end = at + len(word)
        if _goes_on(text[at - 1 : at]) or _goes_on(text[end : end + 1]):
            at = text.find(word, at + 1)
        else:
            found, nth, at = at, nth - 1, text.find(word, end)
    return found


def _goes_on(character: str) -> bool:
    """
    Tell whether a word goes on with a character, if there is one.
    """
    return character.isalnum() or character in ("_", "-")


def _characters(span: Span) -> list[tuple[str, int, int]]:
    """
    Give every character of a span with its line and column; a line end counts as one blank.
    """
    found: list[tuple[str, int, int]] = []
    for number in range(span.line, span.end_line + 1):
        line = span.source.line(number)
        first = span.column if number == span.line else 1
        last = span.end_column - 1 if number == span.end_line else len(line)
        found += [(line[column - 1], number, column) for column in range(first, min(last, len(line)) + 1)]
        if number < span.end_line:
            found.append((" ", number, len(line) + 1))
    return found


def _aligned(text: str, raw: list[tuple[str, int, int]]) -> list[tuple[int, int] | None]:
    """
    Find the characters of a text in the file, in their order; None for those that do not stand there.
    """
    found: list[tuple[int, int] | None] = []
    at = 0
    for character in text:
        following = at
        if not character.isspace():
            while following < len(raw) and raw[following][0] != character:
                following += 1
        elif following < len(raw) and not raw[following][0].isspace():
            following = len(raw)
        if following < len(raw):
            found.append(raw[following][1:])
            at = following + 1
        else:
            found.append(None)
    return found


def _filled(found: list[tuple[int, int] | None], first: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """
    Give what has no place of its own the place of what stands before it.
    """
    filled: list[tuple[int, int]] = []
    for place in found:
        filled.append(place or (filled[-1] if filled else first))
    return tuple(filled) or (first,)


def _beginning(text: str, span: Span, raw: list[tuple[str, int, int]]) -> int:
    """
    Tell where in the raw characters the text begins: after a quote, or below a block's header.
    """
    opening = raw[0][0] if raw else ""
    if opening in ("'", '"') and not text.startswith(opening):
        return 1
    if opening in ("|", ">") and not text.startswith(opening):
        return next((at for at, (_, line, _column) in enumerate(raw) if line > span.line), 0)
    return 0
