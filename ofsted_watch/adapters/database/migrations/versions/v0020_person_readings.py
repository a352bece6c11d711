"""Who read a letter whose grades the reader could not read: what was read is in `readings`."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of who read what. It is empty: until this version nobody could enter a reading."""
    op.create_table(
        "person_readings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column(
            "set_aside_id", sa.Integer, sa.ForeignKey("set_asides.id", name="fk_person_readings_set_aside_id"), nullable=False
        ),
        sa.Column("read_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_person_readings_sha256", "person_readings", ["sha256"])
