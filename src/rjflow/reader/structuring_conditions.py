"""
Conditions as YAML made them, put together again: what a colon turned into a mapping, what a comma cut in two.

Stands on: `guards.quantities`, `kinds`, `nodes_read`, `structuring_lists`, `structuring_words`, `written`.
"""

import re
from collections import deque
from collections.abc import Collection, Iterable

from rjflow.guards.quantities import amount_meant
from rjflow.names import is_name
from rjflow.reader.kinds import QUANTIFIER, AnyText, Condition, ConditionList, Conditions, NameOf, OneOrList
from rjflow.reader.nodes import ListNode, LostNode, MapNode, Node, ScalarNode
from rjflow.reader.nodes_read import Written, text_of
from rjflow.reader.structuring_lists import entry
from rjflow.reader.structuring_words import words
from rjflow.reader.written import GroupShape, Listing, RequirementShape, Text
from rjflow.sources.span import Span, span_of
from rjflow.text import did_you_mean, nearest, quoted


def condition(written: Written, kind: Condition) -> RequirementShape | None:
    """
    Read one condition, without a reason of its own.
    """
    node = written.node
    if not isinstance(node, MapNode):
        text = words(written, kind)
        return RequirementShape(text=text, span=node.span) if text else None
    return _requirement(written, node, plain=True)


def conditions(written: Written, _kind: Conditions) -> GroupShape | None:
    """
    Read one condition, or a list of which all must hold.
    """
    if isinstance(written.node, ListNode):
        return _group(written, written.node, "all")
    one = _any_requirement(written)
    return GroupShape(items=(one,), span=written.node.span) if one else None


def condition_list(written: Written, _kind: ConditionList) -> GroupShape | None:
    """
    Read the list under `all` or `any`.
    """
    if not isinstance(written.node, ListNode):
        written.wants("a list of conditions", "begin each condition with `- `")
        return None
    return _group(written, written.node, "any" if written.what == "`any`" else "all")


def rejoined(written: Written, node: MapNode, known: Collection[str]) -> MapNode:
    """
    Put together what a comma cut in two: `{that: x in (a, b)}` is a key `that` and a key `b)` for YAML.

    And take apart what lacks a space: `{from: a, to:b}` is a key `to:b` for YAML.
    """
    if all(key.text in known for key, _ in node.pairs):
        return node
    known = frozenset(known)
    pairs: list[tuple[ScalarNode, Node]] = []
    pieces: list[list[ScalarNode]] = []
    for key, value in node.pairs:
        last = pairs[-1][1] if pairs else None
        apart = _apart(key, value, known)
        if apart:
            _say_close(written, key, *apart)
            pairs.append(apart)
            pieces.append([])
        elif _goes_on(last, key, value, known):
            pieces[-1].append(key)
        else:
            pairs.append((key, value))
            pieces.append([])
    for number, more in enumerate(pieces):
        key, value = pairs[number]
        if more and isinstance(value, ScalarNode):
            whole = _joined(value, *more)
            pairs[number] = (key, whole)
            _say_split(written, whole)
    return MapNode(tuple(pairs), node.span)


# ----------------------------------------------------------------------------------------------------------------------

_KEYS = ("that", "all", "any", "because", "source")
_OTHER_WORDS = {
    **dict.fromkeys(("and", "all-of", "every", "both"), "all"),
    **dict.fromkeys(("or", "any-of", "one-of", "either"), "any"),
    **dict.fromkeys(("condition", "if", "when", "needs", "must", "what"), "that"),
    **dict.fromkeys(("why", "reason"), "because"),
}


def _group(written: Written, node: ListNode, mode: str) -> GroupShape | None:
    if not node.items:
        written.refuse("RJ106", help=written.or_nothing("write at least one condition"), what=written.what)
        return None
    members = [_any_requirement(entry(written, member)) for member in _rejoined_list(written, node.items)]
    items = tuple(member for member in members if member)
    return GroupShape(mode="any" if mode == "any" else "all", items=items, span=node.span)


def _any_requirement(written: Written) -> RequirementShape | None:
    node = written.node
    if isinstance(node, MapNode):
        return _requirement(written, rejoined(written, node, _KEYS))
    if isinstance(node, ListNode):
        written.wants("a condition", "write `all:` or `any:` before an inner list")
        return None
    text: RequirementShape | None = written.read(Condition())
    return text


