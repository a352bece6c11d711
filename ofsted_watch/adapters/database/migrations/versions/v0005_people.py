"""The subscribers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The subscribers."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("urns", sa.JSON, nullable=False),
        sa.Column("region", sa.Text),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("rhythm", sa.Text, nullable=False),
        sa.Column("declines_only", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("unsubscribed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("email", "wish", name="uq_subscriptions_email_wish"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
