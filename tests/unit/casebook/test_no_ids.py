"""
What cannot be an id, or a note, is told by rjflow before any database says it its own way.
"""

import pytest
from tests.unit.casebook.test_telling import visits

from rjflow import MemoryStore, NobodyIsTheClock, NotAsked, UnknownName
from rjflow.store.sql import SqlStore

NO_IDS = ["", "a\0b", "\ud800", b"house", 5, None, ["house"], {"house"}]


@pytest.mark.parametrize("where", ["memory", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
@pytest.mark.parametrize("wrong", NO_IDS, ids=repr)
def test_what_cannot_be_an_id_is_told_so_before_a_store_is_asked(request, where, wrong):
    """
    A case, a person, somebody who acts or evidence that cannot be one is a mistake of ours to tell, whatever a database would have said; nothing happens.
    """
    store = MemoryStore() if where == "memory" else SqlStore(request.getfixturevalue("postgres"))
    book = visits(store)
    asked = [
        lambda: book.tell(wrong, "g1", {"phone": "1"}, actor="hal"),
        lambda: book.tell("house", wrong, {"phone": "1"}, actor="hal"),
        lambda: book.tell("house", "g1", {"phone": "1"}, actor=wrong),
        lambda: book.record(wrong, "health", "ill", person="g1", actor="dee", notes={"g1": "a cough"}),
        lambda: book.record("house", "health", "ill", person="g1", actor=wrong, notes={"g1": "a cough"}),
        lambda: book.subject_access("house", wrong, actor="hal"),
        lambda: book.submit("house", wrong, {}, actor="hal"),
    ]
    if wrong is not None:
        asked += [
            lambda: book.tell("house", "g1", {"phone": "1"}, actor="hal", evidence=wrong),
            lambda: book.reads(wrong),
        ]
    for ask in asked:
        with pytest.raises((NotAsked, NobodyIsTheClock, UnknownName)):
            ask()

    assert 1 == len(book.history("house", actor="hal"))


@pytest.mark.parametrize("notes", ["a cough", [], 0, ["g1"], 5], ids=repr)
def test_notes_are_people_with_texts(notes):
    """
    Notes that are no mapping are a mistake, and the record that they were to go with is not made.
    """
    book = visits()
    with pytest.raises(NotAsked, match="notes"):
        book.record("house", "health", "ill", person="g1", actor="dee", notes=notes)

    assert 1 == len(book.history("house", actor="hal"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (5, "is text, and `phone` is not"),
        ("x" * 65537, "at most 65536 characters, and `phone` has 65537"),
        ("\ud800", "halves of characters, and `phone` does"),
    ],
    ids=["number", "long", "half"],
)
def test_what_is_wrong_with_a_value_is_told_without_it(value, said):
    """
    A personal value that cannot be kept is told by what is wrong with it.
    """
    with pytest.raises(NotAsked, match=said):
        visits().tell("house", "g1", {"phone": value}, actor="hal")
