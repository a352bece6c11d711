"""Indexes for frequent queries: set-aside items by authority, held alerts, ended subscriptions."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Indexes for frequent queries: set-aside items by authority, held alerts, ended subscriptions."""
    op.create_index("ix_set_asides_urn", "set_asides", ["urn"])
    held, left = sa.text("hold IS NOT NULL"), sa.text("unsubscribed_at IS NOT NULL")
    op.create_index("ix_events_held", "events", ["key"], sqlite_where=held, postgresql_where=held)
    op.create_index("ix_subscriptions_left", "subscriptions", ["id"], sqlite_where=left, postgresql_where=left)
