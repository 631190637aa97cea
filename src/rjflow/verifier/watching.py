"""
What each form of safeguard watches for during a search: where a step, or standing still, breaks it, and what must be remembered.

Stands on: `formulas`, `spoken`.   Knows nothing of: how steps are searched.
"""

from collections.abc import Sequence

from rjflow.definition.lookup import as_condition, in_group, kinds_in, ways_from
from rjflow.definition.model import BACK, CLOCK, Event, Group, Way
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    Before,
    DifferentPeople,
    Entering,
    Happening,
)
from rjflow.guards.syntax import Condition
from rjflow.verifier.action import reads_of
from rjflow.verifier.bdd import Set
from rjflow.verifier.carrying import carried, is_seen_alike, touches
from rjflow.verifier.chart import chart_of
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Key
from rjflow.verifier.happening import SOMEBODY_ELSE, Facts, Occurrence, groups_of, is_step, people_of
from rjflow.verifier.implying import all_true_in, conjuncts, follows
from rjflow.verifier.recordings import Recordings
from rjflow.verifier.spoken import OneWay, Watched, listened_for, memory_keys, steps_of


class Watcher:
    """
    Watch for nothing; each form of safeguard has a watcher that overrides what it needs.
    """

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.frame = formulas.frame
        self.nothing = formulas.frame.space.nothing
        asked = type(self).before, type(self).after
        self.minds_steps = asked != (Watcher.before, Watcher.after)  # otherwise only standing somewhere breaks anything

    def before(self, facts: Facts) -> Set:
        """Give the situations from which such a step breaks the safeguard, wherever it leads."""
        return self.nothing

    def after(self, facts: Facts, state: str) -> Set:
        """Give the situations in *state* that such a step must not end in."""
        return self.nothing

    def standing(self, state: str) -> Set:
        """Give the situations in *state* that must never be."""
        return self.nothing

    def remembered(self, facts: Facts) -> dict[Key, int]:
        """Give what is remembered of such a step."""
        return {}

    def reads(self, state: str) -> frozenset[object]:
        """Give what must be tracked to be sure that standing in *state* breaks the safeguard."""
        return frozenset()


class EnteringWatcher(Watcher):
    """Every such step ends where the condition is true. Without *trust*, nothing is taken for true because the step had to ask for it."""

    def __init__(self, formulas: Formulas, form: Entering, *, trust: bool = True) -> None:
        super().__init__(formulas)
        self._trust = trust
        self._form = form
        self._carried: dict[tuple[str, str | None], bool] = {}

    def after(self, facts: Facts, state: str) -> Set:
        """Give where the condition may not be true, if the step is one that is spoken of."""
        if not any(is_step(self.frame.workflow, step, facts) for step in self._form.steps):
            return self.nothing
        if self._trust and facts.event is not None and self._is_carried(facts.event, facts.entered):
            return self.nothing
        return self.formulas.condition(self._form.condition, state, watch="kept").not_yes

    def _is_carried(self, event: Event, entered: str | None) -> bool:
        if (event.name, entered) not in self._carried:
            workflow = self.frame.workflow
            known = carried(workflow, event, entered)
            self._carried[event.name, entered] = follows(workflow, self._form.condition, known)
        return self._carried[event.name, entered]


class AlwaysWatcher(Watcher):
    """The condition is true everywhere."""

    def __init__(self, formulas: Formulas, form: Always) -> None:
        super().__init__(formulas)
        self._condition = form.condition

    def standing(self, state: str) -> Set:
        """Give where the condition may not be true."""
        return self.formulas.condition(self._condition, state, watch="kept").not_yes


class DifferentPeopleWatcher(Watcher):
    """Nobody did both while both count."""

    def __init__(self, formulas: Formulas, form: DifferentPeople) -> None:
        super().__init__(formulas)
        self._form = form

    def standing(self, state: str) -> Set:
        """Give where one identity did both."""
        done_by = self.formulas.done_by
        return self.frame.space.any_of(
            done_by(first, who) & done_by(second, who)
            for first in self._form.first
            for second in self._form.second
            for who in self.frame.identities[1:]
        )


