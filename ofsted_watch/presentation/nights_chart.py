"""The last nights as one picture, a column a day: a shape for how each stands, and what it did in bars and numbers. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ofsted_watch.presentation.national.palette import DOWN, FAINT, INK, PAPER, QUIET, UP
from ofsted_watch.presentation.national.svg_parts import Chart, text
from ofsted_watch.presentation.nights_text import STATE_TEXTS, night_row, nights_period, nights_title
from ofsted_watch.runs.nights import NightOfDay, NightState

_WIDTH, _LEFT, _SMALL = 912, 122, 11
_MARK_TOP, _MARK = 4, 20
_FIRST_ROW, _ROW, _BAR = 36, 62, 34
_MONTH = 5
"""The columns that the name of a month needs."""
_WAITS, _GROUND = "#2b7a70", "#f3c14b"
_TICK = f'<path d="M5 10.5l3.5 3.5 7-8" fill="none" stroke="{PAPER}" stroke-width="2.5"/>'
_MARKS: dict[NightState, str] = {
    NightState.WHOLE: f'<circle cx="10" cy="10" r="10" fill="{UP}"/>{_TICK}',
    NightState.SET_ASIDE: f'<circle cx="10" cy="10" r="10" fill="{_WAITS}"/>'
    f'<path d="M6 7.5h8M6 12.5h5" stroke="{PAPER}" stroke-width="2.5"/>',
    NightState.HELD: f'<circle cx="10" cy="10" r="10" fill="{_WAITS}"/>'
    f'<path d="M7.5 5.5v9M12.5 5.5v9" stroke="{PAPER}" stroke-width="2.5"/>',
    NightState.PART: f'<path d="M10 0a10 10 0 0 0 0 20z" fill="{_GROUND}"/>'
    f'<circle cx="10" cy="10" r="9" fill="none" stroke="{INK}" stroke-width="2"/>',
    NightState.INCOMPLETE: f'<path d="M10 0l10 19H0z" fill="{_GROUND}"/>'
    f'<path d="M10 6v6.5m0 1.8v2.4" stroke="{INK}" stroke-width="2.4"/>',
    NightState.STOPPED: f'<rect width="20" height="20" fill="{DOWN}"/><path d="M4 10h12" stroke="{PAPER}" stroke-width="3"/>',
    NightState.CRASHED: f'<rect width="20" height="20" fill="{DOWN}"/>'
    f'<path d="M5 5l10 10m0-10L5 15" stroke="{PAPER}" stroke-width="2.8"/>',
    NightState.MISSING: f'<rect x="1" y="1" width="18" height="18" fill="{PAPER}" '
    f'stroke="{DOWN}" stroke-width="2" stroke-dasharray="4 3"/>'
    f'<path d="M7.3 7.2a2.8 2.8 0 1 1 4.4 2.3c-1 .7-1.7 1.2-1.7 2.5m0 1.6v2.2" fill="none" stroke="{DOWN}" stroke-width="2"/>',
    NightState.RUNNING: f'<circle cx="10" cy="10" r="9" fill="{PAPER}" stroke="{UP}" stroke-width="2"/>'
    f'<path d="M10 4v6.5h4.5" fill="none" stroke="{UP}" stroke-width="2"/>',
    NightState.NOT_YET: f'<circle cx="10" cy="10" r="9" fill="{PAPER}" stroke="{QUIET}" '
    f'stroke-width="1.5" stroke-dasharray="2 3"/>',
    NightState.BEFORE_FIRST: f'<circle cx="10" cy="10" r="2" fill="{FAINT}"/>',
}
"""State → its shape in a box of 20 by 20: each differs from the others without colour too."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of bars. `of` gives the value of a day (None: it has none), `whole` the outline around it."""

    label: str
    note: str
    of: Callable[[NightOfDay], int | None]
    whole: Callable[[NightOfDay], int | None] = lambda _: None


_ROWS = (
    _Row("Letters read", "by night and polls", lambda night: _where_run(night, night.read)),
    _Row("Set aside", "by night and polls", lambda night: _where_run(night, night.set_aside)),
    _Row("Mailed", "alerts accepted", lambda night: _where_run(night, night.mails.count)),
    _Row("Freshness", "minutes, median", lambda night: night.mails.freshness.median),
)


def nights_chart(nights: Sequence[NightOfDay]) -> Chart:
    """The picture of some days in a row, oldest first. Raises ValueError for none at all."""
    if not nights:
        raise ValueError("no day has no picture")
    column = (_WIDTH - _LEFT) / len(nights)
    bottom = _FIRST_ROW + (1 + len(_ROWS)) * _ROW
    parts = [_label("Night", "", _MARK_TOP + 15)]
    for place, night in enumerate(nights):
        x = _LEFT + place * column
        mark = _mark(night.state, x + (column - _MARK) / 2, _MARK_TOP)
        parts.append(f"<g><title>{'; '.join(_facts(night))}</title>{_ground(night, x, column, bottom)}{mark}</g>")
    for place, row in enumerate((_checked(nights), *_ROWS)):
        parts += _row(row, nights, _FIRST_ROW + place * _ROW, column)
    for place in range(len(nights)):
        parts += _day(nights, place, _LEFT + (place + 0.5) * column, bottom)
    key = _key(nights, bottom + 58)
    described = " ".join(f"{'; '.join(_facts(night))}." for night in nights)
    return Chart("nights", nights_title(nights), described, key.height, (*parts, *key.parts), view=_WIDTH)


