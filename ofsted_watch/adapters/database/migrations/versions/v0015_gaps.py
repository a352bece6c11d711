"""Reports that are published and not read, and the day of the event in every link."""

import re
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")
_GRADED = frozenset({"ilacs_inspection", "sif_inspection", "sif_reinspection"})
_INSPECTION = re.compile(r"\binspection\b")
_CHILDREN = re.compile(r"\b(?:child|children)\b|\bsingle inspection\b")
_OTHER = re.compile(r"\bvisit\b|\bjoint\b|\bjtai\b|\bsend\b|\bspecial educational\b|\barea review\b|\bmonitoring\b")
_UNREAD = (
    "SELECT s.id, s.urn, s.about, s.message, s.since, f.file_number, f.listed_as, f.listed, f.url FROM set_asides AS s"
    " JOIN files AS f ON f.urn = s.urn AND f.sha256 = s.about"
    " WHERE s.what = 'letter' AND coalesce(s.answer, 'rejected') = 'rejected'"
    " AND f.edition = (SELECT max(n.edition) FROM files AS n WHERE n.urn = f.urn AND n.file_number = f.file_number)"
    " AND NOT EXISTS (SELECT 1 FROM stored_letters AS k WHERE k.urn = f.urn AND k.file_number = f.file_number"
    " AND k.sha256 = f.sha256) ORDER BY s.id"
)
_READ_BEFORE = (
    "SELECT sha256, letter FROM stored_letters WHERE urn = :urn AND file_number = :number"
    " ORDER BY edition DESC, first_seen DESC, published DESC, sha256 DESC"
)


def upgrade() -> None:
    """The table of gaps, filled from the letters that wait set aside and may carry grades; `files.event_date`.

    A link that never served a file is no row here: its day is not stored. The next run opens its gap.
    """
    op.add_column("files", sa.Column("event_date", sa.Date))
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("urn", sa.Text, nullable=False),
        sa.Column("file_number", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("listed_as", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("after", sa.Text),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("event_key", sa.Text),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id", name="fk_gaps_run_id")),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_why", sa.Text),
    )
    op.create_index("ix_gaps_urn", "gaps", ["urn"])
    op.create_index(
        "uq_gaps_open", "gaps", ["urn", "file_number", "sha256"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    kinds = dict(connection.execute(_readings()).tuples().all())
    rows: list[dict[str, Any]] = []
    for row in connection.execute(sa.text(_UNREAD).columns(since=sa.DateTime(timezone=True), listed=sa.Date)).mappings():
        if _may_carry_grades(kinds.get(row["about"], "other"), row["listed_as"]):
            rows.append(_gap(connection, row))
    rows = [row for place, row in enumerate(rows) if row not in rows[:place]]
    if rows:
        names = tuple(rows[0])
        types = {"published": sa.Date(), "since": sa.Date()}
        table = sa.table("gaps", *(sa.column(name, types.get(name, sa.Text())) for name in names))
        connection.execute(table.insert(), rows)


def _readings() -> sa.Select[Any]:
    """The kind of each reading with a problem, those of newer readers last."""
    readings = sa.table("readings", sa.column("sha256"), sa.column("letter", sa.JSON()), sa.column("id"))
    return sa.select(readings.c.sha256, readings.c.letter["kind"].as_string()).order_by(readings.c.id)


def _gap(connection: sa.Connection, row: Any) -> dict[str, Any]:
    asked = sa.text(_READ_BEFORE).columns(letter=sa.JSON())
    before = connection.execute(asked, {"urn": row["urn"], "number": row["file_number"]}).first()
    since: datetime = row["since"]
    published: date = row["listed"] or since.date()
    return {
        "urn": row["urn"],
        "file_number": row["file_number"],
        "sha256": row["about"],
        "published": published,
        "listed_as": row["listed_as"],
        "url": row["url"],
        "reason": row["message"],
        "after": before.sha256 if before is not None else None,
        "since": since.date(),
    }


def _may_carry_grades(kind: str, listed_as: str) -> bool:
    """As it was decided in this version: a kind that is compared, or an unknown one listed as an inspection of this service."""
    if kind != "other":
        return kind in _GRADED
    label = listed_as.casefold()
    return bool(_INSPECTION.search(label) and _CHILDREN.search(label)) and not _OTHER.search(label)
