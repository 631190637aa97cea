"""
Check that a condition makes sense: every name is known, every comparison is possible, and it can be true at all.

What there is to speak of comes as a `Vocabulary`; who makes it knows what a workflow is.

Stands on: `syntax`, `comparing`, `places`, `sources`.   Knows nothing of: workflows, files.
"""

from collections.abc import Iterator

from attrs import frozen

from rjflow.guards.comparing import check_values
from rjflow.guards.places import spot
from rjflow.guards.syntax import (
    Among,
    And,
    Compare,
    Condition,
    ForPeople,
    GateHolds,
    InKind,
    InState,
    IsCurrent,
    IsMissing,
    Not,
    OfScheme,
    Or,
    SamePerson,
)
from rjflow.guards.vocabulary import Fact, Kinds, Vocabulary
from rjflow.guards.writing import spoken_group
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.sources.unknown import unknown
from rjflow.text import quoted


@frozen(kw_only=True)
class Place:
    """
    What is special about where a condition stands.

    `safeguard`: it looks on from outside. `person`: it speaks of somebody of these kinds of people already.
    """

    safeguard: bool = False
    person: Kinds | None = None
    quantity: str | None = None
    of_scheme: bool = False


def check(condition: Condition, words: Vocabulary, place: Place | None = None) -> Iterator[Diagnostic]:
    """
    Give everything that is wrong with a condition, in the order in which it is written.
    """
    place = place or Place()
    match condition:
        case And(conditions) | Or(conditions):
            yield from _joined(conditions, words, place)
        case Not(inner):
            yield from check(inner, words, place)
        case ForPeople():
            yield from _people(condition, words, place)
        case OfScheme(inner):
            yield from _scheme(condition, inner, words, place)
        case Among() | Compare() | IsCurrent() | IsMissing():
            yield from _evidence(condition, words, place)
        case GateHolds():
            yield from _gate(condition, words, place)
        case InState() | InKind():
            yield from _standing(condition, words, place)
        case SamePerson():
            yield from _same_person(condition, words, place)
        case _:
            pass


# ----------------------------------------------------------------------------------------------------------------------


def _at(condition: Condition, word: str, nth: int = 1) -> Span:
    assert condition.span is not None, "every condition that was read knows its place"
    return spot(condition.span, word, nth)


