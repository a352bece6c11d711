"""The watch survives its own end: asked to stop, its supervisor killed, everything killed at once, in the middle of a night."""

import email
import email.policy
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ofsted_watch.demo_site.mishaps import SlowDrip
from proofs.ops.standing import below
from tests.standing_watch import StandingWatch, is_up, takes_minutes, watch_to_start

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(1800)]

NAME, PAGE, DAY = "Eastwick and Marle", "/provider/44/80903", "2026-03-03"


def a_night_under_way(standing: StandingWatch, pause: float) -> str:
    """A night that waits for a page which arrives slowly; returns its run."""
    asked = sum(each.path == PAGE for each in standing.site.requests)
    standing.site.mishap(PAGE, SlowDrip(chunk=500, pause=pause), times=1)
    run = standing.order("nightly", authorities=[NAME], today=DAY)
    standing.wait_until(lambda: sum(each.path == PAGE for each in standing.site.requests) > asked, "the night asks for the page")
    return run


def completed(standing: StandingWatch, run: str) -> dict[str, Any]:
    standing.wait_until(lambda: standing.ask(f"flow_runs/{run}")["state_type"] == "COMPLETED", "the night is made up")
    return dict(standing.ask(f"flow_runs/{run}"))


def slots_taken(standing: StandingWatch) -> dict[str, int]:
    limits = standing.ask("v2/concurrency_limits/filter", {})
    return {each["name"]: each["active_slots"] for each in limits if each["name"] != "ofsted-site" and each["active_slots"] >= 1}


def mails_about(standing: StandingWatch, run: str) -> list[str]:
    """The text of every mail that ops got about a run."""
    outbox = (standing.folder / "data" / "outbox").glob("*.eml")
    texts = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_content() for path in outbox]
    return [text for text in texts if run in text]


def kill_all(up: subprocess.Popen[bytes]) -> None:
    for process in (up.pid, *below(up.pid)):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


@takes_minutes
def test_a_night_that_a_restart_cuts_off_is_made_up_and_the_next_nights_run(tmp_path: Path):
    with watch_to_start(tmp_path) as (standing, command):
        standing.site.today = standing.days[0]
        with is_up(standing, command):
            asked = a_night_under_way(standing, pause=1)
        with is_up(standing, command) as up:
            assert standing.ask(f"flow_runs/{asked}")["state_type"] == "COMPLETED", "asked to stop, it waits for the night"
            supervisor = a_night_under_way(standing, pause=5)
            up.kill()
            up.wait()
        with is_up(standing, command) as up:
            assert completed(standing, supervisor)["run_count"] == 2
            everything = a_night_under_way(standing, pause=5)
            kill_all(up)
            up.wait()
        with is_up(standing, command):
            assert completed(standing, everything)["run_count"] == 2
            following = standing.ended(standing.order("nightly", authorities=[NAME], today=DAY))
            assert following["state_type"] == "COMPLETED", following["state"]["message"]
            standing.wait_until(lambda: not slots_taken(standing), "no slot is taken")
            letters = standing.command("letters", "--authority", NAME, "--csv").splitlines()
            assert len(letters) == len(set(letters)) > 1
            assert "healthy" in standing.command("status")
            for run in (supervisor, everything):
                (mail,) = mails_about(standing, run)
                assert "It is being started again (start 2 of 3)" in mail
