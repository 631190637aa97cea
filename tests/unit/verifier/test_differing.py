"""
What each sort of difference lets happen, in a house that is visited.
"""

from unittest.mock import patch

import pytest
from attrs import evolve
from tests.unit.verifier.test_comparing import holds_to_the_rules

from rjflow.definition.model import SchemeLink, Workflow
from rjflow.frozen import frozen_map
from rjflow.guards.syntax import InState, OfScheme
from rjflow.reader.reading import read
from rjflow.verifier import differing, judging
from rjflow.verifier.differing import possibilities
from rjflow.verifier.visiting import requiring

HOUSE = """\
rjflow: 1
workflow: house
version: 1
title: A house that is visited
roles: {worker: {}, boss: {}}
people:
  guest: {at-least: 1}
  helper: {joins: {by: [boss], in: hall}, leaves: {by: [boss], in: hall}}
evidence:
  calm: {flag: true, recorded-by: [worker], current-for: whole-case}
  theft: {flag: true, recorded-by: [worker], current-for: whole-case}
  score: {number: {from: 0, to: 5}, recorded-by: [worker], current-for: whole-case}
  visit: {one-of: [made], current-for: whole-case}
  wish: {about: guest, one-of: [stay, go], recorded-by: [guest], current-for: 3 days}
  permit:
    one-of: [granted, refused]
    recorded-by: [boss]
    current-for: 2 days
    not-by: [theft]
    needs: [calm is true, "every guest: wish is stay"]
    voided-by: [alarm, theft, look, {change-of: helper}]
notices:
  alarm: {by: [worker]}
states:
  hall: {start: true}
  room: {while: [permit is granted, calm is true], otherwise: hall}
  shed: {}
  gone: {final: true, reasons: [left, bored]}
events:
  look: {from: hall, to: hall, by: [worker], records: [visit]}
  enter: {from: hall, to: room, by: [worker], not-by: [permit, theft], needs: [permit is granted, calm is true]}
  hide: {from: [hall, room], to: shed, by: [worker]}
  leave: {from: [hall, room, shed], to: gone, by: [worker, clock], reason: left}
deadlines:
  - {in: hall, after: 10 days, then: leave}
"""

# What it waits for is recorded as the case ends, and no sooner: it never counts.
NEVER_COUNTS = HOUSE.replace(
    "  visit:",
    "  parting: {one-of: [said], current-for: whole-case}\n"
    "  lost: {flag: true, recorded-by: [worker], current-for: 1 day, needs: parting is said}\n  visit:",
).replace("events:\n", "events:\n  part: {from: hall, to: gone, by: [worker], records: [parting], reason: left}\n")
LOST = "  lost: {flag: true, recorded-by: [worker], current-for: whole-case}\n  visit:"

