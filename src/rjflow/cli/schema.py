"""
`rjflow schema`: the shape of a file, for editors.
"""

import click

from rjflow.cli.saying import answer


@click.command()
@click.option(
    "--of",
    "sort",
    type=click.Choice(["workflows", "safeguards", "scenarios"]),
    default="workflows",
    show_default=True,
    help="The sort of file.",
)
@click.option("--safeguards", is_flag=True, help="The same as --of safeguards.")
def schema(*, sort: str, safeguards: bool) -> None:
    """
    Print the JSON Schema of a sort of file.

    Editors that know it complete keys, show what each is for, and find mistakes as one types.
    """
    from rjflow.reader.schema import as_text, safeguards_schema, scenarios_schema, workflow_schema

    schemas = {"workflows": workflow_schema, "safeguards": safeguards_schema, "scenarios": scenarios_schema}
    answer(as_text(schemas["safeguards" if safeguards else sort]()).removesuffix("\n"))
