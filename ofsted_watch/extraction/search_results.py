"""A page of the site's search → the authorities that it lists, and how many it says there are.

The search is strict about what it counts and tolerant about how it is written: the total stands in an element of its own or in
one of many wordings, and one result that cannot be read is named and leaves the others alone.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bs4 import BeautifulSoup, Tag

from ofsted_watch.domain.authorities import COUNCIL_DIGITS
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.search_listing import FoundAuthority, SearchPage, UnreadResult
from ofsted_watch.errors import ChallengePage, NothingFound, PageChanged
from ofsted_watch.extraction.site_markup import (
    day_of,
    is_challenge,
    parsed_page,
    provider_number,
    shown_strings,
    text_of,
    tidy,
    time_of,
)

_NEXT_PAGE = "a.pagination__next[href], .pagination__next a[href], a[rel~=next][href]"

_COUNT_ELEMENTS = ".results-count, .js-results-count, .search-results__count"
"""Where the site's readers of 2019, 2022 and 2025 find the total: its text is the number alone."""

_NOT_ABOUT_ALL = (
    ".results-list, select, script, style, title, label, fieldset, legend, option, nav, header:not(main header), footer, aside,"
    " noscript, template, .filter, .filters, [class*=facet]"
)
"""Text inside these says nothing about all results: a filter's choices carry counts of their own ('(3,409 results)')."""

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
_LATEST = re.compile(
    r"\b(?:latest|last|most recent)(?: inspection)? report(?: published| date)?\b(?: on\b)?\s*[:–—-]?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_URN = re.compile(r"\bURN\b\)?(?: (?:number|no\.?))?\s*[:–—-]?\s*(?P<number>\d+)", re.IGNORECASE)
_BEHIND_DAY = re.compile(r"(?<=\b\d{4})\b[^\d]*$")
"""What may stand behind the day of the latest report: '(Focused visit)', 'New'. With a digit it may be another day."""

_RELATIVE_DAY = re.compile(r"\b(?:today|yesterday|ago|just now|this (?:week|month))\b", re.IGNORECASE)
_NEXT_LABEL = re.compile(r"\b(?:URN|rating|category|address|status|type)\b.*$", re.IGNORECASE)
"""What follows the day of the latest report where all information stands in one text."""

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
    lists = page.select(".results-list")
    if not lists and is_challenge(html):
        raise ChallengePage(f"{where} asks whether we are human instead of listing authorities")
    authorities, unread = _read_all(_once(result for each in lists for result in each.select(".search-result")))
    count = len(authorities) + len(unread)
    total, source = _stated_total(page, lists, count, where)
    if total == 0 and not count:
        raise NothingFound(f"{where} states that there are no results")
    if not lists:
        stated = f", though it states {total}" if total else ""
        raise PageChanged(f"{where} has no list of results (ul.results-list){stated}")
    if total is not None and count > total:
        raise PageChanged(f"{where} lists {count} results but states a total of {total}")
    following = page.select_one(_NEXT_PAGE)
    return SearchPage(
        total=total,
        total_source=source,
        found=authorities,
        unread=unread,
        next_path=str(following["href"]).strip() if following else None,
    )


def _once(results: Iterable[Tag]) -> list[Tag]:
    """Each result once, also where a list of results holds another."""
    return list({id(result): result for result in results}.values())


def _stated_total(page: BeautifulSoup, lists: Sequence[Tag], count: int, where: str) -> tuple[int | None, str | None]:
    """The total and whether an element or the text states it. The element counts; then 'x to y of N', then 'N results'.

    The text around the results counts before the rest of the page. Two wordings that disagree state nothing that can be
    believed, and none that says 'no results' beside results is about them.
    """
    aside = {id(tag) for tag in page.select(_NOT_ABOUT_ALL)}
    elements = {
        number
        for tag in page.select(_COUNT_ELEMENTS)
        if tag.find_parent("li") is None
        and not any(id(around) in aside for around in tag.parents)
        and (number := _count(text_of(tag), where)) is not None
    }
    if len(elements) > 1:
        raise PageChanged(f"{where} states different totals of results: {', '.join(map(str, sorted(elements)))}")
    if elements:
        return elements.pop(), "element"
    main = lists[0].find_parent("main") if lists else None
    for around in (main, page) if main else (page,):
        text = _PER_PAGE.sub(" ", _text_about_all(around))
        for pattern in (_RANGE, _NAMED):
            totals = _totals(pattern, text, where) - ({0} if count else set())
            if totals:
                return (totals.pop(), "text") if len(totals) == 1 else (None, None)
        if not count and _NONE.search(text):
            return 0, "text"
    return None, None


