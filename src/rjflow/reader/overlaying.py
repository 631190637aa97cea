"""
An overlay laid over its base: one tree, in which every line still knows which file it came from.

Stands on: `files`, `kinds`, `nodes`, `sources`.   Knows nothing of: where files are, what names mean.
"""

from collections.abc import Iterator

from attrs import define, evolve, field

from rjflow.reader.files import WorkflowShape
from rjflow.reader.kinds import Changes, ExactlyOne, Excludes, Kind, MapOf, Of, Removals, keys_of
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.reader.patching import patched_list
from rjflow.reader.structuring_overlays import sections
from rjflow.reader.structuring_parts import LISTS, is_patch
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.text import did_you_mean


def merged(base: MapNode, overlay: MapNode) -> tuple[MapNode, list[Diagnostic]]:
    """
    Lay an overlay over a base, which may be the result of laying one over another.

    Args:
        base: The tree of the base workflow.

        overlay: The tree of an overlay; sections that no workflow has are passed over, since `structure_overlay` tells of them.

    Returns:
        The tree of the workflow that results, and what the overlay asks for that the base makes impossible.
    """
    merging = _Merging(base, overlay)
    merging.merge()
    pairs = tuple(merging.pairs.values())
    found = sorted(merging.found, key=lambda one: (one.span.line, one.span.column))
    return MapNode(pairs, base.span), found


# ----------------------------------------------------------------------------------------------------------------------

_Pair = tuple[ScalarNode, Node]