MORE_HAPPENS = [
    (
        "{from: [hall, room, shed], to: gone, by: [worker, clock], reason: left}",
        "{by: [worker, clock], either: [{from: hall, to: gone, reason: left}, {from: [room, shed], to: gone, reason: [left, bored]}]}",
        "leave is closed: bored",
    ),
    ("to: room, by: [worker]", "to: room, by: [worker, boss]", "enter acts: boss"),
    ("not-by: [permit, theft], ", "not-by: [theft], ", "enter acts twice: permit"),
    ("    not-by: [theft]\n", "", "permit acts twice: theft"),
    ("from: [hall, room], to: shed", "from: [hall, room, shed], to: shed", "hide happens: (('shed',), 'shed')"),
    ("events:\n", "events:\n  run: {from: room, to: hall, by: [boss]}\n", "run happens: (('room',), 'hall')"),
    ("permit is granted, calm is true]}\n  hide", "permit is granted]}\n  hide", None),
    ("while: [permit is granted, calm is true]", "while: permit is granted", "room stays without: calm"),
    ("needs: [calm is true, ", "needs: [", "permit counts without: calm"),
    ('calm is true, "every guest: wish is stay"', "calm is true", "permit counts without: wish"),
    ("about: guest, one-of: [stay, go], ", "about: guest, one-of: [stay, go, sleep], ", "wish says: sleep"),
    ("[granted, refused]", "[granted, refused, unsure]", "permit says: unsure"),
    ("to: 5", "to: 9", None),
    ("recorded-by: [boss]", "recorded-by: [boss, worker]", "permit is recorded: ('worker',)"),
    ("  visit:", "  note: {flag: true, recorded-by: [boss], current-for: 1 day}\n  visit:", "note is recorded: ('boss',)"),
    ("current-for: 2 days", "current-for: 3 days", "permit lasts: 2 days"),
    ("[alarm, theft,", "[theft,", "permit outlives: alarm"),
    ("[alarm, theft,", "[alarm,", "permit outlives: theft"),
    ("look, {change-of", "{change-of", "permit outlives: look"),
    ("look, {change-of: helper}]", "look]", "permit outlives: helper"),
    ("joins: {by: [boss]", "joins: {by: [boss, worker]", "helper joins: worker"),
    ("joins: {by: [boss], in: hall}", "joins: {by: [boss], in: [hall, room]}", "helper joins: ('room',)"),
    ("leaves: {by: [boss], in: hall}", "leaves: {by: [boss], in: [hall, room]}", "helper leaves: ('room',)"),
    ("leaves: {by: [boss]", "leaves: {by: [boss, worker]", "helper leaves: worker"),
    ("alarm: {by: [worker]}", "alarm: {by: [worker, boss]}", "alarm is noticed: ('boss',)"),
    ("alarm: {by: [worker]}", "alarm: {}", "alarm is noticed: ('boss', 'guest', 'helper')"),
    ("notices:\n", "notices:\n  fire: {}\n", "fire is noticed: ()"),
    ("10 days", "5 days", "leave rings: ('hall',)"),
    ("about: guest, one-of: [stay, go], recorded-by: [guest], current-for: 3", "about: guest, one-of: [stay, go], recorded-by: [guest], current-for: 4", "wish lasts: 3 days"),
    ("then: leave}\n", "then: leave}\n  - {in: shed, after: 3 days, then: leave}\n", "leave#2 rings: ('shed',)"),
    ("in: hall, after", "in: [hall, shed], after", "leave rings: ('hall', 'shed')"),
]  # fmt: skip  # one edit to a line reads best


def told(old: str, new: str) -> list[str]:
    """
    Give everything that only the second workflow lets happen, each held to the rules: who or what does it, and what of the difference.
    """
    one, other = read(old), read(new)
    found = possibilities(one, other)
    for possibility in found:
        assert "unanswered" != possibility.answer
        holds_to_the_rules(one, other, possibility)
    return [f"{one.change.name} {one.doing}: {_named(one.piece)}" for one in found if one.answer == "shown"]


def _named(piece: object) -> str:
    for name in ("what", "evidence", "states"):
        if hasattr(piece, name):
            return str(getattr(piece, name))
    if hasattr(piece, "condition"):
        return _named(piece.condition)
    return f"{piece.length // 86_400_000_000} days" if hasattr(piece, "length") else str(piece)


@pytest.mark.parametrize(("old", "new", "more"), MORE_HAPPENS)
def test_more_happens(old: str, new: str, more: str | None):
    """
    Whatever is loosened lets one thing more happen, and a story shows it; seen the other way round, nothing does.
    """
    loose = HOUSE.replace(old, new, 1)
    assert loose != HOUSE

    assert ([] if more is None else [more]) == told(HOUSE, loose)
    assert [] == told(loose, HOUSE)


