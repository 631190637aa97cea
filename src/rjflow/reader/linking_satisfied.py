"""
Link all the safeguards a workflow must keep, and say what it lacks for them.

Stands on: `linking_safeguards`, `definition.model`.   Knows nothing of: where safeguard files are kept.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from attrs import field

from rjflow.definition.model import PARTICIPANT, CitedSource
from rjflow.definition.safeguards import Exemption, Safeguard, Unasked
from rjflow.frozen import frozen
from rjflow.guards.writing import spoken_group
from rjflow.reader.files import SafeguardsShape, WorkflowShape
from rjflow.reader.findings import Findings
from rjflow.reader.happenings import Lack, Linked
from rjflow.reader.linking_people import link_source
from rjflow.reader.linking_safeguards import Demand, link_safeguard
from rjflow.reader.meanings import SCHEME_READY
from rjflow.reader.naming import SIDES
from rjflow.reader.shapes import items_of
from rjflow.reader.written import Text
from rjflow.sources.codes import problem
from rjflow.sources.diagnostic import Diagnostic
from rjflow.sources.unknown import unknown
from rjflow.text import quoted

OWN = "workflow"


@frozen
class Satisfied:
    """A safeguard file that a workflow names, read as far as its shape."""

    text: Text
    shape: SafeguardsShape


@frozen
class Promises:
    """Every safeguard to be kept, those that ask nothing, the sources they cite, and what became of each that was written."""

    kept: tuple[Safeguard, ...]
    unasked: tuple[Unasked, ...]
    cited: dict[str, CitedSource] = field(eq=False)
    demands: tuple[Demand, ...] = field(eq=False)
    written: frozenset[str] = field(eq=False)


def link_promises(shape: WorkflowShape, satisfied: Iterable[Satisfied], linked: Linked, findings: Findings) -> Promises:
    """
    Link the safeguards of every file named under `satisfies`, and the workflow's own, in this order.
    """
    demands: list[Demand] = []
    written = [one.id.value for one in items_of(shape.safeguards) if one.id]
    cited: dict[str, CitedSource] = {}
    for file in satisfied:
        found = _of_file(file, linked, findings, cited)
        findings.add(*_lacking(file, found, linked))
        demands += found
        written += [one.id.value for one in items_of(file.shape.safeguards) if one.id]
    own = [
        demand
        for one in items_of(shape.safeguards)
        if (demand := link_safeguard(one, linked, findings, origin=OWN, cited=_own_source(linked)))
    ]
    demands += own
    _check_ids(demands, findings)
    kept = tuple(safeguard for demand in demands for safeguard in demand.safeguards)
    return Promises(
        kept, tuple(demand.unasked for demand in demands if demand.unasked), cited, tuple(demands), frozenset(written)
    )


def link_exemptions(shape: WorkflowShape, promises: Promises, findings: Findings) -> tuple[Exemption, ...]:
    """
    Link `except`: what is not demanded until a date.
    """
    ids = {demand.id.value: demand for demand in promises.demands}
    seen: set[str] = set()
    exemptions: list[Exemption] = []
    for one in items_of(shape.except_):
        if one.safeguard is None or one.owner is None or one.reason is None or one.until is None:
            continue
        text = one.safeguard
        if text.value in seen:
            help_ = "keep one of the two"
            findings.add(problem("RJ361", text.span, label="excepted before", help=help_, word=text))
        elif text.value not in ids:
            if text.value not in promises.written and not shape.unsure("safeguards", "satisfies"):
                findings.add(unknown("RJ232", text.span, text.value, ids, thing="a safeguard"))
            continue
        seen.add(text.value)
        names = [safeguard.id for safeguard in ids[text.value].safeguards] or [text.value]
        exemptions += [
            Exemption(
                safeguard=name, owner=one.owner.value, reason=one.reason.value, until=one.until.value, span=one.span
            )
            for name in names
        ]
    return tuple(exemptions)


# ----------------------------------------------------------------------------------------------------------------------


def _of_file(file: Satisfied, linked: Linked, findings: Findings, cited: dict[str, CitedSource]) -> list[Demand]:
    """
    Link the safeguards of one file; a source of its own keeps its name unless the workflow uses that for another.
    """
    origin = file.shape.safeguards_file.value if file.shape.safeguards_file else file.text.value
    sources = {name.value: link_source(name, source) for name, source in file.shape.sources or ()}
    taken = {*linked.names.sections["sources"], *cited}

    def cite(text: Text) -> str | None:
        source = sources.get(text.value)
        if source is None:
            findings.add(unknown("RJ227", text.span, text.value, sources, thing="a source", section="sources"))
            return None
        name = f"{origin}/{text.value}" if text.value in taken else text.value
        cited[name] = source
        return name

    shapes = items_of(file.shape.safeguards)
    return [demand for one in shapes if (demand := link_safeguard(one, linked, findings, origin=origin, cited=cite))]


def _own_source(linked: Linked) -> Callable[[Text], str | None]:
    def cite(text: Text) -> str | None:
        return text.value if linked.names.known("sources", text) else None

    return cite


def _lacking(file: Satisfied, demands: Iterable[Demand], linked: Linked) -> Iterable[Diagnostic]:
    """
    Say what the workflow lacks for one file: each meaning once, with every safeguard that needs it.
    """
    needed: dict[tuple[str, str | None], list[tuple[Demand, Lack]]] = {}
    for demand in () if "means" in linked.names.unread else demands:
        for lack in () if demand.unasked and demand.unasked.is_whole else demand.lacking:
            if lack.name == SCHEME_READY and "scheme" in linked.words.unread:
                continue
            needed.setdefault((lack.name, lack.kind), []).append((demand, lack))
    return [_lack(file, needing) for needing in needed.values()]


def _lack(file: Satisfied, needing: Sequence[tuple[Demand, Lack]]) -> Diagnostic:
    """
    Say that one meaning is missing, for whom, and which safeguards need it.
    """
    demands = tuple(dict.fromkeys(demand.id.value for demand, _ in needing))
    demand, lack = needing[0]
    first = demand.safeguards[0].label if demand.safeguards else demand.id.value
    rest = f", and {len(demands) - 4} more" if len(demands) > 4 else ""
    needs = "needs" if len(demands) == 1 else "need"
    notes = (f"{quoted(demands[:4])}{rest} of `{file.text}` {needs} it: {first}",)
    place, label = file.text.span, "asked for by these safeguards"
    side = lack.name.partition(" ")[0]
    if side in (*SIDES, PARTICIPANT):
        help_ = (
            f"write `side: {side}` at a kind of people"
            if side in SIDES
            else "write `takes-part: true` at a kind of people"
        )
        return problem("RJ331", place, label=label, notes=notes, help=help_, group=spoken_group(side))
    if lack.kind is not None:
        help_ = f"write `means: {{{lack.name}: […]}}` at evidence that is about `{lack.kind}` too"
        people = f"`{lack.kind}`"
        return problem("RJ239", place, label=label, notes=notes, help=help_, word=lack.name, people=people)
    help_ = _remedy(lack.name, {lack.wanted for _, lack in needing})
    return problem("RJ235", place, label=label, notes=notes, help=help_, word=lack.name)


def _remedy(name: str, wanted: Collection[str]) -> str:
    """
    Say where the meaning can be given: the narrowest of what the safeguards need.
    """
    if name == SCHEME_READY:
        return "link the scheme with `scheme: {workflow: …, needs: […]}`"
    if name.startswith("kind "):
        return f"write `kind: {name.removeprefix('kind ')}` at the state that is one"
    if "event" in wanted:
        return f"write `means: [{name}]` at the event that does this"
    at_evidence = f"write `means: {{{name}: […]}}` at the evidence that says so"
    return at_evidence if "evidence" in wanted else f"{at_evidence}, or `means: [{name}]` at the event or notice"


def _check_ids(demands: Iterable[Demand], findings: Findings) -> None:
    seen: dict[str, Demand] = {}
    for demand in demands:
        first = seen.setdefault(demand.id.value, demand)
        if first is not demand:
            place = first.id.span
            note = f"the other one stands in {place.source.name}, line {place.line}"
            help_ = "give each its own id"
            label = "the same id again"
            findings.add(problem("RJ360", demand.id.span, label=label, notes=(note,), help=help_, word=demand.id))
