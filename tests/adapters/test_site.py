"""What the site's answers mean: authorities, pages, files."""

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ofsted_watch.adapters.site.changed_pages import ChangedPages
from ofsted_watch.adapters.site.ofsted_site import Fetched, NotModified, Site, user_agent
from ofsted_watch.errors import (
    BadSetting,
    ChallengePage,
    ClocksDisagree,
    FileGone,
    ListCapped,
    NothingFound,
    PageChanged,
    SiteRefused,
    SiteUnavailable,
)
from tests.adapters.built_site import NOW, StillClock, listing_at, running, site_at
from tests.adapters.scripted_server import Says, ScriptedServer
from tests.extraction.site_pages.made import authority, day, link, page, result, search

PDF = Says(b"%PDF-1.7 a letter", headers={"ETag": '"one"', "Last-Modified": "Tue, 03 Mar 2026 09:30:00 GMT"})


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    yield from running()


@pytest.fixture
def site(server: ScriptedServer) -> Site:
    return site_at(server, StillClock())


def results(first: int, last: int, total: int) -> Says:
    items = (result(str(80000 + number), f"Place {number}") for number in range(first, last + 1))
    return Says(search(*items, total=f"Showing {first} to {last} of {total} results").encode())


def test_authorities_are_paged_through_until_the_stated_total_is_met(server: ScriptedServer, site: Site) -> None:
    server.says("/search", results(1, 100, 153), results(101, 153, 153))
    found = site.authorities().found
    assert [authority.urn for authority in found] == [str(80000 + number) for number in range(1, 154)]
    assert [path.rpartition("level_2_types")[2] for path in server.paths()] == [
        "%5B%5D=12&start=0&rows=100",
        "%5B%5D=12&start=100&rows=100",
    ]


def test_a_site_that_gives_fewer_rows_than_asked_for_is_still_read_to_its_end(server: ScriptedServer, site: Site) -> None:
    server.says("/search", results(1, 60, 150), results(61, 120, 150), results(121, 150, 150))
    assert len(site.authorities().found) == 150


def test_a_list_that_ends_before_its_total_names_both_counts(server: ScriptedServer, site: Site) -> None:
    server.says("/search", results(1, 100, 153), Says(search(total="153 results").encode()))
    with pytest.raises(ListCapped, match="states 153 authorities, but its pages list 100"):
        site.authorities()


def test_a_site_that_gives_the_first_page_again_and_again_is_a_capped_list(server: ScriptedServer, site: Site) -> None:
    server.says("/search", results(1, 100, 153))
    with pytest.raises(ListCapped, match=r"list 100 \(100 of them duplicates\)"):
        site.authorities()


def test_an_authority_given_twice_in_two_ways_counts_once_and_is_named(server: ScriptedServer, site: Site) -> None:
    server.says("/search", Says(search(result("80901", "Marle"), result("80901", "Thorne"), total="2 results").encode()))
    listing = site.authorities()
    assert [found.name for found in listing.found] == ["Marle"]
    assert listing.notes == ("The search gives URN 80901 two names or dates; the first counts",)


def test_a_search_without_a_total_is_read_to_the_end_of_its_pages_and_says_so(server: ScriptedServer, site: Site) -> None:
    first = search(
        *(result(str(80000 + n), f"Place {n}") for n in range(100)),
        total="Find a report",
        following='<a class="pagination__next" href="/search?start=100">Next page</a>',
    )
    rest = search(*(result(str(80100 + n), f"Place {100 + n}") for n in range(53)), total="Find a report")
    server.says("/search", Says(first.encode()), Says(rest.encode()))
    listing = site.authorities()
    assert len(listing.found) == 153
    assert listing.notes == ("The search states no total that can be read; read to the end, its pages list 153 authorities",)


def unstated(first: int, last: int, following: str = "") -> Says:
    items = (result(str(80000 + number), f"Place {number}") for number in range(first, last + 1))
    return Says(search(*items, total="Find a report", following=following).encode())


