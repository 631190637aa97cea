"""
`rjflow case`, as whoever walks a case by hand meets it.
"""

import json
import shutil
from datetime import UTC, datetime

import pytest
from tests.doors.test_cli_stores import called

from rjflow import Casebook, SameRoles, VerifiedWorkflow, Waiver, read
from rjflow.cli.exits import Exit
from rjflow.clock import SystemClock
from rjflow.store.sql import SqlStore

VISIT = """\
rjflow: 1
workflow: visit
version: 1
title: A visit
roles: {host: {label: the host of the house}, nurse: {}}
people: {guest: {label: a guest, joins: {by: [host], in: [planned]}, leaves: {by: [host], in: [planned]}}}
evidence:
  key: {label: the key of the house, one-of: [found, lost], recorded-by: [host], current-for: 8 hours, voided-by: [storm]}
  well: {about: guest, flag: true, recorded-by: [nurse], visible-to: [nurse], current-for: 4 weeks}
  beds: {number: {from: 0, to: 9}, recorded-by: [host], current-for: whole-case}
  on: {label: the day, date: true, recorded-by: [host], current-for: whole-case}
  rating: {one-of: [good, bad], current-for: whole-case}
notices: {storm: {by: [host]}}
states: {planned: {start: true}, there: {}, over: {final: true, reasons: [done, ill]}}
events:
  begin: {from: planned, to: there, by: [host], needs: [key is found, "every guest: well is true"]}
  finish: {from: there, to: over, by: [host], records: [rating]}
  forget: {from: planned, to: over, by: [clock, host], reason: done}
deadlines: [{in: planned, after: 4 weeks, then: forget}]
forms:
  letter:
    filled-by: [host]
    visible-to: [host]
    fields:
      beds: {records: beds, required: true}
      rooms: {several-of: [red, blue]}
      nights: {rows: {on: {date: true, required: true}, warm: {flag: true}}}
      words: {text: page}
"""
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STAFF = "roles: {hal: host, nia: [nurse]}\ncases: {trip: {speaks-for: {gus: g1}}, other: {roles: {eve: host}}}\n"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """
    A folder with a store in which one case was opened.
    """
    folder = tmp_path_factory.mktemp("begun")
    for name, text in {"visit.workflow.yaml": VISIT, "staff.yaml": STAFF}.items():
        (folder / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.setattr(SystemClock, "now", lambda _: NOW)
        assert Exit.YES == called("db", "upgrade", "v.db").exit_code
        assert Exit.YES == typed("open", "visit.workflow.yaml", "--person", "g1=guest").exit_code
    return folder


@pytest.fixture
def walked(begun, tmp_path, monkeypatch):
    """
    What types a command about a case that was opened just now.
    """
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SystemClock, "now", lambda _: NOW)
    return typed


def typed(verb, *more, case="trip", who="hal", roles="staff.yaml", **how):
    """
    Type in a command about a case.
    """
    actor = () if who is None else ("--as", who)
    return called("case", verb, "v.db", case, *actor, "--roles", roles, *more, **how)


def test_a_case_is_walked_from_its_opening_to_its_end(walked):
    """
    What may be done is done, each step is stored, and the history is that of a workflow that was proved.
    """
    walked("record", "key=found", "beds=2", "on=2026-03-09")
    walked("record", "well=true", "--of", "g1", who="nia")
    walked("fire", "begin")
    done = walked("fire", "finish", "rating=good", "--reason", "done")

    assert (Exit.YES, True) == (done.exit_code, "over" in done.stdout)
    book = Casebook(SqlStore.at("v.db"), [], roles=SameRoles({}))
    assert ("over", "done") == (book.case("trip").state, book.case("trip").situation.reason)
    assert all(entry.waiver is None for entry in book.history("trip"))


def test_a_refusal_tells_why_and_changes_nothing(walked):
    """
    What is refused is told with its reasons, as far as whoever asked may see them, and ends with 6.
    """
    before = walked("show", "--format", "json", who=None).stdout
    done = walked("fire", "begin")

    assert Exit.REFUSED == done.exit_code
    assert "“the key of the house” is “found”" in " ".join(done.stdout.split())
    assert "well" not in done.stdout
    assert before == walked("show", "--format", "json", who=None).stdout


