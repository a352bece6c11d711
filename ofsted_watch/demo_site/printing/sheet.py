"""What is printed, before its layout: blocks of text in reading order."""

from dataclasses import dataclass
from typing import Literal

Stands = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `level` is its rank in the tag tree (1 on the cover, 2 over a section, 3 below it), `size` in points."""

    text: str
    size: float = 14
    level: int = 2
    bold: bool = True


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `gap` is the space above it in points."""

    text: str
    size: float = 12
    bold: bool = False
    gap: float = 10


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list with bullets. `inset` is the indent of a list inside an item, `sign` a bullet other than the sheet's."""

    items: tuple[str, ...]
    inset: float = 0
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Numbered paragraphs, beginning with number `first`."""

    items: tuple[str, ...]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that are not wrapped, such as an address. `right` aligns them with the right margin."""

    lines: tuple[str, ...]
    size: float = 12
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `stands` is the position of a short cell beside a tall one; `bullets` are a list below its text."""

    text: str
    bold: bool = False
    size: float = 12
    indent: float = 0
    stands: Stands = "top"
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the width of each column in points, and rows of cells. `header`: the first row is the table's head."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: bool = False
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space, in points."""

    points: float


@dataclass(frozen=True, slots=True)
class Down:
    """Empty space down to `to` points from the page's top, if the page is not filled that far."""

    to: float


@dataclass(frozen=True, slots=True)
class NextPage:
    """The rest of the page stays empty."""


Block = Heading | Para | Bullets | Numbered | Lines | Table | Gap | Down | NextPage


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole letter. `footer` is at the foot of every page except the first, the page number on all.

    `header` is at the head of every page except the first. `hyphenate` splits long words at line ends. `notes` and
    `letterhead` are in small print at the foot of the first page, between its text and the next page.
    """

    title: str
    blocks: tuple[Block, ...]
    footer: tuple[str, ...] = ()
    header: str = ""
    margin: float = 71
    bullet: str = "•"
    hyphenate: bool = False
    notes: tuple[str, ...] = ()
    letterhead: tuple[str, ...] = ()
    language: str = "en-GB"
