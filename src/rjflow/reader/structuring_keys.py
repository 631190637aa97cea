"""
Mappings with known keys: which keys are there, which are missing, and which do not go together.

One mistake is told once: a misspelt key is read as the key it is close to, so that key does not count as missing.

Stands on: `kinds`, `nodes_read`, `shapes`, `structuring_conditions`, `text`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, evolve, field

from rjflow.reader.kinds import ConditionList, ExactlyOne, Excludes, Key, Needs, Of, WorkingDays, keys_by_name, keys_of
from rjflow.reader.nodes import LostNode, MapNode, Node, ScalarNode
from rjflow.reader.nodes_read import Written
from rjflow.reader.shapes import Shape
from rjflow.reader.structuring_conditions import rejoined
from rjflow.sources.span import Span
from rjflow.text import listed, nearest, quoted


def mapping(written: Written, kind: Of) -> Shape | None:
    """
    Read a mapping with the keys of a class of `shapes`.
    """
    node = written.node
    if not isinstance(node, MapNode):
        written.wants("written as keys with values", _as_keys(kind))
        return None
    return _Mapping(written, rejoined(written, node, keys_by_name(kind.shape)), kind.shape).read()


# ----------------------------------------------------------------------------------------------------------------------

_MOST_GUESSED = 50

# What people write who know other tools, and what it is called here.
_OTHER_WORDS = {
    "when": "needs",
    "if": "needs",
    "guard": "needs",
    "condition": "needs",
    "requires": "needs",
    "role": "by",
    "roles": "by",
    "who": "by",
    "actor": "by",
    "actors": "by",
    "name": "label",
    "description": "label",
    "why": "because",
    "target": "to",
    "initial": "start",
    "end": "final",
    "values": "one-of",
    "choices": "one-of",
    "enum": "one-of",
    "boolean": "flag",
    "integer": "number",
    "valid-for": "current-for",
    "expires": "current-for",
    "expires-after": "current-for",
    "void-by": "voided-by",
    "transitions": "events",
    "actions": "events",
    "imports": "satisfies",
    "timezone": "time-zone",
}


@define
class _Mapping:
    """One mapping on its way to becoming a shape."""

    written: Written
    node: MapNode
    shape: type[Shape]
    given: dict[str, ScalarNode] = field(factory=dict)
    values: dict[str, Node] = field(factory=dict)
    fields: dict[str, Any] = field(factory=dict)
    broken: set[str] = field(factory=set)
    marred: set[str] = field(factory=set)
    own: dict[str, int] = field(factory=dict)
    strange: list[int] = field(factory=list)
    unknown: int = 0

    def read(self) -> Shape:
        """Read every key that is known or close to a known one, then ask what is missing."""
        known = keys_by_name(self.shape)
        self.own = {name.text: name.span.line for name, _ in self.node.pairs}
        for name, value in self.node.pairs:
            key = known.get(name.text)
            if key is None:
                free = (each for each in known.values() if each.name not in self.own and each.name not in self.given)
                key = self._unknown(name, list(free))
                if key is not None and not self._fits(key, name, value):
                    self.strange.append(len(self.written.reading.found) - 1)
                    key = None
            if key is not None:
                self._take(key, name, value)
        if not self.written.reading.partial:
            self._together(known, self._missing(list(known.values())))
        if self.strange:
            self.broken.add("?")
        return self.shape(
            span=self.node.span, broken=frozenset(self.broken), marred=frozenset(self.marred), **self.fields
        )

    def _take(self, key: Key, name: ScalarNode, value: Node) -> None:
        self.given[key.name], self.values[key.name] = name, value
        found = len(self.written.reading.found)
        needed = self._is_needed(key) and not self.written.reading.partial
        read = self.written.inner(value, f"`{name.text}`", name.span, needed=needed).read(key.kind)
        if read is None:
            self.broken.add(key.name)
        if len(self.written.reading.found) > found or isinstance(value, LostNode):
            self.marred.add(key.name)
        self.fields[key.attribute] = read

    def _fits(self, key: Key, name: ScalarNode, value: Node) -> bool:
        """
        Tell whether what is written could stand under the key that was guessed; nothing is noted.
        """
        found = self.written.reading.found
        before = len(found)
        read = self.written.inner(value, f"`{name.text}`", name.span).read(key.kind)
        del found[before:]
        return read is not None

    def _unknown(self, name: ScalarNode, free: list[Key]) -> Key | None:
        """
        Note an unknown key; give the free key it was surely meant to be, if there is one.
        """
        spelled = name.text.lower().replace("_", "-")
        elsewhere = self.shape.ELSEWHERE.get(spelled)
        close = [] if elsewhere else self._close(spelled, [key.name for key in free])
        meant = next((key for key in free if close and key.name == close[0]), None)
        help_text = f"did you mean {quoted(close, 'or')}?" if close else elsewhere or self._already(spelled)
        if meant and self._is_needed(meant):
            help_text = f"{help_text} {self.shape.NOUN.capitalize()} needs one"
        allowed = f"{self.shape.NOUN} can have {quoted(key.name for key in keys_of(self.shape))}"
        self.written.refuse(
            "RJ102",
            name.span,
            label="unknown key",
            notes=(allowed,),
            help=help_text,
            key=name.text,
            noun=self.shape.NOUN,
        )
        if meant is None:
            self.strange.append(len(self.written.reading.found) - 1)
        return meant

    def _close(self, spelled: str, free: list[str]) -> Sequence[str]:
        """
        Give the free keys that may have been meant; who wrote very many others wrote some other sort of file.
        """
        self.unknown += 1
        if self.unknown > _MOST_GUESSED:
            return ()
        close = nearest(spelled, free)
        if close:
            return close
        others = (_OTHER_WORDS[word] for word in nearest(spelled, _OTHER_WORDS, 1))
        return [other for other in others if other in free]

    def _already(self, spelled: str) -> str | None:
        """
        Point at the key that was surely meant, when it is there as well.
        """
        if self.unknown > _MOST_GUESSED:
            return None
        close = nearest(spelled, [key.name for key in keys_of(self.shape) if key.name in self.own], 1)
        return f"`{close[0]}` is there already, on line {self.own[close[0]]}" if close else None

    def _is_needed(self, key: Key) -> bool:
        if key.required:
            return True
        return any(
            isinstance(rule, ExactlyOne) and key.name in rule.keys and self.own.keys().isdisjoint(rule.keys)
            for rule in self.shape.RULES
        )

    def _missing(self, known: list[Key]) -> list[Key]:
        """
        Give the keys that must be there and are not.
        """
        missing = [key for key in known if key.required and key.name not in self.given]
        self.broken |= {key.name for key in missing}
        return missing

    def _together(self, known: Mapping[str, Key], missing: list[Key]) -> None:
        """
        Judge the keys together. What a surplus or a missing alternative already says is not said again of single keys, and what
        is missing where a key is unknown is said with that key.
        """
        rules = self.shape.RULES
        if not rules:
            self._say_missing(missing, [])
            return
        crowded = {key for rule in rules if isinstance(rule, ExactlyOne) for key in self._crowd(rule)}
        owed: set[str] = set()
        for rule in rules:
            match rule:
                case Needs() if rule.key in self.given and rule.key not in crowded and self._applies(rule):
                    owed |= self._owed(rule, known)
                case Excludes() if rule.key in self.given and rule.key not in crowded:
                    self._excluded(rule)
                case WorkingDays():
                    self._working_days(rule)
                case _:
                    pass
        silent = [
            rule
            for rule in rules
            if isinstance(rule, ExactlyOne) and self.given.keys().isdisjoint(rule.keys) and not owed & set(rule.keys)
        ]
        self.broken |= owed | {key for rule in silent for key in rule.keys}
        self._say_missing(missing, silent)

    def _say_missing(self, missing: list[Key], silent: list[ExactlyOne]) -> None:
        """
        Say what is not there, once for the whole mapping.
        """
        if not (missing or silent):
            return
        choices = [f"it needs {'one of ' if len(rule.keys) > 2 else ''}{quoted(rule.keys, 'or')}" for rule in silent]
        keys = quoted(key.name for key in missing)
        if self.strange:
            found, at = self.written.reading.found, self.strange[0]
            needs = listed([*([f"it needs {keys}"] if missing else []), *choices])
            said = found[at].help
            stop = "" if not said or said.endswith(("?", ".")) else "."
            found[at] = evolve(
                found[at], help=f"{said}{stop} Besides, {needs}" if said else f"write what must be there: {needs}"
            )
        elif missing:
            notes = (*(f"`{key.name}`: {_lowered(key.description)}" for key in missing), *choices)
            help_text = f"write {quoted(f'{key.name}:' for key in missing)} too"
            self.written.refuse("RJ101", self._place(), notes=notes, help=help_text, noun=self._called(), keys=keys)
        else:
            for rule, note in zip(silent, choices, strict=True):
                first, *rest = (f"`{key}:`" for key in rule.keys)
                help_text = (
                    f"write {first}, or another of these" if len(rest) > 1 else f"write {' or '.join([first, *rest])}"
                )
                words = {"noun": self._called(), "why": rule.why}
                self.written.refuse("RJ109", self._place(), notes=(note,), help=help_text, **words)

    def _crowd(self, rule: ExactlyOne) -> list[str]:
        given = [key for key in self.given if key in rule.keys]
        if len(given) < 2:
            return []
        words = quoted(self.given[key].text for key in given)
        self.written.refuse(
            "RJ108",
            self.given[given[1]].span,
            label="only one of them",
            help=f"keep the one that says {rule.why}" if len(given) == 2 else "keep one of them",
            noun=self._called(),
            given=words,
        )
        return given

    def _applies(self, rule: Needs) -> bool:
        value = self.values[rule.key]
        return not rule.when_true or (isinstance(value, ScalarNode) and value.style == "plain" and value.text == "true")

    def _owed(self, rule: Needs, known: Mapping[str, Key]) -> set[str]:
        owed = {other for other in rule.others if other not in self.given}
        for other in () if self.strange else sorted(owed):
            help_text = f"write `{other}:` too: {_lowered(known[other].description)}"
            self.written.refuse("RJ110", self.given[rule.key].span, help=help_text, key=rule.key, other=other)
        return owed

    def _excluded(self, rule: Excludes) -> None:
        for other in rule.others:
            if other in self.given:
                place, help_text = self.given[other].span, "take one of the two out"
                self.written.refuse("RJ111", place, notes=(rule.why,), help=help_text, key=other, other=rule.key)

    def _working_days(self, rule: WorkingDays) -> None:
        value = self.values.get(rule.duration)
        working = isinstance(value, ScalarNode) and "working" in value.text
        if working and rule.calendar not in self.given:
            help_text = f"write `{rule.calendar}:` too, with the name of a calendar that says which days those are"
            key = f"{rule.duration}: {value.text}" if isinstance(value, ScalarNode) else rule.duration
            self.written.refuse("RJ110", self.given[rule.duration].span, help=help_text, key=key, other=rule.calendar)
        elif not working and rule.calendar in self.given and rule.duration not in self.broken:
            help_text = f"write `{rule.duration}: … working days`, or delete `{rule.calendar}`"
            span = self.given[rule.calendar].span
            self.written.refuse("RJ110", span, help=help_text, key=rule.calendar, other="working days")

    def _place(self) -> Span:
        """
        Where something missing is told: at the name of the thing, or where the thing begins.
        """
        name, node = self.written.name, self.node.span
        if (name.line, name.column) != (node.line, node.column):
            return name
        return self.node.pairs[0][0].span if self.node.pairs else node

    def _called(self) -> str:
        return self.shape.NOUN


def _as_keys(kind: Of) -> str | None:
    """
    Say how to write a mapping where something else stands: conditions alone can only be those of a gate.
    """
    keys = keys_of(kind.shape)
    if any(isinstance(key.kind, ConditionList) for key in keys):
        return "write `all:` or `any:` before its conditions"
    return (
        "write `{}` where there is nothing to say"
        if not any(key.required for key in keys) and not kind.shape.RULES
        else None
    )


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
