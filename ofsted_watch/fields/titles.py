"""The title on a report's first page: all that stands above the inspection's dates."""

import re

from ofsted_watch.fields.dates import dates_label
from ofsted_watch.fields.flow import on_one_line
from ofsted_watch.reading import Text
from ofsted_watch.reading.mending import join, vocabulary_of

_NO_TITLE = re.compile(r"^(?:\d+|page \d+.*|ofsted|www\..*)$", re.IGNORECASE)
_STUCK_FOOTNOTE = re.compile(r"(?<=[A-Za-z])\d{1,2}\b")


def title(text: Text) -> str | None:
    """The title of a report whose first page states the inspection's dates below it; None for any other letter.

    Footnote digits that stick to a word ('Board1') are left out, words split at a line's end are mended ('Stoke-on- / Trent').
    """
    page = text.pages[0]
    label = dates_label(page)
    if label is None:
        return None
    dates = page.lines[label.line]
    above = (line for line in page.lines if line.bottom <= dates.top + 1 and not _NO_TITLE.match(line.text.strip()))
    lines = [line.text.strip() for line in sorted(above, key=lambda line: line.top)]
    words = (
        join(lines, vocabulary_of(line.text for line in text.lines))
        if any(line.endswith("-") for line in lines)
        else " ".join(lines)
    )
    return _STUCK_FOOTNOTE.sub("", on_one_line(words)) or None
