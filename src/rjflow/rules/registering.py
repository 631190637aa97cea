"""
Whether somebody of a scheme's register can be given to a case, and every reason why not.

Stands on: `definition.papers`, `viewing`, `finding`, `handing`.   Knows nothing of: cases but the numbers it is told, sentences.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from rjflow.definition.model import OneOf, Workflow
from rjflow.definition.papers import Records, Register, Registered
from rjflow.frozen import frozen
from rjflow.guards.syntax import Value
from rjflow.instants import Instant, moment
from rjflow.rules.finding import Finding, findings
from rjflow.rules.handing import handed_in
from rjflow.rules.situation import Person, Situation
from rjflow.rules.viewing import SituationView, person_in

Why = Literal["no scheme", "not listed", "needs", "until", "level", "most", "conflict", "twice"]


@frozen(kw_only=True)
class Unfit:
    """
    One reason why somebody cannot be given to a case.

    Attributes:
        why: nobody can say how the `scheme` stands; they are `not listed`; a condition of what it `needs` is not true; their last day is
            over or not known; their `level` is below what is asked, or one of the two is not known; they have as many cases as they may,
            or nobody knows how many that is; there is a `conflict`, because they are or speak for somebody in the case; they are named `twice`, where somebody else has to be.
        finding: the condition.
        has: what they have: their last day, their level, how many cases.
        asked: what is asked: the level, or the most cases.
    """

    why: Why
    finding: Finding | None = None
    has: Value | None = None
    asked: Value | None = None


class NamedIn(NamedTuple):
    """
    Somebody of a register whom a form of a case names.
    """

    form: str
    person: str | None
    field: str
    who: str


def is_named_there(
    workflow: Workflow, situation: Situation, kind: Registered, who: str, named: Iterable[NamedIn]
) -> bool:
    """
    Tell whether somebody is named where a field asks for somebody else, and what was said there still counts.

    What a form said counts as long as some evidence in it is current and says what a condition asks for; a form without any counts.
    """
    there = (one for one in named if one.who == who and f"{one.form}.{one.field}" in kind.other_than)
    return any(_still_counts(workflow, situation, one) for one in there)


def listed_in(situation: Situation, register: Register) -> tuple[Person, ...]:
    """
    Give those whom a register lists.
    """
    return tuple(person for person in situation.people if person.kind == register.kind)


def unfit(
    workflow: Workflow, situation: Situation, register: Register, person: str, *, needed: Value | None, cases: int
) -> tuple[Unfit, ...]:
    """
    Give every reason why somebody cannot be given to one more case; nothing when they can.

    Args:
        workflow: The scheme's workflow.
        situation: Where the scheme stands, brought up to date with the clock.
        register: Where they should be listed.
        person: Who.
        needed: The level that the case asks for; nothing when it asks for none that is known, which the lowest level meets.
        cases: How many open cases they have.
    """
    somebody = person_in(situation, person)
    if somebody is None or somebody.kind != register.kind:
        return (Unfit(why="not listed"),)
    found = [
        Unfit(why="needs", finding=one)
        for one in findings(workflow, situation, register.needs, "needs", person=person)
        if one.truth is not True
    ]
    view = SituationView(workflow, situation)
    if register.until is not None:
        last = view.value(register.until, person)
        if not isinstance(last, date) or _today(workflow, situation.now) > last:
            found.append(Unfit(why="until", has=last))
    if register.level is not None:
        has = view.value(register.level, person)
        if not _reaches(workflow, register.level, has, needed):
            found.append(Unfit(why="level", has=has, asked=needed))
    if register.most is not None:
        most = view.value(register.most, person)
        if not isinstance(most, int) or cases >= most:
            found.append(Unfit(why="most", has=cases, asked=most))
    return tuple(found)


# ----------------------------------------------------------------------------------------------------------------------


def _still_counts(workflow: Workflow, situation: Situation, one: NamedIn) -> bool:
    view, harmless = SituationView(workflow, situation), handed_in(workflow).harmless
    kinds = (field.kind for field in workflow.forms[one.form].fields.values())
    said = {kind.evidence: view.value(kind.evidence, one.person) for kind in kinds if isinstance(kind, Records)}
    return not said or any(says is not None and says not in harmless.get(name, ()) for name, says in said.items())


def _today(workflow: Workflow, now: Instant) -> date:
    return moment(now, workflow.time_zone).date()


def _reaches(workflow: Workflow, level: str, has: Value | None, needed: Value | None) -> bool:
    """
    Tell whether a level is at least the one that is needed; an unknown level reaches none.
    """
    words = workflow.evidence[level].values
    order = words.values if isinstance(words, OneOf) else ()
    if has not in order:
        return False
    return needed is None or (needed in order and order.index(str(has)) >= order.index(str(needed)))
