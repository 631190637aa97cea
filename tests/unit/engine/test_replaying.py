"""
A history that was tampered with is found out, at the first entry that is wrong.
"""

import pytest
from attrs import evolve
from tests.small import ADA, event, unproved, workflow
from tests.strategies import SCHEME
from tests.unit.engine.running_cases import BEGINNING, DEFINITION, whole_run
from tests.unit.engine.test_running import under_a_scheme

from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.model import Migration, SchemeLink
from rjflow.engine.asking import NotAsked
from rjflow.engine.encoding import NotAHistory, as_lines, from_lines, sealed, situation_from, situation_text
from rjflow.engine.history import NO_ENTRY, History, Migrate
from rjflow.engine.replaying import DoesNotReplay, replay, replaying
from rjflow.engine.roles import SameRoles
from rjflow.engine.running import Engine
from rjflow.frozen import frozen_map
from rjflow.instants import LAST
from rjflow.rules.commands import Advance, File, Fire, SeeScheme, Told
from rjflow.rules.past import Past
from rjflow.rules.situation import THE_CLOCK, Actor

RUN = whole_run()
ENTRIES = RUN.history.entries
PLACES = range(len(ENTRIES))
WORKFLOWS = {unproved(DEFINITION).fingerprint: DEFINITION}


def check_found(entries, number):
    """
    Replaying these entries stops at the entry of this number.
    """
    with pytest.raises(DoesNotReplay) as raised:
        replay(History(tuple(entries)), WORKFLOWS, head=RUN.case.head)

    assert number == raised.value.number


def test_a_case_is_nothing_but_its_replay():
    """
    Living through a history again gives the case, and every decision.
    """
    assert RUN.case == replay(RUN.history, WORKFLOWS, head=RUN.case.head)
    assert all(one.decision.allowed for one in replaying(RUN.history, WORKFLOWS))


def test_a_history_survives_being_written_down():
    """
    What is written as lines is read as the same history.
    """
    assert RUN.history == from_lines(as_lines(RUN.history))


@pytest.mark.parametrize("place", PLACES)
def test_an_edited_entry_is_found(place):
    """
    Whoever edits an entry, with or without giving it a new hash, is found out at once or at the next entry.
    """
    edited = evolve(
        ENTRIES[place], command=evolve(ENTRIES[place].command, actor=Actor("mallory", frozenset({"worker"})))
    )
    followed = (*ENTRIES[:place], edited, *ENTRIES[place + 1 :])
    resealed = (*ENTRIES[:place], sealed(edited), *ENTRIES[place + 1 :])

    check_found(followed, place + 1)
    found_at_once = isinstance(edited.command, Advance)  # nobody does what the clock does
    check_found(resealed, place + 1 if found_at_once else min(place + 2, len(ENTRIES)))


@pytest.mark.parametrize("place", PLACES)
def test_a_dropped_entry_is_found(place):
    """
    A gap is found where it is; one at the very end by the hash the case remembers.
    """
    check_found((*ENTRIES[:place], *ENTRIES[place + 1 :]), min(place + 1, len(ENTRIES) - 1))


@pytest.mark.parametrize("place", PLACES[:-1])
def test_swapped_entries_are_found(place):
    """
    Two entries in the wrong order are found at the first of them.
    """
    check_found((*ENTRIES[:place], ENTRIES[place + 1], ENTRIES[place], *ENTRIES[place + 2 :]), place + 1)


@pytest.mark.parametrize("place", PLACES)
def test_an_inserted_entry_is_found(place):
    """
    An entry too many is found where it stands.
    """
    check_found((*ENTRIES[: place + 1], ENTRIES[place], *ENTRIES[place + 1 :]), place + 2)


@pytest.mark.parametrize("place", PLACES)
def test_a_decision_that_never_was_is_found_though_all_hashes_are_right(place):
    """
    Somebody who makes every hash anew is found out where the rules give another answer.
    """
    forged, previous = [], ENTRIES[0].previous
    for number, entry in enumerate(ENTRIES):
        changed = evolve(
            entry, previous=previous, state="end" if number == place and entry.state != "end" else entry.state
        )
        forged.append(sealed(changed if number != place or entry.state != "end" else evolve(changed, verdicts="n")))
        previous = forged[-1].hash

    with pytest.raises(DoesNotReplay) as raised:
        replay(forged, WORKFLOWS)
    assert place + 1 == raised.value.number
    assert raised.value.why in {"state", "verdicts"}


def test_a_history_without_its_workflow_is_not_believed():
    """
    What was decided under a definition that is not at hand cannot be checked.
    """
    with pytest.raises(DoesNotReplay, match="workflow"):
        replay(RUN.history, {})


