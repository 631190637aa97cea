"""
Registers: who can be given to a case, and every reason why somebody cannot.
"""

from datetime import date

import pytest
from attrs import evolve
from tests.papers import CASE, Desk, little, read_little

from rjflow.engine.filing import BadForm
from rjflow.frozen import FrozenMap
from rjflow.report.forms import form_text, problem_sentence


@pytest.fixture
def desk():
    """A desk with one case that asks for a complex level."""
    return Desk()


def why_not(desk: Desk, who: str = "fay", case: str = "c1") -> str:
    """
    Say why a case cannot be given to somebody.
    """
    with pytest.raises(BadForm) as bad:
        desk.give(case, who)
    [problem] = bad.value.problems
    return problem_sentence(little(), little().forms["allocation"], problem).removeprefix("facilitator: ")


def test_somebody_who_is_fit_is_given_the_case(desk):
    """
    With registration, level, supervision and room for a case, it is given.
    """
    desk.register()

    assert desk.give()
    assert "given" == desk.book.case("c1").state


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"supervised": False}, "it is not so that “supervised” is true"),
        ({"registered_until": date(2026, 3, 1)}, "their last day was 1 March 2026"),
        ({"competence": "standard"}, "their level is “standard”, and “complex” is asked"),
        ({"caseload_limit": 0}, "they have 0 open, and may have 0"),
    ],
)
def test_each_thing_that_is_lacking_is_said(desk, lacking, said):
    """
    Somebody who lacks one thing is refused with that reason.
    """
    desk.register(**lacking)

    assert said == why_not(desk)


def test_their_last_day_is_a_day_they_can_be_given(desk):
    """
    A registration counts until the end of its last day.
    """
    desk.register(registered_until=date(2026, 3, 2))

    assert desk.give()


def test_what_is_not_known_is_not_fit(desk):
    """
    Nobody is fit of whom it is not known; every reason is told at once.
    """
    assert why_not(desk) == (
        "it is not so that “supervised” is true; their last day is not known; their level is not known, and “complex” is asked; "
        "they have 0 open, and how many they may have is not known"
    )


def test_what_is_known_of_somebody_can_run_out(desk):
    """
    What is recorded in the scheme is judged as it stands now.
    """
    desk.register()
    desk.clock.forward(days=7 * 14)

    assert "it is not so that “supervised” is true" == why_not(desk)


def test_whoever_has_all_the_cases_they_may_gets_no_more(desk):
    """
    Open cases are counted from the forms that gave them; an ended one counts no more.
    """
    desk.register()
    assert desk.give()
    desk.open("c2")
    assert "they have 1 open, and may have 1" == why_not(desk, case="c2")
    desk.close("c1")

    assert desk.give("c2")


def test_whoever_speaks_for_somebody_in_the_case_has_a_conflict(desk):
    """
    Nobody is given a case in which they are, or speak for, somebody.
    """
    desk.register("fox")

    assert "they are, or speak for, somebody in this case" == why_not(desk, "fox")


def test_whoever_is_not_in_the_register_is_not_given(desk):
    """
    Only those whom the register lists can be named.
    """
    assert "they are not in the register" == why_not(desk, "cora")


def test_without_a_scheme_nobody_is_fit(desk):
    """
    Where nobody can say how the scheme stands, nobody can be named.
    """
    from tests.papers import ROLES, keys

    from rjflow.casebook import Casebook
    from rjflow.store.memory import MemoryStore

    book = Casebook(MemoryStore(), keys(), roles=ROLES, clock=desk.clock)
    book.open("c1", people={"o1": "offender", "v1": "victim"}, actor="cora", workflow="little")
    with pytest.raises(BadForm, match="unfit"):
        book.submit("c1", "allocation", {"given": "allocated", "facilitator": "fay"}, actor="cora")


def test_a_level_that_is_not_asked_is_met_by_the_lowest(desk):
    """
    Where the case asks for no level that is known, any known level will do.
    """
    workflow = read_little(
        CASE.replace("from-register: facilitators, level: complexity", "from-register: facilitators")
    )

    assert workflow.forms["allocation"].fields["facilitator"].kind.level is None


def test_a_form_calls_the_register_as_the_scheme_does():
    """
    Room for somebody of a register says by its label which people these are, and not by its name.
    """
    workflow = little()
    register = next(iter(workflow.scheme.workflow.registers.values()))
    labelled = evolve(register, label="those who are trained")
    scheme = evolve(workflow.scheme.workflow, registers=FrozenMap({labelled.name: labelled}))
    text = form_text(evolve(workflow, scheme=evolve(workflow.scheme, workflow=scheme)), workflow.forms["allocation"])

    assert "(somebody of those who are trained)" in text
