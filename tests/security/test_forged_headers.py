"""Headers that a reader may forge steer nothing: neither who counts as the reader, nor where a link or a redirect leads."""

import ast
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest

from ofsted_watch.presentation import urls
from ofsted_watch.settings import Settings
from ofsted_watch.web.trailing_slash import relative
from tests.web.requests_to_pages import PUBLIC, SECRET
from tests.web.served_pages import PATIENCE, Answer, Server, pages_served, request

OWN = "Host: watch.example"
EVIL = "Host: evil.example"
PROXY = "127.0.0.9"
TAKEN, TOO_OFTEN = 303, 429
THIRTY_OF_45 = [TAKEN] * 30 + [TOO_OFTEN] * 15
"""The limit of one reader, who asks 45 times in an hour."""


def settings_in(folder: Path, *trusted: str, public_url: str = PUBLIC) -> Settings:
    networks = tuple(map(ip_network, trusted))
    return Settings(
        data_dir=folder,
        public_url=public_url,
        secret=(SECRET,),
        mail_from="Ofsted Watch <watch@watch.example>",
        trusted_proxies=networks,
    )


def sign_ups(server: Server, forwarded_for: str = "", source: str = "") -> list[int]:
    """45 sign-ups of different people, each with the header `forwarded_for`, in which {n} is the number of the sign-up."""
    statuses = []
    for n in range(45):
        headers = [f"X-Forwarded-For: {forwarded_for.format(n=n)}"] if forwarded_for else []
        statuses.append(server.sign_up(f"person-{n}@council.example", OWN, *headers, source=source).status)
    return statuses


