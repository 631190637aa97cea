"""
What a scenario touches: whatever, changed, could make it come otherwise.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from tests.effort import sampled
from tests.unit.scenarios.test_registers import FIT, file_of, handed

from rjflow.definition.change import Change
from rjflow.definition.difference import difference
from rjflow.definition.model import Workflow
from rjflow.mutating.judging import Policy, policy_of
from rjflow.mutating.rehearsing import known_of, notices, rehearse
from rjflow.scenarios.reading import read_scenarios
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Watch
from rjflow.sources.errors import InvalidWorkflow

FOLDER = Path(__file__).parent / "files"

# Where a case falls it may fall through; what the clock would do may be refused, and it does several things; who paused it does not take it up again.
EDITS = {
    "  - {in: [waiting, paused], after: 30 days, then: review}\n": "  - {in: paused, after: 30 days, then: give-up}\n"
    "  - {in: waiting, after: 30 days, then: review}\n  - {in: waiting, after: 7 days, then: remind}\n",
    "events:\n": "events:\n  give-up: {from: paused, to: over, by: [clock, keeper], reason: not-wanted}\n  remind: {from: waiting, to: waiting, by: [clock]}\n",
    "    while: [safe, searched]\n    otherwise: waiting\n": "    while: [safe, searched]\n    otherwise: ready\n",
    "to: over, by: [clock], reason: not-wanted}": "to: over, by: [clock], reason: not-wanted, needs: search is clean}",
    "resume: {from: paused, to: back, by: [keeper]}": "resume: {from: paused, to: back, by: [keeper], not-by: [pause]}",
}

STEPS = """rjflow: 1
scenarios-of: hall.workflow.yaml
begins: 2026-03-02 09:00
workers: {hal: host, kim: keeper, ken: keeper, gus: guard}
people: {robin: asker, kit: asked, sam: guest}
about: [robin, kit]
scenarios:
  - scenario: what an alarm undid is looked at later
    given: {state: waiting, everything-known: true}
    when:
      - {by: gus, notice: alarm}
      - wait: 1 hour
    then: {evidence: {agreement: void, risk: void, plan: current}}
  - scenario: a plan that is made anew undoes what was agreed on the old one
    given: {state: waiting, everything-known: true}
    when:
      - {by: hal, record: plan, is: made}
      - {by: hal, do: make-ready, refused-because: risk}
      - {by: kim, record: risk, is: low}
      - {by: hal, do: make-ready, refused-because: agreement}
    then: {state: waiting, evidence: {agreement: void}}
  - scenario: who comes to the hall undoes nothing
    given: {state: waiting, everything-known: true}
    when:
      - {by: hal, joins: sam}
      - wait: 1 day
      - {by: hal, record: agreement, is: given, of: sam}
      - {by: hal, do: make-ready}
    then: {state: ready}
  - scenario: after an alarm a meeting is over at once
    given: {state: meeting, everything-known: true}
    when:
      - {by: gus, notice: alarm}
      - wait: 1 hour
    then: {may: {hal: [called-off], robin: [called-off], kit: [called-off], kim: [pause], ken: [pause]}, nothing-else: true}
  - scenario: nothing is reviewed in a hall that nobody searched again
    given: {state: waiting, everything-known: true}
    when:
      - {wait: 31 days, then: {state: waiting}}
  - scenario: it is reviewed as soon as it was searched
    given: {state: waiting, everything-known: true, evidence: {search: found}}
    when:
      - wait: 31 days
      - {by: gus, record: search, is: clean, then: {state: over, reason: not-wanted}}
  - scenario: whoever waits is reminded every week
    given: {state: waiting, everything-known: true}
    when:
      - wait: 8 days
      - {by: gus, do: pause, refused-because: actor}
    then: {state: waiting, due: {remind: 2026-03-16}}
  - scenario: whoever paused does not take it up again
    when:
      - smoothly: [make-ready]
      - {by: kim, do: pause, then: {state: paused}}
      - wait: 1 day
      - {by: kim, do: resume, refused-because: same-person}
      - {by: ken, do: resume, then: {state: ready}}
      - smoothly: [begin, finish]
    then: {state: over}
  - scenario: step by step, and nobody else does anything
    when:
      - {smoothly: [make-ready], then: {may: {hal: [called-off], robin: [called-off], kit: [called-off], kim: [pause], ken: [pause]}, nothing-else: true}}
      - wait: 1 day
      - {smoothly: [begin], then: {may: {hal: [finish, called-off], kim: [finish], ken: [finish], robin: [called-off], kit: [called-off]}, nothing-else: true}}
      - {by: robin, do: called-off}
    then: {state: waiting, evidence: {agreement: void}}
