"""
Safeguards as written: what must be kept, and what is excused from being kept for a time.

Stands on: `kinds`, `shapes`, `written`.   Knows nothing of: YAML, cattrs, messages.
"""

from rjflow.frozen import frozen
from rjflow.reader.kinds import (
    AnyText,
    Condition,
    Day,
    Duration,
    ExactlyOne,
    Happenings,
    ListOf,
    NameOf,
    Needs,
    OneOrList,
    SafeguardId,
    Truth,
    key,
)
from rjflow.reader.shapes import ACTORS, Shape
from rjflow.reader.written import DayText, HappeningShape, Listing, RequirementShape, Text
from rjflow.reader.written import Truth as TruthText


@frozen(kw_only=True)
class SafeguardShape(Shape):
    """One of `safeguards`: exactly one of its forms is there."""

    NOUN = "a safeguard"
    RULES = (
        ExactlyOne(
            (
                *("always", "never", "entering", "before", "after"),
                *("different-people", "always-possible", "always-open", "ends"),
                *("hidden", "reserved", "fresh", "counted"),
            ),
            "what it demands",
        ),
        Needs("entering", ("must",)),
        Needs("must", ("entering",)),
        Needs("before", ("must-have",)),
        Needs("must-have", ("before",)),
        Needs("since", ("before",)),
        Needs("after", ("not-before",)),
        Needs("not-before", ("after",)),
        Needs("without", ("after",)),
        Needs("always-possible", ("using",)),
        Needs("using", ("always-possible",)),
        Needs("always-open", ("while",)),
        Needs("while", ("always-open",)),
        Needs("by", ("always-open",)),
        Needs("hidden", ("from",)),
        Needs("from", ("hidden",)),
        Needs("reserved", ("for",)),
        Needs("for", ("reserved",)),
        Needs("from-register", ("reserved",)),
        Needs("level", ("from-register",)),
        Needs("other-than", ("from-register",)),
        Needs("fresh", ("within",)),
        Needs("within", ("fresh",)),
        Needs("counted", ("as",)),
        Needs("as", ("counted",)),
    )

    id: Text | None = key(SafeguardId(), "Its short sign, such as `S1`.", required=True)
    label: Text | None = key(AnyText(), "What it keeps, in a few words. Left out, it is the id.")
    because: Text | None = key(AnyText(), "The reason for it, in one sentence.")
    source: Listing[Text] | None = key(OneOrList(NameOf("source")), "Which of the `sources` asks for it.")
    always: RequirementShape | None = key(Condition(), "What is true in every situation.")
    never: RequirementShape | None = key(Condition(), "What is surely false in every situation.")
    entering: Listing[Text] | None = key(OneOrList(NameOf("step")), "The steps after which `must` is judged.")
    must: RequirementShape | None = key(Condition(), "What is true right after each such step.")
    before: Listing[HappeningShape] | None = key(Happenings(), "What never happens without `must-have`.")
    must_have: Listing[HappeningShape] | None = key(Happenings(), "What happened before it.")
    since: Listing[HappeningShape] | None = key(Happenings(), "After the last of these.")
    after: Listing[HappeningShape] | None = key(Happenings(), "What begins the watch.")
    not_before: Listing[HappeningShape] | None = key(Happenings(), "What does not happen after it …")
    without: Listing[HappeningShape] | None = key(Happenings(), "… unless this happened in between.")
    different_people: Listing[Text] | None = key(
        ListOf(NameOf("evidence, event, or meaning"), least=2, most=2), "Two things never both by one person."
    )
    always_possible: Listing[Text] | None = key(OneOrList(NameOf("step")), "What can be reached from everywhere.")
    using: Listing[Text] | None = key(ACTORS, "Whose steps may be counted on for it.")
    always_open: Listing[Text] | None = key(
        OneOrList(NameOf("event or meaning")), "The event that is allowed wherever `while` holds."
    )
    while_: RequirementShape | None = key(Condition(), "Where the event must be allowed.", name="while")
    by: Text | None = key(
        NameOf("group"),
        "To whom: every person of this kind or side who is there, by themselves. Left out, to somebody.",
    )
    ends: TruthText | None = key(Truth(only_true=True), "No case goes round for ever without a person choosing to.")
    hidden: Listing[Text] | None = key(
        ListOf(NameOf("evidence, notice, form, or `FORM.FIELD`")),
        "The evidence, notices, and what is written in forms, that are not shown.",
    )
    from_: Listing[Text] | None = key(ACTORS, "To whom it is not shown.", name="from")
    reserved: Listing[Text] | None = key(
        ListOf(NameOf("evidence, event, notice, or meaning")),
        "The evidence, events and notices that nobody else records, lets happen, or gives.",
    )
    for_: Listing[Text] | None = key(ACTORS, "Who alone does it.", name="for")
    from_register: Text | None = key(
        NameOf("register"), "… and only with a form that names somebody in this register who is fit for it."
    )
    level: Text | None = key(NameOf("evidence"), "The evidence whose level they must be fit for.")
    other_than: Listing[Text] | None = key(
        ListOf(NameOf("`FORM.FIELD`")), "The fields of forms that have to name somebody else."
    )
    fresh: Listing[Text] | None = key(
        ListOf(NameOf("evidence or meaning")), "The evidence of which no record counts for longer than `within`."
    )
    within: Text | None = key(Duration(("same day", "whole-case")), "The longest it may be `current-for`.")
    counted: Listing[Text] | None = key(
        ListOf(NameOf("event, evidence, or meaning")),
        "The events, and the evidence by the events that record it, that are contact.",
    )
    as_: Listing[Text] | None = key(
        OneOrList(NameOf("contact")),
        "What each of them has to be: `contact`, `contact direct`, `contact indirect`, `contacts …`; or all of a list.",
        name="as",
    )


@frozen(kw_only=True)
class ExceptionShape(Shape):
    """One of `except`: a safeguard that is not demanded until a date."""

    NOUN = "an exception"

    safeguard: Text | None = key(NameOf("safeguard"), "The id of the safeguard.", required=True)
    owner: Text | None = key(AnyText(), "Who answers for it.", required=True)
    reason: Text | None = key(AnyText(), "Why it is not kept.", required=True)
    until: DayText | None = key(Day(), "The date from which it is demanded again.", required=True)
