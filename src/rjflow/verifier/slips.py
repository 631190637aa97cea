"""
Steps at which mistakes are made: every way to make so many at one step, as edges of a search.

Stands on: `passing`, `acting`, `searching`.   Knows nothing of: safeguards, how a cheapest way is found.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import combinations

from attrs import evolve

from rjflow.definition.lookup import kinds_in
from rjflow.definition.model import BACK, Voider, Workflow
from rjflow.frozen import frozen
from rjflow.rules.changing import Happened
from rjflow.verifier.acting import Acting
from rjflow.verifier.action import Action
from rjflow.verifier.edges import Edge
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Frame, Key
from rjflow.verifier.happening import Entered
from rjflow.verifier.mistakes import Mistake, weakened
from rjflow.verifier.passing import Passing
from rjflow.verifier.recordings import Recordings
from rjflow.verifier.searching import Search
from rjflow.verifier.watching import Watcher

Trigger = tuple[str, str]


@frozen
class Slip:
    """
    How the mistakes of one step are shared out.

    Attributes:
        needs, gates, records: how many conditions are passed wrongly: of what an event asks, of the gate of the state it leads to, and
            of what a record needs in order to count.
        lasting: the mistakes that are known by name: voidings that do not happen, somebody's being the same person, one gate.
    """

    needs: int = 0
    gates: int = 0
    records: int = 0
    named: tuple[Mistake, ...] = ()

    @property
    def cost(self) -> int:
        """How many mistakes these are."""
        return self.needs + self.gates + self.records + len(self.named)

    @property
    def missed(self) -> str | None:
        """The state whose gate closes unnoticed, if one does."""
        return next((one.name for one in self.named if one.kind == "interruption"), None)


class Slips:
    """Every step of one frame at which mistakes are made."""

    def __init__(
        self,
        frame: Frame,
        plain: Formulas,
        listened: frozenset[Trigger],
        watcher: Watcher,
        entered: Entered,
    ) -> None:
        self._frame = frame
        self._workflow = frame.workflow
        self._plain = plain
        self._listened = listened
        self._watcher = watcher
        self._entered = entered
        self._guarded = [name for name, state in frame.workflow.states.items() if state.guard]
        self._acted: dict[tuple[int, int, tuple[Mistake, ...]], list[Action]] = {}
        self._recordings: dict[tuple[Mistake, ...], Recordings] = {}
        self._searches: dict[Slip, Search] = {}
        self._slips: dict[int, list[Slip]] = {}
        self.base = Search(plain, [*self._actions(Slip()), self._settling()], watcher, quietly=False)

    def of_cost(self, cost: int) -> list[Slip]:
        """Give every way to make so many mistakes at one step."""
        if cost not in self._slips:
            self._slips[cost] = list(self._of_cost(cost))
        return self._slips[cost]

    def edges(self, slip: Slip, state: str) -> list[Edge]:
        """Give the steps from a state at which so many mistakes are made."""
        if slip.missed not in (None, state):
            return []
        if slip not in self._searches:
            self._searches[slip] = self._search(slip)
        found = self._searches[slip].edges(state)
        if slip.missed is not None:
            return [edge for edge in found if state not in (edge.facts.entered, edge.action.target)]
        return [edge for edge in found if not slip.gates or self._is_asked(edge)]

    # ---- actions -----------------------------------------------------------------------------------------------------

    def _of_cost(self, cost: int) -> Iterator[Slip]:
        for many in range(cost + 1):
            for named in self._named(many):
                for needs in range(cost - many + 1):
                    for gates in range(cost - many - needs + 1 if self._guarded else 1):
                        slip = Slip(needs, gates, cost - many - needs - gates, named)
                        if slip.cost == cost and not (gates and slip.missed):
                            yield slip

    def _search(self, slip: Slip) -> Search:
        frame = self._variant(tuple(one for one in slip.named if one.kind == "interruption"))
        formulas = Passing(frame, self._plain, self._most(slip))
        return Search(formulas, self._mistaken(slip), self._watcher, quietly=False)

    def _mistaken(self, slip: Slip) -> list[Action]:
        """
        Give the actions that are others than without mistakes; with gates passed or missed, all that may have to do with one.
        """
        forgotten = tuple(one for one in slip.named if one.kind == "voiding")
        usual = self._actions(evolve(slip, needs=0, records=0))
        return [
            evolve(action, assigns=self._kept(action, forgotten)) if forgotten else action
            for action, before in zip(self._actions(slip), usual, strict=True)
            if (not forgotten or self._kept(action, forgotten) != action.assigns)
            and (not (slip.needs or slip.records) or action.guard != before.guard)
            and (not slip.gates or self._leads_to_a_gate(action))
            and (slip.missed is None or slip.missed in action.states)
            and all(self._does(action, one) for one in self._overlooked(slip))
        ]

    def _actions(self, slip: Slip) -> list[Action]:
        """
        Give all actions, with so many conditions passed wrongly.
        """
        overlooked = self._overlooked(slip)
        key = (slip.needs, slip.records, overlooked)
        if key not in self._acted:
            frame = self._variant(overlooked)
            formulas = Passing(frame, self._plain, self._most(evolve(slip, gates=0)))
            self._acted[key] = list(Acting(formulas, self._listened, entered=self._entered).actions())
        return self._acted[key]

    def _settling(self) -> Action:
        """
        Let a case whose gate was passed wrongly, or missed, fall after all: it does as soon as anybody looks.
        """
        return Action("settle", "", tuple(self._guarded), self._frame.space.everything, {})

    def _overlooked(self, slip: Slip) -> tuple[Mistake, ...]:
        return tuple(one for one in slip.named if one.kind == "same person")

    def _most(self, slip: Slip) -> dict[int, int]:
        """
        Give how many conditions of each group may be passed wrongly.
        """
        workflow = self._workflow
        found = {id(way.needs): slip.needs for event in workflow.events.values() for way in event.ways}
        found |= {id(one.needs): slip.records for one in workflow.evidence.values()}
        return found | {id(state.guard): slip.gates for state in workflow.states.values()}

    def _variant(self, mistakes: Sequence[Mistake]) -> Frame:
        """
        Give the same frame, of the workflow in which these mistakes are made.
        """
        frame = copy(self._frame)
        frame.workflow = weakened(self._workflow, mistakes)
        return frame

    def _does(self, action: Action, mistake: Mistake) -> bool:
        """
        Tell whether an action is one that separation of duties was overlooked at: the event, or a record of the evidence.
        """
        if mistake.sort == "event":
            return action.event is not None and action.name == mistake.name
        return any(one.kind == "evidence" and one.name == mistake.name for one in action.occurrences)

    def _leads_to_a_gate(self, action: Action) -> bool:
        states = self._workflow.states
        if action.target is not None:
            return action.target == BACK or states[action.target].guard is not None
        falls = (states[name].otherwise for name in action.states)
        return any(name is not None and states[name].guard is not None for name in falls)

    def _is_asked(self, edge: Edge) -> bool:
        """
        Tell whether a step enters a state with a gate.
        """
        return edge.facts.entered is not None and self._workflow.states[edge.target].guard is not None

    # ---- voidings ----------------------------------------------------------------------------------------------------

    def _kept(self, action: Action, forgotten: tuple[Mistake, ...]) -> Mapping[Key, tuple[int, ...]]:
        """
        Give what an action changes when some voidings are forgotten: each of them must matter.
        """
        happened = _happened(action)
        gone = self._forgotten(happened, forgotten)
        fewer = [
            self._forgotten(happened, tuple(forgotten[:place] + forgotten[place + 1 :]))
            for place in range(len(forgotten))
        ]
        own: set[Key] = {("value", one.name, one.person) for one in action.occurrences if one.kind == "evidence"}
        if action.doing in ("join", "leave"):
            own |= {key for key in action.assigns if key[-1] == action.person}
        gone -= own
        if any(gone <= one for one in fewer):
            return action.assigns
        return {key: values for key, values in action.assigns.items() if key not in gone}

    def _forgotten(self, happened: Sequence[Happened], forgotten: tuple[Mistake, ...]) -> set[Key]:
        return set(self._recording(()).voids(happened)) - set(self._recording(forgotten).voids(happened))

    def _recording(self, forgotten: tuple[Mistake, ...]) -> Recordings:
        if forgotten not in self._recordings:
            frame = self._variant(forgotten)
            self._recordings[forgotten] = Recordings(Passing(frame, self._plain, {}), self._listened)
        return self._recordings[forgotten]

    # ---- mistakes known by name --------------------------------------------------------------------------------------

    def _named(self, many: int) -> Iterator[tuple[Mistake, ...]]:
        """
        Give every choice of so many mistakes that are known by name and can be made at one step.
        """
        missed = [Mistake("interruption", "state", name) for name in self._guarded]
        overlooked = list(overlooked_in(self._workflow, self._frame.focus.authors))
        seen: set[tuple[Mistake, ...]] = set()
        forgotten = list(voidings_of(self._workflow, self._frame.focus.evidence))
        for triggers in dict.fromkeys(_triggers(self._workflow)):
            voidings = [one for one in forgotten if one.voider and _listens(self._workflow, one.voider, triggers)]
            for chosen in combinations([*voidings, *overlooked, *missed], many):
                if chosen not in seen and sum(one.kind == "interruption" for one in chosen) <= 1:
                    seen.add(chosen)
                    yield chosen


def voidings_of(workflow: Workflow, names: frozenset[str]) -> Iterator[Mistake]:
    """
    Give every voiding of these pieces of evidence that can be forgotten.
    """
    for evidence in workflow.evidence.values():
        if evidence.name in names:
            for voider in evidence.voided_by:
                yield Mistake("voiding", "evidence", evidence.name, voider=voider, span=voider.span)


def overlooked_in(workflow: Workflow, authors: Sequence[str]) -> Iterator[Mistake]:
    """
    Give every separation of duties from one of these that can be overlooked.
    """
    for event in workflow.events.values():
        for name in event.not_by:
            if name in authors:
                yield Mistake("same person", "event", event.name, other=name, span=event.span)
    for evidence in workflow.evidence.values():
        for name in evidence.not_by:
            if name in authors:
                yield Mistake("same person", "evidence", evidence.name, other=name, span=evidence.span)


# ----------------------------------------------------------------------------------------------------------------------


def _happened(action: Action) -> list[Happened]:
    """
    Give what happens at an action that may make records void.
    """
    kinds = ("event", "evidence", "notice", "change")
    return [
        Happened(one.kind, one.name, one.person) for kind in kinds for one in action.occurrences if one.kind == kind
    ]


def _triggers(workflow: Workflow) -> Iterator[frozenset[Trigger]]:
    """
    Give what can happen together at one step.
    """
    for event in workflow.events.values():
        yield frozenset({("event", event.name), *(("evidence", name) for name in event.records)})
    yield from (frozenset({("evidence", name)}) for name in workflow.evidence)
    yield from (frozenset({("notice", name)}) for name in workflow.notices)
    yield from (frozenset({("change", name)}) for name in workflow.people)
    yield frozenset()


def _listens(workflow: Workflow, voider: Voider, triggers: frozenset[Trigger]) -> bool:
    names = [kind.name for kind in kinds_in(workflow, voider.what)] if voider.kind == "change" else [voider.what]
    return any((voider.kind, name) in triggers for name in names)
