"""The Ofsted site over HTTP: its list of authorities, an authority's page, a listed file's bytes.

Built once and shared by all threads. Errors are those of errors.SiteError; SiteUnavailable has already been
retried several times.
"""

import codecs
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from random import random as chance_of_the_day
from typing import TypeVar
from urllib.parse import urlencode

from ofsted_watch.adapters.site.allowed_urls import Addresses
from ofsted_watch.adapters.site.changed_pages import ChangedPages
from ofsted_watch.adapters.site.http_client import Answer, Clockwork, Limits, Web
from ofsted_watch.adapters.site.robots_files import RobotsFiles
from ofsted_watch.adapters.site.user_agent import PRODUCT, user_agent
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import AuthorityPage, Listing
from ofsted_watch.domain.search_listing import FoundAuthority, SearchListing, UnreadResult
from ofsted_watch.errors import (
    BadSetting,
    ChallengePage,
    ClocksDisagree,
    FileGone,
    ListCapped,
    NothingFound,
    PageChanged,
    SiteRefused,
    SiteUnavailable,
)
from ofsted_watch.extraction.authority_pages import authority_page, authority_path
from ofsted_watch.extraction.search_results import search_page
from ofsted_watch.extraction.site_markup import LARGEST_PAGE, is_challenge, is_report_not_found, is_whole
from ofsted_watch.runs.unread_pages import UnreadPage

Parsed = TypeVar("Parsed")

log = logging.getLogger("ofsted_watch.site")

_ROWS = 100
"""Results per request: the site returns no more (seen on 10 February 2025)."""

