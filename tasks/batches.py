"""Many items in one Prefect task: a batch never fails as a whole, and what failed for a passing reason is retried alone."""

from collections.abc import Callable, Sequence
from concurrent.futures import wait
from functools import wraps
from itertools import pairwise
from typing import Any, Generic, TypeVar

from prefect import Task, runtime
from prefect.artifacts import create_progress_artifact, update_progress_artifact

from tasks.retries import STEPS, task

Item = TypeVar("Item")
Result = TypeVar("Result")

AT_LEAST = 9
"""Items that share tasks: fewer have a task each, as the few letters of a night with news."""

AT_MOST = 60
"""Items of one batch: few enough that the UI shows where a long run is."""

AT_ONCE = 4
"""Batches of a step, if they need not be more: as many as a run's threads."""

SHOW_SECONDS = 10.0
"""Seconds between two updates of the progress in the UI: each is a request to Prefect's server."""


class Batch(Generic[Item, Result]):
    """A step over some items. Deliberately not a dataclass: Prefect must not inspect the items and adapters in it."""

    def __init__(self, step: Callable[[Item], Result], items: Sequence[Item]) -> None:
        self.step = step
        self.items = items
        self.results: list[Result | Exception] = []

    def run(self) -> None:
        """Call the step for each item; a failed item stops no other."""
        for item in self.items:
            try:
                self.results.append(self.step(item))
            except Exception as error:  # the caller reports every exception
                self.results.append(error)


def run_in_batches(
    function: Callable[..., Result], step: Callable[[Item], Result], items: Sequence[Item]
) -> list[Result | Exception]:
    """The step's results in the items' order. `function` is the step's function in the retry table, `step` calls it."""
    name = STEPS[function].batch or function.__name__
    batches = [Batch(step, portion) for portion in portions(items)]
    futures = []
    done = 0
    for batch in batches:
        title = f"{name}: {done + 1} to {done + len(batch.items)} of {len(items)}"
        futures.append(task(_run, title).submit(batch))
        done += len(batch.items)
    _show_until_all_ended(name, batches, futures, len(items))
    results: list[Result | Exception] = []
    for batch, future in zip(batches, futures, strict=True):
        failure = future.result(raise_on_failure=False)
        missing = len(batch.items) - len(batch.results)
        # The task itself ended before its items did, as Prefect's own errors may have it.
        results += [*batch.results, *([failure] * missing)]
    return _retried_alone(function, step, items, results)


def portions(items: Sequence[Item]) -> list[Sequence[Item]]:
    """The items in order, in batches of about the same size."""
    count = max(AT_ONCE, -(-len(items) // AT_MOST))
    bounds = [len(items) * place // count for place in range(count + 1)]
    return [items[start:end] for start, end in pairwise(bounds) if end > start]


def _run(batch: Batch[Any, Any]) -> None:
    batch.run()


def _retried_alone(
    function: Callable[..., Result],
    step: Callable[[Item], Result],
    items: Sequence[Item],
    results: list[Result | Exception],
) -> list[Result | Exception]:
    """Each item that failed for a passing reason, in a task of its own with the step's retries."""
    passing = STEPS[function].retries.passing
    failed = {place: result for place, result in enumerate(results) if isinstance(result, passing)}
    futures = {
        place: task_after(function, step, error, f"{STEPS[function].batch}: retry {place + 1}").submit(items[place])
        for place, error in failed.items()
    }
    for place, future in futures.items():
        future.wait()
        results[place] = future.result(raise_on_failure=False)
    return results


def task_after(
    function: Callable[..., Result], step: Callable[[Item], Result], error: Exception, name: str
) -> Task[[Item], Result]:
    """A task whose first try was in a batch and failed with `error`: its retries are those of the step, no more, no fewer."""

    @wraps(function)
    def again(item: Item) -> Result:
        if runtime.task_run.run_count <= 1:
            raise error
        return step(item)

    del again.__dict__["__wrapped__"]  # the item is its only parameter
    return task(again, name, STEPS[function].retries)


def _show_until_all_ended(name: str, batches: Sequence[Batch[Any, Any]], futures: Sequence[Any], total: int) -> None:
    """Wait for all batches; after some seconds a progress artifact shows how many items are done."""
    running = {future.wrapped_future for future in futures}
    shown: Any = None
    while running := wait(running, timeout=SHOW_SECONDS).not_done:
        done = sum(len(batch.results) for batch in batches)
        message = f"{name}: {done} of {total}"
        if shown is None:
            shown = create_progress_artifact(100 * done / total, key=name.replace(" ", "-"), description=message)
        else:
            update_progress_artifact(shown, progress=100 * done / total, description=message)
    if shown is not None:
        update_progress_artifact(shown, progress=100.0, description=f"{name}: {total} of {total}")
