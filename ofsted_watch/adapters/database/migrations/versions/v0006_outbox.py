"""Events and alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Events and alerts."""
    op.create_table(
        "events",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("happened", sa.Date, nullable=False),
        sa.Column("event", sa.JSON, nullable=False),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id", name="fk_events_run_id")),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_events"),
    )
    op.create_index("ix_events_urn_happened", "events", ["urn", "happened"])
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column(
            "subscription_id", sa.Integer, sa.ForeignKey("subscriptions.id", name="fk_alerts_subscription_id"), nullable=False
        ),
        sa.Column("event_key", sa.Text, sa.ForeignKey("events.key", name="fk_alerts_event_key"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("hold", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("send_begun_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.Text),
        sa.Column("settled_why", sa.Text),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id", name="fk_alerts_run_id")),
        sa.UniqueConstraint("subscription_id", "event_key", name="uq_alerts_subscription_id_event_key"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_state_not_before", "alerts", ["state", "not_before"])
    op.create_index("ix_alerts_event_key", "alerts", ["event_key"])
