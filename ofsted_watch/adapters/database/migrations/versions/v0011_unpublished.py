"""An index to find unpublished news without reading all news ever held."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index to find unpublished news without reading all news ever held."""
    untold = sa.text("hold IS NOT NULL AND coalesce(settled, '') <> 'released'")
    op.create_index("ix_events_untold", "events", ["urn", "key"], sqlite_where=untold, postgresql_where=untold)
