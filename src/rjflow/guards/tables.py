"""
Make the parser of the condition language from the tables that lark worked out of the grammar before, which takes it as long as reading
a small workflow.

They are in `tables.json`, beside this file, for one grammar and one release of lark; for any other lark works them out anew, so that a
parser is always that of `guards.lark`. `make accept` writes them.

Stands on: lark.   Knows nothing of: conditions.
"""

import json
from pathlib import Path
from typing import Any

import lark
from lark import Lark

_GRAMMAR = Path(__file__).with_name("guards.lark")
TABLES = Path(__file__).with_name("tables.json")


def quick_parser() -> Lark:
    """
    Give the parser of the condition language, from what is known of it if that is known.
    """
    known = _known()
    return new_parser() if known is None else Lark.load(known)


def new_parser() -> Lark:
    """
    Let lark work the parser out of the grammar.
    """
    return Lark(_grammar(), parser="lalr", lexer="basic", propagate_positions=True)


# ----------------------------------------------------------------------------------------------------------------------


def _grammar() -> str:
    return _GRAMMAR.read_text(encoding="utf-8")


def _known() -> dict[str, Any] | None:
    """
    Give the tables of today's grammar and lark; nothing where there are none.
    """
    try:
        known = json.loads(TABLES.read_text(encoding="utf-8"), object_pairs_hook=_numbered)
    except (OSError, ValueError):
        return None
    return known if (known.get("lark"), known.get("grammar")) == (lark.__version__, _grammar()) else None


def _numbered(pairs: list[tuple[str, Any]]) -> dict[str | int, Any]:
    """
    Give an object of JSON whose keys may be numbers, as lark wants them, and JSON has not.
    """
    return {int(name) if name.isdecimal() else name: value for name, value in pairs}
