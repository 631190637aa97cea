"""
Which pieces of a workflow carry which safeguards: each is taken out in turn, and what rests on it is judged again.

What cannot be influenced is not judged again. A proof tracked some evidence and took all other for something that may be anything; so it
stands without every condition that asks only for what it did not track, and without what makes other evidence void or lets it run out.

Stands on: `proving`, `removing`, `judging`, `acted`.   Knows nothing of: sentences.
"""

from collections.abc import Callable, Iterator, Sequence

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Ends, Safeguard
from rjflow.verifier.acted import acted_out
from rjflow.verifier.action import names_in, reads_of
from rjflow.verifier.ending import judge_ends
from rjflow.verifier.frame import Focus
from rjflow.verifier.judging import is_large, judge
from rjflow.verifier.proving import both, patient_proof, proof
from rjflow.verifier.refining import first_focus
from rjflow.verifier.removing import Piece, pieces, without
from rjflow.verifier.replaying import ending
from rjflow.verifier.verdict import Report, Story
from rjflow.verifier.weights import Bearing

Progress = Callable[[Piece, int, int], None]


def bearings(report: Report, progress: Progress | None = None) -> tuple[Bearing, ...]:
    """
    Take each piece of a workflow out in turn, and tell which of its kept safeguards need it.

    Not seen: two pieces of which one is enough. Neither carries anything, though both together do; `strength` counts such pairs.
    """
    workflow = report.workflow
    kept = [one.safeguard for one in report.verdicts if one.judged == "kept"]
    proofs = [(safeguard, _proof(workflow, safeguard)) for safeguard in kept]
    everything = list(pieces(workflow))
    found, untold = [], set[str]()
    for number, piece in enumerate(everything, start=1):
        if progress is not None:
            progress(piece, number, len(everything))
        asked = [(safeguard, focus) for safeguard, focus in proofs if may_matter(workflow, piece, safeguard, focus)]
        found.append(_bearing(workflow, piece, asked, untold))
    return tuple(found)


def may_matter(workflow: Workflow, piece: Piece, safeguard: Safeguard, focus: Focus | None) -> bool:
    """
    Tell whether a proof that tracked so much may rest on a piece.
    """
    form = safeguard.form
    if isinstance(form, AlwaysPossible | Ends) and piece.kind == "interruption":
        return True  # that a case falls may be the only way out of a state
    if isinstance(form, Ends):
        return False  # judged by the graph alone
    if focus is None:
        return True
    tracked = {*focus.evidence, *(("scheme", one) for one in focus.scheme), *(("author", one) for one in focus.authors)}
    return bool(tracked & set(_touched(workflow, piece)))


# ----------------------------------------------------------------------------------------------------------------------


def _touched(workflow: Workflow, piece: Piece) -> Iterator[object]:
    """
    Give what a piece is about: what a condition speaks of, or the evidence that is made void or runs out.
    """
    match piece.kind:
        case "condition" if piece.condition is not None:
            yield from names_in(workflow, piece.condition)
        case "interruption":
            yield from reads_of(workflow, workflow.states[piece.name].guard)
        case "not-by":
            yield from (("author", piece.other), ("author", piece.name))
        case _:
            yield piece.name


def _proof(workflow: Workflow, safeguard: Safeguard) -> Focus | None:
    if isinstance(safeguard.form, Ends):
        return Focus()
    found = patient_proof(workflow, safeguard.form)
    return None if found is None else both(found, first_focus(workflow, safeguard.form))


def _bearing(
    workflow: Workflow, piece: Piece, asked: Sequence[tuple[Safeguard, Focus | None]], untold: set[str]
) -> Bearing:
    """
    Take one piece out, and judge what may rest on it. No second story is looked for of a safeguard that was left *untold* once.
    """
    careless = without(workflow, piece) if asked else workflow
    shaken = [(safeguard, focus) for safeguard, focus in asked if not _stands(careless, safeguard, focus)]
    stories: list[Story | None] = []
    needed, perhaps = [], []
    for safeguard, focus in shaken:
        judged = _judged(careless, safeguard, focus, stories, untold)
        if judged == "broken":
            needed.append(safeguard.id)
        elif judged == "unfinished":
            perhaps.append(safeguard.id)
    return Bearing(piece=piece, needed_by=tuple(needed), perhaps=tuple(perhaps))


def _stands(careless: Workflow, safeguard: Safeguard, focus: Focus | None) -> bool:
    if isinstance(safeguard.form, Ends):
        return judge_ends(careless, safeguard).judged == "kept"
    return proof(careless, safeguard.form, focus or Focus()) is not None


def _judged(
    careless: Workflow, safeguard: Safeguard, focus: Focus | None, stories: list[Story | None], untold: set[str]
) -> str:
    """
    Judge a safeguard that lost its proof. In a large workflow a story of one safeguard often shows others to be broken as well; where one
    cannot be told, no others are looked for.
    """
    form = safeguard.form
    if isinstance(form, Ends):
        return judge_ends(careless, safeguard).judged
    if not is_large(careless) or isinstance(form, AlwaysPossible):
        return judge(careless, safeguard).judged
    if any(story is not None and _breaks(careless, safeguard, story) for story in stories):
        return "broken"
    if None in stories or safeguard.id in untold:
        return "unfinished"
    story = acted_out(careless, form, focus or first_focus(careless, form))
    untold |= {safeguard.id} if story is None else set()
    stories.append(story)
    return "unfinished" if story is None else "broken"


def _breaks(careless: Workflow, safeguard: Safeguard, story: Story) -> bool:
    """
    Tell whether a story breaks a safeguard somewhere on its way.
    """
    decisions = [step.decision for step in story.steps]
    numbers = range(len(decisions) + 1)
    return any(ending(careless, safeguard.form, story.opened, decisions[:number]) is not None for number in numbers)
