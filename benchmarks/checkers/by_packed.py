"""Breadth-first search over situations packed into ints: plain Python, no library."""

from time import process_time

from checkers import Answer

NAME = "packed ints, breadth-first"


def missing() -> str:
    return ""


def answer(member) -> Answer:
    model = member.model()
    start = process_time()
    place = {state: number for number, state in enumerate(model.states)}
    width = len(model.bits)
    mask = (1 << width) - 1
    rules = [
        [
            (one.needs, one.lacks, one.sets, ~one.clears, place[one.target] << width)
            for one in model.leaving.get(state, ())
        ]
        for state in model.states
    ]
    wrong, every = place[model.forbidden[0]], model.forbidden[1]
    layer = [place[model.start] << width]
    seen, steps = set(layer), 0
    while layer:
        found = []
        for situation in layer:
            bits = situation & mask
            if situation >> width == wrong and bits & every != every:
                return Answer(kept=False, steps=steps, parts={"search": process_time() - start})
            for needs, lacks, sets, keeps, target in rules[situation >> width]:
                if bits & needs == needs and not (lacks and bits & lacks == lacks):
                    after = target | ((bits | sets) & keeps)
                    if after not in seen:
                        seen.add(after)
                        found.append(after)
        layer = found
        steps += 1
    return Answer(kept=True, parts={"search": process_time() - start})
