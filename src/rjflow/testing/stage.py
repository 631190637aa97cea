"""
Act a run out, on a host and by the policy at once, and stop where the two part.

Three opinions are held to each other at every act: what the host did, what `decide` answers, and a book that is kept apart (`following`). The
safeguards are minded from that book.

Stands on: `hosting`, `following`, `minding`, `rules`.   Knows nothing of: how acts are chosen, sentences.
"""

from collections.abc import Callable

from attrs import evolve, field, mutable

from rjflow.definition.model import CLOCK, Workflow
from rjflow.engine.options import options
from rjflow.instants import Instant, moment
from rjflow.rules.commands import Advance, Command, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation, first_situation
from rjflow.rules.viewing import records_of
from rjflow.scenarios.runs import Act, Again, Anew, Ask, Difference, Do, Run, See, Together, scheme_seen
from rjflow.testing.book import Book, opened
from rjflow.testing.chart import Edge, taken
from rjflow.testing.company import Company
from rjflow.testing.following import Followed, follow
from rjflow.testing.hosting import CasebookHost, Host, MakesHost, Racing
from rjflow.testing.minding import Minding


@mutable(eq=False)
class Stage:
    """
    One case on a host, beside the policy.

    Attributes:
        workflow: the policy.
        host: the system that is tested.
        run: what was done so far.
        situation: where the case stands, by the policy.
        difference: where the host went otherwise, if it did; nothing is done after that.
        saw: told of every decision of the policy.
        taken: the transitions that this case took.
    """

    workflow: Workflow
    host: Host
    run: Run
    situation: Situation = field(init=False)
    difference: Difference | None = field(init=False, default=None)
    saw: Callable[[Decision], None] = lambda _: None
    company: Company = field(init=False)
    taken: set[Edge] = field(init=False)
    _book: Book = field(init=False)
    _minding: Minding = field(init=False)
    _given: dict[Command, tuple[str, Decision]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.company, self._minding = Company(self.workflow), Minding(self.workflow)
        acts, self.run = self.run.acts, evolve(self.run, acts=())
        self._open(self.run.begins)
        self._same_state()
        for act in acts:
            self.act(act)

    @property
    def can_race(self) -> bool:
        """Whether the host can be asked to do two things at once."""
        return isinstance(self.host, Racing)

    @property
    def happened(self) -> list[Command]:
        """The commands that were given in this case and happened: what may come again."""
        return [command for command, (_, decision) in self._given.items() if decision.allowed]

    def act(self, act: Act) -> None:
        """Do one thing, and see whether it came as it must."""
        if self.difference is not None:
            return
        self.run = evolve(self.run, acts=(*self.run.acts, act))
        match act:
            case Do(command):
                self._do(command)
            case Again(command):
                self._again(command)
            case Together(first, second):
                self._together(first, second)
            case See():
                self._do(SeeScheme(scheme=scheme_seen(self.workflow, act), at=act.at))
            case Anew(at):
                self._open(max(at, self.situation.now))
            case Ask(who):
                self._ask(who)
        if not isinstance(act, Ask):
            self._same_state()

    # ------------------------------------------------------------------------------------------------------------------

    def _open(self, at: Instant) -> None:
        people = self.run.people
        self.situation, self._book = first_situation(self.workflow, people, at), opened(self.workflow, people, at)
        self._given, self.taken = {}, set()
        self.host.open(dict(people), self.company.workers, moment(at))
        self._found("safeguard", safeguards=tuple(self._minding.opened(self._book)))
        if self.workflow.scheme is not None:
            self._do(SeeScheme(scheme=first_situation(self.workflow.scheme.workflow, (), at), at=at))

    def _do(self, command: Command) -> None:
        decision, followed = self._answers(self.situation, self._book, command)
        if self.difference is None:
            key = self._key()
            self._judge(decision, self.host.do(command, key))
            self._take(decision, followed)
            self._given[evolve(command, at=0)] = (key, decision)

    def _again(self, command: Command) -> None:
        """
        Have a command come again under its key: the answer is the same, and nothing happens. What was refused may be asked anew as soon as
        anything else has happened; then, and where the command never came, nothing is found out.
        """
        key, first = self._given.get(evolve(command, at=0), ("", None))
        if first is None or not (first.allowed or first.after == self.situation):
            return
        if self.host.do(evolve(command, at=self.situation.now), key) != first.allowed:
            self._found("twice", decision=first)

    def _together(self, first: Command, second: Command) -> None:
        """
        Have two things done at once: what comes of it must be what one order of the two comes to, except that whoever comes second may be
        told to look again.
        """
        if not isinstance(self.host, Racing):
            return
        at = max(first.at, second.at)
        first, second = evolve(first, at=at), evolve(second, at=at)
        if self._depends_on_order(first, second):
            return
        happened = self.host.together(first, second)
        for order in ((0, 1), (1, 0)):
            situation, book, answers = self.situation, self._book, []
            for place in order:
                if place == order[0] or happened[place]:
                    decision, followed = self._answers(situation, book, (first, second)[place])
                    situation, book = decision.after, followed.after
                    answers.append((decision, followed, happened[place]))
            if all(decision.allowed == did for decision, _, did in answers) and situation.state == self.host.state():
                for decision, followed, _ in answers:
                    self._take(decision, followed)
                return
        self._found("together", decision=decide(self.workflow, self.situation, self._true(first)))

    def _depends_on_order(self, first: Command, second: Command) -> bool:
        """
        Tell whether both orders are allowed and come to different things: nobody could tell from outside which of them it was.
        """
        ends = []
        for one, other in ((first, second), (second, first)):
            earlier = decide(self.workflow, self.situation, self._true(one))
            later = decide(self.workflow, earlier.after, self._true(other))
            ends.append(later.after if earlier.allowed and later.allowed else None)
        return None not in ends and ends[0] != ends[1]

    def _ask(self, who: str) -> None:
        found, now = self.host.may(who), self.situation.now
        if found is None or self.difference is not None:
            return
        actor = self.company.actor(who)
        choices = options(self.workflow, self.situation, actor, now, lambda one, fire: decide(self.workflow, one, fire))
        unsure = {one.event for one in choices if one.is_open is None}
        expected = {one.event for one in choices if one.is_open} - unsure
        if expected != set(found) - unsure:
            self._found("options", expected=tuple(sorted(expected)), found=tuple(sorted(found)))

    # ---- what they share ---------------------------------------------------------------------------------------------

    def _true(self, command: Command) -> Command:
        """
        Give the command as the policy sees it: by the actor as they are known, whatever they claim.
        """
        return command if command.actor.id == CLOCK else evolve(command, actor=self.company.actor(command.actor.id))

    def _answers(self, situation: Situation, book: Book, command: Command) -> tuple[Decision, Followed]:
        command = self._true(command)
        decision, followed = decide(self.workflow, situation, command), follow(book, command)
        if (decision.allowed, decision.after.state) != (followed.allowed, followed.after.state):
            self._found("reading", decision=decision, expected=(decision.after.state,), found=(followed.after.state,))
        return decision, followed

    def _judge(self, decision: Decision, happened: bool) -> None:  # noqa: FBT001  # the host's answer is the obvious second argument
        if happened != decision.allowed:
            self._found("allowed" if happened else "refused", decision=decision)

    def _take(self, decision: Decision, followed: Followed) -> None:
        """
        Go on from an answer; what was refused at a later time leaves the clock to be told of that time.
        """
        if decision.allowed:
            broken = tuple(self._minding.after(followed))
            self._found("safeguard", decision=decision, safeguards=broken)
        elif decision.before.now > self.situation.now and self.difference is None:
            passing = Advance(at=decision.before.now)
            self.host.do(passing, self._key("passing"))
            self._found(
                "safeguard", decision=decision, safeguards=tuple(self._minding.after(follow(self._book, passing)))
            )
        self.situation, self._book = decision.after, followed.after
        self.taken |= {*taken(self.workflow, decision)}
        self.saw(decision)

    def _same_state(self) -> None:
        if self.difference is None and self.host.state() != self.situation.state:
            self._found("state", expected=(self.situation.state,), found=(self.host.state(),))

    def _found(self, sort: str, **what: object) -> None:
        if self.difference is None and what.get("safeguards") != ():
            self.difference = Difference(sort=sort, act=len(self.run.acts) - 1, **what)  # type: ignore[arg-type]  # spelled out by the callers

    def _key(self, more: str = "") -> str:
        return f"key-{len(self.run.acts)}{more}"


def play(workflow: Workflow, run: Run, host: MakesHost | None = None) -> Difference | None:
    """
    Act a run out on a fresh host, and give where it goes otherwise than it must; nothing when it nowhere does.

    Args:
        workflow: The policy.
        run: What happens, from the opening of the case.
        host: Makes a system with nothing in it; without one, rjflow's own casebook is tested.

    >>> from rjflow.engine.example import DOOR
    >>> from rjflow.rules.commands import GiveNotice
    >>> from rjflow.rules.situation import Actor
    >>> run = Run(people=(), begins=0, acts=(Do(GiveNotice(notice="break-in", actor=Actor("porter-1"), at=0)),))
    >>> play(DOOR, run) is None
    True
    """
    return Stage(workflow, host() if host is not None else CasebookHost(workflow), run).difference


def act_of(workflow: Workflow, command: Command) -> Act:
    """
    Have a command done; of the scheme is said how it stands.
    """
    if not isinstance(command, SeeScheme) or command.scheme is None or workflow.scheme is None:
        return Do(command)
    scheme = workflow.scheme.workflow
    said = [(name, record.value) for name in scheme.evidence for _, record in records_of(scheme, command.scheme, name)]
    return See(command.scheme.state, tuple(said), command.at)
