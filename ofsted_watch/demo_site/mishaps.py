"""Faults of the site that a test orders. Each class changes the search's results, the answer, or its delivery."""

# ruff: noqa: D102  Happening documents `narrow` and `spoil`
import re
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock
from typing import ClassVar

from ofsted_watch.demo_site import site_html
from ofsted_watch.demo_site.site_html import Results
from ofsted_watch.domain.identifiers import Urn

HTML = "text/html; charset=utf-8"


_LETTER_DAY = re.compile(rb'<li class="timeline__day">.*?</li>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer is sent. By default all of it at once.

    `send` is the number of bytes after which the connection is closed (None: all are sent). `chunk` and `pause` are the bytes
    of a piece and the seconds between pieces. `silence` is the seconds before the first byte. `dropped` closes the connection
    without an answer. `announced` is a false Content-Length (None: the true one).
    """

    send: int | None = None
    chunk: int | None = None
    pause: float = 0.0
    silence: float = 0.0
    dropped: bool = False
    announced: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is sent. Content-Length is the length of the body, unless `delivery` changes it."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    delivery: Delivery = Delivery()


class Happening:
    """A fault. Each subclass overrides what it changes."""

    def narrow(self, results: Results) -> Results:
        """The results of the search with this fault."""
        return results

    def spoil(self, answer: Answer) -> Answer:
        """The answer with this fault."""
        return answer


@dataclass(frozen=True, slots=True)
class Unavailable(Happening):
    """503, with Retry-After (seconds or an HTTP date) unless it is None."""

    retry_after: int | str | None = 1
    status: ClassVar[int] = 503

    def spoil(self, answer: Answer) -> Answer:
        asked = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return Answer(self.status, site_html.plain_page().encode(), {"Content-Type": HTML, **asked})


class TooManyRequests(Unavailable):
    """429, with Retry-After unless it is None."""

    __slots__ = ()
    status = 429


@dataclass(frozen=True, slots=True)
class Silent(Happening):
    """No answer for some seconds, then the connection is closed: a timeout."""

    seconds: float = 600

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, delivery=Delivery(silence=self.seconds, dropped=True))


class Dropped(Happening):
    """The connection is closed without an answer."""

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, delivery=Delivery(dropped=True))


@dataclass(frozen=True, slots=True)
class CutShort(Happening):
    """Only a part of the body arrives, but Content-Length is that of the whole body."""

    part: float = 0.5

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, delivery=Delivery(send=int(len(answer.body) * self.part)))


@dataclass(frozen=True, slots=True)
class Truncated(Happening):
    """A part of the body with the Content-Length of that part, so no HTTP client can notice."""

    part: float = 0.5

    def spoil(self, answer: Answer) -> Answer:
        return _other(answer, answer.body[: int(len(answer.body) * self.part)])


@dataclass(frozen=True, slots=True)
class SlowDrip(Happening):
    """The body arrives a few bytes at a time."""

    chunk: int = 64
    pause: float = 0.5

    def spoil(self, answer: Answer) -> Answer:
        return replace(answer, delivery=Delivery(chunk=self.chunk, pause=self.pause))


class WebPage(Happening):
    """A web page, with status 200, where a PDF should be."""

    def spoil(self, answer: Answer) -> Answer:
        return _page(site_html.plain_page())


class ReportNotFound(Happening):
    """'Report not found', with status 200."""

    def spoil(self, answer: Answer) -> Answer:
        return _page(site_html.not_found_page())


class Redesigned(Happening):
    """A redesigned page, without timeline or list of results."""

    def spoil(self, answer: Answer) -> Answer:
        return _page(site_html.redesigned_page())


@dataclass(frozen=True, slots=True)
class Challenge(Happening):
    """A page that asks whether the client is human, with status 200 or 403."""

    status: int = 200

    def spoil(self, answer: Answer) -> Answer:
        return _page(site_html.challenge_page(), self.status)


class EmptyPage(Happening):
    """An empty answer, with status 200."""

    def spoil(self, answer: Answer) -> Answer:
        return _other(answer, b"")


class WithoutLetters(Happening):
    """An authority's page without letters in its timeline."""

    def spoil(self, answer: Answer) -> Answer:
        return _other(answer, _LETTER_DAY.sub(b"", answer.body))


@dataclass(frozen=True, slots=True)
class RedirectElsewhere(Happening):
    """A redirect to another host."""

    to: str = "http://elsewhere.invalid/"

    def spoil(self, answer: Answer) -> Answer:
        return Answer(302, b"", {"Location": self.to, "Content-Type": HTML})


@dataclass(frozen=True, slots=True)
class MissingAuthority(Happening):
    """The search leaves out an authority, and so does the stated total unless `counted`."""

    urn: Urn
    counted: bool = False

    def narrow(self, results: Results) -> Results:
        rest = tuple(result for result in results.found if result.provider.urn != self.urn)
        return Results(results.total if self.counted else len(rest), rest)


@dataclass(frozen=True, slots=True)
class CappedList(Happening):
    """The search ends after `at` results, but states the full total."""

    at: int = 100

    def narrow(self, results: Results) -> Results:
        return Results(results.total, results.found[: self.at])


class NoResults(Happening):
    """The search has no results."""

    def narrow(self, results: Results) -> Results:
        return Results(0, ())


@dataclass(frozen=True, slots=True)
class Mishap:
    """An order: the fault `what` for requests whose path begins with `path`.

    It happens `times` times (None: always), after the first `after` such requests, and only on the site's day `on`.
    """

    path: str
    what: Happening
    times: int | None = 1
    after: int = 0
    on: date | None = None


class Orders:
    """The mishaps that are ordered, and how many requests each has met."""

    def __init__(self, mishaps: tuple[Mishap, ...] = ()) -> None:
        self._mishaps: list[Mishap] = list(mishaps)
        self._met: list[int] = [0] * len(mishaps)
        self._lock = Lock()

    def add(self, mishap: Mishap) -> None:
        """Add an order."""
        with self._lock:
            self._mishaps.append(mishap)
            self._met.append(0)

    def due(self, path: str, today: date) -> tuple[Happening, ...]:
        """The faults for this request. Each call counts as a request."""
        happening: list[Happening] = []
        with self._lock:
            for place, mishap in enumerate(self._mishaps):
                if not path.startswith(mishap.path) or mishap.on not in (None, today):
                    continue
                self._met[place] += 1
                turn = self._met[place] - mishap.after
                if turn > 0 and (mishap.times is None or turn <= mishap.times):
                    happening.append(mishap.what)
        return tuple(happening)


def _page(html: str, status: int = 200) -> Answer:
    return Answer(status, html.encode(), {"Content-Type": HTML})


def _other(answer: Answer, body: bytes) -> Answer:
    headers = {name: value for name, value in answer.headers.items() if name not in ("ETag", "Last-Modified")}
    return replace(answer, body=body, headers=headers)
