"""
What is told about people beside the facts: under keys, seen by whom the workflow lets, and gone when it is erased.
"""

import contextlib
import sqlite3
import time

import pytest
from sqlalchemy.event import listen
from sqlalchemy.orm import Session
from tests.unit.casebook.books import EVENING, door_book

from rjflow import BentRow, Casebook, FixedClock, KeyReused, MemoryStore, NotAsked, SameRoles, read, verify
from rjflow.auditing import as_lines, audit, from_lines, heads
from rjflow.casebook.telling import MayNotSee, Note
from rjflow.engine.running import Engine
from rjflow.report.auditing import flaw_sentence
from rjflow.rules.commands import Told
from rjflow.sealing.keys import WrappingKeys, new_line
from rjflow.sealing.port import NoSuchKey
from rjflow.store import rows
from rjflow.store.case_rows import case_row
from rjflow.store.rows import Writing
from rjflow.store.safe import PersonErased, new_safe
from rjflow.store.sql import SqlStore

OLD, NEW = new_line("old"), new_line("new")
KEYS = WrappingKeys(OLD)
VISITS = """
rjflow: 1
workflow: visits
version: 1
title: Visits to a house
reads: logged
roles: {host: {}, doctor: {}, cook: {}}
people:
  guest: {label: guest}
  child: {label: child}
evidence:
  health: {label: how they are, about: guest, one-of: [well, ill], recorded-by: [doctor], visible-to: [doctor, guest], current-for: whole-case}
  diet: {label: what they eat, about: guest, one-of: [anything, little], recorded-by: [host, guest], current-for: whole-case}
states: {open: {start: true}, over: {final: true, reasons: [gone]}}
events:
  end: {from: open, to: over, by: [host], needs: "some guest: health is well"}
  cook: {from: open, to: open, by: [cook]}
"""
WHO = SameRoles(
    {"hal": ["host"], "dee": ["doctor"], "col": ["cook"]}, acts_for={"gus": ["g1"], "eve": ["g2"], "pat": ["c1"]}
)


def visits(store=None, keys=KEYS):
    """
    Open a house with two guests and a child.
    """
    clock = FixedClock(EVENING)
    book = Casebook(store or MemoryStore(), [verify(read(VISITS)).require()], roles=WHO, clock=clock, keys=keys)
    book.open("house", people={"g1": "guest", "g2": "guest", "c1": "child"}, actor="hal")
    return book


def seen(book, actor, person="g1"):
    """
    Give what somebody sees of a person, or that they see nothing.
    """
    try:
        found = book.personal("house", person, actor=actor)
    except MayNotSee:
        return None
    return dict(found.values), [note.text for note in found.notes]


def test_the_newest_value_counts_and_none_stands_in_the_history():
    """
    What was told comes back, the newest under each name; and the history holds names and marks, and no text.
    """
    store = MemoryStore()
    book = visits(store)
    book.tell("house", "g1", {"phone": "0113 496 0001", "name": "Gus Gray"}, actor="hal")
    book.tell("house", "g1", {"phone": "0113 496 0002"}, actor="gus")

    assert {"phone": "0113 496 0002", "name": "Gus Gray"} == dict(book.personal("house", "g1", actor="hal").values)
    assert not [text for text in everything(store) if "0113 496" in text or "Gray" in text]
    assert () == audit(store, keys=KEYS).flaws


def test_what_is_told_is_not_in_what_python_shows():
    """
    Whatever a host logs or a traceback shows of what it was given, names are there, and no text.
    """
    book = visits()
    book.record("house", "health", "well", actor="dee", person="g1", notes={"g1": "a cough"})
    book.tell("house", "g1", {"phone": "0113 496 0001"}, actor="hal")
    personal = book.personal("house", "g1", actor="dee")
    access = book.subject_access("house", "g1", actor="gus")
    shown = f"{personal!r} {personal} {book.personal('house', 'g1', actor='hal')!r} {access!r} {access.concerns!r} {[*personal.notes]}"

    assert "a cough" in {note.text for note in personal.notes} & {one.text for one in access.concerns}
    assert "g1" in shown
    for text in ("a cough", "0113", "0001"):
        assert text not in shown


