"""The real focused-visit letters of 2018 to 2026: who came and when, what was judged before, and the small files of each kind."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from ofsted_watch.domain.identifiers import FileNumber, Urn
from ofsted_watch.domain.model import Letter, Listing
from ofsted_watch.runs.listed_dates import resolve_dates
from proofs.accuracy.values import read_file
from tests.paths import CORPUS, SHARED

RECENT = CORPUS / "truth_recent.json"
CASES = SHARED / "cases"
LEAST_RIGHT = 0.99

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not RECENT.exists(), reason=f"needs the real letters that {RECENT} lists: put the shared folder there"),
]


def _letters() -> list[dict[str, Any]]:
    if not RECENT.exists():
        return []
    return [truth for truth in json.loads(RECENT.read_text(encoding="utf-8")) if truth["kind"] == "focused_visit"]


def _cases() -> list[dict[str, Any]]:
    expected = CASES / "expected.json"
    cases = json.loads(expected.read_text(encoding="utf-8")) if expected.exists() else []
    return [case for case in cases if case["file"].startswith(("people-", "previous-rated", "previous-two", "dates-"))]


def _read(path: str) -> Letter:
    return read_file(SHARED / path)


def _as_listed(truth: dict[str, Any], letter: Letter) -> Letter:
    """The letter as a run stores it, with the day of its link."""
    link = Listing(Urn(truth["urn"]), FileNumber("1"), "", truth["listed_as"], date.fromisoformat(truth["label_date"]), None)
    return resolve_dates(letter, link)


def _plain(name: str | None) -> str:
    return " ".join((name or "").replace("’", "'").split())


def _fields(letter: Letter) -> dict[str, object]:
    was = letter.previous_judgement
    return {
        "kind": letter.kind,
        "urn": letter.urn,
        "inspection_start": str(letter.inspection_start),
        "inspection_end": str(letter.inspection_end),
        "inspectors": [_plain(name) for name in letter.inspectors],
        "lead_inspector": _plain(letter.lead_inspector),
        "ordinal_visit": letter.ordinal_visit,
        "previous_judgement": {"grade": was.grade.value, "month_year": was.month_year} if was else None,
    }


def _true_fields(truth: dict[str, Any]) -> dict[str, object]:
    names = {"inspectors": [_plain(name) for name in truth["inspectors"]], "lead_inspector": _plain(truth["lead_inspector"])}
    return {field: truth[field] for field in ("kind", "urn", "inspection_start", "inspection_end", "ordinal_visit")} | {
        "previous_judgement": truth["previous_judgement"],
        **names,
    }


def test_every_field_of_a_visit_letter_is_right_in_99_of_100_and_none_silently_wrong() -> None:
    """What a letter with a problem says is set aside; what one without a problem says must be right."""
    right: Counter[str] = Counter()
    silently_wrong: list[str] = []
    truths = _letters()
    for truth in truths:
        letter = _as_listed(truth, _read(f"corpus/{truth['file']}"))
        read, true = _fields(letter), _true_fields(truth)
        right.update(field for field, value in true.items() if read[field] == value)
        if letter.problem is None:
            silently_wrong += [
                f"{truth['file']}: {field} is {read[field]}" for field, value in true.items() if read[field] != value
            ]
    assert silently_wrong == []
    assert {field: count / len(truths) for field, count in right.items() if count < LEAST_RIGHT * len(truths)} == {}
    assert set(right) == set(_true_fields(truths[0]))


def test_a_letter_whose_dates_are_noted_says_so() -> None:
    """One head prints a year before the visit, one a year of five digits."""
    noted = {truth["file"] for truth in _letters() if truth.get("dates_note")}
    read = {truth["file"] for truth in _letters() if _as_listed(truth, _read(f"corpus/{truth['file']}")).dates_note}
    assert read == noted
    assert noted


@pytest.mark.parametrize("case", _cases(), ids=lambda case: str(case["file"]))
def test_a_small_file_of_each_kind_is_read_or_set_aside_with_a_true_reason(case: dict[str, Any]) -> None:
    letter, expected = _read(f"cases/{case['file']}"), case["expected"]
    if expected.get("set_aside"):
        assert letter.problem is not None
        assert letter.problem.code == "dates_contradict"
        assert (letter.inspection_start, letter.inspection_end) == (None, None)
        return
    assert letter.problem is None
    if "inspectors" in expected:
        assert list(letter.inspectors) == expected["inspectors"]
    if "previous_judgement" in expected:
        assert letter.previous_judgement is not None
        assert letter.previous_judgement.grade == expected["previous_judgement"]["grade"]
