"""The product as a networkx graph, then `single_source_shortest_path_length`: what one writes first."""

from time import process_time

from checkers import Answer

NAME, DISTRIBUTION = "networkx, the product as a graph", "networkx"


def missing() -> str:
    return ""


def answer(member) -> Answer:
    model = member.model()
    import networkx

    start = process_time()
    graph, begin = networkx.DiGraph(), (model.start, 0)
    graph.add_node(begin)
    todo = [begin]
    while todo:
        here = state, bits = todo.pop()
        for rule in model.leaving.get(state, ()):
            if bits & rule.needs == rule.needs and not (rule.lacks and bits & rule.lacks == rule.lacks):
                after = (rule.target, (bits | rule.sets) & ~rule.clears)
                if after not in graph:
                    todo.append(after)
                graph.add_edge(here, after)
    wrong, every = model.forbidden
    lengths = networkx.single_source_shortest_path_length(graph, begin)
    bad = [length for (state, bits), length in lengths.items() if state == wrong and bits & every != every]
    return Answer(not bad, min(bad, default=None), {"search": process_time() - start})
