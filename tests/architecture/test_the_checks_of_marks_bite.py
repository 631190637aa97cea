"""
The check of what silences a tool, given something bad, and something like it that is good.
"""

import pytest

from architecture.checks import Module
from architecture.marks import silenced

# Put together here, so that this file holds no mark itself.
MARKS = [
    "no" + "qa: F401",
    "type: " + "ignore[misc]",
    "pyright: " + "ignore[reportGeneral, x-y]",
    "prag" + "ma: no cover",
]


def found(comment: str) -> list[str]:
    """
    Give what is wrong with a comment on the second line of a module.
    """
    complaints = silenced(Module("a", f"# a module\nx = '# not {comment}'  # {comment}\n"))
    assert all(complaint.startswith("a:2: ") for complaint in complaints)
    return [complaint.split(": ")[1] for complaint in complaints]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("behind", ["", "  #", "  # "])
def test_a_mark_without_a_reason_is_seen(mark, behind):
    """
    No reason, or an empty one, is no reason; nor is one that stands before, where the tool does not expect it.
    """
    assert ["silences without a reason"] == found(mark + behind) == found(f"for a reason  # {mark}{behind}")


@pytest.mark.parametrize(
    "mark", [MARKS[0].partition(":")[0], MARKS[1].partition("[")[0], "py" + "right: basic", "mypy: " + "ignore-errors"]
)
def test_a_mark_that_silences_everything_is_seen(mark):
    """
    What is silenced is named, so that nothing else is silenced along with it.
    """
    assert ["silences more than it names"] == found(f"{mark}  # as there is a reason")


def test_two_marks_share_a_reason_that_stands_last():
    """
    Several marks in one line are followed by one reason.
    """
    assert [] == found("  # ".join([*MARKS, "it is so"]))
    assert ["silences without a reason"] == found("  # ".join(MARKS))


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_with_a_reason_is_fine(mark):
    """
    A reason makes it fine; and a comment that only speaks of marks is none.
    """
    assert [] == found(f"{mark}  # a dict has none")
    assert [] == found(f"this speaks of {mark}")
