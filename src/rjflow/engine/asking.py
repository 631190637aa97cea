"""
What can be wrong with a question before it is one: names the workflow does not know, people nobody may be, what is not text at all.

A refusal is an answer; these are mistakes of the caller, so they are exceptions.

Stands on: `definition`, `rules.commands`.   Knows nothing of: decisions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from unicodedata import category

from rjflow.definition.model import CLOCK, Workflow
from rjflow.engine.case import Case
from rjflow.guards.syntax import Value
from rjflow.rules.commands import (
    Advance,
    Command,
    Fire,
    Given,
    GivenDraft,
    GiveNotice,
    Join,
    Leave,
    RecordEvidence,
    SeeScheme,
)
from rjflow.rules.situation import Actor
from rjflow.sources.errors import RjflowError
from rjflow.text import did_you_mean

Values = Mapping[str, "Value | Mapping[str, Value]"] | Sequence[Given]

_COMMANDS = (Fire, RecordEvidence, GiveNotice, Join, Leave, Advance, SeeScheme)
_UNPRINTED = frozenset(
    {"Cc", "Cs", "Zl", "Zp"}
)  # control characters, halves of characters, breaks of lines and paragraphs


class NotAsked(RjflowError, TypeError):
    """Something was handed over that is not what was asked for: no text where there must be text, no case, no value."""


class UnknownName(RjflowError):
    """
    A name that the workflow does not know.

    Attributes:
        thing: what it should be the name of.
        name: the name.
    """

    def __init__(self, thing: str, name: str, known: Iterable[str], of: str = "this workflow") -> None:
        self.thing = thing
        self.name = name
        hint = did_you_mean(name, known)
        super().__init__(f"`{name}` is not {thing} of {of}" + (f"; {hint}" if hint else ""))


class WrongWorkflow(RjflowError):
    """A case that runs under another definition than the one at hand."""


class NobodyIsTheClock(RjflowError):
    """An actor without a name, or with the clock's: what the clock does, only time does."""


class TooManyPeople(RjflowError):
    """A case that would be opened with more people of a kind than are ever admitted."""


# ---- what everything is made of --------------------------------------------------------------------------------------


def is_id(value: object) -> bool:
    """
    Tell whether something can be an id: text that is not empty, of characters that stay as they are when written down.

    >>> is_id("anna"), is_id(""), is_id(5), is_id("a" + chr(10) + "b")
    (True, False, False, False)
    """
    return type(value) is str and value != "" and (value.isprintable() or _stays(value))


def an_id(thing: str, value: object) -> str:
    """
    Make sure that something can be an id.

    Raises:
        NotAsked: it cannot.
    """
    if type(value) is str and value and (value.isprintable() or _stays(value)):  # as `is_id`, which nearly all are
        return value
    raise NotAsked(f"{thing} is text that is not empty, without line breaks or control characters, not {value!r}")


def an_actor(value: object) -> str:
    """
    Make sure that somebody can act under an id.

    Raises:
        NobodyIsTheClock: it is the clock's, or empty.
        NotAsked: it is no id.
    """
    if value in ("", CLOCK):
        named = f"`{value}` cannot be an actor" if value else "an actor without a name cannot act"
        raise NobodyIsTheClock(f"{named}: somebody has to, and what the clock does, only time does")
    return an_id("an actor", value)


def a_case(value: object) -> Case:
    """
    Make sure that something is a case.

    Raises:
        NotAsked: it is not.
    """
    if type(value) is not Case:
        raise NotAsked(f"a case is what a step gives as `case`, not {value!r}")
    return value


def a_value(value: object) -> Value:
    """
    Make sure that something can be the value of evidence: exactly a text, true or false, a whole number, or a date.

    Raises:
        NotAsked: it cannot.
    """
    if type(value) is str and (value.isprintable() or not any(category(one) == "Cs" for one in value)):
        return value
    if type(value) in (bool, int, date):
        return value  # type: ignore[return-value]  # one of the three
    raise NotAsked(
        f"the value of evidence is exactly a str, a bool, an int or a date, not {value!r} ({type(value).__name__}); "
        "of a member of an enumeration, give the value"
    )


def an_actor_of(found: object, actor: str, roles: frozenset[str]) -> Actor:
    """
    Take the host's word on who somebody is; roles the workflow does not know are ignored.

    Raises:
        NotAsked: what the role lookup gave is no actor with sets of texts.
    """
    if isinstance(found, Actor):
        ours, people = _texts(found.roles), _texts(found.acts_for)
        if ours is not None and people is not None:
            if found.id == actor and ours is found.roles and ours <= roles and people is found.acts_for:
                return found
            return Actor(actor, ours & roles, people)
    raise NotAsked(f"a role lookup gives an Actor whose roles and acts_for are sets of text, not {found!r}")


# ---- questions -------------------------------------------------------------------------------------------------------


