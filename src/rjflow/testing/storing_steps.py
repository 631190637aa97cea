"""
What a store has to keep of a step of the example's case, for the contract that every store is held to.

Stands on: `store.rows`, `engine.example`.   Knows nothing of: stores.
"""

from collections.abc import Sequence

from rjflow.engine.example import DOOR
from rjflow.engine.stepping import Step
from rjflow.store import rows
from rjflow.store.case_rows import case_row
from rjflow.store.rows import Writing


def writing(step: Step, *, key: str | None = None, topics: Sequence[str] = ()) -> Writing:
    """
    Say what has to be stored of a step.
    """
    case, first = step.case, step.entries[0].number
    return Writing(
        expected=first - 1,
        case=case_row(case),
        entries=tuple(rows.entry_row(entry) for entry in step.entries),
        due=rows.due_row(DOOR, case),
        key=None if key is None else rows.key_row(case.id, key, "?", first, case.revision),
        messages=tuple(rows.message_row(case.id, case.revision, place, one, "{}") for place, one in enumerate(topics)),
        definition=rows.definition_row(DOOR) if first == 1 else None,
    )
