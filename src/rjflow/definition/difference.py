"""
What two definitions differ in, piece by piece, and whether each difference makes the workflow weaker or stricter.

Pieces are matched by name. What a group of requirements asks is compared in one form, so that a condition that moved into a gate, or
stands elsewhere in a list, is no difference. Every field that the fingerprint covers is compared; what no rule of `strength` speaks
of is told as changed, so nothing is passed over.

Stands on: `model`, `fingerprint`, `strength`, `ways`.   Knows nothing of: running cases, sentences.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from attrs import evolve, fields, has

from rjflow.definition.change import Change
from rjflow.definition.fingerprint import TOLD, plain
from rjflow.definition.model import Deadline, Workflow
from rjflow.definition.papers import Kept
from rjflow.definition.strength import RULES, compared, crossing, presence
from rjflow.definition.ways import ways_changed
from rjflow.frozen import frozen
from rjflow.guards.syntax import GateHolds
from rjflow.sources.span import Span

_NAMED = (
    "roles",
    "people",
    "notices",
    "evidence",
    "gates",
    "states",
    "events",
    "calendars",
    "forms",
    "exports",
    "registers",
)
_APART = (*_NAMED, "deadlines", "kept", "migrations", "safeguards", "exemptions", "scheme", "sources")


@frozen(kw_only=True)
class Difference:
    """Everything that differs between two definitions, the scheme's own differences included."""

    changes: tuple[Change, ...] = ()

    @property
    def weaker(self) -> tuple[Change, ...]:
        """The changes that make the newer definition weaker."""
        return tuple(one for one in self.changes if one.direction == "weaker")

    @property
    def changes_behaviour(self) -> bool:
        """Whether anything differs that a case could notice: more than wording, safeguards, and who answers for them."""
        return bool(self._noticed - {"safeguards", "exemptions", "name"})

    @property
    def changes_steps(self) -> bool:
        """Whether a case that is opened under the newer definition could notice anything: more than how others come over to it."""
        return bool(self._noticed - {"safeguards", "exemptions", "name", "migrations"})

    @property
    def _noticed(self) -> set[str]:
        return {one.section for one in self.changes if one.direction != "same"}


def difference(old: Workflow, new: Workflow, *, written: Workflow | None = None) -> Difference:
    """
    Compare two definitions.

    Guarantees: two with one fingerprint give no changes, two with different ones at least one; and the changes from *new* to *old* are
    those from *old* to *new*, each mirrored.

    Args:
        old: The older one.
        new: The newer one.
        written: The older one as its file is, where *old* is it under other names: it is what migrations speak of.

    Not seen: whether a condition that was dropped could ever have been false. `verifier.comparing` looks for that.
    """
    changes = tuple(_changes(old, new, written or old))
    if not changes and plain(old) != plain(new):
        changes = (Change(section="workflow", what="order", direction="same"),)
    return Difference(changes=changes)


def by_cause(deadlines: tuple[Deadline, ...]) -> dict[str, Deadline]:
    """
    Name deadlines by their event and what they wait for; where there are several, by their order.
    """
    found: dict[str, Deadline] = {}
    for one in deadlines:
        cause = f"{one.event} until {one.until}" if one.until else one.event
        number = 1 + sum(key.partition("#")[0] == cause for key in found)
        found[cause if number == 1 else f"{cause}#{number}"] = one
    return found


# ----------------------------------------------------------------------------------------------------------------------


def _changes(old: Workflow, new: Workflow, written: Workflow) -> Iterator[Change]:
    """
    Give the differences, section by section.
    """
    for section in _NAMED:
        yield from _section(old, new, section, getattr(old, section), getattr(new, section))
    yield from _section(old, new, "deadlines", by_cause(old.deadlines), by_cause(new.deadlines))
    yield from _section(old, new, "kept", *(_by_reasons(workflow) for workflow in (old, new)))
    promised = ({one.id: one for one in workflow.safeguards} for workflow in (old, new))
    yield from _section(old, new, "safeguards", *promised)
    moved = ({f"version {one.version}": one for one in workflow.migrations} for workflow in (old, new))
    for change in _section(old, new, "migrations", *moved):
        crosses = any(crossing(written, new, one) for one in new.migrations if change.name == f"version {one.version}")
        yield evolve(change, direction="weaker") if crosses else change
    excused = ({one.safeguard: one for one in workflow.exemptions} for workflow in (old, new))
    yield from _section(old, new, "exemptions", *excused)
    yield from _scheme(old, new)
    yield from _said_once(old, new)


