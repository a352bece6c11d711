"""What real letters ask for, against what careful readers found in them: how many lists and items come out exactly."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ofsted_watch.domain.findings import ImprovementKind
from ofsted_watch.domain.model import Letter
from proofs.accuracy.values import read_file
from tests.paths import CORPUS

RECENT, LISTS = CORPUS / "truth_recent.json", CORPUS / "truth_lists.json"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (RECENT.exists() and LISTS.exists()), reason=f"needs the real letters in {CORPUS}"),
]

TARGETS = {
    "focused_visit": 0.97,
    "ilacs_inspection": 0.97,
    "sif_inspection": 0.90,
    "jtai": 0.90,
    "area_send": 0.90,
    "lac_inspection_2012_13": 0.90,
}
"""The share of lists of a kind that must be exact; of their items, 97 in a hundred."""
ITEMS = 0.97


class Asked(NamedTuple):
    """An item as compared: white space, quotes and hyphens do not count; None where the truth does not say."""

    text: str
    kind: str | None = None
    number: str | None = None
    page: int | None = None
    addressee: str | None = None


def plain(text: str) -> str:
    return " ".join(re.sub("[–‐‑\u00ad]", "-", re.sub("[’‘“”\"']", "'", text)).split())


def as_read(file: str) -> Letter:
    return read_file(CORPUS / file)


def lists_of(kind: str) -> Iterator[tuple[list[Asked], list[Asked]]]:
    """For each letter of a kind, the true items and those read, as far as the truth goes."""
    for truth in _truths(LISTS, kind):
        true = [_true(item) for item in truth["improvements"]]
        read = as_read(truth["file"]).improvements
        yield true, [Asked(plain(item.text), item.kind, item.number, item.page, item.addressee) for item in read]
    for truth in _truths(RECENT, kind):
        true = [Asked(plain(text)) for text in truth["improvements"]]
        items = as_read(truth["file"]).improvements
        read = [Asked(plain(item.text)) for item in items if item.kind is not ImprovementKind.PRIORITY_ACTION]
        yield true, read[: len(true)] if truth.get("improvements_cut") else read


def _true(item: dict[str, Any]) -> Asked:
    number = None if item["number"] is None else str(item["number"])
    return Asked(plain(item["text"]), item["kind"], number, item["page"], item.get("for"))


def _truths(path: Any, kind: str) -> list[dict[str, Any]]:
    return [truth for truth in json.loads(path.read_text(encoding="utf-8")) if truth["kind"] == kind]


@pytest.mark.parametrize("kind", TARGETS)
def test_lists_are_exact(kind: str) -> None:
    pairs = list(lists_of(kind))
    exact = sum(true == read for true, read in pairs)
    items = sum(len(true) for true, _ in pairs)
    right = sum((Counter(true) & Counter(read)).total() for true, read in pairs)
    invented = sum((Counter(read) - Counter(true)).total() for true, read in pairs)
    assert exact >= TARGETS[kind] * len(pairs), f"{exact} of {len(pairs)} lists are exact"
    assert right >= ITEMS * items, f"{right} of {items} items are exact"
    assert invented <= (1 - ITEMS) * items, f"{invented} items are read that are not asked for"


def test_priority_actions_of_visit_letters_are_exact() -> None:
    wrong = {}
    for truth in _truths(RECENT, "focused_visit"):
        items = as_read(truth["file"]).improvements
        read = [plain(item.text) for item in items if item.kind is ImprovementKind.PRIORITY_ACTION]
        if read != [plain(text) for text in truth["priority_action"] or ()]:
            wrong[truth["file"]] = read
    assert wrong == {}


def test_the_heading_over_the_list_is_the_printed_one() -> None:
    wrong = {}
    for kind in ("focused_visit", "ilacs_inspection"):
        for truth in _truths(RECENT, kind):
            heading = as_read(truth["file"]).improvements_heading
            if not truth.get("improvements_cut") and heading != truth["improvements_heading"]:
                wrong[truth["file"]] = heading
    assert wrong == {}


def test_no_list_of_the_corpus_is_empty_under_its_heading() -> None:
    letters = [as_read(truth["file"]) for kind in TARGETS for path in (RECENT, LISTS) for truth in _truths(path, kind)]
    assert [letter.file for letter in letters if letter.improvements_heading and not letter.improvements] == []
