"""
What a change of a policy lets happen, where that hangs on the service around the case, or on what safeguards see.
"""

from pathlib import Path

import pytest

from rjflow.definition.difference import difference
from rjflow.definition.model import Workflow
from rjflow.mutating.equalling import compared
from rjflow.mutating.guarding import blinded
from rjflow.reader.reading import read
from rjflow.verifier.verifying import judge_one

HOUSES = Path(__file__).parents[2] / "golden" / "files"
VISIT = """\
rjflow: 1
workflow: visit
version: 1
title: A visit to the house
scheme: {workflow: house.workflow.yaml, needs: [house-is-open]}
roles: {host: {}}
people: {guest: {}, neighbour: {}}
states: {outside: {start: true}, inside: {kind: meeting}, away: {final: true, reasons: [done]}}
events:
  call: {from: outside, to: inside, by: [host], contacts: [guest], needs: NEEDS}
  leave: {from: inside, to: away, by: [host], reason: done}
safeguards:
  - {id: V1, label: nobody is called to a closed house, entering: contacts guest, must: scheme house-is-open}
  - {id: V2, label: nobody meets in a closed house, entering: kind meeting, must: scheme house-is-open}
  - {id: V3, label: a visit ends, ends: true}
"""


def visit(needs: str = "scheme in open", *changes: tuple[str, str]) -> Workflow:
    """
    Read the visit, for which something is needed, with a few words changed.
    """
    text = VISIT.replace("NEEDS", needs)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read(text, folder=HOUSES)


UNMARKED = (("contacts: [guest], ", ""), ("{kind: meeting}", "{}"), ("entering: kind meeting", "entering: inside"))


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ("scheme in open", "equivalent"),
        ("[scheme in open, scheme insurance is paid]", "same"),
        ("scheme in open or scheme in sold", "more"),
        ("scheme in closed", "more"),
        ("scheme in open or scheme in closed", "more"),
    ],
)
def test_what_the_service_keeps_by_itself_need_not_be_asked_of_it(needs, expected):
    """
    Where a case asks that the house is open, it makes no difference that what an open house has is not asked any more; elsewhere it does.
    """
    old = visit(needs)
    new = visit(needs, *UNMARKED)
    changes = difference(old, new).changes

    assert expected == compared(old, new, changes)


def test_a_safeguard_is_blinded_where_what_it_speaks_of_is_marked_otherwise():
    """
    Whoever says no more that something is a contact, or a meeting, hides it from the safeguards that speak of these, and from no others.
    """
    whole = visit()

    assert () == blinded(whole, visit())
    assert ("V1", "V2") == blinded(whole, visit("scheme in open", ("contacts: [guest]", "contacts: [neighbour]")))
    assert "V2" in blinded(whole, visit("scheme in open", *UNMARKED))


def test_a_safeguard_that_says_what_must_count_is_not_blinded():
    """
    What is read off the marks themselves sees that they are gone.
    """
    counted = (
        "safeguards:\n",
        "safeguards:\n  - {id: V0, label: a call is one, counted: [call], as: contacts guest}\n",
    )
    whole, bare = visit("scheme in open", counted), visit("scheme in open", counted, UNMARKED[0])

    assert ("V1", "V2") == blinded(whole, bare)
    assert [judge_one(one, one.safeguards[0]).judged for one in (whole, bare)] == ["kept", "broken"]


RINGING = """\
rjflow: 1
workflow: ringing
version: 1
title: Somebody waits until a bell rings
roles: {host: {}}
states: {early: {start: true}, late: {}, later: {}, over: {final: true, reasons: [done]}}
events:
  go-on: {either: [{from: early, to: late}, {from: late, to: later}, {from: later, to: early}], by: [host]}
  ring: {from: FROM, to: over, by: BY, reason: done}
deadlines:
  - {in: [late], after: 2 days, then: ring}
"""


@pytest.mark.parametrize(
    ("by", "start", "expected"),
    [
        ("[clock]", "[late, early]", "equivalent"),
        ("[clock]", "[late, early, later]", "equivalent"),
        ("[clock, host]", "[late, early]", "more"),
    ],
)
def test_where_no_deadline_runs_the_clock_does_nothing(by, start, expected):
    """
    An event of the clock alone that leaves more states happens in none of them without a deadline there; one of people does.
    """
    old, new = (read(RINGING.replace("BY", by).replace("FROM", states)) for states in ("late", start))

    assert expected == compared(old, new, difference(old, new).changes)
