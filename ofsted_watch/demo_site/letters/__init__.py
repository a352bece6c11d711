"""A letter's content → the bytes of its file. All sentences are ours, about authorities that do not exist."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from ofsted_watch.demo_site.letters import (
    ilacs_reports,
    joint_inspections,
    reports_to_2013,
    sif_reports,
    visit_letters,
)
from ofsted_watch.demo_site.letters.council_page import compose_news
from ofsted_watch.demo_site.letters.letter_content import Dates, Description, Previous, Style
from ofsted_watch.demo_site.printing.sheet import (
    Block,
    Bullets,
    Heading,
    Lines,
    NextPage,
    Numbered,
    Para,
    Sheet,
    Table,
)
from ofsted_watch.domain.letter_kind import LetterKind

__all__ = ["COMPOSERS", "Dates", "Description", "Previous", "Style", "print_bound", "print_letter"]

COMPOSERS: dict[LetterKind, Callable[[Description, Style], Sheet]] = {
    LetterKind.ILACS_INSPECTION: ilacs_reports.compose,
    LetterKind.SIF_INSPECTION: sif_reports.compose,
    LetterKind.SIF_REINSPECTION: sif_reports.compose,
    LetterKind.LAC_INSPECTION_2012_13: reports_to_2013.compose_looked_after,
    LetterKind.LSCB_REVIEW: reports_to_2013.compose_board_review,
    LetterKind.JTAI: joint_inspections.compose_jtai,
    LetterKind.AREA_SEND: joint_inspections.compose_area_send,
    LetterKind.SEND_MONITORING_VISIT: joint_inspections.compose_send_monitoring,
    **visit_letters.COMPOSERS,
}
"""The composer of each kind of letter. A council's news page is HTML: `print_letter` makes it."""

_STRAIGHT = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}


def print_letter(facts: Description, style: Style | None = None) -> bytes:
    """The letter as a file: a PDF, or HTML for `council_news`. The same facts and style always give the same bytes.

    Needs fpdf2 and ReportLab (the extra `demo`). Raises KeyError for a kind without a composer.
    """
    style = style or Style()
    if facts.kind == LetterKind.COUNCIL_NEWS:
        return compose_news(facts, style)
    return _print(COMPOSERS[facts.kind](facts, style), style)


def print_bound(first: Description, second: Description, style: Style | None = None) -> bytes:
    """Two letters in one PDF, each with its own cover, as in a few real files."""
    style = style or Style()
    sheet, other = (COMPOSERS[description.kind](description, style) for description in (first, second))
    return _print(replace(sheet, blocks=(*sheet.blocks, NextPage(), *other.blocks)), style)


def _print(sheet: Sheet, style: Style) -> bytes:
    if style.hyphenate:
        sheet = replace(sheet, hyphenate=True)
    if not style.curly:
        sheet = replace(sheet, blocks=tuple(_straightened(block) for block in sheet.blocks))
    match style.press:
        case "reportlab":
            from ofsted_watch.demo_site.printing import reportlab_press

            return reportlab_press.print_sheet(sheet)
        case "fpdf2":
            from ofsted_watch.demo_site.printing import fpdf_press

            return fpdf_press.print_sheet(sheet)
        case _:
            assert_never(style.press)


def _straightened(block: Block) -> Block:
    """The block with straight quotes and apostrophes, as some producers print them."""
    match block:
        case Heading() | Para():
            return replace(block, text=block.text.translate(_STRAIGHT))
        case Bullets() | Numbered():
            return replace(block, items=tuple(item.translate(_STRAIGHT) for item in block.items))
        case Lines():
            return replace(block, lines=tuple(line.translate(_STRAIGHT) for line in block.lines))
        case Table():
            rows = tuple(tuple(replace(cell, text=cell.text.translate(_STRAIGHT)) for cell in row) for row in block.rows)
            return replace(block, rows=rows)
        case _:
            return block
