"""
A compiled model as a program for SPIN, in Promela.

Every step is atomic: one rule whose guard is true and what it changes, where the case falls, what is remembered, and a look at whether
that is bad. Only the first is written rule by rule, since a compiler takes long over what stands in every one.

Stands on: `exported`.   Knows nothing of: SPIN itself.
"""

from collections.abc import Iterator

from rjflow.compiled.model import HELD, NO, NOTHING, STATE, YES, Is, Model, Rule
from rjflow.definition.model import BACK
from rjflow.report.exported import Names, Signs, head, in_order, plain, said_of

_RESERVED = (
    "active assert atomic bit bool break byte chan d_step do else empty enabled eval false fi float for full goto hidden if in init inline "
    "int len local ltl mtype nempty never nfull notrace od of or pc_value pid print printf priority proctype provided run select short "
    "show skip timeout trace true typedef unless unsigned xr xs np last auto break case char const continue default double enum extern "
    "int long register return signed sizeof static struct switch union void volatile while now was look settle main the_case noting"
).split()
_HOW = "spin -a FILE && cc -O1 -DSAFETY -DCOLLAPSE -o pan pan.c && ./pan -E -m1000000     (errors: 0 means kept)"


def promela(model: Model) -> str:
    """
    Write a model as a Promela program whose assertion fails exactly when a bad situation can be reached.
    """
    return "\n".join(_Writer(model).lines()) + "\n"


