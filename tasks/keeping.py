"""Deciding and keeping. Keeping is retried while the database is away: applying the same outcome twice changes nothing."""

from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.domain.model import Outcome
from ofsted_watch.errors import DatabaseUnavailable
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.store import Applied, store


def _database_may_return(task: Any, task_run: Any, state: Any) -> bool:
    try:
        state.result()
    except DatabaseUnavailable:
        return True
    except Exception:  # anything else would fail the same way again
        return False
    return False


@task(
    task_run_name="store",
    retries=5,
    retry_delay_seconds=30,
    retry_condition_fn=_database_may_return,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def store_outcome(outcome: Outcome, resources: Resources, run_id: int) -> Applied:
    """Apply the outcome in one transaction."""
    return store(resources, outcome, run_id)