@pytest.mark.parametrize(("old", "new", "more"), [one for one in MORE_HAPPENS if "twice" not in str(one[2])])
def test_more_happens_in_a_large_workflow(old: str, new: str, more: str | None):
    """
    Where a workflow is too large to be searched step by step, going round it finds the same.
    """
    with patch.object(judging, "_LARGE", -1):
        assert ([] if more is None else [more]) == told(HOUSE, HOUSE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("not-by: [permit, theft]", "not-by: [permit, theft, lost]"),
        ("    not-by: [theft]", "    not-by: [theft, lost]"),
        ("[alarm, theft,", "[alarm, lost, theft,"),
    ],
)
def test_what_is_gone_altogether_lets_nothing_happen(old: str, new: str):
    """
    Where a piece of evidence is taken out, nobody asks who recorded it, or what it made void.
    """
    assert [] == told(HOUSE.replace(old, new, 1).replace("  visit:", LOST, 1), HOUSE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("needs: [calm is true,", "needs: [calm is current, calm is true,"),
        ("while: [permit is granted, calm is true]", "while: [permit is granted, calm is current, calm is true]"),
        ("needs: [permit is granted, calm is true]", "needs: [permit is granted, calm is current, calm is true]"),
    ],
)
def test_what_follows_from_what_is_still_asked_is_no_loss(old: str, new: str):
    """
    Of a condition that is true whenever those that stay are, nothing is asked.
    """
    assert () == possibilities(read(HOUSE.replace(old, new, 1)), read(HOUSE))


YARD = HOUSE.replace("  shed: {}", "  shed: {}\n  yard: {}").replace(
    "events:\n",
    "events:\n  out: {from: hall, to: yard, by: [worker], needs: theft is true}\n  home: {from: yard, to: gone, by: [boss], reason: left}\n",
)


def test_a_new_state_is_entered_and_one_that_is_gone_is_not():
    """
    A story that is told of what leads to a state shows that it is entered, too; without the state there is nothing to ask.
    """
    assert ["yard enters: yard", "out happens: (('hall',), 'yard')", "home happens: (('yard',), 'gone')"] == told(
        HOUSE, YARD
    )
    assert [] == told(YARD, HOUSE)


def test_a_case_falls_elsewhere():
    """
    Where the only way from one state to another is that a gate closes, a story shows a case fall that way; where falling ends, none does.
    """
    shed = HOUSE.replace("otherwise: hall", "otherwise: shed").replace(
        "from: [hall, room], to: shed", "from: hall, to: shed"
    )
    ajar = shed.replace("{while: [permit is granted, calm is true], otherwise: shed}", "{}")

    assert "room falls: shed" in told(HOUSE, shed)
    assert "room falls: shed" in told(ajar, shed)
    assert "falls" not in str(told(shed, ajar))


def test_what_never_counts_nobody_does_twice():
    """
    That one person may do two things makes no difference where one of them never counts.
    """
    apart = NEVER_COUNTS.replace("needs: parting is said", "not-by: [theft], needs: parting is said")

    assert ["never"] == [one.answer for one in possibilities(read(apart), read(NEVER_COUNTS))]


def test_a_story_that_the_other_follows_shows_nothing():
    """
    Where two deadlines of one event are told apart by their order only, what the second does the older workflow's first did: nothing is shown.
    """
    before = HOUSE.replace("deadlines:\n", "deadlines:\n  - {in: shed, after: 3 days, then: leave}\n")
    found = {(one.change.name, one.change.what): one.answer for one in possibilities(read(HOUSE), read(before))}

    assert {("leave", "states"): "shown", ("leave", "length"): "shown", ("leave#2", "itself"): "unanswered"} == found


def test_a_window_that_is_only_another_is_not_called_longer():
    """
    Three hours are over before the day is: nobody finds a record that lasts longer, though late in the evening one would.
    """
    day = HOUSE.replace("current-for: 2 days", "current-for: same day")

    assert ["unanswered"] == [one.answer for one in possibilities(read(day), read(day.replace("same day", "3 hours")))]


def test_what_the_clock_may_do_too_is_waited_for():
    """
    An event that somebody fired and that time brings about now happens by itself when it is due.
    """
    by_hand = HOUSE[: HOUSE.index("deadlines:")].replace("by: [worker, clock]", "by: [worker]")

    assert ["leave acts: clock", "leave rings: ('hall',)"] == told(by_hand, HOUSE)


