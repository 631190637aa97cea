"""
Which mutants are made of a policy: each changes one thing, where it stands, and leaves the rest as its author wrote it.
"""

from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from rjflow.definition.model import Workflow
from rjflow.guards.parsing import parse
from rjflow.guards.writing import written
from rjflow.mutating.conditions import variants
from rjflow.mutating.editing import Draft, as_scalar
from rjflow.mutating.mutant import Kind, Mutant
from rjflow.mutating.mutations import mutants_of
from rjflow.reader.nodes import ListNode, MapNode
from rjflow.reader.reading import read
from rjflow.reader.rereading import Rereading
from rjflow.reader.yaml_nodes import compose
from rjflow.sources.errors import InvalidWorkflow

HALL = Path(__file__).parent / "files" / "hall.workflow.yaml"
FLAGSHIP = Path(__file__).parents[3] / "workflows" / "ew-post-sentence.workflow.yaml"


WHO = ("wrong-role", "role-replaced")


@cache
def policy(path: Path) -> tuple[Workflow, str, tuple[Mutant, ...], MapNode]:
    """
    Read a policy, and make its mutants.
    """
    text = path.read_text("utf-8")
    workflow, composed = read(text, name=path.name, folder=path.parent), compose(text, path.name)
    assert composed.root is not None
    return workflow, text, mutants_of(workflow, composed.root, composed.source), composed.root


def changed(mutant: Mutant, text: str) -> tuple[list[str], ...]:
    """
    Give the lines that only the policy has, and those that only the mutant has, without their margins.
    """
    lines = list(unified_diff(text.splitlines(), mutant.applied(text).splitlines(), n=0, lineterm=""))[2:]
    return tuple([one[1:].strip() for one in lines if one[0] == sign] for sign in "-+")


# ---- what is changed -------------------------------------------------------------------------------------------------

