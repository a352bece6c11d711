"""What ops read of runs is in people's words: no code of ours, no command where a form exists; the titles say who and what."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Cause, Direction
from ofsted_watch.domain.set_aside_state import SetAsideReason
from ofsted_watch.errors import LetterProblem
from ofsted_watch.presentation.labels import AREAS, CAUSES, GRADES, STRANDS, kind_label
from tests.flows.calling import Caller
from tests.standing_watch import StandingWatch

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(900)]

LABELS: dict[str, str] = {
    **{str(kind): kind_label(kind) for kind in LetterKind},
    **{str(cause): CAUSES[cause] for cause in Cause},
    **{str(direction): {"improved": "up", "declined": "down"}[direction] for direction in Direction},
    **{str(grade): GRADES[grade] for grade in Grade},
    **{str(strand): STRANDS[strand] for strand in Strand},
    **{str(area): AREAS[area] for area in Area},
}
"""Code → what a person reads instead."""
READ = {*LABELS.values(), *STRANDS.values(), *AREAS.values()}
"""What people read: 'leadership' is the code of an area, and what the strand is called."""
REASONS = {str(reason) for reason in SetAsideReason} | {problem.code for problem in LetterProblem.__subclasses__()}
SPACED = {code.replace("_", " ") for code, label in LABELS.items() if "_" in code and code.replace("_", " ") not in label}
"""Codes that read like words and are none: 'ilacs inspection', 'help protection'."""
SUITES = {"framework", "history", "letters"}
"""Cells of the artifact 'checks': the names of its rules' suites."""


def codes_in(page: str) -> Iterator[str]:
    """Every code of ours in a page, and every command. Addresses, names of files and settings are none."""
    text = re.sub(r"\]\([^)]*\)|https?://\S+|`[^`]*`", " ", page)
    yield from re.findall(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", text)
    yield from (spaced for spaced in SPACED if re.search(rf"\b{spaced}\b", text))
    for line in text.splitlines():
        for cell in (cell.strip() for cell in line.strip("| ").split(" | ")):
            if cell in REASONS or (cell in LABELS and cell not in READ):
                yield cell
    yield from re.findall(r"ofsted-watch [a-z-]+", page)


def test_a_code_is_found_and_a_label_is_none() -> None:
    assert sorted(SPACED & {"ilacs inspection", "help protection"}) == ["help protection", "ilacs inspection"]
    assert set(codes_in("| Leeds | declined | leaders |")) == {"declined", "leaders"}
    assert set(codes_in("an ilacs inspection about 'help_protection', `ofsted-watch gaps list`")) == {
        "ilacs inspection",
        "help_protection",
        "ofsted-watch gaps",
    }
    assert list(codes_in("| Leeds | down | children in care | [open](https://a.example/x_y) |")) == []


def all_artifacts(standing: StandingWatch) -> Iterator[dict[str, Any]]:
    """Every artifact of Markdown that the server has, with its run."""
    offset = 0
    while some := standing.ask("artifacts/filter", {"limit": 100, "offset": offset}):
        yield from (each for each in some if each["type"] == "markdown")
        offset += len(some)


def test_no_artifact_and_no_final_state_has_a_code_or_a_command(
    seen_once: StandingWatch, run_flow: Caller, held: dict[str, Any]
) -> None:
    runs = [
        held,
        run_flow("flows.review_flows.review_held_alerts"),
        run_flow("flows.review_flows.review_held_alerts", decision="release", alerts=[987654], why="to try", by="Ann"),
        run_flow("flows.review_flows.review_set_aside_letters"),
        run_flow("flows.review_flows.review_set_aside_letters", decision="reject", items=[987654], why="to try", by="Ann"),
        run_flow("flows.register_flows.review_gaps"),
        run_flow("flows.register_flows.review_gaps", decision="close", gap=987654, why="to try", by="Ann"),
        run_flow("flows.register_flows.change_authorities"),
        run_flow("flows.mail_flows.change_settings"),
        run_flow("flows.subscriber_flows.subscriber", email="newsroom@example.org"),
        run_flow("flows.reread_flow.reread_letters", letter="60000004"),
    ]
    for run in runs:
        message = run["state"]["message"] or ""
        assert list(codes_in(message)) == [], (run["name"], message)
    pages = list(all_artifacts(seen_once))
    assert {"coverage", "letters", "changes", "set-aside", "checks", "nights"} <= {page["key"] for page in pages}
    assert {"held", "waiting", "gaps", "register", "settings", "subscriber", "reread"} <= {page["key"] for page in pages}
    for page in pages:
        codes = set(codes_in(str(page["data"]))) - (SUITES if page["key"] == "checks" else set())
        assert not codes, f"{page['key']} of run {page['flow_run_id']} shows {codes}:\n{page['data']}"


def test_the_artifacts_of_a_night_say_who_and_what_and_lead_on(seen_once: StandingWatch, held: dict[str, Any]) -> None:
    shown = seen_once.artifacts(held["id"])
    night = f"Nightly run of {seen_once.days[3]:%-d %B %Y}: Kingsholt upon Wye"
    assert shown["coverage"].startswith(f"# {night}\n")
    for key in ("letters", "changes", "set-aside", "checks"):
        assert shown[key].splitlines()[2] == night, key
    review = seen_once.ask("deployments/name/review-held-alerts/review-held-alerts")["id"]
    assert f"[*review-held-alerts*]({seen_once.url}/v2/deployments/deployment/{review}/run)" in shown["changes"]
    row = next(line for line in shown["changes"].splitlines() if line.startswith("| Kingsholt upon Wye |"))
    assert " | new letter | [open](http" in row
    assert {cell.strip() for cell in row.split("|")} & {"up", "down"}
