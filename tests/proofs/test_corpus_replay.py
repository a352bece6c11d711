"""Real letters of two authorities night by night: each change is told once, none across a gap."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from proofs.history.corpus_replay import Replay, by_hand, entries, expected_of, replay
from tests.paths import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "truth_recent.json").exists(), reason=f"no checked letters at {CORPUS}"),
]
BIRMINGHAM, SHEFFIELD = "80429", "80551"


def test_the_model_finds_the_changes_that_people_found() -> None:
    assert expected_of([letter for letter in entries() if letter["file"].startswith("pdf/")])[1] == by_hand()


def test_each_change_of_real_letters_is_announced_once_and_none_across_a_gap(tmp_path: Path) -> None:
    letters = [letter for letter in entries((BIRMINGHAM, SHEFFIELD)) if "visit" not in letter["kind"]]
    result = replay(letters, tmp_path)
    assert result.told == result.expected
    assert result.holds
    assert {frozenset()} < {changes for *_, changes in result.told}
    assert [held.partition(": ")[2] for held in result.held if "previous_inspection_differs" in held]
    assert [about for _, about, _ in result.told if about.endswith("not_a_pdf.pdf")]


def test_what_is_lost_doubled_or_made_up_is_seen() -> None:
    one, other = ("1", "2020-01-01", frozenset({("overall", "good", "inadequate")})), ("1", "2021-01-01", frozenset())
    right = Replay(2, 2, Counter([one, other]), Counter([one, other]), (), (), 0)
    assert right.holds
    assert replace(right, told=Counter([one])).lost == 1
    assert replace(right, told=Counter([one, one, other])).doubled == 1
    assert replace(right, told=Counter([one, other, ("1", "2021-01-01", one[2])])).false == 1
    assert not replace(right, wrong_mails=1).holds
