"""
Find names that two things share where nobody could tell which is meant.

Stands on: `naming`, `sources.codes`, `definition.lookup`.   Knows nothing of: definitions that were read.
"""

from collections.abc import Iterator

from rjflow.definition.lookup import NAMED_TOGETHER
from rjflow.reader.naming import SIDES, THINGS, Names
from rjflow.reader.written import Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic


def check_clashes(names: Names) -> Iterator[Diagnostic]:
    """
    Give each name that is made twice, at the second place.
    """
    for sections in NAMED_TOGETHER:
        made: dict[str, tuple[str, Text]] = {}
        for section in sections:
            for word, text in names.sections[section].items():
                other = made.setdefault(word, (section, text))
                if other[0] != section:
                    yield _clash(word, other, (section, text))
    for section in ("people", "roles", "evidence", "gates"):
        for side in SIDES:
            taken = names.sections[section].get(side)
            if taken is not None:
                help_ = f"choose another name; `{side}` is what everybody with `side: {side}` is called"
                yield problem(
                    "RJ238", taken.span, label="taken", help=help_, word=side, first="a side", second=THINGS[section]
                )


# ----------------------------------------------------------------------------------------------------------------------


def _clash(word: str, first: tuple[str, Text], second: tuple[str, Text]) -> Diagnostic:
    earlier, later = sorted((first, second), key=lambda one: (one[1].span.line, one[1].span.column))
    note = f"{THINGS[earlier[0]]} has this name on line {earlier[1].span.line}"
    return problem(
        "RJ238",
        later[1].span,
        label="which of the two is meant, nobody could tell",
        notes=(note,),
        help="give one of them another name",
        word=word,
        first=THINGS[earlier[0]],
        second=THINGS[later[0]],
    )
