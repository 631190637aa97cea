"""
Whether an event is open is decided exactly: it is when some form makes it so.
"""

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.small import ADA, MONDAY, asks, event, evidence, opened, state, unproved, workflow
from tests.strategies import SCHEME, openings, workflows
from tests.unit.engine.running_cases import BEGINNING

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Flag, Kind, Number, OneOf, SchemeLink, Way, Workflow
from rjflow.engine.options import options
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.engine.wording import remedy_sentence
from rjflow.guards.syntax import Among, Compare, ForPeople, OfScheme
from rjflow.report.deciding import open_events
from rjflow.rules.commands import Fire, Given
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Actor, Situation
from rjflow.rules.wording import Cast
from rjflow.verifier.classes import value_classes


def is_open(definition, situation, name="go"):
    """
    Tell whether an event is among Ada's options.
    """

    def by_the_rules(where, command):
        return decide(definition, where, command)

    return {one.event: one.is_open for one in options(definition, situation, ADA, MONDAY, by_the_rules)}[name]


def entering(gate, *evidences, **more):
    """
    Give a workflow with an event that records this evidence and enters a state with this gate.
    """
    names = tuple(one.name for one in evidences)
    return workflow(
        *evidences, state("in", guard=gate, otherwise="start"), event("go", ("start", "in"), records=names, **more)
    )


def test_a_number_that_only_a_condition_names_is_found():
    """
    Values that a condition tells apart are tried, wherever they lie.
    """
    score = evidence("score", values=Number(0, 10))
    definition = entering(asks(Among("score", (3, 4))), score)

    assert is_open(definition, opened(definition)) is True
    assert [("go", ("worker",))] == list(open_events(definition, opened(definition)))
    hopeless = entering(asks(Among("score", (3,)), Compare("score", ">", 5)), score)
    assert is_open(hopeless, opened(hopeless)) is False
    assert [] == list(open_events(hopeless, opened(hopeless)))


def test_many_pieces_of_evidence_do_not_hide_what_is_open():
    """
    The last value of each of eight pieces is found.
    """
    pieces = [evidence(f"e{number}", values=OneOf(tuple("abcd"))) for number in range(8)]
    definition = entering(asks(*(Among(one.name, ("d",)) for one in pieces)), *pieces)

    assert is_open(definition, opened(definition)) is True


def test_each_person_may_say_something_else():
    """
    A form may say of one person what it does not say of another.
    """
    agrees = evidence("agrees", about="guest", values=Flag(), recorded_by=("worker",))
    guests = Kind(name="guest", label="guest")
    one_each = asks(
        ForPeople("at least", 1, "guest", Among("agrees", (True,))),
        ForPeople("some", 0, "guest", Among("agrees", (False,))),
    )
    definition = workflow(
        agrees,
        guests,
        state("in", guard=one_each, otherwise="start"),
        event("go", ("start", "in"), records=("agrees",)),
    )

    assert is_open(definition, opened(definition, a="guest", b="guest")) is True
    assert is_open(definition, opened(definition, a="guest")) is False


def test_a_scheme_that_nobody_spoke_of_is_for_the_host_to_speak_of():
    """
    The remedy is not somebody's record but the program's word.
    """
    ready = asks(OfScheme(Among("ready", ("yes",))))
    definition = workflow(
        event("go", Way(from_states=("start",), target="end", needs=ready)),
        scheme=SchemeLink(workflow=SCHEME, needs=()),
    )
    engine = Engine(unproved(definition), roles=SameRoles({"ada": ["worker"]}))
    case = engine.open("case", people={}, actor="ada", at=BEGINNING).case
    (go,) = engine.options(case, "ada", at=BEGINNING)
    said = [remedy_sentence(definition, remedy, Cast()) for remedy in go.remedies]

    assert ["nobody has said how “scheme” stands: the program that runs this case must say it"] == said


def every_form(definition, situation, names):
    """
    Give every form there is, of values that some condition tells apart.
    """
    choices = []
    for name in names:
        piece, values = definition.evidence[name], value_classes(definition)[name]
        if piece.about is None:
            choices.append([((name, None, value),) for value in values])
            continue
        people = [one.id for one in situation.people if in_group(definition.people[one.kind], piece.about)]
        sayings = product((None, *values), repeat=len(people))
        choices.append(
            [tuple((name, who, one) for who, one in zip(people, said) if one is not None) for said in sayings]
        )
    for parts in product(*choices):
        yield tuple(Given(name, value, person) for part in parts for name, person, value in part)


@settings(max_examples=150)
@given(workflows(), st.data())
def test_an_option_is_open_exactly_when_some_form_and_reason_are_allowed(definition: Workflow, data: st.DataObject):
    """
    The quick search agrees with trying everything; and what it says is open was allowed.
    """
    situation: Situation = data.draw(openings(definition))
    assume(len(situation.people) < 4)
    actor = Actor("zoe", frozenset(definition.roles), frozenset(one.id for one in situation.people))
    found = options(definition, situation, actor, situation.now, lambda where, what: decide(definition, where, what))
    for option in found:
        names = definition.events[option.event].records
        forms = list(every_form(definition, situation, names))
        if len(forms) > 200 or option.is_open is None:
            continue
        tried = (
            decide(
                definition, situation, Fire(event=option.event, actor=actor, at=situation.now, reason=why, given=form)
            )
            for form in forms
            for why in (None, *option.reasons)
        )
        assert option.is_open is any(decision.allowed for decision in tried)
        assert not option.is_open or option.decision.allowed
