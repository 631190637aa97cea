"""
Check one proof: every beginning is in the invariant, every step from inside stays inside, and nothing inside is bad.

Stands on: `wrong`, `stepping`, `places`.   Knows nothing of: where proofs come from.
"""

from collections.abc import Iterator, Mapping, Sequence

from rjflow.certifying.answers import Answers
from rjflow.certifying.certificate import CertificateRefused, Proof
from rjflow.certifying.diagrams import EVERYTHING, NOTHING, Put
from rjflow.certifying.duties import Duty, happenings_of
from rjflow.certifying.happening import Facts, is_step
from rjflow.certifying.looking import Look, Scope, of_scheme
from rjflow.certifying.places import Place, after, places_by_name, places_of
from rjflow.certifying.stepping import Deed, Steps, with_marks
from rjflow.certifying.wrong import Wrong, followed_enough, remembered_for
from rjflow.definition.lookup import as_condition, asked_groups, every_condition
from rjflow.definition.model import BACK, Workflow
from rjflow.definition.safeguards import Always, AlwaysOpen, Entering
from rjflow.frozen import frozen
from rjflow.guards.syntax import OfScheme
from rjflow.guards.writing import written


@frozen
class _Arrival:
    """Where a deed can lead from a place, when its gates let it, and the state it enters by that."""

    source: Place
    target: Place
    then: int
    entered: str | None


