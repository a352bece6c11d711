"""What a letter asks for: the lists under its headings of improvements, recommendations and priority actions."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ofsted_watch.domain.findings import Improvement, ImprovementKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.bound_reports import first_report
from ofsted_watch.extraction.fields.denials import OF_IMPROVEMENT, OF_PRIORITY_ACTION, denies
from ofsted_watch.extraction.fields.list_headings import ListHeading, Print, body_in, kind_of, list_headings
from ofsted_watch.extraction.fields.list_items import ENDED, NUMBER, items_of
from ofsted_watch.extraction.fields.placed_tables import rows_by_place
from ofsted_watch.extraction.fields.small_print import small_print, without_note_digits
from ofsted_watch.extraction.fields.table_items import is_table, rows_of
from ofsted_watch.extraction.pdf import Line, Text
from ofsted_watch.extraction.pdf.characters import BULLET
from ofsted_watch.extraction.pdf.line_joining import join

BOARD = "lscb"
"""The addressee of what a report asks of the Local Safeguarding Children Board."""

_NAMES_BOARD = re.compile(r"\bLSCB\b|\bsafeguarding children(?:['’]?s)? board\b|^children(?:['’]?s)? board\b", re.IGNORECASE)
_SIGNED = re.compile(r"^Yours (?:sincerely|faithfully|truly)\b", re.IGNORECASE)
_CLOSES = re.compile(
    r"^(?:Ofsted|We|I) will (?:take|use|consider) the findings\b|^(?:This letter|A copy of this letter|I am copying|"
    r"I have (?:copied|sent a copy)|Thank you for|We would like to thank|I would like to thank)\b"
)
"""How a letter takes its leave."""
_ANOTHER_SECTION = re.compile(
    r"^(?:.{0,40}['’]s? )?(?:key |main |headline |inspection )?(?:strengths|findings|judge?ments?)\b"
    r"|^(?:areas? of strength|next steps|overview|(?:case|practice) stud(?:y|ies)|evaluation of progress|conclusions?|context"
    r"|(?:executive )?summary|(?:information )?about (?:this|the))\b",
    re.IGNORECASE,
)
_SECTION_OF_REPORT = re.compile(
    r"^(?:the )?(?:inspection findings|(?:summary|main|key) |progress\b|what\b|information\b|local authority\b|local leadership|"
    r"experiences? and progress|effectiveness of|children who need|children looked after and|children['’]?s services|"
    r"local safeguarding children board|overall |how\b|previous |other |annex|glossary|(?:key )?judge?ment|.*['’]s? "
    r"(?:strengths|progress)\b|.*\b(?:is|are|was|were|requires? improvement)\b)",
    re.IGNORECASE,
)
"""Headings of a report's sections, whatever numbers their paragraphs have."""
_LONGEST_INSIDE = 70
_WHEN_DUE = re.compile(
    r"^(?:immediately|within [a-z0-9 ]{3,20}(?:days|weeks|months)|by [A-Z]?[a-z]+ (?:19|20)\d\d)\b", re.IGNORECASE
)
_PLAIN_SECTION = re.compile(
    r"(?:Headline |Main |Key |Summary of )?(?:[Ff]indings|[Ss]trengths)(?: and evaluation of progress)?|Overview|Next steps"
    r"|Areas? of strength|Evaluation of progress|Areas covered by the visit|Executive summary"
    r"|Summary for children and young people"
)
"""Headings that end a list also where a producer prints them like the text around them."""
_LETTER = re.compile(r"[^\W\d_]")
_FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_PARTY = re.compile(
    r"^(?:an? |the |\w+ )?[Aa]reas? for priority action (?:has|have|is|are|was|were) (?:also )?(?:been )?identified "
    r"(?:in relation to|in respect of|for) (?:the )?(?P<party>[A-Z][^:;.]{2,80}?)(?:[:;.]|, | in respect of | in relation to )"
)
"""'An area for priority action has been identified in relation to the … Police: …'."""
_HEADS_BODIES = re.compile(
    r"(?:responsible |lead |named )?(?:bod(?:y|ies)|partners?|organisations?|agenc(?:y|ies))(?:\(s\))?(?: responsible)?",
    re.IGNORECASE,
)
_SIZES_APART = 0.6
_BOXED = 12.0
"""Points by which the heading of a box is set in."""


@dataclass(frozen=True, slots=True)
class ListForm:
    """How a kind of letter prints what it asks for.

    `is_report`: a second report may be bound into the file. `numbered`: the items have numbers. `subheadings`: lesser
    headings part the list and do not end it; `subheadings_alike`: so do headings printed like the list's own. `tables`:
    the list is a table. `names_party`: an item may name the partner that must act. `addressee` is the body that all lists
    of this kind address; `to_board`: the later lists, in the section about the safeguarding board, address it.
    """

    is_report: bool = False
    numbered: bool = False
    subheadings: bool = False
    subheadings_alike: bool = False
    tables: bool = False
    names_party: bool = False
    addressee: str | None = None
    to_board: bool = False


