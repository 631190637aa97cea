"""
What is always possible because the clock brings it: reminders on the way do not keep it from coming, and what never leads on is no help.
"""

import pytest

from rjflow.certifying.checking import check_certificate
from rjflow.definition.model import Workflow
from rjflow.instants import DAY
from rjflow.reader.reading import read
from rjflow.verifier.certifying import certify
from rjflow.verifier.verifying import verify


def is_judged(workflow: Workflow, judged: str) -> None:
    """
    Hold the one safeguard of a workflow to a verdict; a proof of it to the checker of certificates as well.
    """
    report = verify(workflow)

    assert [judged] == [one.judged for one in report.verdicts]
    if judged == "kept":
        check_certificate(workflow, certify(report))


REMINDED = """\
rjflow: 1
workflow: reminded
version: 1
title: Somebody is asked, and reminded each week
roles: {worker: {}}
evidence:
  answer: {one-of: [coming, later], recorded-by: [worker], current-for: whole-case}
  letter: {one-of: [sent], current-for: 3 days, voided-by: VOIDED}
states:
  asked: {start: true}
  closed: {final: true, reasons: [lapsed]}
events:
  remind: {from: asked, to: asked, by: [clock], needs: REMIND}
  lapse: {from: asked, to: closed, by: [clock], needs: LAPSE, reason: lapsed}
  end: {from: asked, to: closed, by: [worker], needs: [answer is coming, letter is sent], reason: lapsed}
  send: {from: asked, to: asked, by: [worker], records: [letter]}
deadlines:
  - {after: 7 days, in: asked, then: remind}
  - {after: DAYS days, in: asked, then: lapse}
safeguards:
  - {id: L, label: the clock ends it, always-possible: final, using: [clock]}
"""


def reminded(*, remind: str = "[]", lapse: str = "[]", days: int = 28, voided: str = "[]") -> str:
    return (
        REMINDED.replace("REMIND", remind).replace("LAPSE", lapse).replace("DAYS", str(days)).replace("VOIDED", voided)
    )


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        (reminded(), "kept"),
        (reminded(days=7), "kept"),
        (reminded(days=3), "kept"),
        (reminded(remind="answer is later"), "kept"),
        (reminded(lapse="answer is later"), "broken"),  # nobody may ever have said so
        (reminded(lapse="letter is sent"), "broken"),
        (reminded(voided="[remind]"), "kept"),
        (reminded().replace("to: closed, by: [clock]", "to: asked, by: [clock]").replace("reason: lapsed}\n  end", "}\n  end"), "broken"),
    ],
)  # fmt: skip
def test_reminders_do_not_keep_a_deadline_from_coming(text: str, judged: str):
    """
    A deadline that leaves a case in its state does not begin the others anew. What is kept so, the checker of certificates sees as well.
    """
    is_judged(read(text.replace(", needs: []", "").replace(", voided-by: []", "").replace(", }", "}")), judged)


CLOSING = """\
rjflow: 1
workflow: closing
version: 1
title: A room that one leaves when what it asks is not so any more
roles: {worker: {}, guard: {}}
evidence:
  key: {one-of: [found, lost], recorded-by: [BY], current-for: 1 day}
  lamp: {one-of: [lit, out], recorded-by: [worker], current-for: 3 days}
states:
  outside: {start: true}
  hall: {}
  room: {while: "key is found and lamp is not lit", otherwise: hall}
  done: {final: true, reasons: [done]}
events:
  enter: {from: [outside, hall], to: room, by: [worker], needs: lamp is out, records: [key]}
  end: {from: hall, to: done, by: [worker], reason: done}
  leave: {from: outside, to: done, by: [guard], reason: done}
safeguards:
  - {id: L, label: a worker comes to the end, always-possible: final, using: [worker]}
"""


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        (CLOSING.replace("BY", "worker"), "kept"),  # who says that the key is lost comes out
        (CLOSING.replace("BY", "guard").replace("lamp is not lit", "lamp is out"), "kept"),  # or that the lamp is lit
        (CLOSING.replace("BY", "guard").replace(" and lamp is not lit", ""), "broken"),  # nobody of them can, and time is not theirs
        (CLOSING.replace("BY", "guard").replace(" and lamp is not lit", "").replace("using: [worker]", "using: [worker, clock]"), "kept"),
    ],
)  # fmt: skip
def test_whoever_can_close_a_gate_comes_on_by_that(text: str, judged: str):
    """
    What a worker records may close the gate of the room, so that the case falls on: that is a step of theirs.
    """
    is_judged(read(text), judged)


