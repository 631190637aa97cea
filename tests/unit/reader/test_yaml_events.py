"""
Two parsers of YAML, and one answer: which of them reads a file is never seen in what it says.
"""

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rjflow.reader import yaml_events
from rjflow.reader.yaml_events import events_of
from rjflow.reader.yaml_nodes import Composed, compose

HERE = Path(__file__).parents[3]
FILES = sorted(HERE.glob("workflows/**/*.yaml"))
SMALL = [text for text in (file.read_text() for file in FILES) if len(text) < 1_500]
SIGNS = (
    *" \n\t\r:-#[]{},\"'|>?!&*%@`\\~=.",
    *("- ", ": ", "\n  ", "# x", "|\n  ", "|-\n", "> ", "---", "...", "? ", "<<: ", "''", '"\\x41"', '"\\/"'),
    *("[a:b]", "{a:1}", '{"a":1}', "[a, b: c]", "a:", ":a", "[,]", "[?]", "%YAML 1.2\n", "null", "0x1f"),
    *("\x85", "\u2028", "\u2029", "\ufeff", "\u00a0", "é", "\N{CHIPMUNK}"),
)
edits = st.lists(st.tuples(st.integers(0, 1_500), st.integers(0, 3), st.sampled_from(SIGNS)), min_size=1, max_size=3)


def thoroughly(text: str) -> Composed:
    """
    Read as if nothing were plain.
    """
    with patch.object(yaml_events, "_plainly", lambda _: None):
        return compose(text, "file.yaml")


def is_plain(text: str) -> bool:
    """
    Tell whether ruamel.yaml was not asked.
    """
    with patch.object(yaml_events, "_thoroughly", lambda _: iter(())):
        return bool(list(events_of(text)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_shipped_files_are_read_alike(file):
    """
    Every node of them stands where it stands, whoever reads; and they are plain, so they are read quickly.
    """
    text = file.read_text()

    assert thoroughly(text) == compose(text, "file.yaml")
    assert is_plain(text)


@given(st.sampled_from(SMALL), edits)
@example("a: b", [])
@example("a:\nb: c\n", [])
@example("a: wit\th\nb: c\n", [])
def test_edited_files_are_read_alike(text, changes):
    """
    Whatever is put in or taken out: the same nodes in the same places, and the same is said of what is wrong.
    """
    for at, taken, put in changes:
        place = at % (len(text) + 1)
        text = text[:place] + put + text[place + taken :]

    assert thoroughly(text) == compose(text, "file.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a:\n",
        "a: &b c\n",
        "a: !b c\n",
        "a: b\n---\nc: d\n",
        "a: wit\th\n",
        "a: \ufeffb\n",
        "a: [b\n",
        "a: b\u2028c\n",
    ],
)
def test_what_is_not_plain_is_read_thoroughly(text):
    """
    What is wrong, odd or left empty, and what the two would place differently.
    """
    assert not is_plain(text)


def test_without_libyaml_everything_is_read_thoroughly(monkeypatch):
    """
    Where PyYAML was built without it, nothing is lost but time.
    """
    text = "a: [b, {c: d}]\n"
    quickly = compose(text, "file.yaml")
    monkeypatch.delattr("yaml.CSafeLoader")

    assert not is_plain(text)
    assert quickly == compose(text, "file.yaml")
