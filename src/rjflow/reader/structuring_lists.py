"""
Lists and maps of named things: each kind's reader, and what it says of anything else.

Stands on: `kinds`, `nodes_read`, `shapes`, `structuring_words`, `written`.
"""

import re
from collections.abc import Hashable, Iterable
from typing import Any

from rjflow.reader.kinds import (
    COUNTS,
    AnyText,
    Day,
    Happenings,
    ListOf,
    MapOf,
    NameOf,
    NewName,
    Of,
    OneOrList,
    OneWord,
    States,
    Values,
    Voiders,
)
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode
from rjflow.reader.nodes_read import Written, first_line, text_of
from rjflow.reader.structuring_words import check_name, words
from rjflow.reader.written import (
    HappeningShape,
    Listing,
    StatesShape,
    Text,
    Truth,
    ValuesShape,
    VoiderShape,
    Whole,
)
from rjflow.text import counted, did_you_mean, quoted

_ONE_EACH = (AnyText, NameOf, NewName, OneWord, Day)


def list_of(written: Written, kind: ListOf) -> Listing[Any] | None:
    """
    Read a list. Members that are refused are left out of it.
    """
    node = written.node
    if not isinstance(node, ListNode):
        written.wants("a list", _as_list(node))
        return None
    if not _long_enough(written, node, kind):
        return None
    members = [(member, entry(written, member).read(kind.kind)) for member in node.items]
    if isinstance(kind.kind, _ONE_EACH):
        once_each(written, members)
    return Listing(tuple(shape for _, shape in members if shape is not None), node.span)


def one_or_list(written: Written, kind: OneOrList) -> Listing[Any] | None:
    """
    Read one thing, or a list of such things.
    """
    if isinstance(written.node, ListNode):
        return list_of(written, ListOf(kind.kind))
    if isinstance(written.node, MapNode):
        written.wants("a name, or a list of names")
        return None
    one = written.read(kind.kind)
    return None if one is None else Listing((one,), written.node.span)


def map_of(written: Written, kind: MapOf) -> tuple[tuple[Text, Any], ...] | None:
    """
    Read names with what each stands for. A thing that is refused keeps its name, so that what speaks of it is no mistake.
    """
    node = written.node
    if not isinstance(node, MapNode):
        help_text = f"write each {kind.what} as a key: its name, a colon, and what it has"
        written.wants("names, each with what it has", help_text)
        return None
    if len(node.pairs) < kind.least and not written.reading.partial:
        written.refuse("RJ106", help=f"write at least one {kind.what}", what=written.what)
        return None
    pairs = []
    for key, value in node.pairs:
        name = text_of(key)
        check_name(written, name, kind.name)
        thing = written.inner(value, f"`{key.text}`", key.span).read(kind.kind)
        if thing is None and isinstance(kind.kind, Of):
            thing = kind.kind.shape(span=value.span, broken=frozenset(["*"]))
        if thing is not None:
            pairs.append((name, thing))
    return tuple(pairs)


def states(written: Written, kind: States) -> StatesShape | None:
    """
    Read a state's name, a list of them, or all except some.
    """
    node = written.node
    if isinstance(node, MapNode) and kind.any_except:
        value = lone(written, node, ("any-except",), "a choice of states")
        if value is None:
            return None
        several = isinstance(value.node, ListNode)
        names = value.read(ListOf(NameOf("state"), least=0) if several else OneOrList(NameOf("state")))
        return None if names is None else StatesShape(names=names.items, any_except=True, span=node.span)
    if isinstance(node, MapNode):
        written.wants("the name of a state, or a list of them", "name the states one by one")
        return None
    names = one_or_list(written, OneOrList(NameOf("state")))
    return StatesShape(names=names.items, span=node.span) if names else None


def happenings(written: Written, _kind: Happenings) -> Listing[HappeningShape] | None:
    """
    Read what a safeguard speaks of: a name, a change of a group, or a list of these.
    """
    node = written.node
    if isinstance(node, ListNode):
        if not _long_enough(written, node, ListOf(_kind)):
            return None
        each = [(member, _happening(entry(written, member))) for member in node.items]
        once_each(written, each)
        return Listing(tuple(one for _, one in each if one), node.span)
    one = _happening(written)
    return Listing((one,), node.span) if one else None


def voiders(written: Written, kind: Voiders) -> Listing[VoiderShape] | None:
    """
    Read what makes a record void.
    """
    node = written.node
    if not isinstance(node, ListNode):
        written.wants("a list", _as_list(node))
        return None
    if not _long_enough(written, node, ListOf(kind)):
        return None
    each = [(member, _voider(entry(written, member))) for member in node.items]
    once_each(written, each)
    return Listing(tuple(one for _, one in each if one), node.span)


