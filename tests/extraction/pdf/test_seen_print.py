"""Only what a person sees is read: an older table hidden by every means a PDF has is dropped or sets the letter aside.

Each letter holds a table that is hidden and, or not, one that is seen. A program that draws pages, and shares nothing with
the reader, keeps the means honest: where the hidden table stands, it draws nothing.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import pypdfium2
import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from tests.extraction.pdf.made import MadePdf, printed

ROWS = (
    ("The impact of leaders on social work practice with children", "and families"),
    ("The experiences and progress of children who need help", "and protection"),
    ("The experiences and progress of children in care", ""),
    ("The experiences and progress of care leavers", ""),
    ("Overall effectiveness", ""),
)
SEEN_GRADES = ("Good", "Requires improvement to be good", "Good", "Inadequate", "Good")
SEEN = {
    "leaders": "good",
    "help_protection": "requires_improvement",
    "in_care": "good",
    "care_leavers": "inadequate",
    "overall": "good",
}
OLDER_TOP, SEEN_TOP = 640, 400
OLDER_BOX = (60, OLDER_TOP - 190, 520, 210)
"""x, y, width and height of the area in which the older table stands."""


def table(top: float, grades: tuple[str, ...] = ("Outstanding",) * 5, *, size: float = 11, mode: str = "") -> bytes:
    parts = [printed("Judgement", 72, top, font="F2", size=size), printed("Grade", 400, top, font="F2", size=size)]
    for row, ((first, second), grade) in enumerate(zip(ROWS, grades, strict=True)):
        y = top - 30 - 32 * row
        parts.append(printed(first, 72, y, size=size))
        if second:
            parts.append(printed(second, 72, y - 13, size=size))
        parts.append(printed(grade, 400, y, size=size))
    return b"".join(part.replace(b"BT ", b"BT " + mode.encode()) for part in parts)


HEAD = (
    printed("Inspection of Leeds local authority", 72, 780, size=24)
    + printed("children's services", 72, 752, size=24)
    + printed("Inspection dates: 12 to 23 February 2024", 72, 720, font="F2")
    + printed("Lead inspector: Jane Tester, His Majesty's Inspector", 72, 700, font="F2")
)
TAIL = b"".join(
    printed("Leaders have listened to children and know their services well.", 72, 180 - 14 * row) for row in range(4)
)
TURNED = b"BT /F1 6 Tf 0 1 -1 0 20 40 Tm (turned) Tj ET\n"
"""A turned line: the page is then read the plain way."""


@dataclass(frozen=True)
class Hidden:
    """A means to hide print: what is written around the older table's operators, and what the page must have for it."""

    wrap: Callable[[bytes], bytes]
    page: str = ""
    catalog: str = ""
    after: bytes = b""


def around(before: bytes, after: bytes = b"Q") -> Callable[[bytes], bytes]:
    return lambda shown: before + b"\n" + shown + b"\n" + after + b"\n"


BOX = b"%d %d %d %d re" % OLDER_BOX
COVER = b"q 1 1 1 rg " + BOX + b" f Q\n"
CIRCLE = b"10 10 m 14 10 18 14 18 18 c 18 22 14 26 10 26 c 6 26 2 22 2 18 c 2 14 6 10 10 10 c W n"

