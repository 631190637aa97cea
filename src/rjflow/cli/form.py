"""
`rjflow form`: a form of a workflow, to be drawn or printed.
"""

import click

from rjflow.cli.files import CouldNotRead, read_named
from rjflow.cli.saying import answer
from rjflow.report.forms import form_schema_text, form_text
from rjflow.text import did_you_mean, quoted


@click.command()
@click.argument("file")
@click.argument("name", required=False)
@click.option(
    "--format",
    "form_of",
    type=click.Choice(["text", "json-schema"]),
    default="text",
    show_default=True,
    help="To be printed, or for programs that draw it.",
)
def form(file: str, name: str | None, form_of: str) -> None:
    """
    Show a form of a workflow.

    FILE is a path, the name of a workflow that is shipped, or - for standard input. NAME is the form's; without one, the forms are
    listed.
    """
    workflow = read_named(file)
    if name is None:
        answer("\n".join(f"{one.name}: {one.label}" for one in workflow.forms.values()) or "There are no forms.")
        return
    if name not in workflow.forms:
        hint = did_you_mean(name, workflow.forms) or f"there is {quoted(workflow.forms, 'and')}"
        raise CouldNotRead(
            f"{file}: there is no form `{name}`; {hint}" if workflow.forms else f"{file}: there are no forms"
        )
    render = {"text": form_text, "json-schema": form_schema_text}[form_of]
    answer(render(workflow, workflow.forms[name]))
