"""
Leave out of a model what nothing asks for.

Stands on: `model`.   Knows nothing of: workflows.
"""

from attrs import evolve

from rjflow.compiled.model import HELD, STATE, Formula, Model, Rule
from rjflow.definition.model import BACK


def sliced(model: Model) -> Model:
    """
    Leave out the variables that nothing asks for, and the rules that then change nothing.
    """
    while True:
        read = {STATE}.union(*(formula.names for formula in _formulas(model)))
        read |= {HELD for rule in model.rules if rule.target == BACK}
        variables = tuple(one for one in model.variables if one.name in read)
        rules = tuple(one for rule in model.rules if (one := _narrowed(rule, read)) is not None)
        smaller = evolve(model, variables=variables, rules=rules)
        if (len(variables), len(rules)) == (len(model.variables), len(model.rules)):
            return smaller
        model = smaller


def asked_by(rule: Rule) -> list[Formula]:
    """
    Give the formulas that a rule asks.
    """
    return [rule.guard, *(note.when for note in rule.notes)]


# ----------------------------------------------------------------------------------------------------------------------


def _formulas(model: Model) -> list[Formula]:
    return [model.bad, *(fall.open for fall in model.falls), *(one for rule in model.rules for one in asked_by(rule))]


def _narrowed(rule: Rule, read: set[str]) -> Rule | None:
    """
    Give the rule without what it does to variables that are not there; nothing when it does nothing then.
    """
    rule = evolve(
        rule,
        sets=tuple(one for one in rule.sets if one.variable in read),
        fades=tuple(one for one in rule.fades if one in read),
        frees=tuple(one for one in rule.frees if one in read),
        notes=tuple(one for one in rule.notes if one.variable in read),
    )
    does = (rule.sets, rule.fades, rule.frees, rule.notes)
    return rule if rule.target is not None or any(does) else None
