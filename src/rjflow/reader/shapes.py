"""
A workflow file as written: one frozen class per construct of docs/reference/language.md, names not yet resolved.

Every key says what it accepts and what it is for; `structuring` reads by that and `schema` describes it. An attribute is None where
its key is absent, and also where what was written there was refused: then `broken` holds the key (or `*`, where the whole mapping
was refused), and a diagnostic has said why. It also holds a key that is missing, and `?`, where a key nobody knows may be any other;
`marred` holds the keys in which anything was refused. Maps are pairs in file order. Names of things that do not exist, and every other question
of meaning, are the linker's. The smallest pieces are in `written`, safeguards in `safeguard_shapes`, whole files in `files`.

Stands on: `kinds`, `written`.   Knows nothing of: YAML, cattrs, messages.
"""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from attrs import field

from rjflow.definition.model import REGIONS
from rjflow.frozen import frozen
from rjflow.reader.kinds import (
    MOST_PEOPLE,
    AnyText,
    ConditionList,
    Conditions,
    Day,
    Duration,
    ExactlyOne,
    Excludes,
    ListOf,
    MapOf,
    NameOf,
    Needs,
    NewName,
    Of,
    OneOrList,
    OneWord,
    Rule,
    States,
    Truth,
    Values,
    Voiders,
    WholeNumber,
    WorkingDays,
    key,
)
from rjflow.reader.written import (
    DayText,
    GroupShape,
    Listing,
    StatesShape,
    Text,
    ValuesShape,
    VoiderShape,
    Whole,
)
from rjflow.reader.written import Truth as TruthText
from rjflow.sources.span import Span

S = TypeVar("S")
Pairs = tuple[tuple[Text, S], ...]

ACTORS = ListOf(NameOf("role, kind of people, or side"))
_NAMES = ListOf(NameOf("name"))


@frozen(kw_only=True)
class Shape:
    """
    Any mapping with known keys.

    `NOUN` is what messages call it, `RULES` is what its keys must keep to together, and `ELSEWHERE` says what to do with keys that
    belong to another sort of file.
    """

    NOUN: ClassVar[str]
    RULES: ClassVar[tuple[Rule, ...]] = ()
    ELSEWHERE: ClassVar[Mapping[str, str]] = {}

    span: Span = field(eq=False, repr=False)
    broken: frozenset[str] = field(default=frozenset(), eq=False, repr=False)
    marred: frozenset[str] = field(default=frozenset(), eq=False, repr=False)

    def unsure(self, *keys: str) -> bool:
        """Tell whether what these keys say may be otherwise: refused, in part or whole, missing, or under a name nobody knows."""
        return bool((self.broken | self.marred) & {*keys, "*", "?"})


@frozen(kw_only=True)
class NamedShape(Shape):
    """What everything with a name may have."""

    label: Text | None = key(AnyText(), "How people say it. Left out, it is the name with spaces for hyphens.")
    because: Text | None = key(AnyText(), "The reason for it, in one sentence.")
    source: Listing[Text] | None = key(OneOrList(NameOf("source")), "Which of the `sources` asks for it.")


# ---- who and what ----------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class SourceShape(Shape):
    """One of `sources`."""

    NOUN = "a source"

    title: Text | None = key(AnyText(), "What the publication is called.", required=True)
    published: Text | None = key(AnyText(numbers=True), "When it was published, such as 2013-01.")
    url: Text | None = key(AnyText(), "Where it can be read.")


@frozen(kw_only=True)
class RoleShape(NamedShape):
    """One of `roles`."""

    NOUN = "a role"


@frozen(kw_only=True)
class ChangeShape(Shape):
    """`joins:` or `leaves:` of a kind of people."""

    NOUN = "joining or leaving"

    by: Listing[Text] | None = key(ACTORS, "Who may do it.", required=True)
    in_: StatesShape | None = key(States(), "In which states it may be done.", name="in", required=True)


