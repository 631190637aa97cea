"""
Reading whole workflows.
"""

from pathlib import Path

import pytest
from tests.zoo import TINY_MEETING, TINY_SCHEME, ZOO, animal

from rjflow.definition.lookup import as_condition
from rjflow.definition.model import Way, Workflow
from rjflow.definition.safeguards import Before, Entering
from rjflow.guards.syntax import And, ForPeople, GateHolds, MeaningHolds, OfScheme
from rjflow.guards.writing import written
from rjflow.reader.reading import Known, read, read_file, read_safeguards
from rjflow.sources.errors import InvalidWorkflow


def problems(text: str, folder: Path | None = None) -> list[tuple[str, str]]:
    """
    Give the code and the underlined characters of everything wrong with a text.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        read(text, folder=folder)
    return [(found.code, found.underlined) for found in raised.value.diagnostics]


def changed(name: str, *changes: tuple[str, str]) -> str:
    """
    Give a text of the zoo with some words changed.
    """
    text = ZOO[name]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("name", ZOO)
def test_every_animal_of_the_zoo_can_be_read(name: str) -> None:
    """
    The workflows that all tests share are well-formed.
    """
    assert name == animal(name).name


def test_layout_changes_nothing() -> None:
    """
    Comments, quotes, line ends and the order of sections do not matter.
    """
    sections = ZOO["two-doors"].split("roles:")
    moved = (
        "# a comment\n"
        + sections[0].replace("title: ", "title: '").replace("other is not", "other is not'")
        + ("roles:" + sections[1])
    )

    assert animal("two-doors") == read(moved.replace("\n", "\r\n"))


def test_labels_are_spoken_names_unless_written() -> None:
    """
    A name is said with spaces for hyphens where nobody wrote a label.
    """
    labels = [event.label for event in animal("tiny-meeting").events.values()]

    assert ["hold the meeting", "end meeting", "withdraw", "try again"] == labels


def test_a_wildcard_covers_what_is_neither_listed_nor_final() -> None:
    """
    `any-except` is written out.
    """
    (pause,) = animal("held").events["pause"].ways

    assert (("fresh", "busy"), True) == (pause.from_states, pause.wildcard)


def test_reasons_left_out_are_all_of_the_states_reasons() -> None:
    """
    An event that names no reason can end a case for any of them.
    """
    (finish,) = animal("door").events["finish"].ways

    assert ("done",) == finish.reasons


def test_who_may_see_evidence_is_who_may_record_it_unless_written() -> None:
    """
    Without `visible-to`, evidence is for those who record it, with an event or by itself.
    """
    text = changed("tiny-meeting", ("{one-of: [good, bad], recorded-by: [facilitator],", "{one-of: [good, bad],"))

    assert ("facilitator",) == read(text).evidence["meeting-report"].visible_to


def test_a_misspelt_name_is_told_once() -> None:
    """
    A name that nothing has is one mistake, however often it stands there.
    """
    text = changed("tiny-meeting", ("facilitator: {label: the facilitator}", "facilitater: {label: the facilitator}"))

    with pytest.raises(InvalidWorkflow) as raised:
        read(text)
    (only,) = raised.value.diagnostics

    assert ("RJ221", "facilitator", "did you mean `facilitater`?") == (only.code, only.underlined, only.help)
    assert only.notes[-1].startswith("also on lines ")


def test_problems_of_all_sorts_come_in_one_go_and_in_file_order() -> None:
    """
    Shape, names, conditions and structure are told together.
    """
    text = changed(
        "tiny-meeting",
        ("version: 1", "version: one"),
        ("risk in (low, medium)", "risk in (low, mediun)"),
        ("needs: risk is current", "needs: risk is curent"),
        ("from: stopped, to: preparing", "from: stoped, to: preparing"),
    )

    assert [("RJ104", "one"), ("RJ240", "curent"), ("RJ240", "mediun"), ("RJ220", "stoped")] == [
        (code, word) for code, word in problems(text)
    ]


def test_what_a_broken_section_lacks_is_not_held_against_others() -> None:
    """
    A section that cannot be read does not make every use of its names a mistake.
    """
    text = changed("door", ("roles: {worker: {label: the worker}}", "roles: [worker]"))

    assert ["roles"] == [word for _, word in problems(text)] or 1 == len(problems(text))


@pytest.mark.parametrize(
    ("text", "help_text"),
    [
        ("rjflow: 1\nsafeguards-file: a\nversion: 1\ntitle: b\n", "name a workflow that `satisfies` it"),
        ("rjflow: 1\nscenarios-of: a.yaml\n", "name a workflow; `rjflow test` acts scenarios out"),
    ],
)
def test_a_file_of_another_sort_is_told_what_it_is_for(text: str, help_text: str) -> None:
    """
    Whoever gives safeguards or scenarios where a workflow is wanted is told what is done with such a file.
    """
    with pytest.raises(InvalidWorkflow) as caught:
        read(text)

    assert [("RJ366", help_text)] == [(one.code, one.help) for one in caught.value.diagnostics]


def test_a_scheme_that_cannot_be_read_is_told_of_once(tmp_path: Path) -> None:
    """
    Where the file of the scheme is not there, nobody is told that it has no such register.
    """
    text = TINY_MEETING.replace("title:", "scheme: {workflow: service.yaml, needs: [staff-ready]}\ntitle:", 1)
    text += "forms:\n  given: {filled-by: [facilitator], event: hold, fields: {who: {from-register: workers}}}\n"
    with pytest.raises(InvalidWorkflow) as caught:
        read(text, folder=tmp_path)

    assert not [one for one in caught.value.diagnostics if one.code == "RJ376"]


def test_the_scheme_is_asked_before_every_contact_and_meeting(tmp_path: Path) -> None:
    """
    What the scheme must have is an ordinary requirement of each way into a meeting, and of nothing else.
    """
    (tmp_path / "service.yaml").write_text(TINY_SCHEME)
    text = TINY_MEETING.replace("title:", "scheme: {workflow: service.yaml, needs: [staff-ready]}\ntitle:", 1)
    workflow = read(text, folder=tmp_path)

    def asks_scheme(way: Way) -> bool:
        condition = as_condition(way.needs)
        return isinstance(condition, And) and OfScheme(GateHolds("staff-ready")) in condition.conditions

    asking = {name for name, event in workflow.events.items() if any(map(asks_scheme, event.ways))}

    assert {"hold-meeting"} == asking


def test_overlays_are_laid_over_their_base(tmp_path: Path) -> None:
    """
    An overlay is read as the workflow that results from it.
    """
    (tmp_path / "base.yaml").write_text(ZOO["diamond"])
    overlay = """\
