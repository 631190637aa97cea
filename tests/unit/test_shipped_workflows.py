"""
The workflows that come with rjflow: those to use are safe, and those to learn from are broken where they say so.
"""

import re
from pathlib import Path

import pytest
from tests.programmes import for_one, programme, proved, read_beside

from rjflow.definition.safeguards import Counted
from rjflow.shipped import folder
from rjflow.verifier.verifying import verify

PROGRAMMES = ["ew-post-sentence", "nz-pre-sentence", "police-out-of-court", "pre-sentence-court", "sexual-harm"]
SAFE = [*PROGRAMMES, "scheme-readiness"]
UNSAFE = sorted((folder() / "unsafe").glob("*.workflow.yaml"))
PROVED = [for_one(one) for one in SAFE]

# The core set of docs/reference/language.md's safeguard file: what every programme is held to.
CORE = "S1 S2 S3 S4 S5 S11 S14 S15 S16 S17 S18 S26 S27 S28 L1 L2 T1 T2 T6 T7 T8 P1".split()

# S28: a file in which anything leaves a final state is not read at all (RJ305).
# S16 and L2 ask about a person's own withdrawal, which `no-way-out-once-ready` shows in words of its own.
NOT_BITTEN = {"S28", "S16", "L2"}


def said_to_break(path: Path) -> list[str]:
    found = re.match(r"# breaks: (\S+)\n(?:# also: (.+)\n)?# mutation: ", path.read_text(encoding="utf-8"))
    assert found is not None, f"{path.name} begins with `# breaks: ID`, perhaps `# also: IDs`, and `# mutation: …`"
    return [found[1], *(found[2] or "").split()]


def is_overlay(path: Path) -> bool:
    return "\nextends: common/small-and-safe.workflow.yaml\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [for_one(f"unsafe/{path.name.removesuffix('.workflow.yaml')}") for path in UNSAFE])
def test_breaks_what_it_says(name: str) -> None:
    """An unsafe workflow breaks the safeguards that its first lines name, and no other, and a story shows how."""
    path = folder() / f"{name}.workflow.yaml"
    said = said_to_break(path)
    judged = [one for one in proved(name).verdicts if is_overlay(path) or one.safeguard.id == said[0]]

    broken = {one.safeguard.id: one for one in judged if one.judged != "kept"}

    assert set(broken) == set(said)
    assert all(verdict.judged == "broken" and verdict.story is not None for verdict in broken.values())


@pytest.mark.parametrize("path", UNSAFE, ids=lambda path: path.name.removesuffix(".workflow.yaml"))
def test_can_be_read_in_a_minute(path: Path) -> None:
    """An unsafe workflow is short, and changes a small safe one or stands by itself; it is named as its file is."""
    workflow = read_beside(path)

    assert len(path.read_text(encoding="utf-8").splitlines()) <= (45 if is_overlay(path) else 90)
    assert path.name == f"{workflow.name}.workflow.yaml"
    assert is_overlay(path) or not workflow.satisfies


def test_at_least_twelve_ways_to_be_unsafe() -> None:
    """There are many small unsafe workflows, and they break many different safeguards."""
    assert len(UNSAFE) >= 12
    assert len({said_to_break(path)[0] for path in UNSAFE}) >= 12


def test_begins_from_a_safe_one() -> None:
    """What the unsafe overlays change keeps all of core before they change it."""
    found = verify(read_beside(folder() / "unsafe" / "common" / "small-and-safe.workflow.yaml"))

    assert {one.judged for one in found.verdicts} == {"kept"}


def test_shows_core_to_bite() -> None:
    """Every core safeguard is broken, as core words it, by some unsafe workflow; but not those nobody can write a breach of."""
    bitten = {id for path in UNSAFE if is_overlay(path) for id in said_to_break(path)}

    assert set(CORE) - bitten == NOT_BITTEN


@pytest.mark.parametrize("name", PROVED)
def test_keeps_everything(name: str) -> None:
    """A workflow to use keeps every safeguard, its own and those of core, and no event of it is ambiguous."""
    found = proved(name)

    assert [(one.safeguard.id, one.judged) for one in found.verdicts if one.judged != "kept"] == []
    assert found.overlaps == ()


