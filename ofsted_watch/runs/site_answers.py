"""What the check of the live site concludes from each answer: as expected, different, or not known before. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, AuthorityPage
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.search_listing import FoundAuthority, SearchListing, SearchPage
from ofsted_watch.runs.planning import missing_on_site

MOST_ROWS = 100
"""Results that one page of the search gives."""

KNOWN_LABELS = frozenset(
    {
        "children's services inspection",
        "single inspection of la children's services as pdf",
        "single inspection of la children's services",
        "children's services focused visit",
        "children's services monitoring visit",
        "children's services assurance visit",
        "joint area child protection inspection",
        "area send full inspection",
        "area send monitoring inspection",
        "joint area review - progress inspection",
    }
)
"""Kinds of letters as the site's links have named them to August 2026, in small letters."""


class AnswerResult(StrEnum):
    """How an answer compares with what we expect. `unknown`: nobody knew before, so nothing is wrong."""

    OK = "ok"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """One line of the check: what was asked, what was expected and what came.

    A difference that is `tolerated` loses no letter: a run reads what came as well. The check before a night names it without
    an alarm.
    """

    name: str
    result: AnswerResult
    expected: str
    came: str
    tolerated: bool = False

    @property
    def line(self) -> str:
        """'DIFFERENT  search, page 1: expected 100 results; came 60'."""
        if self.result is AnswerResult.DIFFERENT:
            return f"{self.result.upper():<9}  {self.name}: expected {self.expected}; came {self.came}"
        return f"{self.result.upper():<9}  {self.name}: {self.came}"

    def as_json(self) -> dict[str, Any]:
        """The object of `check-site --json`."""
        return {"check": self.name, "result": self.result, "expected": self.expected, "came": self.came}


def compared(name: str, expected: str, came: str, *, same: bool, tolerated: bool = False) -> SiteAnswer:
    """A line that is OK where what came is the same as expected, else DIFFERENT."""
    return SiteAnswer(name, AnswerResult.OK if same else AnswerResult.DIFFERENT, expected, came, tolerated)


def search_answers(pages: Sequence[SearchPage], expected: Sequence[Authority], urns: Collection[Urn]) -> tuple[SiteAnswer, ...]:
    """Lines about the pages of the search. `urns` are all that the register knows."""
    counts = [len(page.found) + len(page.unread) for page in pages]
    total, sources = pages[0].total, {page.total_source for page in pages}
    full = [MOST_ROWS] * (len(pages) - 1)
    wanted = [*full, (total or sum(counts)) - sum(full)]
    named = {None: "no total that can be read", "text": f"{total} in words", "element": f"{total} in an element of its own"}
    listing = SearchListing(
        tuple(result for page in pages for result in page.found), tuple(result for page in pages for result in page.unread)
    )
    strange = sorted({result.urn for result in listing.found} - set(urns))
    numbered = [result.name for result in listing.found if result.council_number]
    numbered += [result.name for result in listing.unread if result.council_number]
    unread = [f"{result.name or result.text}: {result.reason}" for result in listing.unread]
    missing = sorted(missing_on_site(expected, listing))
    undated = [result.name for result in listing.found if result.latest_report is None]
    return (
        compared("search, results on each page", _joined(wanted), _joined(counts), same=counts == wanted, tolerated=True),
        compared(
            "search, the total",
            "a number in an element of its own",
            " and ".join(sorted(named[source] for source in sources)),
            same=sources == {"element"},
            tolerated=True,
        ),
        compared(
            "search, counted",
            f"the stated total and all {format_count(len(expected), 'expected authority', 'expected authorities')}",
            f"{sum(counts)} results, {total} stated, missing: {_joined(missing)}",
            same=sum(counts) == total and not missing,
        ),
        compared("search, unknown ids", "none", _joined(strange), same=not strange),
        compared("search, ids of councils", "none", _joined(numbered), same=not numbered, tolerated=True),
        compared("search, results that cannot be read", "none", _joined(unread), same=not unread, tolerated=not missing),
        compared(
            "search, newest reports",
            "a day for each",
            f"no day for: {_joined(undated)}",
            same=not undated,
            tolerated=len(undated) < len(listing.found),
        ),
    )


def filter_answer(name: str, page: SearchPage, listed: Sequence[FoundAuthority], since: date) -> SiteAnswer:
    """Whether the search narrows to reports since a day. One that ignores it is not wrong: nothing relies on it."""
    wanted = sum(1 for result in listed if result.latest_report and result.latest_report >= since)
    count = page.total if page.total is not None else len(page.found) + len(page.unread)
    expected = f"{format_count(wanted, 'authority', 'authorities')} with a report since {since}"
    if count == len(listed) != wanted:
        return SiteAnswer(name, AnswerResult.UNKNOWN, expected, f"the day is ignored: {format_count(count, 'result')}")
    return compared(name, expected, format_count(count, "result"), same=count == wanted)


def page_answers(page: AuthorityPage, search_name: str, latest: date | None) -> tuple[SiteAnswer, ...]:
    """Lines about an authority's page. A link outside the timeline, or days that contradict each other, make it unreadable."""
    labels = sorted({item.listed_as for item in page.listings if item.listed_as.replace("’", "'").lower() not in KNOWN_LABELS})
    undated = [item.file_number for item in page.listings if item.published is None]
    early = [
        item.file_number for item in page.listings if item.published and item.event_date and item.published < item.event_date
    ]
    newest = max((item.published for item in page.listings if item.published), default=None)
    about = f"page of {search_name}"
    return (
        compared(
            f"{about}, kinds of letters",
            "kinds that are known",
            _joined(labels) if labels else "known kinds",
            same=not labels,
            tolerated=True,
        ),
        compared(
            f"{about}, days",
            "a day of publication on each link, not before the event's",
            f"{len(page.listings)} links, without a day: {_joined(undated)}, before the event: {_joined(early)}",
            same=not undated and not early,
        ),
        compared(f"{about}, newest report", f"{latest}, as in the search", f"{newest}", same=newest == latest, tolerated=True)
        if latest
        else SiteAnswer(
            f"{about}, newest report", AnswerResult.UNKNOWN, "as in the search", f"{newest}; the search gives no day"
        ),
    )


def file_answers(status: int, headers: Mapping[str, str], body: bytes) -> tuple[SiteAnswer, ...]:
    """Lines about one file as served."""
    kind, length = headers.get("Content-Type", "none"), headers.get("Content-Length")
    validators = [name for name in ("ETag", "Last-Modified") if headers.get(name)]
    came = f"status {status}, {kind}, {len(body):,} bytes, Content-Length {length or 'none'}"
    is_pdf = status == 200 and body.startswith(b"%PDF") and kind.partition(";")[0].strip() == "application/pdf"
    return (
        compared("file, type and size", "status 200, application/pdf, a PDF", came, same=is_pdf),
        SiteAnswer(
            "file, validators",
            AnswerResult.OK if validators else AnswerResult.UNKNOWN,
            "ETag or Last-Modified",
            ", ".join(f"{name} {headers[name]}" for name in validators) or "neither ETag nor Last-Modified",
        ),
    )


def worst_is_different(answers: Sequence[SiteAnswer]) -> bool:
    """True when any line is DIFFERENT."""
    return any(answer.result is AnswerResult.DIFFERENT for answer in answers)


def _joined(values: Sequence[object]) -> str:
    return ", ".join(map(str, values)) or "none"
