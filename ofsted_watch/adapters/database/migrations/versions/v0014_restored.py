"""Whether a person did not accept that a letter was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The day on which a person dropped a letter's withdrawal. No letter has been restored before this version."""
    op.add_column("stored_letters", sa.Column("restored", sa.Date))
