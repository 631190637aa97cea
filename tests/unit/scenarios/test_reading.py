"""
One slip in a scenario file: it gets one diagnostic, at the right characters, with help that can be followed.
"""

from datetime import UTC, date, datetime

import pytest
from tests.unit.scenarios.talks import FOLDER

from rjflow.instants import instant
from rjflow.reader.characters import empty
from rjflow.scenarios.model import Do, InDays, Saying, Wait
from rjflow.scenarios.reading import read_scenarios
from rjflow.sources.errors import InvalidWorkflow
from rjflow.sources.span import SourceText

GOOD = """\
rjflow: 1
scenarios-of: talk.workflow.yaml
begins: 2026-03-02 09:00
workers: {fran: host, gil: keeper}
people: {robin: asker, kit: asked, sam: guest}
about: [robin, kit]
answers: {told-on: in 3 days}
backgrounds:
  agreed: [{by: fran, record: agreement, is: given}]
scenarios:
  - scenario: two talk
    given: {background: agreed, time: 2026-06-01}
    when:
      - {by: fran, do: note, with: {told-on: 2026-06-02}}
      - {by: fran, do: finish, reason: talked, refused: true}
      - wait: 2 days
      - {by: fran, joins: sam}
    then: {evidence: {approval: absent}, due: {give-up: 2026-07-01}}
"""


