"""The protocol of a first night: every assumption about the live site, asked once, with each answer kept for a person to see.

`check-site` asks all of it; the check before each night (site_check.py) asks the questions of the short form.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic as monotonic_clock

from ofsted_watch.adapters.site.http_client import Answer
from ofsted_watch.adapters.site.ofsted_site import NotModified, search_path
from ofsted_watch.adapters.site.robots import read_robots
from ofsted_watch.adapters.site.user_agent import PRODUCT
from ofsted_watch.domain.model import Authority, AuthorityPage, Letter, Listing, StoredLetter
from ofsted_watch.domain.official_rows import OfficialTable
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.search_listing import FoundAuthority, SearchPage
from ofsted_watch.errors import SiteError
from ofsted_watch.extraction.authority_pages import authority_page, authority_path
from ofsted_watch.extraction.search_results import search_page
from ofsted_watch.extraction.site_markup import is_report_not_found
from ofsted_watch.runs.known_letter import known_letters, letter_complaints, page_complaints
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
from ofsted_watch.runs.unknown_authorities import is_known_name
from ofsted_watch.services.reconcile import reconcile_stored
from ofsted_watch.services.resources import Resources

PAGES, LETTERS, PACE_SECONDS = 5, 3, 60.0
"""Authority pages and known letters of the whole protocol; the short form asks for one of each."""

NO_SUCH_FILE = "99999999"

LATELY = 200
"""How many newest letters to load: they usually include some with judgements of an expected authority."""


class Question:
    """One question: the name of its line where its request fails, and its lines as they become known.

    Deliberately not a dataclass: an orchestrator must not inspect it.
    """

    def __init__(self, name: str, lines: Callable[[], Iterator[SiteAnswer]]) -> None:
        self.name = name
        self.lines = lines


def failed(question: Question, error: SiteError) -> SiteAnswer:
    """The line of a question whose request failed, or whose answer cannot be read."""
    return SiteAnswer(question.name, AnswerResult.DIFFERENT, "an answer that can be read", str(error))


class Protocol:
    """One check of the site: where answers are saved (None: nowhere), and what earlier answers tell the later questions.

    The `short` form is for the check before each night: its requests are twelve at most. Deliberately not a dataclass: an
    orchestrator must not inspect it.
    """

    def __init__(
        self,
        resources: Resources,
        expected: Sequence[Authority],
        save: Path | None = None,
        table: OfficialTable | None = None,
        pace_seconds: float = PACE_SECONDS,
        monotonic: Callable[[], float] = monotonic_clock,
        *,
        short: bool = False,
    ) -> None:
        self._resources = resources
        self._expected = tuple(expected)
        self._save = save
        self._table = table
        self._pace_seconds = pace_seconds
        self._monotonic = monotonic
        self._listed: list[FoundAuthority] = []
        self._listings: list[Listing] = []
        self._saved = 0
        self._known = _known(resources, self._expected, 1 if short else LETTERS)
        self.questions = tuple(self._short() if short else self._whole())

    def answers(self) -> Iterator[SiteAnswer]:
        """Each line as it becomes known. A question whose request fails is DIFFERENT; the others are still asked."""
        for question in self.questions:
            try:
                yield from question.lines()
            except SiteError as error:
                yield failed(question, error)

    def _short(self) -> Iterator[Question]:
        known = {letter.listing.urn for letter in self._known}
        of_known = [authority for authority in self._expected if authority.urn in known]
        yield Question("robots", self._robots)
        yield Question("search", self._search)
        yield self._page_question((of_known or self._expected)[0])
        yield Question("file", self._file)
        yield from self._letter_questions()

    def _whole(self) -> Iterator[Question]:
        yield Question("robots", self._robots)
        yield Question("search", self._search)
        yield Question("filter", self._filter)
        for authority in self._expected[:PAGES]:
            yield self._page_question(authority)
        yield Question("file", self._file)
        if not self._known:
            yield Question("letters", self._no_letters)
        yield from self._letter_questions()
        yield Question("table", self._compare_table)
        if self._pace_seconds:
            yield Question("pace", self._pace)

    def _page_question(self, authority: Authority) -> Question:
        return Question(f"page of {authority.name}", partial(self._page, authority))

    def _letter_questions(self) -> Iterator[Question]:
        for letter in self._known:
            yield Question(f"letter {letter.listing.file_number}", partial(self._letter, letter))

    def _ask(self, name: str, place: str, *, method: str = "GET", **headers: str) -> Answer:
        """One request; its body and headers are saved under the name."""
        wanted = {key.replace("_", "-"): value for key, value in headers.items()}
        answer = self._resources.site.answer(place, headers=wanted, method=method)
        if self._save:
            self._saved += 1
            stem = f"{self._saved:02}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}"
            lines = [
                f"{method} {answer.url}",
                f"status: {answer.status}",
                *(f"{key}: {it}" for key, it in answer.headers.items()),
            ]
            (self._save / f"{stem}.headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
            (self._save / f"{stem}.body").write_bytes(answer.body)
        return answer

    def _robots(self) -> Iterator[SiteAnswer]:
        agent = self._resources.site.user_agent
        yield SiteAnswer("our agent", AnswerResult.OK if "+" in agent else AnswerResult.UNKNOWN, "an agent with a contact", agent)
        answer = self._ask("robots", "/robots.txt")
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        rules = read_robots(text, PRODUCT)
        paths = (search_path(0), authority_path(self._expected[0].urn), f"/v1/file/{NO_SUCH_FILE}")
        refused = [path.partition("?")[0] for path in paths if not rules.allow(path)]
        came = f"status {answer.status}, refused: {', '.join(refused) or 'none'}, crawl delay: {rules.crawl_delay or 'none'}"
        same = not refused and (answer.status == 200 or 400 <= answer.status < 500)
        yield compared("robots.txt", "search, pages and files allowed", came, same=same)

    def _search(self) -> Iterator[SiteAnswer]:
        pages: list[SearchPage] = []
        rows, more = 0, True
        while more and len(pages) < 2 + len(self._expected) // MOST_ROWS:
            page = self._search_page(f"search {len(pages) + 1}", rows)
            came = len(page.found) + len(page.unread)
            if came or not pages:
                pages.append(page)
            rows += came
            more = bool(came) and (page.next_path is not None or rows < (page.total or 0))
        self._listed = [result for page in pages for result in page.found]
        urns = {authority.urn for authority in self._resources.register.current()} | {each.urn for each in self._expected}
        yield from search_answers(pages, self._expected, urns)

    def _search_page(self, name: str, start: int, **more: str) -> SearchPage:
        answer = self._ask(name, search_path(start, **more))
        if answer.status != 200:
            raise SiteError(f"{name}: status {answer.status}")
        return self._resources.site.parsed(answer, partial(search_page, where=name))

    def _filter(self) -> Iterator[SiteAnswer]:
        days = sorted(result.latest_report for result in self._listed if result.latest_report)
        if not days:
            yield SiteAnswer(
                "search, since a day", AnswerResult.UNKNOWN, "a narrower search", "not asked: no newest report is known"
            )
            return
        since = days[-max(1, len(days) // 10)]
        for name, text in (("yyyy-mm-dd", since.isoformat()), ("dd-mm-yyyy", f"{since:%d-%m-%Y}")):
            page = self._search_page(f"search since {name}", 0, latest_report_date_start=text)
            yield filter_answer(f"search, since a day as {name}", page, self._listed, since)

    def _page(self, authority: Authority) -> Iterator[SiteAnswer]:
        name = f"page of {authority.name}"
        page = self._authority_page(name, authority)
        self._listings.extend(page.listings)
        is_known = is_known_name(self._resources.register, authority, page.name)
        yield compared(f"{name}, name", authority.name, page.name, same=is_known, tolerated=True)
        latest = next((result.latest_report for result in self._listed if result.urn == authority.urn), None)
        yield from page_answers(page, authority.name, latest)
        for known in self._known:
            if known.listing.urn == authority.urn:
                complaints = page_complaints(page, known)
                came = "; ".join(complaints) or "listed"
                yield compared(f"{name}, file {known.listing.file_number}", "listed", came, same=not complaints)

    def _authority_page(self, name: str, authority: Authority) -> AuthorityPage:
        answer = self._ask(name, authority_path(authority.urn))
        if answer.status != 200:
            raise SiteError(f"status {answer.status}")
        parse = partial(authority_page, urn=authority.urn, where=name, base_url=answer.url)
        return self._resources.site.parsed(answer, parse)

    def _file(self) -> Iterator[SiteAnswer]:
        if not self._listings:
            yield SiteAnswer("file", AnswerResult.UNKNOWN, "a PDF", "not asked: no page lists a file that can be read")
            return
        newest = max(self._listings, key=lambda listing: listing.published or date.min)
        whole = self._ask("file", newest.url)
        yield from file_answers(whole.status, whole.headers, whole.body)
        known = {"If_None_Match": whole.headers.get("ETag"), "If_Modified_Since": whole.headers.get("Last-Modified")}
        validators = {name: value for name, value in known.items() if value}
        if validators:
            again = self._ask("file again", newest.url, **validators)
            yield compared(
                "file, conditional request", "status 304", f"status {again.status}", same=again.status == 304, tolerated=True
            )
        head = self._ask("file head", newest.url, method="HEAD")
        length = head.headers.get("Content-Length")
        same = head.status == 200 and length in (None, whole.headers.get("Content-Length"), str(len(whole.body)))
        expected = f"status 200, Content-Length {len(whole.body)} or none"
        came = f"status {head.status}, Content-Length {length or 'none'}"
        yield compared("file, HEAD", expected, came, same=same, tolerated=True)
        number = newest.url.rpartition("/")[0] + f"/{NO_SUCH_FILE}"
        absent = self._ask("file unknown number", number)
        says_so = is_report_not_found(absent.body.decode("utf-8", "replace"))
        came = f"status {absent.status}, {'' if says_so else 'not '}the page 'Report not found'"
        same = absent.status in (404, 410) or (absent.status == 200 and says_so)
        yield compared("file, a number that no file has", "404, or 200 with 'Report not found'", came, same=same)

    def _no_letters(self) -> Iterator[SiteAnswer]:
        yield SiteAnswer("letters that are known", AnswerResult.UNKNOWN, "read as known", "not asked: no letter is stored yet")

    def _letter(self, letter: StoredLetter) -> Iterator[SiteAnswer]:
        name = f"letter {letter.listing.file_number}"
        complaints = letter_complaints(letter, _read_from_site(self._resources, letter))
        yield compared(name, "read as it is stored", "; ".join(complaints) or "read as it is stored", same=not complaints)

    def _compare_table(self) -> Iterator[SiteAnswer]:
        if self._table is None:
            yield SiteAnswer("Ofsted's table", AnswerResult.UNKNOWN, "the same outcomes", "not given: --table FILE.ods")
            return
        outcome = reconcile_stored(self._resources.database, self._resources.register, self._table)
        came = "the same outcomes" if outcome.is_clean else "other outcomes: see `ofsted-watch reconcile`"
        yield compared("Ofsted's table", "the same outcomes", came, same=outcome.is_clean)

    def _pace(self) -> Iterator[SiteAnswer]:
        """A minute of pages at the set pace: a site that finds it too fast refuses."""
        end, asked = self._monotonic() + self._pace_seconds, 0
        expected = f"every answer with status 200 for {self._pace_seconds:.0f} s"
        while self._monotonic() < end:
            authority = self._expected[asked % len(self._expected)]
            asked += 1
            try:
                answer = self._resources.site.answer(authority_path(authority.urn))
            except SiteError as error:
                came = f"{error} after {format_count(asked, 'request')}"
                yield SiteAnswer("a minute at our pace", AnswerResult.DIFFERENT, expected, came)
                return
            if answer.status != 200:
                came = f"status {answer.status} after {format_count(asked, 'request')}"
                yield SiteAnswer("a minute at our pace", AnswerResult.DIFFERENT, expected, came)
                return
        yield SiteAnswer("a minute at our pace", AnswerResult.OK, expected, f"{format_count(asked, 'request')}, each answered")


def _known(resources: Resources, expected: Sequence[Authority], count: int) -> tuple[StoredLetter, ...]:
    """The newest stored letters with judgements of the expected authorities; none on a first run."""
    urns = {authority.urn for authority in expected}
    lately = [letter for letter in resources.database.letters.newest(LATELY) if letter.listing.urn in urns]
    return known_letters(lately, count) or known_letters(resources.database.letters.stored(urns), count)


def _read_from_site(resources: Resources, known: StoredLetter) -> Letter:
    """The letter as the site serves it now, read now: neither the archive nor an earlier reading is used. Raises SiteError."""
    answer = resources.site.fetch(known.listing)
    if isinstance(answer, NotModified):
        raise SiteError(f"{known.listing.url} answered 304 (not modified), though the request was not conditional")
    return resources.reader.read(answer.content, f"{known.listing.urn}-{known.listing.file_number}")