def test_an_empty_history_is_no_case():
    """
    A case begins with its opening.
    """
    with pytest.raises(DoesNotReplay, match="opening"):
        replay((), WORKFLOWS)


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.replace('"number":1', '"number":"1"'),
        lambda line: line.replace('"number":1', '"number":1.0'),
        lambda line: line.replace('{"case"', '{"more":1,"case"'),
        lambda line: line.replace(",", ", ", 1),
        lambda line: line.replace('"do":"open"', '"do":"shut"'),
        lambda line: line[:-1],
        lambda line: "[]",
    ],
)
def test_a_line_that_is_not_an_entry_is_refused(change):
    """
    Nothing is converted, nothing unknown passed over, and only the canonical form is read.
    """
    line = as_lines(RUN.history).splitlines()[0]
    with pytest.raises(NotAHistory) as raised:
        from_lines(change(line))

    assert 1 == raised.value.line


# ---- what no engine writes -------------------------------------------------------------------------------------------


def chained(entries):
    """
    Give entries in a chain whose hashes are all right.
    """
    made, previous = [], NO_ENTRY
    for entry in entries:
        made.append(sealed(evolve(entry, previous=previous)))
        previous = made[-1].hash
    return made


def check_refused(entries, number, why):
    """
    Replaying entries stops at this one, for this reason, though every hash is right.
    """
    with pytest.raises(DoesNotReplay) as raised:
        replay(chained(entries), WORKFLOWS)

    assert (number, why) == (raised.value.number, raised.value.why)


def acted_by(**changes):
    """
    Give the history whose second entry has another actor.
    """
    command = ENTRIES[1].command
    return ENTRIES[0], evolve(ENTRIES[1], command=evolve(command, actor=evolve(command.actor, **changes)))


@pytest.mark.parametrize(
    "changes", [{"id": ""}, {"id": "clock"}, {"id": "a\nb"}, {"roles": frozenset({"worker", "king"})}]
)
def test_nobody_acts_under_such_a_name(changes):
    """
    An actor has an id, is not the clock, and has roles the workflow knows.
    """
    check_refused(acted_by(**changes), 2, "actor")


def test_what_only_the_clock_does_is_not_done_by_command():
    """
    An event fired in the clock's name is no entry, due or not.
    """
    fired = Fire(event="finish", actor=THE_CLOCK, at=ENTRIES[1].at)

    check_refused((ENTRIES[0], evolve(ENTRIES[1], command=fired)), 2, "actor")


@pytest.mark.parametrize("at", [ENTRIES[0].at - 1, LAST + 1, 10**30])
def test_time_stays_within_its_bounds(at):
    """
    It does not go backwards, and not past the end of the calendar.
    """
    check_refused((ENTRIES[0], evolve(ENTRIES[1], command=evolve(ENTRIES[1].command, at=at))), 2, "time")


@pytest.mark.parametrize(
    "people",
    [
        (("g1", "guest"), ("g1", "guest")),
        (("g1", "martian"),),
        (("", "guest"),),
        (("a", "guest"), ("b", "guest"), ("c", "guest")),
    ],
)
def test_no_case_is_opened_about_such_people(people):
    """
    Nobody is there twice, of an unknown kind, without an id, or beyond how many are admitted.
    """
    check_refused((evolve(ENTRIES[0], command=evolve(ENTRIES[0].command, people=people)),), 1, "people")


def test_a_scheme_is_not_seen_where_there_is_none():
    """
    A workflow under no scheme has no entry about one.
    """
    seen = evolve(ENTRIES[1], command=SeeScheme(scheme=RUN.case.situation, at=ENTRIES[1].at))

    check_refused((ENTRIES[0], seen), 2, "scheme")


@pytest.mark.parametrize("scheme", [RUN.case.situation, "open"])
def test_a_scheme_that_cannot_stand_so_is_not_believed(scheme):
    """
    What was seen of the scheme has the states and places of the scheme's workflow.
    """
    definition = workflow(event("go", ("start", "end")), scheme=SchemeLink(workflow=SCHEME, needs=()))
    engine = Engine(unproved(definition), roles=SameRoles({"ada": ["worker"]}))
    opened = engine.open("case", people={}, actor="ada").entries[0]
    seen = evolve(opened, number=2, command=SeeScheme(scheme=scheme, at=opened.at), previous=opened.hash)
    with pytest.raises((DoesNotReplay, AttributeError)):
        replay((opened, sealed(seen)), {opened.fingerprint: definition})


@pytest.mark.parametrize(
    "odd",
    [
        None,
        5,
        evolve(ENTRIES[1], command=None),
        evolve(ENTRIES[1], number="2"),
        evolve(ENTRIES[1], command=evolve(ENTRIES[1].command, at=None)),
        evolve(ENTRIES[1], command=evolve(ENTRIES[1].command, at=1.0)),
        evolve(ENTRIES[1], command=evolve(ENTRIES[1].command, given=None)),
        evolve(ENTRIES[1], command=evolve(ENTRIES[1].command, actor=None)),
        evolve(ENTRIES[1], case="\ud800"),
        evolve(ENTRIES[1], moves=None),
        evolve(ENTRIES[1], waiver="ann"),
    ],
)
def test_what_is_no_entry_is_said_to_be_none(odd):
    """
    However odd, it is the history that does not replay, and never an error of Python's.
    """
    with pytest.raises(DoesNotReplay) as raised:
        replay((ENTRIES[0], odd, *ENTRIES[2:]), WORKFLOWS)

    assert (2, "form") == (raised.value.number, raised.value.why)


