"""
Forms: what is asked, what is taken in, what is kept apart, and who may see it.
"""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from tests.papers import BEGINNING, CASE, ROLES, Desk, little, read_little

from rjflow.cli.program import program
from rjflow.clock import FixedClock
from rjflow.definition.keeping import as_text, from_text
from rjflow.engine.filing import BadForm
from rjflow.engine.running import Engine
from rjflow.report.explaining import explanation
from rjflow.report.forms import form_schema, form_text, problem_sentence
from rjflow.rules.commands import RecordEvidence
from rjflow.verifier.verifying import verify

GOOD = {"record": "lawful", "route": "victim"}


@pytest.fixture
def desk():
    """A desk with one case."""
    return Desk()


def wrong(desk: Desk, form: str, values, actor: str = "cora", person: str | None = None) -> list[str]:
    """
    Say what is wrong with a form.
    """
    before = desk.book.case("c1")
    with pytest.raises(BadForm) as bad:
        desk.book.submit("c1", form, values, actor=actor, person=person)
    assert before == desk.book.case("c1")
    workflow = little()
    return [problem_sentence(workflow, workflow.forms[form], one) for one in bad.value.problems]


def test_a_form_records_evidence_and_keeps_the_rest_apart(desk):
    """
    What conditions use is in the history; what else was written is kept apart, and nowhere in the history.
    """
    risks = [{"domain": "physical", "likelihood": "low", "mitigation": "two workers"}]
    step = desk.book.submit("c1", "referral-form", {**GOOD, "references": "C-17", "risks": risks}, actor="cora")

    assert [("referral", "lawful")] == [
        (entry.command.given.evidence, entry.command.given.value)
        for entry in step.entries
        if isinstance(entry.command, RecordEvidence)
    ]
    assert {"route": "victim", "references": "C-17", "risks": risks} == desk.book.filed("c1", "cora")[0].values
    assert "C-17" not in repr(desk.book.history("c1"))


def test_python_shows_nothing_of_what_was_written_apart(desk):
    """
    What an engine gives back of a form names its fields, and keeps silent about what stands in them.
    """
    engine = Engine(verify(little()).require(), roles=ROLES, clock=FixedClock(BEGINNING))
    case = engine.open("c2", people={"o1": "offender", "v1": "victim"}, actor="cora").case
    filing = engine.submit(case, "referral-form", {**GOOD, "references": "C-17"}, actor="cora")

    assert "C-17" == filing.personal["references"]
    assert "C-17" not in repr(filing)
    assert "references" in repr(filing)


def test_every_problem_of_a_form_is_told_at_once(desk):
    """
    A form in which something is wrong is not taken, and each mistake is a sentence that says what to write.
    """
    values = {
        "record": "maybe",
        "references": "x" * 201,
        "risks": [{"domain": "moon"}, {"what": 1, "domain": "physical"}],
        "odd": 1,
    }

    assert [
        "the referral has no field `odd`",
        "record: it must be “lawful” or “not lawful”",
        "route: it must be filled in",
        "references: it has at most 200 characters",
        "risks, row 1, domain: it must be “physical” or “emotional”",
        "risks, row 2: there is no column `what`",
    ] == wrong(desk, "referral-form", values)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("rating", 11, "rating: it must be a whole number from 1 to 10"),
        ("rating", True, "rating: it must be a whole number from 1 to 10"),
        ("felt-safe", "no", "felt safe: it must be “yes very”, “partly”, or “no not”"),
        ("words", "  ", "words: it must be words"),
        ("words", 3, "words: it must be words"),
        ("words", "x" * 10_001, "words: it has at most 10000 characters"),
        ("answered", None, "answered: it must be filled in"),
    ],
)
def test_a_field_says_only_what_it_can_say(desk, field, value, said):
    """
    Nothing is converted: a value is one that the field can have, or the form is not taken.
    """
    values = {"answered": "answered", field: value}

    assert [said] == wrong(desk, "feedback-form", values, "fay", "o1")


