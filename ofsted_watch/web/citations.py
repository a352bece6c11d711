"""A paragraph of a letter as a quotation with its reference, whole and sentence by sentence. Pure."""

from dataclasses import dataclass

from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.domain.text_places import NumberedParagraph, on_one_line
from ofsted_watch.extraction.sentence_ends import sentences_of
from ofsted_watch.presentation.emails.excerpts import page_link
from ofsted_watch.presentation.emails.safe_text import one_line
from ofsted_watch.presentation.labels import format_day, inspection_label


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation, the reference to it, and the page of Ofsted's file; `link` is None where the file is not served any more."""

    quotation: str
    reference: str
    link: str | None
    where: str

    @property
    def text(self) -> str:
        """Both as one text to copy."""
        return f"“{self.quotation}”\n\n{self.reference}"


@dataclass(frozen=True, slots=True)
class ParagraphCited:
    """The whole paragraph, and each of its sentences if it has more than one."""

    whole: Citation
    sentences: tuple[Citation, ...]


def paragraph_cited(
    stored: StoredLetter, authority: str, paragraph: NumberedParagraph, url: str, our_link: str
) -> ParagraphCited:
    """The citation of a paragraph. `url` is where the file is served, '' if it is not; `our_link` is our page about it.

    The page of a sentence is the one on which it begins.
    """
    text = paragraph.text.removeprefix("• ")
    shift = len(paragraph.text) - len(text)
    whole = _citation(stored, authority, text, paragraph.pages, url, our_link)
    parts = sentences_of(text)
    sentences: list[Citation] = []
    start = 0
    for sentence in parts if len(parts) > 1 else ():
        start = text.index(sentence, start)
        pages = _pages_between(paragraph, start + shift, start + shift + len(sentence))
        sentences.append(_citation(stored, authority, sentence, pages, url, our_link))
        start += len(sentence)
    return ParagraphCited(whole, tuple(sentences))


def _pages_between(paragraph: NumberedParagraph, start: int, end: int) -> tuple[int, ...]:
    if paragraph.place is None:
        return ()
    return tuple(dict.fromkeys((paragraph.place.page_at(start), paragraph.place.page_at(end - 1))))


def _citation(stored: StoredLetter, authority: str, quoted: str, pages: tuple[int, ...], url: str, our_link: str) -> Citation:
    letter = stored.letter
    what = inspection_label(letter.kind, letter.inspection_type)
    title = one_line(letter.title or stored.listing.listed_as, 300)
    where = _where(pages)
    named = f"Ofsted, ‘{title}’, {authority}, {what}, published {format_day(stored.published)}{', ' if where else ''}{where}"
    link = page_link(url, pages[0]) if url and pages else url or None
    file = link or f"file {stored.listing.file_number}, SHA-256 {letter.sha256}"
    return Citation(on_one_line(quoted), f"{named}. {file} (read at {our_link})", link, where)


def _where(pages: tuple[int, ...]) -> str:
    if not pages:
        return ""
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]} to {pages[-1]}"
