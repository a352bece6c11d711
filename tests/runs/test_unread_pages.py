"""Pages that could not be read are named one a line, and opened where they are served or from the disk."""

from datetime import UTC, datetime

from ofsted_watch.runs.unread_pages import PagePlace, StoredPages, UnreadPage, page_places

NEWER = UnreadPage("b" * 16, "https://site/provider/44/2", "it has no timeline", datetime(2026, 3, 5, 2, 10, tzinfo=UTC))
OLDER = UnreadPage("a" * 16, "https://site/search", "it states no total", datetime(2026, 3, 4, 2, 0, tzinfo=UTC))


def test_pages_that_served_the_same_body_share_a_line():
    third = UnreadPage("b" * 16, "https://site/provider/44/3", "it has no timeline", NEWER.at)
    assert page_places((NEWER, OLDER, third, NEWER), "http://127.0.0.1:8601/", "data") == (
        PagePlace(
            "https://site/provider/44/2 and 1 other page",
            "it has no timeline",
            f"http://127.0.0.1:8601/changed-pages/{'b' * 16}",
        ),
        PagePlace("https://site/search", "it states no total", f"http://127.0.0.1:8601/changed-pages/{'a' * 16}"),
    )


def test_without_a_reports_server_the_place_is_the_file():
    assert [page.place for page in page_places((OLDER,), "", "/var/data")] == [f"/var/data/changed-pages/{'a' * 16}.html"]


def test_status_names_the_newest_page_and_counts_them():
    pages = StoredPages((NEWER, OLDER), "http://127.0.0.1:8601", "data")
    assert pages.lines == (
        "2 pages of the site could not be read in 30 days; the newest, of 5 March 2026 at 02:10 UTC: "
        f"https://site/provider/44/2, as served: http://127.0.0.1:8601/changed-pages/{'b' * 16}",
    )
    assert pages.as_json()[1] == {
        "url": "https://site/search",
        "at": "2026-03-04T02:00:00+00:00",
        "reason": "it states no total",
        "place": f"http://127.0.0.1:8601/changed-pages/{'a' * 16}",
    }
    assert StoredPages().lines == ()


def test_status_names_twenty_pages_at_most_to_a_program():
    assert len(StoredPages((NEWER,) * 21).as_json()) == 20
