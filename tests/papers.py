"""
A little case under a little scheme, with forms, exports, a register and what is kept, for the tests of paper.
"""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.definition.model import Workflow
from rjflow.engine.roles import SameRoles
from rjflow.reader.reading import read_file
from rjflow.sealing.keys import WrappingKeys, new_line
from rjflow.store.memory import MemoryStore
from rjflow.store.port import Store
from rjflow.verifier.verdict import VerifiedWorkflow
from rjflow.verifier.verifying import verify

SCHEME = """\
rjflow: 1
workflow: little-scheme
version: 1
title: A little scheme
subject: scheme
roles: {planner: {}}
people:
  facilitator: {label: facilitator, joins: {by: [planner], in: [open]}, leaves: {by: [planner], in: [open]}}
evidence:
  competence: {about: facilitator, one-of: [standard, complex], recorded-by: [planner], current-for: 52 weeks}
  registered-until: {about: facilitator, date: true, recorded-by: [planner], current-for: whole-case}
  caseload-limit: {about: facilitator, number: {from: 0, to: 20}, recorded-by: [planner], current-for: whole-case}
  supervised: {about: facilitator, flag: true, recorded-by: [planner], current-for: 13 weeks}
  agreement-probation: {one-of: [signed, ended], recorded-by: [planner], current-for: 52 weeks, due: 12 weeks}
states: {open: {start: true}, ended: {final: true, reasons: [over]}}
events: {end: {from: open, to: ended, by: [planner]}}
registers:
  facilitators:
    people: facilitator
    needs: supervised is true
    until: registered-until
    level: competence
    most: caseload-limit
"""
CASE = """\
rjflow: 1
workflow: little
version: 1
title: A little case
scheme: {workflow: scheme.workflow.yaml}
roles: {coordinator: {}, facilitator: {}, offender-manager: {}, referrer: {}}
people: {offender: {at-least: 1}, victim: {at-least: 1}}
evidence:
  referral: {one-of: [lawful, not-lawful], recorded-by: [coordinator], current-for: whole-case}
  complexity: {one-of: [standard, complex], recorded-by: [coordinator], current-for: whole-case}
  has-facilitator: {one-of: [allocated], current-for: whole-case}
  sharing: {about: offender, one-of: [agrees, refuses], recorded-by: [facilitator], current-for: 12 weeks}
  report: {one-of: [met, not-met], recorded-by: [facilitator], current-for: whole-case, outcome: true}
  feedback: {about: offender, one-of: [answered, declined], recorded-by: [facilitator], current-for: whole-case}
states: {new: {start: true}, given: {}, closed: {final: true, reasons: [done, declined]}}
events:
  allocate: {from: new, to: given, by: [coordinator], needs: referral is lawful, records: [has-facilitator]}
  close: {from: given, to: closed, by: [facilitator], needs: [report is current, has-facilitator is allocated, "every offender: feedback is current"], reason: done}
  decline: {from: [new, given], to: closed, by: [coordinator], reason: declined}
forms:
  referral-form:
    label: the referral
    help: filled in once, before anybody is contacted
    filled-by: [coordinator]
    fields:
      record: {records: referral, required: true}
      complexity: {records: complexity}
      route: {one-of: [victim, offender, agency], required: true, counted: true}
      references: {text: line, help: a reference and never an address}
      risks: {rows: {domain: {one-of: [physical, emotional], required: true}, likelihood: {one-of: [low, medium, high]}, mitigation: {text: page}}}
  allocation:
    event: allocate
    fields:
      given: {records: has-facilitator}
      facilitator: {from-register: facilitators, level: complexity, required: true}
  feedback-form:
    about: offender
    visible-to: [facilitator, coordinator]
    fields:
      answered: {records: feedback, required: true}
      felt-safe: {one-of: [yes-very, partly, no-not], counted: true}
      rating: {number: {from: 1, to: 10}, counted: true}
      words: {text: page, visible-to: [facilitator]}
exports:
  outcome-to-probation:
    to: [offender-manager]
    at: [close]
    facts: [report, state, reason]
    basis: permission
    needs: "every offender: sharing is agrees"
  feedback-to-referrer:
    to: [referrer]
    at: [close, decline]
    facts: [state, reason]
    basis: agreement
    needs: scheme agreement-probation is signed
kept:
  - {after: at-once, reasons: [declined], only: [referral-form.route], because: what is declined is only counted}
  - {after: 52 weeks, only: [referral-form.route, feedback-form.rating]}
"""
WRAPPING = WrappingKeys(new_line("first"))
BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROLES = SameRoles(
    {
        "cora": ["coordinator"],
        "fay": ["facilitator"],
        "pia": ["planner"],
        "om": ["offender-manager"],
        "ref": ["referrer"],
    },
    acts_for={"ole": ["o1"], "fox": ["o1"]},
)


def read_little(case: str = CASE, scheme: str = SCHEME) -> Workflow:
    """
    Read the little case, or one that differs from it.
    """
    with TemporaryDirectory() as folder:
        Path(folder, "scheme.workflow.yaml").write_text(scheme, "utf-8")
        path = Path(folder, "case.workflow.yaml")
        path.write_text(case, "utf-8")
        return read_file(path)


@cache
def little() -> Workflow:
    """
    Give the little case.
    """
    return read_little()


@cache
def keys() -> tuple[VerifiedWorkflow, VerifiedWorkflow]:
    """
    Give the keys to the little scheme and the little case.
    """
    case = little()
    assert case.scheme is not None
    return verify(case.scheme.workflow).require(), verify(case).require()


class Desk:
    """A casebook with the scheme and one case, about one offender and one victim."""

    def __init__(self, store: Store | None = None) -> None:
        self.clock = FixedClock(BEGINNING)
        self.store = store or MemoryStore()
        self.book = Casebook(
            self.store, keys(), roles=ROLES, clock=self.clock, scheme=lambda: self.book.case("scheme"), keys=WRAPPING
        )
        self.book.open(
            "scheme", people={"fay": "facilitator", "fox": "facilitator"}, actor="pia", workflow="little-scheme"
        )
        self.open("c1")

    def open(self, case: str) -> None:
        """Open another case."""
        self.book.open(case, people={"o1": "offender", "v1": "victim"}, actor="cora", workflow="little")
        self.book.submit(
            case, "referral-form", {"record": "lawful", "complexity": "complex", "route": "victim"}, actor="cora"
        )

    def register(self, who: str = "fay", **more: object) -> None:
        """Let somebody of the register be fit for complex cases, but for what is said otherwise."""
        usual = {
            "supervised": True,
            "registered-until": date(2026, 12, 1),
            "competence": "complex",
            "caseload-limit": 1,
        }
        for evidence, value in {**usual, **{name.replace("_", "-"): one for name, one in more.items()}}.items():
            assert self.book.record("scheme", evidence, value, person=who, actor="pia").allowed

    def give(self, case: str = "c1", who: str = "fay") -> bool:
        """Give a case to somebody."""
        return self.book.submit(case, "allocation", {"given": "allocated", "facilitator": who}, actor="cora").allowed

    def close(self, case: str = "c1", *, sharing: str | None = "agrees") -> None:
        """Bring a case that was given to somebody to its end."""
        assert self.book.record(case, "report", "met", actor="fay").allowed
        feedback = {"answered": "answered", "felt-safe": "partly", "rating": 8, "words": "It was fine."}
        assert self.book.submit(case, "feedback-form", feedback, person="o1", actor="fay").allowed
        if sharing is not None:
            self.book.record(case, "sharing", sharing, person="o1", actor="fay")
        assert self.book.fire(case, "close", actor="fay").allowed
