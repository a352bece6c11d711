"""Two ways to run a stage: watched by Prefect, or plainly (command line, demo, tests). The order in flows/ is the same.

A plain run needs no Prefect server and starts at once; see docs/decisions/0002.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from prefect import Task, unmapped
from prefect.futures import PrefectFuture

from ofsted_watch.errors import SiteUnavailable


class Running(Protocol):
    """How a flow runs its stages."""

    def once(self, task: Task[..., Any], *given: Any) -> Any:
        """The task's answer. Whatever it raises is raised."""
        ...

    def each(self, task: Task[..., Any], items: Iterable[Any], *given: Any) -> list[Any]:
        """The task's answer for every item, in order; where it raised, the exception stands as the answer."""
        ...


class LocalExecutor:
    """Calls the stages one after the other in this process.

    `tell(stage, done, of)` is called after every item, for whoever shows progress.
    """

    def __init__(self, tell: Callable[[str, int, int], None] = lambda stage, done, of: None) -> None:
        self._tell = tell

    def once(self, task: Task[..., Any], *given: Any) -> Any:
        """See Running."""
        return task.fn(*given)

    def each(self, task: Task[..., Any], items: Iterable[Any], *given: Any) -> list[Any]:
        """See Running."""
        todo, answers = list(items), []
        for item in todo:
            answers.append(_answer(task, item, given))
            self._tell(task.name.replace("_", " ").replace("-", " "), len(answers), len(todo))
        return answers


class PrefectExecutor:
    """Runs each stage as a Prefect task: seen in the UI, retried as the task says, one bad item never stops the others."""

    def once(self, task: Task[..., Any], *given: Any) -> Any:
        """See Running."""
        return task(*given)

    def each(self, task: Task[..., Any], items: Iterable[Any], *given: Any) -> list[Any]:
        """See Running."""
        futures = task.map(list(items), *[unmapped(value) for value in given])
        return [_result(future) for future in futures]


def _answer(task: Task[..., Any], item: Any, given: tuple[Any, ...]) -> Any:
    try:
        return task.fn(item, *given)
    except Exception as error:  # one bad letter never stops the others; the flow names every exception it finds
        return error


def _result(future: PrefectFuture[Any]) -> Any:
    future.wait()
    return future.result(raise_on_failure=False)


def site_may_recover(task: Any, task_run: Any, state: Any) -> bool:
    """Retry a site task only after a passing fault: the adapter has tried for seconds, the task tries again minutes later."""
    try:
        state.result()
    except SiteUnavailable:
        return True
    except Exception:  # every other error is final: asking again would be impolite or useless
        return False
    return False
