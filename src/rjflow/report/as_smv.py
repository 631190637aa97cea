"""
A compiled model in the language of NuSMV and nuXmv.

One input variable says which rule is taken; every other variable says what becomes of it by each rule. An invariant says what is not bad.

Stands on: `exported`.   Knows nothing of: NuSMV itself.
"""

from collections.abc import Iterator

from rjflow.compiled.model import HELD, NOTHING, STATE, Fall, Is, Model, Variable
from rjflow.definition.model import BACK
from rjflow.report.exported import Names, Signs, head, in_order, plain, said_of

_RESERVED = (
    "MODULE DEFINE MDEFINE CONSTANTS VAR IVAR FROZENVAR INIT TRANS INVAR SPEC CTLSPEC LTLSPEC PSLSPEC COMPUTE NAME INVARSPEC FAIRNESS "
    "JUSTICE COMPASSION ISA ASSIGN CONSTRAINT SIMPWFF CTLWFF LTLWFF PSLWFF COMPWFF IN MIN MAX MIRROR PRED PREDICATES process array of "
    "boolean integer real word word1 bool signed unsigned extend resize sizeof uwconst swconst EX AX EF AF EG AG E F O G H X Y Z A U S V T "
    "BU EBF ABF EBG ABG case esac mod next init union in xor xnor self TRUE FALSE count abs max min main does rest goes"
).split()
_HOW = "NuSMV FILE     (the invariant is true: kept)"


def smv(model: Model) -> str:
    """
    Write a model as an SMV module whose invariant is false exactly when a bad situation can be reached.
    """
    return "\n".join(_Writer(model).lines()) + "\n"


# ----------------------------------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._names = Names(_RESERVED)
        self._signs = Signs(test=self._test, true="TRUE", false="FALSE", both="&", either="|", contrary="!")
        for variable in model.variables:
            _ = self._names[variable.name]

    def lines(self) -> Iterator[str]:
        """Give the module, line by line."""
        yield from (f"-- {line}".rstrip() for line in head(self._model, _HOW))
        yield "MODULE main"
        yield ""
        yield "IVAR"
        yield "  does : {rest"
        for rule in self._model.rules:
            yield f"    , {self._rule(rule.name)}  -- {said_of(rule)}"
        yield "  };"
        yield ""
        yield "VAR"
        for variable in self._model.variables:
            label = f"  -- {plain(variable.label)}" if variable.label else ""
            yield f"  {self._names[variable.name]} : {self._set(variable.values)};{label}"
        yield ""
        yield "DEFINE"
        yield from self._falls()
        yield from self._goes()
        yield ""
        yield "ASSIGN"
        for variable in self._model.variables:
            yield f"  init({self._names[variable.name]}) := {self._set(variable.initial)};"
        for variable in self._model.variables:
            yield ""
            yield from self._next(variable)
        for rule in self._model.rules:
            yield ""
            yield f"-- {said_of(rule)}"
            yield f"TRANS does = {self._rule(rule.name)} -> (\n      {self._signs.written(rule.guard, 4)});"
        yield ""
        yield f"INVARSPEC !({self._signs.written(self._model.bad)});"

    def _falls(self) -> Iterator[str]:
        """
        Write for each guarded state when its gate is open, and where a case that is led there comes to rest.
        """
        for fall in reversed(in_order(self._model.falls)):
            state, is_open = self._names.value(fall.state), self._names[f"open {fall.state} "]
            yield f"  {is_open} := {self._signs.written(fall.open)};"
            yield f"  {self._at(fall.state)} := case {is_open} : {state}; TRUE : {self._rest(fall)}; esac;"

    def _rest(self, fall: Fall) -> str:
        is_guarded = any(one.state == fall.otherwise for one in self._model.falls)
        return self._at(fall.otherwise) if is_guarded else self._names.value(fall.otherwise)

    def _at(self, state: str) -> str:
        return self._names[f"led to {state} "]

    def _goes(self) -> Iterator[str]:
        """
        Write where each rule leads.
        """
        state = self._names[STATE]
        yield "  goes := case"
        for rule in self._model.rules:
            if rule.target == BACK:
                held = self._names[HELD]
                yield f"    does = {self._rule(rule.name)} & {held} != {self._names.value(NOTHING)} : {held};"
            elif rule.target is not None:
                yield f"    does = {self._rule(rule.name)} : {self._names.value(rule.target)};"
        yield f"    TRUE : {state};"
        yield "  esac;"

    def _next(self, variable: Variable) -> Iterator[str]:
        """
        Write what becomes of a variable.
        """
        name = self._names[variable.name]
        yield f"  next({name}) := case"
        if variable.name == STATE:
            yield f"    does = rest : {name};"
            for fall in self._model.falls:
                yield f"    goes = {self._names.value(fall.state)} : next({self._at(fall.state)});"
            yield "    TRUE : goes;"
        elif variable.name == HELD:
            yield from self._held(name)
        else:
            yield from self._changed(variable, name)
        yield "  esac;"

    def _held(self, name: str) -> Iterator[str]:
        state, holding = self._names[STATE], self._set(self._model.holding)
        yield f"    next({state}) = {state} : {name};"
        yield f"    !(next({state}) in {holding}) : {self._names.value(NOTHING)};"
        yield f"    {state} in {holding} : {name};"
        yield f"    TRUE : {state};"

    def _changed(self, variable: Variable, name: str) -> Iterator[str]:
        for rule in self._model.rules:
            taken = f"does = {self._rule(rule.name)}"
            for note in reversed(rule.notes):
                if note.variable == variable.name:
                    yield f"    {taken} & ({self._signs.written(note.when)}) : {self._names.value(note.value)};"
            for one in rule.sets:
                if one.variable == variable.name:
                    yield f"    {taken} : {self._names.value(one.value)};"
            if variable.name in rule.fades:
                yield f"    {taken} : {{{name}, {self._names.value(NOTHING)}}};"
            if variable.name in rule.frees:
                yield f"    {taken} : {self._set(variable.values)};"
        yield f"    TRUE : {name};"

    def _rule(self, name: str) -> str:
        return self._names[f"do {name}"]

    def _set(self, values: tuple[str, ...]) -> str:
        return f"{{{', '.join(self._names.value(value) for value in values)}}}"

    def _test(self, one: Is) -> str:
        name = self._names[one.variable]
        word = f"next({name})" if one.after else name
        if len(one.values) == 1:
            return f"{word} = {self._names.value(one.values[0])}"
        return f"{word} in {self._set(one.values)}"
