"""
The scenarios of practice, walked on the real engine: each is allowed or refused as the practice reference says it should be.

Scenarios 8 and 12 are told as far as they belong to this programme: a sentence that ends, and a promise that was not kept. The
fifteenth, a policy edit, is what `workflows/unsafe/` is for.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from rjflow.scenarios.acting import Acting, Company, today
from rjflow.cli.demo import COMPANY, SENTENCE_ENDS, TO_ALLOCATION, TO_PREPARING, TO_READINESS, TO_READY
from rjflow.clock import FixedClock
from rjflow.engine.running import Engine, Step
from rjflow.guards.syntax import Value
from rjflow.reader.reading import read_file
from rjflow.report.running import ran_out_text
from rjflow.rules.decision import Decision
from rjflow.rules.finding import findings
from rjflow.shipped import folder
from rjflow.verifier.verdict import Report
from rjflow.verifier.verifying import verify

CROWD = Company(
    workers={**COMPANY.workers, "una": ["order-maker"]},
    people={**COMPANY.people, "lee": "offender", "toni": "supporter"},
    names=COMPANY.names,
)
TO_SCHEDULED = (*TO_READY, ("fix-the-day", "ben"))
TO_MEETING = (("pass-day-checks", "ben"), ("begin-meeting", "ben"))
TO_EXCHANGE = (*TO_PREPARING[:-1], ("choose-messages", "cleo"), ("start-exchange", "ben"), ("take-in-message", "ben"))


@cache
def proved(name: str) -> Report:
    return verify(read_file(folder() / f"{name}.workflow.yaml"))


class Walk:
    """A case at some point of its road, and what happens to it there."""

    def __init__(
        self, *roads: Sequence[tuple[str, str]], people: Sequence[str] = ("robin", "kit"), asked: str = "victim"
    ) -> None:
        clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        ready = Acting(
            Engine(proved("scheme-readiness").require(), roles=CROWD.roles(), clock=clock), clock, CROWD, "s", (), "ivo"
        )
        for event, by in TO_READINESS:
            ready.do(event, by)
        engine = Engine(
            proved("ew-post-sentence").require(), roles=CROWD.roles(), clock=clock, scheme=lambda: ready.case
        )
        self.acting = Acting(engine, clock, CROWD, "case", people, "ada")
        self.engine = engine
        self.clock = clock
        self.fire("receive-referral", "ada", **{"referral-record": "lawful", "request-from": asked})
        self.go(*TO_ALLOCATION[1:])
        self.acting.record("sentence-end", SENTENCE_ENDS)
        self.acting.day = today(self.acting) + timedelta(days=10)
        for road in roads:
            self.go(*road)

    @property
    def state(self) -> str:
        return self.acting.case.situation.state

    def go(self, *steps: tuple[str, str]) -> None:
        """Take steps, with all that they need recorded first, as the first answer a file lists."""
        for event, by in steps:
            step = self.acting.do(event, by)
            assert step.allowed, (event, self.state, why(step.decision))

    def to_the_day(self) -> None:
        self.wait(days=(self.acting.day - today(self.acting)).days)

    def wait(self, **how_long: int) -> None:
        self.clock.forward(**how_long)
        self._take(self.engine.advance(self.acting.case))

    def fire(self, event: str, by: str, reason: str | None = None, **given: Value) -> Decision:
        """Make an event happen with nothing prepared for it."""
        return self._take(self.engine.fire(self.acting.case, event, actor=by, reason=reason, given=given)).decision

    def record(self, evidence: str, value: Value, by: str, person: str | None = None) -> Decision:
        return self._take(self.engine.record(self.acting.case, evidence, value, actor=by, person=person)).decision

    def notice(self, notice: str, by: str = "dev") -> None:
        assert self._take(self.engine.notice(self.acting.case, notice, actor=by)).allowed

    def swap(self, leaving: str, joining: str) -> tuple[Step, Step]:
        left = self.leave(leaving)
        return left, self._take(self.engine.join(self.acting.case, joining, CROWD.people[joining], actor="ben"))

    def leave(self, person: str) -> Step:
        return self._take(self.engine.leave(self.acting.case, person, actor="ben"))

    def lacks(self, event: str, by: str, reason: str | None = None) -> set[str]:
        """Tell what a refusal names: the evidence it rests on, or `state` where the case is not where the event begins."""
        decision = self.engine.consider(self.acting.case, event, actor=by, reason=reason)
        return set() if decision.allowed else why(decision)

    def _take(self, step: Step) -> Step:
        self.acting.case = step.case
        return step


def needed_for(walk: Walk, evidence: str, person: str) -> set[str]:
    """Tell what a record would need in order to count."""
    workflow = walk.engine.workflow
    asked = findings(workflow, walk.acting.case.situation, workflow.evidence[evidence].needs, "counts", person=person)
    return {used.evidence for one in asked if one.truth is not True for used in one.used}


def why(decision: Decision) -> set[str]:
    named = {used.evidence for one in decision.missing for used in one.used}
    return named | {one.asked for one in decision.missing if not one.used}


def test_1_withdraws_one_minute_before() -> None:
    """Nothing starts after a withdrawal; the others are told; and the case is closed for that and for nothing else."""
    walk = Walk(TO_PREPARING, TO_SCHEDULED)
    walk.to_the_day()
    walk.go(("pass-day-checks", "ben"))

    assert walk.fire("victim-withdraws", "robin").allowed
    assert "state" in walk.lacks("begin-meeting", "ben")
    assert "others-told" in walk.lacks("close-case", "ada", "victim-withdrew")
    walk.go(("tell-others", "ben"))
    assert not walk.fire("close-case", "ada", "offender-withdrew").allowed
    walk.record("safeguarding-check", "nothing-open", "cleo")
    assert walk.fire("close-case", "ada", "victim-withdrew").allowed


def test_2_takes_it_back_in_the_last_preparation_meeting() -> None:
    """A retraction ends the plan, leads back to the assessment, and nothing goes on before the facts are acknowledged again."""
    walk = Walk(TO_PREPARING, TO_READY)

    assert walk.fire("offender-retracts", "ben").allowed
    assert walk.state == "assessing"
    assert {"responsibility", "risk-assessment"} <= walk.lacks("choose-meeting", "cleo")
    walk.go(("choose-meeting", "cleo"))
    assert "meeting-plan" in walk.lacks("resubmit-plan", "ben")


def test_3_an_order_between_approval_and_the_day() -> None:
    """A new order stops a fixed day, and only whoever made it can grant an exception."""
    walk = Walk(TO_PREPARING, TO_SCHEDULED)
    walk.notice("contact-order-made")

    assert walk.state == "postponed"
    walk.go(("prepare-again", "ben"))
    walk.acting.day += timedelta(days=3)
    walk.go(("resubmit-plan", "ben"), ("approve-plan", "cleo"), ("fix-the-day", "ben"))
    walk.to_the_day()
    walk.record("legal-check", "exception-covers-it", "ben")
    assert "order-exception" in walk.lacks("pass-day-checks", "ben")
    assert not walk.record("order-exception", "granted", "ben").allowed
    assert walk.record("order-exception", "granted", "una").allowed
    assert "order-exception" not in walk.lacks("pass-day-checks", "ben")


def test_4_another_supporter_the_evening_before() -> None:
    """Nobody is added once a day is fixed; and after one has gone, everybody is asked again for another day."""
    walk = Walk(TO_PREPARING)
    walk.acting.join("sam", "ben")
    walk.go(*TO_SCHEDULED)
    walk.wait(days=9)
    left, joined = walk.swap("sam", "toni")

    assert (left.allowed, joined.allowed, walk.state) == (True, False, "postponed")
    assert "state" in walk.lacks("pass-day-checks", "ben")
    walk.go(("prepare-again", "ben"))
    assert {"meeting-plan", "meeting-date"} <= walk.lacks("resubmit-plan", "ben")


def test_5_the_risk_is_rated_higher() -> None:
    """After a rise of the risk an approval from before it opens nothing; one from after it does."""
    walk = Walk(TO_PREPARING, TO_SCHEDULED)
    walk.notice("risk-level-raised")

    assert walk.state == "postponed"
    walk.go(("prepare-again", "ben"), ("resubmit-plan", "ben"))
    decision = walk.fire("approve-plan", "cleo", **{"plan-approval": "go"})
    assert {"risk-assessment", "risk-approval"} <= why(decision)
    walk.go(("approve-plan", "cleo"))


def test_6_moved_to_another_prison() -> None:
    """A move ends the plan, the place and the old prison's agreement; the new one has to agree."""
    walk = Walk(TO_PREPARING)
    walk.record("custody", "in-custody", "dev", "kit")
    walk.record("establishment-access", "agreed", "gus", "kit")
    walk.go(*TO_READY)
    walk.record("establishment-clearance", "agreed", "gus", "kit")
    walk.notice("moved-establishment")

    assert walk.state == "preparing"
    walk.record("custody", "in-custody", "dev", "kit")
    walk.record("establishment-access", "agreed", "gus", "kit")
    walk.acting.day += timedelta(days=3)
    walk.go(("propose-plan", "ben"), ("approve-plan", "cleo"))
    assert {"establishment-clearance"} <= walk.lacks("fix-the-day", "ben")
    walk.record("establishment-clearance", "agreed", "gus", "kit")
    assert "establishment-clearance" not in walk.lacks("fix-the-day", "ben")