def test_a_form_is_about_somebody_who_is_there(desk):
    """
    A form about people says for whom, and one about the case for nobody.
    """
    for person in (None, "v1", "nobody"):
        refused = desk.book.submit("c1", "feedback-form", {"answered": "answered"}, actor="cora", person=person)
        assert not refused.allowed
        assert ["feedback form: say for which offender"] == wrong(
            desk, "feedback-form", {"answered": "answered"}, "fay", person
        )
    assert ["the referral: it is about the case, and about nobody"] == wrong(desk, "referral-form", GOOD, person="o1")


def test_whoever_may_not_fill_it_in_learns_nothing_of_what_is_wrong(desk):
    """
    A form that is not theirs is refused before it is looked at, and nothing is kept.
    """
    refused = desk.book.submit("c1", "referral-form", {"odd": 1}, actor="fay")

    assert (False, ["actor"]) == (refused.allowed, [one.asked for one in refused.decision.missing])


def test_a_form_happens_as_a_whole_or_not_at_all(desk):
    """
    When one piece of its evidence is refused nothing of a form is recorded or kept.
    """
    desk.register()
    assert desk.give()
    desk.close()
    before = desk.book.case("c1")
    refused = desk.book.submit("c1", "referral-form", {**GOOD, "references": "late"}, actor="cora")

    assert (False, before) == (refused.allowed, desk.book.case("c1"))
    assert "late" not in repr([dict(one.values) for one in desk.book.filed("c1", "cora")])


def test_a_date_may_be_written(desk):
    """
    A date is a date, or the text of one, as programs that hold JSON have it.
    """
    text = CASE.replace("words: {text: page, visible-to: [facilitator]}", "words: {text: page}\n      on: {date: true}")
    form = read_little(text).forms["feedback-form"]

    assert {"type": "string", "format": "date", "title": "on"} == form_schema(little(), form)["properties"]["on"]


def test_each_sees_of_forms_what_they_may(desk):
    """
    A form is seen by those it is visible to, a field that says so by fewer, and whoever has no part sees none.
    """
    values = {"answered": "answered", "rating": 8, "words": "It was fine."}
    assert desk.book.submit("c1", "feedback-form", values, actor="fay", person="o1").allowed
    seen = {who: desk.book.filed("c1", who)[-1].values for who in ("fay", "cora")}

    assert {"rating": 8, "words": "It was fine."} == seen["fay"]
    assert {"rating": 8} == seen["cora"]
    assert () == desk.book.filed("c1", "ole")


def test_handing_a_form_in_twice_replaces_it(desk):
    """
    What a form said before, about the same person, is replaced.
    """
    for route in ("victim", "agency"):
        desk.book.submit("c1", "referral-form", {"record": "lawful", "route": route}, actor="cora")

    assert [{"route": "agency"}] == [one.values for one in desk.book.filed("c1", "cora")]


def test_the_same_form_twice_under_one_key_happens_once(desk):
    """
    An idempotency key gives what came of the form the first time.
    """
    steps = [desk.book.submit("c1", "referral-form", GOOD, actor="cora", key="k") for _ in range(2)]

    assert steps[0] == steps[1]


def test_a_schema_says_what_a_form_takes():
    """
    The JSON Schema has every field, its label, its help, its words with their spoken form, and what must be filled in.
    """
    schema = form_schema(little(), little().forms["referral-form"])

    assert ["record", "route"] == schema["required"]
    assert {"const": "not-lawful", "title": "not lawful"} == schema["properties"]["record"]["oneOf"][1]
    assert "a reference and never an address" == schema["properties"]["references"]["description"]
    assert ["domain"] == schema["properties"]["risks"]["items"]["required"]
    assert json.loads(json.dumps(schema)) == schema


def test_a_form_is_drawn_to_be_filled_in_by_hand():
    """
    The text has every label, every choice, and room to write.
    """
    text = form_text(little(), little().forms["feedback-form"])

    assert "for each offender." in text
    assert "( ) partly" in text
    assert "____ (a whole number from 1 to 10)" in text


