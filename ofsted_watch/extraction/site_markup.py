"""What all pages of the site share: whether a page is whole, what stands in its place, its text and its days."""

import re
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, NavigableString, Tag

from ofsted_watch.errors import PageChanged
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

PROVIDER = re.compile(r"/provider/44/(\d+)/?$", re.IGNORECASE)

_LONDON = ZoneInfo("Europe/London")
_DAY = re.compile(
    r"(?:(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?,? )?"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]+)\.?,? (?P<year>\d{4})",
    re.IGNORECASE,
)
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
    headings = [text_of(tag) for tag in page.find_all(["h1", "title"])]
    return any(re.match(r"report not found\b", phrase, re.IGNORECASE) for phrase in headings)


def parsed_page(html: str, where: str) -> BeautifulSoup:
    """A whole page, parsed. Raises PageChanged for one that is empty, cut short or nested deeper than a true page."""
    if not html.strip():
        raise PageChanged(f"{where} is an empty page")
    if not is_whole(html):
        raise PageChanged(f"{where} is no whole web page: it does not end with </html>")
    return parse_html(html, lambda reason: PageChanged(f"{where} {reason}"), deepest=_DEEPEST)


def path_of(address: str) -> str:
    """The path of a link. An address that cannot be split (`http://[`) is all path, so that no number in it is overlooked."""
    try:
        return urlsplit(address).path
    except ValueError:
        return re.split(r"[?#]", address, maxsplit=1)[0]


def day_of(phrase: str, link_here: str, *, must: bool = False) -> date | None:
    """'12 January 2025', 'Sun 12th Jan. 2025', '2025-01-12T00:00:00Z' → the date; None for words without a digit.

    A moment with its zone is the day on which it was in London. Raises PageChanged for anything else, and with `must` for words
    without a date as well.
    """
    phrase = tidy(phrase)
    if not must and not re.search(r"\d", phrase):
        return None
    try:
        if stamp := re.fullmatch(r"(\d{4}-\d{2}-\d{2})([T ].*)?", phrase):
            return _moment_in_london(phrase) or datetime.strptime(stamp[1], "%Y-%m-%d").date()  # noqa: DTZ007  a day, not a moment
        if parts := _DAY.fullmatch(phrase):
            day = date(int(parts["year"]), _MONTHS[parts["month"].lower()], int(parts["day"]))
            if parts["weekday"] is None or f"{day:%A}".lower().startswith(parts["weekday"].lower()):
                return day
    except (KeyError, ValueError):
        pass  # an unknown month or an impossible day is said below, like any other words
    raise PageChanged(f"{link_here}: '{phrase}' is not a date that can be read")


def _moment_in_london(phrase: str) -> date | None:
    """The day in London of a moment that states its zone; None for one that does not. A summer's midnight there is 23:00 UTC."""
    try:
        moment = datetime.fromisoformat(phrase)
        return moment.astimezone(_LONDON).date() if moment.tzinfo else None
    except (ValueError, OverflowError):  # not all that ISO 8601 allows, or a moment before the first year
        return None


def time_of(tag: Tag, link_here: str, *, must: bool = False) -> date | None:
    """The date of a `time` element, from its text or its `datetime`, which may not contradict each other. Raises PageChanged."""
    stamp = str(tag.get("datetime", "")).strip()
    by_stamp = day_of(stamp, link_here, must=bool(stamp))
    by_text = day_of(text_of(tag), link_here, must=must and not stamp)
    if by_stamp and by_text and by_stamp != by_text:
        raise PageChanged(f"{link_here}: '{text_of(tag)}' and '{stamp}' are different days")
    return by_stamp or by_text


def provider_number(link: Tag | None) -> str | None:
    """The URN, or the council number, that a link to an authority's page carries; None for another link."""
    number = PROVIDER.search(re.sub(r"\s|%20", "", path_of(str(link["href"]).strip()))) if link else None
    return number[1] if number else None


SITE_WIDE = "body > header, body > footer, nav"
"""What frames every page of the site, and says nothing about the one authority or the results that a page is about."""


def shown_strings(tag: Tag) -> list[NavigableString]:
    """The strings of a tag that are text: no comments, scripts, styles or templates."""
    return [text for text in tag.find_all(string=True) if type(text) is NavigableString]


def text_of(tag: Tag) -> str:
    """The text of a tag on one line, without what may not be shown."""
    return tidy(tag.get_text())


def tidy(text: str) -> str:
    """A text on one line, single spaces, without what may not be shown."""
    return re.sub(r"\s+", " ", sanitize(text)).strip()
