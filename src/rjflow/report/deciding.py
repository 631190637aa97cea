"""
Tell an answer of the rules: a refusal with every condition and what may happen now, or what came of a command.

Stands on: `rules.wording`, `engine.wording`, `layout`.   Knows nothing of: how it was decided.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rjflow.definition.lookup import ways_from
from rjflow.definition.model import CLOCK, Gate, Group, Workflow
from rjflow.definition.wording import cited, label_of, reasoned, said, spoken_time, the_actors
from rjflow.engine.openness import may_open
from rjflow.engine.options import Remedy
from rjflow.engine.seen import Told, seen_findings
from rjflow.engine.wording import remedy_sentence
from rjflow.guards.values import Truth
from rjflow.report.layout import paragraphs, table, wrapped
from rjflow.report.questions import answer, question, remarks, used_name
from rjflow.rules.commands import Beside
from rjflow.rules.decision import Decision, Move
from rjflow.rules.finding import Finding, findings, is_choice, truth_of
from rjflow.rules.gathering import Asked, Place, Together, asked_of, findings_in, truth_of_asked
from rjflow.rules.seeing import eyes_of
from rjflow.rules.situation import Situation
from rjflow.rules.wording import Cast, cast_in, deed, moved
from rjflow.text import listed

_TOGETHER = {
    "all": "all of these:",
    "any": "any one of these is enough:",
    "ways": "one of these ways must be open:",
}
_Telling = tuple[Cast, set[str]]  # what to call people, and what was told in full already
_ANSWERS = 9  # the longest answer, `unknown`, and a gap


def decision_text(
    workflow: Workflow,
    decision: Decision,
    *,
    names: Mapping[str, str] | None = None,
    remedies: Sequence[Remedy] = (),
    brief: bool = False,
) -> str:
    """
    Tell whether something may happen; when it may not, everything that was asked, with its answer, and what may happen.

    Args:
        workflow: Whose case it is.
        decision: The answer of the rules.
        names: What to call people and those who act, by id.
        remedies: What the engine says would help.
        brief: Of a refusal, tell only what is not met.
    """
    cast, told = cast_in(workflow, decision.before, names), set[str]()
    if decision.allowed:
        return _allowed(workflow, decision, cast, deed(workflow, decision.command, cast))
    asked = asked_of(decision.findings)
    so, not_so = ([one for one in asked if (one.truth is True) is wanted] for wanted in (True, False))
    refused = [
        wrapped(f"refused: {deed(workflow, decision.command, cast)}", hanging=9),
        wrapped(f"{_standing(workflow, decision, cast)} {_how_many(len(not_so), len(asked))}", indent=2),
        *_asked(workflow, decision, not_so, cast, told),
    ]
    if brief:
        return paragraphs(*refused)
    return paragraphs(
        *refused,
        f"  {'This is met' if len(so) == 1 else 'These are met'}:" if so else "",
        *_asked(workflow, decision, so, cast, told),
        _listed(
            "What would help:", [remedy_sentence(workflow, one, cast) for one in remedies if would_help(one, not_so)]
        ),
        _open_now(workflow, decision.before),
        "Nothing was recorded.",
    )


def seen_text(
    workflow: Workflow,
    decision: Decision,
    told: Told,
    *,
    names: Mapping[str, str] | None = None,
    beside: Beside | None = None,
) -> str:
    """
    Tell an answer to whoever asked, as far as they may see what it rests on.

    Args:
        workflow: Whose case it is.
        decision: The answer of the rules.
        told: What they may see of what it rests on.
        names: What to call people and those who act, by id.
        beside: What was to be told beside the facts, or thrown away of it: to the rules only time passes then.
    """
    cast = cast_in(workflow, decision.before, names)
    what = deed(workflow, decision.command if beside is None else beside, cast)
    if decision.allowed:
        eyes = eyes_of(workflow, decision.before, decision.command.actor)
        return _allowed(workflow, decision, cast, what, eyes.see_finding)
    unseen = [
        f"- {said(workflow, one.evidence)}{f' of {cast.person(one.person)}' if one.person else ''}"
        for one in told.unseen
    ]
    asked = unmet(workflow, decision)
    heads = {0: "What stands in the way is not for them to see.", 1: "This is not met:"}
    return paragraphs(
        wrapped(f"refused: {what}", hanging=9),
        wrapped(f"{_place(workflow, decision, cast)} {heads.get(len(asked), 'These are not met:')}", indent=2),
        *_asked(workflow, decision, asked, cast, set()),
        _listed("This is asked too, and is not for them to see:", unseen),
        "Nothing was recorded.",
    )


def unmet(workflow: Workflow, decision: Decision) -> tuple[Asked, ...]:
    """
    Give what stands in the way, as far as whoever asked may see it; a choice is left out where something they see meets it.
    """
    seen = seen_findings(workflow, decision, decision.command.actor)
    return tuple(one for one in asked_of([one for one in seen if one.asked != "counts"]) if one.truth is not True)


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


def _allowed(
    workflow: Workflow, decision: Decision, cast: Cast, what: str, may_see: Callable[[Finding], bool] = lambda _: True
) -> str:
    head = wrapped(f"allowed: {what}", hanging=9)
    lines = [wrapped(moved(workflow, move), indent=2, hanging=2) for move in decision.moves]
    if not decision.counts:
        unmet = [one for one in decision.findings if one.asked == "counts" and one.truth is not True]
        shown = asked_of([one for one in unmet if may_see(one)])
        lines.append(
            f"  It was recorded, but it does not count. It needed{':' if shown else ' what is not for them to see.'}"
        )
        lines += _asked(workflow, decision, shown, cast, set())
    return "\n".join([head, *lines])


def _standing(workflow: Workflow, decision: Decision, cast: Cast) -> str:
    """
    Say where the case is, how time alone brought it there, who asked, and when.
    """
    moves = [f"{sentence}." for sentence in _by_itself(workflow, decision, cast)]
    return _place(workflow, decision, cast, moves)


def _place(workflow: Workflow, decision: Decision, cast: Cast, moves: Sequence[str] = ()) -> str:
    when = spoken_time(decision.before.now, workflow.time_zone)
    asks = cast.actor(decision.command.actor.id)
    place = f"The case is in {said(workflow, decision.before.state)}."
    return " ".join([place, *moves, f"On {when}, {asks} asked."])


def _by_itself(workflow: Workflow, decision: Decision, cast: Cast) -> Iterator[str]:
    """
    Say how time alone had moved the case before anybody asked: when, where to, and what had run out.
    """
    for move in decision.moves:
        on = spoken_time(move.at, workflow.time_zone)
        went = f"On {on}, it went by itself from {said(workflow, move.source)} to {said(workflow, move.target)}"
        if move.cause == "fell":
            gone = listed(dict.fromkeys(_ran_out(workflow, decision.before, move, cast)))
            yield f"{went}: its gate had closed{f', because {gone} had run out' if gone else ''}"
        else:
            yield f"{went}: a deadline, {said(workflow, move.event or '')}"


def _ran_out(workflow: Workflow, situation: Situation, move: Move, cast: Cast) -> Iterator[str]:
    """
    Name the evidence for a gate that ran out at the very moment when the case fell.
    """
    guard = workflow.states[move.source].guard
    for finding in findings(workflow, situation, guard, "while") if guard and move.cause == "fell" else ():
        for used in finding.used:
            if used.until == move.at:
                yield used_name(workflow, used, cast)


def _how_many(missing: int, asked: int) -> str:
    """
    Say before the list how much of what is asked is not so.
    """
    if asked == 1:
        return "This is not met:"
    if missing == asked == 2:
        return "Neither of these is met:"
    if missing == asked:
        return f"None of {asked} conditions is met:"
    return f"{missing} of {asked} conditions {'is' if missing == 1 else 'are'} not met:"


def _asked(workflow: Workflow, decision: Decision, asked: Sequence[Asked], cast: Cast, told: set[str]) -> Iterator[str]:
    """
    Lay out what was asked in blocks: what is asked of anything, then gate by gate; why a gate is there is told once.
    """
    blocks: dict[tuple[str, str], list[str]] = {("", ""): []}
    for one in asked:
        heading, why = _heading(workflow, one.places)
        if (heading, why) not in blocks:
            blocks[heading, why] = [text for text in (heading, "" if heading + why in told else why) if text]
            told.add(heading + why)
        blocks[heading, why].extend(_told(workflow, decision, one.what, (cast, told)))
    for lines in filter(None, blocks.values()):
        yield "\n".join(lines)


def _heading(workflow: Workflow, places: Sequence[Place]) -> tuple[str, str]:
    """
    Say under which heading something stands: its way, the state whose gate it is, the gate it belongs to; and why that is there.
    """
    ways = [f"way {place.way + 1}" for place in places if place.way is not None]
    states = [f"to be in {said(workflow, place.state)}" for place in places if place.state is not None]
    gates = [workflow.gates[place.within.gate] for place in places if place.within and place.within.gate][-1:]
    parts = [*ways, *states, *(gate.label for gate in gates)]
    heading = wrapped(f"{': '.join(parts)}:", indent=2, hanging=2) if parts else ""
    groups = [place.within.group for place in places if place.within and not is_choice(place.within.group)]
    grounds: list[Gate | Group] = [*gates, *groups]
    whys = [reasoned(one.because, cited(workflow, one.sources)) for one in grounds]
    return heading, "\n".join(wrapped(why, indent=4, hanging=2) for why in whys if why)


def _told(
    workflow: Workflow, decision: Decision, what: Finding | Together, telling: _Telling, depth: int = 0, name: str = ""
) -> Iterator[str]:
    """
    Tell one thing with its answer, and below it what it rests on or is put together of; a gate inside a choice is told once.
    """
    if isinstance(what, Finding):
        yield from _finding(workflow, decision, what, telling[0], depth)
        return
    within = what.place.within
    lines = list(_parts(workflow, decision, what, telling, depth))
    if depth and within and within.gate:
        whole = "\n".join((name, *lines))
        if whole in telling[1]:
            yield _answered(truth_of_asked(what), f"{name}as above", depth)
            return
        telling[1].add(whole)
    yield _answered(truth_of_asked(what), name + _TOGETHER[what.mode], depth)
    yield from lines


def _parts(workflow: Workflow, decision: Decision, what: Together, telling: _Telling, depth: int) -> Iterator[str]:
    """
    Tell why things are asked together, and each of them.
    """
    within = what.place.within
    reasons: list[Gate | Group] = [within.group] if within else []
    reasons += [workflow.gates[within.gate]] if within and within.gate and depth else []
    for one in reasons:
        if why := reasoned(one.because, cited(workflow, one.sources)):
            yield _below(why, depth)
    for item in what.items:
        yield from _told(workflow, decision, item, telling, depth + 1, _name(workflow, item))


def _name(workflow: Workflow, what: Finding | Together) -> str:
    """
    Give what a group inside a choice is called: the way or the gate that it is.
    """
    if isinstance(what, Finding):
        return ""
    if what.place.way is not None:
        return f"way {what.place.way + 1}: "
    if what.place.state is not None:
        return f"to be in {said(workflow, what.place.state)}: "
    within = what.place.within
    return f"{workflow.gates[within.gate].label}: " if within and within.gate else ""


def would_help(remedy: Remedy, not_so: Sequence[Asked]) -> bool:
    """
    Tell whether to offer a remedy: not for a choice that is met otherwise; and where nobody knows the answer, evidence that is
    current is not what is lacking.
    """
    if not any(remedy.finding in findings_in(one.what) for one in not_so):
        return False
    used = [one for one in remedy.finding.used if (one.evidence, one.person) == (remedy.evidence, remedy.person)]
    return remedy.finding.truth is False or not used or any(one.life != "current" for one in used)


def _finding(workflow: Workflow, decision: Decision, finding: Finding, cast: Cast, depth: int = 0) -> Iterator[str]:
    yield _answered(finding.truth, question(workflow, decision, finding), depth)
    for remark in remarks(workflow, decision, finding, cast):
        yield _below(remark, depth)
    requirement = finding.requirement
    why = reasoned(requirement.because, cited(workflow, requirement.sources)) if requirement is not None else None
    if why:
        yield _below(why, depth)


def _answered(truth: Truth, text: str, depth: int) -> str:
    """
    Put the answer before what was asked, however deep that stands.
    """
    lines = wrapped(text, indent=4 + _ANSWERS + 2 * depth)
    return f"    {answer(truth):{_ANSWERS}}{lines[4 + _ANSWERS :]}"


def _below(text: str, depth: int) -> str:
    return wrapped(text, indent=6 + _ANSWERS + 2 * depth, hanging=2)


def _open_now(workflow: Workflow, situation: Situation) -> str:
    rows = [(label_of(workflow, event), the_actors(workflow, by)) for event, by in open_events(workflow, situation)]
    if not rows:
        return "  Nothing may happen now."
    return f"  What may happen now:\n\n{table(rows, indent=4, most=(38,))}"


def _listed(heading: str, lines: Sequence[str]) -> str:
    body = "\n".join(wrapped(line, indent=4, hanging=2) for line in dict.fromkeys(lines))
    return f"  {heading}\n\n{body}" if lines else ""
