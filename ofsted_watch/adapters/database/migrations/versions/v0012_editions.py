"""The edition of each letter, so that re-issues are ordered by when they were served."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_EDITION = (
    "UPDATE kept_letters SET edition = coalesce((SELECT max(files.edition) FROM files WHERE files.urn = kept_letters.urn"
    " AND files.file_number = kept_letters.file_number AND files.sha256 = kept_letters.sha256), 0)"
    " WHERE NOT EXISTS (SELECT 1 FROM kept_letters AS other WHERE other.urn = kept_letters.urn"
    " AND other.file_number = kept_letters.file_number AND other.id <> kept_letters.id)"
)
_SERVED = (
    "UPDATE kept_letters SET served = (SELECT files.first_seen FROM files WHERE files.urn = kept_letters.urn"
    " AND files.file_number = kept_letters.file_number AND files.edition = kept_letters.edition)"
)


def upgrade() -> None:
    """The edition of each letter, so that re-issues are ordered by when they were served.

    If several editions of one number are stored, their editions stay unknown (0): they keep the order in which people were
    notified of them, so that the next run, which records the edition served now, finds what nobody was notified of.
    """
    op.add_column("kept_letters", sa.Column("edition", sa.Integer, nullable=False, server_default="0"))
    op.add_column("kept_letters", sa.Column("served", sa.Date))
    op.execute(_EDITION)
    op.execute(_SERVED)
