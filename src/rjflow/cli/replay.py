"""
`rjflow replay`: act out stories that were kept.
"""

import click

from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import CouldNotRead, called, content_of, read_named
from rjflow.cli.saying import answer, remark
from rjflow.definition.fingerprint import fingerprint
from rjflow.report.reading_stories import read_document, read_stories
from rjflow.report.replaying import Outcome, replayed, replayed_text
from rjflow.report.things import NotAStory

EXITS: dict[Outcome, Exit] = {
    "broken": Exit.BROKEN,
    "kept": Exit.YES,
    "stopped": Exit.REFUSED,
    "unknown": Exit.UNFINISHED,
}


@click.command()
@click.argument("story")
@click.option("--workflow", "file", metavar="FILE", help="Try the stories on this workflow, and not on their own file.")
@click.pass_context
def replay(context: click.Context, story: str, file: str | None) -> None:
    """
    Act out stories that `check --write-story` kept.

    STORY is a path, or - for standard input. Every story in it is acted out by the rules and by the engine: step by step
    to its end, or to the step that is refused now, with everything that refuses it.
    """
    from rjflow.report.acting_out import StoryDoesNotReplay

    try:
        document = read_document(content_of(story))
        workflow = read_named(file or document.file)
        changed = fingerprint(workflow) != document.fingerprint
        several = [
            replayed(workflow, one, changed=changed) for one in read_stories(document, workflow, strictly=not changed)
        ]
    except NotAStory as damaged:
        remark(f"not a story: {called(story)}: {damaged}")
        context.exit(Exit.INVALID)
    except StoryDoesNotReplay as fault:
        raise CouldNotRead(f"{called(story)}: {fault}; this is a fault of rjflow, please report it") from fault
    answer(replayed_text(workflow, document, several, changed=changed))
    context.exit(gravest(EXITS[one.outcome] for one in several))
