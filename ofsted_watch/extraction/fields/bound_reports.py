"""Which pages of a file are the report it was listed as: two reports are sometimes bound in one PDF."""

from dataclasses import replace

from ofsted_watch.extraction.fields.dates import dates_label, front_page
from ofsted_watch.extraction.pdf import Page, Text

_TITLE_SIZE = 18
"""Points. Titles of reports have 20 to 28, the headings inside at most 16."""


def first_report(text: Text) -> Text:
    """The pages before a second cover: a later page with inspection dates of its own under words in a title's size.

    The bound-in report (a review of the safeguarding board, an earlier inspection) gives grades in the same words.
    """
    own = front_page(text).number
    last = next((page.number - 1 for page in text.pages[own:] if _is_cover(page)), len(text.pages))
    if last == len(text.pages):
        return text
    return replace(
        text,
        pages=text.pages[:last],
        paragraphs=tuple(paragraph for paragraph in text.paragraphs if paragraph.page <= last),
        tables=tuple(table for table in text.tables if table.page <= last),
        tagged_headings=tuple(heading for heading in text.tagged_headings if heading.page <= last),
    )


def _is_cover(page: Page) -> bool:
    label = dates_label(page)
    return label is not None and any(line.size >= _TITLE_SIZE for line in page.lines[: label.line])
