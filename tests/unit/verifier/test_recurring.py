"""
What was done for one round, and is taken to be good for the next.
"""

import pytest

from rjflow.definition.safeguards import Before
from rjflow.reader.reading import read
from rjflow.verifier.breaking import broken_on_tour
from rjflow.verifier.judging import find, judge
from rjflow.verifier.recurring import at_last, once_more
from rjflow.verifier.visiting import rounds, tours

ROUNDS = """\
rjflow: 1
workflow: rounds
version: 1
title: Letters, and a look at what they did before anybody meets
roles: {worker: {}}
notices: {alarm: {label: an alarm, by: [worker]}}
evidence:
  letter: {one-of: [passed], current-for: whole-case, voided-by: [begin]}
  look: {one-of: [good, bad], recorded-by: [worker], needs: letter is passed, current-for: whole-case, means: {looked-at: [good]}, voided-by: [VOIDERS]}
states:
  open: {start: true}
  writing: {}
  wrote: {}
  meeting: {kind: meeting}
  over: {final: true, reasons: [done]}
events:
  begin: {from: open, to: writing, by: [worker]}
  pass: {from: writing, to: wrote, by: [worker], records: [letter]}
  again: {from: wrote, to: open, by: [worker]}
  meet: {from: [open, wrote, writing], to: meeting, by: [worker], needs: look is good}
  end: {from: meeting, to: over, by: [worker], reason: done}
safeguards:
  - {id: P, label: what letters did is looked at before a meeting, before: meeting, must-have: looked-at, since: SINCE}
"""


@pytest.mark.parametrize(
    ("since", "voiders", "judged", "on_tour"),
    [
        ("begin", "", "broken", True),  # the second letters are not looked at
        ("begin", "begin", "kept", False),
        ("alarm", "", "broken", True),
        ("alarm", "alarm", "kept", False),
        ("[alarm, begin]", "alarm", "broken", True),
        ("writing", "begin", "kept", False),
        ("writing", "again", "broken", True),  # it is looked at again before there are others
    ],
)
def test_what_must_happen_anew_is_missed_in_the_second_round(since: str, voiders: str, judged: str, on_tour: bool):
    """A case that begins anew, and goes on with what was done before, breaks what asks for it again; where all is well none does."""
    workflow = read(
        ROUNDS.replace(", voided-by: [VOIDERS]", f", voided-by: [{voiders}]" if voiders else "").replace("SINCE", since)
    )
    (safeguard,) = workflow.safeguards

    assert judged == judge(workflow, safeguard).judged
    assert on_tour is (broken_on_tour(workflow, safeguard.form, find) is not None)


def test_nothing_begins_anew_where_nothing_is_asked_again():
    """What must have happened once and for all sends no case round again."""
    workflow = read(ROUNDS.replace(", voided-by: [VOIDERS]", "").replace(", since: SINCE", ""))
    form = workflow.safeguards[0].form
    assert isinstance(form, Before)

    assert [] == [stop for gone in rounds(workflow, find) for stop in once_more(workflow, form, *gone, find)]


EXCHANGE = """\
rjflow: 1
workflow: exchange
version: 1
title: Several letters of one exchange, and a look at what they did before anybody meets
roles: {worker: {}}
evidence:
  letter: {one-of: [passed], current-for: whole-case, voided-by: [begin]}
  look: {one-of: [good, bad], recorded-by: [worker], needs: letter is passed, current-for: whole-case, means: {looked-at: [good]}, voided-by: [VOIDERS]}
states:
  open: {start: true}
  exchanging: {}
  reading: {}
  stopped: {}
  called: {}
  rung: {}
  given-up: {}
  left: {}
  meeting: {kind: meeting}
  over: {final: true, reasons: [done]}
events:
  begin: {from: [open, stopped], to: exchanging, by: [worker]}
  take-in: {from: exchanging, to: reading, by: [worker]}
  hand-over: {from: reading, to: given-up, by: [worker], records: [letter]}
  read-out: {from: reading, to: given-up, by: [worker], records: [letter]}
  pass: {from: reading, to: exchanging, by: [worker], records: [letter], contact: indirect}
  call: {from: open, to: called, by: [worker], records: [letter]}
  ring: {from: open, to: rung, by: [worker], records: [letter]}
  give-up: {from: [open, called], to: given-up, by: [worker]}
  leave: {from: [open, called], to: left, by: [worker]}
  stop: {from: exchanging, to: stopped, by: [worker]}
  meet: {from: stopped, to: meeting, by: [worker], needs: look is good}
  end: {from: [called, rung, given-up, left, meeting], to: over, by: [worker], reason: done}
safeguards:
  - {id: P, label: what letters did is looked at before a meeting, before: meeting, must-have: looked-at, since: [begin, contact indirect]}
"""


@pytest.mark.parametrize(("voiders", "judged"), [("begin", "broken"), ("begin, pass", "kept")])
def test_what_was_found_about_one_letter_is_missed_for_the_next_of_the_same_exchange(voiders: str, judged: str):
    """
    A tour stands where letters are written before the first; a case that comes back there with one can be looked at, and goes on to the next,
    however many others were looked at that lead to no letter.
    """
    workflow = read(EXCHANGE.replace("VOIDERS", voiders))
    (safeguard,) = workflow.safeguards
    story = broken_on_tour(workflow, safeguard.form, find)

    assert judged == judge(workflow, safeguard).judged
    assert (judged == "broken") is (story is not None)
    if story is not None:
        assert ["begin", "take-in", "pass", "good", "take-in", "pass", "stop", "meet"] == [
            getattr(one.decision.command, "event", None) or one.decision.command.given.value for one in story.steps
        ]