def test_what_never_counts_is_recorded_and_nothing_more():
    """
    Whoever may record what never counts is told of, though it does not; that it would last longer lets nothing happen.
    """
    by_more = NEVER_COUNTS.replace("[worker], current-for: 1", "[worker, boss], current-for: 1")
    longer = NEVER_COUNTS.replace("current-for: 1 day", "current-for: 2 days")

    assert ["lost is recorded: ('boss',)"] == told(NEVER_COUNTS, by_more)
    assert ["never"] == [one.answer for one in possibilities(read(NEVER_COUNTS), read(longer))]
    with patch.object(judging, "_LARGE", -1):
        assert "shown" not in {one.answer for one in possibilities(read(NEVER_COUNTS), read(longer))}


@pytest.mark.parametrize(
    ("voider", "what"),
    [("rest", "rest"), ("{change-of: cook}", "cook"), ("meal", "meal")],
)
def test_what_can_only_happen_elsewhere_is_outlived_there(voider: str, what: str):
    """
    Where a record is made in one state, and what made it void can happen only in another, the story leads there; also one about somebody.
    """
    there = (
        HOUSE.replace("people:\n", "people:\n  cook: {joins: {by: [boss], in: room}}\n")
        .replace(
            "events:\n",
            "events:\n  rest: {from: room, to: room, by: [worker]}\n  eat: {from: room, to: room, by: [worker], records: [meal]}\n",
        )
        .replace("  visit:", "  meal: {one-of: [eaten], current-for: whole-case}\n  visit:")
    )

    assert [f"permit outlives: {what}"] == told(there.replace("look, ", f"look, {voider}, "), there)
    about = there.replace("current-for: 3 days", f"current-for: 3 days, voided-by: [{voider}]")
    assert [f"wish outlives: {what}"] == told(about, there)


def test_of_what_nobody_is_there_to_tell_it_stays_open():
    """
    A notice that only somebody can give who has yet to come is not looked for further, and not called impossible.
    """
    cook = HOUSE.replace("people:\n", "people:\n  cook: {joins: {by: [boss], in: room}}\n").replace(
        "{by: [worker]}\nst", "{by: [cook]}\nst"
    )

    assert ["unanswered"] == [one.answer for one in possibilities(read(cook), read(cook.replace("[alarm, ", "[")))]


BADGES = HOUSE.replace(
    "  visit:",
    "  badge: {about: guest, one-of: [made], recorded-by: [worker], current-for: 1 day, needs: [wish is stay, REST]}\n  visit:",
)


def test_a_record_about_somebody_counts_without_what_was_asked_of_them():
    """
    Of what was asked of the one whom a record is about, what is still asked is so in the story, and what is not asked any more is not.
    """
    old = BADGES.replace("REST", "mood is good").replace(
        "  visit:", "  mood: {about: guest, one-of: [good, bad], recorded-by: [guest], current-for: 1 day}\n  visit:"
    )

    assert ["badge counts without: calm"] == told(
        old.replace("needs: [wish is stay, mood", "needs: [calm is true, wish is stay, mood"), old
    )
    assert ["badge counts without: wish"] == told(
        old, old.replace("needs: [wish is stay, mood is good]", "needs: [mood is good]")
    )


def test_where_nobody_can_ask_it_stays_open():
    """
    That somebody is the same person cannot be turned round, so what counts without the rest is not looked for, and not called impossible.
    """
    old = read(BADGES.replace("REST", '"not same person (calm, theft)"'))
    new = read(BADGES.replace("[wish is stay, REST]", '"not same person (calm, theft)"'))

    assert ["unanswered"] == [one.answer for one in possibilities(old, new)]


def test_what_only_the_clock_does_is_waited_for():
    """
    An event that nobody fires happens when its deadline is due, and another deadline of another event is no story of it.
    """
    closing = HOUSE.replace(
        "events:\n", "events:\n  shut: {from: hall, to: gone, by: [clock], reason: bored}\n"
    ).replace("deadlines:\n", "deadlines:\n  - {in: hall, after: 3 days, then: shut}\n")

    assert ["shut happens: (('hall',), 'gone')", "shut rings: ('hall',)"] == told(HOUSE, closing)


