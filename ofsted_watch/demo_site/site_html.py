"""The site's pages, in the markup of the real site (ofsted-site.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urlencode

from ofsted_watch.demo_site.letters.print_formats import day
from ofsted_watch.demo_site.published_files import Provider, Publication

ROWS_AT_MOST = 100
"""The most results on a page, whatever is requested (seen on 10 February 2025)."""

_SHELL = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8"/>
  <link rel="stylesheet" href="/css/style.css" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="dc.identifier" content="http://reports.invented.example/find-inspection-report/provider/CARE/RP000001">
  <link rel="canonical" href="{canonical}">
  <title>{title} - Find an Inspection Report - Ofsted</title>
</head>
<body>
<script> document.body.className = document.body.className + ' js-enabled'; </script>
<div class="container"><a class="skip-link" href="#main">Skip to main content</a></div>
<div class="main-content">
<div class="cookie-banner" data-nosnippet="data-nosnippet"><div class="container">
  <h2 class="cookie-banner__heading heading--sub">Cookies on this invented site</h2>
  <p class="cookie-banner__message">This site would use <a href="/privacy">cookies</a> if it were a real one.</p>
  <div class="cookie-banner__buttons"><button class="btn cookie-banner__close">Accept</button></div>
</div></div>
<header class="header"><div class="container">
  <a class="header__home-link" href="/"><span class="nonvisual">Homepage</span></a>
</div></header>
<div class="banners"><div class="container"><p>Since September 2024 invented reports have no adjectives.</p></div></div>
<div class="container">
  <ol class="breadcrumbs"><li class="crumb"><a href="/">Home</a></li><li class="crumb">{title}</li></ol>
</div>
<main id="main" tabindex="-1">
{main}
</main>
</div>
<div class="phase-beta"><div class="container"><a href="/feedback">Say what you think of this site</a></div></div>
<footer class="footer"><div class="container">
  <ul class="footer__links list-inline"><li><a href="/terms-and-conditions">Terms</a></li></ul>
  <p>An invented Ofsted, for demonstration and tests. Nothing here is true of anybody.</p>
</div></footer>
<script defer src="/js/site.js"></script>
</body>
</html>
"""
_CANONICAL = "http://reports.invented.example/inspection-reports/find-inspection-report"
"""The canonical address of every page except an authority's, as on the real site."""

_FILTERS = (
    '<form class="filters"><fieldset><legend>Type of provider</legend>'
    "<label>Childminders (3,409 results)</label><label>Local authorities (153 results)</label></fieldset></form>"
)
"""The filters beside the results, with counts of their own."""


def _page(title: str, main: str, canonical: str = _CANONICAL) -> str:
    return _SHELL.format(title=title, main=main, canonical=canonical)


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A search result: the authority and the date of its newest report, if it has one.

    With `council_number` the link has that number in place of the URN. `states_urn`: the result states the URN.
    """

    provider: Provider
    latest: date | None
    council_number: str | None = None
    states_urn: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a search. `total` is the number that the page states; a test can set a false one.

    `total_html` is other markup for it ('{total} inspection reports found'); None means the markup of the real site.
    """

    total: int
    found: tuple[ResultRow, ...]
    total_html: str | None = None


def search_page(results: Results, *, start: int, rows: int, asked: Sequence[tuple[str, str]]) -> str:
    """One page of search results from `start` on, with a link to the next page if there is one.

    `asked` is the query of the request. The next link repeats it with another `start`.
    """
    rows = min(rows, ROWS_AT_MOST)
    here = results.found[start : start + rows]
    last = start + len(here)
    items = "\n".join(_result(row) for row in here)
    following = ""
    if last < len(results.found):
        query = urlencode([*((name, value) for name, value in asked if name not in ("start", "rows"))])
        address = f"/search?{query}&start={last}&rows={rows}"
        numbers = f"{last // rows + 1} of {-(-len(results.found) // rows)}"
        following = (
            f'<div class="pagination"><a class="pagination__next" href="{escape(address)}">'
            f'<span class="pagination__text">Next page</span><span class="pagination__numbers">{numbers}</span></a></div>'
        )
    stated = (results.total_html or _TOTAL).format(total=results.total)
    main = (
        f'<div class="search-results">{_FILTERS}<h1 class="nonvisual">Search results</h1>\n{stated}\n'
        f'<ul class="results-list">\n{items}\n</ul>\n{following}</div>'
    )
    return _page("Search results", main)


