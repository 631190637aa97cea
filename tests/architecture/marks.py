"""
What silences a tool, and says why beside it: `checks.py`'s neighbour for the marks that linters, type checkers and coverage obey.
"""

import re
from collections.abc import Iterator
from io import StringIO
from tokenize import COMMENT, generate_tokens

from architecture.checks import Module

_MARK = re.compile(r"(noqa|type:\s*ignore|pyright:|mypy:|ruff:|pragma:)", re.IGNORECASE)
_NARROW = re.compile(r"noqa: [A-Z]+\d+(, [A-Z]+\d+)*|(type|pyright): ignore\[[\w, -]+\]|pragma: no (cover|branch)")


def silenced(module: Module) -> list[str]:
    """
    Complain about every mark that silences a tool and has no reason behind it, or silences more than it names.
    """
    comments = (token for token in generate_tokens(StringIO(module.text).readline) if token.type == COMMENT)
    return [f"{module.name}:{one.start[0]}: {wrong}: {one.string}" for one in comments for wrong in _wrong(one.string)]


def _wrong(comment: str) -> Iterator[str]:
    parts = [part.strip() for part in comment.split("#")[1:]]
    marks = [part for part in parts if _MARK.match(part)]
    if marks and (parts[-1] in marks or not parts[-1]):
        yield "silences without a reason"
    yield from ("silences more than it names" for mark in marks if not _NARROW.fullmatch(mark))
