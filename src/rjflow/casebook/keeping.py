"""
Load, decide, store: what every question to a casebook comes down to.

Stands on: `store`, `engine`.   Knows nothing of: which questions there are.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from logging import DEBUG, INFO
from typing import Any, NamedTuple, Self

from rjflow.casebook.delivering import INSIDE, Delivered, Deliveries, Delivery, delivered, delivering
from rjflow.casebook.noting import note, note_step
from rjflow.clock import Clock, SystemClock
from rjflow.definition.model import Workflow
from rjflow.engine.asking import NotAsked, UnknownName, WrongWorkflow, an_id, known
from rjflow.engine.case import Case
from rjflow.engine.exporting import exports_of
from rjflow.engine.history import History
from rjflow.engine.replaying import replaying
from rjflow.engine.roles import RoleLookup
from rjflow.engine.running import Engine
from rjflow.engine.stepping import Step
from rjflow.instants import Instant, instant
from rjflow.rules.commands import Beside
from rjflow.sealing.port import KeyProvider
from rjflow.store import rows
from rjflow.store.case_rows import BentRow, case_of, case_row
from rjflow.store.port import CaseNotFound, KeyReused, StaleRevision, Store
from rjflow.store.rows import KeyRow, MessageRow, Writing
from rjflow.store.rows_beside import LONGEST_NAME
from rjflow.store.written import reassigned
from rjflow.verifier.verdict import VerifiedWorkflow


class Message(NamedTuple):
    """Something that the outside is told once a step is certain: what it is about, and what it says."""

    topic: str
    text: str


class Keeper:
    """
    Hold engines over a store, one for each definition that is at hand. Nothing changes after it was made.

    Raises:
        NotAsked: two workflows are called the same and have one version; or something is not what it must be.
    """

    def __init__(
        self,
        store: Store,
        workflows: Iterable[VerifiedWorkflow],
        *,
        roles: RoleLookup,
        clock: Clock | None,
        scheme: Callable[[], Case | None] | None,
        announce: Callable[[Step], Iterable[Message]] | None,
        keys: KeyProvider | None = None,
        registers_elsewhere: bool = False,
    ) -> None:
        if not callable(getattr(store, "append", None)):
            raise NotAsked(f"a casebook is over a store, such as SqlStore.at(path) or MemoryStore(), not {store!r}")
        if not isinstance(workflows, Iterable):
            raise NotAsked(f"workflows is a list of what verify(workflow).require() gives, not {workflows!r}")
        if announce is not None and not callable(announce):
            raise NotAsked(f"announce is a function from a step to messages, not {announce!r}")
        self.store = store
        self._clock = clock or SystemClock()
        if keys is not None and not callable(getattr(keys, "unwrap", None)):
            raise NotAsked(f"keys is something that wraps keys, such as WrappingKeys, not a {type(keys).__name__}")
        self._announce = announce
        self._keys = keys
        self._engines: dict[str, Engine] = {}
        self._called: dict[tuple[str, int], str] = {}
        for one in workflows:
            engine = Engine(one, roles=roles, clock=self._clock, scheme=scheme, registers_elsewhere=registers_elsewhere)
            name = (one.workflow.name, one.workflow.version)
            if self._called.setdefault(name, one.fingerprint) != one.fingerprint:
                raise NotAsked(f"there are two workflows {name[0]} of version {name[1]}; a change makes a new version")
            self._engines[one.fingerprint] = engine

    def within(self, transaction: Any) -> Self:
        """Give the same inside a transaction of the host."""
        inside = copy(self)
        inside.store = self.store.within(transaction)
        return inside

    @property
    def logs_reads(self) -> bool:
        """Whether any of the workflows at hand has its reads logged."""
        return any(one.workflow.reads is not None for one in self._engines.values())

    # ---- looking -----------------------------------------------------------------------------------------------------

    def case(self, case: str) -> Case:
        """Give a case as it is stored."""
        row = self.store.load(a_name("a case", case)).case
        if row is None:
            raise CaseNotFound(case)
        return case_of(row)

    def history(self, case: str) -> History:
        """Give all that happened to a case."""
        entries = self.store.entries(a_name("a case", case))
        if not entries:
            raise CaseNotFound(case)
        return History(tuple(rows.entry_of(row) for row in entries))

    def definition(self, fingerprint: str) -> Workflow:
        """Give the definition of a fingerprint as it was stored."""
        row = self.store.definition(fingerprint)
        if row is None:
            raise BentRow(f"the workflow with the fingerprint {fingerprint}")
        return rows.definition_of(row)

    def engine(self, case: Case) -> Engine:
        """Give the engine that a case runs on: the one of its own definition, whatever newer ones there are."""
        found = self._engines.get(case.fingerprint)
        if found is None:
            theirs = self.definition(case.fingerprint)
            raise WrongWorkflow(
                f"case {case.id} runs under {theirs.name}, version {theirs.version}, which is not at hand: every definition "
                "that has cases must be"
            )
        return found

    def cases(self) -> Iterator[str]:
        """Give the ids of all cases, page by page."""
        last: str | None = None
        while page := self.store.cases(most=_PAGE, after=last):
            yield from page
            last = page[-1]

    def now(self) -> Instant:
        """Give the time it is."""
        return instant(self._clock.now())

    # ---- doing -------------------------------------------------------------------------------------------------------

    def opened(
        self,
        case: str,
        people: Mapping[str, str],
        actor: str,
        workflow: str | None,
        version: int | None,
        key: str | None,
    ) -> Step:
        """Open a case."""
        engine = self._engines[self._newest(workflow, version)]
        asked = "" if key is None else rows.question_of("open", people, actor, workflow, version)
        loaded = self.store.load(a_name("a case", case), _a_key(key))
        if loaded.key is not None:
            return self._again("open", loaded.key, asked)
        return self._kept("open", engine.workflow, 0, engine.open(case, people=people, actor=actor), key, asked)

    def done(
        self, deed: Callable[..., Step], case: str, revision: int | None, key: str | None, asked: Mapping[str, Any]
    ) -> Step:
        """Do something with a case."""
        question = "" if key is None else rows.question_of(deed.__name__, asked)
        there = self._ready(deed.__name__, case, revision, key, question)
        if isinstance(there, Step):
            return there
        engine = self.engine(there)
        return self._kept(deed.__name__, engine.workflow, there.revision, deed(engine, there, **asked), key, question)

    def delivering(self, send: object, most: int, rest: int) -> Deliveries:
        """Say step by step how what waits in the outbox is sent."""
        return delivering(self._clock, send, most, rest)

    def delivered(self, send: Callable[[Delivery], Any], most: int, rest: int) -> Delivered:
        """Send what waits in the outbox, and mark what was received."""
        if self.store.is_inside:
            raise NotAsked(INSIDE)
        return delivered(self.store, self.delivering(send, most, rest), send)

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _ready(self, deed: str, case: str, revision: int | None, key: str | None, question: str) -> Case | Step:
        """
        Load a case that something is asked of; or give what came of the question, if it was asked before.
        """
        if revision is not None and type(revision) is not int:
            raise NotAsked(f"a revision is a whole number, not {revision!r}")
        loaded = self.store.load(a_name("a case", case), _a_key(key))
        if loaded.key is not None:
            return self._again(deed, loaded.key, question)
        if loaded.case is None:
            raise CaseNotFound(case)
        there = case_of(loaded.case)
        if revision is not None and revision != there.revision:
            raise StaleRevision(case, revision, there.revision)
        return there

    def _newest(self, workflow: str | None, version: int | None) -> str:
        """
        Give the fingerprint of the definition that a case is opened under.
        """
        names = dict.fromkeys(name for name, _ in self._called)
        if workflow is None:
            if len(names) != 1:
                raise NotAsked("there are several workflows here, or none; say under which one to open the case")
            (workflow,) = names
        known(names, "a workflow", workflow, of="this casebook")
        versions = [one for name, one in self._called if name == workflow]
        if version is not None and version not in versions:
            raise UnknownName("a version", str(version), map(str, versions), of=workflow)
        return self._called[workflow, max(versions) if version is None else version]

    def _kept(
        self, deed: str, workflow: Workflow, expected: int, step: Step, key: str | None, question: str, **beside: Any
    ) -> Step:
        """
        Store what came of a question, if anything did.
        """
        if not step.entries:
            note_step(DEBUG if step.allowed else INFO, deed, workflow, step)
            return step
        try:
            self.store.append(self._writing(workflow, expected, step, key, question, **beside))
        except (StaleRevision, KeyReused) as quicker:
            # The same question may have been asked twice at once; then this is the second time. A database that would not say how
            # the case stands now answers nothing else either, until the host rolls back.
            is_over = isinstance(quicker, StaleRevision) and quicker.current is None
            there = None if key is None or is_over else self.store.load(step.case.id, key).key
            if there is None:
                raise
            return self._again(deed, there, question)
        note_step(INFO, deed, workflow, step)
        return step

    def _writing(
        self, workflow: Workflow, expected: int, step: Step, key: str | None, question: str, **beside: Any
    ) -> Writing:
        """
        Say what is to be stored of a step.
        """
        case, entries = step.case, step.entries
        if "definition" not in beside and not expected:
            beside["definition"] = rows.definition_row(workflow)
        if "assignments" not in beside and expected and (named := reassigned(workflow, step, self.history)) is not None:
            beside["assignments"] = named
        return Writing(
            expected,
            case_row(case),
            tuple([rows.entry_row(entry) for entry in entries]),
            rows.due_row(workflow, case),
            None if key is None else rows.key_row(case.id, key, question, entries[0].number, case.revision),
            self._messages(workflow, step),
            **beside,
        )

    def _messages(self, workflow: Workflow, step: Step) -> tuple[MessageRow, ...]:
        """
        Give what others are to be told.
        """
        if not workflow.exports and self._announce is None:
            return ()
        messages: list[MessageRow] = []
        for part in step.parts:
            told: list[object] = [*exports_of(workflow, part)] if workflow.exports else []
            told += () if self._announce is None else self._announce(part)
            case = part.case
            messages += [rows.message_row(case.id, case.revision, n, *_a_message(one)) for n, one in enumerate(told)]
        return tuple(messages)

    def _again(self, deed: str, row: KeyRow, question: str) -> Step:
        """
        Give what came of a question when it was first asked, derived anew from the history.
        """
        if not rows.is_sealed(row):
            raise BentRow(f"the idempotency key `{row.key}` of case {row.case}")
        if row.question != question:
            raise KeyReused(row.case, row.key)
        entries = self.history(row.case).entries[: row.last]
        note(INFO, deed, {"again": True})
        lived = list(replaying(entries, {one: self.definition(one) for one in {each.fingerprint for each in entries}}))
        # Of a record with notes, or a form with words, the record is the answer.
        answers = [one for one in lived[row.first - 1 :] if not isinstance(one.entry.command, Beside)] or lived[-1:]
        earlier = tuple(Step(one.decision, one.case, (one.entry,)) for one in answers[:-1])
        return Step(answers[-1].decision, lived[-1].case, entries[row.first - 1 :], earlier)


def a_name(thing: str, name: str) -> str:
    """
    Make sure that something can be a name in a store; indexes of databases take no endless ones.
    """
    if len(an_id(thing, name)) > LONGEST_NAME:
        raise NotAsked(f"the name of {thing} has at most {LONGEST_NAME} characters, not {len(name)}")
    return name


# ----------------------------------------------------------------------------------------------------------------------

_PAGE = 500


def _a_key(key: str | None) -> str | None:
    return None if key is None else a_name("an idempotency key", key)


def _a_message(message: object) -> Message:
    """
    Take what the host wants to be told; any text that every database can keep.
    """
    match message:
        case (str(topic), str(text)):
            said = Message(an_id("a topic", topic), text)
            if "\0" in text or text.encode(errors="replace").decode() != text:
                raise NotAsked(
                    f"the text of a message holds no NULs and no halves of characters; that of `{topic}` does"
                )
            return said
    raise NotAsked(f"what is announced is a Message, which is a topic and a text, not a {type(message).__name__}")
