"""What is told in public: the words of the letters to search in, and which news waits for a person."""

import sqlalchemy as sa
from alembic import op

from ofsted_watch.adapters.database.search_index import fill_index, make_index

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_HELD_OR_TOLD = sa.text(
    "UPDATE events SET hold = (SELECT max(hold) FROM alerts WHERE event_key = events.key), settled = CASE"
    " WHEN EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND state = 'held') THEN NULL"
    " WHEN EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND state <> 'dropped') THEN 'released'"
    " ELSE 'dropped' END, settled_at = CASE"
    " WHEN EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND state = 'held') THEN NULL"
    " ELSE (SELECT max(settled_at) FROM alerts WHERE event_key = events.key) END"
    " WHERE EXISTS (SELECT 1 FROM alerts WHERE event_key = events.key AND hold IS NOT NULL)"
)


def upgrade() -> None:
    """What is told in public: the words of the letters to search in, and which news waits for a person."""
    op.create_index("ix_kept_letters_sha256", "kept_letters", ["sha256"])
    op.add_column("events", sa.Column("hold", sa.Text))
    op.add_column("events", sa.Column("settled", sa.Text))
    op.add_column("events", sa.Column("settled_at", sa.DateTime(timezone=True)))
    op.execute(_HELD_OR_TOLD)
    make_index(op.get_bind())
    fill_index(op.get_bind())
