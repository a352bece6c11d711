"""What real letters say of their scope, topics, theme, progress, summary and the inspection before, where they are present.

The truths were written by eye from the pages (truth_recent.json, truth_lists.json), or are what other reports say: the grades
that truth.json has for the inspection before, and the types and themes of Ofsted's own table. Of real letters only their first
words stand here.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ofsted_watch.adapters.official_table import read_official_table
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.official_rows import OfficialKind
from ofsted_watch.extraction.pdf import Text, read_text
from proofs.accuracy.values import read_file
from tests.paths import CORPUS, SHARED

RECENT, LISTS, ALL = (CORPUS / name for name in ("truth_recent.json", "truth_lists.json", "truth.json"))
TABLE = next(iter(sorted((SHARED / "official").glob("*.ods"))), Path("absent"))
SIX = {"front_door", "help_protection", "children_in_care", "care_leavers", "vulnerable_adolescents"}
"""The themes that the truth tells apart: it counts permanence as children in care."""

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not RECENT.exists(), reason=f"needs the real letters that {RECENT} lists: put the shared folder there"),
]


def _truths(path: Path, *kinds: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [row for row in rows if row["kind"] in kinds]


@cache
def _text(file: str) -> Text:
    return read_text((CORPUS / file).read_bytes())


def _letter(file: str) -> Letter:
    return read_file(CORPUS / file)


def _plain(text: str | None) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in (text or "").replace("’", "")).casefold().split())


def _holds(scope: str | None, looked_at: str) -> bool:
    """Whether each phrase of the theme that was read by eye stands in the scope word for word."""
    phrases = (phrase for sentence in looked_at.split("; ") for phrase in sentence.split(".;"))
    return all(_plain(phrase) in _plain(scope) for phrase in phrases)


def test_the_scope_of_every_visit_letter_is_what_was_read_by_eye() -> None:
    wrong = {}
    for truth in _truths(RECENT, "focused_visit"):
        scope, looked_at = _letter(truth["file"]).scope, truth["looked_at"]
        longest = 3 * len(looked_at or "") + 120  # 'Specifically, inspectors looked at …' adds a few words
        if (scope is not None) if looked_at is None else not _holds(scope, looked_at) or len(scope or "") > longest:
            wrong[truth["file"]] = scope
    assert wrong == {}


def test_the_topics_of_at_least_ninety_eight_in_a_hundred_visit_letters_are_right() -> None:
    truths = _truths(RECENT, "focused_visit")
    wrong = [truth["file"] for truth in truths if _six(_letter(truth["file"]).topics) != _six(truth["topics"])]
    assert len(truths) > 90
    assert len(wrong) <= 0.02 * len(truths), wrong


def test_the_other_topics_of_visit_letters_are_right() -> None:
    others = {"disabled_children", "unaccompanied_children", "leadership", "education", "neglect", "domestic_abuse"}
    for truth in _truths(RECENT, "focused_visit"):
        expected = {topic.replace("uasc", "unaccompanied_children") for topic in truth["topics"]} & others
        assert {str(topic) for topic in _letter(truth["file"]).topics} & others == expected, truth["file"]


def _six(topics: object) -> set[str]:
    assert isinstance(topics, list | tuple)
    return {str(topic).replace("permanence", "children_in_care") for topic in topics} & SIX


def test_the_theme_of_every_joint_inspection_is_what_was_read_by_eye() -> None:
    truths = [truth for truth in _truths(LISTS, "jtai") if "theme" in truth]
    assert len(truths) >= 10
    assert {truth["file"]: _letter(truth["file"]).theme for truth in truths} == {
        truth["file"]: truth["theme"] for truth in truths
    }


def test_no_focused_visit_letter_has_a_summary_or_progress() -> None:
    """Their findings stand under headings."""
    letters = [_letter(truth["file"]) for truth in _truths(RECENT, "focused_visit")]
    assert [letter.file for letter in letters if letter.summary or letter.progress] == []


def test_the_summary_of_every_recent_report_begins_as_was_read_by_eye() -> None:
    for truth in _truths(RECENT, "ilacs_inspection"):
        letter = _letter(truth["file"])
        assert letter.summary is not None
        assert letter.summary.startswith(truth["summary"]), truth["file"]


def test_every_ilacs_report_has_its_whole_summary_in_paragraphs_of_its_text() -> None:
    for truth in [*_truths(RECENT, "ilacs_inspection"), *_truths(ALL, "ilacs_inspection")]:
        letter = _letter(_place(truth["file"]))
        paragraphs = (letter.summary or "").split("\n\n")
        assert len(letter.summary or "") > 400, letter.file
        assert all(paragraph in letter.text and paragraph.endswith((".", "’", ")")) for paragraph in paragraphs), letter.file
        after = letter.text.split(paragraphs[-1], 1)[1].strip()
        assert after.startswith(letter.headings[0]), (letter.file, after[:60])


def test_the_last_inspection_of_every_recent_report_is_what_was_read_by_eye() -> None:
    for truth in _truths(RECENT, "ilacs_inspection"):
        expected, found = truth["last_inspection"] or {}, _letter(truth["file"]).previous_inspection
        assert (str(found.year) if found else None) == expected.get("year"), truth["file"]
        assert (found.grade if found else None) == expected.get("grade"), truth["file"]


def test_every_recalled_inspection_is_the_one_before_with_its_grade() -> None:
    """The year and the grade that an ILACS report recalls are those that the report before it gives."""
    graded = [*_truths(ALL, "ilacs_inspection", "sif_inspection", "sif_reinspection"), *_truths(RECENT, "ilacs_inspection")]
    checked = 0
    for truth in graded:
        if truth["kind"] != "ilacs_inspection":
            continue
        found = _letter(_place(truth["file"])).previous_inspection
        before = [
            other for other in graded if other["urn"] == truth["urn"] and other["inspection_start"] < truth["inspection_start"]
        ]
        if found is None or not before:
            continue
        last = max(before, key=lambda other: str(other["inspection_start"]))
        years = {last["inspection_start"][:4], (last.get("published") or last["label_date"])[:4]}
        assert str(found.year) in years, truth["file"]
        assert found.grade in (None, last["judgements"]["overall"]), truth["file"]
        checked += 1
    assert checked > 50


def _place(file: str) -> str:
    return file if "/" in file else f"pdf/{file}"


@pytest.mark.skipif(not TABLE.exists(), reason="needs Ofsted's own table of outcomes in the shared folder")
def test_types_and_themes_are_those_of_ofsteds_own_table() -> None:
    rows = read_official_table(TABLE).rows
    checked = 0
    for truth in [*_truths(ALL, "ilacs_inspection"), *_truths(RECENT, "ilacs_inspection", "focused_visit")]:
        letter = _letter(_place(truth["file"]))
        code = next(authority.ons_code for authority in ENGLAND.authorities if authority.urn == letter.urn)
        days = (letter.inspection_start, letter.inspection_end)
        for row in rows:
            if row.ons_code != code or row.first_day not in days:
                continue
            if row.kind in (OfficialKind.SHORT, OfficialKind.STANDARD):
                assert letter.inspection_type == row.kind.value, truth["file"]
            elif row.themes:
                assert set(row.themes) <= set(letter.topics), truth["file"]
            else:
                continue
            checked += 1
    assert checked > 60


@pytest.mark.parametrize(
    ("file", "begins", "ends", "topics"),
    [
        ("seed_000.pdf", "The inspectors identified", "on this visit.", {LetterTopic.HELP_PROTECTION}),
        (
            "seed_003.pdf",
            "Senior managers are",
            "standards is slow.",
            {LetterTopic.HELP_PROTECTION, LetterTopic.LEADERSHIP, LetterTopic.VULNERABLE_ADOLESCENTS},
        ),
        ("08.pdf", "The area has made", "one significant weakness.", set()),
        ("52.pdf", "The area has made", "initial inspection.", set()),
    ],
)
def test_real_monitoring_letters_say_whether_progress_is_made(
    file: str, begins: str, ends: str, topics: set[LetterTopic]
) -> None:
    letter = _letter(f"visits/{file}")
    assert letter.progress is not None
    assert letter.progress.page == 1
    assert letter.progress.text.startswith(begins)
    assert letter.progress.text.endswith(ends)
    assert set(letter.topics) == topics


@pytest.mark.parametrize(
    ("file", "topics"),
    [
        ("02.pdf", {LetterTopic.HELP_PROTECTION}),
        ("14.pdf", {LetterTopic.FRONT_DOOR}),
        ("20.pdf", set()),
        ("26.pdf", set()),
        ("31.pdf", {LetterTopic.HELP_PROTECTION}),
        ("40.pdf", {LetterTopic.DOMESTIC_ABUSE}),
        ("46.pdf", {LetterTopic.HELP_PROTECTION}),
        ("seed_001.pdf", {LetterTopic.CARE_LEAVERS, LetterTopic.UNACCOMPANIED_CHILDREN, LetterTopic.EDUCATION}),
        ("seed_002.pdf", set()),
        ("seed_002.html", set()),
    ],
)
def test_visit_letters_name_their_topics_and_a_councils_statement_none(file: str, topics: set[LetterTopic]) -> None:
    assert set(_letter(f"visits/{file}").topics) == topics


def test_nothing_of_a_letter_is_left_out_of_its_text() -> None:
    """Every word of every line stands in the text, as often; a word split over lines stands there whole."""
    for truth in _truths(RECENT, "focused_visit", "ilacs_inspection"):
        text = _text(truth["file"])
        printed = "".join(sign for line in text.lines for sign in line.text if sign.isalnum())
        stored = "".join(sign for sign in text.plain if sign.isalnum())
        assert sorted(stored) == sorted(printed), truth["file"]
