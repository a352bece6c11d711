"""The site as it might be written tomorrow: each variant with the answer that a person would give, written before a try."""

from datetime import date

import pytest

from ofsted_watch.domain.model import AuthorityPage
from ofsted_watch.domain.search_listing import SearchPage
from ofsted_watch.errors import NothingFound, PageChanged
from ofsted_watch.extraction.authority_pages import authority_page
from ofsted_watch.extraction.search_results import search_page
from tests.extraction.site_pages.made import SITE, WHERE, page

NEWEST = date(2025, 1, 20)
KIND = "Children's services inspection"


def found_in(main: str) -> SearchPage:
    return search_page(page(main), where="the search")


def item(
    href: str = "/provider/44/80479",
    name: str = "Knowsley",
    info: str = "<ul><li>Latest report: <strong>20 January 2025</strong></li><li>URN: <strong>80479</strong></li></ul>",
) -> str:
    return f'<li class="search-result"><h3><a href="{href}">{name}</a></h3>{info}</li>'


def results(total: str, *items: str) -> str:
    return f'<div class="search-results">{total}<ul class="results-list">{"".join(items or (item(),))}</ul></div>'


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ('<strong class="results-count">Showing 1 to 100 of 153</strong>', 153),
        ('<strong class="results-count">1–100 of 153</strong>', 153),
        ('<strong class="results-count">1 to 100 of 153 results</strong>', 153),
        ('<p class="search-results__count">Results 1 - 100 of 153</p>', 153),
        ('<p class="search-results__count">Results: 153</p>', 153),
        ('<p class="search-results__count">We found 153 services</p>', 153),
        ('<strong class="results-count"></strong>', None),
        ('<strong class="results-count">153</strong><aside><span class="results-count">3,409</span></aside>', 153),
        ('<div class="facet"><span class="js-results-count">3,409</span></div><b class="results-count">153</b>', 153),
        ('<strong class="RESULTS-COUNT results-count">153&nbsp;RESULTS</strong>', 153),
        ('<ul><li><strong class="results-count">153</strong> results</li></ul>', 153),
        ("<h2>Search results: 153 inspection reports found</h2>", 153),
        ("<p>There are 153 local authorities</p>", 153),
        ("<p>Page 1 of 2 · 153 results</p>", 153),
        ("<p>Showing 100 of 153 results</p>", 153),
        ("<p><b>153</b><span>results</span></p>", 153),
        ("<p>153&nbsp;results</p>", 153),
        ("<p>Results per page: 100</p><p>153 results</p>", 153),
        ("<!-- 3,409 results --><p>153 results</p>", 153),
        ('<header class="results-header"><strong class="results-count">153</strong> results</header>', 153),
        ('<strong class="results-count">1 153</strong>', 1153),
        ("<!-- 3,409 results -->", None),
        ("<p>153 results</p><p>No results for your postcode? Try a town.</p>", 153),
        ("<p>No results for your postcode? Try a town.</p>", None),
        ("<noscript>0 results without JavaScript</noscript>", None),
        ("<p>One hundred and fifty-three results</p>", None),
    ],
)
def test_the_total_is_the_one_that_a_person_would_read(total: str, expected: int | None) -> None:
    assert found_in(results(total)).total == expected


def test_a_number_beside_the_search_says_nothing_about_it() -> None:
    html = page(results("<p>153 results</p>")).replace(
        "<main>", '<div class="banners"><p>Read our 12 new reports</p></div><main>'
    )
    assert search_page(html, where="the search").total == 153


def test_a_total_of_nothing_beside_results_is_a_contradiction() -> None:
    with pytest.raises(PageChanged, match="lists 1 results but states a total of 0"):
        found_in(results('<strong class="results-count">0</strong>'))


LIST_ITEM = "<ul><li>{}</li><li>URN: 80479</li></ul>"


