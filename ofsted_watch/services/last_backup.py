"""When the last daily backup was made: the time of a file in the data folder. A restored database would not know it."""

import os
from datetime import UTC, datetime
from pathlib import Path

from ofsted_watch.settings import Settings

_NAME = "last-backup"


def record_backup(settings: Settings, at: datetime, *, is_daily: bool) -> None:
    """Record that a backup was made at `at` (UTC). One by hand counts where daily ones are made, and starts no record of its own:
    `status` would miss the next one. Raises OSError if the data folder cannot be written.
    """
    recorded = _recorded(settings)
    if not (is_daily or recorded.exists()):
        return
    recorded.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    recorded.touch(mode=0o600)
    os.utime(recorded, (at.timestamp(), at.timestamp()))


def last_backup(settings: Settings) -> datetime | None:
    """When the last backup of this data folder was made (UTC); None if no daily one is on record."""
    try:
        return datetime.fromtimestamp(_recorded(settings).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def _recorded(settings: Settings) -> Path:
    return settings.data_dir / _NAME
