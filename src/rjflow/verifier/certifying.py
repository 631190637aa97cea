"""
Write down what a search has proved, so that somebody who does not trust the search can check it.

For each safeguard that is kept: the people that were followed, what was tracked, and for each place the situations that were reached, or
all that are not bad, where that is enough. Nothing that is written is believed by anybody: `rjflow.certifying` checks it by itself, and
what it does not accept is not written.

Stands on: `refining`, `casting`, `rjflow.certifying`.   Knows nothing of: sentences, files.
"""

from collections.abc import Iterator, Mapping

from attrs import evolve

from rjflow.certifying.certificate import Certificate, CertificateRefused, Kept, Proof
from rjflow.certifying.checking import check_kept, check_part, name_of, pieces
from rjflow.certifying.diagrams import EVERYTHING, NOTHING, Diagrams
from rjflow.certifying.duties import Duty, one_ways
from rjflow.certifying.duties import OneWay as TwoWays
from rjflow.certifying.looking import (
    NOT_CURRENT,
    TRUTHS,
    WHETHER,
    Scope,
    actor,
    fired_by,
    of_scheme,
    others_of,
    recorded_by,
    slot,
    there,
)
from rjflow.certifying.looking import mark as remembered
from rjflow.certifying.places import Place, places_of
from rjflow.certifying.proving import EVERYWHERE_ELSE
from rjflow.certifying.values import number_of, told_apart
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import AlwaysPossible, Ends, ReadOff, Safeguard
from rjflow.guards.writing import written, written_value
from rjflow.sources.errors import RjflowError
from rjflow.verifier.bdd import Set, out_of_room
from rjflow.verifier.casting import followed_casts, is_everybody, spotlight
from rjflow.verifier.choosing import with_those_chosen
from rjflow.verifier.focusing import first_focus, near_to
from rjflow.verifier.frame import HELD, Cast, Focus, Frame, Key
from rjflow.verifier.reaching import Situations
from rjflow.verifier.refining import examine, proved_by
from rjflow.verifier.spelling import spelled_out
from rjflow.verifier.spoken import OneWay, Watched
from rjflow.verifier.verdict import BrokenSafeguard, Report


