"""Many items in a few tasks: nothing is lost, nothing is doubled, and retries mean what they mean for one item."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.errors import SiteError, SiteUnavailable
from ofsted_watch.services import site_steps
from tasks import batches, prefect_executor, retries
from tasks.batches import AT_LEAST, AT_ONCE, Batch, portions, task_after
from tasks.prefect_executor import PrefectExecutor
from tasks.retries import STEPS


@pytest.mark.parametrize("count", [AT_LEAST, 153, 240, 241, 3000])
def test_every_item_is_in_one_batch_and_none_in_two(count: int):
    items = list(range(count))
    split = portions(items)
    assert [item for portion in split for item in portion] == items
    assert len(split) >= AT_ONCE
    assert max(map(len, split)) <= 60


def test_153_pages_are_four_tasks():
    assert [len(portion) for portion in portions(range(153))] == [38, 38, 38, 39]


def test_an_item_that_fails_stops_no_other_of_its_batch():
    def step(item: int) -> int:
        if item == 2:
            raise SiteError("this one fails")
        return 10 * item

    batch = Batch(step, [1, 2, 3])
    batch.run()
    assert [str(result) for result in batch.results] == ["10", "this one fails", "30"]


def test_an_item_that_is_retried_alone_has_the_delays_of_its_step():
    alone = task_after(site_steps.list_letters, lambda item: item, SiteUnavailable("away"), "retry")
    assert (alone.retries, alone.retry_delay_seconds, alone.retry_jitter_factor) == (2, [120, 600], 0.5)


@pytest.fixture(scope="module")
def prefect() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=300):
        yield


def under_prefect(
    monkeypatch: pytest.MonkeyPatch, step: Callable[..., Any], items: list[Any]
) -> tuple[list[Any], list[str], list[str | None]]:
    """What the executor returns for a step in a flow, the names of its task runs, and what its progress says in the end."""
    from prefect import flow
    from prefect.client.orchestration import get_client

    # The step of the retry table, with another function and without its minutes between two tries.
    row = replace(
        STEPS[site_steps.list_letters], retries=replace(STEPS[site_steps.list_letters].retries, delays=(0, 0), jitter=0)
    )
    steps = MappingProxyType({step: row})
    for module in (retries, batches, prefect_executor):
        monkeypatch.setattr(module, "STEPS", steps)
    monkeypatch.setattr(prefect_executor, "TASKS", {step: retries.task(step, "one item", row.retries)})
    results: list[Any] = []

    @flow(persist_result=False)
    def tried() -> None:
        results.extend(PrefectExecutor().map(step, items))

    state = tried(return_state=True)
    with get_client(sync_client=True) as client:
        run, known = state.state_details.flow_run_id, []
        give_up = time.monotonic() + 30
        while len(known) < 5 and time.monotonic() < give_up:  # the server records task runs a little later
            known = [each for each in client.read_task_runs(limit=200) if each.flow_run_id == run]
        shown = [each.description for each in client.read_artifacts(limit=200) if each.flow_run_id == run]
    return results, sorted(each.name for each in known), shown


@pytest.mark.timeout(600)
def test_what_fails_in_a_batch_for_a_passing_reason_is_retried_alone(prefect: None, monkeypatch: pytest.MonkeyPatch):
    tries: dict[str, int] = {}
    lock = threading.Lock()
    away, refused = ENGLAND.current()[4].name, ENGLAND.current()[5].name

    monkeypatch.setattr(batches, "SHOW_SECONDS", 0.1)

    def step(authority: Any) -> str:
        time.sleep(0.2)
        with lock:
            tries[authority.name] = tries.get(authority.name, 0) + 1
        if authority.name == away and tries[authority.name] < 3:
            raise SiteUnavailable("away for a moment")
        if authority.name == refused:
            raise SiteError("changed for good")
        return f"read {authority.name}"

    asked = list(ENGLAND.current()[:12])
    results, tasks_run, shown = under_prefect(monkeypatch, step, asked)
    expected = [f"read {authority.name}" for authority in asked]
    expected[5] = "changed for good"
    assert [str(result) for result in results] == expected
    assert isinstance(results[5], SiteError)
    assert tries.pop(away) == 3
    assert set(tries.values()) == {1}
    assert tasks_run == [
        "list letters: 1 to 3 of 12",
        "list letters: 10 to 12 of 12",
        "list letters: 4 to 6 of 12",
        "list letters: 7 to 9 of 12",
        "list letters: retry 5",
    ]
    assert shown == ["list letters: 12 of 12"]
