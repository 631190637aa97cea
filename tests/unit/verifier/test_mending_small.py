"""
Every line that is offered for a small flaw mends it, whatever form the safeguard has, and does what is said of it.
"""

from contextlib import nullcontext

import pytest
from tests.unit.verifier.hard_pairs import HARD_PAIRS
from tests.unit.verifier.test_as_if_large import every_workflow_is_large
from tests.unit.verifier.test_hard_pairs import tiny
from tests.unit.verifier.test_nothing_missed import CASES

from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Compare, ForPeople, GateHolds
from rjflow.reader.reading import read
from rjflow.verifier.mending import _not_out_of_place, mended, repaired
from rjflow.verifier.proposing import proposals
from rjflow.verifier.verdict import Repair, Structure
from rjflow.verifier.verifying import verify

FLAWS = {name: tiny(broken) for name, (broken, _) in HARD_PAIRS.items()}
FLAWS |= {name: read(text) for name, (text, judged) in CASES.items() if judged == "broken"}


@pytest.mark.parametrize("size", [nullcontext, every_workflow_is_large], ids=["small", "large"])
@pytest.mark.parametrize("flawed", FLAWS.values(), ids=FLAWS)
def test_what_is_offered_mends_it(flawed: Workflow, size):
    """
    Judged anew with the line, the safeguard is kept, and of those that were kept just those are broken that are said to be; and nothing is
    cut off, as in no file.
    """
    with size():
        report = mended(verify(flawed))
        for verdict in report.broken:
            assert len(verdict.repairs) <= 3
            for repair in verdict.repairs:
                anew = verify(repaired(flawed, repair))
                again = {one.safeguard.id: one.judged for one in anew.verdicts}
                assert cut_off(anew.structure) <= cut_off(report.structure)
                assert "kept" == again[verdict.safeguard.id]
                assert set(repair.breaks) == {
                    one.safeguard.id
                    for one in report.verdicts
                    if one.judged == "kept" and again[one.safeguard.id] == "broken"
                }


def cut_off(shape: Structure) -> set[str]:
    """
    Name what nothing leads to, or out of.
    """
    return {*shape.unreachable, *shape.trapped, *shape.dead_events}


UNGUARDED = """\
rjflow: 1
workflow: unguarded
version: 1
title: A meeting that nothing guards while it lasts, beside what is kept from people
roles: {facilitator: {}, supervisor: {}}
people: {victim: {at-least: 1, takes-part: true}, offender: {at-least: 1, takes-part: true}}
evidence:
  consent: {about: victim, one-of: [given, taken-back], recorded-by: [facilitator], current-for: whole-case}
  note-1: {one-of: [read], recorded-by: [supervisor], current-for: whole-case, visible-to: [supervisor]}
  note-2: {one-of: [read], recorded-by: [supervisor], current-for: whole-case, visible-to: [supervisor]}
states: {open: {start: true}, meeting: {kind: meeting}, stopped: {}, over: {final: true, reasons: [done]}}
events:
  meet: {from: open, to: meeting, by: [facilitator], needs: "every victim: consent is given"}
  stop: {from: meeting, to: stopped, by: [facilitator]}
  close: {from: [open, stopped], to: over, by: [facilitator], reason: done}
safeguards:
  - {id: A, label: a, always: "not in kind meeting or every victim: consent is given"}
  - {id: B, label: b, hidden: [note-1], from: [victim]}
  - {id: C, label: c, hidden: [note-2], from: [victim]}
  - {id: D, label: d, hidden: [note-1], from: [offender]}
  - {id: E, label: e, hidden: [note-2], from: [offender]}
"""


def test_what_is_kept_from_people_is_seen_to_be_kept_beside_a_repair():
    """
    In a large workflow, a repair that changes a state is offered beside any number of safeguards that are read off, and harms none of them.
    """
    with every_workflow_is_large():
        broken, *others = mended(verify(read(UNGUARDED))).verdicts

    assert {"kept"} == {one.judged for one in others}
    assert ("stay", "meeting", "stopped") in {(one.sort, one.name, one.otherwise) for one in broken.repairs}
    assert {((), ())} == {(one.breaks, one.unproved) for one in broken.repairs}


