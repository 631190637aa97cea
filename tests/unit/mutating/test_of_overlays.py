"""
The mutants of an overlay: each changes a line of its own, none touches its base, and they are judged as those of a whole policy.
"""

from collections.abc import Callable
from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Workflow
from rjflow.mutating.mutant import Mutant
from rjflow.mutating.mutations import mutants_of
from rjflow.mutating.trying import Mutated, Source, try_all
from rjflow.reader.reading import read
from rjflow.reader.rereading import Rereading
from rjflow.reader.yaml_nodes import compose
from rjflow.report.mutants import mutants_json, mutants_text
from rjflow.sources.errors import InvalidWorkflow

FOLDER = Path(__file__).parent / "files"
OVERLAY = FOLDER / "calm-hall.workflow.yaml"
WORKFLOWS = Path(__file__).parents[3] / "workflows"


@cache
def overlay(path: Path = OVERLAY) -> tuple[Workflow, str, tuple[Mutant, ...]]:
    """
    Read an overlay together with its base, and make its mutants.
    """
    text = path.read_text("utf-8")
    composed = compose(text, path.name)
    assert composed.root is not None
    workflow = read(text, name=path.name, folder=path.parent)
    return workflow, text, mutants_of(workflow, composed.root, composed.source)


@cache
def everything() -> Mutated:
    """
    Try every mutant of the overlay.
    """
    files = [Source(one.read_bytes(), one.name, FOLDER) for one in (OVERLAY, FOLDER / "calm-hall.scenarios.yaml")]
    return try_all(files[0], files[1:])


def lines(mutant: Mutant, text: str) -> tuple[list[str], ...]:
    """
    Give the lines that only the overlay has, and those that only the mutant has, without their margins.
    """
    found = list(unified_diff(text.splitlines(), mutant.applied(text).splitlines(), n=0, lineterm=""))[2:]
    return tuple([one[1:].strip() for one in found if one[0] == sign] for sign in "-+")


MADE = [
    ("overlay-undone", "guest", ["people:", "guest: {at-most: 2}"], []),
    ("overlay-undone", "agreement", ["agreement: {current-for: 7 days, voided-by: {add: [interpreter]}}"],
     ["agreement: {current-for: 7 days}"]),
    ("overlay-undone", "risk", ["recorded-by: [keeper]"], []),
    ("overlay-undone", "guest", ["people: [{guest: [leaves]}]"], []),
    ("window-widened", "agreement", ["agreement: {current-for: 7 days, voided-by: {add: [interpreter]}}"],
     ["agreement: {current-for: 14 days, voided-by: {add: [interpreter]}}"]),
    ("condition-dropped", "safe", ["safe: {all: {add: [interpreter is there, thought-over]}}"],
     ["safe: {all: {add: [interpreter is there]}}"]),
    ("and-to-or", "safe", ["safe: {all: {add: [interpreter is there, thought-over]}}"],
     ["safe: {all: {add: [{any: [interpreter is there, thought-over]}]}}"]),
    ("and-to-or", "ready", ["ready: {while: [all-agree, interpreter is there]}"],
     ["ready: {while: [{any: [all-agree, interpreter is there]}]}"]),
    ("reason-added", "called-off", ["- {from: paused, to: over, reason: not-wanted}"],
     ["- {from: paused, to: over, reason: [not-wanted, met]}"]),
    ("everybody-to-somebody", "thought-over",
     ['thought-over: {label: the asker has thought it over, all: ["every asker: thought is sure"]}'],
     ['thought-over: {label: the asker has thought it over, all: ["some asker: thought is sure"]}']),
    ("deadline-later", "lapse", ["- {in: ready, after: 10 days, then: lapse}"],
     ["- {in: ready, after: 20 days, then: lapse}"]),
    ("wrong-role", "interpreter", ["recorded-by: [host]"], ["recorded-by: [host, keeper]"]),
]  # fmt: skip  # one mutant to a line reads best


@pytest.mark.parametrize(("kind", "name", "old", "new"), MADE)
def test_a_mutant_of_an_overlay_changes_just_that(kind, name, old, new):
    """
    There is a mutant of that kind in which these lines of the overlay are others, or gone.
    """
    _, text, several = overlay()

    assert (old, new) in [lines(one, text) for one in several if (one.kind, one.name) == (kind, name)]


