"""
Whether cases end: rounds that nobody chooses, and states without a way out.
"""

import pytest
from tests.small import asks, event, evidence, state, workflow

from rjflow.certifying.rounds import rounds
from rjflow.definition.model import CLOCK, Deadline, Way, Workflow
from rjflow.definition.safeguards import Ends, Safeguard
from rjflow.guards.syntax import Among
from rjflow.instants import DAY
from rjflow.reader.reading import read
from rjflow.report.endings import ending_sentence
from rjflow.verifier.bearing import bearings
from rjflow.verifier.ending import judge_ends
from rjflow.verifier.judging import judge
from rjflow.verifier.proving import is_proved
from rjflow.verifier.structure import structure
from rjflow.verifier.verdict import Report
from rjflow.verifier.verifying import verify
from rjflow.verifier.wording import cast_of_story

ENDS = Safeguard(id="A", label="a", form=Ends(), origin="workflow")


def by_itself(name: str, source: str, target: str, *asked) -> tuple:
    """
    Give an event that the clock fires two days after a case came to its source.
    """
    way = Way(from_states=(source,), target=target, needs=asks(*asked))
    return event(name, way, by=(CLOCK,)), Deadline(states=(source,), event=name, length=2 * DAY)


def cases(*parts, deadlines=()) -> Workflow:
    """
    Give a workflow that must not go round for ever.
    """
    return workflow(*parts, deadlines=tuple(deadlines), safeguards=(ENDS,))


def test_a_round_of_the_clock_alone_is_told_with_the_way_into_it():
    """
    Where one deadline leads to the next and back, no case may come; the story ends as it comes there, and names the states of the round.
    """
    there, first = by_itself("there", "one", "two")
    back, second = by_itself("back", "two", "one")
    small = cases(
        state("one"),
        state("two"),
        event("go", ("start", "one"), ("two", "end")),
        there,
        back,
        deadlines=(first, second),
    )
    verdict = judge_ends(small, ENDS)

    assert ("broken", "searched") == (verdict.judged, verdict.how)
    assert verdict.story is not None
    assert {"one", "two"} == set(verdict.story.ending.loop)
    assert verdict.story.last.state in verdict.story.ending.loop
    ending = ending_sentence(small, ENDS, verdict.story, cast_of_story(small, verdict.story))
    assert ending.endswith("and from here it can go round for ever, in “one” and “two”, with nobody choosing to.")
    assert not is_proved(small, ENDS.form)


def test_a_round_that_somebody_chooses_is_none():
    """
    What people do again and again is theirs to do.
    """
    small = cases(state("one"), event("go", ("start", "one"), ("one", "start")), event("stop", ("one", "end")))

    assert "kept" == judge_ends(small, ENDS).judged
    assert is_proved(small, ENDS.form)


def test_a_round_that_no_case_was_found_in_stays_open():
    """
    Where what leads into a round can never be so, no story is told, and nothing is called kept that the drawing does not show.
    """
    never = evidence("never", recorded_by=())
    there, first = by_itself("there", "one", "two")
    back, second = by_itself("back", "two", "one")
    enter = event("go", Way(from_states=("start",), target="one", needs=asks(Among("never", ("yes",)))))
    small = cases(
        never,
        state("one"),
        state("two"),
        enter,
        event("stop", ("start", "end"), ("two", "end")),
        there,
        back,
        deadlines=(first, second),
    )

    assert "unfinished" == judge_ends(small, ENDS).judged


def test_the_way_out_carries_that_cases_end():
    """
    Without the only way out of a state cases do not end; of two ways, neither is needed.
    """
    around = (state("one"), state("two"), event("go", ("start", "one"), ("one", "two"), ("two", "one")))
    small = cases(*around, event("stop", ("two", "end")))
    twice = cases(*around, event("stop", ("two", "end")), event("out", ("one", "end")))

    assert {"way stop"} <= _needed(small)
    assert not {"way stop", "way out"} & _needed(twice)


def _needed(small: Workflow) -> set[str]:
    report = Report(workflow=small, fingerprint="", verdicts=(judge_ends(small, ENDS),))
    seen = []
    found = bearings(report, lambda piece, number, many: seen.append((number, many)))
    assert [(number, len(found)) for number in range(1, len(found) + 1)] == seen
    return {f"{one.piece.sort} {one.piece.name}" for one in found if one.needed_by}


