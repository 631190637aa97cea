"""
Who may see what of a case: the people it is about, what is recorded, and what an answer rests on.

Whoever has no part in a case sees nothing of it. Somebody a case is about sees, of what is recorded about people like themselves, only what
is recorded about them. What is about people whom one may not see is not seen either.

Stands on: `definition`, `finding`.   Knows nothing of: what a view looks like, sentences.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rjflow.definition.lookup import every_condition, in_group, kinds_in, readers
from rjflow.definition.model import Kind, Workflow
from rjflow.definition.papers import Form
from rjflow.frozen import frozen
from rjflow.guards.syntax import Condition, ForPeople
from rjflow.rules.finding import Finding, Used
from rjflow.rules.situation import Actor, Situation


@frozen
class Eyes:
    """
    What somebody may see of a case.

    Attributes:
        workflow: the definition it runs under.
        actor: who looks, as the host knows them.
        own: the people of the case whom they are, or speak for, as id to kind.
        people: everybody of whom there is something to see, as id to kind.
    """

    workflow: Workflow
    actor: Actor
    own: Mapping[str, str]
    people: Mapping[str, str]

    def have_part(self) -> bool:
        """
        Tell whether they have any part in the case: a role in which there is something to do or to see, or somebody whom they are or
        speak for. Whoever is only told by exports has none.
        """
        return bool(self.own) or not self.actor.roles.isdisjoint(at_work(self.workflow))

    def are_told(self) -> bool:
        """Tell whether they have a part in the case, or may see that others, or they themselves, were told something of it."""
        told = {name for export in self.workflow.exports.values() for name in export.visible_to}
        return self.have_part() or not self.actor.roles.isdisjoint(told)

    def among(self, names: Sequence[str], about: str | None = None, person: str | None = None) -> bool:
        """
        Tell whether they are among those listed, to see what is about the case, or about a person of the group *about*.
        """
        if any(name in self.workflow.roles and name in self.actor.roles for name in names):
            return True
        return any(
            any(in_group(self.workflow.people[kind], name) for name in names)
            and (about is None or one == person or not in_group(self.workflow.people[kind], about))
            for one, kind in self.own.items()
        )

    def see_kind(self, kind: str) -> bool:
        """Tell whether they may see that there are people of a kind."""
        if kind not in self.workflow.people:
            return False  # an older version of the workflow knew it
        there = self.workflow.people[kind]
        if any(is_shown(there, role) for role in self.workflow.roles if role in self.actor.roles):
            return True
        return bool(self.own) and (not there.visible_to or self.among(there.visible_to))

    def see_person(self, person: str) -> bool:
        """Tell whether they may see that somebody is there; everybody sees themselves."""
        return person in self.own or (person in self.people and self.see_kind(self.people[person]))

    def see_actor(self, actor: Actor) -> bool:
        """Tell whether they may see who did something; somebody whom the case is about only where they may see that they are there."""
        theirs = [person for person in actor.acts_for if person in self.people]
        return bool(actor.roles) or not theirs or any(map(self.see_person, theirs))

    def see_notice(self, notice: str) -> bool:
        """Tell whether they may see that a notice was given."""
        if notice not in self.workflow.notices:
            return False  # an older version of the workflow knew it
        names = self.workflow.notices[notice].visible_to
        return self.among(names) if names else self.have_part()

    def see(self, evidence: str, person: str | None) -> bool:
        """Tell whether they may see a piece of evidence, about a person where it is about people; never what an older version knew."""
        there = self.workflow.evidence.get(evidence)
        return (
            there is not None
            and (person is None or self.see_person(person))
            and self.among(readers(self.workflow, there), there.about, person)
        )

    def see_form(self, form: Form, person: str | None) -> bool:
        """Tell whether they may see that a form was handed in, about a person where it is about people."""
        return (person is None or self.see_person(person)) and self.among(form.visible_to, form.about, person)

    def see_field(self, form: Form, name: str, person: str | None) -> bool:
        """Tell whether they may see what was written in a field of a form."""
        if name not in form.fields or not self.see_form(form, person):
            return False
        readers = form.fields[name].visible_to
        return not readers or self.among(readers, form.about, person)

    def know_of(self, evidence: str, person: str | None) -> bool:
        """Tell whether they may know that a piece of evidence was recorded."""
        there = self.workflow.evidence[evidence]
        return (person is None or self.see_person(person)) and self.among(there.known_to, there.about, person)

    def see_used(self, used: Used) -> bool:
        """Tell whether they may see what an answer rests on; of the scheme, which is nobody's person, whoever has a part sees it."""
        return used.of_scheme or self.see(used.evidence, used.person)

    def see_finding(self, finding: Finding) -> bool:
        """Tell whether they may see an answer: all that it rests on, and everybody it counts."""
        asked = finding.requirement.condition if finding.requirement is not None else None
        return all(map(self.see_used, finding.used)) and (asked is None or self._see_groups(asked))

    def told_void(self, void: str | None) -> str | None:
        """Give what made a record void, if they may know that it happened."""
        if void is None:
            return None
        if void in self.workflow.evidence:
            holders: list[str | None] = [*self.people] if self.workflow.evidence[void].about else [None]
            return void if all(self.see(void, person) for person in holders) else None
        if void in self.workflow.notices:
            return void if self.see_notice(void) else None
        return void

    def _see_groups(self, asked: Condition) -> bool:
        groups = {part.group for part in every_condition(self.workflow, asked) if isinstance(part, ForPeople)}
        return all(self.see_kind(kind.name) for group in groups for kind in kinds_in(self.workflow, group))


def is_shown(kind: Kind, role: str) -> bool:
    """
    Tell whether a role may know that there are people of a kind: whoever works with people asks this, whatever they do.
    """
    return not kind.visible_to or role in kind.visible_to


@lru_cache(maxsize=64)
def at_work(workflow: Workflow) -> frozenset[str]:
    """
    Give the roles in which there is something to do, or to see, in a case: all but those that exports alone speak of.
    """
    changes = (
        change for kind in workflow.people.values() for change in (kind.joins, kind.leaves) if change is not None
    )
    fields = (field for form in workflow.forms.values() for field in form.fields.values())
    named = (
        *(event.by for event in workflow.events.values()),
        *(names for one in workflow.evidence.values() for names in (one.recorded_by, one.visible_to, one.known_to)),
        *(names for one in workflow.notices.values() for names in (one.by, one.visible_to)),
        *(kind.visible_to for kind in workflow.people.values()),
        *(change.by for change in changes),
        *(names for form in workflow.forms.values() for names in (form.filled_by, form.visible_to)),
        *(field.visible_to for field in fields),
    )
    return frozenset(name for names in named for name in names if name in workflow.roles)


def eyes_of(workflow: Workflow, situation: Situation, actor: Actor) -> Eyes:
    """
    Give what somebody may see of a situation.
    """
    people = {person.id: person.kind for person in situation.people}
    return Eyes(workflow, actor, _own(actor, people), people)


def eyes_among(workflow: Workflow, actor: Actor, now: Iterable[str], people: Mapping[str, str]) -> Eyes:
    """
    Give what somebody may see of what was; whom they are or speak for is judged by who is there *now*.
    """
    present = set(now)
    return Eyes(
        workflow, actor, _own(actor, {one: kind for one, kind in people.items() if one in present}), dict(people)
    )


# ----------------------------------------------------------------------------------------------------------------------


def _own(actor: Actor, people: Mapping[str, str]) -> dict[str, str]:
    return {one: kind for one, kind in people.items() if one in actor.acts_for}
