"""
Say what is wrong where a story ends, by the steps in which it came to be so.

Stands on: `verifier.wording`, `verifier.replaying`.   Knows nothing of: layout.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.lookup import every_condition, in_group, kinds_in
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import (
    After,
    AlwaysOpen,
    AlwaysPossible,
    Before,
    Counted,
    DifferentPeople,
    Ends,
    Fresh,
    Happening,
    Hidden,
    ReadOff,
    Reserved,
    Safeguard,
)
from rjflow.definition.wording import (
    all_said,
    condition,
    definite,
    one_of_group,
    said,
    spoken_value,
    the_actors,
    window,
)
from rjflow.guards.syntax import Condition, ForPeople, Not
from rjflow.rules.commands import Fire, RecordEvidence
from rjflow.rules.finding import Used
from rjflow.rules.situation import Situation
from rjflow.rules.wording import Cast, voided_by
from rjflow.text import listed
from rjflow.verifier.happening import people_of
from rjflow.verifier.hiding import onlookers
from rjflow.verifier.marking import lacking, unheard
from rjflow.verifier.replaying import facts_of
from rjflow.verifier.reserving import falls_short, strangers
from rjflow.verifier.verdict import Ending, Story
from rjflow.verifier.wording import (
    happening,
    happenings,
    somebody_fit,
    spoken_actors,
    spoken_goals,
    spoken_steps,
    wherever,
)

_MOST_NAMED = 6


def ending_sentence(workflow: Workflow, safeguard: Safeguard, story: Story, cast: Cast) -> str:
    """
    Say what is wrong where a story ends.
    """
    ending, place = story.ending, f"the case is in {said(workflow, story.last.state)}"
    if ending.condition is not None and not isinstance(safeguard.form, AlwaysOpen):
        asked = wherever(ending.condition)[1]
        few = "".join(f", as {one}" for one in too_few(workflow, story.last, asked))
        if isinstance(asked, Not):  # said without a double negation
            wrong = "nobody can rule this out" if ending.truth is None else "this is so"
            return f"Now {place}, and {wrong}: {condition(workflow, asked.condition)}{few}."
        wrong = "nobody knows whether this is so" if ending.truth is None else "this is not so"
        return f"Now {place}, and {wrong}: {condition(workflow, asked)}{few}."
    whose = f" for {listed([cast.person(person) for person in ending.people])}" if ending.people else ""
    match safeguard.form:
        case Before(event=event, must_have=must_have, since=since):
            return _too_early(workflow, story, _came(workflow, story, event), must_have, since, whose)
        case After(event=event, not_before=not_before, without=without):
            return _too_soon(workflow, story, event, _came(workflow, story, not_before), without, not_before)
        case DifferentPeople(first=first, second=second):
            by = f" by {listed([cast.actor(person) for person in ending.people])}" if ending.people else ""
            both = f"{all_said(workflow, first, 'or')} and {all_said(workflow, second, 'or')}"
            return f"Now {both} are both{by or ' by one person'}."
        case AlwaysPossible(steps=steps, using=using):
            lead = f"no steps of {spoken_actors(workflow, using)} lead to {spoken_goals(workflow, steps)} any more"
            return f"Now {place}, and from here {lead}."
        case AlwaysOpen(events=events):
            whom = f" to {listed([cast.person(person) for person in ending.people])}" if ending.people else ""
            return f"Now {place}, and {all_said(workflow, events, 'or')} is not allowed{whom}."
        case Ends():
            where = f", in {all_said(workflow, ending.loop)}," if ending.loop else ""
            return f"Now {place}, and from here it can go round for ever{where} with nobody choosing to."
        case (Hidden() | Reserved() | Fresh() | Counted()) as form:
            return f"Now {place}, and {_read_off(workflow, ending, form)}."
        case _:
            return f"Now {place}, and the safeguard is not kept."


def too_few(workflow: Workflow, situation: Situation, asked: Condition) -> Iterator[str]:
    """
    Say of which people that a condition asks there are fewer than there must be, or, where it asks for some, none.
    """
    parts = [part for part in every_condition(workflow, asked) if isinstance(part, ForPeople)]
    for kind in dict.fromkeys(kind for part in parts for kind in kinds_in(workflow, part.group)):
        there = sum(person.kind == kind.name for person in situation.people)
        if there == 0 < kind.at_least:
            yield f"{definite(kind.label)} is not there"
        elif there < kind.at_least:
            yield f"there must be {kind.at_least} of “{kind.label}”, and there is only {there}"
    for part in parts:
        kinds = kinds_in(workflow, part.group)
        somebody = any(in_group(workflow.people[person.kind], part.group) for person in situation.people)
        if part.quantity in ("some", "at least") and not somebody and not any(kind.at_least for kind in kinds):
            yield f"there is no {one_of_group(workflow, part.group)}"


def evidence_in_story(workflow: Workflow, story: Story, used: Used, cast: Cast) -> str:
    """
    Say how a piece of evidence stands where a story ends, by the steps in which it came to be so.
    """
    home = workflow.scheme.workflow if used.of_scheme and workflow.scheme else workflow
    whose = f" of {cast.person(used.person)}" if used.person else " (of the scheme)" if used.of_scheme else ""
    name = f"{said(home, used.evidence)}{whose}"
    if used.value is None:
        return f"{name}: nobody knows; nothing was recorded"
    made = _step_that_recorded(story, used)
    value = f"{spoken_value(used.value)}{f' (step {made})' if made else ''}"
    match used.life:
        case "stale":
            return f"{name}: {value} has run out"
        case "void":
            return f"{name}: {value}, but {voided_by(home, used.void or '')}"
        case _:
            return f"{name}: {value}"


def last_step_of(workflow: Workflow, story: Story, several: Sequence[Happening]) -> tuple[int, Happening] | None:
    """
    Find the last step before the end of a story in which one of these happened, counted from 1, and which it was.
    """
    for number in range(len(story.steps) - 1, 0, -1):
        for facts in facts_of(workflow, story.steps[number - 1].decision):
            for one in several:
                if people_of(workflow, [one], facts):
                    return number, one
    return None


# ----------------------------------------------------------------------------------------------------------------------


def _step_that_recorded(story: Story, used: Used) -> int | None:
    found = None
    for number, step in enumerate(story.steps, start=1):
        command = step.decision.command
        given = command.given if isinstance(command, Fire) else ()
        given = (command.given,) if isinstance(command, RecordEvidence) else given
        if any((one.evidence, one.person) == (used.evidence, used.person) for one in given):
            found = number
    return found


def _too_early(
    workflow: Workflow, story: Story, event: str, must_have: Sequence[Happening], since: Sequence[Happening], whose: str
) -> str:
    """
    Say what should have happened before the last step, and after what.
    """
    wanted = happenings(workflow, must_have)
    came = last_step_of(workflow, story, since)
    if came is not None:
        number, what = came
        return f"Now {event}, without {wanted}{whose} after step {number} ({happening(workflow, what)})."
    return f"Now {event}, without {wanted}{whose} before it."


def _too_soon(
    workflow: Workflow,
    story: Story,
    event: Sequence[Happening],
    late: str,
    without: Sequence[Happening],
    not_before: Sequence[Happening],
) -> str:
    """
    Say after which step the last one was not to come, and what should have been between.
    """
    came = last_step_of(workflow, story, event)
    after = f"step {came[0]} ({happening(workflow, came[1])})" if came is not None else happenings(workflow, event)
    if not without:
        return f"Now {late} after {after}, which was never to follow."
    if is_done_by(story, without):
        return f"Now {late} after {after}; it is to come in between, and not with {happenings(workflow, not_before)} itself."
    return f"Now {late} after {after}, without {happenings(workflow, without)} in between."


def is_done_by(story: Story, several: Sequence[Happening]) -> bool:
    """
    Tell whether the last step of a story is one of these events itself.
    """
    return story.event is not None and any(one.kind == "event" and one.name == story.event.name for one in several)


def _came(workflow: Workflow, story: Story, several: Sequence[Happening]) -> str:
    """
    Say what the last step of a story did, by the event where there is one.
    """
    last = story.steps[-1].decision if story.steps else None
    if last is not None and isinstance(last.command, Fire):
        return f"{said(workflow, last.command.event)} has happened"
    rung = [move.event for move in last.moves if move.cause == "deadline" and move.event] if last is not None else []
    if rung:
        return f"{said(workflow, rung[-1])} has happened"
    return f"{happenings(workflow, several)} has come"


def _read_off(workflow: Workflow, ending: Ending, form: ReadOff) -> str:
    """
    Say what is read off the file where a case has come to.
    """
    name = ending.event or ""
    match form:
        case Hidden():
            return _glimpsed(workflow, ending, onlookers(workflow, form, ending))
        case Fresh():
            return f"{said(workflow, name)} that is recorded here is current {window(workflow.evidence[name].window)}"
        case Reserved():
            return _done_by_others(workflow, name, form)
        case Counted():
            return _no_contact(workflow, name, form)


def _glimpsed(workflow: Workflow, ending: Ending, roles: Sequence[str]) -> str:
    """
    Say by what people can tell what a record says.
    """
    who = the_actors(workflow, roles)
    what = all_said(workflow, tuple(dict.fromkeys(one.evidence for one in ending.used)))
    if ending.event is None:
        return f"{what} can be seen by {who}"
    if ending.event in workflow.notices:
        return f"{who} can see that notice is given: {said(workflow, ending.event)}"
    if ending.event in workflow.forms:
        return f"{said(workflow, ending.event)} can be handed in, and what is written in it can be seen by {who}"
    if ending.event in workflow.exports:
        return f"{said(workflow, ending.event)}, which is told to {who} or seen by them, depends on {what}"
    asked = "counts" if ending.event in workflow.evidence else "is allowed"
    return f"whether {said(workflow, ending.event)} {asked}, which {who} can see, depends on {what}"


def _done_by_others(workflow: Workflow, name: str, form: Reserved) -> str:
    """
    Say who else may do what is reserved.
    """
    others = the_actors(workflow, strangers(workflow, form, name))
    if form.register is not None and not strangers(workflow, form, name):
        return f"{said(workflow, name)} may be said {_with_less(workflow, name, form)}"
    if name in workflow.evidence:
        return f"{said(workflow, name)} may be recorded by {others}"
    if name in workflow.notices:
        return f"notice of {said(workflow, name)} may be given by {others}"
    recorded = [one for one in workflow.events[name].records if one in form.doings]
    return f"{said(workflow, name)}{f', which records {all_said(workflow, recorded)},' if recorded else ''} is for {others} to do, too"


def _with_less(workflow: Workflow, name: str, form: Reserved) -> str:
    """
    Say what a form lets be said that should name somebody of a register: nothing of anybody, or somebody who is not fit, or who is named elsewhere.
    """
    short = falls_short(workflow, form, name)
    if short.form is None or short.field is None:
        return f"without naming {somebody_fit(workflow, form)}"
    at = said(workflow, f"{short.form.name}.{short.field.name}")
    if short.optional:
        return f"with {at} left empty"
    home = workflow if workflow.scheme is None else workflow.scheme.workflow
    either = [f"are fit for what {said(workflow, form.level)} asks"] if short.level and form.level else []
    either += [f"are named at {all_said(workflow, short.others, 'or')}"] if short.others else []
    anybody = f"with anybody of {said(home, form.register or '')} named at {at}"
    return f"{anybody}, {listed([f'whether or not they {one}' for one in either])}"


def _no_contact(workflow: Workflow, name: str, form: Counted) -> str:
    """
    Say what something does not count as, and which safeguards therefore ask nothing of it.
    """
    contact = spoken_steps(workflow, lacking(workflow, form, name))
    if name in workflow.evidence:
        return f"{said(workflow, name)} may be recorded by itself, with no event that counts as {contact}"
    deaf = unheard(workflow, form, name)
    named = [*deaf[:_MOST_NAMED], *([f"{len(deaf) - _MOST_NAMED} more"] if len(deaf) > _MOST_NAMED else [])]
    told = f", so that {listed(named)} {'ask' if len(deaf) > 1 else 'asks'} nothing of it" if deaf else ""
    return f"{said(workflow, name)} does not count as {contact}{told}"
