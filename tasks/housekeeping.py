"""What a night does besides news. Not retried: each is done again by the next night."""

from collections.abc import Mapping, Sequence
from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.domain.model import Authority, Outcome
from ofsted_watch.services import housekeeping
from ofsted_watch.services.resources import Resources


@task(task_run_name="look for blind spells", cache_policy=NO_CACHE, persist_result=False)
def add_unchecked_notices(
    resources: Resources, outcome: Outcome, expected: Sequence[Authority], unseen: Mapping[str, str]
) -> Outcome:
    """The outcome, with notices to those who watch an authority that we have been blind on for nights."""
    return housekeeping.with_unchecked_notices(resources, outcome, expected, unseen)


@task(task_run_name="press for old holds", cache_policy=NO_CACHE, persist_result=False)
def press_for_holds(resources: Resources, today: date) -> int:
    """How many old holds ops was told of."""
    return housekeeping.press_for_holds(resources, today)


@task(task_run_name="forget who has left", cache_policy=NO_CACHE, persist_result=False)
def forget(resources: Resources) -> int:
    """How many subscriptions of people who left were deleted."""
    return housekeeping.forget(resources)
