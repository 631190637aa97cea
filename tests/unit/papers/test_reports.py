"""
Plans, statistics and capacity: what is missing and by when, how many of what, and who has room for a case.
"""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.papers import BEGINNING, ROLES, SCHEME, Desk, keys, little, read_little

from rjflow.casebook import Casebook
from rjflow.cli.program import program
from rjflow.clock import FixedClock
from rjflow.engine.asking import NotAsked, UnknownName
from rjflow.report.planned import capacity_text, plan_json, plan_text, statistics_json, statistics_text
from rjflow.rules.counting import Table, suppressed
from rjflow.store.sql import SqlStore

PLANNED = SCHEME.replace(
    "states: {open",
    "  principles: {one-of: [in-place, under-way], recorded-by: [planner], current-for: 52 weeks, due: 4 weeks}\n"
    "gates:\n"
    "  agreed: {label: everything is agreed, all: [agreement-probation is signed, group]}\n"
    "  group: {all: [principles is in-place]}\n"
    "states: {open",
).replace("by: [planner]}\nregisters", "by: [planner], needs: agreed}\nregisters")


@pytest.fixture
def desk():
    """A desk with one case, and somebody in the register."""
    desk = Desk()
    desk.register()
    return desk


def planning() -> tuple[Casebook, FixedClock]:
    """
    Open a scheme that has a plan.
    """
    from tests.small import unproved

    from rjflow.store.memory import MemoryStore

    scheme = read_little(scheme=PLANNED).scheme.workflow
    clock = FixedClock(BEGINNING)
    book = Casebook(MemoryStore(), [unproved(scheme)], roles=ROLES, clock=clock)
    book.open("scheme", people={}, actor="pia")
    return book, clock


def test_a_plan_tells_what_is_missing_who_and_by_when():
    """
    What is missing comes first, the earliest due before the others, with who can record it, how far it has come, and whether it is late.
    """
    book, clock = planning()
    book.record("scheme", "principles", "under-way", actor="pia")
    clock.forward(days=29)
    gate, plan = book.plan("scheme")

    assert ("agreed", ["principles", "agreement-probation"]) == (gate, [one.evidence for one in plan])
    assert [("under-way", ("planner",), True), (None, ("planner",), False)] == [
        (one.says, one.by, one.late) for one in plan
    ]
    assert (
        plan_text(book.workflow("scheme"), gate, plan)
        == """\
“everything is agreed”: 0 of 2 milestones in place, 1 overdue.

Missing:
  - principles: not yet (“under way”); by the planner, overdue since 30 March
    2026, 09:00
  - agreement probation: missing; by the planner, due by 25 May 2026, 09:00"""
    )


def test_a_plan_tells_what_is_to_be_renewed():
    """
    What is in place comes after, what runs out first before the others; what ran out is missing again.
    """
    book, clock = planning()
    book.record("scheme", "principles", "in-place", actor="pia")
    clock.forward(days=1)
    book.record("scheme", "agreement-probation", "signed", actor="pia")
    gate, plan = book.plan("scheme")
    assert [("principles", True), ("agreement-probation", True)] == [(one.evidence, one.done) for one in plan]
    assert "principles: “in place”; to be renewed by 1 March 2027, 09:00" in plan_text(
        book.workflow("scheme"), gate, plan
    ).replace("\n    ", " ")
    clock.forward(days=7 * 52 - 1)
    _, plan = book.plan("scheme", "agreed")

    assert [("principles", "stale"), ("agreement-probation", "current")] == [(one.evidence, one.stands) for one in plan]
    assert ["ran out" in plan_text(book.workflow("scheme"), gate, plan)] == [True]
    assert "agreed" == json.loads(plan_json(book.workflow("scheme"), gate, plan))["gate"]


def test_a_plan_is_for_one_gate(desk):
    """
    Where no gate asks for all others one has to be named, and it must be there.
    """
    with pytest.raises(NotAsked, match="say which gate"):
        desk.book.plan("scheme")
    book, _ = planning()
    with pytest.raises(UnknownName):
        book.plan("scheme", "agred")


def test_small_numbers_are_left_out(desk):
    """
    Cases are counted with where they stand, why they ended, outcomes and counted fields; no number below the least is told.
    """
    for number in range(2, 9):
        desk.open(f"c{number}")
        desk.book.fire(f"c{number}", "decline", actor="cora")
    tables = {table.about: table for table in desk.book.statistics(least=5)}

    assert ((("new", None), ("given", 0), ("closed", None)), 8) == (tables["states"].counts, tables["states"].total)
    assert (("done", 0), ("declined", 7)) == tables["reasons"].counts
    assert (("victim", 8), ("offender", 0), ("agency", 0)) == tables["referral-form.route"].counts
    assert (("met", None), ("not-met", None)) == tables["report"].counts
    assert {"little"} == {table.workflow for table in tables.values()}
    text = statistics_text(desk.book.workflows(), tuple(tables.values()), 5)
    assert "A little case: why cases ended" in text
    assert "is of forms that are sealed" not in " ".join(text.split())
    sealed = statistics_text(desk.book.workflows(), tuple(tables.values()), 5, sealed=True)
    assert "would give one away, or is of forms that are sealed." in " ".join(sealed.split())
    assert [] == [line for line in sealed.splitlines() if len(line) > 80]
    assert 5 == json.loads(statistics_json(tuple(tables.values()), 5))["least"]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.integers(2, 8))
