"""
What a case lacks for a condition, as wishes: who has to join, and of whom something has to be recorded.
"""

import pytest
from tests.small import MONDAY

from rjflow.guards.syntax import ForPeople
from rjflow.reader.reading import read
from rjflow.rules.situation import first_situation
from rjflow.verifier.wanting import Wish, wishes

CIRCLE = read("""\
rjflow: 1
workflow: circle
version: 1
title: A circle of supporters
roles: {worker: {}}
people:
  victim: {at-least: 1}
  supporter: {at-least: 2, joins: {by: [worker], in: [begun]}, leaves: {by: [worker], in: [begun]}}
evidence:
  view: {about: supporter, one-of: [willing, unwilling], recorded-by: [worker], current-for: whole-case}
states:
  begun: {start: true}
  done: {final: true, reasons: [done]}
events:
  finish: {from: begun, to: done, by: [worker], needs: ["at least 2 supporter: view is willing"]}
""")
[ASKED] = [item.condition for item in CIRCLE.events["finish"].ways[0].needs.items]


def wished(*people: str, quantity: str = "at least") -> tuple[Wish, ...] | None:
    """
    Wish for what is asked of supporters, among some people.
    """
    assert isinstance(ASKED, ForPeople)
    opened = first_situation(CIRCLE, (("vera", "victim"), *((one, "supporter") for one in people)), MONDAY)
    asked = ForPeople(quantity, 2 if quantity == "at least" else 0, ASKED.group, ASKED.condition)  # type: ignore[arg-type]  # one of the four
    return wishes(CIRCLE, opened, asked)


@pytest.mark.parametrize("quantity", ["every", "some", "at least"])
def test_where_some_are_missing_somebody_joins_first(quantity: str):
    """
    Of a kind of which there must be two, one is too few to ask anything of.
    """
    assert wished("sam", quantity=quantity) == (Wish(joins="supporter"),)


def test_so_many_are_asked_as_are_needed():
    """
    Two of three; one of them where some will do, all of them where everybody is asked.
    """
    willing = [Wish("view", one, "willing") for one in ("sam", "sue", "sid")]

    assert wished("sam", "sue", "sid") == tuple(willing[:2])
    assert wished("sam", "sue", "sid", quantity="some") == tuple(willing[:1])
    assert wished("sam", "sue", "sid", quantity="every") == tuple(willing)
