"""Lines → paragraphs: whole sentences over lines and pages, bullets, and a good guess at headings."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ofsted_watch.reading.characters import BULLET
from ofsted_watch.reading.mending import Vocabulary, join, vocabulary_of
from ofsted_watch.reading.text import Line, Page, Paragraph, ParagraphKind

_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*\d{0,2}$")
_LONGEST_HEADING = 160
_SAME_SIZE = 0.6
"""Points within which two lines count as printed in one size."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is usual in one letter: the body's size, its line step (top to top) and its right edge, in points."""

    size: float
    step: float
    right: float


def paragraphs_of(pages: Sequence[Page]) -> tuple[Paragraph, ...]:
    """The paragraphs of a letter in order. No word is lost: every line belongs to exactly one."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return ()
    vocabulary = vocabulary_of(line.text for line in lines)
    measure = _measure_of(lines)
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if groups and _goes_on(lines, groups[-1], line, measure):
            groups[-1].append(index)
        else:
            groups.append([index])
    return tuple(_paragraph(lines, group, vocabulary, measure) for group in groups)


def _measure_of(lines: Sequence[Line]) -> _Measure:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= _SAME_SIZE]
    steps = Counter(
        round((b.top - a.top) * 2) / 2
        for a, b in pairwise(body)
        if a.page == b.page and size * 0.8 < b.top - a.top < size * 2.2 and not b.text.startswith(BULLET)
    )
    rights = sorted(line.x1 for line in body)
    return _Measure(size, steps.most_common(1)[0][0] if steps else size * 1.2, rights[int(len(rights) * 0.95)])


def _goes_on(lines: Sequence[Line], group: Sequence[int], line: Line, measure: _Measure) -> bool:
    """Whether a line belongs to the paragraph that the group of lines before it makes."""
    before, first = lines[group[-1]], lines[group[0]]
    if line.text.startswith(BULLET):
        return False
    if before.text == BULLET:
        return True
    if before.block is not None and before.block == line.block:
        return not _is_new_row(before, line)
    if before.page != line.page:
        return _goes_on_overleaf(before, first, line, measure)
    if before.block is not None and line.block is not None and _is_text_tag(before.tag) and _is_text_tag(line.tag):
        return False
    if abs(before.size - line.size) > _SAME_SIZE or before.bold != line.bold:
        return _is_beside(before, line) and not _looks_like_heading(before, measure)
    return _is_beside(before, line) or _is_next_line(before, first, line, measure)


def _is_text_tag(tag: str) -> bool:
    return tag not in ("", "TD", "TH", "Document", "Div", "Sect", "Part", "Art")


def _is_new_row(before: Line, line: Line) -> bool:
    """In one tagged block a step far down still begins anew: some producers tag a whole page as one block."""
    return before.page == line.page and line.top - before.top > 2.2 * max(line.size, before.size)


def _goes_on_overleaf(before: Line, first: Line, line: Line, measure: _Measure) -> bool:
    if abs(before.size - line.size) > _SAME_SIZE or before.bold != line.bold or line.page != before.page + 1:
        return False
    if line.text[0].islower():
        return not _ENDED.search(before.text) or before.text.endswith(";")
    if _ENDED.search(before.text) or _looks_like_heading(first, measure):
        return False
    return before.x1 > measure.right - 8 * measure.size


def _is_beside(before: Line, line: Line) -> bool:
    """Pieces of one printed row, left to right."""
    return min(before.bottom, line.bottom) - max(before.top, line.top) > 0.5 * min(before.size, line.size) and (
        -1 <= line.x0 - before.x1 < 3 * line.size
    )


def _is_next_line(before: Line, first: Line, line: Line, measure: _Measure) -> bool:
    step = line.top - before.top
    usual = measure.step * max(line.size, 1) / max(measure.size, 1)
    if not 0 < step <= usual * 1.25:
        return False
    hangs = first.text.startswith(BULLET) and line.x0 > first.x0 - 2
    return abs(line.x0 - before.x0) < 3 or hangs or abs(line.x0 - first.x0) < 3 * line.size


def _looks_like_heading(line: Line, measure: _Measure) -> bool:
    larger = line.size > measure.size + _SAME_SIZE
    return line.bold or larger or re.fullmatch(r"H[1-6]?|Title", line.tag) is not None


def _paragraph(lines: Sequence[Line], group: Sequence[int], vocabulary: Vocabulary, measure: _Measure) -> Paragraph:
    printed = [lines[index] for index in group]
    text = join([line.text for line in printed], vocabulary)
    kind: ParagraphKind = "body"
    if text.startswith(BULLET):
        kind, text = "bullet", text[len(BULLET) :].strip()
    elif len(text) <= _LONGEST_HEADING and all(_looks_like_heading(line, measure) for line in printed) and not _is_sentence(text):
        kind = "heading"
    return Paragraph(text, printed[0].page, kind, group[0])


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and text.count(" ") > 8
