"""The items of a printed list, each whole: by their marks, their indents, the tags, and what breaks into them left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ofsted_watch.extraction.pdf import Line
from ofsted_watch.extraction.pdf.characters import BULLET

ENDED = re.compile(r"[.!?][\"'”’)\]]*\d{0,2}$")
NUMBER = re.compile(r"\(?(\d{1,3}(?:\.\d{1,2})?)[.)](?:\s+|$)")
_DASH = re.compile(r"[-–−⎯—─‒o](?:\s+|$)")
_SIGN = re.compile(r"[-–−⎯—─*+~>o](?:\s+|$)|[-–−*](?=[A-Z‘“])")
"""A dash that stands for a bullet where a list has none; so do an asterisk and its like, and the 'o' of a lost typeface."""
_OPENS = re.compile(r"[:;,]$")
_LETTERED = re.compile(r"\(?(?:[ivx]{1,4}|[a-h])[.)](?:\s|$)")
"""The mark of a list inside an item that is kept: '(ii)', 'b)'."""
_LETTER_MARK = re.compile(r"(?:\(?(?P<letter>[ivx]{1,4}|[a-h]|[A-H])[.)]|(?P<bare>\d{1,2}))\s+")
"""'a)', '(ii)', 'A.', and a number without a stop: believed only where all of a list are in order."""
_ORDERS = (
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    tuple("abcdefgh"),
    tuple("ABCDEFGH"),
    tuple(str(number) for number in range(1, 30)),
)
_LEADS_IN = re.compile(r"[:;,–-]$")
_INDENT = 9.0
"""Points. A mark set further in than this belongs to a list inside an item; margins of left and right pages differ by less."""
_HANGS = 5.0
_ONE_STEP = 1.6
"""Lines of one item are set at most this many sizes apart."""
_BLANK_LINE = 2.2
_MOST_LEFT_OUT = 5
"""A numbered list may leave out a few numbers, by misprint."""


@dataclass(slots=True)
class Item:
    """An item as it is gathered: its lines, in order, with marks removed. `x0` is where its mark stands, `dash_x` where the
    dashes of a list inside it do, `right` how far its text reaches.
    """

    page: int
    x0: float
    number: str | None = None
    marked: bool = True
    lines: list[str] = field(default_factory=list)
    last: Line | None = None
    dash_x: float | None = None
    right: float = 0.0

    def add(self, line: Line, text: str) -> None:
        """Goes on with this line; a mark alone has no text."""
        if text:
            self.lines.append(text)
        self.last = line
        self.right = max(self.right, line.x1)

    @property
    def is_finished(self) -> bool:
        """Whether the text so far ends a sentence."""
        return bool(self.lines) and ENDED.search(self.lines[-1]) is not None


def items_of(lines: Sequence[Line], *, numbered: bool) -> list[Item]:
    """The items that these lines make.

    Where any line has a mark (a bullet, a number, in a list without them a dash), the marked ones are the items and
    paragraphs between them are none. A list without marks has its paragraphs for items, but for those that only lead in.
    `numbered` says that items may have numbers; elsewhere a number is that of a paragraph, and counts only in a list
    without bullets.
    """
    bullets = [line for line in lines if line.text.startswith(BULLET)]
    numbers = [line for line in lines if NUMBER.match(line.text)]
    if not (numbered and numbers and (not bullets or lines.index(numbers[0]) < lines.index(bullets[0]))):
        numbers = [] if bullets else numbers
    by_dash = not bullets and not numbers and _begins_with_dash([line.text for line in lines])
    by_letter = not bullets and not numbers and not by_dash and _has_letters_in_order([line.text for line in lines])
    reader = _Reader(by_number=bool(numbers), by_dash=by_dash, by_letter=by_letter, has_signs=bool(bullets))
    for line in lines:
        reader.take(line)
    marked = [item for item in reader.items if item.marked and item.lines]
    return marked or [item for item in reader.items if item.lines and not _LEADS_IN.search(item.lines[-1])]


def _begins_with_dash(texts: Sequence[str]) -> bool:
    """Whether the first line that begins with a dash begins a list: it is the first line, or one before it ends."""
    first = next((place for place, text in enumerate(texts) if _SIGN.match(text)), None)
    return first == 0 or (first is not None and re.search(r"[.:;!?]$", texts[first - 1]) is not None)


def _has_letters_in_order(texts: Sequence[str]) -> bool:
    """Whether the marks of a list are 'a)', 'b)', … or 'i.', 'ii.', …: its first line has the first of them."""
    marks = tuple(mark["letter"] or mark["bare"] for text in texts if (mark := _LETTER_MARK.match(text)))
    first = _LETTER_MARK.match(texts[0]) if texts else None
    return first is not None and len(marks) > 1 and any(order[: len(marks)] == marks for order in _ORDERS)


class _Reader:
    """Goes through the lines once. `by_number`: numbers are the marks, and bullets stand inside items; so with `by_letter`."""

    def __init__(self, *, by_number: bool, by_dash: bool, by_letter: bool, has_signs: bool) -> None:
        self.items: list[Item] = []
        self._by_number = by_number
        self._by_dash = by_dash
        self._by_letter = by_letter
        self._has_signs = has_signs
        self._mark_x: float | None = None
        self._number = 0.0

    def take(self, line: Line) -> None:
        """The next line: it begins an item, goes on with the last or begins a paragraph."""
        text = line.text
        current = self.items[-1] if self.items else None
        if self._by_number and (match := NUMBER.match(text)) and self._is_next(line, match[1]):
            self._begin(line, text[match.end() :], match[1])
        elif self._by_letter and (letter := _LETTER_MARK.match(text)):
            self._begin(line, text[letter.end() :])
        elif text.startswith(BULLET):
            self._bullet(current, line, text[len(BULLET) :].strip())
        elif self._by_dash and (sign := _SIGN.match(text)) and not (self._mark_x and line.x0 > self._mark_x + _HANGS):
            self._begin(line, text[sign.end() :])
        elif current is not None and current.marked and (dash := _DASH.match(text)) and _is_inside(current, line):
            current.add(line, text[dash.end() :])
            current.dash_x = line.x0
        elif current is not None and current.marked and _LETTERED.match(text) and line.x0 > current.x0 + _HANGS:
            current.add(line, text)
        elif self._is_unmarked_item(current, line):
            self._begin(line, text)
        elif current is not None and _goes_on(current, line):
            current.add(line, text)
        else:
            self.items.append(Item(line.page, line.x0, marked=False))
            self.items[-1].add(line, text)

    def _begin(self, line: Line, text: str, number: str | None = None) -> None:
        self.items.append(Item(line.page, line.x0, number))
        self.items[-1].add(line, text.strip())
        self._mark_x = line.x0 if self._mark_x is None else min(self._mark_x, line.x0)

    def _bullet(self, current: Item | None, line: Line, text: str) -> None:
        marked = current is not None and current.marked
        if current is not None and not self._by_number and _is_beside(current, line):
            self._mark_x = line.x0  # the next column of the list
        inside = self._by_number or (self._mark_x is not None and line.x0 > self._mark_x + _INDENT)
        if inside and current is not None and marked:
            current.add(line, text)
        elif not self._by_number:
            self._begin(line, text)

    def _is_next(self, line: Line, printed: str) -> bool:
        """Whether a number is the list's next, at the place where its numbers stand; a line of text may begin with another."""
        number = float(printed)
        is_first = self._mark_x is None
        in_place = self._mark_x is None or abs(line.x0 - self._mark_x) <= _INDENT
        if is_first or (in_place and self._number < number <= self._number + _MOST_LEFT_OUT):
            self._number = number
            return True
        return False

    def _is_unmarked_item(self, current: Item | None, line: Line) -> bool:
        """Whether a list item begins whose sign is drawn, not written."""
        if self._has_signs or self._by_number or self._by_dash or self._by_letter or line.tag != "LI":
            return False
        return current is None or current.last is None or current.last.block != line.block


