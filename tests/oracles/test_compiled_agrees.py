"""
The compiled form is held to `decide`, situation by situation, and its walk to brute force.
"""

from collections.abc import Iterator, Sequence
from itertools import count

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st
from tests import strategies
from tests.effort import examples, slowly
from tests.oracles.compiled_explorer import Values, taken, walk
from tests.oracles.every_case import commands, explore, judged, openings
from tests.strategies_verified import guarded_workflows

from rjflow.compiled.asking import SEEN, scheme_fact
from rjflow.compiled.compiling import NAMED, compile_for, scope_for, usual_people
from rjflow.compiled.cone import cone_of
from rjflow.compiled.making import TooManyForms
from rjflow.compiled.model import BROKEN, NO, NOTHING, YES, Contrary, Fixed, Formula, Is, Model, Rule
from rjflow.compiled.scope import SOMEBODY_ELSE, Scope
from rjflow.definition.lookup import as_condition, asked_groups
from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.safeguards import Always, AlwaysPossible, Safeguard
from rjflow.guards.syntax import And, Condition, GateHolds, InState, Not, OfScheme, Or, every_part, parts
from rjflow.guards.writing import written
from rjflow.instants import DAY
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import NEVER_COUNTED, Actor, Situation
from rjflow.rules.timing import next_change
from rjflow.rules.viewing import holds, life, record_of
from rjflow.verifier.judging import judge

IDS = dict(zip(NAMED, ("ada", "ben", "cy"), strict=True)) | {CLOCK: CLOCK}
NEW = count()


def is_closed(model: Model) -> bool:
    """
    Tell whether a model asks for and sets only what its variables can be.
    """
    said = {variable.name: {*variable.values} for variable in model.variables}
    asked = [model.bad, *(fall.open for fall in model.falls), *(rule.guard for rule in model.rules)]
    asked += [note.when for rule in model.rules for note in rule.notes]
    tests = [one for formula in asked for one in questions_of(formula)]
    sets = [one for rule in model.rules for one in rule.sets]
    return all({*one.values} <= said[one.variable] for one in tests) and all(
        one.value in said[one.variable] for one in sets
    )


def questions_of(formula: Formula) -> Iterator[Is]:
    """
    Give every test of a variable in a formula.
    """
    if isinstance(formula, Is):
        yield formula
    elif not isinstance(formula, Fixed):
        for part in (formula.part,) if isinstance(formula, Contrary) else formula.parts:
            yield from questions_of(part)


class Compared:
    """A workflow with its model, and how the situations of the one are those of the other."""

    def __init__(self, workflow: Workflow, safeguard: Safeguard, people: Sequence[tuple[str, str]]) -> None:
        self.workflow, self.safeguard = workflow, safeguard
        self.scope: Scope = scope_for(workflow, safeguard, people, cone_of(workflow, safeguard.form), whole=True)
        self.model: Model = compile_for(workflow, safeguard, people, whole=True)
        assert is_closed(self.model)

    def seen(self, situation: Situation, marks: frozenset[str | None], *, broken: bool) -> Values:
        """Give the situation of the model that a concrete one is."""
        return {
            one.name: self._value(one.kind, one.of, one.name, situation, marks, broken) for one in self.model.variables
        }

    def _value(
        self,
        kind: str,
        of: tuple[str, ...],
        name: str,
        situation: Situation,
        marks: frozenset[str | None],
        broken: bool,
    ) -> str:
        match kind:
            case "state":
                return situation.state
            case "held":
                return situation.held_from or NOTHING
            case "there":
                return _flag(any(one.id == of[0] for one in situation.people))
            case "evidence":
                return self._said(of[0], of[1] or None, situation)
            case "fired":
                return _flag(any(event == of[0] and self._who(by) == of[1] for event, by in situation.fired))
            case "rung":
                return self._rung(int(of[0]), situation)
            case "mark":
                return _flag((of[0] or None) in marks)
            case "scheme":
                return self._of_scheme(name, situation)
            case _:
                return _flag(broken)

    def _said(self, evidence: str, person: str | None, situation: Situation) -> str:
        record = record_of(self.workflow, situation, evidence, person)
        if record is None or life(self.workflow, self.workflow.evidence[evidence], record, situation.now) != "current":
            return NOTHING
        return self.scope.said(evidence, self.scope.class_of(evidence, record.value), self._who(record.by))

    def _rung(self, place: int, situation: Situation) -> str:
        until = self.workflow.deadlines[place].until or ""
        record = record_of(self.workflow, situation, until, None)
        rung = dict(situation.rung).get(place)
        current = self._said(until, None, situation) != NOTHING
        return _flag(current and record is not None and rung is not None and rung >= record.at)

    def _of_scheme(self, name: str, situation: Situation) -> str:
        if name == SEEN:
            return _flag(situation.scheme is not None)
        assert self.workflow.scheme is not None
        if situation.scheme is None:
            return "unknown"
        test = scheme_tests(self.workflow)[name]
        truth = holds(self.workflow.scheme.workflow, situation.scheme, test)
        return {None: "unknown", True: "true", False: "false"}[truth]

    def _who(self, by: str) -> str:
        return next((name for name, id in IDS.items() if id == by and name in self.scope.identities), SOMEBODY_ELSE)

    # ---- from rules to commands --------------------------------------------------------------------------------------

    def command(self, rule: Rule, situation: Situation) -> Command | None:
        """Give a command that does what a rule does."""
        now, people = situation.now, frozenset(one.id for one in situation.people)
        who = rule.of[2] if rule.doing == "event" else rule.of[3] if rule.doing == "record" else SOMEBODY_ELSE
        actor = Actor(IDS.get(who, f"new-{next(NEW)}"), frozenset(self.workflow.roles), people)
        match rule.doing:
            case "event":
                given = tuple(self._given(name, said) for name, said in rule.records)
                return Fire(event=rule.of[0], actor=actor, at=now, given=given)
            case "record":
                return RecordEvidence(given=self._given(*rule.records[0]), actor=actor, at=now)
            case "notice":
                return GiveNotice(notice=rule.of[0], actor=actor, at=now)
            case "join":
                return Join(person=rule.of[0], kind=rule.of[1], actor=actor, at=now)
            case "leave":
                return Leave(person=rule.of[0], actor=actor, at=now)
            case _:
                return None

    def _given(self, name: str, said: str) -> Given:
        evidence, person = self.model.variable[name].of
        classes = self.scope.classes[evidence]
        meant = [
            one for one in classes for who in self.scope.actors if said == self.scope.said(evidence, one.name, who)
        ]
        return Given(evidence, (meant or classes)[0].values[0], person or None)


