"""How a run calls its steps: one protocol, so that the order of a run is written once, without Prefect.

`LocalExecutor` calls each step in this process; tasks/prefect_executor.py runs the same functions as Prefect tasks.
"""

from collections.abc import Callable, Iterable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")
Progress = Callable[[str, int, int], None]
"""Called with a step's name, how many items are done, and how many there are."""


class Executor(Protocol):
    """Calls the steps of a run. A step is a function of services/."""

    def call(self, step: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """The step's result. Raises what the step raises."""
        ...

    def map(
        self,
        step: Callable[Concatenate[Item, Parameters], Result],
        items: Iterable[Item],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> list[Result | Exception]:
        """The step's result for every item, in order; if the step raised, its exception. A failed item stops no other."""
        ...


class LocalExecutor:
    """Calls the steps one after the other in this process: needs no Prefect server and starts at once."""

    def __init__(self, progress: Progress = lambda step, done, total: None) -> None:
        """`progress` is called after every item."""
        self._progress = progress

    def call(self, step: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """See Executor."""
        return step(*args, **kwargs)

    def map(
        self,
        step: Callable[Concatenate[Item, Parameters], Result],
        items: Iterable[Item],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> list[Result | Exception]:
        """See Executor."""
        todo, results = list(items), list[Result | Exception]()
        for item in todo:
            try:
                results.append(step(item, *args, **kwargs))
            except Exception as error:  # the caller reports every exception
                results.append(error)
            self._progress(step.__name__.replace("_", " "), len(results), len(todo))
        return results
