"""
Spans and logs: useful to whoever runs the program, and about nobody.
"""

import asyncio
import inspect
import logging

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from sqlalchemy.ext.asyncio import create_async_engine
from tests.unit.integrations.houses import house_book

from rjflow.casebook import AsyncCasebook, Casebook
from rjflow.engine.asking import NotAsked, UnknownName
from rjflow.integrations.telemetry import TracedCasebook, traced
from rjflow.store.case_rows import BentRow
from rjflow.store.memory import MemoryStore
from rjflow.store.port import CaseNotFound, KeyReused, StaleRevision
from rjflow.store.sql import SqlStore

KEY = b"a key of 16 bytes"
# Everything that could tell somebody apart, or what was recorded: ids of the case and of people, values, keys, texts of errors and messages.
PRIVATE = {
    *(
        "quiet-street-7",
        "quiet-street",
        "ann-porter",
        "oda-owner",
        "guest-gus",
        "mallory",
        "secret-key",
        "found",
        "much",
        "little",
    ),
    *("2026-03-09", "typed by mistake", "a secret text", "cannot reach gus", "other-case"),
}


@pytest.fixture
def spans():
    """
    What is collected, and what makes it.
    """
    collected = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(collected))
    collected.tracer = provider.get_tracer("test")
    yield collected
    provider.shutdown()


def live(book, clock):
    """
    Do and ask everything that a casebook takes, mistakes included.
    """
    from datetime import date

    case = "quiet-street-7"
    book.open(case, people={"guest-gus": "guest"}, actor="ann-porter", key="secret-key")
    book.open(case, people={"guest-gus": "guest"}, actor="ann-porter", key="secret-key")
    book.fire(case, "lock", actor="ann-porter", reason="night")
    book.fire(case, "lock", actor="mallory", reason="typed by mistake")
    book.record(case, "key", "found", actor="ann-porter")
    book.record(case, "trust", "much", actor="oda-owner")
    book.record(case, "trust", "typed by mistake", actor="oda-owner")
    book.record(case, "leaving", date(2026, 3, 9), person="guest-gus", actor="guest-gus")
    book.notice(case, "break-in", actor="ann-porter")
    book.join(case, "other-case", "guest", actor="ann-porter")
    book.leave(case, "other-case", actor="ann-porter")
    book.leave(case, "typed by mistake", actor="ann-porter")
    book.options(case, "ann-porter")
    book.consider(case, "lock", actor="ann-porter")
    book.history(case)
    book.workflow(case)
    for mistake, wrong in [
        (UnknownName, lambda: book.fire(case, "quiet-street", actor="ann-porter")),
        (UnknownName, lambda: book.record(case, "typed by mistake", "found", actor="ann-porter")),
        (CaseNotFound, lambda: book.case("other-case")),
        (StaleRevision, lambda: book.notice(case, "break-in", actor="ann-porter", revision=1)),
        (KeyReused, lambda: book.notice(case, "break-in", actor="mallory", key="secret-key")),
        (NotAsked, lambda: book.record(case, "key", ["a secret text"], actor="ann-porter")),
    ]:
        with pytest.raises(mistake):
            wrong()
    clock.forward(hours=13)
    book.due()
    book.view(case, "ann-porter")
    book.seen(case, "oda-owner")
    book.told(case, book.consider(case, "lock", actor="mallory"))
    list(book.exports_of(case))
    book.shares(case, "ann-porter")
    book.statistics()
    book.tidy()
    book.advance(case)
    book.sweep()

    def send(message):
        raise OSError("cannot reach gus")

    book.deliver(send)
    clock.forward(hours=1)
    book.deliver(lambda message: None)


def house(**more):
    """
    A casebook that says secret things to those who may hear them, over people with tell-tale names.
    """
    from rjflow.engine.roles import SameRoles

    roles = SameRoles({"ann-porter": ["porter"], "oda-owner": ["owner"]}, acts_for={"guest-gus": ["guest-gus"]})
    return house_book(announce=lambda step: [("moved", "a secret text")], **{"roles": roles, **more})


def said_in(spans):
    """
    Give everything that is in spans, as one text.
    """
    return "\n".join(span.to_json() for span in spans.get_finished_spans())


def test_no_span_tells_of_anybody(spans):
    """
    Whatever is asked, done or mistaken, no span holds an id, a value, a key or the text of an error.
    """
    book, clock = house()
    live(traced(book, tracer=spans.tracer, key=KEY), clock)
    said = said_in(spans)

    assert 25 < len(spans.get_finished_spans())
    assert [] == sorted(word for word in PRIVATE if word in said)


def test_no_log_tells_of_anybody(caplog):
    """
    The same, of everything that is logged at any level, its structured part included.
    """
    book, clock = house()
    with caplog.at_level(logging.DEBUG, logger="rjflow"):
        live(book, clock)
    said = "\n".join(
        f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name.startswith("rjflow")
    )

    assert 13 < len(caplog.records)
    assert [] == sorted(word for word in PRIVATE if word in said)


def test_a_leak_would_be_found(caplog):
    """
    The words that are looked for are words that a case does hold: a text of its history has nearly all of them.
    """
    from rjflow.engine.encoding import as_lines

    book, clock = house()
    live(book, clock)
    held = as_lines(book.history("quiet-street-7").entries)

    assert {"quiet-street-7", "ann-porter", "oda-owner", "guest-gus", "found", "much", "2026-03-09"} <= {
        word for word in PRIVATE if word in held
    }


