"""
Checkers that are none of ours agree: SPIN, NuSMV and TLC on what `rjflow export` writes, z3 on the compiled form.
"""

from collections import Counter
from collections.abc import Callable
from math import prod

import pytest
from hypothesis import assume, given
from tests.effort import LONG, examples, slowly
from tests.oracles.compiled_explorer import walk
from tests.oracles.outside import nusmv_says, spin_says, tlc_says
from tests.oracles.z3_reach import Reach
from tests.programmes import programme
from tests.strategies_verified import guarded_workflows
from tests.tracing import PROGRAMMES
from tests.unit.report.test_exported import odd_model
from tests.zoo import ZOO, animal

from rjflow.compiled.compiling import compile_for, usual_people
from rjflow.compiled.loosening import loosened
from rjflow.compiled.model import Model
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible, Ends, ReadOff, Safeguard
from rjflow.guards.syntax import Among, And, Condition, InState, Not
from rjflow.reader.reading import read_file
from rjflow.shipped import folder, shipped
from rjflow.verifier.certifying import tracked_for
from rjflow.verifier.judging import judge

Asks = Callable[[Model], str]
Z3_MILLISECONDS = 20_000
SITUATIONS = 3_000_000  # that could be, of which SPIN comes to one in a hundred


def z3_says(model: Model) -> str:
    """
    Let z3 judge the rules themselves.
    """
    return Reach(model).judged(Z3_MILLISECONDS)


def check(workflow: Workflow, safeguard: Safeguard, asks: Asks, each: int = 2) -> str:
    """
    Hold what a checker says about so many people to the verdict, which is about any number; give what it said.
    """
    people = usual_people(workflow, each)
    said = asks(compile_for(workflow, safeguard, people))
    verdict = judge(workflow, safeguard)
    if said == "broken":
        assert verdict.judged != "kept"
    if said == "kept":
        assert verdict.story is None or not set(verdict.story.people) <= set(people)
    return said


def cases() -> list[tuple[str, str]]:
    """
    Give every safeguard about what can be reached, of the zoo and of the small unsafe workflows that stand alone.
    """
    found = [(name, one.id) for name in ZOO for one in animal(name).safeguards if about_reach(one)]
    for path in sorted((folder() / "unsafe").glob("*.workflow.yaml")):
        if "extends:" not in path.read_text("utf-8"):
            found += [(path.name, one.id) for one in read_file(path).safeguards if about_reach(one)]
    return found


def about_reach(safeguard: Safeguard) -> bool:
    return not isinstance(safeguard.form, AlwaysPossible | Ends | ReadOff)


def named(name: str, safeguard: str) -> tuple[Workflow, Safeguard]:
    """
    Read a workflow of the zoo, or one that is shipped, and find its safeguard.
    """
    path = shipped(name) or folder() / "unsafe" / name
    workflow = animal(name) if name in ZOO else read_file(path)
    return workflow, next(one for one in workflow.safeguards if one.id == safeguard)


CASES = cases()
HAD = Not(Among("mood", (True,)))


@pytest.mark.parametrize(("name", "safeguard"), [*CASES, ("scheme-readiness", "R3")])
def test_z3_agrees_about_small_workflows(name: str, safeguard: str):
    """
    z3 finds of every small workflow that comes with rjflow, and of the scheme, what the verifier finds.
    """
    assert check(*named(name, safeguard), z3_says, each=2 if LONG else 1) != "unknown"


@pytest.mark.parametrize(("name", "safeguard"), CASES if LONG else CASES[::4])
def test_spin_agrees_about_small_workflows(name: str, safeguard: str):
    """
    SPIN finds on the exported model what the verifier finds, and what a plain walk of it finds.
    """
    workflow, one = named(name, safeguard)
    walked = walk(compile_for(workflow, one, usual_people(workflow, 1)))
    said = check(workflow, one, spin_says, each=1)

    assert said == ("kept" if walked.length is None else "broken")


@pytest.mark.parametrize("name", PROGRAMMES if LONG else ("ew-post-sentence", "police-out-of-court"))
def test_spin_agrees_about_programmes(name: str):
    """
    Of what the programmes promise SPIN proves by itself, on models that track what rjflow's own proofs track, all that it has room for.
    """
    workflow = programme(name)
    asked = [one for one in workflow.safeguards if about_reach(one)]
    said = Counter[str]()
    for safeguard in asked if LONG else asked[7::36]:
        model = compile_for(workflow, safeguard, usual_people(workflow, 1))
        looser = loosened(model, tracked_for(workflow, safeguard))
        situations = prod(len(variable.values) for variable in looser.variables)
        said[spin_says(looser) if situations <= SITUATIONS else "not asked"] += 1

    assert said["broken"] == 0
    assert said["kept"] > said.total() / 2


@slowly(examples(12))
@given(guarded_workflows())
def test_spin_agrees_about_invented_workflows(workflow: Workflow):
    """
    SPIN finds on invented workflows what the verifier finds.
    """
    [safeguard] = workflow.safeguards
    assume(about_reach(safeguard))
    check(workflow, safeguard, spin_says, each=1)


@slowly(examples(25))
@given(guarded_workflows())
def test_z3_agrees_about_invented_workflows(workflow: Workflow):
    """
    z3 finds on invented workflows what the verifier finds.
    """
    [safeguard] = workflow.safeguards
    assume(about_reach(safeguard))
    check(workflow, safeguard, z3_says)


@pytest.mark.parametrize("asks", [nusmv_says, tlc_says])
def test_checkers_that_may_be_here_agree(asks: Asks):
    """
    NuSMV and TLC, where somebody has them, find on the exported models of small workflows what the verifier finds.
    """
    found = Counter(check(*named(name, safeguard), asks, each=1) for name, safeguard in CASES)

    assert found["broken"] > 5
    assert found["kept"] > 1
    assert "broken" == asks(odd_model())


def test_both_answers_are_among_the_small_workflows():
    """
    Some of the small workflows keep their safeguard and some break it, so that agreeing about them says something.
    """
    verdicts = Counter(judge(*named(name, safeguard)).judged for name, safeguard in CASES)

    assert verdicts["kept"] > 1
    assert verdicts["broken"] > 5


def test_spin_reads_the_oddest_names():
    """
    A workflow whose names are words of Promela and whose labels look like the end of a comment is read by SPIN, and judged.
    """
    assert spin_says(odd_model()) == "broken"


@pytest.mark.parametrize(
    ("name", "condition"),
    [("tiny-meeting", InState("stopped")), ("held", InState("paused", "busy")), ("held", And((InState("busy"), HAD)))],
)
def test_falls_and_holds_are_followed(name: str, condition: Condition):
    """
    SPIN and z3 reach what only a closed gate, or a held case that comes back, leads to; and z3 the rest like a plain walk.
    """
    workflow = animal(name)
    form = Always(condition=Not(condition), text="…")
    model = compile_for(workflow, Safeguard(id="A", label="a", form=form, origin="workflow"), usual_people(workflow, 1))
    walked = "kept" if walk(model).length is None else "broken"

    assert walked == spin_says(model)
    assert walked == z3_says(model)
