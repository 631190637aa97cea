"""
Find out what scenarios show of a workflow, and what they leave untried.

What a scenario does, and what it asks to see what somebody may do, counts as asked. What is only considered so that events can happen
`smoothly` does not: nothing in the scenario would be otherwise.

Stands on: `coverage`, `covering_conditions`, `tallying`, `running`.   Knows nothing of: files, sentences.
"""

from collections.abc import Iterable, Iterator

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Event, Evidence, Group, Workflow
from rjflow.scenarios.coverage import Answered, Coverage, Home, Reason, Refusal, Taken
from rjflow.scenarios.covering_conditions import apart, leaves, possible
from rjflow.scenarios.tallying import Tally
from rjflow.scenarios.watching import Watch
from rjflow.sources.span import Span


def cover(workflow: Workflow, watches: Iterable[Watch]) -> Coverage:
    """
    Tell what scenarios have shown of a workflow.

    Args:
        workflow: What they are scenarios of.
        watches: What was decided in each of them, as `running.run` notes it.

    Guarantees: what is said to be seen was asked of the rules in one of the scenarios; of two conditions that are equal and asked at one
    place, seeing the one is seeing the other.

    Not seen:
        What becomes of a record when time passes or something voids it; `mutating` tries that. Of what happens in the scheme, nothing:
        its own scenarios show that.

    >>> from rjflow.scenarios.reading import read_scenarios
    >>> from rjflow.scenarios.running import run
    >>> file = read_scenarios('''
    ... {rjflow: 1, scenarios-of: scheme-readiness, begins: 2026-03-02 09:00, workers: {ivo: senior-owner},
    ... scenarios: [{scenario: a group is formed, when: [{smoothly: [form-group]}]}]}
    ... ''')
    >>> watch = Watch()
    >>> run(file, file.scenarios[0], watch=watch).passed
    True
    >>> [one.name for one in cover(file.workflow, [watch]).taken if one.taken]
    ['form-group']
    """
    several = tuple(watches)
    tally = _tallied(workflow, several)
    return Coverage(
        workflow=workflow,
        scenarios=len(several),
        taken=tuple(_taken(workflow, tally)),
        answered=tuple(_answered(workflow, tally)),
        refusals=tuple(_refusals(workflow, tally)),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _tallied(workflow: Workflow, several: Iterable[Watch]) -> Tally:
    tally = Tally(workflow)
    for watch in several:
        for decision in watch.done:
            tally.done(decision)
        for decision in watch.looked:
            tally.asked(decision)
    return tally


def _taken(workflow: Workflow, tally: Tally) -> Iterator[Taken]:
    """
    Give every way a case can go, in file order.
    """
    for event in workflow.events.values():
        for number, way in enumerate(event.ways):
            taken = tally.taken("way", event.name, number)
            span = way.span or event.span
            yield Taken("way", event.name, number, way.from_states, way.target, taken, span=span)
    for state in workflow.states.values():
        if state.otherwise is not None:
            taken = tally.taken("fall", state.name, 0)
            yield Taken("fall", state.name, 0, (state.name,), state.otherwise, taken, span=state.span)
    for number, deadline in enumerate(workflow.deadlines):
        taken = tally.taken("deadline", deadline.event, number)
        yield Taken("deadline", deadline.event, number, deadline.states, "", taken, span=deadline.span)


def _answered(workflow: Workflow, tally: Tally) -> Iterator[Answered]:
    """
    Give every condition where it is asked, in file order.
    """
    for home, group, span in homes(workflow):
        for leaf in leaves(apart(as_condition(group))):
            seen = tally.seen(home, leaf)
            answers = possible(workflow, leaf)
            yield Answered(
                home, leaf, answers | seen.truths, seen.truths, seen.opened, seen.shut, span=leaf.span or span
            )


def homes(workflow: Workflow) -> Iterator[tuple[Home, Group, Span | None]]:
    """
    Give everything that asks conditions, with where it stands.
    """
    for gate in workflow.gates.values():
        yield Home("gate", gate.name), gate.asks, gate.span
    for event in workflow.events.values():
        for number, way in enumerate(event.ways):
            yield Home("way", event.name, number), way.needs, way.span or event.span
    for state in workflow.states.values():
        if state.guard is not None:
            yield Home("state", state.name), state.guard, state.guard.span or state.span
    for evidence in workflow.evidence.values():
        yield Home("evidence", evidence.name), evidence.needs, evidence.span


def _refusals(workflow: Workflow, tally: Tally) -> Iterator[Refusal]:
    """
    Give every reason for which something is refused, in file order.
    """
    for event in workflow.events.values():
        for reason, detail in _of_event(workflow, event):
            yield tally.refusal(Refusal("event", event.name, reason, detail, span=event.span))
    for evidence in workflow.evidence.values():
        for reason, detail in _of_evidence(evidence):
            yield tally.refusal(Refusal("evidence", evidence.name, reason, detail, span=evidence.span))
    for notice in workflow.notices.values():
        if notice.by:
            yield tally.refusal(Refusal("notice", notice.name, "actor", span=notice.span))
    for kind in workflow.people.values():
        if kind.joins is not None:
            most: tuple[Reason, ...] = ("people",) if kind.at_most is not None else ()
            for why in ("state", "actor", *most):
                yield tally.refusal(Refusal("joins", kind.name, why, span=kind.joins.span or kind.span))
        if kind.leaves is not None:
            for why in ("state", "actor"):
                yield tally.refusal(Refusal("leaves", kind.name, why, span=kind.leaves.span or kind.span))


def _of_event(workflow: Workflow, event: Event) -> Iterator[tuple[Reason, str]]:
    targets = [workflow.states[way.target] for way in event.ways if way.target in workflow.states]
    yield "state", ""
    yield "actor", ""
    for other in event.not_by:
        yield "not-by", other
    for name in event.records:
        yield "form", name
    if any(state.final for state in targets):
        yield "reason", ""
    if any(way.needs.items for way in event.ways) or any(state.guard for state in targets):
        yield "needs", ""


def _of_evidence(evidence: Evidence) -> Iterator[tuple[Reason, str]]:
    yield "actor", ""
    for other in evidence.not_by:
        yield "not-by", other
    if evidence.needs.items:
        yield "counts", ""
