"""
A history that was tampered with is found out, at the first entry that is wrong.
"""

import pytest
from attrs import evolve
from tests.small import unproved
from tests.unit.engine.running_cases import DEFINITION, whole_run

from rjflow.engine.encoding import NotAHistory, as_lines, from_lines, sealed
from rjflow.engine.history import History
from rjflow.engine.replaying import DoesNotReplay, replay, replaying
from rjflow.rules.commands import Advance
from rjflow.rules.situation import Actor

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
