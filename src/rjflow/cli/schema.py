"""
`rjflow schema`: the shape of a file, for editors.
"""

import click

from rjflow.cli.saying import answer


@click.command()
@click.option("--safeguards", is_flag=True, help="The schema of safeguard files instead.")
def schema(*, safeguards: bool) -> None:
    """
    Print the JSON Schema of workflow files.

    Editors that know it complete keys, show what each is for, and find mistakes as one types.
    """
    from rjflow.reader.schema import as_text, safeguards_schema, workflow_schema

    answer(as_text(safeguards_schema() if safeguards else workflow_schema()).removesuffix("\n"))