def with_improvements(form: ListForm) -> Callable[[Text, Letter], Letter]:
    """A step that fills in what a letter of this form asks for, in printed order, and the heading over it.

    `improvements_heading` is that of the first list of improvements or recommendations; a list that the letter denies has
    none, and a heading with nothing to be read under it leaves `improvements` empty.
    """

    def step(text: Text, letter: Letter) -> Letter:
        lists = _Lists(first_report(text) if form.is_report else text, form)
        headings: list[str] = []
        items: list[Improvement] = []
        for heading, under in lists.read():
            if heading.kind is not ImprovementKind.PRIORITY_ACTION and under is not None:
                headings.append(heading.text)
            items += under or ()
        return replace(letter, improvements=tuple(items), improvements_heading=headings[0] if headings else None)

    return step


class _Lists:
    """The lists of one letter."""

    def __init__(self, text: Text, form: ListForm) -> None:
        self._form = form
        self._lines = text.lines
        self._print = Print(self._lines, _usual_size(self._lines))
        self._text = text

    def read(self) -> Iterator[tuple[ListHeading, list[Improvement] | None]]:
        """Each heading and the items under it; None for a list that is denied."""
        headings = list_headings(self._print)
        ends = [heading.first for heading in headings[1:]] + [len(self._lines)] * bool(headings)
        addressee = self._form.addressee
        behind = 0
        for number, (heading, end) in enumerate(zip(headings, ends, strict=True)):
            if self._form.to_board and (
                _NAMES_BOARD.search(heading.text) or (number and self._names_board(behind, heading.first))
            ):
                addressee = BOARD
            last = self._end(heading, end)
            behind = last
            named = body_in(heading.text) if self._form.names_party else None
            yield heading, self._under(heading, last, named or addressee)

    def _names_board(self, first: int, end: int) -> bool:
        """Whether a heading among these lines opens the section about the safeguarding board."""
        return any(
            self._print.stands_out(self._lines[place]) and _NAMES_BOARD.search(self._print.heading_at(place)[0])
            for place in range(first, end)
        )

    def _end(self, heading: ListHeading, end: int) -> int:
        """Where the list under a heading ends: at the next heading that is none inside it, or the signature."""
        before = self._lines[heading.end - 1]
        for place in range(heading.end, end):
            line = self._lines[place]
            if _SIGNED.match(line.text) or _CLOSES.match(line.text):
                return place
            if self._ends(heading, place, before):
                return place
            before = line
        return end

    def _ends(self, heading: ListHeading, place: int, before: Line) -> bool:
        line = self._lines[place]
        if _PLAIN_SECTION.fullmatch(line.text):
            return True
        if not self._print.stands_out(line) or line.text.startswith(BULLET) or not _LETTER.search(line.text):
            return False
        if self._form.numbered and NUMBER.match(line.text) and not line.bold:
            return False
        if line.block is not None and line.block == before.block and line.bold == before.bold and line.tag == before.tag:
            return False
        if _goes_on_in_bold(before, line):
            return False
        inside = self._form.subheadings and self._is_inside(heading, place)
        return not (inside or self._is_like_the_first_below(heading, place))

    def _is_like_the_first_below(self, heading: ListHeading, place: int) -> bool:
        """Whether a lesser heading stands right below the list's own, and this is one like it, above bullets."""
        own, first, line = self._lines[heading.first], self._lines[heading.end], self._lines[place]
        is_lesser = first.size < own.size - _SIZES_APART or (own.bold and not first.bold)
        if not is_lesser or not self._print.stands_out(first) or first.text.startswith(BULLET):
            return False
        alike = abs(first.size - line.size) < _SIZES_APART / 2 and first.bold == line.bold
        text, end = self._print.heading_at(place)
        another = _ANOTHER_SECTION.match(text) or _PLAIN_SECTION.fullmatch(text)
        return alike and not another and _has_bullets(self._lines[end : end + 1])

    def _is_inside(self, heading: ListHeading, place: int) -> bool:
        """Whether a heading only parts the list: it is lesser, or alike where the form has such, and items follow."""
        own, line = self._lines[heading.first], self._lines[place]
        if line.size > own.size + _SIZES_APART or _ANOTHER_SECTION.match(line.text) or line.x0 > own.x0 + 4 * _BOXED:
            return False
        if line.size < own.size - _SIZES_APART or (own.bold and not line.bold):
            return True
        text, end = self._print.heading_at(place)
        if _WHEN_DUE.match(text):
            return True
        if self._form.numbered:
            return self._numbers_go_on(heading, place, text, end)
        if not self._form.subheadings_alike or not heading.text.casefold().startswith("area"):
            return False
        return _has_bullets(self._lines[end : end + 2]) or not _has_bullets(self._lines[heading.end : place])

    def _numbers_go_on(self, heading: ListHeading, place: int, text: str, end: int) -> bool:
        """Whether a heading printed like the list's own parts a numbered list: right below it the list begins or goes on.

        The sections behind such a list may go on with its numbers; their headings are known.
        """
        below = NUMBER.match(self._lines[end].text) if end < len(self._lines) else None
        if below is None or len(text) > _LONGEST_INSIDE or _SECTION_OF_REPORT.match(text):
            return False
        above = [match for line in self._lines[heading.end : place] if (match := NUMBER.match(line.text))]
        return not above or float(below[1]) == float(above[-1][1]) + 1

    def _under(self, heading: ListHeading, end: int, addressee: str | None) -> list[Improvement] | None:
        lines = self._lines[heading.end : end]
        own = [line for line in lines if line.text.startswith(BULLET) and line.text != BULLET]
        size = min(self._print.size, own[0].size) if own else self._print.size
        small = small_print(lines, size)
        parts: list[list[Line]] = [[]]
        for place, line in enumerate(lines):
            if place in small or (line.text.isdigit() and not (self._form.tables and _numbers_row(line, lines))):
                continue
            if self._is_heading_inside(line, lines, place):
                parts.append([])
            else:
                parts[-1].append(line)
        items = list(self._items(heading, [without_note_digits(part, self._lines, size) for part in parts], addressee))
        denials = OF_PRIORITY_ACTION if heading.kind is ImprovementKind.PRIORITY_ACTION else OF_IMPROVEMENT
        asked = [item for item in items if not denies(_FIRST_SENTENCE.split(item.text, maxsplit=1)[0], denials)]
        return None if items and not asked else asked

    def _items(self, heading: ListHeading, parts: list[list[Line]], addressee: str | None) -> Iterator[Improvement]:
        """The items of a list in the parts into which headings part it."""
        lines = [line for part in parts for line in part]
        tagged = is_table(lines, self._lines[heading.first].cell)
        if self._form.tables and lines and (tagged or not lines[0].text.startswith(BULLET)):
            head, lines = _parted_from_head(lines)
            bodies_behind = bool(head) and kind_of(head[0].text) is not None and len(head) > 1
            lines = [line for line in lines if not _heads_bodies(line)]
            for row in (rows_of if tagged else rows_by_place)(lines, bodies_behind=bodies_behind):
                body = self._joined(row.body)
                yield Improvement(self._joined(row.lines), row.page, heading.kind, row.number, body or addressee)
            return
        for place, part in enumerate(parts if self._form.subheadings_alike else [lines]):
            items = items_of(part, numbered=self._form.numbered)
            if place == 0 and len(parts) > 1 and len(items) == 1 and not items[0].marked:
                continue  # a paragraph above the first heading inside the list leads in
            for item in items:
                yield self._named(Improvement(self._joined(item.lines), item.page, heading.kind, item.number, addressee))

    def _named(self, item: Improvement) -> Improvement:
        party = _PARTY.search(item.text) if self._form.names_party else None
        return replace(item, addressee=party["party"]) if party else item

    def _is_heading_inside(self, line: Line, lines: Sequence[Line], place: int) -> bool:
        if not self._print.stands_out(line) or line.text.startswith(BULLET) or NUMBER.match(line.text):
            return False
        before = lines[place - 1] if place else None
        if before is not None and _goes_on_in_bold(before, line):
            return False
        return before is None or line.block is None or line.block != before.block or line.bold != before.bold

    def _joined(self, texts: Sequence[str]) -> str:
        """Lines as running text."""
        return " ".join(join(texts, self._text.own_vocabulary).split())


