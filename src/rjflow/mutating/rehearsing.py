"""
Which scenarios notice that a policy has changed: those that do not come any more as they must.

Each scenario is acted out once with the policy as it is, and what it touches is noted. Of a mutant only those are acted out that touch
something that has changed; every other one would be decided alike at every step. And of these only the steps are done that may come
otherwise: where the mutant's case stands just as it stood, and a step touches nothing that has changed, it would be left just as it was.

Stands on: `resting`, `scenarios`, `definition.change`.   Knows nothing of: text, safeguards, sentences.
"""

from collections.abc import Callable, Sequence

from attrs import evolve

from rjflow.definition.change import Change
from rjflow.definition.lookup import watched
from rjflow.definition.model import Voider, Workflow
from rjflow.frozen import frozen
from rjflow.mutating.guarding import UNSEEN, UNSEEN_SECTIONS, spoken
from rjflow.mutating.resting import Resting, Touch, Touches
from rjflow.mutating.sight import is_of_sight
from rjflow.rules.situation import Situation
from rjflow.scenarios.model import HandIn, Scenario, ScenarioFile, Step, Told
from rjflow.scenarios.retracing import Known
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Mark, Watch
from rjflow.sources.errors import RjflowError

# What of evidence matters where it is asked for or recorded, and nowhere else; what undoes it happens elsewhere, too.
_AT_ONCE = ("window", "recorded_by", "not_by", "needs", "visible_to")


@frozen(eq=False)
class Rehearsed:
    """
    A scenario that passes, and the names of everything that its coming so depends on.

    Attributes:
        touches: all of them.
        steps: those of each step, and of the last look.
        marks: how everything stood before each of these, and at the end; nothing where more comes of a step than how it leaves the case.
    """

    file: ScenarioFile
    scenario: Scenario
    resting: Resting
    touches: Touches
    steps: tuple[Touches, ...] = ()
    marks: tuple[Mark, ...] = ()


def rehearse(
    files: Sequence[ScenarioFile], progress: Callable[[str], None] = lambda _: None
) -> tuple[list[Rehearsed], list[Scenario]]:
    """
    Act scenarios out with the policy as it is; give those that pass, first those that touch least, and those that do not.
    """
    passed, failed = [], []
    for file in files:
        resting = Resting(file.workflow)
        for scenario in file.scenarios:
            progress(scenario.name)
            watch = Watch(marks=[])
            if run(file, scenario, watch=watch).passed:
                passed.append(_rehearsed(file, scenario, watch, resting))
            else:
                failed.append(scenario)
    return sorted(passed, key=lambda one: len(one.touches)), failed


def likeliest(old: Workflow, several: Sequence[Rehearsed], changes: Sequence[Change]) -> list[Rehearsed]:
    """
    Put those scenarios first that are refused because of most of what has changed; then those that look at all that can be done where it
    has, and those that look at just it, or ask for it last.
    """
    asked = {("refused because", name) for change in changes for name in spoken(old, change) if isinstance(name, str)}
    whole = {("looks at all in", state) for change in changes for state in change.states}
    names = {("looks at", change.name.partition(" until ")[0].partition("#")[0]) for change in changes}

    def unlikely(one: Rehearsed) -> tuple[int, bool, bool]:
        touches = one.touches
        return -len(asked & touches), whole.isdisjoint(touches), names.isdisjoint(touches)

    return sorted(several, key=unlikely)


def notices(new: Workflow, changes: Sequence[Change], one: Rehearsed) -> bool:
    """
    Tell whether a scenario does not come any more as it must; also where it cannot even be acted out.
    """
    if not any(may_touch(change, one.touches) for change in changes):
        return False
    try:
        file, known = evolve(one.file, workflow=new), known_of(new, changes, one)
        return not run(file, one.scenario, quick=False, known=known).passed
    except RjflowError:
        return True


