"""An authority's page → its name there and every letter that it lists.

The markup is the one the site's public readers rely on (2019 to August 2026). Whatever is not understood raises: an
overlooked letter would be a silent gap. Dates of links: 'Published <time>' first, then the hidden label.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

from ofsted_watch.domain.authorities import COUNCIL_DIGITS
from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import AuthorityPage, Listing
from ofsted_watch.errors import ChallengePage, NothingFound, NothingListed, PageChanged
from ofsted_watch.extraction.site_markup import (
    SITE_WIDE,
    day_of,
    is_challenge,
    is_report_not_found,
    parsed_page,
    path_of,
    provider_number,
    shown_strings,
    text_of,
    tidy,
    time_of,
)

_MOST_LINKS = 500
"""Letters that one authority's page may list; the longest known list has fewer than 50."""

_FILE = re.compile(r"/file/(\d+)(?:\.pdf)?/?$", re.IGNORECASE)
_LABEL = re.compile(
    r",\s*pdf\b(?: file| document)?[\s,–—-]*(?:(?:published|dated)\b(?: on\b)?[\s:]*)?(?P<day>.*)$", re.IGNORECASE
)
_NOT_THE_DAY = re.compile(r"\([^()]*\)|\b\d+(?:\.\d+)?\s?[km]b\b[\s,–—-]*", re.IGNORECASE)
"""What may stand beside the day in a hidden label: '(opens in a new tab)', '1.2MB'."""

_HIDDEN = ".nonvisual, .visually-hidden, .govuk-visually-hidden, .sr-only, .screen-reader-text"
_DAY_AT_END = re.compile(r"(?P<day>\d{1,2} [a-z]+ \d{4})$", re.IGNORECASE)
_PUBLISHED_WORDS = r"\b(?:published|publication date|date published)(?:\s+on)?\W*"
_PUBLISHED = re.compile(rf"{_PUBLISHED_WORDS}$", re.IGNORECASE)
"""What stands before a day of publication whose `time` does not say `pubdate`."""

_PUBLISHED_DAY = re.compile(rf"{_PUBLISHED_WORDS}(?P<day>\d.*)$", re.IGNORECASE)
"""A day of publication without a `time`."""

_BEHIND_PUBLISHED = re.compile(r"[\s,–—|-]*(?:\bpdf\b[\s,–—|-]*)?$", re.IGNORECASE)
"""What may follow such a day, once sizes and brackets are gone."""


def authority_path(urn: Urn) -> str:
    """Where an authority's page stands on the site; 44 is the site's word for 'local authority children's services'."""
    return f"/provider/44/{urn}"


def authority_page(html: str, *, urn: Urn, where: str, base_url: str) -> AuthorityPage:
    """An authority's page and every letter it lists, as shown. Links are made absolute with `base_url`.

    Events without a link to a file (such as 'Opened') are no letters. A file listed twice in the same words counts once.
    Raises NothingListed for a page without a single letter, NothingFound, ChallengePage, and PageChanged when the page has no
    name or timeline, speaks of another URN, or has a link whose file number, kind or date cannot be read.
    """
    page = parsed_page(html, where)
    heading = page.select_one("h1.heading--title, h1.title-block__heading")
    timelines = page.select(".timeline")
    if not timelines and is_report_not_found(html):
        raise NothingFound(f"{where} says 'Report not found' where the page of URN {urn} should be")
    if (heading is None or not timelines) and is_challenge(html):
        raise ChallengePage(f"{where} asks whether we are human instead of showing the authority's letters")
    if heading is None or not (name := text_of(heading)):
        raise PageChanged(f"{where} does not name its authority (h1.heading--title)")
    if not timelines:
        raise PageChanged(f"{where} has no timeline of letters (ol.timeline)")
    _check_urn(page, urn, where)
    links = page.select(".timeline .timeline__day a.publication-link")
    if len(links) > _MOST_LINKS:
        raise PageChanged(f"{where} lists {len(links)} letters, more than one authority can have")
    stamps = _own_stamps(page)
    listings = _once_each((_listing(link, stamps, urn=urn, where=where, base_url=base_url) for link in links), where)
    _check_nothing_overlooked(page, listings, where)
    if not listings:
        raise NothingListed(f"{where} lists no letter at all; an authority always has some", name)
    return AuthorityPage(urn=urn, name=name, listings=listings)


