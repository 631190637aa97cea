"""
`rjflow explain`: the whole policy in plain English.
"""

import click

from rjflow.cli.files import read_named
from rjflow.cli.saying import answer
from rjflow.report.explaining import explanation


@click.command()
@click.argument("file")
def explain(file: str) -> None:
    """
    Say the whole policy in plain English, with sources.

    FILE is a path, the name of a workflow that is shipped, or - for standard input.
    """
    answer(explanation(read_named(file)))
