"""
Every check of a workflow as a whole, each only where what it looks at could be read.

Stands on: `circles`, `clashes`, `structure`, `usage`.   Knows nothing of: YAML.
"""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from rjflow.definition.model import Workflow
from rjflow.reader.circles import gate_circles, other_circles
from rjflow.reader.clashes import check_clashes
from rjflow.reader.files import WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.naming import Names
from rjflow.reader.shapes import EventShape
from rjflow.reader.shut_out import shut_out
from rjflow.reader.structure import check_clock, check_reach, check_start
from rjflow.reader.usage import unrecorded, unused
from rjflow.sources.unknown import unknown
from rjflow.text import nearest

_GRAPH = ("RJ112", "RJ220", "RJ301", "RJ305", "RJ311", "RJ320")


def check_names(shape: WorkflowShape, names: Names, findings: Findings) -> None:
    """
    Check what can be known before anything is linked.
    """
    findings.add(*check_clashes(names))
    zone = shape.time_zone
    if zone is not None and not _is_zone(zone.value):
        zones = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
        findings.add(unknown("RJ229", zone.span, zone.value, zones, thing="a time zone"))


def check_whole(shape: WorkflowShape, workflow: Workflow, findings: Findings) -> None:
    """
    Check a workflow as a whole.
    """
    states_read = not shape.unsure("states")
    events_read = "events" not in shape.broken and not any(_is_lost(event) for _, event in shape.events or ())
    if states_read:
        findings.add(*check_start(workflow))
    findings.add(*gate_circles(workflow), *other_circles(workflow))
    if states_read and events_read and not findings.has(*_GRAPH):
        findings.add(*check_reach(workflow))
    if not shape.unsure("deadlines") and not findings.has("RJ221", "RJ225", "RJ324"):
        findings.add(*check_clock(workflow))
    if events_read and not shape.unsure("safeguards"):
        findings.add(*shut_out(workflow))
    _check_use(shape, workflow, findings)


# ----------------------------------------------------------------------------------------------------------------------


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_lost(event: EventShape) -> bool:
    return event.unsure("from", "to", "either")


def _check_use(shape: WorkflowShape, workflow: Workflow, findings: Findings) -> None:
    """
    Report what is never used, unless its name was only spelt wrongly where it is, or stands in something that could not be read.
    """
    missed = findings.missed()
    whole = not findings.unreadable()
    text = shape.span.source.text
    for name, diagnostic in (*unrecorded(workflow), *unused(workflow)):
        elsewhere = len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)) > 1
        misspelt = any(name in nearest(word, [name]) for word in missed)
        if not misspelt and (whole or not elsewhere):
            findings.add(diagnostic)
