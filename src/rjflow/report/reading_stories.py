"""
Read stories that were kept as data; whatever is odd about them is told with its place, and nothing is guessed.

Stands on: `rules`, `stories`.   Knows nothing of: files, acting out.
"""

import json
from collections.abc import Sequence

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.instants import Instant
from rjflow.report.stories import FORMAT, FORMAT_VERSION
from rjflow.report.things import NotAStory, Thing, no_number, once
from rjflow.rules.commands import Advance, Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.situation import Actor, Person, Record, Situation, recorded
from rjflow.text import did_you_mean, quoted


@frozen(kw_only=True)
class KeptStory:
    """A story that was kept: of which safeguard, whom it is about, when it begins, what is done, and how it ended."""

    safeguard: str
    label: str
    people: tuple[tuple[str, str], ...]
    opened: Instant
    commands: tuple[Command, ...]
    ending: str


@frozen(kw_only=True)
class Kept:
    """What a document says of its workflow, and the stories in it, not yet looked at."""

    workflow: str
    version: int
    fingerprint: str
    file: str
    stories: Sequence[object]


def read_document(content: bytes) -> Kept:
    """
    Read what a document of stories says about its workflow.

    Raises:
        NotAStory: it is no such document, or of a version that this rjflow does not know.
    """
    try:
        document = json.loads(content.decode("utf-8"), parse_constant=no_number, object_pairs_hook=once)
    except UnicodeDecodeError as error:
        raise NotAStory("", f"this is not text in UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise NotAStory(
            f"line {error.lineno}, column {error.colno}", f"this is not JSON: {error.msg.lower()}"
        ) from error
    except (RecursionError, ValueError) as error:
        raise NotAStory("", "this is not JSON that a story is written as") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NotAStory("format", f'this is not a story: a story begins with `"format": "{FORMAT}"`')
    version = document.get("format-version")
    if type(version) is not int or version != FORMAT_VERSION:
        raise NotAStory(
            "format-version", f"this rjflow reads version {FORMAT_VERSION} of stories, not {json.dumps(version)}"
        )
    top = Thing(document, "", ("format", "format-version", "workflow", "stories"))
    of = top.thing("workflow", ("name", "version", "fingerprint", "file"))
    return Kept(
        workflow=of.text("name"),
        version=of.number("version"),
        fingerprint=of.text("fingerprint"),
        file=of.text("file"),
        stories=top.list("stories"),
    )


def read_stories(kept: Kept, workflow: Workflow, *, strictly: bool) -> tuple[KeptStory, ...]:
    """
    Read the stories of a document as stories of a workflow.

    Args:
        kept: The document.
        workflow: Whose stories they are, or are to be tried on.
        strictly: Whether every name must be one of the workflow's, because it is the one that they were told of.

    Raises:
        NotAStory: one of them is damaged.
    """
    keys = ("safeguard", "label", "demands", "people", "opened", "steps", "ending")
    things = [Thing(one, f"stories[{place}]", keys) for place, one in enumerate(kept.stories)]
    return tuple(_story(thing, workflow, strictly=strictly) for thing in things)


# ---- stories ---------------------------------------------------------------------------------------------------------

_KEYS = {
    "fire": ("event", "reason", "given"),
    "record": ("evidence", "value", "person"),
    "notice": ("notice",),
    "join": ("person", "kind"),
    "leave": ("person",),
    "see-scheme": ("scheme",),
    "advance": (),
}


def _story(story: Thing, workflow: Workflow, *, strictly: bool) -> KeptStory:
    people = [
        (one.text("id"), one.name("kind", workflow.people, "kind of people", strictly=True))
        for one in story.things("people", ("id", "kind"))
    ]
    if len({id for id, _ in people}) < len(people):
        raise NotAStory(story.at("people"), "two people have one id")
    opened = story.time("opened")
    commands: list[Command] = []
    for place, step in enumerate(story.list("steps")):
        where = f"{story.at('steps')}[{place}]"
        command = _command(step, where, workflow, strictly=strictly)
        if command.at < (commands[-1].at if commands else opened):
            raise NotAStory(f"{where}.at", "this is before the step before it")
        commands.append(command)
    ids = [one.id for one in workflow.safeguards]
    return KeptStory(
        safeguard=story.name("safeguard", ids, "safeguard", strictly=True),
        label=story.text("label"),
        people=tuple(people),
        opened=opened,
        commands=tuple(commands),
        ending=story.thing("ending", ("state",)).text("state"),
    )


