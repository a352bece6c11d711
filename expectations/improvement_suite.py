"""What good lists are: what a letter asks for is there where its heading stands, in the letter's own text, on its pages."""

from collections.abc import Sequence
from dataclasses import replace

from expectations.engine import gxe
from expectations.rules import Rule, ask, frame, row_rule
from expectations.verdict import verdict_of
from ofsted_watch.domain.model import Letter, Verdict
from ofsted_watch.extraction.squeezed_text import squeezed

MOST_PIECES = 4
"""An item may be parted in the letter's text by an address block, a footnote and the end of a page; seen: two pieces at most
in 1,705 items of 230 letters."""

SHORTEST_PIECE = 5
"""Letters that a piece has at least: 'Supervise' is not the letter's 'supervis' and some 'e'."""

_COLUMNS = {"items_under_heading": "Int64", "page_outside": "Int64", "text_not_found": "string"}


def check(letters: Sequence[Letter]) -> Verdict:
    """The verdict on what letters ask for. A failed row's number is its letter's place in `letters`.

    One row for each item, and one for each heading of a list. A letter with a problem is left out: its problem is said elsewhere.
    """
    rows: list[dict[str, object]] = []
    places: list[int] = []
    for place, letter in enumerate(letters):
        if letter.problem is None:
            of_letter = _rows(letter)
            rows.extend(of_letter)
            places.extend([place] * len(of_letter))
    verdict = verdict_of("improvements", len(rows), ask("improvements", frame(rows, _COLUMNS), _rules()))
    return replace(verdict, failed_rows=tuple(replace(failed, row=places[failed.row]) for failed in verdict.failed_rows))


def _rows(letter: Letter) -> list[dict[str, object]]:
    plain = squeezed(letter.text)
    rows: list[dict[str, object]] = [
        {
            "about": f"item {number} of {letter.file}",
            "items_under_heading": None,
            "page_outside": None if 1 <= item.page <= letter.pages else item.page,
            "text_not_found": None if stands_in_pieces(plain, squeezed(item.text)) else item.text,
        }
        for number, item in enumerate(letter.improvements, start=1)
    ]
    if letter.improvements_heading:
        about = f"'{letter.improvements_heading}' in {letter.file}"
        empty = {"page_outside": None, "text_not_found": None}
        rows.append({"about": about, "items_under_heading": len(letter.improvements), **empty})
    return rows


def stands_in_pieces(plain: str, text: str, most: int = MOST_PIECES) -> bool:
    """True where `text`, cut into at most `most` pieces, stands in `plain`; both squeezed. No text stands nowhere.

    A piece has a few letters at least: a single one stands in every letter.
    """
    if not text or text in plain:
        return bool(text)
    for _ in range(most):
        shortest, longest = 0, len(text)
        while shortest < longest:
            middle = (shortest + longest + 1) // 2
            shortest, longest = (middle, longest) if text[:middle] in plain else (shortest, middle - 1)
        text = text[shortest:]
        if shortest < SHORTEST_PIECE:
            return False
        if not text:
            return True
    return False


def _rules() -> list[Rule]:
    null, between = gxe.ExpectColumnValuesToBeNull, gxe.ExpectColumnValuesToBeBetween
    return [
        row_rule(
            "list_under_heading",
            "nothing is read under the heading of what needs to improve: {about}",
            between,
            column="items_under_heading",
            min_value=1,
        ),
        row_rule("item_page_in_letter", "page {value} is not a page of the letter ({about})", null, column="page_outside"),
        row_rule("item_in_letter", "the text '{value}' is not in the letter ({about})", null, column="text_not_found"),
    ]
