"""The changes between graded inspections."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The changes between graded inspections."""
    op.create_table(
        "changes",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("to_published", sa.Date, nullable=False),
        sa.Column("change", sa.JSON, nullable=False),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id", name="fk_changes_run_id")),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_changes"),
    )
    op.create_index("ix_changes_urn_to_published", "changes", ["urn", "to_published"])
