"""The protocol of a first night: every assumption about the live site, asked once, with each answer kept for a person to see."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic as monotonic_clock

from ofsted_watch.adapters.site.http_client import Answer
from ofsted_watch.adapters.site.ofsted_site import decoded, search_path
from ofsted_watch.adapters.site.robots import read_robots
from ofsted_watch.adapters.site.user_agent import PRODUCT
from ofsted_watch.domain.model import Authority, AuthorityPage, Listing, StoredLetter
from ofsted_watch.domain.official_rows import OfficialTable
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.search_listing import FoundAuthority, SearchPage
from ofsted_watch.errors import SiteError
from ofsted_watch.extraction.authority_pages import authority_page, authority_path
from ofsted_watch.extraction.search_results import search_page
from ofsted_watch.extraction.site_markup import is_report_not_found
from ofsted_watch.runs.known_letter import letter_complaints
from ofsted_watch.runs.site_answers import (
    MOST_ROWS,
    AnswerResult,
    SiteAnswer,
    compared,
    file_answers,
    filter_answer,
    page_answers,
    search_answers,
)
from ofsted_watch.services.reconcile import reconcile_stored
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.site_check import LATELY, read_from_site

PAGES, LETTERS, PACE_SECONDS = 5, 3, 60.0
NO_SUCH_FILE = "99999999"


@dataclass
class Protocol:
    """One check of the site: where answers are saved (None: nowhere), and what earlier answers tell the later questions."""

    resources: Resources
    expected: Sequence[Authority]
    save: Path | None = None
    table: OfficialTable | None = None
    pace_seconds: float = PACE_SECONDS
    monotonic: Callable[[], float] = monotonic_clock
    listed: list[FoundAuthority] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    saved: int = 0

    def answers(self) -> Iterator[SiteAnswer]:
        """Each line as it becomes known. A question whose request fails is DIFFERENT; the others are still asked."""
        questions = (self._robots, self._search, self._filter, self._pages, self._file, self._letters, self._table, self._pace)
        for ask in questions:
            try:
                yield from ask()
            except SiteError as error:
                yield SiteAnswer(ask.__name__.strip("_"), AnswerResult.DIFFERENT, "an answer that can be read", str(error))

    def _ask(self, name: str, place: str, *, method: str = "GET", **headers: str) -> Answer:
        """One request; its body and headers are saved under the name."""
        wanted = {key.replace("_", "-"): value for key, value in headers.items()}
        answer = self.resources.site.answer(place, headers=wanted, method=method)
        if self.save:
            self.saved += 1
            stem = f"{self.saved:02}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}"
            lines = [
                f"{method} {answer.url}",
                f"status: {answer.status}",
                *(f"{key}: {it}" for key, it in answer.headers.items()),
            ]
            (self.save / f"{stem}.headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
            (self.save / f"{stem}.body").write_bytes(answer.body)
        return answer

    def _robots(self) -> Iterator[SiteAnswer]:
        agent = self.resources.site.user_agent
        yield SiteAnswer("our agent", AnswerResult.OK if "+" in agent else AnswerResult.UNKNOWN, "an agent with a contact", agent)
        answer = self._ask("robots", "/robots.txt")
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        rules = read_robots(text, PRODUCT)
        paths = (search_path(0), authority_path(self.expected[0].urn), f"/v1/file/{NO_SUCH_FILE}")
        refused = [path.partition("?")[0] for path in paths if not rules.allow(path)]
        came = f"status {answer.status}, refused: {', '.join(refused) or 'none'}, crawl delay: {rules.crawl_delay or 'none'}"
        same = not refused and (answer.status == 200 or 400 <= answer.status < 500)
        yield compared("robots.txt", "search, pages and files allowed", came, same=same)

    def _search(self) -> Iterator[SiteAnswer]:
        pages: list[SearchPage] = []
        while not pages or (pages[-1].next_path and len(pages) < 2 + len(self.expected) // MOST_ROWS):
            pages.append(self._search_page(f"search {len(pages) + 1}", len(pages) * MOST_ROWS))
        self.listed = [result for page in pages for result in page.found]
        urns = {authority.urn for authority in self.resources.register.current()} | {each.urn for each in self.expected}
        yield from search_answers(pages, self.expected, urns)

    def _search_page(self, name: str, start: int, **more: str) -> SearchPage:
        answer = self._ask(name, search_path(start, **more))
        if answer.status != 200:
            raise SiteError(f"{name}: status {answer.status}")
        return search_page(decoded(answer), where=name)

    def _filter(self) -> Iterator[SiteAnswer]:
        days = sorted(result.latest_report for result in self.listed if result.latest_report)
        if not days:
            yield SiteAnswer(
                "search, since a day", AnswerResult.UNKNOWN, "a narrower search", "not asked: no newest report is known"
            )
            return
        since = days[-max(1, len(days) // 10)]
        for name, text in (("yyyy-mm-dd", since.isoformat()), ("dd-mm-yyyy", f"{since:%d-%m-%Y}")):
            page = self._search_page(f"search since {name}", 0, latest_report_date_start=text)
            yield filter_answer(f"search, since a day as {name}", page, self.listed, since)

    def _pages(self) -> Iterator[SiteAnswer]:
        for authority in self.expected[:PAGES]:
            name = f"page of {authority.name}"
            try:
                page = self._authority_page(name, authority)
            except SiteError as error:
                yield SiteAnswer(
                    name, AnswerResult.DIFFERENT, "a timeline of letters, all links in it, days that agree", str(error)
                )
                continue
            self.listings.extend(page.listings)
            latest = next((result.latest_report for result in self.listed if result.urn == authority.urn), None)
            yield from page_answers(page, authority.name, latest)

    def _authority_page(self, name: str, authority: Authority) -> AuthorityPage:
        answer = self._ask(name, authority_path(authority.urn))
        if answer.status != 200:
            raise SiteError(f"status {answer.status}")
        return authority_page(decoded(answer), urn=authority.urn, where=name, base_url=answer.url)

    def _file(self) -> Iterator[SiteAnswer]:
        if not self.listings:
            yield SiteAnswer("file", AnswerResult.UNKNOWN, "a PDF", "not asked: no page lists a file that can be read")
            return
        newest = max(self.listings, key=lambda listing: listing.published or date.min)
        whole = self._ask("file", newest.url)
        yield from file_answers(whole.status, whole.headers, whole.body)
        known = {"If_None_Match": whole.headers.get("ETag"), "If_Modified_Since": whole.headers.get("Last-Modified")}
        validators = {name: value for name, value in known.items() if value}
        if validators:
            again = self._ask("file again", newest.url, **validators)
            yield compared("file, conditional request", "status 304", f"status {again.status}", same=again.status == 304)
        head = self._ask("file head", newest.url, method="HEAD")
        length = head.headers.get("Content-Length")
        same = head.status == 200 and length in (None, str(len(whole.body)))
        expected = f"status 200, Content-Length {len(whole.body)} or none"
        yield compared("file, HEAD", expected, f"status {head.status}, Content-Length {length or 'none'}", same=same)
        number = newest.url.rpartition("/")[0] + f"/{NO_SUCH_FILE}"
        absent = self._ask("file unknown number", number)
        says_so = is_report_not_found(absent.body.decode("utf-8", "replace"))
        came = f"status {absent.status}, {'' if says_so else 'not '}the page 'Report not found'"
        same = absent.status in (404, 410) or (absent.status == 200 and says_so)
        yield compared("file, a number that no file has", "404, or 200 with 'Report not found'", came, same=same)

    def _letters(self) -> Iterator[SiteAnswer]:
        urns = {authority.urn for authority in self.expected}
        stored = self.resources.database.letters.newest(LATELY)
        known = [
            letter for letter in stored if letter.listing.urn in urns and letter.withdrawn is None and letter.letter.judgements
        ]
        if not known:
            yield SiteAnswer(
                "letters that are known", AnswerResult.UNKNOWN, "read as known", "not asked: no letter is stored yet"
            )
        for letter in known[:LETTERS]:
            yield self._letter(letter)

    def _letter(self, letter: StoredLetter) -> SiteAnswer:
        name = f"letter {letter.listing.file_number}"
        complaints = letter_complaints(letter, read_from_site(self.resources, letter))
        return compared(name, "read as it is stored", "; ".join(complaints) or "read as it is stored", same=not complaints)

    def _table(self) -> Iterator[SiteAnswer]:
        if self.table is None:
            yield SiteAnswer("Ofsted's table", AnswerResult.UNKNOWN, "the same outcomes", "not given: --table FILE.ods")
            return
        outcome = reconcile_stored(self.resources.database, self.resources.register, self.table)
        came = "the same outcomes" if outcome.is_clean else "other outcomes: see `ofsted-watch reconcile`"
        yield compared("Ofsted's table", "the same outcomes", came, same=outcome.is_clean)

    def _pace(self) -> Iterator[SiteAnswer]:
        """A minute of pages at the set pace: a site that finds it too fast refuses."""
        end, asked = self.monotonic() + self.pace_seconds, 0
        expected = f"every answer with status 200 for {self.pace_seconds:.0f} s"
        while self.monotonic() < end:
            authority = self.expected[asked % len(self.expected)]
            asked += 1
            try:
                answer = self.resources.site.answer(authority_path(authority.urn))
            except SiteError as error:
                came = f"{error} after {format_count(asked, 'request')}"
                yield SiteAnswer("a minute at our pace", AnswerResult.DIFFERENT, expected, came)
                return
            if answer.status != 200:
                came = f"status {answer.status} after {format_count(asked, 'request')}"
                yield SiteAnswer("a minute at our pace", AnswerResult.DIFFERENT, expected, came)
                return
        yield SiteAnswer("a minute at our pace", AnswerResult.OK, expected, f"{format_count(asked, 'request')}, each answered")
