"""
Tell what an audit found: for people, and for programs.

Stands on: `auditing`, `layout`.   Knows nothing of: stores.
"""

import json
from typing import Any

from rjflow.auditing import Audit, Flaw
from rjflow.engine.replaying import REASONS
from rjflow.instants import moment
from rjflow.report.layout import as_json, paragraphs, wrapped
from rjflow.store.rows_beside import ReadRow
from rjflow.text import counted

FORMAT = 1


def audit_text(audit: Audit) -> str:
    """
    Tell what was looked at, and everything that is not what was stored.
    """
    seen = f"{counted(audit.cases, 'case')} with {counted(audit.entries, 'entry', 'entries')}"
    if audit.erased:
        seen += f"; what was told about {counted(audit.erased, 'person')} was erased"
    if not audit.flaws:
        return wrapped(f"intact: {seen}; every decision was derived anew", hanging=8)
    told = "\n".join(wrapped(f"- {flaw_sentence(flaw)}", indent=2, hanging=2) for flaw in audit.flaws)
    things = counted(len(audit.flaws), "thing is", "things are")
    return paragraphs(wrapped(f"not intact: {things} not what was stored, in {seen}", hanging=12), told)


def audit_json(audit: Audit) -> str:
    """
    Give the same as JSON, with a version of its form.
    """
    flaws: list[dict[str, Any]] = [
        {
            "what": one.what,
            "case": one.case,
            "number": one.number,
            "why": one.why,
            "name": one.name,
            "text": flaw_sentence(one),
        }
        for one in audit.flaws
    ]
    seen = {"cases": audit.cases, "entries": audit.entries, "erased": audit.erased}
    told = {"format": FORMAT, "intact": not flaws, **seen, "flaws": flaws}
    return as_json(told)


def read_line(row: ReadRow) -> str:
    """
    Give one line of the log of reads as JSON.
    """
    told = {"number": row.number, "case": row.case, "at": moment(row.at, "UTC").isoformat(), "actor": row.actor}
    more = {"what": row.what, "person": row.person, "allowed": bool(row.allowed)}
    return json.dumps({**told, **more}, ensure_ascii=False)


def flaw_sentence(flaw: Flaw) -> str:
    """
    Say one thing that is not what was stored.
    """
    match flaw.what:
        case "entry":
            why = REASONS[flaw.why] if flaw.why else ""
            return f"case {flaw.case}, entry {flaw.number}: {why}; what comes after it was not looked at"
        case "row":
            return f"case {flaw.case}: it is kept as something else than its entries come to"
        case "no row":
            return f"case {flaw.case}: the case itself is gone, and something that belongs to it is not"
        case "no entries":
            return f"case {flaw.case}: it has no entries"
        case "due":
            return f"case {flaw.case}: another deadline waits, or none, than its entries come to"
        case "key":
            return f"case {flaw.case}: what is kept of the idempotency key “{flaw.name}” was edited"
        case "message":
            return f"case {flaw.case}: a message about entry {flaw.number} was edited, is gone, or should not be there"
        case "definition":
            return f"the workflow {flaw.name}, was edited"
        case "head":
            return f"case {flaw.case}: entry {flaw.number} is not the one that was exported, or is gone"
        case "keys head" | "messages head":
            things = "idempotency keys" if flaw.what == "keys head" else "messages"
            return f"case {flaw.case}: up to entry {flaw.number} it had other {things} when that was exported"
        case "personal" | "person key" | "wrapping key" | "assigned":
            return f"case {flaw.case}{_of_people(flaw)}"
        case "reads":
            return f"the log of reads: lines of {flaw.name} are gone, or were put in another place"
        case "reads head":
            lines = counted(flaw.number or 0, "line")
            return f"the log of reads: what {flaw.name} read begins otherwise than with the {lines} that were exported"
        case "read":
            return f"case {flaw.case}: line {flaw.number} of the log of reads was edited"
        case "gone":
            return f"case {flaw.case}: it was exported, and nothing of it is left"


# ----------------------------------------------------------------------------------------------------------------------


def _of_people(flaw: Flaw) -> str:
    """
    Say what is wrong with something that is kept of people.
    """
    whose = flaw.name or "what its forms say"
    match flaw.what:
        case "personal" if flaw.name is None:
            return ": a personal value was edited"
        case "personal":
            return f", entry {flaw.number}: what was told as “{flaw.name}” is gone, was edited, or should not be there"
        case "person key":
            return f": the key of {whose} is gone, was edited, or should not be there"
        case "wrapping key":
            return f": the key of {whose} is wrapped with one that is not at hand, or that was edited"
        case _:
            return ": it is kept as given to somebody else than its forms name"
