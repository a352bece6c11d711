"""Ops' channel and the dead-man's switch, against real servers on loopback: what arrives, what fails, and no address told."""

import json
import logging
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from ofsted_watch.adapters.ops_channel import ping, post_to_channel
from ofsted_watch.errors import BadSetting, OpsNoticeFailed
from tests.adapters.scripted_server import Says, ScriptedServer
from tests.ports import free_ports

TOKEN = "t0ken-that-sings"


class Webhook:
    """A webhook that remembers what was posted, and answers with the status that a test chose."""

    def __init__(self) -> None:
        self.status = 200
        self.posts: list[tuple[str, dict[str, object]]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posts.append((self.path, json.loads(body)))
                self.send_response(hook.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    yield hook
    hook.close()


def test_a_notice_arrives_at_a_webhook_with_its_title_and_text(webhook: Webhook) -> None:
    answer = post_to_channel(f"json://127.0.0.1:{webhook.port}/{TOKEN}", "A night is late", "No worker.\nLook at Work Pools.")
    assert answer == "posted to json"
    ((path, posted),) = webhook.posts
    assert path == f"/{TOKEN}"
    assert (posted["title"], posted["message"]) == ("A night is late", "No worker.\nLook at Work Pools.")


def test_a_channel_that_refuses_is_named_by_its_answer_and_not_by_its_address(
    webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    webhook.status = 404
    with pytest.raises(OpsNoticeFailed) as failed:
        post_to_channel(f"json://user:{TOKEN}@127.0.0.1:{webhook.port}/{TOKEN}", "title", "text")
    assert str(failed.value) == "the channel (json) did not take the notice: it answered 404"
    assert TOKEN not in "".join(traceback.format_exception(failed.value)) + caplog.text


def test_a_channel_that_is_away_is_named_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    (port,) = free_ports(1)
    with pytest.raises(OpsNoticeFailed, match=r"the channel \(json\) did not take the notice: no connection"):
        post_to_channel(f"json://user:{TOKEN}@127.0.0.1:{port}/{TOKEN}", "title", "text")
    assert TOKEN not in caplog.text


def test_an_address_that_apprise_does_not_know_is_a_wrong_setting_that_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(BadSetting, match="OFSTED_WATCH_OPS_CHANNEL_URL is not an address that Apprise understands") as refused:
        post_to_channel(f"nosuch://{TOKEN}@host/{TOKEN}", "title", "text")
    assert TOKEN not in "".join(traceback.format_exception(refused.value)) + caplog.text


def test_the_switch_is_asked_once_with_a_get(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedServer() as server:
        server.says(f"/ping/{TOKEN}", Says(b"OK"))
        ping(f"{server.url}/ping/{TOKEN}")
        ((path, headers),) = server.asked
    assert path == f"/ping/{TOKEN}"
    assert headers["User-Agent"].startswith("OfstedWatch/")
    assert TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(Says(b"", 500), "it answered 500"), (Says(b"", hangs_up=True), "no answer"), (Says(b"late", head_pause=0.5), "in time")],
    ids=["an error", "no answer", "too slow"],
)
def test_a_switch_that_does_not_answer_well_is_an_error_without_its_address(answer: Says, reason: str) -> None:
    with ScriptedServer() as server:
        server.says(f"/ping/{TOKEN}", answer)
        with pytest.raises(OpsNoticeFailed, match=reason) as failed:
            ping(f"{server.url}/ping/{TOKEN}", timeout=0.3)
    assert TOKEN not in "".join(traceback.format_exception(failed.value))
