"""
Names spelt wrongly in somebody else's safeguard file, and kinds of states no safeguard knows: nothing is dropped in silence.
"""

from pathlib import Path

import pytest
from tests.unit.reader.test_reading import changed, problems

from rjflow import InvalidWorkflow, read, verify
from rjflow.report.plain import check_text

FILE = """\
rjflow: 1
safeguards-file: ours
version: 1
title: What we ask of everybody
safeguards:
  - {{id: A1, {}}}
"""


def check(form: str, *expected: tuple[str, str], folder: Path, workflow: str = "tiny-meeting") -> None:
    """
    Let a workflow of the zoo keep a safeguard from a file beside it, and assert which problems are told.
    """
    (folder / "ours.yaml").write_text(FILE.format(form), "utf-8")
    text = changed(workflow, ("\nroles:", "\nsatisfies: [ours.yaml]\nroles:"))

    assert list(expected) == problems(text, folder=folder)


@pytest.mark.parametrize(
    ("form", "code", "word"),
    [
        ("hidden: [rsk], from: [supervisor]", "RJ222", "rsk"),
        ("hidden: [risk], from: [superviser]", "RJ221", "superviser"),
        ("before: hold-meting, must-have: risk", "RJ236", "hold-meting"),
        ("after: new-offence, not-before: hold-meting", "RJ236", "hold-meting"),
        ("before: {change-of: suporter}, must-have: risk", "RJ224", "suporter"),
        ("entering: meting, must: risk is low", "RJ220", "meting"),
        ("entering: kind meting, must: risk is low", "RJ230", "meting"),
        ("entering: contacts victm, must: risk is low", "RJ224", "victm"),
        ("never: in kind meting and risk is high", "RJ230", "meting"),
        ("always-possible: closd, using: [facilitator]", "RJ220", "closd"),
        ("always-possible: closed, using: [facilitatr]", "RJ221", "facilitatr"),
        ("always-possible: closed, using: [facilitator, somebody-else]", "RJ221", "somebody-else"),
        ("different-people: [rsk, aproval]", "RJ233", "rsk"),
    ],
)
def test_a_name_almost_like_another_is_a_mistake_wherever_it_stands(
    form: str, code: str, word: str, tmp_path: Path
) -> None:
    """
    A safeguard file that says almost a name of the workflow means that name, and is told so.
    """
    more = [("RJ233", "aproval")] if "aproval" in form else []

    check(form, (code, word), *more, folder=tmp_path)


@pytest.mark.parametrize(
    "form",
    [
        "entering: contact indrect, must: risk is low",
        "before: kind, must-have: risk",
        "always-possible: kind Meeting, using: [clock]",
    ],
)
def test_words_of_the_language_are_right_whatever_the_workflow(form: str, tmp_path: Path) -> None:
    """
    What no workflow could have is a mistake of the safeguard file itself.
    """
    check(form, ("RJ365", "ours.yaml"), folder=tmp_path)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("meting", "RJ313"), ("meetings", "RJ313"), ("valt", "RJ313"), ("Meeting", "RJ112"), ("final", "RJ113")],
)
def test_a_kind_of_state_is_a_name_and_not_almost_another(kind: str, code: str) -> None:
    """
    A state whose kind is almost one that a safeguard watches would be watched by nobody.
    """
    text = changed("two-doors", ("inside: {kind: vault}", f"inside: {{kind: {kind}}}"))

    assert (code, kind) in problems(text)


def test_a_kind_that_was_misspelt_is_one_mistake() -> None:
    """
    The safeguard that speaks of the kind that was meant is not blamed as well.
    """
    text = changed("two-doors", ("inside: {kind: vault}", "inside: {kind: valt}"))

    assert [("RJ313", "valt")] == problems(text)


def test_kinds_of_three_letters_may_be_alike_in_two() -> None:
    """
    Of so short words one is no slip of another: a state may be of the kind `den` where a safeguard watches those of the kind `pen`.
    """
    pens = changed("two-doors", ("inside: {kind: vault}", "inside: {kind: pen}"), ("kind vault", "kind pen"))
    dens = pens.replace("{start: true}", "{start: true, kind: den}")

    assert "den" == read(dens).states["outside"].kind


def test_the_caret_is_below_the_group_that_nobody_is_in() -> None:
    """
    Of `contacts victm`, only the second word is wrong.
    """
    text = changed("tiny-meeting", ("entering: kind meeting", "entering: contacts victm"))

    assert [("RJ224", "victm")] == problems(text)


@pytest.mark.parametrize(
    ("form", "unasked"),
    [
        ("entering: waiting-for-godot, must: risk is low", ["A1"]),
        ("hidden: [home-address], from: [supervisor]", ["A1"]),
        ("entering: kind meeting, must: risk is low", []),
    ],
)
def test_a_safeguard_that_speaks_of_nothing_here_is_named(form: str, unasked: list[str], tmp_path: Path) -> None:
    """
    A file may speak of steps that a workflow does not have; whoever reads the verdicts is told which were not asked.
    """
    (tmp_path / "ours.yaml").write_text(FILE.format(f"label: as it should be, {form}"), "utf-8")
    text = changed("tiny-meeting", ("\nroles:", "\nsatisfies: [ours.yaml]\nroles:"))
    workflow = read(text, folder=tmp_path)

    said = check_text(verify(workflow))

    assert unasked == [one.id for one in workflow.unasked]
    assert bool(unasked) == ("that A1 of `ours` speaks of, and so it is not asked." in " ".join(said.split()))


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("entering: [kind meeting, waiting-for-godot], must: risk is low", ("waiting-for-godot",)),
        ("hidden: [risk, home-address], from: [victim]", ("home-address",)),
        ("reserved: [risk, moonrise], for: [facilitator]", ("moonrise",)),
    ],
)
def test_a_part_of_a_safeguard_that_speaks_of_nothing_here_is_named(form: str, names: tuple[str, ...], tmp_path: Path):
    """
    What is left of a list is asked, and the name that is nobody's is told: it may be a slip too far off to be guessed.
    """
    (tmp_path / "ours.yaml").write_text(FILE.format(f"label: as it should be, {form}"), "utf-8")
    text = changed("tiny-meeting", ("\nroles:", "\nsatisfies: [ours.yaml]\nroles:"))
    workflow = read(text, folder=tmp_path)

    said = " ".join(check_text(verify(workflow)).split())

    assert [("A1", names)] == [(one.id, one.names) for one in workflow.unasked]
    assert "A1" in [one.id for one in workflow.safeguards]
    assert (
        f"A1 of `ours` speaks of `{names[0]}`, too, which nothing here is called: that part of it is not asked." in said
    )


def test_every_mistake_of_a_safeguard_file_is_told_at_once(tmp_path: Path) -> None:
    """
    Nothing reads such a file by itself, so whoever mends it is told of all its mistakes where it is named.
    """
    (tmp_path / "ours.yaml").write_text(FILE.format("lable: a, entering: kind meeting, mist: risk is low"), "utf-8")
    text = changed("tiny-meeting", ("\nroles:", "\nsatisfies: [ours.yaml]\nroles:"))

    with pytest.raises(InvalidWorkflow) as raised:
        read(text, folder=tmp_path)

    [found] = raised.value.diagnostics
    assert "mend that file first" == found.help
    for word in ("lable", "mist"):
        assert any(note.startswith("ours.yaml:6:") and f"`{word}`" in note for note in found.notes)
