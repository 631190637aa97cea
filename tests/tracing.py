"""
The traceability pages: each invariant and gate of practice, what carries it, what proves it, and which story shows it.

The map is docs/reference/invariants.yaml. What it names is looked up in the shipped programmes, so that the pages can name nothing
that is not there.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen
from ruamel.yaml import YAML
from tests.programmes import programme
from tests.showing import points

from rjflow.definition.model import Workflow
from rjflow.scenarios.model import Scenario, ScenarioFile
from rjflow.scenarios.reading import read_scenarios
from rjflow.shipped import folder

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "traceability.md"
PROGRAMMES = ("ew-post-sentence", "pre-sentence-court", "nz-pre-sentence", "sexual-harm", "police-out-of-court")
KEYS = {"says", "safeguards", "lines", "stories", "built-in", "by-shape", "not-kept", "elsewhere"}
REASONS = {"built-in": "built in", "by-shape": "by its shape", "not-kept": "not kept"}


@frozen
class Entry:
    """One invariant, or one item of a gate: what it asks, and the names that keep it."""

    part: str
    id: str
    says: str
    safeguards: tuple[str, ...]
    lines: tuple[str, ...]
    stories: tuple[str, ...]
    reasons: dict[str, str]
    elsewhere: dict[str, str]

    @property
    def called(self) -> str:
        """What tells the two F lists apart."""
        return self.id if self.part == "invariants" else f"gate {self.id}"


@frozen
class Trace:
    """
    What keeps one entry in one programme, as links; the scenarios that show it; and why nothing proves it, where nothing does.
    """

    entry: Entry
    carried: tuple[str, ...]
    proved: tuple[str, ...]
    shown: tuple[str, ...]
    reasons: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """
    Read the map.
    """
    written = YAML(typ="safe").load((ROOT / "docs" / "reference" / "invariants.yaml").read_text("utf-8"))
    for part in written.values():
        for one in part.values():
            assert set(one) <= KEYS, f"a comma split a text, or a key is unknown: {one}"
    return tuple(
        Entry(
            part,
            id,
            one["says"],
            *(tuple(one.get(key, ())) for key in ("safeguards", "lines", "stories")),
            {words: one[key] for key, words in REASONS.items() if key in one},
            one.get("elsewhere", {}),
        )
        for part in ("invariants", "gates")
        for id, one in written[part].items()
    )


@cache
def told(name: str) -> dict[str, tuple[ScenarioFile, Scenario]]:
    """
    Give all the scenarios of a programme by their names, each with its file; no two files use one name.
    """
    paths = sorted(folder().glob(f"{name}.*scenarios.yaml"))
    files = [read_scenarios(path.read_bytes(), name=path.name, folder=folder()) for path in paths]
    found = {one.name: (file, one) for file in files for one in file.scenarios}
    assert len(found) == sum(len(file.scenarios) for file in files), f"two scenarios of {name} are called the same"
    return found


@cache
def about(name: str, story: str) -> frozenset[str]:
    """
    Act a scenario of a programme out, and give what it is about.
    """
    return points(*told(name)[story])


def things(workflow: Workflow) -> dict[str, object]:
    """
    Give everything with a name that can carry an invariant.
    """
    return {
        **({"kept": workflow.kept[0]} if workflow.kept else {}),
        **({"scheme": workflow.scheme} if workflow.scheme else {}),
        **workflow.people,
        **workflow.states,
        **workflow.notices,
        **workflow.forms,
        **workflow.exports,
        **workflow.events,
        **workflow.gates,
        **workflow.evidence,
    }


def traced(name: str) -> Iterator[Trace]:
    """
    Look every entry of the map up in one programme.
    """
    workflow = programme(name)
    safeguards = {one.id: one for one in workflow.safeguards}
    able = things(workflow)
    for entry in entries():
        here = () if name in entry.elsewhere else entry.safeguards
        proved = tuple(_link(id, safeguards[id]) for id in here if id in safeguards)
        carried = tuple(_link(one, able[one]) for one in entry.lines if one in able)
        named = () if name in entry.elsewhere else entry.stories
        shown = tuple(story for story in told(name) if any(begins(story, with_) for with_ in named))
        reasons = tuple(f"{words}: {why}" for words, why in entry.reasons.items())
        if name in entry.elsewhere:
            reasons = (entry.elsewhere[name],)
        yield Trace(entry, carried, proved, shown, reasons)


def begins(story: str, with_: str) -> bool:
    """
    Tell whether a scenario is one that the map names: a number is the whole first word of it, other words are its beginning.
    """
    return story.startswith(f"{with_} " if with_.isdigit() else with_)


def pages() -> dict[Path, str]:
    """
    Write the page of each programme, and the one that leads to them.
    """
    texts = {PAGE: _overview(), **{PAGE.with_suffix("") / f"{name}.md": _about(name) for name in PROGRAMMES}}
    return {path: "\n".join(lines) + "\n" for path, lines in texts.items()}


# ----------------------------------------------------------------------------------------------------------------------


def _link(name: str, thing: object) -> str:
    span = thing.span  # type: ignore[attr-defined]  # whatever a file names has one
    path = Path(span.source.name)
    where = path.relative_to(folder()) if path.is_absolute() else Path("safeguards") / path.name
    return f"[{name}](../../../workflows/{where.as_posix()}#L{span.line})"


def _overview() -> Iterator[str]:
    yield "# Traceability"
    yield ""
    yield "Each of the 71 invariants of practice, and each item of its gates A to F: the lines of a programme that carry it, the safeguard"
    yield "that proves it, and the scenario that shows it; and what no safeguard proves, or no scenario shows, with the reason. A scenario"
    yield "is named only where what carries the entry is what the scenario is about: a test acts it out and looks. One page for each programme,"
    yield "generated from [invariants.yaml](invariants.yaml) and from the programmes themselves by `make accept`; a test keeps them up to date."
    yield ""
    yield "| programme | invariants a safeguard proves | invariants with a reason instead | gate items proved | with a reason instead | shown by a scenario | with a reason instead |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name in PROGRAMMES:
        counts = [
            sum(bool(one.proved) is proved for one in traced(name) if one.entry.part == part)
            for part in ("invariants", "gates")
            for proved in (True, False)
        ]
        counts += [sum(bool(one.shown) is shown for one in traced(name)) for shown in (True, False)]
        yield f"| [{name}](traceability/{name}.md) | {' | '.join(map(str, counts))} |"


def _about(name: str) -> Iterator[str]:
    traces = list(traced(name))
    yield f"# Traceability: {name}"
    yield ""
    yield f"{programme(name).title}. Generated; see [the overview](../traceability.md)."
    yield ""
    yield "## What a safeguard proves"
    yield ""
    yield "| asked | | carried by | proved by | shown by scenario |"
    yield "|---|---|---|---|---|"
    for one in traces:
        if one.proved:
            cells = ", ".join(one.carried), ", ".join(one.proved), "; ".join(one.shown)
            yield f"| {one.entry.called} | {one.entry.says} | {' | '.join(cells)} |"
    yield ""
    yield "## What no safeguard proves, and why"
    yield ""
    yield "| asked | | why | carried by | shown by scenario |"
    yield "|---|---|---|---|---|"
    for one in traces:
        if not one.proved:
            cells = "; ".join(one.reasons), ", ".join(one.carried), "; ".join(one.shown) or "none, for the same reason"
            yield f"| {one.entry.called} | {one.entry.says} | {' | '.join(cells)} |"
