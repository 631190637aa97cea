"""
Say a repair that was tried: what it does, the line to write and where, and what comes of it.

Stands on: `verifier.verdict`, `guards.writing`, `layout`.   Knows nothing of: how repairs are found.
"""

import re
from collections.abc import Sequence

from rjflow.definition.model import MEETING, Group, Requirement, Voider, Workflow
from rjflow.definition.wording import condition, said, voider
from rjflow.guards.syntax import Condition
from rjflow.guards.writing import written
from rjflow.report.layout import wrapped
from rjflow.sources.span import Span
from rjflow.text import listed
from rjflow.verifier.verdict import Repair


def repairs_text(workflow: Workflow, repairs: Sequence[Repair]) -> str:
    """
    Tell several repairs, one after the other.
    """
    return "\n\n".join(_repair_text(workflow, repair) for repair in repairs)


def repair_sentence(workflow: Workflow, repair: Repair) -> str:
    """
    Say what a repair does.
    """
    name = said(workflow, repair.name)
    match repair.sort:
        case "ask" | "gate":
            return f"let {name} ask: {_said(workflow, repair.condition)}"
        case "from":
            return f"do not let {name} happen in {said(workflow, repair.other)}"
        case "stay":
            end = f"; where it ends, the case goes to {said(workflow, repair.otherwise)}" if repair.otherwise else ""
            return f"let {name} ask on the way in and all the while: {_said(workflow, repair.condition)}{end}"
        case "void":
            return f"let {name} be void after {listed([voider(workflow, one) for one in repair.voiders], 'or')}"
        case "not-by":
            return f"let nobody be behind both {name} and {said(workflow, repair.other)}"


def consequences(workflow: Workflow, repair: Repair) -> str:
    """
    Say what was found when a repair was tried: of meetings where there are any, otherwise of the event that asks more.
    """
    also = ""
    if any(state.kind == MEETING for state in workflow.states.values()):
        also = ", and every meeting can still be reached"
    elif repair.sort in ("ask", "from"):
        also = f", and {said(workflow, repair.name)} can still happen"
    kept = f"Tried: with this line the safeguard is kept{also}."
    if repair.breaks:
        kept += f" But it breaks {listed(repair.breaks)}."
    if repair.unproved:
        kept += f" Whether it breaks {listed(repair.unproved)} could not be proved."
    return kept if repair.breaks or repair.unproved else f"{kept} It breaks no other."


def repair_line(workflow: Workflow, repair: Repair) -> str:
    """
    Write the line of the file as it is after a repair; where what stands there takes several lines, the one to add.
    """
    match repair.sort:
        case "ask":
            return _asking("needs", workflow, workflow.events[repair.name].ways[repair.number].needs, repair.condition)
        case "gate":
            return _asking("all", workflow, workflow.gates[repair.name].asks, repair.condition)
        case "from":
            return _from(workflow, repair)
        case "stay":
            line = _asking("while", workflow, workflow.states[repair.name].guard or Group(), repair.condition)
            return f"{line}, otherwise: {repair.otherwise}" if repair.otherwise else line
        case "void":
            known = workflow.evidence[repair.name].voided_by
            if _is_one_to_a_line([one.span for one in known]):
                return "\n".join(f"- {_voider(one)}  # one more under `voided-by`" for one in repair.voiders)
            return f"voided-by: [{', '.join(map(_voider, (*known, *repair.voiders)))}]"
        case "not-by":
            thing = workflow.evidence.get(repair.name) or workflow.events[repair.name]
            return f"not-by: [{', '.join((*thing.not_by, repair.other))}]"


# ----------------------------------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[A-Za-z][\w-]*(?: [\w-]+)*")


def _repair_text(workflow: Workflow, repair: Repair) -> str:
    place = f"{repair.span.source.name}:{repair.span.line}" if repair.span else "the file"
    return "\n".join(
        [
            wrapped(f"hint: {repair_sentence(workflow, repair)}", indent=2, hanging=6),
            f"        --> {place}",
            f"        in `{repair.name}`, write:",
            *(wrapped(line, indent=12, hanging=2) for line in repair_line(workflow, repair).split("\n")),
            wrapped(consequences(workflow, repair), indent=8),
        ]
    )


def _said(workflow: Workflow, asked: Condition | None) -> str:
    assert asked is not None, "what is asked is a condition"
    return condition(workflow, asked)


def _from(workflow: Workflow, repair: Repair) -> str:
    way = workflow.events[repair.name].ways[repair.number]
    left = [state for state in way.from_states if state != repair.other]
    if not way.wildcard:
        several = f"[{', '.join(left)}]"
        return f"from: {left[0] if len(left) == 1 else several}"
    others = [name for name, state in workflow.states.items() if name not in left and not state.final]
    return f"from: {{any-except: [{', '.join(others)}]}}"


def _asking(key: str, workflow: Workflow, group: Group, asked: Condition | None) -> str:
    assert asked is not None, "what is asked is a condition"
    items = [item for item in group.items if not _is_of_scheme(workflow, item)]
    texts = [item.text for item in items if isinstance(item, Requirement) and not item.because and not item.sources]
    new = _scalar(written(asked))
    if group.mode == "any":
        return f"- {new}  # beside the whole of `any`, the two of them under `all`"
    if len(texts) < len(items) or _is_one_to_a_line([item.span for item in items if isinstance(item, Requirement)]):
        return f"- {new}  # one more under `{key}`, where all of it is asked"
    if not texts:
        return f"{key}: {new}"
    return f"{key}: [{', '.join([*map(_scalar, texts), new])}]"


def _is_one_to_a_line(places: Sequence[Span | None]) -> bool:
    """
    Tell whether things of a list stand each on a line of its own, so that another one takes a line, too.
    """
    lines = [place.line for place in places if place is not None]
    return len(lines) > 1 and len(set(lines)) == len(lines)


def _is_of_scheme(workflow: Workflow, item: Requirement | Group) -> bool:
    """
    Tell whether an item is one that the reader added because the workflow names a scheme.
    """
    return workflow.scheme is not None and item.span is not None and item.span == workflow.scheme.span


def _scalar(text: str) -> str:
    """
    Write a text so that YAML reads it as that text.
    """
    return text if _PLAIN.fullmatch(text) else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _voider(one: Voider) -> str:
    if one.kind == "change":
        return f"{{change-of: {one.what}}}"
    return f"{{own: {one.what}}}" if one.own else one.what
