"""The two desks: what waits for a person is released, dropped or rejected; a decision without its reason is refused."""

import re
from typing import Any

import pytest

from ofsted_watch.demo_site.mishaps import ReportNotFound, WebPage
from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

TWO_LETTERS = ("60000040", "60000041")
"""Of St Orrin’s Bay, which no other test looks at."""

WHO = {"why": "checked against the letter", "by": "Ann of ops"}


def ids(page: str, authority: str) -> list[int]:
    """The ids of an authority's rows on a desk's page."""
    return [int(row) for row in re.findall(rf"^\| (\d+) \| \S+ \| {authority} \|", page, re.MULTILINE)]


def test_held_alerts_are_looked_at_then_one_is_released_and_another_dropped(
    seen_once: StandingWatch, run_flow: Caller, held: dict[str, Any]
):
    checked = run_flow("flows.review_flows.review_held_alerts")
    assert (checked["name"], checked["state_name"]) == ("held alerts: look", "Completed")
    page = seen_once.artifacts(checked["id"])["held"]
    first, second = ids(page, "Kingsholt upon Wye")
    assert "newsroom@example.org" not in page

    released = run_flow("flows.review_flows.review_held_alerts", decision="release", alerts=[first], **WHO)
    assert released["state_name"] == "Released"
    assert released["state"]["message"].startswith("1 alert released for the next delivery; ")
    dropped = run_flow("flows.review_flows.review_held_alerts", decision="drop", alerts=[second], **WHO)
    assert dropped["state_name"] == "Dropped"
    assert ids(seen_once.artifacts(dropped["id"])["held"], "Kingsholt upon Wye") == []
    outbox = seen_once.folder / "data" / "outbox"
    seen_once.wait_until(lambda: any("Kingsholt" in mail.read_text() for mail in outbox.glob("*.eml")), "the mail is written")
    # Nobody waited for the hour: the release ordered its delivery, which is named by what it sent.
    # A poll on this shared watch may have left a mail of its own to the same delivery.
    named = {"any_": ["deliver: 1 mail", "deliver: 2 mails", "deliver: 3 mails"]}
    seen_once.wait_until(lambda: seen_once.runs(name=named), "the delivery is named")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"decision": "release", "all_held": True, "by": "Ann"}, "why"),
        ({"decision": "drop", "alerts": [987654], **WHO}, "987654"),
        ({"decision": "release", **WHO}, "all"),
    ],
    ids=["without a reason", "an id nobody has", "nothing chosen"],
)
def test_a_decision_that_makes_no_sense_is_refused_with_a_sentence(run_flow: Caller, given: dict[str, object], sentence: str):
    refused = run_flow("flows.review_flows.review_held_alerts", **given)
    assert refused["state_name"] == "Refused"
    assert sentence in refused["state"]["message"].lower()


def test_what_was_set_aside_is_released_or_rejected_for_good(seen_once: StandingWatch, run_flow: Caller):
    seen_once.site.today = seen_once.days[0]
    for number, spoilt in zip(TWO_LETTERS, (WebPage(), ReportNotFound()), strict=True):
        seen_once.site.mishap(f"/v1/file/{number}", spoilt, times=None)
    run_flow("flows.nightly_flow.nightly", authorities=["St Orrin’s Bay"], today=seen_once.days[0].isoformat())
    checked = run_flow("flows.review_flows.review_set_aside_letters")
    first, second = ids(seen_once.artifacts(checked["id"])["waiting"], "St Orrin’s Bay")
    released = run_flow("flows.review_flows.review_set_aside_letters", decision="release", items=[first], **WHO)
    assert released["state_name"] == "Released"
    rejected = run_flow("flows.review_flows.review_set_aside_letters", decision="reject", items=[second], **WHO)
    assert rejected["state_name"] == "Rejected"
    assert ids(seen_once.artifacts(rejected["id"])["waiting"], "St Orrin’s Bay") == []