def known_of(new: Workflow, changes: Sequence[Change], one: Rehearsed) -> Known | None:
    """
    Tell what of a scenario comes again; nothing where cases of the two policies are not written down alike.
    """
    old, resting = one.file.workflow, one.resting
    if not one.marks or not _written_alike(old, new):
        return None

    def may_differ(event: str, situation: Situation) -> bool:
        touches = resting.of_option(event, situation) if event in old.events else frozenset[Touch]()
        return event not in old.events or any(may_touch(change, touches) for change in changes)

    def comes_again(place: int) -> bool:
        return not any(_may_touch_step(change, one.steps[place]) for change in changes)

    return Known(one.marks, comes_again, may_differ)


def may_touch(change: Change, touches: frozenset[tuple[str, str]]) -> bool:
    """
    Tell whether what differs is among what a scenario touches.
    """
    if change.section == "gates":
        return ("gates", change.name) in touches
    if change.section == "exports":
        return ("exports", "told") in touches
    if change.section == "forms" and not is_of_sight(change):
        return ("forms", change.name) in touches
    if is_of_sight(change):  # what is about people follows who sees them
        return change.section == "people" or ("seen", change.name) in touches
    if change.section in UNSEEN_SECTIONS or change.what in UNSEEN:
        return False
    if change.section == "notices":
        return ("notices", change.name) in touches
    if change.section == "deadlines":
        return _of_deadline(change, touches)
    if change.section == "people" and change.what in ("joins", "leaves", "at_most"):
        return ("people", change.name) in touches
    if change.section == "events" and change.states:
        return any((change.name, state) in touches for state in change.states) or ("events", change.name) in touches
    if change.section in ("events", "evidence", "states"):
        return (change.section, change.name) in touches
    return True


# ----------------------------------------------------------------------------------------------------------------------


def _of_deadline(change: Change, touches: frozenset[tuple[str, str]]) -> bool:
    """
    Tell whether a scenario is in a state in which a deadline runs, or looks at when it is due; dates run wherever a case is.
    """
    event, _, until = change.name.partition(" until ")
    if until or change.what not in ("itself", "states", "length", "working_days"):
        return True
    things = [*change.lost, *change.gained]
    states = [state for one in things for state in getattr(one, "states", (one,) if isinstance(one, str) else ())]
    if change.what in ("length", "working_days"):
        return ("events", event.partition("#")[0]) in touches or ("rings", event.partition("#")[0]) in touches
    return ("events", event) in touches or any(("states", state) in touches for state in states)


def _rehearsed(file: ScenarioFile, scenario: Scenario, watch: Watch, resting: Resting) -> Rehearsed:
    """
    Note what a scenario that was acted out rests on; step by step, where each only hands on how it leaves the case.
    """
    touches, steps = resting.of(scenario, watch)
    several: tuple[Step, ...] = (*scenario.given.steps, *scenario.steps)
    checks = [*(check for step in several for check in step.then), *scenario.then]
    hands_on_more = any(isinstance(step.act, HandIn) for step in several) or any(
        isinstance(one, Told) for one in checks
    )
    return Rehearsed(file, scenario, resting, touches, steps, () if hands_on_more else tuple(watch.marks or ()))


def _written_alike(old: Workflow, new: Workflow) -> bool:
    """
    Tell whether a situation of one policy means the same in another: every record in its place, the deadlines that rang, who is remembered.
    """
    rings = [[(one.event, one.until) for one in workflow.deadlines] for workflow in (old, new)]
    return old.slots == new.slots and rings[0] == rings[1] and watched(old) == watched(new)


def _may_touch_step(change: Change, touches: Touches) -> bool:
    """
    Tell whether what differs is among what a step touches; also where it only undoes a record that a later one asks for.
    """
    if may_touch(change, touches):
        return True
    if change.section != "evidence" or change.what in _AT_ONCE:
        return False
    return not all(
        isinstance(voider, Voider) and not _happens(voider, touches) for voider in (*change.lost, *change.gained)
    )


def _happens(voider: Voider, touches: Touches) -> bool:
    """
    Tell whether what undoes a record may happen in a step.
    """
    if voider.kind == "change":
        return any(section == "people" for section, _ in touches)
    sections = {"event": "events", "evidence": "evidence", "notice": "notices"}
    return (sections[voider.kind], voider.what) in touches