def given_values(workflow: Workflow, values: Values) -> tuple[Given, ...]:
    """
    Put the values for evidence in one form: by name, by name and person, or as they are.

    Raises:
        UnknownName: the workflow has no such evidence.
        NotAsked: something is not in one of these forms, or cannot be a value.

    >>> from rjflow.frozen import frozen_map
    >>> nothing = Workflow(name="w", version=1, title="w", start="s", states=frozen_map(), events=frozen_map())
    >>> given_values(nothing, ())
    ()
    """
    if type(values) is not dict and not isinstance(values, Mapping):
        if not _is_list(values):
            raise NotAsked(
                f"what is given is {{evidence: value}}, {{evidence: {{person: value}}}} or a list of Given, not {values!r}"
            )
        return tuple(_checked(workflow, one) for one in values)
    given: list[Given] = []
    for name, value in values.items():
        known(workflow.evidence, "evidence", name)
        if type(value) not in _PLAIN and isinstance(value, Mapping):
            given += [Given(name, a_value(said), an_id("a person", person)) for person, said in value.items()]
        else:
            made = GivenDraft()
            made.evidence, made.value, made.person = name, a_value(value), None
            made.__class__ = Given
            given.append(made)
    return tuple(given)


_PLAIN = frozenset((str, bool, int, date))  # asked first, because asking for a mapping takes long


def a_reason(value: object) -> str | None:
    """
    Make sure that something can be the reason for closing a case.

    Raises:
        NotAsked: it cannot.
    """
    return None if value is None else an_id("a reason", value)


def check_command(workflow: Workflow, command: Command) -> None:
    """
    Make sure that a command is one, and that the workflow knows what it speaks of.

    Raises:
        UnknownName: it does not; the nearest names are offered.
        NotAsked: it is no command, or something in it is not what it must be.
    """
    if not _is_command(command):
        raise NotAsked(f"what to consider is the name of an event, or a command, not {command!r}")
    match command:
        case Fire(event=event, given=given, reason=reason):
            known(workflow.events, "an event", event)
            a_reason(reason)
            given_values(workflow, given)
        case RecordEvidence(given=one):
            given_values(workflow, (one,))
        case GiveNotice(notice=notice):
            known(workflow.notices, "a notice", notice)
        case Join(kind=kind, person=person):
            known(workflow.people, "a kind of people", kind)
            an_id("a person", person)
        case Leave(person=person):
            an_id("a person", person)
        case _:
            pass


def known(names: Mapping[str, Any], thing: str, name: object, of: str = "this workflow") -> str:
    """
    Make sure that a name is one of those a workflow has, or whatever they are *of*.

    Raises:
        UnknownName: it is not; the nearest names are offered.
        NotAsked: it is no text.
    """
    if type(name) is not str:
        raise NotAsked(f"the name of {thing} is text, not {name!r}")
    if name not in names:
        raise UnknownName(thing, name, names, of)
    return name


def check_people(workflow: Workflow, people: Mapping[str, str]) -> None:
    """
    Make sure that a case may be opened about these people, given as id to kind.

    Raises:
        UnknownName: a kind is not one of the workflow's.
        TooManyPeople: there are more of a kind than are ever admitted.
        NotAsked: it is no mapping from ids to kinds.
    """
    if not isinstance(people, Mapping):
        raise NotAsked(f"the people of a case are {{id: kind}}, not {people!r}")
    for person, kind_of in people.items():
        an_id("a person", person)
        known(workflow.people, "a kind of people", kind_of)
    there = Counter(people.values())
    for name, kind in workflow.people.items():
        if kind.at_most is not None and there[name] > kind.at_most:
            raise TooManyPeople(f"at most {kind.at_most} people of the kind `{name}` are admitted, not {there[name]}")


# ----------------------------------------------------------------------------------------------------------------------


def _stays(text: str) -> bool:
    """
    Tell whether a text that cannot all be shown stays as it is when written down.
    """
    return not any(category(one) in _UNPRINTED for one in text)


def _checked(workflow: Workflow, given: object) -> Given:
    if type(given) is not Given:
        raise NotAsked(f"in a list, evidence is given as Given(evidence, value, person), not as {given!r}")
    known(workflow.evidence, "evidence", given.evidence)
    a_value(given.value)
    if given.person is not None:
        an_id("a person", given.person)
    return given


def _is_list(values: object) -> bool:
    return isinstance(values, Iterable) and not isinstance(values, str | bytes)


def _is_command(command: object) -> bool:
    asked: Any = command  # whatever it says it is
    return isinstance(asked, _COMMANDS) and type(asked.actor) is Actor and type(asked.at) is int


_ONLY_TEXT = frozenset((str,))


def _texts(found: object) -> frozenset[str] | None:
    """
    Give a set of texts as one that never changes; nothing when it is not a set of texts.
    """
    if type(found) is frozenset:
        return found if not found or _ONLY_TEXT.issuperset(map(type, found)) else None
    if not isinstance(found, frozenset | set | list | tuple) or not _ONLY_TEXT.issuperset(map(type, found)):
        return None
    return frozenset(found)
