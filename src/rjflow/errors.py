"""
The exception that all of ours are, and the one about time that even the ground floor has to raise.

A refusal is never an exception: it is an answer. These are for what could not be done at all.

Stands on: nothing.
"""


class RjflowError(Exception):
    """Anything rjflow could not do."""


class NotATime(RjflowError, ValueError):
    """Something that is not a moment: no date with a time of day, or one without its time zone."""
