"""The last nights as the Prefect UI shows them: the finding, where the picture is, the newest days and those that went wrong."""

from datetime import date, timedelta

from flows.nights_artifact import nights_markdown
from ofsted_watch.runs.nights import NightOfDay, NightState

FIRST = date(2026, 10, 31)


def month() -> list[NightOfDay]:
    """Thirty days to 29 November 2026; on the 2nd a run crashed, on the 14th there was none."""
    nights = [NightOfDay(FIRST + timedelta(days=place), NightState.WHOLE, 153, 153) for place in range(30)]
    nights[2] = NightOfDay(date(2026, 11, 2), NightState.CRASHED, 153, 0, message="OSError: no [space](x) left")
    nights[14] = NightOfDay(date(2026, 11, 14), NightState.MISSING)
    return nights


def test_the_artifact_has_the_finding_a_link_and_a_short_table():
    page = nights_markdown(month(), "http://127.0.0.1:8601/")
    assert page.startswith("# 28 of 30 nights whole; 14 November is missing; 2 November did not end\n")
    assert "[The picture of 31 October 2026 to 29 November 2026](http://127.0.0.1:8601/nights)." in page
    days = [line.split(" | ")[0] for line in page.partition("\n## Why")[0].splitlines() if line.startswith("| ")]
    newest = [f"| {day} November 2026" for day in range(29, 22, -1)]
    assert days == ["| day", "| ---", *newest, "| 14 November 2026", "| 2 November 2026"]
    assert "| 14 November 2026 | no night | - | - | 0 | 0 | 0 | - |" in page
    assert "| 29 November 2026 | whole | 153 | 153 | 0 | 0 | 0 | - |" in page


def test_it_links_to_the_runs_that_a_person_may_want_to_see():
    page = nights_markdown(month(), "", "http://127.0.0.1:4200/")
    assert "\n\n[All runs without deliveries and polls](http://127.0.0.1:4200/v2/runs?range=past-7-days&tags=foreground)" in page


def test_what_a_run_said_is_text():
    why = nights_markdown(month(), "").partition("## Why\n\n")[2]
    assert "| 2 November 2026 | OSError: no &#91;space&#93;(x) left |" in why


def test_without_a_reports_server_there_is_no_link():
    page = nights_markdown(month(), "")
    assert "](" not in page
    assert "The picture of 31 October 2026 to 29 November 2026 is at /nights of the reports server." in page
