"""
A scenario file as written: what is given, what is done, and what must come of it, names not yet resolved.

Stands on: `kinds`, `shapes`, `written`.   Knows nothing of: YAML, cattrs, messages, which names exist.
"""

from typing import Any

from rjflow.frozen import frozen
from rjflow.reader.kinds import (
    AnyText,
    ByForm,
    Duration,
    ExactlyOne,
    Excludes,
    ListOf,
    MapOf,
    Moment,
    NameOf,
    Needs,
    NewName,
    Of,
    OneOrList,
    Said,
    Truth,
    WholeNumber,
    key,
)
from rjflow.reader.shapes import Pairs, Shape
from rjflow.reader.written import Listing, MomentText, Text, Whole
from rjflow.reader.written import Truth as TruthText

SaidShape = Text | TruthText | Whole
# What one piece of evidence says, of the case or of everybody; or what it says of each person.
Answers = Pairs["SaidShape | Pairs[SaidShape]"]

_ANSWERS = MapOf("evidence", ByForm(Said(), MapOf("person", Said(), NewName())), NewName())
_EVENTS = ListOf(NameOf("event"))
_BY_ACTOR = MapOf("worker, person, or role", OneOrList(NameOf("name")), NewName())

_HAPPENINGS = (
    "do",
    "record",
    "notice",
    "joins",
    "leaves",
    "hand-in",
    "wait",
    "until",
    "smoothly",
    "scheme",
    "scheme-is",
    "background",
)
_COMMANDS = ("do", "record", "notice", "joins", "leaves", "hand-in")
_ABOUT = ("record", "hand-in")
_GIVEN = ("do", "smoothly", "hand-in")
_REFUSALS = ("refused", "refused-because", "refused-only-because")


@frozen(kw_only=True)
class ThenShape(Shape):
    """`then:` what must be so at some point of a scenario."""

    NOUN = "what must come of it"
    RULES = (Excludes("not-state", ("state",), "a case that is in one state is in no other"),)

    state: Text | None = key(NameOf("state"), "The state the case is in.")
    not_state: Text | None = key(NameOf("state"), "A state the case is not in.")
    reason: Text | None = key(NameOf("reason"), "The reason the case was closed for.")
    evidence: "Answers | None" = key(
        _ANSWERS, "How evidence stands: `current`, `stale`, `void` or `absent`; or what it says while it is current."
    )
    may: "Pairs[Listing[Text]] | None" = key(_BY_ACTOR, "The events that somebody may make happen now.")
    may_not: "Pairs[Listing[Text]] | None" = key(_BY_ACTOR, "The events that somebody is refused now.")
    nothing_else: TruthText | None = key(
        Truth(only_true=True), "That nobody in this file may make any event happen but those under `may`."
    )
    due: "Pairs[MomentText] | None" = key(
        MapOf("event that the clock fires", Moment(), NewName()), "When deadlines are due if nothing happens before."
    )
    not_due: Listing[Text] | None = key(_EVENTS, "The events whose deadlines are not running.")
    sees: "Pairs[Listing[Text]] | None" = key(
        _BY_ACTOR, "The recorded evidence, notices, and forms that somebody may see."
    )
    sees_not: "Pairs[Listing[Text]] | None" = key(
        _BY_ACTOR, "The evidence, notices, and forms that somebody sees nothing of."
    )
    told: "Pairs[Listing[Text]] | None" = key(
        MapOf("role, kind of people, or side", OneOrList(NameOf("evidence, `state` or `reason`")), NewName()),
        "The facts that each was told by exports since the scenario began; nobody else was told anything.",
    )
    left: Listing[Text] | None = key(
        ListOf(NameOf("form or field"), least=0), "The forms and fields that `kept` leaves by now, and no other."
    )


@frozen(kw_only=True)
class SchemeIsShape(Shape):
    """`scheme-is:` where the scheme stands, whatever brought it there."""

    NOUN = "how the scheme stands"

    state: Text | None = key(NameOf("state of the scheme"), "The state the scheme is in.", required=True)
    evidence: "Answers | None" = key(_ANSWERS, "What has been recorded in it at this very moment, and is current.")


