"""
Tell an answer of the rules: a refusal with every condition and what may happen now, or what came of a command.

Stands on: `rules.wording`, `engine.wording`, `layout`.   Knows nothing of: how it was decided.
"""

from collections.abc import Iterator, Mapping, Sequence

from rjflow.definition.lookup import ways_from
from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.wording import cited, label_of, reasoned, said, spoken_time, the_actors
from rjflow.engine.openness import may_open
from rjflow.engine.options import Remedy
from rjflow.engine.wording import remedy_sentence
from rjflow.report.layout import paragraphs, table, wrapped
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding, truth_of
from rjflow.rules.situation import Situation
from rjflow.rules.wording import Cast, answer, cast_in, deed, moved, question, remarks

_ANSWERS = 9  # the longest answer, `unknown`, and a gap


def decision_text(
    workflow: Workflow,
    decision: Decision,
    *,
    names: Mapping[str, str] | None = None,
    remedies: Sequence[Remedy] = (),
) -> str:
    """
    Tell whether something may happen; when it may not, everything that was asked, with its answer, and what may happen.

    Args:
        workflow: Whose case it is.
        decision: The answer of the rules.
        names: What to call people and those who act, by id.
        remedies: What the engine says would help.
    """
    cast = cast_in(workflow, decision.before, names)
    if decision.allowed:
        return _allowed(workflow, decision, cast)
    asks = cast.actor(decision.command.actor.id)
    when = spoken_time(decision.before.now, workflow.time_zone)
    place = f"The case is in {said(workflow, decision.before.state)}. On {when}, {asks} asked."
    return paragraphs(
        wrapped(f"refused: {deed(workflow, decision.command, cast)}", hanging=9),
        wrapped(f"{place} All of these must be so:", indent=2),
        *_asked(workflow, decision, cast),
        _listed("What would help:", [remedy_sentence(workflow, one, cast) for one in remedies if _would_help(one)]),
        _open_now(workflow, decision.before),
        "Nothing was recorded.",
    )


def open_events(workflow: Workflow, situation: Situation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """
    Give the events whose conditions can be true now, with those who may make them happen; what only the clock does is left out.

    What an event records itself may be anything that it can be, with which the state it enters lets the case in.
    """
    for event, way in ways_from(workflow, situation.state):
        if event.by == (CLOCK,) or truth_of(workflow, situation, way.needs) is not True:
            continue
        if may_open(workflow, situation, event, way) is not False:
            yield event.name, tuple(name for name in event.by if name != CLOCK)


# ----------------------------------------------------------------------------------------------------------------------


def _allowed(workflow: Workflow, decision: Decision, cast: Cast) -> str:
    head = wrapped(f"allowed: {deed(workflow, decision.command, cast)}", hanging=9)
    lines = [wrapped(moved(workflow, move), indent=2, hanging=2) for move in decision.moves]
    if not decision.counts:
        unmet = [one for one in decision.findings if one.asked == "counts" and one.truth is not True]
        lines.append("  It was recorded, but it does not count. It needed:")
        lines += [block for one in unmet for block in _finding(workflow, decision, one, cast)]
    return "\n".join([head, *lines])


def _asked(workflow: Workflow, decision: Decision, cast: Cast) -> Iterator[str]:
    """
    Lay out the findings in blocks: what is asked of anything, then gate by gate; what was asked twice is told once.
    """
    told: set[tuple[object, ...]] = set()
    blocks: dict[str, list[str]] = {}
    for finding in decision.findings:
        sign = (finding.requirement, finding.truth, finding.facts, finding.used, finding.alternative)
        if finding.requirement is not None and sign in told:
            continue
        told.add(sign)
        heading = _heading(workflow, finding)
        blocks.setdefault(heading, [heading] if heading else []).extend(_finding(workflow, decision, finding, cast))
    for lines in blocks.values():
        yield "\n".join(lines)


def _heading(workflow: Workflow, finding: Finding) -> str:
    """
    Say under which heading a finding stands: its way, the state whose gate it is, the gate it belongs to and why that is there.
    """
    parts = []
    if finding.way is not None:
        parts.append(f"way {finding.way + 1}")
    if finding.state is not None:
        parts.append(f"to be in {said(workflow, finding.state)}")
    gates = [workflow.gates[name] for name in finding.gates[-1:]]
    parts += [gate.label for gate in gates]
    if finding.alternative:
        parts.append("any one of these is enough")
    whys = [reasoned(gate.because, cited(workflow, gate.sources)) for gate in gates if not finding.alternative]
    lines = [wrapped(f"{': '.join(parts)}:", indent=2, hanging=2)] if parts else []
    return "\n".join([*lines, *(wrapped(why, indent=4, hanging=2) for why in whys if why)])


def _would_help(remedy: Remedy) -> bool:
    """
    Tell whether to offer a remedy: where nobody knows the answer, evidence that is current is not what is lacking.
    """
    used = [one for one in remedy.finding.used if (one.evidence, one.person) == (remedy.evidence, remedy.person)]
    return remedy.finding.truth is False or not used or any(one.life != "current" for one in used)


def _finding(workflow: Workflow, decision: Decision, finding: Finding, cast: Cast) -> Iterator[str]:
    yield table([(answer(finding.truth), question(workflow, decision, finding))], indent=4, most=(7,), least=(7,))
    for remark in remarks(workflow, decision, finding, cast):
        yield wrapped(remark, indent=6 + _ANSWERS, hanging=2)
    requirement = finding.requirement
    why = reasoned(requirement.because, cited(workflow, requirement.sources)) if requirement is not None else None
    if why:
        yield wrapped(why, indent=6 + _ANSWERS, hanging=2)


def _open_now(workflow: Workflow, situation: Situation) -> str:
    rows = [(label_of(workflow, event), the_actors(workflow, by)) for event, by in open_events(workflow, situation)]
    if not rows:
        return "  Nothing may happen now."
    return f"  What may happen now:\n\n{table(rows, indent=4, most=(38,))}"


def _listed(heading: str, lines: Sequence[str]) -> str:
    body = "\n".join(wrapped(line, indent=4, hanging=2) for line in dict.fromkeys(lines))
    return f"  {heading}\n\n{body}" if lines else ""
