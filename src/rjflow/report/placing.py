"""
Where in a file to look: what let a story through, and what the graph of states and events tells by itself.

Stands on: `verifier.verdict`, `definition.wording`.   Knows nothing of: layout.
"""

from collections.abc import Iterator

from rjflow.definition.model import Deadline, Workflow
from rjflow.definition.safeguards import Always, AlwaysOpen, AlwaysPossible, Ends, Hidden, Safeguard
from rjflow.definition.wording import all_said, said
from rjflow.rules.commands import Fire, RecordEvidence
from rjflow.sources.span import Span
from rjflow.verifier.verdict import Story, Structure


def what_let_it_through(workflow: Workflow, safeguard: Safeguard, story: Story) -> tuple[str, Span | None, str]:
    """
    Say what did not stop the story, where in the file that stands, and what to write under the place.
    """
    command = story.steps[-1].decision.command if story.steps else None
    state = workflow.states[story.last.state]
    if isinstance(safeguard.form, AlwaysOpen):
        label = f"not here: {all_said(workflow, safeguard.form.events, 'or')}"
        return f"This is where {said(workflow, state.name)} stands:", state.span, label
    if isinstance(safeguard.form, Hidden):
        shown = story.ending.event or story.ending.used[0].evidence
        thing = workflow.events.get(shown) or workflow.evidence[shown]
        label = "asks for it" if story.ending.event else "seen or recorded by them"
        return "This is what shows it:", thing.span, label
    if isinstance(safeguard.form, AlwaysPossible | Ends):
        return f"This is where {said(workflow, state.name)} stands:", state.span, "no way on from here"
    if isinstance(command, Fire) and story.way is not None and story.event is not None:
        span = story.event.span if len(story.event.ways) == 1 else story.way.span or story.event.span
        asks = "what it needs does not ask for this" if story.way.needs.items else "no `needs:`"
        return f"Nothing stopped it, because {said(workflow, story.event.name)} does not ask:", span, asks
    if isinstance(safeguard.form, Always) and state.guard is None:
        return f"Nothing stopped it, because {said(workflow, state.name)} has no gate:", state.span, "no `while:`"
    if isinstance(safeguard.form, Always) and state.guard is not None:
        through = f"the gate of {said(workflow, state.name)} does not ask for this"
        return f"Nothing stopped it, because {through}:", state.guard.span or state.span, "not asked for in here"
    rung = _deadline_that_rang(workflow, story)
    if rung is not None:
        return "Nothing stopped it, because the clock does not ask anybody:", rung.span, "the clock does it here"
    if isinstance(command, RecordEvidence):
        evidence = workflow.evidence[command.given.evidence]
        return f"Nothing stopped it where {said(workflow, evidence.name)} is recorded:", evidence.span, "recorded here"
    return "", None, ""


def structure_sentences(workflow: Workflow, structure: Structure) -> Iterator[str]:
    """
    Say what the graph of states and events tells by itself.
    """
    if structure.unreachable:
        yield f"No path leads to {all_said(workflow, structure.unreachable, 'or')}."
    if structure.trapped:
        yield f"From {all_said(workflow, structure.trapped)} a case can never be closed."
    if structure.dead_events:
        yield f"{all_said(workflow, structure.dead_events)} can never happen."
    for loop in structure.loops:
        states = [workflow.states[state].label for state in (*loop, *loop[:1])]
        yield f"A case can go round for ever with nobody deciding: {' → '.join(states)}."
    if structure.idle:
        yield f"Nothing asks for {all_said(workflow, structure.idle, 'or')}."
    for state, gates in structure.must_pass:
        if gates:
            yield f"Every path into {said(workflow, state)} passes {all_said(workflow, gates)}."
        else:
            yield f"No gate stands on every path into {said(workflow, state)}."


# ----------------------------------------------------------------------------------------------------------------------


def _deadline_that_rang(workflow: Workflow, story: Story) -> Deadline | None:
    """
    Find the last deadline that fired in the last step of a story.
    """
    moves = story.steps[-1].decision.moves if story.steps else ()
    for move in reversed(moves):
        for deadline in workflow.deadlines:
            if move.cause == "deadline" and deadline.event == move.event and move.source in deadline.states:
                return deadline
    return None
