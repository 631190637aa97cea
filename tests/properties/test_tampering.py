"""
Whatever somebody changes in the rows of a store, an audit finds it.
"""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.casebook.books import door_book, lived_in

from rjflow.auditing import NotHeads, as_lines, audit, heads
from rjflow.auditing import from_lines as from_head_lines
from rjflow.engine.encoding import from_lines, sealed
from rjflow.engine.history import History
from rjflow.engine.replaying import replay
from rjflow.report.auditing import flaw_sentence
from rjflow.rules.situation import Actor
from rjflow.store import rows
from rjflow.store.case_rows import case_row
from rjflow.store.sql import SqlStore

TABLES = ("definitions", "cases", "entries", "deadlines", "keys", "outbox")
# Facts of a case, which cannot be gone unnoticed; keys and messages are none.
FACTS = ("definitions", "cases", "entries", "deadlines")
MARKS = ("taken", "tries", "rests")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """
    A file with cases of two workflows in all sorts of states.
    """
    path = tmp_path_factory.mktemp("tampering") / "cases.db"
    store = SqlStore.at(str(path))
    lived_in(store)
    store.engine.dispose()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    return path


class Tampered:
    """
    A copy of the file, open for whoever has the database's password.
    """

    def __init__(self, filled):
        self.path = filled.with_name("copy.db")
        shutil.copy(filled, self.path)
        self.raw = sqlite3.connect(self.path, isolation_level=None)

    def rows(self, table):
        """Give the names of a table's columns, and its rows with their places."""
        cursor = self.raw.execute(f"SELECT rowid, * FROM rjflow_{table} ORDER BY rowid")
        names = [one[0] for one in cursor.description[1:]]
        return names, {row[0]: row[1:] for row in cursor}

    def set(self, table, place, values):
        """Write over some cells of a row."""
        told = ", ".join(f'"{name}" = ?' for name in values)
        self.raw.execute(f"UPDATE rjflow_{table} SET {told} WHERE rowid = ?", (*values.values(), place))

    def flaws(self, heads=()):
        """Give what an audit finds."""
        self.raw.close()
        store = SqlStore.at(str(self.path))
        found = audit(store, heads).flaws
        store.engine.dispose()
        return found


def exported(path):
    """
    Give the heads of the file.
    """
    store = SqlStore.at(str(path))
    found = list(heads(store))
    store.engine.dispose()
    return found


