"""
Act out a trail that tracks little: before each step, record what it turns out to need, as a person would.

Where a workflow has more evidence than can be counted step by step, a search for every record would be slow; but which records a step
needs can be read off its refusal. So the trail says where the case goes, and `decide` says what must be there for it to go there.
Whatever turns out not to matter is left out again.

Stands on: `wanting`, `replaying`, `rules`.   Knows nothing of: sets, sentences.
"""

from collections.abc import Callable, Iterator, Sequence

from rjflow.definition.lookup import as_condition, in_group
from rjflow.definition.model import BACK, Event, Group, Way, Workflow
from rjflow.guards.syntax import Condition, Value
from rjflow.instants import DAY, HOUR, SECOND
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor, Situation, first_situation
from rjflow.rules.timing import due_at, next_change
from rjflow.rules.viewing import record_of, until
from rjflow.verifier.action import Action
from rjflow.verifier.classes import value_classes
from rjflow.verifier.edges import Edge
from rjflow.verifier.forms import could_act, filled, hangs_on_who, last_way, soon, staying
from rjflow.verifier.pruning import up_to_the_end, without_the_needless
from rjflow.verifier.replaying import ending
from rjflow.verifier.spoken import Watched
from rjflow.verifier.telling import SchemeAt, opening_time
from rjflow.verifier.verdict import Ending, Story, StoryStep
from rjflow.verifier.wanting import Wish, wishes

_GAP = 60 * SECOND
_NEARLY = 3 * HOUR
_PATIENCE = 150
_DEPTH = 6


class CannotTell(Exception):
    """A trail that could not be acted out; `reads` is what would have to be tracked to see why, `at` where it stopped, if it did."""

    def __init__(self, reads: frozenset[object], at: Edge | None = None) -> None:
        self.reads, self.at = reads, at
        super().__init__("the trail could not be acted out")


def act_out(
    workflow: Workflow,
    people: Sequence[tuple[str, str]],
    trail: Sequence[Edge],
    form: Watched,
    scheme_at: SchemeAt,
    tracked: frozenset[str],
    last: Ending | None = None,
) -> Story:
    """
    Tell a trail as a story, with every record that its steps need. Evidence that was *tracked* the trail records itself where it must be.

    Raises:
        CannotTell: a step was refused and no records would help, it led elsewhere, or the story breaks nothing in the end.
    """
    planner = _followed(workflow, people, list(trail), scheme_at, tracked)
    decisions, wrong = planner.decisions, last
    if last is None:
        decisions = up_to_the_end(workflow, form, planner.opened, decisions)
        decisions = without_the_needless(workflow, form, planner.opened, decisions)
        wrong = ending(workflow, form, planner.opened, decisions)
    if wrong is None:
        raise CannotTell(frozenset[object]().union(*(edge.reads for edge in trail)))
    event, way = last_way(workflow, decisions)
    steps = tuple(StoryStep(decision=decision) for decision in decisions)
    return Story(opened=planner.opened, steps=steps, ending=wrong, event=event, way=way)


# ----------------------------------------------------------------------------------------------------------------------


def _followed(
    workflow: Workflow,
    people: Sequence[tuple[str, str]],
    trail: list[Edge],
    scheme_at: SchemeAt,
    tracked: frozenset[str],
) -> "_Planner":
    """
    Follow a trail; where something that should leave the case in its state does not, let it happen before the step that led there.
    """
    while True:
        planner = _Planner(workflow, people, scheme_at, tracked)
        place = 0
        try:
            for place, edge in enumerate(trail):
                planner.follow(edge, soon=_runs_out(edge, trail[place + 1 :]))
        except CannotTell as cannot:
            cannot.at = trail[place]
            if not trail[place].is_quiet or place == 0:
                raise
            earlier = max((at for at in range(place) if not trail[at].is_quiet), default=0)
            trail.insert(earlier, trail.pop(place))
        else:
            return planner


def _runs_out(edge: Edge, rest: Sequence[Edge]) -> bool:
    """
    Tell whether a record that is made has to run out later on.
    """
    about = (edge.action.name, edge.action.person)
    later = (one.action.doing for one in rest if (one.action.name, one.action.person) == about)
    return edge.action.doing == "record" and next(later, None) == "stale"


