"""
`rjflow demo`.
"""

import click


@click.command()
def demo() -> None:
    """
    Prove the shipped workflows, and run a case.
    """
