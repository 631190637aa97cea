"""
What came of a command: the answer, the case after it, and what has to be written down.

Stands on: `case`, `history`, `encoding`.   Knows nothing of: how it was decided, who asked.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rjflow.engine.case import Case, CaseDraft
from rjflow.engine.encoding import seal_new
from rjflow.engine.history import Entry, EntryDraft, Recorded, verdicts
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
        command = answer.command
        if type(command) is Advance and is_quiet(case, answer):
            one = Step(answer, case)
        else:
            case, entry = written(case, command, answer)
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
    Tell whether nothing happened but that time passed, which is not worth an entry.
    """
    return not decision.moves and decision.after.evolved(now=case.situation.now) == case.situation


def written(case: Case, command: Recorded, decision: Decision) -> tuple[Case, Entry]:
    """
    Write an entry, and give the case after it.
    """
    after, entry, then = decision.after, EntryDraft(), CaseDraft()
    entry.number = then.revision = case.revision + 1
    entry.case = then.id = case.id
    entry.fingerprint = then.fingerprint = case.fingerprint
    entry.waiver = then.waiver = case.waiver
    entry.command, entry.verdicts, entry.moves = command, verdicts(decision), decision.moves
    entry.state, entry.previous = after.state, case.head
    then.situation, then.head = after, seal_new(entry)
    entry.__class__, then.__class__ = Entry, Case
    return then, entry
