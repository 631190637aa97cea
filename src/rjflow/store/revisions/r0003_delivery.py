"""
How often a message was tried, and until when it rests; which calendar a deadline's working days were counted by.
"""

import sqlalchemy as sa
from alembic import op

revision = "rjflow0003"
down_revision = "rjflow0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was armed before says nothing of its calendar."""
    op.add_column("rjflow_deadlines", sa.Column("calendar", sa.Text()))
    op.add_column("rjflow_outbox", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("rjflow_outbox", sa.Column("rests", sa.BigInteger(), nullable=False, server_default="0"))
