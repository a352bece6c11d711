"""Running headers, footers and page numbers: found by the producer's own mark, by repetition, by what they look like."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ofsted_watch.extraction.pdf.glyphs import RawLine, RawPage

_EDGE = 0.11
"""The share of a page's height, at its top and at its bottom, in which running lines stand."""
_PAGE_NUMBER = re.compile(
    r"(?:page\s*\|?\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?|[-–]\s*\d{1,3}\s*[-–]|\d{1,3}\s*\|\s*p\s?a\s?g\s?e"
    r"|\(?cont(?:inued|['’]d)\.?(?: overleaf| on (?:the )?next page)?\)?[.…]*",
    re.IGNORECASE,
)
_PRINTED_BY_BROWSER = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}(?:\s*[AP]M)?\b.*|(?:https?|file|about):\S*(?:\s+\d{1,3}/\d{1,3})?", re.IGNORECASE
)
_VISIT_OR_INSPECTION = re.compile(r"\b(?:visit|inspection|revisit)\b")
_SPACES_OF_A_TITLE = 3
_WORD = re.compile(r"[^\W\d_]{3}")
_TRUSTED_SHARE = 0.5
"""Marks, and repetition, are believed while what they call decoration is less than this share of a file's text."""


def without_running_lines(pages: Sequence[RawPage]) -> list[list[RawLine]]:
    """Each page's lines that are part of the letter, in their order."""
    trusts_marks = _marks_are_sane(pages)
    repeated = _repeated(pages)
    titles = _titles(pages[0]) if pages else frozenset()
    return [
        [
            line
            for line in page.lines
            if not _is_running(line, page, repeated, trusts_marks=trusts_marks)
            and not (page is not pages[0] and _at_edge(line, page) and _folded(line.text) in titles)
        ]
        for page in pages
    ]


def _titles(front: RawPage) -> frozenset[str]:
    """What may be the title on the first page, on one line or two: as a running head it may stand on one page alone."""
    texts = [_folded(line.text) for line in front.lines]
    titles = (*texts, *(f"{first} {second}" for first, second in pairwise(texts)))
    return frozenset(title for title in titles if _VISIT_OR_INSPECTION.search(title) and title.count(" ") >= _SPACES_OF_A_TITLE)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_running(line: RawLine, page: RawPage, repeated: frozenset[str], *, trusts_marks: bool) -> bool:
    if trusts_marks and line.is_artifact:
        return True
    if not _at_edge(line, page):
        return False
    text = " ".join(line.text.split())
    return bool(_PAGE_NUMBER.fullmatch(text) or _PRINTED_BY_BROWSER.fullmatch(text)) or _shape(line) in repeated


def _at_edge(line: RawLine, page: RawPage) -> bool:
    middle = (line.y0 + line.y1) / 2
    return middle < page.height * _EDGE or middle > page.height * (1 - _EDGE)


def _shape(line: RawLine) -> str:
    """What stays the same from page to page: the words and the height, without the numbers."""
    text = re.sub(r"\d+", "#", " ".join(line.text.split()))
    return f"{round(line.y0 / 4)}|{text}"


def _repeated(pages: Sequence[RawPage]) -> frozenset[str]:
    """The shapes that stand on half of all pages. Numbers and bullets alone never count: paragraphs have them too."""
    shapes: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for page in pages:
        on_page = {_shape(line): len(line.text) for line in page.lines if _at_edge(line, page) and _WORD.search(line.text)}
        shapes.update(on_page.keys())
        weights.update(on_page)
    enough = max(2, len(pages) // 2)
    repeated = frozenset(shape for shape, count in shapes.items() if count >= enough)
    return repeated if sum(weights[shape] for shape in repeated) < _TRUSTED_SHARE * _size(pages) else frozenset()


def _marks_are_sane(pages: Sequence[RawPage]) -> bool:
    marked = sum(len(line.text) for page in pages for line in page.lines if line.is_artifact)
    return marked < _TRUSTED_SHARE * _size(pages)


def _size(pages: Sequence[RawPage]) -> int:
    return sum(len(line.text) for page in pages for line in page.lines)
