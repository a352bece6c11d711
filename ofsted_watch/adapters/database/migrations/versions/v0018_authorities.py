"""Authorities that were added or ended since the register of this version was written."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of added and ended authorities. It is empty: the register holds those known until now."""
    op.create_table(
        "authorities",
        sa.Column("urn", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("ons_code", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("council_number", sa.Text, nullable=False),
        sa.Column("ended", sa.Date),
        sa.Column("successors", sa.JSON, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
