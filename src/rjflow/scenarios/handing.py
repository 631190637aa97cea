"""
Hand forms in, as a host does that has the scheme's register: who is named, how many cases they have, who is named elsewhere.

Stands on: `acting`, `model`, `engine.filing`.   Knows nothing of: files, sentences.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Day, Flag, Number, OneOf, Workflow
from rjflow.definition.papers import Field, FieldKind, Records, Registered, SeveralOf, Words
from rjflow.engine.filing import BadForm
from rjflow.engine.stepping import Step
from rjflow.scenarios.acting import Acting, said_on, today
from rjflow.scenarios.model import HandIn, Listed
from rjflow.scenarios.watching import Rejected

_Named = dict[tuple[str, str | None], dict[str, str]]


class Desk:
    """
    Where forms are handed in during one scenario.

    Args:
        register: Whom the scheme's registers list.
    """

    def __init__(self, register: Sequence[Listed]) -> None:
        self._cases = {one.person: one.cases for one in register}
        self._named: _Named = {}

    def taken_in(self, acting: Acting, act: HandIn) -> Iterator[Step | Rejected]:
        """Hand a form in, about each of those it is handed in for; whoever keeps cases keeps each step before the next is asked for."""
        workflow, day = acting.engine.workflow, today(acting)
        fields = workflow.forms[act.form].fields
        values = {name: said_on(day, answer) for name, answer in act.written}
        whole = {**_left_out(fields, values), **values}
        for person in act.people or _about(workflow, act.form, acting):
            yield self._one(acting, act, whole, person)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _one(self, acting: Acting, act: HandIn, values: Mapping[str, Any], person: str | None) -> Step | Rejected:
        named = [(form, whom, name, who) for (form, whom), there in self._named.items() for name, who in there.items()]
        try:
            step, personal = acting.engine.submit(
                acting.case, act.form, values, actor=act.by, person=person, named=named, caseload=self._caseload
            )
        except BadForm as bad:
            return Rejected(act.form, bad.problems)
        fields = acting.engine.workflow.forms[act.form].fields
        if step.allowed:
            self._named[act.form, person] = {
                name: who for name, who in personal.items() if isinstance(fields[name].kind, Registered)
            }
        return step

    def _caseload(self, who: str) -> int:
        return self._cases.get(who, 0)


# ----------------------------------------------------------------------------------------------------------------------


def _about(workflow: Workflow, form: str, acting: Acting) -> list[str | None]:
    """
    Give everybody whom a form can be about; nobody in particular, where it is about the case.
    """
    about, kinds = workflow.forms[form].about, workflow.people
    if about is None:
        return [None]
    return [one.id for one in acting.case.situation.people if in_group(kinds[one.kind], about)]


def _left_out(fields: Mapping[str, Field], said: Mapping[str, Any]) -> dict[str, Any]:
    """
    Write something into each required field that a scenario says nothing of, because no condition asks for it and nobody is named there.
    """
    return {
        one.name: _anything(one.kind)
        for one in fields.values()
        if one.required and one.name not in said and not isinstance(one.kind, Records | Registered)
    }


def _anything(kind: FieldKind) -> Any:
    match kind:
        case OneOf(words):
            return words[0]
        case SeveralOf(words):
            return list(words[:1])
        case Flag():
            return True
        case Number(low, _):
            return low
        case Day():
            return "2026-01-01"
        case Words():
            return "-"
        case _:
            return []
