"""
Find kinds of states that were spelt wrongly: no safeguard would watch such a state, and nobody would be told.

Stands on: `safeguard_shapes`, `sources`.   Knows nothing of: the definition, what safeguards mean.
"""

import re
from collections.abc import Iterable, Iterator

from rjflow.definition.model import MEETING
from rjflow.reader.files import WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.safeguard_shapes import SafeguardShape
from rjflow.reader.shapes import items_of
from rjflow.sources.codes import problem
from rjflow.text import nearest, quoted

# So much alike that one is the other with a slip of the finger.
ALMOST = 0.85


def misspelt_kinds(shape: WorkflowShape, safeguards: Iterable[SafeguardShape], findings: Findings) -> tuple[str, ...]:
    """
    Say which states have a kind that is almost, but not quite, one that safeguards speak of; give the kinds that were meant.
    """
    spoken = tuple(dict.fromkeys((MEETING, *(kind for one in safeguards for kind in _spoken(one)))))
    meant: list[str] = []
    for _, state in shape.states or ():
        kind = state.kind
        if kind is None or kind.value == MEETING:
            continue
        close = nearest(kind.value, (MEETING,) if kind.value in spoken else spoken, 1, alike=ALMOST)
        if close:
            meant += close
            note = f"safeguards speak of {quoted(f'kind {one}' for one in close)}, and a state of another kind is free of them"
            label, help_ = "almost the same", f"did you mean `{close[0]}`? Otherwise choose a word less like it"
            findings.add(problem("RJ313", kind.span, label=label, notes=(note,), help=help_, word=kind))
    return tuple(meant)


# ----------------------------------------------------------------------------------------------------------------------

_KIND = re.compile(r"\bkind\s+([a-z][a-z0-9-]*)")


def _spoken(safeguard: SafeguardShape) -> Iterator[str]:
    for listing in (safeguard.entering, safeguard.always_possible):
        yield from (kind for text in items_of(listing) for kind in _KIND.findall(text.value))
    happenings = ("before", "must_have", "since", "after", "not_before", "without")
    for listing in (getattr(safeguard, name) for name in happenings):
        yield from (kind for one in items_of(listing) for kind in _KIND.findall(one.name.value))
    for asked in (safeguard.always, safeguard.never, safeguard.must, safeguard.while_):
        if asked is not None and asked.text is not None:
            yield from _KIND.findall(asked.text.value)