def test_a_span_says_what_came_of_a_question(spans):
    """
    A span names the policy, the event and the answer; of a refusal, what kinds of things stood in the way.
    """
    book, _ = house()
    book = traced(book, tracer=spans.tracer)
    book.open("quiet-street-7", people={}, actor="ann-porter")
    book.fire("quiet-street-7", "lock", actor="mallory", reason="night")
    opened, fired = spans.get_finished_spans()

    assert ("rjflow.open", "rjflow.fire") == (opened.name, fired.name)
    assert {
        "rjflow.workflow": "house",
        "rjflow.version": 1,
        "rjflow.what": "lock",
        "rjflow.allowed": False,
        "rjflow.missing": "actor,needs",
        "rjflow.moves": 0,
        "rjflow.state": "open",
    } == dict(fired.attributes)


def test_spans_of_one_case_are_found_together(spans):
    """
    Under a key, each case has one reference, which is another under another key; without a key, there is none.
    """
    for key in (KEY, b"another key, of 16 bytes", None):
        book, _ = house()
        book = traced(book, tracer=spans.tracer, key=key)
        book.open("quiet-street-7", people={}, actor="ann-porter")
        book.case(case="quiet-street-7")
    references = [span.attributes.get("rjflow.case") for span in spans.get_finished_spans()]

    assert references[0] == references[1] != references[2] == references[3]
    assert [None, None] == references[4:]


@pytest.mark.parametrize("key", [b"", b"short", "a text of more than 16"])
def test_a_key_cannot_be_guessed(key):
    """
    A key that could be tried out, or is no key, is refused.
    """
    with pytest.raises(NotAsked):
        traced(house()[0], key=key)


def test_an_error_is_named_by_its_kind_alone(spans):
    """
    What the host caused is no failure of the program; what nobody expected is, and both are told by their kind.
    """
    store = MemoryStore()
    book, _ = house(store=store)
    book = traced(book, tracer=spans.tracer)
    with pytest.raises(CaseNotFound):
        book.case("quiet-street-7")
    store.load = None
    with pytest.raises(TypeError):
        book.case("quiet-street-7")
    ours, theirs = spans.get_finished_spans()

    assert ("CaseNotFound", StatusCode.UNSET) == (ours.attributes["error.type"], ours.status.status_code)
    assert ("TypeError", StatusCode.ERROR) == (theirs.attributes["error.type"], theirs.status.status_code)
    assert [(), ()] == [tuple(one.events) for one in (ours, theirs)]


def test_every_question_is_traced(tmp_path, spans):
    """
    Whatever can be asked of a casebook is a span, with the same arguments; inside a host's transaction too.
    """
    public = {name for name, _ in inspect.getmembers(Casebook, inspect.isfunction) if not name.startswith("_")}

    assert public <= set(vars(TracedCasebook))
    for name in public - {"within"}:
        assert inspect.signature(getattr(Casebook, name)) == inspect.signature(getattr(TracedCasebook, name))
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = traced(house(store=store)[0], tracer=spans.tracer)
    with store.engine.connect() as connection:
        book.within(connection).open("quiet-street-7", people={}, actor="ann-porter")
        connection.rollback()
    store.engine.dispose()

    assert ["rjflow.open"] == [span.name for span in spans.get_finished_spans()]


def test_an_awaited_casebook_is_traced_too(tmp_path, spans):
    """
    What is awaited of a traced casebook is a span as well.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = traced(house(store=store)[0], tracer=spans.tracer)

    async def main():
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'cases.db'}")
        cases = AsyncCasebook(book, engine)
        await cases.open("quiet-street-7", people={}, actor="ann-porter")
        await cases.fire("quiet-street-7", "lock", actor="mallory", reason="night")
        await cases.deliver(lambda message: None)
        await engine.dispose()

    asyncio.run(main())
    store.engine.dispose()

    *asked, delivered = spans.get_finished_spans()
    assert ["rjflow.open", "rjflow.fire", "rjflow.deliver"] == [span.name for span in (*asked, delivered)]
    assert {"rjflow.sent": 1, "rjflow.failed": 0, "rjflow.bent": 0} == dict(delivered.attributes)


def test_logs_are_silent_until_the_host_wants_them(capfd):
    """
    A program that has configured no logging sees nothing of ours, not even a warning.
    """
    book, clock = house()
    live(book, clock)

    assert ("", "") == capfd.readouterr()
    assert any(isinstance(one, logging.NullHandler) for one in logging.getLogger("rjflow").handlers)


def test_a_log_says_what_came_of_a_question(caplog):
    """
    A line names what was asked and what came of it; the same stands in the record as data.
    """
    book, _ = house()
    with caplog.at_level(logging.INFO, logger="rjflow"):
        book.open("quiet-street-7", people={}, actor="ann-porter")
        book.fire("quiet-street-7", "lock", actor="mallory", reason="night")

    assert [
        "open workflow=house version=1 what= allowed=True moves=0 state=open",
        "fire workflow=house version=1 what=lock allowed=False missing=actor,needs moves=0 state=open",
    ] == [record.getMessage() for record in caplog.records]
    assert ("house", False) == (caplog.records[1].rjflow["workflow"], caplog.records[1].rjflow["allowed"])


def test_a_row_that_was_edited_is_told_to_the_operator(caplog):
    """
    A case that a sweep leaves as it is, is logged as a warning with the reason's kind.
    """
    store = MemoryStore()
    book, clock = house(store=store)
    book.open("quiet-street-7", people={}, actor="ann-porter")
    store._cases["quiet-street-7"] = store._cases["quiet-street-7"]._replace(state="shut")
    clock.forward(hours=13)
    swept = book.sweep()

    assert ("quiet-street-7",) == swept.passed
    warned = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert ["passed error=BentRow"] == warned
    with pytest.raises(BentRow):
        book.case("quiet-street-7")
