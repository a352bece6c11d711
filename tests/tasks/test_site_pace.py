"""One rate for the site: among the runs of one machine without Prefect's server, among workers with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from prefect.client.orchestration import ServerType, SyncPrefectClient

from ofsted_watch.adapters.site.machine_pace import MachinePace
from ofsted_watch.errors import SiteUnavailable
from ofsted_watch.settings import Settings
from tasks import site_pace
from tasks.site_pace import COUNT_SECONDS, SitePace, count_workers


class Clock:
    def __init__(self, now: float = 1000.0) -> None:
        self.now = now
        self.waited: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waited.append(round(seconds, 3))


def test_two_processes_take_turns_by_one_file(tmp_path: Path):
    clock = Clock()
    first, second = (MachinePace(tmp_path / "pace", lambda: 0.5, clock.monotonic, clock.sleep) for _ in range(2))
    for pace in (first, second, first, second):
        pace.wait()
    assert clock.waited == [0.5, 1.0, 1.5]
    clock.now += 10
    second.wait()
    assert clock.waited == [0.5, 1.0, 1.5]


@pytest.mark.parametrize("left", ["999999.0", "", "half a nu"])
def test_a_file_from_before_a_restart_or_cut_off_stops_nobody(tmp_path: Path, left: str):
    (tmp_path / "pace").write_text(left)
    clock = Clock()
    MachinePace(tmp_path / "pace", lambda: 1.0, clock.monotonic, clock.sleep).wait()
    assert clock.waited == []
    assert (tmp_path / "pace").read_text() == "1001.000000"


def test_the_only_worker_asks_the_server_once_and_of_two_each_request_is_granted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    granted, counted, clock = [], [1, 2], Clock()
    monkeypatch.setattr(site_pace, "rate_limit", lambda name, strict: granted.append(name))
    pace = SitePace(
        Settings(data_dir=tmp_path, requests_per_second=1000), count=lambda: counted.pop(0), monotonic=clock.monotonic
    )
    for _ in range(5):
        pace("site")
    assert (granted, counted) == ([], [2])
    clock.now += COUNT_SECONDS
    for _ in range(3):
        pace("site")
    assert (granted, counted) == (["ofsted-site"] * 3, [])


def test_a_server_that_does_not_answer_is_a_site_that_is_tried_again_later(tmp_path: Path):
    def away() -> int:
        raise httpx.ConnectError("refused")

    with pytest.raises(SiteUnavailable, match="site was not asked: the Prefect server"):
        SitePace(Settings(data_dir=tmp_path), count=away)("site")


def workers_answered(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """Prefect's own client, whose server answers every request with this status."""

    @contextmanager
    def client(sync_client: bool) -> Iterator[SyncPrefectClient]:
        answers = httpx.MockTransport(lambda request: httpx.Response(status, json={"detail": "no"}))
        with SyncPrefectClient("http://prefect.example/api", httpx_settings={"transport": answers}) as asked:
            asked.server_type = ServerType.SERVER  # its version is not asked for
            yield asked

    monkeypatch.setattr(site_pace, "get_client", client)


def test_a_flow_on_a_server_without_our_pool_shares_the_site_with_nobody(monkeypatch: pytest.MonkeyPatch):
    workers_answered(monkeypatch, 404)
    assert count_workers() == 0


def test_a_server_that_fails_is_not_taken_for_one_without_our_pool(monkeypatch: pytest.MonkeyPatch):
    workers_answered(monkeypatch, 401)
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        count_workers()
