"""
Try every mutant of a policy: the front door.

Mutants do not know each other, so several processes can judge them; those that only blind safeguards are looked at when all others were.

Stands on: `judging`.   Knows nothing of: where files are, sentences.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.mutating.guarding import Guarded
from rjflow.mutating.judging import Policy, looked_at_again, policy_of, tried
from rjflow.mutating.mutant import Mutant, Outcome, Tried
from rjflow.scenarios.reading import read_scenarios

Progress = Callable[[str], None]


@frozen
class Source:
    """What a file says, what people call it, and where the paths in it begin."""

    text: bytes
    name: str
    folder: Path | None


@frozen(kw_only=True)
class Mutated:
    """
    What came of the mutants of a policy.

    Attributes:
        made: how many mutants there are; fewer may have been tried.
        tried: those that were, in order.
        not_kept: the safeguards that are not kept as the policy is; they notice nothing.
        failed: the scenarios that do not pass as the policy is; they notice nothing, either.
        scenarios: how many do.
        base: what an overlay changes, none of whose lines were mutated.
    """

    workflow: Workflow
    made: int
    tried: tuple[Tried, ...]
    not_kept: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    scenarios: int = 0
    base: str | None = None

    def of(self, outcome: Outcome) -> tuple[Tried, ...]:
        """Give the mutants of one outcome."""
        return tuple(one for one in self.tried if one.outcome == outcome)


def try_all(
    policy: Source,
    scenarios: Sequence[Source] = (),
    *,
    only: Collection[str] = (),
    most: int | None = None,
    jobs: int = 1,
    thoroughly: bool = False,
    progress: Progress = lambda _: None,
) -> Mutated:
    """
    Make the mutants of a policy, and find out who notices each.

    Guarantees: a mutant counts as noticed by a safeguard only if the policy keeps it and the mutant is not shown to keep it, and by a
    scenario only if that passes as the policy is; as equivalent only if it is proved that no case can do anything else than before.

    Args:
        policy: The policy's file; of an overlay, its own lines are mutated, and none of its base's.
        scenarios: Files of scenarios of it.
        only: The kinds of mutants that are tried; all, where none is named.
        most: So many are tried, at most.
        jobs: How many processes judge them.
        thoroughly: Ask the safeguards about mutants that scenarios notice, too.
        progress: Told of what is done.

    Raises:
        InvalidWorkflow: the policy has mistakes, or one of the files of scenarios has.
        NotItsScenarios: one of the files is of scenarios of another workflow.

    Not seen:
        Two changes that go unnoticed only together; what a person who reads the policy would notice.
    """
    whole = _policy(policy, scenarios, None, progress)
    wanted = [one for one in whole.mutants if not only or one.kind in only][:most]
    found: list[Tried] = []
    for one in _judged(whole, wanted, policy, scenarios, jobs, thoroughly=thoroughly):
        found.append(one)
        survived = sum(each.outcome == "survived" and not each.blinds for each in found)
        progress(f"mutant {len(found)} of {len(wanted)}, {survived} survived so far")
    return _summed_up(whole, found)


# ----------------------------------------------------------------------------------------------------------------------


def _summed_up(whole: Policy, found: Sequence[Tried]) -> Mutated:
    """
    Put together what came of mutants; those that only blind safeguards are judged beside all others.
    """
    by_number = {one.mutant.number: one for one in found}
    is_whole = len(found) == len(whole.mutants)
    guards = {one.safeguard.id for one in whole.guards}
    return Mutated(
        workflow=whole.workflow,
        made=len(whole.mutants),
        tried=tuple(looked_at_again(whole, one, by_number) if is_whole else _left_open(one) for one in found),
        not_kept=tuple(one.id for one in whole.workflow.safeguards if one.id not in guards),
        failed=tuple(one.name for one in whole.failed),
        scenarios=len(whole.scenarios),
        base=whole.base,
    )


def _policy(
    policy: Source, scenarios: Sequence[Source], guards: Sequence[Guarded] | None, progress: Progress
) -> Policy:
    files = [read_scenarios(one.text, name=one.name, folder=one.folder) for one in scenarios]
    return policy_of(policy.text, name=policy.name, folder=policy.folder, files=files, guards=guards, progress=progress)


def _left_open(one: Tried) -> Tried:
    """
    Leave open what a mutant is that only blinds safeguards: that is seen only beside all others.
    """
    return evolve(one, outcome="not known") if one.blinds and one.outcome == "survived" else one


def _judged(
    whole: Policy, wanted: Sequence[Mutant], policy: Source, scenarios: Sequence[Source], jobs: int, *, thoroughly: bool
) -> Iterator[Tried]:
    """
    Judge mutants in order: here, or in other processes, each of which reads the files once.
    """
    if jobs == 1:
        yield from (tried(whole, one, thoroughly=thoroughly) for one in wanted)
        return
    given = (policy, tuple(scenarios), whole.guards)
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, given) as pool:
        yield from pool.map(_one, [one.number for one in wanted], [thoroughly] * len(wanted), chunksize=4)


_here: list[Policy] = []  # what a process that judges has read


def _begin(policy: Source, scenarios: Sequence[Source], guards: Sequence[Guarded]) -> None:
    _here.append(_policy(policy, scenarios, guards, lambda _: None))


def _one(number: int, thoroughly: bool) -> Tried:  # noqa: FBT001  # given by place to another process
    (policy,) = _here
    return tried(policy, policy.mutants[number - 1], thoroughly=thoroughly)