def _flag(truth: bool) -> str:
    return YES if truth else NO


def does(compared: Compared, rule: Rule, decision: Decision) -> bool:
    """
    Tell whether a decision is what a rule describes: allowed, and each record counts or not as the rule has it.
    """
    if not decision.allowed:
        return False
    for name, said in rule.records:
        evidence, person = compared.model.variable[name].of
        record = record_of(compared.workflow, decision.after, evidence, person or None)
        assert record is not None
        if (record.void != NEVER_COUNTED) != (said != NOTHING):
            return False
    return True


def by_time(compared: Compared, here: Values) -> Iterator[Values]:
    """
    Give everything that time can make of a situation, by any number of steps.
    """
    rules = [rule for rule in compared.model.rules if rule.doing in ("runs out", "deadline")]
    known, waiting = {tuple(here.values())}, [here]
    while waiting:
        one = waiting.pop()
        yield one
        for rule in rules:
            for there in taken(compared.model, rule, one):
                if tuple(there.values()) not in known:
                    known.add(tuple(there.values()))
                    waiting.append(there)


def scheme_tests(workflow: Workflow) -> dict[str, Condition]:
    """
    Give what conditions ask of the scheme, piece by piece, by the name of the variable that answers it.
    """
    found: dict[str, Condition] = {}
    for group in asked_groups(workflow):
        for part in every_part(as_condition(group)):
            waiting = [part.condition] if isinstance(part, OfScheme) else []
            while waiting:
                one = waiting.pop()
                assert workflow.scheme is not None
                if isinstance(one, GateHolds):
                    waiting.append(as_condition(workflow.scheme.workflow.gates[one.gate].asks))
                elif isinstance(one, And | Or | Not):
                    waiting += parts(one)
                else:
                    found[scheme_fact(written(one))] = one
    return found


def plainly(here: Values) -> Values:
    """
    Forget what does not matter: whether a deadline fired for a date that is not recorded, and whether it was broken before.
    """
    return {name: value for name, value in here.items() if not name.startswith("deadline ") and name != BROKEN}


def check_here(compared: Compared, situation: Situation, marks: frozenset[str | None]) -> list[tuple[Rule, Decision]]:
    """
    Hold every rule to `decide` in one situation; give those that can be used, with what comes of them.
    """
    here = compared.seen(situation, marks, broken=False)
    enabled: dict[object, list[tuple[Rule, Values]]] = {}
    asked: dict[object, tuple[Rule, Command]] = {}
    for rule in compared.model.rules:
        command = compared.command(rule, situation)
        if command is None:
            continue
        key = (rule.doing, rule.of[0], rule.of[2:] if rule.doing == "event" else rule.of[1:], rule.records)
        asked[key] = (rule, command)
        enabled.setdefault(key, []).extend((rule, there) for there in taken(compared.model, rule, here))
    found = []
    for key, (rule, command) in asked.items():
        decision = decided(compared.workflow, situation, command)
        assert len(enabled[key]) == does(compared, rule, decision), (rule, command, here, decision.missing)
        if not enabled[key]:
            continue
        [(used, there)] = enabled[key]
        found.append((used, decision))
        check_after(compared, decision, marks, there)
    return found


def decided(workflow: Workflow, situation: Situation, command: Command) -> Decision:
    """
    Decide a command, with whatever reason lets an event end a case.
    """
    if not isinstance(command, Fire):
        return decide(workflow, situation, command)
    reasons = dict.fromkeys(reason for state in workflow.states.values() for reason in state.reasons)
    tried = [decide(workflow, situation, evolve(command, reason=one)) for one in (None, *reasons)]
    return next((one for one in tried if one.allowed), tried[0])


