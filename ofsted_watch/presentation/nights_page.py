"""The page of the last nights on the reports server: the picture, why nights went wrong, and every day as text. Pure."""

from collections.abc import Iterable, Sequence

from markupsafe import escape

from ofsted_watch.presentation.nights_chart import nights_chart, nights_source
from ofsted_watch.presentation.nights_text import HEADINGS, night_row, nights_title, reasons
from ofsted_watch.runs.nights import NightOfDay

NIGHTS_PAGE, NIGHTS_PICTURE = "/nights", "/nights.svg"
"""The addresses of the page and of the picture alone, on the reports server."""

_STYLE = (
    "body{font-family:system-ui,'Liberation Sans',Arial,sans-serif;margin:1.5em;color:#1a2433;max-width:60em}"
    "h1{font-size:1.5em}h2{font-size:1.2em}.picture{overflow-x:auto}.chart{width:100%;min-width:42em;height:auto}"
    "table{border-collapse:collapse;margin:1em 0}th,td{padding:.2em .8em .2em 0;text-align:left;border-bottom:1px solid #d7dde4}"
)


def nights_page(nights: Sequence[NightOfDay]) -> str:
    """HTML without a script; the newest day is the first of the table."""
    chart = nights_chart(nights)
    parts = [f'<h1>{escape(chart.title)}</h1><div class="picture">{chart.inline}</div><p>{escape(nights_source(nights))} ']
    parts.append(f'<a href="{NIGHTS_PICTURE}">The picture alone</a></p>')
    if why := reasons(nights):
        parts.append(f"<h2>Why</h2>{_table(('day', 'what its run said'), why)}")
    parts.append(f"<h2>Every day</h2>{_table(HEADINGS, [night_row(night) for night in reversed(nights)])}")
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(nights_title(nights))}</title><style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def nights_picture(nights: Sequence[NightOfDay]) -> str:
    """The picture as an SVG file of its own."""
    return nights_chart(nights).document(nights_source(nights))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
