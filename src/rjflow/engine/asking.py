"""
What can be wrong with a question before it is one: names the workflow does not know, people nobody may be.

A refusal is an answer; these are mistakes of the caller, so they are exceptions.

Stands on: `definition`, `rules.commands`.   Knows nothing of: cases, decisions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Value
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Join, RecordEvidence
from rjflow.sources.errors import RjflowError
from rjflow.text import did_you_mean

Values = Mapping[str, "Value | Mapping[str, Value]"] | Sequence[Given]


class UnknownName(RjflowError):
    """
    A name that the workflow does not know.

    Attributes:
        thing: what it should be the name of.
        name: the name.
    """

    def __init__(self, thing: str, name: str, known: Iterable[str]) -> None:
        self.thing = thing
        self.name = name
        hint = did_you_mean(name, known)
        super().__init__(f"`{name}` is not {thing} of this workflow" + (f"; {hint}" if hint else ""))


class WrongWorkflow(RjflowError):
    """A case that runs under another definition than the one at hand."""


class NobodyIsTheClock(RjflowError):
    """An actor without a name, or with the clock's: what the clock does, only time does."""


class TooManyPeople(RjflowError):
    """A case that would be opened with more people of a kind than are ever admitted."""


def given_values(workflow: Workflow, values: Values) -> tuple[Given, ...]:
    """
    Put the values for evidence in one form: by name, by name and person, or as they are.

    >>> from rjflow.frozen import frozen_map
    >>> nothing = Workflow(name="w", version=1, title="w", start="s", states=frozen_map(), events=frozen_map())
    >>> given_values(nothing, [Given("risk", "low")])
    (Given(evidence='risk', value='low', person=None),)
    """
    if not isinstance(values, Mapping):
        return tuple(values)
    given: list[Given] = []
    for name, value in values.items():
        known(workflow.evidence, "evidence", name)
        if isinstance(value, Mapping):
            given += [Given(name, said, person) for person, said in value.items()]
        else:
            given.append(Given(name, value))
    return tuple(given)


def check_names(workflow: Workflow, command: Command) -> None:
    """
    Make sure that the workflow knows what a command speaks of.

    Raises:
        UnknownName: it does not; the nearest names are offered.
    """
    match command:
        case Fire(event=event, given=given):
            known(workflow.events, "an event", event)
            for one in given:
                known(workflow.evidence, "evidence", one.evidence)
        case RecordEvidence(given=one):
            known(workflow.evidence, "evidence", one.evidence)
        case GiveNotice(notice=notice):
            known(workflow.notices, "a notice", notice)
        case Join(kind=kind):
            known(workflow.people, "a kind of people", kind)
        case _:
            pass


def known(names: Mapping[str, object], thing: str, name: str) -> None:
    """
    Make sure that a name is one of those a workflow has.

    Raises:
        UnknownName: it is not; the nearest names are offered.
    """
    if name not in names:
        raise UnknownName(thing, name, names)


def check_people(workflow: Workflow, people: Mapping[str, str]) -> None:
    """
    Make sure that a case may be opened about these people, given as id to kind.

    Raises:
        UnknownName: a kind is not one of the workflow's.
        TooManyPeople: there are more of a kind than are ever admitted.
    """
    for one in people.values():
        known(workflow.people, "a kind of people", one)
    there = Counter(people.values())
    for name, kind in workflow.people.items():
        if kind.at_most is not None and there[name] > kind.at_most:
            raise TooManyPeople(f"at most {kind.at_most} people of the kind `{name}` are admitted, not {there[name]}")
