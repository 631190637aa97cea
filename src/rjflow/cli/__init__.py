"""The command line."""

import atexit
import gc

# Made before looking for what is done with: a command lives for moments, and reading and proving make many small things.
_OBJECTS = 200_000


def main() -> None:
    """
    Run the program.
    """
    gc.set_threshold(_OBJECTS, 30, 30)
    atexit.register(gc.freeze)  # the system takes back what is left sooner than Python can look through it
    from rjflow.cli.program import main as run

    run()
