"""
What an older version is under the names that a migration gives: the same, and nothing else.
"""

import re
from pathlib import Path
from shutil import copytree

import pytest
from attrs import evolve, fields, has
from tests.strategies import SCHEME
from tests.zoo import ZOO

from rjflow import read, read_file
from rjflow.definition import model, papers, pieces, renaming, safeguards
from rjflow.definition.fingerprint import TOLD, plain
from rjflow.definition.model import Group, Requirement, SchemeLink, Workflow
from rjflow.definition.renaming import SECTIONS, Renaming, renamed, renaming_between
from rjflow.frozen import frozen_map
from rjflow.guards import syntax
from rjflow.guards.syntax import Among, OfScheme

WORKFLOWS = Path(__file__).parents[3] / "workflows"


# ---- everything that speaks of a name --------------------------------------------------------------------------------

# Words of a definition that are no names of states, kinds of people or evidence.
NO_NAMES = """
Named.name Gate.name Role.name Notice.name Event.name Calendar.name Field.name Form.name Export.name Register.name
CitedSource.name CitedSource.published CitedSource.url Workflow.name Workflow.time_zone Workflow.satisfies
Calendar.region Calendar.edition Deadline.event Deadline.calendar Migration.drop SchemeLink.needs
Exemption.safeguard Exemption.owner Exemption.reason Safeguard.id Safeguard.origin Unasked.id Unasked.origin Unasked.names
Registered.register Registered.other_than Reserved.register Reserved.other_than Kept.only Kept.reasons Form.event Export.at
State.kind State.reasons Way.reasons Notice.means Event.means Meaning.meaning MeaningHolds.meaning GateHolds.gate InKind.kind
OneOf.values SeveralOf.values AlwaysOpen.events
"""
SHAPES = {
    shape
    for home in (syntax, safeguards, pieces, papers, model)
    for shape in vars(home).values()
    if isinstance(shape, type) and has(shape) and shape.__name__ != "Span"
}


def test_every_word_of_a_definition_is_a_name_or_none():
    """
    Whoever adds a field has to say whether it speaks of a state, a kind of people or evidence.
    """
    words = {
        (shape.__name__, one.name)
        for shape in SHAPES
        for one in fields(shape)
        if one.name not in TOLD and str(one.type) in ("<class 'str'>", "str | None", "tuple[str, ...]")
    }
    mapped = {("Migration", section) for section in SECTIONS}
    speaks = {*renaming._SPEAKS, *renaming._SORTED} - mapped  # what is covered is private, and the point here

    assert speaks == words - {tuple(place.split(".")) for place in NO_NAMES.split()}


def everything(workflow: Workflow, text: str) -> Renaming:
    """
    Give another name to whatever has a name of its own: that is nothing else's, and no word or key of the language.
    """
    others = (workflow.roles, workflow.gates, workflow.events, workflow.notices, workflow.forms, workflow.exports)
    taken = {name for section in others for name in section}
    written = [one for form in workflow.forms.values() for one in form.fields.values()]
    written += [cell for one in written for cell in getattr(one.kind, "cells", {}).values()]
    taken |= {one.name for one in written} | {word for one in written for word in getattr(one.kind, "values", ())}
    taken |= {word for one in workflow.evidence.values() for word in getattr(one.values, "values", ())}
    taken |= {word for state in workflow.states.values() for word in (*state.reasons, state.kind)}
    taken |= {*re.findall(r"[\w-]+", " ".join(re.findall(r"means: [^\n]*|provides: [^\n]*", text)))}
    names = [name for section in SECTIONS for name in getattr(workflow, section)]
    alone = {name for name in names if names.count(name) == 1} - taken
    sections = {
        section: frozen_map({name: f"other-{name}" for name in getattr(workflow, section) if name in alone})
        for section in SECTIONS
    }
    return Renaming(**sections)


def with_other_names(file: Path, names: Renaming) -> None:
    """
    Replace names wherever they stand in a file.
    """
    text = file.read_text("utf-8")
    for _, was, now in names:
        text = re.sub(rf"(?<![\w-]){was}(?![\w-])", now, text)
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("name", ["police-out-of-court", "scheme-readiness", *ZOO])
def test_a_renamed_workflow_is_what_its_file_reads_with_other_names(name: str, tmp_path: Path):
    """
    Replacing the names in the file, and in nothing else, gives the same definition.
    """
    copytree(WORKFLOWS, tmp_path, dirs_exist_ok=True)
    file = tmp_path / f"{name}.workflow.yaml"
    if name in ZOO:
        file.write_text(ZOO[name], "utf-8")
    workflow = read_file(file)
    names = everything(workflow, file.read_text("utf-8"))
    for one in (file, tmp_path / "safeguards" / f"{name}.safeguards.yaml"):
        if one.exists():
            with_other_names(one, names)

    assert len([*names]) > len(workflow.states) // 2
    assert plain(read_file(file)) == plain(renamed(workflow, names))


# ---- which names are followed ----------------------------------------------------------------------------------------

