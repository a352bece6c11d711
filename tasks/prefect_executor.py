"""Runs the steps of a run as Prefect tasks: shown in the UI, and retried as the retry table says."""

from collections.abc import Callable, Iterable
from typing import Any, Concatenate, cast

from prefect import Task, unmapped

from ofsted_watch.services.executor import Item, Parameters, Result
from tasks.batches import AT_LEAST, run_in_batches
from tasks.retries import STEPS, TASKS


class PrefectExecutor:
    """An Executor (ofsted_watch/services/executor.py) inside a Prefect flow."""

    def call(self, step: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """See Executor. Raises LookupError for a step that the retry table does not have."""
        result: Any = _task_of(step)(*args, **kwargs)
        return cast(Result, result)

    def map(
        self,
        step: Callable[Concatenate[Item, Parameters], Result],
        items: Iterable[Item],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> list[Result | Exception]:
        """See Executor. Many items of a step that the retry table marks share a few tasks.

        Raises LookupError for a step that the retry table does not have.
        """
        todo, of_step = list(items), _task_of(step)
        if STEPS[step].batch and len(todo) >= AT_LEAST:
            return run_in_batches(step, lambda item: step(item, *args, **kwargs), todo)
        same: Any = {name: unmapped(value) for name, value in kwargs.items()}
        futures = of_step.map(todo, *[unmapped(value) for value in args], **same)
        for future in futures:
            future.wait()
        return [future.result(raise_on_failure=False) for future in futures]


def _task_of(step: Callable[..., Any]) -> Task[..., Any]:
    if step not in TASKS:
        raise LookupError(f"{step.__module__}.{step.__qualname__} is not a Prefect task: add it to tasks/retries.py")
    return TASKS[step]
