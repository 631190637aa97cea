"""
Check a history by living through it again: every decision is derived anew, and the first entry that differs is named.

Stands on: `history`, `encoding`, `rules.deciding`.   Knows nothing of: the machine, clocks, role lookups.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.engine.asking import NotAsked
from rjflow.engine.case import Case
from rjflow.engine.encoding import digest, is_readable
from rjflow.engine.history import NO_ENTRY, Entry, Migrate, Open, past_after, verdicts
from rjflow.engine.possible import Impossible, impossible
from rjflow.frozen import frozen
from rjflow.rules.commands import Advance, Beside
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.migrating import moved
from rjflow.rules.past import Past
from rjflow.rules.personal import judged
from rjflow.rules.situation import first_situation
from rjflow.sources.errors import RjflowError

Place = Literal["number", "case", "previous", "hash", "workflow", "opening", "form"]
Difference = Literal["refused", "verdicts", "moves", "state"]
Why = Place | Difference | Impossible | Literal["end"]

REASONS: Mapping[Why, str] = {
    "number": "its number is not the next one",
    "case": "it belongs to another case",
    "previous": "it does not follow the entry before it",
    "hash": "it does not say what it said when it was written",
    "workflow": "the workflow it was decided under is not at hand, or is not the one of the entries before",
    "opening": "a history begins with an opening, and has no other",
    "refused": "what it says happened is refused",
    "verdicts": "the conditions had other answers",
    "moves": "the case moved in another way",
    "state": "the case came to another state",
    "end": "it is not the last one that was written",
    "form": "it is not an entry that could be written down and read again",
    "waiver": "a waiver has a name and a reason",
    "actor": "nobody acts under such a name or with such roles, and only time does what the clock does",
    "time": "time does not go backwards, nor past the end of the calendar",
    "people": "no case is about such people, or about so many of them",
    "scheme": "the workflow has no scheme that could stand so",
    "told": "nobody tells such values",
}


class DoesNotReplay(RjflowError):
    """
    A history that is not what happened.

    Attributes:
        number: the place, counted from 1, of the first entry that does not re-derive.
        why: what is wrong with it.
        entry: the entry, unless the history has none.
    """

    def __init__(self, number: int, why: Why, entry: Entry | None) -> None:
        self.number = number
        self.why: Why = why
        self.entry = entry
        super().__init__(f"entry {number} does not re-derive: {REASONS[why]}")


@frozen
class Replayed:
    """One entry, the decision it was, derived anew, and the case after it."""

    entry: Entry
    decision: Decision
    case: Case


def replay(history: Iterable[Entry], workflows: Mapping[str, Workflow], *, head: str | None = None) -> Case:
    """
    Live through a history again, and give the case it makes.

    Every decision is derived anew by the rules, not by the machine that made it. What comes out is the case that the last step gave.

    Args:
        history: The entries, in order.
        workflows: The definitions they were decided under, by fingerprint.
        head: The hash of the last entry that was written, where the caller has it from elsewhere.

    Raises:
        DoesNotReplay: an entry is not what the rules make of the ones before it, or says what no engine writes.
        NotAsked: what was handed over is no history, or no mapping from fingerprints to workflows.

    Not seen:
        Without *head*, entries missing at the very end; and a history that somebody made up as a whole, all hashes included,
        so that every step of it is allowed. Whether the scheme ever stood as it was seen; whether an actor had the roles the host
        said; whether an exemption was in force.

    >>> from rjflow.engine.example import DOOR, ROLES, engine
    >>> opened = engine.open("door-7", people={}, actor="ann")
    >>> step = engine.record(opened.case, "key", "found", actor="ann")
    >>> entries = [*opened.entries, *step.entries]
    >>> replay(entries, {step.case.fingerprint: DOOR}, head=step.case.head) == step.case
    True
    """
    if not _are_usable(history, workflows):
        raise NotAsked("replay takes entries in order, and the workflows they were decided under by fingerprint")
    case, number, entry = None, 0, None
    for replayed in replaying(history, workflows):
        case, number, entry = replayed.case, replayed.entry.number, replayed.entry
    if case is None:
        raise DoesNotReplay(1, "opening", None)
    if head is not None and case.head != head:
        raise DoesNotReplay(number, "end", entry)
    return case


def replaying(history: Iterable[Entry], workflows: Mapping[str, Workflow]) -> Iterator[Replayed]:
    """
    Live through a history again, one entry at a time.

    Raises:
        DoesNotReplay: as soon as an entry does not re-derive.
    """
    case: Case | None = None
    past = Past()
    for number, entry in enumerate(history, start=1):
        if not _is_entry(entry):
            raise DoesNotReplay(number, "form", entry)
        why: Why | None = _out_of_place(entry, number, case)
        workflow = workflows.get(entry.fingerprint)
        if why is None and (workflow is None or fingerprint(workflow) != entry.fingerprint):
            why = "workflow"
        if why is None and workflow is not None:
            why = impossible(workflow, entry, case)
        if why is not None or workflow is None:
            raise DoesNotReplay(number, why or "workflow", entry)
        decision = _decided(workflow, entry, case, workflows, past)
        if (why := _differs(entry, decision)) is not None:
            raise DoesNotReplay(number, why, entry)
        case = Case(
            id=entry.case,
            fingerprint=entry.fingerprint,
            situation=decision.after,
            revision=number,
            head=entry.hash,
            waiver=entry.waiver,
        )
        past = past_after(past, entry, workflows)
        yield Replayed(entry, decision, case)


# ----------------------------------------------------------------------------------------------------------------------


def _are_usable(history: object, workflows: object) -> bool:
    return isinstance(history, Iterable) and isinstance(workflows, Mapping)


def _is_entry(entry: object) -> bool:
    return isinstance(entry, Entry) and is_readable(entry)


def _out_of_place(entry: Entry, number: int, case: Case | None) -> Place | None:
    """
    Tell what is wrong with where an entry stands and what it says of itself, if anything is.
    """
    if entry.number != number:
        return "number"
    if isinstance(entry.command, Open) != (case is None):
        return "opening"
    if case is not None and entry.case != case.id:
        return "case"
    if entry.previous != (case.head if case else NO_ENTRY):
        return "previous"
    if entry.hash != digest(entry):
        return "hash"
    if case is not None and isinstance(entry.command, Migrate):
        return None if entry.command.source == case.fingerprint != entry.fingerprint else "workflow"
    if case is not None and (entry.fingerprint, entry.waiver) != (case.fingerprint, case.waiver):
        return "workflow"
    return None


def _decided(
    workflow: Workflow,
    entry: Entry,
    case: Case | None,
    workflows: Mapping[str, Workflow],
    past: Past,
) -> Decision:
    """
    Derive the decision of an entry anew.
    """
    if isinstance(entry.command, Open):
        opening = entry.command
        return decide(workflow, first_situation(workflow, opening.people, opening.at), Advance(at=opening.at))
    assert case is not None
    if isinstance(entry.command, Migrate):
        old, actor, at = workflows[case.fingerprint], entry.actor, entry.at
        return moved(old, workflow, case.situation, past=past, actor=actor, at=at)
    if isinstance(entry.command, Beside):
        return judged(workflow, case.situation, entry.command)
    return decide(workflow, case.situation, entry.command)


def _differs(entry: Entry, decision: Decision) -> Difference | None:
    """
    Tell in what the decision differs from what the entry says, if in anything.
    """
    if not decision.allowed:
        return "refused"
    if verdicts(decision) != entry.verdicts:
        return "verdicts"
    if decision.moves != entry.moves:
        return "moves"
    if decision.after.state != entry.state:
        return "state"
    return None
