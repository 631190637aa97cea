"""
Personal values apart from the facts, the keys they are sealed with, and the log of who read what.
"""

import sqlalchemy as sa
from alembic import op

revision = "rjflow0002"
down_revision = "rjflow0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    number = sa.Column("number", sa.Integer(), primary_key=True)
    name = sa.Column("name", sa.Text(), primary_key=True)
    note = sa.Column("evidence", sa.Text())
    _of_a_case("personal", number, name, _text("person"), note, _text("sealed"))
    wrapped = (sa.Column("wrapping", sa.Text()), sa.Column("wrapped", sa.Text()))
    _of_a_case("person_keys", sa.Column("person", sa.Text(), primary_key=True), *wrapped, _hash("mark"))
    op.create_table(
        "rjflow_reads",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        *(_text("case"), sa.Column("at", sa.BigInteger(), nullable=False), _text("actor"), _text("what")),
        sa.Column("person", sa.Text()),
        *(sa.Column("allowed", sa.Integer(), nullable=False), _hash("seal")),
    )
    op.create_index("ix_rjflow_reads_case", "rjflow_reads", ["case", "number"])


# ----------------------------------------------------------------------------------------------------------------------


def _of_a_case(name: str, *columns: "sa.Column[int] | sa.Column[str] | sa.Column[str | None]") -> None:
    case = sa.Column("case", sa.Text(), sa.ForeignKey("rjflow_cases.id"), primary_key=True)
    op.create_table(f"rjflow_{name}", case, *columns)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _hash(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(64), nullable=False)
