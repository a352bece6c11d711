"""The id domain of this installation: a changed sender address does not change the ids of feeds and mails."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table of values that are decided once, with the domain of the newest Message-ID if there is any.

    Until this step the domain was that of the sender's address, so the newest alert has the one that feeds used.
    """
    made = op.create_table(
        "installation", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    newest = op.get_bind().execute(sa.text("SELECT message_id FROM alerts ORDER BY id DESC LIMIT 1")).scalar()
    domain = str(newest or "").strip("<>").rpartition("@")[2]
    if domain:
        op.bulk_insert(made, [{"name": "id_domain", "value": domain}])
