"""
Mutants of who is given a case: a form's field need not name somebody who is fit for it, and a register asks less.
"""

from pathlib import Path

import pytest
from tests.papers import CASE, SCHEME

from rjflow.mutating.mutant import Mutant
from rjflow.mutating.mutations import mutants_of
from rjflow.reader.reading import read
from rjflow.reader.yaml_nodes import compose

FLOW = "      facilitator: {from-register: facilitators, level: complexity, required: true}\n"
LINES = """\
      facilitator:
        from-register: facilitators
        level: complexity
        required: true
        other-than: [allocation.second]
      second: {from-register: facilitators}
"""
SECTIONS = ("forms", "registers")


def made(text: str, folder: Path) -> tuple[list[Mutant], str]:
    """
    Make the mutants of fields and registers, and give the text as it is.
    """
    (folder / "scheme.workflow.yaml").write_text(SCHEME, "utf-8")
    workflow, composed = read(text, name="a policy", folder=folder), compose(text, "a policy")
    assert composed.root is not None
    several = mutants_of(workflow, composed.root, composed.source)
    return [one for one in several if one.section in SECTIONS and one.kind != "shown-to-others"], text


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        (FLOW, ["required: true", "level: complexity", "from-register: facilitators"]),
        (
            LINES,
            [
                "required: true",
                "level: complexity",
                "other-than: allocation.second",
                "from-register: facilitators",
                "from-register: facilitators",
            ],
        ),
    ],
)
def test_each_thing_asked_of_somebody_named_is_dropped(field, asked, tmp_path):
    """
    Whatever a field asks of somebody of a register is dropped, one at a time, in either way of writing; nothing is done to fields that name nobody.
    """
    several, _ = made(CASE.replace(FLOW, field), tmp_path)

    assert asked == [one.was for one in several]
    assert {"register-not-asked"} == {one.kind for one in several}


def test_a_field_that_names_anybody_asks_nothing_of_them(tmp_path):
    """
    Where words of one's own will do, level and others are gone, too.
    """
    several, text = made(CASE.replace(FLOW, LINES), tmp_path)
    anybody = next(one for one in several if one.was == "from-register: facilitators")

    read(anybody.applied(text), name="a mutant", folder=tmp_path)
    assert "      facilitator:\n        text: line\n        required: true\n      second:" in anybody.applied(text)


def test_what_a_register_asks_is_dropped(tmp_path):
    """
    A register that asks less is a mutant of the scheme.
    """
    several, _ = made(SCHEME, tmp_path)

    assert {"until: registered-until", "level: competence", "most: caseload-limit"} <= {one.was for one in several}
    assert {"condition-dropped", "register-not-asked"} <= {one.kind for one in several}
