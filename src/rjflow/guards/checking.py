"""
Check that a condition makes sense: every name is known, every comparison is possible, and it can be true at all.

What there is to speak of comes as a `Vocabulary`; who makes it knows what a workflow is.

Stands on: `syntax`, `bare_names`, `comparing`, `idle`, `places`, `sources`.   Knows nothing of: workflows, files.
"""

from collections.abc import Iterator

from rjflow.guards.bare_names import check_gate, check_standing, value_after
from rjflow.guards.comparing import check_values
from rjflow.guards.idle import idle
from rjflow.guards.places import spot_of
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
from rjflow.guards.vocabulary import Fact, Place, Vocabulary
from rjflow.guards.writing import spoken_group
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.span import Span
from rjflow.sources.unknown import unknown
from rjflow.text import quoted


def check(condition: Condition, words: Vocabulary, place: Place | None = None) -> Iterator[Diagnostic]:
    """
    Give everything that is wrong with a condition, in the order in which it is written.

    What asks for nothing is looked for only where nothing else is wrong, and not in a safeguard, which may serve many workflows.
    """
    place = place or Place()
    found = list(_check(condition, words, place))
    yield from found
    if not found and not place.safeguard:
        yield from idle(condition, words, means=place.means)


# ----------------------------------------------------------------------------------------------------------------------


def _check(condition: Condition, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    match condition:
        case And(conditions) | Or(conditions):
            yield from _joined(conditions, words, place)
        case Not(inner):
            yield from _check(inner, words, place)
        case ForPeople():
            yield from _people(condition, words, place)
        case OfScheme(inner):
            yield from _scheme(condition, inner, words, place)
        case Among() | Compare() | IsCurrent() | IsMissing():
            yield from _evidence(condition, words, place)
        case GateHolds():
            yield from check_gate(condition, words, place)
        case InState() | InKind():
            yield from check_standing(condition, words, place)
        case SamePerson():
            yield from _same_person(condition, words, place)


def _joined(conditions: tuple[Condition, ...], words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    """
    Check parts that stand side by side; a lone value after `or` belongs to the test before it.
    """
    before: Condition | None = None
    for part in conditions:
        left_over = value_after(before, part, words) if before and isinstance(part, GateHolds) else None
        if left_over:
            yield left_over
        else:
            yield from _check(part, words, place)
            before = part


def _people(condition: ForPeople, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    group = condition.group
    kinds = words.groups.get(group)
    if place.person is not None and place.quantity:
        help_ = "ask about each group of people by itself, and join the two with `and`"
        label = f"this stands inside `{place.quantity} …`"
        yield problem("RJ246", spot_of(condition, condition.quantity.split()[0]), label=label, help=help_)
        return
    if condition.quantity == "at least":
        yield from _enough(condition, words)
    if kinds is None:
        if "people" not in words.unread:
            yield _unknown_group(condition, words, place)
        kinds = frozenset()
    inner = Place(safeguard=place.safeguard, person=kinds, quantity=condition.quantity, of_scheme=place.of_scheme)
    yield from _check(condition.condition, words, inner)


def _unknown_group(condition: ForPeople, words: Vocabulary, place: Place) -> Diagnostic:
    group, where = condition.group, spot_of(condition, condition.group)
    if group in ("harmed", "responsible"):
        help_ = f"write `side: {group}` at the kind of people who are on it"
        return problem("RJ331", where, label="nobody is on this side", help=help_, group=spoken_group(group))
    if group == "participant":
        help_ = "write `takes-part: true` at the kinds of people who do"
        return problem("RJ331", where, label="nobody takes part", help=help_, group=group)
    section = None if place.of_scheme else "people"
    return unknown("RJ224", where, group, words.groups, thing="a group of people", others=words.others, section=section)


def _enough(condition: ForPeople, words: Vocabulary) -> Iterator[Diagnostic]:
    group, number = condition.group, condition.number
    if number < 1:
        help_ = f"write `some {spoken_group(group)}: …`, or leave it out"
        yield problem("RJ249", spot_of(condition, str(number)), label="always true", help=help_)
    most = words.most.get(group)
    if most is not None and number > most:
        note = f"there are never more than {most} in `{spoken_group(group)}`"
        help_ = "ask for fewer, or raise `at-most`"
        yield problem("RJ252", spot_of(condition, str(number)), label="never so many", notes=(note,), help=help_)


def _scheme(condition: OfScheme, inner: Condition, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    if words.scheme is None:
        if "scheme" not in words.unread:
            help_ = "name the scheme at the top of the file: `scheme: {workflow: …, needs: […]}`"
            yield problem("RJ248", spot_of(condition, "scheme"), label="this workflow has no scheme", help=help_)
        return
    yield from _check(inner, words.scheme, Place(safeguard=place.safeguard, of_scheme=True))


def _evidence(
    condition: Among | Compare | IsCurrent | IsMissing, words: Vocabulary, place: Place
) -> Iterator[Diagnostic]:
    name = condition.evidence
    where = spot_of(condition, name)
    if isinstance(condition, IsMissing) and not place.safeguard:
        help_ = f"record a value of `{name}` that says so, and ask for that value"
        note = "a gate opens only on what somebody said, never on silence"
        yield problem(
            "RJ247",
            spot_of(condition, "missing"),
            label="only safeguards may ask this",
            notes=(note,),
            help=help_,
            what="is missing",
        )
    fact = words.facts.get(name)
    if fact is None:
        if "evidence" not in words.unread:
            yield _unknown_evidence(condition, words, place)
        return
    yield from _right_person(name, fact, where, words, place)
    if isinstance(condition, Among | Compare):
        yield from check_values(condition, fact, safeguard=place.safeguard)


def _unknown_evidence(
    condition: Among | Compare | IsCurrent | IsMissing, words: Vocabulary, place: Place
) -> Diagnostic:
    name = condition.evidence
    where = spot_of(condition, name)
    if name in words.gates:
        label = f"`{name}` is a gate, and a gate stands by itself"
        no = isinstance(condition, Among) and condition.values == (False,)
        return problem("RJ222", where, label=label, help=f"write `{'not ' if no else ''}{name}`", word=name)
    if (
        isinstance(condition, Among)
        and name in ("state", "stage", "status")
        and set(condition.values) <= set(words.states)
    ):
        help_ = f"write `{' or '.join(f'in {state}' for state in condition.values)}`"
        return problem("RJ222", where, label="a state is asked for with `in`", help=help_, word=name)
    thing, section = ("evidence of the scheme", None) if place.of_scheme else ("evidence", "evidence")
    return unknown("RJ222", where, name, words.facts, thing=thing, others=words.others, section=section)


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


def _same_person(condition: SamePerson, words: Vocabulary, place: Place) -> Iterator[Diagnostic]:
    if condition.first == condition.second:
        place_ = spot_of(condition, condition.second, 2)
        yield problem(
            "RJ250", place_, label="the same name again", help="name two different things", word=condition.first
        )
        return
    happenings = (*words.facts, *words.events)
    for name in (condition.first, condition.second):
        if name not in happenings and not words.unread & {"evidence", "events"}:
            yield unknown(
                "RJ233", spot_of(condition, name), name, happenings, thing="evidence or an event", others=words.others
            )
        elif name in words.facts:
            yield from _right_person(name, words.facts[name], spot_of(condition, name), words, place)
