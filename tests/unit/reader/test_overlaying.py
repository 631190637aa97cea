"""
An overlay laid over its base.
"""

from typing import Any

from rjflow.reader.nodes import MapNode
from rjflow.reader.overlaying import merged
from rjflow.reader.structuring import structure_overlay, structure_workflow
from rjflow.reader.yaml_nodes import compose

BASE = """rjflow: 1
workflow: loose
version: 1
title: Loose
satisfies: [core]
evidence:
  consent: {one-of: [given, refused], current-for: 14 days, means: {agreed: [given]}}
  score: {number: {from: 0, to: 10}, current-for: same day}
states:
  open: {start: true}
  shut: {final: true, reasons: [done]}
events:
  finish: {from: open, to: shut, by: [worker]}
  stop: {from: open, to: shut, by: [worker]}
deadlines: [{in: open, after: 3 days, then: stop}]
"""


def root(text: str, name: str) -> MapNode:
    """
    Read a text into nodes.
    """
    node = compose(text, name).root
    assert node is not None
    return node


def laid(over: str, base: str = BASE) -> tuple[Any, list[tuple[str, str]]]:
    """
    Lay an overlay over the base; give the shape that results and what is wrong.
    """
    overlay = root("rjflow: 1\nextends: base.yaml\nversion: 2\n" + over, "over.yaml")
    assert [] == structure_overlay(overlay)[1]
    whole, found = merged(root(base, "base.yaml"), overlay)
    shape, problems = structure_workflow(whole)
    assert [] == problems
    return shape, [(each.code, each.underlined) for each in found]


def test_an_overlay_that_says_nothing_keeps_the_base():
    """
    Name, title and everything else are the base's; the version is the overlay's own.
    """
    shape, found = laid("")

    assert [] == found
    assert ("loose", "Loose", 2) == (shape.workflow.value, shape.title.value, shape.version.value)


def test_migrations_are_the_overlays_own():
    """
    How cases came over to the base is no part of what results; an overlay says itself how they come over to it.
    """
    base = BASE + "migrations: [{from: 1, renew: [consent]}]\nreads: logged\n"
    silent, _ = laid("", base)
    own, found = laid("add: {migrations: [{from: 1, renew: [score]}]}", base)

    assert (None, "logged", []) == (silent.migrations, silent.reads.value, found)
    assert ["score"] == [text.value for one in own.migrations.items for text in one.renew.items]


def test_what_is_changed_is_changed_deep():
    """
    A key given replaces the base's, and all beside it stays.
    """
    shape, _ = laid("change: {evidence: {consent: {current-for: 7 days}, score: {number: {to: 5}}}}")
    consent, score = (evidence for _, evidence in shape.evidence)

    assert ("7 days", ["given", "refused"]) == (consent.current_for.value, [value.value for value in consent.one_of])
    assert (0, 5) == (score.number.from_.value, score.number.to.value)


def test_every_line_knows_its_file():
    """
    What is changed points into the overlay, what is not into the base.
    """
    shape, _ = laid("change: {evidence: {consent: {current-for: 7 days}}}\nadd: {states: {pause: {}}}")
    consent = shape.evidence[0][1]

    assert ("over.yaml", "base.yaml") == (consent.current_for.span.source.name, consent.one_of.span.source.name)
    assert "over.yaml:5:16" == str(shape.states[2][0].span)


def test_another_kind_of_value_takes_the_place_of_the_first():
    """
    Where only one of several keys can be, the overlay's replaces the base's.
    """
    shape, _ = laid(
        "change: {evidence: {consent: {flag: true, means: {agreed: [true]}}}, events: {stop: {either: [{from: open, to: shut}]}}}"
    )

    assert (None, True) == (shape.evidence[0][1].one_of, shape.evidence[0][1].flag.value)
    assert (None, None) == (shape.events[1][1].to, shape.events[1][1].from_)


def test_lists_grow_and_names_go():
    """
    Safeguards and exceptions are added to the base's; what is removed is gone; other lists are replaced.
    """
    shape, _ = laid(
        "add: {safeguards: [{id: a, ends: true}], satisfies: [more.yaml]}\n"
        "except: [{safeguard: S1, owner: x, reason: y, until: 2027-01-01}]\n"
        "remove: {events: [finish]}\nchange: {deadlines: [{in: open, after: 1 day, then: stop}]}"
    )

    assert (["core", "more.yaml"], ["stop"]) == (
        [each.value for each in shape.satisfies],
        [str(n) for n, _ in shape.events],
    )
    assert (1, 1, "1 day") == (len(shape.safeguards), len(shape.except_), shape.deadlines.items[0].after.value)


def test_what_the_base_makes_impossible_is_told():
    """
    Adding what is there, changing or removing what is not, and doing both to one thing are mistakes of the overlay.
    """
    _, found = laid(
        "change: {evidence: {consnt: {current-for: 1 day}}, events: {stop: {by: [x]}}}\n"
        "add: {states: {open: {}}}\nremove: {events: [stop, finsh]}"
    )

    assert [("RJ141", "consnt"), ("RJ144", "stop"), ("RJ140", "open"), ("RJ142", "finsh")] == found


def test_an_overlay_may_lie_on_an_overlay():
    """
    What results can be changed again.
    """
    first = root("rjflow: 1\nextends: base.yaml\nversion: 2\nadd: {states: {pause: {}}}", "first.yaml")
    second = root("rjflow: 1\nextends: first.yaml\nversion: 3\nchange: {states: {pause: {label: rest}}}", "second.yaml")
    middle, _ = merged(root(BASE, "base.yaml"), first)
    whole, found = merged(middle, second)
    states = structure_workflow(whole)[0].states

    assert [] == found
    assert states is not None
    assert "rest" == str(states[2][1].label)
