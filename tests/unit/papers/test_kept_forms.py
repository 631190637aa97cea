"""
What is written in forms: kept with the evidence or not at all, under keys, erased, thrown away, and vouched for by the history.
"""

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from attrs import asdict, evolve
from sqlalchemy.orm import Session
from tests.papers import BEGINNING, CASE, ROLES, WRAPPING, Desk, keys, read_little
from tests.small import unproved

from rjflow import BentRow, Casebook, FixedClock, KeyReused, NotAsked
from rjflow.auditing import audit
from rjflow.engine.replaying import replaying
from rjflow.report.auditing import flaw_sentence
from rjflow.report.subject import subject_json, subject_text
from rjflow.rules.commands import File, Tidy
from rjflow.sealing.keys import WrappingKeys, new_line
from rjflow.sealing.port import NoSuchKey
from rjflow.store.memory import MemoryStore
from rjflow.store.safe import PersonErased
from rjflow.store.sql import SqlStore

WORDS = {"answered": "answered", "rating": 8, "words": "It was fine."}
REFERRAL = {"record": "lawful", "route": "victim", "references": "C-17"}


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def store(request, tmp_path):
    """
    Each kind of store, with nothing in it.
    """
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "postgres":
        yield SqlStore(request.getfixturevalue("postgres"))
    else:
        store = SqlStore.at(str(tmp_path / "cases.db"))
        yield store
        store.engine.dispose()


def filed(desk: Desk, actor: str = "fay", case: str = "c1") -> dict[str, dict]:
    """
    Give what somebody sees of forms.
    """
    return {one.form: dict(one.values) for one in desk.book.filed(case, actor)}


def written(forms) -> str:
    """
    Give everything in forms that somebody sees; their `repr` would keep silent.
    """
    return repr([asdict(one) for one in forms])


def flaws(desk: Desk) -> list[str]:
    """
    Say everything that an audit finds.
    """
    return [flaw_sentence(one) for one in audit(desk.store, keys=WRAPPING).flaws]


def words_of(desk: Desk, person: str, actor: str = "cora") -> list[tuple[str, object]]:
    """
    Give what of forms is in what a person is given.
    """
    known = desk.book.subject_access("c1", person, actor=actor)
    return [(f"{one.form}.{one.name}", one.written) for one in known.concerns if one.did == "written"]


def test_evidence_and_words_are_stored_together(store):
    """
    One entry after the evidence says what was written and holds its marks; the words are sealed under the person's key, and the chain verifies.
    """
    desk = Desk(store)
    step = desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    rows = store.personal("c1", "o1").values

    assert ["RecordEvidence", "File"] == [type(entry.command).__name__ for entry in step.entries]
    assert {("rating", "feedback-form"), ("words", "feedback-form")} == {(row.name, row.form) for row in rows}
    assert {step.entries[-1].number} == {row.number for row in rows}
    assert "fine" not in repr(store.file("c1")) + repr(desk.book.filed("c1", "fay"))
    assert {"rating": 8, "words": "It was fine."} == filed(desk)["feedback-form"]
    assert [] == flaws(desk)


