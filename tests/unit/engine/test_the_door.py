"""
What may be handed to the engine: anything else is a clear error of ours, and never a raw one of Python's.
"""

import pickle
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import pytest
from attrs import evolve
from tests.hash_seeds import under_three_seeds
from tests.small import event, evidence, unproved, workflow
from tests.unit.engine.running_cases import BEGINNING, DEFINITION, Run

from rjflow.clock import FixedClock
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Day, Deadline, Way, Window
from rjflow.definition.safeguards import Entering, Exemption, Safeguard, Step
from rjflow.engine.asking import NobodyIsTheClock, NotAsked
from rjflow.engine.encoding import as_lines, from_lines
from rjflow.engine.hosting import ExemptionRanOut
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.errors import NotATime, RjflowError
from rjflow.guards.syntax import Among
from rjflow.instants import instant
from rjflow.rules.commands import Fire
from rjflow.rules.situation import Actor
from rjflow.verifier.verdict import NobodyAnswers, VerifiedWorkflow, Waiver
from rjflow.verifier.verifying import verify

NO_IDS = (None, 5, "", "a\nb", "a\x85b", "a\u2028b", "\ud800", ["ann"], StrEnum("Id", {"it": "ann"}).it)


class Odd(StrEnum):
    """Roles that are not exactly text."""

    WORKER = "worker"


class Answering:
    """A role lookup that always gives one thing."""

    def __init__(self, answer):
        self._answer = answer

    def roles_of(self, actor, case):
        return self._answer


@pytest.mark.parametrize("odd", NO_IDS)
@pytest.mark.parametrize(
    "ask",
    [
        lambda engine, case, odd: engine.open(odd, people={}, actor="ada"),
        lambda engine, case, odd: engine.open(
            "c", people={odd: "guest"} if not isinstance(odd, list) else odd, actor="ada"
        ),
        lambda engine, case, odd: engine.open("c", people={}, actor=odd),
        lambda engine, case, odd: engine.join(case, odd, "guest", actor="ada"),
        lambda engine, case, odd: engine.leave(case, odd, actor="ada"),
        lambda engine, case, odd: engine.record(case, "plan", "yes", actor=odd),
        lambda engine, case, odd: engine.options(case, odd),
    ],
)
def test_an_id_is_plain_text(ask, odd):
    """
    Everybody and every case has an id that can be written down and compared.
    """
    run = Run()
    with pytest.raises((NotAsked, NobodyIsTheClock)):
        ask(run.engine, run.case, odd)


@pytest.mark.parametrize(
    "ask",
    [
        lambda engine, case: engine.open("c", people=["g1"], actor="ada"),
        lambda engine, case: engine.open("c", people=None, actor="ada"),
        lambda engine, case: engine.open("c", people={"g1": None}, actor="ada"),
        lambda engine, case: engine.fire(None, "enter", actor="ada"),
        lambda engine, case: engine.fire("case", "enter", actor="ada"),
        lambda engine, case: engine.fire(engine.advance(case), "enter", actor="ada"),
        lambda engine, case: engine.fire(case, None, actor="ada"),
        lambda engine, case: engine.fire(case, ["enter"], actor="ada"),
        lambda engine, case: engine.fire(case, "enter", actor="ada", given="abc"),
        lambda engine, case: engine.fire(case, "enter", actor="ada", given=5),
        lambda engine, case: engine.fire(case, "enter", actor="ada", given=["plan"]),
        lambda engine, case: engine.fire(case, "enter", actor="ada", given={None: "yes"}),
        lambda engine, case: engine.fire(case, "enter", actor="ada", given={"agrees": {None: "yes"}}),
        lambda engine, case: engine.fire(case, "finish", actor="ada", reason=5),
        lambda engine, case: engine.record(case, None, "yes", actor="ada"),
        lambda engine, case: engine.record(case, "plan", ["yes"], actor="ada"),
        lambda engine, case: engine.record(case, "plan", None, actor="ada"),
        lambda engine, case: engine.record(case, "plan", StrEnum("Said", {"it": "yes"}).it, actor="ada"),
        lambda engine, case: engine.notice(case, None, actor="ada"),
        lambda engine, case: engine.join(case, "g2", None, actor="ada"),
        lambda engine, case: engine.consider(case, None, actor="ada"),
        lambda engine, case: engine.consider(case, Fire(event="enter", actor=Actor("ada"), at=None)),
        lambda engine, case: engine.advance(case.situation),
        lambda engine, case: SameRoles({"ann": "facilitator"}),
        lambda engine, case: Engine(unproved(DEFINITION), roles=None),
        lambda engine, case: Engine(unproved(DEFINITION), roles=SameRoles({}), clock="noon"),
        lambda engine, case: Engine(unproved(DEFINITION), roles=SameRoles({}), scheme=case),
        lambda engine, case: Engine(verify(DEFINITION), roles=SameRoles({})),
    ],
)
def test_what_cannot_be_asked_is_said_clearly(ask):
    """
    One kind of error, which says what was expected.
    """
    run = Run()
    with pytest.raises(NotAsked, match=r"not |only|gives"):
        ask(run.engine, run.case)