def test_7_a_veiled_threat_in_a_letter() -> None:
    """A letter that is held back never passes, and the concern stays open until a supervisor says otherwise."""
    walk = Walk(TO_EXCHANGE)
    walk.record("message-screening", "held-back", "ben")

    assert "message-screening" in walk.lacks("release-letter", "ben")
    walk.go(("hold-message-back", "ben"))
    assert walk.fire("raise-safeguarding", "ben").allowed
    assert "safeguarding-check" in walk.lacks("settle-safeguarding", "cleo")


def test_8_the_last_day_comes_first() -> None:
    """When the sentence ends before the preparation does, the supervisor looks, and nothing follows for anybody."""
    walk = Walk(TO_PREPARING)
    walk.record("sentence-end", date(2026, 3, 20), "dev")
    walk.wait(days=20)

    assert walk.state == "review-due"
    assert "state" in walk.lacks("hold-preparation-meeting", "ben")
    walk.go(("end-case", "cleo"), ("tell-others", "ben"))
    walk.record("safeguarding-check", "nothing-open", "cleo")
    assert walk.fire("close-case", "ada", "timed-out").allowed


def test_9_abuse_comes_to_light_in_a_case_the_other_side_began() -> None:
    """Where the person responsible asked the case is barred, and stays so; where the person harmed asked it is not."""
    theirs = Walk(asked="offender")
    theirs.record("abuse-history", "present", "ada")

    assert {"abuse-history", "request-from"} <= theirs.lacks("approach-offender", "ben")
    assert not theirs.record("request-from", "victim", "ada").allowed

    robins = Walk()
    robins.record("abuse-history", "present", "ada")
    robins.go(("approach-victim-who-asked", "ben"))


