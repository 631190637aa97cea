"""
From characters to nodes: what YAML says, and what is said where it is broken.
"""

import time

import pytest

from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.reader.yaml_nodes import compose


def plain(node: Node | None) -> object:
    """
    Turn nodes into values that are easy to write down.
    """
    match node:
        case MapNode(pairs):
            return {key.text: plain(value) for key, value in pairs}
        case ListNode(items):
            return [plain(item) for item in items]
        case ScalarNode(text):
            return text
        case _:
            return node


def check(text: str | bytes, *expected: tuple[str, str, str], root: object = None) -> None:
    """
    Assert which problems are found, each with the characters underlined and where; and what is read all the same.
    """
    composed = compose(text, "file.yaml")
    found = [(each.code, each.underlined, f"{each.span.line}:{each.span.column}") for each in composed.diagnostics]

    assert list(expected) == found
    assert root == plain(composed.root)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("a: b\n", {"a": "b"}),
        (b"\xef\xbb\xbfa: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: yes\nb: no\noff: on\n", {"a": "yes", "b": "no", "off": "on"}),
        ("a: [every x: y is z, w]", {"a": [{"every x": "y is z"}, "w"]}),
        ("---\na: |\n  two\n  lines\n...\n", {"a": "two\nlines\n"}),
        ("a:\tb", {"a": "b"}),
        ("? a\n: b", {"a": "b"}),
    ],
)
def test_what_is_in_order_is_read_without_a_word(text: str | bytes, root: object):
    """
    Layout, byte order marks, line ends of Windows and words of older YAML are nothing to speak of.
    """
    check(text, root=root)


def test_places_are_counted_without_the_byte_order_mark():
    """
    The first character after a byte order mark stands in column 1.
    """
    composed = compose(b"\xef\xbb\xbfa: b", "file.yaml")
    assert composed.root is not None

    assert "file.yaml:1:1" == str(composed.root.pairs[0][0].span)


@pytest.mark.parametrize(
    ("text", "problems", "root"),
    [
        ("a:\n\tb: c\n\td: e", [("RJ121", "\t", "2:1")], {"a": {"b": "c", "d": "e"}}),
        ("a: b\na: c", [("RJ103", "a", "2:1")], {"a": "b"}),
        ("a: every x: y: z", [("RJ129", ":", "1:11")], {"a": "every x: y: z"}),
        ("a: {that: every x: y, b: c}", [("RJ129", ":", "1:18")], {"a": {"that": "every x: y", "b": "c"}}),
        ("a: {m: >= 2}\nb: > x", [("RJ136", ">", "1:8"), ("RJ136", ">", "2:4")], {"a": {"m": ">= 2"}, "b": "> x"}),
        ("a: [x in [b, c], d]", [("RJ120", "[b, c]", "1:10")], {"a": ["x in [b, c]", "d"]}),
        ("a: 'don't'\nb: c", [("RJ138", "t'", "1:9")], {"a": "'don't'", "b": "c"}),
        ("%YAML 1.1\n---\na: no", [("RJ148", "%YAML 1.1", "1:1")], {"a": "no"}),
        ("a: !x b", [("RJ131", "!x", "1:4")], {"a": "b"}),
        ("[a]: b\nc: d", [("RJ133", "[a]", "1:1")], {"c": "d"}),
        ("a: b\u200b", [("RJ124", " ", "1:5")], {"a": "b"}),
    ],
)
def test_reading_goes_on_where_it_is_clear_what_was_meant(
    text: str, problems: list[tuple[str, str, str]], root: object
):
    """
    A mistake that leaves no doubt is told, and everything after it is read at its right place.
    """
    check(text, *problems, root=root)


@pytest.mark.parametrize(
    ("text", "code", "underlined"),
    [
        ("a: [b, c\nd: e", "RJ127", "["),
        ("a: 'b\nc: d", "RJ127", "'"),
        ("a:\n  b: c\n d: e", "RJ128", "d"),
        (" a: b\nc: d", "RJ128", "c"),
        ("a: {b: c, - d}", "RJ135", "-"),
        ("a: {from: b to: c}", "RJ129", ":"),
        ("a: [b] [c", "RJ138", "[c"),
        ("a: {b: [c] d: e}", "RJ137", "d"),
        ("version:1\na: b", "RJ139", "version:1"),
        ("a: ]", "RJ146", "]"),
        ("a: - b", "RJ147", "-"),
        ('a: "\\q"', "RJ145", "\\q"),
        ("a: " + "[" * 1000, "RJ134", "["),
        ("- a", "RJ126", "- a"),
        ("", "RJ125", ""),
        (b"a: \xff", "RJ122", "\ufffd"),
        (b"\xff\xfea\x00", "RJ122", "\ufffd"),
    ],
)
def test_reading_stops_where_nobody_can_tell_what_was_meant(text: str | bytes, code: str, underlined: str):
    """
    A mistake that could mean several things is told, alone, and nothing is guessed.
    """
    composed = compose(text, "file.yaml")

    assert [(code, underlined)] == [(each.code, each.underlined) for each in composed.diagnostics]
    assert composed.root is None


def test_every_repetition_is_told():
    """
    Anchors, aliases and merge keys are told one by one; what a merge key repeats is no second mistake.
    """
    check(
        "a: &x {b: c}\nd: *x\n<<: *x\ne: f",
        ("RJ130", "&x", "1:4"),
        ("RJ130", "*x", "2:4"),
        ("RJ130", "<<", "3:1"),
        root={"a": {"b": "c"}, "d": compose("a: *x", "f").root.pairs[0][1], "e": "f"},  # type: ignore[union-attr]  # it is there
    )


def test_a_big_file_is_refused_at_once():
    """
    Ten megabytes are refused without being read.
    """
    start = time.process_time()
    composed = compose(b"a: [" + b"b, " * 3_500_000, "file.yaml")

    assert ["RJ123"] == [each.code for each in composed.diagnostics]
    assert time.process_time() - start < 0.5


def test_a_program_is_no_text():
    """
    A file full of what nobody can see is told of a few times, not a thousand.
    """
    composed = compose(bytes(range(32)) * 100, "file.yaml")

    assert 10 == len(composed.diagnostics)
    assert "more characters like this" in composed.diagnostics[-1].notes[0]
    assert composed.root is None


@pytest.mark.parametrize(
    "text", ["a: [", "'", "a: {b", ": [", "- - ?", "!", "&", "*", "%", "a: |", "a: >x", "{", "a: !<", "\\", "?"]
)
def test_a_few_stray_characters_are_always_told(text: str):
    """
    However little there is, it becomes a tree or a problem, and never anything else.
    """
    composed = compose(text, "file.yaml")

    assert (composed.root is not None) or composed.diagnostics


def test_it_is_said_where_reading_stopped():
    """
    A fault that hides what comes after it says so, and so does the last of very many.
    """
    hidden = compose("rjflow: 1\na: [b\nc: d\n", "f").diagnostics
    many = compose("".join(f"k{number}: a: b\n" for number in range(1500)), "f").diagnostics

    assert "nothing after this could be read, so there may be more" in hidden[-1].notes
    assert "there may be many more: reading stopped after 25" in many[-1].notes
