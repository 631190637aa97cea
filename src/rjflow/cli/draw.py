"""
`rjflow draw`: a workflow as a picture, in a drawing language.
"""

import click

from rjflow.cli.files import read_named
from rjflow.cli.saying import answer
from rjflow.report.dot import dot
from rjflow.report.mermaid import mermaid


@click.command()
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "dot"]),
    default="mermaid",
    show_default=True,
    help="For code hosts and web pages, or for Graphviz and print.",
)
def draw(file: str, form: str) -> None:
    """
    Draw a workflow.

    FILE is a path, the name of a workflow that is shipped, or - for standard input. Moving on, falling where a gate closes, withdrawing, and
    deadlines look different and are labelled so.
    """
    answer({"mermaid": mermaid, "dot": dot}[form](read_named(file)))