@frozen(kw_only=True)
class StepShape(Shape):
    """One step under `when` or of a background."""

    NOUN = "a step"
    RULES = (
        ExactlyOne(_HAPPENINGS, "what happens"),
        Needs("do", ("by",)),
        Needs("record", ("is",)),
        Needs("is", ("record",)),
        Needs("reason", ("do",)),
        *(Excludes(key, ("by", *_REFUSALS), "only what people do has somebody who does it, and can be refused")
          for key in _HAPPENINGS if key not in _COMMANDS),
        *(Excludes(key, ("with",), "only events and forms have something given with them")
          for key in _HAPPENINGS if key not in _GIVEN),
        *(Excludes(key, ("of",), "only records and forms are about somebody")
          for key in _HAPPENINGS if key not in _ABOUT),
        Excludes("refused", _REFUSALS[1:], "it is one of the three"),
        Excludes("refused-because", _REFUSALS[2:], "it is one of the two"),
    )  # fmt: skip  # one rule to a line reads best

    by: Text | None = key(
        NameOf("worker or person"), "Who does it; but for `do`, the first of this file who may, where it is left out."
    )
    do: Text | None = key(NameOf("event"), "The event that somebody makes happen.")
    record: Text | None = key(NameOf("evidence"), "The evidence that somebody records.")
    of: Listing[Text] | None = key(
        OneOrList(NameOf("person")), "Whom it is about. Left out, everybody it can be about."
    )
    is_: Any = key(Said(), "What is recorded.", name="is")
    notice: Text | None = key(NameOf("notice"), "The notice that somebody gives.")
    joins: Text | None = key(NameOf("person"), "Who comes to the case.")
    leaves: Text | None = key(NameOf("person"), "Who leaves the case.")
    hand_in: Text | None = key(
        NameOf("form"), "The form that somebody hands in, with what is written in it under `with`."
    )
    wait: Text | None = key(Duration(), "How much time passes.")
    until: MomentText | None = key(Moment(), "The moment until which time passes; a day alone is its beginning.")
    smoothly: Listing[Text] | None = key(
        _EVENTS, "Events that happen one after the other, each with everything it lacks recorded before."
    )
    scheme: Listing[Text] | None = key(_EVENTS, "Events of the scheme that happen so.")
    scheme_is: SchemeIsShape | None = key(
        Of(SchemeIsShape), "Where the scheme stands from here on, whatever brought it there."
    )
    background: Text | None = key(NameOf("background"), "The background whose steps happen here.")
    with_: "Answers | None" = key(
        _ANSWERS, "The evidence that is given with the event, or what is written in the form.", name="with"
    )
    reason: Text | None = key(NameOf("reason"), "The reason a case is closed for.")
    refused: TruthText | None = key(Truth(only_true=True), "That it must be refused, whatever the reason.")
    refused_because: Listing[Text] | None = key(
        OneOrList(AnyText()), "That it must be refused, and that each of these must be among what stands in the way."
    )
    refused_only_because: Listing[Text] | None = key(
        OneOrList(AnyText()), "That it must be refused, and that exactly these must stand in the way."
    )
    then: ThenShape | None = key(Of(ThenShape), "What must be so after it.")


@frozen(kw_only=True)
class EarlierShape(Shape):
    """One of `records:` something that was recorded before a scenario begins."""

    NOUN = "an earlier record"

    record: Text | None = key(NameOf("evidence"), "The evidence that was recorded.", required=True)
    of: Listing[Text] | None = key(
        OneOrList(NameOf("person")), "Whom it is about. Left out, everybody it can be about."
    )
    is_: Any = key(Said(), "What was recorded.", name="is", required=True)
    by: Text | None = key(NameOf("worker or person"), "Who recorded it. Left out, the first of this file who may.")
    at: MomentText | None = key(Moment(), "When it was recorded. Left out, when the scenario begins.")
    void_since: Text | None = key(NameOf("what voids it"), "What has made it void, if something has.")


@frozen(kw_only=True)
class ListedShape(Shape):
    """One of `register:` what the scheme has recorded about somebody of a register."""

    NOUN = "somebody of a register"

    in_: Text | None = key(
        NameOf("register"), "The register that lists them. Left out, the only one there is.", name="in"
    )
    evidence: "Pairs[SaidShape] | None" = key(
        MapOf("evidence", Said(), NewName()), "What is recorded about them, at this very moment, and current."
    )
    cases: Whole | None = key(WholeNumber(0, 1000), "How many other open cases they have. Left out, none.")


