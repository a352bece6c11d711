"""How many judgements moved up and down in each year, as bars from a middle line. Pure."""

from ofsted_watch.presentation.national.moves import YearOfMoves
from ofsted_watch.presentation.national.national_findings import moves_title
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.palette import DOWN, QUIET, UP
from ofsted_watch.presentation.national.svg_parts import Chart, percent, text

_SIDE, _NUMBER, _AXIS = 90, 22, 24


def moves_chart(picture: NationalPicture) -> Chart:
    """A column for each year: up above the line, down below it."""
    years = picture.years
    most = max((max(year.up, year.down) for year in years), default=1)
    middle = _NUMBER + _SIDE
    parts = [f'<line x1="0" x2="100%" y1="{middle}" y2="{middle}" stroke="{QUIET}"/>']
    for place, year in enumerate(years):
        parts += _column(year, place, len(years), most, middle)
    if not years:
        parts.append(text("0", middle - 8, "No move is known yet.", fill=QUIET))
    description = " ".join(f"{year.year}: {year.up} up, {year.down} down." for year in years) or "No move is known yet."
    height = 2 * (_SIDE + _NUMBER) + _AXIS
    return Chart("moves", moves_title(picture), description, height, tuple(parts))


def _column(year: YearOfMoves, place: int, number: int, most: int, middle: int) -> list[str]:
    left, width = (place + 0.12) / number, 0.76 / number
    centre = percent((place + 0.5) / number)
    up, down = (round(_SIDE * count / max(most, 1), 1) for count in (year.up, year.down))
    bar = f'x="{percent(left)}" width="{percent(width)}"'
    parts = [
        f'<rect {bar} y="{middle - up:g}" height="{up:g}" fill="{UP}"/>',
        f'<rect {bar} y="{middle}" height="{down:g}" fill="{DOWN}"/>',
        text(centre, middle - up - 5, f"↑{year.up}", anchor="middle"),
        text(centre, middle + down + 15, f"↓{year.down}", anchor="middle"),
    ]
    if number <= 8 or place % 2 == 0:
        parts.append(text(centre, 2 * (_SIDE + _NUMBER) + 18, str(year.year), anchor="middle", fill=QUIET))
    return parts
