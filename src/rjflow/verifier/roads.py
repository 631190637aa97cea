"""
The roads to a story that breaks a safeguard: along trails of a search, on a tour, and round what stopped the others.

`judging` looks here only where something is not proved. How a story is found at all is handed in, since a scheme may have to go through
one of its own.

Stands on: `rules`, `acted`, `breaking`, `stranding`, `telling`, `timely`, `treading`.   Knows nothing of: verdicts, sentences.
"""

from collections.abc import Sequence
from typing import Literal

from rjflow.definition.lookup import comes_for_sure
from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.safeguards import AlwaysPossible
from rjflow.rules.situation import Situation
from rjflow.rules.timing import due_at
from rjflow.rules.viewing import record_of, until
from rjflow.verifier.acted import acted_out
from rjflow.verifier.breaking import broken_on_tour
from rjflow.verifier.focusing import first_focus
from rjflow.verifier.frame import Cast, Focus
from rjflow.verifier.refining import Outcome, without_time
from rjflow.verifier.scheming import Find, scheme_finder
from rjflow.verifier.spoken import Watched
from rjflow.verifier.stranding import leads_on, stranded
from rjflow.verifier.telling import tell
from rjflow.verifier.timely import in_time
from rjflow.verifier.treading import planned_with
from rjflow.verifier.trying import is_stuck, may_go_on
from rjflow.verifier.verdict import Ending, Story


def by_any(workflow: Workflow, form: Watched, find: Find, foci: Sequence[Focus] = ()) -> Story | None:
    """
    Look for a story along the trails that some searches found, on a tour, into a trap, and along trails that go round what stopped the
    others.
    """
    story = planned_with(workflow, form, find, foci)[0] if foci else None
    story = story or broken_on_tour(workflow, form, find)
    story = story or (stranded(workflow, form, find) if isinstance(form, AlwaysPossible) else None)
    return story or acted_out(workflow, form, first_focus(workflow, form), find)


def in_real_days(
    workflow: Workflow, form: Watched, cast: Cast, outcome: Outcome, find: Find
) -> Story | Literal["never", "perhaps"]:
    """
    Tell a trail; where it cannot happen in real days, search for one that can: on which no time passes, or else with clocks.

    With clocks, what must always be possible is searched for with what runs out one record at a time; whoever falls past several gates at
    one moment may come to a trap all the same, and that is asked of the trap alone.
    """

    def told(one: Outcome, closely: bool = False) -> Story | None:  # noqa: FBT001, FBT002  # as `in_time` calls it
        last = Ending(event=None) if isinstance(form, AlwaysPossible) else None
        told = tell(one.frame, one.begin, one.trail, form, scheme_finder(workflow, find), last)
        if told is None or not isinstance(form, AlwaysPossible):
            return told
        open_yet = closely and not is_stuck(workflow, form, told.last)
        return None if open_yet or _may_yet_come(workflow, form, told.last) else told

    story = told(outcome)
    if story is None and not isinstance(form, AlwaysPossible):
        quick = without_time(workflow, form, cast, outcome.focus)
        story = None if quick is None else told(quick)
    found = in_time(workflow, form, cast, outcome, told) if story is None else story
    if found == "perhaps" and isinstance(form, AlwaysPossible):
        return stranded(workflow, form, find) or found
    return found


def is_never(workflow: Workflow, form: Watched, cast: Cast, outcome: Outcome) -> bool:
    """
    Tell whether a trail, and every other that breaks a form, is known to happen in no real days, whatever the people.
    """
    return in_time(workflow, form, cast, outcome, lambda *_: None) == "never"


# ----------------------------------------------------------------------------------------------------------------------


def _may_yet_come(workflow: Workflow, form: AlwaysPossible, last: Situation) -> bool:
    """
    Tell whether what must be possible is so from the end of a story after all: those asked for are seen to go on from there; or a day that is
    still to come may lead on to it, though the search did not count on it.

    It counts on a day only where no case comes back to it, since a day comes once for each record of it, and of that it keeps no track.
    """
    if may_go_on(workflow, form, last):
        return True
    if CLOCK not in form.using:
        return False
    for place, deadline in enumerate(workflow.deadlines):
        name = deadline.until
        due = due_at(workflow, last, place) if name is not None else None
        record = record_of(workflow, last, name, None) if name is not None else None
        if name is None or due is None or record is None or comes_for_sure(workflow, deadline, last.state):
            continue
        end = until(workflow, workflow.evidence[name], record)
        onward = [way.target for way in workflow.events[deadline.event].ways if last.state in way.from_states]
        if (end is None or due < end) and any(leads_on(workflow, form, target) for target in onward):
            return True
    return False
