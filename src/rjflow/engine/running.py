"""
Run cases: the front door of the engine.

Every method asks the same machine; nothing is kept here. A case goes in, an answer and the next case come out, and whoever holds
cases stores them. What was refused leaves no trace: the case is the one that went in, and there are no entries.

Stands on: `machine`, `history`, `options`.   Knows nothing of: storage, files, sentences.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from attrs import evolve

from rjflow.clock import Clock, SystemClock
from rjflow.definition.model import CLOCK, Workflow
from rjflow.engine.asking import NobodyIsTheClock, Values, WrongWorkflow, check_names, check_people, given_values
from rjflow.engine.case import Case
from rjflow.engine.encoding import sealed
from rjflow.engine.history import NO_ENTRY, Entry, Open, Recorded, verdicts
from rjflow.engine.machine import machine_of
from rjflow.engine.options import Option, options
from rjflow.engine.roles import RoleLookup
from rjflow.guards.syntax import Value
from rjflow.instants import Instant, instant
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.decision import Decision
from rjflow.rules.situation import THE_CLOCK, Actor, Situation, first_situation
from rjflow.verifier.verdict import VerifiedWorkflow


class Step(NamedTuple):
    """
    What came of a command.

    Attributes:
        decision: the answer, with everything that was asked.
        case: the case as it is now; the one that went in when the answer is no.
        entries: what has to be added to the history; nothing when the answer is no.
    """

    decision: Decision
    case: Case
    entries: tuple[Entry, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether it happened."""
        return self.decision.allowed