rjflow: 1
extends: base.yaml
workflow: stricter
version: 2
change: {evidence: {road: {current-for: 1 day}}}
"""
    (tmp_path / "stricter.yaml").write_text(overlay)
    found = read_file(tmp_path / "stricter.yaml")

    assert ("stricter", 2) == (found.name, found.version)
    assert animal("diamond").evidence["road"].window.length == 2 * found.evidence["road"].window.length


def test_what_others_have_read_makes_no_difference(tmp_path: Path) -> None:
    """
    Overlays in several folders, which call their base otherwise, are read with each other's files as alone: each is told its own names.
    """
    rules = "rjflow: 1\nsafeguards-file: rules\nversion: 1\ntitle: Rules\nsafeguards: [{id: R1, label: no way, never: in goal}]\n"
    (tmp_path / "rules.yaml").write_text(rules)
    (tmp_path / "base.yaml").write_text(f"{ZOO['diamond']}\nsatisfies: [rules.yaml]\n")
    known: Known = {}
    for home in ("one", "other"):
        (tmp_path / home).mkdir()
        path = tmp_path / home / "stricter.yaml"
        path.write_text("rjflow: 1\nextends: ../base.yaml\nworkflow: stricter\nversion: 2\n")

        alone, found = read_file(path), read(path.read_bytes(), name=str(path), folder=path.parent, known=known)

        assert alone == found
        assert [f"{path.parent}/../rules.yaml"] == [one.span.source.name for one in found.safeguards if one.span]
        assert {f"{path.parent}/../base.yaml"} == {one.span.source.name for one in found.events.values() if one.span}


def test_an_overlay_of_itself_is_refused(tmp_path: Path) -> None:
    """
    A file that changes itself has no beginning.
    """
    (tmp_path / "b").mkdir()
    (tmp_path / "a.yaml").write_text("rjflow: 1\nextends: b/../a.yaml\nversion: 1\n")

    with pytest.raises(InvalidWorkflow) as raised:
        read_file(tmp_path / "a.yaml")

    assert ["RJ251"] == [found.code for found in raised.value.diagnostics]


# ---- safeguards ------------------------------------------------------------------------------------------------------


def with_safeguards(tmp_path: Path, text: str, *changes: tuple[str, str]) -> Workflow:
    """
    Read the tiny meeting with a safeguard file that it must satisfy.
    """
    head = "rjflow: 1\nsafeguards-file: demands\nversion: 1\ntitle: Demands\nsafeguards:\n"
    (tmp_path / "demands.yaml").write_text(head + text)
    workflow = changed("tiny-meeting", ("time-zone:", "satisfies: [demands.yaml]\ntime-zone:"), *changes)
    return read(workflow, folder=tmp_path)


def test_a_meaning_becomes_what_provides_it(tmp_path: Path) -> None:
    """
    A safeguard file speaks through meanings; the workflow's own evidence stands in for them.
    """
    found = with_safeguards(tmp_path, '- {id: A, label: a, entering: kind meeting, must: "every participant: consent"}')
    form = found.safeguards[0].form

    assert isinstance(form, Entering)
    assert isinstance(form.condition, ForPeople)
    assert isinstance(form.condition.condition, MeaningHolds)
    assert form.condition.condition.provided is not None
    assert "consent is given" == written(form.condition.condition.provided)


def test_a_group_is_asked_kind_by_kind_where_evidence_differs(tmp_path: Path) -> None:
    """
    Different evidence may provide one meaning for different kinds of people.
    """
    said = "flag: true, recorded-by: [facilitator], current-for: 1 day, means: {agreed: [true]}"
    found = with_safeguards(
        tmp_path,
        '- {id: A, label: a, entering: kind meeting, must: "every participant: agreed"}',
        ("    means: {consent: [given]}", "    means: {consent: [given], agreed: [given]}"),
        ("    about: participant", "    about: victim"),
        ("recorded-by: [facilitator, participant]", "recorded-by: [facilitator, victim]"),
        ("every participant: consent is given", "every victim: consent is given"),
        ("  risk:\n", f"  agreement: {{about: responsible, {said}}}\n  nod: {{about: supporter, {said}}}\n  risk:\n"),
    )
    form = found.safeguards[0].form

    assert isinstance(form, Entering)
    assert isinstance(form.condition, And)
    assert ["victim", "offender", "supporter"] == [
        part.group for part in form.condition.conditions if isinstance(part, ForPeople)
    ]


def test_what_must_have_happened_is_every_piece_of_evidence_with_the_meaning(tmp_path: Path) -> None:
    """
    Where two pieces of evidence provide a meaning, each is demanded by a safeguard of its own.
    """
    found = with_safeguards(
        tmp_path,
        "- {id: A, label: a, before: kind meeting, must-have: checked}",
        ("means: {acceptable-risk: [low, medium]}", "means: {acceptable-risk: [low, medium], checked: any}"),
        ("means: {risk-approval: [approved]}", "means: {risk-approval: [approved], checked: [approved]}"),
    )
    forms = {one.id: one.form for one in found.safeguards if one.origin == "demands"}

    assert ["A-risk", "A-approval"] == list(forms)
    assert all(isinstance(form, Before) and 1 == len(form.must_have) for form in forms.values())


def test_a_safeguard_without_its_step_is_left_out(tmp_path: Path) -> None:
    """
    A demand about letters says nothing of a workflow without letters.
    """
    found = with_safeguards(tmp_path, "- {id: A, label: a, entering: contact indirect, must: letter-read}")

    assert ["M1", "M2"] == [safeguard.id for safeguard in found.safeguards]


def test_a_meeting_that_is_no_state_is_a_kind_of_state_that_is_missing(tmp_path: Path) -> None:
    """
    A safeguard that needs a meeting to have been is answered by a state, and by no meaning of evidence.
    """
    with pytest.raises(InvalidWorkflow) as raised:
        with_safeguards(
            tmp_path,
            "- {id: A, label: a, after: kind hearing, not-before: kind meeting, without: kind hearing}",
        )

    [found] = [one for one in raised.value.diagnostics if one.code == "RJ235"]
    assert "write `kind: hearing` at the state that is one" == found.help


def test_each_missing_meaning_is_told_once() -> None:
    """
    However many core safeguards need a meaning, a workflow lacks it once.
    """
    text = TINY_MEETING.replace("title:", "satisfies: [core]\ntitle:", 1)

    with pytest.raises(InvalidWorkflow) as raised:
        read(text)
    found = [diagnostic.message for diagnostic in raised.value.diagnostics]

    assert sorted(set(found)) == sorted(found)
    assert {"RJ235"} == {diagnostic.code for diagnostic in raised.value.diagnostics}


def test_a_workflow_without_meetings_or_people_satisfies_core_as_it_is() -> None:
    """
    Core speaks of contacts and of people; where there are none, it demands little.
    """
    text = ZOO["door"].replace("title:", "satisfies: [core]\ntitle:", 1)

    assert ["L1"] == [safeguard.id for safeguard in read(text).safeguards]


def test_core_can_be_read_by_itself() -> None:
    """
    The conditions of the shipped safeguards can be read, whatever workflow they are held against.
    """
    from rjflow.shipped import shipped

    path = shipped("core")
    assert path is not None

    assert "core" == str(read_safeguards(path.read_bytes()).safeguards_file)


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[3].glob("workflows/*.workflow.yaml")), ids=lambda p: p.name
)
def test_every_shipped_workflow_can_be_read(path: Path) -> None:
    """
    What comes with rjflow is well-formed.
    """
    assert path.name.removesuffix(".workflow.yaml") == read_file(path).name


def test_an_exception_to_a_parted_safeguard_excepts_all_its_parts(tmp_path: Path) -> None:
    """
    A safeguard that became several is excepted as a whole.
    """
    found = with_safeguards(
        tmp_path,
        "- {id: A, label: a, before: kind meeting, must-have: checked}",
        ("means: {acceptable-risk: [low, medium]}", "means: {acceptable-risk: [low, medium], checked: any}"),
        ("means: {risk-approval: [approved]}", "means: {risk-approval: [approved], checked: [approved]}"),
        ("safeguards:\n", "except: [{safeguard: A, owner: me, reason: new, until: 2027-01-31}]\nsafeguards:\n"),
    )

    assert ["A-risk", "A-approval"] == [one.safeguard for one in found.exemptions]


def test_the_example_of_the_design_can_be_read() -> None:
    """
    What was promised before a line was written is what can be read now.
    """
    found = read_file(Path(__file__).parents[2] / "as_designed.workflow.yaml")

    assert ("ew-post-sentence", "L4") == (found.name, found.safeguards[-1].id)
