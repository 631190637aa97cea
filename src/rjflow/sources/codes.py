"""
Every code a diagnostic can have, with what it says; and the one way to make a diagnostic.

RJ1xx: how a file is written. RJ2xx: names and conditions. RJ3xx: structure. The page of a code is `docs/errors/CODE.md`, its
fixture is `tests/errors/CODE_….yaml`.

Stands on: `codes_meaning`, `codes_reading`, `diagnostic`, `span`.
"""

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
    return Diagnostic(code, CODES[code].format(**words), span, label=label, notes=tuple(notes), help=help)