@frozen(kw_only=True)
class GivenShape(Shape):
    """`given:` how things stand when a scenario begins."""

    NOUN = "what is given"
    RULES = (
        Needs("held-from", ("state",)),
        Excludes("scheme-is", ("scheme",), "the scheme comes to where it stands by one or the other"),
        Excludes(
            "background",
            ("state", "held-from", "evidence", "records", "everything-known"),
            "a case comes to where it stands by one or the other",
        ),
    )

    time: MomentText | None = key(Moment(), "When it begins. Left out, when the file says.")
    about: Listing[Text] | None = key(
        ListOf(NameOf("person"), least=0), "Whom the case is about at first. Left out, as the file says."
    )
    scheme: Listing[Text] | None = key(
        ListOf(NameOf("event"), least=0), "What has happened in the scheme before. Left out, as the file says."
    )
    scheme_is: SchemeIsShape | None = key(Of(SchemeIsShape), "Where the scheme stands, whatever brought it there.")
    register: "Pairs[ListedShape] | None" = key(
        MapOf("worker", Of(ListedShape), NewName()),
        "Whom the scheme's registers list, with what is recorded about each.",
    )
    background: Listing[Text] | None = key(
        OneOrList(NameOf("background")), "The background whose steps have happened before."
    )
    state: Text | None = key(NameOf("state"), "The state the case is in. Left out, the state cases begin in.")
    held_from: Text | None = key(NameOf("state"), "For a state that holds a case, the state it came from.")
    evidence: "Answers | None" = key(_ANSWERS, "What has been recorded at this very moment, and is current.")
    everything_known: TruthText | None = key(
        Truth(only_true=True),
        "Every other piece of evidence is recorded, too, with what it says where nothing else is said.",
    )
    records: Listing[EarlierShape] | None = key(ListOf(Of(EarlierShape)), "What was recorded earlier.")


@frozen(kw_only=True)
class ScenarioShape(Shape):
    """One of `scenarios`."""

    NOUN = "a scenario"

    scenario: Text | None = key(AnyText(), "What it is called: a sentence about what must be so.", required=True)
    because: Text | None = key(AnyText(), "The reason for it, in one sentence.")
    given: GivenShape | None = key(Of(GivenShape), "How things stand when it begins.")
    when: Listing[StepShape] | None = key(ListOf(Of(StepShape)), "What happens, step by step.")
    then: ThenShape | None = key(Of(ThenShape), "What must be so in the end.")


@frozen(kw_only=True)
class ScenariosShape(Shape):
    """A whole scenario file."""

    NOUN = "a scenario file"

    rjflow: Whole | None = key(WholeNumber(1, 1), "The version of the language; always 1.", required=True)
    scenarios_of: Text | None = key(
        AnyText(), "The workflow: a path relative to this file, or the name of one that is shipped.", required=True
    )
    title: Text | None = key(AnyText(), "What the scenarios are called together.")
    begins: MomentText | None = key(
        Moment(), "When each scenario begins, as clocks in the workflow's time zone show it.", required=True
    )
    workers: "Pairs[Listing[Text]] | None" = key(
        MapOf("worker", OneOrList(NameOf("role")), least=1),
        "Who works on the cases, each with their roles, those in the scheme too.",
        required=True,
    )
    people: "Pairs[Text] | None" = key(
        MapOf("person", NameOf("kind of people")), "Whom the cases are about, each with their kind."
    )
    about: Listing[Text] | None = key(
        ListOf(NameOf("person"), least=0), "Whom a case is about at first. Left out, everybody under `people`."
    )
    answers: "Answers | None" = key(
        _ANSWERS,
        "What is recorded under `smoothly`, where the first answer of the workflow would not do; dates need one.",
    )
    scheme: Listing[Text] | None = key(_EVENTS, "What has happened in the scheme before each scenario.")
    backgrounds: "Pairs[Listing[StepShape]] | None" = key(
        MapOf("background", ListOf(Of(StepShape)), NewName()), "Steps that several scenarios begin with."
    )
    scenarios: Listing[ScenarioShape] | None = key(
        ListOf(Of(ScenarioShape)), "The scenarios themselves.", required=True
    )
