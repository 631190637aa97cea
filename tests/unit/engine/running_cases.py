"""
A workflow with a bit of everything, and a case that runs through it, for the tests of the engine.
"""

from datetime import UTC, datetime

from tests.small import asks, event, evidence, state, unproved, workflow

from rjflow.clock import FixedClock
from rjflow.definition.model import Change, Kind, Notice, Voider, Way, Window
from rjflow.engine.history import History
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine, Step
from rjflow.guards.syntax import Among, ForPeople

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHANGE = Change(by=("worker",), states=("start", "inside"))
AGREED = asks(ForPeople("every", 0, "guest", Among("agrees", ("yes",))))

DEFINITION = workflow(
    evidence("agrees", about="guest", recorded_by=("guest", "worker"), voided_by=(Voider("notice", "alarm"),)),
    evidence("checked", window=Window("whole case"), not_by=("plan",)),
    evidence("plan"),
    Kind(name="guest", label="guest", at_least=1, at_most=2, joins=CHANGE, leaves=CHANGE),
    Notice(name="alarm", label="alarm"),
    state("inside", guard=AGREED, otherwise="start"),
    event(
        "enter", Way(from_states=("start",), target="inside", needs=asks(Among("checked", ("yes",)))), records=("plan",)
    ),
    event("finish", ("inside", "end")),
)
WHO = {"ada": ["worker", "something else"], "ben": ["worker"], "gus": []}


class Run:
    """
    One case, run step by step, with its history.
    """

    def __init__(self) -> None:
        self.clock = FixedClock(BEGINNING)
        roles = SameRoles(WHO, acts_for={"gus": ["g1"]})
        self.engine = Engine(unproved(DEFINITION), roles=roles, clock=self.clock)
        self.history = History()
        self.take(self.engine.open("case-1", people={"g1": "guest"}, actor="ada"))

    def take(self, step: Step) -> Step:
        """
        Keep what a step gives, and let an hour pass.
        """
        self.case = step.case
        self.history = self.history.extended(step.entries)
        self.clock.forward(hours=1)
        return step


def whole_run() -> Run:
    """
    Run a case from its opening to its end, with a fall, a notice, a visitor, and time passing.
    """
    run = Run()
    engine, take = run.engine, run.take
    take(engine.record(run.case, "checked", "yes", actor="ada"))
    take(engine.record(run.case, "agrees", "yes", person="g1", actor="gus"))
    take(engine.fire(run.case, "enter", actor="ben", given={"plan": "yes"}))
    take(engine.notice(run.case, "alarm", actor="gus"))
    take(engine.record(run.case, "agrees", "yes", person="g1", actor="ada"))
    take(engine.join(run.case, "g2", "guest", actor="ada"))
    take(engine.leave(run.case, "g2", actor="ben"))
    take(engine.fire(run.case, "enter", actor="ben", given={"plan": "yes"}))
    run.clock.forward(days=2)
    take(engine.advance(run.case))
    take(engine.record(run.case, "agrees", "yes", person="g1", actor="ada"))
    take(engine.fire(run.case, "enter", actor="ben", given={"plan": "yes"}))
    take(engine.fire(run.case, "finish", actor="ada"))
    return run
