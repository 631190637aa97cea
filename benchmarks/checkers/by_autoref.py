"""The bare symbolic search on `dd`, its manager in pure Python."""

import importlib
from time import process_time

from checkers import Answer
from checkers.symbolic import Sets, search

NAME, DISTRIBUTION, MODULE = "bare symbolic search, dd in Python", "dd", "dd.autoref"


def missing() -> str:
    return ""


def answer(member, module: str = MODULE) -> Answer:
    model = member.model()
    library = importlib.import_module(module)
    start = process_time()
    manager = library.BDD()
    manager.configure(reordering=False)
    manager.declare(*model.bits)
    variables = [manager.var(name) for name in model.bits]

    def forget(some, numbers):
        return manager.exist([model.bits[number] for number in numbers], some)

    kept, steps = search(model, Sets(manager.false, manager.true, variables, forget))
    return Answer(kept, steps, {"search": process_time() - start})