def test_a_search_does_not_judge_what_is_read_off_the_drawing():
    """
    Whoever asks a search whether cases end is told that it cannot say.
    """
    verdict = judge(cases(event("go", ("start", "end"))), ENDS)

    assert ("unfinished", "not judged") == (verdict.judged, verdict.how)


def test_a_round_with_a_deadline_on_it_is_not_for_ever():
    """
    A round that nobody can leave is drawn where no deadline is on it; one that time takes further somewhere is not called endless.
    """
    around = (state("one"), state("two"), event("go", ("start", "one"), ("one", "two"), ("two", "one")))
    there, soon = by_itself("there", "one", "two")

    assert (("one", "two"),) == structure(cases(*around)).loops
    assert () == structure(cases(*around, there, deadlines=(soon,))).loops


WEEKLY = """\
rjflow: 1
workflow: weekly
version: 1
title: A case that the clock takes to and fro
roles: {worker: {}}
people: {friend: {}, guest: {at-least: 1}}
evidence:
  news: {one-of: [good, bad], recorded-by: [worker], current-for: NEWS}
  rule: {one-of: ["yes", "no"], recorded-by: [worker], current-for: whole-case}
  word: {one-of: [given, kept], about: friend, recorded-by: [worker], current-for: 3 days}
  leave: {one-of: [given, kept], about: guest, recorded-by: [worker], current-for: 3 days}
gates:
  told: {label: good news, all: [news is good]}
  friends: {label: friends, all: ["every friend: word is given"]}
  guests: {label: guests, all: ["every guest: leave is given"]}
states:
  one: {start: true}
  two: {STATE}
  done: {final: true, reasons: [done]}
events:
  there: {from: one, to: two, by: [clock], needs: "DEADLINE"}
  again: {from: two, to: one, by: [clock]}
  stop: {from: [one, two], to: done, by: [worker], reason: done, needs: [told or rule is yes, friends, guests]}
deadlines:
  - {after: 2 days, in: one, then: there}
  - {after: 2 days, in: two, then: again}
safeguards:
  - {id: E1, label: cases end, ends: true}
"""


@pytest.mark.parametrize(
    ("asked", "goes_round"),
    [
        ("news is good", False),  # somebody has to bring good news every three days
        ("not news is good", False),  # nor can anybody say that it is not good, once it is old
        ("news is current", False),
        ("rule is yes", True),
        ("news is good or rule is yes", True),
        ("news is good and rule is yes", False),
        ("not (news is good and rule is yes)", True),
        ("not (news is good or rule is yes)", False),
        ("told", False),
        ("not told", False),
        ("every friend: word is given", True),  # there may be no friends
        ("every guest: leave is given", False),
        ("no friend: word is given", True),
        ("no guest: leave is given", False),
        ("some friend: word is given", False),
        ("at least 2 friend: word is given", False),
    ],
)
@pytest.mark.parametrize("where", ["deadline", "state"])
def test_a_round_that_somebody_must_keep_alive_is_none(asked: str, goes_round: bool, where: str):
    """
    Going round for ever outlives every record that can run out, so what such a round asks must be so without it.
    """
    text = WEEKLY.replace("NEWS", "3 days")
    if where == "deadline":
        text = text.replace("DEADLINE", asked).replace("{STATE}", "{}")
    else:
        text = text.replace(', needs: "DEADLINE"', "").replace("{STATE}", f'{{while: "{asked}", otherwise: done}}')
    weekly = read(text)
    report = verify(weekly)

    assert goes_round == bool(report.structure.loops) == bool(list(rounds(weekly))) == bool(report.broken)


def test_what_counts_for_the_whole_case_keeps_a_round_alive():
    """
    Good news once are good news for ever.
    """
    weekly = read(WEEKLY.replace("NEWS", "whole-case").replace("DEADLINE", "news is good").replace("{STATE}", "{}"))

    assert verify(weekly).broken
    assert list(rounds(weekly))


def test_deadlines_on_a_date_may_all_fire_in_one_moment():
    """
    On a day that is over nothing has to be recorded anew, however short a record lasts.
    """
    text = WEEKLY.replace("NEWS", "3 days").replace("DEADLINE", "news is good").replace("{STATE}", "{}")
    text = text.replace(
        "evidence:\n", "evidence:\n  day: {date: true, recorded-by: [worker], current-for: whole-case}\n"
    )
    dated = read(
        text.replace("{after: 2 days, in: one", "{until: day, from: one").replace(
            "{after: 2 days, in: two", "{until: day, from: two"
        )
    )

    assert structure(dated).loops == (("one", "two"),) == tuple(rounds(dated))
