"""
What an overlay says of parts of things: entries that are added to a list or taken from it, and single keys that go.

Stands on: `kinds`, `nodes_read`, `shapes`.   Knows nothing of: the base, sections.
"""

from collections.abc import Callable
from typing import Any

from rjflow.reader.kinds import (
    ConditionList,
    Conditions,
    Kind,
    ListOf,
    MapOf,
    NameOf,
    Of,
    OneOrList,
    States,
    Voiders,
    keys_of,
)
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.reader.nodes_read import Written, first_line
from rjflow.reader.written import Listing
from rjflow.text import did_you_mean, quoted

PATCH = ("add", "remove")
LISTS = (ListOf, OneOrList, Conditions, ConditionList, States, Voiders)


def is_patch(node: Node) -> bool:
    """
    Tell whether something says what is added to a list and taken from it, instead of a whole list.
    """
    return isinstance(node, MapNode) and any(key.text in PATCH for key, _ in node.pairs)


def has_parts(kind: Kind | None) -> bool:
    """
    Tell whether there is anything in such a thing that may go by itself.
    """
    return isinstance(kind, MapOf) or (isinstance(kind, Of) and not all(key.required for key in keys_of(kind.shape)))


def as_list(kind: Kind) -> Kind:
    """
    Give the kind of a whole list where one thing alone would do, too.
    """
    match kind:
        case OneOrList():
            return ListOf(kind.kind)
        case Conditions():
            return ConditionList()
        case States():
            return ListOf(NameOf("state"))
        case ListOf():
            return ListOf(kind.kind)
        case _:
            return kind


def patched(reader: Callable[[Written, Any], Any]) -> Callable[[Written, Any], Any]:
    """
    Let the reader of a list also take what an overlay adds to it and takes from it, where parts may be given.
    """

    def read(written: Written, kind: Kind) -> Any:
        if written.reading.partial and is_patch(written.node):
            return _patch(written, kind)
        return reader(written, kind)

    return read


def gone(written: Written, kind: Kind) -> None:
    """
    Read what goes: names of things or keys in a list; a mapping goes deeper into one of them.
    """
    node = written.node
    if isinstance(node, MapNode) and node.pairs:
        _deeper(written, node, kind)
    elif isinstance(node, ListNode) and node.items:
        _listed(written, node, kind)
    elif isinstance(node, ListNode | MapNode):
        written.refuse("RJ106", help=written.or_nothing("write what goes"), what=written.what)
    else:
        written.wants("a list of what goes, or names with what goes of each", _as_list(node))


# ----------------------------------------------------------------------------------------------------------------------


def _patch(written: Written, kind: Kind) -> Listing[Any]:
    """
    Read what is added to a list, whole, and what is taken from it: entries, or some of the keys of one.
    """
    node = written.node
    assert isinstance(node, MapNode)
    for key, value in node.pairs:
        inner = written.inner(value, f"`{key.text}`", key.span)
        if key.text == "add":
            written.inner(value, f"`{key.text}`", key.span, whole=True).read(as_list(kind))
        elif key.text != "remove":
            _strange(written, key, PATCH, "what changes a list")
        elif not isinstance(value, ListNode):
            inner.wants("a list", _as_list(value))
        elif not value.items:
            inner.refuse("RJ106", help=inner.or_nothing("write what goes"), what=inner.what)
        else:
            _entries(inner, value, kind)
    return Listing((), node.span)


def _entries(written: Written, node: ListNode, kind: Kind) -> None:
    """
    Read entries that go; of one with keys, as many are written as tell it from the others.
    """
    one = as_list(kind)
    for entry in node.items:
        inner = written.inner(entry, f"an entry of {written.what}")
        if isinstance(one, ListOf):
            inner.read(one.kind)
        else:
            whole = written.inner(ListNode((entry,), entry.span), inner.what, entry.span, whole=True)
            whole.read(one)
        if isinstance(entry, MapNode) and not entry.pairs:
            inner.refuse("RJ106", help="write the keys that tell it from the others", what=inner.what)


def _listed(written: Written, node: ListNode, kind: Kind) -> None:
    seen: dict[str, ScalarNode] = {}
    for entry in node.items:
        inner = written.inner(entry, f"an entry of {written.what}")
        if isinstance(entry, MapNode):
            gone(inner, kind)
            continue
        if inner.read(NameOf("name")) is None or not isinstance(entry, ScalarNode):
            continue
        first = seen.setdefault(entry.text, entry)
        if first is not entry:
            note, help_text = f"first listed on line {first.span.line}", "keep one of the two"
            written.refuse(
                "RJ107", first_line(entry.span), label="again here", notes=(note,), help=help_text, word=entry.text
            )
        _may_go(written, entry, kind)


def _may_go(written: Written, name: ScalarNode, kind: Kind) -> None:
    """
    Ask that a key is one that such a thing has, and that it need not have.
    """
    if not isinstance(kind, Of):
        return
    keys = {key.name: key for key in keys_of(kind.shape)}
    if name.text not in keys:
        _strange(written, name, tuple(keys), kind.shape.NOUN)
    elif keys[name.text].required:
        help_text = "write what it is instead, under `change`"
        written.refuse("RJ149", name.span, help=help_text, key=name.text, noun=kind.shape.NOUN)


def _deeper(written: Written, node: MapNode, kind: Kind) -> None:
    keys = {key.name: key.kind for key in keys_of(kind.shape)} if isinstance(kind, Of) else {}
    for name, value in node.pairs:
        inner = written.inner(value, f"`{name.text}`", name.span)
        if isinstance(kind, Of) and name.text not in keys:
            _strange(written, name, tuple(keys), kind.shape.NOUN)
            continue
        below = keys[name.text] if isinstance(kind, Of) else kind.kind if isinstance(kind, MapOf) else None
        if below is not None and has_parts(below):
            gone(inner, below)
        elif isinstance(below, LISTS):
            help_text = f"write `change: …: {name.text}: {{remove: […]}}` for entries of a list"
            inner.wants("something with keys of its own", help_text)
        else:
            inner.wants("something with keys of its own", f"write `[{name.text}]`, if the whole key goes")


def _strange(written: Written, name: ScalarNode, known: tuple[str, ...], noun: str) -> None:
    note, help_text = f"{noun} can have {quoted(known)}", did_you_mean(name.text, known)
    written.refuse("RJ102", name.span, label="unknown key", notes=(note,), help=help_text, key=name.text, noun=noun)


def _as_list(node: Node) -> str | None:
    return f"write `[{node.text}]`" if isinstance(node, ScalarNode) else None
