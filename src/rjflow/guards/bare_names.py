"""
Check names that stand alone in a condition, gates and states; and say what they were meant to be when they are neither.

Stands on: `syntax`, `places`, `vocabulary`, `writing`, `sources`.   Knows nothing of: workflows, files.
"""

from collections.abc import Iterator

from rjflow.guards.places import spot_of
from rjflow.guards.syntax import Among, Condition, GateHolds, InKind, InState, Not
from rjflow.guards.vocabulary import Place, Vocabulary
from rjflow.guards.writing import written_value
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.unknown import unknown
from rjflow.text import nearest


def value_after(before: Condition, part: GateHolds, words: Vocabulary) -> Diagnostic | None:
    """
    Find a value or a state that belongs to the test before it: `risk is low or medium`, `in meeting or closed`.
    """
    name = part.gate
    where = spot_of(part, name)
    asked = before.condition if isinstance(before, Not) else before
    if isinstance(before, InState) and name in words.states and name not in words.gates:
        help_ = f"write `in {before.state} or in {name}`"
        return problem("RJ223", where, label="this is a state", help=help_, word=name)
    if not isinstance(asked, Among):
        return None
    if name in _OR_MORE and len(asked.values) == 1 and not isinstance(before, Not):
        help_ = f"write `{asked.evidence} {_OR_MORE[name]} {written_value(asked.values[0])}`"
        return problem("RJ223", where, label="more or less than a number", help=help_, word=name)
    fact = words.facts.get(asked.evidence)
    if fact is None or name not in fact.words:
        return None
    values = ", ".join(map(written_value, (*asked.values, name)))
    help_ = f"write `{'not ' if isinstance(before, Not) else ''}{asked.evidence} in ({values})`"
    return problem("RJ223", where, label=f"this is a value of `{asked.evidence}`", help=help_, word=name)


def check_gate(condition: GateHolds, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    """
    Check a name that stands alone: it must be a gate.
    """
    name = condition.gate
    if place.quantity and name in words.gates_about_people:
        note = f"`{name}` asks about people itself, and this stands inside `{place.quantity} …`"
        help_ = f"close the question before it, and join the two: `({place.quantity} …: …) and {name}`"
        yield problem("RJ246", spot_of(condition, name), label="asks about people", notes=(note,), help=help_)
    if name in words.gates or "gates" in words.unread:
        return
    where = spot_of(condition, name)
    if name in words.facts:
        fact = words.facts[name]
        help_ = f"say what it must be, such as `{name} is {fact.example}`"
        label = f"`{name}` is evidence, and a condition says something about it"
        yield problem("RJ223", where, label=label, help=help_, word=name)
    elif name in words.states:
        asks = place.safeguard or place.of_scheme
        help_ = (
            f"write `in {name}`" if asks else "say with `from` where an event may happen; conditions ask for evidence"
        )
        yield problem("RJ223", where, label=f"`{name}` is a state, not a gate", help=help_, word=name)
    else:
        section = None if place.of_scheme else "gates"
        yield unknown("RJ223", where, name, words.gates, thing="a gate", others=words.others, section=section)


def check_standing(condition: InState | InKind, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    """
    Check where a condition says that the case stands.
    """
    if not place.safeguard and not place.of_scheme:
        note = "what an event or a state asks cannot depend on where the case stands; `from` says that"
        help_ = "say it with `from`, or keep it for a safeguard"
        yield problem(
            "RJ247",
            spot_of(condition, "in"),
            label="only safeguards may ask this",
            notes=(note,),
            help=help_,
            what="in …",
        )
        return
    if "states" in words.unread:
        return
    if isinstance(condition, InKind):
        if condition.kind not in (*words.kinds, "final"):
            place_ = spot_of(condition, condition.kind)
            yield unknown("RJ230", place_, condition.kind, words.kinds, thing="a kind of state", others=words.others)
        return
    for state in filter(None, (condition.state, condition.held_from)):
        if state not in words.states:
            yield _unknown_state(condition, state, words, place)
    if condition.held_from:
        yield from _held(condition, condition.held_from, words)


# ----------------------------------------------------------------------------------------------------------------------

_OR_MORE = {"more": ">=", "higher": ">=", "later": ">=", "less": "<=", "lower": "<=", "fewer": "<=", "earlier": "<="}


def _unknown_state(condition: InState, state: str, words: Vocabulary, place: Place) -> Diagnostic:
    where = spot_of(condition, state)
    known = words.states if condition.held_from else (*words.states, "final")
    if state in words.kinds:
        help_ = f"write `in kind {state}`"
        return problem("RJ220", where, label=f"`{state}` is a kind of state", help=help_, word=state)
    close = nearest(state, known, 1)
    section = None if place.of_scheme else "states"
    return unknown(
        "RJ220",
        where,
        state,
        known if close else words.states,
        thing="a state",
        others=words.others,
        section=section,
    )


def _held(condition: InState, held_from: str, words: Vocabulary) -> Iterator[Diagnostic]:
    """
    Check that a state remembers where a case came from, and that a case can have come from there.
    """
    where = spot_of(condition, held_from, 2)  # the last of two, where a state is held from itself
    if condition.state in words.states and condition.state not in words.holding:
        label = f"`{condition.state}` does not remember where a case came from"
        help_ = "only a state with `holds: true` does"
        yield problem("RJ253", where, label=label, help=help_, word=condition.state)
    elif held_from in words.holding:
        note = "between two such states, what is remembered is the last state before both"
        help_ = "name a state without `holds: true`"
        label = f"`{held_from}` itself holds cases"
        yield problem(
            "RJ256", where, label=label, notes=(note,), help=help_, what=f"in {condition.state} from {held_from}"
        )