DROPPED = {
    "mode 3": Hidden(lambda _: table(OLDER_TOP, mode="3 Tr ") + b"BT 0 Tr ET\n"),
    "mode 3 inside q and Q": Hidden(around(b"q BT 3 Tr ET")),
    "mode 7": Hidden(around(b"q BT 7 Tr ET")),
    "a clip to nothing": Hidden(around(b"q 0 0 0 0 re W n")),
    "a clip elsewhere": Hidden(around(b"q 10 10 20 20 re W* n")),
    "a clip of two that do not meet": Hidden(around(b"q 0 0 300 842 re W n 301 0 200 842 re W n 302 0 10 10 re W n")),
    "a round clip elsewhere": Hidden(around(b"q " + CIRCLE)),
    "an empty path as clip": Hidden(around(b"q 5 5 m W n")),
    "a clip to print elsewhere": Hidden(around(b"q BT /F1 9 Tf 7 Tr 20 20 Td (x) Tj ET BT 0 Tr ET")),
    "white on white, gray": Hidden(around(b"q 1 g")),
    "white on white, rgb": Hidden(around(b"q 1 1 1 rg")),
    "nearly white": Hidden(around(b"q 0.97 0.97 0.97 rg")),
    "white, cmyk": Hidden(around(b"q 0 0 0 0 k")),
    "white by a profile": Hidden(around(b"q /Icc cs 1 1 1 scn")),
    "white by a colour space's name": Hidden(around(b"q /DeviceRGB cs 1 1 1 sc")),
    "an ink that is not there": Hidden(around(b"q /Ink cs 0 scn")),
    "white strokes only": Hidden(around(b"q 1 G BT 1 Tr ET")),
    "white fill and strokes": Hidden(around(b"q 1 g 1 G BT 2 Tr ET")),
    "the colour of a painted box": Hidden(around(b"q 0.2 0.3 0.4 rg " + BOX + b" f")),
    "the colour of a box of another kind": Hidden(around(b"q 0 0 0 1 k " + BOX + b" f 0 g")),
    "white in a window of a black box": Hidden(
        around(b"q 0 g 0 0 595 842 re f 1 g 40 200 m 555 200 l 555 842 l 40 842 l h f 1 g")
    ),
    "opacity 0": Hidden(around(b"q /Clear gs")),
    "opacity of a hundredth": Hidden(around(b"q /Faint gs")),
    "opacity 0 of strokes": Hidden(around(b"q /Clear gs BT 1 Tr ET")),
    "a white rectangle painted later": Hidden(around(b"q", b"Q " + COVER)),
    "a black rectangle painted later": Hidden(around(b"q", b"Q q 0 g " + BOX + b" f Q")),
    "a rectangle filled and stroked later": Hidden(around(b"q", b"Q q 1 g 1 G " + BOX + b" B* Q")),
    "a polygon painted later": Hidden(around(b"q", b"Q q 1 g 40 440 m 580 440 l 580 700 l 40 700 l h f Q")),
    "a broad line drawn later": Hidden(around(b"q", b"Q q 1 G 240 w 40 560 m 580 560 l S Q")),
    "two halves painted later": Hidden(around(b"q", b"Q q 1 g 60 450 250 210 re 310 450 260 210 re f Q")),
    "an image painted later": Hidden(around(b"q", b"Q q 520 0 0 210 60 450 cm /Image Do Q")),
    "an inline image painted later": Hidden(around(b"q", b"Q q 520 0 0 210 60 450 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")),
    "a form painted later": Hidden(around(b"q", b"Q /Cover Do")),
    "a layer that is off": Hidden(around(b"/OC /Off BDC", b"EMC")),
    "a layer within one that is on": Hidden(around(b"/OC /On BDC /OC /Off BDC", b"EMC EMC")),
    "a layer off by its usage": Hidden(around(b"/OC /UsageOff BDC", b"EMC")),
    "a rule over layers": Hidden(around(b"/OC /Rule BDC", b"EMC")),
    "an expression over layers": Hidden(around(b"/OC /Expression BDC", b"EMC")),
    "a form of a layer that is off": Hidden(lambda _: b"/FormOff Do\n"),
    "a form whose print is white": Hidden(lambda _: b"/FormWhite Do\n"),
    "a form whose box shows none of it": Hidden(lambda _: b"/FormElsewhere Do\n"),
    "a form in mode 3": Hidden(lambda _: b"/FormInvisible Do\n"),
    "a form within a form": Hidden(lambda _: b"/FormInForm Do\n"),
    "a group without opacity": Hidden(lambda _: b"q /Clear gs /Group Do Q\n"),
    "print of half a point": Hidden(lambda _: table(OLDER_TOP, size=0.5)),
    "print made tiny by the matrix": Hidden(around(b"q 0.05 0 0 0.05 72 600 cm")),
    "print without width": Hidden(around(b"q BT 0.5 Tz ET", b"BT 100 Tz ET Q")),
    "outside the media box": Hidden(around(b"q 1 0 0 1 700 0 cm")),
    "below the media box": Hidden(around(b"q 1 0 0 1 0 -900 cm")),
    "outside the crop box": Hidden(around(b"q"), page="/CropBox [0 0 595 430]"),
    "multiplied by black": Hidden(around(b"q", b"Q q /Multiply gs 0 g " + BOX + b" f Q")),
}
"""Means after which a person sees nothing, and so the reader must see nothing."""
SET_ASIDE_OR_DROPPED = {
    "a mask of the graphics state": Hidden(around(b"q /Masked gs")),
    "blended by the difference": Hidden(around(b"q 0 g /Difference gs")),
    "a pattern": Hidden(around(b"q /Pattern cs /P1 scn")),
    "an image with a mask painted later": Hidden(around(b"q", b"Q q 520 0 0 210 60 450 cm /ImageMasked Do Q")),
    "black on an image": Hidden(around(b"q 520 0 0 210 60 450 cm /Image Do Q q")),
    "a shading painted later": Hidden(around(b"q", b"Q q " + BOX + b" W n /Shading sh Q")),
    "a Type 3 font that draws nothing": Hidden(lambda shown: shown.replace(b"/F1", b"/Empty").replace(b"/F2", b"/Empty")),
    "a Type 3 font in a colour of its own": Hidden(lambda shown: shown.replace(b"/F1", b"/White3").replace(b"/F2", b"/White3")),
    "very light gray": Hidden(around(b"q 0.9 g")),
    "print of two points": Hidden(lambda _: table(OLDER_TOP, size=2)),
    "programs differ about the layer": Hidden(around(b"/OC /Unsure BDC", b"EMC")),
    "grades half covered": Hidden(around(b"q", b"Q q 1 g 420 450 150 210 re f Q")),
    "struck out": Hidden(
        around(b"q", b"Q q 0 G 1 w " + b"".join(b"395 %g m 470 %g l S " % (y, y) for y in (613, 581, 549, 517, 485)) + b"Q")
    ),
    "struck out by thin boxes": Hidden(
        around(b"q", b"Q q 0 g " + b"".join(b"395 %g 75 0.6 re f " % y for y in (613, 581, 549, 517, 485)) + b"Q")
    ),
    "a cross through it": Hidden(around(b"q", b"Q q 2 w 70 470 m 480 640 l S 70 640 m 480 470 l S Q")),
    "other words over it": Hidden(around(b"q", b"Q " + table(OLDER_TOP - 1, ("Inadequate",) * 5))),
    "an operator of no PDF": Hidden(around(b"q 1 2 3 xyz")),
}
"""Means after which nobody can tell, or that a person sees as a mark: the table must not be believed."""


