"""
Forms, exports, registers and what is kept, as written.

Stands on: `shapes`, `kinds`, `written`.   Knows nothing of: YAML, cattrs, messages.
"""

from typing import ClassVar

from rjflow.frozen import frozen
from rjflow.reader.kinds import (
    AnyText,
    Conditions,
    Duration,
    ExactlyOne,
    ListOf,
    MapOf,
    NameOf,
    Needs,
    NewName,
    Of,
    OneOrList,
    OneWord,
    Rule,
    Truth,
    key,
)
from rjflow.reader.shapes import ACTORS, NamedShape, NumberShape, Pairs, Shape
from rjflow.reader.written import GroupShape, Listing, Text
from rjflow.reader.written import Truth as TruthText

_WORDS = ListOf(NewName("value"))


@frozen(kw_only=True)
class CellShape(NamedShape):
    """One of `rows` of a field: what each row says."""

    NOUN = "a column"
    RULES: ClassVar[tuple[Rule, ...]] = (
        ExactlyOne(("one-of", "several-of", "flag", "number", "date", "text"), "what is written in it"),
    )

    help: Text | None = key(AnyText(), "What helps whoever fills it in.")
    one_of: Listing[Text] | None = key(_WORDS, "One of these words is chosen.")
    several_of: Listing[Text] | None = key(_WORDS, "Any number of these words is chosen.")
    flag: TruthText | None = key(Truth(only_true=True), "It says `true` or `false`.")
    number: NumberShape | None = key(Of(NumberShape), "It says a whole number between these bounds.")
    date: TruthText | None = key(Truth(only_true=True), "It says a date.")
    text: Text | None = key(OneWord(("line", "page")), "It says words of one's own, a line or a page of them.")
    required: TruthText | None = key(Truth(), "Whether it must be filled in.")


@frozen(kw_only=True)
class FieldShape(CellShape):
    """One of `fields` of a form."""

    NOUN = "a field"
    RULES: ClassVar[tuple[Rule, ...]] = (
        ExactlyOne(
            ("records", "one-of", "several-of", "flag", "number", "date", "text", "from-register", "rows"),
            "what is written in it",
        ),
        Needs("level", ("from-register",)),
        Needs("other-than", ("from-register",)),
    )

    records: Text | None = key(NameOf("evidence"), "It says what this evidence says, which is recorded.")
    from_register: Text | None = key(NameOf("register"), "It names somebody in this register who is fit for it.")
    level: Text | None = key(NameOf("evidence"), "The evidence of the case that says which level they must have.")
    other_than: Listing[Text] | None = key(
        ListOf(NameOf("`FORM.FIELD`")), "Fields from a register that have to name somebody else."
    )
    rows: Pairs[CellShape] | None = key(
        MapOf("column", Of(CellShape), NewName(), least=1), "Any number of rows, each with these columns."
    )
    counted: TruthText | None = key(Truth(), "Whether statistics count what is said in it.")
    visible_to: Listing[Text] | None = key(ACTORS, "Who may see it. Left out, whoever sees the form.")


@frozen(kw_only=True)
class FormShape(NamedShape):
    """One of `forms`: a typed record."""

    NOUN = "a form"

    help: Text | None = key(AnyText(), "What helps whoever fills it in.")
    about: Text | None = key(
        NameOf("group of people"), "For whom there is one each. Left out, there is one for the case."
    )
    event: Text | None = key(NameOf("event"), "What happens when it is handed in. Left out, its evidence is recorded.")
    filled_by: Listing[Text] | None = key(
        ACTORS, "Who fills it in. Left out, those who may record all of its evidence."
    )
    visible_to: Listing[Text] | None = key(ACTORS, "Who may see it. Left out, those who fill it in.")
    fields: Pairs[FieldShape] | None = key(
        MapOf("field", Of(FieldShape), NewName(), least=1), "What is asked.", required=True
    )


@frozen(kw_only=True)
class ExportShape(NamedShape):
    """One of `exports`: facts of the outcome that go to somebody outside."""

    NOUN = "an export"

    to: Listing[Text] | None = key(ACTORS, "Who is told.", required=True)
    at: Listing[Text] | None = key(ListOf(NameOf("event")), "The events at which they are told.", required=True)
    facts: Listing[Text] | None = key(
        ListOf(NameOf("evidence, `state` or `reason`")), "What they are told: facts of the outcome only.", required=True
    )
    basis: Text | None = key(
        OneWord(("permission", "agreement", "legal-duty")), "What gives the right to tell them.", required=True
    )
    needs: GroupShape | None = key(Conditions(), "What must be true then, or nothing is told.")
    visible_to: Listing[Text] | None = key(
        ACTORS, "Who may see that it was sent. Left out, those it goes to, and those who make it happen."
    )


@frozen(kw_only=True)
class KeptShape(Shape):
    """One of `kept`: what is left of forms after the end."""

    NOUN = "what is kept"

    after: Text | None = key(
        Duration(("at-once",)), "How long after the end of the case, such as `26 weeks`, or `at-once`.", required=True
    )
    reasons: Listing[Text] | None = key(
        ListOf(NameOf("reason")), "Of cases that ended for one of these reasons. Left out, of all."
    )
    only: Listing[Text] | None = key(
        ListOf(NameOf("form, or `FORM.FIELD`"), least=0), "What is kept then, and nothing else.", required=True
    )
    because: Text | None = key(AnyText(), "The reason for it, in one sentence.")
    source: Listing[Text] | None = key(OneOrList(NameOf("source")), "Which of the `sources` asks for it.")


@frozen(kw_only=True)
class RegisterShape(NamedShape):
    """One of `registers`: who can be given to a case, and when."""

    NOUN = "a register"

    people: Text | None = key(NameOf("kind of people"), "Whom it lists: people of this scheme.", required=True)
    needs: GroupShape | None = key(Conditions(), "What must be true of such a person.")
    until: Text | None = key(NameOf("evidence"), "The evidence whose date is the last day they can be given.")
    level: Text | None = key(
        NameOf("evidence"), "The evidence that says what they can take, from the least to the most."
    )
    most: Text | None = key(NameOf("evidence"), "The evidence whose number is how many open cases they may have.")
