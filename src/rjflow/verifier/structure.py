"""
What the graph of states and events tells by itself, without looking at evidence.

Every check asks this, so it makes do with plain walks: importing networkx takes longer than all of them.

Stands on: `chart`, `graphs`, `moving`, `outlasting`, `definition`.   Knows nothing of: situations, sets.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.lookup import as_condition, spelled_gates
from rjflow.definition.model import MEETING, Group, Workflow
from rjflow.definition.usage import idle
from rjflow.verifier.chart import Chart, chart_of
from rjflow.verifier.graphs import beyond, components, on_the_way, places_in
from rjflow.verifier.moving import Move, leading, moves_of
from rjflow.verifier.outlasting import may_outlast
from rjflow.verifier.verdict import Structure


def structure(workflow: Workflow) -> Structure:
    """
    Look at the graph of a workflow. What is held can only go back to where it came from.

    Not seen: what `moving.moves_of` says it does not see; a safeguard would tell of it.
    """
    chart, moves = chart_of(workflow), moves_of(workflow)
    graph = leading(moves, chart)
    reachable = beyond(graph, 1 << chart.number(workflow.start))
    final = chart.mask(name for name, state in workflow.states.items() if state.final)
    return Structure(
        unreachable=tuple(name for name in workflow.states if not chart.mask([name]) & reachable),
        trapped=tuple(_trapped(workflow, reachable, on_the_way(graph, final))),
        dead_events=tuple(_dead_events(workflow, moves, reachable)),
        must_pass=tuple(_must_pass(workflow, moves, reachable)),
        loops=tuple(sorted({*_endless(workflow, reachable)})),
        idle=tuple(idle(workflow)),
    )


def loops_of(workflow: Workflow) -> tuple[tuple[str, ...], ...]:
    """
    Give no more than the rounds that `structure` tells of.
    """
    chart = chart_of(workflow)
    reachable = beyond(leading(moves_of(workflow), chart), 1 << chart.number(workflow.start))
    return tuple(sorted({*_endless(workflow, reachable)}))


# ----------------------------------------------------------------------------------------------------------------------


def _endless(workflow: Workflow, reachable: int) -> Iterator[tuple[str, ...]]:
    """
    Give the rounds a case can go for ever: driven by the clock alone, or with no deadline on them and no way out of them.
    """
    chart, moves = chart_of(workflow), moves_of(workflow)
    graph = leading(moves, chart, reachable)
    timed = chart.mask({state for deadline in workflow.deadlines for state in deadline.states})
    for mine in components(graph):
        goes_round = any(graph[place] & mine for place in places_in(mine))
        leaves = any(before & mine for place, before in enumerate(graph) if not mine >> place & 1)
        if goes_round and not leaves and not mine & timed:
            yield _states(chart, mine)
    for mine in components(leading(_by_itself(workflow, moves), chart, reachable)):
        if mine & (mine - 1):
            yield _states(chart, mine)


def _states(chart: Chart, places: int) -> tuple[str, ...]:
    """
    Give the states of some places, in file order.
    """
    return tuple(dict.fromkeys(chart.places[place].state for place in places_in(places)))


def _trapped(workflow: Workflow, reachable: int, endable: int) -> Iterator[str]:
    """
    Give the states from which no case ever ends. One that is held in a state only some cases end from came from a state that none do.
    """
    chart = chart_of(workflow)
    for name in workflow.states:
        here = chart.mask([name]) & reachable
        if here and not here & endable:
            yield name


def _by_itself(workflow: Workflow, moves: Sequence[Move]) -> Iterator[Move]:
    """
    Give the moves that need nobody, however often: falls when a gate closes, and deadlines.

    A deadline after a time asks nothing that must be recorded anew; one on a date may fire over and over in one moment.
    """
    chart, dated, after = chart_of(workflow), dict[str, int](), dict[str, int]()
    for deadline in workflow.deadlines:
        due = dated if deadline.until is not None else after
        due[deadline.event] = due.get(deadline.event, 0) | chart.mask(deadline.states)
    lasting = {name for name, state in workflow.states.items() if _outlasts(workflow, state.guard)}
    stayed_in = chart.mask(lasting)
    for move in moves:
        if move.way is None or move.event is None:
            yield move
            continue
        sources = dated.get(move.event.name, 0)
        if chart.places[move.target].state in lasting and _outlasts(workflow, move.way.needs):
            sources |= after.get(move.event.name, 0) & stayed_in
        yield Move(move.target, move.sources & sources & ~(1 << move.target))


def _outlasts(workflow: Workflow, asked: Group | None) -> bool:
    """
    Tell whether what is asked may be so when all has run out that can.
    """
    return asked is None or may_outlast(workflow, as_condition(asked))


def _dead_events(workflow: Workflow, moves: Sequence[Move], reachable: int) -> Iterator[str]:
    """
    Give the events that no reachable state lets happen.
    """
    happening = {move.event.name for move in moves if move.event is not None and move.sources & reachable}
    yield from (name for name in workflow.events if name not in happening)


def _must_pass(workflow: Workflow, moves: Sequence[Move], reachable: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """
    Give, for each meeting, the gates that every path to it passes: those without whose moves it cannot be reached.
    """
    chart = chart_of(workflow)
    start = 1 << chart.number(workflow.start)
    asked = [(move, _gates(workflow, chart, move)) for move in moves]
    without = {
        gate: beyond(leading((move for move, gates in asked if gate not in gates), chart, reachable), start)
        for gate in workflow.gates
    }
    for name, state in workflow.states.items():
        here = chart.mask([name]) & reachable
        if state.kind == MEETING and here:
            yield name, tuple(gate for gate in workflow.gates if not without[gate] & here)


def _gates(workflow: Workflow, chart: Chart, move: Move) -> frozenset[str]:
    """
    Give the gates that must be open for a move: those the event names, and that of the state it enters.
    """
    if move.way is None:
        return frozenset()
    guard = workflow.states[chart.places[move.target].state].guard
    groups = [move.way.needs, *([guard] if guard else [])]
    return frozenset(gate for group in groups for gate in spelled_gates(workflow, group))