def test_the_command_shows_a_form(tmp_path):
    """
    `rjflow form` lists forms, draws one, and says what it does not find.
    """
    from tests.papers import SCHEME

    (tmp_path / "scheme.workflow.yaml").write_text(SCHEME, "utf-8")
    path = tmp_path / "case.workflow.yaml"
    path.write_text(CASE, "utf-8")
    run = CliRunner()

    assert "referral-form: the referral" in run.invoke(program, ["form", str(path)]).output
    assert "The referral\n" in run.invoke(program, ["form", str(path), "referral-form"]).output
    drawn = run.invoke(program, ["form", str(path), "referral-form", "--format", "json-schema"]).output
    assert "the referral" == json.loads(drawn)["title"]
    lost = run.invoke(program, ["form", str(path), "referal-form"])
    assert (1, True) == (lost.exit_code, "did you mean `referral-form`?" in lost.output)


def test_paper_is_part_of_the_definition():
    """
    Forms, exports, registers and what is kept are written down with a definition, and told by `explain`.
    """
    workflow = little()

    assert workflow == from_text(as_text(workflow))
    told = explanation(workflow)
    for heading in ("Forms\n", "What others are told\n", "What is left after the end\n"):
        assert heading in told


def test_dates_of_evidence_may_be_written_too(desk):
    """
    Evidence that is a date takes the text of one from a form.
    """
    from rjflow.definition.papers import Records
    from rjflow.rules.filing import taken_apart

    scheme = little().scheme.workflow
    form = little().forms["feedback-form"]
    field = form.fields["answered"]
    from attrs import evolve

    from rjflow.frozen import frozen_map

    dated = evolve(
        form,
        about="facilitator",
        fields=frozen_map({"until": evolve(field, name="until", kind=Records("registered-until"))}),
    )
    situation = desk.book.case("scheme").situation
    written = taken_apart(scheme, situation, dated, {"until": "2026-04-01"}, "fay", lambda _kind, _who: ())

    assert [date(2026, 4, 1)] == [one.value for one in written.given]


def test_an_overlay_changes_adds_and_removes_paper(tmp_path):
    """
    Forms, exports and what is kept are sections like others: an overlay changes them in part, adds whole ones, and takes some out.
    """
    from tests.papers import SCHEME

    from rjflow.reader.reading import read_file

    (tmp_path / "scheme.workflow.yaml").write_text(SCHEME, "utf-8")
    (tmp_path / "case.workflow.yaml").write_text(CASE, "utf-8")
    (tmp_path / "other.workflow.yaml").write_text(
        "rjflow: 1\nextends: case.workflow.yaml\nversion: 2\n"
        "change: {forms: {feedback-form: {fields: {rating: {number: {from: 0, to: 5}}}}}}\n"
        "add:\n"
        "  forms: {note: {fields: {complexity: {records: complexity, required: true}, words: {text: page}}}}\n"
        "  kept: [{after: 2 weeks, reasons: [done], only: [note]}]\n"
        "remove: {exports: [feedback-to-referrer], roles: [referrer]}\n",
        "utf-8",
    )
    laid = read_file(tmp_path / "other.workflow.yaml")

    assert (0, 5) == (
        laid.forms["feedback-form"].fields["rating"].kind.low,
        laid.forms["feedback-form"].fields["rating"].kind.high,
    )
    assert ["referral-form", "allocation", "feedback-form", "note"] == list(laid.forms)
    assert (["outcome-to-probation"], 3) == (list(laid.exports), len(laid.kept))


def test_paper_is_laid_out_without_changing_what_it_says(tmp_path):
    """
    `rjflow fmt` lays forms out in the one way, and the file says the same.
    """
    from tests.papers import SCHEME

    from rjflow.reader.writing import formatted

    assert little() == read_little(formatted(CASE), formatted(SCHEME))
    assert formatted(formatted(CASE)) == formatted(CASE)
