"""How the site is asked: pace, tries, robots.txt, hosts, limits."""

import gzip
import logging
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from ofsted_watch.adapters.site.ofsted_site import Fetched, Site
from ofsted_watch.errors import FileTooLarge, HostNotAllowed, PageChanged, SiteRefused, SiteUnavailable
from tests.adapters.built_site import StillClock, listing_at, running, site_at
from tests.adapters.scripted_server import Says, ScriptedServer, zipped

PDF = Says(b"%PDF-1.7 a letter")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    yield from running()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


def ask(site: Site, server: ScriptedServer, path: str = "/v1/file/1") -> bytes:
    fetched = site.fetch(listing_at(f"{server.url}{path}"))
    assert isinstance(fetched, Fetched)
    return fetched.content


def test_requests_start_a_second_apart(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", PDF)
    site = site_at(server, clock)
    for _ in range(3):
        ask(site, server)
    assert clock.slept == [1, 1, 1]  # robots.txt is a request like any other


def test_the_pace_of_the_moment_counts_and_a_slower_robots_txt_more(server: ScriptedServer) -> None:
    server.says("/v1/file/1", PDF)
    clock, rates = StillClock(), {3: 1.0, 12: 0.5}
    moment = [datetime(2026, 3, 4, 3, tzinfo=UTC)]
    site = site_at(server, clock, requests_per_second=lambda at: rates[at.hour], now=lambda: moment[0])
    ask(site, server)
    ask(site, server)
    moment[0] = datetime(2026, 3, 4, 12, tzinfo=UTC)
    ask(site, server)
    ask(site, server)
    assert clock.slept == [1, 1, 1, 2]  # robots.txt, then by night; the pause after the first request by day is the day's
    server.says("/robots.txt", Says(b"User-agent: *\nCrawl-delay: 5"))
    clock = StillClock()
    site = site_at(server, clock, requests_per_second=lambda at: rates[at.hour], now=lambda: moment[0])
    ask(site, server)
    ask(site, server)
    assert clock.slept == [2, 5]


def test_a_host_is_asked_one_thing_at_a_time_by_all_threads(server: ScriptedServer) -> None:
    server.says("/v1/file/1", Says(b"%PDF" + b"x" * 20, pause=0.001))
    site = site_at(server, StillClock(), requests_per_second=1000, sleep=time.sleep, monotonic=time.monotonic)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: ask(site, server), range(12)))
    times = sorted(server.times)
    assert len(times) == 13
    # The second time is taken before the last byte is sent, so that no request of ours can begin before it.
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    "trouble",
    [
        Says(status=500),
        Says(status=502),
        Says(status=408),
        Says(hangs_up=True),
        Says(b"%PDF half", declared=90),
        Says(b"not gzip", headers={"Content-Encoding": "gzip"}),
        Says(gzip.compress(b"%PDF" * 900)[:-9], headers={"Content-Encoding": "gzip"}),
        Says(b"", headers={"Content-Encoding": "br"}),
    ],
)
def test_a_passing_fault_is_tried_again_with_longer_pauses(server: ScriptedServer, clock: StillClock, trouble: Says) -> None:
    server.says("/v1/file/1", trouble, trouble, trouble, PDF)
    assert ask(site_at(server, clock), server) == PDF.body
    assert clock.slept == [1, 2, 4, 8]