MADE = [
    ("condition-dropped", "safe", "- all-agree", None),
    ("condition-dropped", "begin", "needs: [safe, searched]", "needs: [safe]"),
    ("condition-dropped", "approval", "needs: risk is current", None),
    ("condition-dropped", "meeting", "while: [safe, searched]", "while: [searched]"),
    ("and-to-or", "safe", "all:", "any:"),
    ("and-to-or", "begin", "needs: [safe, searched]", "needs: [{any: [safe, searched]}]"),
    ("or-to-and", "searched", "any: [search is clean, risk is low]", "all: [search is clean, risk is low]"),
    ("alternative-lost", "searched", "any: [search is clean, risk is low]", "any: [risk is low]"),
    ("alternative-lost", "searched", "any: [search is clean, risk is low]", "any: [search is clean]"),
    ("everybody-to-somebody", "all-agree", '- that: "every participant: agreement is given"',
     '- that: "some participant: agreement is given"'),
    ("somebody-forgotten", "all-agree", '- that: "every participant: agreement is given"',
     '- that: "(every asker: agreement is given) and (every asked: agreement is given)"'),
    ("answer-widened", "all-agree", '- that: "every participant: agreement is given"',
     '- that: "every participant: agreement in (given, unsure)"'),
    ("answer-widened", "safe", "- risk is low", "- risk is current"),
    ("window-widened", "plan", "current-for: 8 weeks", "current-for: 16 weeks"),
    ("window-widened", "search", "current-for: same day", "current-for: 2 days"),
    ("ever-instead-of-currently", "plan", "current-for: 8 weeks", "current-for: whole-case"),
    ("voiding-lost", "risk", "- alarm            # whatever was thought before it", None),
    ("voiding-lost", "agreement", "voided-by: [alarm, plan, called-off]", "voided-by: [alarm, plan]"),
    ("same-person", "approval", "not-by: [risk]", None),
    ("wrong-role", "approval", "recorded-by: [keeper]", "recorded-by: [keeper, host]"),
    ("wrong-role", "pause", "by: [keeper]}", "by: [keeper, host]}"),
    ("wrong-role", "approval", "recorded-by: [keeper]", "recorded-by: [keeper, asked]"),
    ("wrong-role", "finish", "by: [host, keeper]", "by: [host, keeper, guest]"),
    ("wrong-role", "guest", "joins: {by: [host], in: waiting}", "joins: {by: [host, asker], in: waiting}"),
    ("role-replaced", "approval", "recorded-by: [keeper]", "recorded-by: [guard]"),
    ("role-replaced", "finish", "by: [host, keeper]", "by: [guard, keeper]"),
    ("role-replaced", "finish", "by: [host, keeper]", "by: [host, guard]"),
    ("role-replaced", "called-off", "by: [host, participant]", "by: [keeper, participant]"),
    ("role-replaced", "pause", "by: [keeper]}", "by: [guard]}"),
    ("gate-lost", "ready", "ready: {while: all-agree, otherwise: waiting}", "ready: {}"),
    ("gate-lost", "meeting", "otherwise: waiting", None),
    ("asked-only-at-the-door", "ready", "needs: [plan is current, risk is current]}", 'needs: [plan is current, risk is current, all-agree]}'),
    ("asked-too-early", "begin", "needs: [safe, searched]", None),
    ("extra-edge", "begin", "from: ready", "from: [ready, paused]"),
    ("wildcard-widened", "pause", "{any-except: [meeting, paused, over]}", "{any-except: [paused, over]}"),
    ("wildcard-into-meeting", "begin", "from: ready", "from: {any-except: [over]}"),
    ("way-lost", "called-off", "by: [host, participant]", "by: [host]"),
    ("way-lost", "called-off", "from: [ready, meeting]", "from: [ready]"),
    ("way-lost", "called-off", "- {from: [ready, meeting], to: waiting}", None),
    ("reason-added", "finish", "reason: met}", "reason: [met, not-wanted]}"),
    ("deadline-later", "review", "after: 30 days", "after: 60 days"),
    ("deadline-lost", "review", "{in: [waiting, paused]", "{in: [paused]"),
    ("meaning-lost", "agreement", "means: {wish: [given]}", None),
    ("meaning-widened", "agreement", "means: {wish: [given]}", "means: {wish: [given, unsure]}"),
    ("contact-unmarked", "meeting", "kind: meeting", None),
    ("people-unbounded", "asker", "at-most: 1", None),
    ("coming-and-going", "guest", "joins: {by: [host], in: waiting}", "joins: {by: [host], in: {any-except: [over]}}"),
    ("safeguard-removed", "T3", "{id: T3", None),
    ("told-to-others", "ending", "to: [guard]", "to: [guard, host]"),
    ("told-more", "ending", "facts: [state]", "facts: [state, reason]"),
    ("told-more", "ending", "facts: [state]", "facts: [state, agreement]"),
    ("told-unasked", "ending", "basis: agreement", "basis: legal-duty"),
    ("told-unasked", "ending", "needs: [plan is current, approval is approved]", None),
    ("condition-dropped", "ending", "needs: [plan is current, approval is approved]", "needs: [approval is approved]"),
]  # fmt: skip  # one mutant to a line reads best


@pytest.mark.parametrize(("kind", "name", "old", "new"), MADE)
def test_a_mutant_changes_just_that(kind, name, old, new):
    """
    There is a mutant of that kind in which these words are gone, and in their place are others, or none.
    """
    _, text, several, _ = policy(HALL)
    found = [changed(one, text) for one in several if (one.kind, one.name) == (kind, name)]

    assert any(
        any(old in line for line in was) and (new is None or any(new in line for line in now)) for was, now in found
    ), found


def test_people_act_for_others_only_where_no_group_has_them_already():
    """
    Kinds of people whom a group that may act covers are not added to it; roles that may act already take nobody's place.
    """
    of_finish, of_calling_off = (
        {(one.kind, one.was, one.now) for one in policy(HALL)[2] if one.name == name and one.kind in WHO}
        for name in ("finish", "called-off")
    )

    assert {("wrong-role", "", who) for who in ("guard", "asker", "asked", "guest")} | {
        ("role-replaced", role, "guard") for role in ("host", "keeper")
    } == of_finish
    assert {("wrong-role", "", "keeper"), ("role-replaced", "host", "keeper")} == of_calling_off


def test_every_kind_of_mutant_is_made_of_the_flagship():
    """
    The flagship has one of everything, so no kind is made in name only; only an overlay can be undone.
    """
    assert set(get_args(Kind)) - {"overlay-undone"} == {one.kind for one in policy(FLAGSHIP)[2]}


