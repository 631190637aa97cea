"""
Which pieces of a workflow carry which safeguards: each is taken out in turn, and what rests on it is judged again.

What a proof did not look at is not judged again (`touching`), and of a safeguard that asks several things only those are that the piece may
matter to. First everything is tracked that was enough for the whole.

Stands on: `proving`, `touching`, `judging`, `acted`.   Knows nothing of: sentences.
"""

from collections.abc import Callable, Sequence

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Ends, Safeguard
from rjflow.frozen import frozen
from rjflow.verifier.acted import acted_out
from rjflow.verifier.casting import spotlight
from rjflow.verifier.ending import judge_ends
from rjflow.verifier.focusing import first_focus, near_to, widened
from rjflow.verifier.frame import Focus
from rjflow.verifier.ground import is_kept_with, turns_for
from rjflow.verifier.judging import find, is_large, judge
from rjflow.verifier.pieces import Piece, pieces_of, without
from rjflow.verifier.proving import NOTHING, both, parts_of, patient_proof, proof
from rjflow.verifier.replaying import ending
from rjflow.verifier.sharing import shared
from rjflow.verifier.spoken import Watched
from rjflow.verifier.touching import HELPING, Turn, asks_for_ways, may_matter, seen_by, turn_of, uses
from rjflow.verifier.verdict import Report, Story
from rjflow.verifier.weights import Bearing

_COMING = ("joins", "leaves", "at-most")
Progress = Callable[[Piece, int, int], None]


@frozen
class Proof:
    """
    What a safeguard was proved by.

    Attributes:
        parts: forms that are all kept exactly when it is, each with what its proof tracked; nothing when no proof was found again.
        turns: what is done to keep something possible, where that is what it asks.
        lets_anybody: whether it is kept just so if people may come and go wherever a case can be left, and however many.
    """

    safeguard: Safeguard
    parts: tuple[tuple[Watched, Focus], ...] = ()
    turns: tuple[Turn, ...] | None = None
    lets_anybody: bool = False

    def touched(self, workflow: Workflow, piece: Piece) -> tuple[tuple[Watched, Focus], ...]:
        """Give the parts whose proofs may rest on a piece."""
        form = self.safeguard.form
        if isinstance(form, AlwaysPossible) and piece.sort in HELPING and self.turns is not None:
            return self.parts if uses(form, self.turns, piece, workflow) else ()
        if self.lets_anybody and piece.sort in _COMING:
            return ()
        return tuple((part, focus) for part, focus in self.parts if may_matter(workflow, piece, part, focus))


def bearings(report: Report, progress: Progress | None = None, *, workers: int = 1) -> tuple[Bearing, ...]:
    """
    Take each piece of a workflow out in turn, and tell which of its kept safeguards need it; several processes may share the work.

    Not seen: two pieces of which one is enough. Neither carries anything, though both together do; `strength` counts such pairs.
    """
    workflow = report.workflow
    kept = [one.safeguard for one in report.verdicts if one.judged == "kept"]
    proofs = shared(lambda safeguard: proof_of(workflow, safeguard), kept, workers)
    everything = list(pieces_of(workflow))

    def borne(number: int) -> Bearing:
        piece = everything[number]
        if progress is not None:
            progress(piece, number + 1, len(everything))
        return _bearing(workflow, piece, [one for one in proofs if rests_on(workflow, piece, one)])

    return tuple(shared(borne, range(len(everything)), workers))


def rests_on(workflow: Workflow, piece: Piece, proved: Proof) -> bool:
    """
    Tell whether a safeguard may be broken without a piece.
    """
    form = proved.safeguard.form
    if isinstance(form, Ends) or not proved.parts:
        return may_matter(workflow, piece, form, NOTHING) or not isinstance(form, Ends)
    return bool(proved.touched(workflow, piece))


def proof_of(workflow: Workflow, safeguard: Safeguard) -> Proof:
    """
    Prove a safeguard once more, thing by thing if it asks several, to see what each proof looks at.
    """
    form = safeguard.form
    if isinstance(form, Ends):
        return Proof(safeguard)
    foci = [(part, proof(workflow, part)) for part in parts_of(workflow, form)]
    if any(focus is None for _, focus in foci):
        foci = [(form, patient_proof(workflow, form))]
    parts = tuple((part, narrowed(workflow, part, focus)) for part, focus in foci if focus is not None)
    if isinstance(form, AlwaysPossible):
        actions = turns_for(workflow, form, spotlight(workflow, form), parts[0][1]) if parts else None
        return Proof(safeguard, parts, None if actions is None else tuple(map(turn_of, actions)))
    freed = without(workflow, [one for one in pieces_of(workflow) if one.sort in _COMING])
    anybody = not asks_for_ways(form) and all(
        is_kept_with(freed, part, spotlight(freed, part), focus) for part, focus in parts
    )
    return Proof(safeguard, parts, lets_anybody=anybody)


