"""
Which pieces of a workflow a proof may rest on.

A proof tracked some evidence, and took all other for something that may be anything; so it stands without every condition that asks only
for what it did not track, and without what makes other evidence void or lets it run out.

Stands on: `pieces`, `surely`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Collection
from typing import NamedTuple

from rjflow.definition.lookup import every_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysOpen, AlwaysPossible, Ends, Form
from rjflow.guards.syntax import InKind, InState
from rjflow.verifier.action import Action, Doing, names_in
from rjflow.verifier.frame import Focus
from rjflow.verifier.pieces import Piece
from rjflow.verifier.spoken import Watched
from rjflow.verifier.surely import is_theirs

HELPING = ("way", "by", "deadline")


def asks_for_ways(form: Form | Watched) -> bool:
    """
    Tell whether a form asks that ways are open: then it can be broken by taking a way away, too.
    """
    return isinstance(form, AlwaysPossible | AlwaysOpen | Ends)


def seen_by(focus: Focus) -> frozenset[object]:
    """
    Give everything that a proof looked at.
    """
    return frozenset(
        {
            *focus.evidence,
            *(("scheme", one) for one in focus.scheme),
            *(("author", one) for one in focus.authors),
            *(("day", place) for place in focus.days),
        }
    )


def concerns(workflow: Workflow, piece: Piece, seen: frozenset[object]) -> bool:
    """
    Tell whether a piece speaks of something that a proof looked at.
    """
    if piece.condition is not None:
        return bool(names_in(workflow, piece.condition) & seen) or any(
            isinstance(part, InState | InKind) for part in every_condition(workflow, piece.condition)
        )
    if piece.sort == "not-by":
        return ("author", piece.name) in seen or ("author", piece.what) in seen
    return piece.home == "people" or piece.name in seen


class Turn(NamedTuple):
    """What an action does that keeps something possible, without its sets; *fires* tells whether it is an event."""

    doing: Doing
    name: str
    way: int
    place: int
    fires: bool


def turn_of(action: Action) -> Turn:
    """
    Give what an action does.
    """
    return Turn(action.doing, action.name, action.way, action.place, action.event is not None)


def uses(form: AlwaysPossible, turns: Collection[Turn], piece: Piece, workflow: Workflow) -> bool:
    """
    Tell whether what keeps something possible is done by an event's way, by somebody who may do it, or by a deadline that is a piece.

    Without any other, at most as much as before can happen, and all of these turns still can.
    """
    if piece.sort == "deadline":
        return any(one.doing == "deadline" and one.place == piece.number for one in turns)
    mine = [one for one in turns if one.fires and one.name == piece.name]
    if piece.sort == "way":
        return any(one.way == piece.number for one in mine)
    others = [name for place, name in enumerate(workflow.events[piece.name].by) if (place,) != piece.path]
    return any(one.doing == "fire" for one in mine) and not is_theirs(workflow, form.using, others)


def may_matter(workflow: Workflow, piece: Piece, form: Form | Watched, focus: Focus) -> bool:
    """
    Tell whether a proof of a form that tracked so much may rest on a piece.
    """
    if piece.sort in HELPING:
        names = form.events if isinstance(form, AlwaysOpen) else (piece.name,)
        return asks_for_ways(form) and piece.name in names
    if isinstance(form, AlwaysPossible | Ends) and piece.sort == "interrupts":
        return True  # that a case falls may be the only way out of a state
    if piece.sort == "window" and not isinstance(form, AlwaysPossible):
        return False  # without it less can happen: a proof takes whatever may run out for something that never need
    return not isinstance(form, Ends) and concerns(workflow, piece, seen_by(focus))
