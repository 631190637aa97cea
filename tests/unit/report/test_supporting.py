"""
What is said of the lines that keep a safeguard.
"""

from rjflow.reader.reading import read
from rjflow.report.pieces import piece_sentence
from rjflow.report.supporting import support_text
from rjflow.verifier.pieces import pieces_of
from rjflow.verifier.supporting import support

TALK = """\
rjflow: 1
workflow: talk
version: 1
title: Talk
roles: {host: {}}
evidence:
  calm: {one-of: ["so"], recorded-by: [host], current-for: whole-case}
states: {start: {start: true}, planned: {}, room: {}, over: {final: true, reasons: [done]}}
events:
  plan: {from: start, to: planned, by: [host]}
  put-off: {from: planned, to: start, by: [host]}
  meet: {by: [host], either: [{from: planned, to: room, needs: calm is so}, {from: start, to: room, needs: calm is so}]}
  end: {from: room, to: over, by: [host], needs: calm is so}
safeguards:
  - {id: A, label: what is planned can be put off, always-open: put-off, while: in planned}
"""


def test_what_no_case_comes_to_without_events_is_not_said_to_be_kept_by_them():
    """
    Where nothing is asked at the beginning, no line is needed, because then nothing happens: that is said, and not that no event keeps it.
    """
    talk = read(TALK)
    form = talk.safeguards[0].form

    assert (
        "No event, actor, or deadline keeps it: with all of them taken away, no case comes to where it asks anything."
        in " ".join(support_text(talk, form, support(talk, talk.safeguards[0])).split())
    )


def test_two_ways_of_one_event_are_told_apart():
    """
    What a way asks is told with where the way leads, if the event has another.
    """
    talk = read(TALK)

    assert [
        "“meet” (from “planned” to “room”) needs: “calm” is “so”",
        "“meet” (from “start” to “room”) needs: “calm” is “so”",
        "“end” needs: “calm” is “so”",
    ] == [piece_sentence(talk, one) for one in pieces_of(talk) if one.sort == "asks"]
