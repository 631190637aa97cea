"""
The front door of scenario files: text in, scenarios out, or every problem in it at once.

Stands on: `linking`, `reader`.   Knows nothing of: running cases.
"""

from pathlib import Path

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.reader.findings import Findings
from rjflow.reader.nodes import MapNode
from rjflow.reader.other_files import WORKFLOW, called, opened
from rjflow.reader.reading import read
from rjflow.reader.structuring import sort_of_file, structure_scenarios
from rjflow.reader.written import Text
from rjflow.reader.yaml_nodes import compose
from rjflow.scenarios.linking import link
from rjflow.scenarios.model import ScenarioFile
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.errors import InvalidWorkflow
from rjflow.text import counted


def read_scenarios(text: str | bytes, *, name: str = "scenarios.yaml", folder: Path | None = None) -> ScenarioFile:
    """
    Read a scenario file, and the workflow it names.

    Args:
        text: What the file says.
        name: What people call the file; diagnostics begin with it.
        folder: Where the paths in it begin. Without one, only workflows that come with rjflow can be named.

    Raises:
        InvalidWorkflow: with every problem of the file, in file order, one for each mistake.

    Not seen:
        Whether what must come of a scenario does.

    >>> file = read_scenarios('''
    ... rjflow: 1
    ... scenarios-of: scheme-readiness
    ... begins: 2026-03-02 09:00
    ... workers: {ivo: senior-owner}
    ... scenarios:
    ... - scenario: a group is formed
    ...   when: [{smoothly: [form-group]}]
    ...   then: {state: planning}
    ... ''')
    >>> [scenario.name for scenario in file.scenarios]
    ['a group is formed']
    """
    findings = Findings()
    composed = compose(text, name)
    findings.add(*composed.diagnostics)
    if composed.root is None:
        raise InvalidWorkflow(findings.in_order(first=name))
    if (other := _other_sort(composed.root)) is not None:
        raise InvalidWorkflow([other])
    file = _file(composed.root, folder, findings)
    if file is None or findings:
        raise InvalidWorkflow(findings.in_order(first=name))
    return file


# ----------------------------------------------------------------------------------------------------------------------


_SORTS = {"workflow": "a workflow", "safeguards": "a safeguard file", "overlay": "an overlay"}


def _other_sort(root: MapNode) -> Diagnostic | None:
    """
    Say that this is quite another sort of file, in place of all that it does not have.
    """
    found = sort_of_file(root)
    key = root.key("workflow") or root.key("safeguards-file") or root.key("extends")
    if found == "scenarios" or key is None:
        return None
    words = {"found": _SORTS[found], "wanted": "a scenario file"}
    return problem("RJ366", key.span, label="its first lines say so", help="name a scenario file", **words)


def _file(root: MapNode, folder: Path | None, findings: Findings) -> ScenarioFile | None:
    shape, problems = structure_scenarios(root)
    findings.add(*problems)
    workflow = _workflow(shape.scenarios_of, folder, findings) if shape.scenarios_of else None
    return link(shape, workflow, findings) if workflow is not None else None


def _workflow(text: Text, folder: Path | None, findings: Findings) -> Workflow | None:
    """
    Read the workflow that the scenarios are of; say when it is none, or has mistakes of its own, and which is the first.
    """
    found = opened(text, folder, WORKFLOW, findings)
    if found is None:
        return None
    path, content = found
    try:
        return read(content, name=called(text, path), folder=path.parent)
    except InvalidWorkflow as invalid:
        first, *rest = invalid.diagnostics
        if first.code == "RJ366":
            findings.add(evolve(first, span=text.span, label="named here"))
            return None
        notes = [f"{first.span}: {first.message}"]
        if rest:
            notes.append(f"and {counted(len(rest), 'more problem')}")
        help_ = "mend that file first: `rjflow check` shows all that is wrong with it"
        findings.add(problem("RJ365", text.span, label="cannot be used yet", notes=notes, help=help_, word=text))
        return None
