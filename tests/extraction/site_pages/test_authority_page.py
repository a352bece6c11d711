from datetime import date

import pytest

from ofsted_watch.domain.model import AuthorityPage, Listing
from ofsted_watch.errors import ChallengePage, NothingFound, PageChanged
from ofsted_watch.extraction.authority_pages import authority_page
from tests.extraction.site_pages.made import SITE, WHERE, authority, day, link, page

KIND = "Children's services inspection"


def read(html: str) -> AuthorityPage:
    return authority_page(html, urn="80901", where=WHERE, base_url=f"{SITE}/provider/44/80901")


def only_listing(html: str) -> Listing:
    (listing,) = read(html).listings
    return listing


def test_a_letter_is_listed_with_its_number_address_kind_and_dates() -> None:
    html = authority(day(link()), name="Thornmere <em>Metropolitan</em>\n Borough Council")
    assert read(html).name == "Thornmere Metropolitan Borough Council"
    assert only_listing(html) == Listing(
        urn="80901",
        file_number="50011111",
        url="https://files.example/v1/file/50011111",
        listed_as=KIND,
        published=date(2025, 1, 12),
        event_date=date(2024, 12, 2),
    )


@pytest.mark.parametrize(
    ("label", "published"),
    [
        (f"{KIND}, PDF - 12 January 2025", date(2025, 1, 12)),
        (f"{KIND}, pdf - 30 January 2024", date(2024, 1, 30)),
        (f"{KIND},  pdf - 01 February 2024", date(2024, 2, 1)),
        (f"{KIND}, pdf – 3 Sept\u00a02024", date(2024, 9, 3)),
        (f"{KIND}, PDF 12 January 2025", date(2025, 1, 12)),
        (", pdf - 30 January 2024", date(2024, 1, 30)),
        (f"{KIND} - 30 January 2024", date(2024, 1, 30)),
        (f"{KIND},  pdf", None),
        (KIND, None),
    ],
)
def test_every_spelling_of_the_hidden_label_is_read(label: str, published: date | None) -> None:
    listing = only_listing(authority(day(link(label=label))))
    assert (listing.listed_as, listing.published) == (KIND, published)


def test_a_label_that_is_not_hidden_is_no_part_of_the_kind() -> None:
    listing = only_listing(authority(day(link(kind=f"{KIND}, PDF - 12 January 2025", label=None))))
    assert (listing.listed_as, listing.published) == (KIND, date(2025, 1, 12))


def test_the_publication_date_of_its_own_counts_before_the_label() -> None:
    stamped = link(pubdate='<time pubdate datetime="2025-01-14">14 January 2025</time>')
    assert only_listing(authority(day(stamped))).published == date(2025, 1, 14)


def test_a_publication_date_beside_the_title_belongs_to_the_only_letter_of_its_day() -> None:
    beside = '<div class="event__metadata"><time pubdate>14 January 2025</time></div>'
    assert only_listing(authority(day(link(label="x, pdf"), beside))).published == date(2025, 1, 14)


def test_two_letters_of_one_day_keep_their_own_publication_dates() -> None:
    html = authority(day(link("1", label="a, pdf", pubdate="<time pubdate>1 May 2024</time>"), link("2", label="b, pdf")))
    assert [(listing.file_number, listing.published) for listing in read(html).listings] == [("1", date(2024, 5, 1)), ("2", None)]


def test_a_kind_never_seen_before_passes_as_the_site_says_it() -> None:
    html = authority(day(link(kind="Regional care check", label="Regional care check, pdf - 1 May 2026")))
    assert only_listing(html).listed_as == "Regional care check"


def test_relative_links_become_addresses_of_the_site() -> None:
    html = authority(day(link())).replace("https://files.example/v1", "/v1")
    assert only_listing(html).url == f"{SITE}/v1/file/50011111"


def test_the_order_of_the_page_stays() -> None:
    html = authority(day(link("3")), day(link("1")), day(link("2")))
    assert [listing.file_number for listing in read(html).listings] == ["3", "1", "2"]


def test_a_letter_listed_twice_in_the_same_words_counts_once() -> None:
    assert len(read(authority(day(link(), link()))).listings) == 1


def test_a_box_above_the_timeline_may_repeat_a_listed_letter() -> None:
    assert len(read(authority(day(link()), before=link())).listings) == 1


