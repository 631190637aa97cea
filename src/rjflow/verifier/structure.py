"""
What the graph of states and events tells by itself, without looking at evidence.

Every check asks this, so it makes do with plain walks: importing networkx takes longer than all of them.

Stands on: `carrying`, `chart`, `definition`.   Knows nothing of: situations, sets.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rjflow.definition.lookup import spelled_gates
from rjflow.definition.model import BACK, CLOCK, MEETING, Event, Way, Workflow
from rjflow.definition.usage import idle
from rjflow.verifier.carrying import can_go, undoes_itself
from rjflow.verifier.chart import components
from rjflow.verifier.verdict import Structure

if TYPE_CHECKING:
    from networkx import DiGraph


def structure(workflow: Workflow) -> Structure:
    """
    Look at the graph of a workflow.

    Not seen: most conditions. Only a way whose conditions about people exclude each other, or that makes void what the state it leads to
    asks for, is known not to be one; a safeguard would tell of others.
    """
    graph = successors(workflow)
    reachable = reached(graph, [workflow.start])
    final = [name for name, state in workflow.states.items() if state.final]
    endable = reached(_backward(graph), final)
    return Structure(
        unreachable=tuple(name for name in workflow.states if name not in reachable),
        trapped=tuple(name for name in workflow.states if name in reachable and name not in endable),
        dead_events=tuple(_dead_events(workflow, reachable)),
        must_pass=tuple(_must_pass(workflow, reachable)),
        loops=tuple(sorted(endless(workflow, reachable))),
        idle=tuple(idle(workflow)),
    )


def successors(workflow: Workflow) -> dict[str, set[str]]:
    """
    Give the states that an event or a fall can take a case to, for each state.
    """
    found: dict[str, set[str]] = {name: set() for name in workflow.states}
    for event in workflow.events.values():
        for way in event.ways:
            for source in sources(workflow, event, way):
                found[source].update(targets(workflow, source, way))
    for name, state in workflow.states.items():
        found[name].update([state.otherwise] if state.otherwise else [])
    return found


def sources(workflow: Workflow, event: Event, way: Way) -> Iterator[str]:
    """
    Give the states from which a way can be gone, as far as what it asks, and what the state it leads to asks, does not exclude it by itself.
    """
    if not undoes_itself(workflow, event, way):
        yield from (state for state in way.from_states if can_go(workflow, event, way, state))


def moves(workflow: Workflow) -> "DiGraph[str]":
    """
    Give the graph of states, for what networkx is asked about it.
    """
    import networkx as nx  # slow to import

    return nx.DiGraph({source: sorted(after) for source, after in successors(workflow).items()})


def reached(graph: Mapping[str, Iterable[str]], starts: Iterable[str]) -> set[str]:
    """
    Give everything that can be reached in a graph, where one begins included.
    """
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph.get(name, ())
    return found


def targets(workflow: Workflow, source: str, way: Way) -> list[str]:
    """
    Give where a way can lead from a state; `back` leads to whatever state can be held there.
    """
    if way.target != BACK:
        return [way.target]
    return [name for name, state in workflow.states.items() if not state.holds and not state.final and name != source]


def endless(workflow: Workflow, reachable: set[str]) -> Iterator[tuple[str, ...]]:
    """
    Give the rounds a case can go for ever: driven by the clock alone, or with no deadline on them and no way out of them.
    """
    graph = {name: after & reachable for name, after in successors(workflow).items() if name in reachable}
    by_clock = {state for deadline in workflow.deadlines for state in deadline.states}
    for states in _rounds(workflow, graph):
        leaves = any(graph[state] - states for state in states)
        if not leaves and not states & by_clock:
            yield tuple(name for name in workflow.states if name in states)
    itself: dict[str, set[str]] = {}
    for source, target in _by_itself(workflow, reachable):
        itself.setdefault(source, set()).add(target)
    for states in _rounds(workflow, itself):
        if len(states) > 1:
            yield tuple(name for name in workflow.states if name in states)


# ----------------------------------------------------------------------------------------------------------------------


def _backward(graph: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source, after in graph.items():
        for target in after:
            found.setdefault(target, set()).add(source)
    return found


def _rounds(workflow: Workflow, graph: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """
    Give the sets of states within which a case can go round.
    """
    names = list(workflow.states)
    before = _backward(graph)
    leading = [sum(1 << names.index(source) for source in before.get(name, ())) for name in names]
    for mine in components(leading):
        states = {name for place, name in enumerate(names) if mine >> place & 1}
        if len(states) > 1 or any(name in graph.get(name, ()) for name in states):
            yield states


def _by_itself(workflow: Workflow, reachable: set[str]) -> Iterator[tuple[str, str]]:
    """
    Give the moves that need nobody: deadlines, and falls when a gate closes.
    """
    for deadline in workflow.deadlines:
        for way in workflow.events[deadline.event].ways:
            for source in way.from_states:
                if source in deadline.states and source in reachable and way.target not in (BACK, source):
                    yield source, way.target
    for name, state in workflow.states.items():
        if state.otherwise and name in reachable:
            yield name, state.otherwise


def _dead_events(workflow: Workflow, reachable: set[str]) -> Iterator[str]:
    """
    Give the events that no reachable state lets happen.
    """
    fired = {deadline.event for deadline in workflow.deadlines}
    for event in workflow.events.values():
        anywhere = any(state in reachable for way in event.ways for state in sources(workflow, event, way))
        if not anywhere or (all(name == CLOCK for name in event.by) and event.name not in fired):
            yield event.name


def _must_pass(workflow: Workflow, reachable: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """
    Give, for each meeting, the gates that every path to it passes: those without whose moves it cannot be reached.
    """
    gated = [move for move in _gated_moves(workflow) if move[0] in reachable]
    for name, state in workflow.states.items():
        if state.kind != MEETING or name not in reachable:
            continue
        needed = []
        for gate in workflow.gates:
            without: dict[str, list[str]] = {}
            for source, target, gates in gated:
                if gate not in gates:
                    without.setdefault(source, []).append(target)
            if name not in reached(without, [workflow.start]):
                needed.append(gate)
        yield name, tuple(needed)


def _gated_moves(workflow: Workflow) -> Iterator[tuple[str, str, frozenset[str]]]:
    """
    Give every move with the gates that must be open for it: those the event names, and that of the state it enters.
    """
    for event in workflow.events.values():
        for way in event.ways:
            asked = frozenset(spelled_gates(workflow, way.needs))
            for source in way.from_states:
                for target in targets(workflow, source, way):
                    guard = workflow.states[target].guard
                    yield source, target, asked | (frozenset(spelled_gates(workflow, guard)) if guard else frozenset())
    for name, state in workflow.states.items():
        if state.otherwise:
            yield name, state.otherwise, frozenset()
