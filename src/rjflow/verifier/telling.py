"""
Turn the trail of a search into a story: real commands by somebody at some time, each allowed by `decide`.

Stands on: `searching`, `timing`, `replaying`, `rules`.   Knows nothing of: sentences, the engine.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import product
from zoneinfo import ZoneInfo

from rjflow.definition.lookup import in_group
from rjflow.definition.model import CLOCK, Day, Workflow
from rjflow.guards.syntax import Condition, Value
from rjflow.instants import SECOND, Instant, instant, moment
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Actor, Situation, first_situation
from rjflow.rules.timing import next_change
from rjflow.rules.viewing import holds
from rjflow.verifier.action import names_in
from rjflow.verifier.classes import day_like
from rjflow.verifier.edges import Edge
from rjflow.verifier.frame import Frame
from rjflow.verifier.pruning import up_to_the_end
from rjflow.verifier.replaying import ending
from rjflow.verifier.scheduling import GAPS
from rjflow.verifier.spoken import Watched, condition_of
from rjflow.verifier.timing import Pace, is_only_lost, until_dates
from rjflow.verifier.verdict import Ending, Story, StoryStep

Wanted = tuple[tuple[Condition, int], ...]
SchemeAt = Callable[[Wanted, Instant], Situation | None]

_BY_TIME = ("stale", "deadline", "settle")
_STAND_INS = 5
_LOOKS = 24  # at a scheme while one step is waited for: a story that needs more is not worth reading


def tell(
    frame: Frame,
    begin: tuple[int, ...],
    trail: Sequence[tuple[Edge, tuple[int, ...]]],
    form: Watched,
    scheme_at: SchemeAt,
    last: Ending | None = None,
    rules: Sequence[Workflow] = (),
) -> Story | None:
    """
    Tell a trail as a story, with the earliest times it can happen at.

    Args:
        frame: The frame it was found in, in which everything on the trail is tracked.
        begin: The values it begins with.
        trail: Each edge, with the values after it.
        form: The form of safeguard that it breaks.
        scheme_at: Gives the scheme in a situation that answers conditions as wanted.
        last: What is wrong at the end, for forms whose end a story alone cannot show.
        rules: The workflow that each step is decided by, where that is not always the frame's own.

    Returns:
        The story; nothing when it cannot happen in real days, or does not replay.
    """
    edges, values = [edge for edge, _ in trail], [begin, *(values for _, values in trail)]
    condition = condition_of(form)
    asked = frozenset(names_in(frame.workflow, condition)) if condition is not None else frozenset[object]()
    for times, at_once in _times(frame, begin, trail, form):
        teller = _Teller(frame, times, edges, values, scheme_at, asked, rules, at_once)
        told = teller.tell()
        wrong = last if told else None
        if last is None and (told or not rules):
            wrong = teller.ending(form, cut=not rules)
        if wrong is not None:
            return teller.story(wrong)
    return None


def opening_time(workflow: Workflow) -> Instant:
    """
    Give when stories begin, if nothing asks for another time: on the first Monday of 2026, at nine o'clock where the workflow's clocks are.
    """
    return instant(datetime.combine(date(2026, 1, 5), time(9), tzinfo=ZoneInfo(workflow.time_zone)))


# ----------------------------------------------------------------------------------------------------------------------


def _times(
    frame: Frame, begin: tuple[int, ...], trail: Sequence[tuple[Edge, tuple[int, ...]]], form: Watched
) -> Iterator[tuple[list[Instant], frozenset[int]]]:
    """
    Give times at which a trail can happen, easily told ones first, with the steps that are part of the one before; where a day is waited
    for, such too as if it had begun already, and where more may have run out at the end without mending anything, such too.
    """
    start = opening_time(frame.workflow)
    waits = any(True for _ in until_dates([edge for edge, _ in trail], frame.workflow))
    ends = (True, False) if is_only_lost(frame.workflow, condition_of(form)) else (True,)
    for still, begun in product(ends, (False, True) if waits else (False,)):
        table = Pace(frame, begin, trail, form, begun=begun, still=still).table
        for times in (table.times_to_tell(start, GAPS[0]), *(table.times(start, gap) for gap in GAPS)):
            if times is not None:
                yield times, table.parts


class _Teller:
    """Makes the commands of one story, and decides each."""

    def __init__(
        self,
        frame: Frame,
        times: Sequence[Instant],
        edges: Sequence[Edge],
        values: Sequence[tuple[int, ...]],
        scheme_at: SchemeAt,
        asked: frozenset[object],
        rules: Sequence[Workflow],
        at_once: frozenset[int],
    ) -> None:
        self._frame = frame
        self._at_once = at_once
        self._rules = rules or [frame.workflow] * len(edges)
        self._workflow = frame.workflow
        self._edges = edges
        self._values = values
        self._scheme_at = scheme_at
        self._asked = asked
        self._times = times
        self._days = {(name, step) for name, step in until_dates(edges, frame.workflow)}
        there = [(person, kind) for person, kind in frame.cast.followed if self._is(("there", person), values[0])]
        self.opened = first_situation(frame.workflow, tuple(there), times[0])
        self.decisions: list[Decision] = []
        self._now = self.opened
        self._told = 0

    def tell(self) -> bool:
        """Act every step out; give whether each was allowed and led where the search said."""
        for step, edge in enumerate(self._edges, start=1):
            reads = edge.reads | (self._asked if step == len(self._edges) else frozenset())
            if step in self._at_once or self._is_moment_of_next(step):
                continue  # it was part of the step before, or will be of the one after
            if edge.action.doing == "scheme":
                if not self._see_scheme(self._values[step], self._times[step], reads, told=True):
                    return False
            elif not self._see_scheme(self._values[step - 1], self._times[step], reads) or not self._act(step, edge):
                return False
            if step + 1 not in self._at_once and self._now.state != edge.target:
                return False
        return True

    def _is_moment_of_next(self, step: int) -> bool:
        """
        Tell whether time does what a step is and what the next one is in the same moment, and so in one go: nobody comes in between.
        """
        if step == len(self._edges) or self._times[step] != self._times[step + 1]:
            return False
        both = self._edges[step - 1].action.doing, self._edges[step].action.doing
        return all(one in _BY_TIME for one in both) and self._rules[step - 1] is self._rules[step]

    def ending(self, form: Watched, *, cut: bool) -> Ending | None:
        """Give what is wrong at the end; *cut*, where it first is: a deadline may have gone off sooner than the trail has it."""
        if cut:
            self.decisions = up_to_the_end(self._workflow, form, self.opened, self.decisions)
        return ending(self._workflow, form, self.opened, self.decisions)

    def story(self, wrong: Ending) -> Story:
        """Give what was told as a story with this ending."""
        final = self._edges[-1].action if self._edges and len(self.decisions) == self._told else None
        return Story(
            opened=self.opened,
            steps=tuple(StoryStep(decision=decision) for decision in self.decisions),
            ending=wrong,
            event=final.event if final else None,
            way=final.event.ways[final.way] if final and final.event else None,
        )

    def _act(self, step: int, edge: Edge) -> bool:
        """
        Give a step's command, by the first actor whom separation of duties lets.
        """
        for stand_in in range(1, _STAND_INS + 1):
            decision = decide(self._rules[step - 1], self._now, self._command(step, edge, stand_in))
            if decision.allowed:
                self.decisions.append(decision)
                self._now = decision.after
                self._told = len(self.decisions)
                return True
            if any(one.asked != "not-by" for one in decision.missing):
                return False
        return False

    def _command(self, step: int, edge: Edge, stand_in: int) -> Command:
        """
        Make a step's command.
        """
        action, at, workflow = edge.action, self._times[step], self._workflow
        if action.doing in _BY_TIME:
            return Advance(at=at)
        if action.doing == "notice":
            by = workflow.notices[action.name].by or tuple(workflow.roles)
            return GiveNotice(notice=action.name, actor=self._actor(edge, by, None, stand_in), at=at)
        if action.doing == "record":
            by = workflow.evidence[action.name].recorded_by
            given = Given(action.name, self._value(step, action.name, action.value), action.person)
            return RecordEvidence(given=given, actor=self._actor(edge, by, action.person, stand_in), at=at)
        if action.doing in ("join", "leave"):
            kind, person = workflow.people[action.name], str(action.person)
            change = kind.joins if action.doing == "join" else kind.leaves
            actor = self._actor(edge, change.by if change else (), None, stand_in)
            if action.doing == "join":
                return Join(person=person, kind=kind.name, actor=actor, at=at)
            return Leave(person=person, actor=actor, at=at)
        event = workflow.events[action.name]
        reasons = event.ways[action.way].reasons or workflow.states[edge.target].reasons
        reason = reasons[0] if workflow.states[edge.target].final and reasons else None
        given_all = tuple(self._given(step, edge))
        return Fire(
            event=event.name, actor=self._actor(edge, event.by, None, stand_in), at=at, reason=reason, given=given_all
        )

    def _given(self, step: int, edge: Edge) -> Iterator[Given]:
        """
        Fill in the form of an event as the search did.
        """
        for one in edge.action.occurrences:
            if one.kind == "evidence":
                number = 1
                if one.value is not None:
                    number = self._frame.classes[one.name].index(one.value) + 1
                yield Given(one.name, self._value(step, one.name, number), one.person)

    def _value(self, step: int, evidence: str, number: int) -> Value:
        """
        Give a value of a class; a date that a deadline waits for is the day of that deadline.
        """
        value = self._frame.class_of(evidence, max(1, number))
        if isinstance(self._workflow.evidence[evidence].values, Day):
            later = [due for name, due in self._days if name == evidence and due > step]
            if later and isinstance(value, date):
                day = moment(self._times[min(later)], self._workflow.time_zone).date()
                return day_like(self._workflow, evidence, value, day, before=min(later) in self._at_once) or day
        return value

    def _actor(self, edge: Edge, by: Sequence[str], person: str | None, stand_in: int) -> Actor:
        """
        Find somebody who may act: the first in the file's list who can be there; of a group, another one as a stand-in.
        """
        who = edge.action.who
        for name in by:
            if name in self._workflow.roles:
                identity = self._identity(name, who, stand_in)
                return Actor(identity, frozenset({name}))
            there = [
                one.id
                for one in (self._now.people if name != CLOCK else ())
                if person in (None, one.id) and in_group(self._workflow.people[one.kind], name)
            ]
            if there:
                one = there[min(stand_in, len(there)) - 1]
                identity = one if who is None else self._identity(one, who, stand_in)
                return Actor(identity, frozenset(), frozenset({one}))
        return Actor("nobody")

    def _identity(self, name: str, who: int | None, stand_in: int) -> str:
        """
        Name somebody who acts: one person by the number of their identity, somebody new by the number of the step.
        """
        if who is None:
            return f"{name}-{stand_in}"
        return f"worker-{who}" if who else f"{name}-of-step-{len(self.decisions) + 1}"

    # ---- the scheme --------------------------------------------------------------------------------------------------

    def _see_scheme(
        self, values: tuple[int, ...], at: Instant, reads: frozenset[object], *, told: bool = False
    ) -> bool:
        """
        Let the case see the scheme as the search has it, if it does not stand so already; where a scheme cannot stand so, as far as the
        step *reads* it.
        """
        wanted = tuple(
            (condition, values[self._frame.index["scheme", place]])
            for place, condition in enumerate(self._frame.focus.scheme)
        )
        if not wanted:
            return True
        if not told:
            self._look_in_time(wanted, at)
            if self._answers(wanted, at):
                return True
        asked = tuple((condition, answer) for condition, answer in wanted if ("scheme", condition) in reads)
        scheme = self._scheme_at(wanted, at - SECOND) or self._scheme_at(asked, at - SECOND)
        if scheme is None:
            return False
        self._look_at(scheme, at)
        return True

    def _look_at(self, scheme: Situation, at: Instant) -> None:
        decision = decide(self._workflow, self._now, SeeScheme(scheme=scheme, at=at))
        self.decisions.append(decision)
        self._now = decision.after

    def _look_in_time(self, wanted: Wanted, at: Instant) -> None:
        """
        Look at the scheme again, while a step is waited for, each time before what it was seen to say runs out.
        """
        for _ in range(_LOOKS):
            again = self._runs_out(wanted, at)
            scheme = None if again is None else self._scheme_at(wanted, again - SECOND)
            if again is None or scheme is None or again <= self._now.now:
                return
            self._look_at(scheme, again)

    def _runs_out(self, wanted: Wanted, at: Instant) -> Instant | None:
        """
        Give the last moment before *at* at which the scheme, as it was seen, still answers as wanted; nothing if it never does, or always.
        """
        link, seen = self._workflow.scheme, self._now.scheme
        if link is None or seen is None or not self._answers(wanted, self._now.now):
            return None
        change = next_change(link.workflow, seen.evolved(now=max(seen.now, self._now.now)), at)
        while change is not None and self._answers(wanted, change):
            change = next_change(link.workflow, seen.evolved(now=change), at)
        return None if change is None else change - SECOND

    def _answers(self, wanted: Wanted, at: Instant) -> bool:
        """
        Tell whether the scheme, as it was last seen, answers as wanted.
        """
        link, seen = self._workflow.scheme, self._now.scheme
        answers = {0: None, 1: False, 2: True}
        if link is None or seen is None:
            return all(answer == 0 for _, answer in wanted)
        later = seen.evolved(now=max(seen.now, at))
        return all(holds(link.workflow, later, condition) is answers[answer] for condition, answer in wanted)

    def _is(self, key: tuple[object, ...], values: tuple[int, ...]) -> bool:
        return values[self._frame.index[key]] == 1
