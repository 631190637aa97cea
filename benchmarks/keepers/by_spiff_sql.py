"""SpiffWorkflow with its serializer, at each event from text and to text, with the same SQL written by hand."""

from peers.by_spiff import SPEC, Case, state
from peers.workload import Facts
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from keepers import by_hand_sql
from keepers.by_hand_sql import prepare  # noqa: F401  # the same tables
from keepers.common import BY, Row, after_text, seal

NAME = "SpiffWorkflow, its serializer, SQL by hand"
DISTRIBUTION = "SpiffWorkflow"

SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())


def moved(row: Row, event: str, given: Facts, at: int):
    if row.seal != seal(row):
        raise ValueError(row.id)
    case = Case()
    if row.revision > 1:
        case.workflow = SERIALIZER.deserialize_json(row.facts)
    known = case.workflow.data.get("known", {})
    before = state(case)
    task = case.workflow.get_next_task(state=TaskState.READY, manual=True)
    task.data.update(event=event, facts={name: value[0] for name, value in known.items()})
    task.run()
    case.workflow.do_engine_steps()
    target = state(case)
    if (event, before) != ("note-interest", "contacting") and target == before:
        return None
    case.workflow.data["known"] = {**known, **{name: [value, BY, at] for name, value in given.items()}}
    return after_text(row, event, target, SERIALIZER.serialize_json(case.workflow), given, at)


def opened(url: str, synchronous: str):
    assert SPEC
    by_hand_sql.moved = moved  # its own process: nobody else is there
    return by_hand_sql.opened(url, synchronous)
