"""
Every code a diagnostic can have, with what it says; and the one way to make a diagnostic.

RJ1xx: how a file is written. RJ2xx: names and conditions. RJ3xx: structure. RJ4xx: scenarios. The page of a code is `docs/errors/CODE.md`, its
fixture is `tests/errors/CODE_….yaml`.

Stands on: `codes_meaning`, `codes_reading`, `diagnostic`, `span`.
"""

import re
from collections.abc import Iterable, Mapping

from rjflow.sources.codes_meaning import MEANING
from rjflow.sources.codes_reading import READING
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span

CODES: Mapping[str, str] = {**READING, **MEANING}


def problem(
    code: str, span: Span, *, label: str = "", notes: Iterable[str] = (), help: str | None = None, **words: object
) -> Diagnostic:
    """
    Make a diagnostic: the catalogue's message for *code*, its braces filled with *words*.

    Args:
        code: An entry of `CODES`.

        span: The smallest piece of the file that is still the mistake.

        label: What the carets point at.

        notes: What the rule is.

        help: What to do about it.

        words: What the message names.
    """
    message = shortened(CODES[code].format(**words))
    told = tuple(shortened(note) for note in notes)
    return Diagnostic(code, message, span, label=shortened(label), notes=told, help=shortened(help) if help else None)


def shortened(sentence: str) -> str:
    """
    Put what the author wrote on one line, and leave out the middle of what is very long.

    >>> shortened("there is no state `" + "x" * 500 + "`")
    'there is no state `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxx`'
    """
    return _QUOTED.sub(lambda match: f"`{_cut(match[1])}`", sentence) if _LONG.search(sentence) else sentence


# ----------------------------------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"`([^`]*)`")
_LONG = re.compile(r"[\r\n]|`[^`]{61}")
_WORD, _TEXT = 60, 300


def _cut(words: str) -> str:
    words = " ".join(words.split()) if re.search(r"[\r\n]", words) else words
    most = _TEXT if " " in words and max(map(len, words.split())) <= _WORD else _WORD
    return words if len(words) <= most else f"{words[: most - 20]}…{words[-10:]}"
