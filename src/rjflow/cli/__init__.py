"""The command line."""

from rjflow.cli.program import main

__all__ = ["main"]