@pytest.mark.parametrize(
    "odd",
    [
        item("https://reports.ofsted.gov.uk/provider/44/80479"),
        item("http://reports.ofsted.gov.uk/provider/44/80479/"),
        item("//reports.ofsted.gov.uk/provider/44/80479"),
        item("/provider/44/80479?from=search#reports"),
        item("/Provider/44/80479"),
        item("\n /provider/44/80479 \n"),
        item(name=" Knows&shy;ley ").replace("&shy;", ""),
        item().replace("h3", "h2"),
        item().replace("<h3>", '<h3><a href="#save"><img alt="Save"></a>'),
        item(info=LIST_ITEM.format("Latest report 20 January 2025")),
        item(info=LIST_ITEM.format("LATEST REPORT: 20 JANUARY 2025")),
        item(info=LIST_ITEM.format("Latest report:\n <span> 20\n January</span> 2025 ")),
        item(info=LIST_ITEM.format("Latest report: 20th January 2025")),
        item(info=LIST_ITEM.format("Latest report: Monday 20 January 2025")),
        item(info=LIST_ITEM.format('Latest report: <time datetime="2025-01-20"></time>')),
        item(info=LIST_ITEM.format('Latest report: <time datetime="2025-01-20T00:00:00+00:00">20 January 2025</time>')),
        item(info=LIST_ITEM.format("Last report: 20 January 2025")),
        item(info=LIST_ITEM.format("Most recent report: 20 January 2025")),
        item(info="<p>Latest report: 20 January 2025</p><p>URN: 80479</p>"),
        item(info="<dl><dt>Latest report</dt><dd>20 January 2025</dd><dt>URN</dt><dd>80479</dd></dl>"),
        item(info="<p>URN: 80479 Latest report: <strong>20 January 2025</strong> Rating: Good</p>"),
        item("/provider/44/341", info="<ul><li>URN – 80479</li><li>Latest report – 20 January 2025</li></ul>"),
        item(
            "/provider/44/341",
            info="<p>Unique reference number (URN): 80479</p><p>Latest report published on 20 January 2025</p>",
        ),
        item(info=LIST_ITEM.format("Latest report: Mon 20 Jan. 2025")),
        item(info=LIST_ITEM.format('Latest report: 20 January 2025 <span class="badge">New</span>')),
        item(info=LIST_ITEM.format("Latest report: 20 January 2025 (Focused visit)")),
        item(info="<ul><li>URN: 341</li><li>Latest report: 20 January 2025</li></ul>"),
    ],
)
def test_a_result_is_read_however_it_is_written(odd: str) -> None:
    read = found_in(results("<p>1 result</p>", odd))
    assert [(result.urn, result.name, result.latest_report, result.note) for result in read.found] == [
        ("80479", "Knowsley", NEWEST, None)
    ]


def test_a_council_number_is_no_urn_though_the_result_calls_it_one() -> None:
    read = found_in(results("<p>1 result</p>", item("/provider/44/340", info="<ul><li>URN: 340</li></ul>")))
    assert read.found == ()
    assert [(result.name, result.council_number) for result in read.unread] == [("Knowsley", "340")]


def test_two_days_of_one_result_are_named_and_neither_is_taken() -> None:
    odd = item(info=LIST_ITEM.format('Latest report: <time datetime="2025-01-19">20 January 2025</time>'))
    (result,) = found_in(results("<p>1 result</p>", odd)).found
    assert (result.latest_report, result.note) == (None, "latest report: '20 January 2025' and '2025-01-19' are different days")


def test_two_labels_with_two_days_name_no_latest_one() -> None:
    odd = item(info="<ul><li>Latest report: 20 January 2025</li><li>Latest report: 21 January 2025</li><li>URN: 80479</li></ul>")
    (result,) = found_in(results("<p>1 result</p>", odd)).found
    assert (result.latest_report, result.note) == (None, "latest report: 2025-01-20 and 2025-01-21 are different days")


@pytest.mark.parametrize("day", ["20/01/2025", "January 2025", "20 Janvier 2025", "today", "2 days ago", "Tue 20 January 2025"])
def test_a_day_that_only_a_guess_would_read_is_named(day: str) -> None:
    (result,) = found_in(results("<p>1 result</p>", item(info=LIST_ITEM.format(f"Latest report: {day}")))).found
    assert (result.latest_report, day in (result.note or "")) == (None, True)


@pytest.mark.parametrize(
    "main",
    [
        results("<p>2 results</p>", item(), item("/provider/44/80485", "Liverpool", "")).replace("ul class", "ol class"),
        results("<p>2 results</p>", item(), item("/provider/44/80485", "Liverpool", "")).replace(
            '<li class="search-result"', '<div class="search-result"'
        ),
        results("<p>2 results</p>", item()) + f'<ul class="results-list">{item("/provider/44/80485", "Liverpool", "")}</ul>',
    ],
)
def test_both_results_are_read_whatever_holds_them(main: str) -> None:
    assert [result.urn for result in found_in(main).found] == ["80479", "80485"]


@pytest.mark.parametrize(
    "following",
    [
        '<a class="pagination__next" href="/search?start=100">Next</a>',
        '<a class="pagination__link pagination__next btn" href=" /search?start=100 ">Next</a>',
        '<li class="pagination__next"><a href="/search?start=100">Next</a></li>',
        '<a rel="next" href="/search?start=100">Next page</a>',
    ],
)
def test_the_next_page_is_followed(following: str) -> None:
    assert found_in(results("<p>153 results</p>") + following).next_path == "/search?start=100"