@pytest.mark.parametrize(
    "answer",
    [
        *(None, ["worker"], Actor("ada", "worker"), Actor("ada", None), Actor("ada", frozenset({"worker"}), [5])),
        *(Actor("ada", frozenset({"worker", 5})), Actor("ada", frozenset({Odd.WORKER}))),
        Actor("ada", frozenset({"worker"}), frozenset({5})),
    ],
)
def test_a_role_lookup_gives_an_actor(answer):
    """
    Roles that are not a set of texts are nobody's roles.
    """
    engine = Engine(unproved(DEFINITION), roles=Answering(answer))
    with pytest.raises(NotAsked, match="role lookup"):
        engine.open("c", people={}, actor="ada")


@pytest.mark.parametrize("at", [date(2026, 3, 3), "2026-03-03", 5, datetime(2026, 3, 3)])  # noqa: DTZ001  # that is the point
def test_a_time_is_a_moment_with_its_zone(at):
    """
    Whatever else it is, it is one error of ours, and a ValueError too.
    """
    run = Run()
    with pytest.raises(NotATime) as raised:
        run.engine.advance(run.case, at=at)
    assert isinstance(raised.value, RjflowError | ValueError)
    with pytest.raises(NotATime):
        FixedClock(at)


def test_what_an_engine_makes_cannot_be_changed_and_has_a_hash():
    """
    Entries and decisions can be put in sets; roles in an entry are fixed.
    """
    run = Run()
    step = run.engine.record(run.case, "checked", "yes", actor="ada")

    assert isinstance(step.entries[0].actor.roles, frozenset)
    assert 2 == len({step.entries[0], step.decision})


def test_a_step_is_the_same_bytes_under_any_hash_seed():
    """
    Told or pickled, a step does not depend on the order in which Python happens to keep a set.
    """
    program = (
        "import pickle, sys; from tests.unit.engine.running_cases import Run; run = Run();"
        "from rjflow.rules.situation import Actor; from rjflow.engine.running import Engine;"
        "step = run.engine.record(run.case, 'checked', 'yes', actor='ada');"
        "actor = Actor('x', frozenset('abcdefgh'), frozenset('ijklmnop'));"
        "sys.stdout.buffer.write(pickle.dumps((step, actor)) + repr((step, actor)).encode())"
    )
    outputs = under_three_seeds(program)

    assert 1 == len(outputs)
    step = Run().engine.record(Run().case, "checked", "yes", actor="ada")
    assert step == pickle.loads(pickle.dumps(step))


def test_a_reason_that_looks_like_the_end_of_a_line_is_read_back():
    """
    Only a line feed ends a line of a history.
    """
    definition = workflow(evidence("note", values=Day()), event("go", ("start", "end")))
    engine = Engine(unproved(definition), roles=Answering(Actor("ann", frozenset({"worker"}), frozenset({"a\u2028b"}))))
    entries = engine.open("case", people={}, actor="ann", at=BEGINNING).entries

    assert entries == from_lines(as_lines(entries)).entries


def test_a_time_before_the_case_is_the_case_s_own():
    """
    The decision, the record and the entry say one time: the one at which it was judged.
    """
    run = Run()
    step = run.engine.record(run.case, "checked", "yes", actor="ada", at=BEGINNING - timedelta(days=9))
    times = {step.decision.before.now, step.entries[0].at, step.case.situation.records[0].at}

    assert {instant(BEGINNING)} == times