def test_who_sees_what_is_what_the_workflow_says():
    """
    Values are seen by their person and the workers who have to do with people like them, notes by whom the evidence is visible to.
    """
    book = visits()
    book.tell("house", "g1", {"phone": "1"}, actor="hal")
    book.record("house", "health", "ill", person="g1", actor="dee", notes={"g1": "a cough"})
    book.record("house", "diet", "little", person="g1", actor="gus", notes={"g1": "no nuts"})

    assert ({"phone": "1"}, ["a cough"]) == seen(book, "dee")
    assert ({"phone": "1"}, ["no nuts"]) == seen(book, "hal")
    assert ({"phone": "1"}, ["a cough", "no nuts"]) == seen(book, "gus")
    assert (None, None, None) == (seen(book, "eve"), seen(book, "pat"), seen(book, "col"))
    assert (Note("health", "note", "a cough", 4),) == book.personal("house", "g1", actor="dee").notes


@pytest.mark.parametrize("actor", ["eve", "pat", "col"])
def test_who_may_not_tell_is_refused(actor):
    """
    Somebody who has nothing to do with a person tells nothing about them and erases nothing, and no trace is left.
    """
    book = visits()
    told = book.tell("house", "g1", {"phone": "1"}, actor=actor)
    erased = book.erase("house", "g1", actor=actor)

    assert (False, False, ["actor"]) == (told.allowed, erased.allowed, [one.asked for one in told.decision.missing])
    assert 1 == len(book.history("house", actor="hal"))
    assert not book.erase("house", "g1", actor="gus").allowed


def test_a_record_and_its_notes_happen_together_or_not_at_all():
    """
    When a note is refused, so is the record; when the record is, so is the note.
    """
    book = visits()
    stranger = book.record("house", "diet", "little", person="g1", actor="gus", notes={"g2": "nor does she"})
    nobody = book.record("house", "health", "ill", person="g1", actor="gus", notes={"g1": "says he"})

    assert (False, False, 1) == (stranger.allowed, nobody.allowed, book.case("house", actor="hal").revision)


def test_an_erased_person_is_gone_and_everything_else_is_as_it_was():
    """
    After an erasure nothing is told or kept about somebody, the chain verifies, the audit counts them, and others keep what they have.
    """
    store = MemoryStore()
    book = visits(store)
    book.record("house", "health", "well", person="g1", actor="dee", notes={"g1": "fit", "g2": "fit too"})
    book.erase("house", "g1", actor="hal")
    after = book.personal("house", "g1", actor="hal")
    found = audit(store, keys=KEYS)

    assert ({}, (), True) == (dict(after.values), after.notes, after.is_erased)
    assert ((), 1) == (found.flaws, found.erased)
    assert ["fit too"] == [note.text for note in book.personal("house", "g2", actor="dee").notes]
    with pytest.raises(PersonErased, match="g1"):
        book.tell("house", "g1", {"phone": "1"}, actor="hal")
    with pytest.raises(PersonErased, match="g1"):
        book.erase("house", "g1", actor="hal")
    assert book.fire("house", "end", actor="hal", reason="gone").allowed


