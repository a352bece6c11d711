"""A shape for each grade, so that grades do not rely on colour: beside the text in pages, as the mark in pictures."""

from functools import cache

from markupsafe import Markup

from ofsted_watch.domain.grades import Grade
from ofsted_watch.presentation.emails.styles import GRADE_COLOURS
from ofsted_watch.presentation.labels import GRADES

_STAR = "M8 .6l2.2 4.9 5.3.6-4 3.6 1.1 5.3L8 12.3 3.4 15l1.1-5.3-4-3.6 5.3-.6z"
_DISC = "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1z"
_TRIANGLE = "M8 1l7.5 13.5H.5z"
_SQUARE = "M1.5 1.5h13v13h-13z"
_DIAMOND = "M8 .5L15.5 8 8 15.5.5 8z"
_RING = "M8 1a7 7 0 1 1 0 14A7 7 0 1 1 8 1zm0 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9z"

SHAPES: dict[Grade, str] = {
    Grade.OUTSTANDING: _STAR,
    Grade.GOOD: _DISC,
    Grade.REQUIRES_IMPROVEMENT: _TRIANGLE,
    Grade.ADEQUATE: _DIAMOND,
    Grade.INADEQUATE: _SQUARE,
    Grade.NOT_JUDGED: _RING,
    Grade.POSITIVE: _DISC,
    Grade.INCONSISTENT: _TRIANGLE,
    Grade.SYSTEMIC_FAILINGS: _SQUARE,
}
"""The outline of each grade's shape as an SVG path in a box of 16 by 16."""


def ink_of(grade: Grade) -> str:
    """The colour of a grade's shape and text, dark enough on white."""
    return GRADE_COLOURS[grade][0]


def sprite() -> Markup:
    """The shapes, placed once in a page; `grade_mark` points to them."""
    return Markup(f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols()}</svg>')  # noqa: S704 our own


def symbols() -> str:
    """The shapes as symbols of a picture, `shape-good` and so on."""
    return "".join(
        f'<symbol id="shape-{grade}" viewBox="0 0 16 16"><path d="{path}"/></symbol>' for grade, path in SHAPES.items()
    )


@cache
def grade_mark(grade: Grade, text: str | None = None) -> Markup:
    """A grade for a page: its shape and its text, or a shorter text."""
    return Markup(
        '<span class="grade grade-{grade}"><svg class="shape" aria-hidden="true"><use href="#shape-{grade}"/></svg>{word}</span>'
    ).format(grade=grade, word=text or GRADES[grade])
