"""
What every drawer promises, and what the sealed one does besides.
"""

from datetime import date
from pathlib import Path

import pytest

from rjflow.casebook.drawer import Drawer, Filed, MemoryDrawer
from rjflow.casebook.sealed import SealedDrawer
from rjflow.sealing.keys import WrappingKeys, new_line
from rjflow.sealing.port import NoSuchKey
from rjflow.store.rows import BentRow

OLD, NEW = new_line("2026-03"), new_line("2026-04")
VALUES = {
    "words": "they rang twice",
    "day": date(2026, 3, 2),
    "risks": [{"domain": "emotional", "on": date(2026, 3, 3)}],
    "ok": True,
    "n": 7,
}


@pytest.fixture(params=["memory", "sealed"])
def drawer(request: pytest.FixtureRequest, tmp_path: Path) -> Drawer:
    """
    Each kind of drawer, empty.
    """
    return MemoryDrawer() if request.param == "memory" else SealedDrawer(tmp_path / "forms.db", WrappingKeys(OLD))


def filed(form: str = "talk", person: str | None = "p1", case: str = "c1", number: int = 3, **values) -> Filed:
    """
    Give a form as it is handed in.
    """
    return Filed(case, form, person, number, "ada", 1_000, values or VALUES)


def test_what_was_put_is_there(drawer: Drawer):
    """
    Whatever a form can say comes out as it went in, with who, when and for whom.
    """
    drawer.put(filed())
    drawer.put(filed(person=None, number=4))
    drawer.put(filed(case="c2"))

    assert [filed(), filed(person=None, number=4)] == list(drawer.of("c1"))
    assert [] == list(drawer.of("c3"))


def test_the_same_form_about_the_same_person_is_replaced(drawer: Drawer):
    """
    A form that is handed in again replaces what it said, and no other.
    """
    drawer.put(filed(words="old"))
    drawer.put(filed(person="p2", words="other"))
    drawer.put(filed(words="new", number=9))

    assert {("p1", "new"), ("p2", "other")} == {(one.person, one.values["words"]) for one in drawer.of("c1")}


def test_only_what_is_left_is_left(drawer: Drawer):
    """
    What a change does not leave is gone, a form of which nothing is left too, and only what lost something is counted.
    """
    drawer.put(filed())
    drawer.put(filed("note", words="gone"))
    drawer.put(filed("kept", words="here"))
    left = {"talk": {"n": 7}, "note": {}, "kept": {"words": "here"}}

    assert 2 == drawer.change("c1", lambda one: left[one.form])
    assert {("talk", 7), ("kept", "here")} == {(one.form, next(iter(one.values.values()))) for one in drawer.of("c1")}
    assert 0 == drawer.change("c1", lambda one: one.values)


def test_nothing_readable_is_in_the_file(tmp_path: Path):
    """
    The file holds no word of a form, and none of what was thrown away.
    """
    place = tmp_path / "forms.db"
    drawer = SealedDrawer(place, WrappingKeys(OLD))
    drawer.put(filed())
    sealed = place.read_bytes()
    drawer.change("c1", lambda _: {})

    assert b"rang twice" not in sealed
    assert b"ada" in sealed
    assert b"ada" not in place.read_bytes()


def test_a_form_opens_only_where_it_belongs(tmp_path: Path):
    """
    A row that was moved to another person, or edited, does not open; nor does anything without the wrapping key.
    """
    import sqlite3

    place = tmp_path / "forms.db"
    SealedDrawer(place, WrappingKeys(OLD)).put(filed())
    with pytest.raises(NoSuchKey):
        SealedDrawer(place, WrappingKeys(NEW)).of("c1")
    file = sqlite3.connect(place)
    file.execute("UPDATE filed SET person = 'p2'")
    file.commit()
    file.close()
    with pytest.raises(BentRow, match="the form talk of case c1"):
        SealedDrawer(place, WrappingKeys(OLD)).of("c1")


def test_wrapping_keys_can_be_given_up(tmp_path: Path):
    """
    After wrapping anew the old key is not needed.
    """
    place = tmp_path / "forms.db"
    SealedDrawer(place, WrappingKeys(OLD)).put(filed())
    both = SealedDrawer(place, WrappingKeys(f"{OLD}\n{NEW}"))

    assert (1, 0) == (both.rewrap(), both.rewrap())
    assert [filed()] == list(SealedDrawer(place, WrappingKeys(NEW)).of("c1"))


def test_a_change_that_fails_changes_nothing(drawer: Drawer):
    """
    When what decides what is left fails, everything is as it was.
    """
    drawer.put(filed())
    with pytest.raises(ZeroDivisionError):
        drawer.change("c1", lambda _: 1 / 0)

    assert [filed()] == list(drawer.of("c1"))
