"""Asking the Ofsted site. Retried minutes later after passing faults only: a site down at 02:00 is often back by 02:10."""

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.domain.model import Authority, AuthorityPage, FoundAuthority, StoredLetter
from ofsted_watch.runs.planning import Wanted
from ofsted_watch.services import site_steps
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.site_steps import Plan
from tasks.running import site_may_recover

_ASK_AGAIN: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [120, 600],
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": site_may_recover,
    "cache_policy": NO_CACHE,
    "persist_result": False,
}


@task(task_run_name="list authorities", **_ASK_AGAIN)
def list_authorities(resources: Resources) -> tuple[FoundAuthority, ...]:
    """Every authority that the site's search lists."""
    return site_steps.list_authorities(resources)


@task(task_run_name="list letters: {authority.name}", **_ASK_AGAIN)
def list_letters(authority: Authority, resources: Resources) -> AuthorityPage:
    """The authority's page, read."""
    return site_steps.list_letters(resources, authority)


@task(task_run_name="plan files: {page.name}", cache_policy=NO_CACHE, persist_result=False)
def plan_files(page: AuthorityPage, resources: Resources, today: Any) -> Plan:
    """Which of the page's files to ask for, and which we hold. Not retried: it asks only our own database."""
    return site_steps.plan_files(resources, page, today)


@task(task_run_name="fetch file {wanted.listing.file_number}", **_ASK_AGAIN)
def fetch_file(wanted: Wanted, resources: Resources, today: Any) -> str:
    """The sha256 of the file's bytes, now in the archive."""
    return site_steps.fetch_file(resources, wanted, today)


@task(task_run_name="is file {held.listing.file_number} gone", **_ASK_AGAIN)
def is_gone(held: StoredLetter, resources: Resources) -> bool:
    """True when the site says that a file it no longer lists is gone."""
    return site_steps.is_gone(resources, held)
