"""Asks the expectations whether the data are good: the same data give the same verdict.

The suites are imported where they are asked: Great Expectations takes seconds to import, and most commands check nothing.
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
    """The verdict on tonight's listings. `unchecked` are the URNs that are known not to have been seen."""
    from expectations.listing_suite import check

    return check(listings, seen_before=seen_before, allowed_hosts=allowed_hosts, today=today, unchecked=unchecked)


def check_letters(letters: Sequence[tuple[Listing, Letter]], today: date) -> Verdict:
    """The verdict on tonight's letters."""
    from expectations.letter_suite import check

    return check(letters, today=today)


def check_judgements(letters: Sequence[Letter]) -> Verdict:
    """The verdict on tonight's judgements, row by row in the letters' order."""
    from expectations.judgement_suite import check

    return check(letters)


def check_history(before: Sequence[StoredLetter], after: Sequence[StoredLetter]) -> Verdict:
    """The verdict on what keeping tonight's letters would do to the history."""
    from expectations.history_suite import check

    return check(before, after)


def write_report(name: str, night: RunResult, data_dir: Path, served_at: str = "") -> str | None:
    """Where the report stands: its address below `served_at`, or its path where the reports are not served.

    None when the disk would not take it, which is logged and costs the night nothing else.
    """
    from expectations import report_files

    try:
        path = report_files.write_report(name, night.today, night.verdicts, data_dir / "reports", text=night.message)
        report_files.prune(data_dir / "reports")
    except OSError as error:
        log.error("The validation report could not be written: %s", error)
        return None
    return f"{served_at.rstrip('/')}/{path.name}" if served_at else str(path)