@pytest.mark.parametrize("forwarded_for", ["", "203.0.113.{n}", "203.0.113.{n}, 127.0.0.9", "2001:db8:{n}::1", "127.0.0.1"])
def test_forged_sign_ups_of_one_reader_meet_the_same_limit_as_without_the_header(
    forwarded_for: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")  # uvicorn's own setting: it must change nothing
    with pages_served(settings_in(tmp_path, PROXY)) as server:
        assert sign_ups(server, forwarded_for) == THIRTY_OF_45


def test_by_default_nobody_is_trusted_not_even_this_machine(tmp_path: Path) -> None:
    with pages_served(settings_in(tmp_path)) as server:
        assert sign_ups(server, "203.0.113.{n}") == THIRTY_OF_45


@pytest.mark.parametrize(
    "forwarded_for", ["203.0.113.{n}", "192.0.2.1, 203.0.113.{n}", "203.0.113.{n}, 127.0.0.8", "2001:db8:{n}::1"]
)
def test_readers_behind_a_trusted_proxy_have_a_limit_each(forwarded_for: str, tmp_path: Path) -> None:
    with pages_served(settings_in(tmp_path, "127.0.0.8/31")) as server:
        assert sign_ups(server, forwarded_for, source=PROXY) == [TAKEN] * 45


@pytest.mark.parametrize(
    "forwarded_for",
    ["203.0.113.{n}, 198.51.100.7", "198.51.100.7", "2001:db8:1:2::{n}", "forged-{n}", "203.0.113.{n}, unknown-{n}", ""],
)
def test_one_reader_behind_a_trusted_proxy_has_one_limit_whatever_it_forges(forwarded_for: str, tmp_path: Path) -> None:
    with pages_served(settings_in(tmp_path, PROXY)) as server:
        assert sign_ups(server, forwarded_for, source=PROXY) == THIRTY_OF_45


def test_a_proxy_over_ipv6_is_trusted_by_its_address(tmp_path: Path) -> None:
    if not has_ipv6():
        pytest.skip("no IPv6 on this machine's loopback")
    with pages_served(settings_in(tmp_path / "trusted", "::1"), host="::1") as server:
        assert sign_ups(server, "2001:db8:{n}::1") == [TAKEN] * 45
    with pages_served(settings_in(tmp_path / "not", "::2"), host="::1") as server:
        assert sign_ups(server, "2001:db8:{n}::1") == THIRTY_OF_45


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def command(folder: Path, port: int, **environment: str) -> "subprocess.Popen[str]":
    """`ofsted-watch web`, as a person or a unit starts it."""
    ours = {f"OFSTED_WATCH_{name}": value for name, value in environment.items()}
    passed_on = {name: value for name, value in os.environ.items() if not name.startswith("OFSTED_WATCH_")}
    python = [sys.executable, "-c", "from ofsted_watch.cli import main; main()", "web", "--port", str(port)]
    everything = {**passed_on, "PYTHONPATH": str(Path.cwd()), "FORWARDED_ALLOW_IPS": "*", **ours}
    return subprocess.Popen(python, cwd=folder, env=everything, text=True, stderr=subprocess.PIPE)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_the_command_trusts_whom_the_setting_names_and_nobody_else(tmp_path: Path) -> None:
    port = free_port()
    process = command(tmp_path, port, TRUSTED_PROXIES=PROXY, PUBLIC_URL=PUBLIC)
    try:
        server = Server("127.0.0.1", port)
        give_up = time.monotonic() + 60
        while True:
            try:
                assert server.get("/", OWN).status == 200
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < give_up
                time.sleep(0.2)
        assert sign_ups(server, "203.0.113.{n}") == THIRTY_OF_45
        assert server.sign_up("ann@council.example", OWN, "X-Forwarded-For: 203.0.113.1", source=PROXY).status == TAKEN
        assert server.get("/authorities/", EVIL).status == 421
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_proxy_that_cannot_be_understood_ends_the_start_naming_the_setting(tmp_path: Path) -> None:
    process = command(tmp_path, free_port(), TRUSTED_PROXIES="127.0.0.1,*")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "OFSTED_WATCH_TRUSTED_PROXIES" in said
    assert "'*'" in said
    assert "Traceback" not in said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The pages at https://watch.example."""
    with pages_served(settings_in(tmp_path_factory.mktemp("public"))) as found:
        yield found


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The pages without OFSTED_WATCH_PUBLIC_URL: no Host is refused."""
    with pages_served(settings_in(tmp_path_factory.mktemp("nowhere"), public_url="")) as found:
        yield found


TOKEN = "x" * 40
REDIRECTS = {
    f"/unsubscribe/{TOKEN}/": f"/unsubscribe/{TOKEN}",
    f"/manage/{TOKEN}/?done=1&to=//evil.example": f"/manage/{TOKEN}?done=1&to=//evil.example",
    f"/sign-up/confirm/{TOKEN}///": f"/sign-up/confirm/{TOKEN}",
    "/authorities/": "/authorities",
    "/sign-up/": "/sign-up",
    "/authorities/80476/": "/authorities/80476",
    "/feeds/changes.atom/": "/feeds/changes.atom",
    "/feeds/regions/%0d%0aSet-Cookie:x/changes.atom/": "/feeds/regions/%0D%0ASet-Cookie:x/changes.atom",
    "/manage/a%3Fb%23c%25d%5Ce/": "/manage/a%3Fb%23c%25d%5Ce",
}
"""Each address with a slash too many, and where it leads."""
PAGES = [
    *("/", "/authorities", "/search?q=x", "/how-this-is-made", "/sign-up", "/manage", "/feeds", "/downloads", urls.API_PAGE),
    *("/feeds/changes.atom", "/feeds/letters.atom", "/feeds/authorities/80476/changes.atom", "/authorities/80476"),
    *("/api/v1/letters", "/api/v1/authorities?limit=1&offset=1", urls.OPENAPI, "/api/v1/nothing", "/api/v1/letters/"),
    *("/static/pages.css", "/static", "/static/", "/nothing-here", "/nothing-here/", f"/unsubscribe/{TOKEN}", f"/manage/{TOKEN}"),
]


def everything(answer: Answer) -> str:
    return repr(answer.headers) + answer.body.decode("utf-8", "replace")


@pytest.mark.parametrize("path", [*PAGES, *REDIRECTS])
def test_a_host_that_is_not_ours_is_refused_on_a_plain_page(server: Server, path: str) -> None:
    answer = server.get(path, EVIL)
    assert answer.status == 421
    assert answer.location is None
    assert "evil.example" not in everything(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    expected = "application/problem+json" if path.startswith(f"{urls.API}/") else "text/html"
    assert answer.headers["content-type"].startswith(expected)


@pytest.mark.parametrize("path", [path for path in PAGES if "evil" not in path])
def test_a_forged_host_gets_into_no_answer_where_no_public_url_is_set(nowhere: Server, path: str) -> None:
    answer = nowhere.get(path, EVIL)
    assert answer.status in (200, 400, 404, 503)
    assert "evil.example" not in everything(answer)
    assert answer == nowhere.get(path, "Host: other.example")


@pytest.mark.parametrize(("path", "to"), REDIRECTS.items())
def test_a_slash_too_many_leads_to_the_page_on_the_host_that_was_asked(
    server: Server, nowhere: Server, path: str, to: str
) -> None:
    for answer in (server.get(path, OWN), nowhere.get(path, EVIL)):
        assert (answer.status, answer.location) == (307, to)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/authorities/", "/%5Cevil.example/", "///", "/x/", "/static/x/"]
)
def test_no_path_becomes_a_redirect_to_another_host(server: Server, path: str) -> None:
    answer = server.get(path, OWN)
    assert answer.location is None or (answer.location.startswith("/") and answer.location[1:2] not in ("/", "\\"))
    assert answer.status in (200, 307, 404)


def test_a_redirect_names_no_host_whatever_the_path() -> None:
    assert relative("//evil.example", "") == "/evil.example"
    assert relative("/\\evil.example", "a=1") == "/%5Cevil.example?a=1"
    assert relative("/a b\r\n?c#d%e", "") == "/a%20b%0D%0A%3Fc%23d%25e"


def test_the_redirect_after_a_form_is_relative(nowhere: Server, server: Server) -> None:
    answer = server.sign_up("ben@council.example", OWN, "X-Forwarded-Host: evil.example")
    assert (answer.status, answer.location) == (303, "/sign-up/check-your-mails")
    assert server.sign_up("ben@council.example", EVIL).status == 421


@pytest.mark.parametrize("path", [*PAGES, *REDIRECTS])
def test_other_headers_that_name_a_host_change_nothing(server: Server, path: str) -> None:
    forged = [f"{name}: evil.example" for name in ("X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-Host")]
    forged += ["Forwarded: host=evil.example;proto=http", "X-Forwarded-Proto: javascript", "X-Original-URL: //evil.example/"]
    forged += ["X-Forwarded-Port: 666", "X-Forwarded-Prefix: //evil.example", "Origin: https://evil.example"]
    assert server.get(path, OWN, *forged) == server.get(path, OWN)


@pytest.mark.parametrize(
    "host", ["watch.example:443", "WATCH.EXAMPLE", "127.0.0.1:8600", "localhost", "[::1]:8600", "watch.example."]
)
def test_our_own_host_is_answered_in_every_spelling(server: Server, host: str) -> None:
    assert server.get("/", f"Host: {host}").status == 200
    assert server.get("/authorities/", f"Host: {host}").location == "/authorities"


@pytest.mark.parametrize(
    "host", ["watch.example:8443", "evil.example:443", "[2001:db8::1]", "[2001:db8::1]:443", "watch.example.evil"]
)
def test_another_host_is_refused_in_every_spelling(server: Server, host: str) -> None:
    assert server.get("/authorities/", f"Host: {host}").status == 421


@pytest.mark.parametrize(
    "sent",
    [
        request("GET", "/authorities/"),
        request("GET", "/authorities/", version="1.0"),
        request("GET", "/authorities/", "Host:"),
        request("GET", "/authorities/", OWN, EVIL),
        request("GET", "/authorities/", OWN, OWN),
        request("GET", "/authorities/", EVIL, OWN),
        request("GET", "/authorities/", "Host: watch.example, evil.example"),
        request("GET", "/authorities/", "Host: watch.example@evil.example"),
        request("GET", "/authorities/", "Host: [::1"),
    ],
)
def test_a_request_that_names_no_host_or_several_is_refused(server: Server, sent: bytes) -> None:
    answer = server.send(sent)
    assert (answer.status, answer.location) == (400, None)
    assert "evil.example" not in everything(answer)


@pytest.mark.parametrize("target", ["http://evil.example/authorities/", "http://evil.example", "http:evil.example/authorities/"])
def test_a_whole_address_as_the_target_leads_nowhere(server: Server, target: str) -> None:
    answer = server.send(request("GET", target, OWN))
    assert answer.status in (400, 404)
    assert answer.location is None


def test_a_head_is_refused_without_a_body(server: Server) -> None:
    answer = server.send(request("HEAD", "/", EVIL))
    assert (answer.status, answer.body) == (421, b"")


def test_absolute_links_come_from_the_public_url(server: Server) -> None:
    for host in (OWN, "Host: localhost", "Host: 127.0.0.1:8600"):
        feed = server.get("/feeds/changes.atom", host).body.decode()
        assert f'href="{PUBLIC}/feeds/changes.atom"' in feed
        assert "localhost" not in feed


def test_no_page_builds_an_address_from_the_request() -> None:
    """`request.url` says which host was asked: of it, the pages use the path alone."""
    room = sorted(Path("ofsted_watch/web").rglob("*.py"))
    assert len(room) > 30
    for path in room:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        of_url = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "path"}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("base_url", "url_for", "url_path_for"), path
                if node.attr == "url" and isinstance(node.value, ast.Name) and node.value.id == "request":
                    assert id(node) in of_url, f"{path}:{node.lineno}"
    for template in Path("ofsted_watch/web/templates").glob("*.html"):
        for tag in re.findall(r"{[{%].*?[%}]}", template.read_text(encoding="utf-8"), re.DOTALL):
            assert "request" not in tag, (template, tag)
