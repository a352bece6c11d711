"""The Ofsted site over HTTP: which authorities it lists, an authority's page, a listed file's bytes.

Built once and shared by all threads. Errors are those of errors.SiteError; SiteUnavailable has been tried several
times already when it leaves here.
"""

import codecs
import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from random import random as chance_of_the_day
from typing import TypeVar
from urllib.parse import urlencode

from ofsted_watch.adapters.site.allowed_urls import Addresses
from ofsted_watch.adapters.site.changed_pages import ChangedPages
from ofsted_watch.adapters.site.http_client import Answer, Clockwork, Limits, Web
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

Parsed = TypeVar("Parsed")

log = logging.getLogger("ofsted_watch.site")

_PRODUCT = "OfstedWatch"
_ROWS = 100
"""Results asked for at a time: the site gives no more, whatever is asked (seen on 10 February 2025)."""

_CLOCKS_APART = timedelta(days=2)
"""Further apart than this, the site's clock or ours is wrong: no time zone and no cache that says its age explains it."""

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it came, PDF or not, with the validators for the next conditional request. `at` is UTC."""

    content: bytes
    etag: str | None
    last_modified: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class NotModified:
    """The site says that the file is still the one we know by these validators. `at` is UTC."""

    at: datetime


class Site:
    """The site at `base_url`. `file_hosts` are host names (or host:port) that files and redirects may lead to.

    `requests_per_second` is per host. `timeout` is (connect, each packet), `answer_seconds` one whole answer, `tries` counts
    the first. `sleep`, `monotonic`, `random` and `now` are replaced in tests. Raises BadSetting for an address that
    may not be asked or a rate that is not positive. Nothing is asked before the first call. `before_request` is called with the
    host's name before each request, to wait for others who ask the same host. `changed_pages` stores the body of each page
    that cannot be read.
    """

    def __init__(
        self,
        base_url: str,
        file_hosts: Sequence[str],
        contact: str,
        requests_per_second: float = 1.0,
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
    ) -> None:
        if requests_per_second <= 0 or tries < 1:
            raise BadSetting("The site's requests per second must be above 0, and its tries at least 1")
        self._base = base_url.rstrip("/")
        self._largest_file = largest_file
        self._now = now
        self._changed_pages = changed_pages
        addresses = Addresses(self._base, tuple(file_hosts))
        if not contact and not addresses.on_this_machine:
            log.warning("No contact is set (OFSTED_WATCH_CONTACT): Ofsted cannot write to us before it shuts us out")
        self._web = Web(
            addresses,
            product=_PRODUCT,
            user_agent=user_agent(user_agent_version, contact),
            interval=1 / requests_per_second,
            limits=Limits(timeout, answer_seconds, tries),
            clockwork=Clockwork(sleep, monotonic, random, now, before_request),
        )

    def authorities(self) -> SearchListing:
        """Every authority that the search lists, paged through until the stated total is met.

        Where no page states a total that can be read, the pages are read to their end and a note says so. A result that cannot
        be read is in `unread`; the others count. Raises ListCapped naming both counts when the pages end before the total,
        NothingFound for none at all, ClocksDisagree where the site says another day than this machine, SiteError.
        """
        found: dict[Urn, FoundAuthority] = {}
        unread: dict[str, UnreadResult] = {}
        notes: list[str] = []
        rows, total = 0, None
        while True:
            where = f"The search (from result {rows})"
            page = self._page(f"{self._base}/search?{_query(rows)}", partial(search_page, where=where), dated=True)
            if page.total is not None:
                total = max(total or 0, page.total)
            rows += len(page.found) + len(page.unread)
            before = len(found) + len(unread)
            for result in page.unread:
                unread.setdefault(result.text, result)
            for authority in page.found:
                if found.setdefault(authority.urn, authority) != authority:
                    notes.append(f"The search gives URN {authority.urn} two names or dates; the first counts")
            ended = page.next_path is None if total is None else rows >= total
            if ended or len(found) + len(unread) == before:
                break
        _must_be_met(total, rows, len(found) + len(unread))
        if total is None:
            notes.append(f"The search states no total that can be read; read to the end, its pages list {rows} authorities")
        notes.extend(f"{authority.name}: {authority.note}" for authority in found.values() if authority.note)
        log.info("The search lists %d authorities", len(found))
        return SearchListing(tuple(found.values()), tuple(unread.values()), tuple(notes))

    def authority_page(self, urn: Urn) -> AuthorityPage:
        """The authority's page. Raises NothingFound when there is no such page or no letter on it, SiteError."""
        where = self._base + authority_path(urn)
        return self._page(where, partial(authority_page, urn=urn, where=where, base_url=where))

    def fetch(self, listing: Listing, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | NotModified:
        """The file's bytes as they are, or NotModified where the validators given still hold.

        Raises FileGone for 404, 410 and the page 'Report not found', ChallengePage for one in the file's place, SiteError.
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

    def _page(self, url: str, parse: Callable[[str], Parsed], *, dated: bool = False) -> Parsed:
        """The page as `parse` reads it. The body of one that cannot be read is stored before PageChanged is raised."""
        answer = self._web.get(url, headers={}, largest=LARGEST_PAGE, check=_whole_page)
        if dated:
            _must_be_of_today(answer, self._now())
        if answer.status in _GONE:
            raise NothingFound(f"There is no such page: {answer.url} answered {answer.status}")
        _must_be_ok(answer)
        try:
            return parse(decoded(answer))
        except PageChanged:
            if self._changed_pages:
                self._changed_pages.store(answer.body, url, self._now())
            raise


def _must_be_met(total: int | None, rows: int, different: int) -> None:
    if total is None and not rows:
        raise NothingFound("The search lists no authority and states no total")
    # The same authority twice among all the results that are stated loses nobody; pages that repeat themselves do.
    if total is not None and different != total and rows != total:
        twice = f" ({rows - different} of them twice)" if rows > different else ""
        raise ListCapped(f"The search states {total} authorities, but its pages list {different}{twice}")


def user_agent(version: str, contact: str) -> str:
    """'OfstedWatch/0.1 (+mailto:watch@example.org)' from 'Ofsted Watch <watch@example.org>'; a web address serves as well."""
    is_web = contact.startswith(("https://", "http://"))
    address = contact if is_web else parseaddr(contact)[1]
    if not re.fullmatch(r"[!-'*-~]+", address):
        return f"{_PRODUCT}/{version}"
    return f"{_PRODUCT}/{version} (+{'' if is_web else 'mailto:'}{address})"


def decoded(answer: Answer) -> str:
    """A page's text: UTF-8 if it is that, else in the charset its header declares. Raises PageChanged if it is in neither.

    UTF-8 comes first: a wrong header turns curly quotes into other words, but no other charset passes for UTF-8.
    """
    declared = re.search(r"charset=[\"']?([\w.:-]+)", answer.headers.get("Content-Type", ""), re.IGNORECASE)
    for charset in ("utf-8", *((declared[1],) if declared else ())):
        try:
            codecs.lookup(charset)
            return answer.body.decode(charset)
        except (LookupError, ValueError):  # a codec may refuse in a way of its own: 'idna' and 'undefined' do
            continue
    raise PageChanged(f"{answer.url} is not text in UTF-8 or in the charset that it declares")


def _query(start: int) -> str:
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
        }
    )


def _as_it_is(answer: Answer) -> None:
    """A file may be anything: its reader names what it is not."""


def _whole_page(answer: Answer) -> None:
    if answer.status == HTTPStatus.OK and not is_whole(answer.body.decode("utf-8", "replace")):
        raise SiteUnavailable(f"{answer.url} sent {len(answer.body):,} bytes that are no whole web page")


def _must_be_of_today(answer: Answer, now: datetime) -> None:
    """Stop where the site's clock and ours are days apart. A page kept by a cache says so by its Age; no Date says nothing."""
    try:
        made = parsedate_to_datetime(answer.headers.get("Date", ""))
        said = made.replace(tzinfo=made.tzinfo or UTC) + timedelta(seconds=int(answer.headers.get("Age") or 0))
    except (ValueError, OverflowError):
        return
    if abs(now - said) > _CLOCKS_APART:
        raise ClocksDisagree(
            f"This machine's clock says {now:%-d %B %Y, %H:%M} UTC, the site's {said:%-d %B %Y, %H:%M}: set the clock right"
        )


def _must_be_ok(answer: Answer) -> None:
    """Let 200 pass. 401, 403 and any other 4xx are a refusal; whatever else it is, we do not know what it means."""
    if answer.status == HTTPStatus.OK:
        return
    if answer.status == HTTPStatus.NOT_MODIFIED:
        raise SiteUnavailable(f"{answer.url} answered 304 (not modified), though we did not say what we know")
    if 400 <= answer.status < 500:
        raise SiteRefused(f"{answer.url} answered {answer.status}: it does not serve us")
    raise PageChanged(f"{answer.url} answered {answer.status}, which is no answer to a plain request")


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
