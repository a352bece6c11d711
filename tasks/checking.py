"""Asking the expectations whether the data are good. Not retried: the same data give the same verdict."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

import expectations.history_suite
import expectations.judgement_suite
import expectations.letter_suite
import expectations.listing_suite
import expectations.report_files
from ofsted_watch.domain.model import Letter, Listing, StoredLetter, Verdict
from ofsted_watch.runs.run_result import RunResult

log = logging.getLogger("ofsted_watch.night")


@task(task_run_name="check listings", cache_policy=NO_CACHE, persist_result=False)
def check_listings(
    listings: Sequence[Listing],
    seen_before: Mapping[str, int],
    allowed_hosts: Sequence[str],
    today: date,
    unchecked: Collection[str],
) -> Verdict:
    """The verdict on tonight's listings. `blind` are the URNs that are known not to have been seen."""
    return expectations.listing_suite.check(
        listings, seen_before=seen_before, allowed_hosts=allowed_hosts, today=today, unchecked=unchecked
    )


@task(task_run_name="check letters", cache_policy=NO_CACHE, persist_result=False)
def check_letters(letters: Sequence[tuple[Listing, Letter]], today: date) -> Verdict:
    """The verdict on tonight's letters."""
    return expectations.letter_suite.check(letters, today=today)


@task(task_run_name="check judgements", cache_policy=NO_CACHE, persist_result=False)
def check_judgements(letters: Sequence[Letter]) -> Verdict:
    """The verdict on tonight's judgements, row by row in the letters' order."""
    return expectations.judgement_suite.check(letters)


@task(task_run_name="check history", cache_policy=NO_CACHE, persist_result=False)
def check_history(before: Sequence[StoredLetter], after: Sequence[StoredLetter]) -> Verdict:
    """The verdict on what keeping tonight's letters would do to the history."""
    return expectations.history_suite.check(before, after)


@task(task_run_name="write the validation report", cache_policy=NO_CACHE, persist_result=False)
def write_report(name: str, night: RunResult, data_dir: Path, served_at: str = "") -> str | None:
    """Where the report stands: its address below `served_at`, or its path where the reports are not served.

    None when the disk would not take it, which is logged and costs the night nothing else.
    """
    try:
        path = expectations.report_files.write_report(name, night.today, night.verdicts, data_dir / "reports", text=night.message)
        expectations.report_files.prune(data_dir / "reports")
    except OSError as error:
        log.error("The validation report could not be written: %s", error)
        return None
    return f"{served_at.rstrip('/')}/{path.name}" if served_at else str(path)
