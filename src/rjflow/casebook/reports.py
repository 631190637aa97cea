"""
Plans, statistics and capacity: the questions to a casebook about many things at once.

Stands on: `papers`, `rules.planning`, `rules.counting`, `rules.registering`.   Knows nothing of: databases, sentences.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rjflow.casebook.papers import Papers
from rjflow.definition.lookup import every_condition
from rjflow.definition.model import Group, Requirement, Workflow
from rjflow.definition.papers import Registered
from rjflow.engine.asking import NotAsked, known
from rjflow.engine.case import Case
from rjflow.frozen import frozen
from rjflow.guards.syntax import GateHolds, Value
from rjflow.rules.counting import Counted, Table, tables
from rjflow.rules.deciding import caught_up
from rjflow.rules.planning import Milestone, planned
from rjflow.rules.registering import Unfit, listed_in, unfit
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import SituationView


@frozen(kw_only=True)
class Worker:
    """
    Somebody of a register.

    Attributes:
        person: who.
        level: what they can take, if it is known.
        cases: how many open cases they were given.
        most: how many they may have, if it is known.
        unfit: why they could be given no more now, whatever the level.
    """

    person: str
    level: Value | None
    cases: int
    most: Value | None
    unfit: tuple[Unfit, ...]


@frozen(kw_only=True)
class Capacity:
    """
    Need and capacity side by side.

    Attributes:
        register: the name of the register.
        workers: those whom it lists.
        waiting: open cases that nobody of it was given, by the level that they ask for; nothing where that is not known.
    """

    register: str
    workers: tuple[Worker, ...]
    waiting: tuple[tuple[Value | None, int], ...]


class Reports(Papers):
    """What a casebook is asked about many things at once."""

    def plan(self, case: str, gate: str | None = None) -> tuple[str, tuple[Milestone, ...]]:
        """
        Give the plan to a gate: what is in place and until when, what is missing, who can bring it about, by when it is due.

        Args:
            case: The case, or the scheme's.
            gate: Which gate; it may be left out where one asks for all others.

        Raises:
            CaseNotFound, BentRow: as `Casebook.case` does.
            UnknownName: there is no such gate.
            NotAsked: there are several, or none, and none was named.

        Not seen:
            Who asks: it is for those who plan.
        """
        there, workflow, situation = self._now(case, {})
        name = top_gate(workflow) if gate is None else known(workflow.gates, "a gate", gate)
        opened = self._keep.history(there.id).entries[0].at
        return name, planned(workflow, situation, name, opened)

    def statistics(self, *, least: int = 5) -> tuple[Table, ...]:
        """
        Count all cases, small numbers left out: where they stand, why they ended, outcomes, and what workflows say is counted.

        Args:
            least: Numbers below this are left out.

        Raises:
            NotAsked: *least* is less than 1.

        Not seen:
            What can be worked out from two counts at different times. Without keys, what was written in forms, which then is left out.
        """
        if type(least) is not int or least < 1:
            raise NotAsked(f"the least number that is shown is a whole number, at least 1, not {least!r}")
        counted = (one for one in self._counted(words=True) if one.workflow.subject == "case")
        return tables(counted, least=least, words=self._keep.has_keys)

    def workflows(self) -> tuple[Workflow, ...]:
        """Give the newest version of each workflow that cases of the store run under."""
        newest: dict[str, Workflow] = {}
        for one in self._counted(words=False):
            if one.workflow.name not in newest or newest[one.workflow.name].version < one.workflow.version:
                newest[one.workflow.name] = one.workflow
        return tuple(newest.values())

    def capacity(self, scheme: str, register: str) -> Capacity:
        """
        Give who of a register has how many cases and may have how many, beside the cases that wait for somebody.

        Only those cases are looked at; who has how many open cases is kept with each of them.

        Args:
            scheme: The scheme's case.
            register: The name of its register.

        Raises:
            CaseNotFound, BentRow: as `Casebook.case` does.
            UnknownName: the scheme has no such register.
        """
        _, workflow, situation = self._now(scheme, {})
        there = workflow.registers[known(workflow.registers, "a register", register)]
        load = self._caseload(but=scheme)
        view = SituationView(workflow, situation)
        workers = tuple(
            Worker(
                person=one.id,
                level=view.value(there.level, one.id) if there.level else None,
                cases=(cases := load(one.id)),
                most=view.value(there.most, one.id) if there.most else None,
                unfit=unfit(workflow, situation, there, one.id, needed=None, cases=cases),
            )
            for one in listed_in(situation, there)
        )
        waiting = Counter(self._waiting(register))
        return Capacity(register=register, workers=workers, waiting=tuple(sorted(waiting.items(), key=str)))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _now(self, case: str, known: dict[str, Workflow]) -> tuple[Case, Workflow, Situation]:
        """
        Give a case, brought up to date with the clock.
        """
        there = self._keep.case(case)
        workflow = self._known(known, there.fingerprint)
        situation, _ = caught_up(workflow, there.situation, max(self._keep.now(), there.situation.now))
        return there, workflow, situation

    def _waiting(self, register: str) -> Iterator[Value | None]:
        """
        Give, of every open case that asks for somebody of a register and has nobody, the level that it asks for.
        """
        for workflow in self._keep.definitions():
            fields = _asking(workflow, register)
            is_open = [state.name for state in workflow.states.values() if not state.final]
            for case in self._keep.unassigned(workflow, is_open) if fields else ():
                _, _, situation = self._now(case, {})
                if not workflow.states[situation.state].final:
                    level = next((one.level for one in fields if one.level), None)
                    yield SituationView(workflow, situation).value(level, None) if level else None

    def _counted(self, *, words: bool) -> Iterator[Counted]:
        """
        Give every case to be counted; what is written in forms only where it is asked for, and can be opened.
        """
        met: dict[str, Workflow] = {}
        for case in self._keep.cases():
            _, workflow, situation = self._now(case, met)
            forms = self._countable(workflow, case) if words and self._keep.has_keys else ()
            yield Counted(workflow=workflow, situation=situation, forms=tuple(forms))

    def _countable(self, workflow: Workflow, case: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """
        Give what is counted of the forms of a case.
        """
        counted = {
            (form.name, one.name) for form in workflow.forms.values() for one in form.fields.values() if one.counted
        }
        if counted:
            for row, value in self._keep.words(
                self._keep.store.papers(case), lambda row: (row.form, row.name) in counted
            ):
                yield row.form or "", {row.name: value}


def top_gate(workflow: Workflow) -> str:
    """
    Give the one gate that no other gate asks for.

    Raises:
        NotAsked: there is none, or more than one.
    """
    asked = {name for gate in workflow.gates.values() for name in _gates(workflow, gate.asks)}
    tops = [name for name in workflow.gates if name not in asked]
    if len(tops) != 1:
        raise NotAsked(f"say which gate: {workflow.name} has {', '.join(workflow.gates) or 'none'}")
    return tops[0]


# ----------------------------------------------------------------------------------------------------------------------


def _gates(workflow: Workflow, group: Group) -> Iterator[str]:
    for item in group.items:
        if isinstance(item, Requirement):
            yield from (part.gate for part in every_condition(workflow, item.condition) if isinstance(part, GateHolds))
        else:
            yield from _gates(workflow, item)


def _asking(workflow: Workflow, register: str) -> list[Registered]:
    """
    Give what the forms of a workflow ask of a register.
    """
    kinds = (field.kind for form in workflow.forms.values() for field in form.fields.values())
    return [kind for kind in kinds if isinstance(kind, Registered) and kind.register == register]
