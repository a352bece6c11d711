"""The checks of the data as the proofs treat them: left out, or asked once for the same data."""

from collections.abc import Callable
from typing import Any

from ofsted_watch.domain.model import Verdict
from ofsted_watch.services import checks
from ofsted_watch.services.executor import LocalExecutor


def is_check(step: Callable[..., Any]) -> bool:
    """True for a step that checks data: all public functions of `services.checks` that give a verdict."""
    return step.__module__ == checks.__name__ and step.__name__.startswith("check_")


class Unchecked(LocalExecutor):
    """Runs all steps but the checks, which touch nothing outside and take most of a small night's time."""

    def call(self, step: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if is_check(step):
            return Verdict(step.__name__.removeprefix("check_"), len(args[0]))
        return super().call(step, *args, **kwargs)


class AskedOnce(LocalExecutor):
    """Runs all steps; a check that was asked about the same data before gives the same verdict."""

    def __init__(self) -> None:
        super().__init__()
        self._verdicts: dict[tuple[str, str], Any] = {}

    def call(self, step: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not is_check(step):
            return super().call(step, *args, **kwargs)
        asked = (step.__name__, repr(args))
        if asked not in self._verdicts:
            self._verdicts[asked] = super().call(step, *args, **kwargs)
        return self._verdicts[asked]