def test_what_is_hidden_is_shown_to_nobody_but_who_may_see_it(walked):
    """
    A host sees in no answer what a nurse alone may see; whoever has the store and names nobody sees it.
    """
    walked("record", "well=false", "--of", "g1", who="nia")
    said = [
        walked(*words).output for words in (["show"], ["history"], ["options"], ["options", "begin"], ["fire", "begin"])
    ]
    said += [walked(verb, "--format", "json").output for verb in ("show", "history", "options")]

    assert not any("well" in text for text in said)
    assert all("well" in walked(verb, who=who).stdout for verb in ("show", "history") for who in ("nia", None))


def test_a_choice_that_is_met_is_no_reason(walked, tmp_path):
    """
    Of what would do in several ways, nothing is told as missing once one of them is so; as long as none is, each way is told.
    """
    text = VISIT.replace("needs: [key is found, ", "needs: [on is current, {any: [key is found, beds > 0]}, ").replace(
        "workflow: visit", "workflow: choice"
    )
    (tmp_path / "choice.workflow.yaml").write_text(text, "utf-8")
    walked("open", "choice.workflow.yaml", "--person", "g1=guest", case="choice")
    none = walked("fire", "begin", case="choice").stdout
    lacking = walked("options", case="choice").stdout
    walked("record", "beds=2", case="choice")
    one = walked("fire", "begin", case="choice").stdout

    assert all("“the key of the house” is “found”" in " ".join(text.split()) for text in (none,))
    assert all(word in lacking for word in ("begin: 2 conditions not met", "key:", "beds:", "on:"))
    assert ("the key" in one, "“the day” is current" in one) == (False, True)
    assert "begin: 1 condition not met" in walked("options", case="choice").stdout
    assert "key:" not in walked("options", case="choice").stdout


def test_a_record_that_does_not_count_says_so(walked, tmp_path):
    """
    A record that is made before what it needs is kept, and does not count; what it needed is told to who may see it.
    """
    text = VISIT.replace("beds: {number:", "beds: {needs: key is found, number:").replace("visit\n", "needy\n", 1)
    (tmp_path / "needy.workflow.yaml").write_text(text, "utf-8")
    walked("open", "needy.workflow.yaml", "--person", "g1=guest", case="needy")
    done = walked("record", "beds=2", case="needy")

    assert Exit.YES == done.exit_code
    assert "does not count. It needed:" in done.stdout
    assert "“the key of the house” is “found”" in done.stdout


def test_nobody_claims_a_role(walked):
    """
    Roles come from the file, case by case; a role in the name, in the values, or in another case gives nothing.
    """
    assert Exit.REFUSED == walked("record", "key=found", who="eve").exit_code
    assert Exit.REFUSED == walked("record", "key=found", who="gus").exit_code
    assert Exit.WRONG_USAGE == walked("record", "key=found", who="host").exit_code
    assert Exit.WRONG_USAGE == walked("record", "key=found", "role=host").exit_code
    assert Exit.WRONG_USAGE == called("case", "record", "v.db", "trip", "key=found", "--as", "hal").exit_code


def test_who_somebody_is_in_one_case_holds_in_no_other(walked):
    """
    A role that somebody has in one case, and whom of it they speak for, count there and nowhere else.
    """
    walked("open", "visit.workflow.yaml", "--person", "g1=guest", case="other")

    assert Exit.YES == walked("record", "key=found", who="eve", case="other").exit_code
    assert Exit.REFUSED == walked("record", "key=found", who="eve").exit_code
    walked("open", "visit.workflow.yaml", "--person", "g1=guest", case="third")
    assert Exit.REFUSED == walked("record", "key=found", who="eve", case="third").exit_code
    assert Exit.YES == walked("show", who="gus").exit_code
    assert Exit.REFUSED == walked("show", who="gus", case="other").exit_code


