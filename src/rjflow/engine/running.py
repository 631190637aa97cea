"""
Run cases: the front door of the engine.

Every method asks the same machine; nothing is kept here. A case goes in, an answer and the next case come out. Whoever holds cases stores
them. What was refused leaves no trace: the case is the one that went in, and there are no entries.

Stands on: `answering`, `hosting`.   Knows nothing of: storage, files, sentences.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from rjflow.clock import Clock
from rjflow.engine import asking
from rjflow.engine.answering import Asker
from rjflow.engine.asking import Values
from rjflow.engine.beside import SaysBeside
from rjflow.engine.case import Case
from rjflow.engine.filing import TakesForms
from rjflow.engine.hosting import Host
from rjflow.engine.moving import MovesCases
from rjflow.engine.options import Option
from rjflow.engine.roles import RoleLookup
from rjflow.engine.stepping import Step
from rjflow.guards.syntax import Value
from rjflow.rules.commands import Advance, Command, Given, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.decision import Decision
from rjflow.verifier.verdict import VerifiedWorkflow

__all__ = ["Engine", "Step"]  # a step is what every method gives


class Engine(TakesForms, SaysBeside, MovesCases):
    """
    Run the cases of one verified workflow.

    Every answer is what `rules.deciding.decide` gives, and nothing happens that it does not allow. The engine keeps nothing and
    writes nothing: cases and entries are the caller's. All ids (of cases, people, those who act) are text that is not empty and has
    no control characters; all times are `datetime`s with a zone. A time before the case's own is taken as the case's own, in the
    decision as in the entry. Whatever cannot be asked raises an `RjflowError`; what may not happen is a refusal, which is an answer.

    Args:
        verified: The key, cut by the verifier.
        roles: Who has which roles in a case, by the host's word.
        clock: What time it is; the machine's clock when nothing else is given.
        scheme: Gives the scheme's case as it is now, for workflows under a scheme, or nothing when nobody can say. It is asked at
            every command; a change is noted in the history before the command is. Without it nobody can ever say, and what
            asks something of the scheme is refused.
        quick: Whether it is made ready for many questions. Answers are the same; for a few, making ready takes longer.
        registers_elsewhere: Whether the host itself sees to it that whoever is given a case is fit for it. Otherwise what a form asks a
            register for is refused without that form.

    Raises:
        NotAsked: what was handed over is no key, no lookup, no clock, or no function.

    Not seen:
        Whether the lookup tells the truth about roles, whether one person has two ids, and whether the clock is right. Whether
        somebody else has moved the case on meanwhile: `Case.revision` is for the caller to compare.

    >>> from rjflow.engine.example import CLOCK, DOOR, ROLES
    >>> from rjflow.verifier.verifying import verify
    >>> engine = Engine(verify(DOOR).require(), roles=ROLES, clock=CLOCK)
    >>> case = engine.open("door-7", people={}, actor="ann").case
    >>> engine.fire(case, "lock", actor="ann").allowed
    False
    >>> case = engine.record(case, "key", "found", actor="ann").case
    >>> engine.fire(case, "lock", actor="ann").case.state
    'shut'
    """

    def __init__(
        self,
        verified: VerifiedWorkflow,
        *,
        roles: RoleLookup,
        clock: Clock | None = None,
        scheme: Callable[[], Case | None] | None = None,
        quick: bool = True,
        registers_elsewhere: bool = False,
    ) -> None:
        host = Host(verified, roles, clock, scheme)
        super().__init__(Asker(verified, host, quick=quick, registers_elsewhere=registers_elsewhere))

    # ---- asking ------------------------------------------------------------------------------------------------------

    def consider(
        self,
        case: Case,
        what: str | Command,
        *,
        actor: str | None = None,
        reason: str | None = None,
        given: Values = (),
        at: datetime | None = None,
    ) -> Decision:
        """
        Tell what would come of an event, or of any command, without its happening.

        It is the decision that doing it gives, at that time. Of a command's actor only the id counts; the roles are looked up.

        Args:
            case: The case as it is now.
            what: The name of an event, or a command; a command has its actor, time and all else in itself.
            actor: For an event by its name, who makes it happen.
            reason: The same, why a case is closed.
            given: The same, the evidence the event records.
            at: The same, when.

        Raises:
            UnknownName, NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow, ExemptionRanOut: as `fire` does.

        Not seen: what happens between asking and doing.

        >>> from rjflow.engine.example import case, engine
        >>> [finding.asked for finding in engine.consider(case, "lock", actor="ann").missing]
        ['needs']
        """
        if isinstance(what, str):
            what = self._asks.fired(case, what, actor or "", reason, given, at)
        else:
            what = self._asks.taken(case, what)
        return self._asks.answers(case, what)[-1]

    def options(
        self, case: Case, actor: str, *, at: datetime | None = None, events: Collection[str] | None = None
    ) -> tuple[Option, ...]:
        """
        Tell, for every event in file order, whether the actor could make it happen now, and what could be done where not.

        An event is open exactly when some form and reason make it allowed; `is_open` is nothing where that takes too long to find out.

        Args:
            case: The case as it is now.
            actor: Whose options they are, by the id the host knows them by.
            at: When; now, by the engine's clock, if nothing is given.
            events: Of which events; of all of them, if nothing is given.

        Raises:
            NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow, ExemptionRanOut: as `fire` does.

        Not seen:
            Remedies name who may record evidence and where an event may happen; that no other condition stands in the way of the
            remedy itself is not looked at.

        >>> from rjflow.engine.example import case, engine
        >>> lock, late = engine.options(case, "ann")
        >>> lock.is_open, [(remedy.evidence, remedy.by) for remedy in lock.remedies]
        (False, [('key', ('porter',))])
        """
        return self._asks.options(case, actor, at, events)

    # ---- doing -------------------------------------------------------------------------------------------------------

    def open(self, case: str, *, people: Mapping[str, str], actor: str, at: datetime | None = None) -> Step:
        """
        Open a case about these people.

        Nothing is asked of who opens it. The scheme, where there is one, is looked at right away, which is a second entry.

        Args:
            case: What the host calls the case; that no other is called so is for the host to see to.
            people: Whom it is about, as id to kind.
            actor: Who opens it, by the id the host knows them by.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            UnknownName: a kind of people is not the workflow's.
            TooManyPeople: there are more of a kind than are ever admitted.
            NotAsked, NobodyIsTheClock, NotATime: an id, an actor or a time is none.
            ExemptionRanOut: nobody answers any more for a safeguard that is not kept.

        >>> from rjflow.engine.example import engine
        >>> step = engine.open("door-7", people={"gus": "guest"}, actor="ann")
        >>> step.case.state, len(step.entries)
        ('open', 1)
        """
        return self._asks.opened(case, people, actor, at)

    def fire(
        self,
        case: Case,
        event: str,
        *,
        actor: str,
        reason: str | None = None,
        given: Values = (),
        at: datetime | None = None,
    ) -> Step:
        """
        Make an event happen, if it may.

        It happens only when everything that is asked is true now. A refusal names each condition with its answer, and changes
        nothing.

        Args:
            case: The case as it is now.
            event: Its name.
            actor: Who makes it happen, by the id the host knows them by.
            reason: Why a case is closed, where the event leaves a choice.
            given: The evidence the event records: `{evidence: value}`, `{evidence: {person: value}}`, or a list of `Given`. A value
                is exactly a `str`, `bool`, `int` or `date`.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            UnknownName: the workflow has no such event, or no such evidence.
            NotAsked: something is not what it must be: the case, an id, a value, what the role lookup gives.
            NobodyIsTheClock: the actor is empty or `clock`.
            NotATime: the time is no `datetime` with a zone.
            WrongWorkflow: the case, or the scheme's, runs under another definition.
            ExemptionRanOut: nobody answers any more for a safeguard that is not kept.

        >>> from rjflow.engine.example import case, engine
        >>> case = engine.record(case, "key", "found", actor="ann").case
        >>> step = engine.fire(case, "lock", actor="ann")
        >>> step.allowed, step.case.state
        (True, 'shut')
        """
        return self._asks.step(case, self._asks.fired(case, event, actor, reason, given, at))

    def record(
        self,
        case: Case,
        evidence: str,
        value: Value,
        *,
        actor: str,
        person: str | None = None,
        at: datetime | None = None,
    ) -> Step:
        """
        Record a piece of evidence, about a person where it is about people.

        A record that is allowed but made before what it needs is true never counts; `step.decision.counts` tells.

        Args:
            case: The case as it is now.
            evidence: Its name.
            value: What it says: exactly a `str`, `bool`, `int` or `date`.
            actor: Who records it, by the id the host knows them by.
            person: Whom it is about, for evidence about people.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            UnknownName, NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow: as `fire` does.

        Not seen:
            Whether it is true.

        >>> from rjflow.engine.example import case, engine
        >>> engine.record(case, "key", "found", actor="ann").allowed, engine.record(case, "key", "here", actor="ann").allowed
        (True, False)
        """
        given = asking.given_values(self.workflow, [Given(evidence, value, person)])[0]
        return self._asks.step(
            case, RecordEvidence(given=given, actor=self._asks.by(case, actor), at=self._asks.time(case, at))
        )

    def notice(self, case: Case, notice: str, *, actor: str, at: datetime | None = None) -> Step:
        """
        Say that something happened outside. What it voids counts no more from then on.

        Args:
            case: The case as it is now.
            notice: Its name.
            actor: Who says so, by the id the host knows them by.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            UnknownName, NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow: as `fire` does.

        >>> from rjflow.engine.example import case, engine
        >>> case = engine.record(case, "key", "found", actor="ann").case
        >>> engine.notice(case, "break-in", actor="ann").case.situation.records[0].void
        'break-in'
        """
        asking.known(self.workflow.notices, "a notice", notice)
        return self._asks.step(
            case, GiveNotice(notice=notice, actor=self._asks.by(case, actor), at=self._asks.time(case, at))
        )

    def join(self, case: Case, person: str, kind: str, *, actor: str, at: datetime | None = None) -> Step:
        """
        Add somebody whom the case is about, where the workflow lets people of that kind be added.

        Args:
            case: The case as it is now.
            person: Who comes, by an id that no other person of the case has.
            kind: What they are in the case.
            actor: Who adds them, by the id the host knows them by.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            UnknownName, NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow: as `fire` does.

        >>> from rjflow.engine.example import case, engine
        >>> [person.id for person in engine.join(case, "gus", "guest", actor="ann").case.situation.people]
        ['gus']
        """
        asking.an_id("a person", person)
        asking.known(self.workflow.people, "a kind of people", kind)
        return self._asks.step(
            case, Join(person=person, kind=kind, actor=self._asks.by(case, actor), at=self._asks.time(case, at))
        )

    def leave(self, case: Case, person: str, *, actor: str, at: datetime | None = None) -> Step:
        """
        Remove somebody whom the case is about, with all that is recorded about them.

        Args:
            case: The case as it is now.
            person: Who goes.
            actor: Who removes them, by the id the host knows them by.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            NotAsked, NobodyIsTheClock, NotATime, WrongWorkflow: as `fire` does.

        >>> from rjflow.engine.example import engine
        >>> case = engine.open("door-7", people={"gus": "guest"}, actor="ann").case
        >>> engine.leave(case, "gus", actor="ann").case.situation.people
        ()
        """
        asking.an_id("a person", person)
        return self._asks.step(
            case, Leave(person=person, actor=self._asks.by(case, actor), at=self._asks.time(case, at))
        )

    def advance(self, case: Case, *, at: datetime | None = None) -> Step:
        """
        Let the clock do what it does by now: deadlines fire, evidence runs out, gates close.

        When nothing has changed but the time, the case is the one that went in and there is nothing to store.

        Args:
            case: The case as it is now.
            at: When; now, by the engine's clock, if nothing is given.

        Raises:
            NotAsked, NotATime, WrongWorkflow: as `fire` does.

        Not seen:
            Each round of a deadline that comes again is a move of its own in the one entry; see `rules.deciding.caught_up`.

        >>> from datetime import UTC, datetime
        >>> from rjflow.engine.example import case, engine
        >>> [engine.advance(case, at=datetime(2026, 3, 3, hour, tzinfo=UTC)).case.state for hour in (7, 8)]
        ['open', 'watched']
        """
        return self._asks.step(case, Advance(at=self._asks.time(case, at)))