def test_10_a_child_comes_of_age() -> None:
    """What a guardian helped to agree to ends on the birthday, and the adult is asked."""
    walk = Walk(TO_PREPARING)
    walk.record("age", "child", "ben", "robin")
    assert {"guardian-help"} <= needed_for(walk, "preparation", "robin")
    walk.record("guardian-help", "agreed", "ben", "robin")
    walk.go(*TO_READY[:-1])
    walk.record("guardian-help", "agreed", "ben", "robin")
    walk.go(TO_READY[-1])

    walk.notice("came-of-age")

    assert walk.state == "preparing"
    walk.go(("resubmit-plan", "ben"))
    decision = walk.fire("approve-plan", "cleo", **{"plan-approval": "go"})
    assert {"age", "consent-to-meet"} <= why(decision)


def test_11_stopped_at_minute_twenty() -> None:
    """A stopped meeting owes its debriefs, leads to no agreement, and is never closed as a completed one."""
    walk = Walk(TO_PREPARING, TO_SCHEDULED)
    walk.to_the_day()
    walk.go(*TO_MEETING)

    assert walk.fire("stop-meeting", "ben").allowed
    assert {"debrief", "way-home"} <= walk.lacks("finish-debriefs", "ben")
    assert "state" in walk.lacks("record-agreement", "ben")
    walk.go(
        ("finish-debriefs", "ben"), ("end-after-stop", "ben"), ("finish-follow-up", "ben"), ("send-bare-report", "ada")
    )
    walk.record("contact-report", "meeting-held", "ben")
    assert "held-to-the-end" in walk.lacks("close-as-completed", "ada", "completed-direct")
    walk.record("risk-feedback", "given", "ben")
    walk.record("safeguarding-check", "nothing-open", "cleo")
    walk.record("contact-report", "meeting-stopped", "ben")
    assert walk.fire("close-after-stop", "ada", "stopped-in-meeting").allowed


def test_12_a_promise_that_was_not_kept() -> None:
    """A broken promise is told to the person harmed, and leads nowhere else than a kept one does."""
    walk = Walk(TO_PREPARING, TO_SCHEDULED)
    walk.to_the_day()
    walk.acting.day += timedelta(weeks=6)
    walk.go(*TO_MEETING, ("finish-meeting", "ben"), ("finish-debriefs", "ben"), ("record-agreement", "ben"))
    walk.record("agreement-copy", "given", "ben", "robin")
    walk.record("agreement-copy", "given", "ben", "kit")
    walk.record("agreement-items", "some-not-kept", "ben", "kit")

    assert walk.lacks("finish-monitoring", "ben") == {"told-of-agreement"}
    walk.record("told-of-agreement", "told", "ben", "robin")
    assert walk.fire("finish-monitoring", "ben").allowed
    assert walk.state == "follow-up"


def test_13_one_of_two_withdraws() -> None:
    """When one of two withdraws the plan is over for both, and the others go on only with everything asked anew."""
    walk = Walk(TO_PREPARING, TO_SCHEDULED, people=("robin", "kit", "lee"))

    assert walk.fire("offender-withdraws", "lee").allowed
    assert walk.state == "after-offender-withdrew"
    walk.go(("tell-others", "ben"))
    assert "consent-to-prepare" in walk.lacks("go-on-with-the-others", "cleo")
    assert walk.leave("lee").allowed
    walk.go(("go-on-with-the-others", "cleo"))
    assert walk.state == "assessing"


def test_14_an_approval_runs_out_overnight() -> None:
    """A minute after midnight nothing starts on the checks of the day before, and it is told what ran out."""
    walk = Walk(TO_PREPARING, TO_SCHEDULED)
    walk.to_the_day()
    walk.go(("pass-day-checks", "ben"))
    earlier = walk.acting.case.situation
    walk.clock.forward(hours=15, minutes=1)

    decision = walk.engine.consider(walk.acting.case, "begin-meeting", actor="ben")

    assert (decision.allowed, decision.before.state) == (False, "postponed")
    told = ran_out_text(walk.engine.workflow, earlier, decision.before, names=CROWD.names)
    assert "check of the day" in told
    assert "today's search for orders" in told