class AlwaysOpenWatcher(Watcher):
    """Wherever the condition holds, one of the events is allowed."""

    def __init__(self, formulas: Formulas, form: AlwaysOpen) -> None:
        super().__init__(formulas)
        self._form = form
        self._recordings = Recordings(formulas, frozenset())
        workflow = self.frame.workflow
        self._known = frozenset(one for one in all_true_in(workflow, form.condition) if is_seen_alike(workflow, one))

    def standing(self, state: str) -> Set:
        """Give where the condition may hold and none of the events is surely allowed."""
        asked = self.formulas.condition(self._form.condition, state, watch="several").yes
        workflow, space = self.frame.workflow, self.frame.space
        ways = [(event, way) for event, way in ways_from(workflow, state) if event.name in self._form.events]
        known = self._known | self.formulas.guaranteed(state)
        if self._form.by is None:
            somebody = self._somebody
            return asked & ~space.any_of(self._surely_open(event, way, somebody(event), known) for event, way in ways)
        return asked & space.any_of(
            self.frame.somebody(kind.name)
            & ~space.any_of(
                self._surely_open(event, way, space.everything, known)
                for event, way in ways
                if any(in_group(kind, name) for name in event.by if name not in workflow.roles and name != CLOCK)
            )
            for kind in kinds_in(workflow, self._form.by)
        )

    def reads(self, state: str) -> frozenset[object]:
        """Give what the ways of the events, and the states they lead to, speak of."""
        workflow = self.frame.workflow
        ways = [(event, way) for event, way in ways_from(workflow, state) if event.name in self._form.events]
        guards = [workflow.states[way.target].guard for _, way in ways if way.target != BACK]
        forms = [workflow.evidence[name].needs for event, _ in ways for name in event.records]
        return reads_of(workflow, *(way.needs for _, way in ways), *guards, *forms)

    def _somebody(self, event: Event) -> Set:
        """
        Give where there is anybody who may fire an event: always, for a role.
        """
        somebody = [self.frame.somebody(name) for name in event.by if name not in self.frame.workflow.roles]
        return self.frame.space.everything if len(somebody) < len(event.by) else self.frame.space.any_of(somebody)

    def _surely_open(self, event: Event, way: Way, there: Set, known: frozenset[Condition]) -> Set:
        """
        Give where a way is open to whoever is *there*, with some form, whatever is not tracked, where what is *known* is true.
        """
        space, workflow = self.frame.space, self.frame.workflow
        guard = None if way.target == BACK else workflow.states[way.target].guard
        kept = frozenset(one for one in known if not touches(workflow, event, one))
        then = space.everything if guard is None else self._surely(guard, kept)
        found = space.nothing
        for made in self._recordings.forms(event):
            put = space.all_of(space.among(self.frame.index[key], values) for key, values in made.assigns.items())
            found = found | (
                made.sure & space.forget(then & put, sorted(self.frame.index[key] for key in made.assigns))
            )
        return self._surely(way.needs, known) & there & found

    def _surely(self, group: Group, known: frozenset[Condition]) -> Set:
        """
        Give where a group is surely true if what is *known* is: what follows from that need not be looked at.
        """
        workflow = self.frame.workflow
        parts = conjuncts(workflow, as_condition(group))
        asked = [part for part in parts if not follows(workflow, part, known)]
        return self.frame.space.all_of(self.formulas.condition(part, "").surely for part in asked)


class OneWayWatcher(Watcher):
    """Two ways of one event are never open at once."""

    def __init__(self, formulas: Formulas, form: OneWay) -> None:
        super().__init__(formulas)
        self._form = form

    def standing(self, state: str) -> Set:
        """Give where both may be open."""
        if state != self._form.state:
            return self.nothing
        workflow = self.frame.workflow
        ways = [workflow.events[self._form.event].ways[place] for place in (self._form.first, self._form.second)]
        return self.formulas.group(ways[0].needs).yes & self.formulas.group(ways[1].needs).yes

    def reads(self, state: str) -> frozenset[object]:
        """Give what both ways ask."""
        ways = self.frame.workflow.events[self._form.event].ways
        return reads_of(self.frame.workflow, *(ways[place].needs for place in (self._form.first, self._form.second)))


