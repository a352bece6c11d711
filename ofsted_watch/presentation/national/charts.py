"""Every chart of the country by its name. Pure."""

from collections.abc import Callable, Mapping

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.tile_map import Tile
from ofsted_watch.presentation.national.area_chart import quarter_areas
from ofsted_watch.presentation.national.moves_chart import moves_chart
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.stacked_bars import region_bars, strand_bars
from ofsted_watch.presentation.national.svg_parts import Chart
from ofsted_watch.presentation.national.tile_chart import tile_map
from ofsted_watch.presentation.national.waiting_chart import waiting_chart

_Draw = Callable[[NationalPicture, Mapping[Urn, Tile]], Chart]

CHARTS: dict[str, _Draw] = {
    "map": tile_map,
    "grades": lambda picture, tiles: strand_bars(picture),
    "quarters": lambda picture, tiles: quarter_areas(picture),
    "moves": lambda picture, tiles: moves_chart(picture),
    "regions": lambda picture, tiles: region_bars(picture),
    "waiting": lambda picture, tiles: waiting_chart(picture),
}
"""How each chart is drawn, in the order of the page."""


def all_charts(picture: NationalPicture, tiles: Mapping[Urn, Tile]) -> dict[str, Chart]:
    """Every chart of a picture, drawn."""
    return {name: draw(picture, tiles) for name, draw in CHARTS.items()}
