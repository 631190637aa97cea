"""
Cases by their ids: each question loads a case, is decided by the engine, and is stored, in one call.

Nothing is kept between calls, so one casebook serves all threads of a program, and any number of programs on any number of servers may
have one over the same store: of several who change a case at once, one does, and the others are told so.

Stands on: `keeping`.   Knows nothing of: databases, files, sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rjflow.casebook.delivering import Delivered, Delivery
from rjflow.casebook.keeping import Message
from rjflow.casebook.moving import Mover, MovesToVersions
from rjflow.casebook.people import AsksAboutPeople
from rjflow.casebook.reports import Reports
from rjflow.casebook.sweeping import Swept
from rjflow.clock import Clock
from rjflow.definition.model import Workflow
from rjflow.engine.asking import Values
from rjflow.engine.case import Case
from rjflow.engine.history import History
from rjflow.engine.options import Option
from rjflow.engine.roles import RoleLookup
from rjflow.engine.running import Engine
from rjflow.engine.stepping import Step
from rjflow.guards.syntax import Value
from rjflow.rules.commands import Command
from rjflow.rules.decision import Decision
from rjflow.sealing.port import KeyProvider
from rjflow.store.port import Store
from rjflow.verifier.verdict import VerifiedWorkflow


class Casebook(Reports, AsksAboutPeople, MovesToVersions):
    """
    Hold the cases of any number of workflows in a store.

    A case stays with the definition that it was opened under; several versions of a workflow run side by side, as long as each is handed
    over here. What was refused is an answer, and leaves no trace. Every method that changes a case takes:

    - `revision`: the revision that the asker saw; if the case has moved on since, nothing happens. Without it, the case as it is counts.
    - `key`: an idempotency key. The second time, what came of the first is given again, and nothing happens. A refusal is not kept: who
      asks again is answered anew.

    Args:
        store: Where the cases are.
        workflows: The keys, cut by the verifier; for each version that has cases, one.
        roles: Who has which roles in a case, by the host's word.
        clock: What time it is; the machine's clock when nothing else is given.
        scheme: Gives the scheme's case as it is now, for workflows under a scheme.
        announce: Gives what the outside is to be told of a step, besides the workflow's exports. Both are stored in the same transaction;
            `deliver` sends them.
        keys: Wraps the keys that personal values are kept under, and what is written in forms; without it, none are kept.
        registers_elsewhere: Whether the host itself sees to it that whoever is given a case is fit for it; as of `Engine`.

    Raises:
        NotAsked: something is not what it must be; or two workflows are called the same and have one version.

    Not seen:
        What an engine does not see.

    >>> from rjflow.engine.example import CLOCK, DOOR, ROLES
    >>> from rjflow.store.memory import MemoryStore
    >>> from rjflow.verifier.verifying import verify
    >>> book = Casebook(MemoryStore(), [verify(DOOR).require()], roles=ROLES, clock=CLOCK)
    >>> book.open("door-7", people={}, actor="ann").case.revision
    1
    >>> book.fire("door-7", "lock", actor="ann").allowed, book.record("door-7", "key", "found", actor="ann").allowed
    (False, True)
    >>> book.fire("door-7", "lock", actor="ann", key="a1b2").case == book.fire("door-7", "lock", actor="ann", key="a1b2").case
    True
    >>> len(book.history("door-7"))
    3
    """

    _keep: Mover

    def __init__(
        self,
        store: Store,
        workflows: Iterable[VerifiedWorkflow],
        *,
        roles: RoleLookup,
        clock: Clock | None = None,
        scheme: Callable[[], Case | None] | None = None,
        announce: Callable[[Step], Iterable[Message]] | None = None,
        keys: KeyProvider | None = None,
        registers_elsewhere: bool = False,
    ) -> None:
        self._keep = Mover(
            store, workflows, roles=roles, clock=clock, scheme=scheme, announce=announce, keys=keys,
            registers_elsewhere=registers_elsewhere,
        )  # fmt: skip

    def within(self, transaction: Any) -> "Casebook":
        """
        Give the same casebook inside a transaction of the host: nothing is certain before the host commits.

        Args:
            transaction: The host's `Connection` or `Session`, as its store takes it.

        Raises:
            NotAsked: the store cannot join it.
        """
        inside = object.__new__(Casebook)
        inside._keep = self._keep.within(transaction)
        return inside

    @contextmanager
    def _watched(self, question: str) -> Iterator[Callable[[object], None]]:  # noqa: ARG002  # a traced casebook names its span so
        """Watch a question that is put to the store step by step; what is given takes the answer."""
        yield lambda _: None

    # ---- looking -----------------------------------------------------------------------------------------------------

    def case(self, case: str, *, actor: str | None = None) -> Case:
        """
        Give a case as it is stored.

        Args:
            case: Its name.
            actor: Who reads; to be said under a workflow whose `reads` are logged.

        Raises:
            CaseNotFound: there is none of that name.
            BentRow: its row was edited by hand, or damaged.
            NotAsked: reads are logged, and nobody said who reads.
        """
        return self._keep.case_for(case, actor)

    def history(self, case: str, *, actor: str | None = None) -> History:
        """
        Give all that happened to a case.

        Args:
            case: Its name.
            actor: Who reads; to be said under a workflow whose `reads` are logged.

        Raises:
            CaseNotFound: there is none of that name.
            BentRow: an entry was edited by hand, or damaged.
            NotAsked: reads are logged, and nobody said who reads.

        Not seen:
            Whether it is true; `auditing.audit` tells.
        """
        return self._keep.history_for(case, actor)

    def workflow(self, case: str) -> Workflow:
        """
        Give the definition that a case runs under, as it was stored when the first case was opened under it.

        Raises:
            CaseNotFound: there is no case of that name.
            BentRow: what is stored was edited by hand, or damaged.
        """
        return self._keep.definition(self._keep.case(case).fingerprint)

    def options(self, case: str, actor: str) -> tuple[Option, ...]:
        """Tell, for every event, whether the actor could make it happen now, and what could be done where not; as `Engine.options`."""
        there = self._keep.case(case)
        return self._keep.engine(there).options(there, actor)

    def consider(
        self,
        case: str,
        what: str | Command,
        *,
        actor: str | None = None,
        reason: str | None = None,
        given: Values = (),
    ) -> Decision:
        """Tell what would come of an event, or of any command, without its happening; as `Engine.consider`."""
        there = self._keep.case(case)
        return self._keep.engine(there).consider(there, what, actor=actor, reason=reason, given=given)

    # ---- doing -------------------------------------------------------------------------------------------------------

    def open(
        self,
        case: str,
        *,
        people: Mapping[str, str],
        actor: str,
        workflow: str | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> Step:
        """
        Open a case about these people, under a workflow.

        Args:
            case: What it is called from now on.
            people: Whom it is about, as id to kind.
            actor: Who opens it, by the id the host knows them by.
            workflow: Under which workflow; it may be left out when all are versions of one.
            version: Under which version; the newest that is at hand, when nothing is given.
            key: An idempotency key.

        Raises:
            StaleRevision: there is a case of that name already.
            UnknownName: there is no such workflow or version, or a kind of people is not the workflow's.
            TooManyPeople, NotAsked, NobodyIsTheClock, ExemptionRanOut: as `Engine.open` does.
            KeyReused: the idempotency key stands for another question.
        """
        return self._keep.opened(case, people, actor, workflow, version, key)

    def fire(
        self,
        case: str,
        event: str,
        *,
        actor: str,
        reason: str | None = None,
        given: Values = (),
        revision: int | None = None,
        key: str | None = None,
    ) -> Step:
        """
        Make an event happen, if it may; as `Engine.fire`.

        Raises:
            CaseNotFound: there is no case of that name.
            StaleRevision: the case is not at the revision that was seen, or somebody else was quicker.
            StoreBusy: somebody else held the case for longer than the database lets anybody wait; nothing was kept.
            KeyReused: the idempotency key stands for another question.
            WrongWorkflow: the version that the case runs under is not at hand.
            UnknownName, NotAsked, NobodyIsTheClock, ExemptionRanOut: as `Engine.fire` does.
        """
        asked = {"event": event, "actor": actor, "reason": reason, "given": given}
        return self._keep.done(Engine.fire, case, revision, key, asked)

    def record(
        self,
        case: str,
        evidence: str,
        value: Value,
        *,
        actor: str,
        person: str | None = None,
        notes: Mapping[str, str] | None = None,
        revision: int | None = None,
        key: str | None = None,
    ) -> Step:
        """
        Record a piece of evidence; as `Engine.record`, and raises as `fire` does.

        With *notes*, as person to text, what was written beside it is kept apart as personal values of those people, and raises as
        `tell` does. Evidence and notes are kept together or not at all.
        """
        asked = {"evidence": evidence, "value": value, "actor": actor, "person": person}
        if notes is not None and notes != {}:
            return self._keep.recorded(case, notes, asked, revision, key)
        return self._keep.done(Engine.record, case, revision, key, asked)

    def notice(
        self, case: str, notice: str, *, actor: str, revision: int | None = None, key: str | None = None
    ) -> Step:
        """Say that something happened outside; as `Engine.notice`, and raises as `fire` does."""
        return self._keep.done(Engine.notice, case, revision, key, {"actor": actor, "notice": notice})

    def join(
        self, case: str, person: str, kind: str, *, actor: str, revision: int | None = None, key: str | None = None
    ) -> Step:
        """Add somebody whom the case is about; as `Engine.join`, and raises as `fire` does."""
        return self._keep.done(Engine.join, case, revision, key, {"actor": actor, "person": person, "kind": kind})

    def leave(self, case: str, person: str, *, actor: str, revision: int | None = None, key: str | None = None) -> Step:
        """Remove somebody whom the case is about; as `Engine.leave`, and raises as `fire` does."""
        return self._keep.done(Engine.leave, case, revision, key, {"actor": actor, "person": person})

    def advance(self, case: str, *, revision: int | None = None) -> Step:
        """Let the clock do what it does by now; as `Engine.advance`, and raises as `fire` does."""
        return self._keep.done(Engine.advance, case, revision, None, {})

    def sweep(self, *, most: int = 1000) -> Swept:
        """
        Let the clock do what it does by now with every case that it changes: the deadlines that are due, the gates that have closed.

        It may be done at any time, by any number of programs at once, and again after it broke off: each deadline fires once.

        Args:
            most: How many cases to look at, those that have waited longest first.

        Not seen:
            Cases whose workflow is not at hand here; they are named in what it gives.
        """
        return self._keep.swept(most)

    def due(self, *, most: int = 1000) -> tuple[str, ...]:
        """
        Give the ids of the cases that time changes by now, those that have waited longest first: for whoever lets many programs `advance` them.

        Args:
            most: How many, at most.
        """
        return self._keep.due(most)

    def deliver(self, send: Callable[[Delivery], Any], *, most: int = 1000, rest: int = 60) -> Delivered:
        """
        Send what was announced, and mark what was received.

        Each message is sent at least once, always under the same id, and not before every earlier one of its case was received. It may be done
        by any number of programs at once, and again after it broke off.

        Args:
            send: Sends one, and returns when it was received; whatever it raises, it was not, and the message is tried again.
            most: How many to send, at most.
            rest: For how many seconds a message rests before it is tried again, twice as long each time, up to a day. Sending must not take
                longer, or somebody else may send it too.

        Raises:
            NotAsked: it is asked within a host's transaction, or `send` would have to be awaited.
        """
        return self._keep.delivered(send, most, rest)
