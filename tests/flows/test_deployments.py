"""What a fresh server knows of us: what runs, at which hours of London's clock, and what each form asks."""

import asyncio
import os
import pty
import re
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.server.schemas.schedules import CronSchedule
from prefect.utilities.schema_tools import ValidationError, validate

from deployments.automations import automations, remove_old_automations, set_up_automations
from deployments.deploy import listed_deployments, remove_unlisted
from deployments.prefect_server import set_up_server
from ofsted_watch.adapters.database import Database
from ofsted_watch.services.stored_forms import stored_forms
from ofsted_watch.settings import Settings
from tests.flows.calling import Caller
from tests.paths import REPOSITORY
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

LONDON = ZoneInfo("Europe/London")
HOURS = {
    "nightly": {"02:00"},
    "site-check": {"01:40"},
    "digest-daily": {"07:30"},
    "digest-weekly": {"07:30"},
}
SAID_OF_DAYS = ("published", "inspection_start", "inspection_end")
BACKGROUND = {"deliver": "background", "notify-ops": "background", "poll": "background", "backfill-authority": "backfill"}
"""Runs that a person need not see → their queue."""

FORMS = {
    "backfill": {"authorities", "region", "all_authorities", "from_date", "to_date", "kinds", "reread", "alerts"},
    "reread": {"authorities", "letter"},
    "review-held-alerts": {"decision", "alerts", "all_held", "why", "by"},
    "review-set-aside-letters": {"decision", "items", "grades", "confirm", "kind", *SAID_OF_DAYS, "why", "by"},
    "review-gaps": {"decision", "gap", "why", "by"},
    "change-authorities": {*("decision", "authority", "urn", "ons_code", "region", "council_number", "day", "successors", "by")},
    "digest-daily": {"frequency"},
    "nightly": {"authorities", "today"},
    "poll": {"today"},
}


@pytest.fixture(scope="module")
def deployments(standing: StandingWatch) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in standing.ask("deployments/filter", {"limit": 100})}


def test_every_deployment_says_what_it_is(deployments: dict[str, dict[str, Any]]):
    assert {
        "nightly",
        "deliver",
        "backfill",
        "reread",
        "review-held-alerts",
        "review-set-aside-letters",
        "site-check",
    } <= deployments.keys()
    for name, one in deployments.items():
        assert one["description"], name
        assert one["version"], name
        queue = BACKGROUND.get(name)
        assert sorted(one["tags"]) == ["background" if queue else "foreground", "ofsted-watch"], name
        assert one["work_queue_name"] == (queue or "default"), name


def test_every_field_of_a_form_has_a_type_and_a_sentence(deployments: dict[str, dict[str, Any]]):
    for name, fields in FORMS.items():
        form = deployments[name]["parameter_openapi_schema"]["properties"]
        assert fields == form.keys(), name
        for field, said in form.items():
            assert said.get("description"), (name, field)
            assert said.keys() & {"type", "anyOf", "enum", "$ref"}, (name, field)


def test_authorities_are_chosen_from_a_list_by_name(deployments: dict[str, dict[str, Any]]):
    form = deployments["backfill"]["parameter_openapi_schema"]["properties"]
    assert "Thornmere" in form["authorities"]["items"]["enum"]
    assert (form["from_date"]["format"], form["alerts"]["default"]) == ("date", "none")


def test_a_part_of_a_backfill_takes_an_authority_that_was_added_after_its_deployment(deployments: dict[str, dict[str, Any]]):
    schema = deployments["backfill-authority"]["parameter_openapi_schema"]
    assert validate({"authority": "Westmere Bay"}, schema, raise_on_error=True) == []
    with pytest.raises(ValidationError):
        validate({"authority": "Westmere Bay", "alerts": "all of them"}, schema, raise_on_error=True)


def test_the_region_of_a_new_authority_is_chosen_as_that_of_a_backfill(deployments: dict[str, dict[str, Any]]):
    region = deployments["change-authorities"]["parameter_openapi_schema"]["properties"]["region"]
    assert region["default"] == region["enum"][0] == "no region"
    assert region["enum"] == deployments["backfill"]["parameter_openapi_schema"]["properties"]["region"]["enum"]