def _is_beside(item: Item, line: Line) -> bool:
    """Whether a mark stands to the right of all of an item's text and no lower: in another column."""
    before = item.last
    level = before is not None and before.page == line.page and line.top <= before.top + 0.5 * line.size
    return level and item.right < line.x0


def _is_inside(item: Item, line: Line) -> bool:
    """Whether a dash is the mark of a list inside the item, not a dash of its sentence."""
    ended = not item.lines or item.is_finished or _OPENS.search(item.lines[-1]) is not None
    is_next = item.dash_x is not None and abs(line.x0 - item.dash_x) <= _HANGS
    begins = ended or is_next or line.text.startswith("⎯") or item.last is None or item.last.block != line.block
    return begins and line.x0 > item.x0 + _HANGS


def _goes_on(item: Item, line: Line) -> bool:
    """Whether a line without a mark belongs to the item or paragraph before it."""
    before = item.last
    if before is None or not item.lines:
        return True
    if before.page != line.page:
        return _goes_on_overleaf(item, line)
    step = line.top - before.top
    if before.block is not None and before.block == line.block:
        return step <= _BLANK_LINE * line.size
    if abs(step) < 0.5 * line.size:
        return True  # pieces of one printed row
    hangs = item.marked and line.x0 > item.x0 + _HANGS
    if line.text[0].islower() and not item.is_finished:
        return True
    if not 0 < step <= _ONE_STEP * line.size:
        return False
    if hangs:
        return True
    tagged_apart = before.block is not None and line.block is not None
    return not item.is_finished or (not tagged_apart and not ends_early(before, line))


def _goes_on_overleaf(item: Item, line: Line) -> bool:
    before = item.last
    if before is not None and before.block is not None and before.block == line.block:
        return True
    if not item.is_finished:
        return True
    return line.text[0].islower() or (item.marked and line.x0 > item.x0 + _INDENT)


def ends_early(before: Line, line: Line) -> bool:
    """Whether the next line's first word would have fitted on the line before: then that line was ended on purpose."""
    width = (len(line.text.split(" ", 1)[0]) + 1) * (before.x1 - before.x0) / max(len(before.text), 1)
    return before.x1 + width < line.x1
