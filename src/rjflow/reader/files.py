"""
The three sorts of file, as written: a workflow, a safeguard file, an overlay.

Stands on: `shapes`.   Knows nothing of: YAML, cattrs, messages.
"""

from collections.abc import Mapping
from typing import ClassVar

from rjflow.frozen import frozen
from rjflow.reader.kinds import (
    AnyText,
    Changes,
    ListOf,
    MapOf,
    NameOf,
    NewName,
    Of,
    OneWord,
    Removals,
    WholeNumber,
    key,
    keys_of,
)
from rjflow.reader.migration_shapes import MigrationShape
from rjflow.reader.paper_shapes import ExportShape, FormShape, KeptShape, RegisterShape
from rjflow.reader.safeguard_shapes import ExceptionShape, SafeguardShape
from rjflow.reader.shapes import (
    CalendarShape,
    DeadlineShape,
    EventShape,
    EvidenceShape,
    GateShape,
    NoticeShape,
    Pairs,
    PeopleShape,
    RoleShape,
    Shape,
    SourceShape,
    StateShape,
)
from rjflow.reader.written import Listing, Text, Whole

_LANGUAGE = key(WholeNumber(1, 1), "The version of the language; always 1.", required=True)
_SOURCES = key(MapOf("source", Of(SourceShape), NewName()), "The publications that `source:` may cite.")


@frozen(kw_only=True)
class SchemeShape(Shape):
    """`scheme:`"""

    NOUN = "the link to a scheme"

    workflow: Text | None = key(
        AnyText(), "The scheme's workflow: a path, or the name of one that is shipped.", required=True
    )
    needs: Listing[Text] | None = key(
        ListOf(NameOf("gate of the scheme")), "The scheme's gates that every contact needs."
    )


@frozen(kw_only=True)
class WorkflowShape(Shape):
    """A whole workflow file."""

    NOUN = "a workflow file"
    ELSEWHERE: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("change", "add", "remove"), "only an overlay has it: write `extends:` with its base too"
    )

    rjflow: Whole | None = _LANGUAGE
    workflow: Text | None = key(NewName(), "The workflow's name.", required=True)
    version: Whole | None = key(WholeNumber(1), "The workflow's version: 1, 2, 3, and so on.", required=True)
    title: Text | None = key(AnyText(), "What the workflow is called.", required=True)
    subject: Text | None = key(OneWord(("case", "scheme")), "What one run of it is about. Left out, `case`.")
    time_zone: Text | None = key(
        AnyText(), "The IANA time zone whose midnight ends a day, such as Europe/London. Left out, UTC."
    )
    satisfies: Listing[Text] | None = key(
        ListOf(AnyText()), "Safeguard files it must keep: `core`, or paths relative to this file."
    )
    scheme: SchemeShape | None = key(
        Of(SchemeShape), "The scheme this case workflow works under; every contact and every meeting needs it."
    )
    sources: Pairs[SourceShape] | None = _SOURCES
    roles: Pairs[RoleShape] | None = key(MapOf("role", Of(RoleShape)), "Who works on a case.")
    people: Pairs[PeopleShape] | None = key(MapOf("kind of people", Of(PeopleShape)), "Whom a case is about.")
    notices: Pairs[NoticeShape] | None = key(
        MapOf("notice", Of(NoticeShape)), "Things that happen outside and void evidence."
    )
    evidence: Pairs[EvidenceShape] | None = key(MapOf("evidence", Of(EvidenceShape)), "Facts with a life.")
    gates: Pairs[GateShape] | None = key(MapOf("gate", Of(GateShape)), "Named groups of conditions.")
    states: Pairs[StateShape] | None = key(
        MapOf("state", Of(StateShape), least=1), "The stages of a case.", required=True
    )
    events: Pairs[EventShape] | None = key(
        MapOf("event", Of(EventShape), least=1), "What may move a case.", required=True
    )
    forms: Pairs[FormShape] | None = key(MapOf("form", Of(FormShape), NewName()), "Typed records that people fill in.")
    exports: Pairs[ExportShape] | None = key(
        MapOf("export", Of(ExportShape), NewName()), "Facts of the outcome that go to somebody outside."
    )
    registers: Pairs[RegisterShape] | None = key(
        MapOf("register", Of(RegisterShape), NewName()), "Who of a scheme's people can be given to a case."
    )
    kept: Listing[KeptShape] | None = key(
        ListOf(Of(KeptShape), least=0), "What is left of the forms of a case after its end."
    )
    deadlines: Listing[DeadlineShape] | None = key(ListOf(Of(DeadlineShape), least=0), "Events that the clock fires.")
    calendars: Pairs[CalendarShape] | None = key(
        MapOf("calendar", Of(CalendarShape), NewName()), "Which days are worked, for deadlines in working days."
    )
    safeguards: Listing[SafeguardShape] | None = key(
        ListOf(Of(SafeguardShape), least=0), "What this workflow itself promises to keep."
    )
    except_: Listing[ExceptionShape] | None = key(
        ListOf(Of(ExceptionShape), least=0), "Safeguards that are not demanded until a date.", name="except"
    )
    reads: Text | None = key(OneWord(("logged",)), "That it is logged who reads a case.")
    migrations: Listing[MigrationShape] | None = key(
        ListOf(Of(MigrationShape), least=0), "How cases of earlier versions come over to this one."
    )


@frozen(kw_only=True)
class SafeguardsShape(Shape):
    """A whole safeguard file."""

    NOUN = "a safeguard file"

    rjflow: Whole | None = _LANGUAGE
    safeguards_file: Text | None = key(NewName(), "The safeguard file's name.", required=True)
    version: Whole | None = key(WholeNumber(1), "The safeguard file's version: 1, 2, 3, and so on.", required=True)
    title: Text | None = key(AnyText(), "What the safeguards are called together.", required=True)
    sources: Pairs[SourceShape] | None = _SOURCES
    safeguards: Listing[SafeguardShape] | None = key(ListOf(Of(SafeguardShape)), "What must be kept.", required=True)


@frozen(kw_only=True)
class OverlayShape(Shape):
    """A whole overlay, before it is laid over its base."""

    NOUN = "an overlay"
    ELSEWHERE: ClassVar[Mapping[str, str]] = {
        key.name: f"in an overlay, write it under `add` or `change`, as in `add: {{{key.name}: …}}`"
        for key in keys_of(WorkflowShape)
        if isinstance(key.kind, MapOf | ListOf | Of) or key.name in {"reads", "subject", "time-zone"}
    }

    rjflow: Whole | None = _LANGUAGE
    extends: Text | None = key(
        AnyText(), "The base workflow: a path relative to this file, or the name of one that is shipped.", required=True
    )
    workflow: Text | None = key(NewName(), "The name of the workflow that results. Left out, it is the base's.")
    version: Whole | None = key(
        WholeNumber(1), "The version of the workflow that results: 1, 2, 3, and so on.", required=True
    )
    title: Text | None = key(AnyText(), "The title of the workflow that results. Left out, it is the base's.")
    except_: Listing[ExceptionShape] | None = key(
        ListOf(Of(ExceptionShape), least=0), "More safeguards that are not demanded until a date.", name="except"
    )
    change: tuple[Text, ...] | None = key(
        Changes(new=False),
        "What is different: keys given here replace those of the base; a list may be changed by `add` and `remove`.",
    )
    add: tuple[Text, ...] | None = key(Changes(new=True), "What is new.")
    remove: tuple[Text, ...] | None = key(
        Removals(), "What goes: for each section, the names of its things, or, deeper, keys of one of them."
    )
