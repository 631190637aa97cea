"""
What is left of the forms of a case that ended, as its workflow says in `kept`.

Stands on: `definition`, `situation`.   Knows nothing of: what is written in forms, where it is kept.
"""

from collections.abc import Iterable, Iterator

from rjflow.definition.model import Workflow
from rjflow.instants import Instant
from rjflow.rules.situation import Situation


def left_over(workflow: Workflow, situation: Situation, now: Instant) -> frozenset[str] | None:
    """
    Give what is kept of the forms of a case by now, as `FORM.FIELD`; nothing where all of it is.
    """
    if not workflow.states[situation.state].final:
        return None
    due = [
        spelled_out(workflow, one.only)
        for one in workflow.kept
        if situation.since + one.after <= now and (not one.reasons or situation.reason in one.reasons)
    ]
    return frozenset.intersection(*due) if due else None


def spelled_out(workflow: Workflow, names: Iterable[str]) -> frozenset[str]:
    """
    Give forms and fields as fields alone.
    """
    return frozenset(field for name in names for field in _fields(workflow, name))


# ----------------------------------------------------------------------------------------------------------------------


def _fields(workflow: Workflow, name: str) -> Iterator[str]:
    """
    Spell a whole form out as its fields.
    """
    if name in workflow.forms:
        yield from (f"{name}.{field}" for field in workflow.forms[name].fields)
    else:
        yield name