"""


@pytest.fixture(scope="module")
def in_steps(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """
    Read the hall as it is edited here, with scenarios of several steps.
    """
    folder, text = tmp_path_factory.mktemp("hall"), (FOLDER / "hall.workflow.yaml").read_text("utf-8")
    for was, now in EDITS.items():
        assert was in text
        text = text.replace(was, now)
    (folder / "hall.workflow.yaml").write_text(text, "utf-8")
    file = read_scenarios(STEPS, name="steps.scenarios.yaml", folder=folder)
    policy = policy_of(text, name="hall.workflow.yaml", folder=folder, files=[file], guards=())
    assert not policy.failed, [one.name for one in policy.failed]
    return policy


def mutants(policy: Policy) -> Iterator[tuple[str, Workflow, tuple[Change, ...]]]:
    """
    Give every mutant of a policy that can be read, and in what it differs.
    """
    for one in sampled(policy.mutants, 2):
        try:
            new = policy.read(one.applied(policy.text))
        except InvalidWorkflow:
            continue
        yield f"{one.kind} {one.name} {one.was}", new, difference(policy.workflow, new).changes


def test_what_comes_again_need_not_be_done_again(in_steps):
    """
    Doing only the steps that may come otherwise finds each scenario that fails with a mutant, and no other.
    """
    for name, new, changes in mutants(in_steps):
        for one in in_steps.scenarios:
            passes = run(evolve(one.file, workflow=new), one.scenario, quick=False).passed

            assert notices(new, changes, one) is not passes, (name, one.scenario.name)


def test_steps_that_cannot_come_otherwise_are_not_done(in_steps):
    """
    Of steps before and behind the one that a mutant concerns nothing is decided anew.
    """
    (one,) = [one for one in in_steps.scenarios if one.scenario.name == "whoever paused does not take it up again"]
    (new, changes), *_ = [
        (new, changes) for name, new, changes in mutants(in_steps) if name.startswith("wrong-role pause")
    ]
    short, whole = Watch(), Watch()
    file = evolve(one.file, workflow=new)
    known = known_of(new, changes, one)

    assert run(file, one.scenario, watch=short, known=known).passed
    assert run(file, one.scenario, watch=whole).passed
    assert len(whole.every) > 3 * len(short.every)


def test_a_scenario_that_hands_a_form_in_is_done_as_a_whole():
    """
    Who is named in a form is known at the desk, and not from the case; so nothing of it is taken from when it was done before.
    """
    ((one,), _) = rehearse(
        [
            file_of(
                f"given: {{register: {{kim: {{evidence: {FIT}, cases: 2}}}}}}\nwhen: [{handed('kim', ', refused-only-because: register most')}]"
            )
        ]
    )

    assert known_of(one.file.workflow, (), one) is None


def test_a_form_that_is_not_taken_touches_what_it_says_and_what_the_register_asks():
    """
    Nothing is decided where a register refuses, and still the evidence in the form, and the level that is asked, matter there.
    """
    step = handed("kim", ", refused-only-because: register most")
    ((one,), failed) = rehearse(
        [file_of(f"given: {{register: {{kim: {{evidence: {FIT}, cases: 2}}}}}}\nwhen: [{step}]")]
    )

    assert not failed
    assert {("evidence", "given"), ("evidence", "size")} <= one.touches
