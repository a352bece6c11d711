"""The newest report of each authority as the site's search gave it at the last check: what a poll compares with."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_NEWEST_LISTED = (
    "UPDATE checks SET latest_report = (SELECT CAST(max(files.listed) AS TEXT) FROM files WHERE files.urn = checks.urn)"
    " WHERE last_checked_on IS NOT NULL"
)


def upgrade() -> None:
    """Add the column. For authorities checked so far it is the day of the newest letter listed, which the search shows."""
    op.add_column("checks", sa.Column("latest_report", sa.Text))
    op.execute(_NEWEST_LISTED)