_CLOCKS_APART = timedelta(days=2)
"""Further apart than this, the site's clock or ours is wrong: no time zone and no cache with an Age explains it."""

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as served, PDF or not, with the validators for the next conditional request. `at` is UTC."""

    content: bytes
    etag: str | None
    last_modified: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class NotModified:
    """The site says that the file with these validators is unchanged. `at` is UTC."""

    at: datetime


class Site:
    """The site at `base_url`. `file_hosts` are host names (or host:port) allowed for files and redirects.

    `requests_per_second` is per host: a number, or what gives it for a moment (by day and by night).
    `timeout` is (connect, each packet), `answer_seconds` one whole answer, `tries` counts
    the first. `sleep`, `monotonic`, `random` and `now` are replaced in tests. Raises BadSetting for an address that
    is not allowed or a rate that is not positive. No request is sent before the first call. `before_request` is called with the
    host's name before each request, to wait for other processes on the same host. `changed_pages` stores the body of each page
    that cannot be read, `robots_files` each robots.txt for the other processes of the day.
    """

    def __init__(
        self,
        base_url: str,
        file_hosts: Sequence[str],
        contact: str,
        requests_per_second: float | Callable[[datetime], float] = 1.0,
        *,
        user_agent_version: str,
        timeout: tuple[float, float] = (5, 30),
        answer_seconds: float = 120.0,
        largest_file: int = 50_000_000,
        tries: int = 4,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = chance_of_the_day,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        before_request: Callable[[str], None] = lambda host: None,
        changed_pages: ChangedPages | None = None,
        robots_files: RobotsFiles | None = None,
    ) -> None:
        per_second = requests_per_second if callable(requests_per_second) else lambda moment: requests_per_second
        if per_second(now()) <= 0 or tries < 1:
            raise BadSetting("The site's requests per second must be above 0, and its tries at least 1")
        self._base = base_url.rstrip("/")
        self._largest_file = largest_file
        self._now = now
        self._changed_pages = changed_pages
        self._user_agent = user_agent(user_agent_version, contact)
        addresses = Addresses(self._base, tuple(file_hosts))
        if not contact and not addresses.on_this_machine:
            log.warning("No contact is set (OFSTED_WATCH_CONTACT): Ofsted cannot contact us before it blocks us")
        self._web = Web(
            addresses,
            product=PRODUCT,
            user_agent=self._user_agent,
            interval=lambda: 1 / per_second(now()),
            limits=Limits(timeout, answer_seconds, tries),
            clockwork=Clockwork(sleep, monotonic, random, now, before_request),
            robots_files=robots_files,
        )

    def authorities(self) -> SearchListing:
        """Every authority that the search lists, paged through until the stated total is met.

        Where no page states a total that can be read, the pages are read to their end and a note says so: until one lists nothing
        new, or is shorter than the first and has no next. A result that cannot be read is in `unread`; the others count.
        Raises ListCapped naming both counts when the pages end before the total,
        NothingFound for none at all, ClocksDisagree where the site says another day than this machine, SiteError.
        """
        listed: dict[Urn, FoundAuthority] = {}
        unread: dict[str, UnreadResult] = {}
        notes: list[str] = []
        rows, total, longest = 0, None, 0
        is_promised = True  # the first page, and one that a total or a link to the next page promises
        while True:
            where = f"The search (from result {rows})"
            try:
                page = self._page(f"{self._base}/search?{_query(rows)}", partial(search_page, where=where), dated=True)
            except (NothingFound, PageChanged):
                if is_promised:
                    raise
                break
            if page.total is not None:
                total = max(total or 0, page.total)
            length = len(page.found) + len(page.unread)
            rows, longest = rows + length, max(longest, length)
            before = len(listed) + len(unread)
            for result in page.unread:
                unread.setdefault(result.text, result)
            for authority in page.found:
                if listed.setdefault(authority.urn, authority) != authority:
                    notes.append(f"The search gives URN {authority.urn} two names or dates; the first counts")
            is_promised = total is not None or page.next_path is not None
            ended = rows >= total if total is not None else page.next_path is None and length < longest
            if ended or len(listed) + len(unread) == before:
                break
        _must_be_met(total, rows, len(listed) + len(unread))
        if total is None:
            count = len(listed) + len(unread)
            notes.append(f"The search states no total that can be read; read to the end, its pages list {count} authorities")
        notes.extend(f"{authority.name}: {authority.note}" for authority in listed.values() if authority.note)
        log.info("The search lists %d authorities", len(listed))
        return SearchListing(tuple(listed.values()), tuple(unread.values()), tuple(notes))

    def authority_page(self, urn: Urn) -> AuthorityPage:
        """The authority's page. Raises NothingFound if the page does not exist or has no letter, SiteError."""
        where = self._base + authority_path(urn)
        return self._page(where, partial(authority_page, urn=urn, where=where, base_url=where))

    def fetch(self, listing: Listing, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | NotModified:
        """The file's bytes as served, or NotModified if the validators still match.

        Raises FileGone for 404, 410 and the page 'Report not found', ChallengePage for one instead of the file, SiteError.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in validators.items() if value}
        answer = self._web.get(listing.url, headers=headers, largest=self._largest_file, check=_as_it_is)
        if answer.status == HTTPStatus.NOT_MODIFIED and headers:
            return NotModified(self._now())
        if answer.status in _GONE:
            raise FileGone(f"File {listing.file_number} is gone: {answer.url} answered {answer.status}")
        _must_be_ok(answer)
        _must_be_no_notice(answer, listing.file_number)
        return Fetched(answer.body, answer.headers.get("ETag"), answer.headers.get("Last-Modified"), self._now())

    def answer(self, place: str, *, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """The answer to one request for a path of the site or an allowed address, as it is and unread: for the check of the site.

        Raises SiteError where there is no answer to look at.
        """
        url = place if "://" in place else f"{self._base}{place}"
        return self._web.get(url, headers=headers or {}, largest=self._largest_file, check=_as_it_is, method=method)

    @property
    def user_agent(self) -> str:
        """The agent that every request names, with the contact."""
        return self._user_agent

    def _page(self, url: str, parse: Callable[[str], Parsed], *, dated: bool = False) -> Parsed:
        """The page as `parse` reads it, if the answer is one."""
        answer = self._web.get(url, headers={}, largest=LARGEST_PAGE, check=_whole_page)
        if dated:
            _must_be_of_today(answer, self._now())
        if answer.status in _GONE:
            raise NothingFound(f"The page does not exist: {answer.url} answered {answer.status}")
        _must_be_ok(answer)
        return self.parsed(answer, parse)

    def parsed(self, answer: Answer, parse: Callable[[str], Parsed]) -> Parsed:
        """The page as `parse` reads it. The body of one that cannot be read is stored, and what `parse` raised is raised."""
        try:
            return parse(decoded(answer))
        except (PageChanged, ChallengePage) as error:
            if self._changed_pages:
                self._changed_pages.store(answer.body, answer.url, str(error), self._now())
            raise

    @property
    def unread_pages(self) -> tuple[UnreadPage, ...]:
        """The pages that could not be read so far and are stored, in order."""
        return tuple(self._changed_pages.stored_here) if self._changed_pages else ()

    def delete_old_pages(self) -> None:
        """Delete the stored bodies of pages that are older than they are stored for."""
        if self._changed_pages:
            self._changed_pages.delete_old(self._now())


def _must_be_met(total: int | None, rows: int, different: int) -> None:
    if total is None and not rows:
        raise NothingFound("The search lists no authority and states no total")
    # The same authority twice among all the results that are stated loses nobody; pages that repeat themselves do.
    if total is not None and different != total and rows != total:
        twice = f" ({rows - different} of them duplicates)" if rows > different else ""
        raise ListCapped(f"The search states {total} authorities, but its pages list {different}{twice}")


def decoded(answer: Answer) -> str:
    """A page's text: UTF-8 if it is valid, else the charset in its header. Raises PageChanged if it is neither.

    UTF-8 comes first: a wrong header corrupts curly quotes, but no other charset passes for UTF-8.
    """
    declared = re.search(r"charset=[\"']?([\w.:-]+)", answer.headers.get("Content-Type", ""), re.IGNORECASE)
    for charset in ("utf-8", *((declared[1],) if declared else ())):
        try:
            codecs.lookup(charset)
            return answer.body.decode(charset)
        except (LookupError, ValueError):  # a codec may raise its own error: 'idna' and 'undefined' do
            continue
    raise PageChanged(f"{answer.url} is not text in UTF-8 or in the charset that it declares")


def search_path(start: int, **more: str) -> str:
    """The path of the search from a result on, as the site's form asks it, with further parameters (a date to filter by)."""
    return f"/search?{_query(start, **more)}"


def _query(start: int, **more: str) -> str:
    """The search for all local authority children's services: 3 = children's social care, 12 = local authorities'."""
    return urlencode(
        {
            "q": "",
            "location": "",
            "lat": "",
            "lon": "",
            "radius": "",
            "level_1_types": "3",
            "level_2_types[]": "12",
            "start": start,
            "rows": _ROWS,
            **more,
        }
    )


def _as_it_is(answer: Answer) -> None:
    """A file may be anything: the reader reports its problem."""


def _whole_page(answer: Answer) -> None:
    if answer.status == HTTPStatus.OK and not is_whole(answer.body.decode("utf-8", "replace")):
        raise SiteUnavailable(f"{answer.url} sent {len(answer.body):,} bytes that are not a complete web page")


def _must_be_of_today(answer: Answer, now: datetime) -> None:
    """Stop where the site's clock and ours are days apart. A cached page has an Age; without a Date nothing is checked."""
    try:
        made = parsedate_to_datetime(answer.headers.get("Date", ""))
        site_time = made.replace(tzinfo=made.tzinfo or UTC) + timedelta(seconds=int(answer.headers.get("Age") or 0))
    except (ValueError, OverflowError):
        return
    if abs(now - site_time) > _CLOCKS_APART:
        raise ClocksDisagree(
            f"This machine's clock says {now:%-d %B %Y, %H:%M} UTC, the site's {site_time:%-d %B %Y, %H:%M}: set the clock right"
        )


def _must_be_ok(answer: Answer) -> None:
    """Accept 200. 401, 403 and any other 4xx are a refusal; any other status is unknown."""
    if answer.status == HTTPStatus.OK:
        return
    if answer.status == HTTPStatus.NOT_MODIFIED:
        raise SiteUnavailable(f"{answer.url} answered 304 (not modified), though the request was not conditional")
    if 400 <= answer.status < 500:
        raise SiteRefused(f"{answer.url} answered {answer.status}: it refuses to serve us")
    raise PageChanged(f"{answer.url} answered {answer.status}, which is not an answer to a plain request")


def _must_be_no_notice(answer: Answer, file_number: FileNumber) -> None:
    """Stop at a web page that says something else about the file. Any other web page is kept as it is, for the reader to name."""
    start = answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start.startswith((b"<!doctype html", b"<html", b"<head")) or len(answer.body) > LARGEST_PAGE:
        return
    html = answer.body.decode("utf-8", "replace")
    if is_report_not_found(html):
        raise FileGone(f"File {file_number} is gone: {answer.url} is the page 'Report not found'")
    if is_challenge(html):
        raise ChallengePage(f"{answer.url} asks whether we are human instead of giving file {file_number}")