def _check_urn(page: BeautifulSoup, urn: Urn, where: str) -> None:
    """Stop at a page about another authority. A page that states no URN is believed: its address names it."""
    text = tidy(" ".join(shown_strings(page.select_one("main") or page)))
    stated = set(re.findall(r"\bURN\b\s*:?\s*(\d{5,8})\b", text))  # four digits may be a year behind the words 'or URN'
    canonical = page.select_one('link[rel="canonical"][href]')
    number = provider_number(canonical)
    if number is not None and len(number) > COUNCIL_DIGITS:
        stated.add(number)
    if stated and urn not in stated:
        raise PageChanged(f"{where} is the page of URN {', '.join(sorted(stated))}, not of {urn}")


def _listing(link: Tag, stamps: dict[int, list[Tag]], *, urn: Urn, where: str, base_url: str) -> Listing:
    # What may not stand in an address is written as %XX, as it is asked for: no control character comes further than here.
    href = str(link.get("href", "")).strip()
    try:
        url = quote(urljoin(base_url, href).partition("#")[0], safe="%/:?=&+;,@!$'()*[]~")
        scheme, number = urlsplit(url).scheme, _FILE.search(urlsplit(url).path)
    except ValueError as error:
        raise PageChanged(f"{where} has a link whose address cannot be read: '{text_of(link)}' → {href[:200]!r}") from error
    if number is None or scheme not in ("http", "https"):
        raise PageChanged(f"{where} has a link without a file number: '{text_of(link)}' → {url!r}")
    if scheme == "http" and base_url.startswith("https://"):
        url = f"https{url.removeprefix('http')}"  # the site serves both; we ask over https only
    link_here = f"{where}, link '{text_of(link)}' (file {number[1]})"
    label, sanitize = _label_and_shown(link)
    label = _dated_label(link, label)
    in_label = _LABEL.search(tidy(_NOT_THE_DAY.sub(" ", label)))
    listed_as = _LABEL.sub("", sanitize).strip() or _LABEL.sub("", label).strip()
    if not listed_as:
        raise PageChanged(f"{link_here} does not say what kind of letter it is")
    published = _publication_date(stamps.get(id(link), []), link_here)
    if published is None and (dated := in_label or _DAY_AT_END.search(label)):
        published = day_of(dated["day"], link_here)
    day = link.find_parent(class_="timeline__day")
    happened = day.select_one(".timeline__date time") or day.select_one(".timeline__date") if day else None
    return Listing(
        urn=urn,
        file_number=FileNumber(number[1]),
        url=url,
        listed_as=listed_as,
        published=published,
        event_date=time_of(happened, f"{link_here}, date of the event") if happened else None,
    )


def _label_and_shown(link: Tag) -> tuple[str, str]:
    """The hidden label and the text that people see; the whole text serves as label where nothing is hidden."""
    hidden = link.select(_HIDDEN)
    if not hidden:
        return text_of(link), text_of(link)
    seen = "".join(text for text in link.find_all(string=True) if not any(tag in text.parents for tag in hidden))
    labels = [text_of(tag) for tag in hidden]
    return next((label for label in labels if _is_dated(label)), labels[0]), tidy(seen)


def _is_dated(label: str) -> bool:
    """True for the label that names the file and its day, or tries to; false for '(opens in a new tab)' and a bare ', pdf'."""
    dated = _LABEL.search(tidy(_NOT_THE_DAY.sub(" ", label)))
    return bool(dated["day"].strip()) if dated else _DAY_AT_END.search(label) is not None


def _dated_label(link: Tag, label: str) -> str:
    """The link's label; if it has no day, one with a day from its `aria-label` or `title`, or hidden beside the link."""
    beside = [tidy(str(link.get(name, ""))) for name in ("aria-label", "title")]
    title = link.find_parent(class_="event__title")
    if title and len(title.select("a.publication-link")) == 1:
        beside += [text_of(tag) for tag in title.select(_HIDDEN)]
    return label if _is_dated(label) else next(filter(_is_dated, beside), label)


