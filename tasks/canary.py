"""The check before the night. Retried like every question to the site: what is down at 01:40 may be back by 02:00."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.domain.model import Authority, Letter, StoredLetter
from ofsted_watch.services import site_check
from ofsted_watch.services.resources import Resources
from tasks.running import site_may_recover


@task(task_run_name="choose a known letter", cache_policy=NO_CACHE, persist_result=False)
def choose_letter(resources: Resources, expected: tuple[Authority, ...]) -> StoredLetter | None:
    """A letter that we know."""
    return site_check.choose_letter(resources, expected)


@task(
    task_run_name="read it from the site",
    retries=1,
    retry_delay_seconds=120,
    retry_condition_fn=site_may_recover,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_from_site(resources: Resources, known: StoredLetter) -> Letter:
    """The same letter as the site serves it now."""
    return site_check.read_from_site(resources, known)
