"""The bare symbolic search on OxiDD."""

from time import process_time

from checkers import Answer
from checkers.symbolic import Sets, search

NAME, DISTRIBUTION = "bare symbolic search, OxiDD", "oxidd"


def missing() -> str:
    return ""


def answer(member) -> Answer:
    model = member.model()
    from oxidd.bdd import BDDManager

    start = process_time()
    manager = BDDManager(1 << 20, 1 << 18, 1)
    variables = [manager.var(number) for number in manager.add_vars(len(model.bits))]
    cubes: dict[tuple[int, ...], object] = {}

    def forget(some, numbers):
        wanted = tuple(numbers)
        if wanted not in cubes:
            cube = manager.true()
            for number in reversed(wanted):
                cube = cube & variables[number]
            cubes[wanted] = cube
        return some.exists(cubes[wanted])

    kept, steps = search(model, Sets(manager.false(), manager.true(), variables, forget))
    return Answer(kept, steps, {"search": process_time() - start})