URL = "https://files.ofsted.gov.uk/v1/file/50267008"
LABEL = f"{KIND}, PDF - 20 January 2025"


def letter(label: str = LABEL, href: str = URL, after: str = "", hidden: str = "nonvisual") -> str:
    return (
        f'<span class="event__title heading--sub"><a class="publication-link" target="_blank" href="{href}">{KIND} '
        f'<span class="{hidden}">{label}</span></a>{after}</span>'
    )


def timeline(*days: str, date_of_event: str = "<time>09 December 2024</time>") -> str:
    return "".join(
        ['<ol class="timeline">']
        + [f'<li class="timeline__day"><p class="timeline__date">{date_of_event}</p>{each}</li>' for each in days]
        + ['<li class="timeline__day timeline__day--opened"><span class="event__title">Opened</span></li></ol>']
    )


def read_page(main: str, *, name: str = "Knowsley Metropolitan Borough Council", head: str = "") -> AuthorityPage:
    html = page(f'<h1 class="heading--title title-block__heading">{name}</h1><p>URN: 80479</p>{main}')
    base = f"{SITE}/provider/44/80479"
    return authority_page(html.replace("</head>", f"{head}</head>"), urn="80479", where=WHERE, base_url=base)


PDF = f"{KIND}, PDF"


@pytest.mark.parametrize(
    "main",
    [
        timeline(letter()),
        timeline(letter(href="http://files.ofsted.gov.uk/v1/file/50267008")),
        timeline(letter(href="//files.ofsted.gov.uk/v1/file/50267008")),
        timeline(letter(href=f"\n {URL} \n")),
        timeline(letter(f"{KIND}, pdf - 20 January 2025 (opens in a new tab)")),
        timeline(letter(f"{KIND}, PDF (1.2MB) - 20 January 2025")),
        timeline(letter(f"{KIND}, PDF, 1.2MB — 20 January 2025")),
        timeline(letter(f"{KIND}, PDF - 20th January 2025")),
        timeline(letter(f"{KIND}, PDF - 20 JANUARY 2025")),
        timeline(letter(f"{KIND.upper()}, PDF - 20&nbsp;January&nbsp;2025")),
        timeline(letter(hidden="visually-hidden")),
        timeline(letter(hidden="govuk-visually-hidden")),
        timeline(letter(PDF, after='<span class="filetype">PDF</span> – Published <time pubdate>20 January 2025</time>')),
        timeline(letter(PDF, after="Published <time>20 January 2025</time>")),
        timeline(letter(PDF, after="Published: <time>20 January 2025</time>")),
        timeline(letter(PDF, after="Published on <time>20 January 2025</time>")),
        timeline(letter(PDF, after="Publication date: <time>20 January 2025</time>")),
        timeline(letter(PDF, after='<div class="event__metadata">PDF – Published 20 January 2025</div>')),
        timeline(letter(PDF, after='<div class="event__metadata">Published on <strong>20 January 2025</strong></div>')),
        timeline(letter(PDF, after="Published <!-- a note --><time>20 January 2025</time>")),
        timeline(letter(PDF, after='<time pubdate datetime="2025-01-20T09:30:00Z">20 January 2025</time>')),
        timeline(letter(PDF, after='<time pubdate="pubdate" datetime="2025-01-20"></time>')),
        timeline(letter(PDF, after="<time pubdate>20 January 2025</time> <span>Published 20 January 2025</span>")),
        timeline(
            letter(PDF, after='<div class="event__metadata"><strong>Published</strong>: <time>20 January 2025</time></div>')
        ),
        timeline(letter(PDF, after='<div class="event__metadata">Published: 20 January 2025 – PDF, 245KB</div>')),
        timeline(letter(f"{KIND}, PDF - published on 20 January 2025")),
        timeline(letter(f"{KIND}, PDF file - Mon 20 Jan. 2025")),
        timeline(letter(hidden="sr-only")),
        timeline(letter(f'(opens in a new tab)</span><span class="nonvisual">{LABEL}')),
        timeline(letter(f'{LABEL}</span><span class="visually-hidden">(opens in a new tab)')),
        timeline(letter(PDF, after=f'<span class="nonvisual">{LABEL}</span>')),
        timeline(letter(PDF).replace('target="_blank"', f'aria-label="{LABEL}"')),
        timeline(letter(), letter(PDF)),
        "<form><label>Name, postcode or URN</label> <b>2025</b></form>" + timeline(letter()),
        timeline(letter(href="/v1/file/50267008".replace("/v1", "https://files.ofsted.gov.uk/v1") + ".pdf")),
        timeline(letter(), date_of_event="09 December 2024"),
        timeline(letter(), date_of_event='<time datetime="2024-12-09"></time>'),
        timeline(letter()).replace("ol ", "ul "),
        timeline(letter()).replace("<li", "<div").replace("</li", "</div"),
        "<p>URN: <strong>80479</strong></p>" + timeline(letter()),
        "<!-- URN: 80485 -->" + timeline(letter()),
    ],
)
def test_a_letter_is_read_however_its_page_is_written(main: str) -> None:
    (listing,) = read_page(main).listings
    assert listing.url.removesuffix(".pdf") == URL
    assert (listing.listed_as, listing.published, listing.event_date) == (KIND, NEWEST, date(2024, 12, 9))


