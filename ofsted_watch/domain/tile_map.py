"""A place for each authority of England on a hexagonal grid, near its true place: `tile_map.csv`.

The places are our own, made from the authorities' positions (ONS centroids of 2023; the 21 counties by hand) and checked by eye.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from ofsted_watch.domain.identifiers import Urn


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the grid, counted from 0 at the top left. Every second row is shifted to the right by half a tile."""

    row: int
    column: int

    @property
    def is_shifted(self) -> bool:
        """True for a tile of a row that is shifted."""
        return self.row % 2 == 1


def tiles_in(text: str) -> Mapping[Urn, Tile]:
    """The tiles of a CSV with the columns urn, row and column."""
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({Urn(row["urn"]): Tile(int(row["row"]), int(row["column"])) for row in rows})


ENGLAND_TILES: Mapping[Urn, Tile] = tiles_in(
    resources.files("ofsted_watch.domain").joinpath("tile_map.csv").read_text(encoding="utf-8")
)
"""The tile of each of the 153 authorities."""
