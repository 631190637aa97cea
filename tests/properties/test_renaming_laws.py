"""
Laws of comparing a workflow with a version that calls things otherwise: a name makes no difference, and hides none.
"""

import re
from typing import Any

import attrs
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.effort import slowly
from tests.properties.test_comparing_laws import edited
from tests.strategies import workflows
from tests.strategies_mixed import mixed_workflows
from tests.unit.verifier.test_comparing import holds_to_the_rules

from rjflow.definition.fingerprint import TOLD
from rjflow.definition.model import Migration, OneOf, Workflow
from rjflow.frozen import FrozenMap, frozen_map
from rjflow.guards.syntax import Among, OfScheme
from rjflow.report.compared_text import diff_text
from rjflow.verifier.comparing import compare

SECTIONS = ("states", "people", "evidence")
LAW = slowly(60)


def otherwise(thing: Any, names: dict[str, str]) -> Any:
    """
    Give anything with every such name in it changed, wherever it stands, but in what people read and in the scheme.
    """
    if isinstance(thing, str):
        return names.get(thing, thing)
    if isinstance(thing, tuple):
        return tuple(otherwise(one, names) for one in thing)
    if isinstance(thing, FrozenMap):
        return frozen_map({otherwise(key, names): otherwise(value, names) for key, value in thing.items()})
    if isinstance(thing, Among):
        return Among(otherwise(thing.evidence, names), thing.values)
    if isinstance(thing, OneOf | OfScheme) or not attrs.has(type(thing)) or getattr(thing, "subject", None) == "scheme":
        return thing
    fields = [one.name for one in attrs.fields(type(thing)) if one.init and one.name not in TOLD]
    return evolve(thing, **{name: otherwise(getattr(thing, name), names) for name in fields})


def next_version(workflow: Workflow, names: dict[str, str]) -> Workflow:
    """
    Give the next version of a workflow, in which things have other names, and which says so.
    """
    sections = {
        section: frozen_map({was: now for was, now in names.items() if was in getattr(workflow, section)})
        for section in SECTIONS
    }
    migration = Migration(version=workflow.version, **sections)
    return evolve(otherwise(workflow, names), version=workflow.version + 1, migrations=(migration,))


def other_names(draw: Any, workflow: Workflow) -> dict[str, str]:
    """
    Choose some things of a workflow, and a name for each that nothing has.
    """
    known = [name for section in SECTIONS for name in getattr(workflow, section)]
    chosen = draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
    return {name: f"{draw(st.sampled_from('az'))}-{name}" for name in chosen}


@st.composite
def called_otherwise(draw: Any) -> tuple[Workflow, Workflow, dict[str, str]]:
    """
    Give a workflow, and its next version, which differs in nothing but names.
    """
    old = draw(st.one_of(workflows(), workflows(safe=True), mixed_workflows()))
    names = other_names(draw, old)
    return old, next_version(old, names), names


@given(called_otherwise())
def test_what_is_only_called_otherwise_makes_no_difference(found: tuple[Workflow, Workflow, dict[str, str]]) -> None:
    """
    Nothing is newly possible, no longer possible, weaker, stricter or otherwise judged; the names are told, and that there is a migration.
    """
    old, new, names = found
    comparison = compare(old, new)

    assert () == comparison.newly == comparison.no_longer == comparison.ambiguous
    assert not [one for one in comparison.judged if one.is_worse or one.is_better]
    assert not comparison.is_weaker
    assert [("migrations", "itself"), ("name", "version")] == [
        (one.section, one.what) for one in comparison.difference.changes
    ]
    assert names == {was: now for _, was, now in comparison.called}


@st.composite
def edited_and_called_otherwise(draw: Any) -> tuple[Workflow, Workflow, Workflow]:
    """
    Give a workflow, the next version with one piece of it edited, and the same with other names.
    """
    old, new = draw(edited(mixed_workflows()))
    return old, next_version(new, {}), next_version(new, other_names(draw, old))


@LAW
@given(edited_and_called_otherwise())
def test_what_is_called_otherwise_hides_no_difference(found: tuple[Workflow, Workflow, Workflow]) -> None:
    """
    Whatever an edit makes possible, weaker or stricter is told as if nothing were called otherwise.
    """
    old, plain, new = found
    alone, both = compare(old, plain), compare(old, new)
    for one in both.newly:
        holds_to_the_rules(both.before, new, one)
    for one in both.no_longer:
        holds_to_the_rules(new, both.before, one)

    assert alone.is_weaker is both.is_weaker
    assert _what_differs(diff_text(alone)) == _what_differs(diff_text(both))


def _what_differs(text: str) -> list[str]:
    """
    Give what is told of differences, heading by heading: all but which things are called otherwise, and what a move does to cases.
    """
    apart = ("Called otherwise", "Cases that are under way")
    return [block for block in re.split(r"(?m)^(?=\S)", text) if not block.startswith(apart)]
