"""
What is said about running cases, as a person last approved it: refusals, histories, options, and the demonstration.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from rjflow import Engine, FixedClock, History, SameRoles, VerifiedWorkflow, Waiver, read_file
from rjflow.auditing import audit
from rjflow.cli.keeping_demo import case_file
from rjflow.cli.program import program
from rjflow.report.deciding import decision_text
from rjflow.report.layout import WIDTH
from rjflow.report.running import history_text, moves_text, options_text, ran_out_text
from rjflow.rules.commands import Fire, Join
from rjflow.rules.situation import Actor
from rjflow.store.sql import SqlStore

FOLDER = Path(__file__).parent / "files"
NAMES = {"ann": "Ann (host)", "bob": "Bob (warden)", "kim": "Kim", "lou": "Lou"}
ROLES = SameRoles({"ann": ["host"], "bob": ["warden"], "eve": ["keeper"]}, acts_for={"kim": ["kim"]})


class Run:
    """A case of the mending club, under a house that is open."""

    def __init__(self) -> None:
        self.clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        self.house = self._engine("house").open("house", people={}, actor="eve").case
        self.house = self._engine("house").record(self.house, "insurance", "paid", actor="eve").case
        self.engine = self._engine("club", scheme=lambda: self.house)
        self.workflow = self.engine.workflow
        step = self.engine.open("case", people={"kim": "owner", "lou": "thrower"}, actor="ann")
        self.case, self.history = step.case, History(step.entries)

    def _engine(self, name, roles=ROLES, **options) -> Engine:
        """
        Run a workflow that was not proved, loudly.
        """
        waiver = Waiver(by="the tests", reason="they look at words, not at safety", at=0)
        verified = VerifiedWorkflow.without_proof(read_file(FOLDER / f"{name}.workflow.yaml"), waiver)
        return Engine(verified, roles=roles, clock=self.clock, **options)

    def do(self, deed, *arguments, **options):
        """
        Do something that must be allowed, and keep the case and its history.
        """
        step = getattr(self.engine, deed)(self.case, *arguments, **options)
        assert step.allowed, decision_text(self.workflow, step.decision)
        self.case, self.history = step.case, self.history.extended(step.entries)
        return step.decision

    def say(self, decision, **options) -> str:
        """
        Tell a decision.
        """
        return decision_text(self.workflow, decision, names=NAMES, **options)

    def to_preparing(self) -> None:
        """
        Get ready to mend, with one answer too early, one void, and one that will run out.
        """
        self.do("fire", "take-up", actor="ann")
        self.do("record", "welcome", "given", actor="ann", person="lou")
        for person in ("kim", "lou"):
            self.do("record", "told", "given", actor="ann", person=person)
        self.do("record", "welcome", "given", actor="ann", person="kim")
        self.do("record", "glass-check", 2, actor="ann")
        self.do("record", "glass-approval", True, actor="bob")
        self.do("notice", "second-ball-thrown", actor="bob")
        self.clock.forward(days=2)


@pytest.fixture
def run() -> Run:
    return Run()


def test_a_refusal_with_everything_that_was_asked(run, golden):
    """
    A refusal names every condition, the evidence it rests on in each of its lives, the reasons, and what may happen.
    """
    run.to_preparing()
    option = next(one for one in run.engine.options(run.case, "ann") if one.event == "begin")

    golden.check(
        "refusal.begin.txt", run.say(run.engine.consider(run.case, "begin", actor="ann"), remedies=option.remedies)
    )


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("wrong-actor", lambda run: run.engine.consider(run.case, "take-up", actor="kim")),
        ("wrong-state", lambda run: run.engine.consider(run.case, "finish", actor="ann")),
        ("form", lambda run: run.engine.consider(run.case, "finish", actor="ann", given={"glass-check": 3})),
        ("two-ways", lambda run: run.engine.consider(run.case, "settle", actor="bob", reason="stolen")),
        ("value", lambda run: run.engine.record(run.case, "glass-check", 11, actor="ann").decision),
        ("person", lambda run: run.engine.record(run.case, "welcome", "given", actor="ann", person="nobody").decision),
        ("join", lambda run: run.engine.join(run.case, "kim", "friend", actor="ann").decision),
        ("fixed-people", lambda run: run.engine.join(run.case, "max", "owner", actor="ann").decision),
        ("leave", lambda run: run.engine.leave(run.case, "max", actor="ann").decision),
    ],
)
def test_other_refusals(name, deed, run, golden):
    """
    Whatever a refusal is for, it says so in words.
    """
    golden.check(f"refusal.{name}.txt", run.say(deed(run)))


def test_separation_of_duties_is_told(run, golden):
    """
    A refusal says who did the other thing.
    """
    run.do("fire", "take-up", actor="ann")
    run.do("record", "glass-approval", True, actor="bob")
    both = Actor("bob", frozenset({"host", "warden"}))
    command = Fire(event="begin", actor=both, at=run.case.situation.now)
    lookup = SameRoles({"bob": ["host", "warden"]})
    engine = run._engine("club", lookup, scheme=lambda: run.house)

    golden.check("refusal.not-by.txt", run.say(engine.consider(run.case, command)))


def test_an_answer_that_does_not_count_is_told(run, golden):
    """
    What was recorded too early is recorded, and it is said why it does not count.
    """
    golden.check("allowed.too-early.txt", run.say(run.do("record", "welcome", "given", actor="ann", person="lou")))


def test_a_case_that_falls_is_told(run, golden):
    """
    When a gate closes, it is said where the case went, and what had run out.
    """
    run.to_preparing()
    run.do("record", "mending-plan", "proposed", actor="ann")
    run.do("record", "party-day", date(2026, 4, 1), actor="ann")
    run.do("record", "glass-check", 2, actor="ann")
    run.do("record", "glass-approval", True, actor="bob")
    for person in ("kim", "lou"):
        run.do("record", "welcome", "given", actor="ann", person=person)
    begun = run.say(run.do("fire", "begin", actor="ann"))
    earlier = run.case.situation
    run.clock.forward(days=1)
    fallen = run.do("advance")
    lapsed = ran_out_text(run.workflow, earlier, fallen.after, names=NAMES)
    golden.check("allowed.fall.txt", f"{begun}\n\n{moves_text(run.workflow, fallen)}\n\n{lapsed}\n")
    golden.check("history.txt", history_text(run.workflow, run.history, names=NAMES))
    golden.check("history.brief.txt", history_text(run.workflow, run.history, names=NAMES, brief=True))


def test_options_are_told(run, golden):
    """
    For each event it is said whether it is open; and where not, what would help and who could do it.
    """
    run.to_preparing()

    golden.check(
        "options.txt",
        options_text(run.workflow, run.case.situation, run.engine.options(run.case, "ann"), names=NAMES),
    )


def test_somebody_nobody_knows_is_called_by_their_id(run):
    """
    Without names, people are called by what they are, and workers by the id the host gave them.
    """
    text = decision_text(run.workflow, run.engine.consider(run.case, "take-up", actor="kim"))

    assert "the owner of the window asked" in " ".join(text.split())
    joined = Join(person="max", kind="friend", actor=Actor("ann"), at=run.case.situation.now)
    assert "refused: add max (friend)" in decision_text(run.workflow, run.engine.consider(run.case, joined))


@pytest.fixture(scope="module")
def demonstration() -> str:
    done = CliRunner().invoke(program, ["demo"], prog_name="rjflow")
    assert 0 == done.exit_code, done.output
    return done.stdout


def test_the_demonstration_reads_as_it_was_approved(demonstration, golden):
    """
    `rjflow demo` says the same on every day and every machine.
    """
    golden.check("demo.txt", demonstration)


def test_the_demonstration_leaves_its_cases_in_a_file(tmp_path):
    """
    With `--store`, both cases are in the file with all that happened; a file that is there already is left alone.
    """
    path = tmp_path / "demo.db"
    done = CliRunner().invoke(program, ["demo", "--store", str(path)], prog_name="rjflow")
    store = SqlStore.at(str(path), create=False)
    found, last = audit(store), store.load("case-1").case
    store.engine.dispose()
    again = CliRunner().invoke(program, ["demo", "--store", str(path)], prog_name="rjflow")

    assert (0, 2, (), "closed") == (done.exit_code, found.cases, found.flaws, last.state)
    assert f"Replayed from its {last.revision} entries" in done.stdout
    assert (2, True) == (again.exit_code, "is there already" in " ".join(again.output.split()))


def test_the_demonstration_says_at_once_where_it_cannot_keep_its_cases(tmp_path):
    """
    A file that cannot be made is told in a line before anything is proved.
    """
    done = CliRunner().invoke(program, ["demo", "--store", str(tmp_path / "nowhere" / "demo.db")], prog_name="rjflow")

    assert (1, "") == (done.exit_code, done.stdout)
    assert done.stderr.startswith("could not read")
    assert done.stderr.endswith("unable to open database file\n")


def test_the_demonstration_goes_on_from_its_file(tmp_path):
    """
    Opened again, a file is read anew: what somebody else put into it meanwhile is there, and its old connection is gone.
    """
    from tests.unit.casebook.books import door_book

    with case_file(str(tmp_path / "demo.db")) as file:
        before = file.store
        door_book(before)[0].open("door-1", people={}, actor="ann")
        door_book(SqlStore.at(str(tmp_path / "demo.db")))[0].record("door-1", "key", "found", actor="ann")
        after = file.again()

        assert before is not after
        assert 2 == door_book(after)[0].case("door-1").revision


def test_the_demonstration_needs_no_database(monkeypatch, tmp_path):
    """
    Without SQLAlchemy the cases are kept in memory, and a file cannot be asked for.
    """
    monkeypatch.setattr("rjflow.cli.keeping_demo._is_there", lambda module: False)
    with case_file(None) as file:
        assert (False, file.store) == (file.is_file, file.again())
    with pytest.raises(click.UsageError, match="rjflow\\[store\\]"), case_file(str(tmp_path / "demo.db")):
        pass


def test_the_demonstration_fits_into_eighty_columns(demonstration):
    """
    No line of it is longer than eighty characters.
    """
    assert [] == [line for line in demonstration.splitlines() if len(line) > WIDTH]