def note(kind: str, *, rect: str = "60 450 560 660", more: str = "", appearance: bool = False) -> str:
    drawn = "/AP << /N 0 0 R >>" if appearance else ""
    return f"<< /Type /Annot /Subtype /{kind} /Rect [{rect}] {drawn} {more} >>"


def pdf(content: bytes, *, page: str = "", catalog: str = "", annots: tuple[str, ...] = ()) -> bytes:
    made = MadePdf()
    root, tree = made.reserve(), made.reserve()
    plain = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    bold = made.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
    fonts = f"/F1 {plain} 0 R /F2 {bold} 0 R"
    for name, drawing in (("Empty", b"600 0 d0"), ("White3", b"600 0 d0 1 g 0 0 500 700 re f")):
        glyph = made.stream(drawing)
        codes = range(32, 123)
        procs = " ".join(f"/c{code} {glyph} 0 R" for code in codes)
        differences = " ".join(f"/c{code}" for code in codes)
        names = "\n".join(f"<{code:02x}> <{code:04x}>" for code in codes)
        ranges = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange"
        unicode = made.stream(f"{ranges} {len(codes)} beginbfchar\n{names}\nendbfchar endcmap".encode())
        font = made.add(
            f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 800] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << {procs} >> "
            f"/Encoding << /Differences [32 {differences}] >> /FirstChar 32 /LastChar 122 /ToUnicode {unicode} 0 R "
            f"/Widths [{' '.join(['520'] * len(codes))}] /FontDescriptor << /Type /FontDescriptor /FontName /T /Flags 4 "
            "/FontBBox [0 0 600 800] /Ascent 800 /Descent -200 /ItalicAngle 0 >> >>"
        )
        fonts += f" /{name} {font} 0 R"
    own_fonts = f"/Resources << /Font << {fonts} >> >>"
    off = made.add("<< /Type /OCG /Name (Older) >>")
    on = made.add("<< /Type /OCG /Name (Newer) >>")
    usage_off = made.add("<< /Type /OCG /Name (Usage) /Usage << /View << /ViewState /OFF >> >> >>")
    unsure = made.add("<< /Type /OCG /Name (Unsure) /Usage << /View << /ViewState /OFF >> >> >>")
    rule = made.add(f"<< /Type /OCMD /OCGs [{on} 0 R {off} 0 R] /P /AllOn >>")
    expression = made.add(f"<< /Type /OCMD /VE [/And {on} 0 R [/Not {on} 0 R]] >>")
    pixel = zlib.compress(b"\xff")
    picture = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    image = made.raw_stream(pixel, f"/Filter /FlateDecode {picture}")
    masked = made.raw_stream(pixel, f"/Filter /FlateDecode {picture} /SMask {image} 0 R")
    profile = made.stream(b"no profile", "/N 3")
    whole = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
    older = table(OLDER_TOP)
    form_white = made.stream(b"1 g " + older, f"{whole} {own_fonts}")
    forms = {
        "Cover": made.stream(COVER, whole),
        "FormOff": made.stream(older, f"{whole} {own_fonts} /OC {off} 0 R"),
        "FormWhite": form_white,
        "FormElsewhere": made.stream(older, f"/Type /XObject /Subtype /Form /BBox [0 0 30 30] {own_fonts}"),
        "FormInvisible": made.stream(table(OLDER_TOP, mode="3 Tr "), f"{whole} {own_fonts}"),
        "FormInForm": made.stream(b"/Inner Do", f"{whole} /Resources << /XObject << /Inner {form_white} 0 R >> >>"),
        "Group": made.stream(older, f"{whole} {own_fonts} /Group << /S /Transparency >>"),
        "Image": image,
        "ImageMasked": masked,
    }
    mask = made.stream(b"0 g 0 0 595 842 re f", f"{whole} /Group << /S /Transparency /CS /DeviceGray >>")
    pattern = made.stream(
        b"", "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >>"
    )
    resources = (
        f"/Font << {fonts} >> /XObject << {' '.join(f'/{name} {number} 0 R' for name, number in forms.items())} >> "
        "/ExtGState << /Clear << /ca 0 /CA 0 >> /Faint << /ca 0.01 /CA 0.01 >> /Multiply << /BM /Multiply >> "
        f"/Difference << /BM /Difference >> /Masked << /SMask << /S /Luminosity /G {mask} 0 R >> /BM /Normal >> >> "
        f"/Properties << /Off {off} 0 R /On {on} 0 R /UsageOff {usage_off} 0 R /Unsure {unsure} 0 R /Rule {rule} 0 R "
        f"/Expression {expression} 0 R >> /Pattern << /P1 {pattern} 0 R >> "
        f"/ColorSpace << /Icc [/ICCBased {profile} 0 R] /Ink [/Separation /Spot /DeviceCMYK << /FunctionType 2 "
        "/Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 1 1 0] >>] >> "
        "/Shading << /Shading << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] /Extend [true true] "
        "/Function << /FunctionType 2 /Domain [0 1] /N 1 /C0 [1] /C1 [1] >> >> >>"
    )
    layers = (
        f"/OCProperties << /OCGs [{off} 0 R {on} 0 R {usage_off} 0 R {unsure} 0 R] /D << /OFF [{off} 0 R] "
        f"/AS [<< /Event /View /Category [/View] /OCGs [{usage_off} 0 R] >>] >> >>"
    )
    drawn = made.stream(b"1 0 0 rg 0 0 500 210 re f", "/Type /XObject /Subtype /Form /BBox [0 0 500 210]")
    notes = " ".join(f"{made.add(annot.replace('/N 0 0 R', f'/N {drawn} 0 R'))} 0 R" for annot in annots)
    first = made.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] {page} /Contents {made.stream(content)} 0 R "
        f"/Annots [{notes}] /Resources << {resources} >> >>"
    )
    second = made.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {made.stream(TAIL)} 0 R {own_fonts} >>"
    )
    made.put(root, f"<< /Type /Catalog /Pages {tree} 0 R {layers} {catalog} >>")
    made.put(tree, f"<< /Type /Pages /Kids [{first} 0 R {second} 0 R] /Count 2 >>")
    return made.bytes(root)


