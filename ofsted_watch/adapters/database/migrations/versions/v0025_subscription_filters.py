"""What narrows a subscription besides its authorities: kinds, topics, grades."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. It stays empty for subscriptions made before: they have no filters."""
    op.add_column("subscriptions", sa.Column("filters", sa.JSON))
