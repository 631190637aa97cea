"""
What comparing two workflows found, in the order in which it is told, for every format to lay out.

Stands on: `changes`, `verifier.comparison`.   Knows nothing of: line widths, Markdown.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from rjflow.definition.change import Change
from rjflow.definition.model import OneOf, Workflow
from rjflow.definition.wording import label_of, spoken_value
from rjflow.frozen import frozen
from rjflow.report.changes import called_sentence, change_sentence, elsewhere_sentence, possibility_sentence
from rjflow.report.compared_moving import moving_sentences
from rjflow.report.endings import ending_sentence
from rjflow.sources.span import Span
from rjflow.text import counted, listed
from rjflow.verifier.comparison import Comparison, Judged, Possibility
from rjflow.verifier.verdict import Story, Verdict
from rjflow.verifier.wording import cast_of_story

Which = Literal["old", "new"]


@frozen(kw_only=True)
class Told:
    """
    One thing that is told: a sentence, where it stands in each file, and, if there is one, the story that shows it.

    `home` is the workflow of the story, `after` what is said below it.
    """

    text: str
    old_place: Span | None = None
    new_place: Span | None = None
    story: Story | None = None
    home: Workflow | None = None
    after: str = ""


@frozen(kw_only=True)
class Section:
    """One heading and what is told below it."""

    title: str
    things: tuple[Told, ...]


def sections(comparison: Comparison) -> Iterator[Section]:
    """
    Give the sections that have something to tell, in order.
    """
    told = (
        ("Called otherwise", _called(comparison)),
        ("Newly possible", _possible(comparison, comparison.newly, "new")),
        ("No longer possible", _possible(comparison, comparison.no_longer, "old")),
        ("Safeguards", _safeguards(comparison)),
        ("Weaker", _changes(comparison, "weaker")),
        ("Stricter", _changes(comparison, "stricter")),
        ("Changed, neither weaker nor stricter", _changes(comparison, "changed")),
        ("Cases that are under way", _stored(comparison)),
        ("Gates that ask something else, which is told above wherever they are asked", _gates(comparison)),
        ("Written otherwise, which no case can notice", _same(comparison)),
        ("Not answered", _unanswered(comparison)),
    )
    for title, things in told:
        found = tuple(things)
        if found:
            yield Section(title=title, things=found)


def heading(comparison: Comparison) -> str:
    """
    Say which two workflows were compared.
    """
    old, new = (f"{one.name}, version {one.version}" for one in (comparison.old, comparison.new))
    return f"What changes from {old}, to {new}" if old != new else f"What changes in {new}"


def summary(comparison: Comparison) -> str:
    """
    Say in one sentence or two how it came out.
    """
    if not comparison.difference.changes:
        return "There is no difference that any case or safeguard could notice."
    counts = {"weaker": 0, "stricter": 0, "changed": 0}
    for change in comparison.difference.changes:
        if change.direction in counts and not comparison.makes_none(change) and change.section != "name":
            counts[change.direction] += 1
    said = [f"{number} {word}" for word, number in counts.items() if number]
    parts = [
        f"Of what is written: {listed(said)}." if said else "No difference in what is written makes one to a case."
    ]
    shown = [sum(one.answer == "shown" for one in several) for several in (comparison.newly, comparison.no_longer)]
    parts.append(f"{_things(shown[0])} newly possible, {_things(shown[1])} no longer possible.")
    if comparison.breaks:
        number = len(comparison.breaks)
        were, are = ("was", "is") if number == 1 else ("were", "are")
        parts.append(f"{counted(number, 'safeguard')} that {were} kept {are} broken.")
    if comparison.unanswered or comparison.unfinished:
        parts.append(f"{counted(len(comparison.unanswered) + len(comparison.unfinished), 'question')} not answered.")
    return " ".join(parts)


# ----------------------------------------------------------------------------------------------------------------------


def _things(number: int) -> str:
    return f"{counted(number, 'thing')} {'is' if number == 1 else 'are'}"


def _called(comparison: Comparison) -> Iterator[Told]:
    """
    Give what is only called otherwise, and makes no difference below.
    """
    for section, was, now in comparison.called:
        before, after = getattr(comparison.old, section)[was], getattr(comparison.new, section)[now]
        text = called_sentence(section, before, after)
        yield Told(text=_sentence(text), old_place=before.span, new_place=after.span)


def _possible(comparison: Comparison, several: Sequence[Possibility], which: Which) -> Iterator[Told]:
    """
    Give what was shown to be possible in one of the two workflows.
    """
    home, other = (comparison.new, comparison.before) if which == "new" else (comparison.before, comparison.new)
    for one in several:
        if one.answer != "shown" or one.story is None:
            continue
        name = "The older version" if which == "new" else "The newer version"
        after = f"{elsewhere_sentence(home, other, name, one, one.elsewhere)}." if one.elsewhere else ""
        told = home.scheme.workflow if one.of_scheme and home.scheme else home
        yield Told(
            text=_sentence(possibility_sentence(home, other, one)),
            old_place=one.change.old_place if which == "new" else one.change.new_place,
            new_place=one.change.new_place if which == "new" else one.change.old_place,
            story=one.story,
            home=told,
            after=after,
        )


def _safeguards(comparison: Comparison) -> Iterator[Told]:
    """
    Give what became of safeguards: what is asked, who answers, and which verdicts changed.
    """
    for change in comparison.difference.changes:
        if change.section in ("safeguards", "exemptions") and change.direction != "same":
            text = change_sentence(comparison.before, comparison.new, change)
            yield Told(text=_sentence(f"{_mark(change)}{text}"), old_place=change.old_place, new_place=change.new_place)
    for one in comparison.judged:
        if one.is_worse or one.is_better or (one.asked_by_old is not one.asked_by_new):
            yield _judged(comparison, one)
    for overlap in comparison.ambiguous:
        event, state = label_of(comparison.new, overlap.event), label_of(comparison.new, overlap.state)
        text = f"“{event}” can go two ways at once in “{state}”, and could not before."
        place = comparison.new.events[overlap.event].span
        yield Told(text=text, new_place=place, story=overlap.story, home=comparison.new)


def _judged(comparison: Comparison, one: Judged) -> Told:
    """
    Say how a safeguard was judged by both, with the story if the newer one breaks it.
    """
    old, new = (_verdict(verdict) for verdict in (one.old, one.new))
    text = f"{one.safeguard.id} ({one.safeguard.label}): {old} by the older version, {new} by the newer one"
    if not one.asked_by_new:
        text += ", which does not ask for it any more"
    broken = one.new is not None and one.new.judged == "broken"
    story, home = one.new.story if broken and one.new else None, comparison.new
    return Told(
        text=f"{text}.",
        new_place=one.safeguard.span,
        story=story,
        home=home,
        after=ending_sentence(home, one.safeguard, story, cast_of_story(home, story)) if story else "",
    )


def _verdict(verdict: Verdict | None) -> str:
    return verdict.judged if verdict is not None else "not to be judged"


def _changes(comparison: Comparison, direction: str) -> Iterator[Told]:
    """
    Give the differences in what is written that go one way.
    """
    for change in comparison.difference.changes:
        if change.direction != direction or change.section in ("safeguards", "exemptions", "name"):
            continue
        text = change_sentence(comparison.before, comparison.new, change)
        none = "; no case comes to where that matters" if comparison.makes_none(change) else ""
        yield Told(text=_sentence(f"{text}{none}"), old_place=change.old_place, new_place=change.new_place)


def _stored(comparison: Comparison) -> Iterator[Told]:
    """
    Give what a change would mean for cases that are under way in the older version.
    """
    sentences = {
        "states": "a case that rests in “{}” has no such state any more, and has to be moved by somebody",
        "evidence": "what is recorded as “{}” is lost",
        "people": "people who are “{}” have no part in a case any more",
        "events": "nobody can do “{}” any more in a case that waits for it",
    }
    for change in comparison.difference.changes:
        if change.what == "itself" and change.lost and change.section in sentences:
            text = sentences[change.section].format(change.lost[0].label)
            yield Told(text=_sentence(text), old_place=change.old_place)
        if change.section == "states" and change.what == "itself" and change.gained:
            yield Told(
                text=f"No case rests in “{change.gained[0].label}” yet; the state is new.", new_place=change.new_place
            )
        if change.section == "evidence" and change.what in ("values", "about"):
            yield from _values(comparison, change)
    for sentence, place in moving_sentences(comparison.old, comparison.new):
        yield Told(text=sentence, new_place=place)
    if comparison.difference.changes_behaviour:
        yield Told(text="Cases stay with the version they were opened under until somebody moves them.")


def _values(comparison: Comparison, change: Change) -> Iterator[Told]:
    label = label_of(comparison.new, change.name)
    text = f"what is recorded as “{label}” may not fit any more"
    if change.what == "values" and isinstance(change.lost[0], OneOf) and isinstance(change.gained[0], OneOf):
        gone = [value for value in change.lost[0].values if value not in change.gained[0].values]
        if not gone:
            return
        values = listed([spoken_value(value) for value in gone], "or")
        text = f"a record of “{label}” that says {values} is not valid any more"
    yield Told(text=_sentence(text), old_place=change.old_place, new_place=change.new_place)


def _gates(comparison: Comparison) -> Iterator[Told]:
    """
    Give the gates that ask something else: the one place to look at where many things ask them. What only asks another such gate does not.
    """
    before, after = comparison.before.gates, comparison.new.gates
    for change in comparison.difference.changes:
        if change.section == "gates" and change.what == "asks" and before[change.name] != after[change.name]:
            text = change_sentence(comparison.before, comparison.new, change)
            yield Told(text=_sentence(text), old_place=change.old_place, new_place=change.new_place)


def _same(comparison: Comparison) -> Iterator[Told]:
    for change in comparison.difference.changes:
        if change.section == "gates" and change.what == "asks":
            continue
        if change.direction == "same" or change.section == "name":
            text = change_sentence(comparison.before, comparison.new, change)
            yield Told(text=_sentence(text), old_place=change.old_place, new_place=change.new_place)


def _unanswered(comparison: Comparison) -> Iterator[Told]:
    """
    Give what no search could answer.
    """
    for several, home, other, which in (
        (comparison.newly, comparison.new, comparison.before, "the newer version"),
        (comparison.no_longer, comparison.before, comparison.new, "the older version"),
    ):
        for one in several:
            if one.answer == "unanswered":
                text = possibility_sentence(home, other, one)
                yield Told(
                    text=f"Whether in {which} this can really come about is not known: {text}.",
                    new_place=one.change.new_place,
                )


def _mark(change: Change) -> str:
    return "" if change.direction == "changed" else f"{change.direction}: "


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")
