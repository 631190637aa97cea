"""
Make a workflow out of its shape: every name resolved, every condition read, every wildcard written out.

Problems go to `Findings`; what comes back is whole only if there are none.

Stands on: the `linking_…` files, one for each part of a file.   Knows nothing of: YAML, where files are kept.
"""

from typing import Literal

from attrs import evolve

from rjflow.definition.model import Workflow
from rjflow.frozen import FrozenMap, frozen, frozen_map
from rjflow.reader.checking import check_names, check_whole
from rjflow.reader.files import WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.happenings import Linked
from rjflow.reader.kinds_of_state import misspelt_kinds
from rjflow.reader.linking_conditions import Context, said, vocabulary
from rjflow.reader.linking_events import link_deadlines, link_event
from rjflow.reader.linking_evidence import link_evidence, link_gate
from rjflow.reader.linking_migrations import link_migrations
from rjflow.reader.linking_papers import link_papers, papers_in, registers_in
from rjflow.reader.linking_people import link_calendar, link_kind, link_notice, link_role, link_source
from rjflow.reader.linking_satisfied import Satisfied, link_exemptions, link_promises
from rjflow.reader.linking_scheme import ask_scheme, link_scheme, scheme_vocabulary
from rjflow.reader.linking_states import link_state
from rjflow.reader.meanings import meanings_of, scheme_ready
from rjflow.reader.naming import names_of
from rjflow.reader.safeguard_shapes import SafeguardShape
from rjflow.reader.shapes import items_of
from rjflow.reader.written import Listing


@frozen
class Surroundings:
    """The other files a workflow speaks of, already read: safeguard files, and its scheme."""

    satisfied: tuple[Satisfied, ...] = ()
    scheme: Workflow | None = None


def link(shape: WorkflowShape, around: Surroundings, findings: Findings) -> Workflow:
    """
    Make a workflow; every problem of meaning goes to *findings*.
    """
    names = names_of(shape, findings)
    link_to = link_scheme(shape, around.scheme, findings)
    scheme_words = scheme_vocabulary(around.scheme) if around.scheme else None
    safeguards = (one for listing in _safeguards(shape, around) for one in items_of(listing))
    words = vocabulary(shape, names, scheme_words)
    words = evolve(words, kinds=(*words.kinds, *misspelt_kinds(shape, safeguards, findings)))
    context = Context(shape, names, words, findings)
    check_names(shape, names, findings)
    workflow = link_papers(context, _own_parts(context), around.scheme)
    meanings = meanings_of(workflow, names.groups, scheme_ready(link_to.needs if link_to else ()))
    papers, registers = papers_in(workflow), registers_in(shape, workflow, around.scheme)
    linked = Linked(names, context.words, meanings, workflow.states, workflow.events, papers, registers)
    promises = link_promises(shape, around.satisfied, linked, findings)
    whole = evolve(
        workflow,
        scheme=link_to,
        events=ask_scheme(workflow, link_to),
        safeguards=promises.kept,
        unasked=promises.unasked,
        exemptions=link_exemptions(shape, promises, findings),
        sources=FrozenMap({**workflow.sources, **promises.cited}),
    )
    check_whole(shape, whole, findings)
    return whole


# ----------------------------------------------------------------------------------------------------------------------


def _safeguards(shape: WorkflowShape, around: Surroundings) -> list[Listing[SafeguardShape] | None]:
    return [*(file.shape.safeguards for file in around.satisfied), shape.safeguards]


def _own_parts(context: Context) -> Workflow:
    """
    Link everything that the file says by itself.
    """
    shape = context.shape
    states = frozen_map((name.value, link_state(context, name, one)) for name, one in shape.states or ())
    return Workflow(
        name=shape.workflow.value if shape.workflow else "",
        version=shape.version.value if shape.version else 0,
        title=said(shape.title) or "",
        subject=_subject(shape),
        time_zone=shape.time_zone.value if shape.time_zone else "UTC",
        satisfies=tuple(text.value for text in items_of(shape.satisfies)),
        start=next((name for name, state in states.items() if state.start), ""),
        states=states,
        sources=frozen_map((name.value, link_source(name, one)) for name, one in shape.sources or ()),
        roles=frozen_map((name.value, link_role(context, name, one)) for name, one in shape.roles or ()),
        people=frozen_map((name.value, link_kind(context, name, one)) for name, one in shape.people or ()),
        notices=frozen_map((name.value, link_notice(context, name, one)) for name, one in shape.notices or ()),
        evidence=frozen_map((name.value, link_evidence(context, name, one)) for name, one in shape.evidence or ()),
        gates=frozen_map((name.value, link_gate(context, name, one)) for name, one in shape.gates or ()),
        events=frozen_map((name.value, link_event(context, name, one)) for name, one in shape.events or ()),
        calendars=frozen_map((name.value, link_calendar(name, one)) for name, one in shape.calendars or ()),
        deadlines=link_deadlines(context),
        reads="logged" if shape.reads else None,
        migrations=link_migrations(context),
        span=shape.span,
    )


def _subject(shape: WorkflowShape) -> Literal["case", "scheme"]:
    return "scheme" if shape.subject and shape.subject.value == "scheme" else "case"