@pytest.mark.parametrize(
    ("pages", "requests"),
    [
        # The last page is shorter than the others.
        ((unstated(1, 60), unstated(61, 120), unstated(121, 150)), 3),
        # The last page is as long as the others: the next one is empty, says that there is nothing, or is no list at all.
        ((unstated(1, 75), unstated(76, 150), unstated(151, 150)), 3),
        ((unstated(1, 75), unstated(76, 150), Says(search(total="No results").encode())), 3),
        ((unstated(1, 75), unstated(76, 150), Says(b"<html><main>What now?</main></html>")), 3),
        # The site begins again.
        ((unstated(1, 75), unstated(76, 150), unstated(1, 75)), 3),
    ],
)
def test_without_a_total_and_without_a_link_to_the_next_page_all_pages_are_read(
    server: ScriptedServer, site: Site, pages: tuple[Says, ...], requests: int
) -> None:
    server.says("/search", *pages)
    listing = site.authorities()
    assert len(listing.found) == 150
    assert listing.notes == ("The search states no total that can be read; read to the end, its pages list 150 authorities",)
    assert len([path for path in server.paths() if path.startswith("/search")]) == requests


def test_a_next_page_that_is_promised_and_cannot_be_read_is_an_alarm(server: ScriptedServer, site: Site) -> None:
    following = '<a class="pagination__next" href="/search?start=75">Next page</a>'
    server.says("/search", unstated(1, 75, following), Says(b"<html><main>What now?</main></html>"))
    with pytest.raises(PageChanged):
        site.authorities()


def test_an_odd_result_is_handed_on_with_all_the_others(server: ScriptedServer, site: Site) -> None:
    odd = '<li class="search-result"><h3><a href="/provider/44/303">Thornmere</a></h3></li>'
    server.says("/search", Says(search(odd, result("80902", "Marle"), total="2 results").encode()))
    listing = site.authorities()
    assert [found.name for found in listing.found] == ["Marle"]
    assert [(unread.name, unread.council_number) for unread in listing.unread] == [("Thornmere", "303")]


def test_a_search_without_results_is_an_alarm(server: ScriptedServer, site: Site) -> None:
    server.says("/search", Says(search(total="0 results").encode()))
    with pytest.raises(NothingFound):
        site.authorities()


def dated(days: float, **more: str) -> Says:
    """One authority found, by a server whose clock is so many days ahead of ours."""
    return Says(results(1, 1, 1).body, headers={"Date": format_datetime(NOW + timedelta(days=days), usegmt=True), **more})


@pytest.mark.parametrize("days", [-365, -3, 3, 365])
def test_a_site_that_says_another_day_than_this_machine_is_asked_no_further(
    server: ScriptedServer, site: Site, days: int
) -> None:
    server.says("/search", dated(days))
    with pytest.raises(ClocksDisagree, match="This machine's clock says 4 March 2026, 02:00 UTC, the site's"):
        site.authorities()


@pytest.mark.parametrize("answer", [dated(1.5), dated(-1.5), dated(-30, Age="2592000"), results(1, 1, 1), dated(0, Age="soon")])
def test_a_day_between_two_clocks_an_old_page_that_says_so_and_no_date_at_all_stop_nothing(
    server: ScriptedServer, site: Site, answer: Says
) -> None:
    server.says("/search", answer)
    assert len(site.authorities().found) == 1


def test_an_authority_page_is_read_with_its_links_made_absolute(server: ScriptedServer, site: Site) -> None:
    html = authority(day(link("50011111"))).replace("https://files.example", "")
    server.says("/provider/44/80901", Says(html.encode()))
    (listing,) = site.authority_page("80901").listings
    assert listing.url == f"{server.url}/v1/file/50011111"


