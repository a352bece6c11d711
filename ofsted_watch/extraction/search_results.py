"""A page of the site's search → the authorities that it lists, and how many it says there are.

The search is strict about what it counts and tolerant about how it is written: the total stands in an element of its own or in
one of many wordings, and one result that cannot be read is named and leaves the others alone.
"""

import re
from collections.abc import Iterable
from datetime import date

from bs4 import BeautifulSoup, Tag

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.search_listing import FoundAuthority, SearchPage, UnreadResult
from ofsted_watch.errors import ChallengePage, NothingFound, PageChanged
from ofsted_watch.extraction.site_markup import PROVIDER, day_of, is_challenge, parsed_page, path_of, text_of, tidy

_COUNT_ELEMENTS = ".results-count, .js-results-count, .search-results__count"
"""Where the site's readers of 2019, 2022 and 2025 find the total: its text is the number alone."""

_NOT_ABOUT_ALL = (
    "ul.results-list, select, script, style, title, label, fieldset, legend, option, nav, header, footer, aside, .facet, .filter"
)
"""Text inside these says nothing about all results: a filter's choices carry counts of their own ('(3,409 results)')."""

_COUNCIL_DIGITS = 3
"""A council number (303) has three digits, a URN at least five."""

_MOST_DIGITS = 9
"""Digits of a total of results; int() takes no number of thousands of digits."""

