"""
Characters that look like others, or like nothing at all, in words that should have letters, digits and hyphens.

Stands on: nothing.   Knows nothing of: files, where words come from.
"""

import unicodedata

from rjflow.frozen import frozen


@frozen
class Odd:
    """A character that does not belong in a word: which one it is, where, and the word as it was surely meant."""

    at: int
    called: str
    meant: str


def odd_character(word: str) -> Odd | None:
    """
    Find the first character of a word that cannot be seen, or that only looks like a letter or a hyphen.

    >>> odd_character("p\\u0430used")
    Odd(at=1, called='U+0430, cyrillic small letter a', meant='paused')
    >>> odd_character("paused"), odd_character("café")
    (None, None)
    """
    at = next((at for at, character in enumerate(word) if _plain(character) != character), None)
    if at is None:
        return None
    return Odd(at, called(word[at]), "".join(map(_plain, word)))


def called(character: str) -> str:
    """
    Give a character's number and its name.

    >>> called("\\u200b"), called("\\ue03a")
    ('U+200B, zero width space', 'U+E03A, a character for private use')
    """
    other = "a character for private use" if unicodedata.category(character) == "Co" else "a control character"
    return f"U+{ord(character):04X}, {unicodedata.name(character, other).lower()}"


# ----------------------------------------------------------------------------------------------------------------------

# Letters of the Cyrillic and Greek alphabets that nobody can tell from Latin ones.
_LOOK_ALIKES = dict(zip("асеорхуіјѕԁһԛԝɡαορνικτυ", "aceopxyijsdhqwgaopviktu", strict=True))
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"


def _plain(character: str) -> str:
    """
    Give what a character looks like: a plain one, or nothing.
    """
    if character.isascii():
        return character
    if character in _HYPHENS:
        return "-"
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cf", "Cc", "Co"):
        return ""
    wide = unicodedata.normalize("NFKC", character)
    return _LOOK_ALIKES.get(character) or (wide if wide.isascii() else character)
