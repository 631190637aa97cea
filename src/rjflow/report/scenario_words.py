"""
The words of a scenario file for what is done in a case, one step at a time.

Stands on: `rules.commands`, `instants`.   Knows nothing of: stories, runs, files.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date

from attrs import field, mutable

from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Value
from rjflow.instants import Instant, moment
from rjflow.names import is_name
from rjflow.rules.commands import Command, Fire, Given, GiveNotice, Join, Leave, RecordEvidence, SeeScheme
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.viewing import life, records_of


@mutable
class StepWords:
    """
    Write commands as steps, and keep who acted in them.

    Attributes:
        workflow: whose commands they are.
        people: whom the case is about, or was at some time, as id to kind.
        workers: who else acted, with the roles they had.
    """

    workflow: Workflow
    people: dict[str, str]
    workers: dict[str, set[str]] = field(factory=dict)

    def told(self, command: Command) -> str | None:
        """Write a command as the keys of a step; nothing where it only lets time pass."""
        match command:
            case Fire(event=event, reason=reason, given=given):
                forms = f", with: {{{', '.join(_forms(given))}}}" if given else ""
                ending = f", reason: {reason}" if reason else ""
                return f"{self._by(command.actor)}do: {event}{forms}{ending}"
            case RecordEvidence(given=one):
                of = f"of: {one.person}, " if one.person else ""
                return f"{self._by(command.actor)}record: {one.evidence}, {of}is: {_value(one.value)}"
            case GiveNotice(notice=notice):
                return f"{self._by(command.actor)}notice: {notice}"
            case Join(person=person, kind=kind):
                self.people.setdefault(person, kind)
                return f"{self._by(command.actor)}joins: {person}"
            case Leave(person=person):
                return f"{self._by(command.actor)}leaves: {person}"
            case SeeScheme(scheme=scheme) if scheme is not None and self.workflow.scheme is not None:
                said = ", ".join(_recorded(self.workflow.scheme.workflow, scheme, command.at))
                return f"scheme-is: {{state: {scheme.state}{f', evidence: {{{said}}}' if said else ''}}}"
            case _:
                return None

    def _by(self, actor: Actor) -> str:
        if actor.roles:
            self.workers.setdefault(actor.id, set()).update(actor.roles)
        return f"by: {actor.id}, " if actor.roles or actor.acts_for else ""


def written_moment(workflow: Workflow, at: Instant) -> str:
    """
    Write a moment as the clocks of a workflow show it.
    """
    there = moment(at, workflow.time_zone)
    return there.strftime("%Y-%m-%d %H:%M" if not there.second else "%Y-%m-%d %H:%M:%S")


def quoted(text: str) -> str:
    """
    Write any text so that YAML reads it as text.

    >>> quoted("it's so: yes")
    '"it\\'s so: yes"'
    """
    return json.dumps(text, ensure_ascii=False)


# ----------------------------------------------------------------------------------------------------------------------


def _forms(given: Sequence[Given]) -> Iterator[str]:
    """
    Write what is given with an event, each piece of evidence once.
    """
    of_each: dict[str, list[Given]] = {}
    for one in given:
        of_each.setdefault(one.evidence, []).append(one)
    for evidence, several in of_each.items():
        if several[0].person is None:
            yield f"{evidence}: {_value(several[0].value)}"
        else:
            yield f"{evidence}: {{{', '.join(f'{one.person}: {_value(one.value)}' for one in several)}}}"


def _recorded(workflow: Workflow, scheme: Situation, at: Instant) -> Iterator[str]:
    """
    Write what is current in the scheme.
    """
    for name, evidence in workflow.evidence.items():
        for person, record in records_of(workflow, scheme, name):
            if person is None and life(workflow, evidence, record, max(at, scheme.now)) == "current":
                yield f"{name}: {_value(record.value)}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) or is_name(value) else quoted(value)