def test_nothing_that_was_destroyed_stands_in_the_file(tmp_path):
    """
    Neither the sealed text nor the wrapped key is anywhere in an SQLite file, or beside it, once its person was erased.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    listen(store.engine, "connect", lambda raw, _: raw.execute("PRAGMA secure_delete = OFF"))
    store.engine.dispose()  # whatever this SQLite does by itself, from now on it leaves what is deleted where it was
    book = visits(store)
    book.tell("house", "g1", {"story": "what happened " * 400}, actor="hal")
    file = store.personal("house", "g1")
    secrets = [file.values[0].sealed[:80].encode(), file.key.wrapped.encode()]
    assert all(any(secret in raw for raw in raws(tmp_path)) for secret in secrets)
    book.erase("house", "g1", actor="hal")

    assert not any(secret in raw for secret in secrets for raw in raws(tmp_path))
    store.engine.dispose()


@pytest.mark.parametrize("is_inside", [False, True])
def test_who_reads_meanwhile_delays_it_and_holds_nobody_up(tmp_path, is_inside):
    """
    While somebody reads, what SQLite writes ahead keeps what was destroyed; nobody waits for them, and after the next command it is gone. So it is where a
    host's transaction erased.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = visits(store)
    book.tell("house", "g1", {"story": "what happened"}, actor="hal")
    secret = store.personal("house", "g1").key.wrapped.encode()
    reader = sqlite3.connect(tmp_path / "cases.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM rjflow_cases").fetchone()
    begins = time.monotonic()
    if is_inside:
        with Session(store.engine) as host:
            book.within(host).erase("house", "g1", actor="hal")
            host.commit()
    else:
        book.erase("house", "g1", actor="hal")
    book.tell("house", "g2", {"story": "another"}, actor="hal")
    passed = time.monotonic() - begins
    assert any(secret in raw for raw in raws(tmp_path))
    reader.close()
    book.tell("house", "g2", {"story": "another"}, actor="hal")

    assert not any(secret in raw for raw in raws(tmp_path))
    assert passed < 15  # SQLite itself would have let everybody wait for half a minute
    assert audit(store, keys=KEYS).flaws == ()
    store.engine.dispose()