def _checked(nights: Sequence[NightOfDay]) -> _Row:
    expected = {night.expected for night in nights if night.has_run}
    most = max(expected, default=0)
    return _Row(
        "Checked",
        f"of {'' if len(expected) < 2 else 'up to '}{most} expected",
        lambda night: night.checked if night.has_run else None,
        lambda night: night.expected if night.has_run else None,
    )


def _where_run(night: NightOfDay, count: int) -> int | None:
    """What polls and mails did on a day without a night is shown, no zero is."""
    return count if night.has_run or count else None


def _facts(night: NightOfDay) -> list[str]:
    day, state, expected, checked, read, set_aside, mailed, freshness = night_row(night)
    if not night.has_run:
        return [f"{day}: {state}"]
    facts = [f"{day}: {state}", f"{checked} of {expected} checked", f"{read} read", f"{set_aside} set aside", f"{mailed} mailed"]
    return facts if freshness == "-" else [*facts, f"first listed to mailed {freshness}"]


def _ground(night: NightOfDay, x: float, column: float, bottom: int) -> str:
    """A day without a night that was due is an empty column with a dashed edge; others have none."""
    if night.state is not NightState.MISSING:
        return ""
    return (
        f'<rect x="{x + 1.5:.1f}" y="{_FIRST_ROW - 6}" width="{column - 3:.1f}" height="{bottom - _FIRST_ROW + 4}" '
        f'fill="{PAPER}" stroke="{DOWN}" stroke-dasharray="4 3"/>'
    )


def _mark(state: NightState, x: float, y: float) -> str:
    return f'<g transform="translate({x:.1f} {y:g})">{_MARKS[state]}</g>'


def _label(label: str, note: str, y: float) -> str:
    below = f'<g font-size="{_SMALL}">{text("0", y + 15, note, fill=QUIET)}</g>' if note else ""
    return text("0", y, label, bold=True) + below


def _row(row: _Row, nights: Sequence[NightOfDay], top: int, column: float) -> list[str]:
    """A bar and a number for each day; the highest bar of a row is as high as the row allows."""
    base = top + _ROW - 8
    most = max((value for night in nights for value in (row.of(night), row.whole(night)) if value), default=1)
    parts = [
        _label(row.label, row.note, base - 16),
        f'<path d="M{_LEFT} {base + 0.5}H{_WIDTH}" stroke="{FAINT}"/>',
    ]
    for place, night in enumerate(nights):
        value, whole = row.of(night), row.whole(night)
        if value is None:
            continue
        x, width = _LEFT + place * column, column - 8
        height, outline = _height(value, most), _height(whole, most) if whole else 0
        is_short = whole is not None and value < whole
        if is_short:
            parts.append(
                f'<rect x="{x + 4.5:.1f}" y="{base - outline + 0.5:.1f}" width="{width - 1:.1f}" height="{outline - 0.5:.1f}" '
                f'fill="{PAPER}" stroke="{DOWN}" stroke-dasharray="3 2"/>'
            )
        if value:
            fill = DOWN if is_short else UP
            parts.append(
                f'<rect x="{x + 4:.1f}" y="{base - height:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
            )
        number = text(
            f"{x + column / 2:.1f}",
            base - max(height, outline) - 4,
            short(value),
            anchor="middle",
            fill=DOWN if is_short else INK if value else QUIET,
            bold=is_short,
        )
        parts.append(f'<g font-size="{_SMALL}">{number}</g>')
    return parts


def _height(value: int, most: int) -> float:
    """In pixels; what is not nothing is never drawn as nothing."""
    return max(1.5, _BAR * value / most) if value else 0


def short(number: int) -> str:
    """A number that fits a column: '999', '1.2k', '12k'."""
    if number < 1000:
        return str(number)
    return f"{number // 100 / 10:.1f}k" if number < 10_000 else f"{number // 1000}k"


def _day(nights: Sequence[NightOfDay], place: int, x: float, top: int) -> list[str]:
    """The day's number; below it the month, where one begins and has room, and the year where it is the first or another."""
    day = nights[place].day
    parts = [f'<g font-size="{_SMALL + 1}">{text(f"{x:.1f}", top + 14, str(day.day), anchor="middle", fill=QUIET)}</g>']
    is_begin = place == 0 or nights[place - 1].day.month != day.month
    if is_begin and all(other.day.month == day.month for other in nights[place : place + _MONTH]):
        is_first = place < _MONTH or nights[place - 1].day.year != day.year
        is_last = place > len(nights) - _MONTH
        at, anchor = (f"{x + 8:.1f}", "end") if is_last else (f"{x - 8:.1f}", "start")
        parts.append(text(at, top + 32, f"{day:%B}{f' {day.year}' if is_first else ''}", anchor=anchor, bold=True))
    return parts


@dataclass(frozen=True, slots=True)
class _Key:
    parts: list[str]
    height: int


def _key(nights: Sequence[NightOfDay], top: int) -> _Key:
    """What the shapes mean that this picture has, in the order of the states, in as many lines as they need."""
    parts: list[str] = []
    x, y = 0.0, top
    for state in (state for state in NightState if any(night.state is state for night in nights)):
        room = 28 + len(STATE_TEXTS[state]) * 7.6 + 18
        if x and x + room > _WIDTH:
            x, y = 0.0, y + 28
        parts += [_mark(state, x, y), text(f"{x + 28:.1f}", y + 15, STATE_TEXTS[state], fill=QUIET)]
        x += room
    return _Key(parts, y + 28)


def nights_source(nights: Sequence[NightOfDay]) -> str:
    """The line below the picture where it stands alone."""
    return (
        f"Ofsted Watch, {nights_period(nights)}. Freshness: from a letter's first sight on the site to its first mail that a "
        "mail server accepted, of letters mailed that day."
    )
