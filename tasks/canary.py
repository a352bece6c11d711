"""The check before the night. Retried like every question to the site: what is down at 01:40 may be back by 02:00."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.domain.model import Authority, KeptLetter, Letter
from ofsted_watch.services import site_check
from ofsted_watch.services.resources import World
from tasks.running import site_may_recover


@task(task_run_name="choose a known letter", cache_policy=NO_CACHE, persist_result=False)
def choose_letter(world: World, owed: tuple[Authority, ...]) -> KeptLetter | None:
    """A letter that we know."""
    return site_check.choose_letter(world, owed)


@task(
    task_run_name="read it from the site",
    retries=1,
    retry_delay_seconds=120,
    retry_condition_fn=site_may_recover,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def read_from_site(world: World, known: KeptLetter) -> Letter:
    """The same letter as the site serves it now."""
    return site_check.read_from_site(world, known)
