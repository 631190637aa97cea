"""
Put records and people where a scenario says they are, without asking how they came there.

Stands on: `acting`, `model`, `rules.situation`.   Knows nothing of: engines, files, sentences.
"""

from collections.abc import Sequence

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.instants import Instant, moment
from rjflow.rules.situation import Situation, first_situation, recorded
from rjflow.scenarios.acting import said_on
from rjflow.scenarios.model import Earlier, Listed


def listed(workflow: Workflow, situation: Situation, people: Sequence[Listed], by: str, at: Instant) -> Situation:
    """
    Put into a scheme those whom its registers list, with what is recorded about each.
    """
    there = first_situation(workflow, tuple((one.person, one.kind) for one in people), at).people
    situation = situation.evolved(people=(*situation.people, *there))
    for one in people:
        for saying in one.sayings:
            situation = with_record(workflow, situation, Earlier(saying, by, at))
    return situation


def with_record(workflow: Workflow, situation: Situation, one: Earlier) -> Situation:
    """
    Put a record into a situation.
    """
    saying = one.saying
    place = workflow.slots[saying.evidence]
    day = moment(one.at, workflow.time_zone).date()
    made = recorded(said_on(day, saying.answer), one.by, one.at, one.void)
    if saying.person is None:
        records = (*situation.records[:place], made, *situation.records[place + 1 :])
        return situation.evolved(records=records)
    people = tuple(
        evolve(person, records=(*person.records[:place], made, *person.records[place + 1 :]))
        if person.id == saying.person
        else person
        for person in situation.people
    )
    return situation.evolved(people=people)
