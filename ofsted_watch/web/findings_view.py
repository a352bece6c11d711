"""What a letter says besides its grades, as its page shows it: summary, items and progress, in the letter's words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_watch.domain.findings import Improvement, ImprovementKind, Passage
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.domain.text_places import PARTED_BY, NumberedParagraph, paragraph_with
from ofsted_watch.presentation.emails.excerpts import page_label, page_link
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.labels import BODIES

IMPROVEMENTS = "What needs to improve"
_OF_REPORTS = (LetterKind.SIF_INSPECTION, LetterKind.SIF_REINSPECTION)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text stands: 'page 2', the link to that page of the file, and the number of its paragraph on our page.

    `link` is None where the file is not served any more, `paragraph` where the text is not found word for word.
    """

    where: str
    link: str | None
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class PassageShown:
    """A passage of the letter, whole, in its paragraphs."""

    paragraphs: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item of a list, whole. `number` is as printed, '' for a bullet; `addressee` is who must act, '' where not named."""

    text: str
    number: str
    addressee: str
    source: Source


@dataclass(frozen=True, slots=True)
class ItemsShown:
    """A list of the letter under its own heading."""

    heading: str
    items: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True)
class LetterFindingsShown:
    """All of it; None for what the letter does not have."""

    summary: PassageShown | None
    priority: ItemsShown | None
    improvements: ItemsShown | None
    progress: PassageShown | None
    scope: str


def findings_shown(letter: Letter, paragraphs: Sequence[NumberedParagraph], url: str) -> LetterFindingsShown:
    """The letter's summary, items and progress; `url` is where its file is served, '' if it is not served any more."""
    if letter.problem:
        return LetterFindingsShown(None, None, None, None, "")
    summary = Passage(letter.summary, letter.summary_page or 0) if letter.summary else None
    priority = [item for item in letter.improvements if item.kind is ImprovementKind.PRIORITY_ACTION]
    others = [item for item in letter.improvements if item.kind is not ImprovementKind.PRIORITY_ACTION]
    heading = "Areas for priority action" if len(priority) > 1 else "Area for priority action"
    return LetterFindingsShown(
        summary=_passage(summary, paragraphs, url),
        priority=_items("Priority and immediate action" if letter.kind in _OF_REPORTS else heading, priority, paragraphs, url),
        improvements=_items(one_line(letter.improvements_heading or IMPROVEMENTS, 200), others, paragraphs, url),
        progress=_passage(letter.progress, paragraphs, url),
        scope=one_line(letter.scope or "", 3000).rstrip("."),
    )


def addressee_label(addressee: str | None) -> str:
    """'lscb' → 'the Local Safeguarding Children Board'; any other body as the letter names it; '' for none."""
    return one_line(BODIES.get(addressee or "", addressee or ""), 300)


def source_of(quoted: str, page: int, paragraphs: Sequence[NumberedParagraph], url: str) -> Source:
    """Where this text of the letter stands; `page` is 0 if it is not known."""
    holding = paragraph_with(paragraphs, quoted, page or None)
    return Source(page_label(page) if page else "", page_link(url, page) if page else None, holding.number if holding else None)


def _passage(passage: Passage | None, paragraphs: Sequence[NumberedParagraph], url: str) -> PassageShown | None:
    if passage is None:
        return None
    texts = tuple(text for text in passage.text.split(PARTED_BY) if text.strip())
    return PassageShown(texts, source_of(passage.text, passage.page, paragraphs, url)) if texts else None


def _items(heading: str, items: Sequence[Improvement], paragraphs: Sequence[NumberedParagraph], url: str) -> ItemsShown | None:
    shown = tuple(
        ItemShown(
            item.text,
            one_line(item.number or "", 12),
            addressee_label(item.addressee),
            source_of(item.text, item.page, paragraphs, url),
        )
        for item in items
    )
    return ItemsShown(heading, shown) if shown else None
