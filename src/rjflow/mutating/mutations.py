"""
All mutants of a policy: the front door of making them.

Stands on: `of_events`, `of_evidence`, `of_exports`, `of_papers`, `of_sight`, `of_the_rest`, `moving`, `of_overlays`.   Knows nothing of: who notices them.
"""

from collections.abc import Callable, Iterator

from rjflow.definition.model import Workflow
from rjflow.mutating.asking import Place
from rjflow.mutating.editing import Draft
from rjflow.mutating.moving import at_the_door, too_early
from rjflow.mutating.mutant import Mutant
from rjflow.mutating.of_events import of_event
from rjflow.mutating.of_evidence import of_evidence
from rjflow.mutating.of_exports import of_export
from rjflow.mutating.of_overlays import Undoing, as_whole
from rjflow.mutating.of_papers import of_form, of_register
from rjflow.mutating.of_sight import shown_by_default
from rjflow.mutating.of_the_rest import of_deadlines, of_gate, of_list, of_notice, of_people, of_state
from rjflow.reader.nodes import ListNode, MapNode
from rjflow.reader.structuring import sort_of_file
from rjflow.sources.span import SourceText

_MAKERS: dict[str, Callable[[Place, MapNode], Iterator[Mutant]]] = {
    "people": of_people,
    "notices": of_notice,
    "evidence": of_evidence,
    "gates": of_gate,
    "states": of_state,
    "events": of_event,
    "exports": of_export,
    "forms": of_form,
    "registers": of_register,
}

_OF_WHOLE = ("gate-lost",)  # takes keys out, and where an overlay says them the base's would be back instead


def mutants_of(workflow: Workflow, root: MapNode, source: SourceText) -> tuple[Mutant, ...]:
    """
    Make every mutant of a policy, in file order; of an overlay, those of its own lines, and none of its base's.

    Args:
        workflow: The policy, as it was read; an overlay together with its base.
        root: The tree of its file.
        source: The file's text.

    Guarantees: the same file gives the same mutants under the same numbers; no two have the same text, and none has the text of the file.
    """
    found: dict[str, Mutant] = {}
    for mutant in _mutants(workflow, root, Draft(source)):
        text = mutant.applied(source.text)
        if text != source.text:
            found.setdefault(text, mutant)
    return tuple(mutant.numbered(number) for number, mutant in enumerate(found.values(), start=1))


# ----------------------------------------------------------------------------------------------------------------------


def _mutants(workflow: Workflow, root: MapNode, draft: Draft) -> Iterator[Mutant]:
    if sort_of_file(root) != "overlay":
        yield from _of_sections(workflow, root, draft)
        return
    yield from Undoing(draft, workflow).of(root)
    for deed in ("change", "add"):
        if isinstance(sections := root.get(deed), MapNode):
            whole = sections if deed == "add" else as_whole(draft, sections)
            assert isinstance(whole, MapNode), "sections stay sections"
            several = _of_sections(workflow, whole, draft, in_part=deed == "change")
            yield from (one for one in several if deed == "add" or one.kind not in _OF_WHOLE)


def _of_sections(workflow: Workflow, root: MapNode, draft: Draft, *, in_part: bool = False) -> Iterator[Mutant]:
    for key, value in root.pairs:
        section = key.text
        if section in _MAKERS and isinstance(value, MapNode):
            for name, node in value.pairs:
                if isinstance(node, MapNode):
                    place = Place(draft, workflow, section, name.text)
                    yield from _MAKERS[section](place, node)
                    if not in_part:
                        yield from shown_by_default(place, node)
                        yield from _moved(workflow, root, draft, section, name.text, node)
        elif section == "deadlines" and isinstance(value, ListNode):
            yield from of_deadlines(draft, workflow, value)
        elif section in ("satisfies", "safeguards") and isinstance(value, ListNode):
            yield from of_list(draft, workflow, section, value, root)
        elif section == "scheme" and isinstance(value, MapNode) and isinstance(needs := value.get("needs"), ListNode):
            yield from of_list(draft, workflow, "needs", needs, value)


def _moved(workflow: Workflow, root: MapNode, draft: Draft, section: str, name: str, node: MapNode) -> Iterator[Mutant]:
    if section == "states":
        yield from at_the_door(draft, workflow, root, name, node)
    elif section == "events":
        yield from too_early(draft, workflow, root, name, node)
