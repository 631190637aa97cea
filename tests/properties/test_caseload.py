"""
Who has how many cases, and which cases wait, is the same whether it is looked up or counted over all cases.
"""

from collections import Counter
from datetime import date
from functools import cache

from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.papers import BEGINNING, CASE, ROLES, WRAPPING, keys, read_little
from tests.small import unproved

from rjflow.auditing import audit
from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.definition.papers import Registered
from rjflow.engine.filing import BadForm
from rjflow.rules.deciding import caught_up
from rjflow.rules.viewing import SituationView
from rjflow.store.memory import MemoryStore
from rjflow.store.safe import PersonErased
from rjflow.store.sql import SqlStore

# A case that lapses by itself, with a form that may name somebody again and again, and one about people that names somebody, too.
MORE = (
    "forms:\n"
    "  second:\n"
    "    fields:\n"
    "      complexity: {records: complexity, required: true}\n"
    "      helper: {from-register: facilitators}\n"
    "      other: {from-register: facilitators}\n"
    "      note: {text: line}\n"
    "  companion: {about: offender, fields: {answer: {records: feedback, required: true}, who: {from-register: facilitators}}}\n"
)
TEXT = (
    CASE.replace("forms:\n", MORE)
    .replace("kept:\n", "deadlines:\n  - {in: new, after: 3 days, then: lapse}\nkept:\n")
    .replace("  decline: {", "  lapse: {from: new, to: closed, by: [clock], reason: declined}\n  decline: {")
)
DEEDS = ("open", "second", "second", "companion", "allocate", "decline", "erase", "wait", "sweep")


@cache
def case_key():
    """
    Give the key to the case above.
    """
    return unproved(read_little(TEXT))


def made(store) -> tuple[Casebook, FixedClock]:
    """
    Open the scheme with two facilitators, each fit for many cases.
    """
    clock = FixedClock(BEGINNING)
    book = Casebook(
        store,
        [keys()[0], case_key()],
        roles=ROLES,
        clock=clock,
        scheme=lambda: book.case("scheme"),
        keys=WRAPPING,
    )
    people = {"fay": "facilitator", "fox": "facilitator"}
    book.open("scheme", people=people, actor="pia", workflow="little-scheme")
    fit = {"supervised": True, "registered-until": date(2026, 12, 1), "competence": "complex", "caseload-limit": 20}
    for who in people:
        for evidence, value in fit.items():
            assert book.record("scheme", evidence, value, person=who, actor="pia").allowed
    return book, clock


def do(book: Casebook, clock: FixedClock, data: st.DataObject, cases: list[str]) -> None:
    """
    Let something happen, if it may.
    """
    deed = data.draw(st.sampled_from(DEEDS))
    if deed == "open" or not cases:
        cases.append(f"c{len(cases)}")
        book.open(cases[-1], people={"o1": "offender", "v1": "victim"}, actor="cora", workflow="little")
        book.record(cases[-1], "referral", "lawful", actor="cora")
        return
    case, who = data.draw(st.sampled_from(cases)), st.sampled_from([None, "fay", "fox"])
    try:
        match deed:
            case "second":
                book.submit(
                    case,
                    "second",
                    {
                        "complexity": "standard",
                        "helper": data.draw(who),
                        "other": data.draw(who),
                        "note": data.draw(st.sampled_from([None, "so"])),
                    },
                    actor="cora",
                )
            case "companion":
                values = {"answer": "answered", "who": data.draw(who)}
                book.submit(case, "companion", values, person="o1", actor="fay")
            case "allocate":
                named = data.draw(st.sampled_from(["fay", "fox"]))
                book.submit(case, "allocation", {"given": "allocated", "facilitator": named}, actor="cora")
            case "decline":
                book.fire(case, "decline", actor="cora")
            case "erase":
                book.erase(case, "o1", actor="fay")
            case "wait":
                clock.forward(hours=30)
            case "sweep":
                book.sweep()
    except (BadForm, PersonErased):
        event("refused")


def scanned(book: Casebook) -> tuple[Counter[str], Counter[str | None]]:
    """
    Count over all cases, from what their forms say: who has how many, and at which level others wait.
    """
    loads: Counter[str] = Counter()
    waiting: Counter[str | None] = Counter()
    for case in book._keep.cases():
        there, workflow = book.case(case), book.workflow(case)
        situation, _ = caught_up(workflow, there.situation, max(book._keep.now(), there.situation.now))
        fields = {
            (form.name, field.name): field.kind
            for form in workflow.forms.values()
            for field in form.fields.values()
            if isinstance(field.kind, Registered)
        }
        if workflow.states[situation.state].final or not fields:
            continue
        words = book._keep.words(book._keep.store.papers(case), lambda row: True)
        named = {value for row, value in words if (row.form, row.name) in fields}
        loads.update(named)
        if not named:
            waiting[SituationView(workflow, situation).value("complexity", None)] += 1
    return loads, waiting


@settings(max_examples=25)
@given(st.data(), st.sampled_from(["memory", "memory", "memory", "sqlite"]))
def test_what_is_looked_up_is_what_is_counted(data: st.DataObject, kind: str):
    """
    After whatever has happened, in memory and in a database, the register says what counting over all cases says; and an audit agrees.
    """
    store = MemoryStore() if kind == "memory" else SqlStore.at(":memory:")
    book, clock = made(store)
    cases: list[str] = []
    for _ in range(data.draw(st.integers(4, 12))):
        do(book, clock, data, cases)
    loads, waiting = scanned(book)
    capacity = book.capacity("scheme", "facilitators")
    event(f"{sum(loads.values())} given, {sum(waiting.values())} waiting")

    assert {"fay": loads["fay"], "fox": loads["fox"]} == {one.person: one.cases for one in capacity.workers}
    assert waiting == Counter(dict(capacity.waiting))
    assert () == audit(store).flaws


def test_cases_that_somebody_does_not_have_are_not_looked_at():
    """
    Giving a case to somebody loads the cases that they have, and no others, however many there are.
    """
    store = MemoryStore()
    book, _ = made(store)
    for number in range(30):
        book.open(f"c{number}", people={"o1": "offender", "v1": "victim"}, actor="cora", workflow="little")
        book.record(f"c{number}", "referral", "lawful", actor="cora")
    book.submit("c1", "allocation", {"given": "allocated", "facilitator": "fay"}, actor="cora")
    loaded: list[str] = []
    load = store.load
    store.load = lambda case, key=None: loaded.append(case) or load(case, key)
    book.submit("c7", "allocation", {"given": "allocated", "facilitator": "fay"}, actor="cora")

    assert {"c1", "c7", "scheme"} == set(loaded)
