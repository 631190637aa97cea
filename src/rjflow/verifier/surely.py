"""
Where certain people can surely do something, or make a condition true, whatever is not tracked.

Stands on: `edges`, `formulas`.   Knows nothing of: goals, what is reached.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from rjflow.definition.lookup import as_condition, comes_for_sure
from rjflow.definition.model import BACK, CLOCK, Group, Workflow
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    Not,
    OfScheme,
    Or,
    parts,
)
from rjflow.verifier.action import Action, reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.classes import passes
from rjflow.verifier.edges import Edge
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.happening import SOMEBODY_ELSE, Occurrence

_Test = tuple[Among | Compare | IsCurrent, bool]


class Sure:
    """Where conditions can surely be made true by certain people, whatever is not tracked."""

    def __init__(self, formulas: Formulas, using: Sequence[str]) -> None:
        self._formulas = formulas
        self._frame = formulas.frame
        self._workflow = formulas.frame.workflow
        self._using = set(using) - {CLOCK}
        self._waits = CLOCK in using  # the clock fires deadlines and nothing else, whoever else may fire their events
        listened = {voider.what for evidence in self._workflow.evidence.values() for voider in evidence.voided_by}
        self._harmless = {name for name in self._workflow.evidence if name not in listened}
        self._undone_by: dict[tuple[str, str], set[str]] = {
            ("evidence", name): {name} for name in self._workflow.evidence
        }
        for name, evidence in self._workflow.evidence.items():
            for voider in evidence.voided_by:
                self._undone_by.setdefault((voider.kind, voider.what), set()).add(name)
        self._barred: set[str] = set()
        self._asked: list[str] = []
        self._tests: dict[int, frozenset[_Test]] = {}
        self._edges: dict[tuple[int, int], tuple[Set, Set]] = {}

    def edge(self, edge: Edge) -> tuple[Set, Set] | None:
        """Give where an edge can surely be begun, and where it then surely leads to its target; nothing when it is not theirs."""
        if not self.is_theirs(edge.action) or not self._comes(edge):
            return None
        known = (edge.number, id(self._workflow.states[edge.source].guard))
        if known not in self._edges:
            self._edges[known] = self._surely(edge)
        return self._edges[known]

    def _surely(self, edge: Edge) -> tuple[Set, Set]:
        """
        Work out where an edge can surely be begun, and go on; the state it is from makes no difference but by what its gate asks.
        """
        action, guard = edge.action, Group()
        if action.target is not None and action.target != BACK:
            guard = self._workflow.states[edge.target].guard or guard
        needs = action.event.ways[action.way].needs if action.event is not None else Group()
        self._bar(edge.source, needs, guard)
        begin = edge.guard if action.target != BACK else action.guard
        begin = begin & self.condition(as_condition(needs), None) & self._counting(action) & self._armed(action)
        self._barred |= self._undone(action)
        return begin, self.condition(as_condition(guard), None)

    def may_go_by(self, action: Action) -> bool:
        """
        Tell whether those asked for may come on by something: they do it, or time does and the clock may be waited for. Whether they can let
        a gate close is not known while what it asks is not tracked.
        """
        return self.may_be_theirs(action) or (self._waits and action.doing in ("deadline", "scheme"))

    def may_be_theirs(self, action: Action) -> bool:
        """Tell whether those asked for can do something, or could if it were known what closes a gate."""
        return action.doing == "drift" or self.is_theirs(action)

    def is_theirs(self, action: Action) -> bool:
        """Tell whether those asked for can do something, or wait for it."""
        if action.doing == "stale":
            return self._waits
        if action.doing == "record":
            return self._theirs(self._workflow.evidence[action.name].recorded_by)
        if action.event is None:
            return False
        return self._theirs(action.event.by) if action.doing == "fire" else self._waits

    def _undone(self, action: Action) -> set[str]:
        """
        Give the evidence that an action records or makes void: to record it just before is no help for the gate it leads through.
        """
        return {name for one in action.occurrences for name in self._undone_by.get((one.kind, one.name), ())}

    def _counting(self, action: Action) -> Set:
        """
        Give where what an action records surely counts, if it is to, and otherwise surely does not: such a record replaces one that did.
        """
        made = [one for one in action.occurrences if one.kind == "evidence"]
        needs = [(self._workflow.evidence[one.name].needs, one) for one in made]
        return self._frame.space.all_of(self._sure_of(group, one) for group, one in needs if group.items)

    def _sure_of(self, needs: Group, made: Occurrence) -> Set:
        """
        Give where a record surely has what it needs, or surely has not, as is said of it.
        """
        found = self.condition(as_condition(needs), made.person, wanted=made.counts)
        if made.counts or made.person == SOMEBODY_ELSE:
            return found
        return found | ~self._formulas.group(needs, made.person).yes

    def _comes(self, edge: Edge) -> bool:
        """
        Tell whether a deadline is sure to come if one waits: not one for a date that may have come and gone.
        """
        if edge.action.doing != "deadline":
            return True
        return comes_for_sure(self._workflow, self._workflow.deadlines[edge.action.place], edge.source)

    def _armed(self, action: Action) -> Set:
        """
        Give where a deadline is surely armed: one for a date, where that date is known.
        """
        until = self._workflow.deadlines[action.place].until if action.doing == "deadline" else None
        if until is None:
            return self._frame.space.everything
        tracked = self._frame.has(("value", until, None))
        return self._frame.current(until, None) if tracked else self._frame.space.nothing

    def condition(self, condition: Condition, person: str | None, *, wanted: bool = True) -> Set:
        """Give where a condition surely is, or can be made, what is wanted."""
        space = self._frame.space
        match condition:
            case Among() | Compare() | IsCurrent():
                return self._test(condition, person, wanted=wanted)
            case GateHolds(gate):
                return self.condition(as_condition(self._workflow.gates[gate].asks), person, wanted=wanted)
            case Not(inner):
                return self.condition(inner, person, wanted=not wanted)
            case And(conditions) | Or(conditions):
                sets = [self.condition(part, person, wanted=wanted) for part in conditions]
                return space.all_of(sets) if isinstance(condition, And) is wanted else space.any_of(sets)
            case ForPeople() if wanted:
                return self._for_people(condition)
            case _:
                may = self._formulas.condition(condition, "", person)
                return may.surely if wanted else ~(may.yes | may.unknown)

    def _for_people(self, condition: ForPeople) -> Set:
        """
        A quantifier that is wanted to be true.
        """
        space, frame = self._frame.space, self._frame
        wanted = condition.quantity != "no"
        answers = [
            (frame.there(person), self.condition(condition.condition, person, wanted=wanted))
            for person in frame.members(condition.group)
        ]
        others = [frame.others(kind) for kind in frame.other_kinds(condition.group)]
        if others:
            anybody = self.condition(condition.condition, SOMEBODY_ELSE, wanted=wanted)
            answers += [(there, anybody) for there in others]
        enough = self._formulas.enough(condition.group)
        if condition.quantity in ("every", "no"):
            return enough & space.all_of(~there | answer for there, answer in answers)
        if condition.quantity == "some" or condition.number == 1:
            return enough & space.any_of(there & answer for there, answer in answers)
        return self._formulas.condition(condition, "").surely

    def _test(self, test: Among | Compare | IsCurrent, person: str | None, *, wanted: bool) -> Set:
        """
        A test of one record: as it is where it is tracked, otherwise as those asked for can make it.
        """
        evidence = self._workflow.evidence[test.evidence]
        holder = None if evidence.about is None else person
        if self._frame.has(("value", evidence.name, holder)):
            may = self._formulas.condition(test, "", person)
            return may.yes if wanted else may.no
        nothing = self._frame.space.nothing
        theirs = self._theirs(evidence.recorded_by) and evidence.name in self._harmless - self._barred
        if not theirs or evidence.name in self._asked:
            return nothing
        values = self._frame.classes[evidence.name]
        if not (wanted if isinstance(test, IsCurrent) else any(passes(value, test) is wanted for value in values)):
            return nothing
        self._asked.append(evidence.name)
        needed = self.condition(as_condition(evidence.needs), person)
        self._asked.pop()
        return needed

    def _bar(self, source: str, needs: Group, guard: Group) -> None:
        """
        Leave out evidence that is asked two different things, or that the state it is recorded in asks about.
        """
        tests = frozenset[_Test]().union(*(self._tested_in(group) for group in (needs, guard) if group.items))
        asked = [test.evidence for test, _ in tests]
        held_here = reads_of(self._workflow, self._workflow.states[source].guard)
        self._barred = {name for name, times in Counter(asked).items() if times > 1} | {str(name) for name in held_here}

    def _tested_in(self, group: Group) -> frozenset[_Test]:
        if id(group) not in self._tests:
            self._tests[id(group)] = frozenset(_tested(self._workflow, as_condition(group), wanted=True))
        return self._tests[id(group)]

    def _theirs(self, by: Sequence[str]) -> bool:
        """
        Tell whether one of those asked for may act.
        """
        return is_theirs(self._workflow, self._using, by)


def is_theirs(workflow: Workflow, using: Collection[str], by: Iterable[str]) -> bool:
    """
    Tell whether one of some people who are asked for may act; that the clock may does not make it theirs.
    """
    return any(name != CLOCK and (name in using or (name in workflow.roles and "roles" in using)) for name in by)


# ----------------------------------------------------------------------------------------------------------------------


def _tested(workflow: Workflow, condition: Condition, *, wanted: bool) -> Iterator[_Test]:
    """
    Give every test of a piece of evidence in a condition, with what is wanted of it: it is no other test that is asked of other people, too.
    """
    match condition:
        case Among() | Compare() | IsCurrent():
            yield condition, wanted
        case GateHolds(gate):
            yield from _tested(workflow, as_condition(workflow.gates[gate].asks), wanted=wanted)
        case OfScheme():
            return
        case _:
            turned = isinstance(condition, Not) or (isinstance(condition, ForPeople) and condition.quantity == "no")
            for part in parts(condition):
                yield from _tested(workflow, part, wanted=wanted is not turned)