def test_a_new_kind_of_people_comes():
    """
    Whoever can be added is told of, and begins no story that a workflow without them could follow; where nobody may leave any more, none does.
    """
    friend = HOUSE.replace("people:\n", "people:\n  friend: {at-least: 1, joins: {by: [worker], in: hall}}\n")
    stays = HOUSE.replace(", leaves: {by: [boss], in: hall}", "")

    assert ["friend joins: ('hall',)"] == told(HOUSE, friend)
    assert ["helper leaves: ('hall',)"] == told(stays, HOUSE)
    assert [] == told(HOUSE, stays)


def test_a_role_more_lets_nothing_happen():
    """
    What no case can show, such as a role that nobody asks for, is not looked for.
    """
    assert () == possibilities(read(HOUSE), read(HOUSE.replace("boss: {}}", "boss: {label: the chief}}")))


def test_beyond_so_many_questions_nobody_can_say():
    """
    What was not looked for is unanswered, and never called impossible.
    """
    with patch.object(differing, "_MOST", 1):
        found = possibilities(read(HOUSE), read(YARD))

    assert ["shown", "unanswered", "unanswered"] == [one.answer for one in found]


SCHEME = """\
rjflow: 1
workflow: street
version: 1
title: The street it stands in
roles: {mayor: {}}
evidence:
  lit: {flag: true, recorded-by: [mayor], current-for: whole-case}
states:
  dark: {start: true}
  bright: {}
  over: {final: true, reasons: [left]}
events:
  leave: {from: [dark, bright], to: over, by: [mayor]}
  light: {from: dark, to: bright, by: [mayor], needs: lit is true}
"""


def in_a_street(house: str, street: str) -> Workflow:
    """
    Give a house that stands in a street, and asks of it that there is light.
    """
    bare = read(house)
    link = SchemeLink(workflow=evolve(read(street), subject="scheme"), needs=())
    (way,) = bare.events["hide"].ways
    needs = requiring(OfScheme(InState("bright")))
    hide = evolve(bare.events["hide"], ways=(evolve(way, needs=needs),))
    return evolve(bare, scheme=link, events=frozen_map({**bare.events, "hide": hide}))


def test_what_the_scheme_lets_happen_is_told_as_its_own():
    """
    A difference between two schemes has a story of the scheme; a case that saw one which the other does not know can be followed by nobody.
    """
    old = in_a_street(HOUSE, SCHEME)
    new = in_a_street(HOUSE, SCHEME.replace(", needs: lit is true", ""))
    more = in_a_street(
        HOUSE.replace("to: shed, by: [worker]", "to: shed, by: [worker, boss]"),
        SCHEME.replace(", needs: lit is true", ""),
    )

    assert [("light", "happens without", "shown", True)] == [
        (one.change.name, one.doing, one.answer, one.of_scheme) for one in possibilities(old, new)
    ]
    hiding = possibilities(old, more)[0]
    assert ("hide", "acts", "shown", None) == (hiding.change.name, hiding.doing, hiding.answer, hiding.elsewhere)
    assert hiding.story is not None


def test_a_deadline_where_no_case_comes_rings_for_nobody():
    """
    A deadline in a room that nobody can enter rings in no story, and that is known, not unanswered; of one that another always overtakes no
    story is told.
    """
    shut = NEVER_COUNTS.replace("needs: [permit is granted, calm is true]}\n  hide", "needs: [lost is true]}\n  hide")
    late = HOUSE.replace("events:\n", "events:\n  hush: {from: [hall, shed], to: shed, by: [clock, boss]}\n")
    inside, after = "  - {in: room, after: 3 days, then: leave}\n", "  - {in: hall, after: 20 days, then: hush}\n"

    assert [("rings", "never")] == [(one.doing, one.answer) for one in possibilities(read(shut), read(shut + inside))]
    assert "shown" not in {one.answer for one in possibilities(read(late), read(late + after)) if one.doing == "rings"}
