"""
What a person is given of their own, and that nothing of anybody else is in it.
"""

import json

from attrs import asdict
from hypothesis import event, given
from hypothesis import strategies as st
from tests.small import unproved

from rjflow.casebook import Casebook
from rjflow.clock import FixedClock
from rjflow.engine.example import CLOCK
from rjflow.engine.roles import SameRoles
from rjflow.reader.reading import read
from rjflow.report.subject import subject_json, subject_text
from rjflow.rules.commands import Tell
from rjflow.sealing.keys import WrappingKeys, new_line
from rjflow.store.memory import MemoryStore

HOUSE = read("""
rjflow: 1
workflow: house
version: 1
title: A house
roles: {keeper: {}}
people:
  guest: {label: guest, joins: {by: [keeper, guest], in: [open]}, leaves: {by: [keeper, guest], in: [open]}}
notices: {bell: {label: the bell rings}, knock: {label: a knock, by: [guest]}}
evidence:
  score: {about: guest, number: {from: 1000, to: 999999}, recorded-by: [keeper, guest], current-for: whole-case}
  total: {number: {from: 1000, to: 999999}, recorded-by: [keeper, guest], current-for: whole-case}
states: {open: {start: true}, quiet: {}, over: {final: true, reasons: [late]}}
events:
  hush: {from: open, to: quiet, by: [keeper, guest], records: [score]}
  stir: {from: quiet, to: open, by: [guest]}
  end: {from: [open, quiet], to: over, by: [keeper]}
""")
KEY, KEYS = unproved(HOUSE), WrappingKeys(new_line("one"))
PEOPLE = {"anna-1": "gast-aaa", "bert-2": "gast-bbb", "cleo-3": "gast-ccc"}  # who acts for whom
ROLES = SameRoles(
    {"kim-0": ["keeper"], "duo-9": []},
    acts_for={**{actor: [person] for actor, person in PEOPLE.items()}, "duo-9": ["gast-aaa", "gast-bbb"]},
)
ACTORS = ["kim-0", "kim-0", "duo-9", *PEOPLE]
MINE = "gast-aaa"
DEEDS = st.sampled_from(
    ("record", "record", "total", "tell", "tell", "note", "hush", "stir", "bell", "knock", "erase", "leave", "join")
)


def lived(data: st.DataObject) -> tuple[Casebook, dict[str, set[str]]]:
    """
    Let things happen in a house, each with a number or a text that is never used again; give whose each of them is.
    """
    book = Casebook(MemoryStore(), [KEY], roles=ROLES, clock=FixedClock(CLOCK.now()), keys=KEYS)
    book.open("house", people=dict.fromkeys(PEOPLE.values(), "guest"), actor="kim-0")
    whose: dict[str, set[str]] = {person: set() for person in (*PEOPLE.values(), "nobody")}
    for turn in range(data.draw(st.integers(3, 20))):
        deed, actor = data.draw(DEEDS), data.draw(st.sampled_from(ACTORS))
        person, number = data.draw(st.sampled_from(sorted(PEOPLE.values()))), 70_000 + turn
        if done(book, deed, actor, person, number):
            own = {one for one in PEOPLE if PEOPLE[one] == MINE}
            of_case = MINE if actor in own else "nobody"
            whose[of_case if deed == "total" else person].add(str(number))
    return book, whose


def done(book: Casebook, deed: str, actor: str, person: str, number: int) -> bool:
    """
    Do one thing, if it may be done; tell whether it was.
    """
    erased = book.personal("house", person, actor="kim-0").is_erased
    match deed:
        case "record":
            return book.record("house", "score", number, person=person, actor=actor).allowed
        case "total":
            return book.record("house", "total", number, actor=actor).allowed
        case "tell" if not erased:
            return book.tell("house", person, {"word": f"word {number}"}, actor=actor).allowed
        case "note" if not erased:
            notes = {person: f"note {number}"}
            return book.record("house", "total", 5000, actor=actor, notes=notes).allowed
        case "hush":
            return book.fire("house", "hush", actor=actor, given={"score": {person: number}}).allowed
        case "erase" if not erased:
            book.erase("house", person, actor=actor)
        case "stir":
            book.fire("house", "stir", actor=actor)
        case "bell" | "knock":
            book.notice("house", deed, actor=actor)
        case "leave" if person != MINE:
            book.leave("house", person, actor=actor)
        case "join":
            book.join("house", person, "guest", actor=actor)
    return False


@given(st.data())
def test_nothing_of_anybody_else_is_given(data: st.DataObject):
    """
    No id, number or text of another person is in what somebody is given, nor who acted for them, nor what only they did.
    """
    book, whose = lived(data)
    known = book.subject_access("house", MINE, actor="kim-0")
    given_ = subject_text(known) + subject_json(known) + repr([asdict(one) for one in known.concerns])
    foreign = {
        *PEOPLE,
        *PEOPLE.values(),
        "duo-9",
        "kim-0",
        *(one for person in whose if person != MINE for one in whose[person]),
    }
    foreign -= {MINE}
    event(f"{len(known.concerns) > 4} concerns")

    assert [] == [one for one in sorted(foreign) if one in given_]
    told = {one.name for one in known.concerns if one.did in ("event", "notice")}
    own = {act_of(entry) for entry in book.history("house") if entry.actor.id == "anna-1"}
    assert told <= own


@given(st.data())
def test_everything_of_ones_own_is_given(data: st.DataObject):
    """
    Every number that was recorded about somebody, every text that was told, and every one they gave about the case is in what they are
    given; after an erasure, the numbers are and the texts are not.
    """
    book, whose = lived(data)
    known = book.subject_access("house", MINE, actor="anna-1")
    text = subject_text(known)
    numbers = {str(one.value) for one in known.concerns if one.did == "recorded"} - {"5000"}
    texts = {one.text.split()[1] for one in known.concerns if one.text is not None}

    told = [entry.command for entry in book.history("house") if isinstance(entry.command, Tell)]
    assert sum(len(one.values) for one in told if one.person == MINE) == sum(
        one.did == "told" for one in known.concerns
    )
    assert known.is_erased == book.personal("house", MINE, actor="kim-0").is_erased
    assert numbers | texts <= whose[MINE]
    assert known.is_erased or numbers | texts == whose[MINE]
    assert all(one in text for one in numbers | texts)
    assert len(known.concerns) == len(json.loads(subject_json(known))["known"])
    assert not (known.is_erased and texts)


def act_of(entry) -> str | None:
    """
    Give the name of the event or the notice that an entry is about.
    """
    return getattr(entry.command, "event", None) or getattr(entry.command, "notice", None)