def test_a_page_that_is_not_there_is_an_alarm(site: Site) -> None:
    with pytest.raises(NothingFound, match="provider/44/80901 answered 404"):
        site.authority_page("80901")


def test_a_page_cut_in_half_is_asked_for_again(server: ScriptedServer, site: Site) -> None:
    whole = authority(day(link("1")), day(link("2"))).encode()
    server.says("/provider/44/80901", Says(whole[: len(whole) // 2]), Says(b""), Says(b'{"error": 1}'), Says(whole))
    assert len(site.authority_page("80901").listings) == 2


def test_a_page_in_utf_8_is_read_whatever_its_header_says(server: ScriptedServer, site: Site) -> None:
    html = authority(day(link(kind="Children’s care", label="Children’s care, pdf"))).encode()
    server.says("/provider/44/80901", Says(html, headers={"Content-Type": "text/html; charset=iso-8859-1"}))
    assert site.authority_page("80901").listings[0].listed_as == "Children’s care"


def test_a_page_in_another_charset_is_read_as_it_declares(server: ScriptedServer, site: Site) -> None:
    html = authority(day(link(kind="Children’s care", label="Children’s care, pdf"))).encode("cp1252")
    server.says("/provider/44/80901", Says(html, headers={"Content-Type": "text/html; charset=windows-1252"}))
    assert site.authority_page("80901").listings[0].listed_as == "Children’s care"


@pytest.mark.parametrize(
    "charset", ["", "; charset=utf-8", "; charset=klingon", "; charset=undefined", "; charset=idna", "; charset=hex"]
)
def test_a_page_in_no_known_charset_is_not_guessed_at(server: ScriptedServer, site: Site, charset: str) -> None:
    html = authority(day(link(kind="Children’s care"))).encode("cp1252")
    server.says("/provider/44/80901", Says(html, headers={"Content-Type": f"text/html{charset}"}))
    with pytest.raises(PageChanged, match="charset"):
        site.authority_page("80901")


def test_a_file_comes_as_it_is_with_its_validators(server: ScriptedServer, site: Site) -> None:
    server.says("/v1/file/50011111", PDF)
    fetched = site.fetch(listing_at(f"{server.url}/v1/file/50011111"))
    assert fetched == Fetched(PDF.body, '"one"', "Tue, 03 Mar 2026 09:30:00 GMT", NOW)


def test_an_unchanged_file_is_asked_for_conditionally_and_not_sent_again(server: ScriptedServer, site: Site) -> None:
    server.says("/v1/file/50011111", Says(status=304))
    asked = listing_at(f"{server.url}/v1/file/50011111")
    assert site.fetch(asked, etag='"one"', last_modified="Tue, 03 Mar 2026 09:30:00 GMT") == NotModified(NOW)
    headers = server.asked[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"one"', "Tue, 03 Mar 2026 09:30:00 GMT")


def test_not_modified_without_having_asked_is_not_believed(server: ScriptedServer, site: Site) -> None:
    server.says("/v1/file/50011111", Says(status=304))
    with pytest.raises(SiteUnavailable, match="304"):
        site.fetch(listing_at(f"{server.url}/v1/file/50011111"))


@pytest.mark.parametrize("body", [b"", b"<html><h1>Council news</h1></html>", b'{"error": "no"}', b"%PDF-1.4 cut"])
def test_what_is_no_letter_is_left_to_the_reader(server: ScriptedServer, site: Site, body: bytes) -> None:
    server.says("/v1/file/50011111", Says(body))
    fetched = site.fetch(listing_at(f"{server.url}/v1/file/50011111"))
    assert isinstance(fetched, Fetched)
    assert fetched.content == body


@pytest.mark.parametrize(
    "answer",
    [
        Says(status=404),
        Says(status=410),
        Says(page("<h1>Report not found</h1>").encode()),
        Says(page("<h1>Sorry</h1>", title="Report not found - Ofsted").encode()),
    ],
)
def test_a_file_that_is_gone_is_named(server: ScriptedServer, site: Site, answer: Says) -> None:
    server.says("/v1/file/50011111", answer)
    with pytest.raises(FileGone, match="File 50011111 is gone"):
        site.fetch(listing_at(f"{server.url}/v1/file/50011111"))
    assert len(server.paths()) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Says(page("<h1>Just a moment...</h1>").encode()),
        Says(page("<h1>Just a moment...</h1>").encode(), 403),
        Says(page("<h1>Just a moment...</h1>").encode(), 503, {"Retry-After": "1"}),
        Says(b"", 403, {"cf-mitigated": "challenge"}),
        Says(b"", 202, {"x-amzn-waf-action": "challenge"}),
    ],
)
def test_a_challenge_is_named_and_never_asked_again(server: ScriptedServer, site: Site, answer: Says) -> None:
    server.says("/v1/file/50011111", answer)
    server.says("/provider/44/80901", answer)
    with pytest.raises(ChallengePage):
        site.authority_page("80901")
    with pytest.raises(ChallengePage):
        site.fetch(listing_at(f"{server.url}/v1/file/50011111"))
    assert server.paths() == ["/provider/44/80901", "/v1/file/50011111"]


@pytest.mark.parametrize("status", [400, 401, 403, 405, 418, 451])
def test_a_refusal_is_named_and_never_asked_again(server: ScriptedServer, site: Site, status: int) -> None:
    server.says("/v1/file/50011111", Says(b"no", status))
    with pytest.raises(SiteRefused, match=f"answered {status}"):
        site.fetch(listing_at(f"{server.url}/v1/file/50011111"))
    assert len(server.paths()) == 1


@pytest.mark.parametrize("status", [202, 204, 206, 300])
def test_a_status_that_means_nothing_to_us_is_not_taken_for_success(server: ScriptedServer, site: Site, status: int) -> None:
    server.says("/v1/file/50011111", Says(b"", status))
    with pytest.raises(PageChanged, match=f"answered {status}"):
        site.fetch(listing_at(f"{server.url}/v1/file/50011111"))


def test_we_say_who_we_are_and_remember_no_cookie(server: ScriptedServer, site: Site) -> None:
    server.says("/v1/file/50011111", Says(b"%PDF", headers={"Set-Cookie": "who=we"}))
    for _ in range(2):
        site.fetch(listing_at(f"{server.url}/v1/file/50011111"))
    assert {headers["User-Agent"] for _, headers in server.asked} == {"OfstedWatch/0.1 (+mailto:watch@example.org)"}
    assert not [headers for _, headers in server.asked if "Cookie" in headers]


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("watch@example.org", "OfstedWatch/0.1 (+mailto:watch@example.org)"),
        ("https://example.org/watch", "OfstedWatch/0.1 (+https://example.org/watch)"),
        ("", "OfstedWatch/0.1"),
        ("watch@example.org\r\nX-Evil: 1", "OfstedWatch/0.1 (+mailto:watch@example.org)"),
        ("https://example.org/watch\nX-Evil: 1", "OfstedWatch/0.1 (+https://example.org/watch)"),
        ("wätch@example.org", "OfstedWatch/0.1"),
    ],
)
def test_the_contact_never_breaks_the_header(contact: str, agent: str) -> None:
    assert user_agent("0.1", contact) == agent


