"""The title on a report's first page: all that stands above the inspection's dates (or, without them, above who inspected)."""

import re

from ofsted_watch.extraction.fields.dates import dates_label
from ofsted_watch.extraction.fields.joined_lines import on_one_line
from ofsted_watch.extraction.pdf import Line, Page, Text
from ofsted_watch.extraction.pdf.line_joining import join

_NO_TITLE = re.compile(r"^(?:\d+|page \d+.*|ofsted|raising standards|improving lives|www\..*)$", re.IGNORECASE)
_STUCK_FOOTNOTE = re.compile(r"(?<=[A-Za-z])\d{1,2}\b")


_LABELS = re.compile(r"^(?:(?:lead|reporting) inspector\b|report published\b)", re.IGNORECASE)


def title(text: Text) -> str | None:
    """The title of a report whose first page states below it when or by whom was inspected; None for any other letter.

    Footnote digits that stick to a word ('Board1') are left out, words split at a line's end are mended ('Stoke-on- / Trent').
    """
    page = next((page for page in text.pages if page.lines), None)
    below = _first_label(page) if page is not None else None
    if page is None or below is None:
        return None
    above = (line for line in page.lines if line.bottom <= below.top + 1 and not _NO_TITLE.match(line.text.strip()))
    lines = [line.text.strip() for line in sorted(above, key=lambda line: line.top)]
    phrase = join(lines, text.own_vocabulary) if any(line.endswith("-") for line in lines) else " ".join(lines)
    return _STUCK_FOOTNOTE.sub("", on_one_line(phrase)) or None


def _first_label(page: Page) -> Line | None:
    dates = dates_label(page)
    if dates is not None:
        return page.lines[dates.line]
    return next((line for line in page.lines if _LABELS.match(line.text.strip())), None)
