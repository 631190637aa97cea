"""
Sets of situations as binary decision diagrams: the only file that knows OxiDD.

A *space* has variables with finitely many values each; a set is a function of them. OxiDD's manager is sized in nodes, and a set
that does not fit says so (`out_of_room`), so that the search can be begun again in a larger space.

Stands on: oxidd.   Knows nothing of: workflows.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oxidd.bdd import BDDFunction

    Set = BDDFunction
else:
    Set = Any  # OxiDD is imported only when there is something to search: processes that only run cases never need it

_EXTENSION = "oxidd._oxidd"
_LOADING = Lock()


def oxidd() -> ModuleType:
    """
    Give OxiDD's extension without its package, which on its way in looks up its own version, and takes seven times as long for it.

    Where the extension is not found, the package is imported after all, which says what is missing. Who imports the package later meets
    this very extension in it.
    """
    with _LOADING:  # an extension is begun once in a process
        if _EXTENSION not in sys.modules:
            package = PathFinder.find_spec("oxidd")
            spec = package and PathFinder.find_spec(_EXTENSION, package.submodule_search_locations)
            if spec is None or spec.loader is None:
                from oxidd import _oxidd  # see above

                return _oxidd
            found = module_from_spec(spec)
            spec.loader.exec_module(found)
            sys.modules[_EXTENSION] = found
        return sys.modules[_EXTENSION]


def out_of_room() -> type[Exception]:
    """
    Give the exception by which a set says that it does not fit into its space.
    """
    found: type[Exception] = oxidd().DDMemoryError
    return found


_OFTEN = 8  # after so many steps it is looked whether there is garbage to throw away
_TIDIED = 16  # what needs it more often than so works in too little room
_LARGE = 1 << 20  # nodes; there is no larger space in which to begin again, so whatever takes long takes long


class Space:
    """
    Variables 0, 1, 2, … of which each has so many values, and sets of what they can be together.

    >>> space = Space([2, 3])
    >>> some = space.among(1, [1, 2]) & space.among(0, [0])
    >>> space.least(some)
    (0, 1)
    """

    def __init__(self, sizes: Sequence[int], nodes: int = 1 << 16) -> None:
        self.nodes = nodes
        self._manager = oxidd().BDDManager(nodes, nodes // 2, 1)
        self._bits: list[range] = []
        for size in sizes:
            self._bits.append(self._manager.add_vars(max(1, (size - 1).bit_length())))
        self._sizes = tuple(sizes)
        self.everything: Set = self._manager.true()
        self.nothing: Set = self._manager.false()
        self._asked, self._tidied, self._enough = 0, 0, nodes // 2
        self._values: dict[tuple[int, int], Set] = {}
        self._cubes: dict[tuple[int, ...], Set] = {}

    def value(self, variable: int, value: int) -> Set:
        """Give the set in which a variable has a value."""
        found = self._values.get((variable, value))
        if found is None:
            found = self.everything
            for place, bit in enumerate(self._bits[variable]):
                literal = self._manager.var(bit)
                found = found & (literal if value >> place & 1 else ~literal)
            self._values[variable, value] = found
        return found

    def among(self, variable: int, values: Iterable[int]) -> Set:
        """Give the set in which a variable has one of several values."""
        if isinstance(values, tuple) and len(values) == 1:
            return self.value(variable, values[0])
        return self.any_of(self.value(variable, value) for value in values)

    def any_of(self, sets: Iterable[Set]) -> Set:
        """Give the union."""
        found = self.nothing
        for one in sets:
            found = found | one
        return found

    def all_of(self, sets: Iterable[Set]) -> Set:
        """Give the intersection."""
        found = self.everything
        for one in sets:
            found = found & one
        return found

    def forget(self, some: Set, variables: Iterable[int]) -> Set:
        """Give the set in which these variables may be anything that they were not before."""
        wanted = tuple(variables)
        if not wanted:
            return some
        if wanted not in self._cubes:
            bits = sorted((bit for one in wanted for bit in self._bits[one]), reverse=True)
            self._cubes[wanted] = self.all_of(map(self._manager.var, bits))
        self._asked += 1
        if self._asked % _OFTEN == 0 and self._manager.approx_num_inner_nodes() > self._enough:
            self._tidy()
        return some.exists(self._cubes[wanted])

    def _tidy(self) -> None:
        """
        Throw garbage away, and not again before half of what is left then is used.

        OxiDD does so by itself, on a thread of its own, when there is hardly any room; whether that comes in time hangs on who else is busy,
        and whether a set fits must not.
        """
        self._tidied += 1
        if self._tidied > _TIDIED and self.nodes < _LARGE:
            raise out_of_room()("more garbage is made than this little room is good for")
        self._manager.gc()
        self._enough = (self._manager.num_inner_nodes() + self.nodes) // 2

    def point(self, values: Mapping[int, int] | Sequence[int]) -> Set:
        """Give the set of the one situation with these values; begun with the last, so that each adds what stands above all others."""
        pairs = values.items() if isinstance(values, Mapping) else enumerate(values)
        return self.all_of(self.value(variable, value) for variable, value in sorted(pairs, reverse=True))

    def least(self, some: Set) -> tuple[int, ...]:
        """Give the values of one member of a set that has any: each variable in turn as small as it can be."""
        values: list[int] = []
        for variable, bits in enumerate(self._bits):
            if len(bits) > 1:
                narrowed = ((value, some & self.value(variable, value)) for value in range(self._sizes[variable]))
                least, some = next((value, rest) for value, rest in narrowed if rest.satisfiable())
            else:
                least = 0
            for bit in bits:  # all that stands above has been decided, so this is the topmost, or nothing hangs on it
                both = some.cofactors() if some.node_var() == bit else None
                if both is not None:
                    some, is_so = (both[1], 0) if both[1].satisfiable() else (both[0], 1)
                    least = least or is_so
            values.append(least)
        return tuple(values)
