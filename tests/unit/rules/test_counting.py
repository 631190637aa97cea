"""
Cases counted: what is counted, in which order, and which numbers are left out.
"""

import pytest
from attrs import evolve
from tests.small import MONDAY, after, event, evidence, fire, opened, record, state, workflow

from rjflow.definition.model import Flag, Kind, Number, OneOf, Voider
from rjflow.definition.papers import Field, Form, SeveralOf, Words
from rjflow.frozen import frozen_map
from rjflow.rules.counting import Counted, Table, suppressed, tables


def left(*numbers, least=5):
    """
    Give what is shown of some numbers, and of how many there are together.
    """
    table = Table(workflow="w", about="x", counts=tuple(zip("abcdefgh", numbers, strict=False)), total=sum(numbers))
    shown = suppressed(table, least)
    assert (table.workflow, table.about) == (shown.workflow, shown.about)
    assert [value for value, _ in table.counts] == [value for value, _ in shown.counts]
    return [number for _, number in shown.counts], shown.total


@pytest.mark.parametrize(
    ("numbers", "shown", "total"),
    [
        ((5, 6, 0), [5, 6, 0], 11),  # nothing is small
        ((9, 2, 40), [None, None, 40], 51),  # the smallest other goes with what is small
        ((9, 1, 40), [None, None, 40], 50),
        ((40, 2, 9), [40, None, None], 51),
        ((9, 9, 2), [None, 9, None], 20),  # of two that are equal, the first
        ((3, 3, 40), [None, None, None], 46),  # six for two could be worked out: 3 and 3, or 2 and 4
        ((3, 4, 40), [None, None, 40], 47),
        ((1, 1, 40), [None, None, None], 42),
        ((4, 4, 4, 40), [None, None, None, 40], 52),
        ((1, 1, 5, 40), [None, None, None, None], 47),  # seven for three could be worked out, too
        ((1, 1, 6, 40), [None, None, None, 40], 48),
        ((5, 2, 5, 40), [None, None, 5, 40], 52),
        ((5, 1, 7, 40), [None, None, None, 40], 53),
        ((0, 0, 0), [None, None, None], None),  # too few together
        ((4, 0), [None, None], None),
        ((5, 0), [5, 0], 5),
        ((2, 2), [None, None], None),
        ((2, 3), [None, None], 5),
        ((2, 0, 3), [None, 0, None], 5),
        ((2, 9), [None, None], 11),
    ],
)
def test_what_is_small_is_left_out_with_enough_that_it_cannot_be_worked_out(numbers, shown, total):
    """
    Small numbers are left out, with them the next ones, until what is left out together is as good as unknown; naught is told.
    """
    assert (shown, total) == left(*numbers)


def test_one_number_alone_is_never_left_out():
    """
    All the others told, it would be the total without them; and where there are no others, there is no total.
    """
    for first in range(12):
        for second in range(12):
            shown, total = left(first, second, 0)
            assert 1 != sum(number is None for number in shown)
            assert (total is None) == (first + second < 5)


def test_a_table_without_a_total_tells_nothing():
    """
    Where it is not known how many there are together, none of them is told.
    """
    shown = suppressed(Table(workflow="w", about="x", counts=(("a", 9), ("b", None)), total=None), 5)

    assert ((("a", None), ("b", None)), None) == (shown.counts, shown.total)
    assert (("a", 9),) == suppressed(Table(workflow="w", about="x", counts=(("a", 9), ("b", None)), total=9), 5).counts[
        :1
    ]


FORM = Form(
    name="paper",
    label="paper",
    filled_by=("worker",),
    visible_to=("worker",),
    fields=frozen_map(
        {
            "route": Field(name="route", label="route", kind=OneOf(("b", "a")), counted=True),
            "needs": Field(name="needs", label="needs", kind=SeveralOf(("y", "x")), counted=True),
            "line": Field(name="line", label="line", kind=Words("line")),
        }
    ),
)
SMALL = evolve(
    workflow(
        evidence("outcome", values=OneOf(("met", "not-met")), outcome=True),
        evidence("score", values=Number(0, 20), counted=True),
        evidence("ready", values=Flag()),
        evidence("word", about="guest", counted=True, voided_by=(Voider("event", "stir"),)),
        event("go", ("start", "end")),
        event("stir", ("start", "start")),
        state("hall"),
        Kind(name="guest", label="guest"),
    ),
    forms=frozen_map({"paper": FORM}),
)


def test_everything_that_is_to_be_counted_is_counted_in_the_order_of_the_file():
    """
    States, reasons, outcomes, what is marked as counted, and counted fields; words as the file has them, then what else was said.
    """
    cases = []
    for number in range(3):
        said = [
            record("outcome", "met"),
            record("score", 10 - number),
            record("ready", True),
            record("word", "yes", person="ann"),
            record("word", "no", person="bob"),
        ]
        ending = [fire("go", reason="done")] if number else [fire("stir")]
        forms = (
            ("paper", {"route": "a", "needs": ["x", "y"] if number else ["z"], "line": "secret"}),
            ("other", {"route": "b", "needs": ["y"]}),
            ("paper", {"route": None}),
        )
        case = after(SMALL, opened(SMALL, ann="guest", bob="guest"), [*said, *ending])
        cases.append(Counted(workflow=SMALL, situation=case, forms=forms))

    found = {table.about: (table.counts, table.total) for table in tables(cases, least=1)}

    assert {
        "states": ((("start", 1), ("end", 2), ("hall", 0)), 3),
        "reasons": ((("done", 2),), 2),
        "outcome": ((("met", 3), ("not-met", 0)), 3),
        "score": (((10, 1), (8, 1), (9, 1)), 3),
        "word": ((("yes", 3), ("no", 3)), 6),
        "paper.route": ((("b", 0), ("a", 3)), 3),
        "paper.needs": ((("y", 2), ("x", 2), ("z", 1)), 5),
    } == found
    assert ["states", "reasons", "outcome", "score", "word", "paper.route", "paper.needs"] == [*found]
    assert {"small"} == {table.workflow for table in tables(cases, least=1)}
    assert ["states", "reasons", "outcome", "score", "word"] == [
        table.about for table in tables(cases, least=1, words=False)
    ]


def test_what_never_counted_is_not_counted_and_two_workflows_are_not_mixed():
    """
    A record that was void from the start says nothing; each workflow has tables of its own.
    """
    from tests.small import asks

    from rjflow.guards.syntax import IsCurrent

    early = workflow(evidence("told"), evidence("fact", needs=asks(IsCurrent("told")), counted=True))
    one = after(early, opened(early), [record("fact", "yes")])
    two = after(early, opened(early), [record("told", "yes"), record("fact", "no", MONDAY)])
    named = evolve(early, name="another")
    cases = [Counted(workflow=early, situation=case) for case in (one, two)]
    found = tables([*cases, Counted(workflow=named, situation=two)], least=1)

    assert [("small", 2), ("small", 0), ("small", 1), ("another", 1), ("another", 0), ("another", 1)] == [
        (table.workflow, table.total or 0) for table in found
    ]
    assert [(("yes", 0), ("no", 1))] * 2 == [table.counts for table in found if table.about == "fact"]
