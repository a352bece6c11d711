"""Ops are notified where they are: by mail, in their channel, or both; the ping of a healthy night fails nothing."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from ofsted_watch.services.notify_ops import is_anybody_to_notify, notify, ping_if_healthy
from ofsted_watch.settings import Settings
from tests.adapters.scripted_server import Says, ScriptedServer
from tests.adapters.test_ops_channel import Webhook
from tests.ports import free_ports

AT = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)
LINES = ("The run 'nightly 5 March 2026' is late.", "What to do: see whether a worker is running.")


def mails_in(folder: Path) -> list[str]:
    return [str(message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"]) for path in folder.glob("outbox/*.eml")]


def test_without_an_address_and_a_channel_nobody_is_notified(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert not is_anybody_to_notify(settings)
    assert not notify(settings, "a night is late", LINES, key="1", at=AT).is_sent


def test_both_places_get_the_same_notice(tmp_path: Path) -> None:
    hook = Webhook()
    settings = Settings(data_dir=tmp_path, ops_email="ops@example.org", ops_channel_url=f"json://127.0.0.1:{hook.port}/")
    notice = notify(settings, "a night is late", LINES, key="1", at=AT)
    hook.close()
    assert (len(notice.answers), notice.errors) == (2, ())
    assert mails_in(tmp_path) == ["Ofsted Watch: a night is late"]
    assert [(posted["title"], posted["message"]) for _, posted in hook.posts] == [
        ("Ofsted Watch: a night is late", "\n".join(LINES))
    ]


def test_a_channel_that_is_away_keeps_no_mail_from_ops_and_is_named(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    settings = Settings(data_dir=tmp_path, ops_email="ops@example.org", ops_channel_url=f"json://127.0.0.1:{port}/secret")
    notice = notify(settings, "a night is late", LINES, key="1", at=AT)
    assert mails_in(tmp_path) == ["Ofsted Watch: a night is late"]
    assert notice.errors == ("the channel (json) did not take the notice: no connection",)


def test_a_channel_alone_is_enough(tmp_path: Path) -> None:
    hook = Webhook()
    notice = notify(
        Settings(data_dir=tmp_path, ops_channel_url=f"json://127.0.0.1:{hook.port}/"), "a night is late", LINES, key="1", at=AT
    )
    hook.close()
    assert notice.is_sent
    assert not (tmp_path / "outbox").exists()


def test_the_ping_goes_out_while_the_service_is_healthy_and_only_then() -> None:
    with ScriptedServer() as server:
        server.says("/ping", Says(b"OK"))
        settings = Settings(ping_url=f"{server.url}/ping")
        assert ping_if_healthy(settings, healthy=False) == "not healthy, so the dead-man's switch is not pinged"
        assert server.asked == []
        assert ping_if_healthy(settings, healthy=True) == "the dead-man's switch is pinged"
        assert server.paths() == ["/ping"]


def test_a_ping_that_fails_is_a_sentence_and_no_error() -> None:
    (port,) = free_ports(1)
    answer = ping_if_healthy(Settings(ping_url=f"http://127.0.0.1:{port}/key-of-ours"), healthy=True)
    assert answer.startswith("the dead-man's switch (OFSTED_WATCH_PING_URL) was not reached: ")
    assert "key-of-ours" not in answer
