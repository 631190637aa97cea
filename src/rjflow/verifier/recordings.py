"""
What making a record changes: the value it puts in, and what it voids.

Stands on: `formulas`.   Knows nothing of: who records, searching.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rjflow.definition.lookup import kinds_in
from rjflow.definition.model import Event, Evidence
from rjflow.definition.safeguards import Happening
from rjflow.rules.changing import Happened
from rjflow.verifier.bdd import Set, out_of_room
from rjflow.verifier.formulas import Formulas
from rjflow.verifier.frame import Key
from rjflow.verifier.happening import SOMEBODY_ELSE, Occurrence, satisfied

_MOST_FORMS = 5_000  # ways to fill in one form


class Made(NamedTuple):
    """Records made together: where this can be, where it surely is, what they put in, and what is said of them to safeguards."""

    guard: Set
    sure: Set
    assigns: dict[Key, tuple[int, ...]]
    occurrences: tuple[Occurrence, ...] = ()
    value: int = 0


class Recordings:
    """
    The ways to record something in one frame.

    With *spoken*, what a safeguard listens for, one way stands for all the values that make no difference to that.
    """

    def __init__(
        self,
        formulas: Formulas,
        listened: frozenset[tuple[str, str]],
        spoken: Sequence[Happening] | None = None,
    ) -> None:
        self._formulas = formulas
        self._frame = formulas.frame
        self._listened = listened
        self._spoken = spoken
        self._alike: dict[str, dict[frozenset[int], tuple[int, ...]]] = {}
        self._listening = self._listeners()

    def matters(self, name: str) -> bool:
        """Tell whether recording an evidence changes anything that is tracked or listened for."""
        heard = ("evidence", name)
        return name in self._frame.focus.evidence or heard in self._listened or heard in self._listening

    def voids(self, happened: Sequence[Happened]) -> dict[Key, tuple[int, ...]]:
        """Give the tracked records that are void after this happened."""
        return {
            key: (0,)
            for one in happened
            for key, own in self._listening.get((one.kind, one.what), ())
            if not own or one.person == key[2]
        }

    def _listeners(self) -> dict[tuple[str, str], list[tuple[Key, bool]]]:
        """
        Give, for each thing that can happen, the tracked records that it voids, and whether only for the same person.
        """
        frame = self._frame
        found: dict[tuple[str, str], list[tuple[Key, bool]]] = {}
        for name in frame.workflow.evidence:
            holders = frame.holders(name) if name in frame.focus.evidence else ()
            for voider in frame.workflow.evidence[name].voided_by if holders else ():
                kinds = kinds_in(frame.workflow, voider.what) if voider.kind == "change" else ()
                for what in [kind.name for kind in kinds] or [voider.what]:
                    heard = found.setdefault((voider.kind, what), [])
                    heard += [(("value", name, person), voider.own) for person in holders]
        return found

    def options(self, evidence: Evidence, person: str | None) -> list[Made]:
        """
        Give what recording an evidence about somebody can come to: a value of some class that counts, or a record that does not.
        """
        frame, key = self._frame, ("value", evidence.name, person)
        there = self._there(evidence, person)
        if not frame.has(key) and ("evidence", evidence.name) not in self._listened:
            return [Made(there, there, {}, (Occurrence("evidence", evidence.name, person),), 1)]
        needs = self._formulas.group(evidence.needs, None if person == SOMEBODY_ELSE else person)
        if person == SOMEBODY_ELSE and evidence.needs.items:
            needs = self._formulas.anything
        found, unheard, anew = [], self._unheard(evidence), self._waited_for_anew(evidence)
        for numbers in self._told_apart(evidence.name):
            if numbers == unheard:
                continue
            occurrence = Occurrence("evidence", evidence.name, person, frame.class_of(evidence.name, numbers[0]))
            assigns: dict[Key, tuple[int, ...]] = {key: numbers, **anew} if frame.has(key) else {}
            found.append(Made(needs.yes & there, needs.surely & there, assigns, (occurrence,), numbers[0]))
        if evidence.needs.items:
            occurrence = Occurrence("evidence", evidence.name, person, None, counts=False)
            assigns = {key: (0, *unheard), **anew} if frame.has(key) else {}
            guard = there if unheard else needs.not_yes & there
            found.append(Made(guard, ~needs.yes & there, assigns, (occurrence,), 0))
        return found

    def _waited_for_anew(self, evidence: Evidence) -> dict[Key, tuple[int, ...]]:
        """
        Give the deadlines that have fired for this date, and may again once it is recorded anew.
        """
        deadlines = self._frame.workflow.deadlines
        keys = [("rung", place) for place, one in enumerate(deadlines) if one.until == evidence.name]
        return {key: (0,) for key in keys if self._frame.has(key)}

    def _told_apart(self, name: str) -> list[tuple[int, ...]]:
        """
        Give the classes of values of an evidence, those together between which nothing makes a difference.
        """
        return list(self._by_what_hears(name).values())

    def _unheard(self, evidence: Evidence) -> tuple[int, ...]:
        """
        Give the classes that are not what is listened for, where some are: they then pass for a record that does not count.
        """
        listened = self._spoken is not None and ("evidence", evidence.name) in self._listened and evidence.needs.items
        return (
            next((numbers for mark, numbers in self._by_what_hears(evidence.name).items() if not mark), ())
            if listened
            else ()
        )

    def _by_what_hears(self, name: str) -> dict[frozenset[int], tuple[int, ...]]:
        """
        Give the classes of values of an evidence by which of the happenings spoken of a record of them is; each by itself where
        nothing is spoken of.
        """
        if name not in self._alike:
            alike: dict[frozenset[int], tuple[int, ...]] = {}
            for number, value in enumerate(self._frame.classes[name], start=1):
                mark = frozenset(
                    place
                    for place, one in enumerate(self._spoken or ())
                    if one.name == name and (one.values is None or satisfied(one.values, value))
                )
                mark = frozenset({-number}) if self._spoken is None else mark
                alike[mark] = (*alike.get(mark, ()), number)
            self._alike[name] = alike
        return self._alike[name]

    def forms(self, event: Event) -> Iterator[Made]:
        """
        Give what an event's form can come to: a record of each evidence it asks for, of those about people one or more.

        Raises:
            DDMemoryError: that is too much to be searched (`bdd.out_of_room`), as where a form asks several people who are all followed.
        """
        made = [self._nothing()]
        for name in event.records:
            made = _combined(made, self._part(self._frame.workflow.evidence[name]))
        for one in made:
            happened = [Happened("event", event.name)]
            happened += [Happened("evidence", occurrence.name, occurrence.person) for occurrence in one.occurrences]
            yield Made(one.guard, one.sure, self.voids(happened) | one.assigns, one.occurrences)

    # ------------------------------------------------------------------------------------------------------------------

    def _part(self, evidence: Evidence) -> list[Made]:
        """
        Give what one evidence of a form can come to.
        """
        if evidence.about is None:
            return self.options(evidence, None)
        nobody, other = self._nothing(), bool(self._frame.other_kinds(evidence.about))
        options = [self.options(evidence, person) for person in self._frame.members(evidence.about)]
        options += [self.options(evidence, SOMEBODY_ELSE)] if other else []
        alone = len(options) - other if evidence.name in self._frame.focus.evidence else 0
        together = len(options) if self._is_heard(evidence.name) else alone
        found = [nobody]
        for mine in options[:together]:
            found = _combined(found, [nobody, *mine])
        return [one for one in found if one.occurrences] + [one for mine in options[together:] for one in mine]

    def _is_heard(self, name: str) -> bool:
        """
        Tell whether it makes a difference to something else that an evidence is recorded. If it does not, nothing is gained by recording it
        of several people at once, but where each of them has a record that is tracked.
        """
        heard = ("evidence", name)
        return heard in self._listened or heard in self._listening or name in self._frame.focus.authors

    def _nothing(self) -> Made:
        everything = self._frame.space.everything
        return Made(everything, everything, {})

    def _there(self, evidence: Evidence, person: str | None) -> Set:
        """
        Give where somebody is there whom a record is about.
        """
        if person is None:
            return self._frame.space.everything
        if person != SOMEBODY_ELSE:
            return self._frame.there(person)
        others = self._frame.other_kinds(evidence.about or "")
        return self._frame.space.any_of(self._frame.others(kind) for kind in others)


def _combined(some: Sequence[Made], others: Sequence[Made]) -> list[Made]:
    if len(some) * len(others) > _MOST_FORMS:
        raise out_of_room()("there is too much that a form can say")
    return [_together(one, other) for one in some for other in others]


def _together(one: Made, other: Made) -> Made:
    """
    Give two recordings as one.
    """
    both = one.guard & other.guard
    return Made(both, one.sure & other.sure, one.assigns | other.assigns, one.occurrences + other.occurrences)
