"""
Mutants that show something to somebody else, who notices them, and when they make no difference.
"""

from functools import cache
from pathlib import Path

import pytest

from rjflow.definition.difference import difference
from rjflow.definition.model import Workflow
from rjflow.mutating.equalling import compared
from rjflow.mutating.mutant import Mutant
from rjflow.mutating.mutations import mutants_of
from rjflow.mutating.trying import Mutated, Source, try_all
from rjflow.reader.reading import read
from rjflow.reader.yaml_nodes import compose
from rjflow.report.mutants import mutants_text

LODGE = """\
rjflow: 1
workflow: lodge
version: 1
title: What is seen in a lodge
roles: {host: {}, keeper: {}, guard: {}}
people: {asker: {takes-part: true}, asked: {takes-part: true}, child: {visible-to: [host]}}
notices:
  alarm: {label: an alarm, visible-to: [host]}
  bell: {label: the bell}
evidence:
  risk: {about: asker, one-of: [low, high], recorded-by: [host], current-for: 1 day, visible-to: [host, asker]}
  plan: {one-of: [made], recorded-by: [host], current-for: 1 day}
  seal: {one-of: [put], current-for: 1 day, visible-to: [host]}
  wax: {one-of: [hot], current-for: 1 day, voided-by: [shut-it], visible-to: [host, keeper]}
  age: {about: child, one-of: [young], recorded-by: [host], current-for: 1 day, visible-to: [host, keeper]}
states: {open: {start: true}, shut: {}, over: {final: true, reasons: [done]}}
events:
  melt: {from: open, to: open, by: [host], records: [wax]}
  shut-it: {from: open, to: shut, by: [host], needs: plan is made}
  seal-it: {from: shut, to: open, by: [host], records: [seal], needs: NEEDS}
  finish: {from: shut, to: over, by: [host, keeper], reason: done}
forms:
  remark:
    label: what was remarked
    event: finish
    visible-to: [host, keeper, participant]
    fields:
      aside: {label: an aside, text: line, visible-to: [host]}
      word: {label: a word, text: line}
  sealing: {label: the sealing, event: seal-it, fields: {as-it-was: {label: as it was, text: line}, seal: {label: the seal, records: seal}}}
exports:
  ending: {label: that it is over, to: [guard], at: [finish], facts: [state], basis: permission, needs: plan is made}
  sealed: {label: that it is sealed, to: [guard], at: [seal-it], facts: [state], basis: permission, visible-to: [host], needs: plan is made}
safeguards:
  - {id: H1, label: an alarm is for the host, hidden: [alarm], from: [asker, asked]}
"""
SCENARIOS = """\
rjflow: 1
scenarios-of: lodge.workflow.yaml
begins: 2026-03-02 09:00
workers: {hal: host, kim: keeper, gus: guard}
people: {robin: asker, kit: asked}
scenarios:
  - scenario: each sees theirs
    given: {everything-known: true}
    then:
      sees: {hal: [risk, plan, alarm, remark, remark.aside], robin: [risk, remark, remark.word], gus: ending-of}
      sees-not: {kim: [risk, plan, alarm], kit: [risk, plan], robin: [plan, remark.aside, alarm], gus: [remark]}
"""
NEVER = "wax is hot"  # shutting makes it cold


@cache
def lodge(needs: str = NEVER, *changes: tuple[str, str]) -> Workflow:
    """
    Read the lodge with a few words changed.
    """
    return read(text_of(needs, *changes))


def text_of(needs: str = NEVER, *changes: tuple[str, str]) -> str:
    """
    Give the text of the lodge with a few words changed.
    """
    text = LODGE.replace("NEEDS", needs)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@cache
def shown() -> dict[tuple[str, str], Mutant]:
    """
    Give the mutants that show something to somebody else, by what and to whom.
    """
    text = text_of()
    composed = compose(text, "lodge.workflow.yaml")
    assert composed.root is not None
    several = mutants_of(lodge(), composed.root, composed.source)
    return {(one.name, one.now): one for one in several if one.kind == "shown-to-others"}


# ---- what is shown ---------------------------------------------------------------------------------------------------

TO_WHOM = [
    ("alarm", ["keeper", "guard", "asker", "asked", "child"]),
    ("bell", []),
    ("risk", ["keeper", "guard", "asked", "child"]),
    ("plan", ["keeper", "guard", "asker", "asked", "child"]),
    ("seal", ["keeper", "guard", "asker", "asked", "child"]),
    ("remark", ["guard", "child"]),
    ("remark.aside", ["asker", "asked"]),
    ("remark.word", []),
    ("sealing", ["keeper", "guard", "asker", "asked", "child"]),
]


@pytest.mark.parametrize(("name", "expected"), TO_WHOM)
def test_each_thing_is_shown_to_each_who_does_not_see_it(name, expected):
    """
    Roles and kinds of people who neither see a thing nor write it; what everybody sees is shown to nobody, and a field only to those who see its
    form.
    """
    assert expected == [who for thing, who in shown() if thing == name]


@pytest.mark.parametrize(
    ("name", "who", "written"),
    [
        ("risk", "asked", "visible-to: [host, asker, asked]}"),
        ("plan", "keeper", "current-for: 1 day, visible-to: [host, keeper]}"),
        ("seal", "keeper", "visible-to: [host, keeper]}"),
        ("remark.aside", "asker", "aside: {label: an aside, text: line, visible-to: [host, asker]}"),
    ],
)
def test_a_mutant_names_one_more_who_sees_a_thing(name, who, written):
    """
    It is added to those who are named; where nobody is, those who see it are named with it.
    """
    assert written in shown()[name, who].applied(text_of())


