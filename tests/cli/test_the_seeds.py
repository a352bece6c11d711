"""The five documents that started this, through `read --json`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import CORPUS

VISITS = CORPUS / "visits"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not VISITS.is_dir(), reason=f"{VISITS} is not on this machine: real letters are not in this repository"),
]


@pytest.fixture(scope="module")
def seeds() -> dict[str, dict]:
    files = sorted(VISITS.glob("seed_*"))
    command = [Path(sys.executable).with_name("ofsted-watch"), "read", *files, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return {Path(letter["file"]).name: letter for letter in json.loads(done.stdout)}


def test_a_monitoring_visit_to_an_authority_judged_inadequate(seeds: dict[str, dict]):
    letter = seeds["seed_000.pdf"]
    assert (letter["kind"], letter["urn"], letter["published"]) == ("monitoring_visit", "80479", "2016-09-02")
    assert (letter["inspection_start"], letter["inspection_end"]) == ("2016-08-03", "2016-08-04")
    assert letter["inspectors"] == ["Paula Thomson-Jones", "Lolly Rascagneres"]
    assert letter["ordinal_visit"] == 5
    assert letter["previous_judgement"] == {"grade": "inadequate", "month_year": "2014-06"}
    assert letter["judgements"] == []
    assert letter["scope"].startswith("the progress made in the area of help and protection")
    assert letter["topics"] == ["help_protection"]
    assert letter["progress"]["page"] == 1
    assert "progress has been made" in letter["progress"]["text"]


def test_a_focused_visit_over_two_months(seeds: dict[str, dict]):
    letter = seeds["seed_001.pdf"]
    assert (letter["kind"], letter["urn"], letter["published"]) == ("focused_visit", "80479", "2024-03-06")
    assert (letter["inspection_start"], letter["inspection_end"]) == ("2024-01-31", "2024-02-01")
    assert letter["inspectors"] == ["Rebekah Tucker", "Russel Breyer"]
    assert letter["judgements"] == []
    assert letter["scope"].startswith(
        "the local authority's arrangements for care leavers. This included: support into adulthood"
    )
    assert "care_leavers" in letter["topics"]
    assert letter["improvements_heading"] == "What needs to improve in this area of social work practice?"
    assert [(item["kind"], item["page"], item["text"].split(",")[0]) for item in letter["improvements"]] == [
        ("improvement", 2, "The quality and review of pathway plans."),
        ("improvement", 2, "The quality and frequency of supervision and management oversight."),
        ("improvement", 2, "The level of quality assurance activity"),
    ]


@pytest.mark.parametrize("file", ["seed_002.pdf", "seed_002.html"])
def test_a_councils_news_page_confirms_a_judgement_and_never_makes_one(seeds: dict[str, dict], file: str):
    letter = seeds[file]
    assert letter["kind"] == "council_news"
    assert letter["judgements"] == []
    assert "Requires Improvement" in letter["text"]
    assert (letter["improvements"], letter["topics"], letter["scope"], letter["progress"]) == ([], [], None, None)


def test_a_monitoring_visit_after_a_joint_inspection(seeds: dict[str, dict]):
    letter = seeds["seed_003.pdf"]
    assert (letter["kind"], letter["urn"], letter["published"]) == ("monitoring_visit", "80485", "2017-08-11")
    assert (letter["inspection_start"], letter["inspection_end"]) == ("2017-07-12", "2017-07-13")
    assert letter["inspectors"] == ["Nigel Parkes", "Pauline Higham"]
    assert letter["ordinal_visit"] == 3
    assert letter["judgements"] == []
    assert letter["scope"].startswith("the progress made in the areas of: leadership and management")
    assert set(letter["topics"]) == {"help_protection", "vulnerable_adolescents", "leadership"}
    assert letter["progress"]["text"].endswith("progress in raising core practice standards is slow.")


def test_a_reinspection_with_its_own_grades_and_not_the_previous_ones(seeds: dict[str, dict]):
    letter = seeds["seed_004.pdf"]
    assert (letter["kind"], letter["urn"]) == ("sif_reinspection", "80479")
    assert (letter["inspection_start"], letter["inspection_end"]) == ("2017-03-13", "2017-03-24")
    assert {judgement["area"]: judgement["grade"] for judgement in letter["judgements"]} == {
        "overall": "requires_improvement",
        "help_protection": "requires_improvement",
        "looked_after": "requires_improvement",
        "adoption": "good",
        "care_leavers": "good",
        "leadership": "good",
    }
    assert all(judgement["witnesses"] for judgement in letter["judgements"])
    asked = letter["improvements"]
    assert [(item["kind"], item["number"]) for item in asked] == [("recommendation", str(number)) for number in range(1, 9)]
    assert asked[0]["text"].startswith("Ensure that all plans and reviews of plans are focused")
    assert asked[7]["text"] == "Ensure that all care leavers have access to and understand their health histories."
    assert letter["previous_inspection"]["grade"] == "inadequate"
