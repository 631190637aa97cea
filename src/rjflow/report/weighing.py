"""
What `rjflow check --strength`, `--load-bearing` and `--structure` add, for people.

Stands on: `mistaken`, `pieces`, `telling`, `layout`.   Knows nothing of: the command line, JSON.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.model import Workflow
from rjflow.definition.wording import said
from rjflow.frozen import frozen
from rjflow.guards.writing import written
from rjflow.report.layout import paragraphs, wrapped
from rjflow.report.mistaken import mistake_said
from rjflow.report.pieces import piece_sentence
from rjflow.report.placing import place_of
from rjflow.report.telling import steps_table
from rjflow.sources.span import Span
from rjflow.text import counted, listed, quoted
from rjflow.verifier.verdict import Report
from rjflow.verifier.weights import LONGEST, MOST_ROUNDS, Bearing, DeadWeight, Lookout, Passage, Paths, Strength
from rjflow.verifier.wording import cast_of_story


@frozen(kw_only=True)
class Weighed:
    """What was asked for beside the verdicts; nothing where it was not asked for."""

    strengths: tuple[Strength, ...] | None = None
    bearings: tuple[Bearing, ...] | None = None
    paths: Paths | None = None
    dead_weight: DeadWeight | None = None


def weighed_text(report: Report, weighed: Weighed) -> str:
    """
    Tell what was asked for, under a heading each.
    """
    workflow = report.workflow
    return paragraphs(
        _strengths(workflow, weighed.strengths) if weighed.strengths is not None else "",
        _bearings(workflow, weighed.bearings) if weighed.bearings is not None else "",
        _paths(workflow, weighed.paths) if weighed.paths is not None else "",
        _dead_weight(workflow, weighed.dead_weight, report) if weighed.dead_weight is not None else "",
    )


# ---- strength --------------------------------------------------------------------------------------------------------


def strength_said(workflow: Workflow, one: Strength) -> str:
    """
    Say how strong a safeguard is.
    """
    if not one.counted:
        return (
            "not counted: it asks that something stays possible, hidden, reserved, fresh, or contact, or that cases end"
        )
    if one.most == 0:
        return "broken as it is: no mistake is needed"
    if one.least == 0:
        return "not counted: it is not proved to be kept"
    if one.unbreakable:
        return "no number of mistakes breaks it"
    if one.most is None and one.least > 1:
        return f"more than {counted(one.least - 1, 'mistake')} would be needed"
    if one.most is None:
        return "not known: one mistake may be enough, but no story of it was found"
    if one.is_exact and one.most == 1:
        return f"stands alone on one thing: {mistake_said(workflow, one.mistakes[0][1])}"
    if one.is_exact:
        return f"{one.most} separate mistakes are needed"
    return f"{one.most} separate mistakes are enough; at least {one.least} needed"


def _strengths(workflow: Workflow, strengths: Sequence[Strength]) -> str:
    return paragraphs("\nHow many mistakes it takes", *(_strength(workflow, one) for one in strengths))


def _strength(workflow: Workflow, one: Strength) -> str:
    said_so, is_alone = strength_said(workflow, one), one.story is not None and one.is_exact and one.most == 1
    if is_alone:  # then it need not be said twice
        number, mistake = one.mistakes[0]
        said_so = f"{said_so}, at step {number}{_at(mistake.span)}"
    first = wrapped(f"{one.safeguard.id}: {said_so}", indent=2, hanging=4)
    if one.story is None or not one.mistakes:
        return first
    told = [
        wrapped(f"at step {number}: {mistake_said(workflow, mistake)}{_at(mistake.span)}", indent=4, hanging=2)
        for number, mistake in (() if is_alone else one.mistakes)
    ]
    return paragraphs("\n".join([first, *told]), steps_table(workflow, one.story, cast_of_story(workflow, one.story)))


def _at(span: Span | None) -> str:
    return f" ({place_of(span)})" if span else ""


# ---- load-bearing ----------------------------------------------------------------------------------------------------


def _bearings(workflow: Workflow, bearings: Sequence[Bearing]) -> str:
    carrying = [one for one in bearings if one.carries]
    idle = [one for one in bearings if not one.carries]
    lines = [wrapped(_bearing(workflow, one), indent=2, hanging=4) for one in carrying]
    rest = [wrapped(f"{piece_sentence(workflow, one.piece)}{_at(one.piece.span)}", indent=2, hanging=4) for one in idle]
    return paragraphs(
        f"\nWhat the safeguards rest on: {len(carrying)} of {counted(len(bearings), 'piece')}",
        "\n".join(lines),
        "\nWhat no safeguard needs by itself" if rest else "",
        "\n".join(rest),
    )


def _bearing(workflow: Workflow, one: Bearing) -> str:
    needed = f"needed by {listed(one.needed_by)}" if one.needed_by else ""
    perhaps = (
        f"without it {listed(one.perhaps)} {'is' if len(one.perhaps) == 1 else 'are'} not proved" if one.perhaps else ""
    )
    return f"{piece_sentence(workflow, one.piece)}{_at(one.piece.span)}: {'; '.join(filter(None, (needed, perhaps)))}"


# ---- structure -------------------------------------------------------------------------------------------------------


def _paths(workflow: Workflow, paths: Paths) -> str:
    rounds = [wrapped(_round(one), indent=2, hanging=4) for one in paths.rounds]
    cut = f"Only rounds of at most {LONGEST} states are drawn, and at most {MOST_ROUNDS} of them; there may be more."
    return paragraphs(
        "\nWays to meetings and contacts" if paths.passages else "",
        "\n".join(line for one in paths.passages for line in _passage(one)),
        "\nRounds a case can go" if rounds else "",
        "\n".join(rounds),
        wrapped(cut, indent=2) if paths.is_cut_off else "",
        "\nWhere a day is looked for" if paths.lookouts else "",
        "\n".join(wrapped(lookout_said(workflow, one), indent=2, hanging=4) for one in paths.lookouts),
    )


def lookout_said(workflow: Workflow, one: Lookout) -> str:
    """
    Say in which states a deadline looks for a day; where none does, it comes and nothing happens.
    """
    if not one.lacking:
        return f"{said(workflow, one.day)}: in every state"
    if not one.kept:
        return f"{said(workflow, one.day)}: in no state that a case comes to, so nothing happens when it comes"
    if len(one.kept) > len(one.lacking):
        return (
            f"{said(workflow, one.day)}: in every state but {quoted(one.lacking)}, where nothing happens when it comes"
        )
    return f"{said(workflow, one.day)}: in {quoted(one.kept)}; in {counted(len(one.lacking), 'other state')} nothing happens when it comes"


def _passage(one: Passage) -> Iterator[str]:
    way = f"every way passes {quoted(one.passes)}" if one.passes else "cases may begin there"
    yield wrapped(f"{one.state}: {way}", indent=2, hanging=4)
    if one.bridges:
        steps = (f"{source} --{event or 'gate closes'}--> {target}" for event, source, target in one.bridges)
        yield wrapped(f"every way takes: {'; '.join(steps)}", indent=4, hanging=2)


def _round(states: tuple[str, ...]) -> str:
    return f"{' -> '.join((*states, states[0]))}"


def _dead_weight(workflow: Workflow, dead: DeadWeight, report: Report) -> str:
    lines = [
        f"`{written(one.condition)}` is always true when {said(workflow, one.name)} asks it{_at(one.span)}"
        for one in dead.never_false
        if one.condition is not None
    ]
    lines += [f"{said(workflow, name)} can never happen" for name in dead.never_possible]
    lines += [f"nothing asks for the gate {said(workflow, name)}" for name in dead.gates]
    lines += [f"nothing asks for {said(workflow, name)}" for name in report.structure.idle]
    return paragraphs(
        "\nDead weight" if lines else "", "\n".join(wrapped(line, indent=2, hanging=4) for line in dict.fromkeys(lines))
    )
