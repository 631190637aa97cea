"""
Turn conditions as written into requirements, read, checked and with their reasons.

Stands on: `naming`, `guards`.   Knows nothing of: what asks the conditions.
"""

import re
from collections.abc import Iterator
from typing import Any

from attrs import field

from rjflow.definition.model import Group, Requirement
from rjflow.frozen import frozen
from rjflow.guards.checking import check
from rjflow.guards.idle import idle_together
from rjflow.guards.parsing import parse
from rjflow.guards.places import spot
from rjflow.guards.syntax import Condition, ForPeople, every_part
from rjflow.guards.vocabulary import Fact, Kinds, Place, Vocabulary
from rjflow.names import spoken
from rjflow.reader.files import WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.kinds import MOST_PEOPLE
from rjflow.reader.naming import SIDES, Names, spellings
from rjflow.reader.shapes import EvidenceShape, NamedShape, items_of
from rjflow.reader.written import GroupShape, Listing, RequirementShape, Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.errors import InvalidWorkflow
from rjflow.text import quoted

INSIDE = Place()


@frozen
class Context:
    """What every part of a file is linked with: the file, its names, and where problems go."""

    shape: WorkflowShape
    names: Names
    words: Vocabulary
    findings: Findings = field(eq=False)
    unread: set[int] = field(factory=set, eq=False)

    def is_read(self, shape: GroupShape | None) -> bool:
        """
        Tell whether every condition of a group that was linked could be read.
        """
        return shape is None or (id(shape) not in self.unread and all(self.is_read(one.group) for one in shape.items))

    def read(self, text: Text, place: Place = INSIDE) -> Condition | None:
        """
        Read and check one condition; nothing comes back from a text that cannot be read.
        """
        condition = parsed(text, self.findings)
        if condition is not None:
            self.findings.add(*self.names.sure(check(condition, self.words, place)))
        return condition

    def group(self, shape: GroupShape | None, place: Place = INSIDE) -> Group:
        """
        Link a group of conditions; an absent one asks for nothing.
        """
        if shape is None:
            return Group()
        items = tuple(asked for one in shape.items if (asked := self._one(one, place)) is not None)
        self._once_each(shape)
        if len(items) < len(shape.items):
            self.unread.add(id(shape))
        elif not place.safeguard:
            conditions = [one.condition for one in items if isinstance(one, Requirement)]
            self.findings.add(*idle_together(conditions, self.words, every=shape.mode == "all"))
        return Group(mode=shape.mode, items=items, span=shape.span)

    def _once_each(self, shape: GroupShape) -> None:
        seen: dict[str, int] = {}
        for text in (one.text for one in shape.items if one.text is not None):
            word = " ".join(text.value.split())
            if word in seen:
                note, help_ = f"first listed on line {seen[word]}", "keep one of the two"
                self.findings.add(problem("RJ107", text.span, label="again here", notes=(note,), help=help_, word=word))
            seen.setdefault(word, text.span.line)

    def _one(self, shape: RequirementShape, place: Place) -> Requirement | Group | None:
        because, sources = self.reason(shape)
        if shape.group is not None:
            group = self.group(shape.group, place)
            return Group(mode=group.mode, items=group.items, because=because, sources=sources, span=shape.span)
        condition = self.read(shape.text, place) if shape.text else None
        if condition is None or shape.text is None:
            return None
        text = " ".join(shape.text.value.split())
        return Requirement(condition=condition, text=text, because=because, sources=sources, span=shape.text.span)

    def reason(self, shape: "RequirementShape | NamedShape") -> tuple[str | None, tuple[str, ...]]:
        """
        Give the reason and the sources of anything that may have them.
        """
        return said(shape.because), self.cited(shape.source)

    def cited(self, source: Listing[Text] | None) -> tuple[str, ...]:
        """
        Give the sources named, those that exist.
        """
        return self.names.of("sources", items_of(source))

    def named(self, name: Text, shape: NamedShape) -> dict[str, Any]:
        """
        Give what everything with a name has.
        """
        because, sources = self.reason(shape)
        label = said(shape.label) or spoken(name.value)
        return {"name": name.value, "label": label, "because": because, "sources": sources, "span": name.span}


def said(text: Text | None) -> str | None:
    """
    Give what people will read, in one line.
    """
    return " ".join(text.value.split()) if text else None


def parsed(text: Text, findings: Findings) -> Condition | None:
    """
    Read a condition without asking what its names mean.
    """
    try:
        condition = parse(text.value, text.span)
    except InvalidWorkflow as error:
        findings.add(*error.diagnostics)
        return None
    stray = _PERSON.search(text.value)
    if stray:
        findings.add(_no_side(text, stray))
        return None
    for part in every_part(condition):
        if isinstance(part, ForPeople) and part.number > MOST_PEOPLE:
            findings.add(_so_many(part))
            return None
    return condition


