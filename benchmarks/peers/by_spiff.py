"""SpiffWorkflow: a user task and an exclusive gateway for each state, in BPMN."""

from xml.sax.saxutils import quoteattr

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from peers.workload import FINAL, START, STATES, TRANSITIONS, Facts, Row, Transition

NAME = "SpiffWorkflow, BPMN"
DISTRIBUTION = "SpiffWorkflow"
ROUNDS = 5
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def flow(name: str, source: str, target: str, condition: str = "") -> str:
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def condition_of(one: Transition) -> str:
    gate = "".join(f" and facts.get({fact!r}) in {values!r}" for fact, values in one.gate)
    return f"event == {one.event!r}{gate}"


def _bpmn() -> str:
    parts = ['<startEvent id="begin"><outgoing>first</outgoing></startEvent>', flow("first", "begin", START)]
    for name in STATES:
        if name in FINAL:
            parts.append(f'<endEvent id="{name}"/>')
            continue
        parts.append(f'<userTask id="{name}" name={quoteattr(name)}/>')
        parts.append(f'<exclusiveGateway id="choice-{name}" default="stay-{name}"/>')
        parts += [flow(f"leave-{name}", name, f"choice-{name}"), flow(f"stay-{name}", f"choice-{name}", name)]
    for place, one in enumerate(TRANSITIONS):
        parts.append(flow(f"flow{place}", f"choice-{one.source}", one.target, condition_of(one)))
    return f'<definitions xmlns="{BPMN}" id="d"><process id="w" isExecutable="true">{"".join(parts)}</process></definitions>'


def _spec():
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(_bpmn()), filename="w.bpmn")
    return parser.get_spec("w")


SPEC = _spec()


class Case:
    def __init__(self) -> None:
        self.facts: Facts = {}
        self.history: list[Row] = []
        self.workflow = BpmnWorkflow(SPEC)
        self.workflow.do_engine_steps()


def new() -> Case:
    return Case()


def fire(case: Case, event: str, facts: Facts, at: int) -> bool:
    before = state(case)
    task = case.workflow.get_next_task(state=TaskState.READY, manual=True)
    task.data.update(event=event, facts=case.facts)
    task.run()
    case.workflow.do_engine_steps()
    after = state(case)
    if (event, before) != ("note-interest", "contacting") and after == before:
        return False
    case.facts = {**case.facts, **facts}
    case.history.append((at, event, before, after, facts))
    return True


def state(case: Case) -> str:
    task = case.workflow.get_next_task(state=TaskState.READY, manual=True)
    if task is not None:
        return task.task_spec.name
    return next(one.task_spec.name for one in case.workflow.get_tasks() if one.task_spec.name in FINAL)


def history(case: Case) -> int:
    return len(case.history)
