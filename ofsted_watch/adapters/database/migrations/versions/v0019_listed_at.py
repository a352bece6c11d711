"""The moment at which each link was first seen: where the measure of freshness begins."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. It stays empty for links seen before: only their day is known."""
    op.add_column("listings", sa.Column("listed_at", sa.DateTime(timezone=True)))
