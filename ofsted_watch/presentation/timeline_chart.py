"""An authority's history drawn as steps over time, as SVG: up is better. Pure.

Each strand has its own row with the scale at its left; a step's height, shape, colour and (where there is room) text give the
grade. A row in which nothing moved has a third of the height. Where a report is not read the line has a gap.
"""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from markupsafe import Markup, escape

from ofsted_watch.domain.grades import Grade
from ofsted_watch.presentation.grade_marks import SHAPES, ink_of
from ofsted_watch.presentation.timeline import Step, Timeline, TimelineRow

_LEVELS = {Grade.OUTSTANDING: 0, Grade.GOOD: 1, Grade.REQUIRES_IMPROVEMENT: 2, Grade.INADEQUATE: 3}
_BELOW = 4
"""The level of 'not judged' and 'not given': off the scale, never beside a grade."""
_LEVEL_HEIGHT, _MARK, _EDGE = 14, 14, 10
_TOP_OF_STEPS = 46
_ROW_HEIGHT = _TOP_OF_STEPS + _BELOW * _LEVEL_HEIGHT + 22
_FLAT_HEIGHT, _FLAT_LINE = 44, 38
_VISIT_ROW, _AXIS_HEIGHT = 20, 30
_LEFT, _SCALE_MARK = 30, 9
_NOT_READ = "report not read"
_FAINT, _QUIET, _INK = "#d7dde4", "#46525f", "#1a2433"
_LETTER = 0.57
"""The average width of a letter in the system's fonts, as a part of their size."""


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width in its own units, and the size of its text."""

    name: str
    width: int
    font: int


WIDE = Size("wide", 960, 15)
NARROW = Size("narrow", 340, 17)


def timeline_chart(timeline: Timeline, authority: str, size: Size) -> Markup:
    """The picture, with a title and a description for people who cannot see it. Raises ValueError for a timeline without rows."""
    if not timeline.rows:
        raise ValueError("a timeline without an inspection has no picture")
    days = _Days(timeline, size)
    tops = list(accumulate((_height(row) for row in timeline.rows), initial=0))
    visits = _visits(timeline, tops[-1], days, size)
    height = tops[-1] + visits.height + _AXIS_HEIGHT
    title, description = f"story-{size.name}-title", f"story-{size.name}-words"
    bottom = height - _AXIS_HEIGHT
    parts = [
        f'<svg class="story {size.name}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {height}" role="img" '
        f'aria-labelledby="{title} {description}" font-size="{size.font}" fill="{_INK}">',
        f'<title id="{title}">{escape(f"How the judgements on {authority} changed over time")}</title>',
        f'<desc id="{description}">{escape(" ".join(row.sentence for row in timeline.rows))}</desc>',
        *_axis(days, bottom, height, size),
        *(part for row, top in zip(timeline.rows, tops[:-1], strict=True) for part in _row(row, top, days, size)),
        *visits.parts,
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 every word from outside is escaped above


class _Days:
    """The horizontal position of a day: from the first inspection's new year to today."""

    def __init__(self, timeline: Timeline, size: Size) -> None:
        starts = [step.start for row in timeline.rows for step in row.steps]
        visited = [visit.day for visit in timeline.visits]
        last = max(timeline.today, *visited, *(step.end for row in timeline.rows for step in row.steps))
        self.first = date(min((*starts, *visited)).year, 1, 1)
        self.last = date(last.year, 12, 31)
        self.size = size

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(_LEFT + share * (self.size.width - _LEFT - _EDGE), 1)

    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)


def _axis(days: _Days, bottom: int, height: int, size: Size) -> list[str]:
    """A line for each new year; its number where there is room."""
    apart = (size.width - _LEFT - _EDGE) / len(days.years())
    every = next(step for step in (1, 2, 5, 10, 100) if apart * step > size.font * 3)
    parts = []
    for year in days.years():
        x = days.x(date(year, 1, 1))
        parts.append(f'<line x1="{x}" y1="0" x2="{x}" y2="{bottom}" stroke="{_FAINT}"/>')
        if (year - days.first.year) % every == 0:
            parts.append(f'<text x="{x}" y="{height - 8}" fill="{_QUIET}">{year}</text>')
    return parts


def _row(row: TimelineRow, top: int, days: _Days, size: Size) -> list[str]:
    is_flat = _is_flat(row)
    parts = [f'<text x="{_EDGE}" y="{top + (13 if is_flat else 19)}" font-weight="bold">{escape(row.name)}</text>']
    if not is_flat:
        parts += _scale(top, size)
    before: Step | None = None
    for step in row.steps:
        if before is not None and not step.follows_gap:
            x = days.x(step.start)
            y1, y2 = _y(before, top, is_flat=is_flat), _y(step, top, is_flat=is_flat)
            parts.append(f'<line x1="{x}" y1="{y1}" x2="{x}" y2="{y2}" stroke="{_QUIET}" stroke-dasharray="2 3"/>')
        parts += _step(step, _y(step, top, is_flat=is_flat), days, size)
        before = step
    return parts


