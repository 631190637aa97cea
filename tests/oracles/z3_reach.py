"""
A second engine for compiled models: z3's PDR, on bits, with every rule as one logical step.
"""

from typing import Any, Literal

import z3

from rjflow.compiled.model import HELD, NOTHING, STATE, Contrary, Every, Fixed, Formula, Is, Model, Rule
from rjflow.definition.model import BACK

Bits = dict[str, list[Any]]


class Reach:
    """The rules of one model as logic: bits before and after a step, and what relates them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.before = self._bits("")
        self.after = self._bits("'")
        self.falls = {fall.state: fall for fall in model.falls}

    def judged(self, timeout: int) -> Literal["kept", "broken", "unknown"]:
        """Ask whether a bad situation can be reached, for so many milliseconds."""
        solver = z3.Fixedpoint()
        solver.set(engine="spacer", timeout=timeout)
        before, after = ([bit for bits in side.values() for bit in bits] for side in (self.before, self.after))
        reached = z3.Function("reached", *(z3.BoolSort() for _ in before), z3.BoolSort())
        solver.register_relation(reached)
        solver.declare_var(*before, *after)
        first = [self._among(self.before, one.name, one.initial) for one in self.model.variables]
        solver.rule(reached(*before), z3.And(first))
        for rule in self.model.rules:
            solver.rule(reached(*after), [reached(*before), *self.step(rule)])
        try:
            answer = solver.query(z3.And(reached(*before), self.formula(self.model.bad)))
        except z3.Z3Exception:
            return "unknown"
        return "kept" if answer == z3.unsat else "broken" if answer == z3.sat else "unknown"

    def step(self, rule: Rule) -> list[Any]:
        """Give what relates the situations before and after a rule."""
        sets = {one.variable: one.value for one in rule.sets}
        noted = {note.variable for note in rule.notes}
        facts = [self.formula(rule.guard)]
        for variable in self.model.variables:
            name = variable.name
            if name in (STATE, HELD):
                continue
            done = self._among(self.after, name, (sets[name],)) if name in sets else self._same(name)
            if name in rule.fades:
                done = z3.Or(done, self._among(self.after, name, (NOTHING,)))
            if name in rule.frees:
                done = self._among(self.after, name, variable.values)
            for note in rule.notes if name in noted else ():
                if note.variable == name:
                    done = z3.If(self.formula(note.when), self._among(self.after, name, (note.value,)), done)
            facts.append(done)
        return [*facts, *self._moved(rule)]

    def formula(self, formula: Formula, *, later: bool = False) -> Any:
        """Give a formula as logic, of the situation before, or wholly of the later one."""
        match formula:
            case Fixed(truth):
                return z3.BoolVal(truth)
            case Is(variable, values, after):
                return self._among(self.after if after or later else self.before, variable, values)
            case Contrary(part):
                return z3.Not(self.formula(part, later=later))
            case Every(parts):
                return z3.And([self.formula(part, later=later) for part in parts])
            case _:
                return z3.Or([self.formula(part, later=later) for part in formula.parts])

    def _moved(self, rule: Rule) -> list[Any]:
        """
        Give where the case is after a step, and what it then holds.
        """
        states = self.model.variable[STATE].values
        found = []
        for was in states:
            here = self._among(self.before, STATE, (was,))
            if rule.target == BACK:
                found.append(z3.Implies(z3.And(here, self._among(self.before, HELD, (NOTHING,))), self._lands(was)))
                held = [(name, self._among(self.before, HELD, (name,))) for name in states]
                found += [z3.Implies(z3.And(here, holds), self._lands(name)) for name, holds in held]
            else:
                found.append(z3.Implies(here, self._lands(rule.target or was)))
            if HELD in self.model.variable:
                found += [
                    z3.Implies(z3.And(here, self._among(self.after, STATE, (now,))), self._held(was, now))
                    for now in states
                ]
        return found

    def _held(self, was: str, now: str) -> Any:
        if was == now or (now in self.model.holding and was in self.model.holding):
            return self._same(HELD)
        return self._among(self.after, HELD, (was if now in self.model.holding else NOTHING,))

    def _lands(self, state: str) -> Any:
        here = self._among(self.after, STATE, (state,))
        if state not in self.falls:
            return here
        fall = self.falls[state]
        return z3.If(self.formula(fall.open, later=True), here, self._lands(fall.otherwise))

    def _bits(self, mark: str) -> Bits:
        return {
            one.name: [
                z3.Bool(f"{one.name}{mark} {place}") for place in range(max(1, (len(one.values) - 1).bit_length()))
            ]
            for one in self.model.variables
        }

    def _among(self, side: Bits, name: str, values: tuple[str, ...]) -> Any:
        known = self.model.variable[name].values
        numbers = [known.index(value) for value in values if value in known]
        return z3.Or(
            [z3.And([bit if n >> place & 1 else z3.Not(bit) for place, bit in enumerate(side[name])]) for n in numbers]
        )

    def _same(self, name: str) -> Any:
        return z3.And([one == other for one, other in zip(self.before[name], self.after[name], strict=True)])