def test_a_case_that_runs_unproved_elsewhere_does_not_go_on_here(walked):
    """
    What a host let run without proof is shown, and nothing more is done with it.
    """
    broken = read(
        f"{VISIT}safeguards: [{{id: A, label: nobody begins on a whim, entering: there, must: on is current}}]"
    )
    waived = VerifiedWorkflow.without_proof(broken, Waiver(by="me", reason="a trial", at=0))
    Casebook(SqlStore.at("v.db"), [waived], roles=SameRoles({})).open("whim", people={"g1": "guest"}, actor="hal")

    assert Exit.YES == walked("show", case="whim").exit_code
    assert Exit.BROKEN == walked("record", "key=found", case="whim").exit_code
    assert [] == json.loads(walked("show", "--format", "json", case="whim").stdout)["records"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["fire", "begn"], Exit.WRONG_USAGE, "did you mean `begin`?"),
        (["options", "begn"], Exit.WRONG_USAGE, "did you mean `begin`?"),
        (["record", "ratng=good"], Exit.WRONG_USAGE, "did you mean `rating`?"),
        (["record", "key"], Exit.WRONG_USAGE, "`key` is written as NAME=VALUE"),
        (["record", "key=found", "key=lost"], Exit.WRONG_USAGE, "`key` is given twice"),
        (["record", "key=found", "--of", "g1"], Exit.WRONG_USAGE, "nothing that is given here is about people"),
        (["record"], Exit.WRONG_USAGE, "say what to record"),
        (["record", "key=fund"], Exit.REFUSED, "“fund” was given"),
        (["record", "beds=many"], Exit.REFUSED, "a whole number from 0 to 9"),
        (["record", "on=tomorrow"], Exit.REFUSED, "as a date"),
        (["notice", "strom"], Exit.WRONG_USAGE, "did you mean `storm`?"),
        (["submit", "leter"], Exit.WRONG_USAGE, "did you mean `letter`?"),
        (["submit", "letter", "words=Hello"], Exit.WRONG_USAGE, "`words` is kept under a key"),
        (["submit", "letter"], Exit.REFUSED, "it must be filled in"),
        (["join", "g2", "gest"], Exit.WRONG_USAGE, "did you mean `guest`?"),
        (["fire", "begin", "--revision", "7"], Exit.REFUSED, "was expected at revision 7; it is at revision 1"),
        (["show", "--scheme", "nothing"], Exit.YES, "planned"),
        (["open", "visit.workflow.yaml"], Exit.REFUSED, "there is one already"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_was_meant(walked, words, code, told):
    """
    A wrong name, a wrong value and a case that has moved on are each told in words, with an exit code that says which it was.
    """
    done = walked(*words)

    assert code == done.exit_code
    assert told in " ".join(done.output.split())


@pytest.mark.parametrize(
    ("how", "code", "told"),
    [
        ({"case": "trap"}, Exit.COULD_NOT_RUN, "there is no case of that name"),
        ({"who": "hall"}, Exit.WRONG_USAGE, "did you mean `hal`?"),
        ({"who": "eve"}, Exit.REFUSED, "eve has no part in it"),
        ({"roles": "staf.yaml"}, Exit.COULD_NOT_RUN, "there is no such file"),
    ],
)
def test_who_or_what_is_not_there_is_told(walked, how, code, told):
    """
    A case that is not in the store, somebody who is not in the file, somebody without a part, a file that is not there.
    """
    done = walked("show", **how)

    assert code == done.exit_code
    assert told in " ".join(done.output.split())


def test_a_store_is_not_made_by_mistake(walked, tmp_path):
    """
    A new case in a store that is not there makes none, and says how one is made.
    """
    done = called("case", "open", "w.db", "trip", "visit.workflow.yaml", "--as", "hal", "--roles", "staff.yaml")

    assert Exit.COULD_NOT_RUN == done.exit_code
    assert "`rjflow db upgrade w.db` makes a new store" in done.output
    assert not (tmp_path / "w.db").exists()


def test_a_workflow_that_is_not_kept_opens_no_case(walked, tmp_path):
    """
    Nothing runs that was not proved.
    """
    broken = VISIT + "safeguards: [{id: A, label: nobody begins on a whim, entering: there, must: on is current}]\n"
    (tmp_path / "broken.workflow.yaml").write_text(broken, "utf-8")
    done = walked("open", "broken.workflow.yaml", case="whim")

    assert (Exit.BROKEN, True) == (done.exit_code, "nobody begins on a whim" in done.stderr)
    assert Exit.COULD_NOT_RUN == walked("show", case="whim").exit_code


def test_people_come_and_go_and_notices_end_what_was_known(walked):
    """
    Whoever is added is there until they are removed, and what a notice ends counts no more.
    """
    walked("record", "key=found")
    assert Exit.YES == walked("join", "g2", "guest").exit_code
    assert Exit.YES == walked("notice", "storm").exit_code
    shown = json.loads(walked("show", "--format", "json").stdout)
    assert (["g1", "g2"], [("key", "void")]) == (
        [one["id"] for one in shown["people"]], [(one["evidence"], one["stands"]) for one in shown["records"]],
    )  # fmt: skip
    assert Exit.YES == walked("leave", "g2").exit_code
    assert Exit.REFUSED == walked("leave", "g2").exit_code


def test_whoever_looks_is_logged_where_the_workflow_says_so(walked, tmp_path):
    """
    Under a workflow that has its reads logged, whoever looks says who they are, and stands in the log.
    """
    text = VISIT.replace("workflow: visit", "workflow: logged\nreads: logged")
    (tmp_path / "logged.workflow.yaml").write_text(text, "utf-8")
    walked("open", "logged.workflow.yaml", "--person", "g1=guest", case="log")
    nobody = walked("show", case="log", who=None)
    walked("show", case="log")
    walked("history", case="log", who="eve")

    assert (Exit.WRONG_USAGE, True) == (nobody.exit_code, "so --as says who looks" in nobody.output)
    assert ["hal", "eve"] == [json.loads(one)["actor"] for one in called("audit", "reads", "v.db").stdout.splitlines()]


def test_a_form_of_others_is_refused_before_it_is_read(walked):
    """
    Whoever may not hand a form in is told so, and nothing of what they wrote.
    """
    done = walked("submit", "letter", "beds=3", who="nia")

    assert Exit.REFUSED == done.exit_code
    assert "it is the host of the house who asks" in done.stdout
    assert "refused: record “beds”\n" in done.stdout


@pytest.mark.parametrize("written", ["yaml", "json"])
def test_a_form_is_handed_in_from_a_file(walked, tmp_path, written):
    """
    What is evidence in it is recorded, and all else is read again with the keys, each value of its own sort.
    """
    called("keys", "new", "k.keys", "--name", "first")
    values = {"beds": 3, "rooms": ["red"], "nights": [{"on": "2026-03-09", "warm": True}], "words": "17"}
    text = json.dumps(values) if written == "json" else (
        "beds: 3\nrooms: [red]\nnights: [{on: 2026-03-09, warm: true}]\nwords: '17'\n"
    )  # fmt: skip
    (tmp_path / "letter").write_text(text, "utf-8")
    done = walked("submit", "letter", "--values", "letter", "--keys", "k.keys")
    filed = json.loads(walked("forms", "--keys", "k.keys", "--format", "json").stdout)
    del values["beds"]

    assert Exit.YES == done.exit_code
    assert [values] == [one["values"] for one in filed]
    assert "words: 17" in walked("forms", "--keys", "k.keys").stdout
    assert "with --keys" in walked("forms").output


def test_a_form_that_is_wrong_is_told_whole(walked):
    """
    Everything that is wrong with a form is told at once, to people and to programs, and nothing of it is taken.
    """
    called("keys", "new", "k.keys", "--name", "first")
    done = walked("submit", "letter", "rooms=red,green", "bed=2", "--keys", "k.keys")
    told = json.loads(walked("submit", "letter", "bed=2", "--keys", "k.keys", "--format", "json").stdout)

    assert Exit.REFUSED == done.exit_code
    assert all(word in done.stdout for word in ("“red” or “blue”", "`bed`", "it must be filled in"))
    assert (False, [["bed"], ["beds"]]) == (told["allowed"], sorted(one["where"] for one in told["mistakes"]))


def test_several_records_end_at_the_first_that_is_refused(walked):
    """
    What was recorded before stays, what comes after is not tried, and a revision that was seen counts for the first.
    """
    done = walked("record", "key=found", "beds=99", "on=2026-03-09", "--revision", "1")
    shown = json.loads(walked("show", "--format", "json").stdout)

    assert Exit.REFUSED == done.exit_code
    assert ["key"] == [one["evidence"] for one in shown["records"]]
    assert Exit.YES == walked("record", "beds=1", "on=2026-03-09", "--revision", "2").exit_code


def test_options_say_what_to_type_and_what_the_rest_lacks(walked):
    """
    What may be done is told with the names to type; of one event that may not be done, every reason; programs get the same.
    """
    whole = walked("options").stdout
    lacks = walked("options", "begin")
    may = walked("options", "forget")

    assert all(
        word in whole for word in ("forget", "begin: 1 condition not met", "key: “the key of the house”", "finish")
    )
    assert (Exit.REFUSED, True) == (lacks.exit_code, "refused: begin" in lacks.stdout)
    assert (Exit.YES, True) == (may.exit_code, may.stdout.startswith("may be done now: forget"))
    assert ["begin", "finish", "forget"] == [
        one["event"] for one in json.loads(walked("options", "--format", "json").stdout)
    ]
    assert not json.loads(walked("options", "begin", "--format", "json").stdout)["allowed"]


def test_the_whole_case_is_told_with_what_the_clock_does(walked):
    """
    Without a name everything is told, the revision and the deadlines too; with one they are not.
    """
    whole, theirs = walked("show", who=None).stdout, walked("show").stdout

    assert "revision 1" in whole
    assert "30 March 2026, 10:00" in whole.replace("09:00", "10:00")
    assert "“forget”" in whole
    assert not any(word in theirs for word in ("revision", "forget"))


def test_the_history_is_told_and_can_be_kept(walked):
    """
    A history as somebody may see it has each thing that happened; the whole one can be read by `rjflow.engine.encoding`.
    """
    walked("record", "key=found")
    walked("notice", "storm")
    walked("join", "g2", "guest")
    walked("leave", "g2")
    walked("fire", "forget", "--reason", "done")
    theirs = walked("history").stdout

    assert ["open", "record", "give notice", "add", "remove", "forget"] == [
        next(word for word in ("open", "record", "give notice", "add", "remove", "forget") if f": {word}" in line)
        for line in theirs.replace("\n         ", " ").splitlines()
    ]
    assert 6 == len(walked("history", "--format", "json", who=None).stdout.splitlines())


def test_what_others_were_told_can_be_looked_up(walked):
    """
    Where nothing was told, that is said.
    """
    assert "Nobody was told anything.\n" == walked("shares").stdout
    assert [] == json.loads(walked("shares", "--format", "json").stdout)


def test_a_misspelt_role_is_pointed_out(walked, tmp_path):
    """
    A role that the workflow does not have gives nothing, and where one is near it is said which.
    """
    (tmp_path / "slip.yaml").write_text("roles: {hal: hots, nia: [nurse, gardener]}", "utf-8")
    done = walked("record", "key=found", roles="slip.yaml")

    assert Exit.REFUSED == done.exit_code
    assert "slip.yaml: `hots` is not a role of visit; did you mean `host`?" in done.stderr
    assert "" == walked("record", "well=true", "--of", "g1", who="nia", roles="slip.yaml").stderr


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        ("rols: {hal: host}", "1:1", "did you mean `roles`?"),
        ("roles: [hal]", "1:8", "`roles` must be names"),
        ("roles: {hal: [[host]]}", "1:15", "`hal` must be a word, or a list of words"),
        ("cases: {trip: host}", "1:15", "`trip` must be"),
        ("cases: {trip: {who: 3}}", "1:16", "it can have `roles` and `speaks-for`"),
        ("", "1:1", "begin it with `roles:`"),
        ("roles: {hal: host", "1:8", "closed"),
    ],
)
def test_a_roles_file_with_a_mistake_is_told_with_its_place(walked, tmp_path, text, where, told):
    """
    Each mistake of a roles file has a code and a place, and nobody has a role by a file with a mistake.
    """
    (tmp_path / "bad.yaml").write_text(text, "utf-8")
    done = walked("show", roles="bad.yaml")

    assert Exit.INVALID == done.exit_code
    assert f"bad.yaml:{where}" in done.output
    assert told in " ".join(done.output.split())


