"""Which service call is a Prefect task, its name in the UI, and why it is retried. No logic."""

from collections.abc import Callable, Mapping
from typing import Any

from prefect import Task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.errors import DatabaseUnavailable, SiteUnavailable
from ofsted_watch.services import checks, deliver, housekeeping, read_letters, site_check, site_steps, store


def _passing(*passing: type[Exception]) -> Callable[[Any, Any, Any], bool]:
    """True if a task ended with one of these errors; any other error would occur again."""

    def may_recover(task: Any, task_run: Any, state: Any) -> bool:
        try:
            state.result()
        except passing:
            return True
        except Exception:
            return False
        return False

    return may_recover


# A site that is down at 02:00 is often back by 02:10: the adapter retries within seconds, the task minutes later.
_SITE: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [120, 600],
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": _passing(SiteUnavailable),
}
# A site that is down at 01:40 may be back by 02:00.
_SITE_CHECK: dict[str, Any] = {"retries": 1, "retry_delay_seconds": 120, "retry_condition_fn": _passing(SiteUnavailable)}
# Storing the same outcome twice changes nothing.
_DATABASE: dict[str, Any] = {"retries": 5, "retry_delay_seconds": 30, "retry_condition_fn": _passing(DatabaseUnavailable)}
# The same input gives the same result, or the next run repeats it.
_ONCE: dict[str, Any] = {}


def _task(step: Callable[..., Any], run_name: str, retries: Mapping[str, Any]) -> Task[..., Any]:
    return Task(step, task_run_name=run_name, cache_policy=NO_CACHE, persist_result=False, **retries)


_ROWS: tuple[tuple[Callable[..., Any], str, Mapping[str, Any]], ...] = (
    (site_steps.list_authorities, "list authorities", _SITE),
    (site_steps.list_letters, "list letters: {authority.name}", _SITE),
    (site_steps.plan_files, "plan files: {page.name}", _ONCE),
    (site_steps.fetch_file, "fetch file {wanted.listing.file_number}", _SITE),
    (site_steps.is_gone, "is file {stored.listing.file_number} gone", _SITE),
    (site_check.choose_letter, "choose a known letter", _ONCE),
    (site_check.read_from_site, "read it from the site", _SITE_CHECK),
    # A file that cannot be read once cannot be read twice; the next run repeats a killed reading.
    (read_letters.read_letter, "read letter {listed.listing.file_number}", _ONCE),
    (checks.check_listings, "check listings", _ONCE),
    (checks.check_letters, "check letters", _ONCE),
    (checks.check_judgements, "check judgements", _ONCE),
    (checks.check_framework, "check grades and dates owed", _ONCE),
    (checks.check_improvements, "check what letters ask for", _ONCE),
    (checks.check_history, "check history", _ONCE),
    (checks.write_report, "write the validation report", _ONCE),
    (store.store_outcome, "store", _DATABASE),
    (housekeeping.with_unchecked_notices, "find authorities unchecked for nights", _ONCE),
    (housekeeping.press_for_holds, "remind ops of old holds", _ONCE),
    (housekeeping.forget, "delete the data of people who left", _ONCE),
    # The outbox has its own backoff for refused mails, and the next delivery retries them.
    (deliver.deliver, "send what is due", _ONCE),
    (deliver.deliver_digests, "send {frequency} digests", _ONCE),
)

TASKS: Mapping[Callable[..., Any], Task[..., Any]] = {step: _task(step, name, retries) for step, name, retries in _ROWS}
