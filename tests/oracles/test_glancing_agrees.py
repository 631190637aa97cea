"""
Two ways to read a situation in brief: at a glance, and in full, each record made and all of it written once more.
"""

from hypothesis import given
from hypothesis import strategies as st
from tests.small import opened, workflow
from tests.strategies import commands, openings, workflows

from rjflow.definition.model import Workflow
from rjflow.engine.brief import brief, read_in_full, situation_in_brief
from rjflow.engine.encoding import NotAHistory, situation_text
from rjflow.engine.glancing import glanced
from rjflow.rules.deciding import decide
from rjflow.rules.situation import Situation, recorded

# What a careless hand, or a clever one, writes: digits of other scripts, numbers and escapes in another form, names twice, days there are none of.
BITS = (
    *(" ", "\n", "0", "1", "-", "-0", "1.0", "1e3", "٣", "9" * 19, '"', "\\", "\\u0041", "\\n", "\t", ",", ",,", "[", "]", "],[", "{", "}"),
    *("null", "null,", ",null", "true", "false", "True", '"x"', '["x","ada",1,null]', '["x","ada",1,null],', '{"date":"2026-02-30"}', "\x7f", "é"),
    *('{"date":"2026-02-28"}', '{"date": "2026-02-28"}', '{"date":"20260228"}', '{"date":"0000-01-01"}', "[]", "[[]]", '["go","ada"]', "[0,1]"),
)  # fmt: skip  # one sort a line
ONLY = workflow()


def check(text: str) -> bool:
    """
    Make sure that what is seen at a glance is what there is; tell whether anything was.
    """
    seen = glanced(text)
    if seen is None:
        return False
    found, known = read_in_full(text)
    assert (found, known) == situation_in_brief(text)
    assert (found, known.record_texts, known.people_texts, known.scheme_text) == seen
    assert text == brief(seen.situation).text
    assert situation_text(found) == situation_text(seen.situation)
    return True


def lived(definition: Workflow, data: st.DataObject) -> Situation:
    """
    Draw a situation that a case may come to.
    """
    situation = data.draw(openings(definition))
    for _ in range(data.draw(st.integers(0, 4))):
        situation = decide(definition, situation, data.draw(commands(definition, situation))).after
    return situation


@given(workflows(), st.data())
def test_a_glance_at_what_was_written_sees_what_is_there(definition: Workflow, data: st.DataObject):
    """
    Every situation that a case may come to is seen at a glance as it is read in full.
    """
    assert check(brief(lived(definition, data)).text)


@given(workflows(), st.data())
def test_a_glance_at_what_was_bent_sees_nothing_that_is_not_there(definition: Workflow, data: st.DataObject):
    """
    Wherever a text was cut, doubled or written over, a glance sees what reading in full reads, or nothing.
    """
    text = brief(lived(definition, data)).text
    for _ in range(data.draw(st.integers(1, 3))):
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        last = data.draw(st.sampled_from([first, min(first + 1, len(text)), last]))
        text = text[:first] + data.draw(st.sampled_from(["", text[first:last] * 2, *BITS])) + text[last:]

    check(text)


@given(st.lists(st.sampled_from(BITS), max_size=3), st.integers(0, 9))
def test_a_glance_at_other_parts_sees_nothing_that_is_not_there(bits: list[str], place: int):
    """
    So it is with whatever may stand in the place of a part.
    """
    parts = ['"open"', "0", "0", "[]", "[]", "[]", "[]", "null", "null", "null"]
    said = ",".join(bits)
    for part in (
        said,
        f'"{said}"',
        f"[{said}]",
        f"[[{said}]]",
        f'[["p","guest",[{said}]]]',
        f'["end",0,0,[{said}],[],[],[],null,null,null]',
    ):
        text = f"[{','.join([*parts[:place], part, *parts[place + 1 :]])}]"
        if not check(text):
            try:
                read_in_full(text)
            except NotAHistory:
                continue


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_letters_may_be_in_what_is_said(value: str, actor: str, cause: str):
    """
    Whatever letters are in a value or an id, what was written is read as it was; escapes, and what records are told apart by, in full.
    """
    situation = opened(ONLY).evolved(records=(recorded(value, actor, 5, cause), None, recorded(actor, value, 6)))
    text = brief(situation).text
    if not any(0xD800 <= ord(one) < 0xE000 for one in value + actor + cause):
        assert situation == situation_in_brief(text)[0]
        check(text)


def test_the_shared_scheme_is_seen_too():
    """
    A situation under a scheme is seen at a glance; the scheme's own scheme, which there never is, is not.
    """
    scheme = opened(ONLY)

    assert check(brief(scheme.evolved(scheme=scheme)).text)
    assert not check(brief(scheme.evolved(scheme=scheme.evolved(scheme=scheme))).text)
