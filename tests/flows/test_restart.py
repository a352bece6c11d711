"""The watch survives its own end: asked to stop, its supervisor killed, everything killed at once, in the middle of a night."""

import email
import email.policy
import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ofsted_watch.demo_site.mishaps import SlowDrip
from proofs.ops.standing import below
from tests.standing_watch import StandingWatch, is_up, takes_minutes, watch_to_start

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(1800)]

NAME, PAGE, DAY = "Eastwick and Marle", "/provider/44/80903", "2026-03-03"


def a_night_under_way(standing: StandingWatch, pause: float, **day: str) -> str:
    """A night that waits for a page which arrives slowly; returns its run. Without a `today` it is of the real day."""
    asked = sum(each.path == PAGE for each in standing.site.requests)
    standing.site.mishap(PAGE, SlowDrip(chunk=500, pause=pause), times=1)
    run = standing.order("nightly", authorities=[NAME], **day)
    standing.wait_until(lambda: sum(each.path == PAGE for each in standing.site.requests) > asked, "the night asks for the page")
    return run


def completed(standing: StandingWatch, run: str) -> dict[str, Any]:
    standing.wait_until(lambda: standing.ask(f"flow_runs/{run}")["state_type"] == "COMPLETED", "the night is made up")
    return dict(standing.ask(f"flow_runs/{run}"))


def slots_taken(standing: StandingWatch) -> dict[str, int]:
    limits = standing.ask("v2/concurrency_limits/filter", {})
    return {each["name"]: each["active_slots"] for each in limits if each["name"] != "ofsted-site" and each["active_slots"] >= 1}


def all_mails(standing: StandingWatch) -> list[str]:
    """The text of every mail so far. Only ops have mails here."""
    outbox = (standing.folder / "data" / "outbox").glob("*.eml")
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_content() for path in outbox]


def make_a_night_overdue(standing: StandingWatch) -> None:
    """While nothing runs: a scheduled night was due an hour ago."""
    with closing(sqlite3.connect(standing.folder / "data" / "prefect" / "prefect.db")) as server, server:
        nights = "auto_scheduled AND flow_id IN (SELECT id FROM flow WHERE name = 'nightly')"
        (run,) = server.execute(f"SELECT id FROM flow_run WHERE {nights} LIMIT 1").fetchone()
        (due,) = server.execute("SELECT expected_start_time FROM flow_run WHERE id = ?", [run]).fetchone()
        past = f"{datetime.now(UTC) - timedelta(hours=1):%Y-%m-%d %H:%M:%S.%f}"
        assert len(due) == len(past), due
        changed = "UPDATE flow_run SET expected_start_time = ?, next_scheduled_start_time = ? WHERE id = ?"
        assert server.execute(changed, [past, past, run]).rowcount == 1


def the_made_up_night(standing: StandingWatch) -> dict[str, Any]:
    """The run of nightly that no form and no schedule has ordered."""
    nights = [run for run in standing.runs(name={"like_": "nightly"}) if not run["auto_scheduled"]]
    (made_up,) = [night for night in nights if not night["parameters"].get("today")]
    return made_up


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
            asked = a_night_under_way(standing, pause=1, today=DAY)
        make_a_night_overdue(standing)
        with is_up(standing, command) as up:
            standing.wait_until(lambda: any("is missed" in text for text in all_mails(standing)), "ops know of the missed night")
            assert completed(standing, the_made_up_night(standing)["id"])["run_count"] == 1
            (missed,) = [text for text in all_mails(standing) if "is missed" in text]
            assert "It is being started again now: this run makes it up." in missed
            assert standing.ask(f"flow_runs/{asked}")["state_type"] == "COMPLETED", "asked to stop, it waits for the night"
            # The night that was made up is of the real day, and no later one may be of an earlier day.
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
            following = standing.ended(standing.order("nightly", authorities=[NAME]))
            assert following["state_type"] == "COMPLETED", following["state"]["message"]
            standing.wait_until(lambda: not slots_taken(standing), "no slot is taken")
            letters = standing.command("letters", "--authority", NAME, "--csv").splitlines()
            assert len(letters) == len(set(letters)) > 1
            assert "healthy" in standing.command("status")
            for run in (supervisor, everything):
                (mail,) = [text for text in all_mails(standing) if run in text]
                assert "It is being started again (start 2 of 3)" in mail