@define
class _Merging:
    """One overlay being laid over one base: the pairs of the result so far, and what is wrong."""

    base: MapNode
    overlay: MapNode
    pairs: dict[str, _Pair] = field(factory=dict)
    found: list[Diagnostic] = field(factory=list)
    removed: set[tuple[str, ...]] = field(factory=set)

    def merge(self) -> None:
        """Take the overlay's own words for the whole, then remove, change and add."""
        # How cases came over to the base says nothing of the workflow that results, whose versions are its own.
        self.pairs = {key.text: (key, value) for key, value in self.base.pairs if key.text != "migrations"}
        for key, value in self.overlay.pairs:
            if key.text in {"rjflow", "workflow", "version", "title"}:
                self.pairs[key.text] = (key, value)
        for key, value in self._sections("remove"):
            self._remove(key, value)
        for key, value in self._sections("change"):
            self._change(key, value)
        for key, value in self._sections("add"):
            self._add(key, value)
        self._check_left()
        excused = self.overlay.key("except"), self.overlay.get("except")
        if excused[0] and excused[1]:
            self._append(excused[0], excused[1])

    def _sections(self, deed: str) -> Iterator[_Pair]:
        section = self.overlay.get(deed)
        kind = Removals() if deed == "remove" else Changes(new=deed == "add")
        allowed = {key.name for key in sections(kind)}
        yield from (pair for pair in section.pairs if pair[0].text in allowed) if isinstance(section, MapNode) else ()

    def _things(self, section: str) -> MapNode:
        """The base's things of a section; an empty mapping where it has none."""
        things = self.base.get(section)
        return things if isinstance(things, MapNode) else MapNode((), self.base.span)

    def _remove(self, section: ScalarNode, gone: Node) -> None:
        """Take things out of a section, or keys out of its things."""
        kind = _kind(section.text)
        if kind is None:
            return
        before = self._things(section.text)
        after = self._without(before, gone, kind, (section.text,))
        if section.text in self.pairs:
            key, value = self.pairs[section.text]
            self.pairs[section.text] = (key, after if isinstance(value, MapNode) else value)

    def _without(self, before: MapNode, gone: Node, kind: Kind, path: tuple[str, ...]) -> MapNode:
        """Take out of a mapping what is listed, and go deeper where a mapping does."""
        entries = gone.items if isinstance(gone, ListNode) else (gone,)
        for entry in entries:
            if isinstance(entry, ScalarNode):
                if before.get(entry.text) is None and (*path, entry.text) not in self.removed:
                    self._unknown("RJ142", entry, kind, before)
                self.removed.add((*path, entry.text))
                before = evolve(before, pairs=tuple(pair for pair in before.pairs if pair[0].text != entry.text))
            for name, inner in entry.pairs if isinstance(entry, MapNode) else ():
                there, below = before.get(name.text), _below(kind, name.text)
                if isinstance(there, MapNode) and below is not None:
                    after = self._without(there, inner, below, (*path, name.text))
                    pairs = tuple((key, after if key.text == name.text else value) for key, value in before.pairs)
                    before = evolve(before, pairs=pairs)
                else:
                    self._unknown("RJ142", name, kind, before)
        return before

    def _check_left(self) -> None:
        """Find a section of which something must be left, and nothing is."""
        for section, _ in self._sections("remove"):
            kind, left = _kind(section.text), self.pairs.get(section.text)
            if isinstance(kind, MapOf) and kind.least and left and isinstance(left[1], MapNode) and not left[1].pairs:
                help_text = f"leave at least one {kind.what}, or write a new one under `add`"
                what = f"what `remove` leaves of `{section.text}`"
                self.found.append(problem("RJ106", section.span, label="nothing is left", help=help_text, what=what))

    def _change(self, section: ScalarNode, changes: Node) -> None:
        kind = _kind(section.text)
        if not isinstance(kind, MapOf) or not isinstance(changes, MapNode):
            before = self.pairs.get(section.text)
            then = self._deep(section, before[1] if before else None, changes, kind, (section.text,))
            self.pairs[section.text] = (section, then)
            return
        known = {name.text for name, _ in self._things(section.text).pairs}
        now = self.pairs.get(section.text)
        things = dict(_by_name(now[1])) if now else {}
        for name, change in changes.pairs:
            if (section.text, name.text) in self.removed:
                self._twice(name)
            elif name.text not in known:
                self._unknown("RJ141", name, kind, self._things(section.text))
            else:
                own, before_ = things[name.text]
                then = self._deep(name, before_, change, kind.kind, (section.text, name.text))
                things[name.text] = (own, then)
        if now:
            self.pairs[section.text] = (now[0], MapNode(tuple(things.values()), now[1].span))

    def _add(self, section: ScalarNode, more: Node) -> None:
        if isinstance(more, ListNode):
            self._append(section, more)
            return
        known = {name.text: name.span for name, _ in self._things(section.text).pairs}
        new = []
        for name, value in more.pairs if isinstance(more, MapNode) else ():
            if name.text in known:
                note = f"the base has it at {known[name.text]}"
                help_text = "write it under `change`, with the keys that are different"
                self.found.append(problem("RJ140", name.span, notes=[note], help=help_text, name=name.text))
            else:
                new.append((name, value))
        key, before = self.pairs.get(section.text, (section, more))
        things = before.pairs if isinstance(before, MapNode) and before is not more else ()
        self.pairs[section.text] = (key, MapNode((*things, *new), before.span))

    def _append(self, section: ScalarNode, more: Node) -> None:
        key, before = self.pairs.get(section.text, (section, ListNode((), more.span)))
        if isinstance(before, ListNode) and isinstance(more, ListNode):
            self.pairs[section.text] = (key, ListNode((*before.items, *more.items), before.span))

    def _deep(
        self, name: ScalarNode, before: Node | None, change: Node, kind: Kind | None, path: tuple[str, ...]
    ) -> Node:
        """
        Replace what is given, deep inside mappings; what a new key excludes goes, since nothing else could be meant.
        """
        if isinstance(kind, LISTS) and isinstance(change, MapNode) and is_patch(change):
            return patched_list(name, before, change, kind, self.found)
        if not isinstance(before, MapNode) or not isinstance(change, MapNode) or not isinstance(kind, Of | MapOf):
            return change
        pairs = dict(_by_name(before))
        for key, value in change.pairs:
            if (*path, key.text) in self.removed:
                self._twice(key)
            old = pairs.get(key.text)
            for other in _excluded(key.text, kind) - {each.text for each, _ in change.pairs}:
                pairs.pop(other, None)
            inner = _below(kind, key.text)
            pairs[key.text] = (key, self._deep(key, old[1] if old else None, value, inner, (*path, key.text)))
        return MapNode(tuple(pairs.values()), before.span)

    def _twice(self, name: ScalarNode) -> None:
        words = {"name": name.text, "first": "changed", "second": "removed"}
        self.found.append(problem("RJ144", name.span, help="keep one of the two", **words))

    def _unknown(self, code: str, name: ScalarNode, kind: Kind, there: MapNode) -> None:
        known = {key.text for key, _ in there.pairs}
        what = kind.what if isinstance(kind, MapOf) else "key"
        help_text = did_you_mean(name.text, sorted(known))
        if help_text is None and code == "RJ141":
            help_text = "write it under `add`, if it is new"
        note = f"the base is {self.base.span.source.name}"
        self.found.append(problem(code, name.span, notes=[note], help=help_text, name=name.text, what=what))


def _kind(section: str) -> Kind | None:
    return next((key.kind for key in keys_of(WorkflowShape) if key.name == section), None)


def _by_name(node: Node) -> Iterator[tuple[str, _Pair]]:
    for key, value in node.pairs if isinstance(node, MapNode) else ():
        yield key.text, (key, value)


def _below(kind: Kind, key: str) -> Kind | None:
    """
    Give what a key of such a thing accepts.
    """
    if isinstance(kind, MapOf):
        return kind.kind
    return next((one.kind for one in keys_of(kind.shape) if one.name == key), None) if isinstance(kind, Of) else None


def _excluded(key: str, kind: Kind) -> set[str]:
    excluded: set[str] = set()
    for rule in kind.shape.RULES if isinstance(kind, Of) else ():
        if isinstance(rule, ExactlyOne) and key in rule.keys:
            excluded |= set(rule.keys) - {key}
        if isinstance(rule, Excludes) and rule.key == key:
            excluded |= set(rule.others)
    return excluded
