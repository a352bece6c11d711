"""The headings of a letter or report, and what stands under each."""

import re
from collections.abc import Iterator

from ofsted_watch.fields.subject_line import letter_form
from ofsted_watch.model import Section
from ofsted_watch.reading import Paragraph, Text

_FREQUENT = frozenset(
    {
        "headline findings",
        "main findings",
        "findings",
        "overview",
        "summary of findings",
        "evaluation of progress",
        "findings and evaluation of progress",
        "areas covered by the visit",
        "what needs to improve",
        "what needs to improve in this area of social work practice",
        "area for priority action",
        "areas for priority action",
        "area(s) for priority action",
        "areas for priority actions",
        "areas for improvement",
        "context and focus of the inspection",
        "strengths",
        "key strengths",
        "next steps",
        "inspection outcome",
    }
)
"""Headings that the letters of a kind share: they count even where a producer prints them like the text around them."""

_LONGEST_SHORT_LINE = 70
_SHAPED = re.compile(r"^(?:\d{1,2}\.? )?[A-Z].*[^.,;:!)]$")
_WORDED = re.compile(r"[A-Za-z]{2}")


def sections_of(text: Text) -> tuple[Section, ...]:
    """Every heading in order with the text under it, down to the next heading; paragraphs are parted by a blank line.

    In a letter that is what stands between its subject line and 'Yours sincerely'; in a report everything. A table's
    header row and the cells of signatures are no headings. A letter whose headings are printed like its text (every
    letter has some) is parted by its short lines without a full stop.
    """
    form = letter_form(text)
    first, end = (form.body, form.end) if form else (0, len(text.paragraphs))
    title = form.subject.casefold() if form else None
    within = text.paragraphs[first:end]
    shaped = form is not None and not any(paragraph.kind == "heading" for paragraph in within)
    sections: list[Section] = []
    for paragraph in within:
        is_heading = _is_heading(text, paragraph) or (shaped and _is_shaped_like_a_heading(paragraph))
        if is_heading and paragraph.text.casefold() != title:
            sections.append(Section(clean_heading(paragraph.text), ""))
        elif sections:
            last = sections[-1]
            sections[-1] = Section(last.heading, f"{last.text}\n\n{_printed(paragraph)}".strip())
    return tuple(sections)


def clean_heading(printed: str) -> str:
    """A heading without the marks of a text that was pasted ('**Overview**', '## Findings')."""
    return " ".join(re.sub(r"^#+\s*|\*\*", "", printed).split()).strip()


def sections_headed(sections: tuple[Section, ...], heading: re.Pattern[str]) -> Iterator[Section]:
    """The sections whose heading fits the pattern, in order."""
    return (section for section in sections if heading.match(section.heading))


def _is_heading(text: Text, paragraph: Paragraph) -> bool:
    if paragraph.kind == "heading":
        return bool(_WORDED.search(paragraph.text)) and text.lines[paragraph.first_line].tag not in ("TD", "TH")
    return paragraph.kind == "body" and clean_heading(paragraph.text).rstrip("?:").casefold() in _FREQUENT


def _is_shaped_like_a_heading(paragraph: Paragraph) -> bool:
    words = paragraph.text
    return paragraph.kind == "body" and len(words) <= _LONGEST_SHORT_LINE and bool(_SHAPED.match(words))


def _printed(paragraph: Paragraph) -> str:
    return f"• {paragraph.text}" if paragraph.kind == "bullet" else paragraph.text