def narrowed(workflow: Workflow, form: Watched, focus: Focus) -> Focus:
    """
    Leave out, thing by thing, what need not be tracked for a proof; with a piece of evidence, who recorded it.
    """
    first, cast = first_focus(workflow, form), spotlight(workflow, form)
    found = both(first, focus)
    for one in sorted(seen_by(found) - seen_by(first), key=repr):
        less = widened(first, seen_by(found) - {one, ("author", one)})
        if is_kept_with(workflow, form, cast, less):
            found = less
    return found


def still_holds(careless: Workflow, part: Watched, focus: Focus) -> bool:
    """
    Prove something once more of a workflow that differs a little, first with what was tracked before; in a large one, with hardly more.
    """
    cast, known = spotlight(careless, part), both(focus, first_focus(careless, part))
    near = near_to(careless, known)
    if is_kept_with(careless, part, cast, known) or (near != known and is_kept_with(careless, part, cast, near)):
        return True
    thoroughly = isinstance(part, AlwaysPossible) or not is_large(careless)
    return thoroughly and proof(careless, part, focus) is not None


# ----------------------------------------------------------------------------------------------------------------------


def _bearing(workflow: Workflow, piece: Piece, asked: Sequence[Proof]) -> Bearing:
    """
    Take one piece out, and judge what may rest on it.
    """
    careless = without(workflow, [piece]) if asked else workflow
    stories: list[Story | None] = []
    needed, perhaps = [], []
    for proved in asked:
        lost = _lost(workflow, careless, piece, proved)
        if lost is None:
            continue
        judged = _judged(careless, proved.safeguard, lost, stories)
        if judged == "broken":
            needed.append(proved.safeguard.id)
        elif judged == "unfinished":
            perhaps.append(proved.safeguard.id)
    return Bearing(piece=piece, needed_by=tuple(needed), perhaps=tuple(perhaps))


def _lost(workflow: Workflow, careless: Workflow, piece: Piece, proved: Proof) -> tuple[Watched, Focus] | None:
    """
    Give the first thing a safeguard asks that is not proved any more without a piece, with what its proof tracked.
    """
    form = proved.safeguard.form
    if isinstance(form, Ends):
        return None if judge_ends(careless, proved.safeguard).judged == "kept" else (form, NOTHING)
    if not proved.parts:
        return None if proof(careless, form) is not None else (form, first_focus(careless, form))
    touched = proved.touched(workflow, piece)
    if piece.home == "gate" and len(proved.parts) > 1:  # the gate may be what is asked for: then less is asked now
        known, mattering = dict(proved.parts), dict(touched)
        now = parts_of(careless, form)
        touched = tuple((part, known.get(part, NOTHING)) for part in now if part in mattering or part not in known)
    return next(((part, focus) for part, focus in touched if not still_holds(careless, part, focus)), None)


def _judged(careless: Workflow, safeguard: Safeguard, lost: tuple[Watched, Focus], stories: list[Story | None]) -> str:
    """
    Judge a safeguard that lost its proof. In a large workflow one story is looked for, and no more than one for each piece: it often
    shows others to be broken as well.
    """
    form = safeguard.form
    if isinstance(form, Ends):
        return judge_ends(careless, safeguard).judged
    if not is_large(careless):
        return judge(careless, safeguard).judged
    if any(story is not None and _breaks(careless, safeguard, story) for story in stories):
        return "broken"
    if None in stories or isinstance(form, AlwaysPossible):
        return "unfinished"
    stories.append(acted_out(careless, *lost, find, briefly=True))
    return "broken" if stories[-1] is not None else "unfinished"


def _breaks(careless: Workflow, safeguard: Safeguard, story: Story) -> bool:
    """
    Tell whether a story breaks a safeguard somewhere on its way.
    """
    decisions = [step.decision for step in story.steps]
    numbers = range(len(decisions) + 1)
    return any(ending(careless, safeguard.form, story.opened, decisions[:number]) is not None for number in numbers)
