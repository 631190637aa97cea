"""
Say that a name is not known, and which one was probably meant.

Stands on: `codes`, `odd_characters`, `text`.   Knows nothing of: where names come from.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.odd_characters import Odd, odd_character
from rjflow.sources.span import Span
from rjflow.text import did_you_mean, quoted

_MANY = 8


def unknown(
    code: str,
    place: Span,
    word: str,
    known: Collection[str],
    *,
    thing: str,
    others: Mapping[str, str] | None = None,
    section: str | None = None,
    notes: Iterable[str] = (),
) -> Diagnostic:
    """
    Make the diagnostic for a name that nothing has.

    Args:
        code: Its code; the message names the word.
        place: Where the name stands.
        word: The name.
        known: The names it could have been.
        thing: What such a name would be called, with its article.
        others: Names of other kinds of things, with what each is.
        section: The key of the file under which such things are written.
        notes: What else there is to know.
    """
    odd = odd_character(word)
    if odd:
        return _odd(code, place, word, odd, known)
    other = (others or {}).get(word)
    label = f"`{word}` is {other}, not {thing}" if other else _nothing(thing)
    return problem(code, place, label=label, notes=notes, help=_help(word, known, thing, section), word=word)


# ----------------------------------------------------------------------------------------------------------------------


def _odd(code: str, place: Span, word: str, odd: Odd, known: Collection[str]) -> Diagnostic:
    """
    Point at a character that nobody can see, or tell from another, in a name that may look right.
    """
    line = place.source.line(place.line)
    if line[place.column - 1 : place.end_column - 1] == word:
        place = place.within(odd.at, odd.at + 1)
    note = f"character {odd.at + 1} of this name is {odd.called}"
    meant = odd.meant.strip()
    close = did_you_mean(meant, known)
    help_ = f"write `{meant}`, typed anew" if meant in known else close or f"type it anew: `{meant}`"
    return problem(code, place, label="not what it looks like", notes=(note,), help=help_, word=word)


def _bare(thing: str) -> str:
    return re.sub(r"\ban? ", "", thing)


def _nothing(thing: str) -> str:
    if thing.startswith("something "):
        return f"nothing {thing.removeprefix('something ')} has this name"
    return f"no {_bare(thing)} has this name"


def _help(word: str, known: Collection[str], thing: str, section: str | None) -> str:
    close = did_you_mean(word, (name for name in known if name != word))
    if close:
        return close
    names = list(dict.fromkeys(known))
    if names and len(names) <= _MANY:
        return f"there {'is' if len(names) == 1 else 'are'} {quoted(names)}"
    if section:
        return f"write {thing} of this name under `{section}`" + ("" if names else f"; there is no {_bare(thing)} yet")
    return f"use the name of {thing}" if names else f"{_nothing(thing)}, or any other"
