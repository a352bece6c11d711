"""Only the allowed hosts are asked, whatever the site's answers say: whole nights on the invented site, and the rule alone."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ofsted_watch.adapters.site.allowed_urls import check_connected_peer
from ofsted_watch.demo_site.mishaps import Answer, Happening, RedirectElsewhere
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.errors import BadSetting, HostNotAllowed
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.settings import read_settings
from tests.adapters.scripted_server import Says, ScriptedServer
from tests.journeys.watching import watching

STORY = small_story()
NAME = "files.example"
"""An allowed host of these tests; where its name leads is for each test to say."""


@pytest.fixture
def elsewhere() -> Iterator[ScriptedServer]:
    """A server that may not be asked. It would answer."""
    with ScriptedServer() as server:
        server.says("/v1/file/1", Says(b"%PDF-1.7"))
        yield server


@dataclass(frozen=True)
class LinksLeadTo(Happening):
    """The page's links to files lead to another place."""

    place: str

    def spoil(self, answer: Answer) -> Answer:
        before, _, after = answer.body.partition(b'href="http://127.0.0.1:')
        assert after, "the page has a link to a file"
        return replace(answer, body=before + b'href="' + self.place.encode() + b"/" + after.partition(b"/")[2])


def a_night(folder: Path, path: str, what: Happening, **settings: str) -> RunResult:
    """The small story's first night, on which `what` happens to each request whose path begins so."""
    with DemoSite(nights=STORY.nights, authorities=STORY.authorities) as site, watching(site, folder, **settings) as watch:
        site.mishap(path, what, times=None)
        return watch.night(STORY.days[0])


def notified(night: RunResult) -> str:
    """All that a person is told of the night."""
    return " ".join(
        [night.message, *night.notes, *night.coverage.unchecked.values(), *[one.message for one in night.outcome.set_aside]]
    )


@pytest.mark.parametrize("path", ["/robots.txt", "/search", "/provider/44/", "/v1/file/"])
def test_a_redirect_of_any_request_of_a_night_leads_nowhere_and_the_night_says_so(
    path: str, elsewhere: ScriptedServer, tmp_path: Path
) -> None:
    night = a_night(tmp_path, path, RedirectElsewhere(f"{elsewhere.url}/v1/file/1"))
    assert elsewhere.asked == []
    assert night.ending != "done"
    assert elsewhere.host in notified(night)


@pytest.mark.parametrize("place", ["http://169.254.169.254", "https://elsewhere.example"])
def test_a_listed_link_to_another_place_is_not_asked_and_the_night_says_so(place: str, tmp_path: Path) -> None:
    night = a_night(tmp_path, "/provider/44/", LinksLeadTo(place))
    assert night.ending != "done"
    assert place.partition("://")[2].strip("[]").partition("]")[0] in notified(night)


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what each connection to it said."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(10)
                    heard.append(connection.recv(100))

        threading.Thread(target=listen, daemon=True).start()
        yield listener.getsockname()[1], heard


def lead(name: str, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer for the DNS: `name` is at the address `to`."""
    true_answer = socket.getaddrinfo

    def answer(host: str, *others: object, **named: object) -> object:
        return true_answer(to if host == name else host, *others, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_an_allowed_name_that_leads_to_this_machine_is_hung_up_on_before_a_word_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead(NAME, "127.0.0.1", monkeypatch)
    with listening() as (port, heard):
        place = f"{NAME}:{port}"
        night = a_night(tmp_path, "/provider/44/", LinksLeadTo(f"https://{place}"), file_hosts=place)
    assert night.ending != "done"
    assert f"{NAME} leads to 127.0.0.1, which is not on the public internet" in notified(night)
    assert heard
    assert set(heard) == {b""}


@pytest.mark.parametrize(
    "peer",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("::1", "fe80::1%eth0", "fd00::7", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    ],
)
def test_a_name_may_lead_into_no_network_of_ours(peer: str) -> None:
    with pytest.raises(HostNotAllowed, match=f"{NAME} leads to"):
        check_connected_peer(NAME, peer)


@pytest.mark.parametrize(("host", "peer"), [(NAME, "51.140.1.1"), (NAME, "2606:4700::1"), ("127.0.0.1", "127.0.0.1")])
def test_the_public_internet_and_an_address_set_in_numbers_are_asked(host: str, peer: str) -> None:
    check_connected_peer(host, peer)


@pytest.mark.parametrize("url", ["http://reports.ofsted.gov.uk", "ftp://reports.ofsted.gov.uk", "http://10.0.0.1"])
def test_a_site_without_https_is_refused_as_a_setting(url: str) -> None:
    with pytest.raises(BadSetting, match="OFSTED_WATCH_SITE_URL"):
        read_settings({"OFSTED_WATCH_SITE_URL": url}, dotenv=None)


def test_what_is_set_by_default_is_https_on_ofsteds_hosts() -> None:
    settings = read_settings({}, dotenv=None)
    assert settings.site_url == "https://reports.ofsted.gov.uk"
    assert all(host.endswith(".ofsted.gov.uk") for host in settings.file_hosts)
