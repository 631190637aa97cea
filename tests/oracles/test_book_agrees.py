"""
The book that a case machine keeps of its own, held to the rules; and the safeguards that are minded from it, held to brute force.
"""

from collections import Counter
from datetime import date
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from tests.effort import always_the_same
from tests.oracles.every_case import commands as every_command
from tests.oracles.every_case import judged, stands
from tests.oracles.every_case import openings as every_opening
from tests.small import MONDAY, event, evidence, record, state
from tests.small import opened as opened_case
from tests.small import workflow as small_workflow
from tests.strategies_mixed import mixed_workflows
from tests.strategies_verified import guarded_workflows

from rjflow.definition.model import Day, Deadline, Window, Workflow
from rjflow.rules.commands import Advance
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation
from rjflow.testing import commands, situations, workflows
from rjflow.testing.book import Book, opened, scheme_book
from rjflow.testing.following import follow
from rjflow.testing.minding import Minding


def book_of(workflow: Workflow, situation: Situation) -> Book:
    """
    Copy a situation into a book, so that the two can be compared.
    """
    book = scheme_book(workflow, situation, situation.now)
    if workflow.scheme is not None and situation.scheme is not None:
        book.scheme = scheme_book(workflow.scheme.workflow, situation.scheme, situation.now)
    return book


def check_some_steps(workflow: Workflow, data: st.DataObject) -> None:
    """
    Follow a few commands by the rules and in the book, and compare what is known after each.
    """
    situation = data.draw(situations(workflow))
    book = book_of(workflow, situation)
    for _ in range(6):
        command = data.draw(commands(workflow, situation))
        note(f"{situation} <- {command}")
        decision, followed = decide(workflow, situation, command), follow(book, command)
        situation, book = decision.after, followed.after
        expected = book_of(workflow, situation)

        assert decision.allowed == followed.allowed
        assert (expected.state, expected.held_from, expected.since) == (book.state, book.held_from, book.since)
        assert (expected.people, expected.notes, expected.rung) == (book.people, book.notes, book.rung)


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(workflows(), st.data())
def test_the_book_and_the_rules_never_disagree(workflow: Workflow, data: st.DataObject):
    """
    Whatever happens to a case, the book says what the rules say.
    """
    check_some_steps(workflow, data)


def test_the_book_and_the_rules_agree_on_a_day_recorded_as_another_rings():
    """
    The next day, recorded in the very instant in which the one before rang, is waited for in both.
    """
    workflow = small_workflow(
        evidence("day", values=Day(), window=Window("whole case")),
        event("early", ("start", "hall"), ("hall", "hall"), by=("clock",)),
        state("hall"),
        deadlines=(Deadline(states=("start", "hall"), event="early", until="day"),),
    )
    situation = opened_case(workflow)
    book = book_of(workflow, situation)
    for day, rung in ((date(2026, 3, 1), {0: MONDAY}), (date(2026, 3, 5), {})):
        situation, book = decide(workflow, situation, record("day", day)).after, follow(book, record("day", day)).after

        assert rung == dict(situation.rung) == book.rung


@pytest.mark.parametrize(
    ("where", "wrong"),
    [
        ("strike", lambda self, kind, what, person, spared=(): None),
        ("ends", lambda self, name, note: note.at + 10**15),
        ("rest", lambda self, state: state),
        ("due", lambda self, number: None),
    ],
)
def test_a_book_that_is_kept_wrongly_is_noticed(where: str, wrong: object):
    """
    A book that strikes nothing out, knows no age, never falls, or hears no deadline, disagrees with the rules soon.
    """

    @always_the_same(150)
    @given(workflows(), st.data())
    def look(workflow: Workflow, data: st.DataObject) -> None:
        check_some_steps(workflow, data)

    with patch.object(Book, where, wrong), pytest.raises(AssertionError):
        look()


def test_safeguards_are_minded_as_brute_force_judges_them():
    """
    On runs of small workflows a safeguard is broken for whoever minds it just when it is for brute force; several forms are seen broken.
    """
    seen: Counter[tuple[str, bool]] = Counter()

    @settings(max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(mixed_workflows(), guarded_workflows()), st.integers(0, 1 << 32))
    def look(workflow: Workflow, seed: int) -> None:
        chance, form = Random(seed), workflow.safeguards[0].form
        situation = chance.choice(list(every_opening(workflow)))
        book = opened(workflow, [(one.id, one.kind) for one in situation.people], situation.now)
        minding, marks = Minding(workflow), frozenset[str | None]()
        assert bool(minding.opened(book)) is not stands(workflow, form, situation)
        for _ in range(12):
            command = chance.choice(list(every_command(workflow, situation)))
            decision, followed = decide(workflow, situation, command), follow(book, command)
            if not decision.allowed:
                continue
            if isinstance(command, Advance) and len({move.at for move in decision.moves}) > 1:
                return  # brute force looks at the end of a step only
            wrong, marks = judged(workflow, form, decision, marks)
            wrong = wrong or not stands(workflow, form, decision.after)
            seen[type(form).__name__, wrong] += 1
            assert wrong == bool(minding.after(followed))
            if wrong:
                return
            situation, book = decision.after, followed.after

    look()
    forms = ("Always", "Entering", "Before", "After", "DifferentPeople", "AlwaysOpen")
    assert len([form for form in forms if seen[form, False]]) >= 5
    assert len([form for form in forms if seen[form, True]]) >= 4
