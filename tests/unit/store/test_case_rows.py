"""
The row of a case is believed only as it was stored, whoever reads it, and however much of it is read.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.casebook.books import door_book

from rjflow.engine.case import Case
from rjflow.engine.example import case as the_case
from rjflow.rules.situation import recorded
from rjflow.store.case_rows import BentRow, CaseRow, _seal, case_of, case_row
from rjflow.store.sql import SqlStore
from rjflow.store.upgrading import upgrade

FOUND = '["found","ann",5,null]'
ELSEWHERE = """
import sys
from tests.unit.casebook.books import door_book
from rjflow.store.sql import SqlStore
book, clock = door_book(SqlStore.at(sys.argv[1]))
for said in sys.argv[2:]:
    assert book.record("door", "key", said, actor="ann").allowed
"""


def row_of(**more: object) -> CaseRow:
    """
    Give the row of a case in which a key was found, with other parts, sealed anew as whoever knows how may do.
    """
    case = Case(
        id="door",
        fingerprint=the_case.fingerprint,
        situation=the_case.situation.evolved(records=(recorded("found", "ann", 5),)),
        revision=2,
        head="0" * 64,
    )
    bent = case_row(case)._replace(**more)
    return bent._replace(seal=_seal(*bent[:-1]))


def test_a_row_that_was_not_bent_is_believed():
    """
    A row that is put together as it was is the row that was stored.
    """
    assert row_of() == case_row(case_of(row_of()))


@pytest.mark.parametrize("bit", ["found", "ann", ",5,", ",null]", "open"])
def test_a_row_that_was_bent_is_refused(bit: str):
    """
    Whichever letters of what is known are others, the seal tells before anything of it is believed.
    """
    row = row_of()
    for there in (bit.upper(), bit.replace("5", "6"), bit[1:], bit + bit):
        if there != bit:
            with pytest.raises(BentRow):
                case_of(row._replace(situation=row.situation.replace(bit, there, 1)))


@pytest.mark.parametrize(
    "said",
    [
        *('["found","ann",5]', '["found","ann",5,null,null]', '["found","ann",05,null]', '["found","ann","5",null]', '["found",7,5,null]'),
        *('[1.5,"ann",5,null]', '[null,"ann",5,null]', '[{"date":"2026-02-30"},"ann",5,null]', '["found","ann",5, null]', '["f\\u006fund","ann",5,null]'),
        *('["found","ann",5,null],', '["found","ann",5,null', "[]", "7", ""),
    ],
)  # fmt: skip  # many in one line
def test_a_row_in_another_form_is_refused_under_a_new_seal_too(said: str):
    """
    Whoever bends a record, and seals the row anew, is refused at once where it is in another form, although nobody has asked for the record yet.
    """
    row = row_of()
    assert FOUND in row.situation
    with pytest.raises(BentRow):
        case_of(row_of(situation=row.situation.replace(FOUND, said, 1)) if said else row._replace(situation=""))


def test_two_programs_write_what_one_would(tmp_path: Path):
    """
    Programs that take turns with a case, each of which remembers it as it left it, store row for row what one alone stores.
    """
    said = ["found", "lost", "found", "lost", "found"]
    files = {}
    for name in ("together", "alone"):
        store = SqlStore.at(str(tmp_path / name))
        upgrade(store.engine)
        book, _ = door_book(store)
        book.open("door", people={}, actor="ann")
        for place, one in enumerate(said):
            if name == "together" and place % 2:
                subprocess.run([sys.executable, "-c", ELSEWHERE, str(tmp_path / name), one], check=True)
            else:
                assert book.record("door", "key", one, actor="ann").allowed
        files[name] = store.file("door")
        store.engine.dispose()

    assert files["alone"] == files["together"]
    assert len(said) + 1 == len(files["together"].entries)