def values(written: Written, kind: Values) -> ValuesShape | None:
    """
    Read which values count as a meaning.
    """
    node = written.node
    if isinstance(node, ListNode):
        if not _long_enough(written, node, ListOf(kind)):
            return None
        members = [(member, _value(entry(written, member))) for member in node.items]
        once_each(written, members)
        return ValuesShape(values=tuple(shape for _, shape in members if shape), span=node.span)
    if not isinstance(node, ScalarNode) or node.sort != "text":
        help_text = f"write `[{node.text}]`" if isinstance(node, ScalarNode) else None
        written.wants("a list of values, `any`, or a comparison such as `>= 2`", help_text)
        return None
    if not re.fullmatch(COUNTS, node.text) and node.text.strip():
        values = ", ".join(re.sub(r"^[=!]+", "", node.text.strip()).replace(",", " ").split())
        written.wants("a list of values, `any`, or a comparison such as `>= 2`", f"write `[{values}]`")
        return None
    text = words(written, AnyText())
    return ValuesShape(words=text, span=node.span) if text else None


def entry(written: Written, member: Node) -> Written:
    """
    Go on to a member of a list.
    """
    return written.inner(member, f"an entry of {written.what}", whole=True)


def lone(written: Written, node: MapNode, keys: tuple[str, ...], noun: str) -> Written | None:
    """
    Read a mapping of exactly one key out of a few; give what is written after it.
    """
    allowed = f"{noun} can have {quoted(keys, 'or')}"
    known = [pair for pair in node.pairs if pair[0].text in keys]
    for key, _ in node.pairs:
        if key.text not in keys:
            help_text = did_you_mean(key.text, keys)
            written.refuse(
                "RJ102", key.span, label="unknown key", notes=(allowed,), help=help_text, key=key.text, noun=noun
            )
    if len(known) > 1:
        given = quoted(key.text for key, _ in known)
        written.refuse("RJ108", known[1][0].span, help="write each as an entry of its own", noun=noun, given=given)
    if not node.pairs:
        written.refuse("RJ106", notes=(allowed,), what=written.what)
    if len(known) != 1 or len(node.pairs) > 1:
        return None
    key, value = known[0]
    return written.inner(value, f"`{key.text}`", key.span)


def once_each(written: Written, members: Iterable[tuple[Node, Any]]) -> None:
    """
    Note what is listed twice.
    """
    seen: dict[Hashable, Node] = {}
    for node, shape in members:
        if shape is None:
            continue
        first = seen.setdefault(shape, node)
        if first is not node:
            note = f"first listed on line {first.span.line}"
            word, help_text = _said(node), "keep one of the two"
            written.refuse("RJ107", first_line(node.span), label="again here", notes=(note,), help=help_text, word=word)


# ----------------------------------------------------------------------------------------------------------------------


def _happening(written: Written) -> HappeningShape | None:
    node = written.node
    if isinstance(node, MapNode):
        value = lone(written, node, ("change-of",), "a happening")
        name = value and value.read(NameOf("group of people"))
        return HappeningShape(form="change-of", name=name, span=node.span) if name else None
    name = written.read(NameOf("happening"))
    return HappeningShape(form="name", name=name, span=node.span) if name else None


def _voider(written: Written) -> VoiderShape | None:
    node = written.node
    if isinstance(node, MapNode):
        value = lone(written, node, ("own", "change-of"), "an entry of `voided-by`")
        if value is None:
            return None
        own = value.what == "`own`"
        name = value.read(NameOf("piece of evidence" if own else "group of people"))
        return VoiderShape(form="own" if own else "change-of", name=name, span=node.span) if name else None
    name = written.read(NameOf("piece of evidence, notice, or event"))
    return VoiderShape(form="name", name=name, span=node.span) if name else None


def _value(written: Written) -> Text | Truth | Whole | None:
    node = written.node
    if isinstance(node, ScalarNode) and node.style == "plain" and node.text in {"true", "false"}:
        return Truth(node.text == "true", node.span)
    if isinstance(node, ScalarNode) and node.sort == "whole" and len(node.text) < 12:
        return Whole(int(node.text), node.span)
    text: Text | None = written.read(AnyText())
    return text


def _long_enough(written: Written, node: ListNode, kind: ListOf) -> bool:
    number = len(node.items)
    if number == 0 and kind.least:
        help_text = written.or_nothing("write at least one") if kind.least == 1 else f"write {kind.least}"
        written.refuse("RJ106", help=help_text, what=written.what)
        return False
    if number < kind.least or (kind.most is not None and number > kind.most):
        few = number < kind.least
        help_text = f"add {kind.least - number} more" if few else f"keep {kind.least}; the rest belongs elsewhere"
        label, wanted = f"here {_are(number)}", f"exactly {kind.least} things"
        written.refuse("RJ119", label=label, help=help_text, what=written.what, wanted=wanted)
        return False
    return True


def _said(node: Node) -> str:
    """
    Give what is written at a node, as far as its first line.
    """
    if isinstance(node, ScalarNode):
        return node.text
    span = first_line(node.span)
    return span.source.line(span.line)[span.column - 1 : span.end_column - 1].strip()


def _are(number: int) -> str:
    return f"{'is' if number == 1 else 'are'} {counted(number, 'entry', 'entries')}"


def _as_list(node: Node) -> str | None:
    match node:
        case ScalarNode(text=text) if text.strip() and len(text) < 60:
            return f"write `[{text.strip()}]`"
        case MapNode():
            return "begin each entry with `- `"
        case _:
            return None
