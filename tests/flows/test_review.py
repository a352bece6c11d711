"""The two desks: what waits for a person is released, dropped or rejected; a decision without its reason is refused."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from ofsted_watch.demo_site.letters import print_letter
from ofsted_watch.demo_site.mishaps import Answer, Happening, ReportNotFound
from ofsted_watch.demo_site.story_writing import ilacs
from ofsted_watch.domain.grades import Area, Grade
from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

TWO_LETTERS = ("60000040", "60000041")
"""Of St Orrin’s Bay, which no other test looks at."""

LEADERS = "the impact of leaders on social work practice"

WHO = {"why": "checked against the letter", "by": "Ann of ops"}


def ids(page: str, authority: str) -> list[int]:
    """The ids of an authority's rows on a desk's page."""
    return [int(row) for row in re.findall(rf"^\| \[(\d+)\]\(\S+\) \| \S+ \| {authority} \|", page, re.MULTILINE)]


def test_held_alerts_are_reviewed_then_one_is_released_and_another_dropped(
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


@dataclass(frozen=True)
class ContradictsItself(Happening):
    """The number serves a report whose headings state another grade of leaders than its table."""

    def spoil(self, answer: Answer) -> Answer:
        report = ilacs("St Orrin’s Bay", date(2020, 1, 24), "gogg", date(2020, 3, 13))
        return replace(answer, body=print_letter(replace(report, says_otherwise={Area.LEADERS: Grade.INADEQUATE})))


def test_a_set_aside_report_is_read_by_a_person_and_what_is_none_is_rejected(seen_once: StandingWatch, run_flow: Caller):
    """The run shows the pages and what was read; a release and a wrong entry are refused; the grades are then entered."""
    review = "flows.review_flows.review_set_aside_letters"
    seen_once.site.today = seen_once.days[0]
    for number, spoilt in zip(TWO_LETTERS, (ReportNotFound(), ContradictsItself()), strict=True):
        seen_once.site.mishap(f"/v1/file/{number}", spoilt, times=None)
    run_flow("flows.nightly_flow.nightly", authorities=["St Orrin’s Bay"], today=seen_once.days[0].isoformat())
    page = seen_once.artifacts(run_flow(review)["id"])["waiting"]
    by_number = {
        number: int(re.findall(rf"^\| \[(\d+)\]\(\S+\) \| .*file {number}", page, re.MULTILINE)[0]) for number in TWO_LETTERS
    }
    missing, contradicting = (by_number[number] for number in TWO_LETTERS)
    part = page.partition(f"## {contradicting}: St Orrin’s Bay")[2]
    refused_for = f"Children's services inspection, file {TWO_LETTERS[1]}: The letter contradicts itself about {LEADERS}: "
    assert f"**Why it was refused:** {refused_for}" in part
    assert f"| {LEADERS} | good | page 1 | The impact of leaders on social work practice" in part
    assert f"| {LEADERS} | inadequate | page 3 | The impact of leaders on social work practice" in part

    released = run_flow(review, decision="release", items=[contradicting], **WHO)
    assert (released["state_name"], "enter the grades" in released["state"]["message"]) == ("Refused", True)
    wrong = {"area": LEADERS, "grade": "good", "page": 1, "text": "Leaders are good"}
    refused = run_flow(review, decision="enter", items=[contradicting], grades=[wrong], confirm=True, **WHO)
    assert (refused["state_name"], "does not stand on page 1" in refused["state"]["message"]) == ("Refused", True)
    right = wrong | {"text": "The impact of leaders on social work practice with children and families Good"}
    entered = run_flow(review, decision="enter", items=[contradicting], grades=[right], confirm=True, **WHO)
    assert entered["state_name"] == "Entered", entered["state"]["message"]
    gaps = "flows.register_flows.review_gaps"
    (gap,) = ids(seen_once.artifacts(run_flow(gaps)["id"])["gaps"], "St Orrin’s Bay")
    closed = run_flow(gaps, decision="close", gap=gap, **WHO)
    assert closed["state"]["message"] == f"St Orrin’s Bay: file {TWO_LETTERS[0]} is no inspection with grades"
    assert ids(seen_once.artifacts(closed["id"])["gaps"], "St Orrin’s Bay") == []
    rejected = run_flow(review, decision="reject", items=[missing], **WHO)
    assert rejected["state_name"] == "Rejected"
    assert ids(seen_once.artifacts(rejected["id"])["waiting"], "St Orrin’s Bay") == []
    stored = json.loads(seen_once.command("letters", "--authority", "St Orrin’s Bay", "--json"))
    (letter,) = [letter for letter in stored if letter["file_number"] == TWO_LETTERS[1]]
    assert letter["read_by_person"]["reason"] == WHO["why"]