class CannotCertify(RjflowError):
    """
    Something that is kept, but not in a way that the checker sees.

    Attributes:
        name: the safeguard, or the event and state.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"`{name}` is kept, but no proof of it was found that can be checked")
        self.name = name


def certify(report: Report, *, made_by: str = "") -> Certificate:
    """
    Write a certificate of what a report says is kept.

    Guarantees: `certifying.check_certificate` accepts what is given. Safeguards that are not kept, and that somebody answers for, are
    left out.

    Raises:
        BrokenSafeguard: the workflow may not run.
        CannotCertify: of something that is kept no proof was found that can be checked.
    """
    if not report.is_safe:
        raise BrokenSafeguard(report)
    workflow = report.workflow
    kept = [verdict.safeguard for verdict in report.verdicts if verdict.judged == "kept"]
    return Certificate(
        made_by=made_by,
        name=workflow.name,
        version=workflow.version,
        fingerprint=report.fingerprint,
        scheme=None if workflow.scheme is None else fingerprint(workflow.scheme.workflow),
        safeguards=tuple(_kept(workflow, one.id, one.form) for one in kept),
        events=tuple(_kept(workflow, name_of(way), way) for way in one_ways(workflow)),
    )


def tracked_for(workflow: Workflow, safeguard: Safeguard) -> frozenset[str]:
    """
    Give the evidence that it is enough to track to prove a safeguard which is kept.

    Raises:
        CannotCertify: no proof was found that can be checked.
    """
    proofs = _kept(workflow, safeguard.id, safeguard.form).proofs
    return frozenset(name for proof in proofs for name in proof.scope.evidence if name in workflow.evidence)


def proof_of(frame: Frame, situations: Situations) -> Proof:
    """
    Write down sets of situations.
    """
    spelled = _Spelled(frame)
    roots = {Place(*place): spelled.set_of(some) for place, some in situations.items()}
    cast, focus = frame.cast, frame.focus
    scope = Scope(
        followed=cast.followed,
        others=tuple(kind for kind in frame.workflow.people if kind in cast.others),
        evidence=tuple(name for name in frame.workflow.evidence if name in focus.evidence),
        scheme=tuple(written(one) for one in focus.scheme),
        authors=focus.authors,
        named=max(0, len(frame.identities) - 1),
    )
    nodes, numbers = spelled.nodes(list(dict.fromkeys(roots.values())))
    named = {place: numbers[roots.get(place, NOTHING)] for place in places_of(frame.workflow)}
    return Proof(scope=scope, variables=spelled.variables, nodes=nodes, situations=_grouped(frame.workflow, named))


# ----------------------------------------------------------------------------------------------------------------------


def _kept(workflow: Workflow, name: str, duty: Duty) -> Kept:
    """
    Prove something as a whole if that is easy, otherwise part by part.
    """
    if isinstance(duty, Ends):
        found = Kept(name=name)
        check_kept(workflow, name, duty, found)
        return found
    parts = pieces(workflow, duty, whole=False)
    if len(parts) > 1 and not isinstance(duty, ReadOff):
        form = _as_watched(duty)
        at_once = iter([(spotlight(workflow, form), first_focus(workflow, form))])
        proof = _first_accepted(workflow, duty, (workflow, form), at_once)
        if proof is not None:
            return Kept(name=name, proofs=(proof,))
    proofs = [_proof(workflow, part) for part in parts]
    accepted = tuple(proof for proof in proofs if proof is not None)
    if len(accepted) < len(parts):
        raise CannotCertify(name)
    return Kept(name=name, whole=len(parts) == 1 and not isinstance(duty, ReadOff), proofs=accepted)


def _proof(workflow: Workflow, duty: Duty) -> Proof | None:
    """
    Prove something as it is written; where no proof is accepted, with what is asked of the scheme written out.
    """
    form = _as_watched(duty)
    found = _first_accepted(workflow, duty, (workflow, form), _looks(workflow, form))
    spelled = None if found is not None else spelled_out(workflow, form)
    return found if spelled is None else _first_accepted(workflow, duty, spelled, _looks(*spelled))


def _first_accepted(
    workflow: Workflow, duty: Duty, searched: tuple[Workflow, Watched], looks: Iterator[tuple[Cast, Focus]]
) -> Proof | None:
    """
    Give the first proof that the checker accepts; it is found in what is searched, which means the same.
    """
    for cast, focus in looks:
        try:
            for frame, situations in proved_by(*searched, cast, focus):
                proof = proof_of(frame, situations)
                try:
                    check_part(workflow, duty, proof)
                except CertificateRefused:
                    continue
                return proof
        except out_of_room():
            continue
    return None


def _looks(workflow: Workflow, form: Watched) -> Iterator[tuple[Cast, Focus]]:
    """
    Give whom to follow and what to track, the least first; then what a search comes to that tracks more until nothing is broken.
    """
    cast, focus = spotlight(workflow, form), first_focus(workflow, form)
    yield cast, focus
    if not isinstance(form, AlwaysPossible):
        yield cast, near_to(workflow, focus)
    chosen = () if isinstance(form, AlwaysPossible) else (with_those_chosen(workflow, form),)
    for more in (cast, *chosen, *(one for one in followed_casts(workflow, form) if is_everybody(workflow, one))):
        outcome = examine(workflow, form, more, focus)
        if outcome is not None and outcome.hit is None:
            found = evolve(outcome.focus, days=())  # the checker lets a day come as often as it likes
            yield more, found
            yield more, near_to(workflow, found)


def _as_watched(duty: Duty) -> Watched:
    return OneWay(duty.event, duty.state, duty.first, duty.second) if isinstance(duty, TwoWays) else duty


# ---- from the search's sets to a certificate's -----------------------------------------------------------------------


def _grouped(workflow: Workflow, named: Mapping[Place, int]) -> tuple[tuple[tuple[str, ...], int], ...]:
    """
    Put together the places with one set; those of most are everywhere else.
    """
    found: dict[int, list[str]] = {}
    for state in workflow.states:
        mine = {place: root for place, root in named.items() if place.state == state}
        if len(set(mine.values())) == 1:
            found.setdefault(mine[Place(state)], []).append(state)
            continue
        for place, root in mine.items():
            found.setdefault(root, []).append(place.name)
    most = max(found, key=lambda root: len(found[root]))
    found[most] = [EVERYWHERE_ELSE]
    return tuple((tuple(names), root) for root, names in found.items())


class _Spelled:
    """The variables of a frame as a certificate names them, and its sets as nodes."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._keys = [key for key in frame.sizes if key != HELD]
        self._values = [self._values_of(key) for key in self._keys]
        self.variables = tuple(
            (self._name(key), tuple(name for name, _ in values))
            for key, values in zip(self._keys, self._values, strict=True)
        )
        self._sets = Diagrams([len(values) for values in self._values])
        self._made: dict[tuple[int, Set], int] = {}

    def set_of(self, some: Set, place: int = 0) -> int:
        """Give a set as one of ours: asked variable by variable, in order."""
        if not some.satisfiable():
            return NOTHING
        if place == len(self._keys) or some == self._frame.space.everything:
            return EVERYTHING
        if (place, some) not in self._made:
            variable = self._frame.index[self._keys[place]]
            space, children = self._frame.space, []
            for _, value in self._values[place]:
                narrowed = space.forget(some & space.value(variable, value), (variable,))
                children.append(self.set_of(narrowed, place + 1))
            self._made[place, some] = self._sets.node(place, children)
        return self._made[place, some]

    def nodes(self, roots: list[int]) -> tuple[tuple[tuple[int, tuple[int, ...]], ...], dict[int, int]]:
        """Give the nodes of some sets, each after those it leads to, and the number of each set."""
        numbers, found = {NOTHING: 0, EVERYTHING: 1}, list[tuple[int, tuple[int, ...]]]()

        def visit(some: int) -> None:
            if some in numbers:
                return
            variable, children = self._sets.asked(some)
            for child in children:
                visit(child)
            numbers[some] = len(found) + 2
            found.append((variable, tuple(numbers[child] for child in children)))

        for root in roots:
            visit(root)
        return tuple(found), numbers

    def _name(self, key: Key) -> str:
        match key:
            case ("there", str() as person):
                return there(person)
            case ("others", str() as kind):
                return others_of(kind)
            case ("value", str() as evidence, (str() | None) as person):
                return slot(evidence, person)
            case ("scheme", int() as number):
                return of_scheme(written(self._frame.focus.scheme[number]))
            case ("by", str() as evidence, (str() | None) as person):
                return recorded_by(evidence, person)
            case ("fired", str() as event, int() as who):
                return fired_by(event, who)
            case ("memory", (str() | None) as person):
                return remembered(person)
            case _:
                raise AssertionError(f"a variable that no certificate knows: {key}")

    def _values_of(self, key: Key) -> list[tuple[str, int]]:
        """
        Give what a variable can be: in the words of certificates, and as the search numbers it.
        """
        match key:
            case ("value", str() as evidence, _):
                workflow, found = self._frame.workflow, [(NOT_CURRENT, 0)]
                ours = {number_of(workflow, evidence, one): n for n, one in enumerate(self._frame.classes[evidence], 1)}
                several = enumerate(told_apart(workflow)[evidence], start=1)
                return [*found, *((written_value(value), ours[number]) for number, value in several)]
            case ("scheme", _):
                return [(name, value) for value, name in enumerate(TRUTHS)]
            case ("by", _, _):
                return [(actor(who), who) for who in self._frame.identities]
            case _:
                return [(name, value) for value, name in enumerate(WHETHER)]
