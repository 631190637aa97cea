"""
What one workflow asks, in the words of another, and what it is that it is not so.
"""

from itertools import product

import pytest
from attrs import evolve
from tests.small import after, asks, event, evidence, opened, record, state, workflow

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Gate, Kind, Number, SchemeLink, Voider, Way
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InState,
    IsCurrent,
    IsMissing,
    Not,
    OfScheme,
    Or,
    SamePerson,
)
from rjflow.rules.viewing import holds
from rjflow.verifier import probing
from rjflow.verifier.probing import ALWAYS, NEVER, is_personal, not_true, open_at, reach, spoken_in
from rjflow.verifier.visiting import Place, requiring

FACT, OTHER = Among("fact", ("yes",)), Among("other", ("yes",))


@pytest.mark.parametrize(
    "condition",
    [
        FACT,
        IsCurrent("fact"),
        Compare("score", ">=", 3),
        Not(FACT),
        Not(IsCurrent("fact")),
        Not(Not(FACT)),
        And((FACT, OTHER)),
        Or((FACT, OTHER)),
        Not(And((FACT, Not(OTHER)))),
        Not(Or((FACT, OTHER))),
        And((Or((FACT, OTHER)), IsCurrent("other"))),
    ],
)
def test_not_true_is_whatever_leaves_a_condition_untrue(condition: Condition):
    """
    Whoever looks on sees it in just those situations in which an event that needs the condition would be refused.
    """
    definition = workflow(evidence("fact"), evidence("other"), evidence("score", values=Number(0, 5)))
    turned = not_true(condition)
    assert turned is not None

    for fact, other, score in product((None, "yes", "no"), (None, "yes", "no"), (None, 2, 3)):
        said = [("fact", fact), ("other", other), ("score", score)]
        case = after(definition, opened(definition), [record(name, value) for name, value in said if value is not None])
        assert (holds(definition, case, condition) is not True) == (
            holds(definition, case, turned, observer=True) is True
        )


@pytest.mark.parametrize("part", [SamePerson("fact", "other"), ForPeople("every", 0, "guest", FACT), OfScheme(FACT)])
def test_where_it_cannot_be_turned_round_nothing_is_said(part: Condition):
    """
    A condition of which a part cannot be asked the other way round has no opposite, and none is made up.
    """
    assert not_true(part) is None
    assert not_true(And((FACT, Not(part)))) is None


GUEST, HELPER = (Kind(name=name, label=name, takes_part=True) for name in ("guest", "helper"))
ABOUT = evidence("wish", about="guest")
VIEW = evidence("view", about="participant")
SCHEME = workflow(evidence("lit"))
OLD = workflow(
    *(GUEST, HELPER, ABOUT, VIEW, evidence("fact"), evidence("gone"), evidence("score", values=Number(0, 5))),
    event("go", ("start", "end")),
    scheme=SchemeLink(workflow=workflow(evidence("lit"), evidence("loud")), needs=()),
)
NEW = workflow(
    *(GUEST, ABOUT, VIEW, evidence("fact"), evidence("score")),
    event("go", ("start", "end")),
    scheme=SchemeLink(workflow=SCHEME, needs=()),
)
LOST = Among("gone", ("yes",))
SEEN = Among("view", ("yes",))


@pytest.mark.parametrize(
    ("said", "there"),
    [
        (FACT, FACT),
        (LOST, NEVER),
        (Not(LOST), Not(ALWAYS)),
        (Not(Not(LOST)), Not(Not(NEVER))),
        (Compare("score", ">", 3), NEVER),
        (IsCurrent("fact"), IsCurrent("fact")),
        (Not(IsCurrent("fact")), Not(ALWAYS)),
        (And((FACT, LOST)), And((FACT, NEVER))),
        (Or((FACT, LOST)), Or((FACT, NEVER))),
        (SamePerson("fact", "go"), SamePerson("fact", "go")),
        (SamePerson("fact", "gone"), NEVER),
        (OfScheme(Among("lit", ("yes",))), OfScheme(Among("lit", ("yes",)))),
        (OfScheme(Among("loud", ("yes",))), NEVER),
        (OfScheme(ForPeople("every", 0, "guest", Among("lit", ("yes",)))), NEVER),
        (InState("start"), NEVER),
        (ForPeople("every", 0, "guest", SEEN), ForPeople("every", 0, "guest", SEEN)),
        (ForPeople("no", 0, "guest", LOST), ForPeople("no", 0, "guest", ALWAYS)),
        (ForPeople("every", 0, "participant", SEEN), And((ForPeople("every", 0, "guest", SEEN),))),
        (ForPeople("some", 0, "participant", SEEN), Or((ForPeople("some", 0, "guest", SEEN),))),
        (ForPeople("at least", 2, "participant", SEEN), NEVER),
        (Not(ForPeople("at least", 2, "participant", SEEN)), Not(ALWAYS)),
    ],
)  # fmt: skip  # one condition to a line reads best
def test_what_is_asked_is_said_in_the_other_workflows_words(said: Condition, there: Condition):
    """
    What the other does not know is never true there, also behind a `not`; of a group, everybody is asked who is of it in both.
    """
    assert there == spoken_in(OLD, NEW, said)


