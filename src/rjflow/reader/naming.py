"""
The names that a workflow file makes, and the one way to look a name up.

Stands on: `shapes`, `findings`, `sources.unknown`.   Knows nothing of: the definition, conditions.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import field

from rjflow.definition.model import CLOCK, PARTICIPANT
from rjflow.frozen import frozen
from rjflow.names import as_name, is_name
from rjflow.reader.files import WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.shapes import NumberShape, items_of
from rjflow.reader.written import Listing, Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.unknown import unknown

THINGS = {
    "states": "a state",
    "events": "an event",
    "evidence": "evidence",
    "gates": "a gate",
    "people": "a kind of people",
    "roles": "a role",
    "notices": "a notice",
    "sources": "a source",
    "calendars": "a calendar",
    "forms": "a form",
    "exports": "an export",
    "registers": "a register",
}
SIDES = ("harmed", "responsible")
_CODES = {
    "states": "RJ220",
    "evidence": "RJ222",
    "events": "RJ225",
    "sources": "RJ227",
    "calendars": "RJ228",
}


# What is told of values that evidence cannot have, or of evidence that seems not to be there.
_OF_VALUES = ("RJ222", "RJ240", "RJ241", "RJ242", "RJ243", "RJ327")
_ALL = frozenset(("all", "any", "every", "everything", "everywhere", "anywhere", "*", "any-state", "all-states"))


@frozen
class Names:
    """
    Every name in the file, by section, with where it is made.

    `unread` are the sections that could not be read whole, so that what they lack proves nothing; `lost` are those of them in which
    a name itself may be missing; `unsure` is the evidence of which it is not clear what it can say.
    """

    sections: Mapping[str, Mapping[str, Text]]
    groups: Mapping[str, frozenset[str]]
    unread: frozenset[str]
    lost: frozenset[str]
    unsure: frozenset[str]
    findings: Findings = field(eq=False, repr=False)

    def known(self, section: str, text: Text) -> bool:
        """
        Tell whether a section has this name; say so where it does not.
        """
        if text.value in self.sections[section]:
            return True
        if section == "states" and text.value in _ALL:
            help_ = "list the states, or write `{any-except: […]}` with those that are not meant"
            self.findings.add(problem("RJ220", text.span, label="not the name of a state", help=help_, word=text))
        elif section not in self.lost:
            self.miss(_CODES[section], text, self.sections[section], THINGS[section], section=section)
        return False

    def of(self, section: str, listing: Iterable[Text] | None) -> tuple[str, ...]:
        """
        Give those names of a list that a section has; say so about the others.
        """
        return tuple(text.value for text in listing or () if self.known(section, text))

    def group(self, text: Text) -> bool:
        """
        Tell whether there are people in this group; say so where there is nobody.
        """
        word = text.value
        if word in self.groups:
            return True
        if "people" in self.unread:
            return False
        if word in (*SIDES, PARTICIPANT):
            fact, key = ("takes part", "takes-part: true") if word == PARTICIPANT else ("is on it", f"side: {word}")
            help_ = f"write `{key}` at a kind of people, or take `{word}` out here"
            self.findings.add(problem("RJ331", text.span, label=f"nobody {fact}", help=help_, group=word))
        else:
            self.miss("RJ224", text, self.groups, "a group of people", section="people")
        return False

    def actors(self, listing: Listing[Text] | None, *, clock: bool = False) -> tuple[str, ...]:
        """
        Give who is listed: roles, kinds of people, sides, `participant` and, where it may be, `clock`; say who is nobody.
        """
        for text in items_of(listing):
            self._actor(text, clock=clock)
        return tuple(text.value for text in items_of(listing))

    def _actor(self, text: Text, *, clock: bool) -> None:
        word = text.value
        actors = (*self.sections["roles"], *self.sections["people"])
        if word == CLOCK:
            if not clock:
                help_ = "name a role, or a kind of people"
                self.findings.add(problem("RJ334", text.span, label="the clock fires events only", help=help_))
        elif word in (*SIDES, PARTICIPANT):
            self.group(text)
        elif word not in actors and not self.unread & {"roles", "people"}:
            known = (*actors, CLOCK) if clock else actors
            self.miss("RJ221", text, known, "a role or a kind of people", section="roles")

    def miss(self, code: str, text: Text, known: Collection[str], thing: str, *, section: str | None = None) -> None:
        """
        Say that nothing has this name.
        """
        self.findings.add(
            unknown(code, text.span, text.value, known, thing=thing, others=self.others(), section=section)
        )

    def others(self) -> Mapping[str, str]:
        """
        Say of every name what it is the name of.
        """
        return {name: THINGS[section] for section in reversed(THINGS) for name in self.sections[section]}

    def sure(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """
        Leave out what is only wrong because it is not clear what a piece of evidence can say, or whom it is about.
        """
        for one in found:
            unclear = one.code in _OF_VALUES and any(f"`{name}`" in one.message for name in self.unsure)
            words = set(re.findall(r"[\w-]+", one.help or "")) if one.code == "RJ257" else set[str]()
            if not unclear and not words & set(self.unsure):
                yield one


def spellings(name: str) -> tuple[str, ...]:
    """
    Give a name as it is written and, where that is no name, as it should be.
    """
    better = None if is_name(name) else as_name(name)
    return (name, better) if better else (name,)


def names_of(shape: WorkflowShape, findings: Findings) -> Names:
    """
    Gather the names that a file makes.
    """
    sections = {section: _named(getattr(shape, section)) for section in THINGS}
    lost = frozenset(_lost(shape))
    return Names(sections, _groups(shape), _unread(shape), lost, _unsure(shape), findings)


# ----------------------------------------------------------------------------------------------------------------------


def _named(pairs: Iterable[tuple[Text, object]] | None) -> dict[str, Text]:
    """
    Give names with their places; one that is badly written is also known as what it should be, since that is what others write.
    """
    return {word: name for name, _ in pairs or () for word in spellings(name.value)}


def _groups(shape: WorkflowShape) -> dict[str, frozenset[str]]:
    groups = {word: {name.value} for name, _ in shape.people or () for word in spellings(name.value)}
    for name, kind in shape.people or ():
        if kind.takes_part and kind.takes_part.value:
            groups.setdefault(PARTICIPANT, set()).add(name.value)
        if kind.side:
            groups.setdefault(kind.side.value, set()).add(name.value)
    return {group: frozenset(kinds) for group, kinds in groups.items()}


def _lost(shape: WorkflowShape) -> Iterator[str]:
    """
    List the sections that were refused, and, where there is a section that nobody knows, those it may have been.
    """
    for section in THINGS:
        if section in shape.broken or ("?" in shape.broken and getattr(shape, section) is None):
            yield section


def _unsure(shape: WorkflowShape) -> frozenset[str]:
    kinds = ("one-of", "flag", "number", "date", "about")
    return frozenset(
        word
        for name, one in shape.evidence or ()
        if one.unsure(*kinds) or (one.number and one.number.unsure("from", "to")) or _is_backwards(one.number)
        for word in spellings(name.value)
    )


def _is_backwards(number: NumberShape | None) -> bool:
    return bool(number and number.from_ and number.to and number.from_.value > number.to.value)


def _unread(shape: WorkflowShape) -> frozenset[str]:
    """
    List the sections in which something was refused: a name may be missing only because of that.
    """
    broken = set(_lost(shape))
    broken |= {"people" for _, kind in shape.people or () if kind.unsure("takes-part", "side")}
    meaning = (*(shape.evidence or ()), *(shape.events or ()), *(shape.notices or ()))
    broken |= {"means" for _, thing in meaning if thing.unsure("means")}
    broken |= {"evidence" for _, one in shape.evidence or () if not (one.one_of or one.flag or one.number or one.date)}
    broken |= {"states" for _, state in shape.states or () if state.broken}
    return frozenset(broken | ({"scheme"} if "scheme" in shape.broken else set()))