def _requirement(written: Written, node: MapNode, *, plain: bool = False) -> RequirementShape | None:
    """
    Read a mapping that stands for a condition: with `that`, a quantifier, `all` or `any`; and perhaps with its reason.
    """
    said: list[tuple[ScalarNode, Node]] = []
    allowed = () if plain else _KEYS
    if node.pairs and all(_bare(key, value) for key, value in node.pairs):
        _in_curly(written, [key for key, _ in node.pairs], allowed)
        return None
    for key, value in node.pairs:
        if re.fullmatch(QUANTIFIER, key.text) or (key.text in allowed and key.text not in {"because", "source"}):
            said.append((key, value))
        elif key.text not in allowed:
            _unknown(written, key, value, allowed)
    if len(said) > 1:
        given = quoted(key.text for key, _ in said)
        written.refuse(
            "RJ108", said[1][0].span, help="write each as an entry of its own", noun="a condition", given=given
        )
        return None
    if not said:
        if all(key.text in allowed for key, _ in node.pairs):
            written.refuse(
                "RJ109",
                node.pairs[0][0].span if node.pairs else None,
                help="write `that:` with a condition",
                noun="a condition",
                why="what must be true",
            )
        return None
    because: Text | None = _extra(written, node, "because").read(AnyText()) if node.get("because") else None
    source: Listing[Text] | None = (
        _extra(written, node, "source").read(OneOrList(NameOf("source"))) if node.get("source") else None
    )
    return _content(written, *said[0], node.span, because, source)


def _content(
    written: Written, key: ScalarNode, value: Node, span: Span, because: Text | None, source: Listing[Text] | None
) -> RequirementShape | None:
    inner = written.inner(value, f"`{key.text}`", key.span)
    if key.text in {"all", "any"}:
        group: GroupShape | None = inner.read(ConditionList())
        return RequirementShape(group=group, because=because, source=source, span=span) if group else None
    if not isinstance(value, ScalarNode | LostNode):
        inner.wants("a condition")
        return None
    item: RequirementShape | None = inner.read(Condition())
    if item is None or item.text is None:
        return None
    quantifier = None if key.text == "that" else text_of(key)
    text = item.text if quantifier is None else _whole(key, quantifier, value, item.text)
    return RequirementShape(text=text, quantifier=quantifier, because=because, source=source, span=span)


def _extra(written: Written, node: MapNode, name: str) -> Written:
    key, value = next(pair for pair in node.pairs if pair[0].text == name)
    return written.inner(value, f"`{name}`", key.span)


def _whole(key: ScalarNode, quantifier: Text, value: Node, text: Text) -> Text:
    """
    Put `every participant` and `x is y` together; from the file itself, when both stand there on one line as they are.
    """
    source, first, last = key.span.source, key.span, value.span
    span = span_of(source, first.line, first.column, last.end_line, last.end_column)
    if quantifier.exact and text.exact and first.line == last.end_line:
        slice_ = source.line(first.line)[first.column - 1 : last.end_column - 1]
        if slice_.endswith(text.value) and slice_.startswith(quantifier.value):
            return Text(slice_, span)
    return Text(f"{quantifier.value}: {text.value}", span, exact=False)


def _unknown(
    written: Written, key: ScalarNode, value: Node, allowed: tuple[str, ...], help_text: str | None = None
) -> None:
    groups = ("every GROUP", "some GROUP", "no GROUP", "at least N GROUP")
    written.refuse(
        "RJ102",
        key.span,
        label="unknown key",
        notes=(f"a condition can have {quoted((*allowed, *groups), 'or')}",),
        help=help_text or _meant(key, value, allowed),
        key=key.text,
        noun="a condition",
    )


def _in_curly(written: Written, keys: list[ScalarNode], allowed: tuple[str, ...]) -> None:
    """
    `{a is b, c is d}`: curly brackets around conditions, which are for keys with values.
    """
    help_text = "write the condition without curly brackets"
    if len(keys) > 1:
        help_text = f"write conditions in square brackets: `[{', '.join(key.text for key in keys)}]`"
    _unknown(written, keys[0], keys[0], allowed, help_text)


def _meant(key: ScalarNode, value: Node, allowed: tuple[str, ...]) -> str | None:
    """
    Say what a key of a condition was probably meant to be.
    """
    first, *more = key.text.split() or [""]
    if isinstance(value, ScalarNode) and re.match(r"[<>]", value.text):
        return _as_words(key.text, value)
    if isinstance(value, ScalarNode) and value.sort == "nothing":
        return f"write `{key.text}` without the colon"
    amounts = nearest(first, ("every", "some"), 1) if more and first not in ("every", "some") else ()
    if amounts:
        return f"did you mean `{' '.join([amounts[0], *more])}`?"
    if first in ("every", "some", "no") and not more:
        return f"say of whom: `{first} participant: …`"
    other = _OTHER_WORDS.get(key.text.lower())
    if other in allowed:
        return f"write `{other}:`"
    return amount_meant(key.text) or did_you_mean(key.text, allowed) or _as_words(key.text, value)


