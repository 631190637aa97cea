"""
Find events that must always be open to people, and that something they may have done themselves keeps them from.

Whether a way is open is proved for whoever acts for somebody by the host's word, and did nothing yet. Most people act for themselves all the
time, so where what they did would be held against them, the proof would say more than is so.

Stands on: `definition`.   Knows nothing of: files.
"""

from collections.abc import Iterator

from rjflow.definition.lookup import in_group, kinds_in
from rjflow.definition.model import Event, Kind, Workflow
from rjflow.definition.safeguards import AlwaysOpen
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic


def shut_out(workflow: Workflow) -> Iterator[Diagnostic]:
    """
    Give, for each safeguard that asks it, the first of its events, where each of them keeps people from it by what they did.
    """
    excepted = {one.safeguard for one in workflow.exemptions}
    seen = set[tuple[str, str]]()
    for safeguard in workflow.safeguards:
        form = safeguard.form
        if not isinstance(form, AlwaysOpen) or form.by is None or safeguard.id in excepted:
            continue
        for kind in kinds_in(workflow, form.by):
            events = [workflow.events[name] for name in form.events]
            mine = [one for one in events if any(in_group(kind, name) for name in one.by)]
            held = [(one, other) for one in mine for other in _theirs(workflow, one, kind)]
            if held and len({one.name for one, _ in held}) == len(mine) and held[0][0].span is not None:
                event, other = held[0]
                if (event.name, other) not in seen:
                    seen.add((event.name, other))
                    yield _told(event, other, kind, safeguard.id)


# ----------------------------------------------------------------------------------------------------------------------


def _theirs(workflow: Workflow, event: Event, kind: Kind) -> Iterator[str]:
    """
    Give what keeps whoever did it from an event, and people of a kind may do.
    """
    for other in event.not_by:
        by = workflow.events[other].by if other in workflow.events else workflow.evidence[other].recorded_by
        if other in workflow.evidence:
            by = (*by, *(name for one in workflow.events.values() if other in one.records for name in one.by))
        if any(in_group(kind, name) for name in by):
            yield other


def _told(event: Event, other: str, kind: Kind, safeguard: str) -> Diagnostic:
    assert event.span is not None, "asked only then"
    note = (
        f"`{safeguard}` asks that it is always open to every `{kind.name}`, and a `{kind.name}` may have done `{other}`"
    )
    help_ = f"take `{other}` out of `not-by`, or let no `{kind.name}` do it"
    return problem(
        "RJ352", event.span, label="not always open", notes=(note,), help=help_, word=event.name, other=other
    )
