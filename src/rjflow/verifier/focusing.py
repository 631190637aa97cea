"""
What to track: at first what a safeguard itself speaks of, and then a little more, nearest first.

Stands on: `action`, `frame`, `spoken`.   Knows nothing of: searching.
"""

from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import DifferentPeople
from rjflow.guards.syntax import Condition
from rjflow.verifier.action import names_in, reads_of
from rjflow.verifier.frame import Focus
from rjflow.verifier.spoken import Watched, condition_of, happenings_of


def first_focus(workflow: Workflow, form: Watched) -> Focus:
    """
    Track at first what the safeguard itself speaks of.
    """
    condition = condition_of(form)
    reads = names_in(workflow, condition) if condition is not None else set[object]()
    if isinstance(form, DifferentPeople):
        both = (*form.first, *form.second)
        reads |= {("author", name) for name in both} | {name for name in both if name in workflow.evidence}
    reads |= {one.name for one in happenings_of(form) if one.kind == "evidence"}
    return widened(Focus(), frozenset(reads))


def widened(focus: Focus, reads: frozenset[object]) -> Focus:
    """
    Track what was read, too.
    """
    evidence, scheme, authors, days = set(focus.evidence), list(focus.scheme), list(focus.authors), set(focus.days)
    for one in sorted(reads, key=repr):
        match one:
            case str():
                evidence.add(one)
            case ("scheme", condition) if isinstance(condition, Condition) and condition not in scheme:
                scheme.append(condition)
            case ("author", str() as name) if name not in authors:
                authors.append(name)
            case ("day", int() as place):
                days.add(place)
            case _:
                pass
    return Focus(frozenset(evidence), tuple(scheme), tuple(authors), tuple(sorted(days)))


def near_to(workflow: Workflow, focus: Focus) -> Focus:
    """
    Track, too, what the evidence that is tracked needs, or is voided by.
    """
    return widened(focus, near(workflow, focus))


def connected(workflow: Workflow, focus: Focus, reads: frozenset[object]) -> frozenset[object]:
    """
    Give, of what was read, the evidence that needs or is made void by something tracked; if there is none, all of it.
    """
    return dependants(workflow, focus, reads) or reads


def dependants(workflow: Workflow, focus: Focus, reads: frozenset[object]) -> frozenset[object]:
    """
    Give, of what was read, the evidence that needs or is made void by something tracked.
    """
    found: set[object] = set()
    for name in reads & set(workflow.evidence):
        evidence = workflow.evidence[str(name)]
        asked = reads_of(workflow, evidence.needs) | {voider.what for voider in evidence.voided_by}
        if name not in focus.evidence and asked & focus.evidence:
            found.add(name)
    return frozenset(found)


def near(workflow: Workflow, focus: Focus) -> frozenset[object]:
    """
    Give the evidence that what is tracked needs, or is voided by: most often it is enough to track that too.
    """
    found: set[object] = set()
    for name in focus.evidence:
        evidence = workflow.evidence[name]
        found |= reads_of(workflow, evidence.needs)
        found |= {voider.what for voider in evidence.voided_by if voider.kind == "evidence"}
    return frozenset(found)
