"""
What is said about people beside the facts: who may tell it, who may see it, who may have it erased.

Facts are what conditions ask for: words, numbers, dates. Everything else about a person (a name, an address, what somebody wrote) is a
personal value. It moves no case and no condition asks for it, so that it can be erased one day and every decision be derived all the same.

Stands on: `deciding`, `asking`.   Knows nothing of: what is told, keys, storage.
"""

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Workflow
from rjflow.rules.asking import may_act
from rjflow.rules.commands import Advance, Beside, Tell
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.viewing import person_in


def judged(workflow: Workflow, situation: Situation, command: Beside) -> Decision:
    """
    Answer whether something may be told about somebody, or be erased.

    What comes of it, when it may, is what time does by then, and nothing else: the decision's command is that time passes.

    Args:
        workflow: The definition the case runs under.
        situation: Where the case stands.
        command: What is told, or whose values are erased.
    """
    passed = decide(workflow, situation, Advance(at=command.at, actor=command.actor))
    asked = tuple(_asked(workflow, passed.after, command))
    allowed = all(one.truth is True for one in asked)
    if not allowed:
        return Decision(False, passed.command, passed.before, passed.before, asked)
    return Decision(True, passed.command, passed.before, passed.after, asked, passed.moves)


def workers_with(workflow: Workflow, situation: Situation, person: str) -> tuple[str, ...]:
    """
    Give the roles that have to do with somebody: that record evidence about people of their kind, or add or remove them.

    Where the file names none, it is every role; of somebody who left, the roles that have to do with anybody.
    """
    there = person_in(situation, person)
    kinds = [there.kind] if there is not None else list(workflow.people)
    named: set[str] = set()
    for kind in kinds:
        about = [one for one in workflow.evidence.values() if one.about and in_group(workflow.people[kind], one.about)]
        changes = (workflow.people[kind].joins, workflow.people[kind].leaves)
        named |= {name for one in about for name in one.recorded_by}
        named |= {name for one in changes if one is not None for name in one.by}
    return tuple(role for role in workflow.roles if role in named) or tuple(workflow.roles)


def may_see(workflow: Workflow, situation: Situation, actor: Actor, person: str, evidence: str | None = None) -> bool:
    """
    Tell whether somebody may see what was told about a person: the person, and the workers who have to do with them.

    Notes to evidence are seen by whom the file lets see that evidence; somebody of a kind of people, only the notes about themselves.
    """
    if evidence is None:
        return person in actor.acts_for or _works(actor, workers_with(workflow, situation, person))
    known = workflow.evidence.get(evidence)  # notes to what this version does not have any more are seen by nobody
    return known is not None and may_act(workflow, situation, known.visible_to, actor, person)


# ----------------------------------------------------------------------------------------------------------------------


def _asked(workflow: Workflow, situation: Situation, command: Beside) -> list[Finding]:
    """
    Ask who the person is, and whether the actor may.
    """
    person, actor = command.person, command.actor
    workers = workers_with(workflow, situation, person)
    if not isinstance(command, Tell):
        return [Finding(asked="actor", truth=_works(actor, workers), facts=workers)]
    asked = [Finding(asked="known", truth=person_in(situation, person) is not None, facts=(person,))]
    if command.evidence is None:
        by, may = workers, person in actor.acts_for or _works(actor, workers)
    elif command.evidence in workflow.evidence:
        by = workflow.evidence[command.evidence].recorded_by
        may = may_act(workflow, situation, by, actor, person)
    else:
        return [*asked, Finding(asked="known", truth=False, facts=(command.evidence,))]
    return [*asked, Finding(asked="actor", truth=may, facts=by)]


def _works(actor: Actor, roles: tuple[str, ...]) -> bool:
    return any(role in actor.roles for role in roles)
