"""
Forms, what others were told, and what is kept after the end: the questions to a casebook about paper.

Stands on: `window`, `drawer`, `engine.filing`.   Knows nothing of: databases, sentences.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from attrs import frozen

from rjflow.casebook.drawer import Filed
from rjflow.casebook.window import Window
from rjflow.definition.model import Workflow
from rjflow.definition.papers import Form, Registered
from rjflow.engine.case import Case
from rjflow.engine.replaying import replaying
from rjflow.engine.running import Engine
from rjflow.engine.stepping import Step
from rjflow.instants import Instant
from rjflow.rules.exporting import Exported, exported
from rjflow.rules.seeing import Eyes, eyes_of

_PAGE = 500


@frozen(kw_only=True)
class SeenForm:
    """What somebody may see of a form that was handed in, evidence not among it."""

    form: str
    person: str | None
    by: str
    at: Instant
    values: Mapping[str, Any]


class Tidied(NamedTuple):
    """What was thrown away: of how many forms something, in which cases."""

    forms: int
    cases: tuple[str, ...]


class Papers(Window):
    """What a casebook is asked about paper."""

    def submit(
        self,
        case: str,
        form: str,
        values: Mapping[str, Any],
        *,
        actor: str,
        person: str | None = None,
        reason: str | None = None,
        revision: int | None = None,
        key: str | None = None,
    ) -> Step:
        """
        Take a form in: its event happens or its evidence is recorded, and what else is written in it is kept in the drawer.

        Args:
            case: Its name.
            form: The name of the form.
            values: What was written, by field; as `Engine.submit`.
            actor: Who hands it in.
            person: Whom it is about, where it is about people.
            reason: Why a case is closed, where its event leaves a choice.
            revision: The revision that was seen.
            key: An idempotency key.

        Raises:
            BadForm: something in it is wrong: every problem at once.
            CaseNotFound, StaleRevision, KeyReused, WrongWorkflow, UnknownName, NotAsked, NobodyIsTheClock, ExemptionRanOut: as `fire` does.

        Not seen:
            With an idempotency key, whether what is written is the same the second time. In a host's transaction, the drawer is not part of it.
        """
        asked = {"actor": actor, "person": person, "reason": reason}
        return self._submitted(case, form, values, asked, revision, key)

    def filed(self, case: str, actor: str) -> tuple[SeenForm, ...]:
        """
        Give what was written in forms, as far as somebody may see it.

        Raises:
            CaseNotFound: there is none of that name, or none that they have a part in.
            BentRow, NotAsked, NobodyIsTheClock, WrongWorkflow: as `view` does.
        """
        there, eyes = self._eyes(case, actor, "forms")
        forms = self._keep.engine(there).workflow.forms
        shown = (_shown(eyes, forms[one.form], one) for one in self._keep.drawer.of(case) if one.form in forms)
        return tuple(one for one in shown if one is not None)

    def shares(self, case: str, actor: str) -> tuple[Exported, ...]:
        """
        Give the log of what others were told of a case: to whom, when, what, by whom, and on what basis, as far as somebody may see it.

        It is derived from the history, so nothing that was told can be missing from it.

        Raises:
            CaseNotFound: there is none of that name, or none that they have a part in.
            BentRow, NotAsked, NobodyIsTheClock, WrongWorkflow: as `view` does.
        """
        _, eyes = self._eyes(case, actor, "shares")
        return tuple(one for one in self.exports_of(case) if eyes.among(one.export.visible_to))

    def exports_of(self, case: str) -> Iterator[Exported]:
        """Give everything that others were told of a case; for whoever may see all of it."""
        entries = self._keep.history(case).entries
        workflows = {one: self._keep.definition(one) for one in {entry.fingerprint for entry in entries}}
        for lived in replaying(entries, workflows):
            yield from exported(workflows[lived.entry.fingerprint], lived.decision)

    def tidy(self) -> Tidied:
        """
        Throw away of the forms of ended cases what their workflows do not say is kept; as often as one likes.

        Not seen:
            What a host keeps itself, and copies made before.
        """
        forms, cases, known = 0, list[str](), dict[str, Workflow]()
        for case in self._keep.cases():
            there = self._keep.case(case)
            workflow = self._known(known, there.fingerprint)
            left = left_over(workflow, there, self._keep.now())
            lost = 0 if left is None else self._keep.drawer.change(case, lambda one, left=left: _only(left, one))  # type: ignore[misc]  # bound now
            if lost:
                forms, cases = forms + lost, [*cases, case]
        return Tidied(forms, tuple(cases))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _submitted(
        self,
        case: str,
        form: str,
        values: Mapping[str, Any],
        asked: Mapping[str, str | None],
        revision: int | None,
        key: str | None,
    ) -> Step:
        """
        Store what came of a form, and then put away what else was written in it.
        """
        personal: dict[str, Any] = {}

        def deed(engine: Engine, there: Case, **asked: Any) -> Step:
            filing = engine.submit(there, form, values, caseload=self._caseload(case), **asked)
            personal.update(filing.personal)
            return filing.step

        deed.__name__ = f"submit {form}"
        step = self._keep.done(deed, case, revision, key, asked)
        if step.entries and personal:
            last = step.entries[-1]
            self._keep.drawer.put(Filed(case, form, asked["person"], last.number, last.actor.id, last.at, personal))
        return step

    def _eyes(self, case: str, actor: str, what: str) -> tuple[Case, Eyes]:
        there = self._keep.case(case)
        by = self._shown(there, actor, what, lambda engine: engine.part_of(there, actor))
        return there, eyes_of(self._keep.engine(there).workflow, there.situation, by)

    def _known(self, known: dict[str, Workflow], fingerprint: str) -> Workflow:
        """
        Give a definition, which is read from the store once for all cases under it.
        """
        if fingerprint not in known:
            known[fingerprint] = self._keep.definition(fingerprint)
        return known[fingerprint]

    def _caseload(self, but: str) -> Any:
        """
        Give what counts the open cases that somebody of a register was given, the one at hand left out.
        """

        def caseload(person: str) -> int:
            return sum(person in named for case, named in self._given() if case != but)

        return caseload

    def _given(self) -> Iterator[tuple[str, set[str]]]:
        """
        Give, for every open case, those of registers whom its forms name.
        """
        known: dict[str, Workflow] = {}
        for case in self._keep.cases():
            there = self._keep.case(case)
            workflow = self._known(known, there.fingerprint)
            if not workflow.states[there.state].final:
                yield case, named_in(workflow, self._keep.drawer.of(case))


def named_in(workflow: Workflow, filed: Any) -> set[str]:
    """
    Give those of registers whom forms name.
    """
    fields = {
        (form.name, field.name)
        for form in workflow.forms.values()
        for field in form.fields.values()
        if isinstance(field.kind, Registered)
    }
    return {value for one in filed for name, value in one.values.items() if (one.form, name) in fields}


def left_over(workflow: Workflow, case: Case, now: Instant) -> frozenset[str] | None:
    """
    Give what is kept of the forms of a case by now, as `FORM` and `FORM.FIELD`; nothing where all of it is.
    """
    if not workflow.states[case.state].final:
        return None
    due = [
        frozenset(_fields(workflow, one.only))
        for one in workflow.kept
        if case.situation.since + one.after <= now and (not one.reasons or case.situation.reason in one.reasons)
    ]
    return frozenset.intersection(*due) if due else None


# ----------------------------------------------------------------------------------------------------------------------


def _fields(workflow: Workflow, only: tuple[str, ...]) -> Iterator[str]:
    """
    Spell whole forms out as their fields.
    """
    for name in only:
        if name in workflow.forms:
            yield from (f"{name}.{field}" for field in workflow.forms[name].fields)
        else:
            yield name


def _only(left: frozenset[str], one: Filed) -> dict[str, Any]:
    return {name: value for name, value in one.values.items() if f"{one.form}.{name}" in left}


def _shown(eyes: Eyes, form: Form, one: Filed) -> SeenForm | None:
    if one.person is not None and not eyes.see_person(one.person):
        return None
    if not eyes.among(form.visible_to, form.about, one.person):
        return None
    values = {
        name: value
        for name, value in one.values.items()
        if name in form.fields
        and (not form.fields[name].visible_to or eyes.among(form.fields[name].visible_to, form.about, one.person))
    }
    return SeenForm(form=one.form, person=one.person, by=one.by, at=one.at, values=values)