def _own_stamps(page: BeautifulSoup) -> dict[int, list[Tag]]:
    """By a link's id(): every day of publication that shares with it alone some tag around them, up to its day."""
    links, stamps = page.select("a.publication-link"), [stamp for stamp in page.select("time") if _says_published(stamp)]
    stamps += _published_without_time(page)
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


def _says_published(stamp: Tag) -> bool:
    """True for `time[pubdate]`, and for a `time` right behind the word 'Published'."""
    if stamp.has_attr("pubdate"):
        return True
    if stamp.find_parent(class_="timeline__date") is not None:
        return False
    before = ""
    for text in stamp.previous_elements:
        if type(text) is NavigableString:
            before = f"{text}{before}"
            if re.search(r"\w", text):  # ': ' may stand between the word and the day
                break
    return bool(_PUBLISHED.search(tidy(before)))


def _published_without_time(page: BeautifulSoup) -> list[Tag]:
    """The innermost tags of a day that say 'Published 20 January 2025' without a `time` in them. The event's own date is none."""
    saying = [
        tag
        for tag in page.select(".timeline__day :not(.timeline__date)")
        if "publi" in tag.get_text().lower()
        and tag.find_parent(class_="timeline__date") is None
        and _PUBLISHED_DAY.search(text_of(tag))
        and tag.name != "time"
        and not tag.find("time")
    ]
    around = {id(outer) for tag in saying for outer in tag.parents}
    return [tag for tag in saying if id(tag) not in around and tag.find_parent("a") is None and tag.name != "a"]


def _up_to_its_day(tag: Tag) -> Iterator[Tag]:
    for around in tag.parents:
        yield around
        if "timeline__day" in around.get_attribute_list("class"):
            return


def _publication_date(stamps: list[Tag], link_here: str) -> date | None:
    """The day that all of them say; None without any. The same day twice (for small and for large screens) is one day."""
    days = {_stamped(stamp, f"{link_here}, publication date") for stamp in stamps}
    if len(days) > 1:
        raise PageChanged(f"{link_here} has {len(days)} publication dates")
    return days.pop() if days else None


def _stamped(stamp: Tag, link_here: str) -> date | None:
    if stamp.name != "time" and (day := _PUBLISHED_DAY.search(text_of(stamp))):
        return day_of(_BEHIND_PUBLISHED.sub("", _NOT_THE_DAY.sub(" ", day["day"])), link_here)
    return time_of(stamp, link_here, must=True)


def _once_each(listings: Iterable[Listing], where: str) -> tuple[Listing, ...]:
    """Each file once. Two links to one file may differ in their text; they may not differ in their day of publication.

    The link that says the kind the way the timeline does (the longer text of the first with a day) counts.
    """
    by_number: dict[FileNumber, Listing] = {}
    for listing in listings:
        known = by_number.setdefault(listing.file_number, listing)
        if known.published is None and listing.published is not None:
            by_number[listing.file_number] = listing
        elif known != listing and listing.published not in (None, known.published):
            raise PageChanged(
                f"{where} lists file {listing.file_number} twice, as '{known.listed_as}' of {known.published}"
                f" and as '{listing.listed_as}' of {listing.published}"
            )
    return tuple(by_number.values())


def _check_nothing_overlooked(page: BeautifulSoup, listings: tuple[Listing, ...], where: str) -> None:
    """A link to a file that is not in the timeline, or no longer marked as a publication, may be a letter.

    In what frames every page of the site it is none: a report in the footer would leave every authority unread.
    """
    known = {listing.file_number for listing in listings}
    frames = {id(tag) for tag in page.select(SITE_WIDE)}
    for link in page.select("a[href]"):
        number = _FILE.search(path_of(str(link["href"])))
        if number and number[1] not in known and not any(id(around) in frames for around in link.parents):
            raise PageChanged(f"{where} links to file {number[1]} ('{text_of(link)}') outside its timeline's publication links")