def vocabulary(shape: WorkflowShape, names: Names, scheme: Vocabulary | None) -> Vocabulary:
    """
    Gather what the conditions of a file may speak of.
    """
    states = shape.states or ()
    return Vocabulary(
        facts={
            word: fact
            for name, one in shape.evidence or ()
            if (fact := _fact(one, names))
            for word in spellings(name.value)
        },
        gates=tuple(names.sections["gates"]),
        gates_about_people=_about_people(shape),
        groups=names.groups,
        most=_most(shape, names),
        never_empty=_never_empty(shape, names),
        states=tuple(names.sections["states"]),
        holding=tuple(name.value for name, state in states if state.holds and state.holds.value),
        kinds=tuple(dict.fromkeys(state.kind.value for _, state in states if state.kind)),
        events=tuple(names.sections["events"]),
        others=names.others(),
        unread=names.unread | (frozenset({"scheme"}) if shape.scheme and scheme is None else frozenset()),
        scheme=scheme,
    )


# ----------------------------------------------------------------------------------------------------------------------

_QUANTIFIER = re.compile(r"\b(every|some|no|at least \d+) [a-z][a-z0-9-]*( person)?\s*:")
_WIDEST = 20
_PERSON = re.compile(rf"\b(every|some|no|at least \d+)\s+(?!(?:{'|'.join(SIDES)})\b)([a-z][a-z0-9-]*)\s+(person)\s*:")
_WORD = re.compile(r"[a-z][a-z0-9-]*")


def _so_many(part: ForPeople) -> Diagnostic:
    assert part.span is not None, "every condition that was read knows its place"
    number = str(part.number)
    shown = number if len(number) <= _WIDEST else f"{number[:_WIDEST]}…"
    note, help_ = f"it must be at most {MOST_PEOPLE}", "ask for fewer people"
    return problem(
        "RJ114", spot(part.span, number), notes=(note,), help=help_, what="`at least`", number=shown, size="big"
    )


def _no_side(text: Text, stray: re.Match[str]) -> Diagnostic:
    place, label = text.place(stray.start(3), stray.end(3)), f"`{stray[2]}` is no side"
    note = f"only a side is spoken of so: {quoted((f'{side} person' for side in SIDES), 'or')}"
    help_ = f"write `{stray[1]} {stray[2]}: …`"
    return problem("RJ201", place, label=label, notes=(note,), help=help_, what="`person`")


def _fact(shape: EvidenceShape, names: Names) -> Fact | None:
    about = shape.about.value if shape.about else None
    kinds: Kinds = names.groups.get(about, frozenset()) if about else frozenset()
    if shape.one_of:
        return Fact(sort="one-of", words=tuple(word.value for word in shape.one_of), about=about, kinds=kinds)
    if shape.number and shape.number.from_ and shape.number.to:
        low, high = shape.number.from_.value, shape.number.to.value
        return Fact(sort="number", low=low, high=high, about=about, kinds=kinds)
    if shape.flag:
        return Fact(sort="flag", about=about, kinds=kinds)
    return Fact(sort="date", about=about, kinds=kinds) if shape.date else None


def _about_people(shape: WorkflowShape) -> frozenset[str]:
    """
    List the gates that ask about people, themselves or by way of other gates.
    """
    said = {name.value: " ".join(_texts(gate.all or gate.any)) for name, gate in shape.gates or ()}
    found = {name for name, text in said.items() if _QUANTIFIER.search(text)}
    while more := {name for name, text in said.items() if name not in found and found & set(_WORD.findall(text))}:
        found |= more
    return frozenset(found)


def _texts(group: GroupShape | None) -> Iterator[str]:
    for one in group.items if group else ():
        yield from (one.text.value,) if one.text else _texts(one.group)


def _most(shape: WorkflowShape, names: Names) -> dict[str, int]:
    """
    Say of each group how many people it can have, where that is limited.
    """
    limits = {name.value: kind.at_most.value for name, kind in shape.people or () if kind.at_most}
    return {group: sum(limits[kind] for kind in kinds) for group, kinds in names.groups.items() if kinds <= set(limits)}


def _never_empty(shape: WorkflowShape, names: Names) -> frozenset[str]:
    """
    List the groups in which there is always somebody.
    """
    some = {name.value for name, kind in shape.people or () if kind.at_least and kind.at_least.value > 0}
    return frozenset(group for group, kinds in names.groups.items() if kinds & some)
