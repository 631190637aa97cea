"""
Why a safeguard is kept: the fewest lines of the workflow that keep it, found by taking the others away.

Whatever is said here was proved. The lines of a support are enough: without every other condition, voiding and rule the safeguard is
still kept. Each of them is needed: without it and without those others, it is not. Whether it is needed in the file as it stands, where
other lines may do its work as well, is judged for each.

Stands on: `judging`, `pieces`.   Knows nothing of: sentences.
"""

from collections.abc import Callable, Iterator, Sequence

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    Before,
    DifferentPeople,
    Entering,
    Form,
    Happening,
    ReadOff,
    Safeguard,
)
from rjflow.frozen import frozen
from rjflow.guards.syntax import And, Condition, InKind, InState, Not, Or
from rjflow.verifier.carrying import touches
from rjflow.verifier.judging import is_large
from rjflow.verifier.pieces import Piece, only_on_the_way_in, pieces_of, without
from rjflow.verifier.proving import focus_of, is_proved
from rjflow.verifier.touching import HELPING, asks_for_ways, concerns, seen_by
from rjflow.verifier.verdict import Judged, Story
from rjflow.verifier.verifying import judge_one

# Judgements on one safeguard, of small and of large workflows; beyond them, what is left is told as enough, and not as the fewest.
_MOST, _MOST_OF_LARGE = 400, 80

NOTHING_IS_SO: Condition = Or(())


@frozen(kw_only=True)
class Leaning:
    """
    One line that a safeguard leans on.

    Attributes:
        piece: the line.
        judged: how the safeguard is judged without it, all else in the file as it is; of a large workflow, whose stories take long to
            find, only whether it is still proved.
        story: how it would then be broken.
        instead: lines that do its work where it alone is missing; the safeguard is broken without it and without them.
        interrupts: for a condition that a state asks, whether it is also needed in mid-stay, and not only on the way in; nothing where
            that cannot be told, because a step that leads there makes it true.
    """

    piece: Piece
    judged: Judged
    story: Story | None = None
    instead: tuple[Piece, ...] = ()
    interrupts: bool | None = False


@frozen(kw_only=True)
class Support:
    """
    What keeps a safeguard.

    Attributes:
        leanings: the lines, in file order.
        never: what the safeguard speaks of and no case can come to; with any, the safeguard is kept because nothing puts it to the test.
        fewest: whether each line was shown to be needed among them; otherwise there was too much to try.
        timed: whether it was not proved without the clock, so that how long evidence counts and when deadlines fire may keep it, too.
        judgements: how many judgements it took.
    """

    leanings: tuple[Leaning, ...]
    never: tuple[Condition | Happening, ...] = ()
    fewest: bool = True
    timed: bool = False
    judgements: int = 0


def support(workflow: Workflow, safeguard: Safeguard) -> Support:
    """
    Find what keeps a safeguard that is kept.

    Guarantees: with nothing but the lines of the support, and the states, events and evidence as they are, the safeguard is kept. For
    each line, `judged` is the verifier's verdict on the whole file without it.

    Not seen: which states and events there are is taken as given, and so is from where an event leads to where, and how long evidence counts.
    """
    trial = _Trial(workflow, safeguard)
    if isinstance(safeguard.form, ReadOff) or not trial.proves(workflow):
        return Support(leanings=(), fewest=False)
    chosen = trial.fewest(trial.near if trial.keeps(set(trial.near)) else trial.movable)
    leanings = tuple(_leaning(trial, safeguard, one, chosen) for one in chosen)
    return Support(
        leanings=leanings,
        never=tuple(never_happens(workflow, safeguard.form)),
        fewest=not trial.is_tired,
        timed=trial.slowly and bool(workflow.deadlines),
        judgements=trial.judgements,
    )


def never_happens(workflow: Workflow, form: Form) -> Iterator[Condition | Happening]:
    """
    Give, of what a form speaks of before it demands anything, what no case can come to; proved for each.
    """
    match form:
        case Always(condition=asked):
            places = tuple(_places(asked))
            if places and is_proved(workflow, Always(condition=Or(tuple(map(_opposite, places))), text="")):
                yield places[0] if len(places) == 1 else And(places)
        case AlwaysOpen(condition=asked):
            if is_proved(workflow, Always(condition=Not(asked), text="")):
                yield asked
        case Entering(steps=steps):
            if is_proved(workflow, Entering(steps=steps, condition=NOTHING_IS_SO, text="")):
                yield from (Happening("step", step.name or "", step=step) for step in steps)
        case Before(event=event):
            yield from _if_never(workflow, event)
        case After(event=event, not_before=not_before):
            yield from _if_never(workflow, event)
            yield from _if_never(workflow, not_before)
        case DifferentPeople(first=first, second=second):
            for names in (first, second):
                yield from _if_never(workflow, [_doing(workflow, name) for name in names])
        case _:
            return


# ----------------------------------------------------------------------------------------------------------------------


