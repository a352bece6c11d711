"""Sending mails. Not retried here: the outbox keeps what was refused with its own backoff, and the next delivery takes it."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from ofsted_watch.domain.model import Frequency
from ofsted_watch.services import deliver
from ofsted_watch.services.resources import Resources


@task(task_run_name="send what is due", cache_policy=NO_CACHE, persist_result=False)
def send_due(resources: Resources, include_waiting: bool) -> deliver.Delivered:
    """Every mail that is due, sent or with its refusal written down."""
    return deliver.deliver(resources, include_waiting=include_waiting)


@task(task_run_name="send {rhythm} digests", cache_policy=NO_CACHE, persist_result=False)
def send_digests(resources: Resources, frequency: Frequency) -> deliver.Delivered:
    """One mail to each person of this rhythm to whom something is undelivered."""
    return deliver.deliver_digests(resources, frequency)