def other_than(value):
    """
    Give something else that could stand in the same cell: SQLite keeps bytes in a column of texts, and texts in one of numbers.
    """
    if isinstance(value, int):
        numbers = st.integers(-(2**40), 2**40).filter(lambda one: one != value)
        return st.one_of(numbers, st.sampled_from(["x", b"\xff", 0.5]))
    text = value or ""
    longer = st.sampled_from([text + "x", "x" + text, text + " ", text.swapcase(), text.replace("1", "2"), "", b"\xff"])
    return st.one_of(
        longer, st.just(text[: len(text) // 2]), st.text(max_size=5).filter(lambda one: "\0" not in one)
    ).filter(lambda one: one != value)


def test_what_nobody_touched_has_no_flaws(filled):
    """
    An audit of what was stored finds nothing, and looks at all of it.
    """
    store = SqlStore.at(str(filled))
    found = audit(store, list(heads(store)))
    store.engine.dispose()

    assert ((), 3, 9) == (found.flaws, found.cases, found.entries)


@given(st.data())
def test_an_edited_cell_is_found(filled, data):
    """
    No cell of any row can be changed without being found, but the marks of how far the delivery of a message has come.
    """
    copy = Tampered(filled)
    table = data.draw(st.sampled_from(TABLES))
    names, there = copy.rows(table)
    place = data.draw(st.sampled_from(sorted(there)))
    name = data.draw(st.sampled_from([one for one in names if one not in MARKS]))
    old = there[place][names.index(name)]
    new = data.draw(other_than(old))
    try:
        copy.set(table, place, {name: new})
    except sqlite3.IntegrityError:  # the database itself would not have it
        copy.raw.close()
        return

    assert copy.flaws()


@settings(max_examples=40)
@given(st.data())
def test_a_dropped_row_is_found(filled, data):
    """
    No fact of a case can be gone unnoticed, the last entry included.
    """
    copy = Tampered(filled)
    table = data.draw(st.sampled_from(FACTS))
    place = data.draw(st.sampled_from(sorted(copy.rows(table)[1])))
    copy.raw.execute(f"DELETE FROM rjflow_{table} WHERE rowid = ?", (place,))

    assert copy.flaws()


@settings(max_examples=40)
@given(st.data())
def test_entries_in_another_order_are_found(filled, data):
    """
    No two entries can change places, whether their texts do, their hashes with them, or only their numbers.
    """
    copy = Tampered(filled)
    names, there = copy.rows("entries")
    first, second = data.draw(st.permutations(sorted(there)))[:2]
    columns = data.draw(st.sampled_from([("text",), ("hash",), ("hash", "text"), ("number",), ("case",)]))
    cells = [{name: there[place][names.index(name)] for name in columns} for place in (first, second)]
    if cells[0] == cells[1]:
        return
    try:
        copy.set("entries", first, cells[1])
        copy.set("entries", second, cells[0])
    except sqlite3.IntegrityError:
        copy.raw.close()
        return

    assert copy.flaws()


@settings(max_examples=40)
@given(st.data())
def test_an_inserted_entry_is_found(filled, data):
    """
    No entry can be put in, neither at the end nor between others that move on.
    """
    copy = Tampered(filled)
    names, there = copy.rows("entries")
    row = dict(zip(names, there[data.draw(st.sampled_from(sorted(there)))], strict=True))
    case = data.draw(st.sampled_from(sorted({one[0] for one in there.values()})))
    last = max(one[1] for one in there.values() if one[0] == case)
    number = data.draw(st.integers(1, last + 1))
    for old in range(last, number - 1, -1):
        copy.raw.execute('UPDATE rjflow_entries SET number = number + 1 WHERE "case" = ? AND number = ?', (case, old))
    copy.raw.execute("INSERT INTO rjflow_entries VALUES (?, ?, ?, ?)", (case, number, row["hash"], row["text"]))

    assert copy.flaws()


def test_a_deadline_of_somebodys_own_is_found(filled):
    """
    A case that waits for nothing has no deadline.
    """
    copy = Tampered(filled)
    copy.raw.execute("INSERT INTO rjflow_deadlines VALUES ('door-2', 5, 'late', NULL)")

    assert [("due", "door-2")] == [(one.what, one.case) for one in copy.flaws()]


# ---- who rewrites everything -----------------------------------------------------------------------------------------


def rewritten(copy, case, change):
    """
    Change the entries of a case as somebody would who knows how they are sealed: hashes, row and deadline are made to fit.
    """
    texts = copy.raw.execute('SELECT text FROM rjflow_entries WHERE "case" = ? ORDER BY number', (case,))
    entries = change(list(from_lines("\n".join(text for (text,) in texts)).entries))
    copy.raw.execute('DELETE FROM rjflow_entries WHERE "case" = ?', (case,))
    for entry in entries:
        copy.raw.execute("INSERT INTO rjflow_entries VALUES (?, ?, ?, ?)", rows.entry_row(entry))
    workflow = rows.definition_of(
        next(
            rows.DefinitionRow(*row)
            for row in copy.raw.execute("SELECT * FROM rjflow_definitions")
            if row[0] == entries[0].fingerprint
        )
    )
    copy.raw.execute('DELETE FROM rjflow_outbox WHERE "case" = ? AND number > ?', (case, len(entries)))
    there = replay(History(tuple(entries)), {entries[0].fingerprint: workflow})
    row = case_row(there)._asdict()
    copy.raw.execute(
        f"UPDATE rjflow_cases SET {', '.join(f'{name} = ?' for name in row)} WHERE id = ?", (*row.values(), case)
    )
    due = rows.due_row(workflow, there)
    copy.raw.execute('DELETE FROM rjflow_deadlines WHERE "case" = ?', (case,))
    if due is not None:
        copy.raw.execute("INSERT INTO rjflow_deadlines VALUES (?, ?, ?, ?)", due)


@pytest.mark.parametrize("how", ["the last entry is gone", "the last entry is by somebody else"])
def test_a_history_that_was_written_anew_is_found_by_its_head(filled, how):
    """
    Who makes everything fit is found out by whoever kept the head of the history elsewhere, and by nobody else.
    """

    def changed(entries):
        *before, last = entries
        if how == "the last entry is gone":
            return before
        return [*before, sealed(evolve(last, command=evolve(last.command, actor=Actor("eve", last.actor.roles))))]

    kept = exported(filled)
    copy = Tampered(filled)
    rewritten(copy, "door-2", changed)

    assert [("head", "door-2", 3)] == [(one.what, one.case, one.number) for one in copy.flaws(kept)]
    assert () == copy.flaws()


def test_a_case_that_is_gone_is_found_by_its_head(filled):
    """
    Of a case that was exported, something must be there.
    """
    kept = exported(filled)
    copy = Tampered(filled)
    for table in ("entries", "keys", "outbox", "deadlines"):
        copy.raw.execute(f"DELETE FROM rjflow_{table} WHERE \"case\" = 'door-1'")
    copy.raw.execute("DELETE FROM rjflow_cases WHERE id = 'door-1'")

    assert [("gone", "door-1")] == [(one.what, one.case) for one in copy.flaws(kept)]


@given(st.data())
def test_a_key_or_a_message_that_is_gone_is_found_by_its_head(filled, data):
    """
    An idempotency key or a message that was there when heads were exported cannot be dropped, or put back with another seal, without being found by
    them; heads of an rjflow that did not look at them say nothing of it.
    """
    known = from_head_lines(as_lines(exported(filled)))
    copy = Tampered(filled)
    table = data.draw(st.sampled_from(["keys", "outbox"]))
    names, there = copy.rows(table)
    place = data.draw(st.sampled_from(sorted(there)))
    case, is_key = there[place][names.index("case")], table == "keys"
    if data.draw(st.booleans()):
        copy.raw.execute(f"DELETE FROM rjflow_{table} WHERE rowid = ?", (place,))
    elif is_key:
        key = rows.key_row(case, "another", "q" * 64, 1, 1)
        copy.raw.execute("INSERT INTO rjflow_keys VALUES (?, ?, ?, ?, ?, ?)", key)
    else:
        message = rows.message_row(case, there[place][names.index("number")], 7, "moved", "elsewhere")
        copy.raw.execute("INSERT INTO rjflow_outbox VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)", message)
    flaws = copy.flaws(known)

    assert [("keys head" if is_key else "messages head", case)] == [(one.what, one.case) for one in flaws]
    assert ("keys" if is_key else "messages") in flaw_sentence(flaws[0])
    store = SqlStore.at(str(copy.path))
    assert () == audit(store, [evolve(one, keys=None, messages=None) for one in known]).flaws
    store.engine.dispose()


def test_what_came_after_a_head_is_none_of_its_business(filled):
    """
    Keys and messages of later entries leave an exported head as it is.
    """
    copy = Tampered(filled)
    known = exported(copy.path)
    store = SqlStore.at(str(copy.path))
    door_book(store)[0].join("door-1", "gus", "guest", actor="ann", key="later")
    found = audit(store, known)
    store.engine.dispose()

    assert ((), 10) == (found.flaws, found.entries)


@pytest.mark.parametrize("more", [{"keys": 1}, {"messages": ""}, {"keys": "0" * 64, "others": "1"}])
def test_what_is_no_head_is_told(more):
    """
    A line that says anything else than a head does is none; one without keys and messages, as older ones are, is.
    """
    plain = {"case": "door-7", "revision": 3, "head": "0" * 64}
    assert from_head_lines(json.dumps(plain))[0].keys is None
    with pytest.raises(NotHeads):
        from_head_lines(json.dumps({**plain, **more}))