# ---- what is told of people ------------------------------------------------------------------------------------------


@pytest.fixture
def keyed(walked):
    """
    The same, with a file of wrapping keys.
    """
    called("keys", "new", "k.keys", "--name", "first")
    return walked


def test_what_is_told_of_somebody_is_kept_apart_and_can_be_erased(keyed):
    """
    The newest text under each name counts, whoever may not see it sees nothing, and once it is erased nothing is there and no more is kept.
    """
    with_key = ("--keys", "k.keys")
    assert Exit.YES == keyed("tell", "g1", "phone=0113 496 0001", "name=Gus", *with_key).exit_code
    assert Exit.YES == keyed("tell", "g1", "phone=0113 496 0002", *with_key).exit_code
    noted = keyed("tell", "g1", "cough=since Monday", "--note-to", "well", *with_key, who="nia")
    told = json.loads(keyed("personal", "g1", "--format", "json", *with_key).stdout)
    by_nia = keyed("personal", "g1", *with_key, who="nia").stdout

    assert "allowed: keep about g1 (a guest), apart: cough\n" == noted.stdout
    assert {"phone": "0113 496 0002", "name": "Gus"} == told["values"]
    assert [] == told["notes"]
    assert "cough to well (entry 4): since Monday" in by_nia
    assert "0113" not in keyed("history", who=None).stdout

    assert "allowed: erase what was kept about g1 (a guest)\n" == keyed("erase", "g1", "--for-good").stdout
    assert "What was told about g1 was erased.\n" == keyed("personal", "g1", *with_key).stdout
    for again in (keyed("tell", "g1", "name=Gus", *with_key), keyed("erase", "g1", "--for-good")):
        assert (Exit.REFUSED, "") == (again.exit_code, again.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tell", "g1"), "say what is told"),
        (("tell", "g1", "name=Gus"), "--keys names the file"),
        (("tell", "g1", "name=Gus", "--note-to", "wel", "--keys", "k.keys"), "did you mean `well`"),
        (("tell", "g1", "phone of Gus=1", "--keys", "k.keys"), "a name such as `phone`"),
        (("personal", "g9", "--keys", "k.keys"), "g9"),
        (("erase", "g1"), "--for-good"),
        (("erase", "g9", "--for-good"), "g9"),
    ],
)
def test_what_cannot_be_told_or_erased_is_said_and_nothing_is_kept(keyed, words, said):
    """
    Wrong names, missing keys and an erasure that may not be meant end with 2, say what to do, and change nothing.
    """
    before = keyed("history", who=None).stdout
    done = keyed(*words)

    assert Exit.WRONG_USAGE == done.exit_code
    assert said in " ".join(done.output.split())
    assert before == keyed("history", who=None).stdout


def test_who_has_nothing_to_do_with_somebody_neither_tells_nor_sees(keyed):
    """
    What the rules refuse ends with 6; personal values are none of a nurse's business who only records how somebody is about others.
    """
    keyed("tell", "g1", "name=Gus", "--keys", "k.keys")

    assert Exit.REFUSED == keyed("personal", "g1", "--keys", "k.keys", who="eve").exit_code
    assert "refused: erase what was kept about g1" in keyed("erase", "g1", "--for-good", who="gus").stdout
    assert Exit.REFUSED == keyed("tell", "g9", "name=Eve", "--keys", "k.keys").exit_code


def test_what_was_told_of_somebody_who_left_is_seen_and_can_be_erased(keyed):
    """
    It is still there when they are gone from the case, so whoever operates the store can look at it, and destroy it.
    """
    keyed("join", "g2", "guest")
    keyed("tell", "g2", "name=Gil", "--keys", "k.keys")
    keyed("leave", "g2")

    assert "name: Gil" in keyed("personal", "g2", "--keys", "k.keys").stdout
    assert Exit.YES == keyed("erase", "g2", "--for-good").exit_code
    assert "What was told about g2 was erased.\n" == keyed("personal", "g2", "--keys", "k.keys").stdout