CHECKS = tuple(f"check-{number}" for number in range(12))
MANY_CHECKS = """
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {worker: {}, boss: {}}
notices: {alarm: {label: alarm}}
evidence:
  passed: {one-of: [passed], current-for: whole-case}
  review: {one-of: [good, bad], recorded-by: [boss], needs: passed is passed, current-for: 14 days}
  risk: {one-of: [low, high], recorded-by: [worker], current-for: 14 days}
CHECKED
gates: {safe: {all: [risk is low, ASKED, review is good]}}
states: {open: {start: true}, writing: {}, meeting: {kind: meeting}, over: {final: true, reasons: [done]}}
events:
  write: {from: open, to: writing, by: [worker], records: [passed]}
  stop-writing: {from: writing, to: open, by: [worker]}
  meet: {from: open, to: meeting, by: [worker], needs: safe}
  close: {from: [open, meeting], to: over, by: [worker], reason: done}
safeguards:
  - {id: A, label: after an alarm the risk is looked at again, before: kind meeting, must-have: risk, since: alarm}
  - {id: B, label: nobody meets before a message has passed, before: kind meeting, must-have: passed}
"""
MANY_CHECKS = MANY_CHECKS.replace(
    "CHECKED",
    "\n".join(f"  {one}: {{one-of: [yes, no], recorded-by: [worker], current-for: 14 days}}" for one in CHECKS),
).replace("ASKED", ", ".join(f"{one} is yes" for one in CHECKS))


def test_what_takes_a_second_look_is_seen_to_be_kept_beside_a_repair():
    """
    A large workflow that keeps a safeguard by what other evidence needs is not told, of a repair elsewhere, that this could not be proved.
    """
    broken, kept = mended(verify(read(MANY_CHECKS))).verdicts

    assert ("broken", "kept") == (broken.judged, kept.judged)
    assert [("void", "risk", (), ())] == [(one.sort, one.name, one.breaks, one.unproved) for one in broken.repairs]


def test_what_only_asks_more_is_seen_to_break_nothing_that_asks_for_conditions():
    """
    A repair that asks for consent on the way in harms no other safeguard on that way, and is offered as one that harms nothing.
    """
    text = UNGUARDED.replace(', needs: "every victim: consent is given"', "").replace(
        'always: "not in kind meeting or every victim: consent is given"',
        'entering: kind meeting, must: "every victim: consent is given"',
    )
    both = text + '  - {id: F, label: f, entering: kind meeting, must: "not note-1 is read or note-1 is current"}\n'
    broken = mended(verify(read(both))).verdicts[0]

    assert ("ask", "meet", (), ()) in {(one.sort, one.name, one.breaks, one.unproved) for one in broken.repairs}


ASKED_TWICE = """
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {worker: {}, boss: {}}
evidence:
  told: {one-of: [told], recorded-by: [worker], current-for: whole-case}
  view: {one-of: [good], recorded-by: [boss], current-for: whole-case}
gates: {everybody-told: {all: [told is told]}}
states: {open: {start: true}, inside: {}, over: {final: true, reasons: [done]}}
events:
  enter: {from: open, to: inside, by: [worker], needs: everybody-told}
  close: {from: [open, inside], to: over, by: [worker], needs: everybody-told, reason: done}
safeguards:
  - {id: A, label: nobody goes in on a bad view, entering: inside, must: view is good}
  - {id: B, label: the worker can end it, always-possible: final, using: [worker]}
"""


def test_a_gate_that_is_asked_for_something_else_is_no_place_for_a_repair():
    """
    Where the event itself can ask, harming nothing, no gate is offered that is asked elsewhere and would be shut there; where nothing else helps, it is.
    """
    broken, kept = mended(verify(read(ASKED_TWICE))).verdicts
    one = Repair(sort="gate", name="everybody-told", breaks=("B",))

    assert "kept" == kept.judged
    assert ["enter", "inside"] == [one.name for one in broken.repairs if not one.breaks]
    assert [] == [one.name for one in broken.repairs if one.sort == "gate"]
    assert [one] == _not_out_of_place(read(ASKED_TWICE), [one])