def told(content: str) -> list[tuple[str, str, str | None]]:
    """
    Give the code, the characters and the help of every problem of a file.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        read_scenarios(content, name="talk.scenarios.yaml", folder=FOLDER)
    return [(one.code, one.underlined, one.help) for one in raised.value.diagnostics]


@pytest.mark.parametrize(
    ("old", "new", "code", "underlined", "help_"),
    [
        ("talk.workflow.yaml", "tlak.workflow.yaml", "RJ234", "tlak.workflow.yaml", "did you mean `talk.workflow.yaml`?"),
        ("gil: keeper", "gil: keper", "RJ221", "keper", "did you mean `keeper`?"),
        ("sam: guest", "sam: geust", "RJ224", "geust", "did you mean `guest`?"),
        ("answers: {told-on", "answers: {tolt-on", "RJ222", "tolt-on", "did you mean `told-on`?"),
        ("told-on: in 3 days", "told-on: in three days", "RJ243", "in three days",
         "write a date, such as `2026-03-12`, or `today`, `in 10 days`, or `2 weeks ago`"),
        ("is: given", "is: givn", "RJ240", "givn", "did you mean `given`?"),
        ("do: note", "do: notes", "RJ225", "notes", "did you mean `note`?"),
        ("reason: talked", "reason: taked", "RJ231", "taked", "did you mean `talked`?"),
        ("approval: absent", "approval: maybe", "RJ243", "maybe", "write `true` or `false`, without quotes"),
        ("due: {give-up", "due: {leave", "RJ326", "leave", "deadlines fire `give-up`"),
        ("about: [robin, kit]", "about: [robin, kitt]", "RJ401", "kitt", "did you mean `kit`?"),
        ("joins: sam", "joins: gil", "RJ401", "gil", "there are `robin`, `kit`, and `sam`"),
        ("sam: guest}", "sam: asked}\nx: 1", "RJ102", "x", None),
        ("about: [robin, kit]", "about: [robin, kit, lea]", "RJ401", "lea", "there are `robin`, `kit`, and `sam`"),
        ("sam: guest}\nabout: [robin, kit]", "sam: asked}\nabout: [robin, kit, sam]", "RJ252", "sam", "take one out"),
        ("    when:", "    whne:", "RJ102", "whne", "did you mean `when`?"),
        ("wait: 2 days", "wait: two days", "RJ115", "two days", "did you mean `2 days`?"),
        ("wait: 2 days", "{wait: 2 days, by: fran}", "RJ111", "by", "take one of the two out"),
        ("wait: 2 days", "{wait: 2 days, refused: true}", "RJ111", "refused", "take one of the two out"),
        ("{by: fran, joins: sam}", "{by: fran, joins: sam, leaves: sam}", "RJ108", "leaves",
         "keep the one that says what happens"),
        ("by: fran, do: note, ", "do: note, ", "RJ110", "do",
         "write `by:` too: who does it; but for `do`, the first of this file who may, where it is left out"),
        ("wait: 2 days", "scheme: [form-group]", "RJ248", "form-group",
         "take it out, or name a workflow that works under a scheme"),
        ("refused: true", "refused: yes", "RJ104", "yes", "write `true`, or delete the key"),
        ("refused: true", "refused-because: [{}]", "RJ104", "{}", "write text"),
        ("evidence: {approval: absent}", "held-from: talking", "RJ102", "held-from", None),
        ("background: agreed", "state: waiting, held-from: talking", "RJ253", "waiting",
         "take `held-from` out, or give a state that has `holds: true`"),
    ],
)  # fmt: skip  # one slip to a line reads best
def test_one_slip_is_told_once_where_it_is(old, new, code, underlined, help_):
    """
    A slip is one diagnostic with the help that mends it.
    """
    assert 1 == GOOD.count(old)
    found = told(GOOD.replace(old, new))

    assert [(code, underlined)] == [one[:2] for one in found]
    assert help_ is None or help_ == found[0][2]


def test_what_must_be_there_is_not_to_be_deleted():
    """
    A key that cannot be left out is to be filled; a file without scenarios is not told to be one.
    """
    (found,) = told(GOOD[: GOOD.index("scenarios:\n")] + "scenarios: []\n")

    assert ("RJ106", "[]", "write at least one") == found[:3]


def test_every_slip_of_a_file_is_told_in_one_go():
    """
    Slips in different parts of a file are all told, in file order, and a name that nobody has only once.
    """
    content = GOOD.replace("fran: host", "fran: hots").replace("do: note", "do: nott").replace("give-up", "give-pu")
    content = content.replace("is: given", "is: given, of: [kitt]").replace("joins: sam", "joins: kitt")

    assert ["RJ221", "RJ401", "RJ225", "RJ225"] == [one[0] for one in told(content)]


def test_scenarios_of_what_is_no_workflow_are_told_so(tmp_path):
    """
    A safeguard file has no mistakes that somebody could mend first; it is another sort of file.
    """
    (tmp_path / "talk.workflow.yaml").write_text("rjflow: 1\nsafeguards-file: ours\nversion: 1\n", "utf-8")

    with pytest.raises(InvalidWorkflow) as raised:
        read_scenarios(GOOD, name="talk.scenarios.yaml", folder=tmp_path)

    [found] = raised.value.diagnostics
    assert ("RJ366", "talk.workflow.yaml", "this is a safeguard file, not a workflow") == (
        found.code,
        found.underlined,
        found.message,
    )


def test_a_workflow_with_mistakes_is_told_as_one(tmp_path):
    """
    Where the workflow cannot be read, that is said once, with its first mistake.
    """
    (tmp_path / "talk.workflow.yaml").write_text("rjflow: 1\nworkflow: talk\n")
    with pytest.raises(InvalidWorkflow) as raised:
        read_scenarios(GOOD, name="talk.scenarios.yaml", folder=tmp_path)

    (only,) = raised.value.diagnostics
    assert ("RJ365", "talk.workflow.yaml") == (only.code, only.underlined)


@pytest.mark.parametrize(
    ("name", "begins"), [("talk.scenarios.yaml", "`scenarios-of:`"), ("talk.workflow.yaml", "`workflow:`")]
)
def test_an_empty_file_is_told_how_its_sort_begins(name, begins):
    """
    Whoever saved a scenario file before writing it is not told to write a workflow.
    """
    assert begins in (empty(SourceText(name, "")).help or "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "RJ125"),
        ("- a\n", "RJ126"),
        ("rjflow: 1\nworkflow: talk\n", "RJ366"),
        ("rjflow: 1\nsafeguards-file: x\n", "RJ366"),
    ],
)
def test_a_file_of_another_sort_is_told_so(content, code):
    """
    Whatever else a file is, it is told in one diagnostic.
    """
    assert [code] == [one[0] for one in told(content)]


def test_moments_are_those_of_the_workflows_own_clocks():
    """
    A moment in summer is an hour earlier in UTC than London's clocks show; a day alone is its beginning.
    """
    file = read_scenarios(GOOD, folder=FOLDER)

    assert instant(datetime(2026, 5, 31, 23, tzinfo=UTC)) == file.scenarios[0].given.at


def test_names_and_values_are_resolved():
    """
    A step holds what was written, with dates as dates and days to come as such.
    """
    file = read_scenarios(GOOD, folder=FOLDER)
    first, _, wait, _ = file.scenarios[0].steps

    assert Do("note", "fran", (Saying("told-on", date(2026, 6, 2)),)) == first.act
    assert isinstance(wait.act, Wait)
    assert (Saying("told-on", InDays(3)),) == file.answers


def test_layout_is_no_part_of_what_a_file_says():
    """
    Two files that differ in blanks and brackets only are equal.
    """
    other = GOOD.replace("about: [robin, kit]", "about:\n  - robin\n  - kit\n\n# the two\n")

    assert read_scenarios(GOOD, folder=FOLDER) == read_scenarios(other, folder=FOLDER)
