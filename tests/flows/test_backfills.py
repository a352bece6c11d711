"""A backfill by its form: previewed, refused, shared out, cancelled, taken up again."""

from typing import Any

import pytest

from flows.backfill_runs import tag_of
from ofsted_watch.demo_site.invented_authorities import invented
from ofsted_watch.demo_site.mishaps import SlowDrip
from tests.flows.calling import Caller
from tests.standing_watch import ENDED, StandingWatch, takes_minutes

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

PREVIEWED = ["Thornmere", "Aldershaw"]
LONG = ["Brackenmoor", "Harrowmere", "North Calderwick", "Tillingdean"]
"""No other test looks at these: a backfill checks them on the real day, and no later night may be of an earlier one."""


def parts_of(standing: StandingWatch, whole: str) -> list[dict[str, Any]]:
    return standing.runs(tags={"all_": [tag_of(whole)]})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def preview(seen_once: StandingWatch) -> str:
    """A preview from the form, ended: two authorities, of which one has been seen and has a new letter since."""
    seen_once.site.today = seen_once.days[1]
    run = seen_once.order("backfill", authorities=PREVIEWED, alerts="preview")
    seen_once.ended(run)
    return run


def test_a_preview_says_how_many_letters_and_mails_there_would_be_and_sends_nothing(standing: StandingWatch, preview: str):
    ended = standing.ask(f"flow_runs/{preview}")
    assert ended["name"] == "backfill preview: Thornmere, Aldershaw"
    assert ended["state_name"] == "Completed", ended["state"]["message"]
    said = ended["state"]["message"]
    assert said.startswith("a preview: nothing is stored and nobody is notified. ")
    assert said.endswith("1 mail would go to 1 person")
    assert "Aldershaw" not in standing.command("alerts", "list")
    assert "Thornmere" not in standing.command("letters", "--authority", "Thornmere", "--csv")


def test_each_authority_has_a_run_of_its_own_that_any_worker_may_take(standing: StandingWatch, preview: str):
    parts = parts_of(standing, preview)
    assert sorted(part["name"] for part in parts) == ["backfill Aldershaw", "backfill Thornmere"]
    assert {part["work_queue_name"] for part in parts} == {"backfill"}
    page = standing.artifacts(preview)["backfill"]
    assert "| Thornmere | done |" in page
    assert "| Aldershaw | done |" in page


def test_a_backfill_that_is_run_again_finds_its_parts_done(standing: StandingWatch, preview: str):
    before, said = parts_of(standing, preview), standing.ask(f"flow_runs/{preview}")["state"]["message"]
    files = fetched(standing)
    standing.change(preview, "SCHEDULED")
    ended = standing.ended(preview)
    assert (ended["run_count"], ended["state"]["message"]) == (2, said)
    assert [(part["id"], part["run_count"]) for part in parts_of(standing, preview)] == [(part["id"], 1) for part in before]
    assert fetched(standing) == files


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "No authority was chosen: name some, choose a region, or choose all of them"),
        (
            {"authorities": ["Oxmarsh"], "from_date": "2024-02-01", "to_date": "2024-01-01"},
            "The window ends before it begins: it begins on 2024-02-01 and ends on 2024-01-01",
        ),
        ({"authorities": ["Oxmarsh"], "from_date": "2999-01-01"}, "The window begins on 2999-01-01, after today"),
        ({"authorities": ["Oxmarsh"], "to_date": "2999-01-01"}, "The window ends on 2999-01-01, after today"),
        ({"authorities": ["Oxmarsh"], "all_authorities": True}, "All authorities and some of them were chosen"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_makes_no_sense_is_refused_with_a_sentence(run_flow: Caller, form: dict[str, Any], sentence: str):
    refused = run_flow("flows.backfill_flow.backfill", **form)
    assert (refused["state_type"], refused["state_name"]) == ("FAILED", "Refused")
    assert refused["state"]["message"].startswith(sentence)
    assert "Traceback" not in refused["state"]["message"]


def test_a_name_that_is_no_authoritys_is_refused_before_anything_runs(standing: StandingWatch):
    answer = standing.refusal("backfill", authorities=["Atlantis"])
    assert answer.status_code == 409
    assert "'Atlantis' is not one of ['Aldershaw', " in answer.json()["detail"]
    assert not standing.runs(name={"like_": "Atlantis"})  # type: ignore[arg-type]


@takes_minutes
def test_a_long_backfill_is_cancelled_with_all_its_parts_and_taken_up_again_without_doing_anything_twice(
    standing: StandingWatch,
):
    standing.site.today = standing.days[0]
    for name in LONG:
        standing.site.mishap(f"/provider/44/{invented(name).urn}", SlowDrip(chunk=250, pause=2), times=2)
    whole = standing.order("backfill", authorities=LONG)
    standing.wait_until(lambda: any(part["state_type"] == "RUNNING" for part in parts_of(standing, whole)), "a part runs")
    standing.change(whole, "CANCELLING")
    assert standing.ended(whole)["state_type"] == "CANCELLED"
    standing.wait_until(lambda: {part["state_type"] for part in parts_of(standing, whole)} <= ENDED, "the parts have ended")
    ended = parts_of(standing, whole)
    assert len(ended) == len(LONG)
    assert "CANCELLED" in {part["state_type"] for part in ended}

    standing.change(whole, "SCHEDULED")
    again = standing.ended(whole)
    assert (again["state_name"], again["run_count"]) == ("Completed", 2), again["state"]["message"]
    assert again["state"]["message"].startswith("4 authorities done, ")
    assert [part["id"] for part in parts_of(standing, whole)] == [part["id"] for part in ended]
    for name in LONG:
        letters = standing.command("letters", "--authority", name, "--csv").splitlines()
        assert len(letters) > 1, name
        assert len(letters) == len(set(letters)), name


def fetched(standing: StandingWatch) -> int:
    return sum(asked.path.startswith("/v1/file/") and asked.status == 200 for asked in standing.site.requests)
