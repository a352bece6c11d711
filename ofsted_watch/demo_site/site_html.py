"""The site's pages, in the markup of the real ones (docs on the site's public readers, June 2026)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urlencode

from ofsted_watch.demo_site.letters.print_formats import day
from ofsted_watch.demo_site.published_files import Provider, Publication

ROWS_AT_MOST = 100
"""The site gives no more results a page, whatever is asked for (seen on 10 February 2025)."""

_SHELL = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title} - Find an Inspection Report - Ofsted</title></head>
<body>
<header class="banner"><a href="/">Find an inspection report</a></header>
<main id="main">
{main}
</main>
<footer><p>An invented Ofsted, for demonstration and tests. Nothing here is true of anybody.</p></footer>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One search result: the authority and the date of its newest report, if it has any."""

    provider: Provider
    latest: date | None


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found. `total` is what the page states; it can be made to lie."""

    total: int
    found: tuple[ResultRow, ...]


def search_page(results: Results, *, start: int, rows: int, asked: Sequence[tuple[str, str]]) -> str:
    """One page of search results from `start` on, with a link to the next page if there is one.

    `asked` is the query as it came: the next link repeats it with another `start`.
    """
    rows = min(rows, ROWS_AT_MOST)
    here = results.found[start : start + rows]
    last = start + len(here)
    items = "\n".join(_result(found) for found in here)
    summary = f"Showing {start + 1} to {last} of {results.total} results" if here else f"{results.total} results"
    following = ""
    if last < len(results.found):
        query = urlencode([*((name, value) for name, value in asked if name not in ("start", "rows"))])
        address = f"/search?{query}&start={last}&rows={rows}"
        following = f'<nav class="pagination"><a class="pagination__next" href="{escape(address)}">Next</a></nav>'
    main = f'<h1>Search results</h1>\n<p class="results-summary">{summary}</p>\n'
    main += f'<ul class="results-list">\n{items}\n</ul>\n{following}'
    return _SHELL.format(title="Search results", main=main)


def authority_page(provider: Provider, listed: Sequence[Publication], file_address: str) -> str:
    """An authority's page. `file_address` is what a file's number is appended to: 'http://…/v1/file/'."""
    days = "\n".join(_day(publication, place, file_address) for place, publication in enumerate(listed))
    main = (
        f'<h1 class="heading--title">{escape(provider.name)}</h1>\n'
        f'<p class="subtitle">URN: {escape(provider.urn)}</p>\n'
        f'<address class="title-block__address">{escape(provider.address)}</address>\n'
        f"<h2>Reports and other information</h2>\n"
        f'<ol class="timeline">\n{days}\n{_OPENED}\n</ol>'
    )
    return _SHELL.format(title=escape(provider.name), main=main)


_OPENED = (
    '<li class="timeline__day timeline__day--opened">'
    '<p class="timeline__date"><time datetime="1998-04-01">1 April 1998</time></p>'
    '<div class="event"><span class="event__title heading--sub">Opened</span></div></li>'
)
"""A day that is no letter: every timeline ends with one."""


def not_found_page() -> str:
    """What the site answers, with status 200, for a file that is gone."""
    return _SHELL.format(title="Report not found", main="<h1>Report not found</h1>\n<p>The report may have been moved.</p>")


def no_such_page() -> str:
    """The page of a 404."""
    return _SHELL.format(title="Page not found", main="<h1>Page not found</h1>")


def challenge_page() -> str:
    """A page that asks whether the client is human."""
    return (
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        '<p>Please verify that you are human.</p><form id="challenge-form" action="/cdn-cgi/challenge-platform/verify">'
        '<div class="captcha"></div></form></body></html>'
    )


def redesigned_page() -> str:
    """A page of a site that was redesigned overnight: no timeline, no list of results, nothing where it was."""
    main = '<h1 class="page-heading">A new look for reports</h1>\n<div class="cards"><article><h2>Reports</h2></article></div>'
    return _SHELL.format(title="Reports", main=main)


def plain_page() -> str:
    """A web page that is neither a report nor an error."""
    return _SHELL.format(title="Maintenance", main="<h1>We are improving this service</h1>\n<p>Please come back later.</p>")


def _result(row: ResultRow) -> str:
    provider = row.provider
    link = f'<a href="/provider/44/{escape(provider.urn)}">{escape(provider.name)}</a>'
    latest = f"<li>Latest report: {day(row.latest)}</li>" if row.latest else ""
    return (
        '<li class="search-result">'
        f'<h3 class="search-result__title heading--sub">{link}</h3>'
        f'<address class="search-result__address">{escape(provider.address)}</address>'
        f'<ul class="search-result__provider-info"><li>Category: Local authority children&#039;s services</li>'
        f"<li>URN: {escape(provider.urn)}</li>{latest}</ul></li>"
    )


def _day(publication: Publication, place: int, file_address: str) -> str:
    label, stamped = _label(publication, place)
    when = publication.event_date
    published = publication.published
    metadata = (
        f'<div class="event__metadata">Published <time pubdate datetime="{published}">{day(published)}</time></div>'
        if stamped
        else ""
    )
    return (
        '<li class="timeline__day">'
        f'<p class="timeline__date"><time datetime="{when}">{day(when)}</time></p>'
        '<div class="event"><span class="event__title heading--sub">'
        f'<a class="publication-link" href="{escape(file_address + publication.number)}" target="_blank">'
        f'{escape(publication.listed_as)}<span class="nonvisual">{escape(label)}</span></a>{metadata}</span></div></li>'
    )


def _label(publication: Publication, place: int) -> tuple[str, bool]:
    """A link's hidden label, in one of its four spellings, and whether the publication date also stands on its own."""
    kind, when = publication.listed_as, day(publication.published)
    return (
        (f"{kind}, PDF - {when}", False),
        (f"{kind}, pdf - {when}", True),
        (f"{kind},  pdf - {when}", False),
        (f"{kind}, PDF", True),
    )[place % 4]