FADING = """\
rjflow: 1
workflow: fading
version: 1
title: An offer that stands while a letter counts
roles: {worker: {}}
evidence:
  letter: {one-of: [sent], recorded-by: [worker], current-for: 10 days}
states:
  idle: {start: true}
  offered: {while: letter is sent, otherwise: over}
  stuck: {}
  over: {final: true, reasons: [lapsed]}
events:
  offer: {from: idle, to: offered, by: [worker], records: [letter]}
  ring: {from: offered, to: offered, by: [clock]RECORDS}
  drop: {from: offered, to: TARGET, by: [clock]REASON}
  leave: {from: idle, to: over, by: [worker, clock], reason: lapsed}
deadlines:
  - {after: 7 days, in: offered, then: ring}
  - {after: 30 days, in: idle, then: leave}
  - {after: 8 days, in: offered, then: drop}
safeguards:
  - {id: L, label: the clock ends it, always-possible: final, using: [clock]}
"""


def fading(*, records: str = "", target: str = "over") -> str:
    text = FADING.replace("RECORDS", records).replace("TARGET", target)
    return text.replace("REASON", ", reason: lapsed" if target == "over" else "")


ONLY_RUNG = "".join(line for line in fading().splitlines(keepends=True) if "drop" not in line and "stuck" not in line)
STUCK = fading(target="stuck").replace("by: [worker, clock], reason", "by: [worker, clock], reason").replace(
    "deadlines:", "  mend: {from: stuck, to: idle, by: [worker]}\ndeadlines:"
)  # fmt: skip
CLEARED = fading().replace("  stuck: {}\n", "")


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        (ONLY_RUNG, "kept"),  # the letter runs out, and the offer with it
        (CLEARED, "kept"),
        (STUCK, "broken"),  # two days before the letter would have run out
    ],
)  # fmt: skip
def test_what_runs_out_by_itself_is_waited_for(text: str, judged: str):
    """
    Who waits for something to run out comes on by that, unless the clock renews it, or leads elsewhere before.
    """
    is_judged(read(text), judged)


@pytest.mark.parametrize("days", [7, 27, 28])
def test_a_reminder_in_the_same_moment_is_in_nobodys_way(days: int):
    """
    A deadline that falls on the day of a reminder fires after it: nobody was told before it lapsed.
    """
    promise = "{id: L, label: who lapses was told, before: lapse, must-have: letter}"
    text = reminded(days=days).replace(", needs: []", "").replace(", voided-by: []", "")
    text = text.replace("{id: L, label: the clock ends it, always-possible: final, using: [clock]}", promise)
    text = text.replace("evidence:\n", "people: {friend: {joins: {by: [worker], in: asked}}}\nevidence:\n")
    text = (
        text.replace("letter: {one-of", "letter: {about: friend, one-of")
        .replace(" and letter is sent", "")
        .replace(", letter is sent", "")
    )
    report = verify(read(text))

    story = report.verdicts[0].story

    assert ["broken"] == [one.judged for one in report.verdicts]
    assert story is not None
    assert days == (story.last.now - story.opened.now) // DAY


@pytest.mark.parametrize(("days", "judged"), [(7, "kept"), (28, "kept"), (6, "broken")])
def test_a_reminder_in_the_same_moment_comes_first(days: int, judged: str):
    """
    Whoever is reminded and lapses in one moment was reminded before.
    """
    promise = "{id: L, label: who lapses was reminded, before: lapse, must-have: remind}"
    text = reminded(days=days).replace(", needs: []", "").replace(", voided-by: []", "")
    text = text.replace("{id: L, label: the clock ends it, always-possible: final, using: [clock]}", promise)
    text = text.replace("evidence:\n", "people: {friend: {joins: {by: [worker], in: asked}}}\nevidence:\n")

    assert [judged] == [one.judged for one in verify(read(text)).verdicts]
