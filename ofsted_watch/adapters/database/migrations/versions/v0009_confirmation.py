"""Which link a subscription was confirmed with, so that a used link starts nothing again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Which link a subscription was confirmed with, so that a used link starts nothing again."""
    op.add_column("subscriptions", sa.Column("confirmation", sa.Text))