def read(content: bytes) -> Letter:
    return letter_kinds.read(read_text(content), file="a.pdf", sha256=sha256(content).hexdigest(), register=ENGLAND)


def grades(letter: Letter) -> dict[str, str]:
    return {str(given.area): str(given.grade) for given in letter.judgements}


def page_of(hidden: Hidden, *, way: str, with_seen: bool) -> bytes:
    content = HEAD + hidden.wrap(table(OLDER_TOP)) + hidden.after
    content += table(SEEN_TOP, SEEN_GRADES) if with_seen else b""
    return pdf(content + (TURNED if way == "plain" else b"") + TAIL, page=hidden.page, catalog=hidden.catalog)


@pytest.mark.parametrize("way", ["fast", "plain"])
@pytest.mark.parametrize("means", DROPPED)
def test_a_hidden_table_is_not_read_and_the_one_that_is_seen_is(means: str, way: str) -> None:
    letter = read(page_of(DROPPED[means], way=way, with_seen=True))
    if "media box" in means or DROPPED[means].page or "window" in means:
        assert grades(letter) in ({}, SEEN)  # other print of the letter goes with it
    else:
        assert (letter.problem, grades(letter)) == (None, SEEN)


@pytest.mark.parametrize("way", ["fast", "plain"])
@pytest.mark.parametrize("means", [*DROPPED, *SET_ASIDE_OR_DROPPED])
def test_a_hidden_or_doubtful_table_alone_gives_no_grade(means: str, way: str) -> None:
    hidden = {**DROPPED, **SET_ASIDE_OR_DROPPED}[means]
    letter = read(page_of(hidden, way=way, with_seen=False))
    assert grades(letter) == {}
    assert letter.problem is not None


