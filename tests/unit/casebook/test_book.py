"""
A casebook: cases by their ids, each question loaded, decided and stored in one call.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from attrs import evolve
from tests.small import asks, event, unproved, workflow
from tests.strategies import SCHEME
from tests.unit.casebook.books import DOOR_KEY, EVENING, ROLES, door_book, lived_in

from rjflow.auditing import audit
from rjflow.casebook import Casebook, Message
from rjflow.clock import FixedClock
from rjflow.definition.model import SchemeLink, Way
from rjflow.engine.asking import NotAsked, UnknownName, WrongWorkflow
from rjflow.engine.example import DOOR
from rjflow.engine.replaying import replay
from rjflow.engine.roles import SameRoles
from rjflow.guards.syntax import Among, OfScheme
from rjflow.rules.commands import Fire, SeeScheme
from rjflow.store.case_rows import BentRow
from rjflow.store.memory import MemoryStore
from rjflow.store.port import CaseNotFound, KeyReused, StaleRevision
from rjflow.verifier.verifying import verify

NEWER = verify(evolve(DOOR, version=2)).require()


def test_a_case_goes_its_way_by_its_id():
    """
    Opening, recording and firing by id store every entry, and the case that they come to.
    """
    book, _ = door_book()
    steps = [
        book.open("door-7", people={"gus": "guest"}, actor="ann"),
        book.record("door-7", "key", "found", actor="ann"),
        book.notice("door-7", "break-in", actor="bob"),
        book.leave("door-7", "gus", actor="ann"),
        book.join("door-7", "eve", "guest", actor="ann"),
        book.record("door-7", "key", "found", actor="bob"),
        book.fire("door-7", "lock", actor="ann"),
    ]

    assert all(step.allowed for step in steps)
    assert steps[-1].case == book.case("door-7")
    assert [entry for step in steps for entry in step.entries] == list(book.history("door-7"))
    assert book.case("door-7") == replay(book.history("door-7"), {DOOR_KEY.fingerprint: DOOR})
    assert DOOR == book.workflow("door-7")


def test_a_refusal_leaves_no_trace():
    """
    What may not happen is answered, and nothing is stored, not even the idempotency key.
    """
    book, _ = door_book(store := MemoryStore())
    book.open("door-7", people={}, actor="ann")
    before = store.file("door-7")

    assert not book.fire("door-7", "lock", actor="ann", key="once").allowed
    assert not book.consider("door-7", "lock", actor="ann").allowed
    assert before == store.file("door-7")
    book.record("door-7", "key", "found", actor="ann")
    assert book.fire("door-7", "lock", actor="ann", key="once").allowed


def test_options_are_those_of_the_case_as_it_is():
    """
    What somebody can do follows what was stored meanwhile.
    """
    book, _ = door_book()
    book.open("door-7", people={}, actor="ann")
    before = book.options("door-7", "ann")[0].is_open
    book.record("door-7", "key", "found", actor="bob")

    assert (False, True) == (before, book.options("door-7", "ann")[0].is_open)


@pytest.mark.parametrize("ask", ["case", "history", "workflow", "fire", "sweepless advance"])
def test_a_case_that_is_not_there_is_told_so(ask):
    """
    Every question about a case that was never opened names it.
    """
    book, _ = door_book()
    questions = {
        "case": lambda: book.case("gone"),
        "history": lambda: book.history("gone"),
        "workflow": lambda: book.workflow("gone"),
        "fire": lambda: book.fire("gone", "lock", actor="ann"),
        "sweepless advance": lambda: book.advance("gone"),
    }
    with pytest.raises(CaseNotFound) as raised:
        questions[ask]()

    assert "gone" == raised.value.case


def test_ids_and_keys_are_text():
    """
    A case or a key that is no id is a mistake of the caller.
    """
    book, _ = door_book()
    for case, key in (("", None), ("a\nb", None), (5, None), ("x" * 251, None), ("door-7", ""), ("door-7", 7)):
        with pytest.raises(NotAsked):
            book.open(case, people={}, actor="ann", key=key)
    book.open("\U0001f54a" * 250, people={}, actor="ann", key="\U0001f54a" * 250)


@pytest.mark.parametrize(
    "ask",
    [
        lambda book: Casebook(None, [], roles=ROLES),
        lambda book: Casebook(MemoryStore(), DOOR_KEY, roles=ROLES),
        lambda book: Casebook(MemoryStore(), [DOOR], roles=ROLES),
        lambda book: Casebook(MemoryStore(), [DOOR_KEY], roles=None),
        lambda book: Casebook(MemoryStore(), [DOOR_KEY], roles=ROLES, announce=5),
        lambda book: book.open("door-7", people=None, actor="ann"),
        lambda book: book.open("door-7", people={}, actor="ann", workflow=5),
        lambda book: book.notice("there", "break-in", actor="ann", revision="1"),
        lambda book: book.notice("there", "break-in", actor="ann", revision=True),
        lambda book: book.sweep(most=0),
        lambda book: book.sweep(most="all"),
    ],
)
def test_what_is_not_what_was_asked_for_is_told_so(ask):
    """
    Whatever is handed over instead of what must be is a clear error of ours, and nothing happens.
    """
    book, _ = door_book()
    book.open("there", people={}, actor="ann")
    with pytest.raises(NotAsked):
        ask(book)

    assert 1 == len(book.history("there"))


@pytest.mark.parametrize(
    "said", [5, "text", ("topic",), ("", "text"), ("topic", 5), ("topic", "a\0b"), ("topic", "\ud800")]
)
def test_what_no_database_can_keep_is_not_announced(said):
    """
    A message is a topic and a text; anything else is refused before anything is stored.
    """
    book, _ = door_book(announce=lambda step: [said])
    with pytest.raises(NotAsked):
        book.open("door-7", people={}, actor="ann")
    with pytest.raises(CaseNotFound):
        book.case("door-7")


@pytest.mark.parametrize("text", ["a\0b", "\ud800"], ids=["nul", "half"])
def test_a_text_that_is_not_announced_is_not_called_something_else(text):
    """
    A message whose text no database can keep is told as that, by its topic and without the text.
    """
    book, _ = door_book(announce=lambda step: [("moved", text)])
    with pytest.raises(
        NotAsked, match=r"^the text of a message holds no NULs and no halves of characters; that of `moved` does$"
    ):
        book.open("door-7", people={}, actor="ann")


# ---- revisions -------------------------------------------------------------------------------------------------------


def test_who_saw_an_older_case_changes_nothing():
    """
    A revision that was seen must be the one that the case has; else nothing happens, and the current one is told.
    """
    book, _ = door_book(store := MemoryStore())
    seen = book.open("door-7", people={}, actor="ann").case.revision
    book.record("door-7", "key", "found", actor="ann", revision=seen)
    before = store.file("door-7")
    with pytest.raises(StaleRevision) as raised:
        book.fire("door-7", "lock", actor="bob", revision=seen)

    assert (1, 2) == (raised.value.expected, raised.value.current)
    assert before == store.file("door-7")


def test_a_name_is_given_to_one_case():
    """
    Opening a case of a name that is taken is stale.
    """
    book, _ = door_book()
    book.open("door-7", people={}, actor="ann")
    with pytest.raises(StaleRevision):
        book.open("door-7", people={}, actor="ann")

    assert 1 == len(book.history("door-7"))


def test_threads_of_one_book_never_lose_an_entry():
    """
    Of many threads that record at once, each either stores its entry or is told that it was late; the history replays.
    """
    book, _ = door_book()
    book.open("door-7", people={}, actor="ann")
    start = Barrier(6)

    def record(place):
        start.wait()
        done = 0
        for _ in range(10):
            try:
                done += len(book.record("door-7", "key", "found", actor="ann").entries)
            except StaleRevision:
                continue
        return done

    with ThreadPoolExecutor(6) as pool:
        stored = sum(pool.map(record, range(6)))

    assert 1 + stored == len(book.history("door-7")) == book.case("door-7").revision
    assert book.case("door-7") == replay(book.history("door-7"), {DOOR_KEY.fingerprint: DOOR})


# ---- idempotency -----------------------------------------------------------------------------------------------------


def test_a_key_gives_the_first_answer_again():
    """
    The same question under the same key happens once, and has the answer that it had, whatever happened since.
    """
    book, clock = door_book()
    opened = book.open("door-7", people={}, actor="ann", key="k1")
    found = book.record("door-7", "key", "found", actor="ann", key="k2")
    clock.forward(hours=1)
    locked = book.fire("door-7", "lock", actor="ann", key="k3")

    assert opened == book.open("door-7", people={}, actor="ann", key="k1")
    assert found == book.record("door-7", "key", "found", actor="ann", key="k2")
    assert locked == book.fire("door-7", "lock", actor="ann", key="k3")
    assert 3 == len(book.history("door-7"))


def test_a_key_stands_for_one_question():
    """
    Another question under a key that is taken is refused; under another case's key it is not.
    """
    book, _ = door_book()
    book.open("door-7", people={}, actor="ann", key="k")
    book.open("door-8", people={}, actor="ann", key="k")
    for ask in (
        lambda: book.record("door-7", "key", "found", actor="ann", key="k"),
        lambda: book.open("door-7", people={}, actor="bob", key="k"),
    ):
        with pytest.raises(KeyReused):
            ask()

    assert 1 == len(book.history("door-7"))


def test_the_same_question_asked_twice_at_once_happens_once():
    """
    Threads that ask one question under one key all get the one answer.
    """
    book, _ = door_book()
    book.open("door-7", people={}, actor="ann")
    start = Barrier(6)

    def record(_):
        start.wait()
        return book.record("door-7", "key", "found", actor="ann", key="once")

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(record, range(6)))

    assert all(answers[0] == one for one in answers)
    assert 2 == len(book.history("door-7"))


@pytest.mark.parametrize("key", ["once", "another", None])
def test_who_is_overtaken_by_their_own_question_gets_its_answer(key):
    """
    When somebody else stores the case between a question's loading and its storing, the question is stale, unless it was the same one
    under the same key.
    """
    store = MemoryStore()
    quick, _ = door_book(store)
    quick.open("door-7", people={}, actor="ann")

    def overtake(_):
        quick.record("door-7", "key", "found", actor="ann", key="once")
        return ()

    slow, _ = door_book(store, announce=overtake)
    if key == "once":
        assert slow.record("door-7", "key", "found", actor="ann", key=key).case == quick.case("door-7")
    else:
        with pytest.raises(StaleRevision):
            slow.record("door-7", "key", "found", actor="ann", key=key)
    assert 2 == len(quick.history("door-7"))


# ---- versions --------------------------------------------------------------------------------------------------------


def test_versions_run_side_by_side():
    """
    A case stays under the version that it was opened under; new ones are opened under the newest, or as is said.
    """
    store = MemoryStore()
    door_book(store)[0].open("old", people={}, actor="ann")
    book = Casebook(store, [NEWER, DOOR_KEY], roles=ROLES)
    book.open("new", people={}, actor="ann")
    book.open("chosen", people={}, actor="ann", workflow="door", version=1)
    book.notice("old", "break-in", actor="ann")

    assert [1, 2, 1] == [book.workflow(one).version for one in ("old", "new", "chosen")]
    assert {DOOR_KEY.fingerprint} == {entry.fingerprint for entry in book.history("old")}


def test_a_case_whose_version_is_not_at_hand_can_be_read_only():
    """
    Without the definition that a case runs under, nothing happens to it, and the definition is named; its history is there.
    """
    store = MemoryStore()
    door_book(store)[0].open("old", people={}, actor="ann")
    book = Casebook(store, [NEWER], roles=ROLES)
    with pytest.raises(WrongWorkflow, match="door, version 1"):
        book.notice("old", "break-in", actor="ann")

    assert 1 == len(book.history("old"))


def test_what_to_open_under_must_be_known():
    """
    With several workflows one is named; a name or version that is not at hand is a mistake; two cannot be called the same.
    """
    other = verify(evolve(DOOR, name="gate")).require()
    book = Casebook(MemoryStore(), [DOOR_KEY, other], roles=ROLES)
    with pytest.raises(NotAsked):
        book.open("door-7", people={}, actor="ann")
    with pytest.raises(UnknownName, match="`dor` is not a workflow of this casebook; did you mean `door`"):
        book.open("door-7", people={}, actor="ann", workflow="dor")
    with pytest.raises(UnknownName, match=r"`3` is not a version of door$"):
        book.open("door-7", people={}, actor="ann", workflow="door", version=3)
    changed = verify(evolve(DOOR, deadlines=())).require()
    with pytest.raises(NotAsked, match="two workflows"):
        Casebook(MemoryStore(), [DOOR_KEY, changed], roles=ROLES)


# ---- time ------------------------------------------------------------------------------------------------------------


def test_a_sweep_fires_what_is_due_and_nothing_twice():
    """
    Sweeping moves the cases that time has changed, once; a second sweep, and one before the time, do nothing.
    """
    book, clock = door_book()
    for name in ("a", "b", "c"):
        book.open(name, people={}, actor="ann")
    book.record("c", "key", "found", actor="ann")
    book.fire("c", "lock", actor="ann")
    early = book.sweep()
    clock.forward(hours=13)
    swept = book.sweep()

    assert ((), ()) == early
    assert (["a", "b"], ()) == ([case.id for case in swept.moved], swept.passed)
    assert ((), ()) == book.sweep()
    assert ["watched", "watched", "shut"] == [book.case(name).state for name in ("a", "b", "c")]
    assert [2, 2, 3] == [len(book.history(name)) for name in ("a", "b", "c")]


def test_a_sweep_goes_past_what_it_cannot_move():
    """
    A case whose version is not at hand is named, and holds up no other.
    """
    store = MemoryStore()
    _, clock = door_book(store)
    door_book(store)[0].open("a", people={}, actor="ann")
    book = Casebook(store, [NEWER], roles=ROLES, clock=clock)
    book.open("b", people={}, actor="ann")
    clock.forward(hours=13)
    swept = book.sweep()

    assert (["b"], ("a",)) == ([case.id for case in swept.moved], swept.passed)
    assert ((), ("a",)) == book.sweep(most=1)


def test_sweeps_at_once_fire_a_deadline_once():
    """
    Several who sweep at the same time move each case once between them.
    """
    book, clock = door_book()
    for place in range(20):
        book.open(f"door-{place}", people={}, actor="ann")
    clock.forward(hours=13)
    start = Barrier(4)

    def sweep(_):
        start.wait()
        return len(book.sweep().moved)

    with ThreadPoolExecutor(4) as pool:
        assert 20 == sum(pool.map(sweep, range(4)))
    assert all(2 == len(book.history(f"door-{place}")) for place in range(20))


# ---- what is told, and what is bent ----------------------------------------------------------------------------------


def test_what_is_announced_is_stored_with_the_step():
    """
    Messages are made of what happened, never of a refusal; one that cannot be made keeps everything from being stored.
    """
    book, _ = door_book(store := MemoryStore(), announce=lambda step: [Message("door", step.case.state)])
    book.open("door-7", people={}, actor="ann")
    book.fire("door-7", "lock", actor="ann")

    assert [("door-7", 1, "door", "open")] == [(*row[:2], row.topic, row.text) for row in store.waiting(most=9)]

    def broken(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        door_book(store, announce=broken)[0].notice("door-7", "break-in", actor="ann")
    assert 1 == len(store.entries("door-7"))


def test_a_case_that_somebody_edited_is_not_believed():
    """
    A row that does not fit its seal is refused before anything is decided on it.
    """
    store = lived_in(MemoryStore())
    row = store._cases["door-1"]
    for changed in (
        {"state": "shut"},
        {"situation": row.situation.replace('"open"', '"shut"')},
        {"revision": 2},
        {"head": "0" * 64},
        {"waiver": '["eve","because",1]'},
        {"waiver": "eve"},
        {"situation": "{}"},
    ):
        store._cases["door-1"] = row._replace(**changed)
        book, _ = door_book(store)
        with pytest.raises(BentRow, match="door-1"):
            book.notice("door-1", "break-in", actor="ann")


# ---- under a scheme --------------------------------------------------------------------------------------------------


def test_the_schemes_case_can_be_in_the_same_store():
    """
    What is asked of the scheme is asked of its case as it is stored; a change of it is an entry before the step, and repeated with it.
    """
    ready = asks(OfScheme(Among("ready", ("yes",))))
    go = event("go", Way(from_states=("start",), target="end", needs=ready))
    definition = workflow(go, scheme=SchemeLink(workflow=SCHEME, needs=()))
    roles = SameRoles({"ada": ["worker"], "lea": ["lead"]})
    store, clock = MemoryStore(), FixedClock(EVENING)
    schemes = Casebook(store, [unproved(SCHEME)], roles=roles, clock=clock)
    schemes.open("scheme", people={}, actor="lea")
    book = Casebook(store, [unproved(definition)], roles=roles, clock=clock, scheme=lambda: schemes.case("scheme"))
    book.open("case", people={}, actor="ada")
    refused = book.fire("case", "go", actor="ada")
    schemes.record("scheme", "ready", "yes", actor="lea")
    gone = book.fire("case", "go", actor="ada", key="k")

    assert (False, True) == (refused.allowed, gone.allowed)
    assert [SeeScheme, Fire] == [type(entry.command) for entry in gone.entries]
    assert gone == book.fire("case", "go", actor="ada", key="k")
    assert () == audit(store).flaws


def test_a_casebook_shows_each_only_what_they_may_see():
    """
    A stored case is shown as the engine shows it; to whoever has no part in it there is no such case.
    """
    book, _ = door_book()
    book.open("door-7", people={}, actor="ann")
    refused = book.fire("door-7", "lock", actor="zed")
    book.record("door-7", "key", "found", actor="ann")

    assert [("key", "found")] == [(one.evidence, one.value) for one in book.view("door-7", "bob").records]
    assert ["opened", "recorded"] == [one.what for one in book.seen("door-7", "bob")]
    assert ["actor"] == [one.asked for one in book.told("door-7", refused.decision).missing]
    for look in (book.view, book.seen):
        with pytest.raises(CaseNotFound, match="there is no case door-7"):
            look("door-7", "zed")