class Proving:
    """
    One proof about one part of what a workflow must keep.

    Raises:
        CertificateRefused: it is about people or evidence that prove nothing, or its sets are none.
    """

    def __init__(self, workflow: Workflow, duty: Duty, proof: Proof) -> None:
        self.workflow = workflow
        check_scope(workflow, duty, proof.scope)
        remembers = remembered_for(workflow, duty, proof.scope.followed)
        self.look = Look(workflow, proof.scope, remembers, [name for name, _ in proof.variables])
        self.sets = self.look.sets
        self.answers = Answers(self.look)
        self.duty = duty
        self.wrong = Wrong(self.answers, duty)
        listened = frozenset((one.kind, one.name) for one in happenings_of(duty))
        self.steps = Steps(self.answers, listened)
        self.inside = _situations(self.look, proof)
        self._resting: dict[str, list[tuple[str, int]]] = {}
        self._by_state: dict[str, list[tuple[Place, int]]] = {}
        for place, inside in self.inside.items():
            if inside != NOTHING:
                self._by_state.setdefault(place.state, []).append((place, inside))
        self._arrivals: dict[tuple[tuple[str, ...], str | None], list[tuple[_Arrival, int, int, int]]] = {}

    def check(self) -> None:
        """
        Check that the situations hold every case, and that nothing in them is bad.

        Raises:
            CertificateRefused: a case begins outside, or a step leads there, or something inside is bad.
        """
        for place, begun in self._beginnings():
            if self.sets.both(begun, self.outside(place)) != NOTHING:
                raise CertificateRefused("begins outside", state=str(place))
        for place, inside in self.inside.items():
            if inside != NOTHING and self.sets.both(inside, self.wrong.standing(place)) != NOTHING:
                raise CertificateRefused("is bad", state=str(place))
        for deed in self.steps.deeds():
            self._check_deed(deed)

    def outside(self, place: Place) -> int:
        """Give the situations in a place that the invariant does not hold."""
        return self.sets.contrary(self.inside.get(place, NOTHING))

    def arrivals(self, place: Place, target: str | None) -> Iterator[_Arrival]:
        """Give where a case can come to rest that goes from a place to a state, back, or nowhere."""
        if target is not None and target != BACK:
            guard = self.workflow.states[target].guard
            then = EVERYTHING if guard is None else self.answers.group(guard).true
            yield _Arrival(place, after(self.workflow, place, target), then, target)
            return
        start = place.state if target is None else place.origin or place.state
        for state, then in self.resting(start):
            stays = target is None and state == place.state
            yield _Arrival(place, after(self.workflow, place, state), then, None if stays else state)

    def resting(self, state: str) -> list[tuple[str, int]]:
        """Give where a case comes to rest that is in a state: there while its gate may be open, or where it falls."""
        if state not in self._resting:
            self._resting[state] = list(self._down(state))
        return self._resting[state]

    def leading(self, some: int, deed: Deed, puts: Sequence[Put]) -> int:
        """Give from where a deed leads into a set: by some of its changes, and by what time does with some of what it can."""
        some = self.sets.some(self.sets.put(some, one) for one in puts)
        return self.lapsing(some) if deed.lapses else some

    def lapsing(self, some: int) -> int:
        """Give from where one comes into a set when evidence runs out, any of it at one moment, and the scheme becomes any."""
        for variable in self.look.fading:
            some = self.sets.either(some, self.sets.put(some, ((variable, 0),)))
        return self.sets.freed(some, self.look.schemes)

    # ------------------------------------------------------------------------------------------------------------------

    def _down(self, state: str) -> Iterator[tuple[str, int]]:
        fallen, seen = EVERYTHING, set[str]()
        while (guard := self.workflow.states[state].guard) is not None and state not in seen:
            seen.add(state)
            answer = self.answers.group(guard)
            yield state, self.sets.both(fallen, answer.true)
            fallen = self.sets.both(fallen, answer.not_true)
            state = self.workflow.states[state].otherwise or state
        yield state, fallen

    def _beginnings(self) -> Iterator[tuple[Place, int]]:
        """
        Give where a case begins: with any people, and nothing recorded.
        """
        look = self.look
        begun = self.sets.every(look.is_(name, 0) for name in look.index if name not in look.anything_at_first)
        start = Place(self.workflow.start)
        for state, then in self.resting(start.state):
            yield after(self.workflow, start, state), self.sets.both(begun, then)

    def _check_deed(self, deed: Deed) -> None:
        if deed.guard == NOTHING:
            return
        for arrival, inside, outside, bad in self._told_apart(deed.states, deed.target):
            facts = Facts(deed.facts.occurrences, deed.facts.event, arrival.entered)
            puts = with_marks(deed, self.wrong.marks(facts))
            if bad != NOTHING and isinstance(self.duty, Entering):
                spoken = any(is_step(self.workflow, step, facts) for step in self.duty.steps)
                if (
                    spoken
                    and not self.wrong.is_carried(deed)
                    and self._can(deed, inside, self.sets.both(arrival.then, bad), puts)
                ):
                    raise CertificateRefused("is bad", state=str(arrival.source), rule=deed.rule)
            if outside != NOTHING and self._can(deed, inside, self.sets.both(arrival.then, outside), puts):
                raise CertificateRefused("leaves it", state=str(arrival.source), rule=deed.rule)
            before = self.wrong.before(facts)
            if before != NOTHING and self._can(deed, self.sets.both(inside, before), arrival.then, puts):
                raise CertificateRefused("is bad", state=str(arrival.source), rule=deed.rule)

    def _can(self, deed: Deed, inside: int, some: int, puts: Sequence[Put]) -> bool:
        """
        Tell whether a deed can lead from inside into a set.
        """
        begun = self.sets.both(inside, deed.guard)
        return begun != NOTHING and self.sets.both(begun, self.leading(some, deed, puts)) != NOTHING

    def _told_apart(self, states: tuple[str, ...], target: str | None) -> list[tuple[_Arrival, int, int, int]]:
        """
        Give the arrivals from some states that are not alike: with what is inside, what is outside after it, and what would be bad there.
        """
        key = (states, target)
        if key not in self._arrivals:
            found: dict[tuple[object, ...], tuple[_Arrival, int, int, int]] = {}
            for place, inside in self._sources(states, target):
                for arrival in self.arrivals(place, target):
                    bad = self.wrong.ending(arrival.target) if arrival.entered is not None else NOTHING
                    outside = self.outside(arrival.target)
                    mark = (inside, outside, bad, arrival.then, arrival.entered)
                    found.setdefault(mark, (arrival, inside, outside, bad))
            self._arrivals[key] = list(found.values())
        return self._arrivals[key]

    def _sources(self, states: tuple[str, ...], target: str | None) -> list[tuple[Place, int]]:
        """
        Give the places of some states, and what is inside; for a target that all come into alike, one for each set.
        """
        found = [one for state in states for one in self._by_state.get(state, ())]
        if target is None or target == BACK or self.workflow.states[target].holds:
            return found
        first: dict[int, Place] = {}
        for place, inside in found:
            first.setdefault(inside, place)
        return [(place, inside) for inside, place in first.items()]


