"""Sentences come out whole: over lines, pages and footnotes, without running lines, with one sign for every bullet."""

import io

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ofsted_watch.extraction.pdf import read_text
from ofsted_watch.extraction.pdf.characters import clean
from tests.examples import examples
from tests.extraction.pdf.made import LEFT, STEP, TOP, page_of, pdf_of, printed

LONG = "Social workers visit children often and they write down what the children say to them so that plans"
GOES_ON = "take account of it and families can see what has changed for them in the meantime."


def test_a_sentence_goes_on_over_a_line() -> None:
    text = read_text(pdf_of([page_of([LONG, GOES_ON])]))
    assert text.plain == f"{LONG} {GOES_ON}"


def test_a_gap_ends_a_paragraph() -> None:
    text = read_text(pdf_of([page_of([LONG, GOES_ON, "", LONG, GOES_ON])]))
    assert text.plain == f"{LONG} {GOES_ON}\n\n{LONG} {GOES_ON}"


def test_a_sentence_goes_on_overleaf_past_page_numbers_headers_and_footers() -> None:
    pages = [page_of([LONG, GOES_ON, "", LONG]), page_of([GOES_ON, "", LONG, GOES_ON])]
    dressed = [
        printed("Inspection of Wealdmoor", LEFT, 800) + page + printed(f"Page {number} of 2", 280, 30)
        for number, page in enumerate(pages, start=1)
    ]
    text = read_text(pdf_of(dressed))
    assert [paragraph.text for paragraph in text.paragraphs] == [f"{LONG} {GOES_ON}"] * 3
    assert [paragraph.page for paragraph in text.paragraphs] == [1, 1, 2]


def test_a_footnote_between_two_pages_does_not_cut_the_sentence() -> None:
    first = page_of([LONG, GOES_ON, "", LONG]) + printed("1 This footnote explains a word.", LEFT, 110, size=8)
    text = read_text(pdf_of([first, page_of([GOES_ON])]))
    assert [paragraph.text for paragraph in text.paragraphs][1:] == [f"{LONG} {GOES_ON}", "1 This footnote explains a word."]


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    around = printed("15/11/2022, 10:24", 30, 820) + printed("https://example.org/letter 1/1", 30, 20)
    assert read_text(pdf_of([around + page_of([LONG, GOES_ON])])).plain == f"{LONG} {GOES_ON}"


def test_a_paragraphs_own_number_at_the_pages_edge_is_no_page_number() -> None:
    text = {7: "Leaders are ambitious.", 12: "Staff are stable.", 15: "Plans are clear."}
    pages = [printed(f"{number}.", LEFT, 790) + printed(said, LEFT + 30, 790) for number, said in text.items()]
    texts = [paragraph.text for paragraph in read_text(pdf_of(pages)).paragraphs]
    assert texts == ["7. Leaders are ambitious.", "12. Staff are stable.", "15. Plans are clear."]


def test_lines_that_end_early_and_begin_anew_are_paragraphs_of_their_own() -> None:
    lines = ["Adaeze Fairbrother", "Director of Children's Services", "Wealdmoor House", "", LONG, GOES_ON]
    texts = [paragraph.text for paragraph in read_text(pdf_of([page_of(lines)])).paragraphs]
    assert texts == [*lines[:3], f"{LONG} {GOES_ON}"]


def test_a_larger_or_bold_line_is_a_heading() -> None:
    content = printed("Main findings", LEFT, TOP, size=14) + printed("Next steps", LEFT, TOP - 30, font="F2")
    text = read_text(pdf_of([content + page_of([LONG, GOES_ON], top=TOP - 60)]))
    assert [(paragraph.kind, paragraph.text) for paragraph in text.paragraphs][:2] == [
        ("heading", "Main findings"),
        ("heading", "Next steps"),
    ]


def test_a_line_printed_twice_to_look_bold_is_read_once() -> None:
    twice = printed("Headline findings", LEFT, TOP) + printed("Headline findings", LEFT + 0.3, TOP)
    assert read_text(pdf_of([twice])).plain == "Headline findings"


def drawn_by_fpdf(lines: list[str], font: str = "Helvetica") -> bytes:
    made = FPDF(format="A4")
    made.add_page()
    made.set_font(font, size=11)
    for line in lines:
        made.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())


def drawn_by_reportlab(lines: list[str]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    text = canvas.beginText(LEFT, TOP)
    text.setLeading(STEP)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("draw", [drawn_by_fpdf, drawn_by_reportlab])
def test_every_producer_gives_the_same_sentence(draw) -> None:  # type: ignore[no-untyped-def]
    assert read_text(draw([f"{LONG}", f"{GOES_ON}"])).plain.replace("\n\n", " ") == f"{LONG} {GOES_ON}"


@pytest.mark.parametrize("sign", ["\u2022", "\u00b7"])
def test_bullets_are_one_sign_and_hold_whole_sentences(sign: str) -> None:
    lines = [f"{sign} {LONG}", f"  {GOES_ON}", f"{sign} {LONG}", f"  {GOES_ON}"]
    text = read_text(pdf_of([page_of(lines)]))
    assert [(paragraph.kind, paragraph.text) for paragraph in text.paragraphs] == [("bullet", f"{LONG} {GOES_ON}")] * 2
    assert text.plain.startswith("• Social workers")


word = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=10)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.lists(word, min_size=1, max_size=8), min_size=1, max_size=12), min_size=1, max_size=3))
def test_whatever_is_printed_every_word_comes_out_once_and_in_order(pages: list[list[list[str]]]) -> None:
    contents = [page_of([" ".join(line) for line in page], top=700) for page in pages]
    expected = [word for page in pages for line in page for word in line]
    text = read_text(pdf_of(contents))
    assert text.plain.split() == expected
    assert [paragraph.first_line for paragraph in text.paragraphs] == sorted({p.first_line for p in text.paragraphs})


def test_a_paragraph_says_where_the_next_page_begins_in_it() -> None:
    text = read_text(pdf_of([page_of([LONG, GOES_ON, "", LONG]), page_of([GOES_ON])]))
    assert [place.turns for place in text.places] == [(), ((len(LONG) + 1, 2),)]
    assert text.plain.split("\n\n")[1][len(LONG) + 1 :] == GOES_ON


def test_a_bullet_and_a_word_cut_by_the_page_keep_the_place_in_the_text() -> None:
    first = page_of(["Anonymous leaders are improving.", "", "• Leaders know what they want to im-"])
    text = read_text(pdf_of([first, page_of(["prove before long"])]))
    (turn,) = text.places[1].turns
    assert text.plain.split("\n\n")[1][turn[0] :] == "before long"
    assert (text.places[1].page, turn[1]) == (1, 2)


@pytest.mark.parametrize("sign", ["○", "▪", "◆", "►", "✓", "»", "→", "☐", "⦁"])
def test_every_sign_for_a_bullet_is_the_one_sign(sign: str) -> None:
    assert clean(f"{sign} {LONG}") == f"• {LONG}"


@pytest.mark.parametrize(
    "line", ["2 | Page", "Page | 2", "Page 2 of 4", "(continued)", "Focused visit to Thornmere children's services"]
)
def test_a_running_line_that_stands_on_one_page_alone_is_not_read(line: str) -> None:
    front = page_of(["Dear Ms Tansy", "Focused visit to Thornmere children's services", LONG])
    text = read_text(pdf_of([front, printed(line, LEFT, 800) + page_of([GOES_ON])]))
    assert text.plain.endswith(f"{LONG} {GOES_ON}")