def _parted_from_head(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines that head the columns of a table, and those of its rows."""
    end = next((place for place, line in enumerate(lines) if not _heads_column(line.text)), len(lines))
    return lines[:end], lines[end:]


def _heads_column(text: str) -> bool:
    return kind_of(text) is not None or _HEADS_BODIES.fullmatch(text.strip(" :")) is not None


def _goes_on_in_bold(before: Line, line: Line) -> bool:
    """Whether a bold line only goes on with the bold line above it."""
    alike = line.bold and before.bold and abs(line.size - before.size) <= _SIZES_APART and line.page == before.page
    near = 0 < line.top - before.top <= 1.5 * line.size
    return alike and near and (line.text[0].islower() or not ENDED.search(before.text))


def _heads_bodies(line: Line) -> bool:
    """Whether a line heads the column of bodies, as it may once more on the next page."""
    return (line.bold or line.tag == "TH") and _HEADS_BODIES.fullmatch(line.text.strip(" :")) is not None


def _numbers_row(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a number alone stands in a cell, or beside the text of a row; it is a page's otherwise."""
    if line.cell is not None:
        return True
    level = 0.5 * line.size
    return any(
        other.page == line.page and other.x0 > line.x0 and abs(other.top - line.top) <= level and not other.text.isdigit()
        for other in lines
    )


def _has_bullets(lines: Sequence[Line]) -> bool:
    return any(line.text.startswith(BULLET) for line in lines)


def _usual_size(lines: Sequence[Line]) -> float:
    """The size in which most of the text is printed."""
    sizes: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 2) / 2
        sizes[size] = sizes.get(size, 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)
