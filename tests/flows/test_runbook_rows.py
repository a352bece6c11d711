"""What the runbook's table of states says comes next, on a live server: the rows that no other test of the flows shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.flows.calling import Caller, calling
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]


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
    nights = [standing.order("nightly", due, authorities=[name], today="2026-03-03") for name in ("Penhallow", "Oxmarsh")]

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