def _as_words(key: str, value: Node) -> str | None:
    """
    Write as a condition what somebody wrote as a key with a value: `risk: low`, `not: risk is low`.
    """
    if isinstance(value, ListNode) and value.items and all(isinstance(item, ScalarNode) for item in value.items):
        values = ", ".join(item.text for item in value.items if isinstance(item, ScalarNode))
        return f"write `{key} in ({values})`" if is_name(key) and key != "not" else None
    if not isinstance(value, ScalarNode):
        return None
    words = " ".join(value.text.split())
    if key == "not":
        return f"write `not ({words})`"
    if is_name(key):
        return f"write `{key} {words}`" if re.match(r"[<>]|is |in ", words) else f"write `{key} is {words}`"
    return f"write `{key} {words}`" if re.fullmatch(r"[a-z][a-z0-9-]* (is( not)?|in|<=?|>=?)", key) else None


def _rejoined_list(written: Written, members: Iterable[Node]) -> list[Node]:
    """
    Put together what commas in round brackets cut in two: `[x in (a, b)]` is two entries for YAML.
    """
    joined: list[Node] = []
    waiting = deque(members)
    while waiting:
        joined.append(_whole_member(written, waiting))
    return joined


def _apart(key: ScalarNode, value: Node, known: frozenset[str]) -> tuple[ScalarNode, ScalarNode] | None:
    """
    Take `to:back` apart, when the part before the colon is a key that fits here, or nearly one.
    """
    match = re.fullmatch(r"([a-z][a-z-]*):(\S.*)", key.text)
    if not match or not _bare(key, value) or key.span.line != key.span.end_line:
        return None
    if match[1] not in known and not nearest(match[1], known, 1):
        return None
    name, words = key.span.within(*match.span(1)), key.span.within(*match.span(2))
    return ScalarNode(match[1], "plain", name), ScalarNode(match[2], "plain", words)


def _say_close(written: Written, key: ScalarNode, name: ScalarNode, words: ScalarNode) -> None:
    help_text = f"write a space after the colon: `{name.text}: {words.text}`"
    written.refuse("RJ139", key.span, help=help_text, line=key.text)


def _goes_on(last: Node | None, key: ScalarNode, value: Node, known: frozenset[str]) -> bool:
    """
    Tell whether a comma cut this from the value before it.
    """
    begun = isinstance(last, ScalarNode) and last.style == "plain" and bool(last.text)
    return begun and key.text not in known and _bare(key, value)


def _whole_member(written: Written, waiting: deque[Node]) -> Node:
    """
    Take the next member of a list, with those after it that belong into its round brackets.
    """
    first = waiting.popleft()
    inner = first.pairs[-1][1] if isinstance(first, MapNode) and first.pairs else first
    if not isinstance(inner, ScalarNode) or inner.style != "plain":
        return first
    pieces, depth = [inner], _depth(inner)
    while depth > 0 and waiting and isinstance(piece := waiting[0], ScalarNode):
        pieces.append(piece)
        depth += _depth(piece)
        waiting.popleft()
    if len(pieces) == 1:
        return first
    one = _joined(*pieces)
    if depth <= 0:
        _say_split(written, one, f"{first.pairs[-1][0].text}: " if isinstance(first, MapNode) else "")
    if isinstance(first, MapNode):
        return MapNode((*first.pairs[:-1], (first.pairs[-1][0], one)), _around(first, one))
    return one


def _bare(key: ScalarNode, value: Node) -> bool:
    """
    Tell whether nothing at all follows a key, not even a colon: it was meant as words.
    """
    rest = key.span.source.line(key.span.end_line)[key.span.end_column - 1 :].lstrip()
    return isinstance(value, ScalarNode) and not value.text and not rest.startswith(":") and key.style == "plain"


def _depth(node: ScalarNode) -> int:
    return node.text.count("(") - node.text.count(")")


def _joined(*pieces: ScalarNode) -> ScalarNode:
    span = _around(pieces[0], pieces[-1])
    if span.line == span.end_line:
        return ScalarNode(span.source.line(span.line)[span.column - 1 : span.end_column - 1], "plain", span)
    return ScalarNode(", ".join(piece.text for piece in pieces), "plain", span)


def _around(first: Node, second: Node) -> Span:
    return span_of(first.span.source, first.span.line, first.span.column, second.span.end_line, second.span.end_column)


def _say_split(written: Written, node: ScalarNode, before: str = "") -> None:
    written.refuse(
        "RJ120",
        node.span,
        label="several entries, for YAML",
        notes=("between `[ ]` or `{ }`, a comma ends an entry",),
        help=f'put the whole text in quotes: `"{before}{node.text}"`',
    )
