"""
Files that ask for too much, or hold too much: they are refused in a sentence, and soon.
"""

import time
from pathlib import Path

import pytest
from tests.unit.reader.test_reading import changed, problems

from rjflow.reader.reading import read, read_file
from rjflow.sources.errors import InvalidWorkflow


def soon(text: str) -> tuple[float, int]:
    """
    Read a text with very many mistakes; give how long that took, in seconds of work, and how many mistakes it has.
    """
    start = time.process_time()
    with pytest.raises(InvalidWorkflow) as raised:
        read(text)
    return time.process_time() - start, len(raised.value.diagnostics)


def test_a_workflow_has_a_state_and_an_event() -> None:
    """
    Sections that must be there must hold something.
    """
    text = "rjflow: 1\nworkflow: none\nversion: 1\ntitle: None\nstates: {}\nevents: {}\n"

    assert [("RJ106", "{}"), ("RJ106", "{}")] == problems(text)


def test_an_overlay_leaves_a_state(tmp_path: Path) -> None:
    """
    An overlay that takes every state away is told so in the overlay, not in the base.
    """
    (tmp_path / "base.yaml").write_text(changed("ring"), "utf-8")
    names = ", ".join(read(changed("ring")).states)
    overlay = f"rjflow: 1\nextends: base.yaml\nversion: 2\nremove: {{states: [{names}]}}\n"

    assert [("RJ106", "states")] == problems(overlay, folder=tmp_path)


@pytest.mark.parametrize("number", ["101", "100000000", "9" * 20, "9" * 1000])
def test_no_condition_asks_for_more_than_a_hundred_people(number: str) -> None:
    """
    `at least N` is bounded, wherever it is asked.
    """
    text = changed("tiny-meeting", ("every participant:", f"at least {number} participant:"))

    assert {"RJ114"} == {code for code, _ in problems(text)}


def test_no_more_than_a_hundred_people_must_be_there() -> None:
    """
    `at-least` of a kind of people is bounded.
    """
    text = changed("tiny-meeting", ("at-least: 1", "at-least: 101"))

    assert [("RJ114", "101"), ("RJ114", "101")] == problems(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("rjflow: 1\n" + "\n".join(f"k{number}: b" for number in range(8000)), 8000),
        ("rjflow: 1\n" + "\n".join(f"k{number}: &a{number} [*a{number - 1}]" for number in range(1, 4000)), 11997),
        ("rjflow: 1\ngates: {a: {all: [x in (a" + ", c" * 20000 + ")]}}", 3),
        ("rjflow: 1\nstates: {a: b" + ", c d" * 8000 + "}", 8003),
    ],
    ids=["keys", "aliases", "list cut by commas", "mapping cut by commas"],
)
def test_very_many_mistakes_are_found_soon(text: str, wanted: int) -> None:
    """
    Reading takes a time that grows with the file, not with its square.
    """
    seconds, found = soon(text)

    assert wanted == found
    assert seconds < 15


def test_gates_that_double_what_they_ask_are_refused() -> None:
    """
    A gate that would ask very much when written out is refused before anybody works that out.
    """
    gates = "".join(f"  g{n}: {{all: [g{n + 1}, not g{n + 1}]}}\n" for n in range(40)) + "  g40: {any: [risk is low]}\n"
    text = changed(
        "tiny-meeting", ("gates:\n", "gates:\n" + gates), ("needs: [safe-to-meet]", "needs: [safe-to-meet, g0]")
    )

    assert [("RJ351", "g32")] == problems(text)


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    """
    The size of a file is asked before it is read.
    """
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(1 << 40)

    with pytest.raises(InvalidWorkflow) as raised:
        read_file(big)

    assert ["RJ123"] == [found.code for found in raised.value.diagnostics]


@pytest.mark.parametrize("key", ["satisfies: [{}]", "scheme: {{workflow: {}}}"])
def test_a_path_too_long_for_the_system_is_a_file_that_cannot_be_found(key: str, tmp_path: Path) -> None:
    """
    What the system says of a path is told at the place where the path is written.
    """
    text = changed("ring", ("roles:", key.format("x" * 5000) + "\nroles:"))

    assert [("RJ234", "x" * 5000)] == problems(text, folder=tmp_path)


def test_escapes_cannot_hide_what_may_not_stand_there() -> None:
    """
    A character nobody can see is refused also where an escape in quotes makes it.
    """
    text = changed("ring", ("title: A case that goes round for ever", r'title: "A \0 \e[31m \u202e \ud800 é \\ \t"'))

    assert [("RJ124", word) for word in (r"\0", r"\e", r"\u202e", r"\ud800")] == problems(text)
