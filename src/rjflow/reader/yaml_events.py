"""
The events of a YAML text: by libyaml where the text is plain, and by ruamel.yaml, which is twenty times slower, everywhere else.

Plain is a text of which both are known to say the same, to the column: nothing in it is wrong, odd or left empty. Everything else goes to
ruamel.yaml, so what is said of a mistake never depends on which of the two is at hand.

Stands on: `yaml_mending`.   Knows nothing of: workflows, nodes.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal

from rjflow.reader.yaml_mending import Complaint

Sort = Literal["scalar", "list", "map", "end", "alias", "document", "other"]


class NotYaml(Exception):
    """What the text breaks is no rule of policies, but of YAML."""

    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint
        super().__init__(complaint.words)


def events_of(text: str) -> Iterator[Any]:
    """
    Give what a text consists of, in its order.

    Raises:
        NotYaml: on the way, where the text breaks a rule of YAML.
    """
    return _plainly(text) or _thoroughly(text)


def sort_of(event: Any) -> Sort:
    """
    Tell what an event is the beginning or the end of.
    """
    kind = type(event)
    sort = _SORT_OF.get(kind)
    if sort is None:
        sort = _SORT_OF[kind] = _SORTS.get(kind.__name__, "other")
    return sort


# ----------------------------------------------------------------------------------------------------------------------

# Both parsers name their events alike.
_SORTS: dict[str, Sort] = {
    "ScalarEvent": "scalar",
    "SequenceStartEvent": "list",
    "MappingStartEvent": "map",
    "SequenceEndEvent": "end",
    "MappingEndEvent": "end",
    "AliasEvent": "alias",
    "DocumentStartEvent": "document",
}
_SORT_OF: dict[type[Any], Sort] = {}  # asked of every word of every file

# Where the two count columns or lines differently, or one refuses what the other takes.
_ODD = re.compile("[\t\x85\u2028\u2029\ufeff]")


def _plainly(text: str) -> Iterator[Any] | None:
    """
    Give the events by libyaml, all read before the first is given; nothing where the text is not plain.
    """
    if _ODD.search(text) or not text.endswith("\n"):
        return None
    try:
        from yaml import CSafeLoader, YAMLError, parse
    except ImportError:  # PyYAML was built without libyaml
        return None
    try:
        events = list(parse(text, Loader=CSafeLoader))
    except YAMLError:
        return None
    return iter(events) if _is_plain(events) else None


def _is_plain(events: list[Any]) -> bool:
    """
    Tell whether there is one document, and in it no anchor, tag or repetition, and no value left empty.
    """
    documents = 0
    for event in events:
        match sort_of(event):
            case "scalar":
                if event.anchor or event.tag or not (event.value or event.style):
                    return False
            case "list" | "map":
                if event.anchor or event.tag:
                    return False
            case "alias":
                return False
            case "document":
                documents += 1
            case _:
                pass
    return documents <= 1


def _thoroughly(text: str) -> Iterator[Any]:
    """
    Give the events by ruamel.yaml, which tells more of what it cannot make sense of.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        raise NotYaml(_complaint(error)) from error


def _complaint(error: Any) -> Complaint:
    mark = error.problem_mark or error.context_mark
    context = error.context_mark or mark
    return Complaint(
        str(error.problem or error.context),
        mark.index if mark else 0,
        context.index if context else 0,
    )
