"""
Compile a workflow and one safeguard, for a fixed number of people: the front door of this package.

Stands on: `cone`, `stepping`, `watching`.   Knows nothing of: how a model is searched or printed.
"""

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from rjflow.compiled.asking import SEEN, fired, opens, scheme_fact
from rjflow.compiled.cone import Cone, cone_of
from rjflow.compiled.formulas import possible, some
from rjflow.compiled.making import rung
from rjflow.compiled.model import (
    BROKEN,
    HELD,
    NO,
    NOTHING,
    STATE,
    YES,
    Fall,
    Formula,
    Kind,
    Model,
    Rule,
    Variable,
)
from rjflow.compiled.scope import SOMEBODY_ELSE, Scope, asked_of, classes_of, slot, there
from rjflow.compiled.slicing import asked_by, sliced
from rjflow.compiled.stepping import Steps
from rjflow.compiled.watching import Watch, bad_situation, looks_at_steps, mark, remembered
from rjflow.definition.lookup import as_condition, every_condition
from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.safeguards import (
    AlwaysPossible,
    Counted,
    DifferentPeople,
    Ends,
    Form,
    Fresh,
    Hidden,
    ReadOff,
    Reserved,
    Safeguard,
)
from rjflow.errors import RjflowError
from rjflow.frozen import FrozenMap

ONE_PERSON = "one person"
NAMED = ("one person", "another person", "a third person")
USUALLY = 2
_CALLED = {
    AlwaysPossible: "always-possible",
    Ends: "ends",
    Hidden: "hidden",
    Reserved: "reserved",
    Fresh: "fresh",
    Counted: "counted",
}


class NotAQuestionOfReach(RjflowError):
    """A safeguard that is not about what can be reached: `always-possible`, `ends`, or `hidden`."""

    def __init__(self, safeguard: str, form: str) -> None:
        super().__init__(f"`{safeguard}` cannot be written as rules and a bad situation: `{form}`")
        self.safeguard = safeguard
        self.form = form


def usual_people(workflow: Workflow, each: int = USUALLY) -> tuple[tuple[str, str], ...]:
    """
    Give people enough to see most of what can happen: so many of each kind, more where more are needed, never more than are admitted.
    """
    found = []
    for kind in workflow.people.values():
        wanted = max(each, kind.at_least)
        found += [
            (f"{kind.name}-{n + 1}", kind.name)
            for n in range(wanted if kind.at_most is None else min(wanted, kind.at_most))
        ]
    return tuple(found)


def compile_for(
    workflow: Workflow, safeguard: Safeguard, people: Sequence[tuple[str, str]], *, whole: bool = False
) -> Model:
    """
    Compile a workflow and a safeguard for these people, each of whom may be part of the case or not.

    Guarantees: whatever `decide` allows in a case about some of these people, the model allows too, and what it makes of that situation is
    the one the model comes to. The model allows more only about time: evidence may run out and deadlines may fire at any moment.

    Args:
        workflow: The definition.
        safeguard: What must be kept: any form but `always-possible`, `ends` and `hidden`.
        people: Whom the case can be about, as (id, kind) pairs; no more of a kind than the file admits.
        whole: Keep evidence that cannot matter.

    Raises:
        NotAQuestionOfReach: the safeguard is about what is possible, or who sees what.
        TooManyForms: an event can be filled in in too many ways.
    """
    form = safeguard.form
    if isinstance(form, AlwaysPossible | Ends | ReadOff):
        raise NotAQuestionOfReach(safeguard.id, _CALLED[type(form)])
    cone = cone_of(workflow, form)
    scope = scope_for(workflow, safeguard, people, cone, whole=whole)
    steps = Steps(scope, Watch(scope, form).notes)
    bad = bad_situation(scope, form)
    falls = _falls(scope)
    rules = _rules(steps, form)
    facts = _scheme_facts([bad, *(fall.open for fall in falls), *(one for rule in rules for one in asked_by(rule))])
    free = {} if whole else _values_of(scope, cone.pleases)
    model = Model(
        workflow=workflow.name, safeguard=safeguard.id, label=safeguard.label, people=scope.people, identities=scope.identities,
        variables=_variables(scope, safeguard, facts), falls=falls, bad=bad,
        rules=(*_pleased(rules, free), *steps.scheme(facts)),
        holding=tuple(state.name for state in workflow.states.values() if state.holds),
        classes=tuple((name, scope.classes[name]) for name in workflow.evidence if name in scope.kept),
        left_out=tuple(name for name in workflow.evidence if name not in scope.kept),
    )  # fmt: skip
    return model if whole else sliced(model)