def test_what_is_not_stored_is_not_written(store, monkeypatch):
    """
    Where the store does not take the step, nothing of the form is there: neither its evidence nor its words.
    """
    desk = Desk(store)
    before = store.file("c1")
    with monkeypatch.context() as patched:
        patched.setattr(type(store), "append", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")

    assert before == store.file("c1")
    assert "feedback-form" not in filed(desk)


@pytest.mark.parametrize("is_kept", [True, False])
def test_words_are_part_of_the_hosts_transaction(store, is_kept):
    """
    Inside the host's transaction a form is kept with all that is in it when the host commits, and gone with it when it rolls back.
    """
    if isinstance(store, MemoryStore):
        with pytest.raises(NotAsked):
            Desk(store).book.within(object())
        return
    desk = Desk(store)
    before = store.file("c1")
    book = Casebook(store, [keys()[1]], roles=ROLES, clock=desk.clock, keys=WRAPPING)
    with Session(store.engine) as host:
        inside = book.within(host)
        inside.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
        assert "It was fine." in written(inside.filed("c1", "fay"))
        assert "It was fine." not in written(desk.book.filed("c1", "fay"))
        host.commit() if is_kept else host.rollback()

    assert is_kept == ("It was fine." in written(desk.book.filed("c1", "fay"))) == (before != store.file("c1"))
    assert [] == flaws(desk)


def test_words_about_somebody_are_erased_with_them(store):
    """
    Erasing somebody destroys what forms about them say, and no other; nothing more is written about them, but evidence is recorded.
    """
    desk = Desk(store)
    desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    assert desk.book.erase("c1", "o1", actor="fay").allowed

    assert ["referral-form"] == list(filed(desk, "cora"))
    assert () == store.personal("c1", "o1").values
    with pytest.raises(PersonErased):
        desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    assert desk.book.submit("c1", "feedback-form", {"answered": "declined"}, person="o1", actor="fay").allowed
    assert [] == flaws(desk)


def test_what_is_handed_in_again_takes_the_place_of_what_was(store):
    """
    Of a form that is handed in again nothing older is kept, about that person; about others it stays.
    """
    desk = Desk(store)
    desk.book.submit("c1", "referral-form", {**REFERRAL, "references": "old"}, actor="cora")
    desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    desk.book.submit("c1", "referral-form", {"record": "lawful", "route": "agency"}, actor="cora")

    assert {"referral-form": {"route": "agency"}, "feedback-form": {"rating": 8}} == filed(desk, "cora")
    assert 3 == len(store.papers("c1").values)
    assert [] == flaws(desk)


def test_what_is_not_kept_after_the_end_is_gone(store):
    """
    Tidying is an entry that says what was thrown away; the rest is still there, the chain verifies, and a second time there is nothing to do.
    """
    desk = Desk(store)
    desk.book.submit("c1", "referral-form", REFERRAL, actor="cora")
    desk.book.fire("c1", "decline", actor="cora")
    assert (1, ("c1",)) == desk.book.tidy()

    assert {"referral-form": {"route": "victim"}} == filed(desk, "cora")
    assert [Tidy(fields=("referral-form.references",), at=desk.book.case("c1").situation.now)] == [
        entry.command for entry in desk.book.history("c1") if isinstance(entry.command, Tidy)
    ]
    assert (0, ()) == desk.book.tidy()
    assert [] == flaws(desk)


def test_nothing_is_thrown_away_that_must_be_kept():
    """
    An entry that throws away what is kept, or before the end, is not one of this workflow: an audit names it.
    """
    desk = Desk()
    desk.book.submit("c1", "referral-form", REFERRAL, actor="cora")
    desk.book.fire("c1", "decline", actor="cora")
    desk.book.tidy()
    workflow = desk.book.workflow("c1")
    from rjflow.rules.personal import judged

    case = desk.book.case("c1")
    for fields, allowed in ((("referral-form.references",), True), (("referral-form.route",), False)):
        assert allowed == judged(workflow, case.situation, Tidy(fields=fields, at=case.situation.now)).allowed
    open_case = next(iter(replaying(desk.book.history("c1"), {case.fingerprint: workflow}))).case
    assert not judged(
        workflow, open_case.situation, Tidy(fields=("referral-form.references",), at=case.situation.now)
    ).allowed


def test_a_person_is_given_what_they_may_see_of_forms():
    """
    What forms say of a person is given to them where the workflow lets them see it, or where they wrote it; workers are told what is left out.
    """
    theirs = CASE.replace("declined], recorded-by: [facilitator]", "declined], recorded-by: [facilitator, offender]")
    open_words = theirs.replace(
        "visible-to: [facilitator, coordinator]",
        "filled-by: [facilitator, offender]\n    visible-to: [offender, facilitator]",
    )
    workflow = read_little(
        open_words.replace(
            "felt-safe: {one-of: [yes-very, partly, no-not], counted: true}",
            "felt-safe: {one-of: [yes-very, partly, no-not], counted: true, visible-to: [facilitator]}",
        )
    )
    desk = Desk()
    desk.book = Casebook(MemoryStore(), [unproved(workflow)], roles=ROLES, clock=desk.clock, keys=WRAPPING)
    desk.book.open("c1", people={"o1": "offender", "o2": "offender"}, actor="cora")
    for person, words in (("o1", "my words"), ("o2", "their words")):
        values = {"answered": "answered", "felt-safe": "partly", "rating": 3, "words": words}
        assert desk.book.submit("c1", "feedback-form", values, person=person, actor="fay").allowed
    known = desk.book.subject_access("c1", "o1", actor="fay")

    assert [("feedback-form.rating", 3)] == words_of(desk, "o1", "fay")
    assert ("feedback-form.felt-safe", "feedback-form.words") == known.withheld
    assert () == desk.book.subject_access("c1", "o1", actor="ole").withheld
    assert "written about you, “rating in feedback form”: 3" in subject_text(known)
    assert "their words" not in subject_text(known) + subject_json(known)
    desk.book.submit("c1", "feedback-form", {"answered": "answered", "words": "mine"}, person="o1", actor="ole")
    assert [("feedback-form.words", "mine")] == words_of(desk, "o1", "fay")


def test_without_keys_nothing_is_written():
    """
    A casebook without keys takes forms of evidence alone, and says what is missing for others; nothing is stored then.
    """
    book = Casebook(MemoryStore(), [keys()[1]], roles=ROLES, clock=FixedClock(BEGINNING))
    book.open("c1", people={"o1": "offender"}, actor="cora")
    with pytest.raises(NotAsked, match="give the casebook keys="):
        book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")

    assert 1 == len(book.history("c1")) - len([one for one in book.history("c1") if one.command.actor.id == "fay"])
    assert book.submit("c1", "feedback-form", {"answered": "answered"}, person="o1", actor="fay").allowed
    assert () == book.filed("c1", "fay")


def test_the_same_question_is_the_same_words(store):
    """
    Under one idempotency key the same form gives what came of it the first time, and other words are another question.
    """
    desk = Desk(store)
    steps = [desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay", key="k") for _ in range(2)]
    with pytest.raises(KeyReused):
        desk.book.submit("c1", "feedback-form", {**WORDS, "words": "Or not."}, person="o1", actor="fay", key="k")

    assert steps[0] == steps[1]
    assert {"rating": 8, "words": "It was fine."} == filed(desk)["feedback-form"]


def test_another_key_opens_nothing(store):
    """
    Without the wrapping key nothing is read, and after wrapping anew the old one is not needed.
    """
    desk = Desk(store)
    desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    new = new_line("second")

    def book(wrapping: WrappingKeys) -> Casebook:
        return Casebook(store, keys(), roles=ROLES, clock=desk.clock, keys=wrapping)

    with pytest.raises(NoSuchKey):
        book(WrappingKeys(new)).filed("c1", "fay")
    with pytest.raises(NotAsked):
        Casebook(store, keys(), roles=ROLES, clock=desk.clock).filed("c1", "fay")
    both = WrappingKeys.__new__(WrappingKeys)
    both._keys = {**WRAPPING._keys, **WrappingKeys(new)._keys}
    assert 2 == book(both).rewrap()

    assert "It was fine." in written(book(WrappingKeys(new)).filed("c1", "fay"))


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        ("UPDATE rjflow_personal SET form = 'feedback-form' WHERE person = ''", "what was told as “route” is gone"),
        ("DELETE FROM rjflow_personal WHERE name = 'words'", "what was told as “words” is gone"),
        ("UPDATE rjflow_personal SET sealed = 'AAAA' WHERE name = 'words'", "what was told as “words” is gone"),
        ("DELETE FROM rjflow_person_keys WHERE person = ''", "the key of what its forms say is gone"),
        ("UPDATE rjflow_assignments SET worker = 'fox'", "it is kept as given to somebody else than its forms name"),
        ("DELETE FROM rjflow_assignments", "it is kept as given to somebody else than its forms name"),
    ],
)
def test_an_audit_finds_what_was_done_to_forms(tmp_path, tamper, said):
    """
    Whatever is edited, moved or dropped of what forms say, or of who is given to a case, an audit names.
    """
    path = tmp_path / "cases.db"
    desk = Desk(SqlStore.at(str(path)))
    desk.register()
    assert desk.give()
    desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    assert [] == flaws(desk)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(tamper)

    assert any(said in one for one in flaws(desk))
    if "sealed" in tamper:
        with pytest.raises(BentRow):
            desk.book.filed("c1", "fay")
    desk.store.engine.dispose()


