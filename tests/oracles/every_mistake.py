"""
Count mistakes by brute force: try every command in every situation, with every choice of mistakes, by `decide` alone.

Obviously right and slow: situations in the order of how many mistakes it took to come to them. A step at which mistakes are made is
decided by the workflow without what was overlooked. Nothing of the verifier is used but the words for a mistake.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from attrs import evolve, mutable
from tests.oracles.every_case import Marks, commands, judged, key, openings, stands

from rjflow.definition.model import BACK, Voider, Workflow
from rjflow.definition.safeguards import Form
from rjflow.rules.commands import Advance, Command, Fire, GiveNotice, Join, Leave, RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.rules.decision import Decision
from rjflow.rules.situation import Situation
from rjflow.verifier.mistakes import Mistake, mistakes_with, weakened, with_state


@mutable
class Counted:
    """The fewest mistakes found, if any number up to the limit does; and whether everything was tried."""

    mistakes: int | None = None
    complete: bool = True
    tries: int = 0


def count(workflow: Workflow, form: Form, *, limit: int = 2, tries: int = 20_000, each: int = 2) -> Counted:
    """
    Find the fewest mistakes, up to *limit*, with which a form is broken.
    """
    found = Counted()
    known: dict[object, int] = {}
    waiting: list[list[tuple[Situation, Marks]]] = [[] for _ in range(limit + 1)]
    for opened in openings(workflow, each):
        if not stands(workflow, form, opened):
            return Counted(mistakes=0)
        waiting[0].append((opened, frozenset()))
    broken = limit + 1
    for cost in range(limit + 1):
        if cost >= broken:
            break
        while waiting[cost]:
            situation, marks = waiting[cost].pop(0)
            here = key(workflow, (situation, marks))
            if known.get(here, limit + 1) <= cost:
                continue
            known[here] = cost
            for decision, more in steps(workflow, situation, broken - 1 - cost):
                found.tries += 1
                if found.tries > tries:
                    return Counted(None if broken > limit else broken, complete=False, tries=found.tries)
                wrong, after = judged(workflow, form, decision, marks)
                if wrong or not stands(workflow, form, decision.after):
                    broken = min(broken, cost + more)
                elif cost + more < broken:
                    waiting[cost + more].append((decision.after, after))
    found.mistakes = None if broken > limit else broken
    return found


def steps(workflow: Workflow, situation: Situation, most: int) -> Iterator[tuple[Decision, int]]:
    """
    Give everything that can happen next, with how many mistakes it takes. A case that has to fall does that first.
    """
    everything = list(every_mistake(workflow, situation))
    standing = evolve(workflow.states[situation.state], guard=None, otherwise=None)
    usual = list(commands(with_state(workflow, standing), situation))
    at_once = Advance(at=situation.now)
    for many in range(most + 1):
        for made in combinations(everything, many):
            rules = variant(workflow, made)
            falls = bool(decide(rules, situation, at_once).moves)
            for command in [at_once] if falls else usual:
                if many and not all(concerns(workflow, situation, one, command) for one in made):
                    continue
                decision = decide(rules, situation, command)
                if decision.allowed and not enters_missed(decision, made):
                    yield decision, many


def enters_missed(decision: Decision, made: Sequence[Mistake]) -> bool:
    """
    Tell whether a step enters a state whose gate it missed.
    """
    missed = {one.name for one in made if one.kind == "interruption"}
    return any(move.target in missed for move in decision.moves)


def every_mistake(workflow: Workflow, situation: Situation) -> Iterator[Mistake]:
    """
    Give every mistake that can be made somewhere.
    """
    for event in workflow.events.values():
        for place, way in enumerate(event.ways):
            if situation.state in way.from_states or event.name in {one.event for one in workflow.deadlines}:
                yield from mistakes_with(workflow, way.needs, "event", event.name, place)
        for name in event.not_by:
            yield Mistake("same person", "event", event.name, other=name)
    for name, state in workflow.states.items():
        if state.guard is not None:
            yield from mistakes_with(workflow, state.guard, "state", name)
    if workflow.states[situation.state].guard is not None:
        yield Mistake("interruption", "state", situation.state)
    for evidence in workflow.evidence.values():
        yield from mistakes_with(workflow, evidence.needs, "evidence", evidence.name)
        for name in evidence.not_by:
            yield Mistake("same person", "evidence", evidence.name, other=name)
        for voider in evidence.voided_by:
            yield Mistake("voiding", "evidence", evidence.name, voider=voider)


def concerns(workflow: Workflow, situation: Situation, mistake: Mistake, command: Command) -> bool:
    """
    Tell whether a mistake can make a difference to a command; this only saves time.
    """
    if mistake.kind == "interruption" or isinstance(command, Advance):
        return True
    if mistake.sort == "state":
        return mistake.name in _could_enter(workflow, situation, command)
    recorded: set[str] = set()
    if isinstance(command, Fire):
        recorded = {one.evidence for one in command.given}
    if isinstance(command, RecordEvidence):
        recorded = {command.given.evidence}
    if mistake.kind == "voiding":
        kinds = {Fire: "event", GiveNotice: "notice", Join: "change", Leave: "change"}
        voider = mistake.voider
        assert voider is not None
        by_record = voider.kind == "evidence" and voider.what in recorded
        return by_record or (voider.kind == kinds.get(type(command)) and _is_about(workflow, voider, command))
    if mistake.sort == "event":
        return isinstance(command, Fire) and command.event == mistake.name
    return mistake.name in recorded


def _could_enter(workflow: Workflow, situation: Situation, command: Command) -> set[str]:
    """
    Give the states a command could lead to, or leave the case in.
    """
    found = {situation.state}
    if isinstance(command, Fire):
        targets = {way.target for way in workflow.events[command.event].ways}
        found |= set(workflow.states) if BACK in targets else targets
    below: str | None = situation.state
    while below is not None:
        found.add(below)
        below = workflow.states[below].otherwise
    return found


def _is_about(workflow: Workflow, voider: Voider, command: Command) -> bool:
    match command:
        case Fire(event=name) | GiveNotice(notice=name):
            return voider.what == name
        case _:
            return True


@lru_cache(maxsize=4096)
def variant(workflow: Workflow, made: tuple[Mistake, ...]) -> Workflow:
    """
    Give the workflow without what was overlooked, each made once.
    """
    return weakened(workflow, made)
