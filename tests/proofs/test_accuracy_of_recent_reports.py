"""The real ILACS reports of 2025 and 2026: every grade, and the labels as they print them."""

import json
from pathlib import Path
from typing import Any

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from proofs.accuracy.measure import CORPUS

CASES = CORPUS.parent / "cases"
RECENT = CORPUS / "truth_recent.json"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not RECENT.exists(), reason=f"needs the real reports that {RECENT} lists: put the shared folder there"),
]


def _reports() -> list[dict[str, Any]]:
    if not RECENT.exists():
        return []
    return [truth for truth in json.loads(RECENT.read_text(encoding="utf-8")) if truth["kind"] == "ilacs_inspection"]


def _cases() -> list[dict[str, Any]]:
    expected = CASES / "expected.json"
    if not expected.exists():
        return []
    return [case for case in json.loads(expected.read_text(encoding="utf-8")) if case["file"].startswith("label-")]


def _grades(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The grades of a report, and for each area the table's row in print."""
    found = letter_kinds.read(read_text(path.read_bytes()), file=path.name, sha256="", register=ENGLAND)
    assert found.problem is None
    rows = {one.area: witness.text for one in found.judgements for witness in one.witnesses if witness.source == "table"}
    return {str(one.area): str(one.grade) for one in found.judgements}, {str(area): row for area, row in rows.items()}


@pytest.mark.parametrize("truth", _reports(), ids=lambda truth: Path(truth["file"]).name)
def test_every_grade_of_a_recent_report_is_right(truth: dict[str, Any]) -> None:
    grades, rows = _grades(CORPUS / truth["file"])
    assert grades == truth["judgements"]
    for area, label in zip(truth["judgements"], truth["printed_labels"], strict=True):
        assert rows[area].startswith(f"{label} "), (area, rows[area])


@pytest.mark.parametrize("case", _cases(), ids=lambda case: str(case["file"]))
def test_every_grade_under_a_varied_label_is_right(case: dict[str, Any]) -> None:
    assert _grades(CASES / case["file"])[0] == case["expected"]["judgements"]
