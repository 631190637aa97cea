"""
Put questions into commands, have them answered, and note before each how the scheme stands.

Stands on: `machine`, `hosting`, `stepping`, `options`.   Knows nothing of: who calls, storage, sentences.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from attrs import evolve

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.engine import asking
from rjflow.engine.asking import Values, WrongWorkflow, a_case, given_values, known
from rjflow.engine.case import Case
from rjflow.engine.history import NO_ENTRY, Entry, Migrate, Open
from rjflow.engine.hosting import Host
from rjflow.engine.machine import RulesAlone, machine_of
from rjflow.engine.options import Option, options
from rjflow.engine.seen import NoPart, View, viewed
from rjflow.engine.seen_history import SeenEntry, seen_history
from rjflow.engine.stepping import Step, followed, stepped, written
from rjflow.instants import Instant
from rjflow.rules.commands import Advance, Beside, Command, Fire, FireDraft, SeeScheme
from rjflow.rules.deciding import with_scheme
from rjflow.rules.decision import Decision
from rjflow.rules.handing import asks_for_forms, without_form
from rjflow.rules.migrating import moved
from rjflow.rules.past import Past
from rjflow.rules.personal import judged
from rjflow.rules.seeing import eyes_of
from rjflow.rules.situation import THE_CLOCK, Actor, Situation, first_situation
from rjflow.verifier.verdict import VerifiedWorkflow


class Asker:
    """
    Answer questions about the cases of one verified workflow, by the host's word.
    """

    def __init__(
        self, verified: VerifiedWorkflow, host: Host, *, quick: bool = True, registers_elsewhere: bool = False
    ) -> None:
        self.workflow: Workflow = verified.workflow
        self._asks_forms = not registers_elsewhere and asks_for_forms(verified.workflow)
        self._verified = verified
        self._machine = machine_of(verified.workflow) if quick else RulesAlone(verified.workflow)
        self._host = host

    def opened(self, case: str, people: Mapping[str, str], actor: str, at: datetime | None) -> Step:
        """Open a case, and look at the scheme."""
        workflow, now = self.workflow, self._host.time(at)
        asking.an_id("a case", case)
        asking.check_people(workflow, people)
        self._host.check_exemptions(now)
        opening = Open(people=tuple(people.items()), actor=self._host.actor(case, actor), at=now)
        first = first_situation(workflow, opening.people, now)
        decision = self._machine.decide(first, Advance(at=now))
        mark, waiver = self._verified.fingerprint, self._verified.waiver
        blank = Case(id=case, fingerprint=mark, situation=first, revision=0, head=NO_ENTRY, waiver=waiver)
        opened, entry = written(blank, opening, decision)
        noticed = self._noticed(opened.situation, now)
        if noticed is None:
            return Step(decision, opened, (entry,))
        return followed(Step(decision, opened, (entry,)), stepped(opened, [noticed]))

    def fired(self, case: Case, event: str, actor: str, reason: str | None, given: Values, at: datetime | None) -> Fire:
        """Put an event into a command."""
        workflow, host, now = self.workflow, self._host, self.time(case, at)
        host.check_exemptions(now)
        made = FireDraft()
        made.event, made.at = known(workflow.events, "an event", event), now
        made.given = given_values(workflow, given) if given != () else ()
        made.reason = None if reason is None else asking.a_reason(reason)
        made.actor = host.actor(case.id, actor)
        made.__class__ = Fire
        fired: Fire = made
        return fired

    def taken(self, case: Case, command: Command) -> Command:
        """Take a command as it is, but for the roles of its actor and a time before the case's own."""
        asking.check_command(self.workflow, command)
        now = max(command.at, self._ours(case).situation.now)
        if isinstance(command, Fire):
            self._host.check_exemptions(now)
        if command.actor == THE_CLOCK and isinstance(command, Advance | SeeScheme):
            return evolve(command, at=now)
        return evolve(command, at=now, actor=self._host.actor(case.id, command.actor.id))

    def by(self, case: Case, actor: str) -> Actor:
        """Give who acts in a case."""
        return self._host.actor(self._ours(case).id, actor)

    def time(self, case: Case, at: datetime | None) -> Instant:
        """Give the time at which a command is judged: never before the case's own."""
        now, before = self._host.time(at), self._ours(case).situation._now
        return max(before, now)

    def options(
        self, case: Case, actor: str, at: datetime | None, events: Collection[str] | None
    ) -> tuple[Option, ...]:
        """Tell what somebody can do, with the scheme as it is now."""
        now = self.time(case, at)
        self._host.check_exemptions(now)
        noticed = self._noticed(case.situation, now)
        situation = noticed.after if noticed is not None else case.situation
        by = self._host.actor(case.id, actor)
        return options(self.workflow, situation, by, now, self._machine.decide, events)

    def now(self, case: Case, at: datetime | None) -> tuple[Situation, Situation | None]:
        """Give where a case stands, brought up to date with the clock and the scheme; and the scheme."""
        now = self.time(case, at)
        noticed = self._noticed(case.situation, now)
        situation = noticed.after if noticed is not None else case.situation
        there = self._machine.decide(situation, Advance(at=now)).after
        return there, there.scheme and there.scheme.evolved(now=max(there.scheme.now, now))

    def speaks_for(self, case: Case, actor: str) -> bool:
        """Tell whether somebody is, or speaks for, a person whom a case is about."""
        acts_for = self.by(case, actor).acts_for
        return any(person.id in acts_for for person in case.situation.people)

    def view(self, case: Case, actor: str, at: datetime | None) -> View:
        """Give a case as somebody may see it, brought up to date with the clock and the scheme."""
        now, who = self.time(case, at), self.part_of(case, actor, told=False)
        noticed = self._noticed(case.situation, now)
        situation = noticed.after if noticed is not None else case.situation
        there, _ = self.now(case, at)
        eyes = eyes_of(self.workflow, there, who)
        theirs = [event.name for event in self.workflow.events.values() if eyes.among(event.by)]
        seen = options(self.workflow, situation, who, now, self._machine.decide, theirs)
        return viewed(self.workflow, case.id, there, who, seen, now)

    def seen(self, case: Case, history: Iterable[Entry], actor: str) -> tuple[SeenEntry, ...]:
        """Give what somebody may see of what happened to a case."""
        return seen_history(self.workflow, tuple(history), case.situation, self.part_of(case, actor, told=False))

    def part_of(self, case: Case, actor: str, *, told: bool) -> Actor:
        """Look somebody up who has a part in a case, or, for the log of what others were told, may see some of it."""
        who = self.by(case, actor)
        eyes = eyes_of(self.workflow, case.situation, who)
        if not (eyes.are_told() if told else eyes.have_part()):
            raise NoPart(f"{actor} has no part in case {case.id}")
        return who

    def answers(self, case: Case, command: Command, form: str | None = None) -> Sequence[Decision]:
        """Decide a command, handed in with a form or by itself, and before it what has to be noted of the scheme."""
        noticed = self._noticed(case.situation, command.at)
        if noticed is None:
            return (self._decided(case.situation, command, form),)
        return (noticed, self._decided(noticed.after, command, form))

    def step(self, case: Case, command: Command, form: str | None = None) -> Step:
        """Decide a command, handed in with a form or by itself, and write down what was allowed."""
        decisions = self.answers(case, command, form)
        return stepped(case, decisions) if decisions[-1].allowed else Step(decisions[-1], case)

    def beside(self, case: Case, command: Beside) -> Step:
        """Judge what is said beside the facts, and write it down if it may be."""
        decision = judged(self.workflow, self._ours(case).situation, command)
        if not decision.allowed:
            return Step(decision, case)
        then, entry = written(case, command, decision)
        return Step(decision, then, (entry,))

    def migrated(self, case: Case, old: Workflow, past: Past, actor: str, at: datetime | None) -> Step:
        """Take a case over from another version, if it may move."""
        source = asking.a_case(case).fingerprint
        if fingerprint(old) != source or source == self._verified.fingerprint:
            raise WrongWorkflow(f"case {case.id} does not move from {old.name}, version {old.version}, to this version")
        now = max(self._host.time(at), case.situation.now)
        self._host.check_exemptions(now)
        by = self._host.actor(case.id, actor)
        decision = moved(old, self.workflow, case.situation, past=past, actor=by, at=now)
        if not decision.allowed:
            return Step(decision, case)
        ours = evolve(case, fingerprint=self._verified.fingerprint, waiver=self._verified.waiver)
        then, entry = written(ours, Migrate(source=source, actor=by, at=now), decision)
        noticed = self._noticed(then.situation, now)
        if noticed is None:
            return Step(decision, then, (entry,))
        return followed(Step(decision, then, (entry,)), stepped(then, [noticed]))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _decided(self, situation: Situation, command: Command, form: str | None) -> Decision:
        """Decide a command; one that has to come with a form that asks a register, and does not, is refused whatever else is so."""
        decision = self._machine.decide(situation, command)
        asked = without_form(self.workflow, command, form) if self._asks_forms else None
        if asked is None or asked.truth is True:
            return decision
        now = self._machine.decide(situation, Advance(at=command.at))
        return Decision(False, command, now.after, now.after, (*decision.findings, asked), now.moves)

    def _ours(self, case: Case) -> Case:
        if a_case(case).fingerprint != self._verified.fingerprint:
            raise WrongWorkflow(f"case {case.id} runs under another definition than {self.workflow.name}")
        return case

    def _noticed(self, situation: Situation, now: Instant) -> Decision | None:
        """Take note of the scheme, if it is not as it was last seen."""
        if self.workflow.scheme is None:
            return None
        shown = self._host.scheme()
        if shown == situation.scheme or (shown is not None and self._is_as_seen(situation, shown, now)):
            return None
        return self._machine.decide(situation, SeeScheme(scheme=shown, at=now))

    def _is_as_seen(self, situation: Situation, shown: Situation, now: Instant) -> bool:
        """Tell whether the scheme differs only in what time has done to it since somebody looked."""
        if situation.scheme is None:
            return False
        here = with_scheme(self.workflow, situation, now)
        return here.scheme == with_scheme(self.workflow, situation.evolved(scheme=shown), now).scheme
