"""Lines as one running text that still knows which line each of its words stands on."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_watch.extraction.pdf import Line


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines joined by line breaks. `starts` is the place in `text` at which each of them begins."""

    text: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    def at(self, place: int) -> Line:
        """The line that holds this place of the text."""
        return self.lines[self.index(place)]

    def index(self, place: int) -> int:
        """Where in `lines` the line stands that holds this place of the text."""
        return bisect_right(self.starts, place) - 1

    def between(self, start: int, end: int) -> tuple[Line, ...]:
        """The lines that hold the text from `start` up to `end`."""
        return self.lines[bisect_right(self.starts, start) - 1 : bisect_right(self.starts, end - 1)]


def flow_of(lines: Iterable[Line]) -> Flow:
    """These lines as one text, in their order."""
    stored = tuple(lines)
    starts, length = [], 0
    for line in stored:
        starts.append(length)
        length += len(line.text) + 1
    return Flow("\n".join(line.text for line in stored), stored, tuple(starts))


def on_one_line(phrase: str) -> str:
    """The words with every stretch of white space as one space."""
    return " ".join(phrase.split())