def test_links_know_where_each_form_is_once_the_watch_is_up(standing: StandingWatch, deployments: dict[str, dict[str, Any]]):
    with Database(Settings(data_dir=standing.folder / "data").database) as database:
        known = stored_forms(database)
    assert known == {name: one["id"] for name, one in deployments.items()}
    assert len(known) == len(listed_deployments())


def test_a_fresh_server_plans_runs_at_londons_hours_and_polls_by_the_setting(
    standing: StandingWatch, deployments: dict[str, dict[str, Any]]
):
    leap = {"start_time": "2028-02-25T00:00:00Z", "end_time": "2028-03-09T00:00:00Z", "max_runs": 200, "min_runs": 200}

    def planned(name: str) -> list[datetime]:
        of = deployments[name]["id"]
        standing.ask(f"deployments/{of}/schedule", leap)
        asked = {"deployments": {"id": {"any_": [of]}}, "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}
        ours = [run for run in standing.ask("flow_runs/filter", asked) if run["auto_scheduled"]]
        return [datetime.fromisoformat(run["expected_start_time"]) for run in ours]

    runs = {name: [due.astimezone(LONDON) for due in planned(name)] for name in (*HOURS, "deliver", "poll")}
    standing.pause_schedules()
    for name, hours in HOURS.items():
        assert {f"{due:%H:%M}" for due in runs[name]} == hours, name
    assert {due.minute for due in runs["deliver"]} == {5}  # hourly; the rest is ordered by who writes alerts
    assert {due.isoweekday() for due in runs["digest-weekly"]} == {1}
    assert [f"{due:%d %B %H:%M}" for due in runs["poll"]] == ["29 February 05:00"]


def test_scheduled_runs_have_peoples_names_as_soon_as_the_watch_is_up(
    standing: StandingWatch, deployments: dict[str, dict[str, Any]]
):
    ids = {one["id"]: name for name, one in deployments.items()}
    scheduled: dict[str, list[tuple[str, datetime]]] = {}
    for run in standing.scheduled:
        due = datetime.fromisoformat(run["expected_start_time"]).astimezone(LONDON)
        scheduled.setdefault(ids[run["deployment_id"]], []).append((run["name"], due))
    assert {name: [run for run, _ in scheduled[name]] for name in ("site-check", "digest-daily", "digest-weekly")} == {
        "site-check": ["site check"] * 3,
        "digest-daily": ["daily digest"] * 3,
        "digest-weekly": ["weekly digest"] * 3,
    }
    nights = scheduled["nightly"]
    assert [name for name, _ in nights] == [f"nightly {due.day} {due:%B %Y}" for _, due in nights]
    assert [later - earlier for (_, earlier), (_, later) in pairwise(nights)] == [timedelta(days=1)] * 2


def test_a_night_names_what_has_been_scheduled_since(
    seen_once: StandingWatch, run_flow: Caller, deployments: dict[str, dict[str, Any]]
):
    def scheduled() -> list[tuple[str, str]]:
        waiting = [run for run in seen_once.runs(state={"type": {"any_": ["SCHEDULED"]}}) if run["auto_scheduled"]]
        return [(run["expected_start_time"][:10], run["name"]) for run in waiting]

    window = {"start_time": "2027-07-01T00:00:00Z", "end_time": "2027-07-02T23:00:00Z"}
    for name in ("nightly", "deliver"):
        seen_once.ask(f"deployments/{deployments[name]['id']}/schedule", window | {"max_runs": 2})
    assert not [name for _, name in scheduled() if name.startswith("nightly")]
    seen_once.site.today = seen_once.days[0]
    night = run_flow("flows.nightly_flow.nightly", authorities=["Penhallow"], today=seen_once.days[0].isoformat())
    after = scheduled()
    seen_once.pause_schedules()
    assert night["state_type"] == "COMPLETED", night["state"]["message"]
    assert ("2027-07-01", "nightly 1 July 2027") in after
    assert ("2027-07-02", "nightly 2 July 2027") in after
    assert len(after) == 4


def test_the_hours_stay_londons_when_the_clocks_change(deployments: dict[str, dict[str, Any]]):
    def utc(name: str, after: datetime) -> list[str]:
        (planned,) = deployments[name]["schedules"]
        usual = {"cron": Settings().poll_schedule} if name == "poll" else {}
        dates = asyncio.run(CronSchedule(**planned["schedule"] | usual).get_dates(3, start=after))
        return [f"{due.astimezone(ZoneInfo('UTC')):%d %H:%M}" for due in dates]

    spring = datetime(2027, 3, 26, 12, tzinfo=LONDON)
    assert utc("nightly", spring) == ["27 02:00", "28 01:00", "29 01:00"]
    assert utc("digest-daily", spring) == ["27 07:30", "28 06:30", "29 06:30"]
    assert utc("poll", datetime(2027, 3, 26, 17, 50, tzinfo=LONDON)) == ["26 18:00", "26 18:30", "29 07:00"]
    autumn = datetime(2027, 10, 29, 12, tzinfo=LONDON)
    assert utc("nightly", autumn) == ["30 01:00", "31 02:00", "01 02:00"]


def test_the_site_is_checked_once_before_each_night_even_when_its_hour_is_left_out_or_comes_twice(
    deployments: dict[str, dict[str, Any]],
):
    for day in (datetime(2027, 3, 27, 12, tzinfo=LONDON), datetime(2027, 10, 30, 12, tzinfo=LONDON)):
        (checks,), (nights,) = (deployments[name]["schedules"] for name in ("site-check", "nightly"))
        check, *_ = asyncio.run(CronSchedule(**checks["schedule"]).get_dates(2, start=day))
        night, *_ = asyncio.run(CronSchedule(**nights["schedule"]).get_dates(2, start=day))
        assert 20 * 60 <= (night - check).total_seconds() <= 80 * 60


def test_a_run_that_has_ended_can_not_be_taken_for_a_crashed_one(standing: StandingWatch):
    marking = [one["actions"] for one in standing.ask("automations/filter", {}) if one["name"].endswith("mark it crashed")]
    ((action,),) = marking
    assert (action["state"], action["force"]) == ("CRASHED", False)
    desk = standing.order("review-held-alerts")
    assert standing.ended(desk)["state_name"] == "Completed"
    answer = standing.ask(f"flow_runs/{desk}/set_state", {"state": {"type": action["state"]}, "force": action["force"]})
    assert (answer["status"], standing.ask(f"flow_runs/{desk}")["state_name"]) == ("ABORT", "Completed")


def test_two_nights_at_once_are_ruled_out_and_reviews_wait_for_one_another(deployments: dict[str, dict[str, Any]]):
    rules = {
        name: (one["global_concurrency_limit"]["limit"], one["concurrency_options"]["collision_strategy"])
        for name, one in deployments.items()
        if one["global_concurrency_limit"]
    }
    assert rules["nightly"] == (1, "CANCEL_NEW")
    assert rules["deliver"] == rules["review-held-alerts"] == rules["review-set-aside-letters"] == (1, "ENQUEUE")


def test_the_list_of_runs_has_a_filter_for_those_that_a_person_may_want_to_see(standing: StandingWatch):
    (saved,) = standing.ask("saved_searches/filter", {})
    assert saved["name"] == "Without deliveries and polls"
    shown = {part["property"]: part["value"] for part in saved["filters"]}
    assert shown == {"tag": ["foreground"], "range": {"type": "span", "seconds": -7 * 24 * 3600}}


def test_setting_up_a_server_again_changes_nothing(standing: StandingWatch):
    def known() -> list[object]:
        automations = standing.ask("automations/filter", {})
        pace = standing.ask("v2/concurrency_limits/filter", {})
        return [
            sorted((one["name"], str(one["trigger"]["match_related"]), one["enabled"]) for one in automations),
            sorted((one["name"], one["limit"], one["slot_decay_per_second"]) for one in pace),
            sorted((one["id"], one["name"]) for one in standing.ask("work_pools/filter", {})),
            sorted((one["id"], one["concurrency_limit"]) for one in standing.ask("work_queues/filter", {})),
            sorted((one["name"], str(one["filters"])) for one in standing.ask("saved_searches/filter", {})),
        ]

    before = known()
    with SyncPrefectClient(api=f"{standing.url}/api") as client:
        set_up_server(client, 50)
        names = set_up_automations(client)
    assert known() == before
    assert len(names) == len(set(names)) == 3


REFUSED = """
import os
from deployments.deploy import deploy
from ofsted_watch.errors import DeployFailed
def there():
    return os.getcwd(), dict(os.environ)
before = there()
try:
    deploy(50, "whenever it likes")
except DeployFailed as failed:
    print(failed, before == there())
"""


def test_a_schedule_that_prefect_refuses_is_said_with_its_reason_and_costs_no_deployment(standing: StandingWatch, tmp_path: Path):
    known = {one["name"] for one in standing.ask("deployments/filter", {"limit": 200})}
    environment = dict(standing.environment) | {"PREFECT_API_URL": f"{standing.url}/api", "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", REFUSED]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.startswith("Prefect refused the deployments of ")
    assert "must be five fields of cron" in done.stdout
    assert done.stdout.strip().endswith("True"), "folder and environment are as they were"
    assert {one["name"] for one in standing.ask("deployments/filter", {"limit": 200})} == known


def test_deploy_in_a_terminal_says_one_line_and_asks_nothing(standing: StandingWatch, tmp_path: Path):
    home = {"PREFECT_HOME": str(tmp_path / "new"), "PREFECT_API_URL": f"{standing.url}/api", "TERM": "xterm"}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ofsted_watch", "deploy"]
    environment = dict(standing.environment) | home
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs) as deploying:
        os.close(theirs)
        try:
            assert deploying.wait(120) == 0
        finally:
            deploying.kill()
            standing.pause_schedules()
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    colours = re.compile(r"\x1b\[\d+m")
    assert colours.sub("", said).strip() == f"The Prefect server at {standing.url}/api has 17 deployments and 3 automations."