@frozen(kw_only=True)
class PeopleShape(NamedShape):
    """One of `people`: a kind of people."""

    NOUN = "a kind of people"

    at_least: Whole | None = key(
        WholeNumber(0, MOST_PEOPLE), "How many there must be before `every …` over them can be true. Left out, 0."
    )
    at_most: Whole | None = key(WholeNumber(1), "No more than so many are ever admitted. Left out, any number.")
    takes_part: TruthText | None = key(Truth(), "Whether they belong to the group `participant`.")
    side: Text | None = key(OneWord(("harmed", "responsible")), "Whose side they are on. Left out, nobody's.")
    joins: ChangeShape | None = key(
        Of(ChangeShape), "Who may add such people after the case was opened, and when. Left out, nobody."
    )
    leaves: ChangeShape | None = key(Of(ChangeShape), "Who may remove such people, and when. Left out, nobody.")
    visible_to: Listing[Text] | None = key(
        ACTORS,
        "Who may see that they are there, and what is about them. Left out, everybody who has a part in the case.",
    )


@frozen(kw_only=True)
class NoticeShape(NamedShape):
    """One of `notices`."""

    NOUN = "a notice"

    by: Listing[Text] | None = key(ACTORS, "Who may give it. Left out, anyone with a role may.")
    means: Listing[Text] | None = key(ListOf(NewName("thing")), "What it is in the words of safeguard files.")
    visible_to: Listing[Text] | None = key(
        ACTORS, "Who may see that it was given. Left out, everybody who has a part in the case."
    )


@frozen(kw_only=True)
class NumberShape(Shape):
    """`number:` of a piece of evidence."""

    NOUN = "a number"

    from_: Whole | None = key(WholeNumber(), "The least it can be.", name="from", required=True)
    to: Whole | None = key(WholeNumber(), "The most it can be.", required=True)


@frozen(kw_only=True)
class EvidenceShape(NamedShape):
    """One of `evidence`: a fact with a life."""

    NOUN = "evidence"
    RULES = (ExactlyOne(("one-of", "flag", "number", "date"), "what values it has"),)

    about: Text | None = key(
        NameOf("group of people"), "For whom there is one record each. Left out, there is one for the case."
    )
    one_of: Listing[Text] | None = key(ListOf(NewName("value")), "The words it can say.")
    flag: TruthText | None = key(Truth(only_true=True), "It says `true` or `false`.")
    number: NumberShape | None = key(Of(NumberShape), "It says a whole number between these bounds.")
    date: TruthText | None = key(Truth(only_true=True), "It says a date.")
    recorded_by: Listing[Text] | None = key(
        ACTORS, "Who may record it by itself. Left out, it is given with events only."
    )
    needs: GroupShape | None = key(Conditions(), "What must be true when it is recorded, or the record does not count.")
    current_for: Text | None = key(
        Duration(("same day", "whole-case")), "How long a record stays current, such as `14 days`.", required=True
    )
    voided_by: Listing[VoiderShape] | None = key(Voiders(), "What makes a record void when it happens later.")
    not_by: Listing[Text] | None = key(_NAMES, "It cannot be recorded by the person who did one of these.")
    means: Pairs[ValuesShape] | None = key(
        MapOf("meaning", Values()), "Which values count as what safeguard files speak of."
    )
    visible_to: Listing[Text] | None = key(ACTORS, "Who may see it. Left out, those who may record it.")
    known_to: Listing[Text] | None = key(ACTORS, "Who may know that it was recorded, and not what it says.")
    outcome: TruthText | None = key(
        Truth(only_true=True), "That it is a fact of the outcome, which others may be told."
    )
    counted: TruthText | None = key(Truth(only_true=True), "That statistics count what it says.")
    due: Text | None = key(Duration(), "Within how long after the opening it should be there, such as `12 weeks`.")


@frozen(kw_only=True)
class GateShape(NamedShape):
    """One of `gates`: a named group of conditions."""

    NOUN = "a gate"
    RULES = (ExactlyOne(("all", "any"), "its conditions"),)

    all: GroupShape | None = key(ConditionList(), "Conditions of which every one must be true.")
    any: GroupShape | None = key(ConditionList(), "Conditions of which at least one must be true.")


