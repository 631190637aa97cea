"""
`rjflow schema`: the shape of a file, for editors.
"""

import json

import click

from rjflow.cli.saying import data


@click.command()
@click.option("--safeguards", is_flag=True, help="The schema of safeguard files instead.")
def schema(*, safeguards: bool) -> None:
    """
    Print the JSON Schema of workflow files, for editors that complete and check as one types.
    """
    from rjflow.reader.schema import safeguards_schema, workflow_schema

    data(json.dumps(safeguards_schema() if safeguards else workflow_schema(), indent=2, ensure_ascii=False))