def _is_flat(row: TimelineRow) -> bool:
    """True where one grade stands all the time."""
    return len({step.grade for step in row.steps}) == 1 and row.steps[0].grade is not None


def _height(row: TimelineRow) -> int:
    return _FLAT_HEIGHT if _is_flat(row) else _ROW_HEIGHT


def _scale(top: int, size: Size) -> list[str]:
    """A faint line for each grade of the scale, with its shape at the left."""
    parts = []
    for grade, level in _LEVELS.items():
        y = top + _TOP_OF_STEPS + level * _LEVEL_HEIGHT
        parts.append(f'<line x1="{_LEFT}" y1="{y}" x2="{size.width - _EDGE}" y2="{y}" stroke="{_FAINT}"/>')
        place = f'x="{_EDGE}" y="{y - _SCALE_MARK / 2}" width="{_SCALE_MARK}" height="{_SCALE_MARK}"'
        parts.append(f'<use href="#shape-{grade}" {place} fill="{ink_of(grade)}"/>')
    return parts


def _step(step: Step, y: int, days: _Days, size: Size) -> list[str]:
    x, end = days.x(step.start), days.x(step.end)
    if step.text == _NOT_READ:
        return _text(step.text, x, end, y, _QUIET, size)
    if step.grade is None:
        line = f'<line x1="{x}" y1="{y}" x2="{end}" y2="{y}" stroke="{_QUIET}" stroke-width="2" stroke-dasharray="1 5"/>'
        return [line, *_text(step.text, x, end, y, _QUIET, size)]
    ink = ink_of(step.grade)
    dashes = ' stroke-dasharray="6 4"' if step.grade not in _LEVELS else ""
    place = f"translate({x - _MARK / 2:.1f} {y - _MARK / 2:.1f}) scale({_MARK / 16})"
    return [
        f'<line x1="{x}" y1="{y}" x2="{end}" y2="{y}" stroke="{ink}" stroke-width="4"{dashes}/>',
        f'<path transform="{place}" fill="{ink}" d="{SHAPES[step.grade]}"/>',
        *_text(step.text, x + _MARK / 2, end, y, ink, size),
    ]


def _text(text: str, x: float, end: float, y: float, ink: str, size: Size) -> list[str]:
    """The text above its step: on one line, on two, or left out if neither fits."""
    room = (end - x - 8) / (size.font * _LETTER)
    first, _, rest = text.partition(" ")
    if len(text) <= room:
        lines = [text]
    elif rest and max(len(first), len(rest)) <= room:
        lines = [first, rest]
    else:
        return []
    above = y - 6 - (len(lines) - 1) * size.font
    return [
        f'<text x="{x + 4}" y="{above + place * size.font}" fill="{ink}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    ]


def _y(step: Step, top: int, *, is_flat: bool) -> int:
    if is_flat:
        return top + _FLAT_LINE
    level = _BELOW if step.grade is None else _LEVELS.get(step.grade, _BELOW)
    return top + _TOP_OF_STEPS + level * _LEVEL_HEIGHT


@dataclass(frozen=True, slots=True)
class _Drawn:
    parts: list[str]
    height: int


def _visits(timeline: Timeline, top: int, days: _Days, size: Size) -> _Drawn:
    """A dot for each other letter with what it is about; in as many rows as it takes for no text to cover another."""
    if not timeline.visits:
        return _Drawn([], 0)
    parts = [f'<text x="{_EDGE}" y="{top + 16}" font-weight="bold">Visits and other letters</text>']
    ends: list[float] = []
    for visit in timeline.visits:
        x = days.x(visit.day)
        room = len(visit.text) * size.font * _LETTER + 16
        is_right = x + room > size.width
        start, end = (x - room, x + 6) if is_right else (x - 6, x + room)
        if start < 0:  # Too long for either side: the text has a row of its own below its dot.
            row = len(ends)
            ends += [size.width, size.width]
            side, below = f'x="{_EDGE}"', _VISIT_ROW
        else:
            row = next((place for place, taken in enumerate(ends) if taken < start), len(ends))
            ends[row:] = [end, *ends[row + 1 :]]
            side, below = f'x="{x - 9:.1f}" text-anchor="end"' if is_right else f'x="{x + 9:.1f}"', 0
        y = top + 34 + row * _VISIT_ROW
        label = f'<text {side} y="{y + below + 5}" fill="{_QUIET}">{escape(visit.text)}</text>'
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{_QUIET}"/>{label}')
    return _Drawn(parts, 34 + len(ends) * _VISIT_ROW)
