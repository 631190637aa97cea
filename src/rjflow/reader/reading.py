"""
The front door: text in, a workflow out, or every problem in it at once.

Stands on: `yaml_nodes`, `structuring`, `linking`, the checks.   Knows nothing of: verifying, running cases.
"""

from collections.abc import Sequence
from pathlib import Path

from attrs import evolve, field

from rjflow.definition.model import Workflow
from rjflow.frozen import frozen
from rjflow.reader.characters import content_of
from rjflow.reader.files import SafeguardsShape, WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.happenings import check_words
from rjflow.reader.linking import Surroundings, link
from rjflow.reader.linking_conditions import parsed
from rjflow.reader.linking_satisfied import Satisfied
from rjflow.reader.nodes import MapNode
from rjflow.reader.nodes_read import Kept
from rjflow.reader.other_files import BASE, SAFEGUARDS, SCHEME, Sought, called, opened
from rjflow.reader.overlaying import merged
from rjflow.reader.shapes import items_of
from rjflow.reader.structuring import sort_of_file, structure_overlay, structure_safeguards, structure_workflow
from rjflow.reader.written import Text
from rjflow.reader.yaml_nodes import compose
from rjflow.sources.codes import problem
from rjflow.sources.errors import InvalidWorkflow
from rjflow.text import counted

Known = dict[tuple[Path, str], Workflow | SafeguardsShape | MapNode]
"""What files were read as, by where they are and what they are called, which is what is told of them."""

_MOST = 9  # problems of a safeguard file that are told at once, where it is named


def read(
    text: str | bytes, *, name: str = "workflow.yaml", folder: Path | None = None, known: Known | None = None
) -> Workflow:
    """
    Read a workflow.

    Two files that differ only in layout give equal workflows.

    Args:
        text: What the file says.
        name: What people call the file; diagnostics begin with it.
        folder: Where the paths in it begin. Without one, only files that come with rjflow can be named.
        known: Files that other readings have read; those that this one reads are added.

    Raises:
        InvalidWorkflow: with every problem of the file, in file order, one for each mistake.

    >>> door = read('''
    ... rjflow: 1
    ... workflow: door
    ... version: 1
    ... title: A door
    ... roles: {porter: {}}
    ... states: {open: {start: true}, shut: {final: true, reasons: [night]}}
    ... events: {close: {from: open, to: shut, by: [porter]}}
    ... ''')
    >>> door.events["close"].ways[0].reasons
    ('night',)
    """
    findings = Findings()
    workflow = _Reader(folder, findings, known={} if known is None else known).workflow(text, name)
    if workflow is None or findings:
        raise InvalidWorkflow(findings.in_order(first=name))
    return workflow


def read_tree(
    root: MapNode, *, name: str, folder: Path | None, known: Known | None = None, kept: Kept | None = None
) -> Workflow:
    """
    Read a workflow whose text is a tree already, as `read` reads text.

    Args:
        root: The tree.
        name: What people call the file.
        folder: Where the paths in it begin.
        known: Files that other readings have read; those that this one reads are added.
        kept: What the pieces of another tree were read as, some of which may be pieces of this one.

    Raises:
        InvalidWorkflow: as for `read`.
    """
    findings = Findings()
    workflow = _Reader(folder, findings, known={} if known is None else known, kept=kept).linked(root, name)
    if workflow is None or findings:
        raise InvalidWorkflow(findings.in_order(first=name))
    return workflow


def read_file(path: str | Path) -> Workflow:
    """
    Read a workflow from its file; the paths in it begin in its folder.

    Raises:
        InvalidWorkflow: as for `read`.
        OSError: the file cannot be read.
    """
    path = Path(path)
    return read(content_of(path), name=str(path), folder=path.parent)


def read_safeguards(text: str | bytes, *, name: str = "safeguards.yaml") -> SafeguardsShape:
    """
    Read a safeguard file by itself: its shape, and whether its conditions can be read.

    What its names stand for is known only together with a workflow.

    Raises:
        InvalidWorkflow: with every problem of the file.
    """
    findings = Findings()
    shape = _Reader(None, findings).safeguards(text, name)
    if shape is None or findings:
        raise InvalidWorkflow(findings.in_order())
    return shape


# ----------------------------------------------------------------------------------------------------------------------

_SORTS = {
    "workflow": "a workflow",
    "safeguards": "a safeguard file",
    "overlay": "an overlay",
    "scenarios": "a scenario file",
}
_USES = {  # what is done with a file that was given where a workflow is wanted
    "safeguards": "name a workflow that `satisfies` it",
    "scenarios": "name a workflow; `rjflow test` acts scenarios out",
}
_OTHERS = {"workflow": ("safeguards-file", "scenarios-of"), "safeguards": ("workflow", "scenarios-of")}


