"""The fast way and the plain way give the same lines, and the fast way gives up wherever it is not sure."""

import pytest
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage

from ofsted_watch.extraction.pdf import fallback_text, fast_text, opening, raw_lines, streams
from ofsted_watch.extraction.pdf.fonts import Typefaces
from ofsted_watch.extraction.pdf.glyphs import RawLine
from ofsted_watch.extraction.pdf.optional_content import Layers
from tests.extraction.pdf.made import pdf_of, printed
from tests.paths import CORPUS

PDFS = CORPUS / "pdf"

SURE = {
    "one string": b"BT /F1 12 Tf 72 700 Td (A plain line.) Tj ET",
    "kerned": b"BT /F1 12 Tf 72 700 Td [(K) 80 (erned) -250 (w) 20 (ords) -900 (apart)] TJ ET",
    "far apart": b"BT /F1 12 Tf 72 700 Td [(Label) -9000 (Good)] TJ ET",
    "character spacing": b"BT /F1 12 Tf 0.4 Tc 72 700 Td (Set a little wide) Tj 0 Tc ET",
    "set very wide": b"BT /F1 12 Tf 4 Tc 72 700 Td (WIDE) Tj ET",
    "word spacing": b"BT /F1 12 Tf 3 Tw 72 700 Td (Justified to both sides) Tj 0 -14 Td (of the page) Tj ET",
    "scaled": b"BT /F1 12 Tf 80 Tz 72 700 Td (Narrow letters here) Tj ET",
    "leading": b"BT /F1 12 Tf 14 TL 72 700 Td (First) Tj T* (Second) Tj 0 -20 TD (Third) Tj T* (Fourth) Tj ET",
    "raised": b"BT /F1 12 Tf 72 700 Td (Board) Tj /F1 7 Tf 5 Ts (1) Tj 0 Ts /F1 12 Tf ( is) Tj ET",
    "slanted": b"BT /F1 12 Tf 1 0 0.33 1 72 700 Tm [(Slanted) -300 (words)] TJ ET",
    "escapes": rb"BT /F1 12 Tf 72 700 Td (A \(note\) with \351 and (nested) signs\\) Tj ET",
    "hexadecimal": b"BT /F1 12 Tf 72 700 Td <48656C6C6F> Tj ET",
    "flipped twice": b"q 1 0 0 -1 0 842 cm BT /F1 12 Tf 1 0 0 -1 72 142 Tm (Upright after all) Tj ET Q",
    "put by and brought back": b"q BT /F2 18 Tf 72 700 Td (Large) Tj ET Q BT /F1 12 Tf 72 650 Td (Small) Tj ET",
    "painted around": b"0.5 g 72 690 200 2 re f q 1 w [3 3] 0 d 0 0 m 9 9 l S Q BT /F1 12 Tf 1 0 0 rg 72 700 Td (Red) Tj ET",
    "marked": b"/P << /MCID 3 >> BDC " + printed("Tagged", 72, 700) + b"EMC /Artifact BMC " + printed("Foot", 72, 30) + b"EMC",
}
UNSURE = {
    "turned": b"BT /F1 12 Tf 0 1 -1 0 72 300 Tm (Up the page) Tj ET",
    "an image in the line": b"BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI BT /F1 12 Tf 72 700 Td (After it) Tj ET",
    "the quote operator": b"BT /F1 12 Tf 14 TL 72 700 Td (Next line) ' ET",
    "a missing operand": b"BT /F1 12 Tf 72 Td (Where?) Tj ET",
    "brackets nested twice": b"BT /F1 12 Tf 72 700 Td (a (b (c) d) e) Tj ET",
}


def both_ways(content: bytes) -> tuple[list[RawLine], list[RawLine]]:
    document = opening.opened(content)
    fonts, layers = PDFResourceManager(), Layers(document.catalog)
    page = next(PDFPage.create_pages(document))
    fast = fast_text.fast_page(1, page, streams.content_of(page, 1), Typefaces(fonts), layers).lines
    return fast, fallback_text.fallback_page(1, page, fonts, layers).lines


def spoken(line: RawLine) -> list[tuple[int, list[str]]]:
    """The line's words by mark; how many blanks part them is cleaned away later."""
    return [(mark, text.split()) for mark, text in line.runs]


@pytest.mark.parametrize("what", SURE)
def test_both_ways_give_the_same_lines(what: str) -> None:
    fast, plain = both_ways(pdf_of([SURE[what]]))
    assert plain
    assert [(spoken(line), line.bold) for line in fast] == [(spoken(line), line.bold) for line in plain]
    for a, b in zip(fast, plain, strict=True):
        assert (a.x0, a.y0, a.x1, a.y1, a.size) == pytest.approx((b.x0, b.y0, b.x1, b.y1, b.size), abs=0.01)


@pytest.mark.parametrize("what", UNSURE)
def test_the_fast_way_gives_up_where_it_is_not_sure_and_the_page_is_read_all_the_same(what: str) -> None:
    content = pdf_of([UNSURE[what]])
    with pytest.raises(fast_text.Unsure):
        both_ways(content)
    assert [page.number for page in raw_lines.raw_pages(opening.opened(content))] == [1]


@pytest.mark.corpus
@pytest.mark.skipif(not PDFS.is_dir(), reason=f"needs the real letters in {PDFS}")
@pytest.mark.parametrize("kind", ["sif_inspection", "ilacs_inspection", "jtai", "area_send", "lac_inspection_2012_13"])
def test_real_letters_have_the_same_words_both_ways(kind: str) -> None:
    content = next(path for path in sorted(PDFS.glob(f"*{kind}.pdf")) if path.stat().st_size < 500_000).read_bytes()
    fast = raw_lines.raw_pages(opening.opened(content))
    plain = raw_lines.raw_pages(opening.opened(content), plain_only=True)
    assert [[line.text.split() for line in page.lines] for page in fast] == [
        [line.text.split() for line in page.lines] for page in plain
    ]