def scope_for(
    workflow: Workflow, safeguard: Safeguard, people: Sequence[tuple[str, str]], cone: Cone, *, whole: bool = False
) -> Scope:
    """
    Decide what a model speaks of: which evidence, which of its values, and who is told apart.
    """
    actors = (
        NAMED
        if cone.same
        else (ONE_PERSON, SOMEBODY_ELSE)
        if isinstance(safeguard.form, DifferentPeople)
        else (SOMEBODY_ELSE,)
    )
    clock = (
        (CLOCK,) if any(name in workflow.events and CLOCK in workflow.events[name].by for name in cone.watched) else ()
    )
    needs = [as_condition(one.needs) for one in workflow.evidence.values()] if whole else []
    asked = asked_of(part for one in (*cone.conditions, *needs) for part in every_condition(workflow, one))
    kept = frozenset(workflow.evidence) if whole else cone.read - cone.pleases
    return Scope(
        workflow=workflow,
        people=tuple(people),
        identities=(*actors, *clock),
        watched=frozenset(name for name in cone.watched if name in kept or name in workflow.events),
        kept=kept,
        classes=FrozenMap({name: classes_of(one, asked.get(name, ())) for name, one in workflow.evidence.items()}),
        asked=asked,
    )


# ----------------------------------------------------------------------------------------------------------------------


def _falls(scope: Scope) -> tuple[Fall, ...]:
    """
    Give the states that a gate guards, and where the case goes when it closes.
    """
    return tuple(
        Fall(state=state.name, open=opens(scope, state.guard), otherwise=state.otherwise or state.name)
        for state in scope.workflow.states.values()
        if state.guard
    )


def _rules(steps: Steps, form: Form) -> list[Rule]:
    """
    Make every rule that can be used at all.
    """
    together = looks_at_steps(form) or _is_held_from_above(steps.scope.workflow)
    made = [
        *steps.events(), *steps.records(), *steps.notices(), *steps.people(), *steps.deadlines(),
        *steps.windows(together=together),
    ]  # fmt: skip
    return [rule for rule in made if rule.guard != some(())]


def _is_held_from_above(workflow: Workflow) -> bool:
    """
    Tell whether a case may fall past a gate into a state that holds it, where it is known from which state it came.
    """
    for state in workflow.states.values():
        below, gates = state.otherwise, 0
        while below is not None and not workflow.states[below].holds:
            gates += workflow.states[below].guard is not None
            below = workflow.states[below].otherwise
        if below is not None and gates:
            return True
    return False


def _scheme_facts(formulas: Sequence[Formula]) -> list[str]:
    """
    Give the facts of the scheme that formulas ask for.
    """
    names = frozenset[str]().union(*(formula.names for formula in formulas))
    return sorted(name for name in names if name.startswith(scheme_fact("")))


def _variables(scope: Scope, safeguard: Safeguard, facts: Sequence[str]) -> tuple[Variable, ...]:
    """
    Make the variables, those a reader looks for first at the head.
    """
    workflow, states = scope.workflow, tuple(scope.workflow.states)
    found = [Variable(name=STATE, values=states, initial=(workflow.start,), kind="state")]
    if any(state.holds for state in workflow.states.values()):
        found.append(Variable(name=HELD, values=(NOTHING, *states), initial=(NOTHING,), kind="held"))
    for person, kind in scope.people:
        label = workflow.people[kind].label
        found.append(evolve(_flag(there(person), "there", (person,), label), initial=(NO, YES)))
    found += [
        Variable(
            name=slot(name, person), values=scope.values(name), initial=(NOTHING,), kind="evidence",
            of=(name, person or ""), label=evidence.label,
        )
        for name, evidence in workflow.evidence.items()
        for person in (scope.holders(name) if name in scope.kept else ())
    ]  # fmt: skip
    return (*found, *_flags(scope, safeguard, facts))


def _flags(scope: Scope, safeguard: Safeguard, facts: Sequence[str]) -> list[Variable]:
    """
    Make the variables that remember: who fired events, deadlines that fired, the scheme, and what the safeguard looks back to.
    """
    events = scope.workflow.events
    found = [
        _flag(fired(name, who), "fired", (name, who), events[name].label)
        for name in events
        for who in (scope.identities if name in scope.watched else ())
    ]
    found += [
        _flag(rung(number), "rung", (str(number),), events[deadline.event].label)
        for number, deadline in enumerate(scope.workflow.deadlines)
        if deadline.until is not None
    ]
    if facts:
        answers = ("unknown", "true", "false")
        found.append(_flag(SEEN, "scheme"))
        found += [Variable(name=one, values=answers, initial=("unknown",), kind="scheme") for one in facts]
    found += [_flag(mark(one), "mark", (one or "",), safeguard.label) for one in remembered(scope, safeguard.form)]
    if looks_at_steps(safeguard.form):
        found.append(_flag(BROKEN, "broken", (), safeguard.label))
    return found


def _flag(name: str, kind: Kind, of: tuple[str, ...] = (), label: str = "") -> Variable:
    return Variable(name=name, values=(NO, YES), initial=(NO,), kind=kind, of=of, label=label)


def _values_of(scope: Scope, names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    return {slot(name, person): scope.values(name) for name in names for person in scope.holders(name)}


def _pleased(rules: Iterable[Rule], free: dict[str, tuple[str, ...]]) -> Iterator[Rule]:
    """
    Ask of evidence that anybody can set as they please only whether there is something to set it to. Many rules ask the same.
    """
    known: dict[Formula, Formula] = {}
    for rule in rules:
        if rule.guard not in known:
            known[rule.guard] = possible(rule.guard, free)
        yield evolve(rule, guard=known[rule.guard])