def check_after(compared: Compared, decision: Decision, marks: frozenset[str | None], there: Values) -> None:
    """
    Hold what comes of a rule to what comes of the command, and what is remembered of both; deadlines that fire at once come after.
    """
    bad, after_marks = judged(compared.workflow, compared.safeguard.form, decision, marks)
    concrete = compared.seen(decision.after, after_marks, broken=bad)
    if any(move.cause == "deadline" for move in decision.moves):
        bare = [situation_of(plainly(one)) for one in by_time(compared, there)]
        assert situation_of(plainly(concrete)) in bare
    else:
        assert plainly(concrete) == plainly(there)
        assert concrete.get(BROKEN) == there.get(BROKEN)


def situation_of(here: Values) -> Values:
    return {name: value for name, value in here.items() if not name.startswith("it has happened")}


def walk_beside(compared: Compared, situation: Situation, draw: st.DataObject, steps: int) -> None:
    """
    Go a few steps, and compare everything that could be done at each.
    """
    marks: frozenset[str | None] = frozenset()
    for _ in range(steps):
        able = [] if overdue(compared, situation) else check_here(compared, situation, marks)
        onward = [decision for _, decision in able] or [decide(compared.workflow, situation, Advance(at=situation.now))]
        later = (
            [one for one in commands(compared.workflow, situation) if isinstance(one, Advance)]
            if not able
            else later_of(compared, situation)
        )
        decision = draw.draw(st.sampled_from([*onward, *(decide(compared.workflow, situation, one) for one in later)]))
        if isinstance(decision.command, Advance):
            here = situation_of(plainly(compared.seen(situation, marks, broken=False)))
            before = compared.seen(situation, marks, broken=False)
            after = situation_of(plainly(compared.seen(decision.after, marks, broken=False)))
            assert after in [situation_of(plainly(one)) for one in by_time(compared, before)], here
        _, marks = judged(compared.workflow, compared.safeguard.form, decision, marks)
        situation = decision.after


def later_of(compared: Compared, situation: Situation) -> list[Advance]:
    """
    Give the moment at which time next changes something.
    """
    then = next_change(compared.workflow, situation, situation.now + 400 * DAY)
    return [] if then is None else [Advance(at=then)]


def overdue(compared: Compared, situation: Situation) -> bool:
    return bool(decide(compared.workflow, situation, Advance(at=situation.now)).moves)


@slowly(examples(60))
@given(guarded_workflows(), st.data())
def test_rules_allow_what_decide_allows(workflow: Workflow, draw: st.DataObject):
    """
    In every situation a rule can be used exactly when `decide` allows what it describes, and leads to where that leads.
    """
    [safeguard] = workflow.safeguards
    if isinstance(safeguard.form, AlwaysPossible):
        safeguard = evolve(safeguard, form=Always(condition=Not(InState("end")), text="…"))
    situation = draw.draw(st.sampled_from(list(openings(workflow))))
    walk_beside(Compared(workflow, safeguard, usual_people(workflow)), situation, draw, 6)


@slowly(examples(60))
@given(strategies.workflows(), st.data())
def test_every_construct_is_compiled(workflow: Workflow, draw: st.DataObject):
    """
    The same holds of workflows with numbers, dates, several ways, alternatives, the same person, and a scheme.
    """
    safeguard = Safeguard(id="A", label="a", form=Always(condition=Not(InState("end")), text="…"), origin="workflow")
    situation = draw.draw(strategies.openings(workflow))
    people = [(one.id, one.kind) for one in situation.people]
    for kind in workflow.people.values():
        if kind.at_most is None or sum(its == kind.name for _, its in people) < kind.at_most:
            people.append((f"new-{kind.name}", kind.name))
    try:
        compared = Compared(workflow, safeguard, people)
    except TooManyForms:
        assume(False)
    walk_beside(compared, situation, draw, 4)


def check_verdicts(workflow: Workflow, *, most: int = 1500) -> str:
    """
    Hold the walk of a model, sliced and whole, to the verifier and to brute force; give what was found.
    """
    [safeguard] = workflow.safeguards
    people = usual_people(workflow)
    walked = walk(compile_for(workflow, safeguard, people), most)
    if not walked.complete:
        return "too large"
    whole = walk(compile_for(workflow, safeguard, people, whole=True), most // 3)
    verdict = judge(workflow, safeguard)

    assert not whole.complete or (whole.length is None) == (walked.length is None)
    if walked.length is None:
        assert verdict.judged != "broken" or verdict.story is None or not set(verdict.story.people) <= set(people)
        assert explore(workflow, safeguard.form, most=500).length is None
        return "kept"
    assert verdict.judged != "kept"
    return "broken"


@slowly(examples(60))
@given(guarded_workflows())
def test_verdicts_agree(workflow: Workflow):
    """
    What can be reached in a model, by walking it, is what the verifier and brute force say of the workflow.
    """
    assume(not isinstance(workflow.safeguards[0].form, AlwaysPossible))
    check_verdicts(workflow)
