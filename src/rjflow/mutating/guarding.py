"""
Which safeguards notice that a policy has changed: those that are not kept any more.

Each safeguard is proved once, for the policy as it is. Of a mutant only those proofs are made again that may rest on what has changed,
first with what was tracked before; a safeguard that lost its proof is judged.

Stands on: `verifier`, `definition.difference`.   Knows nothing of: text, scenarios, sentences.
"""

from collections.abc import Callable, Iterator, Sequence

from rjflow.definition.change import Change
from rjflow.definition.fingerprint import plain
from rjflow.definition.lookup import every_condition
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Ends, ReadOff, Safeguard
from rjflow.frozen import frozen
from rjflow.guards.syntax import And, InKind, InState
from rjflow.mutating.sight import is_of_sight
from rjflow.verifier.action import names_in
from rjflow.verifier.bearing import narrowed, still_holds
from rjflow.verifier.frame import Focus
from rjflow.verifier.overlapping import overlaps
from rjflow.verifier.proving import NOTHING, parts_of, patient_proof, proof
from rjflow.verifier.spoken import Watched
from rjflow.verifier.touching import asks_for_ways, seen_by
from rjflow.verifier.verdict import Verdict
from rjflow.verifier.verifying import judge_one

# What no case notices, nor anybody who looks at one: by what names safeguards speak of it, which safeguards there are, who answers.
UNSEEN = ("means", "satisfies", "contact", "contacts")
UNSEEN_SECTIONS = ("safeguards", "exemptions", "name")
_OF_RECORDS = ("voided_by", "window", "needs", "recorded_by", "not_by")


@frozen
class Guarded:
    """A safeguard that is kept, and forms that are all kept exactly when it is, each with what its proof tracked."""

    safeguard: Safeguard
    parts: tuple[tuple[Watched, Focus], ...] = ()


@frozen
class Noticed:
    """A safeguard that notices a change, and whether it is broken; or an event that can go two ways at once."""

    by: str
    is_broken: bool


def guarded(workflow: Workflow, progress: Callable[[str], None] = lambda _: None) -> Iterator[Guarded]:
    """
    Give the safeguards that a policy keeps, with their proofs.
    """
    for safeguard in workflow.safeguards:
        progress(safeguard.id)
        form = safeguard.form
        if isinstance(form, Ends | ReadOff):
            if judge_one(workflow, safeguard).judged == "kept":
                yield Guarded(safeguard)
            continue
        found = [(part, proof(workflow, part)) for part in parts_of(workflow, form)]
        if any(focus is None for _, focus in found):
            found = [(form, patient_proof(workflow, form))]
        parts = tuple((part, narrowed(workflow, part, focus)) for part, focus in found if focus is not None)
        if parts or judge_one(workflow, safeguard).judged == "kept":
            yield Guarded(safeguard, parts)


def blinded(old: Workflow, new: Workflow) -> tuple[str, ...]:
    """
    Give the safeguards that are gone, or speak of something else than they did: by their own words, or because contacts or kinds of state,
    of which they speak, are marked otherwise.
    """
    after = {one.id: plain(one.form) for one in new.safeguards}
    marked = _marks(old) != _marks(new)
    forms = {one.id: plain(one.form) for one in old.safeguards}
    return tuple(id for id, form in forms.items() if after.get(id) != form or (marked and _speaks_of_marks(form)))


def notice(
    old: Workflow,
    new: Workflow,
    changes: Sequence[Change],
    several: Sequence[Guarded],
    *,
    unless: Sequence[str] = (),
) -> Noticed | None:
    """
    Give a safeguard that a policy kept and does not keep any more; nothing where all those that may have noticed still are.

    Args:
        old: The policy as it is.
        new: The policy, changed.
        changes: What differs.
        several: The safeguards, in the order in which they are asked.
        unless: Those that are not asked.
    """
    known = {(one.event, one.state) for one in overlaps(old)}
    if any((one.event, one.state) not in known for one in overlaps(new)):
        return Noticed("two ways at once", is_broken=True)
    now = {one.id: one for one in new.safeguards}
    for one in several:
        safeguard = now.get(one.safeguard.id)
        if safeguard is None or safeguard.id in unless:
            continue
        verdict = _verdict(old, new, changes, one, safeguard)
        if verdict is not None and verdict.judged != "kept":
            return Noticed(safeguard.id, is_broken=verdict.judged == "broken")
    return None