MOVES = """\
rjflow: 1
workflow: moves
version: 1
title: Doubt at the last moment
roles: {worker: {}}
notices: {doubt: {label: a doubt, by: [worker]}}
evidence:
  clear: {one-of: [yes-it-is, not-yet], recorded-by: [worker], current-for: whole-case, voided-by: [doubt], means: {understands: [yes-it-is]}}
states:
  open: {start: true}
  first: {}
  second: {}
  third: {}
  fourth: {}
  fifth: {}
  meeting: {kind: meeting}
  over: {final: true, reasons: [done]}
events:
  a: {from: open, to: first, by: [worker], records: [clear]}
  b: {from: first, to: second, by: [worker], records: [clear]}
  c: {from: second, to: third, by: [worker], records: [clear]}
  d: {from: third, to: fourth, by: [worker], records: [clear]}
  e: {from: fourth, to: fifth, by: [worker], records: [clear]}
  meet: {from: fifth, to: meeting, by: [worker]}
  end: {from: meeting, to: over, by: [worker], reason: done}
safeguards:
  - {id: P, label: a doubt is cleared before a meeting, before: meeting, must-have: understands, since: doubt}
"""


def test_what_is_in_doubt_at_the_last_moment_is_found_though_every_step_before_cleared_it():
    """A case that begins anew early clears the doubt on its way; one that stands before the move does not."""
    workflow = read(MOVES)
    (safeguard,) = workflow.safeguards
    assert isinstance(safeguard.form, Before)
    doubted = [stop for stops in tours(workflow, find) for stop in at_last(workflow, safeguard.form, stops, find)]

    assert {"meeting"} == {stop.now.state for stop in doubted}
    assert broken_on_tour(workflow, safeguard.form, find) is not None


def test_nothing_is_in_doubt_where_the_move_asks_for_it_itself():
    """Whoever makes the move clears the doubt first, so no case gets past it."""
    asking = MOVES.replace("to: meeting, by: [worker]", "to: meeting, by: [worker], needs: clear is yes-it-is")
    workflow = read(asking)
    (safeguard,) = workflow.safeguards

    assert judge(workflow, safeguard).judged == "kept"
    assert broken_on_tour(workflow, safeguard.form, find) is None


STAYS = """\
rjflow: 1
workflow: stays
version: 1
title: A visit that leaves the case where it is
roles: {worker: {}}
notices: {alarm: {label: an alarm, by: [worker]}}
evidence:
  risk: {one-of: [low, high], recorded-by: [worker], current-for: whole-case, voided-by: [alarm]}
  wish: {one-of: [welcome, no-more], recorded-by: [worker], current-for: whole-case, means: {wished: [welcome], quiet: [no-more]}}
  visit: {one-of: [made], current-for: whole-case}
states: {open: {start: true}, preparing: {}, over: {final: true, reasons: [done]}}
events:
  begin: {from: open, to: preparing, by: [worker], needs: [risk is low, wish is welcome]}
  call: {from: preparing, to: preparing, by: [worker], records: [visit], contact: direct}
  end: {from: [open, preparing], to: over, by: [worker], reason: done}
safeguards:
  - {id: P, label: p, PROMISE}
"""


@pytest.mark.parametrize(
    ("promise", "needs"),
    [
        ("entering: contact, must: risk is low", "risk is low"),
        ("entering: contact, must: wished", "wish is welcome"),  # what a meaning stands for is undone, too
        ("before: contact, must-have: risk, since: alarm", "risk is low"),
        ("before: visit, must-have: risk, since: alarm", "risk is low"),
        ("before: visit, must-have: visit", None),
        ("after: alarm, not-before: call, without: risk", "risk is low"),
    ],
)
def test_what_leaves_a_case_where_it_is_is_seen_on_a_tour(promise: str, needs: str | None):
    """
    An event that moves nothing gets past what it does not ask for, as one that moves a case does; where it asks, none does.
    """
    (safeguard,) = read(text := STAYS.replace("PROMISE", promise)).safeguards
    story = broken_on_tour(read(text), safeguard.form, find)

    assert story is not None
    assert "preparing" == story.last.state
    if needs is not None:
        workflow = read(text.replace("contact: direct", f"contact: direct, needs: {needs}"))
        assert "kept" == judge(workflow, safeguard).judged
        assert broken_on_tour(workflow, safeguard.form, find) is None


def test_what_somebody_says_counts_as_what_must_be_followed_by_silence():
    """
    After a word that is recorded nothing may happen which a move that stays does all the same.
    """
    workflow = read(STAYS.replace("PROMISE", "after: quiet, not-before: contact, without: risk"))
    story = broken_on_tour(workflow, workflow.safeguards[0].form, find)

    assert story is not None
    assert ["no-more", "call"] == [
        getattr(one.decision.command, "event", None) or one.decision.command.given.value for one in story.steps[-2:]
    ]
