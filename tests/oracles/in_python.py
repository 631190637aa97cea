"""
Sets of situations by another hand: `dd`'s manager in pure Python, behind the few operations of OxiDD that the verifier uses.

`searched_in_python` lets everything inside it be searched so; nothing else of the verifier changes. What takes more nodes than can be worked
with in Python says so (`TooLarge`): nobody takes that for an answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from dd import bdd
from dd.autoref import BDD

from rjflow.verifier.bdd import oxidd

# A manager complains when sets outlive it, and of things that go at once Python says not which goes first.
bdd.BDD.__del__ = lambda _self: None


_MOST = 1 << 17  # nodes alive at once: some hundred megabytes, and many seconds
_OFTEN = 1 << 16  # so many new ones are looked through for garbage, since `dd` throws nothing away by itself


class TooLarge(Exception):
    """These sets take more nodes than can be worked with in Python."""


class Manager:
    """What `oxidd.bdd.BDDManager` is asked for."""

    made = 0  # how many there were, so that a test can tell that they were used

    def __init__(self, _nodes: int, _cache: int, _threads: int) -> None:
        type(self).made += 1
        self.bdd = BDD()
        self.bdd.configure(reordering=False)
        self.number = 0
        self.alive = 0

    def add_vars(self, many: int) -> range:
        """Add so many variables."""
        added = range(self.number, self.number + many)
        self.bdd.declare(*(f"v{one}" for one in added))
        self.number += many
        return added

    def var(self, number: int) -> "Function":
        """Give the set in which a variable is true."""
        return Function(self, self.bdd.var(f"v{number}"))

    def tidied(self) -> BDD:
        """Throw away what nobody needs, once there is enough of it; give what to work with."""
        if len(self.bdd) > self.alive + _OFTEN:
            self.bdd.collect_garbage()
            self.alive = len(self.bdd)
        if self.alive > _MOST:
            raise TooLarge
        return self.bdd

    def approx_num_inner_nodes(self) -> int:
        """Say that there is never too much: `tidied` throws garbage away."""
        return 0

    def true(self) -> "Function":
        """Give the set of everything."""
        return Function(self, self.bdd.true)

    def false(self) -> "Function":
        """Give the set of nothing."""
        return Function(self, self.bdd.false)


class Function:
    """What `oxidd.bdd.BDDFunction` is asked for."""

    def __init__(self, manager: Manager, root: Any) -> None:
        self.manager, self.root = manager, root

    def __and__(self, other: "Function") -> "Function":
        return Function(self.manager, self.manager.tidied().apply("and", self.root, other.root))

    def __or__(self, other: "Function") -> "Function":
        return Function(self.manager, self.manager.tidied().apply("or", self.root, other.root))

    def __invert__(self) -> "Function":
        return Function(self.manager, ~self.root)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Function) and self.root == other.root

    def __hash__(self) -> int:
        return hash(int(self.root))

    def satisfiable(self) -> bool:
        """Tell whether there is anything in the set."""
        return self.root != self.manager.bdd.false

    def exists(self, cube: "Function") -> "Function":
        """Give the set in which the variables of a cube may be anything."""
        bdd = self.manager.tidied()
        return Function(self.manager, bdd.exist(bdd.support(cube.root), self.root))

    def node_var(self) -> int | None:
        """Give the first variable on which the set hangs, if it hangs on any: they are in the order in which they were added."""
        return min((int(name[1:]) for name in self.manager.bdd.support(self.root)), default=None)

    def cofactors(self) -> "tuple[Function, Function] | None":
        """Give what is left of the set where that variable is true, and where it is false."""
        first = self.node_var()
        if first is None:
            return None
        bdd = self.manager.tidied()
        return (
            Function(self.manager, bdd.let({f"v{first}": True}, self.root)),
            Function(self.manager, bdd.let({f"v{first}": False}, self.root)),
        )

    def sat_count_float(self, variables: int) -> float:
        """Count the members, over so many variables."""
        return float(self.manager.bdd.count(self.root, nvars=variables))


@contextmanager
def searched_in_python() -> Iterator[None]:
    """
    Let every search that begins in here use these sets.
    """
    with patch.object(oxidd(), "BDDManager", Manager):
        yield
