"""Runs the expectations on the data: the same data give the same verdict.

The suites are imported where they are used: Great Expectations takes seconds to import, and most commands do not need it.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Letter, Listing, StoredLetter, Verdict
from ofsted_watch.runs.run_result import RunResult

log = logging.getLogger("ofsted_watch.night")


def check_listings(
    listings: Sequence[Listing],
    seen_before: Mapping[Urn, int],
    allowed_hosts: Sequence[str],
    today: date,
    unchecked: Collection[Urn],
) -> Verdict:
    """The verdict on this run's listings. `unchecked` are the URNs known not to have been checked."""
    from expectations.listing_suite import check

    return check(listings, seen_before=seen_before, allowed_hosts=allowed_hosts, today=today, unchecked=unchecked)


def check_letters(letters: Sequence[tuple[Listing, Letter]], today: date, stopped_before: bool = False) -> Verdict:
    """The verdict on this run's letters; `stopped_before` says that checks stopped the night before."""
    from expectations.letter_suite import check

    return check(letters, today=today, stopped_before=stopped_before)


def check_judgements(letters: Sequence[Letter]) -> Verdict:
    """The verdict on this run's judgements, row by row in the letters' order."""
    from expectations.judgement_suite import check

    return check(letters)


def check_framework(letters: Sequence[Letter]) -> Verdict:
    """The verdict on whether graded letters bring a grade for every area and their dates, row by row of the letters."""
    from expectations.framework_suite import check

    return check(letters)


def check_improvements(letters: Sequence[Letter]) -> Verdict:
    """The verdict on what this run's letters ask for, row by row of the letters."""
    from expectations.improvement_suite import check

    return check(letters)


def check_history(before: Sequence[StoredLetter], after: Sequence[StoredLetter]) -> Verdict:
    """The verdict on the history with this run's letters stored."""
    from expectations.history_suite import check

    return check(before, after)


def write_report(name: str, night: RunResult, data_dir: Path, served_at: str = "") -> str | None:
    """The place of the report: its address below `served_at`, or its path if the reports are not served.

    None if the disk could not be written, which is logged and does not fail the run.
    """
    from expectations import report_files

    try:
        path = report_files.write_report(name, night.today, night.verdicts, data_dir / "reports", text=night.message)
        report_files.prune(data_dir / "reports")
    except OSError as error:
        log.error("The validation report could not be written: %s", error)
        return None
    return f"{served_at.rstrip('/')}/{path.name}" if served_at else str(path)
