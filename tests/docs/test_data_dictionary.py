"""The data dictionary says a sentence of every table, column and column of the export, and of nothing else."""

import re
from pathlib import Path

import pytest

from ofsted_watch.adapters.database.schema import metadata
from ofsted_watch.domain.grades import Strand
from ofsted_watch.presentation.tables import COLUMNS

PAGE = Path("docs/data-dictionary.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<column>[^`]+)` \| (?P<words>.+) \|$", re.MULTILINE)


def columns_of(heading: str) -> list[tuple[str, str]]:
    """The rows of the table under a heading: column and sentence, in order."""
    part = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert part is not None, f"the data dictionary has no part '{heading}'"
    return [(row["column"], row["words"]) for row in ROW.finditer(part[1])]


@pytest.mark.parametrize("table", list(metadata.tables))
def test_every_column_of_a_table_has_its_sentence(table: str) -> None:
    assert [column for column, _ in columns_of(table)] == [column.name for column in metadata.tables[table].columns]


def test_every_table_that_is_described_exists() -> None:
    assert re.findall(r"^## (\w+)$", PAGE, re.MULTILINE) == list(metadata.tables)


def test_every_column_of_the_export_has_its_sentence() -> None:
    written = []
    for column, _ in columns_of("The export"):
        written += [column.replace("<strand>", strand) for strand in Strand] if "<strand>" in column else [column]
    assert sorted(written) == sorted(COLUMNS)


def test_no_sentence_is_empty_or_said_of_two_columns_of_one_table() -> None:
    for heading in (*metadata.tables, "The export"):
        sentences = [text for _, text in columns_of(heading)]
        assert all(len(text) > 4 for text in sentences)
        assert len(set(sentences)) == len(sentences), heading