def test_nothing_that_is_gone_is_in_the_file(tmp_path):
    """
    What is replaced, thrown away or erased stands nowhere in the SQLite file afterwards, not even sealed.
    """
    path = tmp_path / "cases.db"
    desk = Desk(SqlStore.at(str(path)))
    desk.book.submit("c1", "referral-form", REFERRAL, actor="cora")
    [sealed] = [row.sealed for row in desk.store.papers("c1").values if row.name == "references"]
    assert sealed.encode() in b"".join(one.read_bytes() for one in tmp_path.iterdir())
    desk.book.fire("c1", "decline", actor="cora")
    desk.book.tidy()

    assert sealed.encode() not in b"".join(one.read_bytes() for one in tmp_path.iterdir())
    desk.store.engine.dispose()


def test_values_of_every_kind_come_back():
    """
    Dates, numbers, truths, words and rows come out as they went in.
    """
    more = (
        "on: {date: true}\n      sure: {flag: true}\n      wishes: {several-of: [call, letter]}\n"
        "      days: {rows: {day: {date: true}, note: {text: line}}}\n      words: {text: page}"
    )
    workflow = read_little(CASE.replace("words: {text: page, visible-to: [facilitator]}", more))
    desk = Desk()
    desk.book = Casebook(MemoryStore(), [unproved(workflow)], roles=ROLES, clock=desk.clock, keys=WRAPPING)
    desk.book.open("c1", people={"o1": "offender"}, actor="cora")
    days = [{"day": date(2026, 3, 3), "note": "{}"}, {"note": "tea"}]
    values = {"on": date(2026, 3, 2), "sure": False, "wishes": ["call"], "days": days, "words": '{"date": "x"}'}
    desk.book.submit("c1", "feedback-form", {"answered": "answered", **values}, person="o1", actor="fay")

    assert values == filed(desk)["feedback-form"]