class _Planner:
    """A case that is made to follow a trail."""

    def __init__(
        self,
        workflow: Workflow,
        people: Sequence[tuple[str, str]],
        scheme_at: SchemeAt,
        tracked: frozenset[str],
    ) -> None:
        self._workflow = workflow
        self._scheme_at = scheme_at
        self._tracked = tracked
        self.opened = first_situation(workflow, tuple(people), opening_time(workflow))
        self.decisions: list[Decision] = []
        self._patience = _PATIENCE

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
            self._wait_out(edge)
        elif action.doing == "scheme":
            pass  # the scheme is asked when something needs it
        elif action.doing == "deadline":
            due = due_at(self._workflow, self.now, action.place)
            if due is None or not self._do(Advance(at=due)):
                raise CannotTell(edge.reads)
        elif action.doing == "fire":
            self._fire(edge)
        else:
            self._quietly(edge)
            if soon:
                self._age(edge)
        if self.now.state != (before if edge.is_quiet else edge.target):
            raise CannotTell(edge.reads)

    # ---- kinds of steps ----------------------------------------------------------------------------------------------

    def _fire(self, edge: Edge) -> None:
        """
        Fire an event, first recording whatever it is refused for.
        """
        event, workflow = self._workflow.events[edge.action.name], self._workflow
        way = event.ways[edge.action.way]
        target = edge.target if way.target == BACK else way.target
        guard = workflow.states[target].guard or Group()
        while True:
            if self._by_somebody(event.by, None, lambda actor: self._firing(edge, actor)):
                return
            if not self._bring_about(as_condition(way.needs), None) and not self._bring_about(
                as_condition(guard), None
            ):
                raise CannotTell(edge.reads)
            self._bring_about_all(as_condition(way.needs), None)

    def _firing(self, edge: Edge, actor: Actor) -> Fire:
        """
        Make the command that fires an event, its form filled in.
        """
        event, workflow = self._workflow.events[edge.action.name], self._workflow
        state = workflow.states[edge.target]
        reasons = event.ways[edge.action.way].reasons or state.reasons
        return Fire(
            event=event.name,
            actor=actor,
            at=self.now.now + _GAP,
            reason=reasons[0] if state.final and reasons else None,
            given=tuple(self._form(edge.action)),
        )

    def _form(self, action: Action) -> Iterator[Given]:
        """
        Fill in the form of an event: as the trail says, and where it says nothing for everybody there.
        """
        said = {(one.name, one.person): one.value for one in action.occurrences if one.kind == "evidence"}
        for name in action.event.records if action.event else ():
            evidence = self._workflow.evidence[name]
            first = self._value(name)
            people = [person for told, person in said if told == name and person in {one.id for one in self.now.people}]
            if evidence.about and not people:
                kinds = self._workflow.people
                people = [one.id for one in self.now.people if in_group(kinds[one.kind], evidence.about)]
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
                self._bring_about_all(as_condition(workflow.evidence[action.name].needs), action.person)
            done = self._record(Wish(action.name, action.person, value))
        elif action.doing == "notice":
            by = workflow.notices[action.name].by or tuple(workflow.roles)
            done = self._by_somebody(
                by, None, lambda actor: GiveNotice(notice=action.name, actor=actor, at=self.now.now + _GAP)
            )
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

    def _age(self, edge: Edge) -> None:
        """
        Wait until a record is nearly as old as it can be, so that what is recorded from here on outlives it.
        """
        evidence = self._workflow.evidence[edge.action.name]
        record = record_of(self._workflow, self.now, evidence.name, edge.action.person)
        end = until(self._workflow, evidence, record) if record else None
        if end is not None and end - _NEARLY > self.now.now:
            self._do(Advance(at=end - _NEARLY))

    def _wait_out(self, edge: Edge) -> None:
        """
        Wait until a record has run out.
        """
        evidence = self._workflow.evidence[edge.action.name]
        record = record_of(self._workflow, self.now, evidence.name, edge.action.person)
        end = until(self._workflow, evidence, record) if record else None
        if end is not None and end > self.now.now:
            self._do(Advance(at=end))

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

    def _bring_about_all(self, condition: Condition, person: str | None) -> None:
        while self._bring_about(condition, person):
            pass

    def _bring_about(self, condition: Condition, person: str | None, depth: int = _DEPTH) -> bool:
        """
        Record one thing of those a condition lacks; tell whether anything was.
        """
        wished = wishes(self._workflow, self.now, condition, person, spared=self._tracked)
        if not wished or self._patience == 0 or depth == 0:
            return False
        self._patience -= 1
        wish = self._first(wished)
        if wish.scheme is not None:
            scheme = self._scheme_at(((wish.scheme, 2),), self.now.now)
            return scheme is not None and self._do(SeeScheme(scheme=scheme, at=self.now.now + _GAP))
        needs = as_condition(self._workflow.evidence[wish.evidence].needs)
        return self._bring_about(needs, wish.person, depth - 1) or self._record(wish)

    def _first(self, wished: Sequence[Wish]) -> Wish:
        """
        Give the wish to be met first: one that no other that is still to be met would void.
        """
        names = {wish.evidence for wish in wished}
        for wish in wished:
            voiders = self._workflow.evidence[wish.evidence].voided_by if wish.scheme is None else ()
            if not any(voider.what in names for voider in voiders):
                return wish
        return wished[0]

    def _record(self, wish: Wish) -> bool:
        value = self._value(wish.evidence) if wish.value is None else wish.value
        given = Given(wish.evidence, soon(self._workflow, self.now, wish.evidence, value), wish.person)
        by = self._workflow.evidence[wish.evidence].recorded_by
        return self._by_somebody(
            by, wish.person, lambda actor: RecordEvidence(given=given, actor=actor, at=self.now.now + _GAP)
        ) or any(self._by_form(event, way, given) for event, way in staying(self._workflow, self.now.state, given))

    def _by_form(self, event: Event, way: Way, given: Given) -> bool:
        """
        Record something by an event that leaves the case where it is, first recording what that needs.
        """
        self._bring_about_all(as_condition(way.needs), None)
        form = tuple(filled(self._workflow, self.now, event, given))
        return self._by_somebody(
            event.by, None, lambda actor: Fire(event=event.name, actor=actor, at=self.now.now + _GAP, given=form)
        )

    def _value(self, evidence: str, number: int = 1) -> Value:
        value = value_classes(self._workflow)[evidence][max(1, number) - 1]
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