# ---- who notices -----------------------------------------------------------------------------------------------------


@cache
def everything(folder: Path) -> Mutated:
    """
    Try every mutant that shows something to somebody else.
    """
    scenarios = SCENARIOS.replace(", gus: ending-of", "")
    (folder / "lodge.workflow.yaml").write_text(text_of(), "utf-8")
    policy = Source(text_of().encode(), "lodge.workflow.yaml", folder)
    return try_all(
        policy, [Source(scenarios.encode(), "lodge.scenarios.yaml", folder)], only=["shown-to-others"], thoroughly=True
    )


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """Give what came of each, by what is shown and to whom."""
    mutated = everything(tmp_path_factory.mktemp("lodge"))
    assert not mutated.failed
    return {(one.mutant.name, one.mutant.now): one for one in mutated.tried}, mutated


@pytest.mark.parametrize(
    ("name", "who", "outcome"),
    [
        ("alarm", "asker", "safeguard"),
        ("alarm", "keeper", "scenario"),
        ("alarm", "child", "survived"),
        ("risk", "asked", "scenario"),
        ("plan", "keeper", "scenario"),
        ("plan", "guard", "survived"),
        ("remark", "guard", "scenario"),
        ("remark.aside", "asker", "scenario"),
        ("remark.aside", "asked", "survived"),
        ("seal", "keeper", "equivalent"),
        ("seal", "guard", "survived"),
    ],
)
def test_whoever_looks_notices(tried, name, who, outcome):
    """
    A safeguard that hides it or a scenario that says who sees it not; nobody need notice what is never there, but a role that had no part in cases sees
    more than that one thing.
    """
    assert outcome == tried[0][name, who].outcome


def test_who_would_have_seen_what_is_told(tried):
    """
    Of a survivor it is said who would have seen what, without anybody noticing.
    """
    told = " ".join(mutants_text(tried[1]).split())

    assert "Nobody would have noticed that the guard sees “plan”, too." in told
    assert "Nobody would have noticed that the asked sees “an aside in what was remarked”, too." in told


# ---- what makes no difference ----------------------------------------------------------------------------------------

SEEN = [
    ("more", [("1 day, visible-to: [host]}", "1 day, visible-to: [host, keeper]}")], "plan is made"),
    ("equivalent", [("1 day, visible-to: [host]}", "1 day, visible-to: [host, keeper]}")], NEVER),
    ("more", [("1 day, visible-to: [host]}", "1 day, visible-to: [host, guard]}")], NEVER),
    ("equivalent", [("visible-to: [host, keeper, participant]", "visible-to: [keeper, host, asker, asked]")], NEVER),
    ("more", [("visible-to: [host, keeper, participant]", "visible-to: [host, keeper, asker, asked, child]")], NEVER),
    ("stricter", [("visible-to: [host, keeper, participant]", "visible-to: [host, keeper]")], NEVER),
    ("more", [("text: line, visible-to: [host]", "text: line, visible-to: [host, asker]")], NEVER),
    ("more", [("text: line, visible-to: [host]", "text: page, visible-to: [host]")], NEVER),
    ("more", [("an aside, text: line, visible-to: [host]", "an aside, text: line")], NEVER),
    ("equivalent", [("an aside, text: line, visible-to: [host]", "an aside, text: line, visible-to: [host, child]")], NEVER),
    ("equivalent", [("a word, text: line", "a word, text: line, visible-to: [participant, keeper, host]")], NEVER),
    ("more", [("{label: an alarm, visible-to: [host]}", "{label: an alarm}")], NEVER),
    ("stricter", [("bell: {label: the bell}", "bell: {label: the bell, visible-to: [host]}")], NEVER),
    ("more", [("child: {visible-to: [host]}", "child: {visible-to: [host, keeper]}")], NEVER),
    ("equivalent", [("event: seal-it, fields", "event: seal-it, visible-to: [host, keeper], fields")], NEVER),
    ("equivalent", [("permission, visible-to: [host]", "permission, visible-to: [host, keeper]")], NEVER),
    ("more", [("permission, visible-to: [host]", "permission, visible-to: [host, keeper]")], "plan is made"),
    ("more", [("plan: {one-of: [made], recorded-by: [host],", "plan: {one-of: [made], recorded-by: [host], known-to: [keeper],")], NEVER),
]  # fmt: skip  # one change to a line reads best


@pytest.mark.parametrize(("expected", "changes", "needs"), SEEN)
def test_more_to_see_is_more(expected, changes, needs):
    """
    It is equivalent only where the same people are meant, or what is shown is never there; whoever sees less is no danger.
    """
    old, new = lodge(needs), lodge(needs, *changes)

    assert expected == compared(old, new, difference(old, new).changes)


def test_a_role_that_loses_its_part_is_no_equivalent():
    """
    Whoever could see only what is never there had a part in the case, and sees less without it.
    """
    with_part = [("1 day, visible-to: [host]}", "1 day, visible-to: [host, guard]}")]
    old, new = lodge(NEVER, *with_part), lodge()

    assert "stricter" == compared(old, new, difference(old, new).changes)
