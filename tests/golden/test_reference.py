"""
The generated pages of the reference are up to date, and no key of the language is left out of the docs.
"""

import re

import pytest
from tests.reference_pages import (
    CORE,
    ERRORS,
    FILES,
    HOW_TO,
    KEYS,
    ROOT,
    core_meanings,
    core_page,
    errors_page,
    keys_page,
    promises,
    shapes,
)

from rjflow import InvalidWorkflow, read, read_file
from rjflow.reader.kinds import keys_of
from rjflow.shipped import folder

DOCS = ROOT / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text("utf-8")
PAGES = [(KEYS, keys_page), (CORE, core_page), (ERRORS, errors_page)]
WHOLE = {shape.NOUN for shape in FILES if not HOW_TO[shape.NOUN]}
MEETING_AND_LETTER = """
rjflow: 1
workflow: nothing-means-anything
version: 1
title: Every step that a core safeguard speaks of, and nothing that says what is what
satisfies: [core]
roles: {worker: {}}
people:
  victim: {at-least: 1, takes-part: true, side: harmed}
  offender: {at-least: 1, takes-part: true, side: responsible}
states: {one: {start: true}, two: {kind: meeting}, three: {final: true, reasons: [done]}}
events:
  meet: {from: one, to: two, by: [worker], contact: direct, contacts: [victim, offender]}
  write: {from: one, to: one, by: [worker], contact: indirect}
  end: {from: [one, two], to: three, by: [worker]}
"""


@pytest.mark.golden
@pytest.mark.parametrize(("path", "made"), PAGES, ids=lambda one: getattr(one, "stem", ""))
def test_a_generated_page_is_up_to_date(path, made, request):
    """
    Keys, core safeguards and error codes are listed as they are now; `make accept` rewrites the pages.
    """
    if request.config.getoption("--accept"):
        path.write_text(made(), "utf-8")

    assert path.read_text("utf-8") == made()


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.NOUN)
def test_every_key_is_shown_at_work(shape):
    """
    The how-to page of each construct shows or names each of its keys; those of whole files are somewhere among them.
    """
    pages = [f"{HOW_TO[shape.NOUN]}.md"] if shape.NOUN not in WHOLE else ["*.md"]
    text = "".join(path.read_text("utf-8") for page in pages for path in (DOCS / "how-to").glob(page))

    assert [] == [one.name for one in keys_of(shape) if not names(text, one.name)]


def test_every_key_is_in_the_language_reference():
    """
    The reference that explains the constructs together names every key, too.
    """
    text = (DOCS / "reference" / "language.md").read_text("utf-8")

    assert [] == [one.name for shape in shapes() for one in keys_of(shape) if not re.search(rf"\b{one.name}\b", text)]


def test_a_key_that_is_not_named_is_found():
    """
    A word of a sentence is no key; a key stands before a colon, or in a code span.
    """
    assert names("`since`", "since")
    assert names("{since: it}", "since")
    assert not names("ever since, not-since: it", "since")


def test_the_core_page_has_every_meaning():
    """
    The meanings on the page are those that a workflow lacks which has every step and says nothing; each is asked for by something.
    """
    with pytest.raises(InvalidWorkflow) as caught:
        read(MEETING_AND_LETTER)
    lacking = {str(one.message).split("`")[1] for one in caught.value.diagnostics if one.code == "RJ235"}

    assert lacking == set(core_meanings())
    assert lacking == {name for one in promises() for name in one.asks}


def names(text: str, key: str) -> bool:
    """
    Tell whether a page shows or names a key.
    """
    return re.search(rf"(?<![\w-]){key}:|`{key}[`: ]", text) is not None


@pytest.mark.parametrize(
    "shape", [shape for shape in shapes() if shape.NOUN != "a number"], ids=lambda shape: shape.NOUN
)
def test_every_construct_is_in_the_glossary(shape):
    """
    The word for each construct of the language stands in bold in the glossary.
    """
    word = re.sub(r"^(an?|the link to an?) | file$", "", shape.NOUN)

    assert re.search(rf"\*\*{word}s?\b", GLOSSARY)


@pytest.mark.parametrize("path", sorted(folder().glob("*.workflow.yaml")), ids=lambda path: path.name)
def test_every_word_of_the_field_is_in_the_glossary(path):
    """
    Everybody who works on a case of a shipped workflow, and whom it is about, stands in the glossary; and so does each meaning of `core`.
    """
    workflow = read_file(path)

    assert [] == [name for name in (*workflow.roles, *workflow.people, *core_meanings()) if f"`{name}`" not in GLOSSARY]
