"""
What models for other checkers look like, whatever an author has called things.
"""

import re

import pytest
from attrs import evolve
from tests.small import event, evidence, state, workflow

from rjflow.compiled.compiling import compile_for
from rjflow.compiled.model import Model
from rjflow.definition.model import OneOf, Window
from rjflow.definition.safeguards import Always, Safeguard
from rjflow.guards.syntax import Among, InState, Not, Or
from rjflow.report.as_promela import promela
from rjflow.report.as_smv import smv
from rjflow.report.as_tla import tla

WRITERS = {"smv": smv, "pml": promela, "tla": lambda model: tla(model, "odd")}


def odd_model() -> Model:
    """
    Compile a workflow that is called in every way that could be misread.
    """
    values = OneOf(("true", "if", "is-no"))
    facts = [
        evidence(name, values=values, window=Window("whole case"))
        for name in ("state", "next", "atomic", "case", "is-no", "skip", "look", "the-case", "was", "settle")
    ]
    leaving = evolve(event("init", ("module", "start")), label="(* x *)")
    definition = workflow(
        evolve(state("module"), label="*/ assert(false) /*"), event("do", ("start", "module")), leaving, *facts
    )
    asked = Or((Not(InState("module")), *(Among(one.name, ("true",)) for one in facts)))
    safeguard = Safeguard(id="A", label="*/ odd\n-- odd", form=Always(condition=asked, text="…"), origin="workflow")
    return compile_for(definition, safeguard, ())


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_model_gives_the_same_text(ending):
    """
    What is written depends on the model and nothing else.
    """
    assert WRITERS[ending](odd_model()) == WRITERS[ending](odd_model())


@pytest.mark.parametrize("ending", WRITERS)
def test_no_label_ends_a_comment(ending):
    """
    Nothing an author writes gets out of the comment it stands in.
    """
    text = WRITERS[ending](odd_model())
    without = re.sub(
        r"/\*.*?\*/|^\s*\\\*.*$|--.*$|\\\*.*$", "", text, flags=re.DOTALL if ending == "pml" else re.MULTILINE
    )

    assert "odd" not in without.replace("MODULE odd", "")
    assert "assert(false)" not in without


def test_no_two_things_have_one_name():
    """
    Evidence that is called like a word of the language, or like a value, has a word of its own.
    """
    text = promela(odd_model())
    names = re.findall(r"^(?:byte|bool) (\w+) =", text, re.MULTILINE) + re.findall(
        r"^#define (\w+)", text, re.MULTILINE
    )

    assert len(names) == len({name.lower() for name in names})
    assert not {"atomic", "skip", "do", "init"} & set(names)


@pytest.mark.parametrize("name", ["look", "the_case", "was", "settle"])
def test_spin_is_given_no_word_twice(name):
    """
    What an author has called something is never one of the names that a model for SPIN has for itself.
    """
    made = re.findall(
        rf"^(?:inline|active proctype|hidden \w+|bool|byte|short) {name}\b", promela(odd_model()), re.MULTILINE
    )

    assert len(made) == 1
