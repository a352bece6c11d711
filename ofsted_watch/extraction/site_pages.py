"""The site's pages → values: search results, an authority's page, and the pages that stand where another should.

The markup is the one the site's public readers rely on (2019 to June 2026). Whatever is not understood raises: an
overlooked letter would be a silent gap. Dates of links: `time[pubdate]` first, then the hidden label.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import AuthorityPage, FoundAuthority, Listing, SearchPage
from ofsted_watch.errors import ChallengePage, NothingFound, PageChanged
from ofsted_watch.extraction.markup import parse_html
from ofsted_watch.extraction.sanitize import sanitize

_CHALLENGE = re.compile(
    r"cdn-cgi/challenge-platform|challenge-form|cf-chl|captcha|awswaf|_incapsula_|incapsula incident"
    r"|just a moment\.\.\.|attention required|checking your browser|(verify|confirm|prove)( that)? you are( a)? human"
    r"|are you a robot|enable javascript and cookies to continue|unusual traffic",
    re.IGNORECASE,
)
LARGEST_PAGE = 2_000_000
"""Bytes that a page may have; the longest true ones are a tenth of it."""

_START = 65_536
"""Characters within which a page's title and first heading stand."""

_DEEPEST = 100
"""Levels of tags that a page may have; true pages have about 20."""

_MOST_LINKS = 500
"""Letters that one authority's page may list; the longest known list has fewer than 50."""

_LONGEST_TOTAL = 9
"""Digits of a total of results; int() takes no number of thousands of digits."""

_PROVIDER = re.compile(r"/provider/44/(\d+)/?$")
_FILE = re.compile(r"/file/(\d+)/?$")
_RANGE_OF_TOTAL = re.compile(r"\d+\s*(?:to|-|–)\s*[\d,]+\s+of\s+([\d,]+)", re.IGNORECASE)
_TOTAL = re.compile(r"(?<![\d,])([\d,]+|no)\s+(?:search\s+)?(?:results?|providers?|matches)\b(?!\s+per\b)", re.IGNORECASE)
_LABEL = re.compile(r",\s*pdf\b\s*[-–]?\s*(?P<day>.*)$", re.IGNORECASE)
_DAY_AT_END = re.compile(r"(?P<day>\d{1,2} [a-z]+ \d{4})$", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}


def authority_path(urn: str) -> str:
    """Where an authority's page stands on the site; 44 is the site's word for 'local authority children's services'."""
    return f"/provider/44/{urn}"


def is_challenge(html: str) -> bool:
    """True for a page that asks whether we are human. Ask only of pages that lack what they should have:
    a true page may carry a captcha in its feedback form.
    """
    return _CHALLENGE.search(html) is not None


def is_whole(html: str) -> bool:
    """False for a page that ends before its end. Without this a page cut in half would be a page with fewer letters."""
    return "</html" in html[-2000:].lower()


def is_report_not_found(html: str) -> bool:
    """True for the page 'Report not found', which the site gives with status 200 for a file that is gone.

    False for a page whose markup cannot be parsed: what it is about is not known.
    """
    try:
        page = parse_html(html[:_START], PageChanged, deepest=_DEEPEST)
    except PageChanged:
        return False
    headings = [_text(tag) for tag in page.find_all(["h1", "title"])]
    return any(re.match(r"report not found\b", phrase, re.IGNORECASE) for phrase in headings)


def search_page(html: str, *, where: str) -> SearchPage:
    """One page of the search's results. `where` is its address, for messages.

    A page past the end has no results but a total above 0: `found` is then empty, and the caller decides.
    Raises NothingFound when the search states 0 results, ChallengePage, and PageChanged when there is no list, no
    total or a result cannot be read.
    """
    page = _parsed(html, where)
    results = page.select_one("ul.results-list")
    if results is None and is_challenge(html):
        raise ChallengePage(f"{where} asks whether we are human instead of listing authorities")
    total = _stated_total(page, where)
    if total == 0:
        raise NothingFound(f"{where} states that there are no results")
    if results is None:
        raise PageChanged(f"{where} has no list of results (ul.results-list), though it states {total}")
    found = tuple(_found_authority(result, where) for result in results.select("li.search-result"))
    if len(found) > total:
        raise PageChanged(f"{where} lists {len(found)} results but states a total of {total}")
    following = page.select_one("a.pagination__next[href]")
    return SearchPage(total=total, found=found, next_path=str(following["href"]) if following else None)