def test_time_that_changes_nothing_leaves_no_entry():
    """
    A host may call `advance` as often as it likes.
    """
    run = Run()
    step = run.engine.advance(run.case)

    assert step.allowed
    assert (run.case, ()) == (step.case, step.entries)


def test_the_last_moment_there_is_can_be_asked_about():
    """
    The end of the calendar is no error.
    """
    run = Run()
    last = datetime.max.replace(tzinfo=UTC)

    assert run.engine.record(run.case, "checked", "yes", actor="ada", at=last).allowed


# ---- the key ---------------------------------------------------------------------------------------------------------


def test_a_key_cannot_be_changed():
    """
    What was proved is what runs.
    """
    key = unproved(DEFINITION)
    with pytest.raises(AttributeError, match="never changes"):
        key.workflow = workflow()
    with pytest.raises(AttributeError, match="never changes"):
        del key.waiver
    assert fingerprint(DEFINITION) == key.fingerprint == pickle.loads(pickle.dumps(key)).fingerprint


@pytest.mark.parametrize(("by", "reason"), [("", "because"), ("ann", ""), (" ", "because"), (None, "because")])
def test_a_waiver_names_somebody_and_a_reason(by, reason):
    """
    Nobody lets an unproved workflow run without a name.
    """
    with pytest.raises(NobodyAnswers):
        VerifiedWorkflow.without_proof(DEFINITION, Waiver(by=by, reason=reason, at=0))


def exempted():
    """
    Give a workflow that does not keep its safeguard, for which somebody answers until the end of March.
    """
    never = Safeguard(
        id="S1",
        label="a check before the end",
        origin="workflow",
        form=Entering(steps=(Step("final"),), condition=Among("checked", ("yes",)), text="checked is yes"),
    )
    exemption = Exemption(safeguard="S1", owner="Boss", reason="a trial", until=date(2026, 3, 31))
    return workflow(
        evidence("checked", window=Window("whole case")),
        event("go", ("start", "end")),
        safeguards=(never,),
        exemptions=(exemption,),
    )


def test_an_exemption_ends_when_it_says():
    """
    After its day no case is opened and no event happens; records are still made.
    """
    report = verify(exempted(), today=date(2026, 3, 1))
    assert "broken" == report.verdicts[0].judged
    key = report.require()
    engine = Engine(key, roles=SameRoles({"ada": ["worker"]}))
    last = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
    case = engine.open("case", people={}, actor="ada", at=last).case
    after = last + timedelta(minutes=1)

    assert date(2026, 3, 31) == key.until
    assert engine.fire(case, "go", actor="ada", at=last).allowed
    for ask in (
        lambda: engine.fire(case, "go", actor="ada", at=after),
        lambda: engine.consider(case, "go", actor="ada", at=after),
        lambda: engine.consider(case, Fire(event="go", actor=Actor("ada"), at=instant(after))),
        lambda: engine.options(case, "ada", at=after),
        lambda: engine.open("case", people={}, actor="ada", at=after),
    ):
        with pytest.raises(ExemptionRanOut, match="2026-03-31"):
            ask()
    assert engine.record(case, "checked", "yes", actor="ada", at=after).allowed


def test_a_date_that_has_passed_rings_in_the_same_step():
    """
    When a deadline rings does not depend on how often the host looks.
    """
    definition = workflow(
        evidence("court", values=Day(), window=Window("whole case")),
        event("comes", Way(from_states=("start",), target="end"), by=("clock",)),
        deadlines=(Deadline(states=("start",), event="comes", until="court"),),
    )
    engine = Engine(unproved(definition), roles=SameRoles({"ada": ["worker"]}))
    case = engine.open("case", people={}, actor="ada", at=BEGINNING).case

    assert "end" == engine.record(case, "court", date(2026, 1, 1), actor="ada", at=BEGINNING).case.state


def test_the_scheme_is_a_case_of_the_scheme():
    """
    A case of another workflow, or anything else, is not taken for it.
    """
    from tests.unit.engine.test_running import under_a_scheme

    engine, _, shown = under_a_scheme()
    case = engine.open("case", people={}, actor="ada", at=BEGINNING).case
    for odd in (evolve(shown[0], fingerprint="another"), "scheme", case.situation):
        shown[0] = odd
        with pytest.raises(RjflowError, match=r"another definition|a case is"):
            engine.fire(case, "go", actor="ada", at=BEGINNING)