def test_after_the_last_try_the_fault_is_named(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", Says(status=503))
    with pytest.raises(SiteUnavailable, match="/v1/file/1 answered 503"):
        ask(site_at(server, clock), server)
    assert len(server.paths()) == 4


def test_a_site_that_answers_nothing_any_more_is_given_one_try_each(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", Says(status=503))
    site = site_at(server, clock)
    for _ in range(5):
        with pytest.raises(SiteUnavailable):
            ask(site, server)
    assert len(server.paths()) == 4 + 4 + 4 + 1 + 1
    server.says("/v1/file/1", PDF)
    ask(site, server)
    server.says("/v1/file/1", Says(status=503), PDF)
    assert ask(site, server) == PDF.body


@pytest.mark.parametrize("asked", ["30", "Wed, 04 Mar 2026 02:00:30 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(server: ScriptedServer, clock: StillClock, asked: str, status: int) -> None:
    server.says("/v1/file/1", Says(status=status, headers={"Retry-After": asked}), PDF)
    assert ask(site_at(server, clock), server) == PDF.body
    assert clock.slept == [1, 30]


@pytest.mark.parametrize("asked", ["soon", "-5", "Wed, 04 Mar 2020 02:00:30 GMT", "1e9"])
def test_a_retry_after_that_asks_for_nothing_leaves_the_usual_pause(
    server: ScriptedServer, clock: StillClock, asked: str
) -> None:
    server.says("/v1/file/1", Says(status=503, headers={"Retry-After": asked}), PDF)
    assert ask(site_at(server, clock), server) == PDF.body
    assert clock.slept == [1, 2]


def test_a_host_that_asks_for_a_long_rest_is_left_alone_until_then(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", Says(status=503, headers={"Retry-After": "999999"}), PDF)
    site = site_at(server, clock)
    with pytest.raises(SiteUnavailable) as raised:
        ask(site, server)
    assert raised.value.retry_after == 999_999
    with pytest.raises(SiteUnavailable, match="no requests for another 3600 s; no request was sent"):
        ask(site, server)
    assert len(server.paths()) == 1
    clock.seconds += 3600
    assert ask(site, server) == PDF.body


def test_robots_is_read_once_and_again_the_next_day(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/robots.txt", Says(b"User-agent: *\nDisallow: /v1/file/2"))
    server.says("/v1/file/1", PDF)
    site = site_at(server, clock)
    ask(site, server)
    ask(site, server)
    clock.seconds += 90_000
    ask(site, server)
    assert [path for path, _ in server.asked].count("/robots.txt") == 2


def test_what_robots_forbids_is_not_asked_for(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/robots.txt", Says(b"User-agent: OfstedWatch\nDisallow: /v1/\n"))
    with pytest.raises(SiteRefused, match=r"robots\.txt does not allow us to request /v1/file/1"):
        ask(site_at(server, clock), server)
    assert server.paths() == []


def test_what_robots_forbids_is_not_reached_by_a_redirect_either(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/robots.txt", Says(b"User-agent: *\nDisallow: /private/\n"))
    server.says("/v1/file/1", Says(status=302, headers={"Location": "/private/1"}))
    with pytest.raises(SiteRefused, match="/private/1"):
        ask(site_at(server, clock), server)


def test_a_crawl_delay_is_honoured(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/robots.txt", Says(b"User-agent: *\nCrawl-delay: 10\n"))
    server.says("/v1/file/1", PDF)
    site = site_at(server, clock)
    for _ in range(3):
        ask(site, server)
    assert clock.slept == [1, 10, 10]


def test_a_crawl_delay_beyond_reason_is_a_refusal(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/robots.txt", Says(b"User-agent: *\nCrawl-delay: 3600\n"))
    with pytest.raises(SiteRefused, match="3600 s between requests"):
        ask(site_at(server, clock), server)


@pytest.mark.parametrize(
    "robots",
    [
        Says(status=404),
        Says(b"<Code>AccessDenied</Code><Message>Access Denied</Message>", 403),
        Says(b"<html>Report not found</html>"),
        Says(b""),
    ],
)
def test_a_site_without_robots_forbids_nothing(server: ScriptedServer, clock: StillClock, robots: Says) -> None:
    server.says("/robots.txt", robots)
    server.says("/v1/file/1", PDF)
    assert ask(site_at(server, clock), server) == PDF.body


@pytest.mark.parametrize("robots", [Says(status=500), Says(hangs_up=True), Says(status=204)])
def test_while_robots_cannot_be_read_nothing_is_asked(server: ScriptedServer, clock: StillClock, robots: Says) -> None:
    server.says("/robots.txt", robots)
    with pytest.raises(SiteUnavailable, match=r"robots\.txt"):
        ask(site_at(server, clock), server)
    assert server.paths() == []


def test_redirects_within_the_allowed_hosts_are_followed(server: ScriptedServer, clock: StillClock) -> None:
    with ScriptedServer() as files:
        server.says("/v1/file/1", Says(status=301, headers={"Location": "/v2/file/1"}))
        server.says("/v2/file/1", Says(status=307, headers={"Location": f"{files.url}/f"}))
        files.says("/f", PDF)
        assert ask(site_at(server, clock, file_hosts=(files.host,)), server) == PDF.body


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "http://127.0.0.1:9/",
        "http://169.254.169.254/",
        "http://user:secret@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://[::1",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_another_host_is_not_followed(server: ScriptedServer, clock: StillClock, target: str) -> None:
    server.says("/v1/file/1", Says(status=302, headers={"Location": target}))
    with pytest.raises(HostNotAllowed, match="/v1/file/1 redirects away") as raised:
        ask(site_at(server, clock), server)
    assert "secret" not in str(raised.value)
    assert len(server.paths()) == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://elsewhere.example/v1/file/1", "not among the allowed hosts"),
        ("http://files.example/v1/file/1", "not https"),
        ("https://files.example:8443/v1/file/1", "not among the allowed hosts"),
        ("https://files.example@elsewhere.example/v1/file/1", "not an address of the site"),
        ("https://files.example.elsewhere.example/v1/file/1", "not among the allowed hosts"),
    ],
)
def test_a_listed_link_to_another_host_is_not_asked(server: ScriptedServer, clock: StillClock, url: str, said: str) -> None:
    with pytest.raises(HostNotAllowed, match=said):
        site_at(server, clock, file_hosts=("files.example",)).fetch(listing_at(url))
    assert server.asked == []


def test_the_body_of_a_redirect_is_not_taken_in(server: ScriptedServer, clock: StillClock) -> None:
    endless = Says(b"x" * 1000, 302, {"Location": "/v2/file/1"}, declared=10_000_000, pause=0.02)
    server.says("/v1/file/1", endless)
    server.says("/v2/file/1", PDF)
    began = time.monotonic()
    assert ask(site_at(server, clock), server) == PDF.body
    assert time.monotonic() - began < 2


def test_redirects_in_a_circle_end(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", Says(status=302, headers={"Location": "/v1/file/1"}))
    with pytest.raises(PageChanged, match="loop"):
        ask(site_at(server, clock), server)
    assert len(server.paths()) == 6


def test_a_redirect_to_nowhere_is_named(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", Says(status=302))
    with pytest.raises(PageChanged, match="without a Location"):
        ask(site_at(server, clock), server)


@pytest.mark.parametrize("answer", [Says(b"x" * 2000), Says(b"x" * 2000, declared=None), zipped(b"x" * 2_000_000)])
def test_a_file_beyond_the_limit_is_not_taken_in(server: ScriptedServer, clock: StillClock, answer: Says) -> None:
    server.says("/v1/file/1", answer)
    with pytest.raises(FileTooLarge, match="1,999"):
        ask(site_at(server, clock, largest_file=1999), server)
    assert len(server.paths()) == 1


def test_a_zipped_file_arrives_unzipped(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", zipped(b"%PDF" * 50_000))
    assert ask(site_at(server, clock), server) == b"%PDF" * 50_000


_CHUNKED = {"Transfer-Encoding": "chunked"}


@pytest.mark.parametrize(
    "drip",
    [
        Says(b"%PDF" * 1000, pause=0.02),
        Says(b"%PDF" * 1000, pause=0.02, declared=None),
        Says(b"%PDF", head_pause=0.02, headers={"X-Long": "x" * 500}),
        Says(b"4;" + b"x" * 500, pause=0.02, declared=None, headers=_CHUNKED),
    ],
)
def test_an_answer_that_drips_is_given_up(server: ScriptedServer, clock: StillClock, drip: Says) -> None:
    server.says("/v1/file/1", drip)
    site = site_at(server, clock, answer_seconds=0.2, tries=1)
    began = time.monotonic()
    with pytest.raises(SiteUnavailable, match="we closed the connection"):
        ask(site, server)
    assert time.monotonic() - began < 2


def test_a_site_that_cannot_be_reached_is_named_in_words(clock: StillClock) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]  # bound as long as it is asked, so that no other process listens there
        site = Site(f"http://127.0.0.1:{port}", (), "", user_agent_version="0.1", sleep=clock.sleep, monotonic=clock.monotonic)
        said = r"^http://127.0.0.1:\d+/robots.txt could not be reached: nothing answers there$"
        with pytest.raises(SiteUnavailable, match=said):
            site.authorities()


def test_silence_is_a_fault_that_passes(server: ScriptedServer, clock: StillClock) -> None:
    server.says("/v1/file/1", Says(b"%PDF", head_pause=0.5), PDF)
    assert ask(site_at(server, clock, timeout=(1, 0.1)), server) == PDF.body


def test_each_request_and_each_new_try_is_logged(
    server: ScriptedServer, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    server.says("/v1/file/1", Says(status=503), PDF)
    with caplog.at_level(logging.INFO, logger="ofsted_watch.site"):
        ask(site_at(server, clock), server)
    assert "/v1/file/1 answered 503; retrying in 2.0 s (try 2 of 4)" in caplog.text
    assert "/v1/file/1: 200, 17 bytes in" in caplog.text
