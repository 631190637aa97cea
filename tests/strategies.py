"""
What the small workflows that `rjflow.testing` invents have in them: `features_of` tells which constructs a workflow uses.

The generators are the public ones; a test holds them to reaching all that is named here.
"""

from rjflow.definition.lookup import as_condition, asked_groups
from rjflow.definition.model import BACK, Workflow
from rjflow.guards.syntax import every_part
from rjflow.testing.drawing import commands
from rjflow.testing.drawing import situations as openings
from rjflow.testing.inventing import SCHEME
from rjflow.testing.strategies import workflows

__all__ = ["ALL_FEATURES", "SCHEME", "commands", "features_of", "openings", "workflows"]


def features_of(workflow: Workflow) -> set[str]:
    """
    Name the constructs that a workflow uses.
    """
    evidence, states, events = workflow.evidence.values(), workflow.states.values(), workflow.events.values()
    parts = {type(part).__name__ for group in asked_groups(workflow) for part in every_part(as_condition(group))}
    seen = {
        "about people": any(one.about for one in evidence),
        "needs of evidence": any(one.needs.items for one in evidence),
        "not-by": any(one.not_by for one in (*evidence, *events)),
        "own": any(voider.own for one in evidence for voider in one.voided_by),
        "alternatives": any(group.mode == "any" for group in asked_groups(workflow)),
        "while": any(one.guard and one.guard.items for one in states),
        "several ways": any(len(one.ways) > 1 for one in events),
        "back": any(way.target == BACK for one in events for way in one.ways),
        "records": any(one.records for one in events),
        "joins": any(kind.joins for kind in workflow.people.values()),
        "leaves": any(kind.leaves for kind in workflow.people.values()),
        "at-least": any(kind.at_least for kind in workflow.people.values()),
        "time deadline": any(one.length for one in workflow.deadlines),
        "day deadline": any(one.working_days for one in workflow.deadlines),
        "date deadline": any(one.until for one in workflow.deadlines),
        "notice": bool(workflow.notices),
        "scheme": workflow.scheme is not None,
    }
    windows_used = {f"window {one.window.unit}" for one in evidence}
    voiders = {f"voided by {voider.kind}" for one in evidence for voider in one.voided_by}
    values = {f"value {type(one.values).__name__}" for one in evidence}
    return {name for name, used in seen.items() if used} | parts | windows_used | voiders | values


ALL_FEATURES = frozenset(
    [
        *(
            "about people",
            "needs of evidence",
            "not-by",
            "own",
            "alternatives",
            "while",
            "several ways",
            "back",
            "records",
        ),
        *("joins", "leaves", "at-least", "time deadline", "day deadline", "date deadline", "notice", "scheme"),
        *("Among", "And", "Compare", "ForPeople", "GateHolds", "IsCurrent", "Not", "OfScheme", "Or", "SamePerson"),
        *(f"window {unit}" for unit in ("elapsed", "same day", "whole case")),
        *(f"voided by {kind}" for kind in ("evidence", "notice", "event", "change")),
        *(f"value {kind}" for kind in ("OneOf", "Flag", "Number", "Day")),
    ]
)
