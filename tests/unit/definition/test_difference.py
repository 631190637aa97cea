"""
What two definitions differ in, and which way each difference goes.
"""

from collections.abc import Callable

import pytest
from tests.changing import changes, is_told
from tests.small import event, state, workflow
from tests.zoo import TINY_MEETING, ZOO, animal

from rjflow.definition.change import Change
from rjflow.definition.difference import Difference, difference
from rjflow.definition.model import CLOCK, Deadline, Way, Workflow
from rjflow.instants import DAY
from rjflow.reader.reading import read
from rjflow.report.changes import change_sentence


def between(old: str, new: str) -> set[tuple[str, str, str, str]]:
    """
    Give where and what two texts differ in, and which way.
    """
    found = difference(read(old), read(new))
    return {(one.section, one.name, one.what, one.direction) for one in found.changes}


@pytest.mark.parametrize("name", ZOO)
def test_every_field_the_fingerprint_covers_is_a_difference(name: str) -> None:
    """
    Whatever decides something is told when it differs, and what people are only told is not.
    """
    workflow = animal(name)
    found = {place: bool(difference(workflow, changed).changes) for place, _, changed in changes(workflow)}
    expected = {place: not is_told(place, attribute) for place, attribute, _ in changes(workflow)}

    assert expected == found


@pytest.mark.parametrize("name", ZOO)
def test_every_difference_of_one_field_can_be_said(name: str) -> None:
    """
    There is a sentence for whatever differs, without a name of ours in it.
    """
    workflow = animal(name)
    for _, _, changed in changes(workflow):
        for one in difference(workflow, changed).changes:
            said = sentence(workflow, changed, one)
            assert said is None or ("None" not in said and "<" not in said)


def sentence(old: Workflow, new: Workflow, one: Change) -> str | None:
    """
    Say a difference; nothing where the change made a definition speak of what it does not have, as no file can.
    """
    try:
        return change_sentence(old, new, one)
    except KeyError as error:
        if dangles(new, error.args[0]) or dangles(old, error.args[0]):
            return None
        raise


def dangles(workflow: Workflow, name: str) -> bool:
    """
    Tell whether a change made a definition speak of what it does not have, as no file can.
    """
    sections = (workflow.people, workflow.states, workflow.gates, workflow.evidence, workflow.events)
    return not any(name in section for section in sections)


@pytest.mark.parametrize("name", ZOO)
def test_a_difference_mirrors_the_one_the_other_way(name: str) -> None:
    """
    What one definition has lost the other has gained.
    """
    workflow = animal(name)

    for _, _, changed in changes(workflow):
        assert pieces(difference(workflow, changed)) == pieces(difference(changed, workflow), swapped=True)


def pieces(found: Difference, *, swapped: bool = False) -> set[str]:
    """
    Give what differs, without which way it goes.
    """

    def piece(one: Change) -> str:
        lost, gained = (one.gained, one.lost) if swapped else (one.lost, one.gained)
        return repr((one.section, one.name, one.what, lost, gained, sorted(one.states), one.target))

    return {piece(one) for one in found.changes}


def test_a_workflow_does_not_differ_from_itself() -> None:
    """
    Labels, reasons and layout are no difference.
    """
    told = TINY_MEETING.replace("label: the facilitator", "label: whoever leads")

    assert set() == between(TINY_MEETING, told)


