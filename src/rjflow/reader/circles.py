"""
Find what leads round in a circle, and draw it.

Stands on: `definition`, `sources.codes`.   Knows nothing of: files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rjflow.definition.lookup import requirements
from rjflow.definition.model import Evidence, Group, Workflow
from rjflow.guards.syntax import Among, And, Compare, Condition, ForPeople, GateHolds, IsCurrent, every_part
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.text import quoted

Graph = Mapping[str, Sequence[tuple[str, Span | None]]]
_DEEPEST = 50
_MOST_ASKED = 1000


def gate_circles(workflow: Workflow) -> Iterator[Diagnostic]:
    """
    Find gates that name themselves, straight or by way of others; and gates that name each other too deep to follow.
    """
    graph = {name: list(_gates_in(gate.asks)) for name, gate in workflow.gates.items()}
    found = False
    for circle, place in _circles(graph):
        found = True
        what = f"the gate `{circle[0]}`"
        note = f"going round: {_drawn(circle)}"
        help_ = "take the name out of one of them"
        yield problem("RJ251", place, label="round again", notes=(note,), help=help_, what=what)
    if not found:
        yield from _too_deep(workflow, graph)
        yield from _too_much(workflow, graph)


def other_circles(workflow: Workflow) -> Iterator[Diagnostic]:
    """
    Find `otherwise` that never comes to rest, evidence that voids itself, and evidence that waits for itself.
    """
    resting = {
        name: [(state.otherwise, state.guard.span)]
        for name, state in workflow.states.items()
        if state.otherwise and state.guard is not None
    }
    for circle, place in _circles(resting):
        note = f"where a case goes when `while` is not true: {_drawn(circle)}"
        help_ = "let one of them lead to a state without `while`"
        yield problem("RJ306", place, label="its `otherwise` leads round", notes=(note,), help=help_)
    voiding = {
        name: [(voider.what, voider.span) for voider in one.voided_by if voider.kind == "evidence"]
        for name, one in workflow.evidence.items()
    }
    for circle, place in _circles(voiding):
        note = f"each is made void by the next: {_drawn(circle)}"
        help_ = "take one of them out of `voided-by`"
        what = f"`{circle[0]}` makes itself" if len(circle) == 2 else f"{quoted(circle[:-1])} make each other"
        yield problem("RJ344", place, label="round again", notes=(note,), help=help_, what=what)
    waiting = {name: list(_awaited(one)) for name, one in workflow.evidence.items()}
    for circle, place in _circles(waiting):
        note = f"each counts only after the next: {_drawn(circle)}"
        help_ = "let one of them count without the other"
        what = f"`{circle[0]}` and `{circle[1]}`" if circle[0] != circle[1] else f"two records of `{circle[0]}`"
        yield problem("RJ349", place, label="waits for it", notes=(note,), help=help_, what=what)


# ----------------------------------------------------------------------------------------------------------------------


def _gates_in(group: Group) -> Iterator[tuple[str, Span | None]]:
    for requirement in requirements(group):
        for part in every_part(requirement.condition):
            if isinstance(part, GateHolds):
                yield part.gate, part.span


def _awaited(evidence: Evidence) -> Iterator[tuple[str, Span | None]]:
    """
    Give the evidence that must be there first for certain.
    """
    if evidence.needs.mode == "all":
        for item in evidence.needs.items:
            if not isinstance(item, Group):
                yield from _surely_asked(item.condition)


def _surely_asked(condition: Condition) -> Iterator[tuple[str, Span | None]]:
    match condition:
        case Among(name) | Compare(name) | IsCurrent(name):
            yield name, condition.span
        case And(conditions):
            for part in conditions:
                yield from _surely_asked(part)
        case ForPeople("some" | "at least", _, _, inner):
            yield from _surely_asked(inner)
        case _:
            pass


def _circles(graph: Graph) -> Iterator[tuple[tuple[str, ...], Span]]:
    """
    Give each circle once, as names of which the last is the first again, with the place where it closes.
    """
    done: set[str] = set()
    for start in graph:
        if start in done:
            continue
        path: list[str] = [start]
        waiting: list[Iterable[tuple[str, Span | None]]] = [iter(graph.get(start, ()))]
        while waiting:
            following = next(iter(waiting[-1]), None)
            if following is None:
                done.add(path.pop())
                waiting.pop()
                continue
            name, place = following
            if name in path and place is not None:
                yield (*path[path.index(name) :], name), place
            elif name not in done and name in graph:
                path.append(name)
                waiting.append(iter(graph[name]))


def _drawn(circle: Sequence[str]) -> str:
    return " → ".join(f"`{name}`" for name in circle)


def _too_deep(workflow: Workflow, graph: Graph) -> Iterator[Diagnostic]:
    depth: dict[str, int] = {}
    for name in _inner_first(graph):
        depth[name] = 1 + max((depth[other] for other, _ in graph[name] if other in graph), default=0)
    deepest = next((name for name, layers in depth.items() if layers > _DEEPEST), None)
    place = workflow.gates[deepest].span if deepest else None
    if place is not None:
        note = f"gates may name each other {_DEEPEST} deep"
        yield problem("RJ350", place, notes=(note,), help="let gates name their conditions themselves")


def _too_much(workflow: Workflow, graph: Graph) -> Iterator[Diagnostic]:
    """
    Find the first gate that, written out, asks more than anybody could follow: each layer may double what the one below asks.
    """
    size: dict[str, int] = {}
    for name in _inner_first(graph):
        own = sum(1 for asked in requirements(workflow.gates[name].asks) for _ in every_part(asked.condition))
        size[name] = own + sum(size[other] for other, _ in graph[name] if other in graph)
        place = workflow.gates[name].span
        if size[name] > _MOST_ASKED and place is not None:
            note = f"with the gates it names it asks {size[name]:,} conditions, and may ask {_MOST_ASKED:,}"
            help_ = "name each gate once, or let gates name their conditions themselves"
            yield problem("RJ351", place, notes=(note,), help=help_, word=name)
            return


def _inner_first(graph: Graph) -> Iterator[str]:
    """
    Give every name of a graph without circles after all that it leads to.
    """
    done: set[str] = set()
    for start in graph:
        waiting = [start]
        while waiting:
            name = waiting[-1]
            left = [other for other, _ in graph[name] if other in graph and other not in done]
            if left:
                waiting += left
                continue
            waiting.pop()
            if name not in done:
                done.add(name)
                yield name