def authority_page(html: str, *, urn: Urn, where: str, base_url: str) -> AuthorityPage:
    """An authority's page and every letter it lists, as shown. Links are made absolute with `base_url`.

    Events without a link to a file (such as 'Opened') are no letters. A file listed twice in the same words counts once.
    Raises NothingFound for a page without a single letter, ChallengePage, and PageChanged when the page has no name or
    timeline, speaks of another URN, or has a link whose file number, kind or date cannot be read.
    """
    page = _parsed(html, where)
    heading = page.select_one("h1.heading--title")
    timelines = page.select("ol.timeline")
    if not timelines and is_report_not_found(html):
        raise NothingFound(f"{where} says 'Report not found' where the page of URN {urn} should be")
    if (heading is None or not timelines) and is_challenge(html):
        raise ChallengePage(f"{where} asks whether we are human instead of showing the authority's letters")
    if heading is None or not (name := _text(heading)):
        raise PageChanged(f"{where} does not name its authority (h1.heading--title)")
    if not timelines:
        raise PageChanged(f"{where} has no timeline of letters (ol.timeline)")
    _check_urn(page, urn, where)
    links = page.select("ol.timeline li.timeline__day a.publication-link")
    if len(links) > _MOST_LINKS:
        raise PageChanged(f"{where} lists {len(links)} letters, more than one authority can have")
    stamps = _own_stamps(page)
    listings = _once_each((_listing(link, stamps, urn=urn, where=where, base_url=base_url) for link in links), where)
    _check_nothing_overlooked(page, listings, where)
    if not listings:
        raise NothingFound(f"{where} lists no letter at all; an authority always has some")
    return AuthorityPage(urn=urn, name=name, listings=listings)


def _parsed(html: str, where: str) -> BeautifulSoup:
    if not html.strip():
        raise PageChanged(f"{where} is an empty page")
    if not is_whole(html):
        raise PageChanged(f"{where} is no whole web page: it does not end with </html>")
    return parse_html(html, lambda reason: PageChanged(f"{where} {reason}"), deepest=_DEEPEST)


def _stated_total(page: BeautifulSoup, where: str) -> int:
    """The total that the page states in words, outside its results. 'x to y of N' counts before 'N results'."""
    inside = {
        id(text) for tag in page.select("ul.results-list, select, script, style, title") for text in tag.find_all(string=True)
    }
    outside = " ".join(text.strip() for text in page.find_all(string=True) if id(text) not in inside)
    for pattern in (_RANGE_OF_TOTAL, _TOTAL):
        totals = {_total(phrase, where) for phrase in pattern.findall(outside)}
        if len(totals) > 1:
            raise PageChanged(f"{where} states different totals of results: {', '.join(map(str, sorted(totals)))}")
        if totals:
            return totals.pop()
    raise PageChanged(f"{where} does not state how many results there are")


def _total(phrase: str, where: str) -> int:
    digits = phrase.replace(",", "")
    if len(digits) > _LONGEST_TOTAL:
        raise PageChanged(f"{where} states a total of {len(digits)} digits, more than there can be authorities")
    return 0 if digits.lower() == "no" else int(digits or 0)


def _found_authority(result: Tag, where: str) -> FoundAuthority:
    link = result.select_one("h3 a[href]")
    number = _PROVIDER.search(_path(str(link["href"]))) if link else None
    if link is None or number is None:
        raise PageChanged(f"{where} has a result without a link to an authority: '{_text(result)[:80]}'")
    urn, name = Urn(number[1]), _text(link)
    if not name:
        raise PageChanged(f"{where} does not name the authority with URN {urn}")
    latest = None
    for item in result.select("li"):
        title, _, phrase = _text(item).partition(":")
        if title == "URN" and phrase.strip() != urn:
            raise PageChanged(f"{where} gives {name} the URN {phrase.strip()}, but links to {urn}")
        if title == "Latest report":
            latest = _day(phrase, f"{where}, latest report of {name}")
    return FoundAuthority(urn=urn, name=name, latest_report=latest)


def _check_urn(page: BeautifulSoup, urn: str, where: str) -> None:
    """Stop at a page about another authority. A page that states no URN is believed: its address names it."""
    stated = {found for text in page.find_all(string=True) for found in re.findall(r"\bURN:?\s*(\d{4,})", text)}
    canonical = page.select_one('link[rel="canonical"][href]')
    stated |= set(_PROVIDER.findall(str(canonical["href"]))) if canonical else set()
    if stated and urn not in stated:
        raise PageChanged(f"{where} is the page of URN {', '.join(sorted(stated))}, not of {urn}")


def _listing(link: Tag, stamps: dict[int, list[Tag]], *, urn: Urn, where: str, base_url: str) -> Listing:
    # What may not stand in an address is written as %XX, as it is asked for: no control character comes further than here.
    href = str(link.get("href", ""))
    try:
        url = quote(urljoin(base_url, href).partition("#")[0], safe="%/:?=&+;,@!$'()*[]~")
        scheme, number = urlsplit(url).scheme, _FILE.search(urlsplit(url).path)
    except ValueError as error:
        raise PageChanged(f"{where} has a link whose address cannot be read: '{_text(link)}' → {href[:200]!r}") from error
    if number is None or scheme not in ("http", "https"):
        raise PageChanged(f"{where} has a link without a file number: '{_text(link)}' → {url!r}")
    link_here = f"{where}, link '{_text(link)}' (file {number[1]})"
    label, sanitize = _label_and_shown(link)
    in_label = _LABEL.search(label)
    listed_as = _LABEL.sub("", sanitize).strip() or _LABEL.sub("", label).strip()
    if not listed_as:
        raise PageChanged(f"{link_here} does not say what kind of letter it is")
    published = _publication_date(stamps.get(id(link), []), link_here)
    if published is None and (dated := in_label or _DAY_AT_END.search(label)):
        published = _day(dated["day"], link_here)
    day = link.find_parent("li", class_="timeline__day")
    happened = day.select_one(".timeline__date time") if day else None
    return Listing(
        urn=urn,
        file_number=FileNumber(number[1]),
        url=url,
        listed_as=listed_as,
        published=published,
        event_date=_time(happened, f"{link_here}, date of the event") if happened else None,
    )


