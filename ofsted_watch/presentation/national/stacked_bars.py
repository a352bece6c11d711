"""Bars in which each grade has the part of its count: one for each strand, one for each region. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_watch.domain.grades import Grade
from ofsted_watch.presentation.grade_marks import SHAPES
from ofsted_watch.presentation.labels import STRANDS, sentence
from ofsted_watch.presentation.national.grade_counts import Counts
from ofsted_watch.presentation.national.national_findings import counts_text, headline, regions_title, strands_title
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.palette import ANSWER_TEXTS, FILLS, INKS, PAPER, QUIET
from ofsted_watch.presentation.national.svg_parts import TEXT, Chart, percent, text

_ROW, _BAR, _LABEL = 60, 28, 18
_DIGIT, _MARK = 0.032, 0.1
"""The parts of a bar's width that a digit needs on a phone of 360 pixels, and a mark before the number."""


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    counts: Counts
    note: str


def strand_bars(picture: NationalPicture) -> Chart:
    """A bar for each strand, all authorities in each."""
    rows = [_Row(sentence(STRANDS[strand]), counts, _good(counts)) for strand, counts in picture.strands.items()]
    return _bars("grades", strands_title(picture), rows)


def single_bar(picture: NationalPicture) -> Chart:
    """One bar: the strand of the picture, all authorities."""
    label = sentence(STRANDS[picture.strand])
    return _bars("now", headline(picture), [_Row(label, picture.counts, _good(picture.counts))])


def region_bars(picture: NationalPicture) -> Chart:
    """A bar for each region, best first, for one strand."""
    rows = [_Row(row.region, row.counts, _good(row.counts)) for row in picture.regions]
    return _bars("regions", regions_title(picture), rows)


def _bars(name: str, title: str, rows: Sequence[_Row]) -> Chart:
    parts = [part for place, row in enumerate(rows) for part in _row(row, place * _ROW)]
    description = " ".join(f"{row.label}: {counts_text(row.counts, ANSWER_TEXTS) or 'no authority'}." for row in rows)
    return Chart(name, title, description, max(len(rows), 1) * _ROW, tuple(parts))


def _good(counts: Counts) -> str:
    """The share that is good or better, short enough to stand beside the longest region on a phone."""
    return f"{counts.percent_good}%" if counts.percent_good is not None else "no grade"


def _row(row: _Row, top: int) -> list[str]:
    parts = [
        text("0", top + _LABEL - 4, row.label, bold=True),
        text("100%", top + _LABEL - 4, row.note, anchor="end", fill=QUIET),
    ]
    x = 0.0
    for answer, count in row.counts.by_answer.items():
        width = count / row.counts.total if row.counts.total else 0
        if count:
            parts += _segment(answer, count, x, width, top + _LABEL)
        x += width
    return parts


def _segment(answer: str, count: int, x: float, width: float, top: int) -> list[str]:
    """A part of a bar with its shape and its number, as far as they fit on a phone; the table beside it has every number."""
    ink, middle = INKS[answer], x + width / 2
    parts = [
        f'<rect x="{percent(x)}" y="{top}" width="{percent(width)}" height="{_BAR}" fill="{FILLS[answer]}" stroke="{PAPER}"/>'
    ]
    number = str(count)
    if width < len(number) * _DIGIT:
        return parts
    has_mark = width >= len(number) * _DIGIT + _MARK and answer in SHAPES
    baseline = top + _BAR / 2 + TEXT * 0.36
    if has_mark:
        shape = f'<path transform="translate(-18 {top + _BAR / 2 - 6:g}) scale(.75)" fill="{ink}" d="{SHAPES[Grade(answer)]}"/>'
        parts.append(f'<svg x="{percent(middle)}" overflow="visible">{shape}</svg>')
        return [*parts, f'<svg x="{percent(middle)}" overflow="visible">{text("0", baseline, number, fill=ink)}</svg>']
    return [*parts, text(percent(middle), baseline, number, anchor="middle", fill=ink)]
