"""
Compare two workflows: what a case can do under one and not under the other, and which safeguards are kept by which.

Stands on: `differing`, `influence`, `verifying`.   Knows nothing of: text, engines.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from rjflow.definition.difference import Difference, difference
from rjflow.definition.fingerprint import plain
from rjflow.definition.lookup import groups
from rjflow.definition.model import CLOCK, Workflow
from rjflow.definition.renaming import renamed, renaming_between
from rjflow.definition.safeguards import ReadOff, Safeguard
from rjflow.verifier.comparison import Comparison, Judged
from rjflow.verifier.differing import possibilities
from rjflow.verifier.influence import influenced, speaks_of
from rjflow.verifier.judging import is_large
from rjflow.verifier.overlapping import overlaps
from rjflow.verifier.sharing import shared
from rjflow.verifier.verdict import Overlap, Verdict
from rjflow.verifier.verifying import judge_one


def compare(
    old: Workflow,
    new: Workflow,
    *,
    today: date | None = None,
    progress: Callable[[str], None] = lambda _: None,
    workers: int = 1,
) -> Comparison:
    """
    Find everything in which two workflows differ, for those who decide whether the difference is wanted.

    Guarantees: what is said to be possible under one and not under the other has a story that `decide` allows step by step under the
    one; a safeguard is said to be kept only after a complete search. What could not be answered is said to be so.

    Args:
        old: The workflow as it was, or an overlay's base. It is not changed.
        new: The workflow as it is now, or the overlay. It is not changed. What its migration only calls otherwise is no difference.
        today: The date by which exemptions are judged; without it none is in force.
        progress: Told of what is being looked for.
        workers: How many processes may share the work where a workflow is large; the comparison is the same.

    Not seen:
        Cases that run under *old* already; what would become of them is told from the definitions. What the stories rest on is what
        `verifier.judging.judge` sees.
    """
    before = renamed(old, renaming_between(old, new))
    found = difference(before, new, written=old)
    if not found.changes:
        return Comparison(old=old, new=new, difference=found)
    parts: list[Callable[[], tuple[Any, ...]]] = [
        lambda: possibilities(before, new, progress),
        lambda: possibilities(new, before, progress),
        lambda: tuple(_judged(before, new, found, today, progress)),
    ]
    large = is_large(old) or is_large(new)
    newly, no_longer, judged = shared(lambda part: part(), parts, workers if large else 1)
    return Comparison(
        old=old, new=new, difference=found, before=before, newly=newly, no_longer=no_longer, judged=judged,
        ambiguous=_ambiguous(before, new, found),
    )  # fmt: skip


# ----------------------------------------------------------------------------------------------------------------------


def _judged(
    old: Workflow, new: Workflow, found: Difference, today: date | None, progress: Callable[[str], None]
) -> Iterator[Judged]:
    """
    Judge in both workflows each safeguard that the difference can influence; what both are kept by is told all the same.
    """
    before = {one.id: one for one in old.safeguards}
    after = {one.id: one for one in new.safeguards}
    touched = influenced(old, new, found) if found.changes_steps else frozenset[str]()
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        asked = now or was
        assert asked is not None, "it is in one of the two"
        same = was is not None and now is not None and plain(was.form) == plain(now.form)
        is_read = isinstance(asked.form, ReadOff)  # who may see or do something is no move of a case
        if same and not is_read and touched is not None and (not touched or not speaks_of(new, asked.form, touched)):
            continue
        progress(f"judging {name}")
        both = Judged(
            safeguard=asked,
            old=_verdict(old, was or asked, today),
            new=_verdict(new, asked, today),
            asked_by_old=was is not None,
            asked_by_new=now is not None,
        )
        if not (same and is_read) or both.is_worse or both.is_better:
            yield both


def _verdict(workflow: Workflow, safeguard: Safeguard, today: date | None) -> Verdict | None:
    """
    Judge a safeguard by a workflow, whether or not it asks for it; nothing where it does not know all that is spoken of.
    """
    if safeguard in workflow.safeguards or _knows(workflow, safeguard):
        return judge_one(workflow, safeguard, today)
    return None


def _knows(workflow: Workflow, safeguard: Safeguard) -> bool:
    """
    Tell whether a workflow has everything that a safeguard speaks of.
    """
    sections = (workflow.evidence, workflow.events, workflow.states, workflow.notices, workflow.gates, workflow.roles)
    known = {name for section in sections for name in section} | {
        *groups(workflow),
        *workflow.forms,
        *(f"{form.name}.{field}" for form in workflow.forms.values() for field in form.fields),
        CLOCK,
        "roles",
        "harmed",
        "responsible",
    }
    return all(name in known for name in _names(plain(safeguard.form)))


def _names(thing: Any) -> Iterator[str]:
    """
    Give every name that a piece of a safeguard, in plain form, speaks of.
    """
    if isinstance(thing, list):
        for part in thing:
            yield from _names(part)
        return
    if not isinstance(thing, dict):
        return
    for field, value in thing.items():
        if isinstance(value, str) and field in ("evidence", "gate", "state", "held_from", "group", "by"):
            yield value
        elif field in ("first", "second", "events", "using", "roles", "evidence", "doings", "actors"):
            yield from (one for one in ([value] if isinstance(value, str) else value))
        elif (thing["is"] == "Happening" and field == "name" and thing["kind"] != "step") or (
            thing["is"] == "Step" and field == "name" and thing["what"] in ("state", "contacts")
        ):
            yield value
        else:
            yield from _names(value)


def _ambiguous(old: Workflow, new: Workflow, found: Difference) -> tuple[Overlap, ...]:
    """
    Give the events that can go two ways at once, and could not before.
    """
    if not found.changes_steps:
        return ()
    ambiguous = overlaps(new)
    known = {(one.event, one.state) for one in overlaps(old)} if ambiguous else set[tuple[str, str]]()
    return tuple(one for one in ambiguous if (one.event, one.state) not in known)
