"""The page of the last nights on the reports server: the picture, why nights went wrong, and every day as text. Pure."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from ofsted_watch.presentation.nights_chart import nights_chart, nights_source
from ofsted_watch.presentation.nights_text import HEADINGS, night_row, nights_title, reasons
from ofsted_watch.presentation.plain_page import plain_page
from ofsted_watch.runs.nights import NightOfDay

NIGHTS_PAGE, NIGHTS_PICTURE = "/nights", "/nights.svg"
"""The addresses of the page and of the picture alone, on the reports server."""

_STYLE = (
    "body{max-width:60em}.picture{overflow-x:auto}.chart{width:100%;min-width:42em;height:auto}"
    "table{border-collapse:collapse;margin:1em 0}th,td{padding:.2em .8em .2em 0;text-align:left;border-bottom:1px solid #d7dde4}"
)


def nights_page(nights: Sequence[NightOfDay]) -> str:
    """HTML without a script; the newest day is the first of the table."""
    chart = nights_chart(nights)
    heading = Markup('<h1>{}</h1><div class="picture">{}</div><p>{} <a href="{}">The picture alone</a></p>')
    parts = [heading.format(chart.title, chart.inline, nights_source(nights), NIGHTS_PICTURE)]
    if why := reasons(nights):
        parts.append(Markup("<h2>Why</h2>{}").format(_table(("day", "what its run said"), why)))
    parts.append(Markup("<h2>Every day</h2>{}").format(_table(HEADINGS, [night_row(night) for night in reversed(nights)])))
    return plain_page(nights_title(nights), Markup().join(parts), _STYLE)


def nights_picture(nights: Sequence[NightOfDay]) -> str:
    """The picture as an SVG file of its own."""
    return nights_chart(nights).document(nights_source(nights))


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    row, heading, cell = Markup("<tr>{}</tr>"), Markup("<th>{}</th>"), Markup("<td>{}</td>")
    body = Markup().join(row.format(Markup().join(cell.format(text) for text in texts)) for texts in rows)
    head = row.format(Markup().join(heading.format(text) for text in headings))
    return Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(head, body)