class _Remembering(Watcher):
    """Something is remembered: once for the case, or of each person that `spoken` is about."""

    def __init__(self, formulas: Formulas, form: Before | After, spoken: Sequence[Happening]) -> None:
        super().__init__(formulas)
        workflow = self.frame.workflow
        self._listened = listened_for(form)
        steps = [chart_of(workflow).spoken(step) for step in steps_of(form)]
        self._events = frozenset[str]().union(*(events for events, _ in steps))
        self._entered = frozenset[str]().union(*(states for _, states in steps))
        self._hears_changes = any(kind == "change" for kind, _ in self._listened)
        self._about: dict[tuple[int, Occurrence], list[str | None]] = {}
        self.keys = memory_keys(workflow, spoken, self.frame.cast)
        self.personal = bool(groups_of(workflow, spoken))
        self._kinds = {kind.name for group in groups_of(workflow, spoken) for kind in kinds_in(workflow, group)}

    def hears(self, facts: Facts) -> bool:
        """Tell whether anything of a step may be spoken of: most steps are not, and need not be looked at more closely."""
        if facts.entered in self._entered or (facts.event is not None and facts.event.name in self._events):
            return True
        return any(
            (one.kind, one.name) in self._listened or (one.kind == "change" and self._hears_changes)
            for one in facts.occurrences
        )

    def people(self, happenings: Sequence[Happening], facts: Facts) -> list[str | None]:
        """Give whom these happenings are about, if they are among the facts: of the same thing in many steps, told once."""
        workflow, found = self.frame.workflow, list[str | None]()
        if any(one.kind == "step" for one in happenings):
            found += people_of(workflow, happenings, facts._replace(occurrences=()))
        for one in facts.occurrences:
            known = self._about.get((id(happenings), one))
            if known is None:
                known = people_of(workflow, happenings, Facts(occurrences=(one,)))
                self._about[id(happenings), one] = known
            found += known
        return found

    def mine(self, happenings: Sequence[Happening], facts: Facts, *, wide: bool = False) -> list[Key]:
        """
        Give the memories that these happenings concern, if they are among the facts: everybody's, when they are about the case, or, for
        a *wide* question, when they may be about somebody of whom nothing is remembered.
        """
        found = self.people(happenings, facts)
        if not self.personal or None in found or (wide and found and self._goes_beyond(happenings, found)):
            return list(self.keys) if found else []
        return [key for key in self.keys if key[1] in found]

    def _goes_beyond(self, happenings: Sequence[Happening], people: Sequence[str | None]) -> bool:
        kinds = dict(self.frame.cast.followed)
        groups = groups_of(self.frame.workflow, happenings)
        others = {kind.name for group in groups for kind in kinds_in(self.frame.workflow, group)} - self._kinds
        return any(kinds.get(str(person), "") in others for person in people) or (
            SOMEBODY_ELSE in people and bool(others)
        )

    def there(self, key: Key) -> Set:
        """Give where the person of a memory is part of the case."""
        return self.frame.there(str(key[1])) if self.personal else self.frame.space.everything


class BeforeWatcher(_Remembering):
    """The event never happens unless what it must have happened after the last `since`."""

    def __init__(self, formulas: Formulas, form: Before) -> None:
        super().__init__(formulas, form, form.must_have)
        self._form = form

    def before(self, facts: Facts) -> Set:
        """Give where somebody's memory is empty, if the event happens, or is emptied just before it in the same step."""
        if not self.hears(facts):
            return self.nothing
        keys = self.mine(self._form.event, facts, wide=True)
        late = self.mine(self._form.event, facts.ended, wide=True)
        wiped = [key for key in self.mine(self._form.since, facts.begun, wide=True) if key in late]
        space = self.frame.space
        return space.any_of(self.there(key) & self.frame.is_(key, 0) for key in keys) | space.any_of(
            map(self.there, wiped)
        )

    def remembered(self, facts: Facts) -> dict[Key, int]:
        """Remember what must be had; `since` in the same step wipes it."""
        if not self.hears(facts):
            return {}
        had = dict.fromkeys(self.mine(self._form.must_have, facts), 1)
        return had | dict.fromkeys(self.mine(self._form.since, facts, wide=True), 0)


class AfterWatcher(_Remembering):
    """Between the event and what must not come before, something else happened."""

    def __init__(self, formulas: Formulas, form: After) -> None:
        super().__init__(formulas, form, form.without)
        self._form = form

    def before(self, facts: Facts) -> Set:
        """Give where somebody is still owed something, or is from this very step on, if what must not come before it happens."""
        if not self.hears(facts) or not self.people(self._form.not_before, facts):
            return self.nothing
        owed = self.frame.space.any_of(self.there(key) & self.frame.is_(key, 1) for key in self.keys)
        if not self.people(self._form.not_before, facts.ended):
            return owed
        return owed | self.frame.space.any_of(map(self.there, self.mine(self._form.event, facts.begun, wide=True)))

    def remembered(self, facts: Facts) -> dict[Key, int]:
        """Remember what is owed; the event in the same step makes it owed again."""
        if not self.hears(facts):
            return {}
        paid = dict.fromkeys(self.mine(self._form.without, facts), 0)
        return paid | dict.fromkeys(self.mine(self._form.event, facts, wide=True), 1)


def watcher(formulas: Formulas, form: Watched, *, trust: bool = True) -> Watcher:
    """
    Give the watcher for a form of safeguard; without *trust* that steps asked for what they had to ask.
    """
    match form:
        case Entering():
            return EnteringWatcher(formulas, form, trust=trust)
        case Always():
            return AlwaysWatcher(formulas, form)
        case Before():
            return BeforeWatcher(formulas, form)
        case After():
            return AfterWatcher(formulas, form)
        case DifferentPeople():
            return DifferentPeopleWatcher(formulas, form)
        case AlwaysOpen():
            return AlwaysOpenWatcher(formulas, form)
        case OneWay():
            return OneWayWatcher(formulas, form)
        case _:
            return Watcher(formulas)