@pytest.mark.parametrize("name", PROVED)
def test_says_of_all_its_contacts_that_they_count(name: str) -> None:
    """What an event of a workflow to use is marked as, a safeguard says that it has to be: no mark can be lost unseen."""
    workflow = programme(name)
    forms = [one.form for one in workflow.safeguards if isinstance(one.form, Counted)]
    counted = {(what, step.what, step.name) for form in forms for what in form.doings for step in form.steps}
    marked = [(one, "contact", one.contact) for one in workflow.events.values() if one.contact]
    marked += [(one, "contacts", group) for one in workflow.events.values() for group in one.contacts]

    assert [(one.name, how) for one, what, how in marked if (one.name, what, how) not in counted] == []


@pytest.mark.parametrize("name", PROVED)
def test_has_no_dead_wood(name: str) -> None:
    """Every state of a workflow to use can be reached and left, every event can happen, and no round turns by the clock alone."""
    structure = proved(name).structure

    assert (structure.unreachable, structure.trapped, structure.dead_events, structure.loops) == ((), (), (), ())


def test_all_that_is_shipped_for_use_is_tested() -> None:
    """No workflow lies in the folder that these tests pass over."""
    assert [path.name.removesuffix(".workflow.yaml") for path in sorted(folder().glob("*.workflow.yaml"))] == sorted(
        SAFE
    )


@pytest.mark.parametrize("name", PROGRAMMES)
def test_holds_every_programme_to_core(name: str) -> None:
    """A programme is judged by every core safeguard, none of which is left out because it has no such step."""
    of_core = {one.id for one in programme(name).safeguards if one.origin == "core"}

    assert set(CORE) <= of_core


@pytest.mark.parametrize("name", [one for one in PROGRAMMES if one != "ew-post-sentence"])
def test_promises_something_of_its_own(name: str) -> None:
    """A programme keeps a safeguard file of its own, named as it is, of which nothing is left out."""
    written = (folder() / "safeguards" / f"{name}.safeguards.yaml").read_text(encoding="utf-8")
    ids = re.findall(r"^  - id: (\S+)$", written, flags=re.MULTILINE)

    assert len(ids) >= 10
    assert [
        id for id in ids if not any(one.id == id and one.origin == name for one in programme(name).safeguards)
    ] == []


@pytest.mark.parametrize("name", SAFE)
def test_gives_reasons_for_what_it_asks(name: str) -> None:
    """Every safeguard of a workflow to use says why and by whose word."""
    for one in programme(name).safeguards:
        assert one.because, one.id
        assert one.sources, one.id


@pytest.mark.parametrize("name", SAFE)
def test_cites_every_source_it_lists(name: str) -> None:
    """No source is listed that nothing cites."""
    workflow = programme(name)
    text = (folder() / f"{name}.workflow.yaml").read_text(encoding="utf-8")
    own = re.findall(r"^ {2,4}([a-z0-9-]+):\n {4,6}title:", text, flags=re.MULTILINE)

    assert {source for source in own if len(re.findall(rf"\b{source}\b", text)) < 2} == set()
    assert set(own) <= set(workflow.sources)


@pytest.mark.parametrize("name", SAFE)
def test_says_why_each_window_is_what_it_is(name: str) -> None:
    """No source fixes how long anything stays good, so every window says that it is a choice, and why."""
    lines = (folder() / f"{name}.workflow.yaml").read_text(encoding="utf-8").splitlines()
    path = folder() / f"{name}.workflow.yaml"
    own = [one for one in programme(name).evidence.values() if Path(one.span.source.name).name == path.name]

    windows = [line.strip() for line in lines if re.match(r" {4,6}current-for: ", line)]
    assert len(windows) == len(own)
    assert [line for line in windows if not re.search(r"# policy choice: \w", line)] == []


@pytest.mark.parametrize("name", SAFE)
def test_says_what_each_step_rests_on(name: str) -> None:
    """Every event, notice and piece of evidence of a workflow to use cites a source."""
    workflow = programme(name)
    things = {**workflow.events, **workflow.notices, **workflow.evidence}

    assert [one for one, thing in things.items() if not thing.sources] == []