def test_a_form_in_the_history_is_one_of_the_workflow():
    """
    An entry that says that something was written where nothing can be, or by somebody whose form it is not, does not re-derive.
    """
    from rjflow.rules.personal import judged

    desk = Desk()
    desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    [command] = [one.command for one in desk.book.history("c1") if isinstance(one.command, File) and one.command.person]
    workflow, situation = desk.book.workflow("c1"), desk.book.case("c1").situation
    told = command.values[0]
    wrong = (
        evolve(command, form="other"),
        evolve(command, person=None),
        evolve(command, person="v1"),
        evolve(command, form="referral-form"),
        evolve(command, values=(evolve(told, name="answered"),)),
        evolve(command, actor=evolve(command.actor, roles=frozenset(["coordinator"]))),
    )

    assert judged(workflow, situation, command).allowed
    assert [False] * len(wrong) == [judged(workflow, situation, one).allowed for one in wrong]


def test_who_handed_a_form_in_is_shown_to_those_who_may_see_them():
    """
    That somebody whom the case is about filled a form in is not told to those who may not see that they are there.
    """
    text = (
        CASE.replace("offender: {at-least: 1}", "offender: {visible-to: [facilitator], at-least: 1}")
        .replace(
            "complexity: {one-of: [standard, complex], recorded-by: [coordinator]",
            "complexity: {one-of: [standard, complex], recorded-by: [coordinator, offender]",
        )
        .replace(
            "forms:\n",
            "forms:\n  wish: {filled-by: [offender], visible-to: [coordinator, facilitator], fields: {as: {records: complexity, required: true}, how: {text: line}}}\n",
        )
    )
    desk = Desk()
    desk.book = Casebook(MemoryStore(), [unproved(read_little(text))], roles=ROLES, clock=desk.clock, keys=WRAPPING)
    desk.book.open("c1", people={"o1": "offender"}, actor="cora")
    assert desk.book.submit("c1", "wish", {"as": "standard", "how": "slowly"}, actor="ole").allowed

    assert [("fay", "ole"), ("cora", None)] == [(who, desk.book.filed("c1", who)[0].by) for who in ("fay", "cora")]


def test_a_form_that_says_nothing_more_takes_the_place_of_what_it_said(store):
    """
    Handed in again with evidence alone, a form keeps nothing of what it said before, and names nobody any more.
    """
    desk = Desk(store)
    desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    desk.book.submit("c1", "feedback-form", {"answered": "declined"}, person="o1", actor="fay")
    [again] = [one.command for one in desk.book.history("c1") if isinstance(one.command, File)][2:]

    assert ((), "feedback-form") == (again.values, again.form)
    assert ["referral-form"] == list(filed(desk, "cora"))
    assert () == store.personal("c1", "o1").values
    assert [] == flaws(desk)


def test_a_history_says_in_words_what_was_written_and_thrown_away():
    """
    Told in words, a history names the form, whom it is about, and the fields; never what they say.
    """
    from rjflow.report.running import history_text

    desk = Desk()
    desk.book.submit("c1", "referral-form", REFERRAL, actor="cora")
    desk.book.submit("c1", "feedback-form", WORDS, person="o1", actor="fay")
    desk.book.submit("c1", "feedback-form", {"answered": "declined"}, person="o1", actor="fay")
    desk.book.fire("c1", "decline", actor="cora")
    desk.book.tidy()
    said = " ".join(history_text(desk.book.workflow("c1"), desk.book.history("c1").entries).split())

    assert "keep what “the referral” says, apart: route and references" in said
    assert "keep what “feedback form” says about the offender, apart: rating and words" in said
    assert "keep what “feedback form” says about the offender, apart: nothing" in said
    assert "throw away what was written in forms: referral form, references" in said
    assert "C-17" not in said
