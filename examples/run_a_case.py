"""
Run a case through the shipped workflow of a service that is getting ready, and say what happened.

It prints:

    5 of 5 safeguards are kept.

    refused: the planning group's twelve milestones are reached

      The case is in “an idea”. On 2 March 2026, 09:00, Ivo asked. None of 14
      conditions is met:

        no       the case is in “the planning group is at work (1)”
                   it is in “an idea”
        no       it is a member of the planning group who asks
                   it was Ivo (the senior manager who owns the work)

      1, a group plans the work and answers for it:
        according to Wait 'til Eight, appendices (the first table was read), 2013-01
        unknown  “a senior manager who owns the work, with a clear brief” is “in
                 place”
                   nobody knows; nothing is recorded
        unknown  “a planning group with members and a written remit” is “in place”
                   nobody knows; nothing is recorded
        unknown  “shared principles and values in writing” is “in place”
                   nobody knows; nothing is recorded
        unknown  “the main aims in writing” is “in place”
                   nobody knows; nothing is recorded
        unknown  “a delivery plan with milestones” is “in place”
                   nobody knows; nothing is recorded
        unknown  “a count of the need, and of the cases to expect” is “in place”
                   nobody knows; nothing is recorded
        unknown  “a map of the way of working, agreed by the departments in it” is
                 “in place”
                   nobody knows; nothing is recorded
        unknown  “the main outcomes, with how each is measured and recorded” is “in
                 place”
                   nobody knows; nothing is recorded
        unknown  “staff time, worked out from the cases and drop-out to expect” is
                 “in place”
                   nobody knows; nothing is recorded
        unknown  “an order of priority among eligible cases” is “in place”
                   nobody knows; nothing is recorded
        unknown  “a list of the jobs that can take on facilitation” is “in place”
                   nobody knows; nothing is recorded
        unknown  “restorative-justice duties in the job descriptions” is “in place”
                   nobody knows; nothing is recorded

      What may happen now:

        form the planning group  the senior manager who owns the work
        end the service          the senior manager who owns the work or a member of
                                 the planning group

    Nothing was recorded.

          1  2 March 2026, 09:00  Ivo: open the case → an idea
          2  2 March 2026, 09:00  Ivo: form the planning group → the planning group
             is at work (1)
          3  2 March 2026, 09:00  Hana: record “a senior manager who owns the work,
             with a clear brief”: “in place”

    Replayed: the same case.
"""

from datetime import UTC, datetime

from rjflow import Engine, FixedClock, History, SameRoles, read_file, replay, shipped, verify
from rjflow.report.deciding import decision_text
from rjflow.report.running import history_text

NAMES = {"ivo": "Ivo", "hana": "Hana"}


def main() -> None:
    """Prove the workflow, try a step too early, do it in order, and live through the history again."""
    report = verify(read_file(shipped("scheme-readiness")))
    print(f"{sum(one.judged == 'kept' for one in report.verdicts)} of {len(report.verdicts)} safeguards are kept.\n")

    roles = SameRoles({"ivo": ["senior-owner"], "hana": ["planner"]})
    engine = Engine(report.require(), roles=roles, clock=FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC)))
    step = engine.open("our-service", people={}, actor="ivo")
    history = History(step.entries)

    refused = engine.fire(step.case, "first-foundation-laid", actor="ivo")
    print(decision_text(report.workflow, refused.decision, names=NAMES), end="\n\n")

    step = engine.fire(step.case, "form-group", actor="ivo")
    history = history.extended(step.entries)
    step = engine.record(step.case, "owner-named", "in-place", actor="hana")
    history = history.extended(step.entries)

    print(history_text(report.workflow, history, names=NAMES))
    same = replay(history, {report.fingerprint: report.workflow}) == step.case
    print(f"\nReplayed: {'the same case' if same else 'another case'}.")


if __name__ == "__main__":
    main()