@frozen
class _Reader:
    """
    One reading. `opened` are the schemes being read already, so that none waits for itself; `folders` says of each file that
    has become part of the workflow where its paths begin; `bases` are the files that overlays were laid over.
    """

    folder: Path | None
    findings: Findings = field(eq=False)
    opened: tuple[Path, ...] = ()
    folders: dict[str, Path | None] = field(factory=dict, eq=False)
    bases: set[Path] = field(factory=set, eq=False)
    known: Known = field(factory=dict, eq=False)
    kept: Kept | None = field(default=None, eq=False)

    def workflow(self, text: str | bytes, name: str) -> Workflow | None:
        root = self._whole(text, name, self.folder)
        return None if root is None else self._linked(root)

    def linked(self, root: MapNode, name: str) -> Workflow | None:
        self.folders[name] = self.folder
        return self._linked(root)

    def _linked(self, root: MapNode) -> Workflow | None:
        shape, problems = structure_workflow(root, self.kept)
        self.findings.add(*problems)
        return link(shape, self._around(shape), self.findings)

    def safeguards(self, text: str | bytes, name: str) -> SafeguardsShape | None:
        root = self._nodes(text, name)
        if root is None or self._is_other_sort(root, "safeguards"):
            return None
        shape, problems = structure_safeguards(root)
        self.findings.add(*problems)
        for safeguard in items_of(shape.safeguards):
            check_words(safeguard, self.findings)
            for item in (safeguard.always, safeguard.never, safeguard.must, safeguard.while_):
                if item and item.text:
                    parsed(item.text, self.findings)
        return shape

    def _whole(
        self,
        text: str | bytes,
        name: str,
        folder: Path | None,
        *,
        named: Text | None = None,
        path: Path | None = None,
    ) -> MapNode | None:
        """
        Read a workflow's nodes; an overlay is laid over its base. `named` is where another file names this one, at a path.
        """
        self.folders[name] = folder
        root = self._nodes(text, name, path)
        if root is None or self._is_other_sort(root, "workflow", named):
            return None
        if sort_of_file(root) != "overlay":
            return root
        overlay, problems = structure_overlay(root)
        self.findings.add(*problems)
        base = self._changed(overlay.extends) if overlay.extends else None
        if base is None:
            return None
        whole, more = merged(base, root)
        self.findings.add(*more)
        return None if problems or more else whole

    def _changed(self, text: Text) -> MapNode | None:
        found = self._opened(text, BASE)
        if found is None:
            return None
        path, content = found
        name = called(text, path)
        if name in self.folders or path in self.bases:
            note = f"each changes the next: {_round([*self.folders, name])}"
            help_ = "name the workflow that this one changes"
            label = "this file again"
            found_again = problem("RJ251", text.span, label=label, notes=(note,), help=help_, what="the overlay")
            self.findings.add(found_again)
            return None
        self.bases.add(path)
        return self._whole(content, name, path.parent, named=text, path=path)

    def _nodes(self, text: str | bytes, name: str, path: Path | None = None) -> MapNode | None:
        if path is not None and isinstance(known := self.known.get((path, name)), MapNode):
            return known
        composed = compose(text, name)
        self.findings.add(*composed.diagnostics)
        if path is not None and composed.root is not None and not composed.diagnostics:
            self.known[path, name] = composed.root
        return composed.root

    def _is_other_sort(self, root: MapNode, wanted: str, named: Text | None = None) -> bool:
        """
        Tell whether this is quite another sort of file; say so, in place of all that it does not have.
        """
        found = sort_of_file(root)
        key = next((key for other in _OTHERS[wanted] if (key := root.key(other))), None)
        if found == wanted or key is None:
            return False
        words = {"found": _SORTS[found], "wanted": _SORTS[wanted]}
        place, label = (named.span, "named here") if named else (key.span, "its first lines say so")
        help_ = f"name {_SORTS[wanted]}" if named else _USES.get(found, f"name {_SORTS[wanted]}")
        self.findings.add(problem("RJ366", place, label=label, help=help_, **words))
        return True

    def _around(self, shape: WorkflowShape) -> Surroundings:
        """
        Read the other files that a workflow names.
        """
        satisfied = tuple(
            Satisfied(text, file) for text in items_of(shape.satisfies) if (file := self._satisfied(text)) is not None
        )
        named = shape.scheme.workflow if shape.scheme else None
        return Surroundings(satisfied, self._scheme(named) if named else None)

    def _satisfied(self, text: Text) -> SafeguardsShape | None:
        found = self._opened(text, SAFEGUARDS)
        if found is None:
            return None
        path, content = found
        name = called(text, path)
        if isinstance(known := self.known.get((path, name)), SafeguardsShape):
            return known
        findings = Findings()
        shape = _Reader(path.parent, findings).safeguards(content, name)
        if self._spoilt(text, findings, most=_MOST) or shape is None:
            return None
        self.known[path, name] = shape
        return shape

    def _scheme(self, text: Text) -> Workflow | None:
        found = self._opened(text, SCHEME)
        if found is None or found[0] in self.opened:
            return None
        path, content = found
        name = called(text, path)
        if isinstance(known := self.known.get((path, name)), Workflow):
            return known
        findings = Findings()
        workflow = _Reader(path.parent, findings, (*self.opened, path)).workflow(content, name)
        if self._spoilt(text, findings) or workflow is None:
            return None
        self.known[path, name] = workflow
        return workflow

    def _opened(self, text: Text, sought: Sought) -> tuple[Path, bytes] | None:
        return opened(text, self.folders.get(text.span.source.name, self.folder), sought, self.findings)

    def _spoilt(self, text: Text, findings: Findings, *, most: int = 1) -> bool:
        """
        Say that another file has mistakes of its own, and which is the first; of a file that nothing reads by itself, up to *most*.
        """
        if not findings:
            return False
        if findings.has("RJ366"):
            self.findings.add(*(evolve(one, span=text.span, label="named here") for one in findings.in_order()))
            return True
        found = findings.in_order()
        notes = [f"{one.span}: {one.message}" for one in found[:most]]
        if len(found) > most:
            notes.append(f"and {counted(len(found) - most, 'more problem')}")
        help_ = "mend that file first"
        if most == 1:
            help_ += ": `rjflow check` shows all that is wrong with it"
        self.findings.add(problem("RJ365", text.span, label="cannot be used yet", notes=notes, help=help_, word=text))
        return True


def _round(names: Sequence[str]) -> str:
    first = names.index(names[-1])
    return " → ".join(f"`{name}`" for name in names[first:])
