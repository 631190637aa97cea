"""
Check the values that a condition compares a piece of evidence with.

Stands on: `syntax`, `vocabulary`, `places`, `sources`.   Knows nothing of: workflows, files.
"""

from collections.abc import Iterator
from datetime import date

from rjflow.guards.places import place_of, spot_of
from rjflow.guards.syntax import Among, Compare, Value
from rjflow.guards.vocabulary import Fact
from rjflow.guards.writing import written_value
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.text import did_you_mean, nearest


def check_values(condition: Among | Compare, fact: Fact, *, safeguard: bool = False) -> Iterator[Diagnostic]:
    """
    Give what is wrong with the written-out values, in order; a `safeguard` may ask whether there are any.
    """
    if isinstance(condition, Compare):
        yield from _compared(condition, fact)
        return
    seen: list[Value] = []
    for value in condition.values:
        nth = 1 + sum(written_value(other) == written_value(value) for other in seen)
        nth += condition.evidence == written_value(value)
        where = spot_of(condition, written_value(value), nth)
        if nth > 1 and value in seen:
            yield problem("RJ254", where, label="named before", help="name it once", word=written_value(value))
        else:
            yield from _value(condition.evidence, value, fact, where, safeguard=safeguard)
        seen.append(value)


# ----------------------------------------------------------------------------------------------------------------------

_NOT_CURRENT = ("stale", "void", "voided", "expired", "absent", "outdated", "old", "valid", "present", "fresh", "known")
_ANSWERS = {**dict.fromkeys(("yes", "on", "y", "1", "done", "ok"), "true"), **dict.fromkeys(("off", "n", "0"), "false")}


def _value(evidence: str, value: Value, fact: Fact, where: Span, *, safeguard: bool) -> Iterator[Diagnostic]:
    word = written_value(value)
    life = _about_life(evidence, word, safeguard=safeguard) if word not in fact.words else None
    if life:
        yield problem("RJ240", where, label="no value", notes=(fact.choices,), help=life, evidence=evidence, word=word)
    elif _sort(value) != fact.sort:
        yield _wrong_sort(evidence, word, fact, where)
    elif fact.sort == "one-of" and value not in fact.words:
        help_ = did_you_mean(word, fact.words) or "use one of its values, or add this one to its `one-of`"
        label = f"not a value of `{evidence}`"
        yield problem("RJ240", where, label=label, notes=(fact.choices,), help=help_, evidence=evidence, word=word)
    elif fact.sort == "number" and not fact.low <= int(value) <= fact.high:  # type: ignore[arg-type]  # its sort is number
        yield _out_of_bounds(evidence, word, fact, where)


def _about_life(evidence: str, word: str, *, safeguard: bool) -> str | None:
    """
    Say how to ask whether evidence is current, when that is what a word that is no value asks.
    """
    if word in _NOT_CURRENT:
        return f"whether it can still be used is asked with `{evidence} is current` or `{evidence} is not current`"
    close = nearest(word, ("current", "missing"), 1)
    if not close or word in ("current", "missing"):
        return None
    if close[0] == "missing" and not safeguard:
        return f"only safeguards may ask whether something is missing; you can ask for `{evidence} is current`"
    return f"did you mean `{close[0]}`?"


def _compared(condition: Compare, fact: Fact) -> Iterator[Diagnostic]:
    evidence, sign, limit = condition.evidence, condition.sign, condition.limit
    where = spot_of(condition, written_value(limit))
    if fact.sort in ("one-of", "flag"):
        help_ = f"name the values: `{evidence} in ({', '.join((*fact.words[:2], '…'))})`"
        if fact.sort == "flag":
            help_ = f"write `{evidence} is true`"
        yield problem(
            "RJ241",
            place_of(condition),
            label=f"{'words have' if fact.sort == 'one-of' else 'true and false have'} no order",
            notes=(fact.choices,),
            help=help_,
            word=evidence,
        )
    elif _sort(limit) != fact.sort:
        yield _wrong_sort(evidence, written_value(limit), fact, where, sign)
    elif fact.sort == "number" and isinstance(limit, int):
        inside = fact.low <= limit <= fact.high
        if not inside or (sign == ">" and limit == fact.high) or (sign == "<" and limit == fact.low):
            yield _out_of_bounds(evidence, written_value(limit), fact, where)


def _sort(value: Value) -> str:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return "number"
    return "date" if isinstance(value, date) else "one-of"


def _wrong_sort(evidence: str, word: str, fact: Fact, where: Span, sign: str = "is") -> Diagnostic:
    help_ = f"write a value it can have, such as `{evidence} {sign} {fact.example}`"
    if fact.sort == "flag" and word in _ANSWERS:
        help_ = f"write `{evidence} is {_ANSWERS[word]}`"
    return problem(
        "RJ243", where, label="not this sort of value", notes=(fact.choices,), help=help_, evidence=evidence, word=word
    )


def _out_of_bounds(evidence: str, word: str, fact: Fact, where: Span) -> Diagnostic:
    help_ = f"compare with a number from {fact.low} to {fact.high}, so that the answer can be yes or no"
    return problem(
        "RJ242", where, label="out of its bounds", notes=(fact.choices,), help=help_, evidence=evidence, word=word
    )
