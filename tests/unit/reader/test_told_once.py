"""
One mistake, one diagnostic: what could not be read is not told again of everything that speaks of it.
"""

import pytest
from tests.unit.reader.test_reading import changed, problems


@pytest.mark.parametrize(
    ("animal", "old", "new", "code", "word"),
    [
        # an event that could not be read, or only in part
        ("held", "  resume: {from: paused, to: back, by: [boss]}", "  resume:", "RJ105", "resume"),
        ("tiny-meeting", "  try-again: {from: stopped, to: preparing, by: [facilitator]}", "  try-again: [a]", "RJ104", "[a]"),
        ("ring", "{from: one, to: two,", "{from: one, goto: two,", "RJ102", "goto"),
        ("ring", "{from: one, to: two,", "{from: one,", "RJ109", "first"),
        ("held", "{from: paused, to: back,", "{from: paused, xyz: back,", "RJ102", "xyz"),
        ("held", "to: done, by: [clock, boss], reason: out-of-time}", "to: [done], by: [clock, boss]}", "RJ104", "[done]"),
        ("held", "  give-up: {from: {any-except: []}, to: done, by: [clock, boss], reason: out-of-time}", "  give-up: []", "RJ104", "[]"),
        # states
        ("held", "done: {final: true, reasons: [finished, out-of-time]}", "done:", "RJ105", "done"),
        ("held", "reasons: [finished, out-of-time]", "reasons: [7, out-of-time]", "RJ104", "7"),
        ("held", "fresh: {start: true}", "fresh: {x: y}", "RJ102", "x"),
        ("tiny-meeting", "  stopped: {}", "  Stopped: {}", "RJ112", "Stopped"),
        # deadlines and ways
        ("counted", "then: too-late", "then: [too-late]", "RJ104", "[too-late]"),
        ("diamond", "needs: [road is left]", "needs: [road = left]", "RJ202", "="),
        ("diamond", "needs: [road is left]", "needs: 7", "RJ104", "7"),
        # evidence, people and what they mean
        ("counted", "{from: 0, to: 17}", '{from: 0, to: "17"}', "RJ104", '"17"'),
        ("counted", "{from: 0, to: 17}", "{from: 17, to: 0}", "RJ348", "{from: 17, to: 0}"),
        ("counted", "age: {about: child,", "age: {about: [child],", "RJ104", "[child]"),
        ("counted", "screened: {about: adult,", "screened: {about: [adult],", "RJ104", "[adult]"),
        ("tiny-meeting", "one-of: [low, medium, high]", "one-of: [7, medium, high]", "RJ104", "7"),
        ("tiny-meeting", "one-of: [low, medium, high]", "one-of: [Low, medium, high]", "RJ112", "Low"),
        ("two-doors", "means: {permit-to-enter: [granted]}", "means: 7", "RJ104", "7"),
        ("held", "deadlines:", "sources: {a: {titel-of-it: b}}\ndeadlines:", "RJ102", "titel-of-it"),
        # keys that exclude each other
        ("diamond", "    by: [worker]\n    either", "    by: [worker]\n    from: fork\n    to: left\n    either", "RJ108", "either"),
    ],
)  # fmt: skip
def test_what_follows_from_a_mistake_is_not_told(animal: str, old: str, new: str, code: str, word: str) -> None:
    """
    There is one diagnostic, at the mistake.
    """
    assert [(code, word)] == problems(changed(animal, (old, new)))


EXCEPTED = "except: [{safeguard: M2, owner: the board, reason: under review, until: 2030-01-01}]\n"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("different-people: [risk, approval]}", 'always: "risk = low"}', "RJ202"),
        ("{id: M2, label: two people decide", "{id: [M2], label: two people decide", "RJ104"),
        ("different-people: [risk, approval]}", "always: [a]}", "RJ104"),
    ],
)
def test_a_safeguard_that_cannot_be_read_can_be_excepted(old: str, new: str, code: str) -> None:
    """
    An exception from a safeguard with a mistake is no mistake.
    """
    text = changed("tiny-meeting", (old, new)) + EXCEPTED

    assert [code] == [found for found, _ in problems(text)]


def test_an_overlay_that_nearly_says_so_is_one() -> None:
    """
    A file with `extend` for `extends` is read as an overlay, with one mistake.
    """
    text = "rjflow: 1\nextend: door.yaml\nversion: 2\nchange: {title: x}\n"

    assert ("RJ102", "extend") == problems(text)[0]
