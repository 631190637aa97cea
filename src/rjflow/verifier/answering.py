"""
What a test of one record may come to, as sets: of one that is tracked, of one that is not, of one about somebody who is not followed.

Stands on: `kleene`, `frame`, `classes`.   Knows nothing of: conditions put together, steps.
"""

from functools import lru_cache

from rjflow.definition.lookup import in_group
from rjflow.definition.model import Workflow
from rjflow.guards.syntax import Among, Compare, IsCurrent, IsMissing
from rjflow.verifier.classes import passes
from rjflow.verifier.frame import Frame
from rjflow.verifier.kleene import Kleene, May

Test = Among | Compare | IsCurrent | IsMissing

OTHERS = "others: "  # before a kind: somebody of it who is not followed


def answer_of(frame: Frame, kleene: Kleene, test: Test, person: str | None, *, observer: bool) -> May:
    """
    Give a test of one record; an *observer* also sees that there is none.
    """
    space, evidence = frame.space, test.evidence
    unknown = kleene.everywhere(unknown=True)
    if isinstance(test, IsMissing) and not observer:
        return unknown
    holder = None if frame.workflow.evidence[evidence].about is None else person
    if not frame.has(("value", evidence, holder)):
        return _unseen(frame, kleene, test, observer=observer) if _may_be(frame, evidence, holder) else unknown
    absent, current = frame.is_(("value", evidence, holder), 0), frame.current(evidence, holder)
    if isinstance(test, IsCurrent):
        return May(current, absent, space.nothing) if observer else May(current, space.nothing, absent)
    if isinstance(test, IsMissing):
        return May(absent, current, space.nothing)
    numbers = [n for n, value in enumerate(frame.classes[evidence], start=1) if passes(value, test)]
    passing = space.among(frame.index["value", evidence, holder], numbers)
    return May(passing, current & ~passing, absent)


# ----------------------------------------------------------------------------------------------------------------------


def _may_be(frame: Frame, evidence: str, holder: str | None) -> bool:
    """
    Tell whether there may be a record that is not followed: of evidence that is not tracked, or about others of the right kind.
    """
    about = frame.workflow.evidence[evidence].about
    if holder is None or about is None:
        return evidence not in frame.focus.evidence
    kind = dict(frame.cast.followed).get(holder, holder.removeprefix(OTHERS))
    return in_group(frame.workflow.people[kind], about)


def _unseen(frame: Frame, kleene: Kleene, test: Test, *, observer: bool) -> May:
    """
    Give a test of a record that may say anything: even so, it has only the answers that there are to the test.
    """
    if isinstance(test, IsCurrent | IsMissing):
        return kleene.everywhere(yes=True, no=observer, unknown=not observer)
    says = _says(frame.workflow)
    if test not in says:
        passing = [passes(value, test) for value in frame.classes[test.evidence]]
        says[test] = any(passing), not all(passing)
    yes, no = says[test]
    return kleene.everywhere(yes=yes, no=no, unknown=True)


@lru_cache(maxsize=16)
def _says(_workflow: Workflow) -> dict[Test, tuple[bool, bool]]:
    """
    Give what is known already of tests that a workflow has of values: whether some value passes, and whether some does not.
    """
    return {}
