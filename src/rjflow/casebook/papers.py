"""
Forms, what others were told, and what is kept after the end: the questions to a casebook about paper.

Stands on: `window`, `filing`.   Knows nothing of: databases, sentences.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from attrs import field

from rjflow.casebook.filing import Asked
from rjflow.casebook.window import Window
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.engine.filing import Caseload
from rjflow.engine.replaying import replaying
from rjflow.engine.stepping import Step
from rjflow.frozen import frozen
from rjflow.instants import Instant
from rjflow.rules.deciding import caught_up
from rjflow.rules.exporting import Exported, exported
from rjflow.rules.seeing import Eyes, eyes_of
from rjflow.store.rows_beside import PersonalRow
from rjflow.store.written import Filed


@frozen(kw_only=True)
class SeenForm:
    """
    What somebody may see of a form that was handed in, evidence not among it; `by` is nobody where that is not shown. Its `repr` keeps to itself
    what was written.
    """

    form: str
    person: str | None
    by: str | None
    at: Instant
    values: Mapping[str, Any] = field(repr=False)


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
        Take a form in: its event happens or its evidence is recorded, and what else is written in it is kept among the personal values of whoever it is about.

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
            PersonErased: what was told about them was erased, and no more is kept; a form of evidence alone is taken.
            NotAsked: something is written that is no evidence, and the casebook has no keys.
            NoSuchKey, NotInstalled: as `tell` does.
            CaseNotFound, StaleRevision, KeyReused, WrongWorkflow, UnknownName, NobodyIsTheClock, ExemptionRanOut: as `fire` does.

        Not seen:
            What a form about the case says of people; it is under a key of the case's own.
        """
        asked: Asked = {"actor": actor, "person": person, "reason": reason}
        return self._keep.submitted(case, form, values, asked, self._caseload(case), revision, key)

    def filed(self, case: str, actor: str) -> tuple[SeenForm, ...]:
        """
        Give what was written in forms, as far as somebody may see it.

        Raises:
            CaseNotFound: there is none of that name, or none that they have a part in.
            NotAsked: the casebook has no keys, and there is something to be opened.
            BentRow, NoSuchKey, NotInstalled: what is kept was edited, or cannot be opened.
            NobodyIsTheClock, WrongWorkflow: as `view` does.
        """
        there, eyes = self._eyes(case, actor, "forms")
        forms = self._keep.engine(there).workflow.forms
        papers = self._keep.store.papers(case)
        words: dict[int, dict[str, Any]] = {row.number: {} for row in papers.values}
        for row, value in self._keep.words(papers, partial(_is_shown, eyes)):
            words[row.number][row.name] = value
        return tuple(
            _seen(eyes, one, words[one.number])
            for one in self._keep.filed(case)
            if one.number in words and one.form in forms and eyes.see_form(forms[one.form], one.person)
        )

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
        forms, cases = 0, list[str]()
        for case in self._keep.cases():
            if lost := self._keep.tidied(case):
                forms, cases = forms + lost, [*cases, case]
        return Tidied(forms, tuple(cases))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _eyes(self, case: str, actor: str, what: str) -> tuple[Case, Eyes]:
        there = self._keep.case(case)
        by = self._shown(there, actor, what, lambda engine: engine.part_of(there, actor, told=what == "shares"))
        return there, eyes_of(self._keep.engine(there).workflow, there.situation, by)

    def _known(self, known: dict[str, Workflow], fingerprint: str) -> Workflow:
        """
        Give a definition, which is read from the store once for all cases under it.
        """
        if fingerprint not in known:
            known[fingerprint] = self._keep.definition(fingerprint)
        return known[fingerprint]

    def _caseload(self, but: str) -> Caseload:
        """
        Give what counts the open cases that somebody of a register was given, the one at hand left out.
        """

        def caseload(person: str) -> int:
            known: dict[str, Workflow] = {}
            return sum(one.id != but and self._is_open(one, known) for one in self._keep.assigned_to(person))

        return caseload

    def _is_open(self, case: Case, known: dict[str, Workflow]) -> bool:
        """
        Tell whether a case is open by now: time may have closed it, and nobody have noticed yet.
        """
        workflow = self._known(known, case.fingerprint)
        situation, _ = caught_up(workflow, case.situation, max(self._keep.now(), case.situation.now))
        return not workflow.states[situation.state].final


# ----------------------------------------------------------------------------------------------------------------------


def _seen(eyes: Eyes, one: Filed, words: Mapping[str, Any]) -> SeenForm:
    values = {name: words[name] for name in eyes.workflow.forms[one.form].fields if name in words}
    by = one.actor.id if eyes.see_actor(one.actor) else None
    return SeenForm(form=one.form, person=one.person, by=by, at=one.at, values=values)


def _is_shown(eyes: Eyes, row: PersonalRow) -> bool:
    form = eyes.workflow.forms.get(row.form or "")
    return form is not None and eyes.see_field(form, row.name, row.person or None)