EDITS: dict[str, tuple[Callable[[str], str], tuple[str, str, str, str]]] = {
    "a longer window": (
        lambda text: text.replace("current-for: 14 days", "current-for: 28 days", 1),
        ("evidence", "consent", "window", "weaker"),
    ),
    "a shorter window": (
        lambda text: text.replace("current-for: 14 days", "current-for: 2 days", 1),
        ("evidence", "consent", "window", "stricter"),
    ),
    "one more who may": (
        lambda text: text.replace("leaves: {by: [facilitator]", "leaves: {by: [facilitator, supervisor]"),
        ("people", "supporter", "leaves", "weaker"),
    ),
    "one less that makes void": (
        lambda text: text.replace("voided-by: [risk, new-offence]", "voided-by: [risk]"),
        ("evidence", "approval", "voided_by", "weaker"),
    ),
    "a value less that counts": (
        lambda text: text.replace("risk in (low, medium)", "risk is low"),
        ("states", "meeting", "guard", "stricter"),
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_each_edit_goes_its_way(edit: str) -> None:
    """
    An edit is told where it was made, as weaker or as stricter, and the other way round the other way.
    """
    change, expected = EDITS[edit]
    edited = change(TINY_MEETING)
    opposite = {"weaker": "stricter", "stricter": "weaker"}[expected[3]]

    assert expected in between(TINY_MEETING, edited)
    assert (*expected[:3], opposite) in between(edited, TINY_MEETING)


def test_what_people_lose_that_they_could_do_by_themselves_is_weaker() -> None:
    """
    An event that nobody but workers can do may go; one that people had for themselves is missed.
    """
    mine = ZOO["held"].replace("roles: {worker: {}, boss: {}}", "roles: {worker: {}, boss: {}}\npeople: {guest: {}}")
    mine = mine.replace("to: paused, by: [worker, boss]", "to: paused, by: [worker, boss, guest]")
    gone = mine.replace("by: [worker, boss, guest]", "by: [worker, boss]")
    narrower = mine.replace("by: [worker, boss, guest]", "by: [worker, guest]")

    assert {("events", "pause", "by", "weaker")} == between(mine, gone)
    assert {("events", "pause", "by", "stricter")} == between(mine, narrower)


def test_moving_conditions_into_a_gate_is_written_otherwise() -> None:
    """
    A condition that is asked through a gate is asked all the same.
    """
    plain = ZOO["trap"].replace("needs: key is found", "needs: [key is found, key is current]")
    gated = plain.replace("needs: [key is found, key is current]", "needs: found").replace(
        "states:", "gates: {found: {all: [key is current, key is found]}}\nstates:", 1
    )

    assert {"same"} == {direction for _, _, _, direction in between(plain, gated)}
    assert not difference(read(plain), read(gated)).changes_behaviour


KEPT = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {worker: {}}
evidence: {referral: {one-of: [here], recorded-by: [worker], current-for: whole-case}}
states: {open: {start: true}, closed: {final: true, reasons: [done, declined]}}
events: {close: {from: open, to: closed, by: [worker], needs: referral is here}}
forms: {note: {fields: {here: {records: referral, required: true}, route: {one-of: [self]}, words: {text: page}}}}
kept:
  - {after: at-once, reasons: [declined], only: [note.route]}
  - {after: 12 weeks, only: [note.route, note.words]}
  - {after: 52 weeks, only: [note.route]}
"""


@pytest.mark.parametrize(
    ("old", "new", "expected", "says"),
    [
        ("after: 12 weeks", "after: 50 weeks", ("any ending", "after"), "no longer 12 weeks, now 50 weeks"),
        ("after: 52 weeks", "after: 520 weeks", ("any ending (2)", "after"), "no longer 52 weeks, now 520 weeks"),
        ("after: at-once", "after: 4 weeks", ("declined", "after"), "no longer at once, now 28 days"),
        (
            "reasons: [declined], only: [note.route]",
            "reasons: [declined], only: [note.route, note.words]",
            ("declined", "only"),
            "now",
        ),
        ("  - {after: 52 weeks, only: [note.route]}\n", "", ("any ending (2)", ""), "is gone"),
    ],
)
def test_keeping_more_or_longer_is_weaker(old: str, new: str, expected: tuple[str, str], says: str) -> None:
    """
    What is left of forms after the end is compared rule by rule, those about the same endings too: more, or for longer, is weaker.
    """
    assert old in KEPT
    edited = KEPT.replace(old, new)
    found = difference(read(KEPT), read(edited))

    assert ("kept", expected[0], "weaker") in {(one.section, one.name, one.direction) for one in found.changes}
    [weaker] = [one for one in found.changes if one.direction == "weaker"]
    assert expected[1] in ("", weaker.what)
    assert says in (change_sentence(read(KEPT), read(edited), weaker) or "")
    assert not [one for one in difference(read(edited), read(KEPT)).changes if one.direction == "weaker"]


@pytest.mark.parametrize(
    ("old", "new", "direction", "back", "says"),
    [
        (
            "a: {flag: true, required: true}",
            "a: {flag: true}",
            "weaker",
            "stricter",
            "“a” (true or false, always), now",
        ),
        ("a: {flag: true, visible-to: [worker]}", "a: {flag: true}", "weaker", "stricter", "now “a” (true or false)"),
        ("a: {one-of: [x]}", "a: {one-of: [x, y]}", "changed", "changed", "no longer “a” (“x”), now “a” (“x” or “y”)"),
        ("a: {text: page}", "", "changed", "changed", "no longer “a” (a page of words)"),
        ("a: {text: page, required: true}", "", "weaker", "changed", "no longer “a” (a page of words, always)"),
        ("", "a: {rows: {day: {date: true}}}", "changed", "changed", "now “a” (rows, each with day)"),
    ],
)
def test_a_form_that_asks_less_is_weaker(old: str, new: str, direction: str, back: str, says: str) -> None:
    """
    Forms are compared field by field, in words: what need not be said any more, or is seen by more, is weaker.
    """
    written = KEPT.split("kept:", maxsplit=1)[0]
    before, after = (read(written.replace("words: {text: page}", one or "b: {flag: true}")) for one in (old, new))
    [change] = [one for one in difference(before, after).changes if "b" not in names_of(one)]
    [turned] = [one for one in difference(after, before).changes if "b" not in names_of(one)]

    assert ("forms", "note", "fields") == (change.section, change.name, change.what)
    assert (direction, back) == (change.direction, turned.direction)
    assert says in (change_sentence(before, after, change) or "")


def names_of(change: Change) -> set[str]:
    """Give the names of the fields that a change is about."""
    return {field.name for field in (*change.lost, *change.gained)}


GATED = """
rjflow: 1
workflow: door
version: 1
title: A door
roles: {porter: {}}
evidence:
  key: {one-of: [found, lost], recorded-by: [porter], current-for: 1 day}
  bell: {one-of: [rung], recorded-by: [porter], current-for: 1 day, needs: heard}
gates:
  heard: {all: [key is found]}
  ready: {all: [heard]}
states: {open: {start: true}, shut: {while: ready, otherwise: open}, gone: {final: true, reasons: [night]}}
events:
  close: {from: open, to: shut, by: [porter], needs: ready}
  leave: {from: [open, shut], to: gone, by: [porter], needs: bell is rung}
safeguards: [{id: D1, label: heard, entering: shut, must: ready}]
"""


def test_what_asks_a_gate_that_differs_is_compared_however_far_it_is_behind_it() -> None:
    """
    A gate that asks something else makes a difference wherever it is asked, through other gates, too, and nowhere else.
    """
    found = between(GATED, GATED.replace("heard: {all: [key is found]}", "heard: {all: [key is current]}"))

    assert {
        ("gates", "heard", "asks", "same"),
        ("safeguards", "D1", "words", "weaker"),
        ("evidence", "bell", "needs", "weaker"),
        ("states", "shut", "guard", "weaker"),
        ("events", "close", "needs", "weaker"),
    } <= found
    assert not any(name == "leave" for _, name, _, _ in found)


def test_a_safeguard_that_asks_a_gate_asks_less_when_the_gate_does() -> None:
    """
    What a safeguard promises through a gate is less when the gate asks less, although every word of the safeguard is as it was.
    """
    weaker = GATED.replace("key is found", "key is current")
    told = [one for one in difference(read(GATED), read(weaker)).weaker if one.section == "safeguards"]
    [one] = told

    assert ("D1", "words") == (one.name, one.what)
    assert (
        "the safeguard D1 (heard), what its words stand for: no longer “key” is “found”, now “key” is current"
        == change_sentence(read(GATED), read(weaker), one)
    )
    assert ("safeguards", "D1", "words", "stricter") in between(weaker, GATED)


COUNTING = GATED.replace(
    "key: {one-of: [found, lost],", "key: {one-of: [found, lost], means: {opener: [found]},"
).replace(
    "must: ready}",
    "must: ready}, {id: D2, label: found, before: leave, must-have: opener}, "
    "{id: D3, label: anew, before: leave, must-have: bell, since: opener}",
)


def test_a_safeguard_for_which_more_counts_asks_less() -> None:
    """
    Where another value counts as what there must have been, less is asked; where another counts as what it must be later than, more.
    """
    more = COUNTING.replace("opener: [found]", "opener: [found, lost]")
    found, back = between(COUNTING, more), between(more, COUNTING)

    assert {("safeguards", "D2", "form", "weaker"), ("safeguards", "D3", "form", "stricter")} <= found
    assert {("safeguards", "D2", "form", "stricter"), ("safeguards", "D3", "form", "weaker")} <= back


OF_PEOPLE = """
rjflow: 1
workflow: door
version: 1
title: A door
roles: {porter: {}}
people:
  guest: {at-least: 2, takes-part: true}
  friend: {takes-part: true}
evidence:
  ticket: {about: participant, one-of: [shown], recorded-by: [porter], current-for: 1 day}
states: {open: {start: true}, inside: {}, gone: {final: true, reasons: [night]}}
events:
  enter: {from: open, to: inside, by: [porter], needs: "every guest: ticket is shown"}
  leave: {from: [open, inside], to: gone, by: [porter]}
"""


@pytest.mark.parametrize(
    ("was", "now", "direction", "back"),
    [
        ("every guest", "some guest", "weaker", "stricter"),
        ("every guest", "at least 2 guest", "weaker", "stricter"),
        ("every guest", "at least 3 guest", "changed", "changed"),
        ("at least 2 guest", "some guest", "weaker", "stricter"),
        ("every participant", "some participant", "weaker", "stricter"),
        ("every friend", "some friend", "changed", "changed"),
        ("every guest", "no guest", "changed", "changed"),
        ("no guest", "some guest", "changed", "changed"),
    ],
)
def test_what_is_asked_of_fewer_people_is_weaker(was: str, now: str, direction: str, back: str) -> None:
    """
    What is so of everybody is so of as many as there must be; where nobody need be there, it is asked of everybody who is not there, too.
    """
    one, other = (OF_PEOPLE.replace("every guest", people) for people in (was, now))

    assert ("events", "enter", "needs", direction) in between(one, other)
    assert ("events", "enter", "needs", back) in between(other, one)


@pytest.mark.parametrize(("then", "sooner"), [("end", "stricter"), ("on", "changed")])
def test_a_deadline_that_comes_sooner_is_stricter_only_where_it_ends_the_case(then: str, sooner: str) -> None:
    """
    Where the case goes on, the time may have been what people had to wait for; later is weaker, whatever comes then.
    """
    old, new = (
        workflow(
            state("next"),
            event("on", Way(from_states=("start",), target="next"), by=(CLOCK,)),
            event("end", Way(from_states=("start",), target="end"), by=(CLOCK,)),
            deadlines=(Deadline(states=("start",), event=then, length=days * DAY),),
        )
        for days in (91, 13)
    )

    assert [sooner] == [one.direction for one in difference(old, new).changes]
    assert ["weaker"] == [one.direction for one in difference(new, old).changes]
