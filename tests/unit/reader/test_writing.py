"""
Files in the one layout.
"""

import pytest

from rjflow.reader.writing import formatted
from rjflow.sources.errors import InvalidWorkflow

UNTIDY = """\
# yaml-language-server: $schema=workflow.schema.json
# A door.

title:   A door   # wooden
rjflow: 1
workflow:   door
states: # two of them
    open:   {start: true,    label: it is open}
    # at night
    shut: {final: true, reasons: [night], because: "it's late", label: a label so long that the whole of it cannot stand in one line}


    # ajar: {}
version: 1
roles:
  porter: {
    label: the porter,  # at the gate
  }
events:
  close: {from: open, to: shut,
          by: [porter], needs: [every porter: x is y]}
deadlines:
- {then: close, after: 1 day, in: open}
- in: open
  # the long one
  after: 2 days
  then: close
# the end
"""

TIDY = """\
# yaml-language-server: $schema=workflow.schema.json
# A door.

rjflow: 1
workflow: door
version: 1
title: A door  # wooden

roles:
  porter:
    label: the porter  # at the gate

states:  # two of them
  open: {label: it is open, start: true}
  # at night
  shut:
    label: a label so long that the whole of it cannot stand in one line
    final: true
    reasons: [night]
    because: "it's late"

  # ajar: {}

events:
  close: {from: open, to: shut, by: [porter], needs: [every porter: x is y]}

deadlines:
  - {in: open, after: 1 day, then: close}
  - in: open
    # the long one
    after: 2 days
    then: close
# the end
"""


def test_an_untidy_file_is_laid_out():
    """
    Keys are in the order of the language, levels two spaces apart, and every comment is where it belongs.
    """
    assert TIDY == formatted(UNTIDY)


def test_a_tidy_file_stays_as_it_is():
    """
    What is written in the one layout is not changed.
    """
    assert TIDY == formatted(TIDY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 'it''s'", "a: 'it''s'\n"),
        ("a: |  # said\n      two\n        lines\n\nb: c", "a: |  # said\n  two\n    lines\n\nb: c\n"),
        ("a: >-\n    two\n    lines", "a: >-\n  two\n  lines\n"),
        ("a: |+\n  kept\n\n", 'a: "kept\\n\\n"\n'),
        ("a: one\n  two", "a: one two\n"),
        ("a: 'one\n\n  two'", 'a: "one\\ntwo"\n'),
        ("a: {}\nb: []", "a: {}\nb: []\n"),
        ("a:\n- - b\n  - c", "a:\n  -\n    - b\n    - c\n"),
        ("a: ['#1', b]", "a: ['#1', b]\n"),
        ("\ufeffa: b\r\nc: d\r\n", "a: b\nc: d\n"),
        ("a: " + "word " * 30, "a: " + ("word " * 19).strip() + "\n  " + ("word " * 11).strip() + "\n"),
    ],
)
def test_words_are_kept_as_the_author_quoted_them(before: str, after: str):
    """
    Quotes and blocks stay, line ends are those of the repository, and long words are folded.
    """
    assert after == formatted(before)
    assert after == formatted(after)


def test_a_file_that_cannot_be_read_is_not_touched():
    """
    Nobody knows what to write when it is not clear what was meant.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        formatted("a: [b", name="door.yaml")

    assert "door.yaml:1:4" in str(raised.value)
