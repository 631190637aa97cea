"""
Judge mutants: whether the reader, the safeguards or the scenarios notice them, and where nobody does, whether it matters.

Stands on: `mutations`, `guarding`, `rehearsing`, `equalling`, `reader`.   Knows nothing of: where files are, processes, sentences.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from attrs import evolve, field

from rjflow.definition.change import Change
from rjflow.definition.difference import difference
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.mutating.equalling import compared
from rjflow.mutating.guarding import Guarded, Noticed, blinded, guarded, notice
from rjflow.mutating.mutant import Mutant, Tried
from rjflow.mutating.mutations import mutants_of
from rjflow.mutating.rehearsing import Rehearsed, likeliest, notices, rehearse
from rjflow.reader.nodes import ScalarNode
from rjflow.reader.rereading import Rereading
from rjflow.reader.yaml_nodes import compose
from rjflow.scenarios.model import Scenario, ScenarioFile
from rjflow.sources.errors import InvalidWorkflow, RjflowError


class NotItsScenarios(RjflowError):
    """Scenarios that are not of the policy that is mutated; they would say nothing about it."""


@frozen(eq=False)
class Policy:
    """
    A policy that is mutated: its text, all its mutants, the safeguards it keeps, and the scenarios that pass.

    Attributes:
        failed: the scenarios that do not pass as it is; they notice nothing.
        base: what an overlay changes, none of whose lines are mutated.
    """

    text: str
    workflow: Workflow
    mutants: tuple[Mutant, ...]
    guards: tuple[Guarded, ...]
    scenarios: tuple[Rehearsed, ...]
    failed: tuple[Scenario, ...]
    base: str | None
    _again: Rereading = field(repr=False)

    def read(self, text: str) -> Workflow:
        """Read the text of a mutant."""
        return self._again.read(text)


def policy_of(
    text: str | bytes,
    *,
    name: str,
    folder: Path | None,
    files: Iterable[ScenarioFile] = (),
    guards: Sequence[Guarded] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Policy:
    """
    Read a policy, make its mutants, prove its safeguards and act out its scenarios.

    Args:
        text: What its file says; of an overlay, its own lines are changed.
        name: What people call it.
        folder: Where the paths in it begin.
        files: Files of scenarios of it.
        guards: Its safeguards, where they were proved already.
        progress: Told of what is done.

    Raises:
        InvalidWorkflow: it has mistakes.
        NotItsScenarios: a file is of scenarios of another workflow.
    """
    composed = compose(text, name)
    if composed.root is None or composed.diagnostics:
        raise InvalidWorkflow(composed.diagnostics)
    again = Rereading(composed.source.text, name, folder, composed.root)
    workflow = again.read(composed.source.text)
    passed, failed = rehearse(_its_own(files, workflow), lambda one: progress(f"acting out: {one}"))
    return Policy(
        composed.source.text,
        workflow,
        mutants_of(workflow, composed.root, composed.source),
        tuple(guarded(workflow, lambda one: progress(f"proving {one}")) if guards is None else guards),
        tuple(passed),
        tuple(failed),
        extends.text if isinstance(extends := composed.root.get("extends"), ScalarNode) else None,
        again,
    )


def tried(policy: Policy, mutant: Mutant, *, thoroughly: bool = False) -> Tried:
    """
    Judge one mutant by the reader, the scenarios and the safeguards, and, where nobody notices it, by what cases can do.

    The scenarios are asked first, because they answer sooner, and the safeguards about what these leave; *thoroughly*, both are asked.

    A mutant that only blinds safeguards, and changes nothing that a case can do, is left as it is: `looked_at_again` judges it.
    """
    try:
        new = policy.read(mutant.applied(policy.text))
    except InvalidWorkflow as invalid:
        codes = tuple(dict.fromkeys(one.code for one in invalid.diagnostics))
        return Tried(mutant=mutant, outcome="refused", codes=codes)
    changes = difference(policy.workflow, new).changes
    blinds = blinded(policy.workflow, new)
    seen = _first_scenario(policy, new, changes)
    noticed = None if seen and not thoroughly else notice(policy.workflow, new, changes, policy.guards)
    if noticed is None and not seen:
        return _unnoticed(policy.workflow, new, changes, Tried(mutant=mutant, outcome="survived", blinds=blinds))
    return Tried(
        mutant=mutant,
        outcome="safeguard" if noticed is not None else "scenario",
        safeguards=(noticed.by,) if noticed is not None else (),
        is_broken=noticed is not None and noticed.is_broken,
        scenarios=seen,
    )


def looked_at_again(policy: Policy, one: Tried, others: Mapping[int, Tried]) -> Tried:
    """
    Judge a mutant that blinds safeguards by what they notice otherwise: is there another mutant that nobody notices then?

    Only mutants count that let cases do anything more: one that changes nothing but what safeguards speak of is no danger without them.

    Args:
        policy: The policy.
        one: What came of it so far.
        others: What came of all mutants, by their numbers.
    """
    if one.outcome != "survived" or not one.blinds:
        return one
    guarding = [other for other in others.values() if set(other.safeguards) & set(one.blinds)]
    instead: dict[str, None] = {}
    for other in guarding:
        if other.scenarios or _overlap(one.mutant, other.mutant) or _is_harmless(policy, other.mutant):
            continue
        found = _with_both(policy, one, other)
        if found is None:
            return evolve(one, leaves=other.mutant.number)
        instead[found.by] = None
    if instead:
        return evolve(one, outcome="safeguard", safeguards=tuple(instead))
    scenarios = tuple(dict.fromkeys(name for other in guarding for name in other.scenarios))
    return evolve(one, outcome="scenario" if scenarios else "equivalent", scenarios=scenarios)


# ----------------------------------------------------------------------------------------------------------------------


def _its_own(files: Iterable[ScenarioFile], workflow: Workflow) -> tuple[ScenarioFile, ...]:
    """
    Make sure that files of scenarios are of a workflow, and give them with it.
    """
    several = tuple(files)
    if any(fingerprint(one.workflow) != fingerprint(workflow) for one in several):
        named = f"scenarios of `{workflow.name}` as it stands in this file are needed"
        raise NotItsScenarios(f"{named}, and one of the files is of another workflow")
    return tuple(evolve(one, workflow=workflow) for one in several)


def _first_scenario(policy: Policy, new: Workflow, changes: Sequence[Change]) -> tuple[str, ...]:
    found = (
        one.scenario.name for one in likeliest(policy.workflow, policy.scenarios, changes) if notices(new, changes, one)
    )
    return tuple(name for name in (next(found, None),) if name is not None)


def _unnoticed(old: Workflow, new: Workflow, changes: Sequence[Change], one: Tried) -> Tried:
    """
    Tell what a mutant is that nobody notices; one that blinds safeguards and does nothing else stays to be looked at again.
    """
    match compared(old, new, changes):
        case "same" | "equivalent":
            return one if one.blinds else evolve(one, outcome="equivalent")
        case "stricter":
            return evolve(one, outcome="stricter", blinds=())
        case "not known":
            return evolve(one, outcome="not known", blinds=())
        case _:
            return evolve(one, blinds=())


def _overlap(one: Mutant, other: Mutant) -> bool:
    """
    Tell whether two mutants change the same words, so that there is no policy that is both.
    """
    return any(a.start < b.end and b.start < a.end for a in one.edits for b in other.edits)


@lru_cache(maxsize=1024)
def _is_harmless(policy: Policy, mutant: Mutant) -> bool:
    """
    Tell whether it is proved that a mutant lets no case do anything that it could not.
    """
    new = policy.read(mutant.applied(policy.text))
    return compared(policy.workflow, new, difference(policy.workflow, new).changes) in (
        "same",
        "equivalent",
        "stricter",
    )


def _with_both(policy: Policy, one: Tried, other: Tried) -> Noticed | None:
    """
    Tell which safeguard notices a mutant in a policy that is another mutant, too; nothing where none does.
    """
    edits = (*one.mutant.edits, *other.mutant.edits)
    try:
        new = policy.read(evolve(one.mutant, edits=edits).applied(policy.text))
    except InvalidWorkflow as invalid:
        return Noticed(invalid.diagnostics[0].code, is_broken=False)
    return notice(policy.workflow, new, difference(policy.workflow, new).changes, policy.guards)