def _totals(pattern: re.Pattern[str], text: str, where: str) -> set[int]:
    phrases = filter(None, map(_match, pattern.finditer(text)))
    return {_number(phrase, where) for phrase in phrases if not _is_year(phrase)}


def _text_about_all(around: Tag) -> str:
    inside = {id(text) for tag in around.select(_NOT_ABOUT_ALL) for text in tag.find_all(string=True)}
    outside = tidy(" ".join(text.strip() for text in shown_strings(around) if id(text) not in inside))
    return re.sub(r"\([^()]*\)", " ", outside)


def _match(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    return groups.get("total") or groups.get("after")


def _is_year(phrase: str) -> bool:
    """'Since 2024 reports are …' states no total: authorities are never counted in four digits without a comma."""
    return _YEAR.fullmatch(phrase) is not None


def _count(text: str, where: str) -> int | None:
    """The total in an element of its own: its number, or the last of '1 to 100 of 153'; None for an empty one or other words."""
    if among := _RANGE.search(text):
        return _number(among["total"], where)
    number = re.match(r"(?:results?\s*:?\s*)?(\d{1,3}(?: \d{3})+|\d[\d,]*)\b", text, re.IGNORECASE)
    if number is None:
        return 0 if re.match(r"no\b", text, re.IGNORECASE) else None
    return _number(number[1], where)


def _number(phrase: str, where: str) -> int:
    digits = re.sub("[, ]", "", phrase)
    if len(digits) > _MOST_DIGITS:
        raise PageChanged(f"{where} states a total of {len(digits)} digits, more than there can be authorities")
    return int(digits)


def _read_all(results: Iterable[Tag]) -> tuple[tuple[FoundAuthority, ...], tuple[UnreadResult, ...]]:
    authorities: list[FoundAuthority] = []
    unread: list[UnreadResult] = []
    for result in results:
        answer = _read(result)
        if isinstance(answer, FoundAuthority):
            authorities.append(answer)
        else:
            unread.append(answer)
    return tuple(authorities), tuple(unread)


def _read(result: Tag) -> FoundAuthority | UnreadResult:
    links = [*result.select("h3 a[href]"), *result.select("a[href]")]
    link = next((each for each in links if provider_number(each)), links[0] if links else None)
    name = text_of(link) if link else ""
    linked, stated = provider_number(link), _stated_urn(result)
    latest, note = _latest_report(result)
    council = linked if linked is not None and _is_council_number(linked) else None
    if stated is not None and _is_council_number(stated):
        stated = None
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


def _is_council_number(number: str) -> bool:
    return len(number) <= COUNCIL_DIGITS


def _stated_urn(result: Tag) -> str | None:
    """The number behind the word 'URN', wherever it stands in the result; it may be the council's."""
    stated = _URN.search(_text_with_spaces(result))
    return stated["number"] if stated else None


def _latest_report(result: Tag) -> tuple[date | None, str | None]:
    """The day of the latest report, and why it could not be read. A label without a day, or no label, is neither.

    Two labels with two days name no latest one.
    """
    try:
        days = {_labelled_day(holder, phrase) for holder, phrase in _labelled(result)} - {None}
    except PageChanged as error:
        return None, str(error)
    if len(days) > 1:
        return None, f"latest report: {' and '.join(f'{day:%Y-%m-%d}' for day in sorted(filter(None, days)))} are different days"
    return (days.pop() if days else None), None


def _labelled_day(holder: Tag, phrase: str) -> date | None:
    """Raises PageChanged for a day that cannot be read, and for one that is only said as 'today'."""
    if stamp := holder.select_one("time"):
        return time_of(stamp, "latest report")
    return day_of(_BEHIND_DAY.sub("", phrase), "latest report", must=_RELATIVE_DAY.search(phrase) is not None)


def _labelled(result: Tag) -> list[tuple[Tag, str]]:
    """What holds days of the latest report, and its text: the label's own item, what follows it, or all of the result."""
    holders: list[tuple[Tag, str]] = []
    for item in result.select("li, p, dt, dd, span, div"):
        label = _LATEST.match(text_of(item))
        if label and label["rest"] and not _NEXT_LABEL.search(label["rest"]):
            holders.append((item, label["rest"]))
        if label and not label["rest"]:
            value = item if item.select_one("time") else item.find_next_sibling()
            if isinstance(value, Tag):
                holders.append((value, text_of(value)))
    label = _LATEST.search(_text_with_spaces(result))
    return holders or ([(result, _NEXT_LABEL.sub("", label["rest"]).strip())] if label else [])


def _text_with_spaces(tag: Tag) -> str:
    return tidy(" ".join(shown_strings(tag)))
