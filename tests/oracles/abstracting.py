"""
A situation as a certificate's checker has to see it: the stupid way, variable by variable.
"""

from rjflow.certifying.looking import Look, fired_by, of_scheme, others_of, recorded_by, slot, there
from rjflow.certifying.places import Place
from rjflow.certifying.values import number_of
from rjflow.definition.lookup import as_condition, asked_groups, every_condition
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import OfScheme
from rjflow.guards.writing import written
from rjflow.rules.situation import Situation
from rjflow.rules.viewing import SituationView, holds, record_of

TRUTH = {None: 0, False: 1, True: 2}


def place_of(situation: Situation) -> Place:
    """
    Give where a case rests.
    """
    return Place(situation.state, situation.held_from)


def seen(workflow: Workflow, look: Look, situation: Situation, actors: tuple[str, ...] = ()) -> int:
    """
    Give the set of what a situation can look like, when the followed people have the ids of people in it; *actors* are those told apart.

    Who made a record that is not current is nobody's business, so it can look like anybody.
    """
    view, sets = SituationView(workflow, situation), look.sets
    numbers = {who: number for number, who in enumerate(actors, start=1)}
    present = {person.id for person in situation.people}
    found = [look.is_(there(person), int(person in present)) for person, _ in look.scope.followed]
    strangers = {person.kind for person in situation.people if person.id not in look.kinds}
    found += [look.is_(others_of(kind), int(kind in strangers)) for kind in look.scope.others]
    for name in look.scope.evidence:
        for person in look.holders(name):
            value = view.value(name, person)
            found.append(look.is_(slot(name, person), 0 if value is None else number_of(workflow, name, value)))
            if value is not None and name in look.scope.authors:
                record = record_of(workflow, situation, name, person)
                assert record is not None
                found.append(look.is_(recorded_by(name, person), numbers.get(record.by, 0)))
    for name in look.scope.authors:
        for who in look.actors if name in workflow.events else ():
            did = any(event == name and numbers.get(by, 0) == who for event, by in situation.fired)
            found.append(look.is_(fired_by(name, who), int(did)))
    for text in look.scope.scheme:
        found.append(look.is_(of_scheme(text), TRUTH[holds(workflow, situation, _asked(workflow, text))]))
    return sets.every(found)


def _asked(workflow: Workflow, text: str) -> OfScheme:
    """
    Find the condition asked of the scheme that is written like this.
    """
    return next(
        part
        for group in asked_groups(workflow)
        for part in every_condition(workflow, as_condition(group))
        if isinstance(part, OfScheme) and written(part.condition) == text
    )
