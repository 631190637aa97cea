"""
What is said about each mistake: one fixture per code, with the whole text beside it.

`RJ102_unknown_key.yaml` is read as it stands, byte for byte; `RJ102_unknown_key.expected` is what a person approved. `--accept` rewrites
it for review. The base most fixtures share is `files/base.workflow.yaml`, so that each differs from a good file by one mistake.
"""

import re
from pathlib import Path

import pytest

from rjflow.reader.reading import read, read_safeguards
from rjflow.scenarios.reading import read_scenarios
from rjflow.sources.codes import CODES
from rjflow.sources.errors import InvalidWorkflow

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "errors"
FIXTURES = sorted(HERE.glob("RJ*.yaml"))


def problems_of(fixture: Path) -> InvalidWorkflow:
    """
    Read a fixture, which must have problems.
    """
    content = fixture.read_bytes()
    is_safeguards = b"\nsafeguards-file:" in content and b"\nworkflow:" not in content
    is_scenarios = b"\nscenarios-of:" in content
    try:
        if is_scenarios:
            read_scenarios(content, name=fixture.name, folder=HERE)
            return pytest.fail(f"{fixture.name} has nothing wrong with it")
        read_safeguards(content, name=fixture.name) if is_safeguards else read(content, name=fixture.name, folder=HERE)
    except InvalidWorkflow as invalid:
        return invalid
    return pytest.fail(f"{fixture.name} has nothing wrong with it")


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_a_broken_file_is_told_as_it_was_approved(fixture: Path, request: pytest.FixtureRequest):
    """
    Reading the file gives the text that stands beside it, word for word.
    """
    expected = fixture.with_suffix(".expected")
    told = str(problems_of(fixture)) + "\n"
    if request.config.getoption("--accept"):
        expected.write_bytes(told.encode())

    assert expected.read_bytes().decode() == told


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_one_mistake_is_told_once(fixture: Path):
    """
    Everything that is told of a fixture has the code that the fixture is named after.
    """
    codes = {diagnostic.code for diagnostic in problems_of(fixture).diagnostics}

    assert {fixture.name[:5]} == codes


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_messages_keep_their_manners(fixture: Path):
    """
    A message begins in lower case, ends without a full stop, and speaks no Python.
    """
    for diagnostic in problems_of(fixture).diagnostics:
        for sentence in (diagnostic.message, diagnostic.label, *diagnostic.notes, diagnostic.help or ""):
            own = re.sub(r"`[^`]*`", "", sentence)

            assert not re.match(r"[A-Z][a-z]", own), sentence
            assert not own.endswith("."), sentence
            assert not re.search(r"\b(dict|str|int|bool|NoneType|None|attrs|ruamel|YAMLError|scalar|mapping)\b", own), (
                sentence
            )


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_fixture_and_a_page(code: str):
    """
    Each code is shown by one file that gets it, and explained on a page: what it means, wrong, right, and why.
    """
    page = (PAGES / f"{code}.md").read_text("utf-8")

    assert [code] == [fixture.name[:5] for fixture in FIXTURES if fixture.name.startswith(code)][:1]
    assert page.startswith(f"# {code}: ")
    assert ["Wrong", "Right", "Why"] == re.findall(r"^## (.*)$", page, re.MULTILINE)


def test_nothing_is_explained_that_is_not_said():
    """
    There is no page and no fixture for a code that does not exist.
    """
    written = {path.name[:5] for path in [*FIXTURES, *PAGES.glob("RJ*.md")]}

    assert set() == written - set(CODES)


def test_the_shared_file_is_in_order():
    """
    The file that most fixtures differ from by one mistake has none itself.
    """
    base = HERE / "files" / "base.workflow.yaml"

    assert "example" == read(base.read_bytes(), name=base.name, folder=base.parent).name
