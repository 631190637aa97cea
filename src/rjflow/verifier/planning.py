"""
Take a case one step further: before the step, record what it turns out to need, as a person would.

Which records a step needs can be read off its refusal: `decide` says what must be there for the case to go there.

Stands on: `wanting`, `forms`, `rules`.   Knows nothing of: sets, where a case should go, sentences.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from types import MappingProxyType

from rjflow.definition.lookup import as_condition, in_group
from rjflow.definition.model import BACK, Event, Group, Way, Workflow
from rjflow.guards.syntax import Condition, Value
from rjflow.instants import DAY, HOUR, SECOND
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.timing import due_at, next_change
from rjflow.rules.viewing import record_of, until
from rjflow.verifier.action import Action
from rjflow.verifier.edges import Edge
from rjflow.verifier.forms import could_act, filled, hangs_on_who, put_off, soon, staying
from rjflow.verifier.telling import SchemeAt
from rjflow.verifier.wanting import NOTHING, Spared, Wish, sparing, wishes

_GAP = 60 * SECOND
_NEARLY = 3 * HOUR
_PATIENCE = 150
_DEPTH = 6

Said = tuple[str, str | None]  # a piece of evidence, and whom it is about
UNSAID: Mapping[Said, Value | None] = MappingProxyType({})


class CannotTell(Exception):
    """A trail that could not be acted out; `reads` is what would have to be tracked to see why, `at` where it stopped, if it did."""

    def __init__(self, reads: frozenset[object], at: Edge | None = None) -> None:
        self.reads, self.at = reads, at
        super().__init__("the trail could not be acted out")


class Planner:
    """
    A case that is taken on from where it stands.

    Of several records that would do, it makes one that is not to be *spared*: those are somebody else's to make. The scheme is asked by
    *scheme_at*.
    """

    def __init__(
        self,
        workflow: Workflow,
        opened: Situation,
        scheme_at: SchemeAt,
        spared: Spared = NOTHING,
        decisions: Sequence[Decision] = (),
    ) -> None:
        self._workflow = workflow
        self._scheme_at = scheme_at
        self._spared = spared
        self.opened = opened
        self.decisions = list(decisions)
        self._patience = _PATIENCE
        self._filing: set[str] = set()

    @property
    def now(self) -> Situation:
        """Where the case stands."""
        return self.decisions[-1].after if self.decisions else self.opened

    def follow(self, edge: Edge, *, soon: bool = False) -> None:
        """Take one step of the trail; wait until a record that it makes runs out *soon*, if it has to."""
        action, before = edge.action, self.now.state
        if action.doing == "drift":
            self._wait_for(edge)
        elif action.doing == "stale":
            self.wait_out(action.name, action.person)
        elif action.doing == "scheme":
            pass  # the scheme is asked when something needs it
        elif action.doing == "deadline":
            if not self.ring(action.place):
                raise CannotTell(edge.reads)
        elif action.doing == "fire":
            event = self._workflow.events[action.name]
            if not self.fire(event, event.ways[action.way], edge.target, _said(action)):
                raise CannotTell(edge.reads)
        else:
            self._quietly(edge)
            if soon:
                self.wait_out(action.name, action.person, nearly=_NEARLY)
        if self.now.state != (before if edge.is_quiet else edge.target):
            raise CannotTell(edge.reads)

    def fire(self, event: Event, way: Way, target: str, said: Mapping[Said, Value | None] = UNSAID) -> bool:
        """
        Fire an event, first recording whatever it is refused for; tell whether it was allowed.

        Its form is filled in as it is *said*, and where nothing is said for everybody there.
        """
        needs = as_condition(way.needs)
        guard = self._workflow.states[target if way.target == BACK else way.target].guard
        while True:
            for spared in (self._spared, NOTHING) if self._spared.tests else (NOTHING,):
                form = tuple(self._form(event, said, spared))
                if self._by_somebody(event.by, None, partial(self._firing, event, way, target, form)):
                    return True
            if not self._bring_about(needs, None) and not self._bring_about(as_condition(guard or Group()), None):
                return False
            self.bring_about_all(needs)

    def ring(self, place: int) -> bool:
        """
        Wait until a deadline is due; tell whether it can be. Dates that would come before it are put off.
        """
        for given in put_off(self._workflow, self.now, place):
            self._write(given)
        due = due_at(self._workflow, self.now, place)
        return due is not None and self._do(Advance(at=due))

    def notify(self, notice: str) -> bool:
        """
        Give a notice, by whoever may; tell whether anybody might.
        """
        by, at = self._workflow.notices[notice].by or tuple(self._workflow.roles), self.now.now + _GAP
        return self._by_somebody(by, None, lambda actor: GiveNotice(notice=notice, actor=actor, at=at))

    def wait_out(self, evidence: str, person: str | None, nearly: int = 0) -> bool:
        """
        Wait until a record has run out, or *nearly* has, so that what is recorded from here on outlives it; tell whether it ever does.
        """
        record = record_of(self._workflow, self.now, evidence, person)
        end = until(self._workflow, self._workflow.evidence[evidence], record) if record else None
        return end is not None and end - nearly > self.now.now and self._do(Advance(at=end - nearly))

    def bring_about_all(self, condition: Condition, person: str | None = None) -> None:
        """
        Record what a condition lacks, as far as that is possible.
        """
        while self._bring_about(condition, person):
            pass

    def lacks(self, condition: Condition, person: str | None = None, depth: int = _DEPTH) -> frozenset[Wish]:
        """
        Give what only events record and without which a condition, or what it asks, cannot be brought about.
        """
        found: set[Wish] = set()
        for wish in self._wishes(condition, person) if depth else ():
            evidence = self._workflow.evidence.get(wish.evidence)
            if evidence is not None:
                found |= (
                    self.lacks(as_condition(evidence.needs), wish.person, depth - 1) if evidence.recorded_by else {wish}
                )
        return frozenset(found)

    # ---- kinds of steps ----------------------------------------------------------------------------------------------

    def _firing(self, event: Event, way: Way, target: str, form: tuple[Given, ...], actor: Actor) -> Fire:
        """
        Make the command that fires an event, its form filled in.
        """
        state = self._workflow.states[target]
        reasons = way.reasons or state.reasons
        return Fire(
            event=event.name,
            actor=actor,
            at=self.now.now + _GAP,
            reason=reasons[0] if state.final and reasons else None,
            given=form,
        )

    def _form(self, event: Event, said: Mapping[Said, Value | None], spared: Spared) -> Iterator[Given]:
        """
        Fill in the form of an event: as it is said, and where nothing is said for everybody there, with what passes no test to be *spared*.
        """
        there = [(one.id, self._workflow.people[one.kind]) for one in self.now.people]
        for name in event.records:
            evidence = self._workflow.evidence[name]
            first = self._value(name, spared=spared)
            people = [person for told, person in said if told == name and person in {id for id, _ in there}]
            if evidence.about and not people:
                people = [id for id, kind in there if in_group(kind, evidence.about)]
            for person in people if evidence.about else [None]:
                value = said.get((name, person))
                yield Given(name, first if value is None else soon(self._workflow, self.now, name, value), person)

    def _quietly(self, edge: Edge) -> None:
        """
        Record, notice, join or leave as the trail says.
        """
        action, workflow = edge.action, self._workflow
        if action.doing == "record":
            value = self._value(action.name, action.value)
            if action.value:
                self.bring_about_all(as_condition(workflow.evidence[action.name].needs), action.person)
            done = self._record(Wish(action.name, action.person, value))
        elif action.doing == "notice":
            done = self.notify(action.name)
        else:
            done = self._by_somebody(self._changers(action), None, lambda actor: self._change(action, actor))
        if not done:
            raise CannotTell(edge.reads)

    def _changers(self, action: Action) -> Sequence[str]:
        kind = self._workflow.people[action.name]
        change = kind.joins if action.doing == "join" else kind.leaves
        return change.by if change else ()

    def _change(self, action: Action, actor: Actor) -> Command:
        at, person = self.now.now + _GAP, str(action.person)
        if action.doing == "join":
            return Join(person=person, kind=action.name, actor=actor, at=at)
        return Leave(person=person, actor=actor, at=at)

    def _wait_for(self, edge: Edge) -> None:
        """
        Wait until the gate of the state closes by itself.
        """
        while self.now.state == edge.source != edge.target:
            then = next_change(self._workflow, self.now, self.now.now + 2000 * DAY)
            if then is None:
                raise CannotTell(edge.reads)
            self._do(Advance(at=then))

    # ---- what is needed ----------------------------------------------------------------------------------------------

    def _bring_about(self, condition: Condition, person: str | None, depth: int = _DEPTH) -> bool:
        """
        Record one thing of those a condition lacks; tell whether anything was.
        """
        wished = self._wishes(condition, person)
        if not wished or self._patience == 0 or depth == 0:
            return False
        self._patience -= 1
        wish = self._first(wished)
        if wish.joins is not None:
            return self._join(wish.joins)
        if wish.scheme is not None:
            scheme = self._scheme_at(((wish.scheme, 2),), self.now.now)
            return scheme is not None and self._do(SeeScheme(scheme=scheme, at=self.now.now + _GAP))
        needs = as_condition(self._workflow.evidence[wish.evidence].needs)
        return self._bring_about(needs, wish.person, depth - 1) or self._record_what_counts(wish)

    def _first(self, wished: Sequence[Wish]) -> Wish:
        """
        Give the wish to be met first: one that no other that is still to be met would void.
        """
        names = {wish.evidence for wish in wished}
        for wish in wished:
            voiders = self._workflow.evidence[wish.evidence].voided_by if wish.evidence else ()
            if not any(voider.what in names for voider in voiders):
                return wish
        return wished[0]

    def _wishes(self, condition: Condition, person: str | None) -> Sequence[Wish]:
        return wishes(self._workflow, self.now, condition, person, spared=self._spared) or ()

    def _join(self, kind: str) -> bool:
        """
        Let somebody of a kind join.
        """
        change = self._workflow.people[kind].joins
        names = {one.id for one in self.now.people}
        person = next(name for number in count(1) if (name := f"{kind}-{number}") not in names)
        at = self.now.now + _GAP
        by = change.by if change is not None else ()
        return self._by_somebody(by, None, lambda actor: Join(person=person, kind=kind, actor=actor, at=at))

    def _record_what_counts(self, wish: Wish) -> bool:
        """
        Record something unless it would not count, which helps nobody and could be gone on with for ever.
        """
        before = len(self.decisions)
        if not self._record(wish):
            return False
        counts = self.decisions[-1].counts is not False
        if not counts:
            del self.decisions[before:]
        return counts

    def _record(self, wish: Wish) -> bool:
        value = self._value(wish.evidence) if wish.value is None else wish.value
        given = Given(wish.evidence, soon(self._workflow, self.now, wish.evidence, value), wish.person)
        ways = staying(self._workflow, self.now.state, given)
        return self._write(given) or any(self._by_form(event, way, given) for event, way in ways)

    def _write(self, given: Given) -> bool:
        by, at = self._workflow.evidence[given.evidence].recorded_by, self.now.now + _GAP
        return self._by_somebody(by, given.person, lambda actor: RecordEvidence(given=given, actor=actor, at=at))

    def _by_form(self, event: Event, way: Way, given: Given) -> bool:
        """
        Record something by an event that leaves the case where it is, first recording what that needs, unless that leads to itself.
        """
        if event.name in self._filing:
            return False
        self._filing.add(event.name)
        self.bring_about_all(as_condition(way.needs))
        self._filing.remove(event.name)
        form = tuple(filled(self._workflow, self.now, event, given))
        return self._by_somebody(
            event.by, None, lambda actor: Fire(event=event.name, actor=actor, at=self.now.now + _GAP, given=form)
        )

    def _value(self, evidence: str, number: int = 1, spared: Spared = NOTHING) -> Value:
        value = sparing(self._workflow, evidence, spared)[max(1, number) - 1]
        return soon(self._workflow, self.now, evidence, value)

    # ---- doing it ----------------------------------------------------------------------------------------------------

    def _do(self, command: Command) -> bool:
        """
        Give a command; tell whether it was allowed.
        """
        return self._decided(command).allowed

    def _decided(self, command: Command) -> Decision:
        decision = decide(self._workflow, self.now, command)
        if decision.allowed:
            self.decisions.append(decision)
        return decision

    def _by_somebody(self, by: Sequence[str], person: str | None, command: Callable[[Actor], Command]) -> bool:
        """
        Let somebody give a command: the first in the file's list who may; nobody where it is not for who they are that they may not.
        """
        for actor in could_act(self._workflow, self.now, by, person):
            decision = self._decided(command(actor))
            if decision.allowed or not hangs_on_who(self._workflow, decision):
                return decision.allowed
        return False


def _said(action: Action) -> dict[Said, Value | None]:
    """
    Give what an action says in the form of its event.
    """
    return {(one.name, one.person): one.value for one in action.occurrences if one.kind == "evidence"}