def test_of_gates_behind_each_other_the_nearest_is_offered():
    """
    Where the gate that stands before the meeting can ask it, none is offered that it asks itself: that may be about something else.
    """
    behind = ASKED_TWICE.replace("gates: {", "gates: {may-enter: {all: [everybody-told]}, ").replace(
        "to: inside, by: [worker], needs: everybody-told", "to: inside, by: [worker], needs: may-enter"
    )
    alone = behind.replace(
        "  close: {from: [open, inside], to: over, by: [worker], needs: everybody-told,",
        "  close: {from: [open, inside], to: over, by: [worker],",
    )
    broken, _ = mended(verify(read(alone))).verdicts

    assert ["may-enter"] == [one.name for one in broken.repairs if one.sort == "gate"]


def test_the_gate_that_speaks_of_it_already_is_proposed_before_others():
    """
    Where a gate asks too little of the very thing, it is the first gate that is looked at, though others are asked in fewer places.
    """
    text = """
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {worker: {}}
evidence:
  talks: {number: {from: 0, to: 9}, recorded-by: [worker], current-for: whole-case, means: {long: ">= 3"}}
  room: {one-of: [free], recorded-by: [worker], current-for: whole-case}
gates: {lawful: {all: [room is free]}, prepared: {all: [talks >= 2]}}
states: {open: {start: true}, near: {}, inside: {}, over: {final: true, reasons: [done]}}
events:
  draw-near: {from: open, to: near, by: [worker], needs: prepared}
  enter: {from: near, to: inside, by: [worker], needs: [lawful, prepared]}
  close: {from: [open, near, inside], to: over, by: [worker], reason: done}
safeguards:
  - {id: A, label: nobody goes in who was not talked to three times, PROMISE}
"""
    for promise in ("entering: inside, must: talks >= 3", "before: inside, must-have: long"):
        workflow = read(text.replace("PROMISE", promise))
        [verdict] = verify(workflow).broken

        assert ["prepared", "lawful"] == [one.name for one in proposals(workflow, verdict) if one.sort == "gate"]


def test_no_line_is_offered_that_asks_more_of_everybody_than_another_that_mends_it():
    """
    Where it is enough to ask one thing of everybody, no line is offered that asks the same place for that and for what is asked already.
    """
    text = """
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {worker: {}}
people: {guest: {at-least: 1}}
evidence:
  ready: {about: guest, one-of: [yes-so, no-not], recorded-by: [worker], current-for: whole-case}
  talks: {about: guest, number: {from: 0, to: 9}, recorded-by: [worker], current-for: whole-case}
gates: {prepared: {all: ["every guest: ready is yes-so and talks >= 2"]}}
states: {open: {start: true}, inside: {}, over: {final: true, reasons: [done]}}
events:
  enter: {from: open, to: inside, by: [worker], needs: prepared}
  close: {from: [open, inside], to: over, by: [worker], reason: done}
safeguards:
  - {id: A, label: nobody goes in who was not talked to three times, entering: inside, must: "every guest: ready is yes-so and talks >= 3"}
"""
    [broken] = mended(verify(read(text))).verdicts

    talked_to = ForPeople("every", 0, "guest", Compare("talks", ">=", 3))

    assert broken.repairs
    assert {talked_to} == {one.condition for one in broken.repairs}


def test_no_gate_is_made_to_ask_itself():
    """
    Where what is asked is a gate that asks the one that stands there, that one is not offered, and the state asks for the whole.
    """
    weak = """
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {worker: {}}
evidence:
  one: {one-of: [good, bad], recorded-by: [worker], current-for: whole-case}
  two: {one-of: [good, bad], recorded-by: [worker], current-for: whole-case}
gates: {half: {all: [one is good]}, whole: {all: [half, two is good]}}
states: {open: {start: true}, inside: {while: half, otherwise: open}, over: {final: true, reasons: [done]}}
events:
  enter: {from: open, to: inside, by: [worker], needs: whole}
  close: {from: [open, inside], to: over, by: [worker], reason: done}
safeguards:
  - {id: A, label: the whole holds inside, always: not in inside or whole}
"""
    [broken] = mended(verify(read(weak))).verdicts
    tried = {(one.sort, one.name) for one in proposals(read(weak), broken) if one.condition == GateHolds("whole")}

    assert broken.repairs
    assert ("stay", "inside") in tried
    assert ("gate", "half") not in tried