@pytest.mark.parametrize("where", ["memory", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def test_names_have_an_end(request, where):
    """
    What stands in an index of PostgreSQL has at most 250 characters, whatever they are; more is refused before any store is asked.
    """
    store = MemoryStore() if where == "memory" else SqlStore(request.getfixturevalue("postgres"))
    book = visits(store)
    longest, person = "n" + "-a1" * 83, "".join(chr(0x4E00 + 37 * place) for place in range(250))
    book.open("other", people={person: "guest", person + "x": "guest"}, actor="hal")
    assert book.tell("other", person, {longest: "1"}, actor="hal").allowed
    assert book.erase("other", person, actor="hal").allowed

    with pytest.raises(NotAsked, match="at most 250"):
        book.tell("other", person, {longest + "a": "1"}, actor="hal")
    with pytest.raises(NotAsked, match="at most 250"):
        book.tell("other", person + "x", {"phone": "1"}, actor="hal")
    with pytest.raises(NotAsked, match="at most 250"):
        book.erase("other", person + "x", actor="hal")
    with pytest.raises(NotAsked, match="at most 250"):
        book.case("other", actor="a" * 251)
    assert book.case("other", actor=person).state == "open"
    assert audit(store, keys=KEYS).flaws == ()


def test_a_request_that_is_sent_twice_tells_once():
    """
    Under one idempotency key the same values are told once, other values are another question, and the key tells nothing of either.
    """
    store = MemoryStore()
    book = visits(store)
    first = book.tell("house", "g1", {"phone": "1"}, actor="hal", key="a")
    again = book.tell("house", "g1", {"phone": "1"}, actor="hal", key="a")
    noted = [
        book.record("house", "diet", "little", person="g1", actor="hal", notes={"g1": "x"}, key="b") for _ in range(2)
    ]

    assert (first, 2) == (again, first.case.revision)
    assert (noted[0], 4, "record") == (
        noted[1],
        noted[0].case.revision,
        noted[0].entries[0].command.__class__.__name__[:6].lower(),
    )
    with pytest.raises(KeyReused):
        book.tell("house", "g1", {"phone": "2"}, actor="hal", key="a")


@pytest.mark.parametrize("notes", [None, {"g1": "x"}])
def test_an_idempotency_key_cannot_be_tried_out(notes):
    """
    What is kept of the same question with the same values is never the same, so that nobody can find the values by asking.
    """
    kept = []
    for _ in range(2):
        store = MemoryStore()
        if notes is None:
            visits(store).tell("house", "g1", {"phone": "1"}, actor="hal", key="a")
        else:
            visits(store).record("house", "diet", "little", person="g1", actor="hal", notes=notes, key="a")
        kept.append(store.file("house").keys[0].question)

    assert kept[0] != kept[1]


def test_wrapping_keys_are_changed_without_touching_what_is_sealed():
    """
    After the keys were wrapped anew the old wrapping key is not needed, and sealed values and chain are as they were.
    """
    store = MemoryStore()
    book = visits(store)
    for person in ("g1", "g2"):
        book.tell("house", person, {"phone": person}, actor="hal")
    book.erase("house", "g2", actor="hal")
    before = store.file("house")
    both = Casebook(store, [], roles=WHO, keys=WrappingKeys(OLD + NEW))

    assert (1, 0) == (both.rewrap(), both.rewrap())
    assert (before.personal, before.entries) == (store.file("house").personal, store.file("house").entries)
    assert () == audit(store, keys=WrappingKeys(NEW)).flaws
    assert [("wrapping key", "g1")] == [(one.what, one.name) for one in audit(store, keys=KEYS).flaws]


def test_no_key_shows_itself():
    """
    What is printed of an open safe, or of wrapping keys, shows no key.
    """
    safe = new_safe(KEYS, "house", "g1")

    assert str(safe._key) not in repr(safe)
    assert OLD.split(":")[1].strip() not in repr(KEYS)


def test_without_keys_nothing_is_kept():
    """
    A casebook without keys refuses to keep or give personal values, and nothing that could be somebody's is repeated.
    """
    book = visits(keys=None)
    with pytest.raises(NotAsked, match="keys="):
        book.tell("house", "g1", {"phone": "1"}, actor="hal")
    for wrong in ({"Phone Number": "1"}, {"phone": 5}, {}, "phone", {"phone": "\ud800"}):
        with pytest.raises(NotAsked) as raised:
            visits().tell("house", "g1", wrong, actor="hal")
        assert "Phone" not in str(raised.value)


# ---- what was edited -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE rjflow_personal SET sealed = 'AAAA' || substr(sealed, 5) WHERE number = 2", [("personal", 2)]),
        ("UPDATE rjflow_personal SET person = 'g2' WHERE number = 2", [("personal", 2)]),
        ("UPDATE rjflow_personal SET evidence = 'diet' WHERE number = 2", [("personal", 2)]),
        ("DELETE FROM rjflow_personal WHERE number = 3", [("personal", 3)]),
        ("INSERT INTO rjflow_personal VALUES ('house', 9, 'phone', 'g1', NULL, 'x', NULL)", [("personal", 9)]),
        ("UPDATE rjflow_personal SET number = 5 - number", [("personal", 2), ("personal", 3)]),
        ("UPDATE rjflow_person_keys SET mark = replace(mark, 'a', 'b') || 'x'", [("person key", None)]),
        ("UPDATE rjflow_person_keys SET wrapped = NULL", [("person key", None)]),
        ("DELETE FROM rjflow_person_keys", [("person key", None)]),
        ("INSERT INTO rjflow_person_keys VALUES ('house', 'g2', 'a', 'b', 'c')", [("person key", None)]),
        ("UPDATE rjflow_reads SET actor = 'eve'", [("read", 1), ("reads", None), ("reads", None)]),
        ("DELETE FROM rjflow_reads", [("reads", None)]),
        ("UPDATE rjflow_reads SET place = NULL", [("read", 1), ("reads", None)]),
        ("UPDATE rjflow_read_counts SET count = 2", [("reads", None)]),
        ("DELETE FROM rjflow_read_counts", [("reads", None)]),
        ("UPDATE rjflow_reads SET allowed = 0", [("read", 1)]),
        ("INSERT INTO rjflow_reads SELECT 0, * FROM (SELECT * FROM rjflow_reads)", [("reads", None)]),
        ("INSERT INTO rjflow_reads SELECT -7, * FROM (SELECT * FROM rjflow_reads)", [("reads", None)]),
    ],
)
def test_an_audit_names_what_was_edited_without_any_key(statement, found, tmp_path):
    """
    Values and keys that were edited, dropped, swapped or put there by hand are named, and so are lines of the log of reads that were edited or are gone.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = visits(store)
    book.tell("house", "g1", {"phone": "1"}, actor="hal")
    book.tell("house", "g1", {"phone": "2"}, actor="hal")
    book.personal("house", "g1", actor="hal")
    assert () == audit(store).flaws
    with sqlite3.connect(tmp_path / "cases.db") as raw:
        raw.execute("CREATE TEMP TABLE t AS SELECT 1")
        if "5 - number" in statement:
            raw.execute("UPDATE rjflow_personal SET number = number + 100")
            statement = "UPDATE rjflow_personal SET number = 105 - number"
        columns = [name for _, name, *_ in raw.execute("PRAGMA table_info(rjflow_reads)")][1:]
        raw.execute(statement.replace(", *", "".join(f', "{name}"' for name in columns)))
    raw.close()

    assert found == [(flaw.what, flaw.number) for flaw in audit(store).flaws]
    store.engine.dispose()


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["DELETE FROM rjflow_reads WHERE number = 4", "UPDATE rjflow_read_counts SET count = 2 WHERE actor = 'hal'"], [("hal", 3)]),
        (["DELETE FROM rjflow_reads WHERE actor = 'hal'", "DELETE FROM rjflow_read_counts WHERE actor = 'hal'"], [("hal", 3)]),
        (["DELETE FROM rjflow_reads", "DELETE FROM rjflow_read_counts"], [("dee", 1), ("hal", 3)]),
        (["the first of hal's is another's"], [("hal", 3)]),
    ],
)  # fmt: skip
def test_lines_that_are_gone_from_the_end_are_named_by_what_was_exported(statements, found, tmp_path):
    """
    Whoever takes the last lines of what somebody read, or all of them, and lowers the count, or writes one anew with its seal, is found out by heads
    that were exported before; without them nothing shows. What was read since is no flaw.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = visits(store)
    book.tell("house", "g1", {"phone": "1"}, actor="hal")
    for actor in ("hal", "dee", "hal", "hal"):
        book.personal("house", "g1", actor=actor)
    known = from_lines(as_lines(heads(store)))
    book.personal("house", "g1", actor="dee")
    assert () == audit(store, known).flaws
    with sqlite3.connect(tmp_path / "cases.db") as raw:
        if len(statements) == 1:
            first = store.reads(most=1)[0]
            forged = rows.placed(first._replace(at=first.at + 1), 1)
            raw.execute("UPDATE rjflow_reads SET at = ?, seal = ? WHERE number = 1", (forged.at, forged.seal))
        for statement in statements if len(statements) > 1 else ():
            raw.execute(statement)
    raw.close()

    assert () == audit(store).flaws
    assert all(str(name) in flaw_sentence(flaw) for (name, _), flaw in zip(found, audit(store, known).flaws))
    assert [("reads head", *one) for one in found] == [
        (flaw.what, flaw.name, flaw.number) for flaw in audit(store, known).flaws
    ]
    store.engine.dispose()


