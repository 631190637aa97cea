"""
The verifier and brute force on workflows in which hard things meet; how often they do; and with more people than a proof looks at.
"""

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from tests.oracles.every_case import explore
from tests.oracles.held_to import WRONG, compare
from tests.oracles.long_run import one_chunk
from tests.strategies_mixed import THEMES, mixed_workflows, themes_of

from rjflow.definition.model import Workflow
from rjflow.verifier.judging import judge

GENERATING = [Phase.explicit, Phase.reuse, Phase.generate]
SELDOM = {"own", "different windows", "same person asked", "several at least", "AlwaysOpen", "After", "at most"}


def examples(few: int) -> int:
    """
    Give how many examples to try: few, since each is tried by brute force, or all that a long run asks for.
    """
    return few if settings().max_examples <= 100 else settings().max_examples


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck), phases=GENERATING)
@given(mixed_workflows())
def test_brute_force_agrees(workflow: Workflow):
    """
    What is called kept no command breaks, what is called broken brute force breaks too if it gets to the end, and the story shows it.
    """
    assert compare(workflow, most=600).meeting not in WRONG


@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck), phases=GENERATING)
@given(mixed_workflows(themes=("several_people",)))
def test_more_people_than_a_proof_looks_at_break_nothing(workflow: Workflow):
    """
    What is kept for any number of people is not broken by three of each kind, one more than is ever followed, who come, go and are replaced.
    """
    verdict = judge(workflow, workflow.safeguards[0])
    if verdict.judged == "kept":
        assert explore(workflow, workflow.safeguards[0].form, most=1200, each=3).length is None


def test_the_generator_mixes_hard_things():
    """
    Every theme, form and feature occurs often, and kept and broken ones in fair shares; few are left unfinished.
    """
    features: list[set[str]] = []
    verdicts: Counter[str] = Counter()

    @settings(
        max_examples=300,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(mixed_workflows())
    def look(workflow: Workflow):
        features.append(themes_of(workflow))
        verdicts[judge(workflow, workflow.safeguards[0]).judged] += 1

    look()
    shares = {name: sum(name in one for one in features) / len(features) for name in set().union(*features)}

    assert {name for name, share in shares.items() if share < (0.005 if name in SELDOM else 0.02)} == set()
    assert len(shares) >= 33
    assert verdicts["broken"] / verdicts.total() > 0.3
    assert verdicts["kept"] / verdicts.total() > 0.2
    assert verdicts["unfinished"] / verdicts.total() < 0.05
    assert len(THEMES) == 9


def test_what_brute_force_found_is_kept_for_later():
    """
    A chunk of the long run is the same when it is done again with what brute force found the first time.
    """
    first, by_force, _ = one_chunk(1, most=20)
    again, _, _ = one_chunk(1, most=0, known=by_force)

    assert first == again
    assert sum(first["met"].values()) == len(by_force) == 100