def test_an_unsigned_waiver_is_no_waiver():
    """
    Whoever lets a workflow run unproved has a name.
    """
    check_refused((evolve(ENTRIES[0], waiver=evolve(ENTRIES[0].waiver, by="")),), 1, "waiver")


def test_a_workflow_is_the_one_whose_fingerprint_it_is_under():
    """
    Another definition under that fingerprint is not believed.
    """
    with pytest.raises(DoesNotReplay, match="workflow"):
        replay(RUN.history, {ENTRIES[0].fingerprint: SCHEME})
    for history, workflows in ((5, WORKFLOWS), (RUN.history, DEFINITION)):
        with pytest.raises(NotAsked):
            replay(history, workflows)


def test_a_scheme_that_nobody_can_speak_for_any_more_is_written_down():
    """
    That it is unknown again is an entry like any other: it is stored, read and replayed.
    """
    engine, schemes, shown = under_a_scheme()
    opened = engine.open("case", people={}, actor="ada", at=BEGINNING)
    shown[0] = schemes.record(shown[0], "ready", "yes", actor="lea", at=BEGINNING).case
    ready = engine.advance(opened.case, at=BEGINNING)
    shown[0] = None
    unknown = engine.advance(ready.case, at=BEGINNING)
    entries = (*opened.entries, *ready.entries, *unknown.entries)

    assert not engine.fire(ready.case, "go", actor="ada", at=BEGINNING).allowed
    assert SeeScheme(scheme=None, at=unknown.entries[0].at) == unknown.entries[0].command
    assert entries == from_lines(as_lines(entries)).entries
    assert unknown.case == replay(entries, {opened.case.fingerprint: engine.workflow})


@pytest.mark.parametrize("place", PLACES[1:])
def test_an_entry_under_another_definition_is_found(place):
    """
    Within a history only an entry that says so changes the definition, whatever the hashes say.
    """
    newer = evolve(DEFINITION, version=2)
    other = sealed(evolve(ENTRIES[place], fingerprint=fingerprint(newer)))
    history = chained((*ENTRIES[:place], other, *ENTRIES[place + 1 :]))
    with pytest.raises(DoesNotReplay) as raised:
        replay(history, {**WORKFLOWS, fingerprint(newer): newer})

    assert (place + 1, "workflow") == (raised.value.number, raised.value.why)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"records":[', '"records":7,"x":['), ('"state":"inside"', '"state":7'), ('"since":', '"since":"x","x":')],
)
def test_a_situation_of_other_sorts_is_none(old, new):
    """
    A list, a text and a number are just that: what is stored of a situation is not converted.
    """
    text = situation_text(RUN.case.situation.evolved(state="inside"))
    assert old in text
    with pytest.raises(NotAHistory):
        situation_from(text.replace(old, new, 1))


def test_a_case_that_comes_over_sees_its_scheme_as_it_stands():
    """
    Whoever moves a case to another version takes note of a scheme that has changed: two entries, and both replay.
    """
    engine, schemes, shown = under_a_scheme()
    opened = engine.open("case", people={}, actor="ada", at=BEGINNING)
    old = engine.workflow
    new = evolve(old, version=2, migrations=(Migration(version=1, states=frozen_map({})),))
    newer = Engine(unproved(new), roles=SameRoles({"ada": ["worker"]}), scheme=lambda: shown[0])
    shown[0] = schemes.record(shown[0], "ready", "yes", actor="lea", at=BEGINNING).case
    step = newer.migrate(opened.case, old, past=Past(), actor="ada", at=BEGINNING)

    assert [Migrate, SeeScheme] == [type(entry.command) for entry in step.entries]
    assert step.case == replay((*opened.entries, *step.entries), {fingerprint(one): one for one in (old, new)})


MARK = "a" * 64


@pytest.mark.parametrize(
    "told",
    [
        {"named": (("line", "ada"), ("line", "ben"))},
        {"named": (("other", "ada"),)},
        {"named": (("line", "a\nb"),)},
        {"values": (Told("line", MARK), Told("line", MARK))},
        {"values": (Told("line", "no mark"),)},
        {"key": "no mark"},
    ],
)
def test_what_no_form_can_say_was_never_kept(told):
    """
    Each field once, with a mark; whoever is named stands in a field that was filled in, under an id that somebody can have.
    """
    usual = {"form": "form", "values": (Told("line", MARK),), "key": MARK, "actor": ADA, "at": ENTRIES[1].at}

    check_refused((ENTRIES[0], evolve(ENTRIES[1], command=File(**usual | told))), 2, "told")
