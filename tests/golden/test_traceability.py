"""
The traceability pages: generated from the map and the programmes, up to date, and without a hole.
"""

from pathlib import Path

import pytest
from tests.tracing import PAGE, PROGRAMMES, entries, pages, programme, things, told, traced

from rjflow.shipped import folder

BY = {"safeguards", "lines", "stories"}


@pytest.mark.golden
def test_the_pages_are_up_to_date(request):
    """
    docs/reference/traceability is what the map and the programmes say now; `make accept` rewrites it.
    """
    if request.config.getoption("--accept"):
        PAGE.with_suffix("").mkdir(exist_ok=True)
        for path, text in pages().items():
            path.write_text(text, "utf-8")

    assert [path.name for path, text in pages().items() if path.read_text("utf-8") != text] == []


def test_all_of_practice_is_asked_about():
    """
    All 71 invariants are there, and all the items of the gates A to F.
    """
    asked = {part: [one.id for one in entries() if one.part == part] for part in ("invariants", "gates")}
    invariants = {"S": 28, "L": 12, "F": 13, "T": 11, "P": 7}
    gates = {"A": 9, "B": 8, "C": 7, "D": 18, "E": 7, "F": 8}

    assert asked["invariants"] == [f"{letter}{n + 1}" for letter, many in invariants.items() for n in range(many)]
    assert asked["gates"] == [f"{letter}{n + 1}" for letter, many in gates.items() for n in range(many)]


@pytest.mark.parametrize("name", PROGRAMMES)
def test_what_is_not_proved_has_a_reason(name):
    """
    Each invariant and gate of each programme has a safeguard that proves it, or a reason why there is none.
    """
    assert [one.entry.called for one in traced(name) if not one.proved and not one.reasons] == []


@pytest.mark.parametrize("name", PROGRAMMES)
def test_what_is_proved_is_carried_by_something(name):
    """
    Whatever a safeguard of a programme proves, lines of it are named that carry it.
    """
    assert [one.entry.called for one in traced(name) if one.proved and not one.carried] == []


def test_every_name_in_the_map_is_somewhere():
    """
    The map names no safeguard, line, story or programme that no programme has.
    """
    safeguards = {one.id for name in PROGRAMMES for one in programme(name).safeguards}
    lines = {one for name in PROGRAMMES for one in things(programme(name))}
    stories = [story for name in PROGRAMMES for story in told(name)]

    assert {one for entry in entries() for one in entry.safeguards} - safeguards == set()
    assert {one for entry in entries() for one in entry.lines} - lines == set()
    assert {one for entry in entries() for one in entry.stories if not any(s.startswith(one) for s in stories)} == set()
    assert {one for entry in entries() for one in entry.elsewhere} - set(PROGRAMMES) == set()


def test_every_safeguard_is_in_the_map():
    """
    No safeguard of a programme is left out of the map: whoever adds one says which invariant it is for.
    """
    mapped = {one for entry in entries() for one in entry.safeguards}

    assert {one.id for name in PROGRAMMES for one in programme(name).safeguards} - mapped == set()


def test_every_programme_is_traced():
    """
    Every workflow about cases that is shipped for use is on the page.
    """
    shipped = {path.name.removesuffix(".workflow.yaml") for path in Path(folder()).glob("*.workflow.yaml")}

    assert shipped - set(PROGRAMMES) == {"scheme-readiness"}
