"""
Two who work a case together: a field that has to name somebody else than another one does.
"""

from functools import cache

import pytest
from attrs import evolve
from tests.papers import BEGINNING, CASE, ROLES, WRAPPING, read_little

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.engine.filing import BadForm
from rjflow.report.forms import problem_sentence
from rjflow.sources.errors import InvalidWorkflow
from rjflow.store.memory import MemoryStore
from rjflow.verifier.verdict import VerifiedWorkflow
from rjflow.verifier.verifying import verify

PAIR = (
    CASE.replace(
        "  sharing: {about",
        "  second: {one-of: [allocated, none], recorded-by: [coordinator], current-for: whole-case, voided-by: [referral]}\n  sharing: {about",
    )
    .replace(
        "      facilitator: {from-register: facilitators, level: complexity, required: true}\n",
        """\
      facilitator: {from-register: facilitators, level: complexity, required: true, other-than: [pair.who, allocation.helper]}
      helper: {from-register: facilitators}
  pair:
    fields:
      second: {records: second, required: true}
      who: {from-register: facilitators, required: true, other-than: [allocation.facilitator]}
  visit:
    filled-by: [coordinator]
    fields:
      record: {records: referral}
      who: {from-register: facilitators}
""",
    )
    .replace("needs: [report is current, ", "needs: [report is current, second is allocated, ")
)


@cache
def keys() -> tuple[VerifiedWorkflow, VerifiedWorkflow]:
    case = read_little(PAIR)
    assert case.scheme is not None
    return verify(case.scheme.workflow).require(), verify(case).require()


class Pair:
    """A casebook with a case that two work, of a register with two who are fit for it."""

    def __init__(self) -> None:
        self.book = Casebook(
            MemoryStore(),
            keys(),
            roles=ROLES,
            clock=FixedClock(BEGINNING),
            scheme=lambda: self.book.case("scheme"),
            keys=WRAPPING,
        )
        people = {"fay": "facilitator", "flo": "facilitator"}
        self.book.open("scheme", people=people, actor="pia", workflow="little-scheme")
        for who in people:
            for evidence, value in {"supervised": True, "competence": "complex", "caseload-limit": 5}.items():
                self.book.record("scheme", evidence, value, person=who, actor="pia")
            self.book.record("scheme", "registered-until", BEGINNING.date(), person=who, actor="pia")
        self.book.open("c1", people={"o1": "offender", "v1": "victim"}, actor="cora", workflow="little")
        referral = {"record": "lawful", "complexity": "complex", "route": "victim"}
        assert self.book.submit("c1", "referral-form", referral, actor="cora").allowed

    def names(self, form: str, **values: object) -> str:
        """Hand a form in, and give why somebody could not be named; nothing where they could."""
        try:
            assert self.book.submit("c1", form, values, actor="cora").allowed
        except BadForm as bad:
            workflow = keys()[1].workflow
            return "; ".join(problem_sentence(workflow, workflow.forms[form], one) for one in bad.problems)
        return ""


@pytest.fixture
def pair() -> Pair:
    return Pair()


AGAIN = "they have another part in this case, which is for somebody else"


def test_the_second_is_somebody_else(pair):
    """
    Whoever has the case cannot be named as the second to have it, and somebody else can.
    """
    assert pair.names("allocation", given="allocated", facilitator="fay") == ""

    assert pair.names("pair", second="allocated", who="fay") == f"who: {AGAIN}"
    assert pair.names("pair", second="allocated", who="flo") == ""


def test_the_first_is_somebody_else(pair):
    """
    It is asked the other way round, too, where that field asks for it.
    """
    assert pair.names("pair", second="allocated", who="fay") == ""

    assert pair.names("allocation", given="allocated", facilitator="fay") == f"facilitator: {AGAIN}"


def test_two_fields_of_one_form_name_two(pair):
    """
    Fields that are handed in together are compared as they are written.
    """
    assert pair.names("allocation", given="allocated", facilitator="fay", helper="fay") == f"facilitator: {AGAIN}"
    assert pair.names("allocation", given="allocated", facilitator="fay", helper="flo") == ""


def test_a_form_may_name_again_whom_it_named(pair):
    """
    What a form said before gives way to what it says now.
    """
    assert pair.names("pair", second="allocated", who="fay") == ""
    assert pair.names("pair", second="allocated", who="fay") == ""


@pytest.mark.parametrize("undo", ["void", "answered otherwise"])
def test_what_does_not_count_any_more_keeps_nobody(pair, undo):
    """
    When what a form said is void, or was taken back with an answer that opens nothing, whoever it named is free to be named.
    """
    assert pair.names("pair", second="allocated", who="fay") == ""
    if undo == "void":
        assert pair.book.record("c1", "referral", "lawful", actor="cora").allowed
    else:
        assert pair.book.record("c1", "second", "none", actor="cora").allowed

    assert pair.names("allocation", given="allocated", facilitator="fay") == ""


def test_a_form_that_records_nothing_counts_as_long_as_it_is_there():
    """
    Of a form without evidence nothing can run out.
    """
    from rjflow.rules.registering import NamedIn, is_named_there

    workflow = keys()[1].workflow
    form = workflow.forms["visit"]
    bare = evolve(form, fields=form.fields.__class__({"who": form.fields["who"]}))
    changed = evolve(workflow, forms=workflow.forms.__class__({**workflow.forms, "visit": bare}))
    kind = evolve(workflow.forms["pair"].fields["who"].kind, other_than=("visit.who",))
    situation = Pair().book.case("c1").situation

    assert is_named_there(changed, situation, kind, "fay", [NamedIn("visit", None, "who", "fay")])
    assert not is_named_there(changed, situation, kind, "flo", [NamedIn("visit", None, "who", "fay")])


def test_a_field_that_is_not_there_is_told():
    """
    Only fields of forms that name somebody of a register can be meant, and not the field itself; of a field that is there it is said what it lacks.
    """
    wrong = {
        "pair.second": ("RJ377", "this field names nobody of a register"),
        "pair.whom": ("RJ375", "nothing from a register has this name"),
        "allocation.facilitator": ("RJ377", "this very field"),
    }
    for name, expected in wrong.items():
        with pytest.raises(InvalidWorkflow) as caught:
            read_little(PAIR.replace("[pair.who, allocation.helper]", f"[{name}]"))
        [one] = caught.value.diagnostics
        assert expected == (one.code, one.label)