def test_people_who_must_be_there_and_are_not_known_make_it_untrue():
    """
    Where one kind of people there must be is unknown, what is asked of everybody in the group is never true.
    """
    needed = evolve(OLD, people=OLD.people | {"helper": evolve(HELPER, at_least=1)})

    assert And((ForPeople("every", 0, "guest", SEEN), NEVER)) == spoken_in(
        needed, NEW, ForPeople("every", 0, "participant", SEEN)
    )


def test_evidence_that_was_about_others_is_other_evidence():
    """
    What is asked of everybody is not known where some of them can have no such record, or where it is about the case.
    """
    everybody = ForPeople("every", 0, "participant", SEEN)
    narrower = evolve(OLD, evidence=OLD.evidence | {"view": evidence("view", about="guest")})
    of_case = evolve(OLD, evidence=OLD.evidence | {"view": evidence("view")})

    assert everybody == spoken_in(OLD, OLD, everybody)
    assert ForPeople("every", 0, "participant", NEVER) == spoken_in(OLD, narrower, everybody)
    assert ForPeople("every", 0, "participant", NEVER) == spoken_in(OLD, of_case, everybody)


def test_a_workflow_without_a_scheme_knows_nothing_of_one():
    """
    What is asked of the scheme is never true where there is none.
    """
    assert NEVER == spoken_in(OLD, evolve(NEW, scheme=None), OfScheme(Among("lit", ("yes",))))


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (FACT, False),
        (Among("wish", ("yes",)), True),
        (And((FACT, Not(Among("wish", ("yes",))))), True),
        (Or((FACT, IsMissing("fact"))), False),
        (ForPeople("every", 0, "guest", SEEN), False),
        (OfScheme(FACT), False),
        (SamePerson("fact", "wish"), True),
    ],
)
def test_what_speaks_of_one_person_is_told_from_what_speaks_of_the_case(condition: Condition, answer: bool):
    """
    A condition is about somebody where a part of it is answered for the one whom evidence is about.
    """
    assert answer is is_personal(OLD, condition)


def test_an_event_is_open_where_one_of_its_ways_and_the_gate_behind_are():
    """
    Any of the ways to a target will do; of the gate there is asked, too, what the event itself neither opens nor closes.
    """
    ways = [Way(from_states=("start",), target="end", needs=asks(one)) for one in (FACT, OTHER)]
    definition = workflow(
        evidence("fact"), evidence("other"), evidence("third", voided_by=(Voider("event", "go"),)), event("go", *ways)
    )
    gated = evolve(definition.states["end"], guard=asks(IsCurrent("other")))
    closing = evolve(gated, guard=asks(IsCurrent("third")))

    def asked(end):
        there = evolve(definition, states=frozen_map(definition.states | {"end": end}))
        return as_condition(open_at(there, there.events["go"], "start", "end"))

    either = Or((And((FACT,)), And((OTHER,))))
    assert And((either,)) == asked(definition.states["end"])
    assert And((either, And((IsCurrent("other"),)))) == asked(gated)
    assert And((either,)) == asked(closing)
    both = asks(IsCurrent("third"), IsCurrent("other"))
    definition = evolve(definition, gates=frozen_map({"both": Gate(name="both", label="both", asks=both)}))
    for guard in (both, asks(GateHolds("both"))):
        assert And((either, And((IsCurrent("other"),)))) == asked(evolve(gated, guard=guard))
    assert And((either,)) == asked(evolve(gated, guard=evolve(both, mode="any")))


def test_where_no_tour_comes_every_other_road_is_tried(monkeypatch: pytest.MonkeyPatch):
    """
    In a large workflow tours are only the quickest way to a place: what none of them comes to is searched for, and shown.
    """
    definition = workflow(evidence("fact"), state("in"), event("go", Way(from_states=("start",), target="in")))
    monkeypatch.setattr(probing, "is_large", lambda _: True)
    monkeypatch.setattr(probing, "visit_one", lambda *_, **__: None)

    came_to, story = reach(definition, [Place("in")], ("worker",), FACT)
    never, nothing = reach(definition, [Place("in", requiring(NEVER))], ("worker",), FACT)

    assert ("found", "never", None) == (came_to, never, nothing)
    assert story is not None
    assert "in" == story.steps[-1].decision.before.state
