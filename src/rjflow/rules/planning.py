"""
What a gate asks for, as a plan: what is in place and until when, what is missing, who can bring it about, and by when it is due.

Stands on: `finding`, `viewing`.   Knows nothing of: storage, sentences.
"""

from rjflow.definition.lookup import events_recording
from rjflow.definition.model import CLOCK, Workflow
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.instants import Instant
from rjflow.rules.finding import Finding, Used, findings
from rjflow.rules.situation import Situation


@frozen(kw_only=True)
class Milestone:
    """
    One thing that a gate asks for.

    Attributes:
        asked: the condition, with its answer and the gates it belongs to.
        evidence: what it rests on, and about whom.
        done: whether it is so now.
        stands: how the evidence stands.
        says: what it says now, while it is current: how far it has come.
        by: who may record it, by itself or with an event.
        recorded_by: who last did.
        until: when it runs out, where it is in place.
        due: when it should be there, where the file says so and it is not.
        late: whether that is over.
    """

    asked: Finding
    evidence: str
    person: str | None
    done: bool
    stands: str
    says: Value | None
    by: tuple[str, ...]
    recorded_by: str | None
    until: Instant | None
    due: Instant | None
    late: bool


def planned(workflow: Workflow, situation: Situation, gate: str, opened: Instant) -> tuple[Milestone, ...]:
    """
    Give what a gate asks for: what is missing first, the earliest due before the others; then what is in place, what runs out first before.

    Args:
        workflow: The definition.
        situation: Where the case or scheme stands, brought up to date with the clock.
        gate: The name of the gate.
        opened: When the case or scheme was opened; what is due is counted from there.

    Not seen:
        That what is missing must be brought about in some order: what evidence itself needs.
    """
    asked = findings(workflow, situation, workflow.gates[gate].asks, "needs")
    seen: dict[tuple[str, str | None], Milestone] = {}
    for finding in asked:
        for used in finding.used:
            if not used.of_scheme:
                seen.setdefault((used.evidence, used.person), _milestone(workflow, situation, finding, used, opened))
    return tuple(sorted(seen.values(), key=_soonest))


# ----------------------------------------------------------------------------------------------------------------------

_NEVER = 2**62


def _milestone(workflow: Workflow, situation: Situation, finding: Finding, used: Used, opened: Instant) -> Milestone:
    evidence = workflow.evidence[used.evidence]
    done = finding.truth is True
    due = opened + evidence.due if evidence.due and not done else None
    givers = (
        by for name in events_recording(workflow, used.evidence) for by in workflow.events[name].by if by != CLOCK
    )
    return Milestone(
        asked=finding,
        evidence=used.evidence,
        person=used.person,
        done=done,
        stands=used.life,
        says=used.value if used.life == "current" else None,
        by=tuple(dict.fromkeys((*evidence.recorded_by, *givers))),
        recorded_by=used.by,
        until=used.until if done else None,
        due=due,
        late=due is not None and due <= situation.now,
    )


def _soonest(one: Milestone) -> tuple[bool, int]:
    when = one.until if one.done else one.due
    return one.done, _NEVER if when is None else when
