"""What every reader version read, and the stored letters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What every reader version read, and the stored letters."""
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("reader_version", sa.Text, nullable=False),
        sa.Column("letter", sa.JSON, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("sha256", "reader_version", name="uq_readings_sha256_reader_version"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
    )
    op.create_table(
        "kept_letters",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column("file_number", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("listed_as", sa.Text, nullable=False),
        sa.Column("listed", sa.Date),
        sa.Column("event_date", sa.Date),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("first_seen", sa.Date, nullable=False),
        sa.Column("reader_version", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Date),
        sa.Column("letter", sa.JSON, nullable=False),
        sa.UniqueConstraint("urn", "file_number", "sha256", name="uq_kept_letters_urn_file_number_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_letters"),
    )
