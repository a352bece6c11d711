"""Files by edition, listings as first seen, the last check of each authority."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files by edition, listings as first seen, the last check of each authority."""
    op.create_table(
        "files",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column("file_number", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("listed_as", sa.Text, nullable=False),
        sa.Column("listed", sa.Date),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("first_seen", sa.Date, nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("urn", "file_number", "edition", name="uq_files_urn_file_number_edition"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
    op.create_index("ix_files_sha256", "files", ["sha256"])
    op.create_table(
        "listings",
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column("file_number", sa.Text, nullable=False),
        sa.Column("first_listed", sa.Date, nullable=False),
        sa.Column("look_before", sa.Date),
        sa.PrimaryKeyConstraint("urn", "file_number", name="pk_listings"),
    )
    op.create_table(
        "looks",
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column("last_look", sa.Date),
        sa.Column("listed", sa.Integer),
        sa.PrimaryKeyConstraint("urn", name="pk_looks"),
    )
