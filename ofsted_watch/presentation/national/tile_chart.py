"""England as tiles, one for each authority near its place: its grade as colour and shape, each a link. Pure."""

from collections.abc import Mapping, Sequence

from markupsafe import escape

from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.tile_map import Tile
from ofsted_watch.presentation import urls
from ofsted_watch.presentation.grade_marks import SHAPES
from ofsted_watch.presentation.labels import format_day
from ofsted_watch.presentation.national.grades_on_day import OnDay
from ofsted_watch.presentation.national.national_findings import counts_text, map_title
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.national.palette import ANSWER_TEXTS, FILLS, INKS, PAPER
from ofsted_watch.presentation.national.svg_parts import Chart

_WIDTH, _SIDE, _DOWN, _SHAPE = 26, 15, 22.5, 13
"""A hexagon's width, the length of its side, the distance of rows, and the size of the shape in it."""
_A_ROW = 16
"""Authorities without a place stand below the map, so many in a row."""


def tile_map(picture: NationalPicture, tiles: Mapping[Urn, Tile]) -> Chart:
    """The map. An authority that has no tile stands in rows below it, by name."""
    placed = places(picture.authorities, tiles)
    left = min((tile.column for _, tile in placed), default=0)
    top = min((tile.row for _, tile in placed), default=0)
    width = max((tile.column - left for _, tile in placed), default=0) * _WIDTH + round(1.5 * _WIDTH) + 2
    height = round(max((tile.row - top for _, tile in placed), default=0) * _DOWN) + 2 * _SIDE + 2
    parts = tuple(_tile(each, tile, left, top, picture) for each, tile in placed)
    description = f"{counts_text(picture.counts, ANSWER_TEXTS)}. Each tile is a link; the table has the same grades."
    return Chart("map", map_title(picture), description, height, parts, view=width, has_links=True)


def places(authorities: Sequence[OnDay], tiles: Mapping[Urn, Tile]) -> list[tuple[OnDay, Tile]]:
    """Each authority with its tile, from north to south and from west to east."""
    known = [(each, tiles[each.authority.urn]) for each in authorities if each.authority.urn in tiles]
    first = max((tile.row for _, tile in known), default=-2) + 2
    others = [each for each in authorities if each.authority.urn not in tiles]
    below = [(each, Tile(first + place // _A_ROW, place % _A_ROW)) for place, each in enumerate(others)]
    return sorted((*known, *below), key=lambda placed: (placed[1].row, placed[1].column))


def _tile(each: OnDay, tile: Tile, left: int, top: int, picture: NationalPicture) -> str:
    answer = each.answers[picture.strand]
    x = (tile.column - left) * _WIDTH + _WIDTH / 2 + (_WIDTH / 2 if tile.is_shifted else 0) + 1
    y = (tile.row - top) * _DOWN + _SIDE + 1
    since = f", published {format_day(each.published)}" if each.published else ""
    name = escape(f"{each.authority.name}: {ANSWER_TEXTS[answer]}{since}")
    half = _WIDTH / 2
    outline = f"M{x:g} {y - _SIDE:g}l{half:g} {_SIDE / 2:g}v{_SIDE}l-{half:g} {_SIDE / 2:g}-{half:g}-{_SIDE / 2:g}v-{_SIDE}z"
    shape = ""
    if answer in SHAPES:
        place = f'x="{x - _SHAPE / 2:g}" y="{y - _SHAPE / 2:g}" width="{_SHAPE}" height="{_SHAPE}"'
        shape = f'<use href="#shape-{answer}" {place} fill="{INKS[answer]}"/>'
    return (
        f'<a href="{escape(urls.authority_page(each.authority.urn))}"><title>{name}</title>'
        f'<path d="{outline}" fill="{FILLS[answer]}" stroke="{PAPER}" stroke-width="1.5"/>{shape}</a>'
    )
