"""The search form, and the results as the page shows them. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from ofsted_watch.adapters.database.full_text_search import Order, SearchResult, Within
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.filters import Filters
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.identifiers import FileKey, FileNumber, Urn
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, StoredLetter
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.selection import Selection
from ofsted_watch.errors import WrongUse
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.labels import kind_label, sentence
from ofsted_watch.presentation.search_query import Piece, Question, best_paragraph, snippet
from ofsted_watch.web.authority_filter import one_of

ON_A_PAGE = 10
FIRST_YEAR = 2005
"""No letter from Ofsted on children's services is older."""
FILTERS = ("authority", "region", "kind", "year", "topic", "priority_action")
"""The fields of the form that choose letters without a word to search for."""
YES_NO = {"true": True, "false": False}
_PAGE = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class SearchChoice:
    """The submitted form; an empty text means any. `page` counts from 1."""

    q: str = ""
    authority: str = ""
    region: str = ""
    kind: str = ""
    year: str = ""
    order: Order = Order.NEWEST
    page: int = 1
    topic: str = ""
    priority_action: str = ""

    @property
    def address(self) -> str:
        """The address of the search page with this choice."""
        asked = {name: getattr(self, name) for name in ("q", *FILTERS)}
        asked["order"] = "" if self.order is Order.NEWEST else self.order
        asked["page"] = "" if self.page == 1 else self.page
        given = {name: value for name, value in asked.items() if value}
        return f"{urls.SEARCH}?{urlencode(given)}" if given else urls.SEARCH

    @property
    def has_filters(self) -> bool:
        """True if letters can be listed without a word to search for."""
        return any(getattr(self, name) for name in FILTERS)

    @property
    def selection(self) -> Selection:
        """The filters as a selection of letters."""
        year = int(self.year) if self.year else None
        return Selection(
            urns=frozenset({Urn(self.authority)} if self.authority else ()),
            region=self.region or None,
            since=date(year, 1, 1) if year else None,
            until=date(year, 12, 31) if year else None,
            filters=Filters(
                kinds=frozenset({LetterKind(self.kind)} if self.kind else ()),
                topics=frozenset({LetterTopic(self.topic)} if self.topic else ()),
                priority_action=YES_NO.get(self.priority_action),
            ),
        )

    def on(self, page: int) -> "SearchChoice":
        """The same choice on another page."""
        return replace(self, page=page)


@dataclass(frozen=True, slots=True)
class Hit:
    """A result as the page shows it; `withdrawn` is the day we noticed that Ofsted no longer lists it.

    `link` leads to the paragraph with most of the terms, where they are marked; to the letter if none has any (a title that
    matched).
    """

    title: str
    authority: Authority
    file_number: FileNumber
    published: date
    kind: LetterKind
    withdrawn: date | None
    pieces: tuple[Piece, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results: `heading` is the result as text, `before` and `after` are the addresses of its neighbours."""

    heading: str
    hits: tuple[Hit, ...]
    total: int
    before: str | None
    after: str | None


def read_search(
    q: str,
    authority: str,
    region: str,
    kind: str,
    year: str,
    order: str,
    page: str,
    topic: str = "",
    priority_action: str = "",
    *,
    known: Sequence[Authority],
    today: date,
) -> SearchChoice:
    """The choice in the form or a link. Raises WrongUse naming an invalid value."""
    one_of("authority", authority, [authority.urn for authority in known])
    one_of("region", region, sorted({authority.region for authority in known}))
    one_of("kind", kind, list(LetterKind))
    one_of("year", year, years(today))
    one_of("order", order, list(Order))
    one_of("topic", topic, list(LetterTopic))
    one_of("priority_action", priority_action, list(YES_NO))
    if page and not _PAGE.fullmatch(page):
        raise WrongUse(f"'{page[:60]}' is not a page number")
    chosen_order = Order(order or Order.NEWEST)
    return SearchChoice(q, authority, region, kind, year, chosen_order, int(page or 1), topic, priority_action)


def years(today: date) -> list[str]:
    """The possible years of a letter, the newest first."""
    return [str(year) for year in range(today.year, FIRST_YEAR - 1, -1)]


def within(choice: SearchChoice, known: Sequence[Authority], hidden: Collection[FileKey]) -> Within:
    """The filter for the database."""
    urns: list[Urn] | None = None
    if choice.authority or choice.region:
        mine = [
            authority
            for authority in known
            if choice.authority in ("", authority.urn) and choice.region in ("", authority.region)
        ]
        urns = [authority.urn for authority in mine]
    selection = choice.selection
    return Within(
        urns=urns,
        kind=LetterKind(choice.kind) if choice.kind else None,
        since=selection.since,
        until=selection.until,
        hidden=hidden,
        topics=selection.filters.topics,
        priority_action=selection.filters.priority_action,
    )


def results(result: SearchResult, asked: Question, choice: SearchChoice, register: AuthorityRegister) -> Results:
    """The results page."""
    seen = (choice.page - 1) * ON_A_PAGE + len(result.letters)
    return Results(
        heading=_heading(result, asked, choice),
        hits=tuple(_hit(letter, asked, choice.q, register) for letter in result.letters),
        total=result.total,
        before=choice.on(choice.page - 1).address if choice.page > 1 and result.letters else None,
        after=choice.on(choice.page + 1).address if result.letters and seen < result.total else None,
    )


def _heading(result: SearchResult, asked: Question, choice: SearchChoice) -> str:
    if not asked.terms:
        return "Enter at least one word to search for"
    if not result.total:
        return f"No letter mentions {asked.text}"
    many = f"{format_count(result.total, 'letter')} for {asked.text}"
    if not result.letters:
        return f"{many}, and none on this page"
    first = (choice.page - 1) * ON_A_PAGE + 1
    last = first + len(result.letters) - 1
    return many if result.total <= ON_A_PAGE else f"{many}: {first} to {last}"


def _hit(stored: StoredLetter, asked: Question, typed: str, register: AuthorityRegister) -> Hit:
    letter, listing = stored.letter, stored.listing
    best = best_paragraph(letter.text, asked)
    link = (
        urls.letter_page(listing.urn, listing.file_number)
        if best is None
        else urls.paragraph_of_letter(listing.urn, listing.file_number, best, {"q": typed})
    )
    return Hit(
        title=letter.title or sentence(kind_label(letter.kind)),
        authority=register.display(stored.listing.urn),
        file_number=stored.listing.file_number,
        published=stored.published,
        kind=letter.kind,
        withdrawn=stored.withdrawn,
        pieces=snippet(letter.text, asked),
        link=link,
    )
