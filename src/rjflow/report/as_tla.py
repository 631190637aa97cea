"""
A compiled model in TLA+, for TLC.

Every rule is an action; values are written as the strings they are. `Safe` is the invariant.

Stands on: `exported`.   Knows nothing of: TLC itself.
"""

from collections.abc import Iterator

from rjflow.compiled.model import HELD, NOTHING, STATE, Is, Model, Rule
from rjflow.definition.model import BACK
from rjflow.report.exported import Names, Signs, head, in_order, plain, said_of

_RESERVED = (
    "ACTION ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT EXTENDS HAVE "
    "HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE SF_ "
    "SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH WITNESS "
    "Init Next Spec Safe Rest all_variables TRUE FALSE BOOLEAN STRING"
).split()
_HOW = "java -cp tla2tools.jar tlc2.TLC -deadlock -config FILE.cfg FILE     (no error: kept); FILE.cfg says: INIT Init NEXT Next INVARIANT Safe"


def tla(model: Model, module: str) -> str:
    """
    Write a model as a TLA+ module, whose name must be that of its file; `Safe` is no invariant exactly when a bad situation can be reached.
    """
    return "\n".join(_Writer(model).lines(module)) + "\n"


# ----------------------------------------------------------------------------------------------------------------------


class _Writer:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._names = Names(_RESERVED)
        self._signs = Signs(test=self._test, true="TRUE", false="FALSE", both="/\\", either="\\/", contrary="~")
        self._variables = [self._names[variable.name] for variable in model.variables]

    def lines(self, module: str) -> Iterator[str]:
        """Give the module, line by line."""
        yield f"---- MODULE {module} ----"
        yield from (f"\\* {line}".rstrip() for line in head(self._model, _HOW))
        yield ""
        yield "VARIABLES"
        for place, variable in enumerate(self._model.variables):
            comma = "," if place + 1 < len(self._variables) else ""
            label = f"  \\* {plain(variable.label)}" if variable.label else ""
            yield f"  {self._names[variable.name]}{comma}{label}"
        yield f"all_variables == <<{', '.join(self._variables)}>>"
        yield ""
        yield "Init =="
        for variable in self._model.variables:
            yield f"  /\\ {self._names[variable.name]} \\in {_set(variable.initial)}"
        yield ""
        yield from self._rest()
        for rule in self._model.rules:
            yield ""
            yield f"\\* {said_of(rule)}"
            yield from self._rule(rule)
        yield ""
        yield "Next =="
        yield from (f"  \\/ {self._names[f'do {rule.name}']}" for rule in self._model.rules)
        yield "  \\/ UNCHANGED all_variables"
        yield ""
        yield "Spec == Init /\\ [][Next]_all_variables"
        yield ""
        yield f"Safe == ~({self._signs.written(self._model.bad)})"
        yield "===="

    def _rest(self) -> Iterator[str]:
        """
        Write where a case comes to rest that is led to a state, as the evidence then is.
        """
        falls = list(reversed(in_order(self._model.falls)))
        for fall in falls:
            yield f"{self._open(fall.state)} == {self._signs.written(fall.open)}"
        arms = [
            (fall.state, f"IF {self._open(fall.state)} THEN {_text(fall.state)} ELSE {self._next(fall.otherwise)}")
            for fall in falls
        ]
        for state, where in arms:
            yield f"{self._at(state)} == {where}"

    def _next(self, state: str) -> str:
        return self._at(state) if any(fall.state == state for fall in self._model.falls) else _text(state)

    def _open(self, state: str) -> str:
        return self._names[f"open {state} "]

    def _at(self, state: str) -> str:
        return self._names[f"led to {state} "]

    def _rule(self, rule: Rule) -> Iterator[str]:
        names = self._names
        state = names[STATE]
        yield f"{names[f'do {rule.name}']} =="
        yield f"  /\\ ({self._signs.written(rule.guard)})"
        sets = {one.variable: one.value for one in rule.sets}
        noted = [
            variable.name
            for variable in self._model.variables
            if any(note.variable == variable.name for note in rule.notes)
        ]
        same = []
        for variable in self._model.variables:
            name = names[variable.name]
            if variable.name in (STATE, HELD, *noted):
                continue
            if variable.name in sets:
                yield f"  /\\ {name}' = {_text(sets[variable.name])}"
            elif variable.name in rule.fades:
                yield f"  /\\ {name}' \\in {{{name}, {_text(NOTHING)}}}"
            elif variable.name in rule.frees:
                yield f"  /\\ {name}' \\in {_set(variable.values)}"
            else:
                same.append(name)
        if same:
            yield f"  /\\ UNCHANGED <<{', '.join(same)}>>"
        goes = self._goes(rule, state)
        cases = " [] ".join(f"{goes} = {_text(fall.state)} -> {self._at(fall.state)}'" for fall in self._model.falls)
        yield f"  /\\ {state}' = {f'CASE {cases} [] OTHER -> {goes}' if cases else goes}"
        yield from self._held(state)
        for name in noted:
            yield f"  /\\ {names[name]}' = {self._noted(rule, name)}"

    def _goes(self, rule: Rule, state: str) -> str:
        if rule.target is None:
            return state
        if rule.target != BACK:
            return _text(rule.target)
        held = self._names[HELD]
        return f"(IF {held} = {_text(NOTHING)} THEN {state} ELSE {held})"

    def _held(self, state: str) -> Iterator[str]:
        if HELD not in self._model.variable:
            return
        held, holding = self._names[HELD], _set(self._model.holding)
        yield f"  /\\ {held}' = IF {state}' = {state} THEN {held} ELSE IF {state}' \\notin {holding} THEN {_text(NOTHING)}"
        yield f"       ELSE IF {state} \\in {holding} THEN {held} ELSE {state}"

    def _noted(self, rule: Rule, name: str) -> str:
        """
        Write what a variable that is noted becomes: what the last note says whose question is answered yes.
        """
        sets = {one.variable: one.value for one in rule.sets}
        otherwise = _text(sets[name]) if name in sets else self._names[name]
        notes = [note for note in rule.notes if note.variable == name]
        said = " ".join(
            f"IF {self._signs.written(note.when)} THEN {_text(note.value)} ELSE" for note in reversed(notes)
        )
        return f"{said} {otherwise}"

    def _test(self, one: Is) -> str:
        word = self._names[one.variable] + ("'" if one.after else "")
        return f"{word} = {_text(one.values[0])}" if len(one.values) == 1 else f"{word} \\in {_set(one.values)}"


def _text(value: str) -> str:
    return f'"{value}"'


def _set(values: tuple[str, ...]) -> str:
    return f"{{{', '.join(map(_text, values))}}}"
