"""What is to be printed, before anybody knows where it will stand: blocks of text in reading order."""

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
    """A list with bullets. `inset` is how far in a list inside an item stands, `sign` its own sign instead of the sheet's."""

    items: tuple[str, ...]
    inset: float = 0
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Numbered paragraphs, the first one numbered `first`."""

    items: tuple[str, ...]
    first: int = 1


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that are never wrapped: an address. `right` sets them against the right margin."""

    lines: tuple[str, ...]
    size: float = 12
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `stands` says where a short cell stands beside a tall one; `bullets` are a list below its text."""

    text: str
    bold: bool = False
    size: float = 12
    indent: float = 0
    stands: Stands = "top"
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the width of each column in points, rows of cells. `header` tells whether the first row heads it."""

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
    """Empty space down to so many points from the page's top, if the page is not filled that far."""

    to: float


@dataclass(frozen=True, slots=True)
class NextPage:
    """The rest of the page stays empty."""


Block = Heading | Para | Bullets | Numbered | Lines | Table | Gap | Down | NextPage


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole letter to be printed. `footer` stands at the foot of every page but the first, the page number on all.

    `header` stands at the head of every page but the first. `hyphenate` splits long words at line ends. `notes` and
    `letterhead` stand in small print at the foot of the first page, between what it says and the next page.
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