def check_scope(workflow: Workflow, duty: Duty, scope: Scope) -> None:
    """
    Check that a proof is about everybody, and about what there is.

    Raises:
        CertificateRefused: it is not.
    """
    kinds = [kind for _, kind in scope.followed]
    names = [person for person, _ in scope.followed]
    if len(set(names)) != len(names) or not {*kinds, *scope.others} <= workflow.people.keys():
        raise CertificateRefused("people", "somebody is followed twice, or of no kind there is")
    for kind in workflow.people.values():
        most = kind.at_most
        if kind.name not in scope.others and (most is None or kinds.count(kind.name) < most):
            raise CertificateRefused("people", f"there may be more of {kind.name}")
    for name, number in followed_enough(workflow, duty).items():
        if kinds.count(name) < number and name in scope.others:
            raise CertificateRefused("people", f"too few of {name} are followed")
    known = {of_scheme(text) for text in scope.scheme} <= scheme_conditions(workflow)
    tracked, authors = set(scope.evidence), set(scope.authors)
    if not known or not tracked <= workflow.evidence.keys() or not authors <= {*tracked, *workflow.events}:
        raise CertificateRefused("evidence", "something is tracked that there is not")
    if not 0 <= scope.named <= _MOST_NAMED:
        raise CertificateRefused("evidence", "so many people cannot be told apart")


def scheme_conditions(workflow: Workflow) -> frozenset[str]:
    """
    Give the variables of all that a workflow and its safeguards ask of the scheme, as a whole or part by part.
    """
    if workflow.scheme is None:
        return frozenset()
    asked = [as_condition(group) for group in asked_groups(workflow)]
    forms = (one.form for one in workflow.safeguards)
    asked += [form.condition for form in forms if isinstance(form, Always | Entering | AlwaysOpen)]
    return frozenset(
        of_scheme(written(part))
        for condition in asked
        for question in every_condition(workflow, condition)
        if isinstance(question, OfScheme)
        for part in every_condition(workflow.scheme.workflow, question.condition)
    )


# ----------------------------------------------------------------------------------------------------------------------

_MOST_NAMED = 64
EVERYWHERE_ELSE = "everywhere else"


def _situations(look: Look, proof: Proof) -> Mapping[Place, int]:
    """
    Build the sets of a proof, and give the one of each place.
    """
    for name, values in proof.variables:
        if look.values.get(name) != values:
            raise CertificateRefused("evidence", f"{name} is not what can be tracked here")
    if len({name for name, _ in proof.variables}) != len(proof.variables):
        raise CertificateRefused("sets", "a variable stands twice")
    sets, made = look.sets, [NOTHING, EVERYTHING]
    for variable, children in proof.nodes:
        if not 0 <= variable < len(proof.variables) or len(children) != sets.sizes[variable]:
            raise CertificateRefused("sets", "a node asks a variable that there is not")
        if not all(0 <= child < len(made) and sets.asked_first(made[child]) > variable for child in children):
            raise CertificateRefused("sets", "a node leads to one that is not before it")
        made.append(sets.node(variable, [made[child] for child in children]))
    named = places_by_name(look.workflow)
    found: dict[Place, int] = {}
    rest = NOTHING
    for names, root in proof.situations:
        if not 0 <= root < len(made):
            raise CertificateRefused("sets", "a place has a set that there is not")
        for name in names:
            if name == EVERYWHERE_ELSE:
                rest = made[root]
                continue
            meant = named.get(name, ())
            if not meant or any(place in found for place in meant):
                raise CertificateRefused("sets", f"{name} is no place, or stands twice")
            found.update(dict.fromkeys(meant, made[root]))
    return {place: found.get(place, rest) for place in places_of(look.workflow)}