_TOTAL = '<div class="search-results__heading"><strong class="results-count js-results-count">{total}</strong> results</div>'


def authority_page(provider: Provider, listed: Sequence[Publication], file_address: str) -> str:
    """An authority's page. `file_address` is the address of a file without its number: 'http://…/v1/file/'."""
    days = "\n".join(_day(publication, place, file_address) for place, publication in enumerate(listed))
    main = (
        f'<div class="title-block"><h1 class="heading--title title-block__heading">{escape(provider.name)}</h1>\n'
        f'<p class="title-block__subheading">URN: {escape(provider.urn)}</p>\n'
        f'<address class="title-block__address">{escape(provider.address)}</address></div>\n'
        f"<h2>Reports and other information</h2>\n"
        f'<ol class="timeline">\n{days}\n{_OPENED}\n</ol>'
    )
    return _page(escape(provider.name), main, f"https://reports.invented.example/provider/44/{escape(provider.urn)}")


_OPENED = (
    '<li class="timeline__day timeline__day--opened">'
    '<p class="timeline__date"><time datetime="1998-04-01">1 April 1998</time></p>'
    '<div class="event"><span class="event__title heading--sub">Opened</span></div></li>'
)
"""An entry that is not a letter. Every timeline ends with it."""


def not_found_page() -> str:
    """The page for a file that is gone, which the site serves with status 200."""
    return _page("Report not found", "<h1>Report not found</h1>\n<p>The report may have been moved.</p>")


def no_such_page() -> str:
    """The page of status 404."""
    return _page("Page not found", "<h1>Page not found</h1>")


def challenge_page() -> str:
    """A page that asks whether the client is human."""
    return (
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        '<p>Please verify that you are human.</p><form id="challenge-form" action="/cdn-cgi/challenge-platform/verify">'
        '<div class="captcha"></div></form></body></html>'
    )


def redesigned_page() -> str:
    """A page of a redesigned site, without timeline or list of results."""
    main = '<h1 class="page-heading">A new look for reports</h1>\n<div class="cards"><article><h2>Reports</h2></article></div>'
    return _page("Reports", main)


def plain_page() -> str:
    """A web page that is neither a report nor an error."""
    return _page("Maintenance", "<h1>We are improving this service</h1>\n<p>Please come back later.</p>")


def _result(row: ResultRow) -> str:
    provider = row.provider
    number = row.council_number or provider.urn
    link = f'<a href="/provider/44/{escape(number)}">{escape(provider.name)}</a>'
    latest = f"<li>Latest report: <strong> <time>{day(row.latest)}</time></strong></li>" if row.latest else ""
    urn = f"<li>URN: <strong>{escape(provider.urn)}</strong></li>" if row.states_urn else ""
    return (
        '<li class="search-result">'
        f'<h3 class="search-result__title heading--sub">\n  {link}</h3>'
        '<ul class="search-result__provider-info">'
        "<li>Category: <strong>Local authority children&#039;s services</strong></li></ul>"
        f'<address class="search-result__address">{escape(provider.address)}</address>'
        f'<ul class="search-result__provider-info">{latest}{urn}</ul></li>'
    )


def _day(publication: Publication, place: int, file_address: str) -> str:
    label, stamped = _label(publication, place)
    when = publication.event_date
    published = publication.published
    metadata = (
        f'<div class="event__metadata"><span class="filetype">PDF</span> &ndash; Published '
        f'<time pubdate datetime="{published}">{day(published)}</time></div>'
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
    """A link's hidden label in one of its four spellings, and whether the page also has the publication date apart from it."""
    kind, when = publication.listed_as, day(publication.published)
    return (
        (f"{kind}, PDF - {when}", False),
        (f"{kind}, pdf - {when}", True),
        (f"{kind},  pdf - {when}", False),
        (f"{kind}, PDF", True),
    )[place % 4]
