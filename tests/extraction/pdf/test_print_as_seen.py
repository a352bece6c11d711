"""Print that looks like one thing and is stored as another: struck twice to look bold, spelled by /ActualText."""

import re

import pytest

from ofsted_watch.extraction.pdf import read_text
from tests.extraction.pdf.made import pdf_of, printed
from tests.extraction.pdf.test_seen_print import HEAD, OLDER_TOP, SEEN, SEEN_GRADES, TAIL, TURNED, grades, pdf, read, table


def again(content: bytes, right: float, up: float = 0.0, *, colour: bytes = b"") -> bytes:
    """The same operators a little to the right."""
    return b"q 1 0 0 1 %g %g cm %s %s Q\n" % (right, up, colour, content)


def each_again(content: bytes, right: float, times: int) -> bytes:
    """Every string struck several times in a row."""
    strings = re.findall(rb"BT .*? ET\n", content)
    return b"".join(string + b"".join(again(string, right * time) for time in range(1, times)) for string in strings)


@pytest.mark.parametrize("way", [b"", TURNED])
@pytest.mark.parametrize(
    "struck",
    [
        each_again(table(OLDER_TOP, SEEN_GRADES), 0.3, 2),
        each_again(table(OLDER_TOP, SEEN_GRADES), 0.2, 4),
        each_again(table(OLDER_TOP, SEEN_GRADES), 0, 2),
        table(OLDER_TOP, SEEN_GRADES) + again(table(OLDER_TOP, SEEN_GRADES), 0.4),
        again(table(OLDER_TOP, SEEN_GRADES), 0.8, -0.8, colour=b"0.6 g") + table(OLDER_TOP, SEEN_GRADES),
    ],
    ids=["each twice", "each four times", "at the same place", "the table twice", "a shadow"],
)
def test_bold_made_by_striking_twice_is_read_once(struck: bytes, way: bytes) -> None:
    letter = read(pdf(HEAD + struck + way + TAIL))
    assert (letter.problem, grades(letter)) == (None, SEEN)


def test_a_line_struck_twice_is_bold() -> None:
    text = read_text(pdf_of([printed("A heading", 72, 700) + printed("A heading", 72.3, 700) + printed("Text.", 72, 680)]))
    assert [(line.text, line.bold) for line in text.lines] == [("A heading", True), ("Text.", False)]


def test_doubled_letters_and_words_stay() -> None:
    assert read_text(pdf_of([printed("Assess all had had too few", 72, 700)])).plain == "Assess all had had too few"


def spelled(words: str, glyphs: str, *, named: bool = False) -> bytes:
    """'Overall e' + glyphs + 'ectiveness' with these words beside the glyphs."""
    beside = "<FEFF" + "".join(f"{ord(letter):04X}" for letter in words) + ">"
    entry = f"<</ActualText {beside}>>"
    return (f"BT /F1 12 Tf 72 700 Td (Overall e) Tj /Span {entry} BDC ({glyphs}) Tj EMC (ectiveness) Tj ET\n").encode("latin-1")


@pytest.mark.parametrize("way", [b"", TURNED])
@pytest.mark.parametrize(
    ("words", "glyphs", "expected"),
    [
        ("ff", "\\001", "Overall effectiveness"),
        ("ffi", "\\002", "Overall effiectiveness"),
        ("ff", "ff", "Overall effectiveness"),
        ("ff", "x", "Overall exectiveness"),
        ("outstanding", "\\001", "Overall e(cid:1)ectiveness"),
        ("Outstanding", "Good", "Overall eGoodectiveness"),
    ],
)
def test_actual_text_spells_what_has_no_name_and_never_replaces_print(words: str, glyphs: str, expected: str, way: bytes) -> None:
    text = read_text(pdf_of([spelled(words, glyphs) + way])).plain
    assert text.split("\n\n")[0] == expected