@pytest.mark.parametrize("means", SET_ASIDE_OR_DROPPED)
def test_a_doubtful_table_beside_one_that_is_seen_is_never_taken_for_it(means: str) -> None:
    assert grades(read(page_of(SET_ASIDE_OR_DROPPED[means], way="fast", with_seen=True))) in ({}, SEEN)


def drawn(content: bytes) -> bytes:
    return pypdfium2.PdfDocument(content)[0].render(scale=0.5).to_pil().convert("L").tobytes()


@pytest.mark.parametrize("means", [means for means in DROPPED if not means.startswith("print ")])
def test_a_viewer_shows_nothing_where_the_hidden_table_stands(means: str) -> None:
    """What stays of the means without the table is drawn alone: a form or a mode that holds its table is left out whole."""
    hidden = DROPPED[means]
    holds_its_table = hidden.wrap(b"") == hidden.wrap(b"x")
    empty = Hidden((lambda _: b"") if holds_its_table else (lambda _: hidden.wrap(b"")), page=hidden.page)
    with_it, without = (drawn(page_of(each, way="fast", with_seen=True)) for each in (hidden, empty))
    assert sum(1 for a, b in zip(with_it, without, strict=True) if abs(a - b) > 40) == 0


@pytest.mark.parametrize("way", ["fast", "plain"])
@pytest.mark.parametrize(
    "wrap",
    [
        around(b"q 0 0 595 842 re W n"),
        around(b"q 60 450 520 210 re W* n"),
        around(b"q 0 0 m 595 0 l 595 842 l 0 842 l h W n"),
        around(b"q " + b"300 0 m 900 0 l 900 800 l 300 1200 l -300 800 l -300 0 l h W n"),
        around(b"q 0.9 0.9 1 rg " + BOX + b" f 0 g"),
        around(b"q 0 0 0.4 rg " + BOX + b" f 1 g"),
        around(b"q /Multiply gs"),
        around(b"q 0.3 0.3 0.3 rg BT 2 Tr ET"),
        around(b"q /Icc cs 0 0 0.2 scn"),
        around(b"q /Ink cs 1 scn"),
        around(b"/OC /On BDC", b"EMC"),
        around(b"q 0.5 G 0.5 w 60 460 m 560 460 l S 60 630 500 0.5 re f"),
        around(b"q", b"Q q 0.5 w 70 608 m 480 608 l S 70 576 60 0.6 re f Q"),
        around(b"q 1 g " + BOX + b" f 0 g", b"Q q 1 g 0 0 595 30 re f Q"),
        around(b"q /Clear gs /Shading sh Q q"),
    ],
)
def test_a_table_in_plain_sight_is_read_whatever_is_painted_around_it(wrap: Callable[[bytes], bytes], way: str) -> None:
    content = HEAD + wrap(table(OLDER_TOP, SEEN_GRADES)) + (TURNED if way == "plain" else b"") + TAIL
    letter = read(pdf(content))
    assert (letter.problem, grades(letter)) == (None, SEEN)