def test_no_small_number_can_be_worked_out(numbers, least):
    """
    What is shown together with the total leaves every number that is left out open: at least two of them, which could be otherwise.
    """
    table = Table(
        workflow="w", about="x", counts=tuple((f"v{n}", one) for n, one in enumerate(numbers)), total=sum(numbers)
    )
    shown = suppressed(table, least)
    hidden = [number for number, (_, told) in zip(numbers, shown.counts, strict=True) if told is None]

    assert not [told for _, told in shown.counts if told is not None and 0 < told < least]
    if shown.total is None:
        return
    assert len(hidden) != 1
    if hidden and any(told is not None and told > 0 for _, told in shown.counts):
        assert sum(hidden) >= least + len(hidden)


def test_need_stands_beside_capacity(desk):
    """
    Who of the register has how many cases, may have how many, and could be given another; and what waits, by level.
    """
    desk.register("fox", caseload_limit=3)
    assert desk.give()
    desk.open("c2")
    capacity = desk.book.capacity("scheme", "facilitators")

    assert [("fay", 1, 1, False), ("fox", 0, 3, True)] == [
        (one.person, one.cases, one.most, not one.unfit) for one in capacity.workers
    ]
    assert (("complex", 1),) == capacity.waiting
    text = capacity_text(little().scheme.workflow, capacity)
    assert "- 1 case at the level “complex”" in text
    assert (
        "no: they have 1 open, and may have 1" in text.replace("\n", " ").replace("  ", " ")
        or "no: they have 1" in text
    )


def test_the_commands_read_a_store(tmp_path):
    """
    `rjflow plan` and `rjflow statistics` tell what the casebook tells, of a store.
    """
    place = str(tmp_path / "cases.db")
    scheme = read_little(scheme=PLANNED).scheme.workflow
    from tests.small import unproved

    clock = FixedClock(BEGINNING)
    store = SqlStore.at(place)
    book = Casebook(store, [unproved(scheme), keys()[1]], roles=ROLES, clock=clock)
    book.open("scheme", people={}, actor="pia", workflow="little-scheme")
    for number in range(6):
        book.open(f"c{number}", people={"o1": "offender"}, actor="cora", workflow="little")
    store.engine.dispose()
    run = CliRunner()
    told = run.invoke(program, ["plan", place, "scheme"])
    counted = run.invoke(program, ["statistics", place])

    assert (6, True) == (told.exit_code, "0 of 2 milestones in place" in told.output)
    assert (0, True) == (counted.exit_code, "A little case: where cases stand" in counted.output)
    assert "new       6" in counted.output
    assert 1 == run.invoke(program, ["plan", place, "nothing"]).exit_code
    assert 1 == run.invoke(program, ["plan", place, "scheme", "--gate", "x"]).exit_code
    assert (
        "rjflow-plan" == json.loads(run.invoke(program, ["plan", place, "scheme", "--format", "json"]).output)["format"]
    )


def test_counted_fields_are_counted_with_the_keys(tmp_path):
    """
    With the wrapping keys, what was written in forms is counted from the command line too; without them it is said that it is not.
    """
    from rjflow.sealing.keys import WrappingKeys, new_line

    text = new_line("2026-03")
    (tmp_path / "wrapping").write_text(text, "ascii")
    place = str(tmp_path / "cases.db")
    store = SqlStore.at(place)
    book = Casebook(store, [keys()[1]], roles=ROLES, clock=FixedClock(BEGINNING), keys=WrappingKeys(text))
    for number in range(6):
        book.open(f"c{number}", people={"o1": "offender"}, actor="cora")
        book.submit(f"c{number}", "referral-form", {"record": "lawful", "route": "agency"}, actor="cora")
    store.engine.dispose()
    run = CliRunner()
    asked = ["statistics", place]
    without = run.invoke(program, asked, env={"RJFLOW_KEYS": None})

    assert "agency    6" in run.invoke(program, [*asked, "--keys", str(tmp_path / "wrapping")]).output
    assert "agency    6" in run.invoke(program, asked, env={"RJFLOW_KEYS": text}).output
    assert "is sealed, and is not counted without --keys" in without.stderr
    assert "route" not in without.stdout


def test_who_looked_is_logged_where_the_workflow_says_so(tmp_path):
    """
    Looking at a case, its history, its forms and its log is a read, and so is an attempt of somebody without a part.
    """
    from tests.papers import CASE

    logged = read_little(CASE.replace("subject: case", "").replace("version: 1\n", "version: 1\nreads: logged\n", 1))
    from tests.small import unproved

    from rjflow.store.memory import MemoryStore
    from rjflow.store.port import CaseNotFound

    book = Casebook(MemoryStore(), [unproved(logged)], roles=ROLES, clock=FixedClock(BEGINNING))
    book.open("c1", people={"o1": "offender"}, actor="cora")
    for look in (book.view, book.seen, book.filed, book.shares):
        look("c1", "cora")
    with pytest.raises(CaseNotFound):
        book.view("c1", "stranger")

    assert [("case", True), ("history", True), ("forms", True), ("shares", True), ("case", False)] == [
        (one.what, one.allowed) for one in book.reads("c1")
    ]
