"""
What is written in forms, among the personal values; who of a register was given to which open case; how often each actor read something.
"""

import sqlalchemy as sa
from alembic import op

revision = "rjflow0004"
down_revision = "rjflow0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; what was read before has no place among the reads of its actor."""
    op.add_column("rjflow_personal", sa.Column("form", sa.Text()))
    op.add_column("rjflow_reads", sa.Column("place", sa.Integer()))
    op.create_table(
        "rjflow_read_counts",
        sa.Column("actor", sa.Text(), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_table(
        "rjflow_assignments",
        sa.Column("case", sa.Text(), sa.ForeignKey("rjflow_cases.id"), primary_key=True),
        *(sa.Column(name, sa.Text(), primary_key=True) for name in ("form", "person", "field")),
        sa.Column("worker", sa.Text(), nullable=False),
    )
    op.create_index("ix_rjflow_assignments_worker", "rjflow_assignments", ["worker", "case"])
