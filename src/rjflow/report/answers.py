"""
Tell where a case stands, what came of a command, and what could be done, as data for whoever asks over a network.

Stands on: `problems`, `engine`.   Knows nothing of: web frameworks, people's names.
"""

from typing import Any

from rjflow.definition.model import Workflow
from rjflow.definition.wording import label_of
from rjflow.engine.case import Case
from rjflow.engine.options import Option
from rjflow.engine.stepping import Step
from rjflow.report.problems import reasons_document
from rjflow.rules.handing import handed_in

Document = dict[str, Any]


def case_document(workflow: Workflow, case: Case) -> Document:
    """
    Tell where a case stands: nothing that was recorded, and nobody in it.
    """
    return {
        "case": case.id,
        "workflow": workflow.name,
        "version": workflow.version,
        "state": case.state,
        "label": label_of(workflow, case.state),
        "final": workflow.states[case.state].final,
        "revision": case.revision,
    }


def step_document(workflow: Workflow, step: Step) -> Document:
    """
    Tell what came of a command that was allowed: how the case moved, and whether what was recorded counts.
    """
    moves = [
        {"cause": one.cause, "source": one.source, "target": one.target, "event": one.event}
        for part in step.parts
        for one in part.decision.moves
    ]
    return {**case_document(workflow, step.case), "counts": step.decision.counts, "moves": moves}


def option_document(workflow: Workflow, option: Option) -> Document:
    """
    Tell an event, whether the asker could make it happen now, and what stands in the way where not.
    """
    return {
        "event": option.event,
        "label": label_of(workflow, option.event),
        "open": option.is_open,
        "gives": list(option.gives),
        "forms": list(handed_in(workflow).events.get(option.event, ())),
        "reasons": list(option.reasons),
        "missing": [] if option.is_open else reasons_document(workflow, option.decision),
    }
