"""The longest waits for a graded inspection, as bars of days. Pure."""

from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.national.national_findings import waiting_title
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.palette import FAINT, QUIET, UP
from ofsted_watch.presentation.national.svg_parts import Chart, percent, text

LONGEST = 10
"""So many waits are drawn; the table and the data have all."""
_ROW = 38


def waiting_chart(picture: NationalPicture) -> Chart:
    """A bar for each of the longest waits."""
    shown = picture.waiting[:LONGEST]
    most = max(shown[0].days, 1) if shown else 1
    parts = []
    for place, waiting in enumerate(shown):
        top = place * _ROW
        parts += [
            text("0", top + 16, waiting.authority.name, bold=True),
            text("100%", top + 16, f"{waiting.days:,} days", anchor="end", fill=QUIET),
            f'<rect x="0" y="{top + 22}" width="100%" height="8" fill="{FAINT}"/>',
            f'<rect x="0" y="{top + 22}" width="{percent(max(waiting.days, 0) / most)}" height="8" fill="{UP}"/>',
        ]
    if not shown:
        parts.append(text("0", 16, "No graded inspection is known yet.", fill=QUIET))
    described = (f"{waiting.authority.name}: {waiting.days:,} days since {format_day(waiting.last_day)}." for waiting in shown)
    return Chart("waiting", waiting_title(picture), " ".join(described), max(len(shown), 1) * _ROW, tuple(parts))