class _Trial:
    """Judges one safeguard again and again, on a workflow with lines taken away, and counts how often."""

    def __init__(self, workflow: Workflow, safeguard: Safeguard) -> None:
        self.workflow = workflow
        self.safeguard = safeguard
        self.pieces = tuple(_lines_of(workflow))
        self.near, self.movable = _candidates(workflow, safeguard.form)
        self.judgements = 0
        self.slowly = not is_large(workflow) and not is_proved(workflow, safeguard.form)
        self._most = _MOST_OF_LARGE if is_large(workflow) else _MOST

    @property
    def is_tired(self) -> bool:
        """Whether no more will be tried."""
        return self.judgements >= self._most

    def keeps(self, kept: set[Piece]) -> bool:
        """Tell whether it is kept with these lines and none of the others that could do something for it."""
        return self.proves(without(self.workflow, set(self.movable) - kept))

    def proves(self, workflow: Workflow) -> bool:
        """Tell whether the safeguard is proved on a workflow; looking at it case by case where the whole takes that."""
        self.judgements += 1
        if is_proved(workflow, self.safeguard.form):
            return True
        return self.slowly and judge_one(workflow, self.safeguard).judged == "kept"

    def fewest(self, among: list[Piece]) -> list[Piece]:
        """Give lines of these that are enough, and none of which can be left out; all, where there is no time to find out."""
        chosen = set(_least(among, set(), self.keeps, lambda: self.is_tired))
        again = not is_large(self.workflow)
        while again:  # without one line another may be needed no more
            again = False
            for one in [piece for piece in among if piece in chosen]:
                if not self.is_tired and self.keeps(chosen - {one}):
                    chosen.discard(one)
                    again = True
        return [piece for piece in self.pieces if piece in chosen]

    def instead(self, piece: Piece, chosen: Sequence[Piece]) -> list[Piece]:
        """Give the fewest lines besides *piece* without which, and without it, it is not proved."""
        others = [one for one in (self.near if is_large(self.workflow) else self.movable) if one not in chosen]

        def fails(gone: set[Piece]) -> bool:
            return not self.proves(without(self.workflow, {piece, *gone}))

        if not fails(set(others)):
            return []
        found = set(_least(others, set(), fails, lambda: self.is_tired))
        return [one for one in others if one in found]


def _least(
    among: list[Piece], beside: set[Piece], enough: Callable[[set[Piece]], bool], tired: Callable[[], bool]
) -> list[Piece]:
    """
    Find few of *among* that are enough together with those *beside*, halving again and again what may be left out.

    All of *among* must be enough. Whatever is given was itself seen to be, also where nothing more is tried, and where one line undoes the
    harm that another does.
    """
    if tired():
        return among
    if enough(beside):
        return []
    if len(among) <= 1:
        return among
    middle = len(among) // 2
    first, second = among[:middle], among[middle:]
    late = _least(second, beside | set(first), enough, tired)
    return [*_least(first, beside | set(late), enough, tired), *late]


def _candidates(workflow: Workflow, form: Form) -> tuple[list[Piece], list[Piece]]:
    """
    Give the lines that have to do with what the proof looked at; and all that can do something for a form: what opens ways, for those
    that ask for open ways, otherwise what closes them.

    How long evidence counts is left as it is: without that a record would count for the whole case, and what asks for it be kept by that.
    """
    opens = asks_for_ways(form)
    movable = [one for one in _lines_of(workflow) if (one.sort in HELPING) is opens and one.sort != "window"]
    if opens:
        names = set(form.events) if isinstance(form, AlwaysOpen) else None
        return [one for one in movable if names is None or one.name in names], movable
    seen = seen_by(focus_of(workflow, form))
    return [one for one in movable if concerns(workflow, one, seen)], movable


def _lines_of(workflow: Workflow) -> list[Piece]:
    """
    Give the pieces that are lines of a file: that a gate interrupts is told of each thing it asks.
    """
    return [one for one in pieces_of(workflow) if one.sort != "interrupts"]


def _leaning(trial: _Trial, safeguard: Safeguard, piece: Piece, chosen: Sequence[Piece]) -> Leaning:
    """
    Judge the whole file without one line, and find what does its work if it is still kept.
    """
    less = without(trial.workflow, [piece])
    proved = trial.proves(less)
    verdict = None if proved or is_large(trial.workflow) else judge_one(less, safeguard)
    return Leaning(
        piece=piece,
        judged="kept" if proved else verdict.judged if verdict else "unfinished",
        story=verdict.story if verdict else None,
        instead=tuple(trial.instead(piece, chosen)) if proved and not trial.is_tired else (),
        interrupts=piece.home == "state" and _interrupts(trial, piece),
    )


def _interrupts(trial: _Trial, piece: Piece) -> bool | None:
    """
    Tell whether a condition that a state asks is needed in mid-stay, and not only on the way in.

    What an event needs is judged before it, and what a state asks after it. So an event that changes what is asked asks
    too much first, then nothing; where both come to the same, that is the answer.
    """
    workflow = trial.workflow
    if not trial.proves(only_on_the_way_in(workflow, piece)):
        return True
    asked = piece.condition
    changing = [one.name for one in workflow.events.values() if asked is not None and touches(workflow, one, asked)]
    if not changing or trial.proves(only_on_the_way_in(workflow, piece, changing)):
        return False
    return None


# ---- what is never put to the test -----------------------------------------------------------------------------------


def _places(asked: Condition) -> Iterator[Condition]:
    """
    Give what a condition of the form “not here, or …” is about: the places, all at once; for “never here and …”, the same.
    """
    match asked:
        case Or(conditions) if len(conditions) > 1:
            yield from (one.condition for one in conditions if isinstance(one, Not) and _is_place(one.condition))
        case Not(And(conditions)):
            yield from (one for one in conditions if _is_place(one))
        case _:
            return


def _is_place(asked: Condition) -> bool:
    return isinstance(asked, InKind | InState) or (isinstance(asked, Or) and all(map(_is_place, asked.conditions)))


def _opposite(asked: Condition) -> Condition:
    return Not(asked)


def _doing(workflow: Workflow, name: str) -> Happening:
    return Happening("evidence" if name in workflow.evidence else "event", name)


def _if_never(workflow: Workflow, happenings: Sequence[Happening]) -> Iterator[Happening]:
    """
    Give happenings none of which can ever happen.
    """
    if is_proved(workflow, Before(event=tuple(happenings), must_have=())):
        yield from happenings
