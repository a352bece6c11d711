"""What goes wrong is found and told: a run whose process was killed is started again by itself, and ops have a mail of it."""

import email
import email.policy
import os
import re
import signal
from pathlib import Path

import httpx
import pytest

from ofsted_watch.demo_site.mishaps import SlowDrip
from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch, takes_minutes

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]


def mails_to_ops(standing: StandingWatch) -> dict[str, str]:
    """Subject → text of the mails that ops got."""
    parsed = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (standing.folder / "data" / "outbox").glob("*.eml")
    ]
    return {str(mail["Subject"]): mail.get_content() for mail in parsed if mail["To"] == "ops@example.org"}


def processes_of(run: str) -> list[int]:
    """The processes that this run's worker started for it."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"PREFECT__FLOW_RUN_ID={run}".encode() in environment.read_bytes():
                found.append(int(environment.parent.name))
        except (PermissionError, FileNotFoundError, ProcessLookupError):
            continue
    return found


def test_ops_are_notified_of_a_run_by_its_name_its_state_and_its_words(seen_once: StandingWatch, run_flow: Caller):
    refused = run_flow("flows.nightly_flow.nightly", today="2998-01-01")
    notified = run_flow("flows.ops_flows.notify_ops", run=refused["id"])
    assert notified["state_name"] == "Completed"
    (subject,) = [subject for subject in mails_to_ops(seen_once) if "1 January 2998" in subject]
    assert subject.endswith("nightly 1 January 2998 is refused")
    text = mails_to_ops(seen_once)[subject]
    assert "2998-01-01 is in the future" in text
    assert f"Its page: {seen_once.url}/v2/runs/flow-run/{refused['id']}" in text
    assert "What to do: Read the message of the run" in text


def test_ops_are_notified_of_the_state_that_was_even_when_the_run_has_moved_on(seen_once: StandingWatch, run_flow: Caller):
    refused = run_flow("flows.nightly_flow.nightly", today="2997-01-01")
    run_flow("flows.ops_flows.notify_ops", run=refused["id"], state="Crashed", why="its machine is gone")
    (subject,) = [subject for subject in mails_to_ops(seen_once) if "1 January 2997" in subject]
    assert subject.endswith("nightly 1 January 2997 is crashed")
    text = mails_to_ops(seen_once)[subject]
    assert "its machine is gone" in text
    assert "Since then it has become refused." in text


def test_a_night_that_somebody_cancels_is_mailed_to_ops_once_and_makes_status_unhealthy(standing: StandingWatch):
    night = standing.order("nightly", today="2996-01-01")
    standing.ask(f"flow_runs/{night}/set_state", {"state": {"type": "CANCELLED", "message": "not tonight"}, "force": True})

    def about() -> list[str]:
        return [text for text in mails_to_ops(standing).values() if night in text]

    standing.wait_until(about, "ops have a mail")
    (text,) = about()
    assert "The run 'nightly 1 January 2996' is cancelled." in text
    assert "not tonight" in text
    assert "Somebody cancelled it, so it is not started again." in text
    assert standing.ask(f"flow_runs/{night}")["state_type"] == "CANCELLED"
    status = standing.command("status")
    assert "NOT HEALTHY" in status
    assert "is cancelled: not tonight" in status


@takes_minutes
def test_a_night_whose_process_was_killed_is_started_again_ends_complete_and_ops_know(standing: StandingWatch):
    standing.site.today = standing.days[0]
    standing.site.mishap("/provider/44/80903", SlowDrip(chunk=500, pause=2))
    night = standing.order("nightly", authorities=["Eastwick and Marle"], today="2026-03-03")
    asked = "/provider/44/80903"
    standing.wait_until(lambda: any(one.path == asked for one in standing.site.requests), "the night asks for the page")
    for process in processes_of(night):
        os.kill(process, signal.SIGKILL)
    standing.wait_until(
        lambda: standing.ask(f"flow_runs/{night}")["state_type"] == "COMPLETED", "the night is started again and ends"
    )
    ended = standing.ask(f"flow_runs/{night}")
    assert ended["run_count"] > 1
    assert ended["state"]["message"].startswith("checked 1 of 1 authorities, ")
    letters = standing.command("letters", "--authority", "Eastwick and Marle", "--csv").splitlines()
    assert len(letters) == len(set(letters)) > 1
    standing.wait_until(lambda: any("is crashed" in subject for subject in mails_to_ops(standing)), "ops have a mail")


def test_the_server_shows_its_figures_to_prometheus(standing: StandingWatch):
    metrics = httpx.get(f"{standing.url}/api/metrics", timeout=60).text
    assert re.search(r"^process_cpu_seconds_total \d", metrics, re.MULTILINE)
