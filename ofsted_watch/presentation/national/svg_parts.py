"""A chart as SVG: inside a page, as wide as its place, and as a picture of its own with title and source. Pure."""

import textwrap
from dataclasses import dataclass

from markupsafe import Markup, escape

from ofsted_watch.presentation.grade_marks import symbols
from ofsted_watch.presentation.national.palette import INK, PAPER, QUIET

_FONT = "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
_WIDTH, _EDGE, _TITLE, _SMALL = 960, 24, 24, 13
_TITLE_LETTERS, _SOURCE_LETTERS = 58, 120
"""As many as fit in the widest of the fonts: a picture alone must not lose the end of a line."""
TEXT = 14
"""The size of text in a chart, in pixels: a chart's height and its text never shrink on a phone."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is drawn. `name` is its name in addresses, `title` what it shows, `description` its content as text.

    Horizontal positions in `parts` are percentages, so that the chart fits every width; where `view` is given they are units of
    a drawing of that width, which shrinks as a whole. `has_links` where parts of it are links.
    """

    name: str
    title: str
    description: str
    height: int
    parts: tuple[str, ...]
    view: int | None = None
    has_links: bool = False

    @property
    def inline(self) -> Markup:
        """The chart inside a page, whose heading gives its title."""
        size = f'viewBox="0 0 {self.view} {self.height}"' if self.view else f'width="100%" height="{self.height}"'
        return Markup(  # noqa: S704 every text from outside is escaped here and where the parts are made
            f'<svg class="chart chart-{self.name}" xmlns="http://www.w3.org/2000/svg" {size} {self._role} '
            f'font-size="{TEXT}" fill="{INK}">{self._texts}{"".join(self.parts)}</svg>'
        )

    def document(self, source: str) -> str:
        """The chart as a file of its own: with its title above and its source below, 960 wide, on white."""
        titles = textwrap.wrap(self.title, _TITLE_LETTERS)
        sources = textwrap.wrap(source, _SOURCE_LETTERS)
        top = _EDGE + len(titles) * (_TITLE + 6) + 6
        width = _WIDTH - 2 * _EDGE
        inner = min(width, self.view) if self.view else width
        height = top + self.height + 16 + len(sources) * (_SMALL + 5) + 8
        heads = (
            f'<text x="{_EDGE}" y="{_EDGE + (place + 1) * (_TITLE + 6) - 8}" font-size="{_TITLE}" font-weight="bold">'
            f"{escape(line)}</text>"
            for place, line in enumerate(titles)
        )
        feet = (
            f'<text x="{_EDGE}" y="{top + self.height + 24 + place * (_SMALL + 5)}" font-size="{_SMALL}" fill="{QUIET}">'
            f"{escape(line)}</text>"
            for place, line in enumerate(sources)
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
            f'{self._role} font-family="{_FONT}" font-size="{TEXT}" fill="{INK}">{self._texts}'
            f'<rect width="{_WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(heads)}'
            f"<defs>{symbols()}</defs>"
            f'<svg x="{_EDGE}" y="{top}" width="{inner}" height="{self.height}">{"".join(self.parts)}</svg>'
            f"{''.join(feet)}</svg>\n"
        )

    @property
    def _role(self) -> str:
        role = "group" if self.has_links else "img"
        return f'role="{role}" aria-labelledby="chart-{self.name}-title chart-{self.name}-text"'

    @property
    def _texts(self) -> str:
        return (
            f'<title id="chart-{self.name}-title">{escape(self.title)}</title>'
            f'<desc id="chart-{self.name}-text">{escape(self.description)}</desc>'
        )


def text(x: str, y: float, content: str, *, anchor: str = "start", fill: str = INK, bold: bool = False) -> str:
    """A line of text; `x` with its unit ('12.5%'), `y` the baseline in pixels."""
    weight = ' font-weight="bold"' if bold else ""
    end = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x}" y="{y:g}"{end}{weight} fill="{fill}">{escape(content)}</text>'


def percent(part: float) -> str:
    """0.125 → '12.5%'."""
    return f"{100 * part:.3f}".rstrip("0").rstrip(".") + "%"
