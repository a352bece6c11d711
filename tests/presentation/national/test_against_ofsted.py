"""The counts of 31 March 2025 are Ofsted's own, line by line, on the documents that both have.

Ofsted's table is read here by its headings, not by our reader, and the letters are those that people read (truth.json), so that
neither our database nor our reading of PDFs can hide a wrong count. Ofsted counts inspections that began by 31 March, also if the
report came later; so the day here is that of its last report.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from python_calamine import CalamineWorkbook

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history import histories
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.presentation.national.grade_counts import counts_of, region_counts
from ofsted_watch.presentation.national.grades_on_day import SCALE, OnDay, on_day
from tests import factories
from tests.paths import CORPUS, SHARED

TABLE = SHARED / "official" / "LA_Inspection_Outcomes_as_at_31_March_2025.ods"
AS_AT, LAST_REPORT = date(2025, 3, 31), date(2025, 5, 14)
COLUMNS = {
    Strand.OVERALL: "Overall effectiveness",
    Strand.LEADERSHIP: "The impact of leaders",
    Strand.HELP_PROTECTION: "children who need help and protection",
    Strand.CHILDREN_IN_CARE: "progress of children in care",
    Strand.CARE_LEAVERS: "progress of care leavers",
}
PRINTED = {"Requires improvement to be good": "requires_improvement"}
MERGED = {
    "North East": "North East, Yorkshire and the Humber",
    "Yorkshire and the Humber": "North East, Yorkshire and the Humber",
}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not (TABLE.exists() and (CORPUS / "truth.json").exists()), reason=f"no table of Ofsted's or no corpus under {SHARED}"
    ),
]


@cache
def official() -> dict[str, dict[str, str]]:
    """ONS code → region, first day and the printed grade of each strand, from the sheet of newest inspections."""
    rows = CalamineWorkbook.from_path(str(TABLE)).get_sheet_by_name("Inspections_as_at_31_March").to_python()
    place = next(number for number, row in enumerate(rows) if "Local authority name" in row)
    heads = [str(cell) for cell in rows[place]]
    wanted = {"code": "Local authority area code", "region": "Ofsted region", "first_day": "Inspection date"} | COLUMNS
    columns = {name: next(n for n, head in enumerate(heads) if text in head) for name, text in wanted.items()}
    table = {}
    for row in rows[place + 1 :]:
        cells = {str(name): str(row[column]).strip() for name, column in columns.items()}
        if cells["code"].startswith("E"):
            table[cells["code"]] = cells
    return table


def truth_letters() -> Iterator[StoredLetter]:
    for truth in (*json.loads((CORPUS / "truth.json").read_text()), *json.loads((CORPUS / "truth_recent.json").read_text())):
        graded = truth["kind"] in ("ilacs_inspection", "sif_inspection", "sif_reinspection")
        if graded and date.fromisoformat(truth["inspection_start"]) <= AS_AT:
            yield letter(truth)


def letter(truth: dict[str, object]) -> StoredLetter:
    first, last = (date.fromisoformat(str(truth[f"inspection_{end}"])) for end in ("start", "end"))
    published = date.fromisoformat(str(truth.get("published") or truth["label_date"]))
    grades: dict[str, str] = truth["judgements"]  # type: ignore[assignment]
    judgements = tuple(factories.judgement(area=Area(area), grade=Grade(grade)) for area, grade in grades.items())
    read = factories.letter(
        urn=truth["urn"],
        kind=LetterKind(str(truth["kind"])),
        sha256=truth["sha256"],
        inspection_start=first,
        inspection_end=last,
        judgements=judgements,
    )
    listed = factories.listing(urn=truth["urn"], file_number=str(truth["file"]), published=published)
    return StoredLetter(listed, read, published, published, "1")


@cache
def ours() -> tuple[OnDay, ...]:
    """The authorities of the corpus whose newest inspection in Ofsted's table is a document of the corpus."""
    known = histories(truth_letters())
    every = on_day(known, [ENGLAND.by_urn(urn) for urn in known], LAST_REPORT)
    return tuple(each for each in every if each.newest and is_in_table(each))


