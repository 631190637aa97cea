"""
Find what a condition asks for nothing: what can never be true, or is true whatever is said.

Every piece of evidence is tried at every value that matters, and at none. What mixes evidence is judged piece by piece, so nothing is
found that is not so; two gates that never hold together are for the verifier to find. To name every value of `in (…)` is no mistake:
it says aloud what will do, and goes on saying it when a value is added.

Stands on: `comparing`, `syntax`, `values`, `vocabulary`, `writing`, `sources`.   Knows nothing of: workflows, files.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import ge, gt, le, lt

from rjflow.guards.comparing import check_values
from rjflow.guards.places import place_of
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    IsCurrent,
    IsMissing,
    Not,
    OfScheme,
    Or,
    Value,
    every_part,
    parts,
)
from rjflow.guards.values import Truth, all_of, any_of, negation
from rjflow.guards.vocabulary import Fact, Vocabulary
from rjflow.guards.writing import spoken_group, written
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic


def idle(condition: Condition, words: Vocabulary, *, means: bool) -> Iterator[Diagnostic]:
    """
    Give every part of a condition whose answer is known beforehand, the smallest such parts only.

    `means`: only values stand in the file, and the evidence is understood.
    """
    inside = words.scheme if isinstance(condition, OfScheme) else words
    found = [each for part in parts(condition) if inside for each in idle(part, inside, means=means)]
    yield from found
    if found:
        return
    match condition:
        case And(conditions) | Or(conditions):
            yield from idle_together(conditions, words, every=isinstance(condition, And))
        case Compare():
            yield from _alone(condition, words, means=means)
        case Not(Among(name)) if name in words.facts and True not in _truths(condition, words.facts[name]):
            yield _denied(name, condition)
        case ForPeople():
            yield from _about_nobody(condition, words)


def idle_together(conditions: Sequence[Condition], words: Vocabulary, *, every: bool) -> Iterator[Diagnostic]:
    """
    Find conditions that exclude each other, where `every` one must hold; or that leave nothing over, where one is enough.
    """
    by_evidence: dict[str, list[Condition]] = {}
    for condition in conditions:
        name = _only_evidence(condition)
        if name in words.facts and _sensible(condition, words.facts[name]):
            by_evidence.setdefault(name, []).append(condition)
    for name, several in by_evidence.items():
        asked = list(dict.fromkeys(several))[:_MOST]
        size = _settled(asked, words.facts[name], every=every)
        if size and every:
            yield _never(name, asked[size - 1], asked[: size - 1])
        elif size and not all(isinstance(each, Among) for each in asked[:size]):
            help_ = f"write `{name} is current`, or leave one of them out"
            yield _always(name, Or(tuple(asked[:size])), asked[size - 1], help_)


# ----------------------------------------------------------------------------------------------------------------------

_MOST = 100
_DAY = timedelta(days=1)
_SIGNS = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _settled(asked: Sequence[Condition], fact: Fact, *, every: bool) -> int:
    """
    Tell how many of several conditions settle the answer between them, two or more; none when even all of them leave it open.
    """
    whole = And(tuple(asked))
    truths: dict[Value | None, Truth] = dict.fromkeys((None, *_samples(whole, fact)), every)
    for size, condition in enumerate(asked, 1):
        for value, truth in truths.items():
            truths[value] = (all_of if every else any_of)((truth, _truth(condition, value)))
        if every not in truths.values():
            return size if size > 1 else 0
    return 0


def _alone(condition: Compare, words: Vocabulary, *, means: bool) -> Iterator[Diagnostic]:
    name = condition.evidence
    fact = words.facts.get(name)
    if fact is None or False in _truths(condition, fact):
        return
    better = "`any`" if means else f"`{name} is current`"
    yield _always(name, condition, condition, f"write {better}, or compare with another {fact.sort}")


def _denied(name: str, condition: Not) -> Diagnostic:
    """
    Deny the only values there are: `not risk in (low, medium, high)`.
    """
    help_ = f"write `{name} is not current`, if that is what was meant; or leave a value out"
    return problem("RJ256", place_of(condition), label="it says nothing else", help=help_, what=written(condition))


def _about_nobody(condition: ForPeople, words: Vocabulary) -> Iterator[Diagnostic]:
    """
    Find a question about people of whom there is always one, in which nothing is about them.
    """
    group, inner = condition.group, condition.condition
    if condition.quantity not in ("every", "no") or group not in words.never_empty:
        return
    if not all(_about_the_case(part, words) for part in every_part(inner)):
        return
    better = written(inner if condition.quantity == "every" else Not(inner))
    yield problem(
        "RJ257",
        place_of(condition),
        label="all of this is about the case",
        notes=(f"it is the same for each of them, and there is always somebody in `{spoken_group(group)}`",),
        help=f"write `{better}`",
        group=spoken_group(group),
    )


def _about_the_case(part: Condition, words: Vocabulary) -> bool:
    match part:
        case Among(evidence) | Compare(evidence) | IsCurrent(evidence) | IsMissing(evidence):
            return evidence in words.facts and words.facts[evidence].about is None
        case GateHolds(gate):
            return gate in words.gates
        case And() | Or() | Not():
            return True
        case _:
            return False


def _never(name: str, last: Condition, before: Sequence[Condition]) -> Diagnostic:
    values = [each.values for each in (*before, last) if isinstance(each, Among)]
    help_ = "leave one of them out, or join them with `or`"
    if len(values) == len(before) + 1:
        either = tuple(dict.fromkeys(value for some in values for value in some))
        help_ = f"where any of them will do, write `{written(Among(name, either))}`"
    label = f"never, when `{written(And(tuple(before)))}`"
    whole = written(And((*before, last)))
    return problem("RJ256", place_of(last), label=label, help=help_, what=whole)


def _always(name: str, whole: Condition, last: Condition, help_: str) -> Diagnostic:
    return problem("RJ255", place_of(last), label="always so", help=help_, what=written(whole), word=name)


def _only_evidence(condition: Condition) -> str:
    """
    Give the one piece of evidence that a condition is about, or nothing.
    """
    names: set[str] = set()
    for part in every_part(condition):
        match part:
            case Among(evidence) | Compare(evidence) | IsCurrent(evidence) | IsMissing(evidence):
                names.add(evidence)
            case And() | Or() | Not():
                pass
            case _:
                return ""
    return names.pop() if len(names) == 1 else ""


def _sensible(condition: Condition, fact: Fact) -> bool:
    """
    Tell whether a condition asks nothing that has been told of already.
    """
    for part in every_part(condition):
        if isinstance(part, IsMissing) or (isinstance(part, Among | Compare) and list(check_values(part, fact))):
            return False
    return True


def _truths(condition: Condition, fact: Fact) -> set[Truth]:
    """
    Give every answer that a condition about one piece of evidence can have; also when the evidence is not current.
    """
    return {_truth(condition, value) for value in (None, *_samples(condition, fact))}


def _samples(condition: Condition, fact: Fact) -> Iterable[Value]:
    """
    Give a value of the evidence from every region that the condition can tell apart: each that is named, what follows it, and the first.
    """
    if fact.sort == "one-of":
        return fact.words
    if fact.sort == "flag":
        return (True, False)
    named = [value for part in every_part(condition) if isinstance(part, Among) for value in part.values]
    named += [part.limit for part in every_part(condition) if isinstance(part, Compare)]
    if fact.sort == "number":
        numbers = [value for value in named if isinstance(value, int)]
        there = range(fact.low, fact.high + 1)
        return {fact.low, *(value for number in numbers for value in (number, number + 1) if value in there)}
    days = [value for value in named if isinstance(value, date)]
    return {date.min, *days, *(day + _DAY for day in days if day < date.max)}


def _truth(condition: Condition, value: Value | None) -> Truth:
    match condition:
        case Among(_, values):
            return None if value is None else value in values
        case Compare(_, sign, limit):
            return None if value is None else bool(_SIGNS[sign](value, limit))
        case IsCurrent():
            return value is not None
        case Not(inner):
            return negation(_truth(inner, value))
        case And(conditions):
            return all_of(_truth(part, value) for part in conditions)
        case Or(conditions):
            return any_of(_truth(part, value) for part in conditions)
        case _:
            raise AssertionError(condition)