def test_mutants_have_numbers_and_texts_of_their_own():
    """
    They are numbered from one, no two are alike, and none is the policy itself.
    """
    _, text, several, _ = policy(HALL)
    texts = [one.applied(text) for one in several]

    assert list(range(1, len(several) + 1)) == [one.number for one in several]
    assert len({text, *texts}) == 1 + len(texts)


def test_what_is_not_changed_stays_as_it_was_written():
    """
    Comments and layout of all other lines are as before: a mutant differs in a few lines.
    """
    _, text, several, _ = policy(HALL)

    assert 7 >= max(len(was) + len(now) for one in several for was, now in [changed(one, text)])
    assert all("# A small policy with one of everything" in one.applied(text) for one in several)


def test_a_mutant_has_the_place_of_what_it_changes():
    """
    The line it points at is one that changes, or the first of what is moved.
    """
    _, text, several, _ = policy(HALL)
    (only,) = [one for one in several if one.kind == "same-person"]

    assert only.place is not None
    assert "not-by: [risk]" in text.splitlines()[only.place.line - 1]


# ---- conditions ------------------------------------------------------------------------------------------------------

VARIANTS = [
    ("risk is low", ["answer-widened: risk is current"]),
    ("agreement is given", ["answer-widened: agreement in (given, unsure)", "answer-widened: agreement in (given, refused)",
     "answer-widened: agreement is current"]),
    ("risk is not low", ["answer-widened: risk is current"]),
    ("risk is current", []),
    ("risk is low and plan is current", ["condition-dropped: plan is current", "condition-dropped: risk is low",
     "and-to-or: risk is low or plan is current", "answer-widened: risk is current and plan is current"]),
    ("risk is current or plan is current", ["alternative-lost: plan is current", "alternative-lost: risk is current",
     "or-to-and: risk is current and plan is current"]),
    ("risk is current or plan is current or risk is low", ["alternative-lost: plan is current or risk is low",
     "alternative-lost: risk is current or risk is low", "alternative-lost: risk is current or plan is current",
     "or-to-and: risk is current and plan is current and risk is low",
     "answer-widened: risk is current or plan is current or risk is current"]),
    ("every guest: plan is current", ["everybody-to-somebody: some guest: plan is current"]),
    ("at least 2 guest: plan is current", ["somebody-forgotten: at least 1 guest: plan is current"]),
    ("no guest: risk is low", []),
    ("not (risk is low and plan is current)", []),
]  # fmt: skip  # one condition to a line reads best


@pytest.mark.parametrize(("condition", "others"), VARIANTS, ids=[one for one, _ in VARIANTS])
def test_a_condition_asks_less_in_each_small_way(condition, others):
    """
    Every part can be dropped, every `and` be an `or` and every `or` an `and`, every alternative be lost, everybody be somebody, and one more
    answer do.
    """
    assert others == [f"{kind}: {written(one)}" for kind, one in variants(policy(HALL)[0], parse(condition))]


# ---- reading again ---------------------------------------------------------------------------------------------------


def refused_or_read(reading) -> Workflow | set[str]:
    """
    Give the workflow, or the codes of what is wrong with it.
    """
    try:
        return reading()
    except InvalidWorkflow as invalid:
        return {one.code for one in invalid.diagnostics}


@pytest.mark.parametrize(("path", "each"), [(HALL, 1), (FLAGSHIP, 401)], ids=["hall", "flagship"])
def test_reading_again_is_reading(path, each):
    """
    A mutant that is read by what has changed is the one that is read from its whole text, or is refused for the same.
    """
    _, text, several, root = policy(path)
    again = Rereading(text, path.name, path.parent, root)
    for one in several[::each]:
        whole = one.applied(text)
        expected = refused_or_read(lambda whole=whole: read(whole, name=path.name, folder=path.parent))

        assert expected == refused_or_read(lambda whole=whole: again.read(whole)), one


def test_only_what_changed_is_composed_again():
    """
    Of a change within one entry nothing else is taken apart; a change in two sections is read as a whole.
    """
    _, text, several, root = policy(HALL)
    again = Rereading(text, HALL.name, HALL.parent, root)
    grafted = {one.kind for one in several if again._grafted(one.applied(text)) is not None}

    assert grafted >= set(get_args(Kind)) & {one.kind for one in several} - {"asked-only-at-the-door"}
    assert again._grafted(text) is None


# ---- editing ---------------------------------------------------------------------------------------------------------