def test_a_real_site_without_a_contact_is_warned_about_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="ofsted_watch.site"):
        Site("https://reports.example", (), "", user_agent_version="0.1")
    assert "OFSTED_WATCH_CONTACT" in caplog.text


@pytest.mark.parametrize(
    "url", ["http://reports.example", "ftp://reports.example", "reports.example", "https://u:p@reports.example"]
)
def test_an_address_that_may_not_be_asked_is_a_bad_setting(url: str) -> None:
    with pytest.raises(BadSetting, match="address must"):
        Site(url, (), "", user_agent_version="0.1")


def test_a_pace_of_nothing_is_a_bad_setting() -> None:
    with pytest.raises(BadSetting, match="requests per second"):
        Site("https://reports.example", (), "", 0, user_agent_version="0.1")


@pytest.mark.parametrize(
    "body",
    [b"<![DOCTYPE html><html><body></body></html>", b"<html><body>Caf\xe9</body></html>", b"<html><p>New design</p></html>"],
)
def test_the_body_of_a_page_that_cannot_be_read_is_stored(server: ScriptedServer, tmp_path: Path, body: bytes) -> None:
    old, fresh = tmp_path / "old.html", tmp_path / "fresh.html"
    for file, days in ((old, 31), (fresh, 29)):
        file.write_bytes(b"an earlier page")
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (then, then))
    server.says("/provider/44/80479", Says(body))
    site = site_at(server, StillClock(), changed_pages=ChangedPages(tmp_path))
    with pytest.raises(PageChanged) as changed:
        site.authority_page("80479")
    assert sorted(file.read_bytes() for file in tmp_path.glob("*.html")) == sorted([body, b"an earlier page"])
    assert not old.exists()
    (page,) = site.unread_pages
    assert (page.url, page.reason, page.at) == (f"{server.url}/provider/44/80479", str(changed.value), NOW)
    assert (tmp_path / f"{page.file}.html").read_bytes() == body
    assert ChangedPages(tmp_path).newest_first(NOW + timedelta(days=30)) == (page,)
    assert ChangedPages(tmp_path).newest_first(NOW + timedelta(days=31)) == ()