def test_a_captcha_in_the_feedback_form_makes_no_challenge_of_a_true_page() -> None:
    assert len(read(authority(day(link()), after='<form class="g-recaptcha"></form>')).listings) == 1


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (page("<h1 class='heading--title'>Thornmere</h1><div>cards</div>"), "no timeline"),
        (page("<h1>Thornmere</h1><ol class='timeline'></ol>"), "does not name its authority"),
        (authority(day(link()), name=" "), "does not name its authority"),
        (authority(day(link()), before="<p>URN: 80902</p>"), "page of URN 80902, not of 80901"),
        (authority(day(link("latest"))), "without a file number: 'Children's services inspection"),
        (authority(day(link())).replace("https://files.example", "javascript:"), "without a file number"),
        (authority(day(link(kind="", label=", pdf"))), "does not say what kind"),
        (authority(day(link(label="x, pdf - 31 February 2024"))), r"file 50011111.*'31 February 2024' is not a date"),
        (authority(day(link(label="x, pdf - 12 Januray 2025"))), "'12 Januray 2025' is not a date"),
        (authority(day(link(pubdate="<time pubdate>soon</time>"))), "publication date: 'soon' is not a date"),
        (authority(day(link(), happened="<time>in 2024</time>")), "date of the event: 'in 2024'"),
        (authority(day(link(pubdate='<time pubdate datetime="2025-01-13">14 January 2025</time>'))), "different days"),
        (authority(day(link(pubdate="<time pubdate>1 May 2024</time><time pubdate>2 May 2024</time>"))), "2 publication dates"),
        (authority(day(link()), day(link(label="x, pdf - 1 May 2020"))), "lists file 50011111 twice"),
        (authority(day(link("1")), day('<a href="/v1/file/2">Report</a>')), "links to file 2"),
        (authority(day(link("1")), before=link("2")), "links to file 2"),
        (authority(*(day(link(str(number))) for number in range(501))), "lists 501 letters"),
        (authority(day(link()))[:-20], "does not end with </html>"),
        (page("<div>" * 200), "more than 100 levels deep"),
        (page("<br>" * 100_001), "more than 100,000 tags"),
        ("  \n", "empty page"),
    ],
)
def test_a_page_that_lacks_or_contradicts_something_is_named_and_not_read(html: str, said: str) -> None:
    with pytest.raises(PageChanged, match=said) as raised:
        read(html)
    assert WHERE in str(raised.value)


def test_a_timeline_without_a_single_letter_is_an_alarm() -> None:
    with pytest.raises(NothingFound, match="lists no letter"):
        read(authority())


def test_report_not_found_in_the_place_of_the_page_is_an_alarm() -> None:
    with pytest.raises(NothingFound, match="80901"):
        read(page("<h1>Report not found</h1>", title="Report not found - Ofsted"))


@pytest.mark.parametrize(
    "text", ["Just a moment...", "Verify you are human", "Unusual traffic from your network", '<div class="h-captcha"></div>']
)
def test_a_challenge_in_the_place_of_the_page_is_named(text: str) -> None:
    with pytest.raises(ChallengePage, match=WHERE):
        read(page(f"<h1>{text}</h1>"))


def test_a_published_day_that_is_not_marked_as_one_is_read_behind_the_word() -> None:
    metadata = '<div class="event__metadata"><span class="filetype">PDF</span> – Published <time>14 January 2025</time></div>'
    html = authority(day(link(label="Children's services inspection, pdf").replace("</a>", "</a>" + metadata)))
    (listing,) = read(html).listings
    assert listing.published == date(2025, 1, 14)


def test_an_event_day_is_no_day_of_publication() -> None:
    html = authority(day(link(label="Children's services inspection, pdf"), happened="Published <time>2 December 2024</time>"))
    (listing,) = read(html).listings
    assert (listing.published, listing.event_date) == (None, date(2024, 12, 2))


def test_two_links_to_one_file_are_one_letter_under_the_name_that_has_a_day() -> None:
    second = link(kind="Download", label=None)
    (listing,) = read(authority(day(second, link()))).listings
    assert (listing.listed_as, listing.published) == ("Children's services inspection", date(2025, 1, 12))
    (listing,) = read(authority(day(link(), second))).listings
    assert (listing.listed_as, listing.published) == ("Children's services inspection", date(2025, 1, 12))


def test_an_opening_without_a_day_and_a_generic_canonical_link_change_nothing() -> None:
    opened = (
        '<li class="timeline__day timeline__day--opened"><div class="event"><span class="event__title">Opened</span></div></li>'
    )
    html = authority(day(link()), opened).replace(
        "<title>", '<link rel="canonical" href="http://reports.example/inspection-reports/find-inspection-report"><title>'
    )
    assert len(read(html).listings) == 1


def test_an_old_file_host_and_a_file_name_are_still_a_file_number() -> None:
    html = authority(day(link("50022222").replace("files.example", "files.api.example").replace("50022222", "50022222.pdf")))
    (listing,) = read(html).listings
    assert listing.file_number == "50022222"