@pytest.mark.parametrize("way", ["fast", "plain"])
def test_a_form_in_plain_sight_is_read(way: str) -> None:
    letter = read(pdf(HEAD + b"q /Group Do Q\n" + (TURNED if way == "plain" else b"") + TAIL))
    assert set(grades(letter).values()) == {"outstanding"}


NOTES = {
    "a note of text": note("FreeText", more="/Contents (AMENDED: all judgements are Inadequate)"),
    "a note that is drawn": note("FreeText", appearance=True),
    "a stamp": note("Stamp", more="/Name /Draft"),
    "a stamp beside the table": note("Stamp", rect="20 20 90 60", more="/Name /NotApproved"),
    "a filled square": note("Square", more="/IC [1 1 1]", appearance=True),
    "a redaction": note("Redact", more="/IC [0 0 0]"),
    "a highlight": note("Highlight", rect="395 600 470 626", appearance=True),
    "a line through": note("StrikeOut", rect="395 600 470 626", appearance=True),
    "a field of a form": note("Widget", appearance=True),
    "a drawn link": note("Link", appearance=True),
    "a watermark": note("Watermark", appearance=True),
    "a note beside the table": note("FreeText", rect="10 10 300 60", more="/Contents (This report has been withdrawn)"),
    "a sticky note": note("Text", rect="400 600 420 620", more="/Contents (Grade changed)"),
}


@pytest.mark.parametrize("what", NOTES)
def test_a_note_that_is_seen_on_the_table_or_takes_it_back_is_a_mark(what: str) -> None:
    letter = read(pdf(HEAD + table(OLDER_TOP) + TAIL, annots=(NOTES[what],)))
    assert letter.problem is not None
    assert (letter.problem.code, letter.judgements) == ("marked", ())


@pytest.mark.parametrize(
    "harmless",
    [
        note("Link"),
        note("Popup"),
        note("FreeText", more="/F 2"),
        note("Square", more="/F 32", appearance=True),
        note("Widget"),
        note("Text", rect="20 20 40 40", more="/Contents (Read on 3 May)"),
    ],
)
def test_a_note_that_nobody_sees_or_that_lies_elsewhere_is_none(harmless: str) -> None:
    letter = read(pdf(HEAD + table(OLDER_TOP, SEEN_GRADES) + TAIL, annots=(harmless,)))
    assert (letter.problem, grades(letter)) == (None, SEEN)
