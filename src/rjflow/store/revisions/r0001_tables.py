"""
The tables as they were first released.
"""

import sqlalchemy as sa
from alembic import op

revision = "rjflow0001"
down_revision = None
branch_labels = ("rjflow",)
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rjflow_definitions",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        *(_text("name"), _number("version"), _hash("digest"), _text("text")),
    )
    under = sa.ForeignKey("rjflow_definitions.fingerprint")
    op.create_table(
        "rjflow_cases",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("fingerprint", sa.String(64), under, nullable=False),
        *(_number("revision"), _hash("head"), _text("state"), _text("situation")),
        sa.Column("waiver", sa.Text()),
        _hash("seal"),
    )
    op.create_index("ix_rjflow_cases_fingerprint", "rjflow_cases", ["fingerprint"])
    _of_a_case("entries", _number("number", is_key=True), _hash("hash"), _text("text"))
    _of_a_case("deadlines", sa.Column("due", sa.BigInteger(), nullable=False), sa.Column("event", sa.Text()))
    op.create_index("ix_rjflow_deadlines_due", "rjflow_deadlines", ["due", "case"])
    key = sa.Column("key", sa.Text(), primary_key=True)
    _of_a_case("keys", key, _hash("question"), _number("first"), _number("last"), _hash("seal"))
    places = (_number("number", is_key=True), _number("place", is_key=True))
    _of_a_case("outbox", *places, _text("topic"), _text("text"), _hash("seal"), _number("taken"))
    op.create_index("ix_rjflow_outbox_taken", "rjflow_outbox", ["taken"])


# ----------------------------------------------------------------------------------------------------------------------


def _of_a_case(name: str, *columns: "sa.Column[int] | sa.Column[str] | sa.Column[str | None]") -> None:
    case = sa.Column("case", sa.Text(), sa.ForeignKey("rjflow_cases.id"), primary_key=True)
    op.create_table(f"rjflow_{name}", case, *columns)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _hash(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(64), nullable=False)


def _number(name: str, *, is_key: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), primary_key=is_key, nullable=False)
