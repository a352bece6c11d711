"""Each request to the site is counted on its day in London, whichever process sends it."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

from ofsted_watch.adapters.site.request_counts import RequestCounts


def test_requests_are_counted_on_their_day_in_london_by_all_processes(tmp_path: Path):
    one, other = RequestCounts(tmp_path / "requests"), RequestCounts(tmp_path / "requests")
    one.add(datetime(2026, 7, 1, 22, 59, tzinfo=UTC))
    other.add(datetime(2026, 7, 1, 23, 1, tzinfo=UTC))
    one.add(datetime(2026, 7, 2, 8, 0, tzinfo=UTC))
    assert (one.of(date(2026, 7, 1)), one.of(date(2026, 7, 2)), other.of(date(2026, 7, 3))) == (1, 2, 0)


def test_counts_older_than_thirty_days_are_deleted(tmp_path: Path):
    counts = RequestCounts(tmp_path)
    counts.add(datetime(2026, 7, 1, 8, tzinfo=UTC))
    old = datetime(2026, 7, 1, 8, tzinfo=UTC).timestamp()
    os.utime(tmp_path / "2026-07-01", (old, old))
    counts.add(datetime(2026, 8, 2, 8, tzinfo=UTC))
    assert [file.name for file in tmp_path.iterdir()] == ["2026-08-02"]


def test_a_folder_that_cannot_be_written_stops_no_request(tmp_path: Path):
    (tmp_path / "requests").write_text("a file in the way")
    counts = RequestCounts(tmp_path / "requests")
    counts.add(datetime(2026, 7, 1, 8, tzinfo=UTC))
    assert counts.of(date(2026, 7, 1)) == 0
