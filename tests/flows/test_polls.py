"""A poll in the UI: quiet, it is a run of one task; what it costs; with news it shows what a night shows."""

import resource
import subprocess
import sys

import pytest

from tests.flows.calling import Caller
from tests.standing_watch import HOUSE, StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

QUIET = "from flows.poll_flow import poll; print(poll(return_state=True).state_details.flow_run_id)"


def test_a_quiet_poll_is_one_task_and_costs_at_most_six_seconds_and_three_requests(seen_once: StandingWatch):
    seen_once.site.today = seen_once.days[0]
    # The search gives a day to authorities that no night has checked; they are the night's.
    before, requests = resource.getrusage(resource.RUSAGE_CHILDREN), len(seen_once.site.requests)
    command = [sys.executable, "-c", QUIET]
    done = subprocess.run(command, cwd=HOUSE, env=seen_once.as_a_worker(), capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = seen_once.ask(f"flow_runs/{done.stdout.split()[-1]}")
    assert (ended["state_name"], ended["state"]["message"]) == (
        "Completed",
        "no authority has a newer report than at its last check",
    )
    tasks = seen_once.ask("task_runs/filter", {"flow_runs": {"id": {"any_": [ended["id"]]}}})
    assert [task["name"] for task in tasks] == ["list authorities"]
    assert len(seen_once.site.requests) - requests <= 3
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"a quiet poll under Prefect took {seconds:.1f} s of processor time")
    assert seconds <= 6


def test_a_poll_with_news_shows_its_letters_and_what_it_covered(seen_once: StandingWatch, run_flow: Caller):
    seen_once.site.today = seen_once.days[1]
    ended = run_flow("flows.poll_flow.poll", today=seen_once.days[1].isoformat())
    shown = seen_once.artifacts(ended["id"])
    assert "| 2026-03-04 | Aldershaw |" in shown["letters"]
    assert "| authorities checked | 1 |" in shown["coverage"]
