"""
Every text that rjflow says, as a person last approved it.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from rjflow import read_file, verify
from rjflow.report.as_json import json_text
from rjflow.report.checked import Checked
from rjflow.report.compared_json import diff_json
from rjflow.report.compared_text import diff_markdown, diff_text
from rjflow.report.dot import dot
from rjflow.report.explaining import explanation
from rjflow.report.github import github_text
from rjflow.report.layout import WIDTH
from rjflow.report.mermaid import mermaid
from rjflow.report.plain import check_text
from rjflow.report.sarif import sarif_text
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.comparing import compare
from rjflow.verifier.mending import mended

ROOT = Path(__file__).parents[2]
CLUB = "tests/golden/files/club.workflow.yaml"
# Of the overlays, which are all judged by the whole of core and read much alike, one stands for the others, and one for what is read off marks.
UNSAFE = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "workflows/unsafe").glob("*.yaml")
    if path.name.startswith(("an-uncle", "a-letter-is-only-paper"))
    or "\nextends: " not in path.read_text(encoding="utf-8")
)
SHIPPED = ["workflows/scheme-readiness.workflow.yaml", "workflows/ew-post-sentence.workflow.yaml"]
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch):
    """
    Stand where the repository begins, so that files are called by the way from there.
    """
    monkeypatch.chdir(ROOT)


def checked(path: str) -> Checked:
    """
    Check a file as the command does.
    """
    try:
        return Checked(name=path, report=mended(verify(read_file(path), today=TODAY)))
    except InvalidWorkflow as invalid:
        return Checked(name=path, diagnostics=invalid.diagnostics)


def short(path: str) -> str:
    """
    Give a file's name without its ending.
    """
    return Path(path).name.removesuffix(".workflow.yaml")


@pytest.mark.parametrize("path", [CLUB, *UNSAFE], ids=short)
def test_what_check_says(path, golden):
    """
    Verdicts and stories read as they were approved.
    """
    golden.check(f"check.{short(path)}.txt", check_text(checked(path).report))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", json_text),
        ("github", github_text),
        ("sarif", lambda files: sarif_text(files, "0.0.0")),
    ],
)
def test_what_programs_are_told(name, text, golden):
    """
    The machine-readable forms of a check stay as they were approved: one broken workflow, one invalid, one unreadable.
    """
    files = [
        checked("workflows/unsafe/checked-when-scheduled.workflow.yaml"),
        checked("tests/golden/files/mistaken.workflow.yaml"),
        Checked(name="gone.yaml", failure="gone.yaml: there is no such file"),
    ]

    golden.check(f"check.several.{name}", text(files))


@pytest.mark.parametrize("path", [CLUB, SHIPPED[0]], ids=short)
def test_what_explain_says(path, golden):
    """
    A policy in plain English reads as it was approved.
    """
    golden.check(f"explain.{short(path)}.txt", explanation(read_file(path)))


@pytest.mark.parametrize(("name", "draw"), [("mmd", mermaid), ("dot", dot)])
def test_what_draw_says(name, draw, golden):
    """
    A drawing stays as it was approved.
    """
    golden.check(f"draw.mending-club.{name}", draw(read_file(CLUB)))


# ---- laws of all texts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CLUB, *SHIPPED, *UNSAFE], ids=short)
def test_a_policy_is_told_in_eighty_columns_and_with_names_in_brackets_only(path):
    """
    No line is longer than eighty characters, except where an address is; each name stands once, behind its label, and nowhere else.
    """
    workflow = read_file(path)
    text = explanation(workflow)
    named = (workflow.evidence, workflow.events, workflow.states, workflow.gates, workflow.notices)
    said = " ".join(f"{thing.label} {thing.because}" for things in named for thing in things.values())
    hyphenated = {name for things in named for name in things if "-" in name and name not in said}

    assert [] == [line for line in text.splitlines() if len(line) > WIDTH and "http" not in line]
    bracketed = re.findall(r"\(`([a-z0-9-]+)`\)", text)
    besides = re.sub(r"\(`[a-z0-9-]+`\)", "", text)
    assert hyphenated <= set(bracketed)
    assert set() == hyphenated & set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", besides))


def test_no_story_is_kept_that_nobody_compares():
    """
    Every text of a check that is kept for reading is one that a test compares, so that none is out of date.
    """
    kept = {
        path.name.removeprefix("check.").removesuffix(".txt")
        for path in (ROOT / "tests/golden/data").glob("check.*.txt")
    }

    assert {short(path) for path in (CLUB, *UNSAFE)} == {name for name in kept if not name.startswith("several.")}


@pytest.mark.parametrize("path", UNSAFE, ids=short)
def test_a_story_is_told_in_eighty_columns(path):
    """
    No line of a story is longer than eighty characters.
    """
    assert [] == [line for line in check_text(checked(path).report).splitlines() if len(line) > WIDTH]


@pytest.mark.parametrize("path", [CLUB, *SHIPPED], ids=short)
def test_a_drawing_can_be_read_by_the_tool_it_is_for(path):
    """
    Every line of a drawing is of a form its language has, and every edge runs between nodes that were drawn.
    """
    workflow = read_file(path)

    assert [] == unreadable(mermaid(workflow), MERMAID)
    assert [] == unreadable(dot(workflow), DOT)


def test_every_kind_of_way_looks_different():
    """
    Progress, deadlines, withdrawals and falls have each their own line and their own word.
    """
    workflow = read_file(CLUB)
    lines = mermaid(workflow).splitlines()

    def arrow(word: str) -> set[str]:
        return {re.search(r"(-->|--o|--x|-\.->)", line)[0] for line in lines if f'|"{word}' in line}

    assert {"-->"} == arrow("take the report up")
    assert {"--o"} == arrow("clock:")
    assert {"-.->"} == arrow("withdrawal:")
    assert {"--x"} == arrow("refused:")


def test_json_says_which_version_it_is():
    """
    The document begins with its format and the format's version.
    """
    document = json.loads(json_text([checked(CLUB)]))

    assert ["format", "format-version", "files"] == list(document)
    assert 1 == document["format-version"]


# ----------------------------------------------------------------------------------------------------------------------

_QUOTED = r'"(?:[^"\\]|\\.)*"'
MERMAID = [
    r"(?:  )?%% .*",
    r"  \w+ ~~~ \w+",
    r"flowchart TD",
    rf"  (?P<node>\w+)(?:\(\[{_QUOTED}\]\)|\(\(\({_QUOTED}\)\)\)|\{{\{{{_QUOTED}\}}\}}|\[\[{_QUOTED}\]\]|\[/?{_QUOTED}/?\]|>{_QUOTED}\])",
    rf"  (?P<source>\w+) (?:-->|--o|--x|-\.->)\|{_QUOTED}\| (?P<target>\w+)",
    rf"  subgraph key\[{_QUOTED}\]",
    rf"    key_\w+\[ \] (?:-->|--o|--x|-\.->)\|{_QUOTED}\| key_\w+\[ \]",
    r"  end",
]
_ATTRIBUTES = rf"\[\w+=(?:\w+|{_QUOTED})(?:, \w+=(?:[\w.]+|{_QUOTED}))*\]"
DOT = [
    rf"digraph {_QUOTED} \{{",
    rf"  (?:graph|node|edge) {_ATTRIBUTES};",
    rf"  (?P<node>\w+) {_ATTRIBUTES};",
    rf"  \w+ -> key_\w+ {_ATTRIBUTES};",
    rf"  (?P<source>\w+) -> (?P<target>\w+) {_ATTRIBUTES};",
    rf"  subgraph cluster_key \{{ label={_QUOTED}; node \[shape=point\];",
    rf"    key_\w+ -> key_\w+ {_ATTRIBUTES};",
    r"  \}",
    r"\}",
]


def unreadable(text: str, forms: list[str]) -> list[str]:
    """
    List the lines that have no form of the language, and the ends of edges that are no node.
    """
    nodes, ends, strange = set(), set(), []
    for line in text.splitlines():
        found = next((match for form in forms if (match := re.fullmatch(form, line))), None)
        if found is None:
            strange.append(line)
            continue
        parts = found.groupdict()
        nodes |= {parts["node"]} if "node" in parts else set()
        ends |= {parts[end] for end in ("source", "target") if end in parts}
    return [*strange, *sorted(ends - nodes)]


DIFFERENCES = {
    "an-override-button": ("workflows/unsafe/common/small-and-safe.workflow.yaml", "workflows/unsafe/override-button.workflow.yaml"),
    "a-permission-to-stop": ("workflows/unsafe/common/small-and-safe.workflow.yaml", "workflows/unsafe/stopped-by-permission.workflow.yaml"),
    "a-new-room": ("workflows/unsafe/common/small-and-safe.workflow.yaml", "workflows/unsafe/another-room-another-day.workflow.yaml"),
    "a-moved-holiday": ("tests/golden/files/office.workflow.yaml", "tests/golden/files/office-moved-holiday.workflow.yaml"),
    "other-names": ("tests/golden/files/visits-1.workflow.yaml", "tests/golden/files/visits-2.workflow.yaml"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENCES)
def test_differences_read_as_approved(name, golden):
    """
    What comparing two workflows found reads as a person approved it, as text, as Markdown and as JSON.
    """
    comparison = compare(*map(read_file, DIFFERENCES[name]), today=TODAY)
    golden.check(f"diff.{name}.txt", diff_text(comparison) + "\n")
    golden.check(f"diff.{name}.md", diff_markdown(comparison) + "\n")
    golden.check(f"diff.{name}.json", diff_json(comparison) + "\n")
