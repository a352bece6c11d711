"""Lines → paragraphs: whole sentences over lines and pages, bullets, and a good guess at headings."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from ofsted_watch.extraction.pdf.characters import BULLET
from ofsted_watch.extraction.pdf.line_joining import Vocabulary, join
from ofsted_watch.extraction.pdf.text import Line, Page, Paragraph, ParagraphKind

_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*\d{0,2}$")
_ADDRESS = re.compile(r"(?:https?://|www\.)|\S+@\S+")
_DASH = re.compile(r"[-–−o] (?=\S)")
"""A dash, or the 'o' of a second-level list, is a bullet's sign where a sentence or another such item ended before it."""
_NUMBERED = re.compile(r"\(?(?:\d|[a-z]\b|[ivx]+\b)[\d.]*[.)]?\s")
_FOOTNOTE = re.compile(r"\d{1,2}\s?[^\W\d]")
_NEVER_LAST = frozenset(
    """
    a an and are as at be been between but by for from had has have in into is its not of on or our some that the their these
    this through to under was were when where which who whose will with
    """.split()  # noqa: SIM905
)
"""Words that no paragraph ends with."""
_LONGEST_HEADING = 160
_SAME_SIZE = 0.6
"""Points within which two lines count as printed in one size."""
_CUT_MARKS = "-‐‑\u00ad"
"""What a word that is cut at a line's end may end with."""
_ALIGNED = 3.0
"""Points within which two lines count as beginning at one edge."""
_NO_PARAGRAPH = frozenset({"", "TD", "TH", "Document", "Div", "Sect", "Part", "Art"})
"""Tags that do not tell one paragraph from the next."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is usual in one letter: the body's size, its line step (top to top), its left and right edge, in points."""

    size: float
    step: float
    left: float
    right: float


def paragraphs_of(pages: Sequence[Page], vocabulary: Vocabulary) -> tuple[Paragraph, ...]:
    """The paragraphs of a letter in order. No word is lost: every line belongs to exactly one."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return ()
    measure = _measure_of(lines)
    return tuple(_paragraph(lines, group, vocabulary, measure) for group in _groups(lines, measure))


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
    lefts = Counter(round(line.x0) for line in body)
    step = steps.most_common(1)[0][0] if steps else size * 1.2
    return _Measure(size, step, lefts.most_common(1)[0][0], rights[int(len(rights) * 0.95)])


def _groups(lines: Sequence[Line], measure: _Measure) -> list[list[int]]:
    """The lines' numbers by paragraph, in the order in which the paragraphs begin."""
    groups: list[list[int]] = []
    latest: list[int] = []
    for index, line in enumerate(lines):
        if groups and lines[index - 1].page != line.page:
            latest = _last_before_the_footnotes(lines, groups, measure)
        if latest and _goes_on(lines, latest, line, measure):
            latest.append(index)
        else:
            latest = [index]
            groups.append(latest)
    return groups


def _last_before_the_footnotes(lines: Sequence[Line], groups: list[list[int]], measure: _Measure) -> list[int]:
    """The paragraph that the next page may go on with: footnotes at the page's end stand between the halves of a sentence."""
    page = lines[groups[-1][-1]].page
    on_page = takewhile(lambda group: lines[group[-1]].page == page, reversed(groups))
    return next((group for group in on_page if not _is_footnote(lines[group[0]], measure)), groups[-1])


def _is_footnote(line: Line, measure: _Measure) -> bool:
    return line.tag in ("Note", "FENote") or (line.size < measure.size - _SAME_SIZE and _FOOTNOTE.match(line.text) is not None)


def _goes_on(lines: Sequence[Line], group: Sequence[int], line: Line, measure: _Measure) -> bool:
    """Whether a line belongs to the paragraph that the group of lines before it makes."""
    before, first = lines[group[-1]], lines[group[0]]
    if line.text.startswith(BULLET):
        return False
    if before.text == BULLET:
        return True
    if _DASH.match(line.text) and (_ENDED.search(before.text) or (_DASH.match(first.text) and _begin_alike(first, line))):
        return False
    if before.block is not None and before.block == line.block:
        return not _is_new_row(before, line)
    if before.page != line.page:
        return _goes_on_overleaf(before, first, line, measure)
    if before.block is not None and before.tag not in _NO_PARAGRAPH and line.tag not in _NO_PARAGRAPH:
        return _is_cut(before, first, line, measure)
    if not _is_alike(before, line):
        return _is_beside(before, line) and not _resembles_heading(before, measure)
    if _is_beside(before, line):
        return True
    return _is_next_line(before, first, line, measure) and not _ends_early(before, line, measure)


