"""
Resolve what safeguards speak of: kinds of steps, and things that happen.

Stands on: `meanings`, `naming`, `definition.model`.   Knows nothing of: the forms of safeguards.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import field

from rjflow.definition.model import MEETING, Event, State
from rjflow.definition.safeguards import Happening, Step
from rjflow.frozen import frozen
from rjflow.guards.vocabulary import Vocabulary
from rjflow.names import RESERVED, is_name
from rjflow.reader.findings import Findings
from rjflow.reader.kinds_of_state import ALMOST
from rjflow.reader.meanings import Meanings
from rjflow.reader.naming import Names
from rjflow.reader.safeguard_shapes import SafeguardShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import HappeningShape, Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.unknown import unknown
from rjflow.text import nearest

Wanted = Literal["evidence", "event", "any"]


def spelled(text: Text) -> Step | None:
    """
    Read the words of a step, without asking whether there is such a one.
    """
    match text.value.split():
        case ["final"]:
            return Step("final", span=text.span)
        case ["contact"]:
            return Step("contact", span=text.span)
        case ["contact", ("direct" | "indirect") as how]:
            return Step("contact", how, span=text.span)
        case ["contacts", group] if is_name(group):
            return Step("contacts", group, span=text.span)
        case ["contacts", ("harmed" | "responsible") as side, "person"]:
            return Step("contacts", side, span=text.span)
        case ["kind", kind] if is_name(kind):
            return Step("kind", kind, span=text.span)
        case [state] if state not in RESERVED:
            return Step("state", state, span=text.span)
        case _:
            return None


def check_words(safeguard: SafeguardShape, findings: Findings) -> None:
    """
    Find what a safeguard file gets wrong whatever the workflow: words of the language that are not put together right.
    """
    steps = (text for listing in (safeguard.entering, safeguard.always_possible) for text in items_of(listing))
    happenings = ("before", "must_have", "since", "after", "not_before", "without")
    listed = (one for name in happenings for one in items_of(getattr(safeguard, name)))
    for text in (*steps, *(one.name for one in listed if one.form == "name")):
        if spelled(text) is None:
            findings.add(unknown("RJ236", text.span, text.value, _WORDS, thing="a step"))
    findings.add(*(_no_contact(text) for text in items_of(safeguard.as_) if not _is_contact(spelled(text))))


@frozen
class Linked:
    """What is linked already when safeguards are: the states and events of the workflow, its forms and their fields, and all it provides."""

    names: Names
    words: Vocabulary
    meanings: Meanings
    states: Mapping[str, State]
    events: Mapping[str, Event]
    papers: frozenset[str] = frozenset()
    registers: frozenset[str] | None = frozenset()  # nothing where the scheme's file has mistakes of its own


@frozen
class Lack:
    """
    Something that a safeguard needs and the workflow does not have.

    `kind` is the kind of people for whom it is not there, where it is for others. `wanted`: evidence, an event, or either.
    """

    name: str
    kind: str | None
    wanted: Wanted


@frozen
class Speaker:
    """
    One safeguard while it is resolved.

    In the workflow's own safeguards an unknown name is a mistake. In somebody else's it is something the workflow lacks: it is
    kept in `lacking` until it is clear whether it is needed; names without which something is asked all the same are `passed_over`.
    """

    linked: Linked
    findings: Findings = field(eq=False)
    own: bool = True
    lacking: list[Lack] = field(factory=list, eq=False)
    passed_over: list[str] = field(factory=list, eq=False)

    def lacks(self, name: str, kind: str | None = None, wanted: Wanted = "evidence") -> None:
        """
        Take note of a name that the workflow provides nothing for.
        """
        self.lacking.append(Lack(name, kind, wanted))

    def steps(self, texts: Iterable[Text]) -> tuple[Step, ...]:
        """
        Resolve kinds of steps; those that this workflow does not have are left out of somebody else's safeguard.
        """
        return tuple(step for text in texts if (step := self.step(text)) is not None)

    def step(self, text: Text) -> Step | None:
        """
        Resolve one kind of step.
        """
        step = spelled(text)
        if step is None:
            self._unknown("RJ236", text, _WORDS, "a step")
            return None
        if _exists(step, self.linked) or (self._may_say(step, text) and self.own):
            return step
        return None

    def contact(self, text: Text) -> Step | None:
        """
        Resolve a kind of contact, whether or not anything counts as one yet.
        """
        step = spelled(text)
        if step is None or not _is_contact(step):
            self.findings.add(_no_contact(text))
            return None
        return step if self._may_say(step, text) else None

    def happenings(self, shapes: Iterable[HappeningShape], *, needed: bool = False) -> tuple[Happening, ...]:
        """
        Resolve things that happen, any of which is meant. `needed`: a name that nothing has is lacking.
        """
        found: list[Happening] = []
        for shape in shapes:
            some = self.happening(shape)
            if not some and not self.own and needed and shape.form == "name":
                self.lacks(shape.name.value, wanted="any")
            found += some
        return tuple(found)

    def happening(self, shape: HappeningShape) -> tuple[Happening, ...]:
        """
        Resolve one name: several things may have one meaning.
        """
        text = shape.name
        word, meanings, names = text.value, self.linked.meanings, self.linked.names
        if shape.form == "change-of":
            known = self.group(text)
            return (Happening("change", word, span=shape.span),) if known else ()
        found = [
            *(
                Happening("evidence", one.evidence, one.condition, span=text.span)
                for one in meanings.evidence.get(word, ())
            ),
            *(Happening("event", event, span=text.span) for event in meanings.events.get(word, ())),
            *(Happening("notice", notice, span=text.span) for notice in meanings.notices.get(word, ())),
        ]
        if found:
            return tuple(found)
        if word in names.sections["events"]:
            return (Happening("event", word, span=text.span),)
        if word in names.sections["evidence"]:
            return (Happening("evidence", word, span=text.span),)
        if word in names.sections["notices"]:
            return (Happening("notice", word, span=text.span),)
        return self._step_happening(text)

    def _step_happening(self, text: Text) -> tuple[Happening, ...]:
        step = spelled(text)
        if step is None or (step.what == "state" and step.name not in self.linked.states):
            sections = self.linked.names.sections
            known = [name for section in ("events", "evidence", "notices", "states") for name in sections[section]]
            if not self.linked.names.unread & {"events", "evidence", "notices", "states", "means"}:
                self._unknown("RJ236", text, (*known, *self.linked.meanings.known()), "something that happens")
            return ()
        found = self.step(text)
        return (Happening("step", text.value, step=found, span=text.span),) if found else ()

    def _may_say(self, step: Step, text: Text) -> bool:
        """
        Tell whether the workflow's own safeguard may speak of a step that no event makes; say so when a name is wrong.
        """
        names, word = self.linked.names, step.name or ""
        start = text.value.find(word, text.value.find(" ") + 1)
        inner = Text(word, text.place(start, start + len(word)))
        match step.what:
            case "state":
                if self.own:
                    return names.known("states", text)
                self._unknown("RJ220", text, tuple(names.sections["states"]), "a state")
                return False
            case "kind":
                kinds = tuple(self.linked.words.kinds)
                if not names.unread & {"states"} and word not in kinds:
                    self._unknown("RJ230", inner, kinds, "a kind of state")
                return False
            case "contacts":
                return self.group(inner)
            case _:
                return True

    def group(self, text: Text) -> bool:
        """
        Tell whether there are people in this group; say so where there is nobody and there should be.
        """
        names = self.linked.names
        if self.own or text.value in names.groups:
            return names.group(text)
        if "people" not in names.unread:
            self._unknown("RJ224", text, tuple(names.groups), "a group of people")
        return False

    def almost(self, word: str, known: Iterable[str]) -> bool:
        """
        Tell whether a name that is not known is a mistake: in somebody else's safeguard only one that is almost another name is.
        """
        if self.own or nearest(word, known, 1, alike=ALMOST):
            return True
        self.passed_over.append(word)
        return False

    def _unknown(self, code: str, text: Text, known: tuple[str, ...], thing: str) -> None:
        if self.almost(text.value, known):
            others = self.linked.names.others()
            self.findings.add(unknown(code, text.span, text.value, known, thing=thing, others=others))


# ----------------------------------------------------------------------------------------------------------------------


_WORDS = ("final", "contact", "contact direct", "contact indirect", f"kind {MEETING}")


def _is_contact(step: Step | None) -> bool:
    return step is not None and step.what in ("contact", "contacts")


def _no_contact(text: Text) -> Diagnostic:
    """
    Say that something is no kind of contact that an event could be.
    """
    help_ = "write `contact`, `contact direct`, `contact indirect`, or `contacts` and a kind of people or a side"
    return problem("RJ329", text.span, label="counted as nothing", help=help_, word=text.value)


def _exists(step: Step, linked: Linked) -> bool:
    states, events, groups = linked.states.values(), linked.events.values(), linked.names.groups
    match step.what:
        case "state":
            return step.name in linked.states
        case "kind":
            return any(state.kind == step.name for state in states)
        case "final":
            return any(state.final for state in states)
        case "contact" if step.name is None:
            return any(event.contact for event in events) or any(state.kind == MEETING for state in states)
        case "contact":
            return any(event.contact == step.name for event in events)
        case _:
            meant = groups.get(step.name or "", frozenset())
            return any(meant & groups.get(group, frozenset()) for event in events for group in event.contacts)
