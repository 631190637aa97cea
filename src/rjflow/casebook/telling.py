"""
Keep what is told about people beside the facts, give it to who may see it, and destroy it.

Stands on: `keeping`, `safe`.   Knows nothing of: databases, sentences.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from attrs import field

from rjflow.casebook.keeping import a_name
from rjflow.casebook.sweeping import Sweeper
from rjflow.definition.lookup import migration_between
from rjflow.engine.asking import NotAsked, UnknownName, an_actor, an_id
from rjflow.engine.case import Case
from rjflow.engine.history import Entry, History, Migrate, Open
from rjflow.engine.running import Engine
from rjflow.engine.stepping import Step
from rjflow.frozen import FrozenMap, frozen, frozen_map
from rjflow.instants import instant
from rjflow.rules.commands import Join, Tell
from rjflow.sealing.port import KeyProvider
from rjflow.sources.errors import RjflowError
from rjflow.store import rows
from rjflow.store.port import KeyReused, PersonalFile
from rjflow.store.rows_beside import PersonalRow, PersonKeyRow, ReadRow
from rjflow.store.safe import PersonErased, Safe, destroyed, new_safe, rewrapped, safe_of, texts_of

NOTE = "note"
_PAGE = 500


class MayNotSee(RjflowError):
    """
    Somebody who may not see what they asked for, by what the workflow says of who may.

    Attributes:
        case: in which case.
        actor: who asked.
    """

    def __init__(self, case: str, actor: str) -> None:
        self.case = case
        self.actor = actor
        super().__init__(f"{actor} may not see this of case {case}")


class Note(NamedTuple):
    """A personal value that is a note to a piece of evidence; `number` is the entry that told it."""

    evidence: str
    name: str
    text: str
    number: int

    def __repr__(self) -> str:
        return f"Note(evidence={self.evidence!r}, name={self.name!r}, number={self.number})"


@frozen
class Personal:
    """
    What somebody may see of what was told about a person. Its `repr` keeps the texts to itself, as in a log or a traceback.

    Attributes:
        person: about whom.
        values: the newest text under each name.
        notes: the notes to evidence, in the order they were told.
        is_erased: whether everything was destroyed.
    """

    person: str
    values: FrozenMap[str, str] = field(repr=False)
    notes: tuple[Note, ...]
    is_erased: bool = False


class Teller(Sweeper):
    """Keep cases, and what is told beside them."""

    # ---- doing -------------------------------------------------------------------------------------------------------

    def told(
        self,
        case: str,
        person: str,
        values: Mapping[str, str],
        evidence: str | None,
        actor: str,
        revision: int | None,
        key: str | None,
    ) -> Step:
        """Tell personal values about somebody."""
        texts = tuple(texts_of(values))
        if evidence is not None:
            an_id("the name of evidence", evidence)  # it is sealed in before the engine is asked
        safe = self._safe(case, an_id("a person", person))
        there = self._ready(
            "tell", case, revision, key, question := safe.question("tell", person, texts, evidence, actor)
        )
        if isinstance(there, Step):
            return there
        if self._is_overtaken(safe):
            return self.told(case, person, values, evidence, actor, revision, key)
        step, beside = _told(self.engine(there), there, [(safe, texts)], evidence, actor)
        try:
            return self._kept("tell", self.engine(there).workflow, there.revision, step, key, question, **beside)
        except KeyReused:
            if not safe.is_new:
                raise
            # Somebody made the safe meanwhile, perhaps with the same question; under its key that can be told.
            return self.told(case, person, values, evidence, actor, revision, key)

    def recorded(
        self, case: str, notes: Mapping[str, str], asked: Mapping[str, Any], revision: int | None, key: str | None
    ) -> Step:
        """Record a piece of evidence together with notes about people; both happen, or neither."""
        if not isinstance(notes, Mapping):
            raise NotAsked("notes are {person: text}")
        told = [(an_id("a person", person), tuple(texts_of({NOTE: text}))) for person, text in notes.items()]
        safes = [(self._safe(case, person), texts) for person, texts in sorted(told)]
        marks = [safe.question(texts) for safe, texts in safes]
        there = self._ready("record", case, revision, key, question := rows.question_of("record", asked, marks))
        if isinstance(there, Step):
            return there
        if self._is_overtaken(*(safe for safe, _ in safes)):
            return self.recorded(case, notes, asked, revision, key)
        engine = self.engine(there)
        step = engine.record(there, **asked)
        if not step.allowed:
            return step
        more, beside = _told(engine, step.case, safes, asked["evidence"], asked["actor"])
        if not more.allowed:
            return Step(more.decision, there)
        whole = step._replace(case=more.case, entries=(*step.entries, *more.entries))
        try:
            return self._kept("record", engine.workflow, there.revision, whole, key, question, **beside)
        except KeyReused:
            if not any(safe.is_new for safe, _ in safes):
                raise
            return self.recorded(case, notes, asked, revision, key)  # as above

    def erased(self, case: str, person: str, actor: str, revision: int | None, key: str | None) -> Step:
        """Destroy what was told about somebody."""
        question = rows.question_of("erase", person, actor)
        there = self._ready("erase", case, revision, key, question)
        if isinstance(there, Step):
            return there
        row = self.personal_file(case, person).key
        if row is not None and row.wrapped is None:
            raise PersonErased(case, person)
        if person not in (people := self.everybody(case)):
            raise UnknownName("a person", person, people, of=f"case {case}")
        engine = self.engine(there)
        step = engine.erase(there, person, actor=actor)
        gone = {"erased": person, "person_keys": (destroyed(case, person, row),)}
        return self._kept("erase", engine.workflow, there.revision, step, key, question, **gone)

    def rewrapped(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Wrap every key with the newest wrapping key; tell how many were not so already."""
        keys, changed, seen = self._provider(), 0, 0
        last: PersonKeyRow | None = None
        while page := self.store.person_keys(most=_PAGE, after=last):
            for row in page:
                now = rewrapped(keys, row)
                changed += now is not None and self.store.rewrap(row, now)
            last, seen = page[-1], seen + len(page)
            progress(seen)
        return changed

    # ---- looking -----------------------------------------------------------------------------------------------------

    def personal(self, case: str, person: str, actor: str) -> Personal:
        """Give what somebody may see of what was told about a person."""
        there = self.case(case)
        engine, file = self.engine(there), self.personal_file(case, person)
        who = engine.actor(there, actor)

        def seen(evidence: str | None) -> bool:
            return engine.may_see(there.situation, who, person, evidence)

        allowed = any(map(seen, (None, *engine.workflow.evidence)))
        self.logged(there, actor, "personal", person, allowed=allowed)
        if not allowed:
            raise MayNotSee(case, actor)
        called = self._called_now(case) if any(row.evidence is not None for row in file.values) else {}
        told = [(called.get(row.number, row.evidence), row, text) for row, text in self.opened_values(file)]
        opened = [one for one in told if one[1].form is None and seen(one[0])]
        return Personal(
            person,
            frozen_map({row.name: text for evidence, row, text in opened if evidence is None}),
            tuple(Note(evidence, row.name, text, row.number) for evidence, row, text in opened if evidence is not None),
            is_erased=file.key is not None and file.key.wrapped is None,
        )

    def everybody(self, case: str) -> frozenset[str]:
        """Give everybody who is in a case, or was."""
        commands = [entry.command for entry in self.history(case)]
        opened = [id for one in commands if isinstance(one, Open) for id, _ in one.people]
        return frozenset(opened) | {one.person for one in commands if isinstance(one, Join)}

    def personal_file(self, case: str, person: str) -> PersonalFile:
        """Give all that is kept about somebody apart from the facts, as it is stored."""
        return self.store.personal(case, an_id("a person", person))

    def reads(self, case: str | None, most: int, after: int) -> Sequence[ReadRow]:
        """Give who read what."""
        if type(most) is not int or type(after) is not int or most < 1:
            raise NotAsked(f"reads are given by whole numbers, at least one at once, not {most!r} after {after!r}")
        return self.store.reads(most=most, after=after, case=None if case is None else a_name("a case", case))

    def opened_values(self, file: PersonalFile) -> Iterator[tuple[PersonalRow, str]]:
        """Open everything that was told about somebody."""
        if file.key is not None and file.key.wrapped is not None and file.values:
            safe = safe_of(self._provider(), file.key)
            for row in file.values:
                yield row, safe.text(row)

    def case_for(self, case: str, actor: str | None) -> Case:
        """Give a case as it is stored, and log who read it where the workflow says so."""
        there = self.case(case)
        self.logged(there, actor, "case")
        return there

    def history_for(self, case: str, actor: str | None) -> History:
        """Give all that happened to a case, and log who read it where the workflow says so."""
        there = self.case(case)
        self.logged(there, actor, "history")
        return self.history(case)

    def logged(
        self, case: Case, actor: str | None, what: str, person: str | None = None, *, allowed: bool = True
    ) -> None:
        """Log that somebody reads something, where the workflow says so; then who reads must be said."""
        engine = self._engines.get(case.fingerprint)
        workflow = engine.workflow if engine is not None else self.definition(case.fingerprint)
        if workflow.reads != "logged":
            return
        if actor is None:
            raise NotAsked(f"reads are logged under {workflow.name}: say who reads, with actor=")
        now = instant(self._clock.now())
        self.store.log_read(
            rows.read_row(case.id, now, a_name("an actor", an_actor(actor)), what, person, allowed=allowed)
        )

    def _called_now(self, case: str) -> dict[int, str]:
        """
        Give what the evidence that values are notes to is called now, by the entry that told them: a version may call it otherwise.
        """
        called: dict[int, str] = {}
        for entry in self.history(case):
            if isinstance(entry.command, Tell) and entry.command.evidence is not None:
                called[entry.number] = entry.command.evidence
            elif isinstance(entry.command, Migrate):
                new = self.definition(entry.fingerprint)
                migration = migration_between(self.definition(entry.command.source), new)
                renamed = {} if migration is None else migration.evidence
                called = {number: renamed.get(name, name) for number, name in called.items()}
        return called

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _safe(self, case: str, person: str) -> Safe:
        """
        Open the safe of somebody, or make one.
        """
        row = self.store.personal(a_name("a case", case), person).key
        return new_safe(self._provider(), case, person) if row is None else safe_of(self._provider(), row)

    def _is_overtaken(self, *safes: Safe) -> bool:
        """
        Tell whether somebody made a safe since it was looked for, or destroyed it; to be asked once it is known which revision the case must
        still have, so that whoever does so later is noticed by that.
        """
        return any(
            self.store.personal(one.row.case, one.row.person).key != (None if one.is_new else one.row) for one in safes
        )

    def _provider(self) -> KeyProvider:
        if self._keys is None:
            raise NotAsked(
                "personal values are kept under keys: give the casebook keys=, such as WrappingKeys.in_file(…)"
            )
        return self._keys


# ----------------------------------------------------------------------------------------------------------------------


def _told(
    engine: Engine, case: Case, told: list[tuple[Safe, tuple[tuple[str, str], ...]]], evidence: str | None, actor: str
) -> tuple[Step, dict[str, Any]]:
    """
    Put values away for several people, an entry for each; give the last step with all entries, and what is stored beside them.
    """
    entries: list[Entry] = []
    kept: list[PersonalRow] = []
    keys: list[PersonKeyRow] = []
    step: Step | None = None
    for safe, texts in told:
        parts = [safe.sealed(name, text, evidence) for name, text in texts]
        values = tuple(one for one, _ in parts)
        step = engine.tell(case, safe.row.person, values, mark=safe.mark, actor=actor, evidence=evidence)
        if not step.allowed:
            return step, {}
        (entry,) = step.entries
        case, entries = step.case, [*entries, entry]
        kept += [row(entry.number) for _, row in parts]
        keys += [safe.row] if safe.is_new else []
    assert step is not None
    return step._replace(entries=tuple(entries)), {"personal": tuple(kept), "person_keys": tuple(keys)}
