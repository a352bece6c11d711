"""The headings of a letter or report, and what stands under each."""

import re

from ofsted_watch.domain.model import Section
from ofsted_watch.extraction.fields.subject_line import letter_form
from ofsted_watch.extraction.pdf import Paragraph, Text

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
_LONGEST_ROW = 180
"""Characters. A longer paragraph on a report's first page is its text; the longest real title has 170."""

_SHAPED = re.compile(r"^(?:\d{1,2}\.? )?[A-Z].*[^.,;:!)]$")
_WORDED = re.compile(r"[A-Za-z]{2}")
_LONE_GRADE = re.compile(
    r"^(?:grade \d )?\(?(?:requires?\s+improvement(?: to be good)?|outstanding|good|adequate|inadequate|not judged)\)?\d?$",
    re.IGNORECASE,
)
_COVER = re.compile(
    "|".join(
        (
            r"^(?:inspection|review|report|visit) dates?\b|^dates? of (?:the )?(?:previous )?inspection\b",
            r"^\d{1,2} [A-Z][a-z]+ \d{4}$|^(?:report )?published\b|^age group\b|^judge?ments?$|^grades?$",
            r"^(?:deputy )?(?:lead|reporting) inspectors?\b|^(?:his|her) majesty['’]s inspector",
            r"^(?:(?:not judged|outstanding|good|inadequate|requires improvement) )?\d(?:\.\d)?\.? "
            r"(?:children (?:who|looked)|leadership, management|adoption perf|(?:the )?experiences?\b)",
        )
    ),
    re.IGNORECASE,
)
"""What a report's first page prints above its text besides the title: dates, who led, the rows of its table of grades."""

_CONTENTS = re.compile(r"^(?:table of )?contents$", re.IGNORECASE)
_WITH_PAGE_NUMBER = re.compile(r"\D\s*\d{1,3}$")


def sections_of(text: Text) -> tuple[Section, ...]:
    """Every heading in order with the text under it, down to the next heading; paragraphs are parted by a blank line.

    In a letter that is what stands between its subject line and 'Yours sincerely'; in a report everything below the
    title, dates and grades of its first page. Lone grades, lines of a table of contents, a table's header row and the
    cells of signatures are no headings. A letter whose headings are printed like its text (every letter has some) is
    parted by its short lines without a full stop.
    """
    form = letter_form(text)
    first, end = (form.body, form.end) if form else (below_the_cover(text), len(text.paragraphs))
    within = text.paragraphs[first:end]
    shaped = form is not None and not any(paragraph.kind == "heading" for paragraph in within)
    sections: list[Section] = []
    for paragraph in within:
        heading = clean_heading(paragraph.text)
        above = sections[-1] if sections else Section("", "")
        is_heading = _is_heading(text, paragraph) or (shaped and _is_shaped_like_a_heading(paragraph))
        if is_heading and not _is_repeated(heading, above, form.subject if form else ""):
            sections.append(Section(heading, ""))
        elif sections:
            last = sections[-1]
            sections[-1] = Section(last.heading, f"{last.text}\n\n{_printed(paragraph)}".strip())
    return tuple(sections)


def below_the_cover(text: Text) -> int:
    """The place of the first paragraph below what a report's first page prints above its text; 0 where it has no such lines.

    The table of grades may run on to the next page.
    """
    paragraphs = text.paragraphs
    front = paragraphs[0].page if paragraphs else 0
    text_begins = (place for place, p in enumerate(paragraphs) if p.page > front or len(p.text) > _LONGEST_ROW)
    above = paragraphs[: next(text_begins, len(paragraphs))]
    end = 1 + max((place for place, p in enumerate(above) if _is_cover(p)), default=-1)
    while 0 < end < len(paragraphs) and _is_cover(paragraphs[end]):
        end += 1
    return end


def _is_cover(paragraph: Paragraph) -> bool:
    return bool(_COVER.search(paragraph.text) or _LONE_GRADE.match(paragraph.text))


def _is_repeated(heading: str, above: Section, subject: str) -> bool:
    """Whether a heading only says the subject or the heading right above again, or is a line of the table of contents."""
    in_contents = bool(_CONTENTS.match(above.heading)) and bool(_WITH_PAGE_NUMBER.search(heading))
    said_again = not above.text and heading.casefold() == above.heading.casefold()
    return in_contents or said_again or heading.casefold() == subject.casefold()


def clean_heading(printed: str) -> str:
    """A heading without footnote digits ('area2') and the marks of a text that was pasted ('**Overview**', '## Findings')."""
    return re.sub(r"(?<=[a-z?):])[\d¹²³⁰⁴-⁹]{1,2}$", "", " ".join(re.sub(r"^#+\s*|\*\*", "", printed).split()))


def _is_heading(text: Text, paragraph: Paragraph) -> bool:
    if paragraph.kind == "heading":
        worded = bool(_WORDED.search(paragraph.text)) and paragraph.text.casefold() != "and"
        return worded and not _LONE_GRADE.match(paragraph.text) and text.lines[paragraph.first_line].tag not in ("TD", "TH")
    return paragraph.kind == "body" and clean_heading(paragraph.text).rstrip("?:").casefold() in _FREQUENT


def _is_shaped_like_a_heading(paragraph: Paragraph) -> bool:
    phrase = paragraph.text
    return paragraph.kind == "body" and len(phrase) <= _LONGEST_SHORT_LINE and bool(_SHAPED.match(phrase))


def _printed(paragraph: Paragraph) -> str:
    return f"• {paragraph.text}" if paragraph.kind == "bullet" else paragraph.text
