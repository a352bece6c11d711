"""The title on a report's first page: all that stands above the inspection's dates."""

import re

from ofsted_watch.fields.dates import inspection_label
from ofsted_watch.reading import Line, Text

_NO_TITLE = re.compile(r"^(?:\d+|page \d+.*|ofsted|www\..*)$", re.IGNORECASE)
_STUCK_FOOTNOTE = re.compile(r"(?<=[A-Za-z])\d{1,2}\b")
_DASHED_NAME_SPLIT = re.compile(r"(?<=\w-) (?=\w)")


def title(text: Text) -> str | None:
    """The title of a report whose first page states the inspection's dates below it; None for any other letter.

    Footnote digits that stick to a word ('Board1') are left out, a name split at its hyphen ('Stoke-on- / Trent') is mended.
    """
    label = inspection_label(text)
    if label is None:
        return None
    page = text.pages[0]
    dates = page.lines[label.line]
    lines = [line for line in page.lines if line.bottom <= dates.top + 1 and not _NO_TITLE.match(line.text.strip())]
    words = " ".join(_in_reading_order(lines))
    words = _STUCK_FOOTNOTE.sub("", _DASHED_NAME_SPLIT.sub("", " ".join(words.split())))
    return words or None


def _in_reading_order(lines: list[Line]) -> list[str]:
    return [line.text.strip() for line in sorted(lines, key=lambda line: line.top)]
