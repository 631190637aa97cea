"""
The tables, for every database.

Nothing in them is special to one: texts, and whole numbers. Their upgrades stand in `migrations/`; a test holds both to the same shape.

Stands on: SQLAlchemy.   Knows nothing of: rows, cases.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

from rjflow.frozen import frozen

PREFIX = "rjflow_"


@frozen
class Tables:
    """The tables of one store."""

    definitions: Table
    cases: Table
    entries: Table
    deadlines: Table
    keys: Table
    outbox: Table
    personal: Table
    person_keys: Table
    assignments: Table
    reads: Table
    read_counts: Table


def tables(metadata: MetaData) -> Tables:
    """
    Describe the tables in a host's metadata, or in one of their own. All their names begin with `rjflow_`.
    """
    definitions = Table(
        f"{PREFIX}definitions",
        metadata,
        Column("fingerprint", String(64), primary_key=True),
        *(_text("name"), _number("version"), _hash("digest"), _text("text")),
    )
    cases = Table(
        f"{PREFIX}cases",
        metadata,
        Column("id", Text, primary_key=True),
        Column("fingerprint", String(64), ForeignKey(definitions.c.fingerprint), nullable=False, index=True),
        *(
            _number("revision"),
            _hash("head"),
            _text("state"),
            _text("situation"),
            Column("waiver", Text),
            _hash("seal"),
        ),
    )

    def of_a_case(name: str, *columns: "Column[int] | Column[str]") -> Table:
        case = Column("case", Text, ForeignKey(cases.c.id), primary_key=True)
        return Table(f"{PREFIX}{name}", metadata, case, *columns)

    entries = of_a_case("entries", Column("number", Integer, primary_key=True), _hash("hash"), _text("text"))
    deadlines = of_a_case(
        "deadlines", Column("due", BigInteger, nullable=False), Column("event", Text), Column("calendar", Text)
    )
    Index(f"ix_{PREFIX}deadlines_due", deadlines.c.due, deadlines.c.case)
    key = Column("key", Text, primary_key=True)
    keys = of_a_case("keys", key, _hash("question"), _number("first"), _number("last"), _hash("seal"))
    outbox = of_a_case("outbox", *_message())
    people = _of_people(of_a_case)
    return Tables(definitions, cases, entries, deadlines, keys, outbox, *people, *_reads(metadata))


# ----------------------------------------------------------------------------------------------------------------------


def _message() -> "Iterator[Column[int] | Column[str]]":
    """
    Give the columns of a message: its place, what it says, and the marks of its delivery.
    """
    yield from (Column(name, Integer, primary_key=True) for name in ("number", "place"))
    yield from (_text("topic"), _text("text"), _hash("seal"))
    yield Column("taken", Integer, nullable=False, index=True)
    yield Column("tries", Integer, nullable=False, server_default="0")
    yield Column("rests", BigInteger, nullable=False, server_default="0")


def _of_people(of_a_case: Callable[..., Table]) -> tuple[Table, Table, Table]:
    """
    Describe what is kept of people apart from the facts: the values, the keys they are sealed with, and who of a register has which case.
    """
    number, name = Column("number", Integer, primary_key=True), Column("name", Text, primary_key=True)
    personal = of_a_case(
        "personal", number, name, _text("person"), Column("evidence", Text), _text("sealed"), Column("form", Text)
    )
    wrapped = (Column(name, Text) for name in ("wrapping", "wrapped"))
    person_keys = of_a_case("person_keys", Column("person", Text, primary_key=True), *wrapped, _hash("mark"))
    where = (Column(name, Text, primary_key=True) for name in ("form", "person", "field"))
    assignments = of_a_case("assignments", *where, _text("worker"))
    Index(f"ix_{PREFIX}assignments_worker", assignments.c.worker, assignments.c.case)
    return personal, person_keys, assignments


def _reads(metadata: MetaData) -> tuple[Table, Table]:
    """
    Describe the log of who read what, and how often each did, so that no line goes unseen. Its rows refer to no case, so that who looked for one that is not there is logged too.
    """
    number = Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    said = (
        _text("case"),
        Column("at", BigInteger, nullable=False),
        _text("actor"),
        _text("what"),
        Column("person", Text),
    )
    reads = Table(
        f"{PREFIX}reads", metadata, number, *said, _number("allowed"), _hash("seal"), Column("place", Integer)
    )
    Index(f"ix_{PREFIX}reads_case", reads.c.case, reads.c.number)
    counts = Table(f"{PREFIX}read_counts", metadata, Column("actor", Text, primary_key=True), _number("count"))
    return reads, counts


def _text(name: str) -> "Column[str]":
    return Column(name, Text, nullable=False)


def _hash(name: str) -> "Column[str]":
    return Column(name, String(64), nullable=False)


def _number(name: str) -> "Column[int]":
    return Column(name, Integer, nullable=False)
