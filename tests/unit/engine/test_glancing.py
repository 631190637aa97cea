"""
Situations read at a glance: a record that nobody has asked yet is like any other, and what is unusual is left to be read in full.
"""

import pickle
from copy import deepcopy
from datetime import date

import pytest

from rjflow.engine.brief import brief, situation_in_brief
from rjflow.engine.encoding import NotAHistory
from rjflow.engine.example import case
from rjflow.engine.glancing import LazyRecord, glanced
from rjflow.rules.situation import Record, recorded


def of(records: str) -> str:
    """
    Give a situation with these records, in brief.
    """
    return f'["open",0,7,[{records}],[],[],[],null,null,null]'


def lazy(text: str) -> Record:
    """
    Give a record that nobody has asked yet.
    """
    seen = glanced(of(text))
    assert seen is not None
    (found,) = seen.situation.records
    assert type(found) is LazyRecord
    return found


CASES = [
    ('["low","ada",5,null]', recorded("low", "ada", 5)),
    ('[true,"ada",0,"needs"]', recorded(True, "ada", 0, "needs")),
    ('[-3,"",-5,""]', recorded(-3, "", -5, "")),
    ('[{"date":"2026-03-01"},"ada",5,null]', recorded(date(2026, 3, 1), "ada", 5)),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_record_that_nobody_asked_is_like_any_other(text: str, expected: Record):
    """
    It is equal to the one that was made, both ways round, is told, hashed, copied and pickled as that one, and can be made void.
    """
    assert (expected, lazy(text)) == (lazy(text), expected)
    assert (repr(expected), hash(expected)) == (repr(lazy(text)), hash(lazy(text)))
    assert pickle.dumps(expected) == pickle.dumps(lazy(text))
    assert expected == deepcopy(lazy(text)) == lazy(text).evolved()
    assert expected.evolved(by="ben") == lazy(text).evolved(by="ben")
    assert expected.voided("notice") == lazy(text).voided("notice")
    assert lazy(text) != recorded("other", "ada", 5)


@pytest.mark.parametrize("name", ["value", "by", "at", "void"])
def test_whatever_is_asked_first_is_answered(name: str):
    """
    It does not matter what of a record is asked for first, and nothing of it can be written.
    """
    for text, expected in CASES:
        assert getattr(expected, name) == getattr(lazy(text), name)
        with pytest.raises(AttributeError):
            setattr(lazy(text), name, "other")


def test_records_stay_in_their_places():
    """
    Wherever nothing is recorded there is nothing, and each record stands where it stood.
    """
    one, another = '["null","ada]",5,null]', '["][","null",5,"]"]'
    for parts in (
        ["null", "null", one, "null", another], [one, another, "null", "null"], [one, "null", "null", another], ["null"], ["null"] * 3, []
    ):  # fmt: skip  # many in one line
        seen = glanced(of(",".join(parts)))
        assert seen is not None
        assert parts == seen.record_texts
        assert [part == "null" for part in parts] == [record is None for record in seen.situation.records]


@pytest.mark.parametrize("letters", ["a,b", "null,", 'say "so"', "back\\slash", "\x00", "\x1f"])
def test_what_is_unusual_is_read_in_full(letters: str):
    """
    What JSON escapes, and what records are told apart by, is read as well, but not at a glance.
    """
    situation = case.situation.evolved(records=(recorded(letters, letters, 5, letters),))
    text = brief(situation).text

    assert glanced(text) is None
    assert situation == situation_in_brief(text)[0]


@pytest.mark.parametrize(
    "records",
    [
        *(
            '["low","ada",05,null]',
            '["low","ada",-0,null]',
            '["low","ada",5.0,null]',
            '["low","ada",true,null]',
            '["low","ada","5",null]',
        ),
        *(
            '["low","ada",5]',
            '["low","ada",5,null,null]',
            '[null,"ada",5,null]',
            '["low",null,5,null]',
            '["low", "ada",5,null]',
        ),
        *(
            '[{"date":"2026-02-29"},"ada",5,null]',
            '[{"date":"0000-01-01"},"ada",5,null]',
            '[{"date":"2026-3-1"},"ada",5,null]',
        ),
        *(
            "null,",
            ",null",
            "null null",
            "[]",
            "[[]]",
            '["low","ada",٥,null]',
            '["low","ada",1٥,null]',
            '["\x1f","ada",5,null]',
            '["\\u0061","ada",5,null]',
            '["\t","ada",5,null]',
        ),
    ],
)
def test_what_is_in_no_form_is_refused(records: str):
    """
    What is not written in the one form is not taken at a glance either, and is refused.
    """
    assert glanced(of(records)) is None
    with pytest.raises(NotAHistory):
        situation_in_brief(of(records))
