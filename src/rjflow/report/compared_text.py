"""
What `rjflow diff` says, for people: as text in 80 columns, or as Markdown for a pull request.

A story that begins like one that was told already is told from where it parts.

Stands on: `compared`, `telling`, `layout`.   Knows nothing of: the command line.
"""

from collections.abc import Callable, Iterator

from rjflow.definition.model import Workflow
from rjflow.report.compared import Section, Told, heading, sections, summary
from rjflow.report.layout import paragraphs, wrapped
from rjflow.report.telling import begun, steps_table
from rjflow.text import counted
from rjflow.verifier.comparison import Comparison
from rjflow.verifier.verdict import Story
from rjflow.verifier.wording import cast_of_story

_WORTHWHILE = 3  # steps in common, from which on telling them once is enough


def diff_text(comparison: Comparison) -> str:
    """
    Tell everything that comparing two workflows found, as text.
    """
    told = _Stories()
    blocks = [_section_text(section, told) for section in sections(comparison)]
    return paragraphs(wrapped(heading(comparison), hanging=2), *blocks, wrapped(summary(comparison)))


def diff_markdown(comparison: Comparison) -> str:
    """
    Tell everything that comparing two workflows found, as Markdown; stories are folded away.
    """
    told = _Stories()
    blocks = [_section_markdown(section, told) for section in sections(comparison)]
    return paragraphs(f"## {_plain(heading(comparison))}", _plain(summary(comparison)), *blocks)


# ----------------------------------------------------------------------------------------------------------------------


class _Stories:
    """The stories told so far, by number."""

    def __init__(self) -> None:
        self._told: list[Story] = []

    def tell(self, story: Story, home: Workflow) -> tuple[str, str]:
        """Give how a story is introduced, and its steps from where it parts from one that was told; none when it was told."""
        number, common = self._nearest(story)
        steps = len(story.steps)
        if not steps:
            return "It is so as soon as a case is opened.", ""
        if common == steps:
            up_to = "" if len(self._told[number - 1].steps) == steps else f", up to step {steps}"
            return f"It is shown by story {number}{up_to}.", ""
        self._told.append(story)
        mine = len(self._told)
        intro = f"Story {mine}, in {counted(steps, 'step')}{begun(home, story)}:"
        if common >= _WORTHWHILE:
            intro = f"Story {mine} begins like story {number}, up to step {common}{begun(home, story)}; then:"
        after = common if common >= _WORTHWHILE else 0
        return intro, steps_table(home, story, cast_of_story(home, story), after=after)

    def _nearest(self, story: Story) -> tuple[int, int]:
        """
        Find the story told before that has most first steps in common.
        """
        found = (0, 0)
        for number, other in enumerate(self._told, start=1):
            common = 0
            for one, two in zip(story.steps, other.steps, strict=False):
                if one.decision.command != two.decision.command or story.people != other.people:
                    break
                common += 1
            found = (number, common) if common > found[1] else found
        return found


def _section_text(section: Section, told: _Stories) -> str:
    return paragraphs(section.title, *(_told_text(one, told) for one in section.things))


def _told_text(one: Told, told: _Stories) -> str:
    lines = [wrapped(f"- {one.text}", indent=2, hanging=2), *_places(one, lambda place: f"    --> {place}")]
    blocks = ["\n".join(lines)]
    if one.story is not None and one.home is not None:
        intro, steps = told.tell(one.story, one.home)
        blocks += [wrapped(intro, indent=4), steps]
    return paragraphs(*blocks, wrapped(one.after, indent=4))


def _section_markdown(section: Section, told: _Stories) -> str:
    return paragraphs(f"### {section.title}", "\n".join(_told_markdown(one, told) for one in section.things))


def _told_markdown(one: Told, told: _Stories) -> str:
    places = ", ".join(_places(one, lambda place: f"`{place}`"))
    line = f"- {_plain(one.text)}{f' ({places})' if places else ''}"
    if one.story is None or one.home is None:
        return line
    intro, steps = told.tell(one.story, one.home)
    body = [f"  {_plain(intro)}"]
    if steps:
        body = [
            f"  <details><summary>{_plain(intro)}</summary>", "", "  ```text",
            *(f"  {row}".rstrip() for row in steps.splitlines()), "  ```", "", "  </details>",
        ]  # fmt: skip
    after = [f"  {_plain(one.after)}"] if one.after else []
    return "\n".join([line, "", *body, "", *after])


def _places(one: Told, show: Callable[[str], str]) -> Iterator[str]:
    """
    Give where something stands: before, and, where that is elsewhere, after.
    """
    old, new = one.old_place, one.new_place
    if old is not None and new is not None and str(old) != str(new):
        yield show(f"{old}")
    if new is not None or old is not None:
        yield show(f"{new or old}")


def _plain(text: str) -> str:
    """
    Keep an author's words from being taken for Markdown or HTML.
    """
    for sign in "\\`*_<>[]|#":
        text = text.replace(sign, f"\\{sign}")
    return text