# ----------------------------------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, model: Model) -> None:
        self._model = model
        noting = dict.fromkeys(rule.notes for rule in model.rules if rule.notes)
        self._noting = {notes: number for number, notes in enumerate(noting, start=1)}
        self._most = max(map(len, noting), default=0)
        self._names = Names((*_RESERVED, *(f"noted_{number}" for number in range(self._most))))
        self._signs = Signs(test=self._test, true="true", false="false", both="&&", either="||", contrary="!")
        self._earlier: dict[str, str] = {}
        for variable in model.variables:
            _ = self._names[variable.name]

    def lines(self) -> Iterator[str]:
        """Give the program, line by line."""
        yield "/*"
        yield from (f" * {line}".rstrip() for line in head(self._model, _HOW))
        yield " */"
        yield ""
        values = dict.fromkeys((NO, YES, NOTHING, *(value for one in self._model.variables for value in one.values)))
        yield from (f"#define {self._value(value)} {number}" for number, value in enumerate(values))
        yield ""
        for variable in self._model.variables:
            sort = "bool" if variable.values == (NO, YES) else "byte" if len(values) < 256 else "short"
            label = f"  /* {plain(variable.label)} */" if variable.label else ""
            yield f"{sort} {self._names[variable.name]} = {self._value(variable.initial[0])};{label}"
        yield ""
        yield "hidden short was;  /* the state before the step; what is hidden is no part of a situation */"
        for name in self._changed_before_noted():
            self._earlier[name] = self._names[f"{name} before"]
            yield f"hidden short {self._earlier[name]};"
        if self._noting:
            yield "hidden byte noting;  /* which of the notes at the end are made of the step */"
        yield from (f"hidden byte noted_{number};" for number in range(self._most))
        yield ""
        yield from self._settle()
        yield ""
        yield from self._steps()

    def _changed_before_noted(self) -> list[str]:
        """
        Give the variables that some rule changes and then asks about as they were.
        """
        found: dict[str, None] = {}
        for rule in self._model.rules:
            changed = {*(one.variable for one in rule.sets), *rule.fades, *rule.frees}
            found.update(dict.fromkeys(sorted({n for note in rule.notes for n in note.when.names} & changed)))
        return list(found)

    def _settle(self) -> Iterator[str]:
        """
        Write where the case falls, and what a holding state remembers.
        """
        state = self._names[STATE]
        yield "inline settle() {"
        for fall in in_order(self._model.falls):
            is_open = self._signs.written(fall.open)
            where, otherwise = self._value(fall.state), self._value(fall.otherwise)
            yield f"  if :: {state} == {where} && !({is_open}) -> {state} = {otherwise} :: else fi;"
        if HELD in self._model.variable:
            held = self._names[HELD]
            holds = [
                " || ".join(f"{one} == {self._value(name)}" for name in self._model.holding) for one in (state, "was")
            ]
            yield "  if"
            yield f"  :: {state} == was"
            yield f"  :: {state} != was && !({holds[0]}) -> {held} = {self._value(NOTHING)}"
            yield f"  :: {state} != was && ({holds[0]}) && ({holds[1]})"
            yield f"  :: {state} != was && ({holds[0]}) && !({holds[1]}) -> {held} = was"
            yield "  fi;"
        yield "  skip"
        yield "}"
        yield ""
        yield "inline look() {"
        yield f"  assert(!({self._signs.written(self._model.bad)}))"
        yield "}"

    def _steps(self) -> Iterator[str]:
        yield "active proctype the_case() {"
        yield "  atomic {"
        for variable in self._model.variables:
            if len(variable.initial) > 1:
                ways = " ".join(f":: {self._names[variable.name]} = {self._value(value)}" for value in variable.initial)
                yield f"    if {ways} fi;"
        yield "    look()"
        yield "  }"
        yield "  do"
        yield "  :: atomic {"
        yield "    if"
        for rule in self._model.rules:
            yield from self._rule(rule)
        yield "    :: false  /* where nothing can happen, the case stays as it is */"
        yield "    fi;"
        yield "    settle();"
        yield from self._notes()
        yield from (f"    {name} = 0;" for name in ("was", *self._earlier.values()))
        yield "    look()"
        yield "  }"
        yield "  od"
        yield "}"

    def _rule(self, rule: Rule) -> Iterator[str]:
        state = self._names[STATE]
        yield f"    /* {said_of(rule)} */"
        yield f"    :: ({self._signs.written(rule.guard, 6)}) ->"
        yield f"      was = {state};"
        asked = {name for note in rule.notes for name in note.when.names}
        yield from (f"      {copy} = {self._names[name]};" for name, copy in self._earlier.items() if name in asked)
        yield from (f"      {self._names[one.variable]} = {self._value(one.value)};" for one in rule.sets)
        yield from (f"      if :: {self._names[name]} = {self._value(NOTHING)} :: skip fi;" for name in rule.fades)
        for name in rule.frees:
            ways = " ".join(f":: {self._names[name]} = {self._value(one)}" for one in self._model.variable[name].values)
            yield f"      if {ways} fi;"
        if rule.target == BACK:
            held = self._names[HELD]
            yield f"      if :: {held} == {self._value(NOTHING)} :: else -> {state} = {held} fi;"
        elif rule.target is not None:
            yield f"      {state} = {self._value(rule.target)};"
        if rule.notes:
            yield f"      noting = {self._noting[rule.notes]};"

    def _notes(self) -> Iterator[str]:
        """
        Write what is remembered of a step: all of it is judged before any of it is noted.
        """
        if not self._noting:
            return
        signs = Signs(test=self._earlier_test, true="true", false="false", both="&&", either="||", contrary="!")
        yield "    if"
        for notes, number in self._noting.items():
            yield f"    :: noting == {number} ->"
            yield from (f"      noted_{place} = {signs.written(note.when)};" for place, note in enumerate(notes))
            for place, note in enumerate(notes):
                end = "" if place == len(notes) - 1 else ";"
                yield f"      if :: noted_{place} -> {self._names[note.variable]} = {self._value(note.value)} :: else fi{end}"
        yield "    :: else"
        yield "    fi;"
        yield from (f"    {name} = 0;" for name in ("noting", *(f"noted_{number}" for number in range(self._most))))

    def _earlier_test(self, one: Is) -> str:
        """
        Write a test of what was before the step; of what no step changes, that is what is now.
        """
        if one.after:
            return self._test(one)
        return self._among(
            "was" if one.variable == STATE else self._earlier.get(one.variable, self._names[one.variable]), one.values
        )

    def _test(self, one: Is) -> str:
        return self._among(self._names[one.variable], one.values)

    def _among(self, word: str, values: tuple[str, ...]) -> str:
        tests = " || ".join(f"{word} == {self._value(value)}" for value in values)
        return tests if len(values) == 1 else f"({tests})"

    def _value(self, value: str) -> str:
        return self._names.value(value)
