"""The tables after the newest migration, and our own column types."""

import json
import re
import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


class UtcTime(TypeDecorator[datetime]):
    """An instant: passed with its time zone, stored as UTC, returned as UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the database. Raises ValueError for a time without a zone: its instant is not known."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC. SQLite drops the zone, PostgreSQL returns the session's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PackedJson(TypeDecorator[Any]):
    """JSON, compressed: the text of a letter shrinks to a quarter, and that of every reader version is stored."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """The compressed bytes."""
        return None if value is None else zlib.compress(json.dumps(value).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """The value that was packed."""
        return None if value is None else json.loads(zlib.decompress(value))


class SafeText(TypeDecorator[str]):
    """Text that others wrote (a letter, a server, a person): what no database can store becomes U+FFFD.

    PostgreSQL refuses NUL, both engines refuse half a surrogate pair; broken fonts in PDFs produce both.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as the database can store it."""
        return None if value is None else _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


UNPUBLISHED = "hold IS NOT NULL AND coalesce(resolved, '') <> 'released'"
"""The unpublished `events`. An engine uses a partial index only for exactly the condition that it was made with."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# A re-issue is a new edition under the same number, also if the site serves earlier bytes again.
files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("urn", Text, nullable=False),
    Column("file_number", Text, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("url", SafeText, nullable=False),
    Column("listed_as", SafeText, nullable=False),
    Column("listed", Date),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("etag", SafeText),
    Column("last_modified", SafeText),
    Column("event_date", Date),
    Column("first_seen", Date, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("checked_at", UtcTime, nullable=False),
    UniqueConstraint("urn", "file_number", "edition"),
)

listings = Table(
    "listings",
    metadata,
    Column("urn", Text, primary_key=True),
    Column("file_number", Text, primary_key=True),
    Column("first_listed", Date, nullable=False),
    Column("checked_before", Date),
    Column("listed_at", UtcTime),
)

checks = Table(
    "checks",
    metadata,
    Column("urn", Text, primary_key=True),
    Column("last_checked_on", Date),
    Column("listed", Integer),
    Column("latest_report", SafeText),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("letter", JSON, nullable=False),
    Column("text", PackedJson, nullable=False),
    Column("read_at", UtcTime, nullable=False),
    UniqueConstraint("sha256", "reader_version"),
)

# Who read a file that the reader could not read: what was read is the row 'person-<id>' of `readings`. The newest counts.
person_readings = Table(
    "person_readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("urn", Text, nullable=False),
    Column("set_aside_id", Integer, ForeignKey("set_asides.id"), nullable=False),
    Column("read_by", SafeText, nullable=False),
    Column("reason", SafeText, nullable=False),
    Column("read_at", UtcTime, nullable=False),
)

# The letter as it was decided on; its text and sections are in the reading.
stored_letters = Table(
    "stored_letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("urn", Text, nullable=False),
    Column("file_number", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("url", SafeText, nullable=False),
    Column("listed_as", SafeText, nullable=False),
    Column("listed", Date),
    Column("event_date", Date),
    Column("published", Date, nullable=False),
    Column("first_seen", Date, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("withdrawn", Date),
    Column("letter", JSON, nullable=False),
    Column("edition", Integer, nullable=False, server_default="0"),
    Column("served", Date),
    Column("restored", Date),
    UniqueConstraint("urn", "file_number", "sha256", name="uq_kept_letters_urn_file_number_sha256"),
    Index("ix_stored_letters_sha256", "sha256"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("today", Date, nullable=False),
    Column("expected", JSON, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("state", Text, nullable=False),
    Column("message", SafeText, nullable=False),
    Column("coverage", JSON(none_as_null=True)),
    Index("ix_runs_kind_started_at", "kind", "started_at"),
)

changes = Table(
    "changes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("urn", Text, nullable=False),
    Column("strand", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("to_published", Date, nullable=False),
    Column("change", JSON, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id")),
    Column("found_at", UtcTime, nullable=False),
    Index("ix_changes_urn_to_published", "urn", "to_published"),
)

# A listed report that may carry grades and is not read. `sha256` is '' where no bytes were served; `run_id` is NULL where an
# upgrade made the row from what was set aside; `event_key` names the event that told people of it.
gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("urn", Text, nullable=False),
    Column("file_number", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("published", Date, nullable=False),
    Column("listed_as", SafeText, nullable=False),
    Column("url", SafeText, nullable=False),
    Column("reason", SafeText, nullable=False),
    Column("after", Text),
    Column("since", Date, nullable=False),
    Column("event_key", Text),
    Column("run_id", Integer, ForeignKey("runs.id")),
    Column("closed_at", UtcTime),
    Column("closed_by", SafeText),
    Column("closed_why", SafeText),
    Index("ix_gaps_urn", "urn"),
    Index(
        "uq_gaps_open",
        "urn",
        "file_number",
        "sha256",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

set_asides = Table(
    "set_asides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("what", Text, nullable=False),
    Column("urn", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", SafeText, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("answer", Text),
    Column("answered_by", SafeText),
    Column("answered_why", SafeText),
    Column("answered_at", UtcTime),
    Column("run_id", Integer, ForeignKey("runs.id")),
    Index("ix_set_asides_urn", "urn"),
    Index(
        "uq_set_asides_open",
        "urn",
        "about",
        "code",
        unique=True,
        sqlite_where=text("answer IS NULL"),
        postgresql_where=text("answer IS NULL"),
    ),
)

# `preferences` is one text, so that the same preferences of the same address are one row.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", Text, nullable=False),
    Column("preferences", Text, nullable=False),
    Column("urns", JSON, nullable=False),
    Column("region", Text),
    Column("topics", JSON, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("declines_only", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("paused", SafeText),
    Column("unsubscribed_at", UtcTime),
    Column("confirmation", Text),
    Column("filters", JSON(none_as_null=True)),
    # These two constraints have their first names: SQLite cannot rename one.
    UniqueConstraint("email", "preferences", name="uq_subscriptions_email_wish"),
    Index(
        "ix_subscriptions_left",
        "id",
        sqlite_where=text("unsubscribed_at IS NOT NULL"),
        postgresql_where=text("unsubscribed_at IS NOT NULL"),
    ),
)

events = Table(
    "events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("urn", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("happened", Date, nullable=False),
    Column("event", JSON, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id")),
    Column("decided_at", UtcTime, nullable=False),
    Column("hold", SafeText),
    Column("resolved", Text),
    Column("resolved_at", UtcTime),
    Index("ix_events_urn_happened", "urn", "happened"),
    Index("ix_events_held", "key", sqlite_where=text("hold IS NOT NULL"), postgresql_where=text("hold IS NOT NULL")),
    Index("ix_events_unpublished", "urn", "key", sqlite_where=text(UNPUBLISHED), postgresql_where=text(UNPUBLISHED)),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", Integer, ForeignKey("subscriptions.id"), nullable=False),
    Column("event_key", Text, ForeignKey("events.key"), nullable=False),
    Column("state", Text, nullable=False),
    Column("hold", SafeText),
    Column("created_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("answer", SafeText),
    Column("not_before", UtcTime, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("claimed_at", UtcTime),
    Column("send_begun_at", UtcTime),
    Column("resolved_by", SafeText),
    Column("resolved_why", SafeText),
    Column("resolved_at", UtcTime),
    Column("run_id", Integer, ForeignKey("runs.id")),
    UniqueConstraint("subscription_id", "event_key"),
    Index("ix_alerts_state_not_before", "state", "not_before"),
    Index("ix_alerts_event_key", "event_key"),
)

# Values that an installation decides once; the first one stored under a name stays.
installation = Table(
    "installation",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Added or ended since the register of this version was written.
authorities = Table(
    "authorities",
    metadata,
    Column("urn", Text, primary_key=True),
    Column("name", SafeText, nullable=False),
    Column("ons_code", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("council_number", Text, nullable=False),
    Column("ended", Date),
    Column("successors", JSON, nullable=False),
    Column("changed_by", SafeText, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

# What an operator changed while everything runs. It wins over the environment.
stored_settings = Table(
    "stored_settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", SafeText, nullable=False),
    Column("changed_by", SafeText, nullable=False),
    Column("changed_why", SafeText, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)