class Engine:
    """
    Run the cases of one verified workflow.

    Args:
        verified: The key, cut by the verifier.
        roles: Who has which roles in a case, by the host's word.
        clock: What time it is; the machine's clock when nothing else is given.
        scheme: Gives the scheme's case as it is now, for workflows under a scheme. It is asked at every command; a change is
            noted in the history before the command is.
    """

    def __init__(
        self,
        verified: VerifiedWorkflow,
        *,
        roles: RoleLookup,
        clock: Clock | None = None,
        scheme: Callable[[], Case | None] | None = None,
    ) -> None:
        if not isinstance(verified, VerifiedWorkflow):
            raise TypeError("an engine runs only what verify(workflow).require() gives")
        self._verified = verified
        self._machine = machine_of(verified.workflow)
        self._roles = roles
        self._clock = clock or SystemClock()
        self._scheme = scheme

    @property
    def workflow(self) -> Workflow:
        """The definition that its cases run under."""
        return self._verified.workflow

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

        Of a command's actor only the id counts; the roles are looked up.
        """
        if isinstance(what, str):
            what = self._fired(case, what, actor or "", reason, given, at)
        elif what.actor != THE_CLOCK or not isinstance(what, Advance | SeeScheme):
            what = evolve(what, actor=self._actor(case.id, what.actor.id))
        return self._answered(case, what)[-1]

    def options(self, case: Case, actor: str, *, at: datetime | None = None) -> tuple[Option, ...]:
        """
        Tell, for every event in file order, whether the actor could make it happen now, and what could be done where not.
        """
        now = self._instant(at)
        self._check(case)
        noticed = self._noticed(case.situation, now)
        situation = noticed.after if noticed is not None else case.situation
        return options(self.workflow, situation, self._actor(case.id, actor), now, self._machine.decide)

    # ---- doing -------------------------------------------------------------------------------------------------------

    def open(self, case: str, *, people: Mapping[str, str], actor: str, at: datetime | None = None) -> Step:
        """
        Open a case about these people, given as id to kind.

        Raises:
            UnknownName: a kind of people is not the workflow's.
            TooManyPeople: there are more of a kind than are ever admitted.
        """
        workflow, now = self.workflow, self._instant(at)
        check_people(workflow, people)
        opening = Open(people=tuple(people.items()), actor=self._actor(case, actor), at=now)
        first = first_situation(workflow, opening.people, now)
        decision = self._machine.decide(first, Advance(at=now))
        blank = Case(
            id=case,
            fingerprint=self._verified.fingerprint,
            situation=first,
            revision=0,
            head=NO_ENTRY,
            waiver=self._verified.waiver,
        )
        opened, entry = _written(blank, opening, decision)
        noticed = self._noticed(opened.situation, now)
        if noticed is None:
            return Step(decision, opened, (entry,))
        opened, second = _written(opened, noticed.command, noticed)
        return Step(noticed, opened, (entry, second))

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

        Args:
            case: The case as it is now.
            event: Its name.
            actor: Who makes it happen, by the id the host knows them by.
            reason: Why a case is closed, where the event leaves a choice.
            given: The evidence the event records: `{evidence: value}`, `{evidence: {person: value}}`, or a list of `Given`.
            at: When; now, by the engine's clock, if nothing is given.
        """
        return self._step(case, self._fired(case, event, actor, reason, given, at))

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
        """
        given = Given(evidence, value, person)
        return self._step(case, RecordEvidence(given=given, actor=self._actor(case.id, actor), at=self._instant(at)))

    def notice(self, case: Case, notice: str, *, actor: str, at: datetime | None = None) -> Step:
        """
        Say that something happened outside.
        """
        return self._step(case, GiveNotice(notice=notice, actor=self._actor(case.id, actor), at=self._instant(at)))

    def join(self, case: Case, person: str, kind: str, *, actor: str, at: datetime | None = None) -> Step:
        """
        Add somebody whom the case is about.
        """
        return self._step(case, Join(person=person, kind=kind, actor=self._actor(case.id, actor), at=self._instant(at)))

    def leave(self, case: Case, person: str, *, actor: str, at: datetime | None = None) -> Step:
        """
        Remove somebody whom the case is about.
        """
        return self._step(case, Leave(person=person, actor=self._actor(case.id, actor), at=self._instant(at)))

    def advance(self, case: Case, *, at: datetime | None = None) -> Step:
        """
        Let the clock do what it does by now: deadlines fire, evidence runs out, gates close.
        """
        return self._step(case, Advance(at=self._instant(at)))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _fired(
        self, case: Case, event: str, actor: str, reason: str | None, given: Values, at: datetime | None
    ) -> Fire:
        """Put an event into a command."""
        values = given_values(self.workflow, given) if given else ()
        return Fire(event=event, actor=self._actor(case.id, actor), at=self._instant(at), reason=reason, given=values)

    def _actor(self, case: str, actor: str) -> Actor:
        """Look an actor up; roles the workflow does not know are ignored, and nobody is the clock."""
        if actor in ("", CLOCK):
            named = "an actor without a name cannot act" if not actor else f"`{actor}` cannot be an actor"
            raise NobodyIsTheClock(f"{named}: somebody has to, and what the clock does, only time does")
        found = self._roles.roles_of(actor, case)
        return Actor(actor, frozenset(found.roles) & self.workflow.roles.keys(), frozenset(found.acts_for))

    def _instant(self, at: datetime | None) -> Instant:
        return instant(self._clock.now() if at is None else at)

    def _check(self, case: Case) -> None:
        if case.fingerprint != self._verified.fingerprint:
            raise WrongWorkflow(f"case {case.id} runs under another definition than {self.workflow.name}")

    def _noticed(self, situation: Situation, now: Instant) -> Decision | None:
        """Take note of the scheme, if it is not as it was last seen."""
        if self._scheme is None or self.workflow.scheme is None:
            return None
        scheme = self._scheme()
        if scheme is None or scheme.situation == situation.scheme:
            return None
        return self._machine.decide(situation, SeeScheme(scheme=scheme.situation, at=now))

    def _answered(self, case: Case, command: Command) -> Sequence[Decision]:
        """Decide a command, and before it what has to be noted of the scheme."""
        self._check(case)
        check_names(self.workflow, command)
        noticed = self._noticed(case.situation, command.at)
        if noticed is None:
            return (self._machine.decide(case.situation, command),)
        return (noticed, self._machine.decide(noticed.after, command))

    def _step(self, case: Case, command: Command) -> Step:
        """Decide a command, and write down what was allowed."""
        decisions = self._answered(case, command)
        if not decisions[-1].allowed:
            return Step(decisions[-1], case)
        entries = []
        for decision in decisions:
            case, entry = _written(case, decision.command, decision)
            entries.append(entry)
        return Step(decisions[-1], case, tuple(entries))


# ----------------------------------------------------------------------------------------------------------------------


def _written(case: Case, command: Recorded, decision: Decision) -> tuple[Case, Entry]:
    """
    Write an entry, and give the case after it.
    """
    entry = sealed(
        Entry(
            number=case.revision + 1,
            case=case.id,
            fingerprint=case.fingerprint,
            command=command,
            verdicts=verdicts(decision),
            moves=decision.moves,
            state=decision.after.state,
            waiver=case.waiver,
            previous=case.head,
        )
    )
    then = Case(
        id=case.id,
        fingerprint=case.fingerprint,
        situation=decision.after,
        revision=entry.number,
        head=entry.hash,
        waiver=case.waiver,
    )
    return then, entry
