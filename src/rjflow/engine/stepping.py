"""
What came of a command: the answer, the case after it, and what has to be written down.

Stands on: `case`, `history`, `encoding`.   Knows nothing of: how it was decided, who asked.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rjflow.engine.case import Case
from rjflow.engine.encoding import seal_new
from rjflow.engine.history import Entry, Recorded, verdicts
from rjflow.rules.commands import Advance
from rjflow.rules.decision import Decision


class Step(NamedTuple):
    """
    What came of a command.

    Attributes:
        decision: the answer, with everything that was asked.
        case: the case as it is now; the one that went in when the answer is no, or when nothing but time has passed.
        entries: what has to be added to the history; nothing when the answer is no, or when nothing but time has passed.
        earlier: what the same command brought about before, each a step with its own entry: the scheme that was looked at, a move to another
            version, the other evidence of a form. Time acts in the first of them.
    """

    decision: Decision
    case: Case
    entries: tuple[Entry, ...] = ()
    earlier: "tuple[Step, ...]" = ()

    @property
    def allowed(self) -> bool:
        """Whether it happened."""
        return self.decision.allowed

    @property
    def parts(self) -> "tuple[Step, ...]":
        """Everything that happened, one after the other, each with the entries that are its own; this step too, if anything happened in it."""
        if not self.earlier:
            return (self,) if self.entries else ()
        own = self.entries[sum(len(one.entries) for one in self.earlier) :]
        return (*self.earlier, self._replace(entries=own, earlier=())) if own else self.earlier


def stepped(case: Case, decisions: Iterable[Decision]) -> Step:
    """
    Write down what was allowed, one decision after the other; the last one is the answer.
    """
    step: Step | None = None
    for answer in decisions:
        one = Step(answer, case)
        if not is_quiet(case, answer):
            case, entry = written(case, answer.command, answer)
            one = Step(answer, case, (entry,))
        step = one if step is None else followed(step, one)
    assert step is not None
    return step


def followed(step: Step, then: Step) -> Step:
    """
    Give two steps of one command as one: the second is the answer.
    """
    return then._replace(entries=(*step.entries, *then.entries), earlier=(*step.parts, *then.earlier))


def is_quiet(case: Case, decision: Decision) -> bool:
    """
    Tell whether a decision is that time passed and nothing else happened, which is not worth an entry.
    """
    if type(decision.command) is not Advance or decision.moves:
        return False
    return decision.after.evolved(now=case.situation.now) == case.situation


def written(case: Case, command: Recorded, decision: Decision) -> tuple[Case, Entry]:
    """
    Write an entry, and give the case after it.
    """
    entry = seal_new(
        Entry(
            number=case.revision + 1,
            case=case.id,
            fingerprint=case.fingerprint,
            command=command,
            verdicts=verdicts(decision),
            moves=decision.moves,
            state=decision.after.state,
            waiver=case.waiver,
            previous=case.head,
        )
    )
    then = Case(
        id=case.id,
        fingerprint=case.fingerprint,
        situation=decision.after,
        revision=entry.number,
        head=entry.hash,
        waiver=case.waiver,
    )
    return then, entry
