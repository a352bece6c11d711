"""The counts of a strand at the end of each quarter as stacked areas, with the days on which a framework changed. Pure."""

from datetime import date
from itertools import accumulate

from ofsted_watch.domain.grades import JUDGED_TOGETHER, NOT_GIVEN, Grade, Strand
from ofsted_watch.domain.history.comparison import NO_OVERALL_SINCE
from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.national.grade_counts import Quarter
from ofsted_watch.presentation.national.grades_on_day import NO_INSPECTION
from ofsted_watch.presentation.national.national_findings import counts_text, quarters_title
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.palette import ANSWER_TEXTS, FAINT, FILLS, INK, INKS, QUIET
from ofsted_watch.presentation.national.svg_parts import TEXT, Chart, percent, text

_TOP, _AREA, _AXIS = 66, 300, 26
_LABEL_HEIGHT = 18
_LAST_YEAR = 0.9
"""Beyond this part of the width a year has no room for its number."""
_FROM_BELOW: tuple[str, ...] = (
    Grade.INADEQUATE,
    Grade.REQUIRES_IMPROVEMENT,
    Grade.GOOD,
    Grade.OUTSTANDING,
    Grade.NOT_JUDGED,
    JUDGED_TOGETHER,
    NOT_GIVEN,
    NO_INSPECTION,
)
_SHORT = {
    JUDGED_TOGETHER: "with children in care",
    NOT_GIVEN: "not given",
    NO_INSPECTION: "not yet inspected",
}

ILACS_SINCE, LEAVERS_ALONE_SINCE = date(2018, 1, 1), date(2023, 1, 1)
"""ILACS took the place of the single inspection framework; care leavers got a judgement of their own again."""


def framework_changes(strand: Strand) -> tuple[tuple[date, str], ...]:
    """The days since 2013 on which what Ofsted judges of a strand changed."""
    changed = [(ILACS_SINCE, "ILACS begins")]
    if strand in (Strand.CARE_LEAVERS, Strand.CHILDREN_IN_CARE):
        changed.append((LEAVERS_ALONE_SINCE, "care leavers judged alone"))
    if strand is Strand.OVERALL:
        changed.append((NO_OVERALL_SINCE, "overall ends"))
    return tuple(changed)


def quarter_areas(picture: NationalPicture) -> Chart:
    """The areas, the newest quarter at the right with its numbers as text."""
    points = picture.quarters
    most = max(max((quarter.counts.total for quarter in points), default=1), 1)
    parts = [
        *_areas(points, most),
        *_changes(picture, points),
        *_first_label(points[0]),
        *_labels(points[-1], most),
        *_years(points),
    ]
    first, last = points[0], points[-1]
    description = (
        f"{format_day(first.day)}: {counts_text(first.counts, ANSWER_TEXTS)}. "
        f"{format_day(last.day)}: {counts_text(last.counts, ANSWER_TEXTS)}. The table has every quarter."
    )
    return Chart("quarters", quarters_title(picture), description, _TOP + _AREA + _AXIS, tuple(parts))


def _areas(points: tuple[Quarter, ...], most: int) -> list[str]:
    tops = [list(accumulate((quarter.counts.by_answer[answer] for answer in _FROM_BELOW), initial=0)) for quarter in points]
    places = [_place(quarter.day, points) * 1000 for quarter in points]
    areas = []
    for level, answer in enumerate(_FROM_BELOW):
        if not any(quarter.counts.by_answer[answer] for quarter in points):
            continue
        upper = [f"{x:.0f},{most - heights[level + 1]}" for x, heights in zip(places, tops, strict=True)]
        lower = [f"{x:.0f},{most - heights[level]}" for x, heights in zip(places, tops, strict=True)]
        areas.append(f'<polygon fill="{FILLS[answer]}" points="{" ".join((*upper, *reversed(lower)))}"/>')
    drawn = "".join(areas)
    return [
        f'<svg x="0" y="{_TOP}" width="100%" height="{_AREA}" viewBox="0 0 1000 {most}" preserveAspectRatio="none">{drawn}</svg>'
    ]


def _changes(picture: NationalPicture, points: tuple[Quarter, ...]) -> list[str]:
    parts = []
    shown = [(day, label) for day, label in framework_changes(picture.strand) if points[0].day < day <= points[-1].day]
    for place, (day, label) in enumerate(shown):
        x, y = _place(day, points), TEXT + 4 + place * 20
        parts.append(
            f'<line x1="{percent(x)}" x2="{percent(x)}" y1="{y + 4}" y2="{_TOP + _AREA}" stroke="{INK}" stroke-dasharray="2 3"/>'
        )
        parts.append(text(percent(x), y, f"{label}, {day:%B %Y}", anchor="end" if x > 0.5 else "start"))
    return parts


def _first_label(first: Quarter) -> list[str]:
    """What the ground at the left is, where authorities had no inspection yet: above it, for it may be narrow."""
    count = first.counts.by_answer[NO_INSPECTION]
    return [text("0", _TOP - 8, f"grey: {_SHORT[NO_INSPECTION]}, {count} at first", fill=QUIET)] if count else []


def _labels(last: Quarter, most: int) -> list[str]:
    """Each area's name and newest number at its right end, where it is high enough."""
    parts, below = [], 0
    for answer in _FROM_BELOW:
        count = last.counts.by_answer[answer]
        if count * _AREA / most >= _LABEL_HEIGHT:
            y = _TOP + _AREA * (1 - (below + count / 2) / most) + TEXT * 0.36
            label = f"{_SHORT.get(answer) or ANSWER_TEXTS[answer]} {count}"
            parts.append(text("99%", round(y, 1), label, anchor="end", fill=INKS[answer], bold=True))
        below += count
    return parts


def _years(points: tuple[Quarter, ...]) -> list[str]:
    years = list(range(points[0].day.year + 1, points[-1].day.year + 1))
    every = 1 if len(years) <= 7 else 2
    parts = []
    for place, year in enumerate(years):
        x = percent(_place(date(year, 1, 1), points))
        bottom = _TOP + _AREA
        parts.append(f'<line x1="{x}" x2="{x}" y1="{bottom}" y2="{bottom + 5}" stroke="{FAINT}"/>')
        if place % every == 0 and _place(date(year, 1, 1), points) < _LAST_YEAR:
            parts.append(text(x, bottom + 20, str(year), fill=QUIET))
    return parts


def _place(day: date, points: tuple[Quarter, ...]) -> float:
    first, last = points[0].day, points[-1].day
    return (day - first).days / max((last - first).days, 1)
