"""What breaks into a list and is no part of it: footnotes, and the letterhead that producers set at a page's foot."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ofsted_watch.extraction.pdf import Line

_CONTACT = re.compile(
    r"\b0300 123|^Textphone\b|\benquiries@ofsted|^(?:www\.|https?://)\S*ofsted\S*$|^Piccadilly Gate\b|^Aviation House\b",
    re.IGNORECASE,
)
_LONGEST_OF_LETTERHEAD = 45
_SMALLER = 0.9
"""Points by which notes are printed smaller than the text."""
_NOTE_NUMBER = re.compile(r"(\d{1,2})[.)]?(?: |$)")
_RAISED = re.compile(r"(?<=[^\W\d_]{2}|[.,;:)’”]{2}|[a-z][.,;:)’”])[¹²³⁰⁴-⁹]+")
_STUCK_DIGIT = re.compile(
    r"(?:(?<=[a-z]{3})|(?<=[A-Z]{3})|(?<=[a-z]{2}[.,;:)’”])|(?<=[A-Z]{2}[.,;:)’”])|(?<=[A-Z]{2}s))(\d{1,2})(?=[\s.,;:)’”]|$)"
)
"""Behind a word ('children2'), an abbreviation ('MASH2', not 'KS2') or the sign that ends it."""


def small_print(lines: Sequence[Line], size: float) -> frozenset[int]:
    """The places of the lines that are notes or letterhead in a text of this size. A bullet's sign may be small: it is none."""
    small = {
        place
        for place, line in enumerate(lines)
        if (line.size < size - _SMALLER and not line.text.startswith("•")) or line.tag in ("Note", "FENote")
    }
    for place, line in enumerate(lines):
        if place not in small and len(line.text) <= _LONGEST_OF_LETTERHEAD and _CONTACT.search(line.text):
            small.update(_around(lines, place))
    return frozenset(small)


def _around(lines: Sequence[Line], place: int) -> set[int]:
    """The short lines set close above and below a line of the letterhead."""
    group = {place}
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(lines) and _is_near(lines[at - step], lines[at]):
            group.add(at)
            at += step
    return group


def _is_near(line: Line, other: Line) -> bool:
    short = len(other.text) <= _LONGEST_OF_LETTERHEAD and not other.text.startswith("•") and not other.text.endswith(".")
    return short and line.page == other.page and abs(line.top - other.top) <= 1.5 * line.size and abs(line.size - other.size) < 1


def without_note_digits(lines: Sequence[Line], letter: Sequence[Line], size: float) -> list[Line]:
    """These lines without the digits that point to a footnote of their page ('children2'), and without raised ones."""
    lines = [_without_raised(line) for line in lines]
    pages = {line.page for line in lines if _STUCK_DIGIT.search(line.text)}
    if not pages:
        return list(lines)
    on_pages = [line for line in letter if line.page in pages]
    numbered = ((on_pages[place].page, _NOTE_NUMBER.match(on_pages[place].text)) for place in small_print(on_pages, size))
    notes = {(page, number[1]) for page, number in numbered if number is not None}
    return [_without(line, notes) for line in lines]


def _without_raised(line: Line) -> Line:
    text = _RAISED.sub("", line.text)
    return line if text == line.text else replace(line, text=text)


def _without(line: Line, notes: set[tuple[int, str]]) -> Line:
    text = _STUCK_DIGIT.sub(lambda digit: "" if (line.page, digit[1]) in notes else digit[0], line.text)
    return line if text == line.text else replace(line, text=text)
