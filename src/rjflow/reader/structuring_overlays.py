"""
What an overlay changes, adds and removes, read by itself: its sections are those of a workflow.

Stands on: `files`, `kinds`, `nodes_read`, `structuring_parts`.   Knows nothing of: the base.
"""

from attrs import evolve

from rjflow.reader.files import WorkflowShape
from rjflow.reader.kinds import Changes, Key, ListOf, MapOf, NameOf, Removals, keys_of
from rjflow.reader.nodes import MapNode, ScalarNode
from rjflow.reader.nodes_read import Written, text_of
from rjflow.reader.structuring_parts import gone
from rjflow.reader.written import Text
from rjflow.text import did_you_mean, quoted

# What an overlay says of itself at its top, not of the base.
_OF_THE_FILE = frozenset({"rjflow", "workflow", "version", "title"})
# What keeps people safe: an overlay adds to it, and excuses itself openly with `except`.
KEPT = frozenset({"satisfies", "safeguards", "except"})


def sections(kind: Changes | Removals) -> tuple[Key, ...]:
    """
    List the keys of a workflow that can stand under `change`, `add` or `remove`.
    """
    every = [key for key in keys_of(WorkflowShape) if key.name not in _OF_THE_FILE]
    match kind:
        case Changes(new=True):
            return tuple(key for key in every if isinstance(key.kind, MapOf | ListOf))
        case Changes():
            return tuple(key for key in every if key.name not in KEPT)
        case Removals():
            return tuple(key for key in every if isinstance(key.kind, MapOf))


def changes(written: Written, kind: Changes) -> tuple[Text, ...] | None:
    """
    Read what is changed, in part, or added, whole; give the names of the sections.
    """
    deed = "add" if kind.new else "change"
    reading = evolve(written.reading, partial=not kind.new)
    found = []
    for name, key, value in _known(evolve(written, reading=reading), sections(kind), deed):
        value.read(key.kind)
        found.append(name)
    return tuple(found)


def removals(written: Written, kind: Removals) -> tuple[Text, ...] | None:
    """
    Read what is removed, whole things or keys of them; give the names of the sections.
    """
    found = []
    for name, key, value in _known(written, sections(kind), "remove"):
        gone(value, key.kind)
        found.append(name)
    return tuple(found)


# ----------------------------------------------------------------------------------------------------------------------


def _known(written: Written, allowed: tuple[Key, ...], deed: str) -> list[tuple[Text, Key, Written]]:
    node = written.node
    if not isinstance(node, MapNode):
        written.wants("sections of a workflow, such as `states` and `events`")
        return []
    known = {key.name: key for key in allowed}
    found = []
    for name, value in node.pairs:
        if name.text in known:
            inner = written.inner(value, f"`{name.text}`", name.span)
            if not (deed == "remove" and isinstance(value, ScalarNode) and value.sort == "nothing"):
                found.append((text_of(name), known[name.text], inner))
            else:
                inner.read(NameOf("name"))
        elif name.text in KEPT:
            _kept(written, name, deed)
        else:
            note = f"`{deed}` can have {quoted(known)}"
            help_text = did_you_mean(name.text, known)
            noun = f"`{deed}`"
            written.refuse(
                "RJ102", name.span, label="unknown key", notes=(note,), help=help_text, key=name.text, noun=noun
            )
    return found


def _kept(written: Written, name: ScalarNode, deed: str) -> None:
    help_text = "write an `except` with an owner, a reason and a date; every report will show it"
    written.refuse("RJ143", name.span, help=help_text, deed=deed, section=name.text)