def _command(step: object, where: str, workflow: Workflow, *, strictly: bool) -> Command:
    do = step.get("do") if isinstance(step, dict) else None
    if not isinstance(do, str) or do not in _KEYS:
        hint = did_you_mean(do, _KEYS) if isinstance(do, str) else None
        known = f"what a step does is {quoted(_KEYS, 'or')}"
        raise NotAStory(f"{where}.do" if isinstance(step, dict) else where, f"{known}{f'; {hint}' if hint else ''}")
    thing = Thing(step, where, ("do", "at", "by", "state", *_KEYS[do]))
    by = thing.thing("by", ("id", "roles", "acts-for"))
    actor, at = Actor(by.text("id"), by.texts("roles"), by.texts("acts-for")), thing.time("at")
    thing.text("state")
    match do:
        case "fire":
            event = thing.name("event", workflow.events, "event", strictly=strictly)
            given = thing.things("given", ("evidence", "value", "person"))
            filled = tuple(_given(one, workflow, strictly=strictly) for one in given)
            return Fire(event=event, actor=actor, at=at, reason=thing.text_or_nothing("reason"), given=filled)
        case "record":
            return RecordEvidence(given=_given(thing, workflow, strictly=strictly), actor=actor, at=at)
        case "notice":
            notice = thing.name("notice", workflow.notices, "notice", strictly=strictly)
            return GiveNotice(notice=notice, actor=actor, at=at)
        case "join":
            kind = thing.name("kind", workflow.people, "kind of people", strictly=strictly)
            return Join(person=thing.text("person"), kind=kind, actor=actor, at=at)
        case "leave":
            return Leave(person=thing.text("person"), actor=actor, at=at)
        case "see-scheme":
            return SeeScheme(scheme=_scheme(thing, workflow), at=at)
        case _:
            return Advance(at=at)


def _given(thing: Thing, workflow: Workflow, *, strictly: bool) -> Given:
    evidence = thing.name("evidence", workflow.evidence, "evidence", strictly=strictly)
    return Given(evidence, thing.value("value"), thing.text_or_nothing("person"))


def _scheme(step: Thing, workflow: Workflow) -> Situation | None:
    """
    Read where the scheme stands, with its records in the places of the scheme's workflow.
    """
    if step.raw("scheme") is None:
        return None
    if workflow.scheme is None:
        raise NotAStory(step.at("scheme"), "the workflow works under no scheme")
    home = workflow.scheme.workflow
    keys = ("state", "since", "now", "held-from", "reason", "records", "people", "fired", "rung")
    seen = step.thing("scheme", keys)
    people = [
        Person(
            one.text("id"),
            one.name("kind", home.people, "kind of people", strictly=True),
            _records(one, home, about=True),
        )
        for one in seen.things("people", ("id", "kind", "records"))
    ]
    fired = [
        (one.name("event", home.events, "event", strictly=True), one.text("by"))
        for one in seen.things("fired", ("event", "by"))
    ]
    return Situation.made(
        state=seen.name("state", home.states, "state", strictly=True),
        since=seen.time("since"),
        now=seen.time("now"),
        held_from=seen.text_or_nothing("held-from"),
        reason=seen.text_or_nothing("reason"),
        people=tuple(people),
        records=_records(seen, home, about=False),
        fired=tuple(fired),
        rung=tuple((one.number("deadline"), one.time("at")) for one in seen.things("rung", ("deadline", "at"))),
        scheme=None,
    )


def _records(thing: Thing, workflow: Workflow, *, about: bool) -> tuple[Record | None, ...]:
    names = [name for name, one in workflow.evidence.items() if (one.about is not None) is about]
    found = thing.raw("records")
    if not isinstance(found, dict):
        raise NotAStory(thing.at("records"), "here belongs an object of records by their names")
    for name in found:
        if name not in names:
            hint = did_you_mean(name, names)
            raise NotAStory(
                f"{thing.at('records')}.{name}", f"the scheme has no such evidence{f'; {hint}' if hint else ''}"
            )
    records: list[Record | None] = [None] * len(names)
    for name in found:
        one = Thing(found[name], f"{thing.at('records')}.{name}", ("value", "by", "at", "void"))
        made = recorded(one.value("value"), one.text("by"), one.time("at"), one.text_or_nothing("void"))
        records[workflow.slots[name]] = made
    return tuple(records)
