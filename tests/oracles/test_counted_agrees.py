"""
What must count as contact, read off the marks by the verifier and by the checker of certificates, held to cases that are lived through.
"""

from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.effort import always_the_same, examples, slowly
from tests.oracles.every_case import commands, key, openings, passed, step_of
from tests.strategies_verified import bare_workflows

from rjflow.certifying.hiding import never_so
from rjflow.definition.model import BACK, Event, Way, Workflow
from rjflow.definition.safeguards import Counted, Safeguard, Step
from rjflow.frozen import frozen_map
from rjflow.rules.commands import RecordEvidence
from rjflow.rules.deciding import decide
from rjflow.verifier.hiding import seen_in
from rjflow.verifier.marking import uncounted
from rjflow.verifier.verifying import judge_one

MOST = 60  # situations of a case


@st.composite
def counting_workflows(draw: Callable[..., Any]) -> Workflow:
    """
    Give a small workflow with events of one way or two, marked or not, and a safeguard that says what must count.
    """
    workflow = draw(bare_workflows())
    people = tuple(sorted(workflow.people))
    events = {}
    for name, event in workflow.events.items():
        marked = evolve(event, contacts=draw(st.sampled_from(((), people[:1], people))))
        if name != "resume" and draw(st.booleans()):
            more = Way(from_states=("hold",), target=draw(st.sampled_from(("two", "two", "start", BACK))))
            marked = evolve(marked, ways=(*marked.ways, more))
        events[name] = marked
    recorded = {name for event in events.values() for name in event.records}
    evidence = {
        name: evolve(one, recorded_by=()) if name in recorded and draw(st.integers(0, 3)) else one
        for name, one in workflow.evidence.items()
    }
    words = [Step("contact"), Step("contact", "direct"), Step("contact", "direct"), Step("contact", "indirect")]
    words += [Step("contacts", name) for name in people]
    named = [*events, *(sorted(recorded) or ())]
    form = Counted(
        doings=tuple(draw(st.lists(st.sampled_from(named), min_size=1, max_size=2, unique=True))),
        steps=tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True))),
    )
    safeguard = Safeguard(id="A", label="a", form=form, origin="workflow")
    return evolve(workflow, events=frozen_map(events), evidence=frozen_map(evidence), safeguards=(safeguard,))


def done_without(workflow: Workflow, form: Counted) -> set[str]:
    """
    Live cases through, nearest first, and give what was done of what must count that was not such a contact.
    """
    queue = deque(openings(workflow))
    known = {key(workflow, (one, frozenset())) for one in queue}
    found: set[str] = set()
    while queue:
        situation = queue.popleft()
        for command in commands(workflow, situation):
            decision = decide(workflow, situation, command)
            if not decision.allowed:
                continue
            if isinstance(command, RecordEvidence) and command.given.evidence in form.doings:
                found.add(command.given.evidence)
            for event, state in passed(decision):
                done = {event, *workflow.events[event].records} if event else set[str]()
                if event and done & {*form.doings}:
                    found |= set() if all(step_of(workflow, one, event, state) for one in form.steps) else {event}
            seen = key(workflow, (decision.after, frozenset()))
            if seen not in known and len(known) < MOST:
                known.add(seen)
                queue.append(decision.after)
    return found


def is_bare(workflow: Workflow, form: Counted, event: Event, state: str) -> bool:
    """
    Tell whether an event out of a state may be no such contact.
    """
    return any(
        not all(step_of(workflow, one, event.name, None if way.target == BACK else way.target) for one in form.steps)
        for way in event.ways
        if state in way.from_states
    )


@slowly(examples(120))
@given(counting_workflows())
def test_what_is_kept_nobody_does_without_contact(workflow: Workflow):
    """
    Where it is kept, no case that is lived through does any of it without such a contact; where it is broken, the story leads to where one could.
    """
    [safeguard] = workflow.safeguards
    form = safeguard.form
    assert isinstance(form, Counted)
    verdict = judge_one(workflow, safeguard)

    if verdict.judged == "kept":
        assert done_without(workflow, form) == set()
    if verdict.story is not None:
        name, last = verdict.story.ending.event or "", verdict.story.last
        assert seen_in(workflow, form, last) is not None
        assert name in form.doings or {*form.doings} & {*workflow.events[name].records}
        assert name in workflow.evidence or is_bare(workflow, form, workflow.events[name], last.state)


@given(counting_workflows())
def test_the_checker_of_certificates_reads_the_same(workflow: Workflow):
    """
    What the checker of certificates has to have proved is what the verifier looks for, worked out by each for itself.
    """
    form = workflow.safeguards[0].form
    assert isinstance(form, Counted)

    assert {one.condition for one in never_so(workflow, form)} == {where for _, where in uncounted(workflow, form)}


def test_the_generator_counts_and_does_not():
    """
    Kept ones and broken ones, and ones that cases were seen to break, are there in fair shares.
    """
    found: Counter[str] = Counter()

    @always_the_same(150)
    @given(counting_workflows())
    def look(workflow: Workflow):
        [safeguard] = workflow.safeguards
        assert isinstance(safeguard.form, Counted)
        found[judge_one(workflow, safeguard).judged] += 1
        found["done"] += bool(done_without(workflow, safeguard.form))
        found["by hand"] += any(name in workflow.evidence for name, _ in uncounted(workflow, safeguard.form))

    look()

    assert found["kept"] > 15
    assert found["broken"] > 60
    assert found["done"] > 40
    assert found["by hand"] > 5
    assert found["unfinished"] < 5