def test_a_key_that_was_put_in_place_of_another_opens_nothing(tmp_path):
    """
    The wrapped key of one person in place of another's is refused when it is read, and named by an audit that has the keys.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = visits(store)
    for person in ("g1", "g2"):
        book.tell("house", person, {"phone": person}, actor="hal")
    with sqlite3.connect(tmp_path / "cases.db") as raw:
        other = "(SELECT wrapped FROM rjflow_person_keys WHERE person = 'g2')"
        raw.execute(f"UPDATE rjflow_person_keys SET wrapped = {other}")
    raw.close()

    with pytest.raises(BentRow, match="the key of g1"):
        book.personal("house", "g1", actor="hal")
    assert [("person key", "g1")] == [(flaw.what, flaw.name) for flaw in audit(store, keys=KEYS).flaws]
    store.engine.dispose()


def test_a_key_whose_mark_was_edited_opens_nothing(tmp_path):
    """
    A key that is not the one that the store says it is opens nothing.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = visits(store)
    book.tell("house", "g1", {"phone": "1"}, actor="hal")
    with sqlite3.connect(tmp_path / "cases.db") as raw:
        raw.execute("UPDATE rjflow_person_keys SET mark = ?", ("b" * 64,))
    raw.close()

    with pytest.raises(BentRow, match="the key of g1"):
        book.personal("house", "g1", actor="hal")
    store.engine.dispose()


