"""
How `migrations` are written: which cases come over from an earlier version of the workflow, and how.

Stands on: `kinds`, `shapes`.   Knows nothing of: YAML, cases.
"""

from rjflow.frozen import frozen
from rjflow.reader.kinds import AnyText, ListOf, MapOf, NameOf, NewName, OneOrList, WholeNumber, key
from rjflow.reader.shapes import Pairs, Shape
from rjflow.reader.written import Listing, Text, Whole


def _to(what: str) -> MapOf:
    return MapOf(f"{what} of the earlier version", NameOf(what), NewName(), least=1)


@frozen(kw_only=True)
class MigrationShape(Shape):
    """One of `migrations`."""

    NOUN = "a migration"

    from_: Whole | None = key(WholeNumber(1), "The earlier version that cases come from.", name="from", required=True)
    because: Text | None = key(AnyText(), "The reason for it, in one sentence.")
    source: Listing[Text] | None = key(OneOrList(NameOf("source")), "Which of the `sources` asks for it.")
    states: Pairs[Text] | None = key(
        _to("state"), "The state of this version that each of these becomes. Others keep their names."
    )
    people: Pairs[Text] | None = key(
        _to("kind of people"), "The kind of this version that each of these becomes. Others keep their names."
    )
    evidence: Pairs[Text] | None = key(
        _to("evidence"), "The evidence of this version that each of these becomes. Others keep their names."
    )
    renew: Listing[Text] | None = key(
        ListOf(NameOf("evidence")),
        "Evidence of this version that must be recorded anew: what was recorded is left behind.",
    )
    drop: Listing[Text] | None = key(
        ListOf(NewName()),
        "Evidence of the earlier version that is left behind, because this version has nothing like it.",
    )
