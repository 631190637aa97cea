"""
Leave out of a run whatever it does not need to go wrong.

Stands on: `stage`.   Knows nothing of: how the run was found.
"""

from collections.abc import Iterator

from attrs import evolve

from rjflow.definition.model import CLOCK, Workflow
from rjflow.instants import Instant
from rjflow.scenarios.runs import Act, Again, Anew, Ask, Difference, Do, Run, See, Together
from rjflow.testing.company import Company
from rjflow.testing.hosting import MakesHost
from rjflow.testing.stage import play


def shortest(workflow: Workflow, run: Run, difference: Difference, host: MakesHost | None) -> tuple[Run, Difference]:
    """
    Give a run that goes wrong in the same way, of which no act can be left out, made plainer, or done at an earlier moment; and how.

    Guarantees: it was acted out on a fresh host.

    Not seen:
        Whether a quite different run is shorter.
    """
    run = evolve(run, acts=run.acts[: difference.act + 1])
    while True:
        run, difference = _left_out(workflow, run, difference, host)
        short = run
        while (plainer := next(_fails(workflow, difference, host, _plainer(workflow, run)), None)) is not None:
            run, difference = plainer
        if run == short:  # with fewer people, or earlier, other acts may be left out
            return run, difference


# ----------------------------------------------------------------------------------------------------------------------


def _left_out(workflow: Workflow, run: Run, difference: Difference, host: MakesHost | None) -> tuple[Run, Difference]:
    """
    Leave acts out, many at a time and then fewer, until none can be.
    """
    size = max(len(run.acts) // 2, 1)
    while True:
        smaller = next(_fails(workflow, difference, host, _without(run, size)), None)
        if smaller is not None:
            run, difference = smaller
            size = min(size, max(len(run.acts) // 2, 1))
        elif size > 1:
            size //= 2
        else:
            return run, difference


def _fails(
    workflow: Workflow, difference: Difference, host: MakesHost | None, runs: Iterator[Run]
) -> Iterator[tuple[Run, Difference]]:
    """
    Give those of several runs that go wrong in the same way.
    """
    for run in runs:
        found = play(workflow, run, host)
        if found is not None and (found.sort, found.safeguards) == (difference.sort, difference.safeguards):
            yield evolve(run, acts=run.acts[: found.act + 1]), found


def _without(run: Run, size: int) -> Iterator[Run]:
    for start in range(len(run.acts) - 1, -1, -size):
        yield evolve(run, acts=(*run.acts[: max(start - size + 1, 0)], *run.acts[start + 1 :]))


def _plainer(workflow: Workflow, run: Run) -> Iterator[Run]:
    """
    Give runs with one act less odd or earlier, and with fewer people.
    """
    kinds = [kind for _, kind in run.people]
    for place, kind in enumerate(kinds):
        if kinds.count(kind) > workflow.people[kind].at_least:
            yield evolve(run, people=(*run.people[:place], *run.people[place + 1 :]))
    for place, act in enumerate(run.acts):
        for other in _simpler(workflow, act):
            yield evolve(run, acts=(*run.acts[:place], other, *run.acts[place + 1 :]))
        now = _at(run.acts[place - 1], run.begins) if place else run.begins
        if _at(act, now) > now:
            yield evolve(
                run, acts=(*run.acts[:place], *(_sooner(one, _at(act, now) - now) for one in run.acts[place:]))
            )


def _simpler(workflow: Workflow, act: Act) -> Iterator[Act]:
    if isinstance(act, Do) and act.command.actor.id != CLOCK:
        known = Company(workflow).actor(act.command.actor.id)
        if act.command.actor != known:  # who claims more than they have; perhaps it does not matter
            yield Do(evolve(act.command, actor=known))
    if isinstance(act, Together):
        yield from (Do(act.first), Do(act.second))


def _at(act: Act, otherwise: Instant) -> Instant:
    match act:
        case Do(command) | Again(command) | Together(command, _):
            return command.at
        case See(at=at) | Anew(at=at):
            return at
        case Ask():
            return otherwise


def _sooner(act: Act, by: Instant) -> Act:
    match act:
        case Do(command):
            return Do(evolve(command, at=command.at - by))
        case Again(command):
            return Again(evolve(command, at=command.at - by))
        case Together(first, second):
            return Together(evolve(first, at=first.at - by), evolve(second, at=second.at - by))
        case See(at=at) | Anew(at=at):
            return evolve(act, at=at - by)
        case Ask():
            return act
