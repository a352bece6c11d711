"""What a watch of stories can do, whether its letters are values or printed."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from ofsted_watch.domain.history import History
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import Decision


class StoryWatch(Protocol):
    """A watch over one authority."""

    def night(
        self, today: date, page: Mapping[str, Shown] | None, contents: Mapping[str, Report | None]
    ) -> tuple[Decision, ...]: ...

    def answer(self, release: bool) -> None: ...

    def history(self) -> History: ...

    def starts(self, contents: Mapping[str, Report | None]) -> Mapping[str, date]: ...
