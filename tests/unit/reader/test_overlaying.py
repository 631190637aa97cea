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


# ---- parts of things -------------------------------------------------------------------------------------------------

RICH = """rjflow: 1
workflow: rich
version: 1
title: Rich
roles: {worker: {}, lead: {}}
evidence:
  consent: {one-of: [given, refused], recorded-by: [worker, lead], current-for: 14 days, not-by: [score], voided-by: [score, {own: consent}]}
  score: {number: {from: 0, to: 10}, recorded-by: [worker], current-for: same day}
states:
  open: {start: true, because: it begins here}
  shut: {final: true, reasons: [done, late]}
events:
  finish:
    from: open
    to: shut
    by: worker
    reason: done
    needs:
      - {that: consent is given, because: they said so}
      - score > 3
  stop: {from: open, to: shut, by: [worker], needs: score > 3, reason: late}
forms:
  note: {fields: {score: {records: score}, words: {text: page}}}
deadlines:
  - {in: open, after: 3 days, then: stop}
  - {in: open, after: 5 days, then: finish}
""".replace("by: worker\n", "by: [worker]\n")


def test_single_keys_go():
    """
    Under `remove` a list names what goes, and a name in it, or alone, goes deeper: to keys of one thing, or things in it.
    """
    shape, found = laid(
        "remove:\n  evidence: {consent: [not-by, voided-by]}\n  states: [{open: [because]}]\n"
        "  events: [stop, {finish: [needs]}]\n  forms: {note: {fields: [words]}}\n"
        "change: {deadlines: {remove: [{then: stop}]}}",
        RICH,
    )
    consent, finish = shape.evidence[0][1], shape.events[0][1]

    assert [] == found
    assert (None, None, "14 days") == (consent.not_by, consent.voided_by, consent.current_for.value)
    assert (["finish"], None, None) == (
        [str(name) for name, _ in shape.events],
        finish.needs,
        shape.states[0][1].because,
    )
    assert ["score"] == [str(name) for name, _ in shape.forms[0][1].fields]


def test_lists_change_by_their_entries():
    """
    Where the base has a list, entries are taken from it and added behind the others; one thing alone is a list of one.
    """
    shape, found = laid(
        "change:\n"
        "  evidence:\n"
        "    consent: {recorded-by: {remove: [lead]}, voided-by: {remove: [{own: consent}], add: [{change-of: x}]}}\n"
        "  events:\n"
        "    finish: {needs: {remove: [consent is given], add: [score < 9]}}\n"
        "    stop: {from: {add: [shut]}, needs: {add: [consent is current]}, reason: {add: [done]}}\n"
        "  deadlines: {remove: [{in: open, then: stop}], add: [{in: open, after: 9 days, then: stop}]}\n",
        RICH,
    )
    consent, (finish, stop) = shape.evidence[0][1], [event for _, event in shape.events]

    assert [] == found
    assert ["worker"] == [one.value for one in consent.recorded_by.items]
    assert [("name", "score"), ("change-of", "x")] == [(one.form, one.name.value) for one in consent.voided_by.items]
    assert 2 == len(finish.needs.items) == len(stop.needs.items)
    assert ("over.yaml", "base.yaml") == (
        finish.needs.items[1].span.source.name,
        finish.needs.items[0].span.source.name,
    )
    assert ["open", "shut"] == [one.value for one in stop.from_.names]
    assert ["late", "done"] == [one.value for one in stop.reason.items]
    assert ["5 days", "9 days"] == [one.after.value for one in shape.deadlines.items]


def test_parts_that_the_base_does_not_have_are_told():
    """
    What is not there cannot go, what is said of several entries is of none, and a list is not there because something else is.
    """
    _, found = laid(
        "change:\n"
        "  evidence: {consent: {one-of: {remove: [givn]}, not-by: {remove: [score]}, means: {agreed: [given]}}, score: {visible-to: {add: [lead]}}}\n"
        "  events: {stop: {needs: {remove: [score > 4]}, because: x}}\n"
        "  deadlines: {remove: [{in: open}]}\n"
        "remove: {evidence: {consent: [due], scor: [needs]}, events: {stop: [because]}, forms: {note: {fields: [wrds]}}}",
        RICH,
    )

    assert [
        ("RJ142", "givn"),
        ("RJ106", "not-by"),
        ("RJ141", "visible-to"),
        ("RJ142", "score > 4"),
        ("RJ144", "because"),
        ("RJ150", "{in: open}"),
        ("RJ142", "due"),
        ("RJ142", "scor"),
        ("RJ142", "because"),
        ("RJ142", "wrds"),
    ] == found


def test_what_must_be_there_is_seen_without_the_base():
    """
    A key that every such thing has does not go, nor one that no such thing has; what goes is listed once, and lists are changed elsewhere.
    """
    overlay = root(
        "rjflow: 1\nextends: base.yaml\nversion: 2\n"
        "remove: {evidence: {a: [current-for, recorded-bi], b: {needs: [x]}, c: []}, events: [{d: [needs, needs]}, {e: 3}], roles: {f: {label: [g]}}}\n"
        "change: {events: {h: {needs: {ad: [x], remove: y}}}}",
        "over.yaml",
    )

    assert ["RJ149", "RJ102", "RJ104", "RJ106", "RJ107", "RJ104", "RJ104", "RJ102", "RJ104"] == [
        one.code for one in structure_overlay(overlay)[1]
    ]


def test_an_overlay_on_an_overlay_changes_parts_again():
    """
    What results of one overlay has parts that the next one takes away.
    """
    first = root(
        "rjflow: 1\nextends: base.yaml\nversion: 2\nchange: {evidence: {consent: {recorded-by: {add: [third]}}}}",
        "first.yaml",
    )
    second = root(
        "rjflow: 1\nextends: first.yaml\nversion: 3\nchange: {evidence: {consent: {recorded-by: {remove: [worker, third]}}}}",
        "second.yaml",
    )
    once, found = merged(root(RICH, "base.yaml"), first)
    twice, more = merged(once, second)
    shape, problems = structure_workflow(twice)

    assert [] == [*found, *more, *problems]
    assert ["lead"] == [one.value for one in shape.evidence[0][1].recorded_by.items]