def _by_reasons(workflow: Workflow) -> dict[str, Kept]:
    """
    Name what is kept by the endings it is about, and the second and third rule about the same ones by their number.
    """
    named: dict[str, Kept] = {}
    for one in workflow.kept:
        about = " or ".join(one.reasons) or "any ending"
        before = sum(one.reasons == other.reasons for other in named.values())
        named[f"{about} ({before + 1})" if before else about] = one
    return named


def _section(
    old: Workflow, new: Workflow, section: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    """
    Give the differences between the things of one section, matched by name.
    """
    differing = _differing_gates(old, new)
    for name in dict.fromkeys((*before, *after)):
        if name in before and before[name] == after.get(name) and _asked_gates(before[name]).isdisjoint(differing):
            continue  # what is equal asks the same, unless it is of a gate that does not
        if name not in after:
            gone, direction = before[name], presence(old, section, before[name], gone=True)
            yield Change(
                section=section, name=name, what="itself", direction=direction, lost=(gone,), old_place=gone.span
            )
        elif name not in before:
            come, direction = after[name], presence(new, section, after[name], gone=False)
            yield Change(
                section=section, name=name, what="itself", direction=direction, gained=(come,), new_place=come.span
            )
        else:
            yield from _thing(old, new, section, name, before[name], after[name])


@lru_cache(maxsize=8)
def _differing_gates(old: Workflow, new: Workflow) -> frozenset[str]:
    """
    Give the gates that differ, and those that ask them.
    """
    found = {name for name in (*old.gates, *new.gates) if old.gates.get(name) != new.gates.get(name)}
    waiting = bool(found)
    while waiting:
        more = {name for name, gate in old.gates.items() if not _asked_gates(gate).isdisjoint(found)}
        waiting = not more <= found
        found |= more
    return frozenset(found)


@lru_cache(maxsize=4096)
def _asked_gates(thing: object) -> frozenset[str]:
    """
    Give the gates that a piece of a definition names, in whatever it asks.
    """
    return frozenset(_gates_in(thing))


def _gates_in(thing: object) -> Iterator[str]:
    if isinstance(thing, GateHolds):
        yield thing.gate
    elif isinstance(thing, Mapping):
        yield from (name for part in thing.values() for name in _gates_in(part))
    elif isinstance(thing, tuple):
        yield from (name for part in thing for name in _gates_in(part))
    elif has(kind := type(thing)):
        yield from (name for one in fields(kind) if one.eq for name in _gates_in(getattr(thing, one.name)))


def _thing(old: Workflow, new: Workflow, section: str, name: str, was: Any, now: Any) -> Iterator[Change]:
    """
    Give the differences between two things of one name: field by field, and, where none tells it, that it is written otherwise.
    """
    found = []
    for field in fields(type(was)):
        if field.eq and field.name not in TOLD:
            rule = RULES.get((type(was).__name__, field.name), compared)
            found += list(rule(old, new, was, now, field.name))
    found += list(ways_changed(old, new, was, now)) if section == "events" else []
    for one in found:
        old_place = _place(one.lost) or one.old_place or was.span
        new_place = _place(one.gained) or one.new_place or now.span
        yield evolve(one, section=section, name=name, old_place=old_place, new_place=new_place)
    if not found and plain(was) != plain(now):
        yield Change(
            section=section, name=name, what="wording", direction="same", lost=(was,), gained=(now,),
            old_place=was.span, new_place=now.span,
        )  # fmt: skip


def _place(pieces: tuple[Any, ...]) -> Span | None:
    """
    Give where the first of some pieces stands that knows.
    """
    return next((span for one in pieces if (span := getattr(one, "span", None)) is not None), None)


def _scheme(old: Workflow, new: Workflow) -> Iterator[Change]:
    """
    Give the differences in the scheme a case workflow works under.
    """
    was, now = old.scheme, new.scheme
    if was is not None and now is not None:
        for one in compared(old, new, was, now, "needs"):
            yield evolve(one, section="scheme", old_place=was.span, new_place=now.span)
        for one in _changes(was.workflow, now.workflow, was.workflow):
            yield evolve(one, section=f"scheme {one.section}")
    elif was is not None:
        yield Change(section="scheme", what="itself", direction="weaker", lost=(was,), old_place=was.span)
    elif now is not None:
        yield Change(section="scheme", what="itself", direction="stricter", gained=(now,), new_place=now.span)


def _said_once(old: Workflow, new: Workflow) -> Iterator[Change]:
    """
    Give the differences in what a workflow says once: its name, where it starts, its time zone.
    """
    for field in fields(Workflow):
        if not field.eq or field.name in TOLD or field.name in _APART:
            continue
        rule = RULES.get(("Workflow", field.name), compared)
        for one in rule(old, new, old, new, field.name):
            section = "name" if field.name in ("name", "version") else "workflow"
            yield evolve(one, section=section, old_place=old.span, new_place=new.span)
