"""
Read what a command line is told beside a workflow: who has which roles, and what somebody wrote down.

Ids are whatever the host calls people and cases, so that any text can be one.

Stands on: `yaml_nodes`, `findings`.   Knows nothing of: workflows, which roles there are.
"""

from collections.abc import Iterator, Mapping

from attrs import evolve, field

from rjflow.frozen import frozen
from rjflow.reader.findings import Findings
from rjflow.reader.nodes import ListNode, LostNode, MapNode, Node, ScalarNode
from rjflow.reader.nodes_read import first_line, sort_of
from rjflow.reader.yaml_nodes import compose
from rjflow.sources.codes import problem
from rjflow.sources.errors import InvalidWorkflow
from rjflow.text import did_you_mean, quoted

Tree = str | list["Tree"] | dict[str, "Tree"] | None
Several = Mapping[str, tuple[str, ...]]

_KEYS = ("roles", "cases")
_NO_KEYS = ("RJ125", "RJ126")  # an empty file, and one that has no keys: the help speaks of workflows
_IN_CASE = ("roles", "speaks-for")


@frozen
class InCase:
    """Who somebody is in one case only: their roles in it, and whom of it they are or speak for."""

    roles: Several = field(factory=dict)
    speaks_for: Several = field(factory=dict)


@frozen
class WrittenRoles:
    """Who has which roles in every case, and who somebody is in one case only."""

    roles: Several
    cases: Mapping[str, InCase]

    @property
    def everybody(self) -> tuple[str, ...]:
        """Give the ids of all who are named."""
        there = (one for each in self.cases.values() for one in (*each.roles, *each.speaks_for))
        return tuple(dict.fromkeys((*self.roles, *there)))


def read_roles(text: str | bytes, *, name: str) -> WrittenRoles:
    """
    Read a roles file.

    Args:
        text: What the file says.
        name: What people call the file; diagnostics begin with it.

    Raises:
        InvalidWorkflow: with every problem of the file, in file order.

    >>> read_roles("roles: {ada: coordinator}", name="staff.yaml").roles
    {'ada': ('coordinator',)}
    """
    root, findings = _root(
        text, name, "begin it with `roles:`, and below it a line such as `  ada: coordinator` for each"
    )
    parts = _known(root, _KEYS, "a roles file", findings)
    cases = dict(_pairs(parts.get("cases"), "`cases`", findings))
    roles = WrittenRoles(
        dict(_several(parts.get("roles"), "`roles`", findings)),
        {case: _in_case(case, node, findings) for case, node in cases.items()},
    )
    _stop(findings, name)
    return roles


def read_words(text: str | bytes, *, name: str) -> dict[str, Tree]:
    """
    Read what was written down, YAML or JSON: each word as it stands there, for whoever knows what it should be.

    Raises:
        InvalidWorkflow: with every problem of the file, in file order.

    >>> read_words("{outcome: allocated, rows: [{on: 2026-03-02}], left: }", name="-")
    {'outcome': 'allocated', 'rows': [{'on': '2026-03-02'}], 'left': None}
    """
    root, findings = _root(text, name, "write a name, a colon, and what was written there, line by line")
    _stop(findings, name)
    return {key.text: _tree(node) for key, node in root.pairs}


# ----------------------------------------------------------------------------------------------------------------------


def _root(text: str | bytes, name: str, begin: str) -> tuple[MapNode, Findings]:
    composed = compose(text, name)
    findings = Findings(evolve(one, help=begin) if one.code in _NO_KEYS else one for one in composed.diagnostics)
    if composed.root is None:
        _stop(findings, name)
    assert composed.root is not None  # what cannot be read has a diagnostic that says so
    return composed.root, findings


def _stop(findings: Findings, name: str) -> None:
    if findings:
        raise InvalidWorkflow(findings.in_order(first=name))


def _known(node: Node | None, keys: tuple[str, ...], thing: str, findings: Findings) -> dict[str, Node]:
    """
    Give what stands after the keys that there may be.
    """
    found = {}
    for key, value in node.pairs if isinstance(node, MapNode) else ():
        if key.text in keys:
            found[key.text] = value
        else:
            help_ = did_you_mean(key.text, keys) or f"it can have {quoted(keys, 'and')}"
            findings.add(problem("RJ102", key.span, label="unknown key", help=help_, key=key.text, noun=thing))
    return found


def _in_case(case: str, node: Node, findings: Findings) -> InCase:
    if not isinstance(node, MapNode):
        _wants(node, f"`{case}`", "written as `roles`, `speaks-for`, or both, each with what it has", findings)
        return InCase()
    parts = _known(node, _IN_CASE, "a case of a roles file", findings)
    return InCase(*(dict(_several(parts.get(key), f"`{key}`", findings)) for key in _IN_CASE))


def _several(node: Node | None, what: str, findings: Findings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """
    Give names with one word, or a list of words, for each.
    """
    for name, value in _pairs(node, what, findings):
        words = value.items if isinstance(value, ListNode) else (value,)
        for one in words:
            if not isinstance(one, ScalarNode) or one.sort == "nothing":
                _wants(one, f"`{name}`", "a word, or a list of words", findings)
        yield name, tuple(one.text for one in words if isinstance(one, ScalarNode))


def _pairs(node: Node | None, what: str, findings: Findings) -> Iterator[tuple[str, Node]]:
    if isinstance(node, MapNode):
        yield from ((key.text, value) for key, value in node.pairs)
    elif node is not None:
        _wants(node, what, "names, each with what it has", findings)


def _wants(node: Node, what: str, wanted: str, findings: Findings) -> None:
    if not isinstance(node, LostNode):
        findings.add(
            problem(
                "RJ104",
                first_line(node.span),
                label=sort_of(node),
                help=f"write {wanted.removeprefix('written as ')}",
                what=what,
                wanted=wanted,
            )
        )


def _tree(node: Node) -> Tree:
    match node:
        case MapNode(pairs):
            return {key.text: _tree(value) for key, value in pairs}
        case ListNode(items):
            return [_tree(one) for one in items]
        case ScalarNode(text):
            return None if node.sort == "nothing" else text
        case _:
            return None