# ---- how a case moves ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class StateShape(NamedShape):
    """One of `states`."""

    NOUN = "a state"
    RULES = (
        Needs("while", ("otherwise",)),
        Needs("otherwise", ("while",)),
        Needs("final", ("reasons",), when_true=True),
        Needs("reasons", ("final",)),
    )

    start: TruthText | None = key(Truth(), "Whether every case begins here.")
    kind: Text | None = key(NewName("thing"), "What kind of state it is; in `meeting` the people meet.")
    while_: GroupShape | None = key(Conditions(), "What must be true to come in and to stay.", name="while")
    otherwise: Text | None = key(NameOf("state"), "Where the case goes when `while` stops being true.")
    holds: TruthText | None = key(Truth(), "Whether it remembers the state it was entered from.")
    final: TruthText | None = key(Truth(), "Whether the case is over here.")
    reasons: Listing[Text] | None = key(ListOf(NewName()), "The reasons a case can end here for.")


@frozen(kw_only=True)
class WayShape(Shape):
    """One of the ways under `either:`."""

    NOUN = "a way"

    from_: StatesShape | None = key(States(), "The states it leaves.", name="from", required=True)
    to: Text | None = key(NameOf("state, or `back`"), "The state it goes to, or `back`.", required=True)
    needs: GroupShape | None = key(Conditions(), "What must be true before it happens.")
    reason: Listing[Text] | None = key(
        OneOrList(NameOf("reason")), "The reason a case ends for, or those to choose from."
    )


@frozen(kw_only=True)
class EventShape(NamedShape):
    """One of `events`."""

    NOUN = "an event"
    RULES = (
        ExactlyOne(("to", "either"), "where it goes"),
        Needs("to", ("from",)),
        Excludes("either", ("from", "needs", "reason"), "each way under `either` has its own"),
    )

    from_: StatesShape | None = key(States(), "The states it leaves.", name="from")
    to: Text | None = key(NameOf("state, or `back`"), "The state it goes to, or `back`.")
    either: Listing[WayShape] | None = key(
        ListOf(Of(WayShape)), "Several ways, of which one at most is open at a time."
    )
    by: Listing[Text] | None = key(ACTORS, "Who may do it; `clock` when a deadline fires it.", required=True)
    needs: GroupShape | None = key(Conditions(), "What must be true before it happens.")
    not_by: Listing[Text] | None = key(_NAMES, "It cannot be done by the person who did one of these.")
    records: Listing[Text] | None = key(ListOf(NameOf("evidence")), "The evidence given with it, in the same step.")
    contact: Text | None = key(OneWord(("direct", "indirect")), "That the parties communicate, and how.")
    contacts: Listing[Text] | None = key(
        ListOf(NameOf("kind of people, or side")), "Whom the service reaches out to in this step."
    )
    reason: Listing[Text] | None = key(
        OneOrList(NameOf("reason")), "The reason a case ends for, or those to choose from."
    )
    means: Listing[Text] | None = key(ListOf(NewName("thing")), "What it is in the words of safeguard files.")


@frozen(kw_only=True)
class DeadlineShape(Shape):
    """One of `deadlines`."""

    NOUN = "a deadline"
    RULES = (
        ExactlyOne(("after", "until"), "when it fires"),
        Needs("after", ("in",)),
        Needs("in", ("after",)),
        Needs("until", ("from",)),
        Needs("from", ("until",)),
        WorkingDays("after", "calendar"),
    )

    in_: StatesShape | None = key(States(any_except=False), "The states in which the time is counted.", name="in")
    after: Text | None = key(Duration(working=True), "How long the case has been there when it fires.")
    calendar: Text | None = key(NameOf("calendar"), "The calendar that says which days are working days.")
    until: Text | None = key(NameOf("evidence"), "The evidence whose date it fires on.")
    from_: StatesShape | None = key(States(), "The states in which it can fire.", name="from")
    then: Text | None = key(NameOf("event"), "The event that the clock fires.", required=True)


@frozen(kw_only=True)
class CalendarShape(NamedShape):
    """One of `calendars`."""

    NOUN = "a calendar"

    working_days: Listing[Text] | None = key(
        ListOf(OneWord(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))),
        "The weekdays that are worked.",
        required=True,
    )
    holidays: Listing[DayText] | None = key(ListOf(Day(), least=0), "The dates that are not worked.")
    region: Text | None = key(
        OneWord(REGIONS), "Where they are public holidays; `rjflow calendar check` compares them."
    )
    edition: Text | None = key(
        AnyText(), "Which edition of which list they were taken from; it is recorded with each due time."
    )


def items_of(listing: Listing[S] | None) -> tuple[S, ...]:
    """
    Give what a list holds, nothing where there is none.
    """
    return listing.items if listing else ()
