"""Letters are printed the same every time, in content order, and tagged where they should be."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ofsted_watch.demo_site.letters import Dates, Description, Style, print_bound, print_letter
from ofsted_watch.demo_site.letters.letter_content import Press
from ofsted_watch.demo_site.past_letters import HISTORY
from ofsted_watch.demo_site.printing.layout import lay_out, wrap
from ofsted_watch.demo_site.printing.sheet import Para, Sheet
from ofsted_watch.demo_site.story_writing import ilacs, sif
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.letter_kind import LetterKind

PRESSES: tuple[Press, ...] = ("reportlab", "fpdf2")
INSPECTED = ilacs("Thornmere", date(2024, 12, 13), "griog", date(2025, 1, 29))
SINGLE = sif("Penhallow", date(2015, 2, 5), "rrgo-g", date(2015, 3, 21), board="g")


def text_of(content: bytes, page: int | None = None) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(found.extract_text() for found in (pages if page is None else pages[page : page + 1])).split())


def text(style: Style, said: Description = INSPECTED) -> str:
    return text_of(print_letter(said, style), 0)


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("publication", HISTORY[::5], ids=lambda found: found.description.kind)
def test_the_same_letter_is_always_the_same_bytes(publication: Any, press: Press) -> None:
    style = Style(press=press)
    assert print_letter(publication.description, style) == print_letter(publication.description, style)


@pytest.mark.parametrize("press", PRESSES)
def test_every_page_is_a4_and_numbered(press: Press) -> None:
    pages = PdfReader(BytesIO(print_letter(SINGLE, Style(press=press)))).pages
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(595, 842)}
    for number, page in enumerate(pages, start=1):
        assert str(number) in page.extract_text().split()


def structure(node: Any, depth: int = 0) -> list[tuple[int, str]]:
    node = node.get_object()
    if not isinstance(node, dict) or "/S" not in node:
        return []
    kids = node["/K"].get_object()
    return [(depth, node["/S"]), *(found for kid in kids for found in structure(kid, depth + 1))]


def test_reportlab_prints_a_tag_tree_with_the_table_and_its_cells() -> None:
    root = PdfReader(BytesIO(print_letter(INSPECTED, Style(press="reportlab")))).trailer["/Root"]
    tree = structure(root["/StructTreeRoot"]["/K"][0])
    tags = [tag for _, tag in tree]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert tree[0] == (0, "/Document")
    assert tags.count("/Table") == 1
    assert tags.count("/TR") == 6
    assert tags.count("/TH") == 2
    assert tags.count("/TD") == 10
    assert tags.count("/H1") == 1


def test_every_marked_content_of_a_page_leads_back_to_its_element() -> None:
    reader = PdfReader(BytesIO(print_letter(SINGLE, Style(press="reportlab"))))
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owners = {numbers[place]: numbers[place + 1] for place in range(0, len(numbers), 2)}
    for page in reader.pages:
        marks = page.get_contents().get_data().count(b"<</MCID ")
        assert len(owners[page["/StructParents"]]) == marks


def test_fpdf2_prints_no_tags() -> None:
    assert "/StructTreeRoot" not in PdfReader(BytesIO(print_letter(INSPECTED, Style(press="fpdf2")))).trailer["/Root"]


def test_running_feet_are_artifacts_and_come_first_in_a_tagged_page() -> None:
    stream = PdfReader(BytesIO(print_letter(INSPECTED, Style(press="reportlab")))).pages[1].get_contents().get_data()
    assert stream.index(b"/Artifact") < stream.index(b"/MCID 0")


@pytest.mark.parametrize("press", PRESSES)
def test_a_sif_table_runs_on_to_the_second_page(press: Press) -> None:
    content = print_letter(SINGLE, Style(press=press))
    assert "1. Children who need help and protection" in text_of(content, 0)
    assert "3. Leadership, management and governance" in text_of(content, 1)
    assert "3. Leadership, management and governance" not in text_of(content, 0)


@pytest.mark.parametrize("press", PRESSES)
def test_a_label_stands_before_its_grade_in_content_order(press: Press) -> None:
    for stands in ("top", "middle", "bottom"):
        assert "children in care Inadequate" in text(Style(press=press, stands=stands))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        (Dates.RANGE, "2 to 13 December 2024"),
        (Dates.FULL, "2 December 2024 to 13 December 2024"),
        (Dates.DASH, "2 – 13 December 2024"),
        (Dates.HYPHEN, "2 - 13 December 2024"),
        (Dates.UNSPACED, "2–13 December 2024"),
        (Dates.SLASHES, "02/12/2024 to 13/12/2024"),
        (Dates.PADDED, "02 December 2024 to 13 December 2024"),
        (Dates.SHORT_MONTH, "2 Dec 2024 to 13 Dec 2024"),
    ],
)
def test_dates_are_printed_in_every_form_that_was_seen(form: Dates, printed: str) -> None:
    assert f"Inspection dates: {printed} Lead" in text(Style(press="fpdf2", dates=form))


@pytest.mark.parametrize(
    ("start", "end", "pause", "printed"),
    [
        (date(2021, 9, 27), date(2021, 10, 8), None, "27 September to 8 October 2021"),
        (date(2024, 12, 30), date(2025, 1, 10), None, "30 December 2024 to 10 January 2025"),
        (date(2024, 6, 5), date(2024, 6, 5), None, "5 June 2024"),
        (
            date(2021, 3, 1),
            date(2021, 6, 11),
            (date(2021, 3, 5), date(2021, 6, 7)),
            "1 to 5 March 2021 and 7 to 11 June 2021",
        ),
    ],
)
def test_stretches_over_months_years_and_interruptions(start: date, end: date, pause: Any, printed: str) -> None:
    said = replace(INSPECTED, start=start, end=end, pause=pause)
    assert f"Inspection dates: {printed} Lead" in text(Style(press="fpdf2"), said)


def test_apostrophes_are_curly_or_straight_as_asked() -> None:
    assert "children’s" in text(Style(press="fpdf2", curly=True))
    straight = text(Style(press="fpdf2", curly=False))
    assert "children's" in straight
    assert "’" not in straight


def test_rows_of_the_table_can_be_shuffled_and_footnotes_stick_to_words() -> None:
    usual = text(Style(press="fpdf2"))
    shuffled = text(Style(press="fpdf2", row_order=3))
    assert usual != shuffled
    assert sorted(usual.split()) == sorted(shuffled.split())
    assert "children’s services1 " in text(Style(press="fpdf2", footnote=True))
    assert "Good1 " in text(Style(press="fpdf2", footnote=True))


def test_a_narrow_label_column_wraps_labels_apart() -> None:
    def measure(text: str, bold: bool, size: float) -> float:
        return len(text) * size / 2

    assert wrap("children who need help and protection", 120, False, 12, measure) == ["children who need", "help and protection"]
    assert wrap("a multi-agency hub", 66, False, 12, measure) == ["a multi-", "agency hub"]
    assert wrap("", 66, False, 12, measure) == []


def test_a_long_text_goes_on_on_the_next_page() -> None:
    def measure(text: str, bold: bool, size: float) -> float:
        return len(text) * size / 2

    laid = lay_out(Sheet("Long", (Para("word " * 3000),)), measure)
    pieces = laid.document.kids[0].pieces
    assert laid.pages == 5
    assert {piece.page for piece in pieces} == set(range(1, 6))
    assert all(80 < piece.y <= 842 - 85 for piece in pieces)
    assert " ".join(piece.text for piece in pieces) == " ".join(["word"] * 3000)


def test_a_letter_whose_description_lacks_something_is_not_written() -> None:
    with pytest.raises(ValueError, match="lscb_review cannot be written without 'lscb'"):
        print_letter(replace(SINGLE, kind=LetterKind.LSCB_REVIEW, lscb=None))


def test_grades_are_what_the_letter_prints() -> None:
    page = text(Style(press="fpdf2"))
    assert "children who need help and protection Requires improvement to be good" in page
    assert "Overall effectiveness Good" in page
    assert "2.2 Experiences and progress of care leavers Not judged" in text_of(print_letter(SINGLE))
    assert Grade.NOT_JUDGED in SINGLE.grades.values()


def test_two_letters_can_be_bound_in_one_file_each_with_its_cover() -> None:
    bound = print_bound(SINGLE, INSPECTED)
    pages = len(PdfReader(BytesIO(print_letter(SINGLE))).pages)
    assert "City of Penhallow" in text_of(bound, 0)
    assert text_of(bound, pages).startswith(f"{pages + 1} Inspection of Thornmere local authority")


def test_long_words_are_split_at_line_ends_when_asked_but_never_in_a_heading() -> None:
    plain, split = (print_letter(INSPECTED, Style(press="fpdf2", hyphenate=asked)) for asked in (False, True))
    hyphens = [
        len(re.findall(r"[a-z]-\n", "\n".join(page.extract_text() for page in PdfReader(BytesIO(x)).pages)))
        for x in (plain, split)
    ]
    assert hyphens[0] == 0
    assert hyphens[1] > 0
    assert "The experiences and progress of children in care: inadequate" in text_of(split)
