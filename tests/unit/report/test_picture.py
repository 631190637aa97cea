"""
Drawings: who moves a case is told apart, nothing that is asked for is left out, and ways back end where a case came from.
"""

import re

from rjflow import read
from rjflow.report.dot import dot
from rjflow.report.mermaid import mermaid
from rjflow.report.picture import Picture, picture

POLICY = """
rjflow: 1
workflow: t
version: 1
title: T
roles: {worker: {}}
people:
  guest: {label: guest, at-least: 1, takes-part: true, side: harmed}
evidence:
  asked: {one-of: [here, there], recorded-by: [worker], current-for: whole-case}
gates:
  q: {label: cue, all: [asked is here]}
  r: {label: are, all: [asked is there]}
states:
  a: {label: "one, with a comma", start: true}
  b: {label: two}
  c: {label: three}
  d: {label: four}
  e: {label: five}
  f: {label: six}
  g: {label: seven}
  h: {label: eight}
  i: {label: nine}
  wait: {holds: true}
  done: {final: true, reasons: [x]}
events:
  on: {from: a, to: b, by: [worker], needs: [{any: [q, r]}, asked is here]}
  expire: {from: [b, c], to: done, by: [clock, worker]}
  onward: {from: b, to: c, by: [worker], needs: [q, r]}
  later: {from: c, to: d, by: [worker], needs: {any: [asked is here, asked is there]}}
  spread: {from: d, to: [e, f, g, h, i], by: [worker]}
  pause: {from: [a, b, c, d, e], to: wait, by: [worker]}
  again: {from: wait, to: back, by: [worker]}
  stop: {from: {any-except: [a]}, to: done, by: [worker, guest], means: [withdrawal-by-harmed]}
deadlines:
  - {in: b, after: 3 days, then: expire}
"""
ONWARD = "".join(f"  to-{one}: {{from: d, to: {one}, by: [worker]}}\n" for one in "efghi")
POLICY = POLICY.replace("  spread: {from: d, to: [e, f, g, h, i], by: [worker]}\n", ONWARD)


def drawn() -> Picture:
    """
    Draw the policy above.
    """
    return picture(read(POLICY))


def words(source: str, target: str) -> list[tuple[str, str]]:
    """
    Give the kinds and words of the edges between two nodes.
    """
    return [(edge.kind, edge.label) for edge in drawn().edges if (edge.source, edge.target) == (source, target)]


def test_where_the_clock_acts_too_the_clock_is_seen():
    """
    An event of the clock and of people is a deadline where there is one, and progress where there is none.
    """
    assert [("deadline", "clock: expire (after 3 days, earlier by the worker)")] == words("s_b", "s_done")
    assert [("progress", "expire")] == words("s_c", "s_done")


def test_everything_that_is_asked_for_is_in_the_brackets():
    """
    Gates are named as they are joined, and conditions beside them counted.
    """
    assert [("progress", "on [(“cue” or “are”) and 1 more condition]")] == words("s_a", "s_b")
    assert [("progress", "onward [“cue” and “are”]")] == words("s_b", "s_c")
    assert [("progress", "later [any of 2 conditions]")] == words("s_c", "s_d")


def test_many_stages_are_counted_and_named_beside_it():
    """
    A node for many stages is short; the names stand in quotation marks in a comment or a tooltip.
    """
    labels = {node.id: (node.label, node.all) for node in drawn().nodes if node.shape == "several"}

    assert ("5 of 11 stages", "“one, with a comma”, “two”, “three”, “four”, and “five”") == labels["any_1"]
    assert "every stage but “one, with a comma”" == labels["any_2"][0]
    assert "  %% any_1: “one, with a comma”, “two”" in mermaid(read(POLICY))
    assert 'tooltip="“one, with a comma”, “two”' in dot(read(POLICY))


def test_a_way_back_ends_where_a_case_came_from():
    """
    A case that waited goes back to the node by which it came, never in a circle on the spot.
    """
    assert [("progress", "again (back to where it came from)")] == words("s_wait", "any_1")
    assert [] == words("s_wait", "s_wait")


def test_what_no_way_joins_to_the_start_is_laid_below_each_other():
    """
    Islands are tied together without a line, so that the drawing stays narrow.
    """
    islands = drawn().islands

    assert [["s_wait", "any_1"]] == [[node.id for node in island] for island in islands]
    assert re.search(r"any_1 -> key_progress_from \[style=invis\]", dot(read(POLICY)))


def test_ways_between_the_same_stages_are_one_line():
    """
    Several events of one kind between two stages share a line, each with its own words.
    """
    two = read(POLICY.replace("  again:", "  further: {from: b, to: c, by: [worker]}\n  again:"))
    labels = [edge.label for edge in picture(two).edges if (edge.source, edge.target) == ("s_b", "s_c")]

    assert ["onward [“cue” and “are”]\nfurther"] == labels


def test_who_outside_is_told_stands_on_the_way():
    """
    An event at which others are told says whom: surely, or only where something else is true, too.
    """
    text = POLICY.replace("roles: {worker: {}}", "roles: {worker: {}, court: {}, referrer: {}}").replace(
        "asked: {one-of", "asked: {outcome: true, one-of"
    )
    told = (
        "exports:\n  end: {to: [court], at: [stop], facts: [state], basis: legal-duty, source: law}\n"
        "  answer: {to: [referrer, court], at: [onward], facts: [asked], basis: agreement, needs: asked is here}\n"
        "sources: {law: {title: A law}}\n"
    )
    edges = {label for edge in picture(read(text + told)).edges for label in edge.label.split("\n")}

    assert {"tells the court", "may tell the referrer and the court"} <= edges
    assert not [label for edge in drawn().edges for label in edge.label.split("\n") if "tell" in label]
    assert "may tell the referrer" in mermaid(read(text + told))
    assert "tells the court" in dot(read(text + told))