OLD = """\
rjflow: 1
workflow: visits
version: 1
title: Visits
roles: {host: {}}
people: {friend: {at-most: 2}, uncle: {}}
evidence:
  plan: {one-of: [lunch, tea], recorded-by: [host], current-for: 2 days}
  note: {one-of: [left], recorded-by: [host], current-for: 2 days}
gates: {sure: {all: [plan is current]}}
states: {start: {start: true}, invited: {}, asked: {}, over: {final: true, reasons: [done]}}
events:
  invite: {from: start, to: invited, by: [host], needs: plan is current}
  ask: {from: start, to: asked, by: [host], needs: [sure, note is current]}
  end: {from: [invited, asked], to: over, by: [host], reason: done}
"""


def next_version(migration: str, *edits: tuple[str, str], version: int = 2) -> Workflow:
    """
    Give the next version, with a migration and some edits.
    """
    text = OLD.replace("version: 1", f"version: {version}")
    for was, now in edits:
        text = text.replace(was, now)
    return read(f"{text}migrations: [{migration}]\n")


def followed(new: Workflow, old: Workflow | None = None) -> list[tuple[str, str, str]]:
    """
    Give what is only called otherwise, as far as a migration is to be followed.
    """
    return [*renaming_between(old or read(OLD), new)]


EXPECTED, DRAFT, PAL = ("invited", "expected"), ("plan", "draft"), ("friend", "pal")


def test_what_a_migration_calls_otherwise_is_called_otherwise():
    """
    A state, a kind of people and evidence, each under its section.
    """
    new = next_version(
        "{from: 1, states: {invited: expected}, people: {friend: pal}, evidence: {plan: draft}}", EXPECTED, DRAFT, PAL
    )

    assert [("states", *EXPECTED), ("people", *PAL), ("evidence", *DRAFT)] == followed(new)


@pytest.mark.parametrize(
    ("migration", "edits"),
    [
        pytest.param("{from: 1, states: {invited: asked}}", [("invited: {}, ", ""), ("to: invited", "to: asked"), ("[invited, asked]", "[asked]")], id="into a state that was there"),
        pytest.param("{from: 1, states: {invited: met, asked: met}}", [("invited: {}, asked: {}", "met: {}"), ("to: invited", "to: met"), ("to: asked", "to: met"), ("[invited, asked]", "[met]")], id="two states in one"),
        pytest.param("{from: 1, states: {invited: met, askd: met}}", [("invited", "met")], id="one state and a slip in one"),
        pytest.param("{from: 1, states: {invitd: expected}}", [EXPECTED], id="a slip"),
        pytest.param("{from: 1, states: {invited: met}}", [("asked: {}", "asked: {}, met: {}"), ("to: asked", "to: met"), ("[invited, asked]", "[invited, asked, met]"), ("  end: {", "  more: {from: start, to: asked, by: [host]}\n  end: {")], id="a state that is still there"),
        pytest.param("{from: 1, evidence: {plan: draft}, drop: [plan]}", [DRAFT], id="what is left behind"),
        pytest.param("{from: 1, people: {friend: uncle}}", [("friend: {at-most: 2}, ", "")], id="into a kind that was there"),
        pytest.param("{from: 1, evidence: {plan: sure}}", [("gates: {sure: {all: [plan is current]}}\n", ""), ("[sure, note", "[note"), ("plan", "sure")], id="to a gate's name"),
        pytest.param("{from: 1, states: {invited: ask}}", [("ask: {", "enquire: {"), ("invited", "ask")], id="to an event's name"),
    ],
)  # fmt: skip
def test_what_could_mean_something_else_is_not_followed(migration: str, edits: list[tuple[str, str]]):
    """
    Where a name is not simply another one for the same thing, things are compared by what they are called.
    """
    assert [] == followed(next_version(migration, *edits))


def test_a_state_may_get_the_name_of_a_gate():
    """
    States and gates are never spoken of in one place.
    """
    assert [("states", "invited", "sure")] == followed(
        next_version("{from: 1, states: {invited: sure}}", ("invited", "sure"))
    )


def test_only_the_migration_from_that_version_of_that_workflow_is_followed():
    """
    There may be others, from other versions; and those of another workflow, such as an overlay, are its own.
    """
    both = "{from: 1, states: {invited: expected}}, {from: 2, states: {wanted: expected}}"
    new = next_version(both, EXPECTED, version=3)
    wanted = read(OLD.replace("version: 1", "version: 2").replace("invited", "wanted"))

    assert [("states", *EXPECTED)] == followed(new)
    assert [("states", "wanted", "expected")] == followed(new, wanted)
    assert [] == followed(new, read(OLD.replace("version: 1", "version: 4")))
    assert [] == followed(new, read(OLD.replace("workflow: visits", "workflow: calls")))


def test_words_that_are_no_names_stay():
    """
    A fact that is told of the case's state is not the evidence of that name.
    """
    new = next_version("{from: 1, evidence: {state: draft}}", DRAFT)

    assert [] == followed(new, read(OLD.replace("plan", "state")))


def test_the_scheme_keeps_its_names():
    """
    What a case asks of the scheme is asked of it by the scheme's names, whatever the case calls so.
    """
    case = evolve(read(OLD), scheme=SchemeLink(workflow=SCHEME, needs=()))
    asked = Group(items=(Requirement(condition=OfScheme(Among("ready", ("yes",))), text=""),))
    start = evolve(case.states["start"], guard=asked)
    case = evolve(case, states=frozen_map({**case.states, "start": start}))
    named = renamed(case, Renaming(evidence=frozen_map({"ready": "sure"}), states=frozen_map({"open": "shut"})))

    assert case == named
