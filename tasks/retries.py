"""Which service call is a Prefect task, its name in the UI, which ones share a task, and why it is retried. No logic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from prefect import Task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.errors import DatabaseUnavailable, SiteUnavailable
from ofsted_watch.services import checks, deliver, housekeeping, read_letters, site_check, site_steps, store


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a step is retried after one of the `passing` errors, and the seconds before each retry."""

    delays: tuple[int, ...] = ()
    passing: tuple[type[Exception], ...] = ()
    jitter: float = 0.0


# A site that is down at 02:00 is often back by 02:10: the adapter retries within seconds, the task minutes later.
_SITE = Retries((120, 600), (SiteUnavailable,), 0.5)
# A site that is down at 01:40 may be back by 02:00.
_SITE_CHECK = Retries((120,), (SiteUnavailable,))
# Storing the same outcome twice changes nothing.
_DATABASE = Retries((30, 30, 30, 30, 30), (DatabaseUnavailable,))
# The same input gives the same result, or the next run repeats it.
_ONCE = Retries()


@dataclass(frozen=True, slots=True)
class Step:
    """A step's name in the UI, for one item and for many, and its retries.

    With a `batch` name, many items share a few tasks; an item that fails in one is retried in a task of its own.
    """

    name: str
    retries: Retries
    batch: str | None = None


STEPS: Mapping[Callable[..., Any], Step] = {
    site_steps.list_authorities: Step("list authorities", _SITE),
    # Each authority has a page, and on most nights none of them has news.
    site_steps.list_letters: Step("list letters: {authority.name}", _SITE, batch="list letters"),
    site_steps.plan_files: Step("plan files: {page.name}", _ONCE, batch="plan files"),
    # On most nights a few, which are the news; on the first night thousands.
    site_steps.fetch_file: Step("fetch file {wanted.listing.file_number}", _SITE, batch="fetch files"),
    site_steps.is_gone: Step("is file {listing.file_number} gone", _SITE, batch="ask for files no longer listed"),
    site_check.ask: Step("ask: {question.name}", _SITE_CHECK),
    # A file that cannot be read once cannot be read twice; the next run repeats a killed reading.
    read_letters.read_letter: Step("read letter {listed.listing.file_number}", _ONCE, batch="read letters"),
    checks.check_listings: Step("check listings", _ONCE),
    checks.check_letters: Step("check letters", _ONCE),
    checks.check_judgements: Step("check judgements", _ONCE),
    checks.check_framework: Step("check expected grades and dates", _ONCE),
    checks.check_improvements: Step("check what letters ask for", _ONCE),
    checks.check_history: Step("check history", _ONCE),
    checks.write_report: Step("write the validation report", _ONCE),
    store.store_outcome: Step("store", _DATABASE),
    housekeeping.with_unchecked_notices: Step("find authorities unchecked for nights", _ONCE),
    housekeeping.press_for_holds: Step("remind ops of old holds", _ONCE),
    housekeeping.move_to_successors: Step("move the subscribers of ended authorities", _ONCE),
    housekeeping.forget: Step("delete the data of people who left", _ONCE),
    # The outbox has its own backoff for refused mails, and the next delivery retries them.
    deliver.deliver: Step("send what is due", _ONCE),
    deliver.deliver_digests: Step("send {frequency} digests", _ONCE),
}


def task(function: Callable[..., Any], name: str, retries: Retries = _ONCE) -> Task[..., Any]:
    """The Prefect task of a function: nothing of it is cached or stored in Prefect."""
    policy: dict[str, Any] = {}
    if retries.delays:
        policy = {
            "retries": len(retries.delays),
            "retry_delay_seconds": list(retries.delays),
            "retry_jitter_factor": retries.jitter or None,
            "retry_condition_fn": _passing(retries.passing),
        }
    return Task(function, task_run_name=name, cache_policy=NO_CACHE, persist_result=False, **policy)


def _passing(passing: tuple[type[Exception], ...]) -> Callable[[Any, Any, Any], bool]:
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


TASKS: Mapping[Callable[..., Any], Task[..., Any]] = {
    function: task(function, step.name, step.retries) for function, step in STEPS.items()
}
