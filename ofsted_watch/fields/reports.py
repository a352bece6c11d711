"""Which pages of a file are the report it was listed as: two reports are sometimes bound in one PDF."""

from dataclasses import replace

from ofsted_watch.fields.dates import dates_label
from ofsted_watch.reading import Text


def first_report(text: Text) -> Text:
    """The pages before a second cover: a later page that states inspection dates of its own, as only covers do.

    The bound-in report (a review of the safeguarding board, an earlier inspection) gives grades in the same words.
    """
    last = next((page.number - 1 for page in text.pages[1:] if dates_label(page) is not None), len(text.pages))
    if last == len(text.pages):
        return text
    return replace(
        text,
        pages=text.pages[:last],
        paragraphs=tuple(paragraph for paragraph in text.paragraphs if paragraph.page <= last),
        tables=tuple(table for table in text.tables if table.page <= last),
        tagged_headings=tuple(heading for heading in text.tagged_headings if heading.page <= last),
    )
