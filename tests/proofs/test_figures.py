"""The page shows what was found, and nothing that was not run looks as if it had held."""

from dataclasses import replace
from pathlib import Path

import pytest

from proofs.reliability.metrics import Metric, Section, page, save, saved, tables

GOOD = Metric("nobody listens", tried=5, survived=5, lost=0, doubled=0, folded=1, remark="5 sent in the end", seconds=1.2)
SECTION = Section("The mail server in trouble", "A case is one mail.", (GOOD,), taken="on 23 November 2026")


def test_the_page_gives_the_sum_of_all_and_of_each_proof() -> None:
    other = replace(GOOD, what="nobody answers", tried=1_000, survived=1_000)
    text = page([replace(SECTION, metrics=(GOOD, other)), replace(SECTION, title="Another")])
    assert "In all: **1,010 tried, 1,010 survived, 0 lost, 0 doubled**, 3 same Message-ID." in text
    assert "| The mail server in trouble | 1,005 | 1,005 | 0 | 0 | 2 | on 23 November 2026 |" in text
    assert "| Another | 5 | 5 | 0 | 0 | 1 | on 23 November 2026 |" in text
    assert "nobody listens" not in text


def test_the_tables_give_every_row() -> None:
    text = tables([SECTION, replace(SECTION, title="Another")])
    assert text.count("| nobody listens | 5 | 5 | 0 | 0 | 1 | 5 sent in the end | 1 s |") == 2
    assert text.count("Taken on 23 November 2026.") == 2


@pytest.mark.parametrize("flaw", [{"survived": 4}, {"lost": 1}, {"doubled": 1}, {"tried": 0, "survived": 0}])
def test_a_proof_with_a_flaw_or_without_a_case_does_not_hold(flaw: dict[str, int]) -> None:
    assert GOOD.holds
    assert not replace(GOOD, **flaw).holds


def test_what_was_not_run_says_so_beside_what_was() -> None:
    sections = [replace(SECTION, not_run="on PostgreSQL: it is not installed")]
    assert "**not run:** on PostgreSQL: it is not installed" in page(sections)
    assert "**Not run:** on PostgreSQL: it is not installed" in tables(sections)
    assert "nobody listens" in tables(sections)
    assert not Section("Empty", "Nothing.", not_run="nothing is here").holds


def test_saved_figures_are_read_back_as_they_were(tmp_path: Path) -> None:
    save(tmp_path / "kept" / "figures.json", {"mail_server": SECTION})
    assert saved(tmp_path / "kept" / "figures.json") == {"mail_server": SECTION}
    assert saved(tmp_path / "none.json") == {}
