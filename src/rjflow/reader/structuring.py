"""
From nodes to shapes: the front door of the lower half of the reader.

cattrs finds the reader of each kind; nothing of what it would do by itself is used, because it would make a number of `"3"` and an
answer of `"no"`. Every problem is noted, in file order, and the shape is as complete as what was written allows.

Stands on: `files`, `kinds`, `nodes_read`, `structuring_*`.   Knows nothing of: YAML, which names exist.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from cattrs import Converter

from rjflow.reader import kinds
from rjflow.reader.files import OverlayShape, SafeguardsShape, WorkflowShape
from rjflow.reader.nodes import MapNode
from rjflow.reader.nodes_read import Kept, Reading, Written
from rjflow.reader.shapes import Shape
from rjflow.reader.structuring_conditions import condition, condition_list, conditions
from rjflow.reader.structuring_keys import mapping
from rjflow.reader.structuring_lists import happenings, list_of, map_of, one_or_list, states, values, voiders
from rjflow.reader.structuring_overlays import changes, removals
from rjflow.reader.structuring_parts import LISTS, patched
from rjflow.reader.structuring_scenarios import by_form, moment, said
from rjflow.reader.structuring_words import (
    day,
    duration,
    new_name,
    one_word,
    safeguard_id,
    truth,
    whole_number,
    words,
)
from rjflow.sources.diagnostic import Diagnostic
from rjflow.text import nearest

if TYPE_CHECKING:
    from rjflow.reader.scenario_shapes import ScenariosShape

S = TypeVar("S", bound=Shape)


def structure_workflow(node: MapNode, kept: Kept | None = None) -> tuple[WorkflowShape, list[Diagnostic]]:
    """
    Read a workflow file, or an overlay that was laid over its base.

    Args:
        node: The tree of the file.
        kept: What the pieces of another tree were read as, some of which may be pieces of this one.
    """
    return _structured(node, WorkflowShape, kept)


def kept_of(node: MapNode) -> Kept:
    """
    Read a workflow file, and keep what each of its pieces was read as.
    """
    kept = Kept()
    structure_workflow(node, kept)
    kept.is_whole = True
    return kept


def structure_safeguards(node: MapNode) -> tuple[SafeguardsShape, list[Diagnostic]]:
    """
    Read a safeguard file.
    """
    return _structured(node, SafeguardsShape)


def structure_overlay(node: MapNode) -> tuple[OverlayShape, list[Diagnostic]]:
    """
    Read an overlay by itself. What it changes may be given in part; what it adds must be whole.
    """
    return _structured(node, OverlayShape)


def structure_scenarios(node: MapNode) -> tuple["ScenariosShape", list[Diagnostic]]:
    """
    Read a scenario file.
    """
    from rjflow.reader.scenario_shapes import ScenariosShape  # whoever checks or runs a workflow never needs it

    return _structured(node, ScenariosShape)


def sort_of_file(node: MapNode) -> Literal["workflow", "overlay", "safeguards", "scenarios"]:
    """
    Tell what a file is by the key that only such a file has.
    """
    if node.key("scenarios-of") or (node.key("scenarios") and not node.key("states")):
        return "scenarios"
    if node.key("extends") or (not node.key("states") and any(_is_almost_extends(key.text) for key, _ in node.pairs)):
        return "overlay"
    return "safeguards" if node.key("safeguards-file") else "workflow"


# ----------------------------------------------------------------------------------------------------------------------

_READERS: dict[type[kinds.Kind], Callable[[Written, Any], Any]] = {
    kinds.AnyText: words,
    kinds.NameOf: words,
    kinds.NewName: new_name,
    kinds.SafeguardId: safeguard_id,
    kinds.OneWord: one_word,
    kinds.WholeNumber: whole_number,
    kinds.Truth: truth,
    kinds.Duration: duration,
    kinds.Day: day,
    kinds.Moment: moment,
    kinds.Said: said,
    kinds.ByForm: by_form,
    kinds.Condition: condition,
    kinds.Conditions: conditions,
    kinds.ConditionList: condition_list,
    kinds.States: states,
    kinds.Happenings: happenings,
    kinds.Voiders: voiders,
    kinds.Values: values,
    kinds.ListOf: list_of,
    kinds.OneOrList: one_or_list,
    kinds.MapOf: map_of,
    kinds.Of: mapping,
    kinds.Changes: changes,
    kinds.Removals: removals,
}


def _converter() -> Converter:
    made = Converter()
    for kind, reader in _READERS.items():
        made.register_structure_hook_func(_is_a(kind), patched(reader) if kind in LISTS else reader)
    return made


def _is_a(kind: type[kinds.Kind]) -> Callable[[Any], bool]:
    return lambda wanted: type(wanted) is kind


_CONVERTER = _converter()
_HOOKS: dict[type[kinds.Kind], Callable[[Written, Any], Any]] = {}


def _read(written: Written, kind: kinds.Kind) -> Any:
    """
    Read something as a kind says. What reads it hangs on the kind's class alone, so that it is looked up once for each.
    """
    hook = _HOOKS.get(type(kind))
    if hook is None:
        hook = _HOOKS[type(kind)] = _CONVERTER.get_structure_hook(kind)
    return hook(written, kind)


def _structured(node: MapNode, shape: type[S], kept: Kept | None = None) -> tuple[S, list[Diagnostic]]:
    reading = Reading(_read, kept=kept)
    read: S | None = Written(node, "this file", node.span, reading).read(kinds.Of(shape))
    assert read is not None  # a mapping always becomes a shape
    return read, sorted(reading.found, key=_in_file_order)


def _is_almost_extends(key: str) -> bool:
    return 0 < len(key) < len("extends") * 2 and bool(nearest(key, ["extends"], 1, alike=0.85))


def _in_file_order(found: Diagnostic) -> tuple[int, int]:
    return found.span.line, found.span.column
