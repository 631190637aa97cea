"""
What a compiled model speaks of, and what it finds of small workflows.
"""

from datetime import date

import pytest
from tests.oracles.compiled_explorer import walk
from tests.small import asks, event, evidence, state, workflow

from rjflow.compiled.compiling import NotAQuestionOfReach, compile_for, usual_people
from rjflow.compiled.making import TooManyForms
from rjflow.compiled.model import Model
from rjflow.definition.model import Day, Kind, Number, OneOf, Voider, Way, Window, Workflow
from rjflow.definition.safeguards import (
    After,
    Always,
    AlwaysPossible,
    Before,
    Ends,
    Entering,
    Form,
    Happening,
    Hidden,
    Safeguard,
    Step,
)
from rjflow.guards.syntax import Among, Compare, InState, IsCurrent, Not, Or
from rjflow.reader.reading import read

IN_ONE = Happening("step", "", step=Step("state", "one"))


def guarded(form: Form) -> Safeguard:
    return Safeguard(id="A", label="a", form=form, origin="workflow")


def compiled(definition: Workflow, form: Form) -> Model:
    return compile_for(definition, guarded(form), usual_people(definition))


def check(definition: Workflow, form: Form, length: int | None) -> None:
    """
    Walk a model, and expect so many steps to what is bad, or none at all.
    """
    assert walk(compiled(definition, form)).length == length


def needing(target: str, name: str) -> Way:
    return Way(from_states=("start",), target=target, needs=asks(Among(name, ("yes",))))


def test_what_comes_between_may_come_on_the_very_way_in():
    """
    An event that leads into a state is itself the `since` that what is needed must follow.
    """
    definition = workflow(state("one"), event("go", ("start", "one")), evidence("x"))
    must = (Happening("evidence", "x"),)

    check(definition, Before(event=(IN_ONE,), must_have=must), 1)
    check(definition, Before(event=(Happening("event", "go"),), must_have=must), 1)

    needed = workflow(state("one"), event("go", needing("one", "x")), evidence("x"))
    check(needed, Before(event=(IN_ONE,), must_have=must), None)
    check(needed, Before(event=(IN_ONE,), must_have=must, since=(Happening("event", "go"),)), 2)


def test_an_event_may_itself_lead_to_what_must_not_come_after_it():
    """
    `after` and `not-before` may both come in one step.
    """
    definition = workflow(state("one"), state("two"), event("go", ("start", "one")), event("on", ("one", "two")))

    check(definition, After(event=(Happening("event", "go"),), not_before=(IN_ONE,)), 1)
    check(definition, After(event=(Happening("event", "on"),), not_before=(IN_ONE,)), None)


def test_two_records_may_run_out_at_one_moment():
    """
    A case may fall with two things gone, though with either of them alone it would fall where the other still counts.
    """
    guard = asks(IsCurrent("x"), IsCurrent("y"))
    definition = workflow(
        state("one", guard=guard, otherwise="two"),
        state("two"),
        event("go", ("start", "one")),
        evidence("x"),
        evidence("y"),
    )
    asked = Or((IsCurrent("x"), IsCurrent("y")))

    check(definition, Entering(steps=(Step("state", "two"),), condition=asked, text="…"), 4)


def test_what_cannot_matter_is_left_out():
    """
    Evidence that nothing reads has no variable, nor has what anybody can set as they please just before it is read.
    """
    definition = workflow(state("one"), event("go", needing("one", "x")), evidence("x"), evidence("unread"))
    model = compiled(definition, Always(condition=Not(InState("one")), text="…"))

    assert model.left_out == ("x", "unread")
    check(definition, Always(condition=Not(InState("one")), text="…"), 1)


def test_what_makes_something_else_void_is_kept():
    """
    Evidence that cannot be recorded without losing other evidence is not to be had as one pleases.
    """
    lasting = Window("whole case")
    ways = Way(from_states=("start",), target="one", needs=asks(Among("x", ("yes",)), Among("y", ("yes",))))
    x = evidence("x", window=lasting, voided_by=(Voider("evidence", "y"),))
    y = evidence("y", window=lasting, voided_by=(Voider("evidence", "x"),))
    definition = workflow(state("one"), event("go", ways), x, y)

    check(definition, Always(condition=Not(InState("one")), text="…"), None)


def test_values_nothing_tells_apart_are_one():
    """
    Numbers and dates fall into the regions that conditions ask for.
    """
    number = evidence("n", values=Number(0, 1000))
    day = evidence("d", values=Day())
    definition = workflow(state("one"), event("go", ("start", "one")), number, day)
    asked = Or((Compare("n", ">=", 10), Compare("d", "<", date(2027, 1, 1)), Among("n", (3,))))
    model = compiled(definition, Always(condition=asked, text="…"))

    assert [3, 2] == [len(classes) for _, classes in model.classes]


@pytest.mark.parametrize("form", [AlwaysPossible(steps=(), using=()), Ends(), Hidden(evidence=(), roles=())])
def test_what_is_no_question_of_reach_is_refused(form):
    """
    A safeguard about what is possible, or who sees what, is not compiled, and the error names its form.
    """
    definition = workflow(state("one"))

    with pytest.raises(NotAQuestionOfReach, match="`A` cannot be written"):
        compiled(definition, form)


def test_forms_that_can_be_filled_in_too_often_are_refused():
    """
    An event that records much about many people at once is named, and not written out.
    """
    values = OneOf(tuple("abcdefgh"))
    kind = Kind(name="asker", label="asker", at_least=6)
    fact = evidence("x", about="asker", values=values)
    asked = Or(tuple(Among("x", (value,)) for value in "abcdefgh"))
    definition = workflow(state("one"), event("go", ("start", "one"), records=("x",)), kind, fact)

    with pytest.raises(TooManyForms, match="`x`"):
        compiled(definition, Entering(steps=(Step("state", "one"),), condition=asked, text="…"))


def test_a_value_called_nothing_is_not_nothing():
    """
    What an author names is never mistaken for what the model names: a search that found nothing is a search.
    """
    found_nothing = read("""\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {clerk: {}}
evidence:
  search: {one-of: [nothing, found], recorded-by: [clerk], current-for: 7 days}
states: {start: {start: true}, inside: {}, closed: {final: true, reasons: [done]}}
events:
  enter: {from: start, to: inside, by: [clerk], needs: search is nothing}
  close: {from: inside, to: closed, by: [clerk]}
safeguards: [{id: A, label: a, before: inside, must-have: search}]
""")
    (search,) = [
        one for one in compile_for(found_nothing, found_nothing.safeguards[0], ()).variables if one.name == "search"
    ]

    assert len(search.values) == len(set(search.values))
