"""
What is said about people beside the facts: who may tell it, who may see it, who may have it erased.

Facts are what conditions ask for: words, numbers, dates. Everything else about a person (a name, an address, what somebody wrote) is a
personal value. It moves no case and no condition asks for it, so that it can be erased one day and every decision be derived all the same.

What is written in a form besides evidence is personal in the same way.

Stands on: `deciding`, `asking`, `seeing`, `leaving`.   Knows nothing of: what is told, keys, storage.
"""

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Kind, Workflow
from rjflow.definition.papers import Records
from rjflow.rules.asking import actor_finding, may_act
from rjflow.rules.commands import Advance, Beside, Erase, File, Tell, Tidy
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.finding import Finding
from rjflow.rules.leaving import left_over
from rjflow.rules.seeing import eyes_of, is_shown
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.viewing import person_in


def judged(workflow: Workflow, situation: Situation, command: Beside) -> Decision:
    """
    Answer whether something may be told about somebody or written in a form, be erased, or be thrown away.

    What comes of it, when it may, is what time does by then, and nothing else: the decision's command is that time passes.

    Args:
        workflow: The definition the case runs under.
        situation: Where the case stands.
        command: What is told or written, whose values are erased, or what is thrown away.
    """
    passed = decide(workflow, situation, Advance(at=command.at, actor=command.actor))
    asked = tuple(_asked(workflow, passed.after, command))
    allowed = all(one.truth is True for one in asked)
    if not allowed:
        return Decision(False, passed.command, passed.before, passed.before, asked)
    return Decision(True, passed.command, passed.before, passed.after, asked, passed.moves)


def workers_with(workflow: Workflow, situation: Situation, person: str) -> tuple[str, ...]:
    """
    Give the roles that have to do with somebody: that record evidence about people of their kind, or add or remove them, and may see that
    they are there.

    Where the file names none, it is every role that may see them; of somebody who left, the roles that have to do with anybody.
    """
    there = person_in(situation, person)
    kinds = [workflow.people[there.kind]] if there is not None else list(workflow.people.values())
    seeing = [(kind, role) for kind in kinds for role in workflow.roles if is_shown(kind, role)]
    busy = {role for kind, role in seeing if role in _busy_with(workflow, kind)} or {role for _, role in seeing}
    return tuple(role for role in workflow.roles if role in busy)


def may_see(workflow: Workflow, situation: Situation, actor: Actor, person: str, evidence: str | None = None) -> bool:
    """
    Tell whether somebody may see what was told about a person: the person, and the workers who have to do with them.

    Notes to evidence are seen by whom the file lets see that evidence; somebody of a kind of people, only the notes about themselves.
    """
    if evidence is None:
        return person in actor.acts_for or _works(actor, workers_with(workflow, situation, person))
    known = workflow.evidence.get(evidence)  # notes to what this version does not have any more are seen by nobody
    if known is None or not may_act(workflow, situation, known.visible_to, actor, person):
        return False
    return person_in(situation, person) is None or eyes_of(workflow, situation, actor).see_person(person)


# ----------------------------------------------------------------------------------------------------------------------


def _asked(workflow: Workflow, situation: Situation, command: Beside) -> list[Finding]:
    """
    Ask who the person is, and whether the actor may.
    """
    match command:
        case File():
            return _asked_of_form(workflow, situation, command)
        case Tidy(fields=fields):
            left = left_over(workflow, situation, command.at)
            return [Finding(asked="kept", truth=left is not None and left.isdisjoint(fields), facts=fields)]
        case Erase(person=person):
            workers = workers_with(workflow, situation, person)
            return [Finding(asked="actor", truth=_works(command.actor, workers), facts=workers)]
        case Tell():
            return _asked_of_telling(workflow, situation, command)
        case _:
            raise AssertionError(command)


def _asked_of_telling(workflow: Workflow, situation: Situation, command: Tell) -> list[Finding]:
    person, actor = command.person, command.actor
    asked = [Finding(asked="known", truth=person_in(situation, person) is not None, facts=(person,))]
    if command.evidence is None:
        by = workers_with(workflow, situation, person)
        may = person in actor.acts_for or _works(actor, by)
    elif command.evidence in workflow.evidence:
        by = workflow.evidence[command.evidence].recorded_by
        may = may_act(workflow, situation, by, actor, person)
    else:
        return [*asked, Finding(asked="known", truth=False, facts=(command.evidence,))]
    return [*asked, Finding(asked="actor", truth=may, facts=by)]


def _asked_of_form(workflow: Workflow, situation: Situation, command: File) -> list[Finding]:
    """
    Ask that there is such a form with such fields, that it is about somebody it can be about, and that it is theirs to fill in.
    """
    form = workflow.forms.get(command.form)
    if form is None:
        return [Finding(asked="known", truth=False, facts=(command.form,))]
    words = {one.name for one in form.fields.values() if not isinstance(one.kind, Records)}
    odd = tuple(one.name for one in command.values if one.name not in words)
    asked = [Finding(asked="known", truth=not odd, facts=odd or (command.form,))]
    somebody = person_in(situation, command.person)
    if form.about is None:
        fits = command.person is None
    else:
        fits = somebody is not None and in_group(workflow.people[somebody.kind], form.about)
    asked.append(Finding(asked="known", truth=fits, facts=() if command.person is None else (command.person,)))
    return [*asked, actor_finding(workflow, situation, form.filled_by, command.actor, command.person)]


def _busy_with(workflow: Workflow, kind: Kind) -> frozenset[str]:
    """
    Give those who record evidence about people of a kind, or add or remove them.
    """
    about = [one for one in workflow.evidence.values() if one.about and in_group(kind, one.about)]
    changes = [one for one in (kind.joins, kind.leaves) if one is not None]
    return frozenset(name for one in about for name in one.recorded_by).union(*(one.by for one in changes))


def _works(actor: Actor, roles: tuple[str, ...]) -> bool:
    return any(role in actor.roles for role in roles)