def test_a_challenge_in_place_of_a_page_is_stored_and_an_authority_without_letters_is_not(
    server: ScriptedServer, tmp_path: Path
) -> None:
    site = site_at(server, StillClock(), changed_pages=ChangedPages(tmp_path))
    server.says("/provider/44/80479", Says(b'<html><form id="challenge-form"></form></html>'))
    with pytest.raises(ChallengePage):
        site.authority_page("80479")
    assert len(site.unread_pages) == 1
    server.says("/provider/44/80480", Says(authority().encode()))
    with pytest.raises(NothingFound):
        site.authority_page("80480")
    assert len(site.unread_pages) == 1


def test_pages_of_long_ago_are_deleted_by_a_night_on_which_every_page_can_be_read(server: ScriptedServer, tmp_path: Path) -> None:
    for name, days in (("a.html", 31), ("a.json", 31), ("b.html", 29)):
        (tmp_path / name).write_bytes(b"")
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (then, then))
    site_at(server, StillClock(), changed_pages=ChangedPages(tmp_path)).delete_old_pages()
    assert [path.name for path in tmp_path.iterdir()] == ["b.html"]


@pytest.mark.parametrize(
    "about", ["", "[]", "{}", '{"url": "u", "reason": "r", "at": "yesterday"}', '{"url": "u", "reason": "r", "at": 5}']
)
def test_a_damaged_note_about_a_page_is_left_out(tmp_path: Path, about: str) -> None:
    (tmp_path / "0123456789abcdef.json").write_text(about)
    assert ChangedPages(tmp_path).newest_first(NOW) == ()


def test_a_page_that_can_be_read_is_not_stored(server: ScriptedServer, tmp_path: Path) -> None:
    server.says("/search", results(1, 3, 3))
    site_at(server, StillClock(), changed_pages=ChangedPages(tmp_path / "changed")).authorities()
    assert not (tmp_path / "changed").exists()


def test_a_disk_that_does_not_take_the_body_changes_nothing_else(server: ScriptedServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    server.says("/search", Says(b"<![DOCTYPE html><html><body></body></html>"))
    with pytest.raises(PageChanged):
        site_at(server, StillClock(), changed_pages=ChangedPages(tmp_path / "file" / "folder")).authorities()