def test_an_upgraded_server_loses_the_deployments_and_automations_of_version_0_1_and_no_others(standing: StandingWatch):
    def names() -> set[str]:
        flows = {one["id"]: one["name"] for one in standing.ask("flows/filter", {"limit": 200})}
        return {f"{flows[one['flow_id']]}/{one['name']}" for one in standing.ask("deployments/filter", {"limit": 200})}

    def automations_there() -> set[str]:
        return {one["name"] for one in standing.ask("automations/filter", {})}

    assert names() == listed_deployments()
    before = automations_there()
    with SyncPrefectClient(api=f"{standing.url}/api") as client:
        for old in ("hold-desk", "set-aside-desk", "tell-ops"):
            made = client.create_flow_from_name(old)
            client.create_deployment(made, old, tags=["ofsted-watch"], entrypoint=f"flows.desks.{old.replace('-', '_')}")
        theirs = client.create_flow_from_name("payroll")
        client.create_deployment(theirs, "monthly", tags=["payroll"], entrypoint="payroll.py:pay")
        deployment = client.read_deployment_by_name("hold-desk/hold-desk").id
        for name in ("a run failed or crashed: tell ops", "a run is late: tell ops"):
            client.create_automation(automations(deployment)[0].model_copy(update={"name": name, "tags": []}))
        own = automations(deployment)[1].model_copy(update={"name": "an operator's own", "tags": []})
        client.create_automation(own)
        assert automations_there() > before
        removed = remove_unlisted(client, listed_deployments())
        gone = remove_old_automations(client, [*before])
    assert removed == ("hold-desk/hold-desk", "set-aside-desk/set-aside-desk", "tell-ops/tell-ops")
    assert gone == ("a run failed or crashed: tell ops", "a run is late: tell ops")
    assert names() == listed_deployments() | {"payroll/monthly"}
    assert automations_there() == before | {"an operator's own"}