def _is_alike(before: Line, line: Line) -> bool:
    return abs(before.size - line.size) <= _SAME_SIZE and before.bold == line.bold


def _begin_alike(line: Line, other: Line) -> bool:
    return abs(line.x0 - other.x0) < _ALIGNED


def _is_new_row(before: Line, line: Line) -> bool:
    """In one tagged block a step far down still begins anew: some producers tag a whole page as one block."""
    return before.page == line.page and line.top - before.top > 2.2 * max(line.size, before.size)


def _is_cut(before: Line, first: Line, line: Line, measure: _Measure) -> bool:
    """Whether the tags part what is one sentence: some producers tag each line as a paragraph of its own."""
    if _ENDED.search(before.text) or not _is_alike(before, line) or not _is_next_line(before, first, line, measure):
        return False
    if line.text[0].islower():
        return _ADDRESS.match(line.text) is None
    return before.text.rsplit(" ", 1)[-1] in _NEVER_LAST and not _ends_early(before, line, measure)


def _goes_on_overleaf(before: Line, first: Line, line: Line, measure: _Measure) -> bool:
    if not _is_alike(before, line) or line.page != before.page + 1:
        return False
    if line.text[0].islower():
        return _ADDRESS.match(line.text) is None and (_ENDED.search(before.text) is None or before.text.endswith(";"))
    if _ENDED.search(before.text) or _resembles_heading(first, measure):
        return False
    return not _ends_early(before, line, measure)


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
    return _begin_alike(line, before) or hangs or abs(line.x0 - first.x0) < 3 * line.size


def _ends_early(before: Line, line: Line, measure: _Measure) -> bool:
    """Whether the next line's first word would have fitted on this line: then the line was ended on purpose.

    A line that begins in lower case goes on all the same. Away from the body's left edge (a box, a column of a
    table) the column's right edge is not known, and only the longer of the two lines tells.
    """
    if line.text[0].islower():
        return False
    word = line.text.split(" ", 1)[0]
    width = (len(word) + 1) * (before.x1 - before.x0) / max(len(before.text), 1)
    in_body = abs(before.x0 - measure.left) < _ALIGNED
    right = measure.right if in_body else max(before.x1, line.x1)
    return before.x1 + width < right - 0.5 * before.size


def _resembles_heading(line: Line, measure: _Measure) -> bool:
    larger = line.size > measure.size + _SAME_SIZE
    return line.bold or larger or re.fullmatch(r"H[1-6]?|Title", line.tag) is not None


def _paragraph(lines: Sequence[Line], group: Sequence[int], vocabulary: Vocabulary, measure: _Measure) -> Paragraph:
    printed = [lines[index] for index in group]
    text = whole = join([line.text for line in printed], vocabulary)
    kind: ParagraphKind = "body"
    if text.startswith(BULLET):
        kind, text = "bullet", text[len(BULLET) :].strip()
    elif dash := _DASH.match(text):
        kind, text = "bullet", text[dash.end() :]
    elif printed[0].tag == "LI" and not _NUMBERED.match(text):
        kind = "bullet"  # its sign is drawn, not written
    elif len(text) <= _LONGEST_HEADING and all(_resembles_heading(line, measure) for line in printed) and not _is_sentence(text):
        kind = "heading"
    return Paragraph(text, printed[0].page, kind, group[0], _turns(printed, whole, len(whole) - len(text), vocabulary))


def _turns(printed: Sequence[Line], whole: str, before: int, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """Where each later page begins in the paragraph's text, which is `whole` without its first `before` characters.

    A word that is cut at a page's end belongs to the page on which it begins.
    """
    turns = []
    for index in range(1, len(printed)):
        if printed[index].page != printed[index - 1].page:
            place = len(join([line.text for line in printed[:index]], vocabulary).rstrip(_CUT_MARKS))
            space = whole.find(" ", place)
            if space >= 0:
                turns.append((max(0, space + 1 - before), printed[index].page))
    return tuple(turns)


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and text.count(" ") > 8