@pytest.mark.parametrize("path", [OVERLAY, WORKFLOWS / "sexual-harm.workflow.yaml"], ids=lambda path: path.stem)
def test_only_what_an_overlay_names_is_changed(path):
    """
    Whatever a mutant of an overlay changes is named in the overlay: of the base nothing else comes out otherwise.
    """
    workflow, text, several = overlay(path)
    again = Rereading(text, path.name, path.parent, compose(text, path.name).root)
    for mutant in several[:: 1 if path == OVERLAY else 60]:
        try:
            new = again.read(mutant.applied(text))
        except InvalidWorkflow:
            continue
        for section in ("people", "notices", "evidence", "gates", "states", "events"):
            was, now = getattr(workflow, section), getattr(new, section)
            differ = {name for name in {*was, *now} if was.get(name) != now.get(name)}
            assert all(name in text for name in differ), (mutant, differ)


def test_reading_an_overlay_again_is_reading_it():
    """
    A mutant that is read beside a base that was taken apart before comes to the workflow that it comes to by itself.
    """
    _, text, several = overlay()
    again = Rereading(text, OVERLAY.name, FOLDER, compose(text, OVERLAY.name).root)
    compared = 0
    for mutant in several:
        changed = mutant.applied(text)
        alone = _read(lambda one: read(one, name=OVERLAY.name, folder=FOLDER), changed)
        assert alone == _read(again.read, changed)
        compared += isinstance(alone, str)

    assert compared > 30


def _read(reading: Callable[[str], Workflow], text: str) -> str | list[str]:
    """
    Give the fingerprint of what was read, or the codes of why it could not be.
    """
    try:
        return fingerprint(reading(text))
    except InvalidWorkflow as refused:
        return [one.code for one in refused.diagnostics]


def test_what_is_undone_is_as_the_base_has_it():
    """
    Where what an overlay says of a window is left out, evidence lasts as long as in the base.
    """
    _, text, several = overlay()
    base = read((FOLDER / "hall.workflow.yaml").read_text("utf-8"), name="hall.workflow.yaml", folder=FOLDER)
    [undone] = [one for one in several if (one.kind, one.name, one.was) == ("overlay-undone", "agreement", "7 days")]
    new = read(undone.applied(text), name=OVERLAY.name, folder=FOLDER)

    assert base.evidence["agreement"].window == new.evidence["agreement"].window
    assert base.evidence["agreement"].voided_by != new.evidence["agreement"].voided_by


def test_an_overlay_is_judged_like_a_base():
    """
    A scenario notices that the keeper ends a meeting again, a safeguard that nobody need be sure, and a longer window nobody.
    """
    assert () == everything().failed
    found = {(one.mutant.kind, one.mutant.name): one.outcome for one in everything().tried}

    assert "scenario" == found["overlay-undone", "finish"]
    assert "safeguard" == found["answer-widened", "thought-over"]
    assert "survived" == found["window-widened", "interpreter"]


def test_what_of_the_base_is_left_alone_is_said():
    """
    The report of an overlay names its base, and says that none of its lines were changed.
    """
    told = " ".join(mutants_text(everything()).split())

    assert "Only the overlay's own lines were changed, with the base as it is;" in told
    assert "`rjflow mutate hall.workflow.yaml`" in told
    assert '"base": "hall.workflow.yaml"' in mutants_json(everything())


def test_what_others_are_told_under_an_overlay_is_mutated_too():
    """
    What it adds to an export's conditions and facts is left out, one at a time; and its own words tell more, or ask less.
    """
    own = "change:\n  exports: {ending: {needs: {add: [risk is low, plan is made]}, facts: {add: [reason]}}}\n"
    text = OVERLAY.read_text("utf-8").replace("change:\n", own, 1)
    composed = compose(text, OVERLAY.name)
    assert composed.root is not None
    workflow = read(text, name=OVERLAY.name, folder=FOLDER)
    several = [one for one in mutants_of(workflow, composed.root, composed.source) if one.name == "ending"]
    found = [(one.kind, *lines(one, text)[1]) for one in several]

    assert ("overlay-undone", "exports: {ending: {facts: {add: [reason]}}}") in found
    assert ("overlay-undone", "exports: {ending: {needs: {add: [risk is low, plan is made]}}}") in found
    assert (
        "told-more",
        "exports: {ending: {needs: {add: [risk is low, plan is made]}, facts: {add: [reason, agreement]}}}",
    ) in found
    assert ("condition-dropped", "exports: {ending: {needs: {add: [plan is made]}, facts: {add: [reason]}}}") in found
    assert "told-unasked" not in {kind for kind, *_ in found}
