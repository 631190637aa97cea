"""
`rjflow demo`.
"""

import click


@click.command()
def demo() -> None:
    """
    Prove the shipped workflows, break one, and run a case from referral to closure.
    """