def is_in_table(each: OnDay) -> bool:
    assert each.newest is not None
    start = each.newest.stored.letter.inspection_start
    return start is not None and row_of(each)["first_day"].startswith(start.isoformat())


def row_of(each: OnDay) -> dict[str, str]:
    """The authority's row; the table of 2025 has the codes before those of April 2025."""
    code = each.authority.ons_code
    return official()[code if code in official() else ENGLAND.code_predecessors[code]]


def of_ofsted(strand: Strand) -> Counter[tuple[str, str]]:
    """(region, grade) → how many of these authorities, by Ofsted's table; an empty cell is no grade."""
    return Counter((row_of(each)["region"], graded) for each in ours() if (graded := printed_grade(each, strand)))


def printed_grade(each: OnDay, strand: Strand) -> str:
    """The grade of Ofsted's table for an authority, empty for an empty cell."""
    printed = row_of(each)[strand]
    return PRINTED.get(printed, printed.lower())


def test_nobody_of_the_corpus_is_left_out():
    assert len(official()) == 153
    assert {each.authority.urn for each in ours()} == {str(letter.listing.urn) for letter in truth_letters()}
    assert len(ours()) == 35


@pytest.mark.parametrize("strand", Strand)
def test_each_authority_has_the_grade_of_its_row(strand: Strand):
    """Counts can agree although two authorities are swapped; lines cannot."""
    differing = {
        each.authority.name: (answer, printed_grade(each, strand))
        for each in ours()
        if (answer if (answer := each.answers[strand]) in SCALE else "") != printed_grade(each, strand)
    }
    assert differing == {}


BY_HAND = {
    Strand.OVERALL: (6, 16, 9, 4),
    Strand.HELP_PROTECTION: (3, 17, 11, 4),
    Strand.LEADERSHIP: (8, 15, 8, 4),
    Strand.CHILDREN_IN_CARE: (7, 16, 12, 0),
    Strand.CARE_LEAVERS: (5, 11, 8, 2),
}
"""Outstanding, good, requires improvement and inadequate in the rows of these 35 authorities, as the table prints them."""


@pytest.mark.parametrize("strand", Strand)
def test_the_national_counts_are_those_written_down(strand: Strand):
    counts = counts_of(ours(), strand)
    assert tuple(counts.by_answer[grade] for grade in SCALE) == BY_HAND[strand]


def test_a_wrong_grade_would_be_noticed():
    first, *others = ours()
    wrong = Grade.INADEQUATE if first.answers[Strand.LEADERSHIP] != Grade.INADEQUATE else Grade.GOOD
    swapped = replace(first, answers={**first.answers, Strand.LEADERSHIP: wrong})
    assert (
        tuple(counts_of((swapped, *others), Strand.LEADERSHIP).by_answer[grade] for grade in SCALE) != BY_HAND[Strand.LEADERSHIP]
    )


@pytest.mark.parametrize("strand", Strand)
def test_the_national_counts_are_those_of_ofsteds_table(strand: Strand):
    counts = counts_of(ours(), strand)
    national: Counter[str] = Counter()
    for (_, grade), number in of_ofsted(strand).items():
        national[grade] += number
    assert {grade: counts.by_answer[grade] for grade in SCALE} == {grade: national[grade] for grade in SCALE}
    assert counts.total == 35


@pytest.mark.parametrize("strand", Strand)
def test_the_counts_of_each_region_are_those_of_ofsteds_table(strand: Strand):
    regional: Counter[tuple[str, str]] = Counter()
    for row in region_counts(ours(), strand):
        region = MERGED.get(row.region, row.region)
        regional.update({(region, str(grade)): row.counts.by_answer[grade] for grade in SCALE if row.counts.by_answer[grade]})
    assert regional == of_ofsted(strand)
