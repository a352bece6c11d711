"""What a night shows in the UI: a name people recognise, its artifacts, and a final state that tells the truth."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ofsted_watch.demo_site.mishaps import Redesigned
from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]


def test_a_night_whose_alerts_are_all_held_ends_in_a_state_of_that_name(held: dict[str, Any]):
    assert held["name"] == "nightly 20 March 2026"
    assert (held["state_type"], held["state_name"]) == ("COMPLETED", "Completed with alerts held")
    assert "alerts held: 1 authority with a changed judgement in one run, more than the limit of 0" in held["state"]["message"]


def test_a_night_shows_its_letters_changes_coverage_and_checks(standing: StandingWatch, held: dict[str, Any]):
    shown = standing.artifacts(held["id"])
    assert {"letters", "changes", "coverage", "checks", "set-aside"} <= shown.keys()
    assert shown["letters"].count("| 2026-03-20 | Kingsholt upon Wye |") == 2
    assert (
        "| Kingsholt upon Wye | overall effectiveness | requires improvement | good | up | new letter | [open]("
        in shown["changes"]
    )
    assert "**The alerts of this run are held:** 1 authority" in shown["changes"]
    assert "| authorities checked | 1 |" in shown["coverage"]
    assert "Nothing was set aside." in shown["set-aside"]
    assert "The whole report, rule by rule: " in shown["checks"]
    assert "| 20 March 2026 | only a part, run by hand | 1 | 1 | 2 | 0 |" in shown["nights"]


def test_the_same_night_again_holds_nothing_anew(standing: StandingWatch, held: dict[str, Any], run_flow: Caller):
    standing.site.today = standing.days[3]
    again = run_flow("flows.nightly_flow.nightly", authorities=["Kingsholt upon Wye"], today=standing.days[3].isoformat())
    assert again["state_name"] == "Completed"
    assert "0 letters stored; 0 changes, 0 alerts" in again["state"]["message"]


def test_a_night_with_something_set_aside_says_so_with_the_reason_and_what_to_do(seen_once: StandingWatch, run_flow: Caller):
    seen_once.site.today = seen_once.days[2]
    ended = run_flow("flows.nightly_flow.nightly", authorities=["Stanbeck"], today=seen_once.days[2].isoformat())
    assert (ended["state_type"], ended["state_name"]) == ("COMPLETED", "Completed with something set aside")
    assert ended["state"]["message"].endswith("1 letter set aside for review")
    page = seen_once.artifacts(ended["id"])["set-aside"]
    assert "| Stanbeck | a letter | " in page
    assert "Answer each with [*review-set-aside-letters*](" in page


def test_a_night_that_did_not_see_all_that_was_expected_is_incomplete_and_names_whom(seen_once: StandingWatch, run_flow: Caller):
    seen_once.site.today = seen_once.days[2]
    seen_once.site.mishap("/provider/44/80902", Redesigned())
    ended = run_flow("flows.nightly_flow.nightly", authorities=["Aldershaw", "Stanbeck"], today=seen_once.days[2].isoformat())
    assert (ended["state_type"], ended["state_name"]) == ("FAILED", "Incomplete")
    assert ended["state"]["message"].startswith("1 authority not checked: Aldershaw (")
    assert "## Not checked" in seen_once.artifacts(ended["id"])["coverage"]


def test_a_night_for_a_day_to_come_is_refused(run_flow: Caller):
    refused = run_flow("flows.nightly_flow.nightly", today="2999-01-01")
    assert refused["state_name"] == "Refused"
    assert refused["state"]["message"].startswith("2999-01-01 is in the future")


def test_a_night_for_a_day_before_the_last_check_is_refused(seen_once: StandingWatch, run_flow: Caller):
    refused = run_flow("flows.nightly_flow.nightly", today="2020-01-01")
    assert refused["state_name"] == "Refused"
    assert refused["state"]["message"].startswith("2020-01-01 is before ")


def test_a_night_for_a_name_that_is_no_authoritys_is_refused(run_flow: Caller):
    refused = run_flow("flows.nightly_flow.nightly", authorities=["Atlantis"])
    assert refused["state_name"] == "Refused"
    assert "Atlantis" in refused["state"]["message"]


def test_a_letter_that_is_gone_from_its_page_and_from_the_site_is_withdrawn(standing: StandingWatch, run_flow: Caller):
    for place in (5, 6):
        day = standing.site.today = standing.days[place]
        ended = run_flow("flows.nightly_flow.nightly", authorities=["Oxmarsh"], today=day.isoformat())
        assert ended["state_type"] == "COMPLETED", ended["state"]["message"]
    assert "60000206" in standing.command("letters", "--authority", "Oxmarsh", "--json")


def test_a_second_night_while_one_runs_is_cancelled_with_the_reason_and_left_to_the_first(standing: StandingWatch):
    standing.site.today = standing.days[0]
    due = datetime.now(UTC) + timedelta(
        seconds=5
    )  # for one moment: however slow the machine, neither begins before the other is due
    nights = [standing.order("nightly", due, authorities=["Penhallow"], today="2026-03-03") for _ in range(2)]
    ended = sorted((standing.ended(night) for night in nights), key=lambda night: night["state_type"])
    assert [night["state_type"] for night in ended] == ["CANCELLED", "COMPLETED"]
    assert ended[0]["state"]["message"] == "Deployment concurrency limit reached."
    nothing = "'nightly 3 March 2026' is cancelled, and another night covers it"
    standing.wait_until(lambda: nothing in answers_to_ops(standing, ended[0]["id"]), "ops need no notice", run=ended[0]["id"])


def answers_to_ops(standing: StandingWatch, night: str) -> list[str]:
    """What the runs of notify-ops about this night ended with."""
    notices = [run for run in standing.runs(name={"any_": ["notify ops"]}) if run["parameters"].get("run") == night]
    return [run["state"]["message"] for run in notices]
