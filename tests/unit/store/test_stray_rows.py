"""
A row that somebody put where none can be: its case is left as it is, and holds up no other.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from tests.unit.casebook.books import door_book

from rjflow.store.case_rows import BentRow


def edit(store, statement):
    """
    Do by hand what nobody should.
    """
    with store.engine.begin() as connection:
        connection.execute(text(statement))


def test_an_entry_that_stands_in_the_way_holds_up_no_other_case(store):
    """
    A sweep names the case that has an entry of a number that it has not come to, moves all others, and nothing of that case is changed.
    """
    book, clock = door_book(store)
    for name in ("a", "b", "c"):
        book.open(name, people={}, actor="ann")
    edit(store, """UPDATE rjflow_entries SET number = 2 WHERE "case" = 'b'""")
    clock.forward(hours=13)
    swept = book.sweep()

    assert (["a", "c"], ("b",)) == ([case.id for case in swept.moved], swept.passed)
    assert BentRow is type(swept.passed[0].why)
    assert 1 == store.load("b").case.revision


def test_an_entry_that_stands_in_the_way_is_a_bent_row(store):
    """
    Whoever asks something of such a case is told that it is not what was stored, and the next one who asks of another is not.
    """
    book, _ = door_book(store)
    for name in ("a", "b"):
        book.open(name, people={}, actor="ann")
    edit(store, """UPDATE rjflow_entries SET number = 2 WHERE "case" = 'a'""")
    with pytest.raises(BentRow, match="case a"):
        book.record("a", "key", "found", actor="ann")

    assert book.record("b", "key", "found", actor="ann").allowed
    assert 1 == store.load("a").case.revision


def test_in_a_hosts_transaction_the_database_speaks_for_itself(store):
    """
    What a constraint of a host's own transaction says is the host's to hear; nothing is guessed.
    """
    book, _ = door_book(store)
    book.open("a", people={}, actor="ann")
    edit(store, """UPDATE rjflow_entries SET number = 2 WHERE "case" = 'a'""")
    with store.engine.connect() as connection, pytest.raises(IntegrityError):
        book.within(connection).record("a", "key", "found", actor="ann")
