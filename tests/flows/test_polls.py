"""A poll in the UI: quiet, it is a run of one task; what it costs; with news it shows what a night shows."""

import resource
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows import artifacts, poll_flow
from flows.page_links import UNLINKED
from ofsted_watch.runs.run_result import Ending
from tests.standing_watch import HOUSE, StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

QUIET = "from flows.poll_flow import poll; print(poll(return_state=True).state_details.flow_run_id)"


def test_a_quiet_poll_is_one_task_and_costs_at_most_six_seconds_and_three_requests(seen_once: StandingWatch):
    seen_once.site.today = seen_once.days[0]
    # The search gives a day to authorities that no night has checked; they are the night's.
    command = [sys.executable, "-c", QUIET]
    # Other tests share this watch and have moved its site; a first poll checks what that left.
    subprocess.run(command, cwd=HOUSE, env=seen_once.as_a_worker(), capture_output=True, text=True, check=True)
    before, requests = resource.getrusage(resource.RUSAGE_CHILDREN), len(seen_once.site.requests)
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


@pytest.mark.parametrize("expected", [(), ("80901",)])
def test_a_poll_shows_a_run_only_where_it_checked_something(
    expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    result = SimpleNamespace(coverage=SimpleNamespace(expected=expected), ending=Ending.DONE, message="checked", new_alerts=0)
    shown: list[object] = []
    monkeypatch.setenv("OFSTED_WATCH_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(artifacts, "show_run", lambda run, *_: shown.append(run))
    monkeypatch.setattr(poll_flow, "open_resources", lambda *args, **kwargs: nullcontext(SimpleNamespace(database=None)))
    monkeypatch.setattr(poll_flow, "page_links", lambda *args: UNLINKED)
    monkeypatch.setattr(poll_flow, "poll_service", lambda *args: result)
    ended = poll_flow.poll.fn()
    assert (ended.name, ended.message) == ("Completed", "checked")
    assert shown == ([result] if expected else [])
