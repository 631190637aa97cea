"""
What a case machine asks of a system that is tested: do this, in what state is the case, what may be done.

`CasebookHost` is rjflow's own casebook behind the same questions; it is what is tested when nobody brings a system.

Stands on: `casebook`, `store.memory`.   Knows nothing of: what is asked, and what should come of it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from rjflow.casebook.book import Casebook
from rjflow.clock import FixedClock
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.engine.case import Case
from rjflow.engine.history import NO_ENTRY, History
from rjflow.engine.roles import SameRoles
from rjflow.engine.stepping import Step
from rjflow.instants import Instant, instant, moment
from rjflow.rules.commands import Advance, Command, Fire, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.store.memory import MemoryStore
from rjflow.store.port import StaleRevision
from rjflow.verifier.verdict import VerifiedWorkflow, Waiver


class Host(Protocol):
    """
    A system that keeps cases, as a case machine sees it. A class, or a function, that makes one with nothing in it is handed over.

    Times are moments with a zone (`open`) and, in commands, microseconds since 1970 in UTC. They never go back. When `open` is asked again,
    another case is opened beside the first, about people of the same ids; whatever is asked from then on concerns that one.

    Not seen:
        A host that also has `together(first, second) -> (bool, bool)` is asked to do two commands at the same time: each as a worker does
        it who saw the case as it is now, and told which of the two happened. Without it nothing is found out about races.
    """

    def open(self, people: Mapping[str, str], workers: Mapping[str, Sequence[str]], at: datetime) -> None:
        """Open the case, about these people (id to kind); *workers* are all the roles there are, as id to roles, by the host's own word."""
        ...

    def do(self, command: Command, key: str) -> bool:
        """
        Do what somebody commands, and tell whether it happened. The actor of the command is who they say they are; the roles in it are
        what they claim. What was done under a *key* is not done again under it; the answer is the same.
        """
        ...

    def state(self) -> str:
        """Tell in which state the case is."""
        ...

    def may(self, who: str) -> Collection[str] | None:
        """Name the events that somebody could make happen now, with suitable evidence and reason; nothing where the host cannot tell."""
        ...


@runtime_checkable
class Racing(Protocol):
    """What a host has besides, when races in it can be tested."""

    def together(self, first: Command, second: Command) -> tuple[bool, bool]:
        """Do two commands at the same time, and tell which happened."""
        ...


MakesHost = Callable[[], Host]


class CasebookHost:
    """rjflow's own casebook over a store in memory."""

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._scheme: Case | None = None
        self._clock = FixedClock(moment(0))
        self._store, self._case, self._cases = MemoryStore(), "", 0
        self._book: Casebook

    def open(self, people: Mapping[str, str], workers: Mapping[str, Sequence[str]], at: datetime) -> None:
        """Open a case in a casebook of its own, whose role lookup knows these workers."""
        waiver = Waiver(by="rjflow.testing", reason="a case machine tries it out", at=instant(at))
        key = VerifiedWorkflow.without_proof(self._workflow, waiver)
        itself = {f"{kind}-{number}": [f"{kind}-{number}"] for kind in self._workflow.people for number in range(1, 99)}
        roles = SameRoles(workers, acts_for={**itself, **{one: [one] for one in people}})
        self._clock = FixedClock(at)
        self._scheme, self._cases = None, self._cases + 1
        self._case = f"case-{self._cases}"
        self._book = Casebook(
            self._store,
            [key],
            roles=roles,
            clock=self._clock,
            scheme=lambda: self._scheme,
            registers_elsewhere=True,  # nobody here is in a register; what comes with a form counts as handed in
        )
        self._book.open(self._case, people=people, actor=next(iter(workers), "somebody"))

    def do(self, command: Command, key: str) -> bool:
        """Do a command, each kind by its own door."""
        self._until(command.at)
        return self._done(command, key, None).allowed

    def together(self, first: Command, second: Command) -> tuple[bool, bool]:
        """Do two commands that both rest on the revision there is now."""
        self._until(max(first.at, second.at))
        revision = self._book.case(self._case).revision
        return self._raced(first, revision), self._raced(second, revision)

    def state(self) -> str:
        """Tell the state."""
        return self._book.case(self._case).state

    def may(self, who: str) -> Collection[str] | None:
        """Give the options that are open; nothing where it would depend on what is given."""
        options = self._book.options(self._case, who)
        return None if any(one.is_open is None for one in options) else [one.event for one in options if one.is_open]

    def history(self) -> History:
        """Give all that happened to the case."""
        return self._book.history(self._case)

    # ------------------------------------------------------------------------------------------------------------------

    def _raced(self, command: Command, revision: int) -> bool:
        try:
            return self._done(command, None, revision).allowed
        except StaleRevision:
            return False

    def _until(self, at: Instant) -> None:
        self._clock.forward(microseconds=max(at - instant(self._clock.now()), 0))

    def _done(self, command: Command, key: str | None, revision: int | None) -> Step:
        book, case, who = self._book, self._case, command.actor.id
        match command:
            case Fire(event=event, reason=reason, given=given):
                return book.fire(case, event, actor=who, reason=reason, given=list(given), key=key, revision=revision)
            case RecordEvidence(given=given):
                return book.record(
                    case, given.evidence, given.value, actor=who, person=given.person, key=key, revision=revision
                )
            case GiveNotice(notice=notice):
                return book.notice(case, notice, actor=who, key=key, revision=revision)
            case Join(person=person, kind=kind):
                return book.join(case, person, kind, actor=who, key=key, revision=revision)
            case Leave(person=person):
                return book.leave(case, person, actor=who, key=key, revision=revision)
            case SeeScheme(scheme=scheme):
                link = self._workflow.scheme
                if link is not None and scheme is not None:
                    mark = fingerprint(link.workflow)
                    self._scheme = Case(id="scheme", fingerprint=mark, situation=scheme, revision=1, head=NO_ENTRY)
                return book.advance(case, revision=revision)
            case Advance():
                return book.advance(case, revision=revision)