def test_an_old_host_and_a_relative_link_stay_as_they_are() -> None:
    old = timeline(letter(href="https://files.api.ofsted.gov.uk/v1/file/50267008"))
    assert read_page(old).listings[0].url == "https://files.api.ofsted.gov.uk/v1/file/50267008"
    assert read_page(timeline(letter(href="/v1/file/50267008"))).listings[0].url == f"{SITE}/v1/file/50267008"


def test_midnight_in_london_in_summer_is_the_day_in_london() -> None:
    stamp = '<time pubdate datetime="2025-07-19T23:00:00Z">20 July 2025</time>'
    assert read_page(timeline(letter(PDF, after=stamp))).listings[0].published == date(2025, 7, 20)


@pytest.mark.parametrize("canonical", ["https://reports.ofsted.gov.uk/provider/44/341", "https://reports.ofsted.gov.uk/find"])
def test_a_canonical_address_without_a_urn_says_nothing(canonical: str) -> None:
    assert read_page(timeline(letter()), head=f'<link rel="canonical" href="{canonical}">').listings


def test_a_file_in_the_frame_of_every_page_is_no_letter_and_one_beside_the_timeline_may_be() -> None:
    link = '<a href="https://files.ofsted.gov.uk/v1/file/50000001">Annual report</a>'
    html = page(f'<h1 class="heading--title">Knowsley</h1>{timeline(letter())}')
    framed = html.replace("</main>", f"</main><footer>{link}</footer>")
    assert [each.file_number for each in authority_page(framed, urn="80479", where=WHERE, base_url=SITE).listings] == ["50267008"]
    for beside in (f"<footer>{link}</footer></main>", f"</main><div>{link}</div>"):
        with pytest.raises(PageChanged, match="links to file 50000001"):
            authority_page(html.replace("</main>", beside), urn="80479", where=WHERE, base_url=SITE)


def test_an_authority_with_another_name_is_read_under_it() -> None:
    assert (
        read_page(timeline(letter()), name="Knowsley and St Helens Combined Council").name
        == "Knowsley and St Helens Combined Council"
    )


def test_a_page_of_another_urn_is_named_whatever_stands_between_the_word_and_the_number() -> None:
    html = page(f'<h1 class="heading--title">Liverpool</h1><p>URN: <strong>80485</strong></p>{timeline(letter())}')
    with pytest.raises(PageChanged, match="page of URN 80485, not of 80479"):
        authority_page(html, urn="80479", where=WHERE, base_url=SITE)


@pytest.mark.parametrize("main", [timeline(), '<ol class="timeline"></ol>'])
def test_an_empty_timeline_is_an_alarm(main: str) -> None:
    with pytest.raises(NothingFound, match="lists no letter"):
        read_page(main)


@pytest.mark.parametrize(
    ("main", "reason"),
    [
        (timeline(letter(f"{KIND}, PDF - 20 Janvier 2025")), "is not a date"),
        (timeline(letter(f"{KIND}, PDF - 20/01/2025")), "is not a date"),
        (timeline(letter(f"{KIND}, PDF - 20 January 2025, corrected 3 March 2025")), "is not a date"),
        (timeline(letter(PDF, after='<div class="event__metadata">Published 32 January 2025</div>')), "is not a date"),
        (timeline(letter().replace("publication-link", "download-link")), "outside its timeline's publication links"),
        (timeline(letter(href="https://www.gov.uk/letters/knowsley")), "without a file number"),
    ],
)
def test_what_only_a_guess_would_read_is_named(main: str, reason: str) -> None:
    with pytest.raises(PageChanged, match=reason):
        read_page(main)
