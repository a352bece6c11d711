"""What the runbook's table of states says comes next, on a live server: the rows that no other test of the flows shows."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.demo_site.mishaps import Mishap, WebPage
from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.demo_site.story_writing import focused, post
from tests.flows.calling import Caller, calling
from tests.ports import free_ports
from tests.standing_watch import COMMAND, StandingWatch, takes_minutes

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

EARLY = "Eastwick and Marle"
"""No other test checks it on a later day than the first one: a night of an earlier day would be refused."""


@pytest.fixture(scope="module")
def run_quietly(standing: StandingWatch) -> Iterator[Caller]:
    """Runs flows in quiet hours, where ops have no address."""
    now = datetime.now(ZoneInfo("Europe/London"))
    hours = f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    settings = {**standing.environment, "OFSTED_WATCH_QUIET_HOURS": hours, "OFSTED_WATCH_OPS_EMAIL": ""}
    with calling(replace(standing, environment=settings)) as caller:
        yield caller


@pytest.mark.parametrize("flow", ["poll_flow.poll", "site_check_flow.site_check"])
def test_in_quiet_hours_a_poll_and_a_check_ask_nothing_and_have_not_failed(
    standing: StandingWatch, run_quietly: Caller, flow: str
):
    before = len(standing.site.requests)
    ended = run_quietly(f"flows.{flow}")
    assert (ended["state_type"], ended["state_name"]) == ("COMPLETED", "Quiet hours")
    assert len(standing.site.requests) == before


def test_without_an_address_nobody_is_notified_and_the_run_names_the_settings(run_flow: Caller, run_quietly: Caller):
    refused = run_flow("flows.nightly_flow.nightly", today="2995-01-01")
    answer = run_quietly("flows.ops_flows.notify_ops", run=refused["id"])
    assert answer["state_name"] == "Nobody to notify"
    assert "OFSTED_WATCH_OPS_EMAIL and OFSTED_WATCH_OPS_CHANNEL_URL are not set" in answer["state"]["message"]


def test_one_fault_is_reported_once(run_flow: Caller):
    refused = run_flow("flows.nightly_flow.nightly", today="2994-01-01")
    answers = [run_flow("flows.ops_flows.notify_ops", run=refused["id"])["state_name"] for _ in range(2)]
    assert answers == ["Completed", "Notified before"]


def test_a_night_kept_from_running_by_one_that_checks_others_is_started_again_in_a_quarter_of_an_hour(standing: StandingWatch):
    standing.site.today = standing.days[0]
    due = datetime.now(UTC) + timedelta(seconds=5)  # for one moment: neither begins before the other is due
    nights = [standing.order("nightly", due, authorities=[name], today="2026-03-03") for name in ("Penhallow", EARLY)]

    def waiting() -> list[str]:
        """Those that are planned for later, after having been cancelled."""
        later = [
            night for night in nights if standing.ask(f"flow_runs/{night}")["state"]["message"] == "another night was running"
        ]
        return [night for night in later if any(state["type"] == "CANCELLED" for state in standing.states(night))]

    standing.wait_until(waiting, "one of two nights is planned again")
    (again,) = waiting()
    planned = standing.ask(f"flow_runs/{again}")
    wait = datetime.fromisoformat(planned["state"]["state_details"]["scheduled_time"]) - due
    assert planned["state_type"] == "SCHEDULED"
    assert timedelta(minutes=14) < wait < timedelta(minutes=25)
    standing.change(again, "CANCELLED")  # no later test waits for it
    (other,) = set(nights) - {again}
    assert standing.ended(other)["state_type"] == "COMPLETED"


VISITS = (60000701, 60000702, 60000703)


@pytest.fixture(scope="module")
def spoilt(standing: StandingWatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Caller, list[Any], list[str]]]:
    """Three nights over a site and a data folder of their own, where no mail server answers; their runs, and the visits stored.

    On the second night three of five new files are web pages; on the third the site is well again.
    """
    story, folder = small_story(), tmp_path_factory.mktemp("spoilt")
    first, second = story.days
    third = second + timedelta(days=1)
    visits = [
        post(number, focused("Aldershaw", second - timedelta(days=40), second, theme=f"team {number}")) for number in VISITS
    ]
    wrong = tuple(Mishap(f"/v1/file/{number}", WebPage(), times=None, on=second) for number in VISITS)
    nights = (*story.nights, StoryNight(second, "Three more letters.", tuple(visits)))
    write_csv(folder / "authorities.csv", story.authorities)
    with DemoSite(nights=nights, authorities=story.authorities, mishaps=wrong) as site:
        settings = {
            **standing.environment,
            "OFSTED_WATCH_SITE_URL": site.url,
            "OFSTED_WATCH_DATA_DIR": str(folder / "data"),
            "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
            "OFSTED_WATCH_ALERT_LIMIT": "12",
            "OFSTED_WATCH_SMTP_URL": f"smtp://127.0.0.1:{free_ports(1)[0]}",
        }
        with calling(replace(standing, environment=settings)) as caller:
            runs = []
            for day in (first, second, third):
                site.today = day
                runs.append(caller("flows.nightly_flow.nightly", today=day.isoformat()))
                if day == first:
                    subscribe = [COMMAND, "subscribe", "ed@paper.example", "--authority", "Thornmere"]
                    subprocess.run(subscribe, env=settings, cwd=folder, check=True, capture_output=True)
            yield caller, runs, stored_visits(settings, folder)


def stored_visits(settings: dict[str, str], folder: Path) -> list[str]:
    listed = subprocess.run([COMMAND, "letters", "--csv"], env=settings, cwd=folder, check=True, capture_output=True, text=True)
    return [str(number) for number in VISITS if str(number) in listed.stdout]


@takes_minutes
def test_a_night_whose_files_are_served_wrong_stops_and_the_next_stores_them(spoilt: tuple[Caller, list[Any], list[str]]):
    _, (whole, stopped, after), stored = spoilt
    assert [run["state_name"] for run in (whole, stopped, after)] == ["Completed", "Stopped", "Completed"]
    assert "3 of 5 files are no whole PDF" in stopped["state"]["message"]
    assert "3 of 5" not in after["state"]["message"]
    assert stored == ["60000701", "60000702", "60000703"]


@takes_minutes
def test_a_mail_that_no_server_takes_fails_its_delivery_and_waits(spoilt: tuple[Caller, list[Any], list[str]]):
    deliver, _, _ = spoilt
    sent = deliver("flows.delivery_flow.deliver")
    assert (sent["state_type"], sent["state_name"]) == ("FAILED", "Not all delivered")
    assert sent["state"]["message"] == "0 mails sent, 1 waiting for another try."


def set_paused(standing: StandingWatch, is_paused: bool) -> None:
    """Pause the work pool, or let its worker go on, as the switch in the UI does."""
    pool = f"{standing.url}/api/work_pools/ofsted-watch"
    standing.wait_until(lambda: httpx.patch(pool, json={"is_paused": is_paused}, timeout=60).is_success, "the pool is changed")


@takes_minutes
def test_a_run_that_no_worker_takes_is_late_and_runs_as_soon_as_one_does(standing: StandingWatch):
    standing.site.today = standing.days[0]
    set_paused(standing, True)
    try:
        night = standing.order("nightly", authorities=[EARLY], today=standing.days[0].isoformat())
        standing.wait_until(lambda: standing.ask(f"flow_runs/{night}")["state_name"] == "Late", "the run is late", run=night)
    finally:
        set_paused(standing, False)
    assert standing.ended(night)["state_type"] == "COMPLETED"
