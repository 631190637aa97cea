"""
Graphs whose nodes are numbered, and sets of nodes the bits of a number: hundreds of nodes take a fraction of what making a networkx graph
of them would.

Stands on: nothing.   Knows nothing of: workflows.
"""

from collections.abc import Iterable, Iterator, Sequence

Leading = Sequence[int]
"""For each place, those that lead to it."""


def components(leading: Leading) -> list[int]:
    """
    Give the strongly connected components of a graph, as bits; each after those that lead to it.

    `leading[n]` has the bits of the nodes that lead to n. Paths are followed against the arrows, and drawn together where they close
    (Gabow's algorithm, on bits).

    >>> components([0b010, 0b101, 0b000])  # 0 and 1 lead to each other, 2 leads to 1
    [4, 3]
    """
    found: list[int] = []
    done = 0
    for root in range(len(leading)):
        path = [] if done >> root & 1 else [(1 << root, leading[root])]
        on_path = 1 << root
        while path:
            mine, before = path.pop()
            waiting = before & ~done & ~mine
            if not waiting:
                found.append(mine)
                done |= mine
                on_path &= ~mine
            elif waiting & on_path:
                other, earlier = path.pop()
                path.append((mine | other, before | earlier))
            else:
                bit = waiting & -waiting
                on_path |= bit
                path += [(mine, before), (bit, leading[bit.bit_length() - 1])]
    return found


def beyond(graph: Leading, start: int) -> int:
    """
    Give where one can get to from some places, these included.

    >>> beyond([0b000, 0b001, 0b100], 0b001)
    3
    """
    found, known = start, 0
    while found != known:
        known = found
        for place, before in enumerate(graph):
            if before & found:
                found |= 1 << place
    return found


def on_the_way(graph: Leading, end: int) -> int:
    """
    Give from where one can get to some places, these included.

    >>> on_the_way([0b000, 0b001, 0b100], 0b010)
    3
    """
    found, waiting = end, end
    while waiting:
        bit = waiting & -waiting
        more = graph[bit.bit_length() - 1] & ~found
        found |= more
        waiting = (waiting ^ bit) | more
    return found


def places_in(number: int) -> Iterator[int]:
    """
    Give the places of the bits of a number.

    >>> list(places_in(0b101))
    [0, 2]
    """
    while number:
        bit = number & -number
        yield bit.bit_length() - 1
        number ^= bit


def mask_of(places: Iterable[int]) -> int:
    """
    Give some places as the bits of a number.

    >>> mask_of([0, 2])
    5
    """
    found = 0
    for place in places:
        found |= 1 << place
    return found
