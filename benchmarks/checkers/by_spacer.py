"""Spacer, the property-directed engine of z3, on one transition relation over Booleans; it proves, and its refutations are not shortest."""

from time import process_time

from checkers import Answer

NAME, DISTRIBUTION = "Spacer (z3)", "z3-solver"


def missing() -> str:
    try:
        import z3  # noqa: F401  # whether it is there is all that is asked
    except ModuleNotFoundError as problem:
        return f"{problem.name} is not installed"
    return ""


def answer(member) -> Answer:
    model = member.model()
    import z3

    start = process_time()
    place = {state: number for number, state in enumerate(model.states)}
    width = max(place.values()).bit_length()
    now = [z3.Bool(f"x{number}") for number in range(width + len(model.bits))]
    then = [z3.Bool(f"y{number}") for number in range(width + len(model.bits))]

    def standing(state, variables):
        return [variables[bit] if place[state] >> bit & 1 else z3.Not(variables[bit]) for bit in range(width)]

    def among(bits):
        return [now[width + number] for number in range(len(model.bits)) if bits >> number & 1]

    steps: dict[tuple, list] = {}
    for rule in model.rules:  # rules that differ in nothing but the state they stay in are one
        about = (rule.needs, rule.lacks, rule.sets, rule.clears, None if rule.source == rule.target else rule.target)
        steps.setdefault(about, []).append(rule.source)
    cases = []
    for (needs, lacks, sets, clears, target), sources in steps.items():
        asked = [z3.Or([z3.And(standing(state, now)) for state in sources]), *among(needs)]
        if lacks:
            asked.append(z3.Not(z3.And(among(lacks))))
        asked += standing(target, then) if target else [then[bit] == now[bit] for bit in range(width)]
        for number in range(len(model.bits)):
            one, other = now[width + number], then[width + number]
            asked.append(other if sets >> number & 1 else z3.Not(other) if clears >> number & 1 else other == one)
        cases.append(z3.And(asked))
    solver = z3.Fixedpoint()
    solver.set(engine="spacer")
    reach = z3.Function("reach", *[z3.BoolSort()] * len(now), z3.BoolSort())
    wrong = z3.Bool("wrong")
    solver.register_relation(reach, wrong.decl())
    solver.declare_var(*now, *then)
    solver.rule(reach(*now), [*standing(model.start, now), *(z3.Not(one) for one in now[width:])])
    for case in cases:
        solver.rule(reach(*then), [reach(*now), case])
    state, every = model.forbidden
    solver.rule(wrong, [reach(*now), *standing(state, now), z3.Not(z3.And(among(every)))])
    said = solver.query(wrong)
    assert said != z3.unknown, solver.reason_unknown()
    return Answer(said == z3.unsat, parts={"search": process_time() - start})
