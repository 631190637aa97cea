"""
Sets of situations as decision diagrams: a node asks one variable and leads on by its value.

Small, plain and in Python, so that what checks a certificate can be read whole.

Stands on: nothing.   Knows nothing of: workflows.
"""

from collections.abc import Iterable, Sequence

NOTHING, EVERYTHING = 0, 1
Put = tuple[tuple[int, int], ...]


class Diagrams:
    """
    Sets of what variables 0, 1, 2, … can be together, each by its number; equal sets have one number.

    Variables are asked in their own order, and a node never leads to the same set whatever the value.

    >>> sets = Diagrams([2, 3])
    >>> some = sets.both(sets.among(0, [1]), sets.among(1, [0, 2]))
    >>> sets.contrary(sets.contrary(some)) == some, sets.put(some, ((0, 1),)) == sets.among(1, [0, 2])
    (True, True)
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        last = len(self.sizes)
        self._nodes: list[tuple[int, tuple[int, ...]]] = [(last, ()), (last, ())]
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._made: dict[tuple[object, ...], int] = {}

    def node(self, variable: int, children: Sequence[int]) -> int:
        """Give the set that is one of these sets for each value of a variable."""
        if all(child == children[0] for child in children):
            return children[0]
        key = (variable, tuple(children))
        if key not in self._numbers:
            self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
        return self._numbers[key]

    def asked_first(self, some: int) -> int:
        """Give the variable that a set asks first; one beyond the last for all and nothing."""
        return self._nodes[some][0]

    def asked(self, some: int) -> tuple[int, tuple[int, ...]]:
        """Give the variable that a set asks first, and what it leads to for each value."""
        return self._nodes[some]

    def among(self, variable: int, values: Iterable[int]) -> int:
        """Give the set in which a variable has one of these values."""
        wanted = set(values)
        return self.node(variable, [EVERYTHING if one in wanted else NOTHING for one in range(self.sizes[variable])])

    def contrary(self, some: int) -> int:
        """Give what is not in a set."""
        if some in (NOTHING, EVERYTHING):
            return EVERYTHING - some
        key = ("contrary", some)
        if key not in self._made:
            variable, children = self._nodes[some]
            found = self._made[key] = self.node(variable, [self.contrary(child) for child in children])
            self._made["contrary", found] = some
        return self._made[key]

    def both(self, one: int, other: int) -> int:
        """Give what is in two sets."""
        if one > other:
            one, other = other, one
        if one in (NOTHING, other):
            return one
        if one == EVERYTHING:
            return other
        key = (one, other)
        found = self._made.get(key)
        if found is None:
            (first, ones), (second, others) = self._nodes[one], self._nodes[other]
            if first < second:
                children = [self.both(child, other) for child in ones]
            elif second < first:
                children = [self.both(one, child) for child in others]
            else:
                children = [self.both(*pair) for pair in zip(ones, others, strict=True)]
            found = self._made[key] = self.node(min(first, second), children)
        return found

    def either(self, one: int, other: int) -> int:
        """Give what is in one of two sets, or in both."""
        if one in (NOTHING, other):
            return other
        if other == NOTHING:
            return one
        return self.contrary(self.both(self.contrary(one), self.contrary(other)))

    def every(self, sets: Iterable[int]) -> int:
        """Give what is in all of some sets."""
        found = EVERYTHING
        for one in sets:
            found = self.both(found, one)
        return found

    def some(self, sets: Iterable[int]) -> int:
        """Give what is in any of some sets."""
        found = NOTHING
        for one in sets:
            found = self.either(found, one)
        return found

    def at_least(self, number: int, sets: Sequence[int]) -> int:
        """Give what is in at least so many of some sets."""
        reached = [EVERYTHING] + [NOTHING] * number
        for one in sets:
            for count in range(number, 0, -1):
                reached[count] = self.either(reached[count], self.both(reached[count - 1], one))
        return reached[number]

    def put(self, some: int, values: Put) -> int:
        """Give from where one comes into a set by giving variables these values; they are in order."""
        if some in (NOTHING, EVERYTHING) or not values or self._nodes[some][0] > values[-1][0]:
            return some
        key = ("put", some, values)
        if key not in self._made:
            variable, children = self._nodes[some]
            given = dict(values).get(variable)
            if given is None:
                found = self.node(variable, [self.put(child, values) for child in children])
            else:
                found = self.put(children[given], values)
            self._made[key] = found
        return self._made[key]

    def freed(self, some: int, variables: Iterable[int]) -> int:
        """Give from where one comes into a set by giving each of these variables some value."""
        for variable in variables:
            some = self.some(self.put(some, ((variable, value),)) for value in range(self.sizes[variable]))
        return some
