"""Every item of what letters ask for: whole, in order, with its topics, those that return, and the grade that followed."""

from dataclasses import replace

from ofsted_watch.domain.findings import Improvement, ImprovementKind
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.presentation.improvement_json import IMPROVEMENT_COLUMNS, improvement_cells, improvement_row_to_json
from ofsted_watch.presentation.improvement_rows import by_authority, improvement_rows
from tests.domain.history.letters import MARSHFORD, RI, UNDERBY, G, I, day, ilacs, sif, stored


def asking(letter: StoredLetter, *texts: str, kind: ImprovementKind = ImprovementKind.IMPROVEMENT) -> StoredLetter:
    items = tuple(Improvement(text, page, kind) for page, text in enumerate(texts, 2))
    return replace(letter, letter=replace(letter.letter, improvements=items))


PATHWAYS, CASELOADS, CHRONOLOGIES = (
    "The timeliness of pathway plans.",
    "Social workers’ caseloads.",
    "The quality of chronologies.",
)
REPORT = asking(sif("2016-09-20", RI, I, RI, RI, G), PATHWAYS, CHRONOLOGIES, kind=ImprovementKind.RECOMMENDATION)
VISIT = asking(stored("focused_visit", "2019-05-14"), "=Pathway plans are late", CASELOADS)
LATEST = asking(ilacs("2024-03-02", I, G, RI, G, RI), CASELOADS, CHRONOLOGIES)
ELSEWHERE = asking(stored("focused_visit", "2020-02-02", urn=UNDERBY.urn), PATHWAYS)
ROWS = improvement_rows((REPORT, VISIT, LATEST, ELSEWHERE))


def test_every_item_has_its_row_the_newest_letter_first_each_in_printed_order() -> None:
    assert [(row.published.year, row.number, row.item.text) for row in ROWS] == [
        (2024, 1, CASELOADS),
        (2024, 2, CHRONOLOGIES),
        (2020, 1, PATHWAYS),
        (2019, 1, "=Pathway plans are late"),
        (2019, 2, CASELOADS),
        (2016, 1, PATHWAYS),
        (2016, 2, CHRONOLOGIES),
    ]


def test_a_topic_returns_if_an_earlier_letter_about_the_same_authority_asked_for_it() -> None:
    assert [(row.urn, row.published.year, row.topics, row.returns) for row in ROWS] == [
        (MARSHFORD.urn, 2024, ("leadership",), ("leadership",)),
        (MARSHFORD.urn, 2024, ("other",), ()),  # what names no topic cannot return
        (UNDERBY.urn, 2020, ("care_leavers",), ()),
        (MARSHFORD.urn, 2019, ("care_leavers",), ("care_leavers",)),
        (MARSHFORD.urn, 2019, ("leadership",), ()),
        (MARSHFORD.urn, 2016, ("care_leavers",), ()),
        (MARSHFORD.urn, 2016, ("other",), ()),
    ]


def test_the_grade_that_followed_is_that_of_the_next_graded_inspection() -> None:
    after = {(row.published.year, row.number): row.followed for row in by_authority(ROWS)[MARSHFORD.urn]}
    assert [(shown.area, shown.grade) for shown in after[2019, 1]] == [(Strand.CARE_LEAVERS, Grade.REQUIRES_IMPROVEMENT)]
    assert [(shown.area, shown.grade) for shown in after[2016, 2]] == [(Strand.OVERALL, Grade.INADEQUATE)]
    assert [(shown.grade, shown.why) for shown in after[2024, 1]] == [(None, "no_inspection_since")]


def test_a_letter_counts_once_and_one_that_is_gone_or_not_read_not_at_all() -> None:
    newer = replace(VISIT, letter=replace(asking(VISIT, "Only this.").letter, sha256="9" * 64), first_seen=day("2019-06-01"))
    copied = replace(LATEST, listing=replace(LATEST.listing, file_number="70001"))
    gone = replace(REPORT, withdrawn=day("2020-01-01"))
    rows = improvement_rows((gone, VISIT, newer, LATEST, copied))
    assert [row.item.text for row in rows] == [CASELOADS, CHRONOLOGIES, "Only this."]


def test_the_object_of_an_item_says_all_of_it() -> None:
    assert improvement_row_to_json(ROWS[3], MARSHFORD) == {
        "urn": "90001",
        "authority": "Marshford",
        "region": "North West",
        "published": "2019-05-14",
        "letter_kind": "focused_visit",
        "file_number": "520190514",
        "number": 1,
        "kind": "improvement",
        "printed_number": None,
        "text": "=Pathway plans are late",
        "page": 2,
        "for": None,
        "topics": ["care_leavers"],
        "returns": ["care_leavers"],
        "followed": [
            {
                "area": "care_leavers",
                "grade": "requires_improvement",
                "why": None,
                "published": "2024-03-02",
                "file_number": "520240302",
            }
        ],
        "link": "https://files.example/v1/file/520190514#page=2",
    }


def test_a_row_of_the_table_has_a_cell_for_every_column() -> None:
    for row in ROWS:
        assert list(improvement_cells(row, MARSHFORD)) == list(IMPROVEMENT_COLUMNS)
    cells = improvement_cells(ROWS[3], MARSHFORD)
    assert (cells["topics"], cells["followed"]) == ("care_leavers", "care_leavers requires_improvement")
    assert improvement_cells(ROWS[0], MARSHFORD)["followed"] == "leadership no_inspection_since"
