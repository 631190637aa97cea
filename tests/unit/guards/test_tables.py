"""
The parser made from tables that are kept.
"""

import json
from pathlib import Path

import lark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lark.grammar import Rule
from lark.lexer import TerminalDef

from rjflow.guards import tables

GRAMMAR = Path(tables.__file__).with_name("guards.lark").read_text("utf-8")
WORDS = (
    *("every", "some", "no", "at", "least", "2", "victim", "person", ":", "(", ")", ",", "not", "and", "or", "in", "kind"),
    *("final", "from", "same", "scheme", "is", "current", "missing", "true", "false", ">=", "<", "2026-11-28", "-7", "a-1", "?"),
)  # fmt: skip
KEPT, NEW = tables.quick_parser(), tables.new_parser()


def answer(parser: lark.Lark, text: str) -> object:
    """
    Give the tree with all its places, or where reading stopped and what could have come there.
    """
    try:
        return list(map(about, parser.parse(text).iter_subtrees_topdown()))
    except lark.UnexpectedToken as error:
        return error.token, error.token.type, error.token.start_pos, frozenset(error.expected)
    except lark.UnexpectedCharacters as error:
        return error.pos_in_stream


def about(tree: lark.Tree[lark.Token]) -> object:
    tokens = [(one, one.type, one.start_pos, one.end_pos) for one in tree.children if isinstance(one, lark.Token)]
    return tree.data, tree.meta.start_pos, tree.meta.end_pos, tokens


def tables_of(parser: lark.Lark) -> str:
    """
    Write down what a parser of today's grammar is made from.
    """
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    of = {"lark": lark.__version__, "grammar": GRAMMAR, "data": data, "memo": memo}
    return json.dumps(of, separators=(",", ":"), default=sorted) + "\n"


def test_what_is_kept_is_of_todays_grammar(request: pytest.FixtureRequest):
    """
    The file that comes with rjflow was made from the grammar as it is; `--accept` writes it.
    """
    if request.config.getoption("--accept"):
        tables.TABLES.write_text(tables_of(NEW), "utf-8")

    assert json.loads(tables.TABLES.read_text("utf-8"))["grammar"] == GRAMMAR


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
@example("at least 2 victim person: not a-1 in (x, 3, 2026-11-28) or b >= 2 and same person (a, b)")
@example("every victim: (in kind held or in x from y) and scheme no a is current")
@example("a is not current or b is not high and c is true or d is false or in final")
def test_it_reads_as_a_parser_made_anew(text: str):
    """
    Law: trees, places and mistakes are the same.
    """
    assert answer(NEW, text) == answer(KEPT, text)


@pytest.mark.parametrize("other", [{"lark": "0.0.1"}, {"grammar": GRAMMAR + " "}], ids=["lark", "grammar"])
def test_what_was_kept_of_another_is_not_used(other: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """
    Tables of another grammar, or of another release of lark, are passed over: here they would read something else as a name.
    """
    bent = json.loads(tables.TABLES.read_text("utf-8").replace("[a-z][a-z0-9]*", "[A-Z][a-z0-9]*"))
    monkeypatch.setattr(tables, "TABLES", tmp_path / "tables.json")
    tables.TABLES.write_text(json.dumps(bent | {"lark": lark.__version__, "grammar": GRAMMAR}))
    assert answer(tables.quick_parser(), "Risk") != answer(NEW, "Risk"), "these would be used"
    tables.TABLES.write_text(json.dumps(bent | {"lark": lark.__version__, "grammar": GRAMMAR} | other))

    assert answer(tables.quick_parser(), "risk is not high") == answer(NEW, "risk is not high")


@pytest.mark.parametrize("text", ["", "{", None], ids=["empty", "half", "none"])
def test_without_tables_all_is_read(text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """
    What is missing or cut off costs time, and nothing else.
    """
    monkeypatch.setattr(tables, "TABLES", tmp_path / "tables.json")
    if text is not None:
        tables.TABLES.write_text(text)

    assert answer(tables.quick_parser(), "risk is not high") == answer(NEW, "risk is not high")
