"""
Tell how a safeguard is broken: the steps, where they end, and what did not stop them.

Stands on: `verifier.wording`, `layout`.   Knows nothing of: how stories are found.
"""

from collections.abc import Iterator
from datetime import date

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import After, AlwaysPossible, Before, Safeguard
from rjflow.definition.wording import FAR_AWAY, cited, reasoned, said
from rjflow.guards.syntax import Condition, ForPeople, IsCurrent
from rjflow.report.endings import ending_sentence, evidence_in_story
from rjflow.report.layout import paragraphs, pointing, table, wrapped
from rjflow.report.mending import repairs_text
from rjflow.report.placing import what_let_it_through
from rjflow.report.trapped import ways_out
from rjflow.rules.commands import Fire, RecordEvidence
from rjflow.rules.finding import Used, used_by
from rjflow.rules.wording import Cast, is_dated
from rjflow.text import counted
from rjflow.verifier.verdict import Overlap, Story, Verdict
from rjflow.verifier.wording import cast_of_story, judged_how, meanwhile, promise, spoken_day_and_time, step_cells

# What fits beside each other in 80 columns: who, what, where.
_COLUMNS = (19, 28)
_LAST = 22
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def verdict_text(workflow: Workflow, verdict: Verdict) -> str:
    """
    Tell a verdict that is not *kept*, with its story where there is one.
    """
    safeguard = verdict.safeguard
    head = f"{verdict.judged}: {safeguard.label} ({safeguard.id})"
    place = f"\n --> {safeguard.span}" if safeguard.span else ""
    why = reasoned(safeguard.because, cited(workflow, safeguard.sources))
    return paragraphs(
        wrapped(head, hanging=len(verdict.judged) + 2) + place,
        wrapped(f"It asks: {promise(workflow, safeguard)}.", indent=2),
        wrapped(_sentence(why), indent=2) if why else "",
        wrapped(_sentence(judged_how(verdict)), indent=2),
        story_text(workflow, verdict, verdict.story) if verdict.story else "",
        repairs_text(workflow, verdict.repairs),
    )


def story_text(workflow: Workflow, verdict: Verdict, story: Story) -> str:
    """
    Tell a story: numbered steps, the ending with its evidence, and the place in the file that let it through.
    """
    cast = cast_of_story(workflow, story)
    ending = wrapped(ending_sentence(workflow, verdict.safeguard, story, cast), indent=2)
    evidence = evidence_lines(workflow, verdict.safeguard, story, cast)
    through, span, label = what_let_it_through(workflow, verdict.safeguard, story)
    return paragraphs(
        wrapped(f"It can happen {_in_steps(workflow, story)}", indent=2),
        steps_table(workflow, story, cast),
        ending,
        "\n".join(evidence),
        *_ways_out(workflow, verdict.safeguard, story),
        wrapped(through, indent=2),
        f"  --> {span}\n{pointing(span, label)}" if span else "",
    )


def _ways_out(workflow: Workflow, safeguard: Safeguard, story: Story) -> Iterator[str]:
    """
    Tell where a case is stuck what each way out of there lacks.
    """
    if not isinstance(safeguard.form, AlwaysPossible):
        return
    ways = list(ways_out(workflow, safeguard.form, story.last))
    yield "  What could lead on from here:" if ways else "  Nothing leads on from here."
    yield "\n".join(wrapped(one, indent=4, hanging=2) for one in ways)


def evidence_lines(workflow: Workflow, safeguard: Safeguard, story: Story, cast: Cast) -> list[str]:
    """
    Say how each piece of evidence stands that the ending of a story rests on; where something should have been recorded in time, what was
    recorded before.
    """
    lines = [evidence_in_story(workflow, story, used, cast) for used in story.ending.used]
    if isinstance(safeguard.form, Before | After) and story.steps:
        earlier = evolve(story, steps=story.steps[:-1])
        lines += [
            evidence_in_story(workflow, earlier, used, cast) for used in _recorded(workflow, safeguard.form, story)
        ]
    return [wrapped(line, indent=4, hanging=2) for line in lines]


def overlap_text(workflow: Workflow, overlap: Overlap) -> str:
    """
    Tell that one event could go two ways at once.
    """
    event = workflow.events[overlap.event]
    ways = f"way {overlap.first + 1} and way {overlap.second + 1} of {said(workflow, event.name)}"
    story = overlap.story
    return paragraphs(
        wrapped(f"ambiguous: {ways} are both open in {said(workflow, overlap.state)}", hanging=11)
        + (f"\n --> {event.span}" if event.span else ""),
        wrapped(f"It can happen {_in_steps(workflow, story)}", indent=2) if story else "",
        steps_table(workflow, story, cast_of_story(workflow, story)) if story else "",
    )


def steps_table(workflow: Workflow, story: Story, cast: Cast, *, after: int = 0) -> str:
    """
    Lay out the steps of a story: number, who, what, where; beside each other, or below where that is too wide. Those up to the step
    *after* which to begin are left out.
    """
    earlier, rows = story.opened, []
    for number, step in enumerate(story.steps, start=1):
        rows.append((str(number), *step_cells(workflow, earlier, step.decision, cast)))
        earlier = step.decision.after
    rows = rows[after:]
    beside = table(rows, indent=4, most=(3, *_COLUMNS))
    if all(len(cell) <= most for row in rows for cell, most in zip(row[1:], (*_COLUMNS, _LAST), strict=True)):
        return beside
    return "\n".join(line for row in rows for line in _below(*row))


def begun(workflow: Workflow, story: Story) -> str:
    """
    Say on what day the case of a story was opened, where the story tells of days that a case may last until; nothing otherwise.
    """
    earlier, cast = story.opened, cast_of_story(workflow, story)
    for step in story.steps:
        decision, command = step.decision, step.decision.command
        given = command.given if isinstance(command, Fire) else ()
        given = (command.given,) if isinstance(command, RecordEvidence) else given
        waited = is_dated(workflow, earlier, decision.before) and any(meanwhile(workflow, earlier, decision, cast))
        if waited or any(isinstance(one.value, date) and one.value.year < FAR_AWAY for one in given):
            return f", in a case opened on {spoken_day_and_time(story.opened.now, workflow.time_zone)}"
        earlier = decision.after
    return ""


# ----------------------------------------------------------------------------------------------------------------------


def _recorded(workflow: Workflow, form: Before | After, story: Story) -> Iterator[Used]:
    """
    Give the records, of those whom the ending is about, that were there before the last step of what should have been recorded in time.
    """
    before, whose = story.steps[-1].decision.before, story.ending.people
    for one in form.must_have if isinstance(form, Before) else form.without:
        about = workflow.evidence[one.name].about if one.kind == "evidence" else None
        asked: Condition = IsCurrent(one.name)
        if about is not None:
            asked = ForPeople("every", 0, about, asked)
        for used in used_by(workflow, before, asked, None) if one.kind == "evidence" else ():
            if used.value is not None and (used.person is None or not whose or used.person in whose):
                yield used


def _below(number: str, who: str, what: str, where: str) -> Iterator[str]:
    yield wrapped(f"{number:>2}  {who}: {what}", indent=3, hanging=4)
    if "→" in where:
        yield wrapped(where, indent=7, hanging=2)


def _in_steps(workflow: Workflow, story: Story) -> str:
    number = len(story.steps)
    if number == 0:
        return "at once, as soon as a case is opened."
    steps = counted(number, "step").replace(str(number), _NUMBERS[number] if number < len(_NUMBERS) else str(number))
    return f"in {steps}{begun(workflow, story)}:"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
