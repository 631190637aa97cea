"""
The traceability pages: generated from the map and the programmes, up to date, and without a hole.
"""

from pathlib import Path

import pytest
from tests.effort import sampled
from tests.programmes import programme
from tests.tracing import PAGE, PROGRAMMES, Entry, about, begins, entries, pages, things, told, traced

from rjflow.shipped import folder

pytestmark = pytest.mark.xdist_group(
    "traceability"
)  # each programme is read, and each scenario acted out, by one worker


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


@pytest.mark.parametrize("name", PROGRAMMES)
def test_what_no_scenario_shows_has_a_reason(name):
    """
    Each invariant and gate of each programme has a scenario that shows it, three at most; only what nothing proves, for a reason, may have none.
    """
    unshown = [one for one in traced(name) if not one.shown]

    assert [one.entry.called for one in unshown if one.proved or not one.reasons] == []
    assert [one.entry.called for one in traced(name) if len(one.shown) > 3] == []


@pytest.mark.parametrize("name", PROGRAMMES)
def test_a_scenario_shows_what_it_is_named_for(name):
    """
    A scenario that is named for an entry, acted out, is about something that carries the entry.
    """
    named = sampled([(one.entry, story) for one in traced(name) for story in one.shown], 3)

    assert [(entry.called, story) for entry, story in named if not shows(name, story, entry)] == []


def test_a_scenario_that_is_named_for_something_else_is_noticed():
    """
    Hardly any scenario would do for an entry that it is not named for: of all of them put in each other's place, one in ten at most.
    """
    name = "police-out-of-court"
    traces = [one for one in traced(name) if one.shown]
    stories = {story for one in traces for story in one.shown}
    swapped = [(one.entry, story) for one in traces for story in stories - set(one.shown)]
    unnoticed = sum(shows(name, story, entry) for entry, story in swapped)

    assert len(swapped) > 3000
    assert unnoticed * 10 < len(swapped)


@pytest.mark.parametrize(
    ("entry", "its_own", "another"),
    [
        ("S24", "10 a child", "14 an approval"),
        ("S27", "7 a veiled", "10 a child"),
        ("S28", "a closed case", "10 a child"),
        ("T6", "a yes from somebody", "14 an approval"),
        ("gate A9", "an incident is given", "nobody harmed is approached"),
        ("gate D13", "no plan is approved while anything", "no plan is approved while anybody"),
        ("gate F4", "whoever steps back takes back", "12 a promise"),
    ],
)
def test_two_scenarios_in_each_others_place_are_noticed(entry, its_own, another):
    """
    A scenario that goes the same way for another reason does not pass for one that shows the entry.
    """
    name = "police-out-of-court"
    asked = next(one for one in entries() if one.called == entry)
    [right], [wrong] = ([story for story in told(name) if begins(story, with_)] for with_ in (its_own, another))

    assert (shows(name, right, asked), shows(name, wrong, asked)) == (True, False)


def test_every_name_in_the_map_is_somewhere():
    """
    The map names no safeguard, line, story or programme that no programme has.
    """
    safeguards = {one.id for name in PROGRAMMES for one in programme(name).safeguards}
    lines = {one for name in PROGRAMMES for one in things(programme(name))}
    stories = [story for name in PROGRAMMES for story in told(name)]

    assert {one for entry in entries() for one in entry.safeguards} - safeguards == set()
    assert {one for entry in entries() for one in entry.lines} - lines == set()
    assert {one for entry in entries() for one in entry.stories if not any(begins(s, one) for s in stories)} == set()
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


# ----------------------------------------------------------------------------------------------------------------------


def shows(name: str, story: str, entry: Entry) -> bool:
    """
    Tell whether a scenario of a programme is about something that carries an entry.
    """
    return not about(name, story).isdisjoint(entry.lines)
