"""Print that nobody sees is not read on pages without grades either: an item of a list, a grade recalled."""

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import read_text
from tests.extraction.pdf.made import pdf_of, printed

OPENING = (
    ("Ofsted", "F1"),
    ("15 November 2022", "F1"),
    ("Leeds City Council", "F1"),
    ("", "F1"),
    ("Dear Ms Farthingale", "F1"),
    ("", "F1"),
    ("Focused visit to Leeds children's services", "F2"),
    ("", "F1"),
    ("This letter summarises the findings of the focused visit to Leeds children's services on", "F1"),
    ("4 and 5 October 2022. His Majesty's Inspectors for this visit were Ann Lee and Jo Roe.", "F1"),
    ("", "F1"),
    ("Headline findings", "F2"),
    ("", "F1"),
    ("Care leavers in Leeds are helped by advisers who know them well.", "F1"),
)
LIST = (
    ("What needs to improve?", "F2"),
    ("", "F1"),
    ("• The quality of plans.", "F1"),
    ("• The timeliness of visits.", "F1"),
    ("", "F1"),
    ("Main findings", "F2"),
    ("", "F1"),
    ("Care leavers told inspectors that their advisers listen to them.", "F1"),
)
OLDER_ITEM = printed("• An older item.", 72, 706)
OLDER_GRADE = printed("Leeds was judged inadequate in June 2014.", 72, 498)

HIDDEN = {
    "white": b"q 1 g\n%s Q\n",
    "white by red, green and blue": b"q 1 1 1 rg\n%s Q\n",
    "white by inks": b"q 0 0 0 0 k\n%s Q\n",
    "covered": b"%s q 1 g 60 494 500 16 re f 60 702 500 14 re f Q\n",
    "clipped away": b"q 1 g 0 0 10 10 re W n\n%s Q\n",
}


def page(lines: tuple[tuple[str, str], ...], top: int = 770) -> bytes:
    return b"".join(printed(text, 72, top - 16 * place, font=font) for place, (text, font) in enumerate(lines) if text)


def read(how: bytes) -> Letter:
    """A letter whose list has a third item, and whose first page recalls a grade, both printed in this way."""
    listed = page(LIST[:4]) + how % OLDER_ITEM + page(LIST[5:], 674)
    content = pdf_of([page(OPENING) + how % OLDER_GRADE, listed])
    return letter_kinds.read(read_text(content), file="letter.pdf", sha256="0" * 64, register=ENGLAND)


@pytest.mark.parametrize("how", HIDDEN)
def test_what_nobody_sees_is_not_read_on_any_page(how: str) -> None:
    letter = read(HIDDEN[how])
    assert letter.problem is None
    assert letter.previous_judgement is None
    assert [item.text for item in letter.improvements] == ["The quality of plans.", "The timeliness of visits."]


def test_the_same_print_is_read_where_it_is_seen() -> None:
    for how in (b"%s", b"q 0 0 0.5 rg 60 494 500 16 re f 60 702 500 14 re f 1 g\n%s Q\n"):
        letter = read(how)
        assert letter.previous_judgement is not None
        assert letter.improvements[-1].text == "An older item."
