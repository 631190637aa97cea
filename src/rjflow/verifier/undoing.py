"""
Bring about, where a case stands, what is needed there while something else is not true.

What is true already is undone as people and time undo it: by what is recorded instead, or the scheme answers otherwise, by a notice that makes
a record void, or by waiting until it has run out. What that undoes besides, and what is still needed, is recorded anew.

Stands on: `planning`, `touring`.   Knows nothing of: sets, safeguards, sentences.
"""

from collections.abc import Callable, Iterator, Sequence

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Condition, Not
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import holds
from rjflow.verifier.action import names_in
from rjflow.verifier.planning import Planner
from rjflow.verifier.telling import SchemeAt
from rjflow.verifier.touring import Stop
from rjflow.verifier.wanting import NOTHING, Spared

Undoing = Callable[[Planner], bool]


def visit(
    workflow: Workflow,
    stop: Stop,
    needs: Condition,
    unless: Condition,
    scheme_at: SchemeAt,
    spared: Spared = NOTHING,
    *,
    patiently: bool = False,
) -> Stop | None:
    """
    Bring about, in the state where a case stands, what is needed there while another condition is not true; nothing where that fails.

    What is true already is undone by what can be recorded instead; *patiently*, by notices and by waiting, too.
    """

    def continued(decisions: Sequence[Decision]) -> Planner:
        return Planner(workflow, stop.opened, scheme_at, spared, decisions)

    def is_so(there: Situation) -> bool:
        return holds(workflow, there, unless, observer=True) is True

    def fits(there: Situation) -> bool:
        return there.state == stop.now.state and holds(workflow, there, needs) is True and not is_so(there)

    ready = continued(stop.decisions)
    ready.bring_about_all(needs)
    if fits(ready.now):
        return Stop(stop.opened, tuple(ready.decisions))
    undoings = _undoings(workflow, ready.now, unless) if patiently else ()
    for undo in (_by_recording(unless), *undoings) if is_so(ready.now) else ():
        planner = continued(ready.decisions)
        if undo(planner):
            planner.bring_about_all(needs)
        if fits(planner.now):
            return Stop(stop.opened, tuple(planner.decisions))
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _undoings(workflow: Workflow, situation: Situation, condition: Condition) -> Iterator[Undoing]:
    """
    Give what undoes a record that a condition speaks of: each notice that makes it void, and the time it counts for.
    """
    spoken = [evidence for name, evidence in workflow.evidence.items() if name in names_in(workflow, condition)]
    voiders = (voider.what for evidence in spoken for voider in evidence.voided_by if voider.kind == "notice")
    for notice in dict.fromkeys(voiders):
        yield _by_notice(notice)
    for evidence in spoken:
        about = evidence.about
        people = [one.id for one in situation.people if about and in_group(workflow.people[one.kind], about)]
        for person in people if about else [None]:
            yield _by_waiting(evidence.name, person)


def _by_recording(condition: Condition) -> Undoing:
    def undo(planner: Planner) -> bool:
        planner.bring_about_all(Not(condition))
        return True

    return undo


def _by_notice(notice: str) -> Undoing:
    return lambda planner: planner.notify(notice)


def _by_waiting(evidence: str, person: str | None) -> Undoing:
    return lambda planner: planner.wait_out(evidence, person)
