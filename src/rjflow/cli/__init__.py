"""The command line."""

import gc

# Made before looking for what is done with: a command lives for moments, and reading and proving make many small things.
_OBJECTS = 200_000


def main() -> None:
    """
    Run the program.
    """
    gc.set_threshold(_OBJECTS, 30, 30)
    from rjflow.cli.program import main as run

    run()