def edited(text: str, change) -> str:
    """
    Change the value of the first key of a text.
    """
    composed = compose(text, "a.yaml")
    assert composed.root is not None
    draft, node = Draft(composed.source), composed.root.pairs[0][1]
    edit = change(draft, node)
    return text if edit is None else Mutant(kind="gate-lost", section="", name="", edits=(edit,)).applied(text)


def without_first(draft: Draft, node):
    """Take the first entry out."""
    return (
        draft.without_entry(node, 0) if isinstance(node, ListNode) else draft.without_pair(node, node.pairs[0][0].text)
    )


def without_last(draft: Draft, node):
    """Take the last entry out."""
    return (
        draft.without_entry(node, -1 % len(node.items))
        if isinstance(node, ListNode)
        else draft.without_pair(node, node.pairs[-1][0].text)
    )


@pytest.mark.parametrize(
    ("text", "change", "after"),
    [
        ("a: [x, y]\nb: 1\n", without_first, "a: [y]\nb: 1\n"),
        ("a: [x, y]\nb: 1\n", without_last, "a: [x]\nb: 1\n"),
        ("a: [x]\n", without_first, "a: [x]\n"),
        ("a:\n  - x  # why\n  - y\n", without_first, "a:\n  - y\n"),
        ("a:\n  - x\n  - y\n# after\n", without_last, "a:\n  - x\n# after\n"),
        ("a: {x: 1, y: 2}\n", without_first, "a: {y: 2}\n"),
        ("a: {x: 1, y: 2}\n", without_last, "a: {x: 1}\n"),
        ("a:\n  x: 1\n  y: [2,\n    3]\n  z: 4\n", lambda draft, node: draft.without_pair(node, "y"), "a:\n  x: 1\n  z: 4\n"),
        ("a:\n  - x: 1\n    y: 2\n", lambda draft, node: draft.without_pair(node.items[0], "x"), "a:\n  - y: 2\n"),
        ("a: {x: 1}\n", without_first, "a: {x: 1}\n"),
        ("a: [x]\n", lambda draft, node: draft.with_word(node, "y"), "a: [x, y]\n"),
        ("a: []\n", lambda draft, node: draft.with_word(node, "y"), "a: [y]\n"),
        ("a: x\n", lambda draft, node: draft.with_word(node, "y"), "a: [x, y]\n"),
        ("a:\n  - x\nb: 1\n", lambda draft, node: draft.with_word(node, "y"), "a:\n  - x\n  - y\nb: 1\n"),
        ("a: {x: 1}\n", lambda draft, node: draft.with_pair(node, "y", "2"), "a: {x: 1, y: 2}\n"),
        ("a:\n  x: 1\nb: 1\n", lambda draft, node: draft.with_pair(node, "y", "2"), "a:\n  x: 1\n  y: 2\nb: 1\n"),
        ("a: [x, y]\n", lambda draft, node: draft.any_of(node), "a: [{any: [x, y]}]\n"),
        ("a:\n  - x\n  - y\nb: 1\n", lambda draft, node: draft.any_of(node), "a:\n  - any:\n      - x\n      - y\nb: 1\n"),
        ("a: >-\n  one\n  two\nb: 1\n", lambda draft, node: draft.said(node, "three"), 'a: "three"\nb: 1\n'),
        ("a: 'it'\n", lambda draft, node: draft.said(node, "is"), 'a: "is"\n'),
        ("a: it\r\nb: 1\r\n", lambda draft, node: draft.said(node, "is"), "a: is\r\nb: 1\r\n"),
    ],
)  # fmt: skip  # one edit to a line reads best
def test_an_edit_leaves_the_rest_as_it_is(text, change, after):
    """
    Lists and mappings are changed in the style they are written in; the last of them is for somebody else to take out.
    """
    assert after == edited(text, change)


@pytest.mark.parametrize("words", ["given", "risk in (low, high)", 'a "word"', "a: b", "x # y", "back\\slash"])
def test_words_are_written_so_that_they_are_read(words):
    """
    Whatever a condition says is read back as it was meant, in a list too.
    """
    composed = compose(f"a: [{as_scalar(words)}]\n", "a.yaml")
    assert composed.root is not None
    node = composed.root.pairs[0][1]

    assert isinstance(node, ListNode)
    assert [words] == [getattr(one, "text", None) for one in node.items]
