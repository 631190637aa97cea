"""
Which of the commands that were given would show if a system did them once more when they come again.

Stands on: `company`, `rules`.   Knows nothing of: hosts, how commands come about.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.rules.commands import Command, Fire
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation
from rjflow.testing.company import Company


def showing(workflow: Workflow, situation: Situation, given: Sequence[Command], fire: Fire) -> Iterator[Command]:
    """
    Give those of several commands that, done once more now, would change whether an event may happen.

    What is done again and changes nothing that anybody asks, nobody can see: consent that is recorded twice is consent.
    """
    company = Company(workflow)
    fire = evolve(fire, actor=company.actor(fire.actor.id))
    is_allowed = decide(workflow, situation, fire).allowed
    for command in given:
        again = evolve(command, at=situation.now, actor=company.actor(command.actor.id))
        decision = decide(workflow, situation, again)
        if decision.allowed and decide(workflow, decision.after, fire).allowed is not is_allowed:
            yield command