def _label_and_shown(link: Tag) -> tuple[str, str]:
    """The hidden label and the text that people see; the whole text serves as label where nothing is hidden."""
    hidden = link.select_one("span.nonvisual")
    if hidden is None:
        return _text(link), _text(link)
    seen = "".join(text for text in link.find_all(string=True) if hidden not in text.parents)
    return _text(hidden), _tidy(seen)


def _own_stamps(page: BeautifulSoup) -> dict[int, list[Tag]]:
    """By a link's id(): every `time[pubdate]` that shares with it alone some tag around them, up to its day."""
    links, stamps = page.select("a.publication-link"), page.select("time[pubdate]")
    links_around: dict[int, list[Tag]] = {}
    for link in links:
        for around in _up_to_its_day(link):
            links_around.setdefault(id(around), []).append(link)
    own: dict[int, list[Tag]] = {}
    for stamp in stamps:
        alone = [near[0] for around in _up_to_its_day(stamp) if len(near := links_around.get(id(around), [])) == 1]
        if alone:
            own.setdefault(id(alone[0]), []).append(stamp)
    return own


def _up_to_its_day(tag: Tag) -> Iterator[Tag]:
    for around in tag.parents:
        yield around
        if "timeline__day" in around.get_attribute_list("class"):
            return


def _publication_date(stamps: list[Tag], link_here: str) -> date | None:
    if len(stamps) > 1:
        raise PageChanged(f"{link_here} has {len(stamps)} publication dates")
    return _time(stamps[0], f"{link_here}, publication date", must=True) if stamps else None


def _once_each(listings: Iterable[Listing], where: str) -> tuple[Listing, ...]:
    by_number: dict[str, Listing] = {}
    for listing in listings:
        known = by_number.setdefault(listing.file_number, listing)
        if known != listing:
            raise PageChanged(
                f"{where} lists file {listing.file_number} twice, as '{known.listed_as}' of {known.published}"
                f" and as '{listing.listed_as}' of {listing.published}"
            )
    return tuple(by_number.values())


def _check_nothing_overlooked(page: BeautifulSoup, listings: tuple[Listing, ...], where: str) -> None:
    """A link to a file that is not in the timeline, or no longer marked as a publication, may be a letter."""
    known = {listing.file_number for listing in listings}
    for link in page.select("a[href]"):
        number = _FILE.search(_path(str(link["href"])))
        if number and number[1] not in known:
            raise PageChanged(f"{where} links to file {number[1]} ('{_text(link)}') outside its timeline's publication links")


def _path(address: str) -> str:
    """The path of a link. An address that cannot be split (`http://[`) is all path, so that no number in it is overlooked."""
    try:
        return urlsplit(address).path
    except ValueError:
        return re.split(r"[?#]", address, maxsplit=1)[0]


def _time(tag: Tag, link_here: str, *, must: bool = False) -> date | None:
    """The date of a `time` element, from its text or its `datetime`, which may not contradict each other."""
    stamp = str(tag.get("datetime", "")).strip()
    by_stamp = _day(stamp, link_here, must=bool(stamp))
    by_text = _day(_text(tag), link_here, must=must and not stamp)
    if by_stamp and by_text and by_stamp != by_text:
        raise PageChanged(f"{link_here}: '{_text(tag)}' and '{stamp}' are different days")
    return by_stamp or by_text


def _day(phrase: str, link_here: str, *, must: bool = False) -> date | None:
    """'12 January 2025', '12 Jan 2025', '2025-01-12' or '2025-01-12T00:00:00Z' → the date; None for words without a digit.

    Raises PageChanged for anything else, and with `must` for words without a date as well.
    """
    phrase = _tidy(phrase)
    if not must and not re.search(r"\d", phrase):
        return None
    try:
        if found := re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ].*)?", phrase):
            return datetime.strptime(found[1], "%Y-%m-%d").date()  # noqa: DTZ007  a day, not a moment
        if found := re.fullmatch(r"(\d{1,2}) ([A-Za-z]+) (\d{4})", phrase):
            return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    except (KeyError, ValueError):
        pass  # an unknown month or an impossible day is said below, like any other words
    raise PageChanged(f"{link_here}: '{phrase}' is not a date that can be read")


def _text(tag: Tag) -> str:
    return _tidy(tag.get_text())


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", sanitize(text)).strip()
