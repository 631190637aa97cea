"""
`rjflow why`: say what keeps a safeguard, or how it is broken.
"""

from collections.abc import Sequence

import click
from attrs import evolve

from rjflow.cli.check import EXITS
from rjflow.cli.exits import Exit, gravest
from rjflow.cli.files import read_named
from rjflow.cli.saying import answer, progress, remark, text_or_json
from rjflow.clock import SystemClock
from rjflow.definition.model import Workflow
from rjflow.report.why import Answered, which_text, why_json, why_text


@click.command()
@click.argument("file")
@click.argument("safeguards", metavar="SAFEGUARD...", nargs=-1)
@text_or_json
@click.pass_context
def why(context: click.Context, file: str, safeguards: Sequence[str], form: str) -> None:
    """
    Say what keeps a safeguard, or how it is broken.

    FILE is a path, the name of a workflow that is shipped, or - for standard input; SAFEGUARD is the id of one of its
    safeguards. Of one that is kept, the fewest lines that keep it are told, and what would be without each; all of it was
    proved by taking lines away.
    """
    workflow = read_named(file)
    unknown = [name for name in safeguards if name not in {one.id for one in workflow.safeguards}]
    if unknown or not safeguards:
        remark(which_text(workflow, unknown))
        context.exit(Exit.WRONG_USAGE)
    answers = _answers(workflow, list(dict.fromkeys(safeguards)))
    answer(why_json(workflow, answers) if form == "json" else why_text(workflow, answers))
    context.exit(gravest(EXITS["kept" if one.verdict.exemption else one.verdict.judged] for one in answers))


# ----------------------------------------------------------------------------------------------------------------------


def _answers(workflow: Workflow, ids: Sequence[str]) -> list[Answered]:
    """
    Judge the safeguards that were named, and look for what keeps each of them, or would mend it.
    """
    from rjflow.report.acting_out import act_out_story
    from rjflow.verifier.mending import repairs
    from rjflow.verifier.sharing import processors
    from rjflow.verifier.supporting import support
    from rjflow.verifier.verifying import judgements

    today = SystemClock().now().date()
    answers = []
    with progress() as show:
        named = [next(one for one in workflow.safeguards if one.id == id) for id in ids]
        for verdict in judgements(workflow, named, today=today, progress=lambda one: show(f"proving {one.id}")):
            support_of, found = None, verdict
            if verdict.judged == "kept":
                show(f"taking lines away: {verdict.safeguard.id}")
                support_of = support(workflow, verdict.safeguard)
            elif verdict.story is not None:
                act_out_story(workflow, verdict.story)
                others = judgements(
                    workflow,
                    workflow.safeguards,
                    progress=lambda one: show(f"proving {one.id}"),
                    workers=processors(),
                )
                found = evolve(verdict, repairs=repairs(workflow, verdict, tuple(others)))
            answers.append(Answered(verdict=found, support=support_of))
    return answers
