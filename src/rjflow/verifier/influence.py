"""
What a difference between two definitions can influence, so that nothing else has to be judged again.

Stands on: `definition`.   Knows nothing of: searching, sentences.
"""

from collections.abc import Iterator

from rjflow.definition.difference import Difference
from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import DifferentPeople, Form
from rjflow.verifier.action import names_in
from rjflow.verifier.spoken import condition_of, happenings_of

# What differs in these sections shows elsewhere if any case can notice it.
_NO_CASE = ("gates", "safeguards", "exemptions", "name", "migrations")


def influenced(old: Workflow, new: Workflow, found: Difference) -> frozenset[str] | None:
    """
    Give the evidence and notices that a difference can influence; nothing when it can influence how cases move, and so everything.

    Evidence is influenced by what it needs and what makes it void; how cases move by what events and states ask. A safeguard that
    speaks of nothing influenced is judged alike in both workflows.
    """
    touched = {one.name for one in found.changes if one.direction != "same" and one.section in ("evidence", "notices")}
    others = {one.section for one in found.changes if one.direction != "same"}
    others |= {
        "events" for one in found.changes if one.what in ("not_by", "about")
    }  # who may fill a form in, and of whom
    if others - {"evidence", "notices", *_NO_CASE}:
        return None
    for workflow in (old, new):
        grown = True
        while grown:
            more = {name for name, reads in _evidence(workflow) if name not in touched and reads & touched}
            grown = bool(more)
            touched |= more
    return None if any(_moves(workflow) & touched for workflow in (old, new)) else frozenset(touched)


def speaks_of(workflow: Workflow, form: Form, touched: frozenset[str]) -> bool:
    """
    Tell whether a form of safeguard speaks of something that is influenced.
    """
    condition = condition_of(form)
    said = {str(one) for one in names_in(workflow, condition)} if condition is not None else set[str]()
    said |= {one.name for one in happenings_of(form)}
    said |= {*form.first, *form.second} if isinstance(form, DifferentPeople) else set()
    return bool(said & touched)


# ----------------------------------------------------------------------------------------------------------------------


def _evidence(workflow: Workflow) -> Iterator[tuple[str, set[str]]]:
    """
    Give each piece of evidence with everything that its life depends on.
    """
    for name, evidence in workflow.evidence.items():
        reads = {str(one) for one in names_in(workflow, as_condition(evidence.needs))}
        yield name, reads | {voider.what for voider in evidence.voided_by} | {*evidence.not_by}


def _moves(workflow: Workflow) -> set[str]:
    """
    Give everything that the moves of a case depend on.
    """
    groups = [way.needs for event in workflow.events.values() for way in event.ways]
    groups += [state.guard for state in workflow.states.values() if state.guard is not None]
    found: set[object] = set()
    for group in groups:
        found |= names_in(workflow, as_condition(group))
    authors = {str(one[1]) for one in found if isinstance(one, tuple) and one[0] == "author"}
    asked = {str(one) for one in found if isinstance(one, str)} | authors
    asked |= {one.until for one in workflow.deadlines if one.until is not None}
    return asked | {name for event in workflow.events.values() for name in event.not_by}