_NUMBER = r"(?P<total>\d[\d,]*)"
_THINGS = r"(?:results?|reports?|providers?|services?|matches|authorities|records|items)"
_RANGE = re.compile(rf"\d[\d,]*\s*(?:to|-|–|—)\s*\d[\d,]*\s+(?:of|out of)\s+{_NUMBER}", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?<![\d,(]){_NUMBER}\s+(?:(?!per\b)[a-z'’-]+\s+){{0,4}}?{_THINGS}\b(?!\s+per\b)"
    rf"|\b(?:results?|total|matches|found|providers?|services?)(?:\s+found)?\s*:\s*{_NUMBER.replace('total', 'after')}\b(?!\s*%)",
    re.IGNORECASE,
)
_NONE = re.compile(rf"\b(?:no|0|zero)\s+(?:(?:search|matching|inspection|relevant)\s+){{0,2}}{_THINGS}\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PER_PAGE = re.compile(r"\b(?:show|display|view)\s+\d+\s+(?:results?|per page)\b[^.]*", re.IGNORECASE)


def search_page(html: str, *, where: str) -> SearchPage:
    """One page of the search's results. `where` is its address, for messages.

    `total` is None where the page states none that can be read: the caller then counts to the end of the pages. A page past the
    end has no results but a total above 0: `found` is then empty, and the caller decides. A result that cannot be read is in
    `unread` with the reason.
    Raises NothingFound when the search states 0 results, ChallengePage, and PageChanged when there is no list or the page lists
    more than the total that it states.
    """
    page = parsed_page(html, where)
    results = page.select_one("ul.results-list")
    if results is None and is_challenge(html):
        raise ChallengePage(f"{where} asks whether we are human instead of listing authorities")
    total, source = _stated_total(page, where)
    if total == 0:
        raise NothingFound(f"{where} states that there are no results")
    if results is None:
        stated = f", though it states {total}" if total else ""
        raise PageChanged(f"{where} has no list of results (ul.results-list){stated}")
    found, unread = _read_all(results.select("li.search-result"))
    if total is not None and len(found) + len(unread) > total:
        raise PageChanged(f"{where} lists {len(found) + len(unread)} results but states a total of {total}")
    following = page.select_one("a.pagination__next[href]")
    return SearchPage(
        total=total,
        total_source=source,
        found=found,
        unread=unread,
        next_path=str(following["href"]).strip() if following else None,
    )


def _stated_total(page: BeautifulSoup, where: str) -> tuple[int | None, str | None]:
    """The total and whether an element or the text states it. The element counts; then 'x to y of N', then 'N results'.

    Two wordings that disagree state nothing that can be believed.
    """
    elements = {
        count
        for tag in page.select(_COUNT_ELEMENTS)
        if tag.find_parent(["fieldset", "label", "li"]) is None and (count := _count(text_of(tag), where)) is not None
    }
    if len(elements) > 1:
        raise PageChanged(f"{where} states different totals of results: {', '.join(map(str, sorted(elements)))}")
    if elements:
        return elements.pop(), "element"
    text = _PER_PAGE.sub(" ", _text_about_all(page))
    for pattern in (_RANGE, _NAMED):
        totals = {
            _number(phrase, where) for match in pattern.finditer(text) if (phrase := _match(match)) and not _is_year(phrase)
        }
        if len(totals) == 1:
            return totals.pop(), "text"
        if totals:
            return None, None
    return (0, "text") if _NONE.search(text) else (None, None)


def _text_about_all(page: BeautifulSoup) -> str:
    inside = {id(text) for tag in page.select(_NOT_ABOUT_ALL) for text in tag.find_all(string=True)}
    outside = tidy(" ".join(text.strip() for text in page.find_all(string=True) if id(text) not in inside))
    return re.sub(r"\([^()]*\)", " ", outside)


def _match(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    return groups.get("total") or groups.get("after")


def _is_year(phrase: str) -> bool:
    """'Since 2024 reports are …' states no total: authorities are never counted in four digits without a comma."""
    return _YEAR.fullmatch(phrase) is not None


def _count(text: str, where: str) -> int | None:
    number = re.match(r"(?:results?\s*:?\s*)?(\d[\d,]*)\b", text, re.IGNORECASE)
    if number is None:
        return 0 if re.match(r"no\b", text, re.IGNORECASE) else None
    return _number(number[1], where)


def _number(phrase: str, where: str) -> int:
    digits = phrase.replace(",", "")
    if len(digits) > _MOST_DIGITS:
        raise PageChanged(f"{where} states a total of {len(digits)} digits, more than there can be authorities")
    return int(digits)


def _read_all(results: Iterable[Tag]) -> tuple[tuple[FoundAuthority, ...], tuple[UnreadResult, ...]]:
    found: list[FoundAuthority] = []
    unread: list[UnreadResult] = []
    for result in results:
        answer = _read(result)
        if isinstance(answer, FoundAuthority):
            found.append(answer)
        else:
            unread.append(answer)
    return tuple(found), tuple(unread)


def _read(result: Tag) -> FoundAuthority | UnreadResult:
    link = result.select_one("h3 a[href]") or result.select_one("a[href*='/provider/']")
    name = text_of(link) if link else ""
    number = PROVIDER.search(re.sub(r"\s|%20", "", path_of(str(link["href"]).strip()))) if link else None
    stated, latest, note = _provider_information(result)
    linked = number[1] if number else None
    council = linked if linked is not None and len(linked) <= _COUNCIL_DIGITS else None
    urn = stated if linked is None or council else linked

    def unread(reason: str) -> UnreadResult:
        return UnreadResult(name=name, council_number=council, latest_report=latest, reason=reason, text=text_of(result)[:80])

    if linked is None:
        return unread("it has no link to an authority")
    if not name:
        return unread(f"it does not name the authority with URN {urn or linked}")
    if urn is None:
        return unread(f"it links to council number {council} and states no URN")
    if stated is not None and stated != urn:
        return unread(f"it gives {name} the URN {stated}, but links to {linked}")
    return FoundAuthority(urn=Urn(urn), name=name, latest_report=latest, council_number=council, note=note)


def _provider_information(result: Tag) -> tuple[str | None, date | None, str | None]:
    """The stated URN, the day of the latest report, and why that day could not be read."""
    stated, latest, note = None, None, None
    for item in result.select("li"):
        title, _, phrase = text_of(item).partition(":")
        label = title.strip().lower()
        if label == "urn" and (digits := re.search(r"\d+", phrase)):
            stated = digits[0]
        if label == "latest report":
            try:
                latest = day_of(phrase.strip(), "latest report")
            except PageChanged as error:
                note = str(error)
    return stated, latest, note
