"""
Take forms in: their evidence and their words are stored in one transaction, the words under the key of whoever they are about.

Stands on: `telling`, `written`, `safe`.   Knows nothing of: databases, who may read, sentences.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypedDict

from rjflow.casebook.telling import Teller
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.definition.papers import Form, Records, Registered
from rjflow.engine.asking import an_id
from rjflow.engine.beside import tidied
from rjflow.engine.case import Case
from rjflow.engine.filing import Filing
from rjflow.engine.running import Engine
from rjflow.engine.stepping import Step
from rjflow.rules.leaving import left_over
from rjflow.store import rows
from rjflow.store.case_rows import BentRow
from rjflow.store.port import CasePapers, KeyReused, StaleRevision
from rjflow.store.rows_beside import CASE_ITSELF, PersonalRow
from rjflow.store.safe import PersonErased, Safe, safe_of
from rjflow.store.written import Filed, as_text, filed_in, from_text

_PAGE = 500


class Asked(TypedDict):
    """Who hands a form in, about whom, and for which reason, where its event leaves a choice."""

    actor: str
    person: str | None
    reason: str | None


class Filer(Teller):
    """Keep cases, what is told beside them, and what is written in their forms."""

    def submitted(
        self,
        case: str,
        form: str,
        values: Mapping[str, Any],
        asked: Asked,
        caseload: Callable[[str], int],
        revision: int | None,
        key: str | None,
    ) -> Step:
        """Take a form in."""
        deed = f"submit {an_id('the name of a form', form)}"
        there = self.case(case)
        engine = self.engine(there)
        safe = self._safe_for(there, engine.workflow.forms.get(form), values, asked["person"])
        said = (deed, sorted((str(name), repr(value)) for name, value in _mapping(values).items()), dict(asked))
        question = rows.question_of(*said) if safe is None else safe.question(*said)
        ready = self._ready(deed, case, revision, key, question)
        if isinstance(ready, Step):
            return ready
        if safe is not None and self._is_overtaken(safe):
            return self.submitted(case, form, values, asked, caseload, revision, key)
        engine = self.engine(ready)
        named = self._named(engine.workflow, case, form)
        filing = engine.submit(ready, form, values, caseload=caseload, named=named, **asked)
        step, beside = self._written(engine, ready, form, filing, safe, asked)
        try:
            return self._kept(deed, engine.workflow, ready.revision, step, key, question, **beside)
        except KeyReused:
            if safe is None or not safe.is_new:
                raise
            # Somebody made the safe meanwhile, perhaps with the same question; under its key that can be told.
            return self.submitted(case, form, values, asked, caseload, revision, key)

    def tidied(self, case: str) -> int:
        """Throw away of the forms of a case what its workflow does not say is kept; tell of how many forms something."""
        there = self.case(case)
        workflow = self.definition(there.fingerprint)
        now = max(self.now(), there.situation.now)
        left = left_over(workflow, there.situation, now)
        gone = () if left is None else tuple(row for row in self.store.papers(case).values if _place(row) not in left)
        if not gone:
            return 0
        step = tidied(workflow, there, tuple(dict.fromkeys(map(_place, gone))), now)
        try:
            self._kept("tidy", workflow, there.revision, step, None, "", tidied=gone)
        except StaleRevision:
            return 0  # somebody was quicker, and what they did may change what is kept
        return len({(row.form, row.person) for row in gone})

    # ---- looking -----------------------------------------------------------------------------------------------------

    def filed(self, case: str) -> tuple[Filed, ...]:
        """Give the forms that hold now."""
        return filed_in(self.history(case))

    def words(self, papers: CasePapers, wants: Callable[[PersonalRow], bool]) -> Iterator[tuple[PersonalRow, Any]]:
        """Open what was written in the forms of a case, as far as it is wanted; nothing else is opened."""
        safes: dict[str, Safe] = {}
        for row in filter(wants, papers.values):
            if row.person not in safes:
                if row.person not in papers.keys:
                    raise BentRow(f"the key of {row.person or 'what forms say'} in case {row.case}")
                safes[row.person] = safe_of(self._provider(), papers.keys[row.person])
            yield row, from_text(safes[row.person].text(row))

    def assigned_to(self, worker: str) -> Iterator[Case]:
        """Give the cases that somebody of a register was given to, as they are stored."""
        yield from map(self.case, self.store.assigned(worker))

    def unassigned(self, workflow: Workflow, states: Collection[str]) -> Iterator[str]:
        """Give the cases under a definition, in one of these states, that nobody of a register was given to."""
        last, mark = None, fingerprint(workflow)
        while page := self.store.unassigned(mark, states, most=_PAGE, after=last):
            yield from page
            last = page[-1]

    def definitions(self) -> Iterator[Workflow]:
        """Give every definition that cases were opened under, as it is stored."""
        yield from map(rows.definition_of, self.store.definitions())

    @property
    def has_keys(self) -> bool:
        """Whether personal values, and what is written in forms, can be opened."""
        return self._keys is not None

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _named(self, workflow: Workflow, case: str, form: str) -> Iterator[tuple[str, str | None, str, str]]:
        """
        Give whom of a register the forms of a case name, where a field of this one has to name somebody else.
        """
        fields = workflow.forms[form].fields.values() if form in workflow.forms else ()
        if any(isinstance(one.kind, Registered) and one.kind.other_than for one in fields):
            for filed in self.filed(case):
                yield from ((filed.form, filed.person, field, who) for field, who in filed.named)

    def _safe_for(self, case: Case, form: Form | None, values: Mapping[str, Any], person: str | None) -> Safe | None:
        """
        Open the safe that the words of a form go into, if there are any; where that cannot be, it matters only if they are taken in.
        """
        if form is None or self._keys is None or not _words(form, values):
            return None
        owner = CASE_ITSELF if form.about is None else person
        if owner is None:
            return None
        try:
            return self._safe(case.id, owner)
        except PersonErased:
            return None

    def _written(
        self,
        engine: Engine,
        there: Case,
        form: str,
        filing: Filing,
        safe: Safe | None,
        asked: Asked,
    ) -> tuple[Step, dict[str, Any]]:
        """
        Put away what is written besides evidence, in place of what the form said before; give the step with its entry too, and what is
        stored beside them.
        """
        step, person = filing.step, asked["person"]
        owner, papers = person or CASE_ITSELF, self.store.papers(there.id)
        before = tuple(row for row in papers.values if (row.form, row.person) == (form, owner))
        if not step.allowed or not (filing.personal or before):
            return step, {}
        if filing.personal and safe is None:
            self._provider()
            raise PersonErased(there.id, an_id("a person", person))
        mark = papers.keys[owner].mark if safe is None else safe.mark
        parts = (
            []
            if safe is None
            else [safe.sealed(name, as_text(one), form=form) for name, one in filing.personal.items()]
        )
        fields = engine.workflow.forms[form].fields
        named = tuple((name, one) for name, one in filing.personal.items() if isinstance(fields[name].kind, Registered))
        told = tuple(one for one, _ in parts)
        more = engine.file(step.case, form, told, mark=mark, actor=asked["actor"], person=person, named=named)
        if not more.allowed:
            return Step(more.decision, there), {}
        (entry,) = more.entries
        whole = step._replace(case=more.case, entries=(*step.entries, entry))
        return whole, {
            "personal": tuple(row(entry.number) for _, row in parts),
            "person_keys": (safe.row,) if safe is not None and safe.is_new else (),
            "tidied": before,
        }


# ----------------------------------------------------------------------------------------------------------------------


def _mapping(values: object) -> Mapping[Any, Any]:
    return values if isinstance(values, Mapping) else {}


def _words(form: Form, values: object) -> bool:
    """
    Tell whether anything is written that is no evidence.
    """
    said = {name for name, value in _mapping(values).items() if value is not None}
    return any(one.name in said and not isinstance(one.kind, Records) for one in form.fields.values())


def _place(row: PersonalRow) -> str:
    return f"{row.form}.{row.name}"
