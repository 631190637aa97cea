"""
Ids that are typed: what cannot be one is wrong usage, told before any store is opened.

Stands on: click, `engine.asking`.   Knows nothing of: who anybody is.
"""

from collections.abc import Callable

import click

from rjflow.casebook.keeping import a_name
from rjflow.engine.asking import NobodyIsTheClock, NotAsked, an_actor, an_id

_Callback = Callable[[click.Context, click.Parameter, str | None], str | None]


def _checked(check: Callable[[str], object]) -> _Callback:
    """
    Make what click asks about a value that may be left out.
    """

    def callback(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
        try:
            if value is not None:
                check(value)
        except (NobodyIsTheClock, NotAsked) as problem:
            raise click.BadParameter(str(problem)) from problem
        return value

    return callback


a_typed_actor = _checked(lambda value: a_name("an actor", an_actor(value)))
a_typed_case = _checked(lambda value: a_name("a case", value))
a_typed_person = _checked(lambda value: an_id("a person", value))