def test_what_is_told_of_somebody_who_was_erased_is_named():
    """
    An entry that tells something about somebody after their erasure, written past the casebook, is named by an audit.
    """
    store = MemoryStore()
    book = visits(store)
    book.erase("house", "g1", actor="hal")
    engine = Engine(verify(read(VISITS)).require(), roles=WHO, clock=FixedClock(EVENING))
    step = engine.tell(book.case("house", actor="hal"), "g1", (Told("phone", "a" * 64),), mark="b" * 64, actor="hal")
    (entry,) = step.entries
    store.append(Writing(expected=2, case=case_row(step.case), entries=(rows.entry_row(entry),)))

    assert ("personal", 3) in [(flaw.what, flaw.number) for flaw in audit(store).flaws]


# ---- the log of reads ------------------------------------------------------------------------------------------------


def test_reads_are_logged_where_the_workflow_says_so():
    """
    Who read the case, its history or somebody's values is logged, and who was not let; and who reads must be said.
    """
    store = MemoryStore()
    book = visits(store)
    book.case("house", actor="hal")
    book.history("house", actor="dee")
    seen(book, "eve")
    book.subject_access("house", "g1", actor="gus")

    assert [
        ("hal", "case", None, 1),
        ("dee", "history", None, 1),
        ("eve", "personal", "g1", 0),
        ("gus", "subject access", "g1", 1),
    ] == [(row.actor, row.what, row.person, row.allowed) for row in book.reads("house")]
    for read_by_nobody in (book.case, book.history):
        with pytest.raises(NotAsked, match="say who reads"):
            read_by_nobody("house")


def test_reads_are_not_logged_where_it_does_not():
    """
    Under a workflow that says nothing of reads nothing is logged, and nobody need say who they are.
    """
    book, _ = door_book(keys=KEYS)
    book.open("door-7", people={"gus": "guest"}, actor="ann")
    book.case("door-7")
    book.tell("door-7", "gus", {"phone": "1"}, actor="ann")

    assert {"phone": "1"} == dict(book.personal("door-7", "gus", actor="ann").values)
    assert [] == list(book.reads())


def test_the_log_is_given_page_by_page():
    """
    As many reads are given as were asked for, from where the last page ended; nothing that is no number of reads is.
    """
    book = visits()
    for actor in ("hal", "dee", "gus"):
        book.case("house", actor=actor)
    first = book.reads("house", most=2)

    assert ["hal", "dee", "gus"] == [row.actor for row in (*first, *book.reads(after=first[-1].number))]
    for wrong in ({"most": 0}, {"most": "2"}, {"after": None}):
        with pytest.raises(NotAsked):
            book.reads(**wrong)


# ---- within a host's transaction, and several at once ----------------------------------------------------------------