def touched(old: Workflow, changes: Sequence[Change], one: Guarded) -> tuple[tuple[Watched, Focus], ...]:
    """
    Give the parts of a safeguard whose proofs may rest on what has changed.
    """
    return tuple(
        (part, focus) for part, focus in one.parts if any(_may_matter(old, change, part, focus) for change in changes)
    )


def spoken(old: Workflow, change: Change) -> frozenset[object]:
    """
    Give what conditions that differ speak of.
    """
    if change.what not in ("needs", "guard") or change.section not in ("events", "evidence", "states"):
        return frozenset()
    return frozenset(names_in(old, And((*change.lost, *change.gained))))


# ----------------------------------------------------------------------------------------------------------------------


def _verdict(
    old: Workflow, new: Workflow, changes: Sequence[Change], one: Guarded, safeguard: Safeguard
) -> Verdict | None:
    """
    Judge a safeguard that may have noticed; nothing where its proof is seen to stand.
    """
    if isinstance(safeguard.form, Ends | ReadOff) or not one.parts:
        return judge_one(new, safeguard)
    if plain(safeguard.form) != plain(one.safeguard.form):
        return None if proof(new, safeguard.form) is not None else judge_one(new, safeguard)
    if all(still_holds(new, part, focus) for part, focus in touched(old, changes, one)):
        return None
    return judge_one(new, safeguard)


def _may_matter(old: Workflow, change: Change, part: Watched, focus: Focus) -> bool:
    """
    Tell whether a proof that tracked so much may rest on something that has changed.

    What it did not track it took for something that may be anything, at any time.
    """
    if change.section in (*UNSEEN_SECTIONS, "gates", "exports") or change.what in UNSEEN or change.what == "wording":
        return False  # what a gate asks shows where it is asked, and what others are told moves no case
    if is_of_sight(change):
        return False  # safeguards that speak of who sees things are read off anew
    seen = seen_by(focus) if focus != NOTHING else frozenset[object]()
    if asks_for_ways(part):
        return _may_close(change, seen)
    match change.section:
        case "evidence" if change.what in _OF_RECORDS:
            return change.name in seen or ("author", change.name) in seen or bool(spoken(old, change) & seen)
        case "events" if change.what == "needs":
            return _asks(old, change, seen)
        case "states" if change.what == "guard":
            return _asks(old, change, seen)
        case "events" if change.what in ("way", "by"):
            return bool(change.gained)
        case "deadlines":
            return not _is_only_less(change)
        case _:
            return True


def _may_close(change: Change, seen: frozenset[object]) -> bool:
    """
    Tell whether what differs may close a way, for a safeguard that asks for one: of evidence that was not tracked, nothing does.
    """
    is_life = change.section == "evidence" and change.what in ("voided_by", "window", "not_by")
    return not is_life or change.name in seen or ("author", change.name) in seen


def _asks(old: Workflow, change: Change, seen: frozenset[object]) -> bool:
    """
    Tell whether conditions that differ ask for anything that was tracked, or for where a case stands.
    """
    together = And((*change.lost, *change.gained))
    return bool(spoken(old, change) & seen) or any(
        isinstance(part, InState | InKind) for part in every_condition(old, together)
    )


def _marks(workflow: Workflow) -> object:
    """
    Give what is marked as a contact, and the kinds of states.
    """
    events = [(one.name, one.contact, one.contacts) for one in workflow.events.values() if one.contact or one.contacts]
    return events, [(one.name, one.kind) for one in workflow.states.values() if one.kind]


def _speaks_of_marks(form: object) -> bool:
    """
    Tell whether a safeguard, as plain data, speaks of contacts or of a kind of state. One that says what must count is read off the marks.
    """
    if isinstance(form, dict) and form.get("is") == "Counted":
        return False
    if isinstance(form, dict):
        here = form.get("is") == "InKind" or (
            form.get("is") == "Step" and form["what"] in ("contact", "contacts", "kind")
        )
        return here or any(map(_speaks_of_marks, form.values()))
    return isinstance(form, list) and any(map(_speaks_of_marks, form))


def _is_only_less(change: Change) -> bool:
    """
    Tell whether the clock does less than it did, and nothing at another time.
    """
    if change.what == "itself":
        return not change.gained
    return change.what == "states" and not change.gained
