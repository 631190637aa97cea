"""
What no engine ever writes, whatever its hashes: entries that say what cannot have happened.

Stands on: `history`, `asking`, `rules`.   Knows nothing of: decisions, hashes.
"""

import re
from collections.abc import Mapping
from typing import Literal

from rjflow.definition.model import CLOCK, Evidence, Workflow
from rjflow.engine.asking import check_people, is_id
from rjflow.engine.case import Case
from rjflow.engine.history import Entry, Open
from rjflow.instants import FIRST, LAST
from rjflow.names import is_name
from rjflow.rules.asking import is_value_of
from rjflow.rules.commands import Advance, Erase, File, Join, SeeScheme, Tell, Tidy
from rjflow.rules.situation import THE_CLOCK, Actor, Records, Situation
from rjflow.sources.errors import RjflowError
from rjflow.verifier.verdict import Waiver

Impossible = Literal["case", "waiver", "actor", "time", "people", "scheme", "told"]


def impossible(workflow: Workflow, entry: Entry, case: Case | None) -> Impossible | None:
    """
    Tell what an entry says that no engine writes after this case, if anything. It must be one that can be read.
    """
    command = entry.command
    if not is_id(entry.case):
        return "case"
    if not _is_signed(entry.waiver):
        return "waiver"
    if not _may_write(workflow, command.actor, by_itself=isinstance(command, Advance | SeeScheme | Tidy)):
        return "actor"
    if not (FIRST if case is None else case.situation.now) <= command.at <= LAST:
        return "time"
    if not _are_people(workflow, command):
        return "people"
    if isinstance(command, SeeScheme) and not _is_scheme(workflow, command.scheme):
        return "scheme"
    if isinstance(command, Tell | File | Tidy) and not _could_be_told(command):
        return "told"
    return None


_MARK = re.compile(r"[0-9a-f]{64}")

# ----------------------------------------------------------------------------------------------------------------------


def _is_signed(waiver: Waiver | None) -> bool:
    return waiver is None or bool(waiver.by.strip() and waiver.reason.strip())


def _may_write(workflow: Workflow, actor: Actor, *, by_itself: bool) -> bool:
    """
    Tell whether somebody can be the actor of an entry: the clock of what happens by itself, and of everything else somebody.
    """
    if by_itself:
        return actor == THE_CLOCK
    return is_id(actor.id) and actor.id != CLOCK and actor.roles <= workflow.roles.keys()


def _are_people(workflow: Workflow, command: object) -> bool:
    """
    Tell whether a case can be opened about these people, or somebody be called what they are called.
    """
    if isinstance(command, Join | Tell | Erase | File):
        return is_id(command.person) or (isinstance(command, File) and command.person is None)
    if not isinstance(command, Open):
        return True
    people: Mapping[str, str] = dict(command.people)
    try:
        check_people(workflow, people)
    except RjflowError:
        return False
    return len(people) == len(command.people)


def _could_be_told(command: Tell | File | Tidy) -> bool:
    """
    Tell whether values can have been told so, or thrown away: at least one, each with a name of its own, and with marks.
    """
    if isinstance(command, Tidy):
        return bool(command.fields) and len(set(command.fields)) == len(command.fields)
    names = [one.name for one in command.values]
    if isinstance(command, File):
        named = dict(command.named)
        if len(named) != len(command.named) or not named.keys() <= set(names) or not all(map(is_id, named.values())):
            return False
        names = names or ["nothing"]  # that takes the place of what it said before
    marks = [command.key, *(one.mark for one in command.values)]
    return (
        bool(names) and len(set(names)) == len(names) and all(map(is_name, names)) and all(map(_MARK.fullmatch, marks))
    )


def _is_scheme(workflow: Workflow, scheme: Situation | None) -> bool:
    """
    Tell whether a situation is one that the scheme of a workflow could be in, as far as its form goes.
    """
    link = workflow.scheme
    return link is not None and (scheme is None or _is_situation_of(link.workflow, scheme))


def _is_situation_of(workflow: Workflow, situation: Situation) -> bool:
    """
    Tell whether a situation fits a workflow: its states, people, places of evidence and what is recorded there, and no time to come.
    """
    about_case = [one for one in workflow.evidence.values() if one.about is None]
    about_people = [one for one in workflow.evidence.values() if one.about is not None]
    return (
        situation.state in workflow.states
        and (situation.held_from is None or situation.held_from in workflow.states)
        and FIRST <= situation.since <= situation.now <= LAST
        and _fit(about_case, situation.records)
        and all(person.kind in workflow.people and _fit(about_people, person.records) for person in situation.people)
        and all(event in workflow.events or event in workflow.evidence for event, _ in situation.fired)
        and all(0 <= place < len(workflow.deadlines) for place, _ in situation.rung)
        and situation.scheme is None
    )


def _fit(places: list[Evidence], records: Records) -> bool:
    return len(places) == len(records) and all(
        record is None or is_value_of(evidence, record.value) for evidence, record in zip(places, records, strict=True)
    )