def _joined(conditions: tuple[Condition, ...], words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    """
    Check parts that stand side by side; a lone value after `or` belongs to the test before it.
    """
    before: Condition | None = None
    for part in conditions:
        fact = words.facts.get(before.evidence) if isinstance(before, Among) else None
        if isinstance(part, GateHolds) and isinstance(before, Among) and fact and part.gate in fact.words:
            values = ", ".join(map(str, (*before.values, part.gate)))
            help_ = f"write `{before.evidence} in ({values})`"
            label = f"this is a value of `{before.evidence}`"
            yield problem("RJ223", _at(part, part.gate), label=label, help=help_, word=part.gate)
        else:
            yield from check(part, words, place)
            before = part


def _gate(condition: GateHolds, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    name = condition.gate
    if place.quantity and name in words.gates_about_people:
        note = f"`{name}` asks about people itself, and this stands inside `{place.quantity} …`"
        help_ = f"close the question before it, and join the two: `({place.quantity} …: …) and {name}`"
        yield problem("RJ246", _at(condition, name), label="asks about people", notes=(note,), help=help_)
    if name in words.gates or "gates" in words.unread:
        return
    where = _at(condition, name)
    if name in words.facts:
        fact = words.facts[name]
        help_ = f"say what it must be, such as `{name} is {fact.example}`"
        label = f"`{name}` is evidence, and a condition says something about it"
        yield problem("RJ223", where, label=label, help=help_, word=name)
        return
    yield unknown("RJ223", where, name, words.gates, thing="a gate", others=words.others, section="gates")


def _people(condition: ForPeople, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    group = condition.group
    kinds = words.groups.get(group)
    if place.person is not None and place.quantity:
        help_ = "ask about each group of people by itself, and join the two with `and`"
        label = f"this stands inside `{place.quantity} …`"
        yield problem("RJ246", _at(condition, condition.quantity.split()[0]), label=label, help=help_)
        return
    if condition.quantity == "at least":
        yield from _enough(condition, words)
    if kinds is None:
        if "people" not in words.unread:
            yield _unknown_group(condition, words)
        kinds = frozenset()
    inner = Place(safeguard=place.safeguard, person=kinds, quantity=condition.quantity, of_scheme=place.of_scheme)
    yield from check(condition.condition, words, inner)


def _unknown_group(condition: ForPeople, words: Vocabulary) -> Diagnostic:
    group, where = condition.group, _at(condition, condition.group)
    if group in ("harmed", "responsible"):
        help_ = f"write `side: {group}` at the kind of people who are on it"
        return problem("RJ331", where, label="nobody is on this side", help=help_, group=spoken_group(group))
    if group == "participant":
        help_ = "write `takes-part: true` at the kinds of people who do"
        return problem("RJ331", where, label="nobody takes part", help=help_, group=group)
    return unknown(
        "RJ224", where, group, words.groups, thing="a group of people", others=words.others, section="people"
    )


def _enough(condition: ForPeople, words: Vocabulary) -> Iterator[Diagnostic]:
    group, number = condition.group, condition.number
    if number < 1:
        help_ = f"write `some {spoken_group(group)}: …`, or leave it out"
        yield problem("RJ249", _at(condition, str(number)), label="always true", help=help_)
    most = words.most.get(group)
    if most is not None and number > most:
        note = f"there are never more than {most} in `{spoken_group(group)}`"
        help_ = "ask for fewer, or raise `at-most`"
        yield problem("RJ252", _at(condition, str(number)), label="never so many", notes=(note,), help=help_)


def _scheme(condition: OfScheme, inner: Condition, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    if words.scheme is None:
        if "scheme" not in words.unread:
            help_ = "name the scheme at the top of the file: `scheme: {workflow: …, needs: […]}`"
            yield problem("RJ248", _at(condition, "scheme"), label="this workflow has no scheme", help=help_)
        return
    yield from check(inner, words.scheme, Place(safeguard=place.safeguard, of_scheme=True))


def _evidence(
    condition: Among | Compare | IsCurrent | IsMissing, words: Vocabulary, place: Place
) -> Iterator[Diagnostic]:
    name = condition.evidence
    where = _at(condition, name)
    if isinstance(condition, IsMissing) and not place.safeguard:
        help_ = f"record a value of `{name}` that says so, and ask for that value"
        note = "a gate opens only on what somebody said, never on silence"
        yield problem(
            "RJ247",
            _at(condition, "missing"),
            label="only safeguards may ask this",
            notes=(note,),
            help=help_,
            what="is missing",
        )
    fact = words.facts.get(name)
    if fact is None:
        if "evidence" not in words.unread:
            yield unknown("RJ222", where, name, words.facts, thing="evidence", others=words.others, section="evidence")
        return
    yield from _right_person(name, fact, where, words, place)
    if isinstance(condition, Among | Compare):
        yield from check_values(condition, fact)


def _right_person(name: str, fact: Fact, where: Span, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    """
    Check that evidence about people speaks of somebody, and of the right somebody.
    """
    if fact.about is None or not fact.kinds:
        return
    if place.person is None:
        help_ = f"write `every {spoken_group(fact.about)}: {name} …`, or `some …`"
        note = f"there is one record of it for each person in `{spoken_group(fact.about)}`"
        yield problem("RJ244", where, label="whose?", notes=(note,), help=help_, word=name)
        return
    if not place.person:
        return
    outside = sorted(place.person - fact.kinds, key=list(words.groups).index)
    if len(outside) == len(place.person) or (outside and place.quantity in ("every", "no", None)):
        note = f"it is recorded about `{spoken_group(fact.about)}`, never about {quoted(outside)}"
        help_ = f"ask it of `{spoken_group(fact.about)}`: `every {spoken_group(fact.about)}: {name} …`"
        yield problem("RJ245", where, label=f"not about {quoted(outside)}", notes=(note,), help=help_, word=name)


def _standing(condition: InState | InKind, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    if not place.safeguard and not place.of_scheme:
        note = "what an event or a state asks cannot depend on where the case stands; `from` says that"
        help_ = "say it with `from`, or keep it for a safeguard"
        yield problem(
            "RJ247", _at(condition, "in"), label="only safeguards may ask this", notes=(note,), help=help_, what="in …"
        )
        return
    if "states" in words.unread:
        return
    if isinstance(condition, InKind):
        if condition.kind not in (*words.kinds, "final"):
            place_ = _at(condition, condition.kind)
            yield unknown("RJ230", place_, condition.kind, words.kinds, thing="a kind of state", others=words.others)
        return
    for state in filter(None, (condition.state, condition.held_from)):
        if state not in words.states:
            yield unknown(
                "RJ220",
                _at(condition, state),
                state,
                words.states,
                thing="a state",
                others=words.others,
                section="states",
            )
    if condition.held_from and condition.state in words.states and condition.state not in words.holding:
        label = f"`{condition.state}` does not remember where a case came from"
        yield problem(
            "RJ253",
            _at(condition, condition.held_from),
            label=label,
            help="only a state with `holds: true` does",
            word=condition.state,
        )


def _same_person(condition: SamePerson, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    if condition.first == condition.second:
        place_ = _at(condition, condition.second, 2)
        yield problem(
            "RJ250", place_, label="the same name again", help="name two different things", word=condition.first
        )
        return
    happenings = (*words.facts, *words.events)
    for name in (condition.first, condition.second):
        if name not in happenings and not words.unread & {"evidence", "events"}:
            yield unknown(
                "RJ233", _at(condition, name), name, happenings, thing="evidence or an event", others=words.others
            )
        elif name in words.facts:
            yield from _right_person(name, words.facts[name], _at(condition, name), words, place)
