"""
Say why a safeguard is kept: the lines it leans on, what would be without each, and what does its work besides.

Stands on: `pieces`, `verifier.supporting`, `definition.wording`, `layout`.   Knows nothing of: how a support is found.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.model import BACK, Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    Counted,
    Ends,
    Entering,
    Form,
    Fresh,
    Happening,
    Hidden,
    ReadOff,
    Reserved,
    Step,
)
from rjflow.definition.wording import (
    all_said,
    condition,
    said,
    voider,
)
from rjflow.guards.syntax import Condition, InKind, InState, every_part
from rjflow.report.layout import paragraphs, wrapped
from rjflow.report.pieces import piece_sentence
from rjflow.report.placing import place_of
from rjflow.text import counted, listed
from rjflow.verifier.happening import Facts, is_step
from rjflow.verifier.supporting import Leaning, Support
from rjflow.verifier.wording import happening


def support_text(workflow: Workflow, form: Form, support: Support) -> str:
    """
    Tell what keeps a safeguard, each line with its place.
    """
    return paragraphs(
        wrapped(never_sentence(workflow, support), indent=2),
        wrapped(_comes_by(workflow, form), indent=2),
        wrapped(_lead(form, support), indent=2),
        *(_leaning_text(workflow, several) for several in _together(support.leanings)),
    )


def never_sentence(workflow: Workflow, support: Support) -> str:
    """
    Say loudly that nothing puts a safeguard to the test; nothing when something does.
    """
    if not support.never:
        return ""
    never = listed([_never(workflow, one) for one in support.never], "or")
    return f"NOTHING PUTS IT TO THE TEST. No case can come to this: {never}. It says nothing about this workflow until one can."


def without_sentence(workflow: Workflow, leaning: Leaning) -> str:
    """
    Say what would be without a line.
    """
    if leaning.story is not None:
        steps = leaning.story.steps
        by = f", the last of them {said(workflow, leaning.story.event.name)}" if leaning.story.event else ""
        return (
            f"Without it, it is broken in {counted(len(steps), 'step')}{by}."
            if steps
            else "Without it, it is broken at once."
        )
    if leaning.judged != "kept":
        return "Without it, it is not proved any more."
    if not leaning.instead:
        return "Without it, other lines of the file still keep it."
    others = listed([f"{piece_sentence(workflow, one)} ({place_of(one.span)})" for one in leaning.instead])
    return f"Without it alone, it is still kept, because {others}; without {'both' if len(leaning.instead) == 1 else 'all of them'} it is not."


# ----------------------------------------------------------------------------------------------------------------------


def _read_from(form: ReadOff) -> str:
    """
    Say which lines a form is read off.
    """
    match form:
        case Hidden():
            return "what people are shown, what the events that are theirs ask for, and what exports tell"
        case Reserved():
            return (
                "every line that says who records it, lets it happen, or gives it, and what the forms for it must name"
            )
        case Fresh():
            return "every `current-for` that it speaks of"
        case Counted():
            return "the `contact`, `contacts` and `to` of every event that it names, or that records what it names"


def _lead(form: Form, support: Support) -> str:
    if isinstance(form, ReadOff):
        return f"It is read off the file, and no line is tried: it rests on {_read_from(form)}."
    if not support.leanings and not support.fewest:
        return "It is proved, but not by the quick search that lines can be tried with one by one."
    opens = isinstance(form, AlwaysPossible | AlwaysOpen | Ends)
    others = "event, actor, and deadline" if opens else "condition, voiding, and rule"
    if not support.leanings:
        there = "which states and events there are, and where each leads, is enough"
        if support.timed:
            there = "which states and events there are, where each leads, and how long evidence counts and deadlines run, is enough"
        if isinstance(form, AlwaysOpen):  # for what is not there is not allowed
            there = "with all of them taken away, no case comes to where it asks anything"
        return f"No {others.replace(', and', ', or')} keeps it: {there}."
    lines = "this line" if len(support.leanings) == 1 else "these lines"
    rest = "" if support.fewest else " Whether each of them is needed took too long to find out."
    if support.timed:
        rest += " How long evidence counts and deadlines run was left as it is, and may be needed, too."
    return f"It is kept by {lines}: with every other {others} taken away it would still be kept.{rest}"


def _together(leanings: Sequence[Leaning]) -> list[list[Leaning]]:
    """
    Put together what makes one piece of evidence void, and is needed in the same way.
    """
    found: dict[object, list[Leaning]] = {}
    for one in leanings:
        alike = (one.piece.name, one.judged, one.instead) if one.piece.sort == "voids" else one.piece
        found.setdefault(alike, []).append(one)
    return list(found.values())


def _leaning_text(workflow: Workflow, several: Sequence[Leaning]) -> str:
    first = several[0]
    sentence, rest = piece_sentence(workflow, first.piece), [without_sentence(workflow, first)]
    if len(several) > 1:
        voided_by = workflow.evidence[first.piece.name].voided_by
        after = listed([voider(workflow, voided_by[one.piece.path[0]]) for one in several], "or")
        sentence = f"{said(workflow, first.piece.name)} is void after {after}"
        rest = [without_sentence(workflow, first).replace("Without it", "Without any one of these", 1)]
        if first.story is not None:
            rest = ["Without any one of these, it is broken."]
    rest += _interrupting(workflow, first)
    place = f"    --> {place_of(first.piece.span)}"
    return (
        f"{wrapped(f'{sentence[:1].upper()}{sentence[1:]}.', indent=4)}\n{wrapped(' '.join(rest), indent=6)}\n{place}"
    )


def _interrupting(workflow: Workflow, leaning: Leaning) -> Iterator[str]:
    state = workflow.states[leaning.piece.name] if leaning.piece.home == "state" else None
    if state is None or state.otherwise is None:
        return
    if leaning.interrupts:
        yield f"It has to interrupt as well: a case that is there when this ends goes to {said(workflow, state.otherwise)}. Asked only on the way in, it would not do."
    elif leaning.interrupts is False:
        yield "For this it is enough that it is asked on the way in."


def _never(workflow: Workflow, one: Condition | Happening) -> str:
    return happening(workflow, one) if isinstance(one, Happening) else condition(workflow, one)


def _comes_by(workflow: Workflow, form: Form) -> str:
    """
    Say by which events a case comes to what a form speaks of.
    """
    steps = tuple(_steps(form))
    names = [
        event.name
        for event in workflow.events.values()
        for way in event.ways
        if any(is_step(workflow, step, Facts(event, _entered(way.target))) for step in steps)
    ]
    return f"A case comes to what it speaks of by {all_said(workflow, dict.fromkeys(names), 'or')}." if names else ""


def _entered(target: str) -> str | None:
    return None if target == BACK else target


def _steps(form: Form) -> Iterator[Step]:
    match form:
        case Entering(steps=steps):
            yield from steps
        case Before(event=happenings) | After(not_before=happenings):
            yield from (one.step for one in happenings if one.step is not None)
        case Always(condition=asked):
            for part in every_part(asked):
                if isinstance(part, InKind):
                    yield Step("kind", part.kind)
                elif isinstance(part, InState) and part.held_from is None:
                    yield Step("state", part.state)
        case _:
            return
