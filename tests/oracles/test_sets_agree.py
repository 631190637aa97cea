"""
The same search on other sets: OxiDD's, and those of `dd` in pure Python.
"""

import pytest
from hypothesis import given, reject
from tests.effort import slowly
from tests.oracles.in_python import Manager, TooLarge, searched_in_python
from tests.programmes import read_beside
from tests.strategies_mixed import mixed_workflows
from tests.zoo import ZOO, animal

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Ends, ReadOff
from rjflow.shipped import folder
from rjflow.verifier.casting import spotlight
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.judging import judge
from rjflow.verifier.refining import fresh_search

SHIPPED = ("scheme-readiness.workflow.yaml", "unsafe/common/small-and-safe.workflow.yaml")


def opinion(workflow: Workflow) -> list[object]:
    """
    Judge every safeguard, and count what a search for it reaches in each state when it tracks only what the safeguard speaks of.
    """
    found: list[object] = []
    for safeguard in workflow.safeguards:
        if isinstance(safeguard.form, Ends | ReadOff):
            continue
        verdict = judge(workflow, safeguard)
        steps = [step.decision.command for step in verdict.story.steps] if verdict.story else None
        form = safeguard.form
        search = fresh_search(workflow, form, spotlight(workflow, form), first_focus(workflow, form))
        search.run()
        bits = sum(max(1, (size - 1).bit_length()) for size in search.frame.sizes.values())
        sizes = {state: some.sat_count_float(bits) for state, some in search.reached.items()}
        found.append((safeguard.id, verdict.judged, verdict.how, steps, sizes))
    return found


def check(workflow: Workflow) -> None:
    """
    Form an opinion with both kinds of sets; they are the same, and both were used.
    """
    ours, before = opinion(workflow), Manager.made
    with searched_in_python():
        theirs = opinion(workflow)

    assert Manager.made > before or not ours
    assert ours == theirs


@slowly(40)
@given(mixed_workflows())
def test_verdicts_and_sizes_agree(workflow: Workflow):
    """
    On generated workflows both kinds of sets give the same verdicts, the same stories, and reach as many situations.

    About one in a thousand is too large to be searched in Python; another is tried in its place.
    """
    try:
        check(workflow)
    except TooLarge:
        reject()


@pytest.mark.parametrize("name", ZOO)
def test_the_zoo_agrees(name: str):
    """
    So do they on every workflow of the zoo.
    """
    check(animal(name))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_workflows_agree(name: str):
    """
    So do they on workflows that are shipped.
    """
    check(read_beside(folder() / name))