def test_what_is_told_is_the_hosts_to_keep(tmp_path):
    """
    Inside a host's transaction values, erasures and logged reads are kept when it commits, and gone with it when it rolls back.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = visits(store)
    book.tell("house", "g1", {"phone": "1"}, actor="hal")
    with Session(store.engine) as session:
        inside = book.within(session)
        inside.tell("house", "g2", {"phone": "2"}, actor="hal")
        inside.erase("house", "g1", actor="hal")
        assert inside.personal("house", "g1", actor="hal").is_erased
        session.rollback()
    assert (({"phone": "1"}, []), ({}, [])) == (seen(book, "hal"), seen(book, "hal", "g2"))
    with Session(store.engine) as session:
        book.within(session).erase("house", "g1", actor="hal")
        session.commit()

    assert book.personal("house", "g1", actor="hal").is_erased
    assert 3 == len(book.reads("house"))
    assert () == audit(store, keys=KEYS).flaws
    store.engine.dispose()


@pytest.mark.parametrize("noted", [False, True])
def test_of_two_who_tell_the_same_at_once_one_does(noted, monkeypatch):
    """
    The same request, sent twice at once before the person had a key, tells once, and both are given the same answer.
    """
    store = MemoryStore()
    book, other = (
        visits(store),
        Casebook(store, [verify(read(VISITS)).require()], roles=WHO, clock=FixedClock(EVENING), keys=KEYS),
    )

    def ask(by):
        if noted:
            return by.record("house", "diet", "little", person="g1", actor="hal", notes={"g1": "x"}, key="a")
        return by.tell("house", "g1", {"phone": "1"}, actor="hal", key="a")

    answers, append = [], store.append

    def quicker(writing):
        monkeypatch.setattr(store, "append", append)
        answers.append(ask(other))
        append(writing)

    monkeypatch.setattr(store, "append", quicker)
    answers.append(ask(book))

    assert answers[0] == answers[1]
    assert 1 == len(store.personal("house", "g1").values)
    assert () == audit(store, keys=KEYS).flaws


# ----------------------------------------------------------------------------------------------------------------------


def everything(store):
    """
    Give every text that a store in memory keeps.
    """
    file = store.file("house")
    rows = [file.case, file.due, *file.entries, *file.keys, *file.messages, *file.personal, *file.person_keys]
    return [repr(row) for row in rows]


def raws(folder):
    """
    Give the bytes of every file of a database.
    """
    return [path.read_bytes() for path in folder.iterdir()]


def test_who_may_not_see_that_somebody_is_there_has_nothing_to_do_with_them():
    """
    A kind of people that is visible to some is told about, seen and erased by none of the others, whatever evidence they record; so are notes.
    """
    text = VISITS.replace("guest: {label: guest}", "guest: {label: guest, visible-to: [host, doctor]}").replace(
        "recorded-by: [host, guest], current-for",
        "recorded-by: [host, guest, cook], visible-to: [host, guest, cook], current-for",
    )
    clock = FixedClock(EVENING)
    book = Casebook(MemoryStore(), [verify(read(text)).require()], roles=WHO, clock=clock, keys=KEYS)
    book.open("house", people={"g1": "guest", "c1": "child"}, actor="hal")
    book.tell("house", "g1", {"phone": "1"}, actor="hal")
    book.record("house", "diet", "little", person="g1", actor="hal", notes={"g1": "soup"})

    assert ({"phone": "1"}, ["soup"]) == seen(book, "hal")
    assert seen(book, "col") is None
    assert not book.tell("house", "g1", {"phone": "2"}, actor="col").allowed
    assert not book.erase("house", "g1", actor="col").allowed
    with pytest.raises(MayNotSee):
        book.subject_access("house", "g1", actor="col")
    assert ({"phone": "1"}, ["soup"]) == seen(book, "gus")
    assert book.tell("house", "c1", {"size": "4"}, actor="col").allowed


@pytest.mark.parametrize("deed", ["tell", "note", "form"])
def test_of_two_who_tell_at_once_for_the_first_time_both_are_kept(deed):
    """
    Whoever looks for somebody's key just before another makes it does not put their own in its place: everything can still be opened.
    """
    from tests.papers import WRAPPING, Desk

    desk = Desk()
    store, book = desk.store, desk.book
    look, others = store.personal, [lambda: book.tell("c1", "o1", {"phone": "1"}, actor="fay")]

    def overtaken(case, person):
        found = look(case, person)
        while person == "o1" and others:
            others.pop()()
        return found

    store.personal = overtaken
    match deed:
        case "tell":
            step = book.tell("c1", "o1", {"name": "Ole"}, actor="fay")
        case "note":
            step = book.record("c1", "feedback", "answered", person="o1", actor="fay", notes={"o1": "late"})
        case _:
            words = {"answered": "answered", "words": "It was fine."}
            step = book.submit("c1", "feedback-form", words, person="o1", actor="fay")

    assert step.allowed
    assert "1" == book.personal("c1", "o1", actor="fay").values["phone"]
    assert () == audit(store, keys=WRAPPING).flaws


@pytest.mark.parametrize("deed", ["tell", "note", "form"])
def test_nothing_is_kept_under_a_key_that_is_just_destroyed(deed):
    """
    Whoever opens somebody's safe just before that person is erased is told so, and nothing is kept.
    """
    from tests.papers import WRAPPING, Desk

    desk = Desk()
    store, book = desk.store, desk.book
    book.tell("c1", "o1", {"phone": "1"}, actor="fay")
    look, others = store.personal, [lambda: book.erase("c1", "o1", actor="fay")]

    def overtaken(case, person):
        found = look(case, person)
        while person == "o1" and others:
            others.pop()()
        return found

    store.personal = overtaken
    words = {"answered": "answered", "words": "It was fine."}
    told = {
        "tell": lambda: book.tell("c1", "o1", {"name": "Ole"}, actor="fay"),
        "note": lambda: book.record("c1", "feedback", "answered", person="o1", actor="fay", notes={"o1": "late"}),
        "form": lambda: book.submit("c1", "feedback-form", words, person="o1", actor="fay"),
    }
    with pytest.raises(PersonErased):
        told[deed]()

    assert () == look("c1", "o1").values
    assert () == audit(store, keys=WRAPPING).flaws


def test_reads_that_an_older_version_logged_are_no_flaw():
    """
    Lines from before each had a place among those of its reader are sealed as they were, and later ones are counted from there.
    """
    import json
    from hashlib import sha256

    from rjflow.store.rows_beside import ReadRow

    store = MemoryStore()
    said = ("house", 5, "hal", "case", None, 1)
    old = ReadRow(1, *said, sha256(json.dumps(said).encode()).hexdigest())
    store._reads.append(old)
    store.log_read(rows.read_row("house", 6, "hal", "case", None, allowed=True))

    assert () == audit(store).flaws
    store._reads[0] = old._replace(actor="dee")
    assert [("read", 1)] == [(one.what, one.number) for one in audit(store).flaws]


PEOPLES = ("personal", "person_keys", "assignments", "reads", "read_counts")


@pytest.mark.parametrize("table", PEOPLES)
@pytest.mark.parametrize("wrong", ["x", b"\xff", 0.5, "no"])
def test_what_is_kept_of_people_cannot_be_edited_unseen(tmp_path, table, wrong):
    """
    Whatever is written into a cell of what stands beside the facts, bytes and numbers among texts too, is named by an audit with the keys, and raises
    nothing; and nothing is made of it when it is asked for.
    """
    path = tmp_path / "cases.db"
    store = SqlStore.at(str(path))
    book = visits(store)
    book.tell("house", "g1", {"phone": "1"}, actor="hal")
    book.tell("house", "g1", {"name": "Gus"}, actor="gus")
    book.personal("house", "g1", actor="hal")
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("INSERT INTO rjflow_assignments VALUES ('house', 'f', 'g1', 'x', 'w')")
    names = [row[1] for row in raw.execute(f"PRAGMA table_info(rjflow_{table})")]
    for name in [one for one in names if (table, one) != ("reads", "number")]:
        ((place, old),) = raw.execute(f'SELECT rowid, "{name}" FROM rjflow_{table} LIMIT 1').fetchall()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(f'UPDATE rjflow_{table} SET "{name}" = ? WHERE rowid = ?', (wrong, place))
        flaws = audit(store, keys=KEYS).flaws
        assert [one for one in flaws if one.what != "assigned" or table == "assignments"], name
        assert all(flaw_sentence(one) for one in flaws)
        if table in ("personal", "person_keys"):
            with contextlib.suppress(BentRow, NoSuchKey, PersonErased):
                assert "1" == book.personal("house", "g1", actor="hal").values.get("phone", "1")
        raw.execute(f'UPDATE rjflow_{table} SET "{name}" = ? WHERE rowid = ?', (old, place))
    raw.close()
    store.engine.dispose()
