"""
Whether a mutant nobody notices is any danger: whether a case can do anything else than before, or anything more, and whether anybody sees more.

Stands on: `sight`, `telling`, `verifier.differing`, `verifier.verifying`.   Knows nothing of: text, a policy's safeguards, scenarios, sentences.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Literal

from attrs import evolve

from rjflow.definition.change import Change
from rjflow.definition.difference import difference
from rjflow.definition.model import BACK, CLOCK, Workflow
from rjflow.definition.safeguards import Always, Safeguard
from rjflow.definition.ways import edges
from rjflow.guards.syntax import And, Condition, Not, OfScheme, Or
from rjflow.guards.writing import written
from rjflow.mutating.guarding import UNSEEN, UNSEEN_SECTIONS
from rjflow.mutating.sight import is_of_sight, more_have_a_part, seen_alike
from rjflow.mutating.telling import told_alike
from rjflow.verifier.differing import answered, questions
from rjflow.verifier.verifying import judge_one

Compared = Literal["same", "equivalent", "stricter", "more", "not known"]


def seen_by_cases(changes: Sequence[Change]) -> tuple[Change, ...]:
    """
    Leave out what no case notices, nor anybody who looks at one: how things are written, and by what names safeguards speak of them.
    """
    return tuple(
        one
        for one in changes
        if one.direction != "same"
        and one.section not in UNSEEN_SECTIONS
        and one.what not in UNSEEN
        and not _is_kind(one)
    )


def compared(old: Workflow, new: Workflow, changes: Sequence[Change]) -> Compared:
    """
    Tell what cases can do under a changed policy.

    Guarantees: `equivalent` only when complete searches found, of each thing that differs, that no case comes to where it does, in either
    of the two policies, and everybody sees what they did; `stricter` only when the definitions show, or such searches found, that nothing
    more can happen or be seen under the newer one, and nobody whom a case is about has lost what they could do by themselves.

    Returns:
        `same` where nothing differs that a case notices, or anybody who looks at one; `more` where a story shows it, or nothing is known that could exclude it.
    """
    visible = seen_by_cases(changes)
    if not visible:
        return "same"
    more = [_possible(old, new, change) for change in visible]
    if "shown" in more or more_have_a_part(old, new):
        return "more"
    less = [_possible(new, old, change) for change in _mirrored(new, old)]
    if _all_never(more, less) and not more_have_a_part(new, old):
        return "equivalent"
    if all(change.direction == "stricter" or answer == "never" for change, answer in zip(visible, more, strict=True)):
        return "stricter"
    return "not known" if "unanswered" in more else "more"


# ----------------------------------------------------------------------------------------------------------------------


def _is_kind(change: Change) -> bool:
    return change.section == "states" and change.what == "kind"


def _mirrored(new: Workflow, old: Workflow) -> tuple[Change, ...]:
    """
    Give what differs, seen from the other policy.
    """
    return seen_by_cases(difference(new, old).changes)


def _possible(old: Workflow, new: Workflow, change: Change) -> Literal["no question", "never", "shown", "unanswered"]:
    """
    Look for whether a difference lets anything happen under the newer policy.
    """
    if is_of_sight(change):
        return "never" if seen_alike(old, new, change) else "no question"
    if _kept_by_the_scheme(new, change) or _never_rings(new, change) or told_alike(new, change):
        return "never"
    found = set(_answers(old, new, change))
    if "shown" in found:
        return "shown"
    if "unanswered" in found:
        return "unanswered"
    return "never" if found else "no question"


def _answers(old: Workflow, new: Workflow, change: Change) -> Iterator[Literal["shown", "never", "unanswered"]]:
    for question in questions(old, new, change):
        answer = answered(old, new, change, question, ()).answer
        yield answer
        if answer == "shown":
            return


def _all_never(more: Sequence[str], less: Sequence[str]) -> bool:
    """
    Tell whether each difference was asked about in at least one of the two policies, and no search found that it makes one.
    """
    answers = {*more, *less}
    return answers <= {"never", "no question"} and all("never" in pair for pair in zip_longest(more, less))


def _never_rings(new: Workflow, change: Change) -> bool:
    """
    Tell whether an event that only the clock fires leaves more states, in none of which there is a deadline for it.
    """
    event = (
        new.events.get(change.name) if change.section == "events" and change.what == "way" and change.gained else None
    )
    rung = {state for one in new.deadlines if one.event == change.name for state in one.states}
    return event is not None and event.by == (CLOCK,) and rung.isdisjoint(change.states)


# ---- what the scheme keeps by itself ---------------------------------------------------------------------------------


def _kept_by_the_scheme(new: Workflow, change: Change) -> bool:
    """
    Tell whether all that an event does not ask any more was asked of the scheme, which is so anyway where it is as the event still asks.
    """
    lost = [one.condition for one in change.lost if isinstance(one, OfScheme)]
    is_all = bool(lost) and len(lost) == len(change.lost)
    if change.section != "events" or change.what != "needs" or new.scheme is None or not is_all:
        return False
    several = edges(new, new.events[change.name])
    return all(
        _always_so(
            new.scheme.workflow, tuple(_of_scheme(several[state, change.target or BACK].asked)), And(tuple(lost))
        )
        for state in change.states
    )


def _of_scheme(asked: Sequence[Condition]) -> Iterator[Condition]:
    """
    Give those of some conditions that are about nothing but the scheme, as the scheme asks them of itself.
    """
    for one in asked:
        match one:
            case OfScheme(inner):
                yield inner
            case Or(several):
                inside = tuple(part.condition for part in several if isinstance(part, OfScheme))
                if len(inside) == len(several):
                    yield Or(inside)
            case _:
                pass


@lru_cache(maxsize=64)
def _always_so(scheme: Workflow, asked: tuple[Condition, ...], follows: Condition) -> bool:
    """
    Tell whether it is proved of a scheme that something is true wherever these conditions are.
    """
    condition = Or((*(Not(one) for one in asked), follows))
    form = Always(condition=condition, text=written(condition))
    asking = Safeguard(id="asked", label="asked", form=form, origin="workflow")
    whole = evolve(scheme, safeguards=(*scheme.safeguards, asking))  # values that only these tell apart are told apart
    return judge_one(whole, asking).judged == "kept"
