"""What stands before a letter's first heading: below the subject line of a letter, below the grades of a report."""

import re
from collections.abc import Sequence

from ofsted_watch.extraction.fields.sections import below_the_cover, clean_heading
from ofsted_watch.extraction.fields.subject_line import letter_form
from ofsted_watch.extraction.pdf import Paragraph, Text

_FOOTNOTE = re.compile(r"^\d{1,2}\s?(?:[A-Z]|https?:|www\.)")
_ADDRESS = re.compile(
    r"^(?:Ofsted|Piccadilly Gate|Store Street|Manchester|(?:M1 2WD|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})|Clive House|Aviation House|"
    r"T:? ?\d|T(?:ele|ext)phone\b|E(?:mail)?:? ?\S+@|\S+@\S+|W(?:eb)?:? ?(?:https?|www)|(?:https?://|www\.)\S+|"
    r"\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d)",
)
_LONGEST_ADDRESS = 120
"""Characters. Ofsted's own address on one line has 104; a paragraph is longer."""


def opening_paragraphs(text: Text, headings: Sequence[str]) -> tuple[Paragraph, ...]:
    """The paragraphs before the first of these headings, in order, without footnotes and Ofsted's address.

    `headings` are the letter's own, as `sections_of` gives them: a heading printed like the text around it counts too.
    A letter without any has its opening on the first page.
    """
    form = letter_form(text)
    first, end = (form.body, form.end) if form else (below_the_cover(text), len(text.paragraphs))
    opening: list[Paragraph] = []
    for paragraph in text.paragraphs[first:end]:
        if clean_heading(paragraph.text) == headings[0] if headings else paragraph.page > 1:
            break
        if paragraph.kind != "heading" and not is_in_passing(paragraph):
            opening.append(paragraph)
    return tuple(opening)


def paragraphs_under(text: Text, heading: str) -> tuple[Paragraph, ...]:
    """The paragraphs from this heading to the next one, without footnotes and Ofsted's address."""
    paragraphs = iter(text.paragraphs)
    for paragraph in paragraphs:
        if clean_heading(paragraph.text) == heading:
            break
    under: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            break
        if not is_in_passing(paragraph):
            under.append(paragraph)
    return tuple(under)


def is_in_passing(paragraph: Paragraph) -> bool:
    """Whether a paragraph only happens to be printed here: a footnote, or a line of Ofsted's address."""
    return bool(_FOOTNOTE.match(paragraph.text)) or (
        len(paragraph.text) <= _LONGEST_ADDRESS and bool(_ADDRESS.match(paragraph.text)) and not paragraph.text.endswith(".")
    )
